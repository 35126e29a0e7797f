select
    origin_warehouse_id,
    dest_country,
    sum(cost) / sum(weight_kg) as cost_per_kg_trailing_30_days,
    avg(floor(weight_kg)) as avg_weight_kg_trailing_30_days
from analytics.delivered_shipments
where {{ since('delivered_at', 30) }}
group by all
