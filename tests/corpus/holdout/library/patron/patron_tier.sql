select
    patron_id,
    fee_cents > 0 as is_paying,
    datediff(day, valid_from, '{{ ds }}'::date) as days_in_tier
from lib.membership_periods
where valid_from < '{{ ds }}'::date
    and (valid_to is null or valid_to >= '{{ ds }}'::date)
