with people as (
    select account_id, count(*) as n
    from product.users u
    where created_at < '{{ ds }}'::timestamp_ntz
      and (deactivated_at is null or deactivated_at >= '{{ ds }}'::timestamp_ntz)
    group by account_id
)
select
    st.account_id,
    st.mrr_usd,
    st.seats,
    div0(st.mrr_usd, st.seats) as mrr_per_seat_usd,
    coalesce(people.n, 0) / nullif(st.seats, 0) as seat_utilisation
from analytics.account_state st
left join people on people.account_id = st.account_id
where st.state_date = '{{ ds }}'::date
