-- expect: FSC115 5:69
-- duckdb: refuses
select o.id, p.price
from production.orders as o
asof join production.prices as p match_condition (o.created_at >= p.valid_from) on o.brand_token = p.brand_token
