-- expect: FSC115 3:25
-- duckdb: refuses
select case status when "paid" then 1 else 0 end as is_paid from production.orders
