//! Many small queries: what each reads and what it yields.

mod large;
mod meaning;
mod mends;
mod time;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::sql::name::{Identifier, RelationName};
use crate::sql::parse::with_query;
use crate::sql::types::Type;

struct Known(BTreeMap<String, Arc<Relation>>);

impl Catalog for Known {
    fn relation(&self, relation: &RelationName) -> Option<Arc<Relation>> {
        self.0.get(&relation.to_string().to_lowercase()).cloned()
    }
}

/// Relations `s.t (a, b)`, `s.u (b, c)`, `s.wide (user_id, user_name, net)` and `s.orders` with types and a key.
fn known() -> Known {
    let relation = |columns: &[(&str, &str)], keys: &[&str]| {
        let columns = columns
            .iter()
            .map(|(name, data_type)| {
                RelationColumn::new(Identifier::new(*name), Type::parse(data_type))
            })
            .collect();
        let key: Vec<Identifier> = keys.iter().map(Identifier::new).collect();
        let keys = if key.is_empty() {
            Vec::new()
        } else {
            vec![key]
        };
        Arc::new(Relation::new(RelationKind::Source, Some(columns), &keys))
    };
    let plain = |names: &[&str]| {
        let columns: Vec<(&str, &str)> = names.iter().map(|name| (*name, "")).collect();
        relation(&columns, &[])
    };
    Known(BTreeMap::from([
        ("s.t".to_owned(), plain(&["a", "b"])),
        ("s.u".to_owned(), plain(&["b", "c"])),
        ("s.wide".to_owned(), plain(&["user_id", "user_name", "net"])),
        (
            "s.orders".to_owned(),
            relation(
                &[
                    ("id", "number"),
                    ("brand_id", "varchar"),
                    ("amount", "number(12, 2)"),
                    ("weight", "float"),
                    ("is_paid", "boolean"),
                    ("created_at", "timestamp_ntz"),
                    ("day", "date"),
                    ("payload", "variant"),
                ],
                &["id"],
            ),
        ),
        (
            "s.brands".to_owned(),
            relation(
                &[
                    ("brand_id", "varchar"),
                    ("name", "varchar"),
                    ("rank", "int"),
                ],
                &["brand_id"],
            ),
        ),
    ]))
}

fn output(text: &str) -> Output {
    let look = |query: &Query| Output::of(&analyze(query, &known(), &AsOfTexts::default()));
    with_query(text, look).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read(text: &str) -> Vec<RelationRead> {
    with_query(text, relations).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reads(text: &str) -> String {
    let names: Vec<String> = read(text)
        .iter()
        .map(|read| read.name.to_string())
        .collect();
    names.join(" ")
}

/// The columns, then the problems after ` !`; columns that nothing has are not shown.
fn yields(text: &str) -> String {
    let output = output(text);
    let mut shown = match &output.columns {
        Some(columns) => columns
            .iter()
            .map(|column| match &column.name {
                Some(name) => name.folded().to_owned(),
                None => "?".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" "),
        None => "-".to_owned(),
    };
    for problem in &output.problems {
        shown.push_str(&match problem {
            Problem::Unnamed(place) => format!(" !unnamed@{}", place.column),
            Problem::Duplicate { name, .. } => format!(" !twice:{}", name.folded()),
            Problem::Arity {
                columns,
                first_columns,
                ..
            } => format!(" !arity:{first_columns}/{columns}"),
            Problem::UnknownStar { of, place } => format!(" !star:{of}@{}", place.column),
            _ => String::new(),
        });
    }
    shown
}

#[test]
fn relations_read() {
    let cases = [
        ("select 1 as a", ""),
        ("select a from t", "t"),
        ("select a from s.t", "s.t"),
        ("select a from d.s.t", "d.s.t"),
        ("select a from d..t", "d.public.t"),
        ("select a from \"S\".\"My Table\"", "S.\"My Table\""),
        ("select a from s.t x, s.u y", "s.t s.u"),
        ("select a from s.t join s.u on t.a = u.a", "s.t s.u"),
        (
            "select a from s.t join s.u join s.v on u.a = v.a on t.a = u.a",
            "s.t s.u s.v",
        ),
        ("select a from (select a from s.t)", "s.t"),
        ("select a from (s.t join s.u using (a))", "s.t s.u"),
        ("select (select max(a) from s.t) as a", "s.t"),
        (
            "select a from s.t where exists (select 1 from s.u)",
            "s.t s.u",
        ),
        (
            "select a from s.t where a in (select a from s.u)",
            "s.t s.u",
        ),
        (
            "select a from s.t where a = any (select a from s.u)",
            "s.t s.u",
        ),
        (
            "select a from s.t join s.u on t.a in (select a from s.v)",
            "s.t s.u s.v",
        ),
        (
            "select a from s.t qualify a = (select max(a) from s.u)",
            "s.t s.u",
        ),
        (
            "select a from s.t group by a having a > (select 1 from s.u)",
            "s.t s.u",
        ),
        ("select a from s.t order by (select 1 from s.u)", "s.t s.u"),
        (
            "select case when a then (select 1 from s.u) end as a from s.t",
            "s.u s.t",
        ),
        ("select a from s.t union all select a from s.u", "s.t s.u"),
        ("(select a from s.t) minus (select a from s.u)", "s.t s.u"),
        (
            "select a from s.t, lateral (select b from s.u where u.a = t.a) x",
            "s.t s.u",
        ),
        (
            "select f.value as v from s.t, lateral flatten(input => t.a) f",
            "s.t",
        ),
        (
            "select f.value as v from s.t, table(flatten(input => t.a)) f",
            "s.t",
        ),
        (
            "select seq4() as n from table(generator(rowcount => 5))",
            "",
        ),
        (
            "select x.value as v from s.t, table(split_to_table(t.a, ',')) x",
            "s.t",
        ),
        (
            "select a from s.t asof join s.u match_condition (t.x >= u.x) on t.a = u.a",
            "s.t s.u",
        ),
        (
            "select a from s.t pivot (sum(b) for c in ('x', 'y')) p",
            "s.t",
        ),
        ("select a from s.t sample (10)", "s.t"),
        ("select column1 as a from values (1), (2)", ""),
        (
            "select a from s.t at (timestamp => '2023-01-01'::timestamp)",
            "s.t",
        ),
        (
            "select count(*) over (partition by (select 1 from s.u)) as a from s.t",
            "s.u s.t",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(reads(text), expected, "{text}");
    }
}

#[test]
fn ctes_shadow_in_their_scope_only() {
    let cases = [
        ("with t as (select 1 as a) select a from t", ""),
        ("with t as (select a from s.t) select a from t", "s.t"),
        // A qualified name is never a CTE.
        ("with t as (select 1 as a) select a from s.t", "s.t"),
        // A CTE that reads the table of its own name.
        ("with t as (select a from t) select a from t", "t"),
        (
            "with t as (select a from t where a > 1), u as (select a from t) select a from u",
            "t",
        ),
        // A CTE sees those before it, not those after it.
        (
            "with x as (select a from y), y as (select 1 as a) select a from x, y",
            "y",
        ),
        // Nested.
        (
            "with x as (with y as (select a from s.t) select a from y) select a from x",
            "s.t",
        ),
        (
            "with x as (with y as (select 1 as a) select a from y) select a from y",
            "y",
        ),
        (
            "select a from (with y as (select 1 as a) select a from y), y",
            "y",
        ),
        (
            "with y as (select 1 as a) select a from (select a from y)",
            "",
        ),
        (
            "with y as (select 1 as a) select (select max(a) from y) as b from s.t",
            "s.t",
        ),
        (
            "with y as (select 1 as a) select a from s.t where a in (select a from Y)",
            "s.t",
        ),
        ("with \"y\" as (select 1 as a) select a from y", "y"),
        // The inner one hides the outer one and is gone afterwards.
        (
            "with t as (select 1 as a), u as (with t as (select a from s.x) select a from t) \
             select a from t, u",
            "s.x",
        ),
        // Recursive: the name means the table in the first branch, itself later.
        (
            "with recursive n as (select 1 as a union all select a + 1 from n where a < 5) \
             select a from n",
            "",
        ),
        (
            "with n as (select a from n union all select a + 1 from n) select a from n",
            "n",
        ),
        (
            "with recursive n as (select a from s.t union all select n.a from n join s.u on true) \
             select a from n",
            "s.t s.u",
        ),
        (
            "with a as (select 1 as x) select x from a union all select x from a",
            "",
        ),
        (
            "with a as (select 1 as x) (select x from a) union (select x from b)",
            "b",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(reads(text), expected, "{text}");
    }
}

#[test]
fn places_are_of_the_name() {
    let read = &read("select a\nfrom x join s.t on true")[1];
    assert_eq!(
        (read.place.line, read.place.column, read.place.width),
        (2, 13, 3)
    );
}

#[test]
fn named_columns() {
    let cases = [
        ("select a from x", "A"),
        ("select x.a, \"b\", 1 as c, 2 d from x", "A b C D"),
        ("select s.x.a from s.x", "A"),
        ("select count(*) from x", "? !unnamed@8"),
        ("select a, a + 1 from x", "A ? !unnamed@11"),
        ("select a::int from x", "? !unnamed@8"),
        ("select a as \"select\" from x", "select"),
        ("select a, b as a from x", "A A !twice:A"),
        ("select a, \"a\" from x", "A a"),
        ("select distinct a from x", "A"),
        ("select $1 as a from values (1)", "A"),
        ("values (1, 2), (3, 4)", "COLUMN1 COLUMN2"),
        ("select a from x union all select b from y", "A"),
        ("select a, b from x union select b from y", "A B !arity:2/1"),
        (
            "select a from x union all select b from y except select b, c from z",
            "A !arity:1/2",
        ),
        (
            "select a, b from x union all by name select c, a from y",
            "A B C",
        ),
        (
            "with c as (select a from x union select b, c from y) select a from c",
            "A !arity:1/2",
        ),
        ("(select a from x) order by a limit 1", "A"),
        ("select iff(a, b, c) as d from x", "D"),
        ("select v:path.to::string as d from x", "D"),
        ("select sum(a) over (order by b) as d from x", "D"),
    ];
    for (text, expected) in cases {
        assert_eq!(yields(text), expected, "{text}");
    }
}

#[test]
fn stars_are_expanded_where_columns_are_known() {
    let cases = [
        ("select * from s.t", "A B"),
        ("select t.* from s.t", "A B"),
        ("select s.t.* from s.t", "A B"),
        ("select x.* from s.t x", "A B"),
        ("select *, 1 as z from s.t", "A B Z"),
        ("select *, 1 as a from s.t", "A B A !twice:A"),
        (
            "select x.*, y.c from s.t x join s.u y on x.b = y.b",
            "A B C",
        ),
        ("select * from s.t join s.u using (b)", "B A C"),
        ("select * from s.t natural join s.u", "B A C"),
        (
            "select * from s.t join s.u on t.b = u.b",
            "A B B C !twice:B",
        ),
        ("select * from s.t, s.u", "A B B C !twice:B"),
        ("select * exclude b from s.t", "A"),
        ("select * exclude (a, b), 1 as z from s.t", "Z"),
        ("select * rename a as z from s.t", "Z B"),
        ("select * rename (a as y, b as z) from s.t", "Y Z"),
        ("select * exclude a rename b as z from s.t", "Z"),
        ("select * replace (a + 1 as a) from s.t", "A B"),
        ("select * from s.t unpivot (v for n in (a, b))", "N V"),
        ("select * ilike 'USER%' from s.wide", "USER_ID USER_NAME"),
        ("select * ilike '%_id' from s.wide", "USER_ID"),
        ("select * from (select a, b as c from s.t)", "A C"),
        ("select * from (select * from s.t) x", "A B"),
        ("select x.* from (select a from s.t) x, s.u", "A"),
        ("with c as (select a from nowhere) select * from c", "A"),
        (
            "with c (x, y) as (select * from s.t) select * from c",
            "X Y",
        ),
        (
            "with c as (select * from s.t), d as (select *, 1 as z from c) select d.* from d",
            "A B Z",
        ),
        ("select * from (values (1, 2)) as v (x, y)", "X Y"),
        ("select * from (values (1, 2)) v", "COLUMN1 COLUMN2"),
        ("select * from nowhere as n (x, y)", "X Y"),
        (
            "select f.* from s.t, lateral flatten(input => t.a) f",
            "SEQ KEY PATH INDEX VALUE THIS",
        ),
        (
            "select *, seq4() as n from table(generator(rowcount => 5))",
            "N",
        ),
        ("select * from s.t union all select * from s.u", "A B"),
        (
            "select * from s.t union all select *, 1 as x from s.u",
            "A B !arity:2/3",
        ),
        (
            "with recursive n as (select a from s.t union all select a + 1 from n) select * from n",
            "A",
        ),
        ("select * from (select count(*) from s.t)", "? !unnamed@23"),
        ("select * from nowhere", "- !star:`nowhere`@8"),
        ("select a, n.* from s.t, nowhere n", "- !star:`nowhere`@11"),
        // The qualifier is what is reported.
        ("select x.* from s.t", "-"),
        (
            "select * from s.t pivot (sum(a) for b in ('x', 'y' as z)) p",
            "'x' Z",
        ),
        (
            "select * from table(my_function(1))",
            "- !star:the table function `my_function`@8",
        ),
        ("select a from (select * from nowhere)", "A"),
        (
            "select a from s.t where exists (select * from nowhere)",
            "A",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(yields(text), expected, "{text}");
    }
}

#[test]
fn stars_of_stars_stay_small() {
    let mut text = "with c0 as (select * from s.t)".to_owned();
    for n in 1..200 {
        let before = n - 1;
        text.push_str(&format!(
            ", c{n} as (select x.* from c{before} x join c{before} y using (a, b))"
        ));
    }
    text.push_str(" select * from c199");
    assert_eq!(yields(&text), "A B");
    let mut text = "with c0 as (select * from s.t)".to_owned();
    for n in 1..60 {
        let before = n - 1;
        text.push_str(&format!(
            ", c{n} as (select * from c{before} x, c{before} y)"
        ));
    }
    text.push_str(" select * from c59");
    assert!(yields(&text).contains("more than 20000 columns"));
}
