//! What commands say where a user has slipped: the words, the place and the way out.

use crate::harness::Sandbox;

/// What a call that fails says.
fn said(sandbox: &Sandbox, args: &[&str], exit: i32) -> String {
    let finished = sandbox.fsc(args.iter().copied()).run().assert_exit(exit);
    finished.stdout + &finished.stderr
}

#[track_caller]
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
}

#[test]
fn a_code_is_known_by_its_number() {
    let sandbox = Sandbox::empty();
    let by_number = said(&sandbox, &["explain", "85"], 0);
    assert_says(&by_number, &["FSC085", "empty-selection"]);
    assert_eq!(by_number, said(&sandbox, &["explain", "FSC085"], 0));
    said(&sandbox, &["explain", "999"], 2);
}

#[test]
fn a_name_of_another_kind_is_told_as_what_it_is() {
    let sandbox = Sandbox::template();
    let source = said(&sandbox, &["show", "shop.orders"], 2);
    assert_says(&source, &["`shop.orders` is a source"]);
    let view = said(&sandbox, &["snapshots", "ls", "customer_orders"], 2);
    assert_says(
        &view,
        &["`customer_orders` is a feature view: only tables have snapshots"],
    );
    let source = said(&sandbox, &["snapshots", "ls", "shop.orders"], 2);
    assert_says(&source, &["`shop.orders` is a source"]);
}

#[test]
fn a_snapshot_is_known_by_its_as_of_day() {
    let sandbox = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"shop\"\n[target.dev]\ntype = \"duckdb\"\npath = \"dev.duckdb\"\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"sales\"\nschema = \"made\"\nsnapshot = \"every_run\"\n\
             query = \"select '{{ ds }}'::date as day\"\n",
        );
    for ds in ["2023-08-01", "2023-08-02", "2023-08-02"] {
        said(&sandbox, &["run", "--ds", ds], 0);
    }
    for day in ["20230801", "2023-08-01"] {
        let restored = said(
            &sandbox,
            &["snapshots", "restore", "sales", day, "--yes"],
            0,
        );
        assert_says(&restored, &["as of 2023-08-01"]);
    }
    let several = said(
        &sandbox,
        &["snapshots", "restore", "sales", "20230802", "--yes"],
        2,
    );
    assert_says(
        &several,
        &[
            "`20230802` may mean several snapshots of `sales`",
            "name one of `SALES__SNAPSHOT__",
        ],
    );
    said(
        &sandbox,
        &["snapshots", "restore", "sales", "20230803", "--yes"],
        2,
    );
}

#[test]
fn numbers_of_flags_begin_with_one() {
    let sandbox = Sandbox::empty();
    for args in [["run", "--threads", "0"], ["backfill", "--batch-size", "0"]] {
        assert_says(&said(&sandbox, &args, 2), &["at least 1"]);
    }
    assert_says(
        &said(&sandbox, &["run", "--threads", "many"], 2),
        &["from 1 to 65535"],
    );
}

#[test]
fn what_a_template_leaves_open_is_pointed_to_at_its_start() {
    let check = |sql: &str| {
        let sandbox = Sandbox::template().file("customer/customer_orders.sql", sql);
        said(&sandbox, &["check"], 1)
    };
    let file = "customer/customer_orders.sql";
    for (sql, place) in [
        ("select 1\nwhere a = '{{ ds '\n", "2:12"),
        ("select 1\n{# a comment\n", "2:1"),
        ("select 1\n{% if ds > '2024-01-01' %}\nwhere a\n", "2:1"),
        (
            "{% if true %}{% endif %}\n{% for a in [1] %}\n{% if true %}{% endif %}\n",
            "2:1",
        ),
    ] {
        assert_says(&check(sql), &["FSC050", &format!("--> {file}:{place}")]);
    }
}

#[test]
fn a_condition_on_the_date_is_pointed_to() {
    let sandbox = Sandbox::template().file(
        "customer/customer_orders.sql",
        "select customer_id, 1 as orders_last_7_days, 2 as amount_last_7_days\nfrom shop.orders\n\
         {% if ds > '2024-01-01' %}where ordered_at < '2024-01-01' {% endif %}\n",
    );
    let text = said(&sandbox, &["check"], 1);
    assert_says(
        &text,
        &[
            "error[FSC063]: a condition on `ds` changes the SQL",
            "customer_orders.sql:3:1",
        ],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_said_without_options_that_nobody_can_set() {
    let sandbox = Sandbox::template().file("data/orders.csv", "a,b,c\n1,2\n\"x\n");
    let text = said(&sandbox, &["run", "--ds", "2024-01-08"], 1);
    assert_says(
        &text,
        &[
            "FSC503",
            "path = \"data/orders.csv\"",
            "^",
            "commas between fields",
            "3 skipped, 1 other error in",
        ],
    );
    assert!(
        !text.contains("strict_mode") && !text.contains("DESCRIBE"),
        "{text}"
    );
    assert!(!text.contains("\n\n\n"), "one blank line at most: {text}");
}

#[test]
fn a_row_without_a_key_is_told_by_its_other_columns() {
    let sandbox = Sandbox::template().file(
        "customer/customer_orders.sql",
        "select case when customer_id > 0 then null end as customer_id, 41 as orders_last_7_days, 2.5 as amount_last_7_days\n\
         from shop.orders limit 1\n",
    );
    let text = said(
        &sandbox,
        &["run", "--ds", "2024-01-08", "--select", "customer_orders"],
        1,
    );
    assert_says(
        &text,
        &[
            "FSC512",
            "orders_last_7_days = 41, amount_last_7_days = 2.5",
        ],
    );
}

#[test]
fn a_failed_node_is_named_in_json() {
    let sandbox = Sandbox::template().file(
        "customer/customer_orders.sql",
        "select 1 as customer_id, 'inf'::float as orders_last_7_days, 2 as amount_last_7_days\n",
    );
    let args = [
        "run",
        "--ds",
        "2024-01-08",
        "--select",
        "customer_orders",
        "--message-format",
        "json",
    ];
    let text = said(&sandbox, &args, 1);
    let finding = text
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|finding| finding["code"] == "FSC515")
        .unwrap_or_else(|| panic!("{text}"));
    assert_eq!(finding["node"], "feature_view.customer_orders");
    assert_eq!(finding["as_of"], "2024-01-08");
}
