select
    patron_id,
    datediff(day, joined_on, '{{ ds }}'::date) as membership_age_days,
    year('{{ ds }}'::date) - birth_year as age
from lib.patrons
where joined_on < '{{ ds }}'::date
