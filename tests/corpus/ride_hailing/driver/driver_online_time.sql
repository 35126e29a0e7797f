-- The last status lasts until the as-of. lead() sees only changes before it.
with changes as (
    select
        driver_id,
        status,
        changed_at,
        coalesce(
            lead(changed_at) over (partition by driver_id order by changed_at, change_id),
            '{{ ds }}'::timestamp_ntz
        ) as until_at
    from telemetry.driver_status_changes
    where changed_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
        and changed_at < '{{ ds }}'::timestamp_ntz
),
durations as (
    select driver_id, lower(status) as status, datediff('second', changed_at, until_at) / 3600 as hours
    from changes
)
select
    driver_id,
    sum(iff(status in ('online', 'busy'), hours, 0)) as online_hours_trailing_7_days,
    sum(iff(status = 'busy', hours, 0)) / nullif(sum(iff(status in ('online', 'busy'), hours, 0)), 0) as utilisation_trailing_7_days
from durations
group by driver_id
