select {{ doubled('amount') }} as twice
form production.orders
