select
    clinic_id,
    count_if(checked_in_at >= '{{ data_interval_start }}'::timestamp_ntz) as check_ins_last_hour,
    count_if(seen_at is null or seen_at >= '{{ data_interval_end }}'::timestamp_ntz) as waiting_now
from ehr.appointments
where checked_in_at < '{{ data_interval_end }}'::timestamp_ntz
  and checked_in_at >= dateadd('hour', -12, '{{ data_interval_end }}'::timestamp_ntz)
group by clinic_id
