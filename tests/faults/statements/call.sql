call refresh_brands()
