select token. name. created_at. x. from production.brands
