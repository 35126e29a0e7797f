use schema production;
select token from brands
