create or replace view known as
select token from production.brands
