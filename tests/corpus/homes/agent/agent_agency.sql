with members as (
    select agent_id, agency_id, started_on
    from market.agency_membership
    where started_on < '{{ ds }}'::date
      and coalesce(ended_on, '9999-12-31'::date) >= '{{ ds }}'::date
),
sizes as (
    select agency_id, count(distinct agent_id) as n
    from members
    group by agency_id
)
select
    m.agent_id,
    count(distinct m.agency_id) as agencies,
    max(datediff('month', m.started_on, '{{ ds }}'::date)) as months_at_agency,
    max(s.n) - 1 as colleagues
from members m
join sizes s on s.agency_id = m.agency_id
group by m.agent_id
