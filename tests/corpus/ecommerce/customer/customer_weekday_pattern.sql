select
    customer_id
    {%- for day in var('weekdays') %},
    count_if(dayofweekiso(ordered_at) = {{ loop.index }}) / count(*) as share_of_orders_{{ day }}
    {%- endfor %}
from app.orders
where {{ in_last_days('ordered_at', ds, 90) }}
  and customer_id is not null
group by customer_id
