//! Queries that are far larger than anybody writes: they have the answers that small ones have. What would cost time or memory
//! for each pair of their parts would not end here.

use super::*;
use crate::sql::analyze::bounds::bounds;
use crate::sql::analyze::model::{Matches, Nulls};
use crate::sql::analyze::time_order::TimeOrder;

/// What a look at the model says.
fn look<T: Send>(text: &str, ask: impl FnOnce(&Model<'_>) -> T + Send) -> T {
    let day = chrono::NaiveDate::from_ymd_opt(2023, 8, 1).unwrap();
    let texts = AsOfTexts::new(day.into(), ["2023-08-01".to_owned()]);
    let look = |query: &Query| ask(&analyze(query, &known(), &texts));
    with_query(text, look).unwrap_or_else(|error| panic!("{error}"))
}

/// `count` texts, joined.
fn many(count: usize, separator: &str, text: impl Fn(usize) -> String) -> String {
    let texts: Vec<String> = (0..count).map(text).collect();
    texts.join(separator)
}

#[test]
fn a_bound_reaches_through_a_long_chain_of_joins() {
    let joins = many(1_000, " ", |number| {
        let before = match number {
            0 => "o".to_owned(),
            _ => format!("o{}", number - 1),
        };
        format!(
            "left join s.orders as o{number} on o{number}.id = {before}.id and o{number}.created_at < {before}.created_at"
        )
    });
    let text = format!(
        "select o.brand_id, count(*) as orders from s.orders as o {joins} where o.created_at < '2023-08-01' group by 1"
    );
    look(&text, |model| {
        let times = TimeOrder::of(model);
        let is_bounded = times.bounded(model, &bounds(model));
        assert_eq!(is_bounded, vec![true; 1_001]);
        let from = &model.blocks[0].from;
        assert!(
            from[1..]
                .iter()
                .all(|item| item.matches == Matches::AtMostOne)
        );
        assert_eq!(model.row_sets[model.root].keys, [vec![0]]);
    });
}

#[test]
fn problems_of_one_kind_are_counted_when_they_are_many() {
    let items = many(2_000, ", ", |number| {
        format!("max(amout{number}) as a{number}")
    });
    look(&format!("select {items} from s.orders"), |model| {
        assert_eq!(model.problems.len(), 100);
        assert_eq!(model.more_problems, [(99, 1_900)].into());
        let Problem::UnknownColumn { candidates, .. } = &model.problems[0] else {
            panic!("{:?}", model.problems[0]);
        };
        assert_eq!(candidates.near.as_deref(), Some("amount"));
        assert_eq!(candidates.first.len(), 12);
        // The columns, then the aliases of the other items.
        assert_eq!(candidates.number, 2_007);
    });
    // One problem more is told apart from none.
    let items = many(101, ", ", |number| format!("max(zz{number}) as a{number}"));
    look(&format!("select {items} from s.orders"), |model| {
        assert_eq!(
            (model.problems.len(), &model.more_problems),
            (100, &[(99, 1)].into())
        );
    });
}

#[test]
fn aliases_that_name_each_other() {
    let chain = many(2_000, ", ", |number| {
        format!("a{} + 1 as a{number}", number + 1)
    });
    look(
        &format!("select {chain}, id as a2000 from s.orders"),
        |model| {
            assert!(model.problems.is_empty(), "{:?}", model.problems);
        },
    );
    look(
        &format!("select {chain}, a0 as a2000 from s.orders"),
        |model| {
            // All but the last one stand before what they name.
            assert_eq!(model.problems.len(), 100);
            assert_eq!(model.more_problems, [(99, 1_900)].into());
        },
    );
}

#[test]
fn ctes_that_read_each_other() {
    let ctes = many(1_000, ", ", |number| match number {
        0 => "c0 as (select id, brand_id, amount from s.orders)".to_owned(),
        _ => format!(
            "c{number} as (select id, brand_id, amount from c{} where amount > {number})",
            number - 1
        ),
    });
    let text =
        format!("with {ctes} select brand_id, amount from c999 join s.brands using (brand_id)");
    let output = output(&text);
    assert_eq!(output.problems, []);
    let columns = output.columns.unwrap();
    assert_eq!(columns[1].data_type, Type::parse("number(12, 2)"));
    assert_eq!(columns[1].origins[0].column, Identifier::new("amount"));
    assert_eq!(output.influences.filter.len(), 1);
}

#[test]
fn branches_of_a_long_union() {
    let branches = many(1_000, " union all by name ", |number| {
        format!("select id, amount as a{number} from s.orders")
    });
    let output = output(&branches);
    assert_eq!(output.problems, []);
    assert_eq!(output.columns.unwrap().len(), 1_001);
}

#[test]
fn a_star_over_dimensions() {
    let joins = many(200, " ", |number| {
        format!("join s.brands as b{number} on b{number}.brand_id = o.brand_id")
    });
    let names = many(200, ", ", |number| format!("b{number}.name as n{number}"));
    let text = format!("select o.id, {names} from s.orders as o {joins}");
    look(&text, |model| {
        assert_eq!(model.problems, []);
        assert_eq!(model.row_sets[model.root].keys, [vec![0]]);
        let columns = model.output().unwrap();
        assert_eq!(columns[200].value.origins.iter().count(), 1);
    });
    let using = many(200, " ", |number| {
        format!("left join s.brands as b{number} using (brand_id)")
    });
    look(
        &format!("select id, brand_id from s.orders {using}"),
        |model| {
            assert_eq!(model.problems, []);
            assert_eq!(model.row_sets[model.root].keys, [vec![0]]);
            let columns = model.output().unwrap();
            assert_eq!(columns[1].value.origins.iter().count(), 201);
        },
    );
}

#[test]
fn group_keys_by_the_thousand() {
    let columns = many(2_000, ", ", |number| {
        format!("amount + {number} as a{number}")
    });
    let keys = many(2_000, ", ", |number| format!("amount + {number}"));
    let text = format!("select id, {columns}, count(*) as n from s.orders group by id, {keys}");
    look(&text, |model| {
        assert_eq!(model.problems, []);
        let grouping = model.blocks[0].grouping.as_ref().unwrap();
        assert!(
            grouping
                .keys
                .iter()
                .enumerate()
                .all(|(number, key)| key.projected == Some(number))
        );
    });
    let numbers = many(2_000, ", ", |number| (number + 1).to_string());
    let text = format!("select {columns}, count(*) as n from s.orders group by {numbers}");
    look(&text, |model| {
        assert_eq!(model.problems, []);
        assert_eq!(
            model.row_sets[model.root].keys,
            [(0..2_000).collect::<Vec<_>>()]
        );
    });
    let aliases = many(2_000, ", ", |number| format!("a{number}"));
    let text = format!(
        "select {columns}, count(*) as n from s.orders group by {aliases} order by {aliases}"
    );
    look(&text, |model| assert_eq!(model.problems, []));
}

#[test]
fn divisions_in_a_case_of_many_branches() {
    let branches = many(2_000, " ", |number| {
        format!("when amount <> {number} then id / (weight + {number})")
    });
    let text = format!(
        "select case when weight + 7 > 0 then 1 {branches} else id / weight end as x from s.orders"
    );
    look(&text, |model| {
        assert_eq!(model.divisions.len(), 2_001);
        // Only the condition that mentions the denominator is kept of those around it.
        let guards: Vec<usize> = model
            .divisions
            .iter()
            .map(|division| division.guards.len())
            .collect();
        let expected: Vec<usize> = (0..2_001)
            .map(|number| usize::from(number == 7 || number == 2_000))
            .collect();
        assert_eq!(guards, expected);
        assert_eq!(model.output().unwrap()[0].value.nulls, Nulls::Unknown);
    });
}

#[test]
fn subqueries_in_subqueries_over_many_columns() {
    let columns = many(300, ", ", |number| {
        format!("amount + {number} as c{number}")
    });
    let names = many(300, ", ", |number| format!("c{number}"));
    let mut text = format!("select id, {columns} from s.orders");
    for level in 0..60 {
        text = match level % 3 {
            0 => format!("select * from ({text})"),
            1 => format!("select id, {names} from ({text})"),
            _ => format!("select distinct * exclude (c299), c299 from ({text})"),
        };
    }
    let output = output(&text);
    assert_eq!(output.problems, []);
    let columns = output.columns.unwrap();
    assert_eq!(columns.len(), 301);
    assert!(columns[1..].iter().all(|column| column.origins.len() == 1));
    assert_eq!(output.keys.len(), 1);
}

#[test]
fn windows_by_the_thousand() {
    let windows = many(1_000, ", ", |number| {
        let order = if number == 500 {
            "created_at"
        } else {
            "created_at, id"
        };
        format!("row_number() over (partition by brand_id order by {order}) as r{number}")
    });
    look(&format!("select id, {windows} from s.orders"), |model| {
        assert_eq!(model.problems, []);
        let unstable: Vec<usize> = (0..1_000)
            .filter(|number| model.orders[*number].is_stable != Some(true))
            .collect();
        assert_eq!(unstable, [500]);
    });
}

#[test]
fn stars_with_many_exceptions() {
    let columns = many(1_000, ", ", |number| {
        format!("amount + {number} as c{number}")
    });
    let excluded = many(500, ", ", |number| format!("c{number}"));
    let renamed = many(250, ", ", |number| {
        format!("c{} as d{number}", number + 500)
    });
    let text = format!(
        "select * exclude ({excluded}, zz) rename ({renamed}) from (select {columns} from s.orders)"
    );
    let output = output(&text);
    let names: Vec<String> = (output.columns.unwrap().iter())
        .map(|column| column.name.as_ref().unwrap().to_string())
        .collect();
    let expected = (0..250).map(|number| format!("d{number}"));
    let expected = expected.chain((750..1_000).map(|number| format!("c{number}")));
    assert_eq!(names, expected.collect::<Vec<_>>());
    assert!(matches!(
        output.problems.as_slice(),
        [Problem::UnknownColumn { .. }]
    ));
}

#[test]
fn full_joins_have_a_key_of_all_their_keys() {
    let joins = many(100, " ", |number| {
        format!("full join s.brands as b{number} on b{number}.brand_id = b.brand_id")
    });
    let keys = many(100, ", ", |number| {
        format!("b{number}.brand_id as k{number}")
    });
    look(
        &format!("select b.brand_id, {keys} from s.brands as b {joins}"),
        |model| {
            assert_eq!(model.problems, []);
            assert_eq!(
                model.row_sets[model.root].keys,
                [(0..101).collect::<Vec<_>>()]
            );
        },
    );
}

#[test]
fn a_bound_under_an_or_of_many_sides() {
    let sides = many(2_000, " or ", |number| {
        format!("created_at < dateadd(day, -{number}, '2023-08-01') and amount > {number}")
    });
    for (more, expected) in [("", true), (" or is_paid", false), (" or 1 = 1", false)] {
        let text = format!(
            "select brand_id, count(*) as orders from s.orders where {sides}{more} group by 1"
        );
        look(&text, |model| {
            let times = TimeOrder::of(model);
            assert_eq!(times.bounded(model, &bounds(model)), [expected], "{more}");
        });
    }
}

#[test]
fn times_in_a_list_of_thousands() {
    let days = many(5_000, ", ", |number| {
        format!("dateadd(day, -{}, '2023-08-01')", number + 1)
    });
    for (more, expected) in [("", true), (", '2020-01-01'", false)] {
        let text = format!(
            "select brand_id, count(*) as n from s.orders where day in ({days}{more}) group by 1"
        );
        look(&text, |model| {
            assert_eq!(model.comparisons.len(), 5_000);
            let times = TimeOrder::of(model);
            assert_eq!(times.bounded(model, &bounds(model)), [expected], "{more}");
        });
    }
}
