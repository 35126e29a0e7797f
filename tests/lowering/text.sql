# Case, length, trimming
select upper('aBc'), lower('aBc'), upper(null), initcap('the QUICK-brown foO'), initcap('')
> ABC | abc | NULL | The Quick-Brown Foo | 
select length('abc'), length(''), length(null), len('héllo'), length(12345), octet_length('é')
> 3 | 0 | NULL | 5 | 5 | 2
select '[' || trim('  a b ') || ']', '[' || ltrim('  a ') || ']', '[' || rtrim(' a  ') || ']'
> [a b] | [a ] | [ a]
select trim('**a*', '*'), ltrim('#000000123', '0#'), rtrim('$125.00', '0.'), trim('a', null)
> a | 123 | $125 | NULL
select trim(both 'x' from 'xxaxx'), trim(leading 'x' from 'xxaxx')
> a | axx
# Concatenation with NULL is NULL.
select 'a' || null, concat('a', null), concat('a', 'b', 'c'), concat_ws('-', 'a', 'b'), concat_ws('-', 'a', null, 'c')
> NULL | NULL | abc | a-b | NULL
select 'a' || 1, 'x' || 1.50, 'f' || 1.0::float, 'b' || true, 'd' || '2020-01-05'::date
> a1 | x1.50 | f1 | btrue | d2020-01-05
select '' || '', '' = '', '' is null
>  | true | false
# Pieces; positions count from 1, and 0 means 1.
select substr('abcdef', 2, 3), substr('abcdef', 0, 2), substr('abcdef', -2), substr('abcdef', -2, 1), substr('abcdef', 3)
> bcd | ab | ef | e | cdef
select '[' || substr('abc', 5) || ']', '[' || substr('abc', -5, 2) || ']', '[' || substr('abc', 1, 0) || ']', '[' || substr('abc', 1, -1) || ']'
> [] | [] | [] | []
select substring('testing 1 2 3', 9, 5), substr(null, 1), substr('a', null)
> 1 2 3 | NULL | NULL
select left('ABCDEF', 3), right('ABCDEF', 3), left('ab', 5), '[' || left('ab', 0) || ']', '[' || left('abc', -1) || ']', '[' || right('abc', -1) || ']'
> ABC | DEF | ab | [] | [] | []
select lpad('123', 5, '0'), lpad('12345', 3, '0'), lpad('a', 3), '[' || lpad('a', 0) || ']', lpad('a', 3, ''), lpad(null, 3)
> 00123 | 123 |   a | [] | a | NULL
select rpad('123', 5, '*'), rpad('12345', 3, '*'), '[' || rpad('a', 3) || ']', lpad('hi', 7, 'xyz')
> 123** | 123 | [a  ] | xyzxyhi
select split_part('a,b,c', ',', 1), split_part('a,b,c', ',', -1), split_part('a,b,c', ',', 0), '[' || split_part('a,b,c', ',', 4) || ']'
> a | c | a | []
select split_part('11.22.33', '.', 2), split_part('abc', '', 1), split_part(null, ',', 1), split_part('aaa--bbb', '--', 2)
> 22 | abc | NULL | bbb
select split('127.0.0.1', '.')[0]::varchar, split('127.0.0.1', '.')[3]::int, split('a,b', ',')[5]::varchar
> 127 | 1 | NULL
select array_size(split('a,b,c', ',')), array_size(split('abc', ','))
> 3 | 1
# Searching
select position('an', 'banana'), position('an', 'banana', 3), position('z', 'banana'), charindex('an', 'banana', 3), position('', 'abc'), position(null, 'a')
> 2 | 4 | 0 | 4 | 1 | NULL
select position('an' in 'banana')
> 2
select contains('coffee', 'fee'), contains('coffee', 'x'), startswith('coffee', 'co'), endswith('coffee', 'ee'), startswith('coffee', 'fee'), contains(null, 'a')
> true | false | true | true | false | NULL
select 'Abc' like 'a%', 'Abc' ilike 'a%', 'abc' like '_b_', 'abc' like 'b', null like 'a', 'abc' not like 'b%'
> false | true | true | false | NULL | true
select 'a%c' like 'a^%c' escape '^', 'abc' like 'a^%c' escape '^'
> true | false
select 'abc' like any ('x%', 'a%'), 'abc' like any ('x%', 'y%'), 'abc' ilike any ('A%')
> true | false | true
select 'a\'b', 'a''b', 'tab\there', 'back\\slash'
> a'b | a'b | tab	here | back\slash
select $$it's$$
> it's
# Regular expressions match the whole text; replacing takes every match; no match is NULL.
select regexp_like('abc', 'b'), regexp_like('abc', '.*b.*'), 'abc' rlike 'a.c', rlike('abc', 'ABC', 'i'), regexp_like(null, 'a'), 'abc' not rlike 'a'
> false | true | true | true | NULL | true
select regexp_replace('aaa', 'a', 'b'), regexp_replace('a1b22', '[0-9]+', '#'), regexp_replace('a1b22', '[0-9]'), regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2 \\1')
> bbb | a#b# | ab | Smith John
select regexp_substr('abc123', '[0-9]+'), regexp_substr('abc', '[0-9]+'), regexp_substr('a1b22c333', '[0-9]+', 1, 2), regexp_substr('a1b22', '([a-z])([0-9]+)', 1, 2, 'e', 2)
> 123 | NULL | 22 | 22
select regexp_count('a1b22c333', '[0-9]+'), regexp_count('abc', 'z')
> 3 | 0
# The rest
select replace('banana', 'an', 'AN'), replace('banana', 'an'), replace('abc', '', 'x'), replace(null, 'a', 'b')
> bANANa | ba | abc | NULL
select reverse('abc'), repeat('ab', 3), '[' || repeat('a', 0) || ']', '[' || space(2) || ']', translate('abc', 'ab', 'x'), ascii('A'), chr(65), ascii('')
> cba | ababab | [] | [  ] | xc | 65 | A | 0
select editdistance('future', 'past'), editdistance('abc', 'abd')
> 6 | 1
select md5('Snowflake'), sha2('Snowflake')
> edf1439075a83a447fb8b630ddc9c8de | 1dbd59f661d68b90724f21084396b865497173e4d2714f4d91cf05fa5fc5e18d
# Text of values
select 1.50::varchar, 1.0::float::varchar, 0.1::float::string, true::varchar, '2020-01-05'::date::varchar, '2020-01-05 10:00:00'::timestamp::varchar, 42::text, null::varchar
> 1.50 | 1 | 0.1 | true | 2020-01-05 | 2020-01-05 10:00:00.000 | 42 | NULL
select to_varchar(12.5), to_char(true), 100000::float::varchar
> 12.5 | true | 100000
select 'abc'::varchar(3), 'ab'::char(2), try_cast('abcd' as varchar(3))
> abc | ab | NULL
select 'abcd'::varchar(3)
! too long
select upper(x) from values ('a'),(null) as t(x)
> A
> NULL
select 'b' > 'a', 'B' < 'a', 'a' = 'A', 'a ' = 'a'
> true | true | false | false
select '10' < '9', 10 < 9
> true | false
# A text of digits is a text: leading and trailing zeros stay.
select lpad(7, 3, '0'), left('1.50', 4), '007' || '', to_text(1.50)
> 007 | 1.50 | 007 | 1.50
select insert('abc', 1, 2, 'Z'), insert('abcdef', 3, 2, 'zzz'), insert('abc', 2, 1, ''), insert('abc', 4, 0, 'Z'), insert(null, 1, 2, 'Z'), insert('abc', 1, 1, null)
> Zc | abzzzef | ac | abcZ | NULL | NULL
select insert('abc', 0, 1, 'x')
! out of range
select strtok('a.b.c', '.', 1), strtok('user@snowflake.com', '@.', 1), strtok('user@snowflake.com', '@.', 2), strtok('user@snowflake.com', '@.', 3), strtok('user@snowflake.com', '@.', 4)
> a | user | snowflake | com | NULL
select strtok('', ''), strtok('a.b', '', 1), strtok('a b'), strtok('..a', '.'), strtok(null, '.', 1), strtok('a.b', null, 1), strtok('a.b', '.', 0)
> NULL | a.b | a | a | NULL | NULL | NULL
select strtok_to_array('a.b.c', '.')::varchar, strtok_to_array('user@snowflake.com', '.@')::varchar, array_size(strtok_to_array('x y')), strtok_to_array('a b')[0]::varchar
> ["a","b","c"] | ["user","snowflake","com"] | 2 | a
select editdistance('future', 'past', 2), editdistance('Gute nacht', 'Ich weis nicht'), editdistance('', 'abc'), editdistance('a', null), editdistance('abc', 'abd', 5)
> 2 | 8 | 3 | NULL | 1
select bit_length('abc'), bit_length('é'), unicode('a'), unicode('❄'), unicode(''), ascii(''), char(83)
> 24 | 16 | 97 | 10052 | 0 | 0 | S
select sha1('Snowflake'), sha1_hex('Snowflake'), md5_hex('Snowflake'), sha2('Snowflake', 256) = sha2('Snowflake'), sha2_hex('Snowflake', 256) = sha2_hex('Snowflake')
> fda76b0bcc1e87cf259b1d1e3271d76f590fb5dd | fda76b0bcc1e87cf259b1d1e3271d76f590fb5dd | edf1439075a83a447fb8b630ddc9c8de | true | true
select md5_number_lower64('Snowflake'), md5_number_lower64('test'), md5_number_upper64('Snowflake'), md5_number_lower64('test') % 10
> 9203306159527282910 | 14618207765679027446 | 17145559544104499780 | 6
select hex_encode('SNOW'), hex_decode_string('534E4F57'), base64_encode('Snowflake'), base64_decode_string('U25vd2ZsYWtl')
> 534E4F57 | SNOW | U25vd2ZsYWtl | Snowflake
select regexp_instr('abc123', '[0-9]+'), regexp_instr('abc', 'z'), regexp_instr(null, 'a'), regexp_instr('b ab', 'b$'), regexp_instr('x', '^x')
> 4 | 0 | NULL | 4 | 1
select regexp_substr_all('a1b22', '[0-9]+')::varchar, regexp_extract_all('a1b22', '[a-z]')::varchar, array_size(regexp_substr_all('abc', '[0-9]'))
> ["1","22"] | ["a","b"] | 0
select position('a', 'bab', 3), charindex('a', 'bab'), like('abc', 'a%'), ilike('ABC', 'a%'), contains('', ''), repeat(null, 2), space(0) = ''
> 0 | 2 | true | true | true | NULL | true
select regexp_like('ABC', 'abc', 'i'), rlike('abc', 'a.*'), regexp_replace('aAa', 'a', 'x', 1, 0, 'i'), regexp_substr('xAy', 'a', 1, 1, 'i')
> true | true | xxx | A
# VARCHAR(n) keeps what fits; a cast of more is an error, as is one of a number.
select 'abc'::varchar(5), 12::varchar(2), null::varchar(2), 'ab'::string(2), 'ab'::text
> abc | 12 | NULL | ab | ab
select 123::varchar(2)
! too long
# SUBSTR from 0 counts from the first character.
select substr('abc', 0), substr('abc', 0, 1), substring('abc', 0, 2), left(null, 1), right('abc', 0) = ''
> abc | a | ab | NULL | true
select concat('a'), concat_ws('-', 'a'), concat_ws(null, 'a'), substring('abc', 2), concat_ws(',', '', 'b')
> a | a | NULL | bc | ,b
select 'abc' like all ('a%', '%c'), 'abc' like all ('a%', 'b%'), null like all ('a%'), 'ABC' ilike all ('a%', '%C')
> true | false | NULL | true
# The text of a number has a digit before the point.
select 0.25::number(2,2)::varchar, (-0.25)::number(2,2)::varchar, 0::number(2,2)::varchar, 'x' || 0.1::number(2,2), concat(0.1::number(1,1), '%'), to_varchar(0.5::number(3,3)), .5::varchar, '.5'::varchar
> 0.25 | -0.25 | 0.00 | x0.10 | 0.1% | 0.500 | 0.5 | .5
select listagg(x, ';') within group (order by x) from values (0.5::number(2,2)), (0.25::number(2,2)) as t(x)
> 0.25;0.50
# A distance counts characters, not bytes.
select editdistance('é', 'e'), editdistance('日本語', '日本'), editdistance('naïve', 'naive!'), editdistance('', 'éé'), editdistance('😀a', 'a😀'), editdistance('日本語', 'abc', 2), editdistance('é', null)
> 1 | 1 | 2 | 2 | 2 | 2 | NULL
select max(editdistance(x, 'é')) as far from values ('e'), ('ée') as t(x) having max(editdistance(x, 'é')) > 0
> 1
# Words that are dates to DuckDB are texts beside texts.
select x = 'infinity', x in ('epoch', 'now'), nullif(x, 'epoch'), case x when 'inf' then 1 else 0 end, coalesce(x, 'epoch'), x between 'epoch' and 'z', decode(x, 'epoch', 1, 2), iff(x = 'EPOCH', 'epoch', 'inf'), equal_null(x, 'epoch') from values ('now'), ('epoch') as t(x)
> false | true | now | 0 | now | true | 2 | inf | false
> false | true | NULL | 0 | epoch | true | 1 | inf | true
select '[' || 'infinity' || ']', 'inf'::float > 1e300, upper('epoch')
> [infinity] | true | EPOCH
# Without a group in the pattern, `e` counts for nothing.
select regexp_substr('abc', 'b', 1, 1, 'e'), regexp_substr('a(b', '\\(b|[(]', 1, 1, 'e'), regexp_substr('abc', '(?:b)c', 1, 1, 'ie'), regexp_substr('abc', 'b', 1, 1, 'e', 1), regexp_substr('abc', 'b(c)', 1, 1, 'e')
> b | (b | bc | b | c
