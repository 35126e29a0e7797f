//! What the analysis found wrong, as findings of rules.

use crate::diagnostic::{Diagnostic, Place};
use crate::rules::{
    ambiguous_column, column_count, duplicate_alias, duplicate_column, function_arguments,
    misplaced_aggregate, operand_types, position_out_of_range, set_operation_columns,
    ungrouped_column, unknown_column, unknown_function, unknown_qualifier, unknown_star,
    unknown_type, unnamed_column,
};
use crate::sql::analyze::{Problem, SqlPlace};

/// The finding for a problem.
pub(super) fn diagnostic(problem: &Problem, place: impl Fn(SqlPlace) -> Place) -> Diagnostic {
    match problem {
        Problem::Unnamed(at) => unnamed_column::diagnostic(place(*at)),
        Problem::Duplicate {
            name,
            place: at,
            first,
        } => duplicate_column::diagnostic(name, place(*at), place(*first)),
        Problem::Arity {
            place: at,
            columns,
            first,
            first_columns,
        } => set_operation_columns::diagnostic(*columns, place(*at), *first_columns, place(*first)),
        Problem::BranchTypes {
            column,
            before,
            later,
            place: at,
        } => operand_types::branches(column, *before, *later, place(*at)),
        Problem::Width { message, place: at } => column_count::diagnostic(message, place(*at)),
        Problem::Condition {
            data_type,
            place: at,
        } => operand_types::condition(*data_type, place(*at)),
        Problem::QualifyWithoutWindow(at) => misplaced_aggregate::qualify(place(*at)),
        Problem::UnknownStar { place: at, of } => unknown_star::diagnostic(of, place(*at)),
        Problem::UnknownColumn {
            name,
            qualifier,
            place: at,
            candidates,
            can_be_text,
        } => unknown_column::diagnostic(
            name,
            qualifier.as_ref(),
            candidates,
            *can_be_text,
            place(*at),
        ),
        Problem::AmbiguousColumn {
            name,
            place: at,
            relations,
        } => ambiguous_column::diagnostic(name, relations, place(*at)),
        Problem::UnknownQualifier {
            qualifier,
            place: at,
            candidates,
            only_holder,
        } => unknown_qualifier::diagnostic(qualifier, candidates, *only_holder, place(*at)),
        Problem::DuplicateAlias {
            in_with,
            name,
            place: at,
            first,
        } => duplicate_alias::diagnostic(name, *in_with, place(*at), place(*first)),
        Problem::Ungrouped { column, place: at } => {
            ungrouped_column::diagnostic(column, place(*at))
        }
        Problem::Misplaced {
            function,
            is_window,
            clause,
            inside,
            place: at,
        } => misplaced_aggregate::diagnostic(function, *is_window, *clause, *inside, place(*at)),
        Problem::Position {
            number,
            columns,
            place: at,
        } => position_out_of_range::diagnostic(number, *columns, place(*at)),
        Problem::UnknownFunction {
            name,
            place: at,
            near,
        } => unknown_function::diagnostic(name, near.as_deref(), place(*at)),
        Problem::UnknownType {
            name,
            place: at,
            cast: _,
            near,
        } => unknown_type::diagnostic(name, near.as_deref(), place(*at)),
        Problem::Arguments {
            message,
            signature,
            call: _,
            place: at,
        } => function_arguments::diagnostic(message, signature, place(*at)),
        Problem::Operands {
            operator,
            left,
            right,
            place: at,
        } => operand_types::diagnostic(operator, *left, *right, place(*at)),
    }
}

/// What the last finding of a kind says where only the first ones are shown.
pub(super) fn and_more(number: usize) -> String {
    let (findings, are) = if number == 1 {
        ("finding", "is")
    } else {
        ("findings", "are")
    };
    format!("{number} more {findings} of this kind in the query {are} not shown")
}
