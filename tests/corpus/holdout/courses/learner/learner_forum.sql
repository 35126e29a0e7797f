select
    author_id as learner_id,
    count(*) as posts_trailing_30_days,
    count(parent_id) as replies_trailing_30_days,
    count(*) - count(parent_id) as threads_started_trailing_30_days
from forum.posts
where posted_at >= dateadd('day', -30, '{{ ds }}') and posted_at < '{{ ds }}'
  and author_id is not null
group by 1
