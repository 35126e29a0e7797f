//! Which variables templates read, as far as their text tells.

use std::collections::BTreeSet;

use super::scan::{self, TokenKind};

/// The names in calls of `var`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct VariableReads {
    /// Those that stand there.
    pub names: BTreeSet<String>,
    /// Whether a name is computed: then any may be read.
    pub has_others: bool,
}

impl VariableReads {
    /// Adds those of a template.
    pub fn add(&mut self, text: &str) {
        for tag in scan::tags(text) {
            let tokens = tag.tokens.iter().enumerate();
            for (at, token) in tokens {
                let is_sign = |at: usize, sign: &str| {
                    tag.tokens.get(at).is_some_and(|token: &scan::Token| {
                        token.kind == TokenKind::Sign && &text[token.range.clone()] == sign
                    })
                };
                let is_call = token.kind == TokenKind::Name
                    && &text[token.range.clone()] == "var"
                    && is_sign(at + 1, "(");
                if !is_call {
                    continue;
                }
                match tag.tokens.get(at + 2) {
                    Some(name)
                        if name.kind == TokenKind::Text
                            && (is_sign(at + 3, ")") || is_sign(at + 3, ",")) =>
                    {
                        let quoted = &text[name.range.clone()];
                        self.names.insert(quoted[1..quoted.len() - 1].to_owned());
                    }
                    _ => self.has_others = true,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> VariableReads {
        let mut reads = VariableReads::default();
        reads.add(text);
        reads
    }

    #[test]
    fn names_stand_in_calls_of_var() {
        let text = "{{ var('a') }} {% if x and var( \"b\", 7) %}var('c'){# var('d') #} env_var('e') {{ env_var('e') }}";
        let found = reads(text);
        assert_eq!(found.names.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(!found.has_others);
        assert!(reads("{{ var('a' ~ x) }}").has_others);
        assert!(reads("{{ var(name) }}").has_others);
    }
}
