-- expect: nothing
select * from (select * from (select brand_token, totals_of_star as star_of_star_of_subquery from shop.brand_totals where brand_token < '{{ ds }}'))
