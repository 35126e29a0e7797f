with campaigns as (
    select c.advertiser_id, r.campaign_id, r.roas_trailing_28_days as roas, r.spend_trailing_28_days as spend
    from feature_store.campaign_return r
    join ads.campaigns c
        on c.campaign_id = r.campaign_id
        and c.created_at < '{{ ds }}'::timestamp_ntz
    where r.as_of = '{{ ds }}'::timestamp_ntz
),
shares as (
    select
        advertiser_id,
        roas,
        spend / nullif(sum(spend) over (partition by advertiser_id), 0) as share
    from campaigns
)
select
    advertiser_id,
    max(roas) as best_campaign_roas,
    count_if(roas > 1) / count(*) as campaigns_in_profit_share,
    sum(power(share, 2)) as spend_concentration
from shares
group by advertiser_id
