select
    c.customer_id,
    (
        select count(*)
        from support.tickets t
        where t.customer_id = c.customer_id
          and t.opened_at >= dateadd(day, -90, '{{ ds }}'::date)
          and t.opened_at < '{{ ds }}'::date
    ) as tickets_trailing_90_days,
    (
        select count(*)
        from support.tickets t
        where t.customer_id = c.customer_id
          and t.opened_at < '{{ ds }}'::date
          and (t.closed_at is null or t.closed_at >= '{{ ds }}'::date)
    ) as open_tickets,
    c.customer_id in (
        select o.customer_id
        from app.orders o
        where o.ordered_at >= dateadd(day, -90, '{{ ds }}'::date)
          and o.ordered_at < '{{ ds }}'::date
          and o.customer_id is not null
    )
    and not exists (
        select 1
        from support.tickets t
        where t.customer_id = c.customer_id and t.opened_at < '{{ ds }}'::date
    ) as bought_without_ticket
from app.customers c
where c.signed_up_at < '{{ ds }}'::date
