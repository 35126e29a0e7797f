with codes as (
    select
        rider_id,
        listagg(distinct upper(trim(promo_code)), ',') within group (order by upper(trim(promo_code))) as code_list,
        count(promo_code) / count(*) as promo_ride_share
    from core.trips
    where dropped_off_at >= dateadd(year, -1, '{{ ds }}'::timestamp_ntz)
      and dropped_off_at < '{{ ds }}'::timestamp_ntz
    group by rider_id
)
select
    rider_id,
    iff(code_list = '', 0, array_size(split(code_list, ','))) as promo_codes_used,
    regexp_count(code_list, '(^|,)(FIRST|WELCOME)[0-9]*') as first_ride_codes_used,
    promo_ride_share
from codes
