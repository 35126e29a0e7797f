//! Small queries that were once misread.

use super::*;
use crate::sql::analyze::model::{Nulls, Value};

fn found(text: &str) -> Vec<Problem> {
    output(text)
        .problems
        .into_iter()
        .filter(|problem| !matches!(problem, Problem::Unnamed(_)))
        .collect()
}

/// What a look at the model says.
fn look<T: Send>(text: &str, ask: impl FnOnce(&Model<'_>) -> T + Send) -> T {
    let look = |query: &Query| ask(&analyze(query, &known(), &AsOfTexts::default()));
    with_query(text, look).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn first(text: &str) -> Value {
    look(text, |model| model.output().unwrap()[0].value.clone())
}

#[test]
fn a_sign_before_a_value() {
    for (text, expected) in [
        ("select -brand_id as x from s.orders", "FLOAT"),
        ("select -payload as x from s.orders", "FLOAT"),
        ("select -amount as x from s.orders", "NUMBER(12, 2)"),
        ("select +brand_id as x from s.orders", "unknown"),
        ("select +amount as x from s.orders", "NUMBER(12, 2)"),
    ] {
        assert_eq!(first(text).data_type.to_string(), expected, "{text}");
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
    let refused = found("select -day as x from s.orders");
    assert!(
        matches!(refused.as_slice(), [Problem::Operands { operator, left: Type::Null, right: Type::Date, .. }] if operator == "-"),
        "{refused:?}"
    );
}

#[test]
fn order_by_takes_aliases_first() {
    for text in [
        "select brand_id, max(amount) as amount from s.orders group by brand_id order by amount",
        "select brand_id, max(amount) as amount from s.orders group by brand_id order by -amount",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
    let text = "select brand_id, max(amount) as a from s.orders group by brand_id order by amount";
    assert!(
        matches!(found(text).as_slice(), [Problem::Ungrouped { column, .. }] if column == "amount")
    );
}

#[test]
fn a_branch_that_is_not_null() {
    let joined = "from s.orders o left join s.brands b on b.brand_id = o.brand_id";
    for (expr, expected) in [
        ("iff(b.rank = 1, 'x', 'y')", Nulls::Never),
        ("iff(b.rank = 1, 'x', b.name)", Nulls::Made),
        ("nvl2(b.name, 'x', 'y')", Nulls::Never),
        ("nullifzero(o.amount)", Nulls::Made),
        ("o.is_paid and b.rank = 1", Nulls::Made),
    ] {
        let text = format!("select {expr} as x {joined}");
        assert_eq!(first(&text).nulls, expected, "{text}");
    }
}

#[test]
fn synonyms_have_one_sign() {
    for names in [
        ["stddev", "stddev_samp", "stddev_pop"].as_slice(),
        &[
            "variance",
            "var_samp",
            "variance_samp",
            "var_pop",
            "variance_pop",
        ],
    ] {
        for name in names {
            let sign = first(&format!("select {name}(amount) as x from s.orders")).sign;
            assert!(sign.shows_zero && sign.never_negative, "{name}");
        }
    }
}

#[test]
fn branches_of_a_union_keep_what_all_have() {
    let shows = |text: &str| {
        let sign = first(text).sign;
        (sign.never_zero, sign.shows_zero)
    };
    assert_eq!(shows("select 1 as k union all select 2"), (true, false));
    assert_eq!(shows("select 1 as k union all select 0"), (false, true));
    assert_eq!(shows("select null as k union all select 2"), (true, false));
    assert_eq!(
        shows("select * from (values (1), (0)) v (k)"),
        (false, true)
    );
}

#[test]
fn what_except_takes_away_is_no_value() {
    let text = "select brand_id as x, amount as y from s.orders o \
        except select name, nullif(rank, 3) from s.brands";
    let columns = output(text);
    let names = |columns: &[ReadColumn]| -> Vec<String> {
        let names = columns.iter().map(|column| column.column.to_string());
        names.collect()
    };
    let influences = names(&columns.influences.group);
    let columns = columns.columns.unwrap();
    assert_eq!(names(&columns[0].origins), ["brand_id"]);
    assert_eq!(columns[1].nulls, Nulls::Unknown);
    assert_eq!(columns[1].data_type.to_string(), "NUMBER(12, 2)");
    assert_eq!(influences, ["name", "rank", "amount", "brand_id"]);
    // What it reads without knowing its columns does not make those before unknown.
    let text = "select amount as y from s.orders except select * from nowhere";
    assert_eq!(first(text).data_type.to_string(), "NUMBER(12, 2)");
    assert_eq!(
        found("select amount as y from s.orders except select 1 as a, 2 as b").len(),
        1
    );
}

#[test]
fn functions_that_are_syntax_follow_their_rows() {
    for (text, expected) in [
        ("select floor(amount) as x from s.orders", "NUMBER(13, 0)"),
        (
            "select floor(amount, 1) as x from s.orders",
            "NUMBER(13, 1)",
        ),
        ("select ceil(weight) as x from s.orders", "FLOAT"),
        (
            "select extract(year from day) as x from s.orders",
            "NUMBER(38, 0)",
        ),
        (
            "select substring(brand_id, 1, 3) as x from s.orders",
            "VARCHAR",
        ),
        ("select trim(brand_id) as x from s.orders", "VARCHAR"),
        (
            "select position('a' in brand_id) as x from s.orders",
            "NUMBER(38, 0)",
        ),
        ("select (is_paid is unknown) as x from s.orders", "BOOLEAN"),
    ] {
        assert_eq!(first(text).data_type.to_string(), expected, "{text}");
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
    let text = "select extract(year from is_paid) as x from s.orders";
    assert!(
        matches!(found(text).as_slice(), [Problem::Arguments { message, .. }] if message.contains("EXTRACT")),
        "{text}"
    );
    let lost = |text| look(text, |model| model.lost_fractions.len());
    assert_eq!(lost("select avg(floor(amount)) as x from s.orders"), 1);
    assert_eq!(lost("select avg(floor(amount, 1)) as x from s.orders"), 0);
}

#[test]
fn a_column_is_no_literal() {
    for text in [
        "select year(brand_id) as x from s.orders",
        "select year(o.brand_id) as x from s.orders o",
    ] {
        assert!(
            matches!(found(text).as_slice(), [Problem::Arguments { .. }]),
            "{text}"
        );
    }
    let text = "select trunc(day, 'month') as x from s.orders";
    assert_eq!(
        first(text).time,
        instant::Time::COLUMN.truncated(30 * instant::DAY)
    );
}

#[test]
fn long_sums_over_a_grouped_expression_take_no_time_for_each_pair() {
    let terms = vec!["max(amount)"; 4_000].join(" + ");
    let text = format!(
        "select date_trunc('day', created_at) as d, {terms} as x, (date_trunc('week', created_at)) as w \
         from s.orders group by date_trunc('day', created_at), date_trunc('week', (created_at))"
    );
    let started = std::time::Instant::now();
    assert!(found(&text).is_empty());
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[test]
fn a_name_is_the_column_that_its_value_comes_from() {
    // Beside a relation without columns, the one that is known to have the name has it.
    let text = "select brand_id, count(*) as n from s.orders o join nowhere x on x.order_id = o.id group by brand_id";
    assert!(found(text).is_empty());
    let grouped = |text: &str| {
        look(text, |model| {
            let grouping = model.blocks[0].grouping.as_ref();
            grouping.unwrap().keys[0].projected
        })
    };
    assert_eq!(grouped(text), Some(0));
    assert_eq!(
        grouped(
            "select o.brand_id, count(*) as n from s.orders o join nowhere x on true group by brand_id"
        ),
        Some(0)
    );
}

#[test]
fn only_the_sides_of_a_join_share_its_column() {
    let joined =
        "from s.orders o join s.brands b using (brand_id) join s.brands c on c.rank = b.rank";
    let text = format!("select c.brand_id as x, count(*) as n {joined} group by brand_id");
    assert!(
        matches!(found(&text).as_slice(), [Problem::Ungrouped { column, .. }] if column == "c.brand_id"),
        "{:?}",
        found(&text)
    );
    let text = format!("select b.brand_id as x, count(*) as n {joined} group by brand_id");
    assert!(found(&text).is_empty());
    // The other columns of a relation do not make its namesake a key.
    let keys = |select: &str| output(&format!("select {select} {joined}")).keys;
    assert_eq!(keys("o.id as i, brand_id as b"), Vec::<Vec<usize>>::new());
    assert_eq!(keys("o.id as i, c.brand_id as b"), [[0, 1]]);
}

#[test]
fn windows_that_are_named() {
    let text = "select id, row_number() over w as n from s.orders o \
        window w as (partition by brand_id order by day)";
    let names = |text: &str| -> Vec<String> {
        let columns = output(text).columns.unwrap();
        let origins = columns.last().unwrap().origins.iter();
        origins.map(|column| column.column.to_string()).collect()
    };
    assert_eq!(names(text), ["brand_id", "day"]);
    // Brands may have several orders on a day.
    let stable = |text: &str| look(text, |model| model.orders[0].is_stable);
    assert_eq!(stable(text), Some(false));
    let ordered = text.replace("order by day", "order by day, id");
    assert_eq!(stable(&ordered), Some(true));
    let calls = text.replace("order by day", "order by abs(amount)");
    assert_eq!(look(&calls, |model| model.calls.len()), 2);
    for (over, named, expected) in [
        ("w", "w as (partition by brand_id order by id)", "[[0]]"),
        ("v", "w as (partition by brand_id order by id)", "[]"),
    ] {
        let text = format!(
            "select brand_id, day from s.orders o window {named} qualify row_number() over {over} = 1"
        );
        assert_eq!(format!("{:?}", output(&text).keys), expected, "{text}");
    }
}

#[test]
fn many_group_keys_of_an_unknown_relation_are_found_at_once() {
    let names: Vec<String> = (0..2_000).map(|number| format!("c{number}")).collect();
    let listed = names.join(", ");
    let text = format!("select {listed}, count(*) as n from nowhere group by {listed}");
    let started = std::time::Instant::now();
    assert_eq!(output(&text).keys, [(0..2_000).collect::<Vec<_>>()]);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[test]
fn numbered_columns_are_those_of_the_one_relation() {
    let output = output("select $2 as b, t.$1 as a from s.t");
    let columns = output.columns.unwrap();
    let origin = |position: usize| columns[position].origins[0].column.to_string();
    assert_eq!((origin(0), origin(1)), ("b".to_owned(), "a".to_owned()));
    let value = first("select $2 as b from (values (1, 'x'), (2.5, 'y'))");
    assert_eq!(value.data_type, Type::Text);
    assert_eq!(first("select $9 as b from s.t").data_type, Type::Unknown);
    assert!(
        first("select $1 as b from s.t join s.u on t.b = u.b")
            .origins
            .is_empty()
    );
}

#[test]
fn a_star_that_is_counted_is_read() {
    let origins = |text: &str| first(text).origins.iter().count();
    assert_eq!(origins("select count(o.*) as n from s.orders as o"), 8);
    assert_eq!(origins("select count(*) as n from s.orders as o"), 0);
    assert_eq!(origins("select object_construct(*) as o from s.t"), 2);
}

#[test]
fn what_cuts_rows_decides_which_ones_stay() {
    for text in [
        "select id as k from s.orders order by amount limit 5",
        "select top 5 id as k from s.orders order by amount",
        "select id as k, amount from s.orders order by 2 fetch first 3 rows only",
        "select id, amount from s.orders union all select id, amount from s.orders order by amount limit 3",
        "(select id, amount from s.orders) order by amount limit 3",
        "select id as k from (select top 5 id, amount from s.orders order by amount)",
    ] {
        let filter: Vec<String> = (output(text).influences.filter.iter())
            .map(|read| read.column.to_string())
            .collect();
        assert!(filter.contains(&"amount".to_owned()), "{text}: {filter:?}");
    }
    let output = output("select id as k, amount from s.orders order by amount");
    assert_eq!(output.influences.filter, []);
    assert_eq!(found("(select id from s.orders) order by amout").len(), 1);
    look("select top 1 id from s.orders", |model| {
        assert!(model.row_sets[model.root].keys.iter().any(Vec::is_empty));
    });
    look("select top 3 id from s.orders order by amount", |model| {
        assert_eq!(model.orders[0].is_stable, Some(false));
    });
}

#[test]
fn a_pivot_groups_by_the_columns_that_stay() {
    let text = "select brand_id, p, q from (select brand_id, amount, is_paid from s.orders)
        pivot (sum(amount) for is_paid in (true as p, false as q))";
    let output = output(text);
    assert_eq!(output.problems, []);
    assert_eq!(output.keys, [vec![0]]);
    assert_eq!(
        output.influences.group[0].column,
        Identifier::new("brand_id")
    );
}

#[test]
fn an_order_by_all_names_no_column() {
    assert_eq!(
        found(
            "select brand_id, count(*) as n from s.orders group by all order by all desc limit 3"
        ),
        []
    );
    assert_eq!(
        found("select id as k from (select id, amount from s.orders order by all) order by k"),
        []
    );
}
