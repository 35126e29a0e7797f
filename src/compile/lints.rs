//! The lints, each a rule of its own, over one query's model.

use crate::diagnostic::Diagnostic;
use crate::sql::analyze::model::Model;

use super::draft::Form;
use super::site::Site;

/// What all lints say of one form of a query.
pub(super) fn check(_site: &Site<'_>, _form: &Form, _model: &Model<'_>) -> Vec<Diagnostic> {
    Vec::new()
}
