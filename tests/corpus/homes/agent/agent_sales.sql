select
    agent_id,
    count(*) as sales_trailing_365_days,
    sum(sold_price) as volume_trailing_365_days,
    avg(sold_price / first_asking_price) as sold_over_first_price_trailing_365_days
from market.listings
where sold_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz)
  and sold_at < '{{ ds }}'::timestamp_ntz
  and agent_id is not null
group by agent_id
