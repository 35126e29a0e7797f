//! A query that could not be parsed, as a finding: places in the rendered text become places in the template.
//!
//! An edit is offered only where it changes what was written: the place is in the template, its text is the rendered
//! text, and no block stands in the template that may repeat or leave out that text.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Help, Place};
use crate::rules::{invalid_query, query_limit, sql_syntax};
use crate::sql::analyze::SqlPlace;
use crate::sql::parse::{Spot, SqlError, SqlErrorKind};
use crate::template::Rendered;

use super::site::{Site, byte_range};

/// The finding for a query that is refused.
pub(super) fn unreadable(
    site: &Site<'_>,
    rendered: &Rendered,
    is_backfill: bool,
    error: &SqlError,
) -> Diagnostic {
    let spot = Spot {
        line: error.line,
        column: error.column,
        width: error.width,
    };
    let primary = site.place(rendered, site.when, is_backfill, sql_place(spot));
    let mut finding = match &error.kind {
        SqlErrorKind::Syntax(_) => sql_syntax::diagnostic(error, primary.clone()),
        SqlErrorKind::TooLarge(_) | SqlErrorKind::NoStack(_) => {
            query_limit::diagnostic(error, primary.clone())
        }
        SqlErrorKind::Empty
        | SqlErrorKind::SecondStatement
        | SqlErrorKind::NotAQuery(_)
        | SqlErrorKind::SelectInto => invalid_query::diagnostic(error, primary.clone()),
    };
    if let Place::File(span) = primary
        && let written = &site.files.file(span.file).text[span.range()]
        && let yielded = &rendered.probe()[byte_range(rendered.probe(), sql_place(spot))]
        && written != yielded
        && let Some(label) = finding.labels.first_mut()
    {
        label.text = format!("this yields `{yielded}`");
    }
    for remark in &error.also {
        let place = match (
            &primary,
            site.place(rendered, site.when, is_backfill, sql_place(remark.spot)),
        ) {
            (Place::File(first), Place::File(span)) if *first != span => Place::File(span),
            (Place::Rendered(file, _), _) => {
                let range = byte_range(&file.text, sql_place(remark.spot));
                Place::Rendered(file.clone(), range)
            }
            // The remark is not about what the template shows.
            _ => continue,
        };
        finding = finding.at_place(place, &remark.text);
    }
    if let Some(edit) = edit(site, rendered, is_backfill, error)
        && let Some(help) = finding.help.first_mut()
    {
        *help = Help {
            text: help.text.clone(),
            edit: Some(edit),
        };
    }
    finding
}

fn edit(site: &Site<'_>, rendered: &Rendered, is_backfill: bool, error: &SqlError) -> Option<Edit> {
    let edit = error.edit.as_ref()?;
    let template = &site.subject.definition.query.text;
    if template.contains("{%") {
        return None;
    }
    let at = sql_place(edit.spot);
    let Place::File(span) = site.place(rendered, site.when, is_backfill, at) else {
        return None;
    };
    let written = site.files.file(span.file).text.get(span.range())?;
    let is_same = rendered.probe().get(byte_range(rendered.probe(), at)) == Some(written);
    is_same.then(|| Edit {
        span,
        replacement: edit.text.clone(),
        applicability: Applicability::Suggested,
    })
}

fn sql_place(spot: Spot) -> SqlPlace {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SqlPlace {
        line: number(spot.line),
        column: number(spot.column),
        width: number(spot.width),
    }
}
