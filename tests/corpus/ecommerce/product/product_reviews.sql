with params as (
    select '{{ ds }}'::timestamp_ntz as as_of, {{ var('review_prior_weight') }} as prior_weight
),
standing as (
    select r.product_id, r.rating, r.body
    from app.reviews r
    cross join params p
    where r.posted_at < p.as_of
      and (r.removed_at is null or r.removed_at >= p.as_of)
),
overall as (
    select avg(rating) as mean_rating from standing
)
select
    s.product_id,
    count(*) as review_count,
    avg(s.rating) as avg_rating,
    (max(p.prior_weight) * max(o.mean_rating) + sum(s.rating)) / (max(p.prior_weight) + count(*)) as bayesian_rating,
    count(nullif(trim(s.body), '')) / count(*) as text_review_share
from standing s
cross join overall o
cross join params p
group by s.product_id
