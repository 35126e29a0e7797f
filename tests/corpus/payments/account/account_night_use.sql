SELECT
    t.account_id,
    AVG(CASE WHEN DATE_PART(hour, t.authorized_at) < 5 THEN 1.0 ELSE 0.0 END) AS night_share_trailing_90_days,
    AVG(CASE WHEN DAYOFWEEKISO(t.authorized_at) > 5 THEN 1.0 ELSE 0.0 END) AS weekend_share_trailing_90_days
FROM ledger.card_transactions t
INNER JOIN ledger.accounts a
    ON a.account_id = t.account_id
   AND a.opened_at < '{{ ds }}'::timestamp_ntz
   AND (a.closed_at IS NULL OR a.closed_at >= '{{ ds }}'::timestamp_ntz)
WHERE t.authorized_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz
  AND t.authorized_at < '{{ ds }}'::timestamp_ntz
  AND t.auth_result = 'approved'
GROUP BY t.account_id
HAVING COUNT(*) >= 5
