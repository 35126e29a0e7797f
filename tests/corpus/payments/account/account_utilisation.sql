SELECT b.account_id
     , b.utilised_amount / NULLIF(l.limit_amount, 0) AS utilisation
     , l.limit_amount
     , DATEDIFF('day', l.valid_from, '{{ ds }}'::date) AS days_since_limit_change
FROM ledger.daily_balances AS b
INNER JOIN ledger.credit_limit_history AS l
    ON l.account_id = b.account_id
   AND l.valid_from <= b.balance_date
   AND (l.valid_to > b.balance_date OR l.valid_to IS NULL)
WHERE b.balance_date = DATEADD('day', -1, '{{ ds }}'::date)
