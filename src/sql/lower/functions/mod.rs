//! Functions: an allow list, keyed on name and number of arguments; a rule of its own looks at literal arguments too.

mod aggregate;
mod array;
mod bit;
mod call;
mod collect;
mod conditional;
mod datetime;
pub(super) mod datetime_format;
pub(super) mod datetime_part;
mod datetime_text;
mod hash;
mod list;
mod numeric;
mod quantile;
mod refused;
mod regexp;
mod semi_structured;
mod string;
mod template;
mod window;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use sqlparser::ast::{Expr, Function, visit_expressions};

use super::window::DefaultFrame;
use super::{Lowering, folded};

use call::taken_apart;
pub(super) use call::{Call, is_one_of};
pub use list::{Function as ListedFunction, Runs, all};
pub(super) use semi_structured::gives_variant;

/// How a function is written for DuckDB.
///
/// In a template `{0}` is the first argument, `{0t}` the same as text, `{0s}` as a timestamp, `{0d}` as a date or time (a string literal is
/// read as one), `{0o}` as an operand that gives its type to no result, `{1b}` the same
/// compared with the first argument, `{0v}` with a VARIANT allowed; `{*}` is all
/// arguments. An aggregate's template also places `{distinct}`
/// and `{over}`, a window function's `{nulls}` and `{over}`.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// A function of one row.
    Scalar(&'static str),
    /// A function of one row that needs a look at its arguments.
    Call(fn(&mut Lowering, &Call) -> String),
    /// An aggregate, also over a window.
    Aggregate(&'static str),
    /// An aggregate or window function that needs a look at its arguments and clauses.
    AggregateCall(fn(&mut Lowering, &Call) -> String),
    /// A window function, with the frame it has when none is written.
    Window(&'static str, DefaultFrame),
    /// Known, and refused: what to write instead.
    Refused(&'static str),
    /// Known, and refused as it gives another value on every run.
    NotReproducible,
}

/// A row of the allow list: name, least and greatest number of arguments, rule.
pub(super) type Entry = (&'static str, usize, usize, Rule);

/// More arguments than anyone writes.
pub(super) const MANY: usize = 10_000;

/// The allow list, a table for each family.
pub(super) const FAMILIES: [&[Entry]; 15] = [
    aggregate::TABLE,
    array::TABLE,
    bit::TABLE,
    collect::TABLE,
    conditional::TABLE,
    datetime::TABLE,
    datetime_text::TABLE,
    hash::TABLE,
    numeric::TABLE,
    quantile::TABLE,
    refused::TABLE,
    regexp::TABLE,
    semi_structured::TABLE,
    string::TABLE,
    window::TABLE,
];

static FUNCTIONS: LazyLock<HashMap<&'static str, Vec<&'static Entry>>> = LazyLock::new(|| {
    let mut functions: HashMap<&'static str, Vec<&'static Entry>> = HashMap::new();
    for entry in FAMILIES.into_iter().flatten() {
        functions.entry(entry.0).or_default().push(entry);
    }
    functions
});

/// Every function of the allow list, with its least and greatest number of arguments as far as they are bounded.
#[cfg(test)]
pub(in crate::sql) fn known() -> Vec<(&'static str, usize, usize)> {
    FUNCTIONS
        .values()
        .flatten()
        .map(|(name, least, most, _)| (*name, *least, if *most == MANY { *least } else { *most }))
        .collect()
}

impl Lowering {
    pub(super) fn function(&mut self, function: &Function) -> String {
        let Some(ident) = function.name.0.last().and_then(|part| part.as_ident()) else {
            return self.refuse_at(&function.name, "this kind of function");
        };
        let Some(call) = taken_apart(function, ident) else {
            let construct = if function.name.0.len() > 1 {
                format!("user-defined function `{}`", function.name)
            } else {
                format!("this form of function `{}`", folded(ident))
            };
            return self.refuse(ident.span, construct, None);
        };
        let Some(entries) = FUNCTIONS.get(call.name.as_str()) else {
            return self.refuse(ident.span, format!("function `{}`", call.name), None);
        };
        if call.window.is_some() && call.args.iter().any(|arg| holds_window(arg)) {
            return self.refuse(
                ident.span,
                "a window function inside another one",
                Some("compute the inner one in a common table expression first"),
            );
        }
        if call.star && call.name != "COUNT" {
            return self.refuse(
                ident.span,
                format!("`*` as the argument of `{}`", call.name),
                Some("name the columns"),
            );
        }
        let count = call.args.len();
        match entries
            .iter()
            .find(|(_, least, most, _)| (*least..=*most).contains(&count))
        {
            Some((_, _, _, rule)) => self.apply(&call, *rule),
            None => self.refuse_call(&call, &format!(" with {count} arguments"), None),
        }
    }

    fn apply(&mut self, call: &Call, rule: Rule) -> String {
        match rule {
            Rule::Refused(help) => self.refuse_call(call, "", Some(help)),
            Rule::NotReproducible => self.not_reproducible(call.ident, &call.name),
            Rule::Scalar(_) | Rule::Call(_) if !call.is_plain() => {
                self.refuse_call(call, " with DISTINCT, OVER or another clause", None)
            }
            Rule::Scalar(template) => self.template(call, template, ""),
            Rule::Call(lower) | Rule::AggregateCall(lower) => lower(self, call),
            Rule::Aggregate(template) => self.aggregate(call, template),
            Rule::Window(template, frame) => {
                let ignores_nulls = call.nulls.is_some() && !template.contains("{nulls}");
                if call.window.is_none()
                    || call.star
                    || call.distinct
                    || !call.within_group.is_empty()
                    || ignores_nulls
                {
                    return self.refuse_call(call, " without OVER or with another clause", None);
                }
                let over = self.over_of(call, frame);
                self.template(call, template, &over)
            }
        }
    }

    /// An aggregate with no clause but DISTINCT, where its template has a place for it, and OVER.
    pub(super) fn aggregate(&mut self, call: &Call, template: &str) -> String {
        if call.star
            || !call.within_group.is_empty()
            || call.nulls.is_some()
            || (call.distinct && !template.contains("{distinct}"))
        {
            return self.refuse_call(call, " with this clause", None);
        }
        let over = self.over_of(call, DefaultFrame::Standard);
        self.template(call, template, &over)
    }

    pub(super) fn refuse_call(&mut self, call: &Call, form: &str, help: Option<&str>) -> String {
        self.refuse(
            call.ident.span,
            format!("function `{}`{form}", call.name),
            help,
        )
    }

    /// ` OVER (…)`, or nothing.
    pub(super) fn over_of(&mut self, call: &Call, frame: DefaultFrame) -> String {
        call.window
            .map_or_else(String::new, |window| self.over(call.ident, window, frame))
    }
}

fn holds_window(expr: &Expr) -> bool {
    visit_expressions(expr, |inner| match inner {
        Expr::Function(function) if function.over.is_some() => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}
