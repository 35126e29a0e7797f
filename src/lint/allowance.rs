//! What one comment allows: `fsc: allow(FSC301, missing-description) reason`.

use std::ops::Range;

use crate::diagnostic::nearest;

/// A comment that was meant to allow something. Ranges are of the text that holds it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Rules by name or code, at least one.
    Rules {
        rules: Vec<Range<usize>>,
        /// What stands between the parentheses.
        list: Range<usize>,
        has_reason: bool,
    },
    /// `allow` without rules in parentheses.
    Unreadable,
}

/// The mark of comments that speak to fsc, in letters of any case.
const MARK: &str = "fsc:";

/// Whether a text may hold a comment that speaks to fsc.
pub(super) fn may_be_in(text: &str) -> bool {
    let mut marks = text.as_bytes().windows(MARK.len());
    marks.any(|bytes| bytes.eq_ignore_ascii_case(MARK.as_bytes()))
}

/// Reads a comment; `None` when it is any other. Prose that merely begins with `fsc:` is left alone.
pub(super) fn read(text: &str, inner: Range<usize>) -> Option<Written> {
    let said = text.get(inner.clone())?;
    let said = said.trim_start();
    let mark = said.get(..MARK.len())?;
    if !mark.eq_ignore_ascii_case(MARK) {
        return None;
    }
    let after = said[MARK.len()..].trim_start();
    let word_length = after
        .find(|character: char| !character.is_ascii_alphabetic())
        .unwrap_or(after.len());
    let (word, rest) = after.split_at(word_length);
    let opened = rest.trim_start().strip_prefix('(');
    let is_allow = word.eq_ignore_ascii_case("allow");
    let Some(opened) = opened.filter(|_| is_allow) else {
        let is_meant = is_allow
            || opened.is_some()
            || nearest(&word.to_ascii_lowercase(), ["allow"]).is_some();
        return is_meant.then_some(Written::Unreadable);
    };
    let Some(length) = opened.find(')') else {
        return Some(Written::Unreadable);
    };
    let start = inner.end - opened.len();
    let list = start..start + length;
    let mut rules = Vec::new();
    let mut at = list.start;
    for item in text[list.clone()].split(',') {
        let name = item.trim();
        if !name.is_empty() {
            let start = at + (item.len() - item.trim_start().len());
            rules.push(start..start + name.len());
        }
        at += item.len() + 1;
    }
    if rules.is_empty() {
        return Some(Written::Unreadable);
    }
    let has_reason = opened[length..].chars().any(char::is_alphanumeric);
    Some(Written::Rules {
        rules,
        list,
        has_reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Option<(Vec<&str>, bool)> {
        match read(text, 0..text.len())? {
            Written::Rules {
                rules, has_reason, ..
            } => Some((
                rules.into_iter().map(|range| &text[range]).collect(),
                has_reason,
            )),
            Written::Unreadable => Some((Vec::new(), false)),
        }
    }

    #[test]
    fn rules_and_reasons_are_read() {
        assert_eq!(
            rules(" fsc: allow(FSC301) known"),
            Some((vec!["FSC301"], true))
        );
        assert_eq!(
            rules("fsc:allow ( a-b ,FSC302, ): weiß"),
            Some((vec!["a-b", "FSC302"], true))
        );
        assert_eq!(
            rules("fsc: allow(FSC301) - "),
            Some((vec!["FSC301"], false))
        );
    }

    #[test]
    fn the_case_of_letters_does_not_matter() {
        let text = "FSC: Allow(fsc301, Fan-Out) known";
        assert_eq!(rules(text), Some((vec!["fsc301", "Fan-Out"], true)));
        assert!(may_be_in(text) && !may_be_in("fsc allow(FSC301)"));
    }

    #[test]
    fn what_is_meant_and_cannot_be_read_is_told_from_prose() {
        for meant in [
            "fsc: allow",
            "fsc: allow FSC301",
            "fsc: allow()",
            "fsc: allow(a",
            "fsc: alow(a) b",
            "fsc: ignore(a)",
            "Fsc: ALOW(a) b",
        ] {
            assert_eq!(rules(meant), Some((vec![], false)), "{meant}");
        }
        for prose in [
            "fsc: the compiler",
            "see fsc: allow(a) b",
            "fsc allow(a)",
            "",
            "fsc:",
        ] {
            assert_eq!(rules(prose), None, "{prose}");
        }
    }
}
