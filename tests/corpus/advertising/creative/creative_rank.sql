with rates as (
    select campaign_id, creative_id, count_if(clicks > 0) / count(*) as ctr
    from mart.fct_impressions
    where {{ since('served_at', ds, 14) }}
    group by campaign_id, creative_id
),
-- A creative belongs to one campaign.
placed as (
    select
        creative_id,
        ctr,
        row_number() over (partition by campaign_id order by ctr desc) as place,
        max(ctr) over (partition by campaign_id) as best_ctr
    from rates
)
select
    creative_id,
    place as rank_in_campaign,
    ctr / nullif(best_ctr, 0) as ctr_to_best
from placed
