//! Variables from outside of a project: `--vars` and `FSC_VARS`.
//!
//! A text is a mapping in YAML, of which JSON is a part, or one `name=value` with a value in YAML. It means what the same
//! text means in a definition file: `yes` is text, a bare date is text.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::project::document::{self, Format, Value as Written};
use crate::rules::invalid_setting;
use crate::source::FileId;

/// Variables by name.
pub type Vars = BTreeMap<String, serde_json::Value>;

/// What a value of `setting` (`--vars`, `FSC_VARS`) says.
pub fn parse(setting: &str, text: &str) -> Result<Vars, Diagnostic> {
    let refused = |problem: &str| {
        invalid_setting::not_expected(
            setting,
            text,
            "variables like `{trailing_days: 7}` or `trailing_days=7`",
        )
        .note(problem.to_owned())
    };
    let mapping = match pair(text) {
        Some((name, value)) => {
            // A value in quotes or brackets is YAML as well; so is none.
            let value = read(&format!("value: {value}")).map_err(|problem| refused(&problem))?;
            value
                .into_values()
                .map(|value| (name.to_owned(), value))
                .collect()
        }
        None => read(text).map_err(|problem| refused(&problem))?,
    };
    if mapping.is_empty() {
        return Err(refused("it names no variable"));
    }
    Ok(mapping)
}

/// The flag that gives them, after a blank, as a shell reads it; nothing where there are none.
pub fn flag(vars: &Vars) -> String {
    if vars.is_empty() {
        return String::new();
    }
    // Names and JSON values have a text.
    let json = serde_json::to_string(vars).unwrap_or_default();
    format!(" --vars '{}'", json.replace('\'', r"'\''"))
}

/// `name=value`: a mapping begins with `{` or has a `:` before any `=`.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_alphanumeric() || "_-.".contains(character));
    (is_name && !value.contains('\n')).then_some((name, value))
}

fn read(text: &str) -> Result<Vars, String> {
    let (node, findings) = document::parse(Format::Yaml, FileId(0), text);
    if let Some(finding) = findings.first() {
        return Err(finding.message.clone());
    }
    if let Written::Table(entries) = &node.value {
        let odd = entries.iter().find(|entry| !is_finite(&entry.node.value));
        if let Some(odd) = odd {
            return Err(format!("`{}` is not a finite number", odd.key));
        }
    }
    document::deserialize(node).map_err(|error| error.message)
}

fn is_finite(value: &Written) -> bool {
    match value {
        Written::Float(number) => number.is_finite(),
        Written::Array(items) => items.iter().all(|item| is_finite(&item.value)),
        Written::Table(entries) => entries.iter().all(|entry| is_finite(&entry.node.value)),
        Written::Null
        | Written::Bool(_)
        | Written::Integer(_)
        | Written::String(_)
        | Written::Date(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_flag_says_what_was_given() {
        assert_eq!(flag(&Vars::new()), "");
        let given = parse("--vars", "{a: \"it's\", b: [1, 2.5]}").unwrap();
        assert_eq!(flag(&given), r#" --vars '{"a":"it'\''s","b":[1,2.5]}'"#);
        assert_eq!(
            parse("--vars", r#"{"a":"it's","b":[1,2.5]}"#).unwrap(),
            given
        );
    }

    fn said(text: &str) -> serde_json::Value {
        serde_json::to_value(parse("--vars", text).unwrap()).unwrap()
    }

    #[test]
    fn mappings_and_pairs_are_read() {
        for (text, expected) in [
            (r#"{"x": 1, "y": "a=b"}"#, json!({"x": 1, "y": "a=b"})),
            (
                "{x: 1.5, y: [a, true]}",
                json!({"x": 1.5, "y": ["a", true]}),
            ),
            ("x: 2023-08-01", json!({"x": "2023-08-01"})),
            ("x: a\ny: yes", json!({"x": "a", "y": "yes"})),
            ("x=7", json!({"x": 7})),
            ("x='7'", json!({"x": "7"})),
            ("x=a=b", json!({"x": "a=b"})),
            ("x=", json!({"x": null})),
            ("{x: {y: 1}}", json!({"x": {"y": 1}})),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_mapping_is_refused_and_shown() {
        for text in [
            "",
            "{}",
            "x",
            "[1]",
            "{x: ",
            "=7",
            "{x: .nan}",
            "x: 1\nx: 2",
            "x=[1",
        ] {
            let refused = parse("--vars", text).unwrap_err();
            assert_eq!(refused.rule.code, "FSC081", "{text}");
            assert!(!refused.notes.is_empty(), "{text}");
        }
    }
}
