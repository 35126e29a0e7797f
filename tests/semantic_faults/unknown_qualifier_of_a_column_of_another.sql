-- expect: FSC117 3:41
-- duckdb: refuses
select o.brand_token, b.url_domain, sum(oi.price) as spent from production.orders as o join production.brands as b on b.token = o.brand_token join production.prices as i on i.brand_token = o.brand_token group by 1, 2
