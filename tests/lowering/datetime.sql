# Adding: DATE stays DATE for units of a day or more; months end where the target month ends.
select dateadd(day, 7, '2024-01-31'::date), dateadd('day', -1, '2024-03-01'::date), dateadd(week, 1, '2024-01-01'::date)
> 2024-02-07 | 2024-02-29 | 2024-01-08
select dateadd(month, 1, '2024-01-31'::date), dateadd(month, -1, '2023-03-31'::date), dateadd(year, 1, '2024-02-29'::date), dateadd(quarter, 1, '2023-11-30'::date)
> 2024-02-29 | 2023-02-28 | 2025-02-28 | 2024-02-29
select dateadd(hour, 2, '2013-04-05'::date), dateadd(hour, 2, '2013-04-05 01:02:03'::timestamp), dateadd(minute, -1, '2024-01-01'::date), dateadd(second, 90, '2024-01-01 00:00:00'::timestamp)
> 2013-04-05 02:00:00 | 2013-04-05 03:02:03 | 2023-12-31 23:59:00 | 2024-01-01 00:01:30
select dateadd(day, 1, '2024-01-01'), dateadd(ms, 5, '2024-01-01'::timestamp)
> 2024-01-02 00:00:00 | 2024-01-01 00:00:00.005
select dateadd(day, null, '2024-01-01'::date), dateadd(day, 1, null::date)
> NULL | NULL
select timestampadd(mm, 1, '2024-01-31'::timestamp), timeadd(hh, 1, '2024-01-01'::timestamp), dateadd(yy, 1, '2024-01-01'::date)
> 2024-02-29 00:00:00 | 2024-01-01 01:00:00 | 2025-01-01
select dateadd(day, n, d) from values ('2024-01-01'::date, 1), ('2024-01-01'::date, -1) as t(d, n)
> 2024-01-02
> 2023-12-31
select dateadd(day, 1.5, '2024-01-01'::date)
> 2024-01-03
select '2024-01-01'::date + 7, '2024-01-01'::date - 1, '2024-03-01'::date - '2024-02-01'::date
> 2024-01-08 | 2023-12-31 | 29
select '2024-01-31'::date + interval '1 month', '2024-01-01'::date - interval '7 days', '2024-01-01'::date + interval '1 year, 2 months', '2024-01-01'::date + interval '1 hour'
> 2024-02-29 | 2023-12-25 | 2025-03-01 | 2024-01-01 01:00:00
select '2024-01-01'::timestamp + interval '2 days'
> 2024-01-03 00:00:00
# ADD_MONTHS keeps to the end of the month.
select add_months('2016-05-15'::date, 2), add_months('2016-02-29'::date, 1), add_months('2016-05-31'::date, -1), add_months('2016-05-15 01:02:03'::timestamp, 1)
> 2016-07-15 | 2016-03-31 | 2016-04-30 | 2016-06-15 01:02:03
select add_months('2023-02-28'::date, 12), add_months(null::date, 1)
> 2024-02-29 | NULL
# Differences count boundaries; weeks begin on Monday.
select datediff(year, '2010-04-09 14:39:20'::timestamp, '2013-05-08 23:39:20'::timestamp), datediff(hour, '2013-05-08T23:39:20.123'::timestamp, dateadd(year, 2, '2013-05-08T23:39:20.123'::timestamp))
> 3 | 17520
select datediff(day, '2024-01-01 23:59:59'::timestamp, '2024-01-02 00:00:00'::timestamp), datediff(month, '2024-01-31'::date, '2024-02-01'::date), datediff(quarter, '2024-03-31'::date, '2024-04-01'::date), datediff(year, '2023-12-31'::date, '2024-01-01'::date)
> 1 | 1 | 1 | 1
select datediff(week, '2024-01-07'::date, '2024-01-08'::date), datediff(week, '2024-01-01'::date, '2024-01-07'::date), datediff(week, '2024-01-08'::date, '2024-01-07'::date), datediff(wk, '2023-12-31'::date, '2024-01-15'::date)
> 1 | 0 | -1 | 3
select datediff(minute, '2024-01-01 00:00:59'::timestamp, '2024-01-01 00:01:00'::timestamp), datediff(second, '2024-01-01'::date, '2024-01-02'::date), datediff(hour, '2024-01-01 00:59:00'::timestamp, '2024-01-01 01:00:00'::timestamp)
> 1 | 86400 | 1
select datediff('day', '2024-01-03', '2024-01-01'), datediff(day, null, '2024-01-01'::date), timestampdiff(day, '2024-01-01'::date, '2024-01-31'::date), timediff(minute, '2024-01-01'::timestamp, '2024-01-01 02:00:00'::timestamp)
> -2 | NULL | 30 | 120
select datediff(day, '2024-01-01'::date, '2024-01-03 12:00:00'::timestamp), datediff(millisecond, '2024-01-01'::timestamp, '2024-01-01 00:00:01'::timestamp)
> 2 | 1000
select months_between('2019-03-15'::date, '2019-02-15'::date), months_between('2019-03-31'::date, '2019-02-28'::date), months_between('2019-03-01'::date, '2019-02-15'::date), months_between('2019-02-15'::date, '2019-03-15'::date)
> 1.000000 | 1.000000 | 0.548387 | -1.000000
select months_between('2019-03-01 02:00:00'::timestamp, '2019-02-15 01:00:00'::timestamp)
> 0.549731
# Truncation keeps the type.
select date_trunc('month', '2024-05-17'::date), date_trunc(month, '2024-05-17 10:11:12'::timestamp), date_trunc('week', '2024-05-19'::date), date_trunc('quarter', '2024-05-17'::date), date_trunc('year', '2024-05-17'::date)
> 2024-05-01 | 2024-05-01 00:00:00 | 2024-05-13 | 2024-04-01 | 2024-01-01
select date_trunc('hour', '2015-05-08T23:39:20.123'::timestamp), date_trunc('day', '2015-05-08T23:39:20.123'::timestamp), date_trunc('minute', '2015-05-08T23:39:20'::timestamp), trunc('2024-05-17'::date, 'month'), date_trunc('day', null::date)
> 2015-05-08 23:00:00 | 2015-05-08 00:00:00 | 2015-05-08 23:39:00 | 2024-05-01 | NULL
select date_trunc('week', '2024-05-13'::date), date_trunc('WEEK', '2024-01-01'::date)
> 2024-05-13 | 2024-01-01
# Parts: Sunday is 0, weeks are ISO weeks.
select dayofweek('2024-01-07'::date), dayofweek('2024-01-08'::date), dayofweekiso('2024-01-07'::date), dayofweekiso('2024-01-08'::date), dayofyear('2024-12-31'::date), dayname('2024-01-07'::date), monthname('2024-05-01'::date)
> 0 | 1 | 7 | 1 | 366 | Sun | May
select year('2024-05-17'::date), quarter('2024-05-17'::date), month('2024-05-17'::date), day('2024-05-17'::date), dayofmonth('2024-05-17'::date), hour('2024-05-17 10:11:12'::timestamp), minute('2024-05-17 10:11:12'::timestamp), second('2024-05-17 10:11:12'::timestamp)
> 2024 | 2 | 5 | 17 | 17 | 10 | 11 | 12
select week('2024-12-30'::date), weekiso('2017-01-01'::date), weekofyear('2016-01-04'::date), yearofweek('2017-01-01'::date), yearofweekiso('2024-12-30'::date)
> 1 | 52 | 1 | 2016 | 2025
select date_part(quarter, '2024-05-17'::date), date_part('year', '2024-05-17'::date), date_part(dow, '2024-01-07'::date), date_part(epoch_second, '2024-01-01'::timestamp), date_part(week, '2024-01-07'::date)
> 2 | 2024 | 0 | 1704067200 | 1
select extract(year from '2024-05-17'::date), extract(month from '2024-05-17 01:00:00'::timestamp), extract(dayofweek from '2024-01-07'::date), extract(week from '2024-01-07'::date), extract(hour from '2024-05-17'::date)
> 2024 | 5 | 0 | 1 | 0
select year(null::date), dayname(null::date)
> NULL | NULL
select last_day('2024-02-10'::date), last_day('2023-02-10 11:00:00'::timestamp), last_day('2024-05-17'::date, 'year'), last_day('2024-05-17'::date, 'quarter'), last_day('2024-05-17'::date, week)
> 2024-02-29 | 2023-02-28 | 2024-12-31 | 2024-06-30 | 2024-05-19
select next_day('2024-01-07'::date, 'Sunday'), next_day('2024-01-07'::date, 'mo'), previous_day('2024-01-07'::date, 'su'), previous_day('2024-01-08'::date, 'fri')
> 2024-01-14 | 2024-01-08 | 2023-12-31 | 2024-01-05
select date_from_parts(1977, 8, 7), date_from_parts(2004, 1, 0), date_from_parts(2004, 13, 1), date_from_parts(2004, 1, -1), datefromparts(2004, 2, 30)
> 1977-08-07 | 2003-12-31 | 2005-01-01 | 2003-12-30 | 2004-03-01
# Reading text
select '2024-01-05'::date, to_date('2024-01-05'), date('2024-01-05'), '2024-01-05 10:11:12'::date, '2024-01-05T10:11:12'::timestamp, to_timestamp('2024-01-05 10:11:12'), date '2024-01-05', timestamp '2024-01-05 10:00:00'
> 2024-01-05 | 2024-01-05 | 2024-01-05 | 2024-01-05 | 2024-01-05 10:11:12 | 2024-01-05 10:11:12 | 2024-01-05 | 2024-01-05 10:00:00
select '01/05/2024'::date, '05-JAN-2024'::date, to_date('1/5/2024')
> 2024-01-05 | 2024-01-05 | 2024-01-05
select try_to_date('2024-02-30'), try_to_date('nothing'), try_to_date(''), try_to_date(null), try_to_date('2024-02-29'), try_cast('2024-13-01' as date), try_to_timestamp('x'), try_cast('2024-01-05 01:02:03' as timestamp)
> NULL | NULL | NULL | NULL | 2024-02-29 | NULL | NULL | 2024-01-05 01:02:03
select 'nothing'::date
! is not recognized
select '2024-02-30'::date
! 2024-02-30
select try_to_date('20240105')
! date format
select '2024-01-05 10:00:00 Europe/Paris'::timestamp
! date format
# An offset from UTC is dropped: the wall clock counts. These are what `{{ ts }}` and `{{ data_interval_start }}` give.
select '2024-01-08T00:00:00+00:00'::timestamp_ntz, '2024-01-08T06:07:08+00:00'::timestamp, '2024-01-08T06:07:08+00:00'::date, to_timestamp('2024-01-08T00:00:00+00:00'), to_timestamp_ntz('2024-01-08T00:00:00+00:00'), to_date('2024-01-08T00:00:00+00:00'), timestamp '2024-01-08T00:00:00+00:00'
> 2024-01-08 00:00:00 | 2024-01-08 06:07:08 | 2024-01-08 | 2024-01-08 00:00:00 | 2024-01-08 00:00:00 | 2024-01-08 | 2024-01-08 00:00:00
select try_to_timestamp('2024-01-08T00:00:00+00:00'), try_to_date('2024-01-08T00:00:00+00:00'), try_cast('2024-01-08T00:00:00+00:00' as timestamp_ntz), try_to_timestamp_ntz('2024-01-08T25:00:00+00:00'), x::timestamp_ntz from values ('2024-01-08T10:00:00.5+00:00') as t(x)
> 2024-01-08 00:00:00 | 2024-01-08 | 2024-01-08 00:00:00 | NULL | 2024-01-08 10:00:00.5
select '2024-01-05 10:00:00+02:00'::timestamp, '2024-01-05 23:00:00 -0700'::date, '2024-01-05T10:00:00Z'::timestamp, '2024-01-05T10:00+01:00'::timestamp
> 2024-01-05 10:00:00 | 2024-01-05 | 2024-01-05 10:00:00 | 2024-01-05 10:00:00
select dateadd('day', -1, '2024-01-08T00:00:00+00:00'), datediff('hour', '2024-01-08T00:00:00+00:00', '2024-01-08T06:00:00+00:00'), date_trunc('hour', '2024-01-08T06:07:08+00:00'), hour('2024-01-08T06:07:08+00:00')
> 2024-01-07 00:00:00 | 6 | 2024-01-08 06:00:00 | 6
select t < '2024-01-08T00:00:00+00:00', t >= '2024-01-08T00:00:00+02:00', d = '2024-01-08T06:00:00+00:00', t between '2024-01-07T00:00:00+00:00' and '2024-01-08T00:00:00+00:00', t in ('2024-01-08T00:00:00+00:00') from values ('2024-01-08'::timestamp, '2024-01-08'::date) as t(t, d)
> false | true | true | true | true
select '2024-01-31'::date + (1 + 6), '2024-01-31'::date + 2 * 7
> 2024-02-07 | 2024-02-14
select to_date('05.01.2024', 'DD.MM.YYYY'), to_date('20240105', 'YYYYMMDD'), try_to_date('x', 'YYYY-MM-DD'), to_timestamp('2024/01/05 10:11', 'YYYY/MM/DD HH24:MI'), to_date('Jan 5, 2024', 'MON DD, YYYY')
> 2024-01-05 | 2024-01-05 | NULL | 2024-01-05 10:11:00 | 2024-01-05
select to_timestamp(1704067200), to_timestamp_ntz('2024-01-05'::date), '2024-01-05 23:59:59'::timestamp_ntz::date, '2024-01-05'::date::timestamp, '2024-01-05'::datetime
> 2024-01-01 00:00:00 | 2024-01-05 00:00:00 | 2024-01-05 | 2024-01-05 00:00:00 | 2024-01-05 00:00:00
# Writing text
select to_char('2024-01-05'::date, 'YYYYMMDD'), to_varchar('2024-01-05 14:05:06'::timestamp, 'YYYY-MM-DD HH24:MI:SS'), to_char('2024-01-05'::date, 'DD-MON-YY'), to_char('2024-01-05 14:05:06'::timestamp, 'HH12:MI AM'), to_char('2024-01-05'::date, 'DY, MMMM DD')
> 20240105 | 2024-01-05 14:05:06 | 05-Jan-24 | 02:05 PM | Fri, January 05
select to_char('2024-01-05 14:05:06.123'::timestamp, 'SS.FF3'), to_char('2024-01-05'::date, 'YYYY"T"MM'), to_char('2024-01-05'::date), to_char(null::date, 'YYYY')
> 06.123 | 2024T01 | 2024-01-05 | NULL
# Comparison with text
select d < '2024-01-02', d = '2024-01-01', d >= '2024-01-01'::date, d between '2024-01-01' and '2024-01-31' from values ('2024-01-01'::date) as t(d)
> true | true | true | true
select t > '2024-01-01', t >= '2024-01-01'::date, t::date = '2024-01-01' from values ('2024-01-01 00:00:01'::timestamp) as t(t)
> true | true | true
select max(d), min(d), max(d) - min(d) from values ('2024-01-01'::date), ('2024-03-01'::date), (null) as t(d)
> 2024-03-01 | 2024-01-01 | 60
select datediff(day, min(d), max(d)), dateadd(day, 1, max(d)), date_trunc('month', max(d)) from values ('2024-01-01'::date), ('2024-03-05'::date) as t(d)
> 64 | 2024-03-06 | 2024-03-01
# Weeks of DATEDIFF are counted over Mondays, minutes over full minutes of the clock.
select datediff('week', '2024-01-06 23:00:00'::timestamp, '2024-01-08 01:00:00'::timestamp), datediff(week, '2024-01-08 01:00:00'::timestamp, '2024-01-14 23:59:59'::timestamp), datediff('minute', '2024-01-01 00:00:01'::timestamp, '2024-01-01 00:59:59'::timestamp), datediff(minute, '2024-01-01 10:00:59'::timestamp, '2024-01-01 09:59:00'::timestamp)
> 1 | 0 | 59 | -1
# A DATE plus a number of days stays a DATE.
select ('2024-01-31'::date + 1)::varchar, (1 + '2024-01-31'::date)::varchar, ('2024-03-01'::date - 1)::varchar, dateadd(day, 1, '2024-01-31'::date)::varchar, dateadd('month', 1, '2024-01-31'::date)::varchar
> 2024-02-01 | 2024-02-01 | 2024-02-29 | 2024-02-01 | 2024-02-29
# Names of days and months have three letters.
select dayname('2024-05-01'::date), dayname('2024-05-02'::timestamp), dayname('2024-05-03'::date), dayname('2024-05-04'::date), monthname('2024-01-31'::date), monthname('2024-09-01'::timestamp), monthname('2024-12-01'::date)
> Wed | Thu | Fri | Sat | Jan | Sep | Dec
select timestamp_from_parts(2013, 4, 5, 12, 0, 0, 123456789), timestamp_ntz_from_parts(2013, 4, 5, 12, 0, 0), timestampfromparts(2013, 4, 5, 25, 61, -1), timestampntzfromparts(2013, 14, 1, 0, 0, 0), timestamp_from_parts(2013, 4, null, 0, 0, 0)
> 2013-04-05 12:00:00.123456 | 2013-04-05 12:00:00 | 2013-04-06 02:00:59 | 2014-02-01 00:00:00 | NULL
select timestamp_from_parts(2024, 1, 1, 0, 0, 0), timestampfromparts(2024, 1, 1, 0, 0, 0, 1000), timestamp_ntz_from_parts(2024, 1, 1, 0, 0, 0, 1000), timestampntzfromparts(2024, 1, 1, 0, 0, 0, 1000)
> 2024-01-01 00:00:00 | 2024-01-01 00:00:00.000001 | 2024-01-01 00:00:00.000001 | 2024-01-01 00:00:00.000001
select time_slice('2019-02-28'::date, 4, 'MONTH', 'START'), time_slice('2019-02-28'::date, 4, 'MONTH', 'END'), time_slice('2024-05-17 10:47:30'::timestamp, 15, 'minute'), time_slice('1969-12-31'::date, 1, 'YEAR'), time_slice(null::date, 1, 'DAY')
> 2019-01-01 | 2019-05-01 | 2024-05-17 10:45:00 | 1969-01-01 | NULL
select time_slice('1970-01-11'::date, 2, 'WEEK'), time_slice('1970-01-12'::date, 2, 'WEEK'), time_slice('2024-05-17 10:47:30'::timestamp, 2, 'HOUR', 'END'), time_slice('2024-05-17'::date, 15, 'YEAR')
> 1969-12-29 | 1970-01-12 | 2024-05-17 12:00:00 | 2015-01-01
select time_slice('2024-05-17'::date, 2, 'HOUR')
! shorter than a day
select to_timestamp(1704067200123, 3), to_timestamp_ntz(1704067200, 0), to_timestamp(1704067200123456, 6), to_timestamp(1704067200123456789, 9), to_timestamp(null::int, 3)
> 2024-01-01 00:00:00.123 | 2024-01-01 00:00:00 | 2024-01-01 00:00:00.123456 | 2024-01-01 00:00:00.123456 | NULL
select date('05.01.2024', 'DD.MM.YYYY'), to_timestamp_ntz('2024-01-05', 'YYYY-MM-DD'), try_to_timestamp('x', 'YYYY-MM-DD'), try_to_timestamp_ntz('2024-01-05', 'YYYY-MM-DD'), try_to_timestamp_ntz('x'), to_varchar('2024-01-05'::date, 'YYYY')
> 2024-01-05 | 2024-01-05 00:00:00 | NULL | 2024-01-05 00:00:00 | NULL | 2024
# The parser's other spellings
select date_part(month from '2024-05-17'::date), date_part('year' from '2024-05-17'::date), extract(quarter from '2024-05-17'::date)
> 5 | 2024 | 2
# The ends of months and years, and the weeks of the turn of the year
select last_day('2023-02-28'::date), last_day('2024-12-31'::date), add_months('2024-01-31'::date, 1), months_between('2024-02-29'::date, '2024-01-31'::date), weekiso('2024-12-30'::date), yearofweekiso('2024-12-30'::date), weekofyear('2021-01-03'::date), dayofyear('2023-12-31'::date)
> 2023-02-28 | 2024-12-31 | 2024-02-29 | 1.000000 | 1 | 2025 | 53 | 365
# A DATE plus or minus a column of days stays a DATE.
select d + n, n + d, d - n, d + n + n, d + (n - 1), (d + n)::varchar, d - e, d - e + n, max(d) + max(n) from values ('2024-01-31'::date, 3, '2024-01-01'::date) as t(d, n, e) group by d, n, e
> 2024-02-03 | 2024-02-03 | 2024-01-28 | 2024-02-06 | 2024-02-02 | 2024-02-03 | 30 | 33 | 2024-02-03
select d + n from values ('2024-01-31'::date, null::int) as t(d, n)
> NULL
select t + n from values ('2024-01-31'::timestamp, 1) as t(t, n)
! +(TIMESTAMP
select d + x from values ('2024-01-31'::date, 1.5) as t(d, x)
! +(DATE
# Words that DuckDB reads as dates are none.
select d < 'infinity' from values ('2024-01-01'::date) as t(d)
! Cannot compare values of type DATE and type VARCHAR
select 'epoch' = t from values ('2024-01-01'::timestamp) as t(t)
! Date 'epoch' is not recognized
select d in ('2024-01-01', ' Epoch ') from values ('2024-01-01'::date) as t(d)
! is not recognized
select d between '-infinity' and '2024-01-01' from values ('2024-01-01'::date) as t(d)
! VARCHAR
select nullif(d, 'epoch') from values ('2024-01-01'::date) as t(d)
! Date 'epoch' is not recognized
select case d when 'inf' then 1 end from values ('2024-01-01'::date) as t(d)
! Date 'inf' is not recognized
select decode(d, '-inf', 1) from values ('2024-01-01'::date) as t(d)
! Date '-inf' is not recognized
select d is distinct from 'epoch' from values ('2024-01-01'::date) as t(d)
! Date 'epoch' is not recognized
select coalesce(d, 'infinity') from values ('2024-01-01'::date) as t(d)
! VARCHAR
select greatest(d, 'epoch') from values ('2024-01-01'::date) as t(d)
! VARCHAR
select max(d) from values ('2024-01-01'::date) as t(d) having max(d) = 'infinity'
! Date 'infinity' is not recognized
select 'epoch'::date
! Timestamp 'epoch' is not recognized
select to_date(x) from values ('infinity') as t(x)
! Timestamp 'infinity' is not recognized
select 'epoch'::time
! Timestamp 'epoch' is not recognized
select to_date(x, 'YYYY-MM-DD') from values ('epoch') as t(x)
! Date 'epoch' is not recognized
select try_to_date(x, 'YYYY-MM-DD'), try_to_date(x), try_to_timestamp(x), try_cast(x as date) from values ('-infinity') as t(x)
> NULL | NULL | NULL | NULL
select dateadd('day', 1, 'epoch')
! Timestamp 'epoch' is not recognized
