select
    u.account_id,
    u.user_id,
    u.role in ('owner', 'admin') as is_admin,
    {{ email_domain('u.email') }} = regexp_replace(lower(a.website), '^https?://(www[.])?|/.*$', '') as has_company_email,
    datediff('day', u.created_at, '{{ ds }}'::timestamp_ntz) as seat_age_days
from product.users u
join crm.accounts a on a.account_id = u.account_id and a.created_at < '{{ ds }}'::timestamp_ntz
where u.created_at < '{{ ds }}'::timestamp_ntz
  and (u.deactivated_at is null or u.deactivated_at >= '{{ ds }}'::timestamp_ntz)
