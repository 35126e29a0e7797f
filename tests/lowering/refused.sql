# What is not known to mean the same is refused, by name and line.
select soundex('a')
x function `SOUNDEX` @1
select hash(1)
x function `HASH` @1
select current_date
x `CURRENT_DATE`, which gives another value on every run @1
select current_timestamp()
x `CURRENT_TIMESTAMP`, which gives another value on every run @1
select 1,
  random(),
  uuid_string()
x `RANDOM`, which gives another value on every run @2
x `UUID_STRING`, which gives another value on every run @3
select no_such_function(1, 2)
x function `NO_SUCH_FUNCTION` @1
select my_schema.my_function(1)
x user-defined function `my_schema.my_function` @1
select iff(1, 2)
x function `IFF` with 2 arguments @1
select vector_l2_distance(a, b) from t
x function `VECTOR_L2_DISTANCE` @1
select typeof(parse_json('1'))
x function `TYPEOF` @1
select is_integer(v) from t
x function `IS_INTEGER` @1
select as_double(v) from t
x function `AS_DOUBLE` @1
select to_char(12.5, '999.0')
x function `TO_CHAR` with this format @1
select to_number('1,5', '9,9')
x function `TO_NUMBER` with a format @1
select 'a' collate 'en-ci'
x COLLATE @1
select * from t at (timestamp => '2024-01-01'::timestamp)
x time travel (AT, BEFORE or CHANGES) @1
select $my_variable
x variable `$my_variable` @1
select a
from t
  sample (10)
x SAMPLE @2
select '2024-01-01'::timestamp_tz
x type `TIMESTAMP_TZ` @1
select '2024-01-01'::timestamp_ltz
x type `TIMESTAMP_LTZ` @1
select date_trunc('century', d) from t
x function `DATE_TRUNC` with this date part @1
select date_trunc(p, d) from t
x function `DATE_TRUNC` with this date part @1
select round(x, y) from t
x function `ROUND` to a scale that is not a literal @1
select v:a = 'x' from t
x a VARIANT used without a cast @1
select v:a + 1 from t
x a VARIANT used without a cast @1
select sum(v:a) from t
x a VARIANT used without a cast @1
select f.value > 1 from t, lateral flatten(input => t.v) f
x a VARIANT used without a cast @1
with a as (select v:x as price from t) select price * 2 from a
x a VARIANT used without a cast @1
select v[i] from t
x an index into a VARIANT that is not a literal @1
select * from t, lateral flatten(input => t.v) f
x `*` beside FLATTEN @1
select f.value from t, lateral flatten(input => t.v, recursive => true) f
x the argument RECURSIVE of FLATTEN @1
select conditional_change_event(x) over (order by y) from t
x function `CONDITIONAL_CHANGE_EVENT` @1
select row_number() from t
x function `ROW_NUMBER` without OVER or with another clause @1
select median(x) over (order by y) from t
x function `MEDIAN` with an order, a frame or another clause @1
select a.x from a, b where a.x = b.x (+)
x the join operator `(+)` @1
select * from table(generator(rowcount => 10))
x table function `generator` @1
select seq4()
x `SEQ4`, which gives another value on every run @1
select * from t pivot (sum(x) for k in ('a', 'b'))
x PIVOT @1
select * from t unpivot (v for k in (a, b))
x UNPIVOT @1
select regexp_replace(a, 'x', 'y', 1, 2) from t
x function `REGEXP_REPLACE` with a position, an occurrence or these options @1
select regexp_like(a, 'x', 'm') from t
x function `REGEXP_LIKE` with these options @1
select x as "a", y as "A" from t
x identifier `A`, which differs from another one only in case @1
select (a, b) in (select 1, 2) from t
x a row of several values @1
select kurtosis(x), skew(x) from t
x function `KURTOSIS` @1
x function `SKEW` @1
select a from t start with a = 1 connect by prior a = b
x CONNECT BY @1
select decode(1, 2, 3) union by name select 1
x UNION BY NAME @1
select count_if(distinct x) from t
x function `COUNT_IF` with this clause @1
select a not like any ('x', 'y') from t
x NOT LIKE ANY @1
select x = '1.4', x in ('2.5'), x between '0.5' and '2' from t
x a comparison with a fraction in quotes @1
x a comparison with a fraction in quotes @1
x a comparison with a fraction in quotes @1
