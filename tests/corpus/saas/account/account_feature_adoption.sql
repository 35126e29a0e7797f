{% set feature_list = var('features') %}
with used as (
    select
        account_id,
        split_part(event_name, '.', 1) as feature
    from product.events
    where occurred_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
      and occurred_at < '{{ ds }}'::timestamp_ntz
      and account_id is not null
)
select
    account_id,
    {%- for feature in feature_list %}
    max(iff(feature = '{{ feature }}', 1, 0)) as uses_{{ feature }}_trailing_30_days,
    {%- endfor %}
    count(distinct iff(feature in ('{{ feature_list | join("', '") }}'), feature, null)) as features_used_trailing_30_days
from used
group by account_id
