select dateadd(day, 1, day) as d
from production.orders
where day > '2024-01-01'::date - intreval '3 days'
