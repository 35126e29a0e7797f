select
    p.course_id,
    p.price_cents / 100 as price_usd,
    p.price_cents / nullif(max(h.price_cents), 0) as price_over_max,
    p.price_cents = 0 as is_free
from lms.course_prices p
join lms.course_prices h on h.course_id = p.course_id and h.valid_from < '{{ ds }}'::timestamp_ntz
where p.valid_from < '{{ ds }}'::timestamp_ntz
  and coalesce(p.valid_to, '9999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz
group by p.course_id, p.price_cents
