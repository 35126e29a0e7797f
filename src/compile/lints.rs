//! The lints, each a rule of its own, over one query's model.

use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::{Owner, QueryLint};
use crate::rules::{
    Rule, division_by_zero, fan_out, implicit_cross_join, integer_average, key_not_unique,
    leaking_bound, looks_ahead, never_uses_as_of, not_reproducible, nullable_key, reads_as_of_now,
    select_star, static_uses_as_of, unbounded_periods, unbounded_window, unguarded_division,
    unstable_order, wrapped_filter,
};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::Model;

use super::draft::Form;
use super::site::Site;
use super::subject::Role;

type Check = fn(&QueryLint<'_, '_>) -> Vec<Diagnostic>;

/// Every lint over a query, in the order of their codes.
const LINTS: [(&Rule, Check); 18] = [
    (&not_reproducible::RULE, not_reproducible::check),
    (&never_uses_as_of::RULE, never_uses_as_of::check),
    (&leaking_bound::RULE, leaking_bound::check),
    (&unbounded_periods::RULE, unbounded_periods::check),
    (&unbounded_window::RULE, unbounded_window::check),
    (&looks_ahead::RULE, looks_ahead::check),
    (&unstable_order::RULE, unstable_order::check),
    (&division_by_zero::RULE, division_by_zero::check),
    (&fan_out::RULE, fan_out::check),
    (&integer_average::RULE, integer_average::check),
    (&select_star::RULE, select_star::check),
    (&key_not_unique::RULE, key_not_unique::check),
    (&nullable_key::RULE, nullable_key::check),
    (&implicit_cross_join::RULE, implicit_cross_join::check),
    (&wrapped_filter::RULE, wrapped_filter::check),
    (&static_uses_as_of::RULE, static_uses_as_of::check),
    (&reads_as_of_now::RULE, reads_as_of_now::check),
    (&unguarded_division::RULE, unguarded_division::check),
];

/// What the lints that are on say of one form of a query.
pub(super) fn check(site: &Site<'_>, form: &Form, model: &Model<'_>) -> Vec<Diagnostic> {
    let owner = match site.subject.role {
        Role::FeatureView(view) => Owner::View(view),
        Role::Table(table) => Owner::Table(table),
    };
    let place = |at: SqlPlace| site.place_in(form, at);
    let lint = QueryLint::new(model, owner, &site.subject.keys, &place);
    LINTS
        .iter()
        .filter(|(rule, _)| site.levels.is_on_anywhere(rule))
        .flat_map(|(_, check)| check(&lint))
        .collect()
}
