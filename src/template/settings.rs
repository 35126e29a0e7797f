//! Templates in the settings of targets: only `{{ env_var('NAME') }}` and `{{ env_var('NAME', 'default') }}`.
//!
//! Settings may hold secrets, so this is a renderer of its own: nothing that it yields can reach SQL or an artifact, and
//! no error shows a value.

use super::scan::{self, Tag, TagKind, TokenKind};
use crate::environment::EnvironmentVariables;

/// Why a setting could not be rendered. Names variables, never values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// The variable is not set and there is no default.
    #[error("the environment variable `{0}` is not set")]
    Missing(String),
    /// A tag that is not `env_var`.
    #[error("a setting can hold `{{{{ env_var('NAME') }}}}` and no other tag")]
    Unsupported,
}

/// A setting with its environment variables filled in.
pub fn render(value: &str, environment: &EnvironmentVariables) -> Result<String, SettingError> {
    let mut rendered = String::with_capacity(value.len());
    let mut done = 0;
    for tag in scan::tags(value) {
        let call = EnvVar::read(value, &tag).ok_or(SettingError::Unsupported)?;
        rendered.push_str(plain(&value[done..tag.range.start])?);
        match environment.get(&call.name).or(call.default.as_deref()) {
            Some(found) => rendered.push_str(found),
            None => return Err(SettingError::Missing(call.name)),
        }
        done = tag.range.end;
    }
    rendered.push_str(plain(&value[done..])?);
    Ok(rendered)
}

/// The environment variables that a setting reads.
pub fn variables(value: &str) -> Vec<String> {
    scan::tags(value)
        .iter()
        .filter_map(|tag| EnvVar::read(value, tag))
        .map(|call| call.name)
        .collect()
}

/// Whether a setting is one environment variable and nothing else: no default, no text beside it.
pub fn is_one_variable(value: &str) -> bool {
    let value = value.trim();
    match scan::tags(value).as_slice() {
        [tag] => {
            tag.range == (0..value.len())
                && EnvVar::read(value, tag).is_some_and(|call| call.default.is_none())
        }
        _ => false,
    }
}

/// Text between tags, which may not hold the start of a tag that does not end.
fn plain(text: &str) -> Result<&str, SettingError> {
    if scan::has_tags(text) {
        Err(SettingError::Unsupported)
    } else {
        Ok(text)
    }
}

struct EnvVar {
    name: String,
    default: Option<String>,
}

impl EnvVar {
    fn read(text: &str, tag: &Tag) -> Option<Self> {
        if tag.kind != TagKind::Expression {
            return None;
        }
        let word = |at: usize| {
            tag.tokens
                .get(at)
                .map_or("", |token| &text[token.range.clone()])
        };
        let string = |at: usize| {
            let token = tag.tokens.get(at)?;
            (token.kind == TokenKind::Text).then(|| unquote(&text[token.range.clone()]))
        };
        let default = match tag.tokens.len() {
            4 => None,
            6 if word(3) == "," => Some(string(4)?),
            _ => return None,
        };
        (word(0) == "env_var" && word(1) == "(" && word(tag.tokens.len() - 1) == ")")
            .then_some(())?;
        Some(Self {
            name: string(2)?,
            default,
        })
    }
}

/// The text of a string token; a backslash takes the next character as it is.
fn unquote(token: &str) -> String {
    let mut inner = token[1..token.len() - 1].chars();
    let mut text = String::new();
    while let Some(character) = inner.next() {
        match character {
            '\\' => text.extend(inner.next()),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_variable_has_neither_default_nor_company() {
        for value in ["{{ env_var('A') }}", " {{env_var(\"A\")}} "] {
            assert!(is_one_variable(value), "{value}");
        }
        for value in [
            "",
            "hunter2",
            "{{ env_var('A', 'hunter2') }}",
            "hunter2{{ env_var('A') }}",
            "{{ env_var('A') }}hunter2",
            "{{ env_var('A') }}{{ env_var('B') }}",
            "{{ 'hunter2' }} env_var",
        ] {
            assert!(!is_one_variable(value), "{value}");
        }
    }

    #[test]
    fn variables_are_filled_in_and_not_rendered_again() {
        let environment = EnvironmentVariables::from([("USER_NAME", "ann{{ x }}")]);
        let render = |value| super::render(value, &environment);
        assert_eq!(render("plain"), Ok("plain".into()));
        assert_eq!(
            render("a-{{ env_var('USER_NAME') }}-{{env_var(\"NONE\", 'it\\'s')}}"),
            Ok("a-ann{{ x }}-it's".into())
        );
        assert_eq!(
            render("{{ env_var('NONE') }}"),
            Err(SettingError::Missing("NONE".into()))
        );
        for other in [
            "{{ ds }}",
            "{% if x %}",
            "{{ env_var('A' ~ 'B') }}",
            "{{ env_var('A'",
            "{{ x('A') }}",
        ] {
            assert_eq!(render(other), Err(SettingError::Unsupported), "{other}");
        }
        assert_eq!(
            variables("{{ env_var('A') }}{{ env_var('B', 'c') }}"),
            ["A", "B"]
        );
    }
}
