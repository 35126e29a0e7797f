//! The allow list as data, for the reference page: what runs, with how many arguments, and why not.

use super::{Entry, FAMILIES, MANY, Rule};

/// Whether the embedded target runs a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// Yes, with Snowflake's results.
    Yes,
    /// No: why, or what to write instead.
    No(&'static str),
}

/// A function that the lowering knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name in upper case.
    pub name: &'static str,
    /// The numbers of arguments, as in `2`, `1 to 3` or `1 or more`.
    pub arguments: String,
    /// Whether it runs.
    pub runs: Runs,
}

/// What the parser reads as syntax of its own, with Snowflake's numbers of arguments.
const SYNTAX: [(&str, usize, usize); 8] = [
    ("CAST", 1, 1),
    ("CEIL", 1, 2),
    ("EXTRACT", 1, 1),
    ("FLOOR", 1, 2),
    ("SUBSTR", 2, 3),
    ("SUBSTRING", 2, 3),
    ("TRIM", 1, 2),
    ("TRY_CAST", 1, 1),
];

/// Every function that is known, by name; those with the same name, other numbers of arguments and the same answer are one.
pub fn all() -> Vec<Function> {
    let mut rows: Vec<(&'static str, Runs, usize, usize)> = SYNTAX
        .iter()
        .map(|(name, least, most)| (*name, Runs::Yes, *least, *most))
        .chain(FAMILIES.into_iter().flatten().map(row))
        .collect();
    rows.sort_by_key(|(name, _, least, _)| (*name, *least));
    rows.dedup_by(|next, row| {
        let joined = row.0 == next.0 && row.1 == next.1 && next.2 <= row.3.saturating_add(1);
        if joined {
            row.3 = row.3.max(next.3);
        }
        joined
    });
    rows.into_iter()
        .map(|(name, runs, least, most)| Function {
            name,
            arguments: arguments(least, most),
            runs,
        })
        .collect()
}

fn row((name, least, most, rule): &Entry) -> (&'static str, Runs, usize, usize) {
    let runs = match rule {
        Rule::Refused(help) => Runs::No(help),
        Rule::NotReproducible => Runs::No("it gives another value on every run; use `{{ ds }}`"),
        _ => Runs::Yes,
    };
    (name, runs, *least, *most)
}

fn arguments(least: usize, most: usize) -> String {
    match (least, most) {
        (least, MANY) => format!("{least} or more"),
        (least, most) if least == most => least.to_string(),
        (least, most) if most == least + 1 => format!("{least} or {most}"),
        (least, most) => format!("{least} to {most}"),
    }
}
