with visits as (
    select a.practitioner_id, p.specialty, count(*) as n
    from ehr.appointments a
    join ehr.practitioners p using (practitioner_id)
    where {{ trailing('a.seen_at', 28) }}
    group by a.practitioner_id, p.specialty
)
select
    practitioner_id,
    n as visits_trailing_28_days,
    rank() over (partition by specialty order by n desc) as visits_rank_in_specialty,
    percent_rank() over (partition by specialty order by n) as visits_percent_rank
from visits
