with located as (
    select
        account_id,
        authorized_at,
        lat,
        lng,
        lag(lat) over (partition by account_id order by authorized_at, txn_id) as previous_lat,
        lag(lng) over (partition by account_id order by authorized_at, txn_id) as previous_lng,
        lag(authorized_at) over (partition by account_id order by authorized_at, txn_id) as previous_at
    from ledger.card_transactions
    where {{ last_n_days('authorized_at', ds, 30) }}
      and lat is not null
      and lng is not null
),
hops as (
    select
        account_id,
        haversine(previous_lat, previous_lng, lat, lng) as km,
        datediff('second', previous_at, authorized_at) / 3600.0 as hours
    from located
    where previous_at is not null
)
select
    account_id,
    count_if(km > 50 and (hours = 0 or km / nullif(hours, 0) > 900)) as impossible_trips_trailing_30_days,
    max(km) as max_km_between_terminals_trailing_30_days
from hops
group by account_id
