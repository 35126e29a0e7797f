//! A call of a function, taken apart.

use sqlparser::ast::{
    DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArgumentList, FunctionArguments, Ident, NullTreatment, OrderByExpr, WindowType,
};

use crate::sql::lower::folded;

/// A call, taken apart.
pub(in crate::sql::lower) struct Call<'a> {
    pub name: String,
    pub ident: &'a Ident,
    pub args: Vec<&'a Expr>,
    /// `f(*)`
    pub star: bool,
    pub distinct: bool,
    pub within_group: &'a [OrderByExpr],
    pub nulls: Option<NullTreatment>,
    pub window: Option<&'a WindowType>,
}

impl Call<'_> {
    pub(super) fn is_plain(&self) -> bool {
        !self.star
            && !self.distinct
            && self.within_group.is_empty()
            && self.nulls.is_none()
            && self.window.is_none()
    }

    pub(super) fn distinct_keyword(&self) -> &'static str {
        if self.distinct { "DISTINCT " } else { "" }
    }
}

/// Takes a call apart; `None` if it has a clause that no rule knows.
pub(super) fn taken_apart<'a>(function: &'a Function, ident: &'a Ident) -> Option<Call<'a>> {
    let Function {
        name,
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args,
        within_group,
        filter: None,
        null_treatment,
        over,
    } = function
    else {
        return None;
    };
    if name.0.len() != 1 || ident.quote_style.is_some() {
        return None;
    }
    let mut call = Call {
        name: folded(ident),
        ident,
        args: Vec::new(),
        star: false,
        distinct: false,
        within_group,
        nulls: *null_treatment,
        window: over.as_ref(),
    };
    match args {
        FunctionArguments::None => {}
        FunctionArguments::Subquery(_) => return None,
        FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment,
            args,
            clauses,
        }) => {
            call.distinct = matches!(duplicate_treatment, Some(DuplicateTreatment::Distinct));
            for arg in args {
                match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => call.args.push(expr),
                    FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if args.len() == 1 => {
                        call.star = true;
                    }
                    _ => return None,
                }
            }
            for clause in clauses {
                match clause {
                    FunctionArgumentClause::IgnoreOrRespectNulls(nulls) => {
                        call.nulls = Some(*nulls);
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(call)
}

/// Whether a function has one of these names.
pub(in crate::sql::lower) fn is_one_of(function: &Function, names: &[&str]) -> bool {
    let [part] = function.name.0.as_slice() else {
        return false;
    };
    part.as_ident()
        .is_some_and(|ident| names.contains(&ident.value.to_uppercase().as_str()))
}
