//! One look at a parsed query: what it means, and what the lints say of it.

use sqlparser::ast::Query;

use crate::diagnostic::Diagnostic;
use crate::sql::analyze::instant::AsOfTexts;
use crate::sql::analyze::{Output, analyze};
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
            AsOfTexts::new(first.time(), times.iter().cloned())
        }
        (When::Symbolic, None) => AsOfTexts::default(),
        (When::At(as_of), _) => {
            let as_of = interval.floor(as_of);
            let day = as_of.ds();
            AsOfTexts::new(as_of.time(), [day.replace('-', ""), day])
        }
    }
}
