# Ranking
select x, row_number() over (order by x), rank() over (order by x), dense_rank() over (order by x) from values (1),(1),(2) as t(x) order by 2
> 1 | 1 | 1 | 1
> 1 | 2 | 1 | 1
> 2 | 3 | 3 | 2
select x, percent_rank() over (order by x), cume_dist() over (order by x), ntile(2) over (order by x) from values (1),(2),(3),(4),(5) as t(x) order by x
> 1 | 0 | 0.2 | 1
> 2 | 0.25 | 0.4 | 1
> 3 | 0.5 | 0.6 | 1
> 4 | 0.75 | 0.8 | 2
> 5 | 1 | 1 | 2
# NULL is the largest value.
select x, row_number() over (order by x), row_number() over (order by x desc) from values (1),(null),(2) as t(x) order by 2
> 1 | 1 | 3
> 2 | 2 | 2
> NULL | 3 | 1
select x from values (1),(null),(2) as t(x) order by x
> 1
> 2
> NULL
select x from values (1),(null),(2) as t(x) order by x desc
> NULL
> 2
> 1
select x from values (1),(null),(2) as t(x) order by x desc nulls last
> 2
> 1
> NULL
# The default frame of FIRST_VALUE and LAST_VALUE is the whole partition.
select x, first_value(x) over (order by x), last_value(x) over (order by x), nth_value(x, 2) over (order by x) from values (1),(2),(3) as t(x) order by x
> 1 | 1 | 3 | 2
> 2 | 1 | 3 | 2
> 3 | 1 | 3 | 2
select x, last_value(x) over (order by x rows between unbounded preceding and current row) from values (1),(2) as t(x) order by x
> 1 | 1
> 2 | 2
select x, first_value(x) ignore nulls over (order by y), last_value(x) ignore nulls over (order by y) from values (null, 1),(5, 2),(7, 3),(null, 4) as t(x, y) order by y
> NULL | 5 | 7
> 5 | 5 | 7
> 7 | 5 | 7
> NULL | 5 | 7
select first_value(x ignore nulls) over (order by y) from values (null, 1),(5, 2) as t(x, y)
> 5
> 5
# LAG and LEAD
select x, lag(x) over (order by x), lead(x) over (order by x), lag(x, 2) over (order by x), lag(x, 1, 0) over (order by x) from values (1),(2),(3) as t(x) order by x
> 1 | NULL | 2 | NULL | 0
> 2 | 1 | 3 | NULL | 1
> 3 | 2 | NULL | 1 | 2
select lag(x) ignore nulls over (order by y) from values (1, 1),(null, 2),(3, 3) as t(x, y) order by y
> NULL
> 1
> 1
select k, lag(x) over (partition by k order by x) from values ('a', 1),('a', 2),('b', 3) as t(k, x) order by k, x
> a | NULL
> a | 1
> b | NULL
# Aggregates over windows
select x, sum(x) over (order by x), sum(x) over (), avg(x) over (), count(*) over (order by x rows between 1 preceding and current row) from values (1),(2),(2) as t(x) order by x
> 1 | 1 | 5 | 1.666667 | 1
> 2 | 5 | 5 | 1.666667 | 2
> 2 | 5 | 5 | 1.666667 | 2
select x, sum(x) over (order by x rows between unbounded preceding and current row), max(x) over (order by x rows between 1 following and unbounded following) from values (1),(2),(3) as t(x) order by x
> 1 | 1 | 3
> 2 | 3 | 3
> 3 | 6 | NULL
select d, sum(x) over (order by d range between interval '1 day' preceding and current row) from values ('2024-01-01'::date, 1),('2024-01-02'::date, 2),('2024-01-04'::date, 4) as t(d, x) order by d
> 2024-01-01 | 1
> 2024-01-02 | 3
> 2024-01-04 | 4
select d, sum(x) over (order by d range between interval '7 days' preceding and interval '1 day' preceding) from values ('2024-01-01'::date, 1),('2024-01-02'::date, 2),('2024-01-09'::date, 4) as t(d, x) order by d
> 2024-01-01 | NULL
> 2024-01-02 | 1
> 2024-01-09 | 2
select avg(x) over (order by y rows between 2 preceding and 1 preceding) from values (10, 1),(20, 2),(25, 3) as t(x, y) order by y
> NULL
> 10.000000
> 15.000000
select median(x) over (partition by k), listagg(x, ',') within group (order by x) over (partition by k) from values ('a', 1),('a', 2) as t(k, x)
> 1.5 | 1,2
> 1.5 | 1,2
select percentile_cont(0.5) within group (order by x) over (partition by k) from values ('a', 1),('a', 4) as t(k, x)
> 2.500
> 2.500
select count(distinct x) over (partition by k), count_if(x > 1) over (partition by k) from values ('a', 1),('a', 1),('a', 2) as t(k, x)
> 2 | 1
> 2 | 1
> 2 | 1
select x, ratio_to_report(x) over () from values (1),(3),(null) as t(x) order by x
> 1 | 0.250000
> 3 | 0.750000
> NULL | NULL
select ratio_to_report(x) over (), ratio_to_report(x) over (order by x) from values (0),(0) as t(x)
> NULL | NULL
> NULL | NULL
select k, round(ratio_to_report(sum(v)) over (), 3) from values ('a', 1),('b', 2) as t(k, v) group by k order by k
> a | 0.333
> b | 0.667
select x, conditional_true_event(x > 1) over (order by y) from values (1, 1),(2, 2),(0, 3),(5, 4) as t(x, y) order by y
> 1 | 0
> 2 | 1
> 0 | 1
> 5 | 2
# QUALIFY
select k, x from values ('a', 1),('a', 2),('b', 3) as t(k, x) qualify row_number() over (partition by k order by x desc) = 1 order by k
> a | 2
> b | 3
select k, x, row_number() over (partition by k order by x) as rn from values ('a', 1),('a', 2),('b', 3) as t(k, x) qualify rn = 1 order by k
> a | 1 | 1
> b | 3 | 1
select k, sum(x) as s from values ('a', 1),('a', 2),('b', 30) as t(k, x) group by k qualify rank() over (order by s desc) = 1
> b | 30
select sum(sum(x)) over () from values ('a', 1),('b', 2) as t(k, x) group by k
> 3
> 3
select x, conditional_change_event(x) over (order by y) from values ('a', 1),('a', 2),('b', 3),(null, 4),('b', 5),('a', 6) as t(x, y) order by y
> a | 0
> a | 0
> b | 1
> NULL | 1
> b | 1
> a | 2
select k, conditional_change_event(x > 1) over (partition by k order by y) from values ('p', 1, 1),('p', 5, 2),('p', 6, 3),('q', 5, 1),('q', 0, 2) as t(k, x, y) order by k, y
> p | 0
> p | 1
> p | 1
> q | 0
> q | 1
select province, o_col, conditional_true_event(o_col) over (partition by province order by o_col) from values ('Alberta', 0),('Alberta', 13),('Alberta', 13),('Alberta', null),('Manitoba', 30) as t(province, o_col) order by 1, 2, 3
> Alberta | 0 | 0
> Alberta | 13 | 1
> Alberta | 13 | 2
> Alberta | NULL | 2
> Manitoba | 30 | 1
select x, conditional_true_event(x - before > 1) over (order by x) from (select x, lag(x) over (order by x) as before from values (1),(2),(5),(6),(9) as t(x)) order by x
> 1 | 0
> 2 | 0
> 5 | 1
> 6 | 1
> 9 | 2
select d, sum(x) over (order by d range between interval '1 month' preceding and current row), count(*) over (order by d range between interval '1 hour' preceding and interval '1 hour' following) from values ('2024-01-31 00:00:00'::timestamp, 1),('2024-02-29 00:00:00'::timestamp, 2),('2024-02-29 00:30:00'::timestamp, 4) as t(d, x) order by d
> 2024-01-31 00:00:00 | 1 | 1
> 2024-02-29 00:00:00 | 3 | 2
> 2024-02-29 00:30:00 | 7 | 2
select x, sum(x) over (order by x range between 1 preceding and 1 following) from values (1),(2),(4) as t(x) order by x
> 1 | 3
> 2 | 3
> 4 | 4
select lag(x, 1, 0) over (order by x), lead(x, 1, 0) over (order by x), lead(x, 2) over (order by x) from values (1),(2) as t(x) order by x
> 0 | 2 | NULL
> 1 | 0 | NULL

select nth_value(x, 2) from first over (order by x) from values (1),(2) as t(x)
> 2
> 2
