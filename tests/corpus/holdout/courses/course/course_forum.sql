select
    course_id,
    count(*) as posts_trailing_14_days,
    count(*) / greatest(count(distinct author_id), 1) as posts_per_author_trailing_14_days,
    count(parent_id) / count(*) as reply_ratio_trailing_14_days
from forum.posts
where {{ last_days('posted_at', 14) }}
group by course_id
