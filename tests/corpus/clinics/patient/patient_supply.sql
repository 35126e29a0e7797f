select
    p.patient_id,
    sum(p.days_supply) as days_supplied_trailing_180_days,
    count(f.fill_id) / sum(p.days_supply) as fills_per_day_supplied
from rx.prescriptions p
left join rx.fills f on f.prescription_id = p.prescription_id and f.filled_at < '{{ ds }}'::timestamp_ntz
where {{ trailing('p.prescribed_at', 180) }}
group by p.patient_id
