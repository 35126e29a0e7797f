with priced as (
    select s.carrier_id, s.cost, s.weight_kg * k.rate_per_kg as expected_cost
    from tms.shipments s
    join tms.carrier_contracts k
      on k.carrier_id = s.carrier_id
     and k.service_level = s.service_level
    where s.delivered_at >= '{{ macros.ds_add(ds, -30) }}'::timestamp_ntz
      and s.delivered_at < '{{ ds }}'::timestamp_ntz
)
select carrier_id, sum(cost) / nullif(sum(expected_cost), 0) as cost_over_contract_trailing_30_days
from priced
group by carrier_id
