//! Where a query's text comes from: turns places in rendered SQL into places that a reader can open.

use std::ops::Range;

use sqlparser::tokenizer::Location;

use crate::diagnostic::{Diagnostic, Place};
use crate::lint::Levels;
use crate::sql::analyze::SqlPlace;
use crate::sql::token::byte_offset;
use crate::template::{Origins, RenderContext, Rendered, Templates, When};

use super::draft::Form;
use super::subject::Subject;

/// One subject and all that rendering it needs.
pub(super) struct Site<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) templates: &'a Templates,
    pub(super) when: When,
    pub(super) target_name: &'a str,
    /// Which lints are on.
    pub(super) levels: &'a Levels,
}

impl Site<'_> {
    pub(super) fn context(&self, when: When, is_backfill: bool) -> RenderContext<'_> {
        self.subject.context(when, self.target_name, is_backfill)
    }

    /// The query with the date left open, where that is possible.
    pub(super) fn symbolic(&self, is_backfill: bool) -> Option<Rendered> {
        let context = self.context(When::Symbolic, is_backfill);
        let query = &self.subject.definition.query;
        self.templates.render(query, &context).ok()
    }

    /// The place in a form of the query.
    pub(super) fn place_in(&self, form: &Form, at: SqlPlace) -> Place {
        let Form {
            rendered,
            when,
            is_backfill,
            origins,
            ..
        } = form;
        self.place(rendered, *when, *is_backfill, origins, at)
    }

    /// The place in the template where it is known, else in the rendered text, which then is a source of its own.
    pub(super) fn place(
        &self,
        rendered: &Rendered,
        when: When,
        is_backfill: bool,
        origins: &Origins,
        at: SqlPlace,
    ) -> Place {
        let range = byte_range(rendered.probe(), at);
        let query = &self.subject.definition.query;
        let context = self.context(when, is_backfill);
        self.templates
            .place(query, &context, rendered, origins, range)
    }
}

/// The bytes of a place: at least one character, where there is one.
pub(super) fn byte_range(text: &str, at: SqlPlace) -> Range<usize> {
    let start = byte_offset(
        text,
        Location {
            line: at.line.into(),
            column: at.column.into(),
        },
    );
    let width = usize::try_from(at.width.max(1)).unwrap_or(1);
    let length = text[start..]
        .chars()
        .take_while(|character| *character != '\n')
        .take(width)
        .map(char::len_utf8)
        .sum::<usize>();
    start..start + length
}

/// Says that a finding is about the form of a query that a backfill runs.
pub(super) fn in_form(finding: Diagnostic, is_backfill: bool) -> Diagnostic {
    if is_backfill {
        finding.note("found in the query of a backfill, where `is_backfill` is true")
    } else {
        finding
    }
}
