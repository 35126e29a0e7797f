//! What one node's SQL says when it is looked at alone: rendered, parsed, analysed, translated. Runs side by side.

use crate::diagnostic::Diagnostic;
use crate::sql::analyze::{Analysis, analyze};
use crate::sql::name::Dialect;
use crate::sql::parse::{strip_terminator, with_query};
use crate::template::Rendered;

use super::hash;
use super::model::NodeQuery;
use super::site::{Site, in_form};
use super::translate::translate;
use super::unreadable::unreadable;

/// What was found in one node's SQL.
pub(super) struct Draft {
    /// The forms of the query that could be analysed: the usual one, and that of a backfill where it differs.
    pub(super) forms: Vec<Form>,
    /// The usual form, where it could be rendered and translated.
    pub(super) query: Option<NodeQuery>,
    pub(super) hash: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A query as it is rendered with or without `is_backfill`.
pub(super) struct Form {
    pub(super) is_backfill: bool,
    pub(super) rendered: Rendered,
    pub(super) analysis: Analysis,
}

/// Looks at one node's SQL.
pub(super) fn draft(site: &Site<'_>, dialect: Dialect, macros_know_backfill: bool) -> Draft {
    let template = &site.subject.definition.query;
    let has_backfill_form = (macros_know_backfill && template.text.contains("{{"))
        || template.text.contains("is_backfill");
    let mut draft = Draft {
        forms: Vec::new(),
        query: None,
        hash: String::new(),
        diagnostics: Vec::new(),
    };
    let Some(usual) = draft.render(site, false) else {
        return draft;
    };
    draft.query = draft.read(site, dialect, &usual, false);
    let mut texts = vec![hash::text(site, &usual, false)];
    if has_backfill_form
        && let Some(backfill) = draft.render(site, true)
        && backfill.probes() != usual.probes()
    {
        draft.read(site, dialect, &backfill, true);
        texts.push(hash::text(site, &backfill, true));
    }
    draft.hash = hash::definition(site.subject, &texts);
    draft
}

impl Draft {
    fn render(&mut self, site: &Site<'_>, is_backfill: bool) -> Option<Rendered> {
        let context = site.context(site.when, is_backfill);
        match site
            .templates
            .render(&site.subject.definition.query, &context)
        {
            Ok(rendered) => Some(rendered),
            Err(findings) => {
                let findings = findings.into_iter();
                self.diagnostics
                    .extend(findings.map(|finding| in_form(finding, is_backfill)));
                None
            }
        }
    }

    /// Parses, analyses and translates one form.
    fn read(
        &mut self,
        site: &Site<'_>,
        dialect: Dialect,
        rendered: &Rendered,
        is_backfill: bool,
    ) -> Option<NodeQuery> {
        let interval = site.subject.interval;
        let read = with_query(rendered.probe(), |query| {
            (
                analyze(query),
                translate(dialect, rendered, query, interval),
            )
        });
        let (analysis, translated) = match read {
            Ok(read) => read,
            Err(error) => {
                let finding = unreadable(site, rendered, is_backfill, &error);
                self.diagnostics.push(in_form(finding, is_backfill));
                return None;
            }
        };
        self.forms.push(Form {
            is_backfill,
            rendered: rendered.clone(),
            analysis,
        });
        match translated {
            Ok(lowered) => Some(NodeQuery {
                text: without_terminator(rendered),
                lowered,
            }),
            Err(problems) => {
                self.diagnostics.extend(problems.into_iter().map(|problem| {
                    let finding = problem.diagnostic(|at| site.place(rendered, is_backfill, at));
                    in_form(finding, is_backfill)
                }));
                None
            }
        }
    }
}

/// The rendered text without its `;`. The text with the date left open is a template, so that the end is found in a
/// rendering.
fn without_terminator(rendered: &Rendered) -> String {
    let (text, probe) = (rendered.text(), rendered.probe());
    let ending = &probe[strip_terminator(probe).len()..];
    text.strip_suffix(ending)
        .unwrap_or_else(|| strip_terminator(text))
        .to_owned()
}
