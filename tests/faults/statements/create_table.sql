create table known as
select token from production.brands
