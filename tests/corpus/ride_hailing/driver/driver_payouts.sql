WITH periods AS (
    SELECT p.payout_id, p.driver_id, p.amount_cents, p.adjustments
    FROM finance.payouts p
    WHERE p.period_end > DATEADD(day, -28, '{{ ds }}'::date)
      AND p.period_end <= '{{ ds }}'::date
),
adjusted AS (
    SELECT
        p.payout_id,
        SUM(a.value:cents::number(38,0)) AS adjustment_cents,
        COUNT_IF(a.value:kind::string = 'fine') AS fines
    FROM periods p, LATERAL FLATTEN(input => p.adjustments) a
    GROUP BY p.payout_id
)
SELECT
    p.driver_id,
    SUM(p.amount_cents) / 100 AS paid_trailing_28_days,
    COALESCE(SUM(a.adjustment_cents), 0) / 100 AS adjustments_trailing_28_days,
    COALESCE(SUM(a.fines), 0) AS fines_trailing_28_days
FROM periods p
LEFT JOIN adjusted a ON a.payout_id = p.payout_id
GROUP BY p.driver_id
