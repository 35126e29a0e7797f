select
    agent_id,
    count(*) as active_listings,
    sum(asking_price) as portfolio_value,
    avg(datediff('day', listed_at, '{{ ds }}'::timestamp_ntz)) as avg_days_on_market
from analytics.active_listings
where listed_at < '{{ ds }}'::timestamp_ntz
  and agent_id is not null
group by agent_id
