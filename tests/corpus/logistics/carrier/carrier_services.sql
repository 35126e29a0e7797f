select
    carrier_id,
    sum(weight_kg) / nullif(sum(sum(weight_kg)) over (partition by carrier_id), 0) as weight_share,
    avg(cost) as avg_cost
from analytics.delivered_shipments
where {{ since('delivered_at', 30) }}
group by carrier_id, service_level
