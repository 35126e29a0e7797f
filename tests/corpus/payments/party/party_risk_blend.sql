with repayment as (
    select party_id, late_share_trailing_365_days, amount_overdue
    from feature_store.party_repayment
    where as_of = '{{ ds }}'::timestamp_ntz
),
bureau as (
    select party_id, bureau_score
    from feature_store.party_bureau
    where as_of = '{{ ds }}'::timestamp_ntz
),
logins as (
    select party_id, failed_login_share_trailing_30_days
    from feature_store.party_logins
    where as_of = '{{ ds }}'::timestamp_ntz
),
everyone as (
    select party_id from repayment
    union
    select party_id from bureau
    union
    select party_id from logins
)
select
    e.party_id,
    40 * coalesce(r.late_share_trailing_365_days, 0)
        + iff(r.amount_overdue > 0, 20, 0)
        + case when b.bureau_score < 580 then 30 when b.bureau_score < 670 then 15 else 0 end
        + 10 * coalesce(l.failed_login_share_trailing_30_days, 0) as risk_points,
    iff(r.party_id is null, 0, 1) + iff(b.party_id is null, 0, 1) + iff(l.party_id is null, 0, 1) as signals_present
from everyone e
left join repayment r on r.party_id = e.party_id
left join bureau b on b.party_id = e.party_id
left join logins l on l.party_id = e.party_id
