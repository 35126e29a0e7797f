SELECT
    patient_id,
    FLOOR(MONTHS_BETWEEN('{{ ds }}'::DATE, birth_date) / 12) AS age_years,
    DATEADD(YEAR, 18, birth_date) > '{{ ds }}'::DATE AS is_minor,
    DATEDIFF(DAY, registered_at, '{{ ds }}'::TIMESTAMP_NTZ) / 365.25 AS years_registered
FROM ehr.patients
WHERE registered_at < '{{ ds }}'::TIMESTAMP_NTZ
