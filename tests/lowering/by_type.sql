# The forms that macros have for each type: the edges of every one. Whole numbers, also those that only 128 bits hold.
select n::float, n::varchar, n::boolean from values (0), (-7), (9223372036854775807), (null) as t(n)
> 0 | 0 | false
> -7 | -7 | true
> 9223372036854775807.0 | 9223372036854775807 | true
> NULL | NULL | NULL
select sum(n)::float, sum(n)::varchar, sum(n)::number(38, 2) from values (9223372036854775807), (1) as t(n)
> 9223372036854775808.0 | 9223372036854775808 | 9223372036854775808.00
select sum(n)::number from values (9223372036854775807), (1) as t(n)
! out of range
select n::timestamp from values (0), (1577836800), (null) as t(n)
> 1970-01-01 00:00:00
> 2020-01-01 00:00:00
> NULL
# Decimals, which must not pass through a float or an integer.
select d::float, d::varchar, d::boolean, d::number(10, 1), d::number from values (0.00), (-0.05), (12345678.95), (null) as t(d)
> 0 | 0.00 | false | 0 | 0
> -0.05 | -0.05 | true | -0.1 | 0
> 12345678.95 | 12345678.95 | true | 12345679.0 | 12345679
> NULL | NULL | NULL | NULL | NULL
select d::varchar, d::float from values ('0.0625'::number(4, 4)), ('-0.5'::number(4, 4)), (null::number(4, 4)) as t(d)
> 0.0625 | 0.0625
> -0.5000 | -0.5
> NULL | NULL
select d::number(38, 6), d::varchar from values ('12345678901234567890123456.123456789012'::number(38, 12)), ('-1.000000000001'::number(38, 12)) as t(d)
> 12345678901234567890123456.123457 | 12345678901234567890123456.123456789012
> -1.000000 | -1.000000000001
select d::varchar, d::number, d::boolean, d::timestamp from values ('42'::number(10, 0)), ('-3'::number(10, 0)) as t(d)
> 42 | 42 | true | 1970-01-01 00:00:42
> -3 | -3 | true | 1969-12-31 23:59:57
select d::timestamp from values (1.5) as t(d)
! fsc: no timestamp for a value of type DECIMAL(2,1)
# Floats.
select f::varchar, f::number, f::number(10, 1), f::boolean from values (0::float), (-2.25::float), (123456789.125::float), (null::float) as t(f)
> 0 | 0 | 0 | false
> -2.25 | -2 | -2.3 | true
> 123456789.125 | 123456789 | 123456789.1 | true
> NULL | NULL | NULL | NULL
select -f, (-f)::varchar, (-f)::number, -f = 0 from values (0::float) as t(f)
> 0 | 0 | 0 | true
select f::varchar from values (1e300::float) as t(f)
! fsc: the text of a float this large or small is not known
select f::number from values (1e300::float) as t(f)
! out of range
select f::date from values (1.5::float) as t(f)
! fsc: no date for a value of type DOUBLE
# Booleans, dates and timestamps.
select b::varchar, b::float, b::number, b::boolean from values (true), (false), (null) as t(b)
> true | 1 | 1 | true
> false | 0 | 0 | false
> NULL | NULL | NULL | NULL
select d::varchar, d::date, d::timestamp from values ('2020-02-29'::date), (null) as t(d)
> 2020-02-29 | 2020-02-29 | 2020-02-29 00:00:00
> NULL | NULL | NULL
select ts::varchar, ts::date, ts::timestamp from values ('2020-02-29 23:59:59.5'::timestamp), (null) as t(ts)
> 2020-02-29 23:59:59.500 | 2020-02-29 | 2020-02-29 23:59:59.5
> NULL | NULL | NULL
select d::float from values ('2020-02-29'::date) as t(d)
! fsc: no number for a value of type DATE
select ts::number from values ('2020-02-29'::timestamp) as t(ts)
! fsc: no number for a value of type TIMESTAMP
# Text: an empty one is no value of any other type.
select s::float from values ('') as t(s)
! Numeric value '' is not recognized
select s::number from values ('') as t(s)
! Numeric value '' is not recognized
select s::boolean from values ('') as t(s)
! Boolean value '' is not recognized
select s::date from values ('') as t(s)
! Timestamp '' is not recognized
select s::float, s::number(5, 1) from values ('1.25'), (' -2 '), (null) as t(s)
> 1.25 | 1.3
> -2 | -2
> NULL | NULL
select try_cast(s as float), try_cast(s as number), try_cast(s as date), try_cast(s as timestamp), try_cast(s as boolean) from values (''), ('abc'), (null) as t(s)
> NULL | NULL | NULL | NULL | NULL
> NULL | NULL | NULL | NULL | NULL
> NULL | NULL | NULL | NULL | NULL
# VARIANT, which DuckDB takes for text as well.
select v:a::float, v:a::varchar, v:a::number(5, 1), v:a::boolean, v:b::float, v:c::varchar from (select parse_json('{"a": 1, "b": null}') as v)
> 1 | 1 | 1 | true | NULL | NULL
select v:a::date, v:a::timestamp, v:a::varchar from (select parse_json('{"a": "2020-02-29"}') as v)
> 2020-02-29 | 2020-02-29 00:00:00 | 2020-02-29
select v:a::varchar(3) from (select parse_json('{"a": "abcd"}') as v)
! String 'abcd' is too long and would be truncated
select v:a::float from (select parse_json('{"a": "x"}') as v)
! Numeric value 'x' is not recognized
# Quotients: of whole numbers short and long, decimals, floats, and of each with another.
select a / b from values (1, 3), (-1, 3), (7, -2), (0, 5), (null, 1), (1, null) as t(a, b)
> 0.333333
> -0.333333
> -3.500000
> 0.000000
> NULL
> NULL
select a / b from values (9223372036854775807, 7), (4000000000001, 3), (4000000000000, 3), (-9223372036854775807, 1), (1, 4000000000001) as t(a, b)
> 1317624576693539401
> 1333333333333.666667
> 1333333333333.333333
> -9223372036854775807
> 0
select sum(a) / sum(b) from values (9223372036854775807, 2), (9223372036854775807, 1) as t(a, b)
> 6148914691236517204.666667
select a / b from values (1.50, 4), (-0.05, 3), (null, 1), (1.50, null) as t(a, b)
> 0.375
> -0.01666667
> NULL
> NULL
select a / b from values ('1.000000000001'::number(38, 12), 3), ('-99999999999999.5'::number(38, 12), 7) as t(a, b)
> 0.333333333334
> -14285714285714.214285714286
select a / b, b / a from values (1::float, 4), (-1::float, 3), (null, 1) as t(a, b)
> 0.25 | 4
> -0.3333333333333333 | -3
> NULL | NULL
select a / b, b / a from values (1::float, 2.50), (0.5::float, -0.25) as t(a, b)
> 0.4 | 2.5
> -2 | -0.5
select f / 4, f / -4, f::float / 3 from values (1::float), (null::float) as t(f)
> 0.25 | -0.25 | 0.3333333333333333
> NULL | NULL | NULL
select 1::float / 4, null::float / 4, '2'::float / 4, -1::float / 2
> 0.25 | NULL | 0.5 | -0.5
select a / b from values (1, 0) as t(a, b)
! Division by zero
select a / b from values (1.50, 0) as t(a, b)
! Division by zero
select a / b from values (1::float, 0) as t(a, b)
! Division by zero
select 1::float / 0
! Division by zero
# Averages, products, sums and differences.
select avg(n::float), avg(iff(n > 1, n::float, null)), avg(case when n > 9 then n::float end), avg(n), avg(distinct n::float) from values (1), (2), (2), (null) as t(n)
> 1.6666666666666667 | 2 | NULL | 1.666667 | 1.5
select avg((case when n > 1 then 1 else 0 end)::float), sum(iff(n > 1, 1, 0)::float), count(*)::float from values (1), (2), (3), (4) as t(n)
> 0.75 | 3 | 4
select n, avg(n::float) over (order by n rows between 1 preceding and current row) from values (1), (2), (4) as t(n) order by n
> 1 | 1
> 2 | 1.5
> 4 | 3
select avg(n::float) from values (null::number) as t(n)
> NULL
select a * b, a + b, a - b from values (1.50, 2.25), (-0.05, 0.05), (null, 1.00) as t(a, b)
> 3.375 | 3.75 | -0.75
> -0.0025 | 0 | -0.1
> NULL | NULL | NULL
select a * b, a + b, a - b from values (1.5::float, 2), (0::float, -1), (null, 1) as t(a, b)
> 3 | 3.5 | -0.5
> 0 | -1 | 1
> NULL | NULL | NULL
# Dates whose type is seen, and the same behind a column.
select dateadd(day, -7, '2024-03-01'), dateadd(month, 1, '2024-01-31 10:00:00'), dateadd(hour, -1, '2024-01-01'), dateadd(year, -4, '2024-02-29'::date), dateadd(week, 2, '2024-01-01'::timestamp)
> 2024-02-23 00:00:00 | 2024-02-29 10:00:00 | 2023-12-31 23:00:00 | 2020-02-29 | 2024-01-15 00:00:00
select dateadd(day, 1, dateadd(hour, 1, '2024-01-01'::date)), dateadd(day, 1, dateadd(hour, 1, '2024-01-01'::timestamp)), dateadd(month, -1, date_trunc('month', '2024-03-31'::date)), dateadd(month, -1, date_trunc('month', '2024-03-31 05:00:00'::timestamp))
> 2024-01-02 01:00:00 | 2024-01-02 01:00:00 | 2024-02-01 | 2024-02-01 00:00:00
select date_trunc('hour', '2024-03-31'::date), date_trunc('month', '2024-03-31'), date_trunc('day', '2024-03-31 05:00:00'), date_trunc('week', null::date)
> 2024-03-31 | 2024-03-01 00:00:00 | 2024-03-31 00:00:00 | NULL
select dateadd(day, 3000000000, '2024-01-01'::date)
! out of range
select '2024-01-01'::date + interval '1 hour, 1 day', '2024-03-31'::timestamp - interval '1 month', d + interval '1 day' from values ('2024-01-01'::date) as t(d)
> 2024-01-02 01:00:00 | 2024-02-29 00:00:00 | 2024-01-02
# Where DuckDB knows types late or not at all: HAVING, aliases, windows, subqueries.
select k, sum(s::float) from values ('a', '1.5'), ('a', '2'), ('b', '-1') as t(k, s) group by k having sum(s::float) > 0 and max(s)::number > 0 and max(s)::float / 2 > 0.5 and max('2024-01-01'::date)::varchar = '2024-01-01' and avg(s::float) > 1
> a | 3.5
select s::date as d, count(*) from values ('2024-01-01'), ('2024-01-01'), ('2024-01-02') as t(s) group by s::date order by d
> 2024-01-01 | 2
> 2024-01-02 | 1
select max(n)::float as m, m::varchar, m / 2, max(s)::number + 1 from values (1, '7'), (3, '8') as t(n, s)
> 3 | 3 | 1.5 | 9
select (select max(n)::float from values (1), (5) as u(n)) / 2, (select avg(n) from values (1), (2) as u(n))::varchar
> 2.5 | 1.500000
select row_number() over (order by n)::float, lag(n) over (order by n)::varchar from values (10), (20) as t(n) order by 1
> 1 | NULL
> 2 | 10
