select
    c.title_id,
    count(h.hold_id) as holds,
    count(c.copy_id) as copies_held
from lib.copies c
left join lib.holds h
    on h.title_id = c.title_id
    and h.placed_at < '{{ ds }}'::timestamp_ntz
where c.bought_on < '{{ ds }}'::date
group by c.title_id
