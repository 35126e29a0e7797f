//! What a call in a tag hands to a parameter of a macro.
//!
//! Read from tokens: only a call that is written plainly, once in its tag, is understood, and only an argument that is
//! one string or one name.

use super::macros::Macro;
use super::scan::{Tag, Token, TokenKind};

/// What a call hands to a parameter.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Passed<'t> {
    /// One token.
    Token(&'t Token),
    /// Nothing: the parameter has its default.
    Nothing,
}

/// The position of a parameter; none where the macro has no such parameter, or may give the name another value.
pub(super) fn position(called: &Macro, name: &str) -> Option<usize> {
    let (head, rest) = called.tags.split_first()?;
    let is_bound_again = rest.iter().any(|tag| {
        matches!(
            tag.keyword(&called.text),
            Some("set" | "for" | "with" | "macro" | "call")
        ) && (tag.tokens.iter()).any(|token| called.text.get(token.range.clone()) == Some(name))
    });
    if is_bound_again {
        return None;
    }
    let parameters = arguments(&called.text, head, &called.name)?;
    parameters.iter().position(|parameter| {
        let first = parameter.first();
        first.and_then(|token| called.text.get(token.range.clone())) == Some(name)
    })
}

/// What the call of a macro in a tag hands to the parameter with this position and name.
pub(super) fn passed<'t>(
    text: &str,
    tag: &'t Tag,
    called: &str,
    position: usize,
    name: &str,
) -> Option<Passed<'t>> {
    let arguments = arguments(text, tag, called)?;
    let words = |token: &Token| text.get(token.range.clone()).unwrap_or_default();
    let by_name = |argument: &[Token]| {
        matches!(argument, [first, second, ..]
            if first.kind == TokenKind::Name && words(second) == "=")
    };
    let named = arguments
        .iter()
        .find(|argument| by_name(argument) && words(&argument[0]) == name)
        .map(|argument| &argument[2..]);
    let value = match (named, arguments.get(position)) {
        (Some(value), _) => value,
        (None, Some(argument)) if !by_name(argument) => argument,
        (None, _) => {
            let mut firsts = arguments.iter().filter_map(|argument| argument.first());
            let is_spread = firsts.any(|token| words(token) == "*");
            return (!is_spread).then_some(Passed::Nothing);
        }
    };
    match value {
        [token] => Some(Passed::Token(token)),
        _ => None,
    }
}

/// The arguments in the one call of a name, as tokens.
fn arguments<'t>(text: &str, tag: &'t Tag, called: &str) -> Option<Vec<&'t [Token]>> {
    let words = |token: &Token| text.get(token.range.clone()).unwrap_or_default();
    let is_called = |token: &Token| token.kind == TokenKind::Name && words(token) == called;
    let mut calls = (0..tag.tokens.len()).filter(|at| is_called(&tag.tokens[*at]));
    let (Some(call), None) = (calls.next(), calls.next()) else {
        return None;
    };
    let tokens = &tag.tokens[call + 1..];
    let (open, tokens) = tokens.split_first()?;
    if words(open) != "(" {
        return None;
    }
    let mut arguments = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let sign = (token.kind == TokenKind::Sign).then(|| words(token));
        match sign {
            Some("(" | "[" | "{") => depth += 1,
            Some(")" | "]" | "}") if depth > 0 => depth -= 1,
            Some(")" | ",") if depth == 0 => {
                if start < at {
                    arguments.push(&tokens[start..at]);
                }
                start = at + 1;
                if sign == Some(")") {
                    return Some(arguments);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::scan;

    fn found(tag: &str) -> Option<String> {
        let tags = scan::tags(tag);
        Some(match passed(tag, &tags[0], "f", 1, "b")? {
            Passed::Token(token) => tag[token.range.clone()].to_owned(),
            Passed::Nothing => "nothing".to_owned(),
        })
    }

    #[test]
    fn arguments_are_found_by_position_and_by_name() {
        for (tag, expected) in [
            ("{{ f(1, 'x') }}", Some("'x'")),
            ("{{ f(g(1, 2), x) }}", Some("x")),
            ("{{ f(b='x', a=1) }}", Some("'x'")),
            ("{{ f(1) }}", Some("nothing")),
            ("{{ f(a=1, c=2) }}", Some("nothing")),
            ("{{ f(1, 'x' ~ y) }}", None),
            ("{{ f(*all) }}", None),
            ("{{ f(1, 'x') ~ f(1, 'y') }}", None),
            ("{{ f }}", None),
        ] {
            assert_eq!(found(tag).as_deref(), expected, "{tag}");
        }
    }
}
