with recent as (
    select distinct origin_warehouse_id, dest_country, carrier_id
    from analytics.delivered_shipments
    where delivered_at >= dateadd(day, -30, '{{ ds }}') and delivered_at < '{{ ds }}'
),
before as (
    select distinct origin_warehouse_id, dest_country, carrier_id
    from analytics.delivered_shipments
    where delivered_at >= dateadd(day, -90, '{{ ds }}') and delivered_at < dateadd(day, -30, '{{ ds }}')
),
lost as (
    select * from before
    except
    select * from recent
),
everyone as (
    select *, 0 as is_lost from recent
    union
    select *, 0 as is_lost from before
    union all
    select *, 1 as is_lost from lost
)
select
    origin_warehouse_id,
    dest_country,
    count(distinct carrier_id) as carriers_trailing_90_days,
    count(distinct carrier_id) = 1 as is_single_carrier,
    sum(is_lost) as lost_carriers
from everyone
where dest_country is not null and origin_warehouse_id is not null
group by 1, 2
