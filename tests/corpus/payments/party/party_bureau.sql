with latest as (
    select *
    from lending.bureau_reports
    where pulled_at >= dateadd(year, -1, '{{ ds }}'::timestamp_ntz)
      and pulled_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by party_id order by pulled_at desc, report_id desc) = 1
),
lines as (
    select
        l.party_id,
        f.value:type::string as line_type,
        f.value:balance::number(18,2) as balance,
        f.value:limit::number(18,2) as credit_limit
    from latest l,
    lateral flatten(input => l.raw:tradelines) f
    where f.value:closed_on::date is null
),
totals as (
    select
        party_id,
        count(*) as open_lines,
        sum(balance) as balance,
        sum(iff(line_type = 'revolving', balance, 0)) / nullif(sum(iff(line_type = 'revolving', credit_limit, 0)), 0) as revolving_utilisation
    from lines
    group by party_id
)
select
    l.party_id,
    l.score as bureau_score,
    coalesce(t.open_lines, 0) as open_tradelines,
    coalesce(t.balance, 0) as total_tradeline_balance,
    t.revolving_utilisation,
    datediff('day', l.pulled_at, '{{ ds }}'::timestamp_ntz) as report_age_days
from latest l
left join totals t on t.party_id = l.party_id
