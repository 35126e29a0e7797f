# Arithmetic: NUMBER / NUMBER has at least six decimals, rounded half away from zero; a division by zero is an error.
select 10/3
> 3.333333
select -10/3
> -3.333333
select 1/3, 2/3
> 0.333333 | 0.666667
select 7/2
> 3.500000
select 1/2000000
> 0.000001
select 4/2
> 2.000000
select 10.5/2
> 5.2500000
select 1/3/3
> 0.111111000000
select 1::float/3
> 0.3333333333333333
select 1/0
! Division by zero
select 1.5/0
! Division by zero
select null/0, 1/null
> NULL | NULL
select sum(x)/count(*) from values (1),(2),(2) as t(x)
> 1.666667
select round(sum(x)/count(*), 2) from values (201),(0),(0),(0),(0),(0),(0),(0),(0),(0) as t(x)
> 20.10
select round(201/200, 2)
> 1.01
select (201/200)::number(10,2)
> 1.01
select x/y from values (10,4),(-7,2),(null,1) as t(x,y)
> 2.500000
> -3.500000
> NULL
select 5 % 3, -5 % 3, 5 % -3
> 2 | -2 | 2
select mod(-7, 3), mod(7, -3), mod(5.5, 2)
> -1 | 1 | 1.5
select 5 % 0
! Division by zero
select mod(null, 3), mod(3, null)
> NULL | NULL
select 2 + 3 * 4, (2 + 3) * 4, -(2 - 5)
> 14 | 20 | 3
select 0.1 + 0.2
> 0.3
select 1.5 * 1.5
> 2.25
select 100000 * 100000
> 10000000000
select 2 - 3 - 4, 2 - (3 - 4)
> -5 | 3
# Rounding is half away from zero.
select round(2.5), round(-2.5), round(0.5), round(1.5)
> 3 | -3 | 1 | 2
select round(2.5::float), round(-2.5::float)
> 3 | -3
select round(135.135, 1), round(-975.975, 1)
> 135.1 | -976.0
select round(135.135, -2), round(-975.975, -2), round(50, -2), round(-50, -2)
> 100 | -1000 | 100 | -100
select round(1.005, 2)
> 1.01
select round(1.005::float, 2)
> 1
select round(null, 2), round(7, 2)
> NULL | 7
select trunc(135.135, 1), trunc(-975.975, 0), trunc(-975.975)
> 135.1 | -975 | -975
select truncate(1.239, 2)
> 1.23
select ceil(135.135), ceil(-975.975), floor(135.135), floor(-975.975)
> 136 | -975 | 135 | -976
select ceil(135.135, 2), ceil(-975.975, 2), floor(135.135, 2), floor(-975.975, 1)
> 135.14 | -975.97 | 135.13 | -976.0
select ceil(null), floor(null)
> NULL | NULL
select abs(-5), abs(5), abs(0), abs(null), abs(-1.5)
> 5 | 5 | 0 | NULL | 1.5
select sign(5), sign(-1.35e-10), sign(0)
> 1 | -1 | 0
select sqrt(0), sqrt(2), sqrt(10), sqrt(null)
> 0 | 1.4142135623730951 | 3.1622776601683795 | NULL
select sqrt(-1)
! square root
select ln(1), exp(0), ln(10)
> 0 | 1 | 2.302585092994046
select ln(0)
! logarithm
select ln(-1)
! logarithm
select log(10, 100), log(2, 0.5), log(2, 8)
> 2 | -1 | 3
select log(2, 0)
! logarithm
select power(2, 3), pow(2, -1), power(0, 0), square(-2), cbrt(8)
> 8 | 0.5 | 1 | 4 | 2
select sin(0), cos(0), tan(0), asin(0), acos(1), atan(0), atan2(0, 1)
> 0 | 1 | 0 | 0 | 0 | 0 | 0
select degrees(pi()), radians(180), sinh(0), cosh(0), tanh(0), factorial(5)
> 180 | 3.141592653589793 | 0 | 1 | 0 | 120
select haversine(40.7127, -74.0059, 34.0500, -118.2500)
> 3936.385096389
select width_bucket(5, 0, 10, 5), width_bucket(0, 0, 10, 5), width_bucket(10, 0, 10, 5), width_bucket(-1, 0, 10, 5), width_bucket(9.99, 0, 10, 5)
> 3 | 1 | 6 | 0 | 5
select width_bucket(290000.00, 200000, 600000, 4), width_bucket(725000, 200000, 600000, 4), width_bucket(null, 0, 1, 2)
> 1 | 5 | NULL
select bitand(6, 3), bitor(6, 3), bitxor(6, 3)
> 2 | 7 | 5
# Casts round half away from zero and text becomes a whole number.
select 2.5::int, -2.5::int, 2.4::int, 0.5::number
> 3 | -3 | 2 | 1
select 2.5::float::int, 3.5::float::int, (-2.5)::float::int
> 3 | 4 | -3
select '12.5'::number, '12.4'::int, '-0.5'::integer, '7'::bigint
> 13 | 12 | -1 | 7
select '12.56'::number(10,1), 12.55::number(10,1), '1e2'::int, ' 12 '::int
> 12.6 | 12.6 | 100 | 12
select 'abc'::int
! Numeric value 'abc' is not recognized
select '0x10'::int
! is not recognized
select ''::int
! is not recognized
select '1_000'::int
! is not recognized
select true::int, false::int, null::int
> 1 | 0 | NULL
select 12345::number(3,0)
! 12345
select to_number('12.5'), to_number('12.345', 10, 2), to_decimal('1.5', 3, 1), to_numeric(null)
> 13 | 12.35 | 1.5 | NULL
select to_number('12.3456', 10, 1)
> 12.3
select try_to_number('abc'), try_to_number('12.5'), try_to_number(''), try_to_number(null), try_to_decimal('1.239', 10, 2)
> NULL | 13 | NULL | NULL | 1.24
select try_cast('12.5' as int), try_cast('x' as int), try_cast('1,000' as number(10,2)), try_cast('' as float)
> 13 | NULL | NULL | NULL
select to_double('1.5'), try_to_double('1e3'), try_to_double('abc'), '2.5'::float, 1::double
> 1.5 | 1000 | NULL | 2.5 | 1
select 'x'::float
! is not recognized
select 0.1::float + 0.2::float, 16777217::float
> 0.30000000000000004 | 16777217
select cast(1.1 as real), cast(3 as double precision)
> 1.1 | 3
select 5::number(10,2)
> 5.00
select try_cast('true' as boolean), try_cast('maybe' as boolean), 'yes'::boolean, 'off'::boolean, 0::boolean, 3::boolean
> true | NULL | true | false | false | true
select 'maybe'::boolean
! is not recognized
select to_boolean('T'), try_to_boolean('n'), try_to_boolean('2')
> true | false | NULL
select x / 2 / 2 / 2 / 2 / 2 / 2, (((x + 1) / 2 + 1) / 2 + 1) / 2, datediff('day', dateadd('day', 1, dateadd('day', 1, dateadd('day', 1, d::timestamp_ntz::date))), '2024-02-01'::timestamp_ntz) / 2 / 2 from values (64, '2024-01-01') as t(x, d)
> 1.000000000000 | 8.875000000000 | 7.000000000000
select asinh(0), acosh(1), atanh(0), round(asinh(2.33), 9), round(acosh(2.352409615), 4), round(atanh(0.9), 9), round(cot(pi() / 4), 9)
> 0 | 0 | 0 | 1.582175149 | 1.5 | 1.472219490 | 1
select square(-2.1), square(null), square(100000), truncate(-1.9), truncate(null)
> 4.41 | NULL | 10000000000 | -1 | NULL
# Bits
select bit_and(6, 3), bit_or(6, 3), bit_xor(6, 3), bitnot(1), bit_not(0), bitand(null, 1)
> 2 | 7 | 5 | -2 | -1 | NULL
select bitshiftleft(1, 3), bit_shiftleft(2, 1), bitshiftright(16, 2), bit_shiftright(7, 1), bitshiftleft(1, 40), bitshiftright(1, 64), bitshiftleft(null, 1)
> 8 | 4 | 4 | 3 | 1099511627776 | 0 | NULL
select bitshiftright(-8, 1)
! negative number
select getbit(11, 100), getbit(11, 3), getbit(11, 2), getbit(11, 1), getbit(11, 0), getbit(null, 0)
> 0 | 1 | 0 | 1 | 1 | NULL
select to_number('12', 5), to_decimal('12.5'), to_decimal('12', 4), to_numeric('1.25', 5, 1), to_numeric('7', 3), try_to_number('12', 5), try_to_number('12.345', 10, 2), try_to_decimal('x'), try_to_decimal('2', 3), try_to_numeric('1'), try_to_numeric('1', 3), try_to_numeric('1.25', 5, 1)
> 12 | 13 | 12 | 1.3 | 7 | 12 | 12.35 | NULL | 2 | 1 | 1 | 1.3
# FLOAT has 64 bits whatever it is called.
select 16777217::float4, 16777217::real, 16777217::float8, 0.1::double precision = 0.1::float, 1e300::float * 10
> 16777217 | 16777217 | 16777217 | true | 1e301
# Quotients of large numbers are exact.
select 5000000000/1, 1000000000001/3, 9007199254740993/1, 9007199254740993/2, -9007199254740993/2
> 5000000000.000000 | 333333333333.666667 | 9007199254740993.000000 | 4503599627370496.500000 | -4503599627370496.500000
select avg(1700000000::int), avg(1700000000123::int), avg(x) from values (1700000000123),(1700000000124) as t(x)
> 1700000000.000000 | 1700000000123.000000 | 1700000000123.500000
select 1000000000000.000001::number(38,6) / 3, 123456789012.34::number(18,2) / 0.00000007::number(18,8), x / 0.7 from values (1000000000.5::number(38,6)) as t(x)
> 333333333333.333333666667 | 1763668414462000000.00000000 | 1428571429.285714285714
select x / y from values (null, 0) as t(x, y)
> NULL
select x / y from values (1::int, 0) as t(x, y)
! Division by zero
# A number is never kept in 32 bits, and products have 38 digits.
select square(100000), (50000+50000)*(50000+50000), 2000000000 + 2000000000, -2000000000 - 2000000000, (1000 * 1000) * (1000 * 1000), x * x, iff(true, 50000, 0) * iff(true, 50000, 0), 2147483647 + 1 from values (50000) as t(x)
> 10000000000 | 10000000000 | 4000000000 | -4000000000 | 1000000000000 | 2500000000 | 2500000000 | 2147483648
with recursive n as (select 1 as x union all select x * 1000 from n where x < 1000000000000) select max(x) from n
> 1000000000000
select x * y, x * x, sum(x * y) over (), 0.5 * x from values (123456789012.34::number(18,2), 123456789.12345678::number(18,8)) as t(x, y)
> 15241578766955555416.8628766652 | 15241578753237434552672.2756 | 15241578766955555416.8628766652 | 61728394506.17
select x * y, x * 2::float, null * x from values (3, 1.5) as t(x, y)
> 4.5 | 6 | NULL
# The scale of a product is at most 12, unless that of a factor is larger: min(S1 + S2, max(S1, S2, 12)).
select 0.0000001 * 0.0000001, (0.1234567 * 0.1234567)::varchar, 0.0000005 * 0.000001 * 1000000, 0.0000000000001234 * 10.5, 10.01 * 1.1, 10.001 * .001
> 0 | 0.015241556775 | 0.000001 | 0.0000000000012957 | 11.011 | 0.010001
select x * x, x * x * x, y * y, x * y from values (1.12345678::number(18,8), 1e-9::float) as t(x, y)
> 1.262155136528 | 1.417976745544 | 1e-18 | 1.12345678e-9
select a * b * a * b * a * b * a * b * a * b * a * b * a * b * a * b * a * b * a * b, a + b + a + b + a + b + a + b + a + b + a + b + a + b + a + b + a + b + a + b from values (1::number(10,2), 1.5::float) as t(a, b)
> 57.6650390625 | 25
# A sum has 38 digits.
select a + b, a - b, b + a, a + b + b - a, a + 0.00000001 from values (123456789012.34::number(18,2), 1.12345678::number(18,8)) as t(a, b)
> 123456789013.46345678 | 123456789011.21654322 | 123456789013.46345678 | 2.24691356 | 123456789012.34000001
select sum(x) + sum(y), sum(x) - count(*), x1 + y1 from (select max(x) as x1, min(y) as y1, x, y from values (5::int, 2.5::float) as t(x, y) group by x, y) group by x1, y1 having sum(x) + sum(y) > x1 - y1
> 7.5 | 4 | 7.5
select a + b as c, count(*) from values (1, 2), (2, 1) as t(a, b) group by a + b order by a + b
> 3 | 2
# Quotients of whole numbers are exact far above the 53 bits of a float.
select (123456789012345678 / 1)::int, round(123456789012345678 / 1), (9007199254740993 / 3)::int, floor(123456789012345679 / 2), ceil(123456789012345679 / 2)
> 123456789012345678 | 123456789012345678 | 3002399751580331 | 61728394506172839 | 61728394506172840
select -41008.48 / 0.005, -950311519 / 7, (-41008.48 / 0.005)::varchar
> -8201696 | -135758788.428571 | -8201696.00000000
