with s as (
    select
        r.driver_id,
        st.actual_arrival,
        st.departed_at,
        lag(st.departed_at) over (partition by st.route_id order by st.stop_seq, st.stop_id) as left_previous
    from tms.stops st
    join tms.routes r on r.route_id = st.route_id
    where st.departed_at >= dateadd('day', -14, '{{ ds }}'::timestamp_ntz)
      and st.departed_at < '{{ ds }}'::timestamp_ntz
      and r.actual_start < '{{ ds }}'::timestamp_ntz
)
select
    driver_id,
    median({{ minutes_between('actual_arrival', 'departed_at') }}) as median_stop_minutes_trailing_14_days,
    median({{ minutes_between('left_previous', 'actual_arrival') }}) as median_drive_minutes_trailing_14_days
from s
group by driver_id
