//! `minijinja`'s errors as diagnostics: the place in the template or macro, and the calls that led there.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::ops::Range;

use minijinja::{Error, ErrorKind};

use super::functions::Known;
use super::macros::{self, Macros};
use super::names;
use super::problem::Problem;
use super::scan::{self, TokenKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::model::QueryTemplate;
use crate::rules::{
    missing_environment_variable, runaway_template, secret_in_sql, template_failed,
    template_syntax, undeclared_source, unknown_reference, unknown_template_name, unknown_variable,
};
use crate::source::{SourceFile, SourceMap, Span};

/// How many calls of a stack are shown.
const MOST_CALLS: usize = 6;

/// What is needed to say where a template failed.
pub(super) struct Failing<'t> {
    pub(super) query: &'t QueryTemplate,
    /// What was compiled: the prelude, then the query's text.
    pub(super) compiled: &'t str,
    /// The length of the prelude.
    pub(super) prelude: usize,
    pub(super) files: &'t SourceMap,
    pub(super) macros: &'t Macros,
    pub(super) known: &'t Known,
    pub(super) params: &'t [&'t str],
}

/// Words of Jinja's expressions that are no names.
const WORDS: [&str; 15] = [
    "False", "None", "True", "and", "else", "false", "for", "if", "in", "is", "loop", "none",
    "not", "or", "true",
];

/// An error's own words.
pub(super) fn message(error: &Error) -> String {
    error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned)
}

impl Failing<'_> {
    /// The finding of an error, at the place where it happened, with the calls that led there.
    pub(super) fn diagnostic(&self, error: &Error) -> Diagnostic {
        let mut frames = vec![error];
        let mut cause = error;
        while let Some(next) = cause.source().and_then(|next| next.downcast_ref::<Error>()) {
            frames.push(next);
            cause = next;
        }
        let mut diagnostic = self.finding(cause);
        for (position, frame) in frames.iter().rev().enumerate().take(MOST_CALLS) {
            let text = if position == 0 {
                ""
            } else {
                "called from here"
            };
            diagnostic = self.point(diagnostic, frame, text);
        }
        if frames.len() > MOST_CALLS {
            let more = frames.len() - MOST_CALLS;
            diagnostic = diagnostic.note(format!("and {more} more calls"));
        }
        diagnostic
    }

    fn finding(&self, error: &Error) -> Diagnostic {
        if let Some(problem) = error.source().and_then(|source| source.downcast_ref()) {
            return self.of_problem(problem);
        }
        let detail = message(error);
        match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => template_syntax::failed(detail),
            ErrorKind::OutOfFuel => runaway_template::out_of_fuel(),
            ErrorKind::InvalidOperation if detail.contains("recursion limit") => {
                runaway_template::too_deep()
            }
            ErrorKind::UndefinedError | ErrorKind::UnknownFunction => self.unknown_name(error),
            ErrorKind::InvalidOperation if detail.contains("undefined") => self.unknown_name(error),
            // An undefined value as an argument: `macros.ds_add(sd, -7)`.
            ErrorKind::InvalidOperation
                if detail.contains("is not a string") && self.name_at(error).is_some() =>
            {
                self.unknown_name(error)
            }
            ErrorKind::UnknownMethod => self.unknown_method(error),
            ErrorKind::UnknownFilter => unknown_template_name::filter(&detail),
            ErrorKind::UnknownTest => unknown_template_name::test(&detail),
            _ => template_failed::failed(detail),
        }
    }

    fn of_problem(&self, problem: &Problem) -> Diagnostic {
        match problem {
            Problem::UnknownReference(name) => {
                unknown_reference::unknown(name, self.known.references.keys().map(String::as_str))
            }
            Problem::UndeclaredSource(name) => {
                undeclared_source::undeclared(name, self.known.sources.values().map(String::as_str))
            }
            Problem::UnknownVariable(name) => {
                unknown_variable::unknown(name, self.known.variables.keys().map(String::as_str))
            }
            Problem::MissingEnvironmentVariable(name) => {
                missing_environment_variable::missing(name)
            }
            Problem::Secret { name, target } => secret_in_sql::found(name, target.as_deref()),
            Problem::Argument(message) => template_failed::failed(message.clone()),
        }
    }

    fn unknown_name(&self, error: &Error) -> Diagnostic {
        let detail = message(error);
        let quoted = detail.split('`').nth(1).map(str::to_owned);
        let Some(name) = quoted
            .or_else(|| detail.strip_suffix(" is unknown").map(str::to_owned))
            .or_else(|| self.name_at(error))
        else {
            return unknown_template_name::undefined_value(&detail);
        };
        let (object, last) = name.rsplit_once('.').unwrap_or(("", &name));
        match object {
            "params" => unknown_template_name::unknown(&name, last, self.params.iter().copied()),
            "macros" => unknown_template_name::unknown(&name, last, ["ds_add", "ds_format"]),
            "target" => unknown_template_name::unknown(&name, last, ["name"]),
            _ => unknown_template_name::unknown(&name, &name, self.known_names()),
        }
    }

    fn unknown_method(&self, error: &Error) -> Diagnostic {
        let detail = message(error);
        let before = error
            .range()
            .and_then(|range| self.compiled_text(error)?.get(..range.start));
        match detail.split_once("no method named ") {
            Some((_, method)) if before.is_some_and(|before| before.ends_with("macros")) => {
                let name = format!("macros.{method}");
                unknown_template_name::unknown(&name, method, ["ds_add", "ds_format"])
            }
            Some((_, method)) => {
                let failed = template_failed::failed(&detail);
                match instead_of_changing(method) {
                    Some(help) => failed.help(help),
                    None => failed,
                }
            }
            None => template_failed::failed(detail),
        }
    }

    /// What was compiled where an error happened: the query behind its prelude, or a macro.
    fn compiled_text(&self, error: &Error) -> Option<&str> {
        match macros::of_module(error.name()?) {
            Some(name) => Some(&self.macros.get(name)?.text),
            None => Some(self.compiled),
        }
    }

    /// The name at the place of an error, when the place is that name or a call of it, or holds no other name that
    /// could be undefined. `minijinja` does not tell the names of undefined values inside macros.
    fn name_at(&self, error: &Error) -> Option<String> {
        let source = self.compiled_text(error)?;
        let range = error.range()?;
        let text = source.get(range.clone())?;
        let end = text
            .find(|character: char| !(character.is_alphanumeric() || "_.".contains(character)))
            .unwrap_or(text.len());
        let is_call = text[end..].starts_with('(') && text.ends_with(')');
        if end > 0 && !text.starts_with('.') && (is_call || end == text.len()) {
            return Some(text[..end].to_owned());
        }
        let tags = scan::tags(source);
        let bound: BTreeSet<&str> = tags
            .iter()
            .filter(|tag| {
                let keyword = tag.keyword(source);
                matches!(keyword, Some("macro" | "set" | "for" | "call" | "with"))
            })
            .flat_map(|tag| &tag.tokens)
            .map(|token| &source[token.range.clone()])
            .collect();
        let unknown: BTreeSet<&str> = tags
            .iter()
            .flat_map(|tag| &tag.tokens)
            .filter(|token| token.kind == TokenKind::Name && range.contains(&token.range.start))
            .filter(|token| !source[..token.range.start].ends_with('.'))
            .map(|token| &source[token.range.clone()])
            .filter(|name| !bound.contains(name) && !WORDS.contains(name))
            .filter(|name| self.known_names().all(|known| known != *name))
            .collect();
        let name = unknown.first()?;
        (unknown.len() == 1).then(|| (*name).to_owned())
    }

    /// Every name that means something in any template.
    fn known_names(&self) -> impl Iterator<Item = &str> {
        names::NAMES
            .into_iter()
            .chain(names::FUNCTIONS)
            .chain(self.macros.names())
    }

    /// The range of an error; a method call, which `minijinja` places from its dot on, with the name before the dot.
    fn range(&self, error: &Error) -> Option<Range<usize>> {
        let range = error.range()?;
        let text = self.compiled_text(error)?;
        if error.kind() == ErrorKind::SyntaxError
            && range.end >= text.trim_end().len()
            && let Some(open) = scan::unclosed(text)
        {
            // The end of the text is where it was noticed; what is to be closed is where the mistake is.
            return Some(open);
        }
        let before = text.get(..range.start)?;
        let is_method = self.compiled_text(error)?[range.start..].starts_with('.');
        let name = before.trim_end_matches(|character: char| {
            character.is_ascii_alphanumeric() || "_.".contains(character)
        });
        let start = if is_method { name.len() } else { range.start };
        Some(start..range.end)
    }

    fn point(&self, diagnostic: Diagnostic, error: &Error, text: &str) -> Diagnostic {
        let found = error.name().and_then(macros::of_module);
        if let Some(found) = found.and_then(|name| self.macros.get(name)) {
            return match self.range(error) {
                Some(range) => {
                    let range = range.start + found.start..range.end + found.start;
                    diagnostic.at(Span::new(found.file, range), text)
                }
                None => diagnostic.note(format!(
                    "in macro `{}` of `{}`",
                    found.name,
                    self.files.file(found.file).name
                )),
            };
        }
        let range = self.range(error).and_then(|range| {
            let start = range.start.checked_sub(self.prelude)?;
            Some(start..range.end.checked_sub(self.prelude)?)
        });
        point_into(diagnostic, self.query, self.files, range, text)
    }
}

/// Points to a range of a query's text: in its file where the text stands there one by one, else in the text.
pub(super) fn point_into(
    diagnostic: Diagnostic,
    query: &QueryTemplate,
    files: &SourceMap,
    range: Option<Range<usize>>,
    text: &str,
) -> Diagnostic {
    let place = range.clone().and_then(|range| query.place(files, range));
    match (range, place) {
        (None, _) => diagnostic.at(query.span, text),
        (Some(_), Some(place)) => diagnostic.at(place, text),
        (Some(range), None) => {
            let file = SourceFile {
                name: format!("{} (template)", files.file(query.file).name),
                text: query.text.to_string(),
                rendered_from: Some(query.file),
            };
            diagnostic
                .at(query.span, text)
                .at_place(Place::Rendered(std::sync::Arc::new(file), range), "")
        }
    }
}

/// What to write for a Python method that would change a list or a map: values of templates never change.
fn instead_of_changing(method: &str) -> Option<&'static str> {
    Some(match method {
        "append" | "insert" => {
            "a list never changes: write `{% set items = items + [x] %}`; in a loop, where a name that is set ends with its \
             round, `{% set all = namespace(items=[]) %}` before it and `{% set all.items = all.items + [x] %}` in it"
        }
        "extend" => {
            "a list never changes: write `{% set items = items + others %}`; in a loop, where a name that is set ends with \
             its round, `{% set all = namespace(items=[]) %}` before it and `{% set all.items = all.items + others %}` in it"
        }
        "update" | "setdefault" => {
            "a map never changes: write `{% set map = dict(map, key=value) %}`; in a loop, where a name that is set ends \
             with its round, `{% set all = namespace(map={}) %}` before it and `{% set all.map = dict(all.map, key=value) %}` \
             in it"
        }
        "pop" | "remove" | "clear" | "sort" | "reverse" => {
            "lists and maps never change: make a new one with a filter, such as `reject`, `sort` or `reverse`"
        }
        _ => return None,
    })
}
