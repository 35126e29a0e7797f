select sku, count(*) as lifetime_units, count(distinct player_id) as lifetime_buyers
from game.purchases
where purchased_at < '{{ ds }}'::timestamp_ntz
group by sku
