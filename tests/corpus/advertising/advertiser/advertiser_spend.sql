select
    c.advertiser_id,
    sum(s.spend_cents - s.credit_cents) / 100 as spend_trailing_28_days,
    sum(s.spend_cents - s.credit_cents) / 100 / count(distinct s.spend_date) as avg_daily_spend_trailing_28_days,
    count(distinct s.campaign_id) as campaigns_with_spend_trailing_28_days
from billing.daily_spend s
join ads.campaigns c
    on c.campaign_id = s.campaign_id
    and c.created_at < '{{ ds }}'::timestamp_ntz
where s.spend_date < '{{ ds }}'::date
group by c.advertiser_id
