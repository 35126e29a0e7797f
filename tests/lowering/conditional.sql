# NULL and conditions
select iff(1 > 0, 'a', 'b'), iff(null, 'a', 'b'), iff(false, 1, null)
> a | b | NULL
select nvl(null, 2), nvl(1, 2), ifnull(null, 'x'), coalesce(null, null, 3)
> 2 | 1 | x | 3
select nvl2(null, 'a', 'b'), nvl2(1, 'a', 'b')
> b | a
select nullif(1, 1), nullif(1, 2), nullif(null, 1)
> NULL | 1 | NULL
select zeroifnull(null), zeroifnull(5), nullifzero(0), nullifzero(3)
> 0 | 5 | NULL | 3
select zeroifnull(1.5), zeroifnull(null::float)
> 1.5 | 0
select equal_null(1, 1), equal_null(1, 2), equal_null(null, null), equal_null(1, null)
> true | false | true | false
select decode(2, 1, 'one', 2, 'two', 'other'), decode(5, 1, 'one', 'other'), decode(null, null, 'none', 'some'), decode(9, 1, 'x')
> two | other | none | NULL
select div0(1, 0), div0(10, 4), div0(0, 0), div0(null, 2), div0(1, null)
> 0 | 2.500000 | 0 | NULL | NULL
select div0null(1, 0), div0null(1, null), div0null(9, 3)
> 0 | 0 | 3.000000
select div0(10, 3)
> 3.333333
select div0(1::float, 3)
> 0.3333333333333333
select greatest(1, 3, 2), least(3, 1, 2), greatest(1, null), least(null, 2), greatest('a', 'b')
> 3 | 1 | NULL | NULL | b
select greatest_ignore_nulls(1, null, 3), least_ignore_nulls(null, 2)
> 3 | 2
select case when 1 = 2 then 'a' when 2 = 2 then 'b' else 'c' end, case 3 when 1 then 'x' end, case null when null then 1 else 2 end
> b | NULL | 2
select 1 is null, null is null, not (null is null), true is true, null is not true
> false | true | false | true | true
select 1 is distinct from null, null is not distinct from null
> true | true
select null and false, null or true, not null, null = null
> false | true | NULL | NULL
select 3 between 1 and 5, 3 not between 1 and 5, null between 1 and 2, 5 between 5 and 5
> true | false | NULL | true
select 1 in (1, 2), 3 in (1, 2), null in (1), 3 in (1, null), 3 not in (1, 2), 3 not in (1, null)
> true | false | NULL | NULL | true | NULL
select booland(1, 0), boolor(1, 0), boolnot(0)
> false | true | true
select iff(x > 1, x, 0) from values (1),(2),(null) as t(x)
> 0
> 2
> 0
select boolxor(true, false), boolxor(1, 1), boolxor(true, null), boolor(null, 1), booland(null, 0)
> true | false | NULL | true | false
select greatest(2), least(2), greatest_ignore_nulls(null, null), least_ignore_nulls(3), coalesce(1, 2), greatest_ignore_nulls(1)
> 2 | 2 | NULL | 3 | 1 | 1
