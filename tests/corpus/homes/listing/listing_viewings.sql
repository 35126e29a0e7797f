select
    listing_id,
    count(*) as viewings,
    count_if(takes_place_at >= dateadd('day', -14, '{{ ds }}'::timestamp_ntz)) as viewings_trailing_14_days,
    div0null(count_if(outcome = 'interested' and outcome_at < '{{ ds }}'::timestamp_ntz), count_if(outcome_at < '{{ ds }}'::timestamp_ntz)) as interested_share
from crm.viewings
where takes_place_at < '{{ ds }}'::timestamp_ntz
group by listing_id
