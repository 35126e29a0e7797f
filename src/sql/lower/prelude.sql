-- Macros that give DuckDB 1.5 the meaning Snowflake's functions have. Statements end with a semicolon at the end of a line; the lowering calls them by name.
-- `typeof` and `cast_to_type` are resolved when a query is bound, so that each macro is right for every argument type and the branches that do not apply vanish from the plan.
-- A macro that needs an argument more than once binds it by `list_transform([x], lambda v: …)[1]`: macros are expanded as text, and nested calls would otherwise grow exponentially (one view took 400 s to bind). DuckDB wants constants where a pattern or a separator stands, so macros that pass one on cannot do that.
SET default_null_order = 'nulls_last_on_asc_first_on_desc';
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;

-- What is known of a type.
CREATE OR REPLACE TEMP MACRO sf_is_exact(x) AS typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT') OR typeof(x) LIKE 'DECIMAL%';
CREATE OR REPLACE TEMP MACRO sf_is_float(x) AS typeof(x) IN ('DOUBLE', 'FLOAT');
CREATE OR REPLACE TEMP MACRO sf_is_text(x) AS typeof(x) IN ('VARCHAR', 'JSON');
CREATE OR REPLACE TEMP MACRO sf_is_timestamp(x) AS typeof(x) IN ('TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS');
CREATE OR REPLACE TEMP MACRO sf_is_null(x) AS typeof(x) = '"NULL"';
CREATE OR REPLACE TEMP MACRO sf_scale(x) AS CASE WHEN typeof(x) LIKE 'DECIMAL%' THEN CAST(regexp_extract(typeof(x), ',(\d+)\)', 1) AS INTEGER) ELSE 0 END;

-- Text of a value, as an implicit or explicit cast to VARCHAR gives it.
CREATE OR REPLACE TEMP MACRO sf_float_text(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = 0 THEN '0' WHEN abs(x) >= 1e-4 AND abs(x) < 1e15 THEN regexp_replace(CAST(x AS VARCHAR), '\.0$', '') ELSE error('fsc: the text of a float this large or small is not known; cast it to NUMBER first') END;
CREATE OR REPLACE TEMP MACRO sf_text(x) AS list_transform([x], lambda v: CASE WHEN typeof(v) = 'JSON' THEN json_extract_string(CAST(v AS JSON), '$') WHEN sf_is_float(v) THEN sf_float_text(TRY_CAST(v AS DOUBLE)) WHEN sf_is_timestamp(v) THEN strftime(TRY_CAST(v AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') WHEN typeof(v) IN ('VARCHAR', 'DATE', 'BOOLEAN', 'TIME') OR sf_is_exact(v) OR sf_is_null(v) THEN CAST(v AS VARCHAR) ELSE error('fsc: no text for a value of type ' || typeof(v)) END)[1];
CREATE OR REPLACE TEMP MACRO sf_text_of_length(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: CASE WHEN length(sf_text(v.x)) > v.n THEN error('String ''' || sf_text(v.x) || ''' is too long and would be truncated') ELSE sf_text(v.x) END)[1];

-- Numbers from values and from text.
CREATE OR REPLACE TEMP MACRO sf_try_number_text(t) AS list_transform([t], lambda v: CASE WHEN regexp_full_match(v, '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*') THEN v END)[1];
CREATE OR REPLACE TEMP MACRO sf_number_text(t) AS CASE WHEN t IS NOT NULL AND sf_try_number_text(t) IS NULL THEN error('Numeric value ''' || t || ''' is not recognized') ELSE t END;
CREATE OR REPLACE TEMP MACRO sf_number(x, witness, s) AS list_transform([{'x': x, 'witness': witness, 's': s}], lambda v: CASE WHEN sf_is_text(v.x) THEN cast_to_type(sf_number_text(sf_text(v.x)), v.witness) WHEN sf_is_float(v.x) THEN cast_to_type(round(TRY_CAST(v.x AS DOUBLE), v.s), v.witness) WHEN sf_is_exact(v.x) OR typeof(v.x) = 'BOOLEAN' OR sf_is_null(v.x) THEN cast_to_type(v.x, v.witness) ELSE cast_to_type(error('fsc: no number for a value of type ' || typeof(v.x)), v.witness) END)[1];
CREATE OR REPLACE TEMP MACRO sf_try_float_text(t) AS list_transform([t], lambda v: CASE WHEN regexp_full_match(v, '\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|(?i:inf|infinity|nan))\s*') THEN v END)[1];
CREATE OR REPLACE TEMP MACRO sf_double(x) AS list_transform([x], lambda v: CASE WHEN sf_is_text(v) THEN CAST(CASE WHEN sf_text(v) IS NOT NULL AND sf_try_float_text(sf_text(v)) IS NULL THEN error('Numeric value ''' || sf_text(v) || ''' is not recognized') ELSE sf_text(v) END AS DOUBLE) WHEN sf_is_exact(v) OR sf_is_float(v) OR typeof(v) = 'BOOLEAN' OR sf_is_null(v) THEN CAST(v AS DOUBLE) ELSE CAST(error('fsc: no number for a value of type ' || typeof(v)) AS DOUBLE) END)[1];

-- Booleans.
CREATE OR REPLACE TEMP MACRO sf_try_text_boolean(t) AS list_transform([t], lambda v: CASE WHEN lower(trim(v)) IN ('true', 't', 'yes', 'y', 'on', '1') THEN true WHEN lower(trim(v)) IN ('false', 'f', 'no', 'n', 'off', '0') THEN false END)[1];
CREATE OR REPLACE TEMP MACRO sf_boolean(x) AS list_transform([x], lambda v: CASE WHEN sf_is_text(v) THEN CASE WHEN sf_text(v) IS NOT NULL AND sf_try_text_boolean(sf_text(v)) IS NULL THEN CAST(error('Boolean value ''' || sf_text(v) || ''' is not recognized') AS BOOLEAN) ELSE sf_try_text_boolean(sf_text(v)) END ELSE CAST(v AS BOOLEAN) END)[1];

-- Dates and timestamps from values and from text. Of Snowflake's automatic formats those are read whose meaning is plain; other text that holds digits is an error, never a guess.
CREATE OR REPLACE TEMP MACRO sf_try_text_timestamp(t) AS CASE WHEN regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?') THEN TRY_CAST(t AS TIMESTAMP) WHEN regexp_full_match(t, '\d{1,2}/\d{1,2}/\d{4}') THEN try_strptime(t, '%m/%d/%Y') WHEN regexp_full_match(t, '\d{1,2}-[A-Za-z]{3}-\d{4}') THEN try_strptime(t, '%d-%b-%Y') WHEN regexp_matches(t, '\d') THEN CAST(error('fsc: the date format of ''' || t || ''' is not known here; give the format') AS TIMESTAMP) END;
CREATE OR REPLACE TEMP MACRO sf_text_timestamp(t) AS coalesce(sf_try_text_timestamp(t), CASE WHEN t IS NOT NULL THEN CAST(error('Timestamp ''' || t || ''' is not recognized') AS TIMESTAMP) END);
CREATE OR REPLACE TEMP MACRO sf_timestamp(x) AS list_transform([x], lambda v: CASE WHEN sf_is_text(v) THEN sf_text_timestamp(sf_text(v)) WHEN sf_is_exact(v) AND sf_scale(v) = 0 THEN make_timestamp(TRY_CAST(v AS BIGINT) * 1000000) WHEN typeof(v) = 'DATE' OR sf_is_timestamp(v) OR sf_is_null(v) THEN TRY_CAST(v AS TIMESTAMP) ELSE CAST(error('fsc: no timestamp for a value of type ' || typeof(v)) AS TIMESTAMP) END)[1];
CREATE OR REPLACE TEMP MACRO sf_date(x) AS list_transform([x], lambda v: CASE WHEN typeof(v) = 'DATE' OR sf_is_timestamp(v) OR sf_is_null(v) THEN TRY_CAST(v AS DATE) WHEN sf_is_text(v) THEN CAST(sf_text_timestamp(sf_text(v)) AS DATE) ELSE CAST(error('fsc: no date for a value of type ' || typeof(v)) AS DATE) END)[1];
CREATE OR REPLACE TEMP MACRO sf_try_timestamp(x) AS list_transform([x], lambda v: CASE WHEN sf_is_text(v) THEN sf_try_text_timestamp(sf_text(v)) ELSE sf_timestamp(v) END)[1];
CREATE OR REPLACE TEMP MACRO sf_try_date(x) AS list_transform([x], lambda v: CASE WHEN sf_is_text(v) THEN CAST(sf_try_text_timestamp(sf_text(v)) AS DATE) ELSE sf_date(v) END)[1];
CREATE OR REPLACE TEMP MACRO sf_temporal(x) AS list_transform([x], lambda v: CASE WHEN typeof(v) = 'DATE' OR sf_is_timestamp(v) OR sf_is_null(v) THEN CAST(v AS TIMESTAMP) ELSE CAST(error('fsc: a DATE or TIMESTAMP is needed, not ' || typeof(v)) AS TIMESTAMP) END)[1];

-- Dates: DATE stays DATE where the unit is a day or more.
CREATE OR REPLACE TEMP MACRO sf_add_days(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: cast_to_type(sf_temporal(v.x) + to_days(CAST(round(v.n) AS INTEGER)), v.x))[1];
CREATE OR REPLACE TEMP MACRO sf_add_months(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: cast_to_type(sf_temporal(v.x) + to_months(CAST(round(v.n) AS INTEGER)), v.x))[1];
CREATE OR REPLACE TEMP MACRO sf_add_months_to_end(x, n) AS list_transform([{'x': x, 'n': n}], lambda v: cast_to_type(CASE WHEN CAST(sf_temporal(v.x) AS DATE) = last_day(sf_temporal(v.x)) THEN CAST(last_day(sf_temporal(v.x) + to_months(CAST(round(v.n) AS INTEGER))) AS TIMESTAMP) + (sf_temporal(v.x) - date_trunc('day', sf_temporal(v.x))) ELSE sf_temporal(v.x) + to_months(CAST(round(v.n) AS INTEGER)) END, v.x))[1];
CREATE OR REPLACE TEMP MACRO sf_add_microseconds(x, n, unit) AS sf_temporal(x) + to_microseconds(CAST(round(n) AS BIGINT) * unit);
CREATE OR REPLACE TEMP MACRO sf_date_trunc(part, x) AS list_transform([{'part': part, 'x': x}], lambda v: cast_to_type(date_trunc(v.part, sf_temporal(v.x)), v.x))[1];
CREATE OR REPLACE TEMP MACRO sf_weeks_between(a, b) AS date_diff('day', date_trunc('week', a), date_trunc('week', b)) // 7;
CREATE OR REPLACE TEMP MACRO sf_months_between(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE WHEN day(sf_timestamp(v.a)) = day(sf_timestamp(v.b)) OR (CAST(sf_timestamp(v.a) AS DATE) = last_day(sf_timestamp(v.a)) AND CAST(sf_timestamp(v.b) AS DATE) = last_day(sf_timestamp(v.b))) THEN CAST(date_diff('month', sf_timestamp(v.b), sf_timestamp(v.a)) AS DECIMAL(18, 6)) ELSE CAST(date_diff('month', sf_timestamp(v.b), sf_timestamp(v.a)) + (date_diff('second', date_trunc('month', sf_timestamp(v.a)), sf_timestamp(v.a)) - date_diff('second', date_trunc('month', sf_timestamp(v.b)), sf_timestamp(v.b))) / (31 * 86400.0) AS DECIMAL(18, 6)) END)[1];
CREATE OR REPLACE TEMP MACRO sf_next_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: CAST(CAST(sf_timestamp(v.d) AS DATE) + CAST(1 + (v.dow - dayofweek(sf_timestamp(v.d)) + 6) % 7 AS INTEGER) AS DATE))[1];
CREATE OR REPLACE TEMP MACRO sf_previous_day(d, dow) AS list_transform([{'d': d, 'dow': dow}], lambda v: CAST(CAST(sf_timestamp(v.d) AS DATE) - CAST(1 + (dayofweek(sf_timestamp(v.d)) - v.dow + 6) % 7 AS INTEGER) AS DATE))[1];
CREATE OR REPLACE TEMP MACRO sf_date_from_parts(y, m, d) AS CAST(CAST(make_date(CAST(y AS BIGINT), 1, 1) AS TIMESTAMP) + to_months(CAST(m AS INTEGER) - 1) + to_days(CAST(d AS INTEGER) - 1) AS DATE);

-- Numbers. A quotient of exact numbers has at least six decimals, rounded half away from zero; the nudge of a few units in the last place makes ties of the binary quotient ties again.
CREATE OR REPLACE TEMP MACRO sf_quotient_witness(a, b) AS round(a + b * 0 + CAST(0 AS DECIMAL(38, 12)), greatest(sf_scale(a), least(sf_scale(a) + 6, 12)));
CREATE OR REPLACE TEMP MACRO sf_quotient(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: cast_to_type(CASE WHEN v.a IS NULL OR v.b IS NULL THEN NULL WHEN v.b = 0 THEN error('Division by zero') WHEN sf_is_exact(v.a) AND sf_is_exact(v.b) THEN CAST(v.a AS DOUBLE) / CAST(v.b AS DOUBLE) * CAST(1.0000000000000004 AS DOUBLE) ELSE CAST(v.a AS DOUBLE) / CAST(v.b AS DOUBLE) END, sf_quotient_witness(v.a, v.b)))[1];
CREATE OR REPLACE TEMP MACRO sf_modulo(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE WHEN v.a IS NOT NULL AND v.b = 0 THEN error('Division by zero') ELSE v.a % v.b END)[1];
CREATE OR REPLACE TEMP MACRO sf_ceil(x, factor) AS cast_to_type(ceil(x * factor) / factor, x);
CREATE OR REPLACE TEMP MACRO sf_floor(x, factor) AS cast_to_type(floor(x * factor) / factor, x);
CREATE OR REPLACE TEMP MACRO sf_width_bucket(x, low, high, n) AS list_transform([{'x': x, 'low': low, 'high': high, 'n': n}], lambda v: CASE WHEN v.x IS NULL OR v.low IS NULL OR v.high IS NULL OR v.n IS NULL THEN NULL WHEN v.n <= 0 OR v.low >= v.high THEN CAST(error('WIDTH_BUCKET: the bounds or the number of buckets are not valid') AS BIGINT) WHEN v.x < v.low THEN 0 WHEN v.x >= v.high THEN CAST(v.n AS BIGINT) + 1 ELSE CAST(floor(CAST((v.x - v.low) * v.n AS DOUBLE) / CAST(v.high - v.low AS DOUBLE)) AS BIGINT) + 1 END)[1];
CREATE OR REPLACE TEMP MACRO sf_haversine(lat1, lon1, lat2, lon2) AS list_transform([{'lat1': lat1, 'lon1': lon1, 'lat2': lat2, 'lon2': lon2}], lambda v: 2 * 6371 * asin(sqrt(pow(sin(radians(v.lat2 - v.lat1) / 2), 2) + cos(radians(v.lat1)) * cos(radians(v.lat2)) * pow(sin(radians(v.lon2 - v.lon1) / 2), 2))))[1];

-- Text.
CREATE OR REPLACE TEMP MACRO sf_substring(s, start, n) AS list_transform([{'s': s, 'start': start, 'n': n}], lambda v: CASE WHEN v.s IS NULL OR v.start IS NULL OR v.n IS NULL THEN NULL WHEN v.n <= 0 OR v.start < -length(v.s) THEN '' ELSE substr(v.s, CASE WHEN v.start = 0 THEN 1 ELSE v.start END, v.n) END)[1];
CREATE OR REPLACE TEMP MACRO sf_substring_from(s, start) AS list_transform([{'s': s, 'start': start}], lambda v: CASE WHEN v.start < -length(v.s) THEN '' ELSE substr(v.s, CASE WHEN v.start = 0 THEN 1 ELSE v.start END) END)[1];
CREATE OR REPLACE TEMP MACRO sf_lpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: CASE WHEN v.n <= 0 THEN CASE WHEN v.s IS NULL OR v.p IS NULL THEN NULL ELSE '' END WHEN v.p = '' THEN left(v.s, CAST(v.n AS INTEGER)) ELSE lpad(v.s, CAST(v.n AS INTEGER), v.p) END)[1];
CREATE OR REPLACE TEMP MACRO sf_rpad(s, n, p) AS list_transform([{'s': s, 'n': n, 'p': p}], lambda v: CASE WHEN v.n <= 0 THEN CASE WHEN v.s IS NULL OR v.p IS NULL THEN NULL ELSE '' END WHEN v.p = '' THEN left(v.s, CAST(v.n AS INTEGER)) ELSE rpad(v.s, CAST(v.n AS INTEGER), v.p) END)[1];
CREATE OR REPLACE TEMP MACRO sf_split_part(s, d, n) AS list_transform([{'s': s, 'd': d, 'n': n}], lambda v: CASE WHEN v.s IS NULL OR v.d IS NULL OR v.n IS NULL THEN NULL WHEN v.d = '' THEN CASE WHEN v.n IN (-1, 0, 1) THEN v.s ELSE '' END ELSE split_part(v.s, v.d, CASE WHEN v.n = 0 THEN 1 ELSE v.n END) END)[1];
CREATE OR REPLACE TEMP MACRO sf_split(s, d) AS CASE WHEN s IS NULL OR d IS NULL THEN NULL WHEN d = '' THEN to_json([s]) ELSE to_json(string_split(s, d)) END;
CREATE OR REPLACE TEMP MACRO sf_position(needle, s, start) AS list_transform([{'needle': needle, 's': s, 'start': start}], lambda v: CASE WHEN v.needle IS NULL OR v.s IS NULL OR v.start IS NULL THEN NULL WHEN v.start < 1 THEN CAST(error('fsc: a start before 1 is not known here') AS BIGINT) WHEN v.start > length(v.s) + 1 THEN 0 WHEN v.needle = '' THEN v.start WHEN instr(substr(v.s, v.start), v.needle) = 0 THEN 0 ELSE instr(substr(v.s, v.start), v.needle) + v.start - 1 END)[1];
CREATE OR REPLACE TEMP MACRO sf_initcap(s) AS list_transform([s], lambda v: CASE WHEN v IS NULL THEN NULL ELSE array_to_string(list_transform(regexp_extract_all(v, '[\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+|[^\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]+'), lambda word: upper(word[1]) || lower(word[2:])), '') END)[1];
CREATE OR REPLACE TEMP MACRO sf_regexp_substr(s, p, start, occurrence, options, part) AS CASE WHEN s IS NULL OR p IS NULL THEN NULL ELSE regexp_extract_all(substr(s, start), p, part, options)[occurrence] END;

-- Semi-structured values are JSON.
CREATE OR REPLACE TEMP MACRO sf_array_size(x) AS list_transform([x], lambda v: CASE WHEN json_type(v) = 'ARRAY' THEN CAST(json_array_length(v) AS BIGINT) END)[1];
CREATE OR REPLACE TEMP MACRO sf_array_contains(x, a) AS list_transform([{'x': x, 'a': a}], lambda v: CASE WHEN v.a IS NULL THEN NULL ELSE list_contains(CAST(v.a AS JSON[]), to_json(v.x)) END)[1];
CREATE OR REPLACE TEMP MACRO sf_array_to_string(a, d) AS CASE WHEN a IS NULL OR d IS NULL THEN NULL ELSE coalesce(array_to_string(list_transform(CAST(a AS JSON[]), lambda item: coalesce(json_extract_string(item, '$'), '')), d), '') END;
CREATE OR REPLACE TEMP MACRO sf_parse_json(x) AS list_transform([x], lambda v: CASE WHEN typeof(v) = 'JSON' THEN CAST(v AS JSON) WHEN trim(CAST(v AS VARCHAR)) = '' THEN NULL ELSE CAST(CAST(v AS VARCHAR) AS JSON) END)[1];
CREATE OR REPLACE TEMP MACRO sf_try_parse_json(x) AS list_transform([x], lambda v: CASE WHEN trim(CAST(v AS VARCHAR)) = '' THEN NULL ELSE TRY_CAST(CAST(v AS VARCHAR) AS JSON) END)[1];
CREATE OR REPLACE TEMP MACRO sf_object_without_nulls(pairs) AS coalesce(to_json(map_from_entries(list_filter(pairs, lambda pair: pair.k IS NOT NULL AND pair.v IS NOT NULL))), CAST('{}' AS JSON));
