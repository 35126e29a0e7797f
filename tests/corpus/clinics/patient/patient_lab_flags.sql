with measured as (
    select
        patient_id,
        value_numeric,
        reference_low,
        reference_high,
        (value_numeric - reference_low) / (reference_high - reference_low) as position_in_range
    from labs.results
    where {{ trailing('resulted_at', 180) }}
      and value_numeric is not null
      and reference_low is not null
      and reference_high is not null
)
select
    patient_id,
    count_if(position_in_range not between 0 and 1) as abnormal_results_trailing_180_days,
    avg(iff(position_in_range not between 0 and 1, 1, 0)) as abnormal_share_trailing_180_days,
    max(abs(position_in_range - 0.5)) as worst_deviation_trailing_180_days
from measured
group by patient_id
