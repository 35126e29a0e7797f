-- expect: FSC122 3:25
-- duckdb: binds, the lowering writes AVG as a sum and a count
select brand_token, avg(is_gift) as share from production.orders group by brand_token
