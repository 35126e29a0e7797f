//! One look at a parsed query: what it means, and what the lints say of it.

use std::borrow::Cow;

use sqlparser::ast::Query;

use crate::diagnostic::Diagnostic;
use crate::sql::analyze::instant::AsOfTexts;
use crate::sql::analyze::{Output, analyze};
use crate::sql::token;
use crate::template::{When, symbolic};

use super::catalog::ProjectCatalog;
use super::draft::Form;
use super::lints;
use super::site::{Site, in_form};

/// Looks at one form of a node's query.
pub(super) fn look(
    site: &Site<'_>,
    form: &Form,
    query: &Query,
    catalog: &ProjectCatalog<'_>,
) -> (Output, Vec<Diagnostic>) {
    let texts = as_of_texts(site, form);
    let model = analyze(query, catalog, &texts);
    let findings = lints::check(site, form, &model);
    let findings = findings.into_iter();
    let findings = findings.map(|finding| in_form(finding, form.is_backfill));
    (Output::of(&model), findings.collect())
}

/// The texts that depend on the as-of time. A rendering at one as-of time cannot tell: then its day counts.
fn as_of_texts(site: &Site<'_>, form: &Form) -> AsOfTexts {
    let interval = site.subject.interval;
    match (form.when, form.rendered.times()) {
        (When::Symbolic, Some(times)) => {
            let [first, _] = symbolic::sentinels(interval);
            // What a comment says of the as-of time decides nothing.
            let code = without_comments(form.rendered.probe());
            let times = times.iter().filter(|time| code.contains(time.as_str()));
            AsOfTexts::all(first.time(), times.cloned())
        }
        (When::Symbolic, None) => AsOfTexts::default(),
        (When::At(as_of), _) => {
            let as_of = interval.floor(as_of);
            let day = as_of.ds();
            AsOfTexts::new(as_of.time(), [day.replace('-', ""), day])
        }
    }
}

fn without_comments(text: &str) -> Cow<'_, str> {
    if !["--", "//", "/*"].iter().any(|sign| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let pieces = token::pieces(text).map(|piece| &text[piece]);
    let code = pieces.map(|piece| if token::is_comment(piece) { " " } else { piece });
    Cow::Owned(code.collect())
}
