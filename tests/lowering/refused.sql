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
select conditional_true_event(x - lag(x) over (order by y) > 1) over (order by y) from t
x a window function inside another one @1
select row_number() from t
x function `ROW_NUMBER` without OVER or with another clause @1
select median(x) over (order by y) from t
x function `MEDIAN` with an order, a frame or another clause @1
select a.x from a, b where a.x = b.x (+)
x the join operator `(+)` @1
select * from table(generator(rowcount => 10))
x table function `GENERATOR` @1
select seq4()
x `SEQ4`, which gives another value on every run @1
select * from t pivot (count(x) for k in ('a', 'b'))
x PIVOT with this aggregate @1
select * from t pivot (sum(x) for k in (any))
x PIVOT without a list of literals @1
select * from t pivot (sum(x) for k in (select k from u))
x PIVOT without a list of literals @1
select regexp_replace(a, 'x', 'y', 1, 2) from t
x function `REGEXP_REPLACE` with a position, an occurrence or these options @1
select regexp_like(a, 'x', 'm') from t
x function `REGEXP_LIKE` with these options @1
select x as "a", y as "A" from t
x identifier `A`, which differs from another one only in case @1
select (a, b) in (select 1, 2) from t
x a row of several values @1
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
# What feature SQL may hold but DuckDB cannot give, each by name
select * from t match_recognize (partition by k order by d measures match_number() as m one row per match pattern (a b+) define b as x > 1)
x MATCH_RECOGNIZE @1
select * from t before (statement => '8e5d0ca9-005e-44e6-b858-a8f5b37c5726')
x time travel (AT, BEFORE or CHANGES) @1
select a from @my_stage
x stage `@my_stage` @1
select a
  from @db.schema.my_stage/path
x stage `@db.schema.my_stage/path` @1
select hash_agg(x), hash(a, b) from t
x function `HASH_AGG` @1
x function `HASH` @1
select collate(x, 'en-ci') from t
x function `COLLATE` @1
select vector_l1_distance(a, b), vector_l2_distance(a, b), vector_inner_product(a, b), vector_cosine_similarity(a, b) from t
x function `VECTOR_L1_DISTANCE` @1
x function `VECTOR_L2_DISTANCE` @1
x function `VECTOR_INNER_PRODUCT` @1
x function `VECTOR_COSINE_SIMILARITY` @1
select [1, 2]::vector(float, 2)
x type `VECTOR(FLOAT, 2)` @1
select to_varchar(x, '9,999.00'), to_char(x, 'fm999'), to_decimal(x, '99.9', 10, 2) from t
x function `TO_VARCHAR` with this format @1
x function `TO_CHAR` with this format @1
x function `TO_DECIMAL` with 4 arguments @1
select typeof(v), is_array(v), is_boolean(v), is_char(v), is_date(v), is_decimal(v), is_double(v), is_integer(v), is_object(v), is_real(v), is_timestamp_ntz(v), is_varchar(v) from t
x function `TYPEOF` @1
x function `IS_ARRAY` @1
x function `IS_BOOLEAN` @1
x function `IS_CHAR` @1
x function `IS_DATE` @1
x function `IS_DECIMAL` @1
x function `IS_DOUBLE` @1
x function `IS_INTEGER` @1
x function `IS_OBJECT` @1
x function `IS_REAL` @1
x function `IS_TIMESTAMP_NTZ` @1
x function `IS_VARCHAR` @1
select as_array(v), as_boolean(v), as_char(v), as_date(v), as_decimal(v), as_decimal(v, 10, 2), as_double(v), as_integer(v), as_number(v), as_number(v, 10, 2), as_object(v), as_real(v), as_timestamp_ntz(v), as_varchar(v) from t
x function `AS_ARRAY` @1
x function `AS_BOOLEAN` @1
x function `AS_CHAR` @1
x function `AS_DATE` @1
x function `AS_DECIMAL` @1
x function `AS_DECIMAL` @1
x function `AS_DOUBLE` @1
x function `AS_INTEGER` @1
x function `AS_NUMBER` @1
x function `AS_NUMBER` @1
x function `AS_OBJECT` @1
x function `AS_REAL` @1
x function `AS_TIMESTAMP_NTZ` @1
x function `AS_VARCHAR` @1
select jarowinkler_similarity(a, b), parse_url(a), parse_url(a, 1), parse_ip(a, 'inet'), parse_ip(a, 'inet', 1) from t
x function `JAROWINKLER_SIMILARITY` @1
x function `PARSE_URL` @1
x function `PARSE_URL` @1
x function `PARSE_IP` @1
x function `PARSE_IP` @1
select convert_timezone('UTC', a), convert_timezone('UTC', 'Europe/Paris', a), to_timestamp_tz(a), to_timestamp_ltz(a), to_timestamp_tz(a, 'YYYY'), to_timestamp_ltz(a, 'YYYY'), to_time(a), to_time(a, 'HH24'), time_from_parts(1, 2, 3), time_from_parts(1, 2, 3, 4) from t
x function `CONVERT_TIMEZONE` @1
x function `CONVERT_TIMEZONE` @1
x function `TO_TIMESTAMP_TZ` @1
x function `TO_TIMESTAMP_LTZ` @1
x function `TO_TIMESTAMP_TZ` @1
x function `TO_TIMESTAMP_LTZ` @1
x function `TO_TIME` @1
x function `TO_TIME` @1
x function `TIME_FROM_PARTS` @1
x function `TIME_FROM_PARTS` @1
select array_union_agg(a), array_sort(a), array_sort(a, true, true), array_max(a), array_min(a), object_insert(o, 'k', 1), object_insert(o, 'k', 1, true) from t
x function `ARRAY_UNION_AGG` @1
x function `ARRAY_SORT` @1
x function `ARRAY_SORT` @1
x function `ARRAY_MAX` @1
x function `ARRAY_MIN` @1
x function `OBJECT_INSERT` @1
x function `OBJECT_INSERT` @1
select approx_top_k(x), approx_top_k(x, 3, 100), minhash(10, x), approximate_similarity(x), approximate_jaccard_index(x), hll_accumulate(x) from t
x function `APPROX_TOP_K` @1
x function `APPROX_TOP_K` @1
x function `MINHASH` @1
x function `APPROXIMATE_SIMILARITY` @1
x function `APPROXIMATE_JACCARD_INDEX` @1
x function `HLL_ACCUMULATE` @1
select current_time(), current_time(3), current_timestamp(3), localtime(), localtime(1), localtimestamp(), localtimestamp(1), sysdate(), systimestamp(), getdate(), current_date()
x `CURRENT_TIME`, which gives another value on every run @1
x `CURRENT_TIME`, which gives another value on every run @1
x `CURRENT_TIMESTAMP`, which gives another value on every run @1
x `LOCALTIME`, which gives another value on every run @1
x `LOCALTIME`, which gives another value on every run @1
x `LOCALTIMESTAMP`, which gives another value on every run @1
x `LOCALTIMESTAMP`, which gives another value on every run @1
x `SYSDATE`, which gives another value on every run @1
x `SYSTIMESTAMP`, which gives another value on every run @1
x `GETDATE`, which gives another value on every run @1
x `CURRENT_DATE`, which gives another value on every run @1
select random(7), uniform(1, 10, random()), normal(0, 1, random()), randstr(5, random()), seq1(), seq1(1), seq2(), seq2(1), seq4(1), seq8(), seq8(1)
x `RANDOM`, which gives another value on every run @1
x `UNIFORM`, which gives another value on every run @1
x `NORMAL`, which gives another value on every run @1
x `RANDSTR`, which gives another value on every run @1
x `SEQ1`, which gives another value on every run @1
x `SEQ1`, which gives another value on every run @1
x `SEQ2`, which gives another value on every run @1
x `SEQ2`, which gives another value on every run @1
x `SEQ4`, which gives another value on every run @1
x `SEQ8`, which gives another value on every run @1
x `SEQ8`, which gives another value on every run @1
select sha2(a, 512), time_slice(d, 0, 'DAY'), time_slice(d, 1, 'DAY', 'MIDDLE'), to_timestamp(x, 4), max_by(x, y, 3) from t
x function `SHA2` with another size than 256 @1
x function `TIME_SLICE` with these arguments @1
x function `TIME_SLICE` with these arguments @1
x function `TO_TIMESTAMP` with this scale @1
x function `MAX_BY` with 3 arguments @1
select * from table(result_scan('x'))
x table function `RESULT_SCAN` @1
# What the parser does not read: the message says what to write.
select x::array(int) from t
x syntax: fsc cannot read the type of elements; write the type without it: `array`, `object`, `variant` @1
select {*} from t
x syntax: fsc cannot read `{*}`; write `object_construct(*)` @1
select object_construct(*), count_if(*) from t
x `*` as the argument of `OBJECT_CONSTRUCT` @1
x `*` as the argument of `COUNT_IF` @1
select * from t pivot (sum(x) for k in ('a')) tablesample (10)
x syntax: fsc cannot read a sample at this place; take the sample in a subquery, right behind its table @1
merge all by name into t using s on t.a = s.a when matched then update set b = 1
x syntax: `MERGE` is a statement, not a query; keep only the `select`: fsc creates and fills the relations itself @1
select a not like all ('x', 'y') from t
x NOT LIKE ALL @1
select f.path, f.value::int from (select parse_json('[1]') as v) t, lateral flatten(input => t.v) f
x the column PATH of FLATTEN @1
select seq, value::int from (select parse_json('[1]') as v) t, lateral flatten(input => t.v)
x the column SEQ of FLATTEN @1
select s.seq, s.value from (select 'a,b' as v) t, lateral split_to_table(t.v, ',') s
x the column SEQ of SPLIT_TO_TABLE @1
select my_sequence.nextval from values (1) as t(x)
x `NEXTVAL`, which gives another value on every run @1
select nth_value(x, 2) from last over (order by x) from values (1),(2) as t(x)
x function `NTH_VALUE` with FROM LAST @1
select * replace (d + 1 as d) rename (d as dep) from (select 1 as d)
x `* REPLACE` and `RENAME` of one column @1
