# VALUES
select column1, column2 from values (1, 'a'), (2, 'b')
> 1 | a
> 2 | b
select $1, $2 from values (1, 'a')
> 1 | a
select v.$2 from (values (1, 'a')) v
> a
select * from (values (1, null), (2, 3)) as t (a, b) order by a desc
> 2 | 3
> 1 | NULL
# Names fold to upper case; quoted ones stay.
select Abc, "ABC", t.aBC from (select 1 as abc) T
> 1 | 1 | 1
select "Total €", "select" from (select 1 as "Total €", 2 as "select")
> 1 | 2
select "a""b" from (select 3 as "a""b")
> 3
# Aliases in the same SELECT; a column goes first.
select x as y, y + 1 as z from values (1) as t(x) where y = 1
> 1 | 2
select x + 1 as x, x * 10 as y from values (1) as t(x)
> 2 | 10
select x + 10 as x, count(*) from values (1),(1) as t(x) group by x
> 11 | 2
select -x as x from values (1),(2) as t(x) order by x
> -2
> -1
# CTEs
with a as (select 1 as x), b(y) as (select x + 1 from a) select x, y from a, b
> 1 | 2
with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) select sum(n), count(*) from r
> 10 | 4
with a as (select 1 as x), a2 as (with a as (select 2 as x) select x from a) select a.x, a2.x from a cross join a2
> 1 | 2
# Joins
select l.x, r.y from values (1),(2) as l(x) left join (values (1, 'a')) as r(x, y) on l.x = r.x order by 1
> 1 | a
> 2 | NULL
select x, a, b from (values (1, 'p')) as l(x, a) join (values (1, 'q'), (2, 'z')) as r(x, b) using (x)
> 1 | p | q
select * from (values (1, 'p')) as l(x, a) natural join (values (1, 'q')) as r(x, b)
> 1 | p | q
select l.x, r.x from (values (1), (2)) as l(x) full outer join (values (2), (3)) as r(x) on l.x = r.x order by coalesce(l.x, r.x)
> 1 | NULL
> 2 | 2
> NULL | 3
select l.x, r.x from (values (1)) as l(x) right join (values (1), (3)) as r(x) on l.x = r.x order by r.x
> 1 | 1
> NULL | 3
select l.x, r.x from (values (1)) as l(x) cross join (values (2)) as r(x)
> 1 | 2
select l.x, r.x from (values (1)) as l(x), (values (2)) as r(x) where l.x < r.x
> 1 | 2
select count(*) from (values (null)) as l(x) join (values (null)) as r(x) on l.x = r.x
> 0
select t.id, q.price from (values (1, 10), (1, 1), (2, 5)) as t(id, ts) asof join (values (1, 5, 100), (1, 9, 200)) as q(id, ts, price) match_condition (t.ts >= q.ts) on t.id = q.id order by t.id, t.ts
> 1 | NULL
> 1 | 200
> 2 | NULL
select t.x, s.y from (values (1), (2)) as t(x), lateral (select t.x * 10 as y) s order by 1
> 1 | 10
> 2 | 20
# Subqueries
select (select max(x) from values (1),(2) as u(x)), exists (select 1 from values (1) as u(x) where x > 5), 2 in (select x from values (1),(2) as u(x)), 3 not in (select x from values (1),(null) as u(x))
> 2 | false | true | NULL
select t.x, (select count(*) from values (1),(1),(2) as u(x) where u.x = t.x) from values (1),(2) as t(x) order by 1
> 1 | 2
> 2 | 1
# Set operations
select 1 as x union all select 1 union all select 2 order by x
> 1
> 1
> 2
select 1 as x union select 1 union select 2 order by x
> 1
> 2
select column1 from values (1),(1),(2) minus select 2
> 1
select column1 from values (1),(2) except select 2
> 1
select column1 from values (1),(2),(null) intersect select null
> NULL
(select 1 as x union all select 2) minus select 1
> 2
select 1 as x union all (select 2 minus select 2)
> 1
# `*`
select * exclude x from (select 1 as x, 2 as y)
> 2
select * exclude (x, y) rename (z as w) from (select 1 as x, 2 as y, 3 as z)
> 3
select t.* replace (x + 1 as x) from (select 1 as x, 2 as y) t
> 2 | 2
select w from (select * rename y as w from (select 1 as x, 2 as y))
> 2
# Order and limit
select x from values (3),(1),(2) as t(x) order by 1 limit 2
> 1
> 2
select x from values (3),(1),(2) as t(x) order by x desc limit 1 offset 1
> 2
select top 2 x from values (3),(1),(2) as t(x) order by x
> 1
> 2
select x from values (3),(1) as t(x) order by x fetch first 1 rows only
> 1
select distinct x from values (1),(1),(null),(null) as t(x) order by x
> 1
> NULL
select x as b, y as a from values (1, 'z'),(2, 'y') as t(x, y) order by a
> 2 | y
> 1 | z
# Feature queries
select b.token as brand_token, count(distinct rb.retailer_id) as number_of_contact_books_found from (values (7, 'a.com', '2023-01-01'::timestamp), (8, 'a.com', '2023-01-02'::timestamp), (9, 'a.com', '2024-06-01'::timestamp)) as rb(retailer_id, email_domain, created_at) join (values ('t1', 'a.com', true), ('t2', 'b.com', true)) as b(token, url_domain, active) on b.url_domain = rb.email_domain where b.active and rb.created_at < '2024-01-01'::DATE group by 1
> t1 | 2
select k, zeroifnull(sum(iff(d >= dateadd(day, -7, '2024-01-10'::date), v, null))) as trailing_7, div0(sum(v), count(*)) as mean from values ('a', '2024-01-01'::date, 1), ('a', '2024-01-05'::date, 4) as t(k, d, v) where d < '2024-01-10'::date group by all
> a | 4 | 2.500000
select k, sum(v) over (partition by k order by d rows between 6 preceding and current row) / 7.0 as mean from values ('a', '2024-01-01'::date, 7), ('a', '2024-01-02'::date, 14) as t(k, d, v) order by d
> a | 1.000000
> a | 3.000000
select 1000000000 / 0.0001, 12345678901 / 2, 200000000.5 / 3
> 10000000000000 | 6172839450.5 | 66666666.8333333
select 1 / 2000000, 3 / 2000000, -1 / 2000000, 1.5 / 1000000000000, 49999999999 / 100000000000000000, 0.0000005 / 1.0, 7 / 0.0000003
> 0.000001 | 0.000002 | -0.000001 | 0 | 0 | 0.0000005 | 23333333.333333
select datediff(day, date_trunc('month', dateadd(day, -7, d)), last_day(dateadd(month, 1, add_months(date_trunc('week', d), 1)))) from values ('2024-01-05'::date) as t(d)
> 121
select upper(trim(replace(lower(concat(x, 'B ')), 'a', 'c'))) || '!' from values ('A') as t(x)
> CB!
# PIVOT: a column is named by its literal, quotes and all; what is missing is NULL.
select empid, "'JAN'", "'FEB'" from (select column1 as empid, column2 as amount, column3 as month from values (1, 10000, 'JAN'), (1, 400, 'JAN'), (2, 4500, 'JAN'), (1, 8000, 'FEB')) pivot (sum(amount) for month in ('JAN', 'FEB')) order by empid
> 1 | 10400 | 8000
> 2 | 4500 | NULL
select * from (select column1 as empid, column2 as amount, column3 as month from values (1, 1, 'JAN'), (1, 2, 'JAN'), (2, 5, 'FEB')) pivot (avg(amount) for month in ('JAN', 'FEB')) as p (emp, jan, feb) order by emp
> 1 | 1.500000 | NULL
> 2 | NULL | 5.000000
select empid, january, february from (values (1, 10, 'JAN'), (2, 20, 'JAN')) as t(empid, amount, month) pivot (max(amount) for month in ('JAN' as january, 'FEB' as february) default on null (0)) order by empid
> 1 | 10 | 0
> 2 | 20 | 0
select "2023", "2024" from (values (1, 2023), (2, 2024), (3, 2024)) as t(x, y) pivot (min(x) for y in (2023, 2024))
> 1 | 2
# UNPIVOT: names as Snowflake has them, NULLs left out, the name before the value.
select * from (select column1 as empid, column2 as jan, column3 as "feb" from values (1, 100, 200), (2, null, 300)) unpivot (sales for month in (jan, "feb")) order by empid, month
> 1 | JAN | 100
> 1 | feb | 200
> 2 | feb | 300
select u.empid, u.month, u.sales from (values (1, 100, null)) as t(empid, jan, feb) unpivot include nulls (sales for month in (jan, feb as february)) as u order by u.month
> 1 | FEBRUARY | NULL
> 1 | JAN | 100
# ASOF JOIN
select t.id, t.ts, q.price from (values (1, 10), (1, 4), (2, 5)) as t(id, ts) asof join (values (1, 5, 100), (1, 9, 200), (1, 10, 300)) as q(id, ts, price) match_condition (t.ts > q.ts) on t.id = q.id order by t.id, t.ts
> 1 | 4 | NULL
> 1 | 10 | 200
> 2 | 5 | NULL
select t.ts, q.price from (values (1), (7)) as t(ts) asof join (values (5, 100), (9, 200)) as q(ts, price) match_condition (t.ts <= q.ts) order by t.ts
> 1 | 100
> 7 | 200
# DIRECTED only fixes the order of joining.
select l.x, r.y from (values (1), (2)) as l(x) inner directed join (values (1, 'a')) as r(x, y) on l.x = r.x
> 1 | a
select l.x, r.y from (values (1), (2)) as l(x) left outer directed join (values (1, 'a')) as r(x, y) on l.x = r.x order by 1
> 1 | a
> 2 | NULL
select t.x from (values (1)) t directed join (values (1)) u(x) on t.column1 = u.x join (values (1)) as directed(x) on directed.x = u.x
! does not have a column named "X"
# Names of CTE columns, recursion over text, LATERAL with an aggregate
with recursive r(n, path) as (select 1, 'a' union all select n + 1, path || 'a' from r where n < 3) select n, path from r order by n
> 1 | a
> 2 | aa
> 3 | aaa
select t.x, s.total from (values (1), (2)) as t(x), lateral (select sum(u.y) as total from (values (1, 10), (1, 5), (2, 7)) as u(x, y) where u.x = t.x) s order by 1
> 1 | 15
> 2 | 7
select * exclude (x) replace (y * 2 as y) rename (z as w) from (select 1 as x, 2 as y, 3 as z)
> 4 | 3
# An alias can be used again in its own list, also where its expression can fail.
select iff(x > 1, y::timestamp_ntz, null) as at, datediff('day', at, '2024-01-10'::timestamp_ntz) as days, days / 2 as half from values (2, '2024-01-08') as t(x, y)
> 2024-01-08 00:00:00 | 2 | 1.000000
select iff(x > 1, y::timestamp_ntz, null) as at, dateadd('day', 1, at) as next from values (2, 'x') as t(x, y)
! Timestamp 'x' is not recognized
select x::int as n, n + 1 as m, m * n as p, div0(p, n) as q from values ('7') as t(x)
> 7 | 8 | 56 | 8.000000
