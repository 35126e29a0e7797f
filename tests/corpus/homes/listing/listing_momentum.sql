with weeks as (
    select
        listing_id,
        sum(iff(view_date >= '{{ macros.ds_add(ds, -7) }}', views, 0)) as this_week,
        sum(iff(view_date < '{{ macros.ds_add(ds, -7) }}', views, 0)) as week_before
    from analytics.listing_days
    where view_date >= '{{ macros.ds_add(ds, -14) }}'
      and view_date < '{{ ds }}'
    group by listing_id
)
select
    listing_id,
    this_week as views_last_7_days,
    case when week_before > 0 then (this_week - week_before) / week_before end as views_growth
from weeks
