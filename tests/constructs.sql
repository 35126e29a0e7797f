-- The constructs of docs/sql-support.md: `-- ## ` begins a group, `-- # ` names a construct, and what follows up to the
-- next one is its example. An example that the embedded target runs stands alone; a test runs it.
-- ## Queries
-- # WITH, with names for the columns
with a as (select 1 as x), b(y) as (select x + 1 from a) select x, y from a, b
-- # WITH RECURSIVE
with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) select n from r
-- # subquery in FROM
select t.x from (select 1 as x) as t
-- # scalar subquery, IN and EXISTS with a subquery
select (select max(x) from values (1) as u(x)) as a, 1 in (select 1) as b, exists (select 1) as c
-- # correlated subquery
select t.x, (select count(*) from values (1), (1) as u(x) where u.x = t.x) as n from values (1) as t(x)
-- # UNION [ALL], INTERSECT, EXCEPT, MINUS
select 1 as x union all select 2 union select 3 intersect select 3 except select 4 minus select 5
-- # UNION BY NAME
select 1 as x union by name select 2 as x
-- # VALUES, with `column1` and `$1`
select column1, $2 from values (1, 'a')
-- # names for the columns of VALUES
select t.b from (values (1, 'a')) as t(a, b)
-- # DISTINCT
select distinct x from values (1), (1) as t(x)
-- # ORDER BY with NULLS FIRST or LAST, LIMIT, OFFSET
select x from values (1), (null) as t(x) order by x desc nulls last limit 1 offset 0
-- # ORDER BY ALL
select x, y from values (1, 2), (null, 3) as t(x, y) order by all desc
-- # TOP, FETCH FIRST
select top 1 x from values (1), (2) as t(x) order by x
-- # QUALIFY
select x from values (1), (2) as t(x) qualify row_number() over (order by x) = 1
-- # SELECT … INTO
select 1 as x into t
-- # DML such as MERGE … ALL BY NAME
merge into t using s on t.a = s.a when matched then update all by name
-- ## The select list
-- # an alias that another column uses
select x as y, y + 1 as z from values (1) as t(x)
-- # `* EXCLUDE`
select * exclude (x) from (select 1 as x, 2 as y)
-- # `* REPLACE`, `* RENAME`
select * replace (x + 1 as x) rename (y as z) from (select 1 as x, 2 as y)
-- # `* REPLACE` and `RENAME` of one column
select * replace (x + 1 as x) rename (x as z) from (select 1 as x, 2 as y)
-- # `* ILIKE`
select * ilike '%x%' from (select 1 as x, 2 as y)
-- # `t.*`
select t.* from (select 1 as x) as t
-- # a position such as `$1` of a table
select $1 from t
-- # a session variable
select $my_variable
-- ## Tables
-- # inner, left, right, full and cross joins
select l.x from (values (1)) as l(x) left join (values (1)) as r(x) on l.x = r.x cross join (values (2)) as c(y)
-- # USING, NATURAL
select x from (values (1)) as l(x) join (values (1)) as r(x) using (x)
-- # ASOF JOIN … MATCH_CONDITION
select t.ts, q.price from (values (7)) as t(ts) asof join (values (5, 100)) as q(ts, price) match_condition (t.ts >= q.ts)
-- # ASOF JOIN … USING
select t.ts from t asof join q match_condition (t.ts >= q.ts) using (id)
-- # DIRECTED JOIN
select l.x from (values (1)) as l(x) inner directed join (values (1)) as r(x) on l.x = r.x
-- # the operator `(+)`
select a.x from a, b where a.x = b.x (+)
-- # LATERAL
select t.x, s.y from (values (1)) as t(x), lateral (select t.x * 10 as y) as s
-- # FLATTEN of an array or object
select f.value::int as x from table(flatten(input => parse_json('[1, 2]'))) as f
-- # FLATTEN with OUTER
select f.index from (select parse_json('[]') as v) as t, lateral flatten(input => t.v, outer => true) as f
-- # FLATTEN with RECURSIVE or PATH
select f.path from (select parse_json('[]') as v) as t, lateral flatten(input => t.v, recursive => true) as f
-- # SPLIT_TO_TABLE
select s.value from (values ('a.b')) as t(x), lateral split_to_table(t.x, '.') as s
-- # GENERATOR
select 1 from table(generator(rowcount => 10))
-- # PIVOT over literals
select * from (values (1, 10, 'JAN')) as t(id, amount, month) pivot (sum(amount) for month in ('JAN', 'FEB')) as p(id, jan, feb)
-- # PIVOT over ANY or a subquery
select * from t pivot (sum(amount) for month in (any order by month))
-- # UNPIVOT
select id, month, sales from (values (1, 10, 20)) as t(id, jan, feb) unpivot (sales for month in (jan, feb))
-- # SAMPLE
select x from t sample (10)
-- # TABLESAMPLE after PIVOT
select * from t pivot (sum(x) for k in ('a')) tablesample (10)
-- # MATCH_RECOGNIZE
select * from t match_recognize (order by d measures match_number() as m pattern (a b+) define b as x > 1)
-- # CONNECT BY
select a from t start with a = 1 connect by prior a = b
-- # time travel: AT, BEFORE
select x from t at (timestamp => '2024-01-01'::timestamp)
-- # a stage
select $1 from @my_stage/path
-- # RESULT_SCAN
select * from table(result_scan('01b2'))
-- # TABLE(…) of a user-defined function
select * from table(my_function(1))
-- # IDENTIFIER(…)
select x from identifier('t')
-- ## Groups and windows
-- # GROUP BY expressions, positions, ALL
select x, count(*) as n from values (1) as t(x) group by all
-- # ROLLUP, CUBE, GROUPING SETS
select a, b, count(*) as n from values (1, 2) as t(a, b) group by grouping sets ((a), (a, b))
-- # HAVING, also with an alias
select x, count(*) as n from values (1) as t(x) group by x having n > 0
-- # WITHIN GROUP
select listagg(x, ',') within group (order by x) as l from values ('a') as t(x)
-- # OVER with PARTITION BY, ORDER BY and ROWS
select sum(x) over (partition by k order by x rows between 1 preceding and current row) as s from values ('a', 1) as t(k, x)
-- # RANGE with an interval
select sum(x) over (order by d range between interval '7 days' preceding and current row) as s from values ('2024-01-01'::date, 1) as t(d, x)
-- # GROUPS frames
select sum(x) over (order by x groups 1 preceding) as s from t
-- # IGNORE NULLS
select lag(x) ignore nulls over (order by x) as s from values (1) as t(x)
-- # a WINDOW clause
select sum(x) over w as s from t window w as (order by x)
-- # a window function inside another one
select conditional_true_event(x > lag(x) over (order by x)) over (order by x) as s from t
-- # FILTER (WHERE …)
select count(*) filter (where x > 1) as n from t
-- ## Expressions
-- # CASE, IFF, BETWEEN, IN, IS [NOT] DISTINCT FROM
select case when 1 between 0 and 2 then iff(1 in (1, 2), 'a', 'b') end as x, 1 is distinct from null as y
-- # LIKE, ILIKE, LIKE ANY, RLIKE
select 'abc' like any ('a%', 'b%') as x, 'abc' rlike 'a.c' as y
-- # LIKE ALL
select 'abc' like all ('a%', '%c') as x
-- # NOT LIKE ANY
select 'abc' not like any ('a%', '%c') as x
-- # `::`, CAST, TRY_CAST
select '1'::int as a, cast('1.5' as number(10, 1)) as b, try_cast('x' as float) as c
-- # typed literals and intervals
select date '2024-01-01' + interval '1 month, 2 days' as d
-- # EXTRACT, DATE_PART(part FROM date)
select extract(year from '2024-01-01'::date) as y, date_part(month from '2024-01-01'::date) as m
-- # paths into VARIANT
select v:a.b[0]::int as x, v['c']::varchar as y from (select parse_json('{"a": {"b": [1]}, "c": "z"}') as v)
-- # a VARIANT compared or computed with, without a cast
select v:a + 1 as x from t
-- # array constants
select [1, 2][0]::int as x
-- # object constants
select {'a': 1} as x
-- # `{*}`
select {*} as x from t
-- # ARRAY(INT), MAP(…), OBJECT(…) as types
select x::array(int) as x from t
-- # TIMESTAMP_TZ, TIMESTAMP_LTZ, AT TIME ZONE
select '2024-01-01'::timestamp_tz as t
-- # VECTOR
select [1, 2]::vector(float, 2) as v
-- # COLLATE
select x collate 'en-ci' as x from t
-- # lambda functions
select filter(a, x -> x > 1) as a from t
-- # several columns compared at once
select (a, b) in (select 1, 2) as x from t
-- # quoted names, also with dots and spaces
select "a b" as "c.d" from (select 1 as "a b")
-- # names that differ only in case
select 1 as "a", 2 as "A"
-- # `$$` strings
select $$it's$$ as x
-- # a user-defined function
select my_schema.my_function(1) as x
