with old as (select token from production.brands)
insert into known select token from old
