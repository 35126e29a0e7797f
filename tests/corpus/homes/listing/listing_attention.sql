with v as (
    select listing_id, count(*) as n from web.listing_views where {{ window('viewed_at', 14) }} group by 1
),
l as (
    select listing_id, count(*) as n from crm.leads where {{ window('created_at', 14) }} group by 1
)
select
    listing_id,
    zeroifnull(v.n) as views_trailing_14_days,
    zeroifnull(l.n) as leads_trailing_14_days,
    zeroifnull(l.n) / zeroifnull(v.n) as leads_per_view_trailing_14_days
from v
full outer join l using (listing_id)
