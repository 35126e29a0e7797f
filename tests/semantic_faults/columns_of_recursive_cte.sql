-- expect: FSC108 6:5
-- duckdb: refuses
with recursive numbers (n) as (
    select 1
    union all
    select n + 1, n from numbers where n < 9
)
select n from numbers
