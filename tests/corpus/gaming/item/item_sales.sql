with sold as (
    select sku, count(*) as units, sum(price_usd) as revenue
    from game.purchases
    where purchased_at >= '{{ macros.ds_add(ds, -7) }}'::timestamp_ntz
      and purchased_at < '{{ ds }}'::timestamp_ntz
    group by sku
)
select
    i.sku,
    coalesce(s.units, 0) as units_trailing_7_days,
    coalesce(s.revenue, 0) as revenue_usd_trailing_7_days,
    div0(coalesce(s.revenue, 0), sum(coalesce(s.revenue, 0)) over (partition by i.category)) as revenue_share_of_category_trailing_7_days,
    datediff('day', i.released_on, '{{ ds }}'::date) as days_since_release
from game.items i
left join sold s on s.sku = i.sku
where i.released_on < '{{ ds }}'::date
