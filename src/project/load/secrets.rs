//! Keeps secrets that were written into `fsc.toml` out of everything that fsc shows.
//!
//! Such a literal is an error anyway. Its characters are overwritten in the text that is kept, length for length, so
//! that no excerpt of any diagnostic can show it, whatever the diagnostic is about.

use std::ops::Range;

use crate::project::document::{Entry, Node, Value};
use crate::project::raw::SECRETS;
use crate::template::settings::is_one_variable;

/// The bytes of a literal secret.
pub(super) type Literal = Range<usize>;

/// Where secrets of targets stand as literals.
pub(super) fn literals(project: &Node) -> Vec<Literal> {
    let targets = entries(project)
        .iter()
        .filter(|entry| entry.key == "target")
        .flat_map(|entry| entries(&entry.node));
    targets
        .flat_map(|target| entries(&target.node))
        .filter(|setting| SECRETS.contains(&setting.key.as_str()))
        .filter(|setting| match &setting.node.value {
            Value::String(text) => !is_one_variable(text),
            _ => true,
        })
        .map(|setting| setting.node.span.range())
        .collect()
}

/// Overwrites literals; in a text that could not be parsed whole, also what looks like one.
pub(super) fn mask(text: &mut String, literals: &[Literal], is_broken: bool) {
    let mut ranges = literals.to_vec();
    if is_broken {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if let Some(secret) = suspicious(line) {
                ranges.push(start + secret.start..start + secret.end);
            }
            start += line.len();
        }
    }
    if ranges.is_empty() {
        return;
    }
    let mut masked = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character != '\n' && ranges.iter().any(|range| range.contains(&at)) {
            masked.extend(std::iter::repeat_n('*', character.len_utf8()));
        } else {
            masked.push(character);
        }
    }
    *text = masked;
}

/// What follows the `=` of a key that may hold a secret.
fn suspicious(line: &str) -> Option<Range<usize>> {
    let secret = SECRETS.iter().find_map(|key| {
        let after = line.find(key)? + key.len();
        let equals = after + line[after..].find('=')?;
        Some(equals + 1..line.trim_end().len())
    })?;
    let value = line[secret.clone()].trim().trim_matches(['"', '\'']);
    (!is_one_variable(value)).then_some(secret)
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Table(entries) => entries,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::document::{Format, parse};
    use crate::source::FileId;

    fn masked(text: &str) -> String {
        let (node, diagnostics) = parse(Format::Toml, FileId(0), text);
        let mut text = text.to_owned();
        mask(&mut text, &literals(&node), !diagnostics.is_empty());
        text
    }

    #[test]
    fn literals_are_overwritten_and_templates_are_not() {
        let text = "[target.prod]\npassword = \"hünter2\"\ntoken = \"{{ env_var('T') }}\"\n";
        let shown = masked(text);
        assert!(!shown.contains("nter2"), "{shown}");
        assert!(shown.contains("env_var('T')"), "{shown}");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn literals_in_broken_or_inline_text_are_overwritten() {
        for text in [
            "[target.prod]\npassword = \"hunter2\n",
            "target.prod = { password = \"hunter2\", typo",
            "[target.prod]\npassword = hunter2\n",
            "[target.prod]\npassword = \"{{ env_var('P', 'hunter2') }}\"\n",
            "[target.prod]\npassword = \"{{ env_var('P', 'hunter2') }}\n",
            "[target.prod]\npassword = \"{{ env_var('P') }}hunter2\"\n",
            "[target.prod]\npassword = 'hunter2'\ntoken = \"\"\"\nhunter2\n\"\"\"\n",
        ] {
            let shown = masked(text);
            assert!(!shown.contains("hunter2"), "{shown}");
            assert_eq!(shown.len(), text.len());
        }
    }
}
