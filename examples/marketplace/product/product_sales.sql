select
    product_token,
    zeroifnull(
        sum(iff(sale_date >= '{{ macros.ds_add(ds, -7) }}'::date, units_ordered - units_cancelled, 0))
    ) as units_sold_trailing_7_days,
    sum(units_ordered - units_cancelled) as units_sold_trailing_28_days,
    datediff('day', max(iff(units_ordered > 0, sale_date, null)), '{{ ds }}'::date) as days_since_last_order
from commerce.daily_product_sales
where sale_date >= '{{ macros.ds_add(ds, -28) }}'::date
    and sale_date < '{{ ds }}'::date
group by product_token
