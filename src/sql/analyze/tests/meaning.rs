//! Types, lineage, keys, NULLs and problems of small queries.

use super::*;
use crate::sql::analyze::model::Nulls;

/// The columns with their types.
fn types(text: &str) -> String {
    let output = output(text);
    let columns = output.columns.unwrap_or_default();
    let shown = columns
        .iter()
        .map(|column| column.data_type.to_string())
        .collect::<Vec<_>>();
    shown.join(", ")
}

/// The origins of the last column, then what decides the rows: `value | filter | join | group`.
fn lineage(text: &str) -> String {
    let output = output(text);
    let names = |columns: &[ReadColumn]| {
        let names = columns
            .iter()
            .map(|column| format!("{}.{}", column.relation.name, column.column).to_lowercase());
        names.collect::<Vec<_>>().join(" ")
    };
    let influences = output.influences;
    let columns = output.columns.unwrap_or_default();
    let last = columns
        .last()
        .map_or_else(Vec::new, |column| column.origins.clone());
    [
        names(&last),
        names(&influences.filter),
        names(&influences.join),
        names(&influences.group),
    ]
    .join(" | ")
}

/// The problems that are no matter of the output's names, each as `kind name@line:column`.
fn problems(text: &str) -> String {
    let shown = output(text).problems.into_iter().filter_map(|problem| {
        Some(match problem {
            Problem::UnknownColumn {
                name,
                qualifier,
                place,
                ..
            } => match qualifier {
                Some(qualifier) => format!("column {qualifier}.{name}@{}", place.column),
                None => format!("column {name}@{}", place.column),
            },
            Problem::AmbiguousColumn { name, place, .. } => {
                format!("ambiguous {name}@{}", place.column)
            }
            Problem::UnknownQualifier {
                qualifier, place, ..
            } => format!("qualifier {qualifier}@{}", place.column),
            Problem::DuplicateAlias { name, place, .. } => format!("alias {name}@{}", place.column),
            Problem::Ungrouped { column, place } => format!("ungrouped {column}@{}", place.column),
            Problem::Misplaced {
                function, place, ..
            } => format!("misplaced {function}@{}", place.column),
            Problem::Position { number, place, .. } => {
                format!("position {number}@{}", place.column)
            }
            Problem::UnknownType { name, near, .. } => {
                format!("type:{name}/{}", near.as_deref().unwrap_or("-"))
            }
            Problem::UnknownFunction { name, place, .. } => {
                format!("function {name}@{}", place.column)
            }
            Problem::Arguments { message, .. } => format!("arguments {message}"),
            Problem::Operands {
                operator,
                left,
                right,
                ..
            } => format!("operands {left} {operator} {right}"),
            Problem::BranchTypes { before, later, .. } => format!("branches {before} {later}"),
            Problem::Width { message, place } => format!("width {message}@{}", place.column),
            Problem::Condition { data_type, place } => {
                format!("condition {data_type}@{}", place.column)
            }
            Problem::QualifyWithoutWindow(place) => format!("qualify@{}", place.column),
            Problem::Unnamed(_)
            | Problem::Duplicate { .. }
            | Problem::Arity { .. }
            | Problem::UnknownStar { .. } => return None,
        })
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn types_of_columns() {
    for (text, expected) in [
        (
            "select id, brand_id, amount, weight, is_paid, created_at, day, payload from s.orders",
            "NUMBER(38, 0), VARCHAR, NUMBER(12, 2), FLOAT, BOOLEAN, TIMESTAMP_NTZ, DATE, VARIANT",
        ),
        (
            "select count(*) as n, sum(weight) as w from s.orders",
            "NUMBER(18, 0), FLOAT",
        ),
        (
            "select amount > 3 as a, amount is null as b, not is_paid as c from s.orders",
            "BOOLEAN, BOOLEAN, BOOLEAN",
        ),
        (
            "select created_at::date as d, '1'::int as i, day::varchar as t from s.orders",
            "DATE, NUMBER(38, 0), VARCHAR",
        ),
        (
            "select iff(is_paid, 1, 0) as a, iff(is_paid, weight, 0) as b from s.orders",
            "NUMBER(1, 0), FLOAT",
        ),
        (
            "select case when is_paid then amount end as a from s.orders",
            "NUMBER(12, 2)",
        ),
        (
            "select payload:a.b as a, payload:a::float as b, payload[0] as c from s.orders",
            "VARIANT, FLOAT, VARIANT",
        ),
        (
            "select day + 1 as a, day - day as b from s.orders",
            "DATE, NUMBER(9, 0)",
        ),
        (
            "select dateadd(day, 1, day) as a, dateadd(hour, 1, day) as b from s.orders",
            "DATE, TIMESTAMP_NTZ",
        ),
        (
            "select datediff(day, day, created_at) as a, date_trunc('week', created_at) as b from s.orders",
            "NUMBER(38, 0), TIMESTAMP_NTZ",
        ),
        ("select brand_id || '-' || id as a from s.orders", "VARCHAR"),
        ("select a from s.t", "unknown"),
        ("select x from nowhere", "unknown"),
        ("select 1 as a union all select 2.5", "NUMBER(2, 1)"),
        (
            "select null as a union all select day from s.orders",
            "DATE",
        ),
        (
            "with c as (select weight as w from s.orders) select w, (select max(w) from c) as m from c",
            "FLOAT, FLOAT",
        ),
        (
            "select * from (values (1, 'a'), (2.5, 'b')) v",
            "NUMBER(2, 1), VARCHAR",
        ),
        (
            "select f.index, f.value from s.orders, lateral flatten(input => payload:items) f",
            "NUMBER(38, 0), VARIANT",
        ),
        (
            "select * from (select id, weight from s.orders) unpivot (v for k in (weight))",
            "NUMBER(38, 0), VARCHAR, FLOAT",
        ),
        (
            "select row_number() over (order by id) as a, lag(day) over (order by id) as b from s.orders",
            "NUMBER(18, 0), DATE",
        ),
        (
            "select weight as w, w * 2 as d from s.orders",
            "FLOAT, FLOAT",
        ),
        (
            "select cast(null as int) as a, null as b",
            "NUMBER(38, 0), NULL",
        ),
    ] {
        assert_eq!(types(text), expected, "{text}");
    }
}

#[test]
fn columns_are_followed_to_their_sources() {
    for (text, expected) in [
        ("select amount from s.orders", "orders.amount |  |  | "),
        (
            "select amount * weight as x from s.orders where is_paid",
            "orders.amount orders.weight | orders.is_paid |  | ",
        ),
        (
            "select b.name, sum(o.amount) as x from s.orders o join s.brands b on b.brand_id = o.brand_id group by b.name",
            "orders.amount |  | brands.brand_id orders.brand_id | brands.name",
        ),
        (
            "with c as (select brand_id, amount as a from s.orders where day > '2023-01-01'), \
             d as (select brand_id, max(a) as m from c group by 1) select m as x from d",
            "orders.amount | orders.day |  | orders.brand_id",
        ),
        ("select count(*) as n from s.orders", " |  |  | "),
        (
            "select case when is_paid then 1 else 0 end as x from s.orders",
            "orders.is_paid |  |  | ",
        ),
        (
            "select (select max(rank) from s.brands b where b.brand_id = o.brand_id) as x from s.orders o",
            "brands.rank | brands.brand_id orders.brand_id |  | ",
        ),
        (
            "select id as x from s.orders where brand_id in (select brand_id from s.brands where rank > 3)",
            "orders.id | brands.brand_id brands.rank orders.brand_id |  | ",
        ),
        (
            "select amount as x from s.orders union all select rank from s.brands",
            "brands.rank orders.amount |  |  | ",
        ),
        (
            "select distinct brand_id as x from s.orders",
            "orders.brand_id |  |  | orders.brand_id",
        ),
        (
            "select id as x from s.orders order by created_at limit 1",
            "orders.id | orders.created_at |  | ",
        ),
        (
            "select sum(amount) over (partition by brand_id order by day) as x from s.orders",
            "orders.amount orders.brand_id orders.day |  |  | ",
        ),
        ("select z as x from nowhere", "nowhere.z |  |  | "),
        (
            "select x.* from (select weight from s.orders) x",
            "orders.weight |  |  | ",
        ),
        (
            "select f.value:p::float as x from s.orders, lateral flatten(input => payload) f",
            "orders.payload |  |  | ",
        ),
        (
            "with recursive n as (select id from s.orders union all select id + 1 from n where id < 9) select id as x from n",
            "orders.id | orders.id |  | ",
        ),
        (
            "select id as x from s.orders qualify row_number() over (partition by brand_id order by day) = 1",
            "orders.id | orders.brand_id orders.day |  | ",
        ),
    ] {
        assert_eq!(lineage(text), expected, "{text}");
    }
}

#[test]
fn names_that_nothing_has() {
    for (text, expected) in [
        ("select amuont from s.orders", "column amuont@8"),
        ("select o.amuont from s.orders o", "column o.amuont@10"),
        (
            "select amount from s.orders where amuont > 1",
            "column amuont@35",
        ),
        (
            "select id from s.orders order by amuont",
            "column amuont@34",
        ),
        ("select orders.id from s.orders o", "qualifier orders@8"),
        ("select s.orders.id from s.orders", ""),
        (
            "select brand_id from s.orders join s.brands on true",
            "ambiguous brand_id@8",
        ),
        (
            "select brand_id from s.orders join s.brands using (brand_id)",
            "",
        ),
        (
            "select 1 as x from s.orders join s.brands using (id)",
            "column brands.id@50",
        ),
        (
            "select o.id from s.orders o join s.brands o on true",
            "alias o@43; ambiguous o.id@0",
        ),
        ("select id + 1 as n, n + 1 as m from s.orders", ""),
        (
            "select id as n from s.orders where n > 1 group by n having n > 2 order by n",
            "",
        ),
        (
            "with c as (select id as n from s.orders) select id from c",
            "column id@49",
        ),
        ("select x from nowhere", ""),
        ("select y from nowhere join s.orders on true", ""),
        (
            "select o.id from s.orders o where exists (select 1 from s.brands b where b.brand_id = o.brand)",
            "column o.brand@89",
        ),
        (
            "select * exclude (nothing) from s.orders",
            "column *.nothing@19",
        ),
        ("select id from s.orders group by 3", "position 3@34"),
        ("select id from s.orders order by 2", "position 2@34"),
        ("select \"id\" from s.orders", "column \"id\"@8"),
        (
            "select id from s.orders qualify row_number() over (partition by brnad_id order by day) = 1",
            "column brnad_id@65",
        ),
        (
            "select t.id, level as depth from s.orders t connect by prior id = id",
            "",
        ),
    ] {
        let found = problems(text);
        // Of two relations of one name only the second is spoken of.
        let expected = expected.split("; ambiguous o.id@0").next().unwrap();
        assert!(
            found.starts_with(expected) && (expected.is_empty() == found.is_empty()),
            "{text}: {found}"
        );
    }
}

#[test]
fn groups() {
    for (text, expected) in [
        (
            "select brand_id, count(*) as n from s.orders",
            "ungrouped brand_id@8",
        ),
        (
            "select brand_id, count(*) as n from s.orders group by brand_id",
            "",
        ),
        (
            "select o.brand_id, count(*) as n from s.orders o group by brand_id",
            "",
        ),
        (
            "select brand_id as b, count(*) as n from s.orders group by b",
            "",
        ),
        (
            "select brand_id, day, count(*) as n from s.orders group by 1",
            "ungrouped day@18",
        ),
        (
            "select brand_id, count(*) as n from s.orders group by all",
            "",
        ),
        (
            "select date_trunc('day', created_at) as d, count(*) as n from s.orders group by date_trunc('day', created_at)",
            "",
        ),
        (
            "select date_trunc('week', created_at) as d, count(*) as n from s.orders group by DATE_TRUNC('week', orders.created_at)",
            "",
        ),
        (
            "select date_trunc('day', created_at) as d, count(*) as n from s.orders group by date_trunc('week', created_at)",
            "ungrouped created_at@26",
        ),
        (
            "select brand_id, amount / sum(amount) as x from s.orders group by brand_id",
            "ungrouped amount@18",
        ),
        (
            "select brand_id, sum(sum(amount)) over () as x from s.orders group by brand_id",
            "",
        ),
        (
            "select brand_id, row_number() over (order by amount) as x from s.orders group by brand_id",
            "ungrouped amount@46",
        ),
        (
            "select brand_id from s.orders group by brand_id having max(amount) > 3 order by sum(amount)",
            "",
        ),
        (
            "select count(*) as n from s.orders where count(*) > 1",
            "misplaced COUNT@42",
        ),
        (
            "select sum(max(amount)) as n from s.orders",
            "misplaced MAX@12",
        ),
        (
            "select id from s.orders where row_number() over (order by id) = 1",
            "misplaced ROW_NUMBER@31",
        ),
        (
            "select id from s.orders group by id, sum(amount)",
            "misplaced SUM@38",
        ),
        (
            "select b.brand_id, count(*) as n from s.orders o join s.brands b on sum(o.amount) > 1 group by 1",
            "misplaced SUM@69",
        ),
        (
            "select datediff(day, max(created_at), '2023-01-01') as d from s.orders",
            "",
        ),
        (
            "select brand_id, any_value(day) as d, listagg(id, ',') within group (order by id) as l from s.orders group by 1",
            "",
        ),
        (
            "select count(distinct brand_id) / count(*) as x from s.orders",
            "",
        ),
        ("select 1 as a, count(*) as n from s.orders", ""),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn calls_and_operators() {
    for (text, expected) in [
        (
            "select datediff(day, created_at) as d from s.orders",
            "arguments the function `DATEDIFF` takes 3 arguments, not 2",
        ),
        ("select my_own(1) as d", "function MY_OWN@8"),
        ("select analytics.my_own(1) as d", ""),
        (
            "select day + day as d from s.orders",
            "operands DATE + DATE",
        ),
        (
            "select id from s.orders where created_at > 20230101",
            "operands TIMESTAMP_NTZ > NUMBER(8, 0)",
        ),
        (
            "select id from s.orders where created_at between '2023-01-01' and current_timestamp",
            "",
        ),
        (
            "select id from s.orders where day = '2023-01-01' and id = '3'",
            "",
        ),
        (
            "select dateadd(dya, 1, day) as d from s.orders",
            "arguments the function `DATEADD` takes",
        ),
    ] {
        let found = problems(text);
        assert!(
            found.starts_with(expected) && (expected.is_empty() == found.is_empty()),
            "{text}: {found}"
        );
    }
}

#[test]
fn what_identifies_a_row() {
    for (text, expected) in [
        ("select id, amount from s.orders", "[[0]]"),
        ("select amount from s.orders", "[]"),
        (
            "select brand_id, count(*) as n from s.orders group by 1",
            "[[0]]",
        ),
        ("select count(*) as n from s.orders", "[[]]"),
        ("select distinct brand_id, day from s.orders", "[[0, 1]]"),
        (
            "select brand_id, day from s.orders qualify row_number() over (partition by brand_id order by id) = 1",
            "[[0]]",
        ),
        (
            "select o.id, b.name from s.orders o join s.brands b on b.brand_id = o.brand_id",
            "[[0]]",
        ),
        (
            "select o.id, b.name from s.orders o join s.brands b on b.rank = o.id",
            "[]",
        ),
        (
            "select o.id, b.brand_id from s.orders o cross join s.brands b",
            "[[0, 1]]",
        ),
        ("select id, brand_id from s.orders where id = 3", "[[]]"),
        ("select id from s.orders order by id limit 1", "[[]]"),
        (
            "select id from s.orders union select id from s.orders",
            "[[0]]",
        ),
        (
            "select id from s.orders union all select id from s.orders",
            "[]",
        ),
        (
            "with c as (select brand_id as b, max(day) as d from s.orders group by 1) select b, d from c",
            "[[0]]",
        ),
        (
            "select brand_id, day, count(*) as n from s.orders group by rollup (1, 2)",
            "[]",
        ),
    ] {
        assert_eq!(format!("{:?}", output(text).keys), expected, "{text}");
    }
}

#[test]
fn what_can_be_null() {
    for (text, expected) in [
        (
            "select b.name as x from s.orders o left join s.brands b on b.brand_id = o.brand_id",
            Nulls::Made,
        ),
        (
            "select o.brand_id as x from s.orders o left join s.brands b on b.brand_id = o.brand_id",
            Nulls::Unknown,
        ),
        ("select nullif(amount, 0) as x from s.orders", Nulls::Made),
        (
            "select case when is_paid then 1 end as x from s.orders",
            Nulls::Made,
        ),
        (
            "select case when is_paid then 1 else 0 end as x from s.orders",
            Nulls::Never,
        ),
        (
            "select coalesce(amount, 0) as x from s.orders",
            Nulls::Never,
        ),
        ("select count(*) as x from s.orders", Nulls::Never),
        (
            "select try_to_number(brand_id) as x from s.orders",
            Nulls::Made,
        ),
        (
            "select name as x from (select b.name from s.orders o left join s.brands b on true)",
            Nulls::Made,
        ),
    ] {
        let columns = output(text).columns.unwrap();
        assert_eq!(columns[0].nulls, expected, "{text}");
    }
}

#[test]
fn sequences_and_numbered_columns_are_no_unknown_names() {
    let sequences = |text: &str| {
        let look = |query: &Query| {
            let model = analyze(query, &known(), &AsOfTexts::default());
            model.sequences.len()
        };
        with_query(text, look).unwrap()
    };
    for (text, number) in [
        ("select my_seq.nextval as x from s.orders", 1),
        (
            "select db.my_seq.nextval as x, nextval as y from (select 1 as nextval)",
            1,
        ),
        (
            "select n.nextval as x from s.orders, table(getnextval(my_seq)) n",
            1,
        ),
        ("select v.nextval as x from (select 1 as nextval) v", 0),
        (
            "select v.$1 as x, v.$2 as y from (values (1, 'a')) v where v.$1 = 1",
            0,
        ),
    ] {
        assert_eq!(problems(text), "", "{text}");
        assert_eq!(sequences(text), number, "{text}");
    }
    assert_eq!(
        types(
            "select v.$2 as y, o.$3 as z from (values (1, 'a')) v join s.orders o on o.id = v.$1"
        ),
        "VARCHAR, NUMBER(12, 2)"
    );
    assert_eq!(
        problems("select v.$3 as y from (values (1, 'a')) v"),
        "column v.$3@10"
    );
    assert_eq!(
        problems("select my_seq.currval as x from s.orders"),
        "qualifier my_seq@8"
    );
}

#[test]
fn a_group_key_is_the_item_that_is_the_same_expression() {
    let projected = |text: &str| {
        let look = |query: &Query| {
            let model = analyze(query, &known(), &AsOfTexts::default());
            let grouping = model.blocks[0].grouping.as_ref().unwrap();
            grouping.keys[0].projected
        };
        with_query(text, look).unwrap()
    };
    for (text, position) in [
        (
            "select 1 as one, coalesce(brand_id, '-') as brand_id from s.orders group by COALESCE(orders.brand_id, '-')",
            Some(1),
        ),
        (
            "select upper(brand_id) as brand_id from s.orders group by lower(brand_id)",
            None,
        ),
    ] {
        assert_eq!(projected(text), position, "{text}");
    }
}

#[test]
fn types_that_snowflake_does_not_have() {
    for (text, expected) in [
        (
            "select cast(amount as intger) as x from s.orders",
            "type:intger/INTEGER",
        ),
        (
            "select amount::nummber(3, 1) as x from s.orders",
            "type:nummber/NUMBER",
        ),
        (
            "select try_cast(brand_id as varchr) as x from s.orders",
            "type:varchr/VARCHAR",
        ),
        (
            "select payload::jsonb as x from s.orders",
            "type:JSONB/VARIANT",
        ),
        ("select amount::qwzz as x from s.orders", "type:qwzz/-"),
        (
            "select amount::number(10, 2) as x, id::byteint as y, payload::my.type as z from s.orders",
            "",
        ),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}

/// What each row is one of: the columns of the key that are passed on, then those that are not.
fn identity(text: &str) -> Option<(Vec<usize>, Vec<String>)> {
    let look = |query: &Query| {
        let model = analyze(query, &known(), &AsOfTexts::default());
        let identity = model.row_sets[model.root].identity.clone()?;
        let hidden = identity.hidden.iter().map(|(name, _)| name.to_string());
        Some((identity.shown, hidden.collect()))
    };
    with_query(text, look).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn what_the_rows_that_are_passed_on_are_one_of() {
    let hidden = |name: &str| Some((Vec::new(), vec![name.to_owned()]));
    for (text, expected) in [
        ("select brand_id from s.orders", hidden("id")),
        (
            "select brand_id, id from s.orders",
            Some((vec![1], Vec::new())),
        ),
        (
            "select brand_id from s.orders where id = 7",
            Some((Vec::new(), Vec::new())),
        ),
        (
            "select brand_id from s.orders where id in (7, 8)",
            hidden("id"),
        ),
        (
            "select brand_id from (select * from s.orders) where amount > 3",
            hidden("id"),
        ),
        (
            "select * from (select * exclude (id) from s.orders)",
            hidden("id"),
        ),
        (
            "select o.brand_id from s.orders o join s.brands b on b.brand_id = o.brand_id",
            hidden("id"),
        ),
        // What may choose one row of several, or makes others of them.
        ("select brand_id from s.orders where is_paid", None),
        ("select brand_id from s.orders where amount = 3", None),
        ("select brand_id from s.orders where year(day) = 2023", None),
        (
            "select brand_id from s.orders where day < '2023-08-01' and created_at > '2023-07-01'",
            None,
        ),
        (
            "select brand_id from s.orders where id = 7 or amount > 3",
            None,
        ),
        (
            "select brand_id from s.orders where id in (select max(id) from s.orders group by brand_id)",
            None,
        ),
        ("select distinct brand_id from s.orders", None),
        ("select brand_id from s.orders limit 3", None),
        (
            "select b.brand_id from s.brands b join s.orders o on o.brand_id = b.brand_id",
            None,
        ),
        (
            "select brand_id from (select * from s.orders limit 5)",
            None,
        ),
        ("select a from s.t", None),
    ] {
        assert_eq!(identity(text), expected, "{text}");
    }
}

#[test]
fn keys_through_stars_and_numbers() {
    for (text, expected) in [
        ("select * from (select * from s.orders)", "[[0]]"),
        ("select * exclude (amount) from s.orders", "[[0]]"),
        ("select o.*, 1 as x from s.orders o", "[[0]]"),
        ("select * replace (7 as id) from s.orders", "[]"),
        // No false proof: a year is not a day.
        (
            "select id, day from (select distinct id % 7 as id, day from s.orders) where year(day) = 2023",
            "[[0, 1]]",
        ),
        (
            "select id, day from (select distinct id % 7 as id, day from s.orders) where day = '2023-08-01'",
            "[[0]]",
        ),
        (
            "select brand_id from (select brand_id, row_number() over (partition by brand_id order by id) as n from s.orders) where n = 1",
            "[[0]]",
        ),
        (
            "select brand_id from (select brand_id, row_number() over (partition by amount order by id) as n from s.orders) where n = 1",
            "[]",
        ),
        (
            "select brand_id from (select brand_id, row_number() over (partition by brand_id order by id) as n from s.orders) where n <= 2",
            "[]",
        ),
    ] {
        assert_eq!(format!("{:?}", output(text).keys), expected, "{text}");
    }
}

#[test]
fn what_an_outer_join_keeps_is_not_held_by_its_condition() {
    let held = |join: &str| {
        let text = format!(
            "select o.id from s.orders o {join} s.brands b on b.brand_id = o.brand_id and o.created_at < '2023-08-01' and b.name = 'x'"
        );
        let look = |query: &Query| {
            let model = analyze(query, &known(), &AsOfTexts::default());
            let comparisons = model.comparisons.iter();
            comparisons
                .map(|comparison| comparison.is_required && comparison.holds)
                .collect()
        };
        with_query(&text, look).unwrap_or_else(|error| panic!("{text}: {error}"))
    };
    let cases: [(&str, [bool; 3]); 4] = [
        ("join", [true, true, true]),
        ("left join", [true, false, true]),
        ("right join", [true, true, false]),
        ("full join", [true, false, false]),
    ];
    for (join, expected) in cases {
        let found: Vec<bool> = held(join);
        assert_eq!(found, expected, "{join}");
    }
}
