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
! 
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
