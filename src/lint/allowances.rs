//! All that a project's comments allow, where, and what of it was needed.
//!
//! A comment beside something covers its line. A comment alone on its line covers the next line that holds something;
//! before a TOML table's header, the header and the keys under it; before everything else in a file, the whole file. A
//! finding is covered where its first place begins, so that a comment deep inside a query does not allow what is wrong
//! with the query as a whole.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Levels;
use super::allowance::{self, Written};
use super::comment::{self, Comment, Commented, Kind};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::document::Format;
use crate::project::model::{Definition, Project};
use crate::rules::{self, Rule, fixed_level, invalid_allowance, unknown_lint, unused_allowance};
use crate::source::{FileId, SourceMap, Span};

/// The allowances of a project.
#[derive(Debug, Clone, Default)]
pub struct Allowances {
    by_file: BTreeMap<FileId, Vec<Allowance>>,
}

/// One comment.
#[derive(Debug, Clone)]
struct Allowance {
    rules: Vec<Allowed>,
    covers: Cover,
    /// What stands between the parentheses.
    list: Span,
    /// `None` where it shares its text with tags of the template: they are not to go along.
    removal: Option<Removal>,
}

/// One rule in it.
#[derive(Debug, Clone)]
struct Allowed {
    written: Span,
    /// `None` when it cannot be allowed, which was reported.
    rule: Option<&'static Rule>,
    is_used: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Cover {
    File,
    Bytes(Range<usize>),
}

/// How the comment is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Removal {
    range: Range<usize>,
    replacement: &'static str,
    is_safe: bool,
}

impl Allowances {
    /// Reads the comments of all texts, and of the queries inside definitions, where there is a project already. Says
    /// what is wrong with them.
    pub fn read(files: &SourceMap, project: Option<&Project>) -> (Self, Vec<Diagnostic>) {
        let mut allowances = Self::default();
        let mut findings = Vec::new();
        for (file, source) in files.iter() {
            if allowance::may_be_in(&source.text) {
                let found = match source.name.rsplit_once('.') {
                    Some((_, "toml")) => comment::in_definition(Format::Toml, &source.text),
                    Some((_, "yaml" | "yml")) => comment::in_definition(Format::Yaml, &source.text),
                    _ => comment::in_sql(&source.text),
                };
                allowances.add(&source.text, &found, file, None, &mut findings);
            }
        }
        let inline = project.into_iter().flat_map(|project| {
            let tables = project.tables.iter().map(|table| &table.definition);
            tables.chain(project.views.iter().map(|view| &view.definition))
        });
        for Definition { query, .. } in inline {
            let is_inline = query.span != Span::whole(query.file);
            if let (true, Some(offset)) = (is_inline, query.offset)
                && allowance::may_be_in(&query.text)
            {
                let found = comment::in_sql(&query.text);
                let offset = Some(offset as usize);
                allowances.add(&query.text, &found, query.file, offset, &mut findings);
            }
        }
        (allowances, findings)
    }

    /// Adds the comments of a text that starts at `offset` in its file, or is the file.
    fn add(
        &mut self,
        text: &str,
        found: &Commented,
        file: FileId,
        offset: Option<usize>,
        findings: &mut Vec<Diagnostic>,
    ) {
        let start = offset.unwrap_or(0);
        let shifted = |range: Range<usize>| range.start + start..range.end + start;
        let span = |range: Range<usize>| Span::new(file, shifted(range));
        for comment in &found.comments {
            let Some(written) = allowance::read(text, comment.inner.clone()) else {
                continue;
            };
            let Written::Rules {
                rules,
                list,
                has_reason,
            } = written
            else {
                findings.push(invalid_allowance::unreadable(span(comment.range.clone())));
                continue;
            };
            if !has_reason {
                findings.push(invalid_allowance::without_reason(span(
                    comment.range.clone(),
                )));
            }
            let rules = rules.into_iter().map(|range| {
                let name = &text[range.clone()];
                let written = span(range);
                let rule = rules::find(name);
                match rule {
                    None => findings.push(unknown_lint::in_comment(written, name)),
                    Some(rule) if !rule.is_allowed_in_place() => {
                        findings.push(fixed_level::in_comment(written, rule));
                    }
                    Some(_) => {}
                }
                Allowed {
                    written,
                    rule: rule.filter(|rule| rule.is_allowed_in_place()),
                    is_used: false,
                }
            });
            let rules = rules.collect();
            let covers = match (cover(text, found, comment), offset) {
                (Cover::File, None) => Cover::File,
                (Cover::File, Some(_)) => Cover::Bytes(shifted(0..text.len())),
                (Cover::Bytes(range), _) => Cover::Bytes(shifted(range)),
            };
            let removal = removal(text, found, comment).map(|removal| Removal {
                range: shifted(removal.range),
                ..removal
            });
            self.by_file.entry(file).or_default().push(Allowance {
                rules,
                covers,
                list: span(list),
                removal,
            });
        }
    }

    /// Whether a finding is allowed where it is. Every allowance that covers it counts as used.
    pub(super) fn silence(&mut self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.labels.first().map(|label| &label.place) else {
            return false;
        };
        let mut is_allowed = false;
        let in_file = place.file().and_then(|file| self.by_file.get_mut(&file));
        for allowance in in_file.into_iter().flatten() {
            let is_covered = match (&allowance.covers, place.span()) {
                (Cover::File, _) => true,
                (Cover::Bytes(range), Some(span)) => range.contains(&span.range().start),
                (Cover::Bytes(_), None) => false,
            };
            let named = allowance.rules.iter_mut();
            for allowed in named.filter(|allowed| is_covered && allowed.rule == Some(finding.rule))
            {
                allowed.is_used = true;
                is_allowed = true;
            }
        }
        is_allowed
    }

    /// What silenced nothing. An allowance of a rule that is off in its file is no finding: nobody looked whether it would
    /// be needed.
    pub(super) fn unused(&self, levels: &Levels, files: &SourceMap) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let all = self.by_file.iter();
        for (file, allowance) in all.flat_map(|(file, all)| all.iter().map(move |one| (*file, one)))
        {
            let path = files.file(file).name.as_str();
            let is_unused = |allowed: &&Allowed| {
                let is_on = |rule: &Rule| levels.level(rule, path) != Level::Allow;
                !allowed.is_used && allowed.rule.is_some_and(is_on)
            };
            let (unused, kept): (Vec<&Allowed>, Vec<&Allowed>) =
                allowance.rules.iter().partition(is_unused);
            if unused.is_empty() {
                continue;
            }
            let names = unused.iter().map(|allowed| files.text(allowed.written));
            let places = unused.iter().map(|allowed| allowed.written);
            let finding = unused_allowance::at(names, places);
            findings.push(if kept.is_empty() {
                match &allowance.removal {
                    Some(removal) => {
                        let span = Span::new(file, removal.range.clone());
                        let (replacement, is_safe) = (removal.replacement, removal.is_safe);
                        unused_allowance::remove(finding, span, replacement, is_safe)
                    }
                    None => unused_allowance::remove_by_hand(finding),
                }
            } else {
                let kept: Vec<&str> = kept.iter().map(|kept| files.text(kept.written)).collect();
                unused_allowance::keep(finding, allowance.list, &kept.join(", "))
            });
        }
        findings
    }
}

/// The line that holds a byte, without its end.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..end
}

fn has_code(found: &Commented, mut range: Range<usize>) -> bool {
    range.any(|at| found.code.get(at) == Some(&true))
}

fn cover(text: &str, found: &Commented, comment: &Comment) -> Cover {
    let Range { start, end } = comment.range;
    let (first, last) = (line(text, start), line(text, end));
    if has_code(found, first.start..start) {
        return Cover::Bytes(first);
    }
    if has_code(found, end..last.end) {
        return Cover::Bytes(last);
    }
    if !has_code(found, 0..start) {
        return Cover::File;
    }
    let next = (end..text.len()).find(|at| found.code.get(*at) == Some(&true));
    let Some(next) = next else {
        return Cover::Bytes(end..end);
    };
    let header = found.headers.iter().position(|header| *header == next);
    Cover::Bytes(match header {
        Some(header) => next..found.headers.get(header + 1).copied().unwrap_or(text.len()),
        None => line(text, next),
    })
}

/// Whether a comment of SQL shares its text with the template: tags inside it decide what is rendered around it, and a tag
/// that takes away the line's end before it writes into the comment.
fn is_shared(text: &str, comment: &Comment) -> bool {
    let Range { start, end } = comment.range;
    let inside = &text[start..end];
    let next = text[end..].trim_start();
    let joins = ["{%-", "{{-", "{#-"];
    match comment.kind {
        Kind::Template { .. } => false,
        Kind::Line | Kind::Block => {
            inside.contains("{%")
                || inside.contains("{{")
                || joins.iter().any(|tag| next.starts_with(tag))
        }
    }
}

/// How a comment goes, less than which nothing goes; `None` where that cannot be told apart from the template.
fn removal(text: &str, found: &Commented, comment: &Comment) -> Option<Removal> {
    if is_shared(text, comment) {
        return None;
    }
    Some(removal_of_own(text, found, comment))
}

fn removal_of_own(text: &str, found: &Commented, comment: &Comment) -> Removal {
    let Range { start, end } = comment.range;
    let as_it_is = |is_safe| Removal {
        range: start..end,
        replacement: "",
        is_safe,
    };
    if let Kind::Template { matters } = comment.kind {
        return as_it_is(!matters);
    }
    let (first, last) = (line(text, start), line(text, end));
    let is_alone =
        text[first.start..start].trim().is_empty() && text[end..last.end].trim().is_empty();
    if is_alone {
        // With the line's end; at the end of the text, with that of the line before.
        let range = if last.end < text.len() {
            first.start..last.end + 1
        } else {
            text[..first.start].trim_end_matches(['\r', '\n']).len()..last.end
        };
        return Removal {
            range,
            replacement: "",
            is_safe: true,
        };
    }
    let before = text[first.start..start].trim_end();
    let gap = first.start + before.len()..start;
    let touches = |at: Option<usize>| at.is_some_and(|at| has_code(found, at..at + 1));
    if gap.is_empty() && touches(start.checked_sub(1)) && touches(Some(end)) {
        // Two words would become one.
        return Removal {
            replacement: " ",
            ..as_it_is(true)
        };
    }
    if has_code(found, end..last.end) {
        // Something follows: white space stands between it and what is before, unless there is none to keep.
        let after = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        let is_apart = !gap.is_empty() || before.is_empty();
        return Removal {
            range: start..if is_apart { end + after } else { end },
            ..as_it_is(true)
        };
    }
    Removal {
        range: gap.start..end,
        replacement: "",
        is_safe: true,
    }
}
