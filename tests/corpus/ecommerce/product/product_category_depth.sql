with recursive tree (category_id, depth) as (
    select category_id, 1
    from app.categories
    where parent_category_id is null and created_at < '{{ ds }}'::timestamp_ntz

    union all

    select c.category_id, t.depth + 1
    from app.categories c
    join tree t on c.parent_category_id = t.category_id
    where c.created_at < '{{ ds }}'::timestamp_ntz
)
select
    h.product_id,
    t.depth as category_depth,
    count(*) over (partition by h.category_id) - 1 as siblings
from app.product_category_history h
join tree t on t.category_id = h.category_id
where h.valid_from < '{{ ds }}'::timestamp_ntz
  and (h.valid_to >= '{{ ds }}'::timestamp_ntz or h.valid_to is null)
