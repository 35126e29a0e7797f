with counts as (
    select
        creative_id,
        count(*) as n,
        count_if(clicks > 0) as k,
        avg(datediff('second', served_at, first_clicked_at)) / 3600 as hours_to_click
    from mart.fct_impressions
    where {{ since('served_at', ds, 30) }}
    group by creative_id
)
select
    creative_id,
    n as impressions_trailing_30_days,
    k / n as ctr_trailing_30_days,
    {{ wilson_lower('k', 'n') }} as ctr_lower_bound_trailing_30_days,
    hours_to_click as hours_to_first_click_trailing_30_days
from counts
