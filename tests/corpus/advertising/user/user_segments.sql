select
    user_id,
    count(*) as segments,
    max(score) as best_segment_score,
    max(datediff('day', member_since, '{{ ds }}'::timestamp_ntz)) as days_in_longest_segment,
    count_if(member_since >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)) as joined_trailing_7_days
from mart.active_segments
where member_since < '{{ ds }}'::timestamp_ntz
group by user_id
