WITH payments AS (
    SELECT loan_id, instalment_no, paid_at, paid_amount,
           DATEDIFF(day, LAG(paid_at) OVER (PARTITION BY loan_id ORDER BY paid_at, instalment_no), paid_at) AS gap_days
    FROM lending.instalments
    WHERE paid_at >= DATEADD(day, -90, '{{ ds }}'::timestamp_ntz)
      AND paid_at <= '{{ ds }}'::timestamp_ntz
)
SELECT loan_id,
       COUNT(*)         AS payments_trailing_90_days,
       SUM(paid_amount) AS paid_amount_trailing_90_days,
       AVG(gap_days)    AS avg_days_between_payments
FROM payments
GROUP BY ALL
