//! The project as files.

use std::fmt::Write as _;

use super::definition::{Cadence, Kind, Node, Query, Time};

pub const PROJECT: &str = r#"
name = "oracle"
[target.dev]
type = "duckdb"
path = "dev.duckdb"
[[entity]]
name = "thing"
keys = ["k"]
"#;

pub const SOURCES: &str = r#"
[[source]]
schema = "production"
name = "events"
path = "events.csv"
columns = { k = "varchar", happened_at = "timestamp_ntz", amount = "number(38, 0)" }
"#;

/// The as-of time, in SQL.
const NOW: &str = "'{{ ts }}'::timestamp_ntz";

/// `v0`, `t1`: views and tables by their position.
pub fn name(nodes: &[Node], at: usize) -> String {
    let letter = if nodes[at].kind.is_table() { 't' } else { 'v' };
    format!("{letter}{at}")
}

/// A time as fsc writes it.
pub fn time(time: Time) -> String {
    let (day, hour) = (1 + time.div_euclid(24), time.rem_euclid(24));
    match hour {
        0 => format!("2024-01-{day:02}"),
        _ => format!("2024-01-{day:02}T{hour:02}:00:00"),
    }
}

/// The definition files with their texts.
pub fn files(nodes: &[Node]) -> Vec<(&'static str, String)> {
    let (mut views, mut tables) = (String::new(), String::new());
    for at in 0..nodes.len() {
        let text = if nodes[at].kind.is_table() {
            &mut tables
        } else {
            &mut views
        };
        text.push_str(&definition(nodes, at));
    }
    let mut files = vec![("feature.toml", views), ("table.toml", tables)];
    files.retain(|(_, text)| !text.is_empty());
    files
}

pub fn definition(nodes: &[Node], at: usize) -> String {
    let (node, name) = (&nodes[at], name(nodes, at));
    let section = if node.kind.is_table() {
        "table"
    } else {
        "feature_view"
    };
    let mut text = format!("[[{section}]]\nname = \"{name}\"\n");
    let interval = match node.cadence {
        Cadence::Hour => "1 hour",
        Cadence::Day => "1 day",
        Cadence::Week => "1 week",
    };
    writeln!(text, "interval = \"{interval}\"").unwrap();
    if let Some(start) = node.start {
        writeln!(text, "start_date = {}", time(start)).unwrap();
    }
    match node.kind {
        Kind::View { is_replaced } | Kind::Dated { is_replaced } => {
            writeln!(text, "rebuild = {is_replaced}").unwrap();
        }
        Kind::Merged { by_day: true } => {
            text.push_str("schema = \"an\"\nrebuild = false\nunique_key = [\"k\", \"day\"]\n");
        }
        Kind::Merged { by_day: false } => {
            text.push_str("schema = \"an\"\nrebuild = false\nunique_key = [\"k\"]\n");
        }
        Kind::Rebuilt => text.push_str("schema = \"an\"\n"),
    }
    if !node.kind.is_table() {
        text.push_str("entity = \"thing\"\n");
    }
    if matches!(node.kind, Kind::Dated { .. }) {
        text.push_str("event_timestamp = \"day\"\n");
    }
    writeln!(text, "query = \"\"\"\n{}\n\"\"\"", query(nodes, at)).unwrap();
    if !node.kind.is_table() {
        let checks = node
            .most
            .map_or(String::new(), |most| format!("checks = {{ max = {most} }}"));
        writeln!(text, "features = {{ {name}_n = {{ {checks} }} }}").unwrap();
    }
    text
}

/// As of when a node has what another one needs, in SQL.
fn needed(node: &Node) -> String {
    match node.cadence {
        Cadence::Hour => NOW.to_owned(),
        Cadence::Day => format!("date_trunc('day', {NOW})"),
        Cadence::Week => format!("date_trunc('week', {NOW})"),
    }
}

fn unit(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Hour => "hour",
        Cadence::Day => "day",
        Cadence::Week => "week",
    }
}

fn query(nodes: &[Node], at: usize) -> String {
    let node = &nodes[at];
    let value = match node.kind {
        Kind::View { .. } | Kind::Dated { .. } => format!("{}_n", name(nodes, at)),
        Kind::Merged { .. } | Kind::Rebuilt => "n".to_owned(),
    };
    let plus = node.plus;
    let without = |key: &str| {
        node.without
            .map_or(String::new(), |left| format!("\n  and {key} <> '{left}'"))
    };
    let day = match node.kind {
        Kind::View { .. } => String::new(),
        _ => format!(", {NOW} as day"),
    };
    let feature = |of: usize| format!("{}_n", name(nodes, of));
    let view = |of: usize| format!("feature_store.{}", name(nodes, of));
    let amounts = "from production.events\nwhere";
    match node.query {
        Query::Events { days } => format!(
            "select k, sum(amount)::double + {plus} as {value}{day}\n{amounts} happened_at >= dateadd(day, -{days}, {NOW}) and happened_at < {NOW}{}\ngroup by k",
            without("k")
        ),
        Query::EventsByDay { days, is_last } => format!(
            "select k, date_trunc('day', happened_at) as day, sum(amount)::double + {plus} as {value}\n{amounts} happened_at >= dateadd(day, -{days}, {NOW}) and happened_at < {NOW}{}\ngroup by 1, 2{}",
            without("k"),
            if is_last {
                "\nqualify row_number() over (partition by k order by day desc) = 1"
            } else {
                ""
            }
        ),
        Query::NewEvents => format!(
            "select k, date_trunc('day', happened_at) as day, sum(amount)::double + {plus} as {value}\n{amounts} happened_at < {NOW}\n\
             {{% if is_incremental() %}}  and happened_at >= dateadd(day, -2, date_trunc('day', {NOW})){{% endif %}}{}\ngroup by 1, 2",
            without("k")
        ),
        Query::Same { of } => format!(
            "select k, {} + {plus} as {value}{day}\nfrom {}\nwhere as_of = {}{}",
            feature(of),
            view(of),
            needed(&nodes[of]),
            without("k")
        ),
        Query::Grown { of } => format!(
            "select a.k, a.{0} - coalesce(b.{0}, 0) + {plus} as {value}{day}\nfrom {1} as a\n\
             left join {1} as b on b.k = a.k and b.as_of = dateadd({2}, -1, {3})\nwhere a.as_of = {3}{4}",
            feature(of),
            view(of),
            unit(nodes[of].cadence),
            needed(&nodes[of]),
            without("a.k")
        ),
        Query::Trailing { of, days } => format!(
            "select k, sum({}) + {plus} as {value}{day}\nfrom {}\nwhere as_of > dateadd(day, -{days}, {NOW}) and as_of <= {NOW}{}\ngroup by k",
            feature(of),
            view(of),
            without("k")
        ),
        Query::Last { of } => format!(
            "select k, {} + {plus} as {value}{day}\nfrom {}\nwhere as_of < {NOW}{}\n\
             qualify row_number() over (partition by k order by as_of desc) = 1",
            feature(of),
            view(of),
            without("k")
        ),
        Query::Rows { of, is_bounded } => format!(
            "select k, sum(n) + {plus} as {value}{day}\nfrom an.{}\nwhere {}{}\ngroup by k",
            name(nodes, of),
            if is_bounded {
                format!("day < {NOW}")
            } else {
                "true".to_owned()
            },
            without("k")
        ),
        Query::Both { of, and } => format!(
            "select a.k, a.{} + b.{} + {plus} as {value}{day}\nfrom {} as a\n\
             join {} as b on b.k = a.k and b.as_of = {}\nwhere a.as_of = {}{}",
            feature(of),
            feature(and),
            view(of),
            view(and),
            needed(&nodes[and]),
            needed(&nodes[of]),
            without("a.k")
        ),
    }
}
