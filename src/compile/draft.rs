//! What one node's SQL says: rendered, parsed, analysed, linted, translated. Nodes are looked at side by side.
//!
//! A syntax tree lives only as long as the look at its query. Feature views are looked at once, when the columns of all
//! tables are known; tables are read first without analysis, to learn which tables they read, and looked at again.

use crate::diagnostic::Diagnostic;
use crate::sql::analyze::{Output, RelationRead, SqlPlace, relations};
use crate::sql::name::{Dialect, Identifier};
use crate::sql::parse::{strip_terminator, with_query};
use crate::template::{Origins, Rendered, When};

use super::catalog::ProjectCatalog;
use super::hash;
use super::look::look;
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

/// A query as it is rendered with or without `is_backfill`, with the date left open where that is possible.
pub(super) struct Form {
    pub(super) is_backfill: bool,
    pub(super) when: When,
    pub(super) rendered: Rendered,
    pub(super) origins: Origins,
    pub(super) relations: Vec<RelationRead>,
    pub(super) output: Output,
    /// What the target does not run of it.
    pub(super) refused: Vec<Refused>,
}

/// Something that the target does not run.
pub(super) struct Refused {
    /// Where it stands in the query, where that is known.
    pub(super) at: Option<SqlPlace>,
    pub(super) finding: Diagnostic,
}

/// How drafts are made.
#[derive(Clone, Copy)]
pub(super) struct Drafting<'c> {
    pub(super) dialect: Dialect,
    pub(super) macros_know_backfill: bool,
    /// What is known of other relations; none to leave the analysis for later.
    pub(super) catalog: Option<&'c ProjectCatalog<'c>>,
}

/// Looks at one node's SQL.
pub(super) fn draft(site: &Site<'_>, drafting: Drafting<'_>) -> Draft {
    let template = &site.subject.definition.query;
    let has_backfill_form = (drafting.macros_know_backfill && template.text.contains("{{"))
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
    draft.query = draft.read(site, drafting, &usual, false);
    let mut texts = vec![hash::text(site, &usual, false)];
    if has_backfill_form
        && let Some(backfill) = draft.render(site, true)
        && backfill.probes() != usual.probes()
    {
        draft.read(site, drafting, &backfill, true);
        texts.push(hash::text(site, &backfill, true));
    }
    draft.hash = hash::definition(site.subject, &texts);
    draft
}

impl Draft {
    /// The names of the columns that the usual form yields, where they are known.
    pub(super) fn main_columns(&self) -> Option<Vec<Identifier>> {
        let columns = self.forms.first()?.output.columns.as_ref()?;
        let names = columns.iter().filter_map(|column| column.name.clone());
        Some(names.collect())
    }

    /// Whether the text may depend on the as-of time. A form that could only be rendered at one cannot tell.
    pub(super) fn depends_on_as_of(&self) -> bool {
        self.forms.iter().any(|form| {
            let (first, second) = form.rendered.probes();
            form.rendered.times().is_none() || first != second
        })
    }

    /// What all forms yield, and what is to be said of them, now that other relations are known.
    pub(super) fn look_again(
        &self,
        site: &Site<'_>,
        catalog: &ProjectCatalog<'_>,
    ) -> (Vec<Output>, Vec<Diagnostic>) {
        let mut outputs = Vec::with_capacity(self.forms.len());
        let mut diagnostics = Vec::new();
        for form in &self.forms {
            let looked = with_query(form.rendered.probe(), |query| {
                look(site, form, query, catalog)
            });
            // It was parsed before.
            let (output, findings) = looked.unwrap_or_default();
            outputs.push(output);
            diagnostics.extend(findings);
        }
        (outputs, diagnostics)
    }

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
        drafting: Drafting<'_>,
        rendered: &Rendered,
        is_backfill: bool,
    ) -> Option<NodeQuery> {
        let interval = site.subject.interval;
        let mut form = Form {
            is_backfill,
            when: site.when,
            rendered: rendered.clone(),
            origins: Origins::default(),
            relations: Vec::new(),
            output: Output::default(),
            refused: Vec::new(),
        };
        if site.when != When::Symbolic
            && let Some(symbolic) = site.symbolic(is_backfill)
        {
            form.when = When::Symbolic;
            form.rendered = symbolic;
        }
        let is_same = form.rendered.probe() == rendered.probe();
        let analyse = |form: &Form, query: &_| {
            let looked = drafting
                .catalog
                .map(|catalog| look(site, form, query, catalog));
            (relations(query), looked.unwrap_or_default())
        };
        let read = with_query(rendered.probe(), |query| {
            let analysed = is_same.then(|| analyse(&form, query));
            (
                analysed,
                translate(drafting.dialect, rendered, query, interval),
            )
        });
        let (analysed, translated) = match read {
            Ok(read) => read,
            Err(error) => {
                let finding = unreadable(site, rendered, is_backfill, &error);
                self.diagnostics.push(in_form(finding, is_backfill));
                return None;
            }
        };
        let analysed = match analysed {
            Some(analysed) => Some(analysed),
            None => with_query(form.rendered.probe(), |query| analyse(&form, query)).ok(),
        };
        if let Some((relations, (output, findings))) = analysed {
            form.relations = relations;
            form.output = output;
            self.diagnostics.extend(findings);
        }
        let query = match translated {
            Ok(lowered) => Some(NodeQuery {
                text: without_terminator(rendered),
                lowered,
            }),
            Err(problems) => {
                let origins = Origins::default();
                let place = |at| site.place(rendered, site.when, is_backfill, &origins, at);
                let refused = problems.into_iter().map(|problem| Refused {
                    at: problem.place(),
                    finding: problem.diagnostic(place),
                });
                form.refused = refused.collect();
                None
            }
        };
        self.forms.push(form);
        query
    }
}

/// The rendered text without its `;`. The text with the date left open is a template, so that the end is found in a
/// rendering.
pub(super) fn without_terminator(rendered: &Rendered) -> String {
    let (text, probe) = (rendered.text(), rendered.probe());
    let ending = &probe[strip_terminator(probe).len()..];
    text.strip_suffix(ending)
        .unwrap_or_else(|| strip_terminator(text))
        .to_owned()
}
