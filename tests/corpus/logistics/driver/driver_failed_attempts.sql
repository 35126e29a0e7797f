select
    r.driver_id,
    sum(case when st.attempt_result <> 'delivered' then 1 else 0 end) as failed_attempts_trailing_7_days,
    sum(case when st.attempt_result <> 'delivered' then 1 else 0 end) / count(*) as failed_share_trailing_7_days
from tms.routes r, tms.stops st
where st.actual_arrival >= '{{ macros.ds_add(ds, -7) }}'
  and st.actual_arrival < '{{ ds }}'
  and r.actual_start < '{{ ds }}'
group by r.driver_id
