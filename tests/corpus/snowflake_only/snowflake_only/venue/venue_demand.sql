select
    c.venue_id,
    count(distinct iff(c.starts_at >= '{{ ds }}'::timestamp_ntz, c.concert_id, null)) as concerts_on_sale,
    sum(iff(c.starts_at >= '{{ ds }}'::timestamp_ntz, s.quantity, 0)) / nullif(sum(iff(c.starts_at >= '{{ ds }}'::timestamp_ntz, c.tickets_total, 0)), 0) as sold_share_on_sale,
    sum(iff({{ trailing('s.sold_at', ds, 30) }}, s.quantity * s.price, 0)) as revenue_trailing_30_days
from live.concerts c
left join live.ticket_sales s
    on s.concert_id = c.concert_id
    and s.sold_at < '{{ ds }}'::timestamp_ntz
where c.announced_at < '{{ ds }}'::timestamp_ntz
group by c.venue_id
