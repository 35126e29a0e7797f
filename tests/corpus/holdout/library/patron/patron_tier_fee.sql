select patron_id, fee_cents / 100 as fee
from lib.membership_periods
where valid_from < '{{ ds }}'::date
