//! The lints, each a rule of its own, over one query's model.

use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::{Owner, QueryLint};
use crate::rules::{
    division_by_zero, fan_out, implicit_cross_join, integer_average, key_not_unique, leaking_bound,
    looks_ahead, never_uses_as_of, not_reproducible, nullable_key, reads_as_of_now, select_star,
    static_uses_as_of, unbounded_periods, unbounded_window, unguarded_division, unstable_order,
    wrapped_filter,
};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::Model;

use super::draft::Form;
use super::site::Site;
use super::subject::Role;

/// Every lint over a query, in the order of their codes.
const LINTS: [fn(&QueryLint<'_, '_>) -> Vec<Diagnostic>; 18] = [
    not_reproducible::check,
    never_uses_as_of::check,
    leaking_bound::check,
    unbounded_periods::check,
    unbounded_window::check,
    looks_ahead::check,
    unstable_order::check,
    division_by_zero::check,
    fan_out::check,
    integer_average::check,
    select_star::check,
    key_not_unique::check,
    nullable_key::check,
    implicit_cross_join::check,
    wrapped_filter::check,
    static_uses_as_of::check,
    reads_as_of_now::check,
    unguarded_division::check,
];

/// What all lints say of one form of a query.
pub(super) fn check(site: &Site<'_>, form: &Form, model: &Model<'_>) -> Vec<Diagnostic> {
    let owner = match site.subject.role {
        Role::FeatureView(view) => Owner::View(view),
        Role::Table(table) => Owner::Table(table),
    };
    let place = |at: SqlPlace| site.place_in(form, at);
    let lint = QueryLint::new(model, owner, &site.subject.keys, &place);
    LINTS.iter().flat_map(|check| check(&lint)).collect()
}
