-- Macros that give DuckDB 1.5 the meaning Snowflake's functions have. Statements end with a semicolon at the end of a line; the lowering calls them by name.
-- `typeof` and `cast_to_type` are resolved when a query is bound, so that each macro is right for every argument type and the branches that do not apply vanish from the plan.
SET default_null_order = 'nulls_last_on_asc_first_on_desc';
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;

-- What is known of a type.
CREATE OR REPLACE MACRO sf_raw_is_exact(x) AS typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT') OR typeof(x) LIKE 'DECIMAL%';
CREATE OR REPLACE MACRO sf_raw_is_float(x) AS typeof(x) IN ('DOUBLE', 'FLOAT');
CREATE OR REPLACE MACRO sf_raw_is_text(x) AS typeof(x) IN ('VARCHAR', 'JSON');
CREATE OR REPLACE MACRO sf_raw_is_timestamp(x) AS typeof(x) IN ('TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS');
CREATE OR REPLACE MACRO sf_raw_is_null(x) AS typeof(x) = '"NULL"';
CREATE OR REPLACE MACRO sf_raw_scale(x) AS CASE WHEN typeof(x) LIKE 'DECIMAL%' THEN CAST(regexp_extract(typeof(x), ',(\d+)\)', 1) AS INTEGER) ELSE 0 END;

-- Text of a value, as an implicit or explicit cast to VARCHAR gives it.
CREATE OR REPLACE MACRO sf_raw_float_text(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = 0 THEN '0' WHEN abs(x) >= 1e-4 AND abs(x) < 1e15 THEN regexp_replace(CAST(x AS VARCHAR), '\.0$', '') ELSE error('fsc: the text of a float this large or small is not known; cast it to NUMBER first') END;
CREATE OR REPLACE MACRO sf_raw_text(x) AS CASE WHEN typeof(x) = 'JSON' THEN json_extract_string(CAST(x AS JSON), '$') WHEN sf_raw_is_float(x) THEN sf_raw_float_text(TRY_CAST(x AS DOUBLE)) WHEN sf_raw_is_timestamp(x) THEN strftime(TRY_CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') WHEN typeof(x) IN ('VARCHAR', 'DATE', 'BOOLEAN', 'TIME') OR sf_raw_is_exact(x) OR sf_raw_is_null(x) THEN CAST(x AS VARCHAR) ELSE error('fsc: no text for a value of type ' || typeof(x)) END;
CREATE OR REPLACE MACRO sf_raw_text_of_length(x, n) AS CASE WHEN length(sf_raw_text(x)) > n THEN error('String ''' || sf_raw_text(x) || ''' is too long and would be truncated') ELSE sf_raw_text(x) END;

-- Numbers from values and from text.
CREATE OR REPLACE MACRO sf_raw_try_number_text(t) AS CASE WHEN regexp_full_match(t, '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*') THEN t END;
CREATE OR REPLACE MACRO sf_raw_number_text(t) AS CASE WHEN t IS NOT NULL AND sf_raw_try_number_text(t) IS NULL THEN error('Numeric value ''' || t || ''' is not recognized') ELSE t END;
CREATE OR REPLACE MACRO sf_raw_number(x, witness, s) AS CASE WHEN sf_raw_is_text(x) THEN cast_to_type(sf_raw_number_text(sf_raw_text(x)), witness) WHEN sf_raw_is_float(x) THEN cast_to_type(round(TRY_CAST(x AS DOUBLE), s), witness) WHEN sf_raw_is_exact(x) OR typeof(x) = 'BOOLEAN' OR sf_raw_is_null(x) THEN cast_to_type(x, witness) ELSE cast_to_type(error('fsc: no number for a value of type ' || typeof(x)), witness) END;
CREATE OR REPLACE MACRO sf_raw_try_float_text(t) AS CASE WHEN regexp_full_match(t, '\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|(?i:inf|infinity|nan))\s*') THEN t END;
CREATE OR REPLACE MACRO sf_raw_double(x) AS CASE WHEN sf_raw_is_text(x) THEN CAST(CASE WHEN sf_raw_text(x) IS NOT NULL AND sf_raw_try_float_text(sf_raw_text(x)) IS NULL THEN error('Numeric value ''' || sf_raw_text(x) || ''' is not recognized') ELSE sf_raw_text(x) END AS DOUBLE) WHEN sf_raw_is_exact(x) OR sf_raw_is_float(x) OR typeof(x) = 'BOOLEAN' OR sf_raw_is_null(x) THEN CAST(x AS DOUBLE) ELSE CAST(error('fsc: no number for a value of type ' || typeof(x)) AS DOUBLE) END;

-- Booleans.
CREATE OR REPLACE MACRO sf_raw_try_text_boolean(t) AS CASE WHEN lower(trim(t)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN true WHEN lower(trim(t)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN false END;
CREATE OR REPLACE MACRO sf_raw_boolean(x) AS CASE WHEN sf_raw_is_text(x) THEN CASE WHEN sf_raw_text(x) IS NOT NULL AND sf_raw_try_text_boolean(sf_raw_text(x)) IS NULL THEN CAST(error('Boolean value ''' || sf_raw_text(x) || ''' is not recognized') AS BOOLEAN) ELSE sf_raw_try_text_boolean(sf_raw_text(x)) END ELSE CAST(x AS BOOLEAN) END;

-- Dates and timestamps from values and from text. Of Snowflake's automatic formats those are read whose meaning is plain; other text that holds digits is an error, never a guess.
CREATE OR REPLACE MACRO sf_raw_try_text_timestamp(t) AS CASE WHEN regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?') THEN TRY_CAST(t AS TIMESTAMP) WHEN regexp_full_match(t, '\d{1,2}/\d{1,2}/\d{4}') THEN try_strptime(t, '%m/%d/%Y') WHEN regexp_full_match(t, '\d{1,2}-[A-Za-z]{3}-\d{4}') THEN try_strptime(t, '%d-%b-%Y') WHEN regexp_matches(t, '\d') THEN CAST(error('fsc: the date format of ''' || t || ''' is not known here; give the format') AS TIMESTAMP) END;
CREATE OR REPLACE MACRO sf_raw_text_timestamp(t) AS coalesce(sf_raw_try_text_timestamp(t), CASE WHEN t IS NOT NULL THEN CAST(error('Timestamp ''' || t || ''' is not recognized') AS TIMESTAMP) END);
CREATE OR REPLACE MACRO sf_raw_timestamp(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_text_timestamp(sf_raw_text(x)) WHEN sf_raw_is_exact(x) AND sf_raw_scale(x) = 0 THEN make_timestamp(TRY_CAST(x AS BIGINT) * 1000000) WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN TRY_CAST(x AS TIMESTAMP) ELSE CAST(error('fsc: no timestamp for a value of type ' || typeof(x)) AS TIMESTAMP) END;
CREATE OR REPLACE MACRO sf_raw_date(x) AS CASE WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN TRY_CAST(x AS DATE) WHEN sf_raw_is_text(x) THEN CAST(sf_raw_text_timestamp(sf_raw_text(x)) AS DATE) ELSE CAST(error('fsc: no date for a value of type ' || typeof(x)) AS DATE) END;
CREATE OR REPLACE MACRO sf_raw_try_timestamp(x) AS CASE WHEN sf_raw_is_text(x) THEN sf_raw_try_text_timestamp(sf_raw_text(x)) ELSE sf_raw_timestamp(x) END;
CREATE OR REPLACE MACRO sf_raw_try_date(x) AS CASE WHEN sf_raw_is_text(x) THEN CAST(sf_raw_try_text_timestamp(sf_raw_text(x)) AS DATE) ELSE sf_raw_date(x) END;
CREATE OR REPLACE MACRO sf_raw_temporal(x) AS CASE WHEN typeof(x) = 'DATE' OR sf_raw_is_timestamp(x) OR sf_raw_is_null(x) THEN CAST(x AS TIMESTAMP) ELSE CAST(error('fsc: a DATE or TIMESTAMP is needed, not ' || typeof(x)) AS TIMESTAMP) END;

-- Dates: DATE stays DATE where the unit is a day or more.
CREATE OR REPLACE MACRO sf_raw_add_days(x, n) AS cast_to_type(sf_raw_temporal(x) + to_days(CAST(round(n) AS INTEGER)), x);
CREATE OR REPLACE MACRO sf_raw_add_months(x, n) AS cast_to_type(sf_raw_temporal(x) + to_months(CAST(round(n) AS INTEGER)), x);
CREATE OR REPLACE MACRO sf_raw_add_months_to_end(x, n) AS cast_to_type(CASE WHEN CAST(sf_raw_temporal(x) AS DATE) = last_day(sf_raw_temporal(x)) THEN CAST(last_day(sf_raw_temporal(x) + to_months(CAST(round(n) AS INTEGER))) AS TIMESTAMP) + (sf_raw_temporal(x) - date_trunc('day', sf_raw_temporal(x))) ELSE sf_raw_temporal(x) + to_months(CAST(round(n) AS INTEGER)) END, x);
CREATE OR REPLACE MACRO sf_raw_add_microseconds(x, n, unit) AS sf_raw_temporal(x) + to_microseconds(CAST(round(n) AS BIGINT) * unit);
CREATE OR REPLACE MACRO sf_raw_date_trunc(part, x) AS cast_to_type(date_trunc(part, sf_raw_temporal(x)), x);
CREATE OR REPLACE MACRO sf_raw_weeks_between(a, b) AS date_diff('day', date_trunc('week', a), date_trunc('week', b)) // 7;
CREATE OR REPLACE MACRO sf_raw_months_between(a, b) AS CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN CAST(date_diff('month', b, a) AS DECIMAL(18, 6)) ELSE CAST(date_diff('month', b, a) + (date_diff('second', date_trunc('month', a), a) - date_diff('second', date_trunc('month', b), b)) / (31 * 86400.0) AS DECIMAL(18, 6)) END;
CREATE OR REPLACE MACRO sf_raw_next_day(d, dow) AS CAST(CAST(sf_raw_timestamp(d) AS DATE) + CAST(1 + (dow - dayofweek(sf_raw_timestamp(d)) + 6) % 7 AS INTEGER) AS DATE);
CREATE OR REPLACE MACRO sf_raw_previous_day(d, dow) AS CAST(CAST(sf_raw_timestamp(d) AS DATE) - CAST(1 + (dayofweek(sf_raw_timestamp(d)) - dow + 6) % 7 AS INTEGER) AS DATE);
CREATE OR REPLACE MACRO sf_raw_date_from_parts(y, m, d) AS CAST(CAST(make_date(CAST(y AS BIGINT), 1, 1) AS TIMESTAMP) + to_months(CAST(m AS INTEGER) - 1) + to_days(CAST(d AS INTEGER) - 1) AS DATE);

-- Numbers. A quotient of exact numbers has at least six decimals, rounded half away from zero; the nudge of a few units in the last place makes ties of the binary quotient ties again.
CREATE OR REPLACE MACRO sf_raw_quotient_witness(a, b) AS round(a + b * 0 + CAST(0 AS DECIMAL(38, 12)), greatest(sf_raw_scale(a), least(sf_raw_scale(a) + 6, 12)));
CREATE OR REPLACE MACRO sf_raw_quotient(a, b) AS cast_to_type(CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN b = 0 THEN error('Division by zero') WHEN sf_raw_is_exact(a) AND sf_raw_is_exact(b) THEN CAST(a AS DOUBLE) / CAST(b AS DOUBLE) * CAST(1.0000000000000004 AS DOUBLE) ELSE CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END, sf_raw_quotient_witness(a, b));
CREATE OR REPLACE MACRO sf_raw_modulo(a, b) AS CASE WHEN a IS NOT NULL AND b = 0 THEN error('Division by zero') ELSE a % b END;
CREATE OR REPLACE MACRO sf_raw_ceil(x, factor) AS cast_to_type(ceil(x * factor) / factor, x);
CREATE OR REPLACE MACRO sf_raw_floor(x, factor) AS cast_to_type(floor(x * factor) / factor, x);
CREATE OR REPLACE MACRO sf_raw_width_bucket(x, low, high, n) AS CASE WHEN x IS NULL OR low IS NULL OR high IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR low >= high THEN CAST(error('WIDTH_BUCKET: the bounds or the number of buckets are not valid') AS BIGINT) WHEN x < low THEN 0 WHEN x >= high THEN CAST(n AS BIGINT) + 1 ELSE CAST(floor(CAST((x - low) * n AS DOUBLE) / CAST(high - low AS DOUBLE)) AS BIGINT) + 1 END;
CREATE OR REPLACE MACRO sf_raw_haversine(lat1, lon1, lat2, lon2) AS 2 * 6371 * asin(sqrt(pow(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)));

-- Text.
CREATE OR REPLACE MACRO sf_raw_substring(s, start, n) AS CASE WHEN s IS NULL OR start IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR start < -length(s) THEN '' ELSE substr(s, CASE WHEN start = 0 THEN 1 ELSE start END, n) END;
CREATE OR REPLACE MACRO sf_raw_substring_from(s, start) AS CASE WHEN start < -length(s) THEN '' ELSE substr(s, CASE WHEN start = 0 THEN 1 ELSE start END) END;
CREATE OR REPLACE MACRO sf_raw_lpad(s, n, p) AS CASE WHEN n <= 0 THEN CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE '' END WHEN p = '' THEN left(s, CAST(n AS INTEGER)) ELSE lpad(s, CAST(n AS INTEGER), p) END;
CREATE OR REPLACE MACRO sf_raw_rpad(s, n, p) AS CASE WHEN n <= 0 THEN CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE '' END WHEN p = '' THEN left(s, CAST(n AS INTEGER)) ELSE rpad(s, CAST(n AS INTEGER), p) END;
CREATE OR REPLACE MACRO sf_raw_split_part(s, d, n) AS CASE WHEN s IS NULL OR d IS NULL OR n IS NULL THEN NULL WHEN d = '' THEN CASE WHEN n IN (-1, 0, 1) THEN s ELSE '' END ELSE split_part(s, d, CASE WHEN n = 0 THEN 1 ELSE n END) END;
CREATE OR REPLACE MACRO sf_raw_split(s, d) AS CASE WHEN s IS NULL OR d IS NULL THEN NULL WHEN d = '' THEN to_json([s]) ELSE to_json(string_split(s, d)) END;
CREATE OR REPLACE MACRO sf_raw_position(needle, s, start) AS CASE WHEN needle IS NULL OR s IS NULL OR start IS NULL THEN NULL WHEN start < 1 THEN CAST(error('fsc: a start before 1 is not known here') AS BIGINT) WHEN start > length(s) + 1 THEN 0 WHEN needle = '' THEN start WHEN instr(substr(s, start), needle) = 0 THEN 0 ELSE instr(substr(s, start), needle) + start - 1 END;
CREATE OR REPLACE MACRO sf_raw_initcap(s) AS CASE WHEN s IS NULL THEN NULL ELSE array_to_string(list_transform(regexp_extract_all(s, '[\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+|[^\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+'), lambda word: upper(word[1]) || lower(word[2:])), '') END;
CREATE OR REPLACE MACRO sf_raw_regexp_substr(s, p, start, occurrence, options, part) AS CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE regexp_extract_all(substr(s, start), p, part, options)[occurrence] END;

-- Semi-structured values are JSON.
CREATE OR REPLACE MACRO sf_raw_array_size(x) AS CASE WHEN json_type(x) = 'ARRAY' THEN CAST(json_array_length(x) AS BIGINT) END;
CREATE OR REPLACE MACRO sf_raw_array_contains(x, a) AS CASE WHEN a IS NULL THEN NULL ELSE list_contains(CAST(a AS JSON[]), to_json(x)) END;
CREATE OR REPLACE MACRO sf_raw_array_to_string(a, d) AS CASE WHEN a IS NULL OR d IS NULL THEN NULL ELSE coalesce(array_to_string(list_transform(CAST(a AS JSON[]), lambda item: coalesce(json_extract_string(item, '$'), '')), d), '') END;
CREATE OR REPLACE MACRO sf_raw_parse_json(x) AS CASE WHEN typeof(x) = 'JSON' THEN CAST(x AS JSON) WHEN trim(CAST(x AS VARCHAR)) = '' THEN NULL ELSE CAST(CAST(x AS VARCHAR) AS JSON) END;
CREATE OR REPLACE MACRO sf_raw_try_parse_json(x) AS CASE WHEN trim(CAST(x AS VARCHAR)) = '' THEN NULL ELSE TRY_CAST(CAST(x AS VARCHAR) AS JSON) END;
CREATE OR REPLACE MACRO sf_raw_object_without_nulls(pairs) AS coalesce(to_json(map_from_entries(list_filter(pairs, lambda pair: pair.k IS NOT NULL AND pair.v IS NOT NULL))), CAST('{}' AS JSON));

-- What the lowering calls. A macro that needs an argument more than once binds it once, as `v`: macros are expanded as text, and nested
-- calls would otherwise grow exponentially (one view took 400 s to bind). DuckDB takes no lambda in HAVING: there the lowering calls `sf_raw_…`.
-- It also wants constants where a pattern or a separator stands, so the macros that pass one on cannot bind it.
CREATE OR REPLACE MACRO sf_text(x) AS list_transform([x], lambda v: sf_raw_text(v))[1];
CREATE OR REPLACE MACRO sf_text_of_length(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_raw_text_of_length(v.x, v.n))[1];
CREATE OR REPLACE MACRO sf_try_number_text(t) AS list_transform([t], lambda v: sf_raw_try_number_text(v))[1];
CREATE OR REPLACE MACRO sf_number(x, witness, s) AS list_transform([{'x': x, 'witness': witness, 's': s}], lambda v: sf_raw_number(v.x, v.witness, v.s))[1];
CREATE OR REPLACE MACRO sf_try_float_text(t) AS list_transform([t], lambda v: sf_raw_try_float_text(v))[1];
CREATE OR REPLACE MACRO sf_double(x) AS list_transform([x], lambda v: sf_raw_double(v))[1];
CREATE OR REPLACE MACRO sf_try_text_boolean(t) AS list_transform([t], lambda v: sf_raw_try_text_boolean(v))[1];
CREATE OR REPLACE MACRO sf_boolean(x) AS list_transform([x], lambda v: sf_raw_boolean(v))[1];
CREATE OR REPLACE MACRO sf_timestamp(x) AS list_transform([x], lambda v: sf_raw_timestamp(v))[1];
CREATE OR REPLACE MACRO sf_date(x) AS list_transform([x], lambda v: sf_raw_date(v))[1];
CREATE OR REPLACE MACRO sf_try_timestamp(x) AS list_transform([x], lambda v: sf_raw_try_timestamp(v))[1];
CREATE OR REPLACE MACRO sf_try_date(x) AS list_transform([x], lambda v: sf_raw_try_date(v))[1];
CREATE OR REPLACE MACRO sf_temporal(x) AS list_transform([x], lambda v: sf_raw_temporal(v))[1];
CREATE OR REPLACE MACRO sf_add_days(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_raw_add_days(v.x, v.n))[1];
CREATE OR REPLACE MACRO sf_add_months(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_raw_add_months(v.x, v.n))[1];
CREATE OR REPLACE MACRO sf_add_months_to_end(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: sf_raw_add_months_to_end(v.x, v.n))[1];
CREATE OR REPLACE MACRO sf_add_microseconds(x, n, unit) AS sf_raw_add_microseconds(x, n, unit);
CREATE OR REPLACE MACRO sf_date_trunc(part, x) AS list_transform([{'part': part, 'x': x}], lambda v: sf_raw_date_trunc(v.part, v.x))[1];
CREATE OR REPLACE MACRO sf_weeks_between(a, b) AS sf_raw_weeks_between(a, b);
CREATE OR REPLACE MACRO sf_months_between(a, b) AS list_transform([{'a': sf_timestamp(a), 'b': sf_timestamp(b)}], lambda v: sf_raw_months_between(v.a, v.b))[1];
CREATE OR REPLACE MACRO sf_next_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: sf_raw_next_day(v.d, v.dow))[1];
CREATE OR REPLACE MACRO sf_previous_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: sf_raw_previous_day(v.d, v.dow))[1];
CREATE OR REPLACE MACRO sf_date_from_parts(y, m, d) AS sf_raw_date_from_parts(y, m, d);
CREATE OR REPLACE MACRO sf_quotient(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: sf_raw_quotient(v.a, v.b))[1];
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
CREATE OR REPLACE MACRO sf_initcap(s) AS list_transform([s], lambda v: sf_raw_initcap(v))[1];
CREATE OR REPLACE MACRO sf_regexp_substr(s, p, start, occurrence, options, part) AS sf_raw_regexp_substr(s, p, start, occurrence, options, part);
CREATE OR REPLACE MACRO sf_array_size(x) AS list_transform([x], lambda v: sf_raw_array_size(v))[1];
CREATE OR REPLACE MACRO sf_array_contains(x, a) AS list_transform([{'x': x, 'a': a}], lambda v: sf_raw_array_contains(v.x, v.a))[1];
CREATE OR REPLACE MACRO sf_array_to_string(a, d) AS sf_raw_array_to_string(a, d);
CREATE OR REPLACE MACRO sf_parse_json(x) AS list_transform([x], lambda v: sf_raw_parse_json(v))[1];
CREATE OR REPLACE MACRO sf_try_parse_json(x) AS list_transform([x], lambda v: sf_raw_try_parse_json(v))[1];
CREATE OR REPLACE MACRO sf_object_without_nulls(pairs) AS sf_raw_object_without_nulls(pairs);
