//! A query that could not be parsed, as a finding: places in the rendered text become places in the template.
//!
//! An edit is offered only where it changes what was written: the text stands in the template, and no block stands there
//! that may repeat or leave it out.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Help, Place};
use crate::rules::{invalid_query, query_limit, sql_syntax};
use crate::sql::analyze::SqlPlace;
use crate::sql::parse::{Spot, SqlError, SqlErrorKind};
use crate::template::{Origins, Rendered};

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
    let origins = Origins::default();
    let place = |spot: Spot| {
        let at = sql_place(spot);
        site.place(rendered, site.when, is_backfill, &origins, at)
    };
    let primary = place(spot);
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
    for remark in &error.also {
        let place = match (&primary, place(remark.spot)) {
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
    let origins = Origins::default();
    let at = sql_place(edit.spot);
    // Only what stands in the template letter by letter is a place in the file.
    match site.place(rendered, site.when, is_backfill, &origins, at) {
        Place::File(span) => Some(Edit {
            span,
            replacement: edit.text.clone(),
            applicability: Applicability::Suggested,
        }),
        Place::Rendered(..) | Place::Yielded(_) => None,
    }
}

fn sql_place(spot: Spot) -> SqlPlace {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SqlPlace {
        line: number(spot.line),
        column: number(spot.column),
        width: number(spot.width),
    }
}
