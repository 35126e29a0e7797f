-- expect: FSC302,FSC311
with t as (select * from shop.brand_totals)
select * from t
