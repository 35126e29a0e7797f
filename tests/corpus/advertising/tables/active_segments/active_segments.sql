select user_id, segment_id, max(score) as score, min(added_at) as member_since
from users.segments
where added_at < '{{ ds }}'::timestamp_ntz
  and (expires_at is null or expires_at >= '{{ ds }}'::timestamp_ntz)
group by user_id, segment_id
