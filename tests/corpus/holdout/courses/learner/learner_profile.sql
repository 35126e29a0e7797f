select
    learner_id,
    employer is not null as has_employer,
    plan = 'plus' as is_plus,
    year('{{ ds }}'::date) - birth_year as years_old
from lms.learners
where joined_at < '{{ ds }}'::timestamp_ntz
