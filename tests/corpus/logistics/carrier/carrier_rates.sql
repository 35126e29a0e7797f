select
    c.carrier_id,
    max(iff(c.service_level = 'standard', c.rate_per_kg, null)) as standard_rate_per_kg,
    max(iff(c.service_level = 'express', c.rate_per_kg, null)) as express_rate_per_kg,
    max(iff(c.service_level = 'express', c.rate_per_kg, null))
        / nullif(max(iff(c.service_level = 'standard', c.rate_per_kg, null)), 0) as express_premium,
    count(*) as contracts_running
from tms.carrier_contracts as c
where c.valid_from < '{{ ds }}'::date
    and (c.valid_to is null or c.valid_to >= '{{ ds }}'::date)
group by c.carrier_id
