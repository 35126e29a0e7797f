-- expect: FSC115 6:28
-- duckdb: refuses
with recursive days (day) as (
    select '2023-08-01'::date
    union all
    select dateadd(day, 1, dy) from days where day < '2023-08-30'::date
)
select day from days
