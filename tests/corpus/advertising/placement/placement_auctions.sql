with auctions as (
    select *
    from logs.auctions
    where held_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
      and held_at < '{{ ds }}'::timestamp_ntz
),
bids as (
    select
        a.auction_id,
        a.placement_id,
        b.value:bidder::string as bidder,
        b.value:cpm::number(12, 4) as cpm,
        row_number() over (partition by a.auction_id order by b.value:cpm::number(12, 4) desc, b.index) as place
    from auctions a,
        lateral flatten(input => a.bids) b
),
top_two as (
    select auction_id, max(iff(place = 1, cpm, null)) as first_cpm, max(iff(place = 2, cpm, null)) as second_cpm
    from bids
    where place <= 2
    group by auction_id
),
bidders as (
    select placement_id, count(distinct bidder) as n
    from bids
    group by placement_id
)
select
    a.placement_id,
    count(*) as auctions_trailing_7_days,
    count(a.winning_campaign_id) / count(*) as fill_rate_trailing_7_days,
    avg(a.bid_count) as avg_bids_trailing_7_days,
    avg(t.first_cpm / nullif(t.second_cpm, 0)) as avg_top_to_second_bid_trailing_7_days,
    coalesce(max(b.n), 0) as distinct_bidders_trailing_7_days
from auctions a
left join top_two t on t.auction_id = a.auction_id
left join bidders b on b.placement_id = a.placement_id
group by a.placement_id
