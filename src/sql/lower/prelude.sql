-- Macros that give DuckDB 1.5 the meaning Snowflake's functions have. Statements end with a semicolon at the end of a line; the lowering calls them by name.
-- `typeof` and `cast_to_type` are resolved when a query is bound, so that each macro is right for every argument type. But every branch is bound before those that do not apply vanish, and in the body of a
-- lambda they never do: a cast that tells types apart by `typeof` took 20 to 60 ms to bind and 2 to 5 microseconds a row. So the macros that are called hand their argument to forms by type (`sf_typed_…`,
-- chosen before anything is bound: 0.1 ms, 30 ns a row), and those that ask `typeof` (`sf_raw_…`) serve where there are no lambdas: in HAVING.
SET default_null_order = 'nulls_last_on_asc_first_on_desc';
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;

-- A failure with a message. DuckDB's own `error` counts as volatile, and the alias of a volatile expression cannot be used again in its SELECT; a cast of text that is no number is not. No value is cast to UHUGEINT elsewhere, so the engine can tell the message from DuckDB's words around it. The type is that of NULL, which fits every branch.
CREATE OR REPLACE MACRO sf_error(message) AS list_extract([NULL], CAST(CAST('! ' || message AS UHUGEINT) AS BIGINT));

-- What is known of a type.
CREATE OR REPLACE MACRO sf_raw_is_exact(x) AS typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT') OR typeof(x) LIKE 'DECIMAL%';
CREATE OR REPLACE MACRO sf_raw_is_float(x) AS typeof(x) IN ('DOUBLE', 'FLOAT');
CREATE OR REPLACE MACRO sf_raw_is_text(x) AS typeof(x) IN ('VARCHAR', 'JSON');
CREATE OR REPLACE MACRO sf_raw_is_timestamp(x) AS typeof(x) IN ('TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS');
CREATE OR REPLACE MACRO sf_raw_is_null(x) AS typeof(x) = '"NULL"';
CREATE OR REPLACE MACRO sf_raw_scale(x) AS coalesce(TRY_CAST(regexp_extract(typeof(x), ',(\d+)\)', 1) AS INTEGER), 0);

-- Text of a value, as an implicit or explicit cast to VARCHAR gives it. DuckDB leaves out the zero before the point of a number that has no place for it.
CREATE OR REPLACE MACRO sf_raw_is_fraction(x) AS sf_raw_scale(x) > 0 AND typeof(x) = 'DECIMAL(' || sf_raw_scale(x) || ',' || sf_raw_scale(x) || ')';
CREATE OR REPLACE MACRO sf_key_text(x) AS CASE WHEN sf_raw_is_fraction(x) THEN regexp_replace(CAST(x AS VARCHAR), '^(-?)\.', '\10.') ELSE CAST(x AS VARCHAR) END;
-- Snowflake's text of a float has fewer digits than DuckDB's shortest one that reads back the same: where all are needed, which it has is not known.
CREATE OR REPLACE MACRO sf_raw_significant_digits(t) AS length(ltrim(regexp_replace(regexp_replace(t, '[eE].*$', ''), '[-+.]', '', 'g'), '0'));
CREATE OR REPLACE MACRO sf_raw_short_float_text(t) AS CASE WHEN sf_raw_significant_digits(t) > 15 THEN sf_error('fsc: the text of a float of more than 15 digits is not known; round it, or cast it to NUMBER first') ELSE regexp_replace(t, '\.0$', '') END;
CREATE OR REPLACE MACRO sf_raw_float_text(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = 0 THEN '0' WHEN abs(x) >= 1e-4 AND abs(x) < 1e15 THEN sf_raw_short_float_text(CAST(x AS VARCHAR)) ELSE sf_error('fsc: the text of a float this large or small is not known; cast it to NUMBER first') END;
-- JSON without what stands between quotes.
CREATE OR REPLACE MACRO sf_raw_json_signs(t) AS regexp_replace(t, '"(?:[^"\\]|\\.)*"', '""', 'g');
CREATE OR REPLACE MACRO sf_raw_json_text(x) AS CASE WHEN json_type(x) = 'OBJECT' AND len(json_keys(x)) > 1 OR json_type(x) IN ('OBJECT', 'ARRAY') AND regexp_matches(CAST(x AS VARCHAR), '\{.*[{,]|,.*\{') THEN sf_error('fsc: the order of keys in the text of an object is not defined; take its values out by key') WHEN json_type(x) IN ('OBJECT', 'ARRAY') AND regexp_matches(sf_raw_json_signs(CAST(x AS VARCHAR)), '\.\d*0\s*[,\]}]|\d[eE]|\d*\.\d{15}') THEN sf_error('fsc: the text of the numbers in this array or object is not known; take its values out') ELSE CAST(x AS VARCHAR) END;
-- The text of a number in JSON: DuckDB holds one with a point as a float, Snowflake all of its digits.
CREATE OR REPLACE MACRO sf_raw_json_float_text(t) AS CASE WHEN regexp_full_match(t, '-?\d+') THEN t WHEN regexp_matches(t, '[eE]') THEN sf_error('fsc: the text of a number this large or small in JSON is not known; cast it to FLOAT or NUMBER first') ELSE sf_raw_short_float_text(t) END;
CREATE OR REPLACE MACRO sf_raw_json_item_text(x) AS CASE WHEN json_type(x) = 'DOUBLE' THEN sf_raw_json_float_text(json_extract_string(x, '$')) ELSE json_extract_string(x, '$') END;
CREATE OR REPLACE MACRO sf_raw_json_value_text(x) AS CASE WHEN json_type(x) IN ('OBJECT', 'ARRAY') THEN sf_raw_json_text(x) ELSE sf_raw_json_item_text(x) END;
-- The same to read a number from, with s digits after the point: those that a float does not hold are not made up.
CREATE OR REPLACE MACRO sf_raw_json_has_digits(t, s) AS NOT regexp_matches(t, '[.eE]') OR sf_raw_significant_digits(t) <= 15 OR abs(TRY_CAST(t AS DOUBLE)) * pow(10, s) < 1e15;
CREATE OR REPLACE MACRO sf_raw_json_number_text(x, s) AS CASE WHEN json_type(x) IN ('OBJECT', 'ARRAY') THEN sf_raw_json_text(x) WHEN json_type(x) = 'DOUBLE' AND NOT sf_raw_json_has_digits(json_extract_string(x, '$'), s) THEN sf_error('fsc: of a number in JSON DuckDB keeps 15 digits; cast it to FLOAT, or to a NUMBER with fewer digits after the point') ELSE json_extract_string(x, '$') END;
CREATE OR REPLACE MACRO sf_raw_text(x) AS CASE WHEN typeof(x) = 'JSON' THEN sf_raw_json_value_text(CAST(x AS JSON)) WHEN sf_raw_is_float(x) THEN sf_raw_float_text(TRY_CAST(x AS DOUBLE)) WHEN sf_raw_is_timestamp(x) THEN strftime(TRY_CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') WHEN typeof(x) IN ('VARCHAR', 'DATE', 'BOOLEAN', 'TIME') OR sf_raw_is_exact(x) OR sf_raw_is_null(x) THEN sf_key_text(x) ELSE sf_error('fsc: no text for a value of type ' || typeof(x)) END;
CREATE OR REPLACE MACRO sf_raw_text_within(t, n) AS CASE WHEN length(t) > n THEN sf_error('String ''' || t || ''' is too long and would be truncated') ELSE t END;
-- Text of what is text or JSON.
CREATE OR REPLACE MACRO sf_raw_text_of_text(x) AS CASE WHEN typeof(x) = 'JSON' THEN sf_raw_json_value_text(CAST(x AS JSON)) ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO sf_raw_text_of_length(x, n) AS sf_raw_text_within(sf_raw_text(x), n);

-- Numbers from values and from text.
CREATE OR REPLACE MACRO sf_raw_digits_text(x, s) AS CASE WHEN typeof(x) = 'JSON' THEN sf_raw_json_number_text(CAST(x AS JSON), s) ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO sf_raw_try_number_text(t) AS CASE WHEN regexp_full_match(t, '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*') THEN t END;
CREATE OR REPLACE MACRO sf_raw_number_text(t) AS CASE WHEN t IS NOT NULL AND sf_raw_try_number_text(t) IS NULL THEN sf_error('Numeric value ''' || t || ''' is not recognized') ELSE t END;
CREATE OR REPLACE MACRO sf_raw_number(x, witness, s) AS CASE WHEN sf_raw_is_text(x) THEN cast_to_type(sf_raw_number_text(sf_raw_digits_text(x, s)), witness) WHEN sf_raw_is_float(x) THEN cast_to_type(round(TRY_CAST(x AS DOUBLE), s), witness) WHEN sf_raw_is_exact(x) OR typeof(x) = 'BOOLEAN' OR sf_raw_is_null(x) THEN cast_to_type(x, witness) ELSE cast_to_type(sf_error('fsc: no number for a value of type ' || typeof(x)), witness) END;
CREATE OR REPLACE MACRO sf_raw_try_float_text(t) AS CASE WHEN regexp_full_match(t, '\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|(?i:inf|infinity|nan))\s*') THEN t END;
CREATE OR REPLACE MACRO sf_raw_float_of_text(t) AS CAST(CASE WHEN t IS NOT NULL AND sf_raw_try_float_text(t) IS NULL THEN sf_error('Numeric value ''' || t || ''' is not recognized') ELSE t END AS DOUBLE);
CREATE OR REPLACE MACRO sf_raw_double(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_float_of_text(sf_raw_digits_text(x, -400)) WHEN sf_raw_is_exact(x) OR sf_raw_is_float(x) OR typeof(x) = 'BOOLEAN' OR sf_raw_is_null(x) THEN CAST(x AS DOUBLE) ELSE CAST(sf_error('fsc: no number for a value of type ' || typeof(x)) AS DOUBLE) END;

-- Booleans.
CREATE OR REPLACE MACRO sf_raw_try_text_boolean(t) AS CASE WHEN lower(trim(t)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN true WHEN lower(trim(t)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN false END;
CREATE OR REPLACE MACRO sf_raw_text_boolean(t) AS CASE WHEN t IS NOT NULL AND sf_raw_try_text_boolean(t) IS NULL THEN CAST(sf_error('Boolean value ''' || t || ''' is not recognized') AS BOOLEAN) ELSE sf_raw_try_text_boolean(t) END;
CREATE OR REPLACE MACRO sf_raw_boolean(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_text_boolean(sf_raw_text_of_text(x)) ELSE CAST(x AS BOOLEAN) END;

-- Dates and timestamps from values and from text. Of Snowflake's automatic formats those are read whose meaning is plain; other text that holds digits is an error, never a guess. An offset from UTC is dropped, as TIMESTAMP_NTZ keeps the time of the wall clock.
CREATE OR REPLACE MACRO sf_raw_try_text_timestamp(t) AS CASE WHEN regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?( ?[+-]\d{2}(:?\d{2})?|Z)?)?') THEN TRY_CAST(regexp_replace(t, '(:\d{2}(?:\.\d+)?)(?: ?[+-]\d{2}(?::?\d{2})?|Z)$', '\1') AS TIMESTAMP) WHEN regexp_full_match(t, '\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-[A-Za-z]{3}-\d{4}') THEN try_strptime(t, ['%m/%d/%Y', '%d-%b-%Y']) WHEN regexp_matches(t, '\d') THEN CAST(sf_error('fsc: the date format of ''' || t || ''' is not known here; give the format') AS TIMESTAMP) END;
CREATE OR REPLACE MACRO sf_raw_text_timestamp(t) AS coalesce(sf_raw_try_text_timestamp(t), CASE WHEN t IS NOT NULL THEN CAST(sf_error('Timestamp ''' || t || ''' is not recognized') AS TIMESTAMP) END);
CREATE OR REPLACE MACRO sf_raw_value_timestamp(x) AS CASE WHEN sf_raw_is_exact(x) AND sf_raw_scale(x) = 0 THEN make_timestamp(TRY_CAST(x AS BIGINT) * 1000000) WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN TRY_CAST(x AS TIMESTAMP) ELSE CAST(sf_error('fsc: no timestamp for a value of type ' || typeof(x)) AS TIMESTAMP) END;
CREATE OR REPLACE MACRO sf_raw_timestamp(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_text_timestamp(sf_raw_text_of_text(x)) ELSE sf_raw_value_timestamp(x) END;
CREATE OR REPLACE MACRO sf_raw_value_date(x) AS CASE WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN TRY_CAST(x AS DATE) ELSE CAST(sf_error('fsc: no date for a value of type ' || typeof(x)) AS DATE) END;
CREATE OR REPLACE MACRO sf_raw_date(x) AS CASE WHEN sf_raw_is_text(x) THEN CAST(sf_raw_text_timestamp(sf_raw_text_of_text(x)) AS DATE) ELSE sf_raw_value_date(x) END;
CREATE OR REPLACE MACRO sf_raw_try_timestamp(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_try_text_timestamp(sf_raw_text_of_text(x)) ELSE sf_raw_value_timestamp(x) END;
CREATE OR REPLACE MACRO sf_raw_try_date(x) AS CASE WHEN sf_raw_is_text(x) THEN CAST(sf_raw_try_text_timestamp(sf_raw_text_of_text(x)) AS DATE) ELSE sf_raw_value_date(x) END;
CREATE OR REPLACE MACRO sf_raw_temporal(x) AS CASE WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN CAST(x AS TIMESTAMP) ELSE CAST(sf_error('fsc: a DATE or TIMESTAMP is needed, not ' || typeof(x)) AS TIMESTAMP) END;
-- Texts that only DuckDB reads as a date: beside a date they are an error, beside a text they are a text.
CREATE OR REPLACE MACRO sf_raw_word_beside(x, word) AS CASE WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) THEN CAST(sf_error('Date ''' || word || ''' is not recognized') AS VARCHAR) ELSE CAST(word AS VARCHAR) END;
CREATE OR REPLACE MACRO sf_raw_try_date_text(t) AS CASE WHEN lower(trim(t)) NOT IN ('epoch', 'infinity', '-infinity', 'inf', '-inf') THEN t END;
CREATE OR REPLACE MACRO sf_raw_date_text(t) AS CASE WHEN t IS NOT NULL AND sf_raw_try_date_text(t) IS NULL THEN sf_error('Date ''' || t || ''' is not recognized') ELSE t END;

-- Dates: DATE stays DATE where the unit is a day or more.
CREATE OR REPLACE MACRO sf_raw_add_days(x, n) AS cast_to_type(sf_raw_temporal(x) + to_days(CAST(round(n) AS INTEGER)), x);
CREATE OR REPLACE MACRO sf_raw_add_months(x, n) AS cast_to_type(sf_raw_temporal(x) + to_months(CAST(round(n) AS INTEGER)), x);
CREATE OR REPLACE MACRO sf_raw_months_to_end(t, n) AS CASE WHEN CAST(t AS DATE) = last_day(t) THEN CAST(last_day(t + to_months(CAST(round(n) AS INTEGER))) AS TIMESTAMP) + (t - date_trunc('day', t)) ELSE t + to_months(CAST(round(n) AS INTEGER)) END;
CREATE OR REPLACE MACRO sf_raw_add_months_to_end(x, n) AS cast_to_type(sf_raw_months_to_end(sf_raw_temporal(x), n), x);
CREATE OR REPLACE MACRO sf_raw_add_microseconds(x, n, unit) AS sf_raw_temporal(x) + to_microseconds(CAST(round(n) AS BIGINT) * unit);
CREATE OR REPLACE MACRO sf_raw_date_trunc(part, x) AS cast_to_type(date_trunc(part, sf_raw_temporal(x)), x);
CREATE OR REPLACE MACRO sf_raw_weeks_between(a, b) AS date_diff('day', date_trunc('week', a), date_trunc('week', b)) // 7;
CREATE OR REPLACE MACRO sf_raw_months_between(a, b) AS CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN CAST(date_diff('month', b, a) AS DECIMAL(18, 6)) ELSE CAST(date_diff('month', b, a) + (date_diff('second', date_trunc('month', a), a) - date_diff('second', date_trunc('month', b), b)) / (31 * 86400.0) AS DECIMAL(18, 6)) END;
CREATE OR REPLACE MACRO sf_raw_next_day(d, dow) AS CAST(CAST(d AS DATE) + CAST(1 + (dow - dayofweek(d) + 6) % 7 AS INTEGER) AS DATE);
CREATE OR REPLACE MACRO sf_raw_previous_day(d, dow) AS CAST(CAST(d AS DATE) - CAST(1 + (dayofweek(d) - dow + 6) % 7 AS INTEGER) AS DATE);
CREATE OR REPLACE MACRO sf_raw_date_from_parts(y, m, d) AS CAST(CAST(make_date(CAST(y AS BIGINT), 1, 1) AS TIMESTAMP) + to_months(CAST(m AS INTEGER) - 1) + to_days(CAST(d AS INTEGER) - 1) AS DATE);

CREATE OR REPLACE MACRO sf_raw_timestamp_from_parts(y, m, d, h, mi, s, ns) AS CAST(sf_raw_date_from_parts(y, m, d) AS TIMESTAMP) + to_microseconds(((CAST(h AS BIGINT) * 60 + CAST(mi AS BIGINT)) * 60 + CAST(s AS BIGINT)) * 1000000 + CAST(ns AS BIGINT) // 1000);
CREATE OR REPLACE MACRO sf_raw_time_slice(x, width, origin, to_end, within_day) AS CASE WHEN within_day AND typeof(x) = 'DATE' THEN cast_to_type(sf_error('fsc: TIME_SLICE of a DATE has no unit shorter than a day'), x) ELSE cast_to_type(time_bucket(width, sf_raw_temporal(x), origin) + CASE WHEN to_end THEN width ELSE to_days(0) END, x) END;
CREATE OR REPLACE MACRO sf_raw_whole(x) AS CASE WHEN sf_raw_is_exact(x) AND sf_raw_scale(x) = 0 OR sf_raw_is_null(x) THEN TRY_CAST(x AS BIGINT) ELSE CAST(sf_error('fsc: a whole number is needed, not ' || typeof(x)) AS BIGINT) END;

-- Numbers. A quotient of exact numbers has at least six decimals, rounded half away from zero. It is a long division of whole numbers: the digits before the point, then those after it in two steps, so that remainders fit 128 bits.
CREATE OR REPLACE MACRO sf_raw_quotient_scale(a) AS sf_raw_scale(a) + greatest(0, least(6, 12 - sf_raw_scale(a)));
CREATE OR REPLACE MACRO sf_raw_quotient_witness(a, b) AS round(a + b * 0 + CAST(0 AS DECIMAL(38, 12)), sf_raw_quotient_scale(a));
CREATE OR REPLACE MACRO sf_raw_digits(x) AS CASE WHEN sf_raw_scale(x) = 0 THEN TRY_CAST(x AS HUGEINT) ELSE TRY_CAST(replace(CAST(x AS VARCHAR), '.', '') AS HUGEINT) END;
CREATE OR REPLACE MACRO sf_raw_power(n) AS CAST('1' || repeat('0', n) AS HUGEINT);
CREATE OR REPLACE MACRO sf_raw_decimals(a, b) AS greatest(0, least(6, 12 - sf_raw_scale(a))) + sf_raw_scale(b);
CREATE OR REPLACE MACRO sf_raw_long_division(n, d, p, q) AS (n // d * p + n % d * p // d) * q + ((n % d * p) % d * q * 2 + d) // (2 * d);
CREATE OR REPLACE MACRO sf_raw_exact_quotient(n, d, a, b) AS CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 THEN sf_error('Division by zero') ELSE CAST(CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END * sf_raw_long_division(abs(n), abs(d), sf_raw_power(sf_raw_decimals(a, b) // 2), sf_raw_power((sf_raw_decimals(a, b) + 1) // 2)) AS DECIMAL(38, 0)) * cast_to_type('0.' || repeat('0', sf_raw_quotient_scale(a) - 1) || '1', sf_raw_quotient_witness(a, b)) END;
CREATE OR REPLACE MACRO sf_raw_float_quotient(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN b = 0 THEN sf_error('Division by zero') ELSE CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END;
CREATE OR REPLACE MACRO sf_raw_quotient(a, b) AS CASE WHEN sf_raw_is_exact(a) AND sf_raw_is_exact(b) THEN cast_to_type(sf_raw_exact_quotient(sf_raw_digits(a), sf_raw_digits(b), a, b), sf_raw_quotient_witness(a, b)) ELSE cast_to_type(sf_raw_float_quotient(a, b), sf_raw_quotient_witness(a, b)) END;
-- DuckDB keeps the product or sum of two DECIMALs of up to 18 digits in 18 digits, Snowflake gives it 38. A product has the decimals of both, but no more than 12 unless one of the two has more. A DATE plus a number of days is a DATE.
-- A call of a macro with types must not hold another one, since its arguments are bound twice; nor can it be called where more than one of its forms has types and those of the arguments are not known yet, hence a chain of them.
CREATE OR REPLACE MACRO sf_raw_product_scale(a, b) AS least(sf_raw_scale(a) + sf_raw_scale(b), greatest(sf_raw_scale(a), sf_raw_scale(b), 12));
CREATE OR REPLACE MACRO sf_raw_wide_product(a, b, product) AS cast_to_type(CASE WHEN sf_raw_is_exact(a) AND sf_raw_is_exact(b) THEN round(product, sf_raw_product_scale(a, b)) ELSE product END, round(product, sf_raw_product_scale(a, b)));
CREATE OR REPLACE MACRO sf_raw_product(a BIGINT, b BIGINT) AS a * b, (a, b) AS sf_raw_wide_product(a, b, (a + CAST(0 AS DECIMAL(38, 0))) * b);
CREATE OR REPLACE MACRO sf_raw_sum_of_days(a HUGEINT, b DATE) AS b + CAST(a AS INTEGER), (a, b) AS (a + CAST(0 AS DECIMAL(38, 0))) + b;
CREATE OR REPLACE MACRO sf_raw_sum_of_date(a DATE, b HUGEINT) AS a + CAST(b AS INTEGER), (a, b) AS sf_raw_sum_of_days(a, b);
CREATE OR REPLACE MACRO sf_raw_sum(a BIGINT, b BIGINT) AS a + b, (a, b) AS sf_raw_sum_of_date(a, b);
CREATE OR REPLACE MACRO sf_raw_difference_of_timestamps(a TIMESTAMP, b TIMESTAMP) AS a - b, (a, b) AS (a + CAST(0 AS DECIMAL(38, 0))) - b;
CREATE OR REPLACE MACRO sf_raw_difference_of_dates(a DATE, b DATE) AS a - b, (a, b) AS sf_raw_difference_of_timestamps(a, b);
CREATE OR REPLACE MACRO sf_raw_difference_of_days(a DATE, b HUGEINT) AS a - CAST(b AS INTEGER), (a, b) AS sf_raw_difference_of_dates(a, b);
CREATE OR REPLACE MACRO sf_raw_difference(a BIGINT, b BIGINT) AS a - b, (a, b) AS sf_raw_difference_of_days(a, b);
CREATE OR REPLACE MACRO sf_raw_modulo(a, b) AS CASE WHEN a IS NOT NULL AND b = 0 THEN sf_error('Division by zero') ELSE a % b END;
CREATE OR REPLACE MACRO sf_raw_ceil(x, factor) AS cast_to_type(ceil(x * factor) / factor, x);
CREATE OR REPLACE MACRO sf_raw_floor(x, factor) AS cast_to_type(floor(x * factor) / factor, x);
CREATE OR REPLACE MACRO sf_raw_width_bucket(x, low, high, n) AS CASE WHEN x IS NULL OR low IS NULL OR high IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR low >= high THEN CAST(sf_error('WIDTH_BUCKET: the bounds or the number of buckets are not valid') AS BIGINT) WHEN x < low THEN 0 WHEN x >= high THEN CAST(n AS BIGINT) + 1 ELSE CAST(floor(CAST((x - low) * n AS DOUBLE) / CAST(high - low AS DOUBLE)) AS BIGINT) + 1 END;
CREATE OR REPLACE MACRO sf_raw_haversine(lat1, lon1, lat2, lon2) AS 2 * 6371 * asin(sqrt(pow(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)));
CREATE OR REPLACE MACRO sf_raw_shift_left(x, n) AS CAST(x AS BIGINT) << CAST(n AS BIGINT);
CREATE OR REPLACE MACRO sf_raw_shift_right(x, n) AS CASE WHEN x < 0 OR n < 0 THEN CAST(sf_error('fsc: bits of a negative number, or at a negative position, are not known here') AS BIGINT) WHEN n > 63 THEN 0 ELSE CAST(x AS BIGINT) >> CAST(n AS BIGINT) END;

-- Text.
CREATE OR REPLACE MACRO sf_raw_substring(s, start, n) AS CASE WHEN s IS NULL OR start IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR start < -length(s) THEN '' ELSE substr(s, CASE WHEN start = 0 THEN 1 ELSE start END, n) END;
CREATE OR REPLACE MACRO sf_raw_substring_from(s, start) AS CASE WHEN start < -length(s) THEN '' ELSE substr(s, CASE WHEN start = 0 THEN 1 ELSE start END) END;
CREATE OR REPLACE MACRO sf_raw_lpad(s, n, p) AS CASE WHEN n <= 0 THEN CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE '' END WHEN p = '' THEN left(s, CAST(n AS INTEGER)) ELSE lpad(s, CAST(n AS INTEGER), p) END;
CREATE OR REPLACE MACRO sf_raw_rpad(s, n, p) AS CASE WHEN n <= 0 THEN CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE '' END WHEN p = '' THEN left(s, CAST(n AS INTEGER)) ELSE rpad(s, CAST(n AS INTEGER), p) END;
CREATE OR REPLACE MACRO sf_raw_split_part(s, d, n) AS CASE WHEN s IS NULL OR d IS NULL OR n IS NULL THEN NULL WHEN d = '' THEN CASE WHEN n IN (-1, 0, 1) THEN s ELSE '' END ELSE split_part(s, d, CASE WHEN n = 0 THEN 1 ELSE n END) END;
CREATE OR REPLACE MACRO sf_raw_split(s, d) AS CASE WHEN s IS NULL OR d IS NULL THEN NULL WHEN d = '' THEN to_json([s]) ELSE to_json(string_split(s, d)) END;
CREATE OR REPLACE MACRO sf_raw_position(needle, s, start) AS CASE WHEN needle IS NULL OR s IS NULL OR start IS NULL THEN NULL WHEN start < 1 THEN CAST(sf_error('fsc: a start before 1 is not known here') AS BIGINT) WHEN start > length(s) + 1 THEN 0 WHEN needle = '' THEN start WHEN instr(substr(s, start), needle) = 0 THEN 0 ELSE instr(substr(s, start), needle) + start - 1 END;
CREATE OR REPLACE MACRO sf_raw_initcap(s) AS CASE WHEN s IS NULL THEN NULL ELSE array_to_string(list_transform(regexp_extract_all(s, '[\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+|[^\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+'), lambda word: upper(word[1]) || lower(word[2:])), '') END;
CREATE OR REPLACE MACRO sf_raw_regexp_substr(s, p, start, occurrence, options, part) AS CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE regexp_extract_all(substr(s, start), p, part, options)[occurrence] END;
CREATE OR REPLACE MACRO sf_raw_regexp_position(s, p) AS CASE WHEN s IS NULL OR p IS NULL THEN NULL WHEN regexp_matches(s, p) THEN length(regexp_extract(s, '^((?s:.*?))(?:' || p || ')', 1)) + 1 ELSE 0 END;
CREATE OR REPLACE MACRO sf_raw_insert(s, start, n, t) AS CASE WHEN s IS NULL OR start IS NULL OR n IS NULL OR t IS NULL THEN NULL WHEN start < 1 OR n < 0 OR start > length(s) + 1 THEN sf_error('INSERT: the position or the length is out of range') ELSE left(s, start - 1) || t || substr(s, start + n) END;
CREATE OR REPLACE MACRO sf_raw_tokens(s, d) AS CASE WHEN s IS NULL OR d IS NULL OR s = '' AND d = '' THEN NULL WHEN d = '' THEN [s] ELSE list_filter(string_split(translate(s, d, repeat(d[1], CAST(length(d) AS BIGINT))), d[1]), lambda token: token <> '') END;
CREATE OR REPLACE MACRO sf_raw_strtok(s, d, n) AS CASE WHEN n >= 1 THEN sf_raw_tokens(s, d)[n] END;
-- DuckDB's `levenshtein` counts bytes. Where a text is not ASCII, each of its characters is written as another one that is.
CREATE OR REPLACE MACRO sf_raw_letters(s) AS list_sort(list_distinct(regexp_extract_all(s, '(?s:.)')));
CREATE OR REPLACE MACRO sf_raw_distance_of_letters(a, b, letters) AS CASE WHEN len(letters) > 95 THEN CAST(sf_error('fsc: EDITDISTANCE of texts with more than 95 different characters is not computed here') AS BIGINT) ELSE levenshtein(translate(a, array_to_string(letters, ''), left(' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~', len(letters))), translate(b, array_to_string(letters, ''), left(' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~', len(letters)))) END;
CREATE OR REPLACE MACRO sf_raw_distance(a, b) AS CASE WHEN strlen(a) = length(a) AND strlen(b) = length(b) THEN levenshtein(a, b) ELSE sf_raw_distance_of_letters(a, b, sf_raw_letters(a || b)) END;

-- Semi-structured values are JSON. Snowflake does not define the order of an object's keys in its text, so that text is an error where there are several keys. Elements are compared by `sf_raw_key`.
CREATE OR REPLACE MACRO sf_raw_key(x) AS CASE WHEN json_type(x) IN ('ARRAY', 'OBJECT') THEN sf_error('fsc: nested elements are not compared here') WHEN json_type(x) = 'DOUBLE' THEN regexp_replace(CAST(CAST(x AS DOUBLE) AS VARCHAR), '\.0$', '') ELSE coalesce(CAST(x AS VARCHAR), 'null') END;
CREATE OR REPLACE MACRO sf_raw_keys(a) AS list_transform(CAST(a AS JSON[]), lambda element: sf_raw_key(element));
CREATE OR REPLACE MACRO sf_raw_to_array(x) AS CASE WHEN x IS NULL THEN NULL WHEN typeof(x) = 'JSON' AND json_type(to_json(x)) = 'ARRAY' THEN to_json(x) ELSE to_json([to_json(x)]) END;
CREATE OR REPLACE MACRO sf_raw_array_position(x, a) AS nullif(list_position(sf_raw_keys(a), sf_raw_key(to_json(x))), 0) - 1;
CREATE OR REPLACE MACRO sf_raw_arrays_overlap(a, b) AS list_has_any(sf_raw_keys(a), sf_raw_keys(b));
CREATE OR REPLACE MACRO sf_raw_array_append(a, x) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(list_append(CAST(a AS JSON[]), to_json(x))) END;
CREATE OR REPLACE MACRO sf_raw_array_prepend(a, x) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(list_prepend(to_json(x), CAST(a AS JSON[]))) END;
CREATE OR REPLACE MACRO sf_raw_array_cat(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE to_json(list_concat(CAST(a AS JSON[]), CAST(b AS JSON[]))) END;
CREATE OR REPLACE MACRO sf_raw_array_compact(a) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element: coalesce(json_type(element), 'NULL') <> 'NULL')) END;
CREATE OR REPLACE MACRO sf_raw_array_reverse(a) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(list_reverse(CAST(a AS JSON[]))) END;
CREATE OR REPLACE MACRO sf_raw_array_flatten(a) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(flatten(CAST(a AS JSON[][]))) END;
CREATE OR REPLACE MACRO sf_raw_array_slice(a, b, e) AS CASE WHEN a IS NULL OR b IS NULL OR e IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element, i: i > CASE WHEN b < 0 THEN json_array_length(a) + b ELSE b END AND i <= CASE WHEN e < 0 THEN json_array_length(a) + e ELSE e END)) END;
CREATE OR REPLACE MACRO sf_raw_array_distinct(a) AS CASE WHEN a IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element, i: list_position(sf_raw_keys(a), sf_raw_key(element)) = i)) END;
CREATE OR REPLACE MACRO sf_raw_array_remove(a, x) AS CASE WHEN a IS NULL OR x IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element: sf_raw_key(element) <> sf_raw_key(to_json(x)))) END;
CREATE OR REPLACE MACRO sf_raw_surplus(keys, others, i) AS len(list_filter(keys[1:i], lambda k: k = keys[i])) > len(list_filter(others, lambda k: k = keys[i]));
CREATE OR REPLACE MACRO sf_raw_array_except(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element, i: sf_raw_surplus(sf_raw_keys(a), sf_raw_keys(b), i))) END;
CREATE OR REPLACE MACRO sf_raw_array_intersection(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE to_json(list_filter(CAST(a AS JSON[]), lambda element, i: NOT sf_raw_surplus(sf_raw_keys(a), sf_raw_keys(b), i))) END;
CREATE OR REPLACE MACRO sf_raw_object_of_keys(o, names, keep) AS CASE WHEN o IS NULL THEN NULL ELSE sf_raw_object_without_nulls(list_transform(list_filter(json_keys(o), lambda key: list_contains(names, key) = keep), lambda key: {'k': key, 'v': json_extract(o, '$."' || key || '"')})) END;
CREATE OR REPLACE MACRO sf_raw_array_size(x) AS CASE WHEN json_type(x) = 'ARRAY' THEN CAST(json_array_length(x) AS BIGINT) END;
CREATE OR REPLACE MACRO sf_raw_array_contains(x, a) AS CASE WHEN a IS NULL THEN NULL ELSE list_contains(CAST(a AS JSON[]), to_json(x)) END;
CREATE OR REPLACE MACRO sf_raw_array_to_string(a, d) AS CASE WHEN a IS NULL OR d IS NULL THEN NULL ELSE coalesce(array_to_string(list_transform(CAST(a AS JSON[]), lambda item: coalesce(sf_raw_json_item_text(item), '')), d), '') END;
-- What is JSON to only one of the engines is an error: elements that are left out, words in upper case, numbers that are none. A key twice is one on Snowflake too.
CREATE OR REPLACE MACRO sf_raw_strict_json(t) AS regexp_replace(regexp_replace(regexp_replace(lower(sf_raw_json_signs(t)), '-?nan|-?inf(inity)?', '0', 'g'), ',\s*([\]}])', '\1', 'g'), '([,\[])\s*,', '\1null,', 'g');
CREATE OR REPLACE MACRO sf_raw_is_loose_json(t) AS TRY_CAST(sf_raw_strict_json(t) AS JSON) IS NOT NULL AND (TRY_CAST(t AS JSON) IS NULL OR sf_raw_strict_json(t) <> lower(sf_raw_json_signs(t)));
CREATE OR REPLACE MACRO sf_raw_repeats_key(object) AS json_type(object) = 'OBJECT' AND len(json_keys(object)) <> len(list_distinct(json_keys(object)));
CREATE OR REPLACE MACRO sf_raw_key_words(t) AS regexp_extract_all(t, '"((?:[^"\\]|\\.)*)"\s*:', 1);
CREATE OR REPLACE MACRO sf_raw_has_key_twice(t) AS len(sf_raw_key_words(t)) <> len(list_distinct(sf_raw_key_words(t))) AND (coalesce(sf_raw_repeats_key(TRY_CAST(t AS JSON)), false) OR coalesce(len(list_filter(json_extract(TRY_CAST(t AS JSON), '$..*'), lambda part: sf_raw_repeats_key(part))), 0) > 0);
CREATE OR REPLACE MACRO sf_raw_loose_json() AS sf_error('fsc: JSON with elements that are left out, words in upper case, or NaN is not read here');
CREATE OR REPLACE MACRO sf_raw_parse_json(x) AS CASE WHEN typeof(x) = 'JSON' THEN CAST(x AS JSON) WHEN trim(CAST(x AS VARCHAR)) = '' THEN NULL WHEN sf_raw_is_loose_json(CAST(x AS VARCHAR)) THEN sf_raw_loose_json() WHEN sf_raw_has_key_twice(CAST(x AS VARCHAR)) THEN sf_error('Error parsing JSON: duplicate object attribute') ELSE CAST(CAST(x AS VARCHAR) AS JSON) END;
CREATE OR REPLACE MACRO sf_raw_try_parse_json(x) AS CASE WHEN trim(CAST(x AS VARCHAR)) = '' THEN NULL WHEN sf_raw_is_loose_json(CAST(x AS VARCHAR)) THEN sf_raw_loose_json() WHEN sf_raw_has_key_twice(CAST(x AS VARCHAR)) THEN NULL ELSE TRY_CAST(CAST(x AS VARCHAR) AS JSON) END;
CREATE OR REPLACE MACRO sf_raw_object_without_nulls(pairs) AS coalesce(to_json(map_from_entries(list_filter(list_sort(pairs), lambda pair: pair.k IS NOT NULL AND pair.v IS NOT NULL))), CAST('{}' AS JSON));

-- The same by type. `k` (and `j`, `l`) is the value once more, and its type chooses the form; the value itself keeps its type, since only what has a type is cast to it. How DuckDB 1.5.6 chooses (a test
-- holds it to that): whole numbers come to HUGEINT, all but UHUGEINT; decimals of any kind to DECIMAL(38, 19), or to DOUBLE where there is no such form; FLOAT to DOUBLE; DATE to TIMESTAMP where it has no form of
-- its own, and TIMESTAMP of any precision, but none with a zone; JSON to VARCHAR; NULL to the first form; the rest to the form without types. JSON as a type takes every other one, so it stands only beside a
-- `k VARCHAR`. Where a type is not known, as that of an aggregate or an alias is not, a call with several typed forms is an error: `sf_text(x)` and its kin bind their argument by `[x]`, in which it always is.
-- A lambda over a struct has no types while the macro is made, hence the chains below, each with one typed form and one without.
CREATE OR REPLACE MACRO sf_typed_text(x, k VARCHAR, j VARCHAR) AS CAST(x AS VARCHAR), (x, k VARCHAR, j JSON) AS sf_raw_json_value_text(x), (x, k HUGEINT, j) AS CAST(x AS VARCHAR), (x, k UHUGEINT, j) AS CAST(x AS VARCHAR), (x, k DECIMAL(38, 19), j) AS sf_key_text(x), (x, k DOUBLE, j) AS sf_raw_float_text(TRY_CAST(x AS DOUBLE)), (x, k DATE, j) AS CAST(x AS VARCHAR), (x, k TIMESTAMP, j) AS strftime(TRY_CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g'), (x, k BOOLEAN, j) AS CAST(x AS VARCHAR), (x, k TIME, j) AS CAST(x AS VARCHAR), (x, k, j) AS CAST(sf_error('fsc: no text for a value of type ' || typeof(x)) AS VARCHAR);
-- `coalesce` keeps the name of the lambda's variable out of messages: DuckDB names the column that a cast reads.
CREATE OR REPLACE MACRO sf_typed_number(x, k HUGEINT, j, witness, s) AS cast_to_type(coalesce(x, NULL), witness), (x, k UHUGEINT, j, witness, s) AS cast_to_type(coalesce(x, NULL), witness), (x, k DECIMAL(38, 19), j, witness, s) AS cast_to_type(coalesce(x, NULL), witness), (x, k DOUBLE, j, witness, s) AS cast_to_type(round(TRY_CAST(x AS DOUBLE), s), witness), (x, k VARCHAR, j VARCHAR, witness, s) AS cast_to_type(sf_raw_number_text(CAST(x AS VARCHAR)), witness), (x, k VARCHAR, j JSON, witness, s) AS cast_to_type(list_transform([sf_raw_json_number_text(x, s)], lambda t: sf_raw_number_text(t))[1], witness), (x, k BOOLEAN, j, witness, s) AS cast_to_type(x, witness), (x, k, j, witness, s) AS cast_to_type(sf_error('fsc: no number for a value of type ' || typeof(x)), witness);
CREATE OR REPLACE MACRO sf_typed_double(x, k DOUBLE, j) AS CAST(x AS DOUBLE), (x, k VARCHAR, j VARCHAR) AS sf_raw_float_of_text(CAST(x AS VARCHAR)), (x, k VARCHAR, j JSON) AS list_transform([sf_raw_json_number_text(x, -400)], lambda t: sf_raw_float_of_text(t))[1], (x, k BOOLEAN, j) AS CAST(x AS DOUBLE), (x, k, j) AS CAST(sf_error('fsc: no number for a value of type ' || typeof(x)) AS DOUBLE);
CREATE OR REPLACE MACRO sf_typed_boolean(x, k BOOLEAN, j) AS CAST(x AS BOOLEAN), (x, k VARCHAR, j VARCHAR) AS sf_raw_text_boolean(CAST(x AS VARCHAR)), (x, k VARCHAR, j JSON) AS list_transform([sf_raw_json_value_text(x)], lambda t: sf_raw_text_boolean(t))[1], (x, k, j) AS CAST(x AS BOOLEAN);
CREATE OR REPLACE MACRO sf_json_timestamp(x) AS list_transform([sf_raw_json_value_text(x)], lambda t: sf_raw_text_timestamp(t))[1];
CREATE OR REPLACE MACRO sf_json_try_timestamp(x) AS list_transform([sf_raw_json_value_text(x)], lambda t: sf_raw_try_text_timestamp(t))[1];
CREATE OR REPLACE MACRO sf_typed_timestamp(x, k TIMESTAMP, j) AS TRY_CAST(x AS TIMESTAMP), (x, k VARCHAR, j VARCHAR) AS sf_raw_text_timestamp(CAST(x AS VARCHAR)), (x, k VARCHAR, j JSON) AS sf_json_timestamp(x), (x, k, j) AS sf_raw_value_timestamp(x);
CREATE OR REPLACE MACRO sf_typed_try_timestamp(x, k TIMESTAMP, j) AS TRY_CAST(x AS TIMESTAMP), (x, k VARCHAR, j VARCHAR) AS sf_raw_try_text_timestamp(CAST(x AS VARCHAR)), (x, k VARCHAR, j JSON) AS sf_json_try_timestamp(x), (x, k, j) AS sf_raw_value_timestamp(x);
CREATE OR REPLACE MACRO sf_typed_date(x, k TIMESTAMP, j) AS TRY_CAST(x AS DATE), (x, k VARCHAR, j VARCHAR) AS CAST(sf_raw_text_timestamp(CAST(x AS VARCHAR)) AS DATE), (x, k VARCHAR, j JSON) AS CAST(sf_json_timestamp(x) AS DATE), (x, k, j) AS sf_raw_value_date(x);
CREATE OR REPLACE MACRO sf_typed_try_date(x, k TIMESTAMP, j) AS TRY_CAST(x AS DATE), (x, k VARCHAR, j VARCHAR) AS CAST(sf_raw_try_text_timestamp(CAST(x AS VARCHAR)) AS DATE), (x, k VARCHAR, j JSON) AS CAST(sf_json_try_timestamp(x) AS DATE), (x, k, j) AS sf_raw_value_date(x);
CREATE OR REPLACE MACRO sf_typed_temporal(x, k TIMESTAMP) AS CAST(x AS TIMESTAMP), (x, k) AS sf_raw_temporal(x);
CREATE OR REPLACE MACRO sf_typed_add_days(x, n, k TIMESTAMP) AS cast_to_type(CAST(x AS TIMESTAMP) + to_days(CAST(round(n) AS INTEGER)), x), (x, n, k) AS sf_raw_add_days(x, n);
CREATE OR REPLACE MACRO sf_typed_add_months(x, n, k TIMESTAMP) AS cast_to_type(CAST(x AS TIMESTAMP) + to_months(CAST(round(n) AS INTEGER)), x), (x, n, k) AS sf_raw_add_months(x, n);
CREATE OR REPLACE MACRO sf_typed_add_months_to_end(x, n, k TIMESTAMP) AS cast_to_type(sf_raw_months_to_end(CAST(x AS TIMESTAMP), n), x), (x, n, k) AS sf_raw_add_months_to_end(x, n);
CREATE OR REPLACE MACRO sf_typed_date_trunc(part, x, k TIMESTAMP) AS cast_to_type(date_trunc(part, CAST(x AS TIMESTAMP)), x), (part, x, k) AS sf_raw_date_trunc(part, x);
-- Of two whole numbers the quotient is one division of 128 bits. A quotient of a FLOAT and another number is what their sum is: a FLOAT, unless the other one is a DOUBLE.
CREATE OR REPLACE MACRO sf_typed_short_division(n, d) AS CAST((2000000 * abs(n) + abs(d)) // (2 * abs(d)) AS HUGEINT);
CREATE OR REPLACE MACRO sf_typed_whole_quotient(n, d) AS CAST(CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 THEN sf_error('Division by zero') ELSE CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END * CASE WHEN n BETWEEN -4000000000000 AND 4000000000000 AND d BETWEEN -4000000000000 AND 4000000000000 THEN sf_typed_short_division(CAST(n AS BIGINT), CAST(d AS BIGINT)) ELSE sf_raw_long_division(abs(CAST(n AS HUGEINT)), abs(CAST(d AS HUGEINT)), 1000, 1000) END END AS DECIMAL(38, 0)) * CAST(0.000001 AS DECIMAL(38, 6));
CREATE OR REPLACE MACRO sf_typed_decimal_quotient(a, b) AS list_transform([{'n': sf_raw_digits(a), 'd': sf_raw_digits(b), 'p': sf_raw_power(sf_raw_decimals(a, b) // 2), 'q': sf_raw_power((sf_raw_decimals(a, b) + 1) // 2)}], lambda w: CAST(CASE WHEN w.n IS NULL OR w.d IS NULL THEN NULL WHEN w.d = 0 THEN sf_error('Division by zero') ELSE CASE WHEN (w.n < 0) <> (w.d < 0) THEN -1 ELSE 1 END * sf_raw_long_division(abs(w.n), abs(w.d), w.p, w.q) END AS DECIMAL(38, 0)))[1] * cast_to_type('0.' || repeat('0', sf_raw_quotient_scale(a) - 1) || '1', sf_raw_quotient_witness(a, b));
CREATE OR REPLACE MACRO sf_typed_quotient_of_floats(a, b, k DOUBLE, l DOUBLE) AS cast_to_type(sf_raw_float_quotient(a, b), a + b), (a, b, k, l) AS cast_to_type(sf_raw_float_quotient(a, b), sf_raw_quotient_witness(a, b));
CREATE OR REPLACE MACRO sf_typed_quotient_of_decimals(a, b, k DECIMAL(38, 19), l DECIMAL(38, 19)) AS sf_typed_decimal_quotient(a, b), (a, b, k, l) AS sf_typed_quotient_of_floats(a, b, k, l);
CREATE OR REPLACE MACRO sf_typed_quotient(a, b, k HUGEINT, l HUGEINT) AS sf_typed_whole_quotient(a, b), (a, b, k, l) AS sf_typed_quotient_of_decimals(a, b, k, l);
CREATE OR REPLACE MACRO sf_typed_product_of_floats(a, b, k DOUBLE, l DOUBLE) AS (a + CAST(0 AS DECIMAL(38, 0))) * b, (a, b, k, l) AS sf_raw_product(a, b);
CREATE OR REPLACE MACRO sf_typed_product_of_decimals(a, b, k DECIMAL(38, 19), l DECIMAL(38, 19)) AS round((a + CAST(0 AS DECIMAL(38, 0))) * b, sf_raw_product_scale(a, b)), (a, b, k, l) AS sf_typed_product_of_floats(a, b, k, l);
CREATE OR REPLACE MACRO sf_typed_product(a, b, k BIGINT, l BIGINT) AS k * l, (a, b, k, l) AS sf_typed_product_of_decimals(a, b, k, l);

-- What the lowering calls. A macro that needs an argument more than once binds it once, as `v`: macros are expanded as text, and nested
-- calls would otherwise grow exponentially (one view took 400 s to bind). DuckDB takes no lambda in HAVING: there the lowering calls `sf_raw_…`.
-- It also wants constants where a pattern or a separator stands, so the macros that pass one on cannot bind it.
CREATE OR REPLACE MACRO sf_text(x) AS list_transform([x], lambda v: sf_typed_text(v, v, v))[1];
CREATE OR REPLACE MACRO sf_text_of_length(x, n) AS list_transform([sf_text(x)], lambda t: sf_raw_text_within(t, n))[1];
CREATE OR REPLACE MACRO sf_try_number_text(t) AS list_transform([t], lambda v: sf_raw_try_number_text(v))[1];
CREATE OR REPLACE MACRO sf_number(x, witness, s) AS list_transform([x], lambda v: sf_typed_number(v, v, v, witness, s))[1];
CREATE OR REPLACE MACRO sf_try_float_text(t) AS list_transform([t], lambda v: sf_raw_try_float_text(v))[1];
CREATE OR REPLACE MACRO sf_double(x) AS list_transform([x], lambda v: sf_typed_double(v, v, v))[1];
CREATE OR REPLACE MACRO sf_try_text_boolean(t) AS list_transform([t], lambda v: sf_raw_try_text_boolean(v))[1];
CREATE OR REPLACE MACRO sf_boolean(x) AS list_transform([x], lambda v: sf_typed_boolean(v, v, v))[1];
CREATE OR REPLACE MACRO sf_timestamp(x) AS list_transform([x], lambda v: sf_typed_timestamp(v, v, v))[1];
CREATE OR REPLACE MACRO sf_date(x) AS list_transform([x], lambda v: sf_typed_date(v, v, v))[1];
CREATE OR REPLACE MACRO sf_try_timestamp(x) AS list_transform([x], lambda v: sf_typed_try_timestamp(v, v, v))[1];
CREATE OR REPLACE MACRO sf_try_date(x) AS list_transform([x], lambda v: sf_typed_try_date(v, v, v))[1];
CREATE OR REPLACE MACRO sf_word_beside(x, word) AS sf_raw_word_beside(x, word);
CREATE OR REPLACE MACRO sf_date_text(t) AS sf_raw_date_text(t);
CREATE OR REPLACE MACRO sf_try_date_text(t) AS sf_raw_try_date_text(t);
CREATE OR REPLACE MACRO sf_temporal(x) AS list_transform([x], lambda v: sf_typed_temporal(v, v))[1];
CREATE OR REPLACE MACRO sf_add_days(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_typed_add_days(v.x, v.n, v.x))[1];
CREATE OR REPLACE MACRO sf_add_months(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_typed_add_months(v.x, v.n, v.x))[1];
CREATE OR REPLACE MACRO sf_add_months_to_end(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_typed_add_months_to_end(v.x, v.n, v.x))[1];
CREATE OR REPLACE MACRO sf_add_microseconds(x, n, unit) AS sf_temporal(x) + to_microseconds(CAST(round(n) AS BIGINT) * unit);
CREATE OR REPLACE MACRO sf_date_trunc(part, x) AS list_transform([x], lambda v: sf_typed_date_trunc(part, v, v))[1];
CREATE OR REPLACE MACRO sf_weeks_between(a, b) AS sf_raw_weeks_between(a, b);
CREATE OR REPLACE MACRO sf_months_between(a, b) AS list_transform([{'a': sf_timestamp(a), 'b': sf_timestamp(b)}], lambda v: sf_raw_months_between(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_next_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: sf_raw_next_day(v.d, v.dow))[1];
CREATE OR REPLACE MACRO sf_previous_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: sf_raw_previous_day(v.d, v.dow))[1];
CREATE OR REPLACE MACRO sf_date_from_parts(y, m, d) AS sf_raw_date_from_parts(y, m, d);
CREATE OR REPLACE MACRO sf_quotient(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_typed_quotient(v.a, v.b, v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_product(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_typed_product(v.a, v.b, v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_sum(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_sum(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_difference(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_difference(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_modulo(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_modulo(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_ceil(x, factor) AS list_transform([{'x': x, 'factor': factor}], lambda v: sf_raw_ceil(v.x, v.factor))[1];
CREATE OR REPLACE MACRO sf_floor(x, factor) AS list_transform([{'x': x, 'factor': factor}], lambda v: sf_raw_floor(v.x, v.factor))[1];
CREATE OR REPLACE MACRO sf_width_bucket(x, low, high, n) AS list_transform([{'x': x, 'low': low, 'high': high, 'n': n}], lambda v: sf_raw_width_bucket(v.x, v.low, v.high, v.n))[1];
CREATE OR REPLACE MACRO sf_haversine(lat1, lon1, lat2, lon2) AS list_transform([{'lat1': lat1, 'lon1': lon1, 'lat2': lat2, 'lon2': lon2}], lambda v: sf_raw_haversine(v.lat1, v.lon1, v.lat2, v.lon2))[1];
CREATE OR REPLACE MACRO sf_substring(s, start, n) AS list_transform([{'s': s, 'start': start, 'n': n}], lambda v: sf_raw_substring(v.s, v.start, v.n))[1];
CREATE OR REPLACE MACRO sf_substring_from(s, start) AS list_transform([{'s': s, 'start': start}], lambda v: sf_raw_substring_from(v.s, v.start))[1];
CREATE OR REPLACE MACRO sf_lpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: sf_raw_lpad(v.s, v.n, v.p))[1];
CREATE OR REPLACE MACRO sf_rpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: sf_raw_rpad(v.s, v.n, v.p))[1];
CREATE OR REPLACE MACRO sf_split_part(s, d, n) AS list_transform([{'s': s, 'd': d, 'n': n}], lambda v: sf_raw_split_part(v.s, v.d, v.n))[1];
CREATE OR REPLACE MACRO sf_split(s, d) AS sf_raw_split(s, d);
CREATE OR REPLACE MACRO sf_position(needle, s, start) AS list_transform([{'needle': needle, 's': s, 'start': start}], lambda v: sf_raw_position(v.needle, v.s, v.start))[1];
CREATE OR REPLACE MACRO sf_distance(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_distance(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_initcap(s) AS list_transform([s], lambda v: sf_raw_initcap(v))[1];
CREATE OR REPLACE MACRO sf_regexp_substr(s, p, start, occurrence, options, part) AS sf_raw_regexp_substr(s, p, start, occurrence, options, part);
CREATE OR REPLACE MACRO sf_array_size(x) AS list_transform([x], lambda v: sf_raw_array_size(v))[1];
CREATE OR REPLACE MACRO sf_array_contains(x, a) AS list_transform([{'x': x, 'a': a}], lambda v: sf_raw_array_contains(v.x, v.a))[1];
CREATE OR REPLACE MACRO sf_array_to_string(a, d) AS sf_raw_array_to_string(a, d);
CREATE OR REPLACE MACRO sf_parse_json(x) AS list_transform([x], lambda v: sf_raw_parse_json(v))[1];
CREATE OR REPLACE MACRO sf_try_parse_json(x) AS list_transform([x], lambda v: sf_raw_try_parse_json(v))[1];
CREATE OR REPLACE MACRO sf_object_without_nulls(pairs) AS sf_raw_object_without_nulls(pairs);
CREATE OR REPLACE MACRO sf_json_text(x) AS list_transform([x], lambda v: sf_raw_json_text(v))[1];
CREATE OR REPLACE MACRO sf_whole(x) AS list_transform([x], lambda v: sf_raw_whole(v))[1];
CREATE OR REPLACE MACRO sf_shift_right(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_raw_shift_right(v.x, v.n))[1];
CREATE OR REPLACE MACRO sf_insert(s, start, n, t) AS list_transform([{'s': s, 'start': start, 'n': n, 't': t}], lambda v: sf_raw_insert(v.s, v.start, v.n, v.t))[1];
CREATE OR REPLACE MACRO sf_strtok(s, d, n) AS list_transform([{'s': s, 'd': d, 'n': n}], lambda v: sf_raw_strtok(v.s, v.d, v.n))[1];
CREATE OR REPLACE MACRO sf_tokens(s, d) AS list_transform([{'s': s, 'd': d}], lambda v: sf_raw_tokens(v.s, v.d))[1];
CREATE OR REPLACE MACRO sf_to_array(x) AS list_transform([x], lambda v: sf_raw_to_array(v))[1];
CREATE OR REPLACE MACRO sf_array_position(x, a) AS list_transform([{'x': x, 'a': a}], lambda v: sf_raw_array_position(v.x, v.a))[1];
CREATE OR REPLACE MACRO sf_arrays_overlap(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_arrays_overlap(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_array_append(a, x) AS list_transform([{'a': a, 'x': x}], lambda v: sf_raw_array_append(v.a, v.x))[1];
CREATE OR REPLACE MACRO sf_array_prepend(a, x) AS list_transform([{'a': a, 'x': x}], lambda v: sf_raw_array_prepend(v.a, v.x))[1];
CREATE OR REPLACE MACRO sf_array_cat(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_array_cat(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_array_compact(a) AS list_transform([a], lambda v: sf_raw_array_compact(v))[1];
CREATE OR REPLACE MACRO sf_array_reverse(a) AS list_transform([a], lambda v: sf_raw_array_reverse(v))[1];
CREATE OR REPLACE MACRO sf_array_flatten(a) AS list_transform([a], lambda v: sf_raw_array_flatten(v))[1];
CREATE OR REPLACE MACRO sf_array_slice(a, b, e) AS list_transform([{'a': a, 'b': b, 'e': e}], lambda v: sf_raw_array_slice(v.a, v.b, v.e))[1];
CREATE OR REPLACE MACRO sf_array_distinct(a) AS list_transform([a], lambda v: sf_raw_array_distinct(v))[1];
CREATE OR REPLACE MACRO sf_array_remove(a, x) AS list_transform([{'a': a, 'x': x}], lambda v: sf_raw_array_remove(v.a, v.x))[1];
CREATE OR REPLACE MACRO sf_array_except(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_array_except(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_array_intersection(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_array_intersection(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_object_of_keys(o, names, keep) AS list_transform([{'o': o, 'names': names, 'keep': keep}], lambda v: sf_raw_object_of_keys(v.o, v.names, v.keep))[1];
CREATE OR REPLACE MACRO sf_timestamp_from_parts(y, m, d, h, mi, s, ns) AS sf_raw_timestamp_from_parts(y, m, d, h, mi, s, ns);
CREATE OR REPLACE MACRO sf_time_slice(x, width, origin, to_end, within_day) AS list_transform([x], lambda v: sf_raw_time_slice(v, width, origin, to_end, within_day))[1];
CREATE OR REPLACE MACRO sf_shift_left(x, n) AS sf_raw_shift_left(x, n);
CREATE OR REPLACE MACRO sf_regexp_position(s, p) AS sf_raw_regexp_position(s, p);
