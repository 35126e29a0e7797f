select
    buyer_id,
    count(*) as viewings_trailing_60_days,
    ratio_of_no_shows as no_show_share_trailing_60_days,
    avg(hours_ahead) as hours_to_viewing_trailing_60_days
from (
    select
        buyer_id,
        datediff('hour', requested_at, takes_place_at) as hours_ahead,
        avg(iff(outcome = 'no_show', 1, 0)) over (partition by buyer_id) as ratio_of_no_shows
    from crm.viewings
    where datediff('day', takes_place_at, '{{ ds }}'::date) between 1 and 60
)
group by buyer_id, ratio_of_no_shows
