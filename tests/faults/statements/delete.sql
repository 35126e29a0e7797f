delete from production.brands
where name = 'x'
