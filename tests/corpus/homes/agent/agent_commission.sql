select
    a.agent_id,
    a.commission_rate,
    coalesce(sum(l.sold_price), 0) * a.commission_rate as commission_trailing_90_days
from market.agents a
left join market.listings l on l.agent_id = a.agent_id and {{ window('l.sold_at', 90) }}
where a.joined_at < '{{ ds }}'::timestamp_ntz
group by a.agent_id, a.commission_rate
