WITH nights AS (
    SELECT hotel_id, night, revenue / rooms_sold AS rate
    FROM analytics.hotel_nights
    WHERE {{ nights('night', 28) }}
      AND rooms_sold > 0
),
stats AS (
    SELECT hotel_id, AVG(rate) AS mean, STDDEV(rate) AS spread, MAX_BY(rate, night) AS newest
    FROM nights
    GROUP BY hotel_id
)
SELECT
    hotel_id,
    mean AS avg_daily_rate_trailing_28_days,
    spread AS daily_rate_stddev_trailing_28_days,
    (newest - mean) / spread AS daily_rate_zscore
FROM stats
