# NULLs are left out; nothing gives NULL, except for counts.
select count(*), count(x), count(distinct x), sum(x), avg(x), min(x), max(x) from values (1),(2),(2),(null) as t(x)
> 4 | 3 | 2 | 5 | 1.666667 | 1 | 2
select count(*), count(x), sum(x), avg(x), min(x), max(x), median(x), count_if(x > 0), approx_count_distinct(x) from values (1) as t(x) where false
> 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | 0
select avg(x), avg(distinct x), sum(distinct x) from values (1),(1),(4) as t(x)
> 2.000000 | 2.500000 | 5
select avg(x) from values (1.5),(2.25) as t(x)
> 1.87500000
select avg(x::float) from values (1),(2),(2) as t(x)
> 1.6666666666666667
select avg(x) from values (null::int) as t(x)
> NULL
select sum(x) from values (9223372036854775807),(1) as t(x)
> 9223372036854775808
select sum(x), sum(y) from values (0.1, 0.1::float),(0.2, 0.2::float) as t(x, y)
> 0.3 | 0.30000000000000004
select count_if(x > 1), count_if(x is null) from values (1),(2),(3),(null) as t(x)
> 2 | 1
select count(distinct x, y), count(x, y) from values (1, 1),(1, 1),(1, null),(2, 1) as t(x, y)
> 2 | 3
select median(x) from values (1),(2),(3),(4) as t(x)
> 2.500
select median(x) from values (1.00),(2.51) as t(x)
> 1.755
select median(x), median(x::float) from values (1),(null),(10) as t(x)
> 5.5 | 5.5
select percentile_cont(0.5) within group (order by x), percentile_cont(0.9) within group (order by x), percentile_disc(0.5) within group (order by x) from values (1),(2),(3),(4) as t(x)
> 2.500 | 3.700 | 2
select k, percentile_cont(0.25) within group (order by v) from values (0, 0),(0, 10),(0, 20),(0, 30),(0, 40),(1, 10),(1, 20),(2, 10),(2, 20),(2, 25),(2, 30),(3, 60),(4, null) as t(k, v) group by k order by k
> 0 | 10.000
> 1 | 12.500
> 2 | 17.500
> 3 | 60.000
> 4 | NULL
select percentile_cont(0.25) within group (order by x desc) from values (0),(10),(20),(30),(40) as t(x)
> 30
select percentile_disc(0.25) within group (order by x desc) from values (1),(2),(3),(4) as t(x)
> 4
select approx_percentile(x, 0.5) from values (1),(2),(3) as t(x)
> 2
select stddev(x), stddev_samp(x), stddev_pop(x), variance(x), var_samp(x), var_pop(x) from values (2),(4),(4),(4),(5),(5),(7),(9) as t(x)
> 2.138089935299395 | 2.138089935299395 | 2 | 4.571428571428571 | 4.571428571428571 | 4
select stddev(x), var_pop(x) from values (5) as t(x)
> NULL | 0
select corr(x, y), covar_pop(x, y), covar_samp(x, y), regr_slope(y, x), regr_intercept(y, x), regr_r2(y, x), regr_count(y, x) from values (1, 2),(2, 4),(3, 6) as t(x, y)
> 1 | 1.3333333333333333 | 2 | 2 | 0 | 1 | 3
select booland_agg(x > 0), boolor_agg(x > 2), booland_agg(x) from values (1),(2),(null) as t(x)
> true | false | true
select max_by(x, y), min_by(x, y) from values ('a', 1),('b', 3),('c', 2) as t(x, y)
> b | a
select max_by(x, y) from values ('a', 1),('b', null) as t(x, y)
> a
select mode(x) from values (1),(2),(2),(null) as t(x)
> 2
select any_value(x) from values (7),(7) as t(x)
> 7
select bitand_agg(x), bitor_agg(x), bitxor_agg(x) from values (6),(3) as t(x)
> 2 | 7 | 5
# LISTAGG
select listagg(x, ',') within group (order by x), listagg(x) within group (order by x desc), listagg(distinct x, '|') within group (order by x) from values ('b'),('a'),('b'),(null) as t(x)
> a,b,b | bba | a|b
select '[' || listagg(x, ',') || ']' from values ('a') as t(x) where false
> []
select listagg(x, ', ') within group (order by y desc) from values ('a', 1),('b', 3),('c', 2) as t(x, y)
> b, c, a
select listagg(x, '-') within group (order by x) from values (1),(2) as t(x)
> 1-2
# ARRAY_AGG leaves NULL out.
select array_agg(x) within group (order by x)::varchar, array_size(array_agg(x)) from values (2),(1),(null) as t(x)
> [1,2] | 2
select array_size(array_agg(x)) from values (1) as t(x) where false
> 0
select array_agg(x) within group (order by y desc)[0]::int from values (1, 1),(2, 5) as t(x, y)
> 2
select array_size(array_agg(distinct x)) from values (1),(1),(2) as t(x)
> 2
select object_agg(k, v):a::int from values ('a', 1),('b', null),(null, 3) as t(k, v)
> 1
# Groups
select k, sum(v) from values ('a', 1),('b', 2),('a', 3) as t(k, v) group by k order by k
> a | 4
> b | 2
select k, sum(v) as total from values ('a', 1),('b', 2),('a', 3) as t(k, v) group by 1 order by 2 desc
> a | 4
> b | 2
select k, sum(v) from values ('a', 1),('b', 2),(null, 3) as t(k, v) group by all order by k
> a | 1
> b | 2
> NULL | 3
select date_trunc('month', d) as m, count(*) from values ('2024-01-05'::date),('2024-01-06'::date),('2024-02-01'::date) as t(d) group by date_trunc('month', d) order by m
> 2024-01-01 | 2
> 2024-02-01 | 1
select upper(k) as kk, count(*) from values ('a'),('A') as t(k) group by kk
> A | 2
select k, sum(v) from values ('a', 1),('b', 2) as t(k, v) group by rollup(k) order by k nulls last
> a | 1
> b | 2
> NULL | 3
select a, b, count(*), grouping(a), grouping(b), grouping_id(a, b) from values (1, 2) as t(a, b) group by cube(a, b) order by 6
> 1 | 2 | 1 | 0 | 0 | 0
> 1 | NULL | 1 | 0 | 1 | 1
> NULL | 2 | 1 | 1 | 0 | 2
> NULL | NULL | 1 | 1 | 1 | 3
select a, b, sum(x) from values (1, 1, 10),(1, 2, 20) as t(a, b, x) group by grouping sets ((a), (a, b)) order by 3
> 1 | 1 | 10
> 1 | 2 | 20
> 1 | NULL | 30
select k, count(*) as n from values ('a'),('a'),('b') as t(k) group by k having n > 1
> a | 2
select sum(v) / nullif(count(distinct k), 0), sum(iff(v > 1, v, 0)), sum(case when v > 1 then 1 end) from values ('a', 1),('b', 2),('a', 3) as t(k, v)
> 3.000000 | 5 | 2
select round(avg(x), 2), avg(x)::int, avg(x) + 1 from values (1),(2),(2) as t(x)
> 1.67 | 2 | 2.666667
select k as k, sum(v) as v from values ('a', 1),('a', 5) as t(k, v) group by k having sum(v) > 2
> a | 6
select k from values ('a', 1, '2024-01-01'::timestamp_ntz),('sf_date(''', 5, '2024-03-01'::timestamp_ntz) as t(k, v, at) group by k having max(at) >= dateadd('day', -30, '2024-02-20'::timestamp_ntz) and sum(v) / 2 > 1.5 and k = 'sf_date('''
> sf_date('
select k from values ('a', 1),('b', 5) as t(k, v) group by k order by sum(v) / 2 desc, dateadd('day', 1, max('2024-01-01'::date))
> b
> a
# The moments of a sample, as in the documentation of KURTOSIS and SKEW; too few rows give NULL.
select round(kurtosis(k), 9), kurtosis(v), kurtosis(v2) from values (1, 10.00, null),(2, 10.00, 12.00),(2, 20.00, 22.00),(2, 25.00, null),(2, 30.00, 35.00) as t(k, v, v2)
> 5 | -2.32421875 | NULL
select round(skew(v), 4), skew(x) from values (10, null),(10, 1),(20, null),(25, null),(30, 2) as t(v, x)
> 0.0524 | NULL
select regr_avgx(y, x), regr_avgy(y, x), regr_sxx(y, x), regr_sxy(y, x), regr_syy(y, x) from values (2, 1),(4, 2),(6, 3),(null, 100),(100, null) as t(y, x)
> 2 | 4 | 2 | 4 | 8
select regr_valx(null, 10), regr_valx(1, 10), regr_valx(1, null), regr_valy(10, null), regr_valy(10, 1)
> NULL | 10 | NULL | NULL | 10
select boolxor_agg(x = 1), boolxor_agg(x > 0), boolxor_agg(x > 5), boolxor_agg(null::boolean) from values (1),(2),(null) as t(x)
> true | false | false | NULL
select hll(x), approx_count_distinct(x, y), hll(x, y), stddev_samp(x), variance(x), var_samp(x), variance_samp(x), variance_pop(x) from values (1, 1),(1, 2),(4, null) as t(x, y)
> 2 | 2 | 2 | 1.7320508075688772 | 3 | 3 | 3 | 2
select string_agg(x, '-') within group (order by x), string_agg(x) within group (order by x), arrayagg(x) within group (order by x)::varchar from values ('b'),('a') as t(x)
> a-b | ab | ["a","b"]
select array_unique_agg(x)::varchar, array_size(array_unique_agg(y)) from values (2, null),(1, null),(2, null),(null, null) as t(x, y)
> [1,2] | 0
select bitandagg(x), bit_and_agg(x), bit_andagg(x), bitoragg(x), bit_or_agg(x), bit_oragg(x), bitxoragg(x), bit_xor_agg(x), bit_xoragg(x) from values (6),(3),(null) as t(x)
> 2 | 2 | 2 | 7 | 7 | 7 | 5 | 5 | 5
# An average of whole numbers is a number with six decimals, not a float.
select avg(x)::varchar, avg(x::float)::varchar, avg(y)::varchar from values (1, 1.5),(2, 2.5) as t(x, y)
> 1.500000 | 1.5 | 2.0000000
select a, b, grouping(a, b), grouping_id(b), count(*) from values (1, 2),(1, 3) as t(a, b) group by rollup(a, b) order by 3, 2
> 1 | 2 | 0 | 0 | 1
> 1 | 3 | 0 | 0 | 1
> 1 | NULL | 1 | 1 | 2
> NULL | NULL | 3 | 1 | 2
select median(x * y), percentile_cont(0.25) within group (order by x * y)::number(18,4), median(x), median(x::float * y) from values (123456789012.34::number(18,2), 1.5::number(18,8)),(1::number(18,2), 2::number(18,8)) as t(x, y)
> 92592591760.2550000000000 | 46296295881.1275 | 61728394506.670 | 92592591760.255
# A line through points without a spread has no slope.
select regr_slope(y, x), regr_intercept(y, x), regr_r2(y, x), corr(y, x), covar_samp(y, x), covar_pop(y, x) from values (1, 2) as t(y, x)
> NULL | NULL | NULL | NULL | NULL | 0
select regr_slope(y, x), corr(y, x), regr_slope(x, y), corr(x, y) from values (1, 2),(3, 2) as t(y, x)
> NULL | NULL | 0 | NULL
select k, regr_slope(y, x) over (partition by k), corr(y, x) over (partition by k) from values (1, 1, 2),(2, 1, 2),(2, 3, 3) as t(k, y, x) order by k, x
> 1 | NULL | NULL
> 2 | 2 | 1
> 2 | 2 | 1
# The moments of values that do not vary are not documented.
select skew(x) from values (0.1::float),(0.1::float),(0.1::float) as t(x)
! SKEW of values that are all the same
select kurtosis(x) from values (1),(1),(1),(1) as t(x)
! KURTOSIS of values that are all the same
select skew(x), kurtosis(x), skew(y) over () from values (1, 1),(1, 2),(null, 4) as t(x, y) group by y
> NULL | NULL | 0.935219529582821
> NULL | NULL | 0.935219529582821
> NULL | NULL | 0.935219529582821
select iff(min(x) < max(x), skew(x), null) from values (1),(1),(1) as t(x)
> NULL
