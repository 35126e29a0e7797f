select
    party_id,
    floor(months_between('{{ ds }}'::date, date_of_birth) / 12) as age_years,
    lower(split_part(email, '@', 2)) rlike '.*(mailinator|tempmail|guerrilla).*' as is_disposable_mail,
    regexp_count(split_part(email, '@', 1), '[0-9]') / nullif(length(split_part(email, '@', 1)), 0) as name_digits_share,
    case
        when phone is null then null
        when residence_country = 'DE' then startswith(regexp_replace(phone, '[^0-9+]', ''), '+49')
        when residence_country = 'FR' then startswith(regexp_replace(phone, '[^0-9+]', ''), '+33')
        when residence_country in ('US', 'CA') then startswith(regexp_replace(phone, '[^0-9+]', ''), '+1')
        else false
    end as phone_country_matches,
    datediff('day', created_at, '{{ ds }}'::timestamp_ntz) as account_age_days
from crm.parties
where created_at < '{{ ds }}'::timestamp_ntz
