//! Session parameters: those that fsc relies on, and those that are the project's.
//!
//! An account, a user or a warehouse's owner may have set any of them, so each one that could change a stored value, or what
//! a statement of fsc's means, is set when a session begins. A project may set any other, but none of these to another
//! value: the same project would then store other values than on the embedded target, or lose what a run promises.

use super::Problem;

/// A parameter that every session has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: &'static str,
    /// What would go wrong with another: goes on after "otherwise".
    pub reason: &'static str,
}

const fn fixed(name: &'static str, value: &'static str, reason: &'static str) -> Fixed {
    Fixed {
        name,
        value,
        reason,
    }
}

/// The parameters that a project cannot change, in the order of the documentation.
pub const FIXED: [Fixed; 19] = [
    fixed(
        "TIMEZONE",
        "UTC",
        "as-of times, which are UTC, would be compared with local times",
    ),
    fixed(
        "TIMESTAMP_TYPE_MAPPING",
        "TIMESTAMP_NTZ",
        "`timestamp` in a query would be another type than fsc checks for",
    ),
    fixed(
        "WEEK_START",
        "0",
        "weeks would begin on another day than the Monday of weekly as-of times",
    ),
    fixed(
        "WEEK_OF_YEAR_POLICY",
        "0",
        "weeks would be counted in another way than on the embedded target",
    ),
    fixed(
        "DEFAULT_NULL_ORDERING",
        "LAST",
        "an order would put NULLs at its other end than on the embedded target",
    ),
    fixed(
        "DATE_INPUT_FORMAT",
        "AUTO",
        "a date that fsc writes could be read as another, or not at all",
    ),
    fixed(
        "TIME_INPUT_FORMAT",
        "AUTO",
        "a time could be read as another, or not at all",
    ),
    fixed(
        "TIMESTAMP_INPUT_FORMAT",
        "AUTO",
        "an as-of time that fsc writes could be read as another, or not at all",
    ),
    fixed(
        "DATE_OUTPUT_FORMAT",
        "YYYY-MM-DD",
        "a date that a query turns into text would be another text",
    ),
    fixed(
        "TIME_OUTPUT_FORMAT",
        "HH24:MI:SS",
        "a time that a query turns into text would be another text",
    ),
    fixed(
        "TIMESTAMP_NTZ_OUTPUT_FORMAT",
        "YYYY-MM-DD HH24:MI:SS.FF3",
        "a timestamp that a query turns into text would be another text",
    ),
    fixed(
        "BINARY_INPUT_FORMAT",
        "HEX",
        "a text that a query turns into bytes would be other bytes",
    ),
    fixed(
        "BINARY_OUTPUT_FORMAT",
        "HEX",
        "bytes that a query turns into text would be another text",
    ),
    fixed(
        "QUOTED_IDENTIFIERS_IGNORE_CASE",
        "FALSE",
        "fsc quotes every name that it writes, and would find other tables",
    ),
    fixed(
        "AUTOCOMMIT",
        "TRUE",
        "what stands outside of a transaction would never be kept",
    ),
    fixed(
        "MULTI_STATEMENT_COUNT",
        "1",
        "a request could run more than the one statement that was reviewed",
    ),
    fixed(
        "ERROR_ON_NONDETERMINISTIC_MERGE",
        "TRUE",
        "a MERGE that matches a row twice would store one of both values in silence",
    ),
    fixed(
        "ROWS_PER_RESULTSET",
        "0",
        "what fsc reads would be cut off without a word",
    ),
    fixed(
        "CLIENT_VALIDATE_DEFAULT_PARAMETERS",
        "TRUE",
        "a wrong database or warehouse would first be told by a statement",
    ),
];

/// A parameter that has a key of its own in a target.
const QUERY_TAG: &str = "QUERY_TAG";

/// What is wrong with a project's setting of a parameter. A value that is not known yet (`None`) is let be.
pub fn problem(name: &str, value: Option<&str>) -> Option<Problem> {
    let name = name.to_ascii_uppercase();
    if !is_name(&name) {
        return Some(Problem::new(
            "is not the name of a session parameter",
            "write a name like `STATEMENT_TIMEOUT_IN_SECONDS`",
        ));
    }
    if name == QUERY_TAG {
        return Some(Problem::new(
            "is what fsc says of each statement",
            "set `query_tag` of the target: it becomes part of the tag",
        ));
    }
    let fixed = FIXED.iter().find(|fixed| fixed.name == name)?;
    if value.is_none_or(|value| value.trim().eq_ignore_ascii_case(fixed.value)) {
        return None;
    }
    Some(Problem::new(
        format!("is always `{}`: otherwise {}", fixed.value, fixed.reason),
        "remove it; in a query, write what is meant with a function that does not depend on the session",
    ))
}

/// Whether a parameter is one that fsc sets.
pub fn is_fixed(name: &str) -> bool {
    FIXED
        .iter()
        .any(|fixed| fixed.name.eq_ignore_ascii_case(name))
}

/// What the project says of parameters that are not fixed, a name once.
pub fn own(project: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut own: Vec<(String, String)> = Vec::new();
    for (name, value) in project {
        let name = name.to_ascii_uppercase();
        if !is_fixed(&name) && !own.iter().any(|(known, _)| *known == name) {
            own.push((name, value));
        }
    }
    own
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|character| {
            character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fsc_relies_on_cannot_be_changed_and_the_rest_can() {
        assert_eq!(problem("timezone", Some("utc")), None);
        assert_eq!(problem("TIMEZONE", None), None);
        let found = problem("timezone", Some("Europe/Berlin")).unwrap();
        assert!(found.what.starts_with("is always `UTC`"), "{}", found.what);
        assert!(problem("query_tag", None).is_some());
        assert!(problem("TIME ZONE", Some("UTC")).is_some());
        assert_eq!(problem("LOCK_TIMEOUT", Some("60")), None);
    }

    #[test]
    fn each_name_is_said_once() {
        let own = own([
            ("timezone".to_owned(), "utc".to_owned()),
            ("lock_timeout".to_owned(), "60".to_owned()),
            ("LOCK_TIMEOUT".to_owned(), "70".to_owned()),
        ]);
        assert_eq!(own, [("LOCK_TIMEOUT".to_owned(), "60".to_owned())]);
        for (at, fixed) in FIXED.iter().enumerate() {
            assert!(FIXED[at + 1..].iter().all(|other| other.name != fixed.name));
        }
    }

    #[test]
    fn the_documentation_lists_what_is_fixed() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/snowflake.md");
        let page = std::fs::read_to_string(page).unwrap();
        for fixed in FIXED {
            let row = format!("| `{}` | `{}` |", fixed.name, fixed.value);
            assert!(page.contains(&row), "docs/snowflake.md lacks the row {row}");
        }
    }
}
