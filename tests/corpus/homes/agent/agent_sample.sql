select
    agent_id,
    uniform(0, 9, random()) as experiment_bucket,
    datediff('day', joined_at, '{{ ds }}'::timestamp_ntz) as days_since_joined
from market.agents
where joined_at < '{{ ds }}'::timestamp_ntz
