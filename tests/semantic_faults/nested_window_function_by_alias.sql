-- expect: FSC120 3:75
-- duckdb: refuses
select brand_token, row_number() over (order by created_at) as place, sum(place) over (partition by brand_token) as sum_of_places from production.orders
