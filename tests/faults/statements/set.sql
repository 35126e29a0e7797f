set day = '2024-01-01';
select token from production.brands
