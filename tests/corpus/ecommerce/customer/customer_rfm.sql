select
    r.customer_id,
    ntile(5) over (order by r.days_since_last_order, r.customer_id) as recency_fifth,
    ntile(5) over (order by v.lifetime_orders desc, r.customer_id) as frequency_fifth,
    ntile(5) over (order by v.lifetime_value desc, r.customer_id) as monetary_fifth
from feature_store.customer_recency r
join feature_store.customer_lifetime_value v
    on v.customer_id = r.customer_id and v.as_of = r.as_of
where r.as_of = '{{ ds }}'::timestamp_ntz
  and r.days_since_last_order is not null
