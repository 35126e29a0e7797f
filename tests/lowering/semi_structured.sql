# Paths; text without quotes
select v:a::int, v:b::varchar, v:c.d::float, v:e[1]::varchar, v:none::int from (select parse_json('{"a": 1, "b": "x", "c": {"d": 2.5}, "e": ["p", "q"]}') as v)
> 1 | x | 2.5 | q | NULL
select v['a']::int, v['c']['d']::int, v:e[0]::int from (select parse_json('{"a": 1, "c": {"d": 2}, "e": [7]}') as v)
> 1 | 2 | 7
select v:a::string = 'x', v:b::boolean, v:d::date, v:n::number, v:n is null, v:missing is null from (select parse_json('{"a": "x", "b": true, "d": "2024-01-05", "n": null}') as v)
> true | true | 2024-01-05 | NULL | false | true
select v:"Key With Space"::int, v:Key::int, v:key::int from (select parse_json('{"Key With Space": 1, "Key": 2, "key": 3}') as v)
> 1 | 2 | 3
select v:a::number(10,2), v:a::int, upper(v:s), v:s || '!' from (select parse_json('{"a": "12.345", "s": "q"}') as v)
> 12.35 | 12 | Q | q!
select get(v, 'a')::int, get_path(v, 'c.d')::int, get(v:e, 0)::int from (select parse_json('{"a": 1, "c": {"d": 2}, "e": [3]}') as v)
> 1 | 2 | 3
select parse_json('')::varchar, parse_json(null)::varchar, try_parse_json('{')::varchar, try_parse_json('{"a":1}'):a::int
> NULL | NULL | NULL | 1
select parse_json('{')
! Malformed JSON
select array_size(parse_json('[1,2,3]')), array_size(parse_json('{"a":1}')), array_size(parse_json('[]')), array_size(null::variant)
> 3 | NULL | 0 | NULL
select array_contains('a'::variant, array_construct('a', 'b')), array_contains('z'::variant, array_construct('a', 'b')), array_contains(2::variant, parse_json('[1, 2]'))
> true | false | true
select array_to_string(array_construct(1, 'a', 2), ','), array_construct(1, 'x')[1]::varchar, [1, 2][0]::int, array_size(array_construct())
> 1,a,2 | x | 1 | 0
select object_construct('a', 1, 'b', null)::varchar, object_construct()::varchar, object_construct('a', 'x'):a::varchar, array_size(object_keys(parse_json('{"a":1,"b":2}')))
> {"a":1} | {} | x | 2
select sum(v:x::int), max(v:x::float) from (select parse_json(column1) as v from values ('{"x": 1}'), ('{"x": 5}'))
> 6 | 5
select to_json(parse_json('{"a":1}')), to_variant(1)::int, to_varchar(parse_json('"x"'))
> {"a":1} | 1 | x
# FLATTEN
select f.value::int, f.index from (select parse_json('[10, 20]') as v) t, lateral flatten(input => t.v) f order by f.index
> 10 | 0
> 20 | 1
select t.id, f.value:n::varchar from (select 1 as id, parse_json('[{"n": "a"}, {"n": "b"}]') as v) t, lateral flatten(t.v) f order by 2
> 1 | a
> 1 | b
select key, value::int from (select parse_json('{"a": 1, "b": 2}') as v) t, table(flatten(input => t.v)) order by key
> a | 1
> b | 2
select t.id, count(f.value) from (select column1 as id, parse_json(column2) as v from values (1, '[1,2]'), (2, '[]'), (3, null)) t, lateral flatten(input => t.v) f group by t.id order by t.id
> 1 | 2
select t.id, f.value::int from (select column1 as id, parse_json(column2) as v from values (1, '[1]'), (2, '[]'), (3, null)) t, lateral flatten(input => t.v, outer => true) f order by t.id
> 1 | 1
> 2 | NULL
> 3 | NULL
select f.value::varchar from values ('a,b') as t(s), lateral flatten(input => split(t.s, ',')) f order by f.index
> a
> b
select x.value::int from (select parse_json('{"o": [[1, 2], [3]]}') as v) t, lateral flatten(input => t.v:o) f, lateral flatten(input => f.value) x order by 1
> 1
> 2
> 3
select count(*) from (select parse_json('5') as v) t, lateral flatten(input => t.v) f
> 0
select t.id, f.value::varchar from (select 1 as id, parse_json('["x"]') as v) t left join lateral flatten(input => t.v) f order by 1
> 1 | x
# OBJECT_CONSTRUCT drops NULL, _KEEP_NULL keeps it as JSON's null; the text of several keys has no defined order.
select object_construct_keep_null('a', null)::varchar, object_construct_keep_null(null, 1)::varchar, object_construct_keep_null()::varchar, object_construct('b', 2, 'a', 1):b::int
> {"a":null} | {} | {} | 2
select object_construct('b', 2, 'a', 1)::varchar
! order of keys
select to_json(parse_json('[{"b": 1, "a": 2}]'))
! order of keys
select object_pick(parse_json('{"a": 1, "b": 2}'), 'a')::varchar, object_pick(parse_json('{"a": 1}'), 'x', 'y')::varchar, object_delete(parse_json('{"a": 1, "b": 2}'), 'b')::varchar, object_delete(parse_json('{"a": 1, "b": 2, "c": 3}'), 'a', 'b'):c::int
> {"a":1} | {} | {"a":1} | 3
select is_null_value(v:n), is_null_value(v:a), is_null_value(v:none), strip_null_value(v:n) is null, v:n is null, strip_null_value(v:a)::int, to_json(v:n), v:n::varchar from (select parse_json('{"a": 1, "n": null}') as v)
> true | false | NULL | true | false | 1 | null | NULL
select json_extract_path_text('{"a": {"b": [5, 6]}}', 'a.b[1]'), json_extract_path_text('{"a": "x"}', 'a'), json_extract_path_text('{"a": 1}', 'z'), json_extract_path_text(null, 'a')
> 6 | x | NULL | NULL
# Paths: `::string` takes the quotes off, `=` compares the text.
select v:a::string, v:a::string = 'x', v:a::varchar || '!', v:b::string, to_varchar(v:a), v:c::string = '1' from (select parse_json('{"a": "x", "b": "", "c": 1}') as v)
> x | true | x! |  | x | true
# Arrays are indexed from 0.
select split('a,b,c', ',')[0]::string, split('a,b,c', ',')[2]::string, split('a,b,c', ',')[3]::string, get(split('a,b', ','), 1)::string, array_construct(7, 8)[0]::int
> a | c | NULL | b | 7
select array_construct_compact(null, 'a', 7, null)::varchar, array_construct_compact()::varchar, to_array(1)::varchar, to_array(parse_json('[1, 2]'))::varchar, to_array(null::int)::varchar
> ["a",7] | [] | [1] | [1,2] | NULL
select array_position('hello'::variant, array_construct('hello', 'hi')), array_position('hi'::variant, array_construct('hello', 'hi')), array_position('hola'::variant, array_construct('hello', 'hi')), array_position(2::variant, parse_json('[1, 2.0]'))
> 0 | 1 | NULL | 1
select arrays_overlap(array_construct('hello', 'aloha'), array_construct('hello', 'hi')), arrays_overlap(array_construct('hello'), array_construct('hola')), arrays_overlap(array_construct(1), null::array)
> true | false | NULL
select array_append(array_construct(1, 2), 3)::varchar, array_append(array_construct(1), 'HELLO')::varchar, array_prepend(array_construct(1, 2), 0)::varchar, array_cat(array_construct(1, 2), array_construct(3))::varchar, array_cat(array_construct(1), null::array)::varchar
> [1,2,3] | [1,"HELLO"] | [0,1,2] | [1,2,3] | NULL
select array_compact(parse_json('[10, null, 30]'))::varchar, array_distinct(array_construct('A', 'A', 'B', null, null))::varchar, array_distinct(parse_json('[1, 1.0, 2]'))::varchar, array_reverse(array_construct(1, 2, 3))::varchar
> [10,30] | ["A","B",null] | [1,2] | [3,2,1]
select array_except(array_construct('A', 'B', 'B', 'B', 'C'), array_construct('B'))::varchar, array_except(array_construct('A', 'B'), array_construct('B', 'C'))::varchar, array_except(array_construct('A', null, null), array_construct('B', null))::varchar, array_except(array_construct('A'), null::array)::varchar
> ["A","B","B","C"] | ["A"] | ["A",null] | NULL
select array_intersection(array_construct('A', 'B'), array_construct('B', 'C'))::varchar, array_intersection(array_construct('A', 'B', 'B', 'B', 'C'), array_construct('B', 'B'))::varchar, array_intersection(array_construct('A'), array_construct('x'))::varchar, array_intersection(array_construct(null, 'A'), array_construct(null))::varchar
> ["B"] | ["B","B"] | [] | [null]
select array_distinct(parse_json('[[1], [1]]'))
! nested elements
select array_remove(array_construct(1, 5, 5, 3), 5)::varchar, array_remove(array_construct(1), null)::varchar, array_flatten(parse_json('[[1, 2], [3], []]'))::varchar, array_generate_range(2, 5)::varchar, array_generate_range(5, 25, 10)::varchar, array_generate_range(5, 2)::varchar
> [1,3] | NULL | [1,2,3] | [2,3,4] | [5,15] | []
select array_slice([0, 1, 2, 3, 4, 5, 6], 0, 2)::varchar, array_slice(array_construct(0, 1, 2, 3, 4, 5, 6), 0, -2)::varchar, array_slice(array_construct(0, 1, 2, 3, 4, 5, 6), -5, -3)::varchar, array_slice(array_construct(0, 1), 10, 12)::varchar, array_slice(array_construct(0, 1), -10, -12)::varchar, array_slice(array_construct(0), null, 2)::varchar
> [0,1] | [0,1,2,3,4] | [2,3] | [] | [] | NULL
# FLATTEN: columns of the table may be called as those of JSON functions are.
select t.id, f.value::int, f.index from (select 5 as id, parse_json('[1, 2]') as value) t, lateral flatten(input => value) f order by f.index
> 5 | 1 | 0
> 5 | 2 | 1
select f.key, f.value::int from (select parse_json('{"path": {"a": 1}}') as value) t, lateral flatten(input => value:path, outer => true) f
> a | 1
select t.id, s.index, s.value from (values (1, 'a.b'), (2, 'c')) as t(id, x), lateral split_to_table(t.x, '.') s order by 1, 2
> 1 | 1 | a
> 1 | 2 | b
> 2 | 1 | c
select sum(f.value::int) from table(flatten(input => array_generate_range(1, 4))) f
> 6

# An alias may be called as a column of FLATTEN that is not made; so may a column of another query
select f.index as path, (select max(path) from (select 7 as path)) as other from (select parse_json('[1]') as v) t, lateral flatten(input => t.v) f order by path
> 0 | 7

# JSON that the engines read in different ways is an error, and never another value
select parse_json('{"a":1,"a":2}'):a::int
! duplicate object attribute
select parse_json('[{"b":{"a":1,"a":2}}]')[0]:c::int
! duplicate object attribute
select try_parse_json('{"a":1,"a":2}'):a::int, try_parse_json('{"x":{"a":1},"y":{"a":2}}'):y.a::int, try_parse_json('[{"a":1},{"a":3}]')[1]:a::int, try_parse_json('{"b":"a\\":","a":1}'):a::int
> NULL | 2 | 3 | 1
select try_parse_json('Hello, World') is null, try_parse_json('{"a": TRUE') is null, try_parse_json('{"t":"[1,]"}'):t::varchar
> true | true | [1,]
select array_size(parse_json('[1,]'))
! elements that are left out
select try_parse_json('[-1, 12, 289, 2188, FALSE,]') is null
! elements that are left out
select try_parse_json('[1,,2]') is null
! elements that are left out
select try_parse_json('[NaN]') is null
! elements that are left out
select parse_json('{"a":0.1234567890123456789}'):a::number(30,19)
! keeps 15 digits
select parse_json('{"a":0.1234567890123456789}'):a::number(10,2), parse_json('{"a":0.30000000000000004}'):a::float, parse_json('{"a":"0.1234567890123456789"}'):a::number(30,19), parse_json('{"a":12345.678}'):a::number(30,9)
> 0.12 | 0.30000000000000004 | 0.1234567890123456789 | 12345.678000000
select parse_json('{"a":0.30000000000000004}'):a::varchar
! more than 15 digits
select parse_json('[1e3]')[0]::varchar, parse_json('[2.50]')[0]::varchar, parse_json('[7]')[0]::varchar
> 1000 | 2.5 | 7
select array_to_string(array_agg(x) within group (order by x), ',') from values (2::float), (1.5::float) as t(x)
> 1.5,2
select (1::float / 3)::varchar
! more than 15 digits
select (0.1::float + 0.2::float)::varchar
! more than 15 digits
select 0.1::float::varchar, 3.0::float::varchar, round(1::float / 3, 4)::varchar
> 0.1 | 3 | 0.3333
