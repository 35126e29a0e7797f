//! Function calls: what they yield, and where aggregates and window functions may stand.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, NamedWindowDefinition,
    NamedWindowExpr, ObjectNamePart, Spanned, WindowFrameBound, WindowSpec, WindowType,
};

use super::Analyzer;
use super::arithmetic::is_average;
use super::conversion::converted;
use super::expression::At;
use super::instant::{self, Time};
use super::literal;
use super::model::{Call, Clause, Nulls, Operand, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::diagnostic::nearest;
use crate::sql::function::{self, Argument, Kind, Mismatch};
use crate::sql::types::Type;

/// Functions that drop the digits after the point.
const ROUNDING: [&str; 5] = ["FLOOR", "CEIL", "ROUND", "TRUNC", "TO_NUMBER"];

impl<'q> Analyzer<'q, '_> {
    pub(super) fn call(&mut self, function: &'q Function, at: At) -> Value {
        let name = match function.name.0.as_slice() {
            [ObjectNamePart::Identifier(ident)] if ident.quote_style.is_none() => ident,
            // A user-defined function in a schema: nothing is known of it.
            _ => return self.call_of_unknown(function, at),
        };
        let upper = name.value.to_ascii_uppercase();
        let Some(known) = function::find(&upper) else {
            self.problem(Problem::UnknownFunction {
                near: nearest(&upper, function::all().map(|function| function.name))
                    .map(str::to_owned),
                name: upper,
                place: SqlPlace::new(name.span),
            });
            return self.call_of_unknown(function, at);
        };
        let is_window = function.over.is_some() || known.kind == Kind::Window;
        let is_aggregate = known.kind == Kind::Aggregate && function.over.is_none();
        self.check_position(name, is_aggregate, is_window, at);

        let inner = At {
            is_required: false,
            is_negated: false,
            in_aggregate: at.in_aggregate || is_aggregate,
            in_average: at.in_average || known.name == "AVG",
            in_window: at.in_window || is_window,
            ..at
        };
        let mut arguments = self.arguments(function, known, inner);
        let mut order = Value::default();
        for item in &function.within_group {
            let value = self.value(&item.expr, inner);
            order.from(&value);
            if known.within_group {
                arguments.push(Operand {
                    expr: &item.expr,
                    value,
                });
            }
        }
        let types: Vec<Argument<'_>> = arguments
            .iter()
            .map(|operand| Argument {
                data_type: operand.value.data_type,
                literal: argument_literal(operand.expr),
            })
            .collect();
        let data_type = if is_plain(function) {
            match known.check(&types) {
                Ok(()) => known.result(&types),
                Err(mismatch) => {
                    self.mismatch(known, &mismatch, name, &arguments);
                    Type::Unknown
                }
            }
        } else {
            known.result(&types)
        };
        drop(types);
        let mut value = Value {
            data_type,
            nulls: nulls(known, &arguments),
            time: time(known.name, &arguments),
            sign: Sign::of_call(
                known.name,
                &arguments,
                function.over.is_some() || self.is_grouped(at),
            ),
            ..Value::default()
        };
        for argument in &arguments {
            value.from(&argument.value);
        }
        value.from(&order);
        if let Some(filter) = &function.filter {
            value.from(&self.value(filter, inner));
        }
        if let Some(over) = &function.over {
            value.from(&self.window(
                over,
                At {
                    in_aggregate: false,
                    ..inner
                },
            ));
            // A window over groups may take aggregates; it is itself none.
            value.is_window = true;
        } else if is_aggregate {
            value.is_aggregate = true;
        }
        self.model.calls.push(Call {
            function,
            known: Some(known),
            place: SqlPlace::new(name.span),
            block: at.block,
            clause: at.clause,
            arguments,
        });
        value
    }

    /// A call of which only the arguments are known.
    fn call_of_unknown(&mut self, function: &'q Function, at: At) -> Value {
        let mut value = Value::default();
        let inner = At {
            is_required: false,
            ..at
        };
        for expr in argument_exprs(function) {
            let argument = self.value(expr, inner);
            value.from(&argument);
        }
        if let Some(over) = &function.over {
            value.from(&self.window(over, inner));
            value.is_window = true;
        }
        // It may be an aggregate of the user's: then nothing may be said about grouping.
        value.is_aggregate |= function.over.is_none() && self.is_grouped(at);
        value
    }

    fn is_grouped(&self, at: At) -> bool {
        use sqlparser::ast::GroupByExpr;
        self.model.blocks.get(at.block).is_some_and(|block| {
            !matches!(&block.select.group_by, GroupByExpr::Expressions(keys, modifiers)
                if keys.is_empty() && modifiers.is_empty())
        })
    }

    fn check_position(&mut self, name: &Ident, is_aggregate: bool, is_window: bool, at: At) {
        let misplaced = if is_aggregate {
            at.in_aggregate || matches!(at.clause, Clause::Where | Clause::On | Clause::GroupBy)
        } else if is_window {
            at.in_aggregate
                || matches!(
                    at.clause,
                    Clause::Where | Clause::On | Clause::GroupBy | Clause::Having
                )
        } else {
            false
        };
        let inside = if at.in_aggregate {
            Some("an aggregate")
        } else if is_window && at.in_window {
            Some("another window function")
        } else {
            None
        };
        if misplaced || inside.is_some() && (is_aggregate || is_window) {
            self.problem(Problem::Misplaced {
                function: name.value.to_ascii_uppercase(),
                is_window,
                clause: at.clause,
                inside,
                place: SqlPlace::new(name.span),
            });
        }
    }

    /// The arguments; a date part that stands where a column could is a text.
    fn arguments(
        &mut self,
        function: &'q Function,
        known: &function::Function,
        at: At,
    ) -> Vec<Operand<'q>> {
        let mut operands = Vec::new();
        let is_guarded = known.name == "IFF" || known.name == "DECODE";
        let guards = self.guards.len();
        let exprs = argument_exprs(function);
        // With a second argument, some digits stay.
        let drops_digits = exprs.len() == 1 && ROUNDING.contains(&known.name);
        for (position, expr) in exprs.into_iter().enumerate() {
            let is_part = matches!(expr, Expr::Identifier(ident)
                if ident.quote_style.is_none() && known.takes_part(position));
            let value = if is_part {
                Value {
                    nulls: Nulls::Never,
                    ..Value::of(Type::Text)
                }
            } else {
                self.value(expr, at)
            };
            if drops_digits && (at.in_average || known.name == "ROUND" && is_average(expr)) {
                self.note_lost_fraction(expr, expr, value.data_type, at);
            }
            operands.push(Operand { expr, value });
            if is_guarded && position == 0 {
                self.guards.push(expr);
            }
        }
        self.guards.truncate(guards);
        operands
    }

    fn mismatch(
        &mut self,
        known: &function::Function,
        mismatch: &Mismatch,
        name: &Ident,
        arguments: &[Operand<'q>],
    ) {
        let message = format!("the function `{}` {mismatch}", known.name);
        let span = match mismatch {
            Mismatch::Count { .. } => name.span,
            Mismatch::Argument { position, .. } => arguments
                .get(*position)
                .map_or(name.span, |argument| argument.expr.span()),
        };
        self.problem(Problem::Arguments {
            message,
            signature: known.signature(),
            call: SqlPlace::new(name.span),
            place: SqlPlace::new(span),
        });
    }

    fn window(&mut self, window: &'q WindowType, at: At) -> Value {
        match window {
            WindowType::WindowSpec(spec) => self.window_spec(spec, at),
            WindowType::NamedWindow(_) => Value::default(),
        }
    }

    pub(super) fn named_window(&mut self, window: &'q NamedWindowDefinition, at: At) {
        if let NamedWindowDefinition(_, NamedWindowExpr::WindowSpec(spec)) = window {
            self.window_spec(spec, at);
        }
    }

    fn window_spec(&mut self, spec: &'q WindowSpec, at: At) -> Value {
        let mut value = Value::default();
        for expr in &spec.partition_by {
            value.from(&self.value(expr, at));
        }
        for item in &spec.order_by {
            value.from(&self.value(&item.expr, at));
        }
        if let Some(frame) = &spec.window_frame {
            let bounds = std::iter::once(&frame.start_bound).chain(&frame.end_bound);
            for bound in bounds {
                if let WindowFrameBound::Preceding(Some(expr))
                | WindowFrameBound::Following(Some(expr)) = bound
                {
                    self.value(expr, at);
                }
            }
        }
        value
    }
}

/// The arguments of a call that are expressions, named ones included.
pub(super) fn argument_exprs(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else {
        return Vec::new();
    };
    list.args
        .iter()
        .filter_map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))
            | FunctionArg::Named {
                arg: FunctionArgExpr::Expr(expr),
                ..
            } => Some(expr),
            _ => None,
        })
        .collect()
}

/// Whether the arguments that were looked at are all that the call has.
fn is_plain(function: &Function) -> bool {
    match &function.args {
        FunctionArguments::None => true,
        FunctionArguments::Subquery(_) => false,
        FunctionArguments::List(list) => list
            .args
            .iter()
            .all(|argument| matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_)))),
    }
}

fn argument_literal(expr: &Expr) -> Option<function::Literal<'_>> {
    use sqlparser::ast::Value as Parsed;
    match expr {
        Expr::Value(value) => Some(match &value.value {
            Parsed::Number(text, _) => text
                .parse()
                .map_or(function::Literal::Other, function::Literal::Integer),
            other => literal::text(other).map_or(function::Literal::Other, function::Literal::Text),
        }),
        // A date part: whether it is one is known to the function.
        Expr::Identifier(ident) if ident.quote_style.is_none() => {
            Some(function::Literal::Text(&ident.value))
        }
        _ => None,
    }
}

fn nulls(known: &function::Function, arguments: &[Operand<'_>]) -> Nulls {
    let all = |from: usize| {
        arguments
            .iter()
            .skip(from)
            .fold(Nulls::Never, |nulls, argument| {
                nulls.or(argument.value.nulls)
            })
    };
    match known.nulls {
        function::Nulls::Never => Nulls::Never,
        function::Nulls::Propagates => all(0),
        function::Nulls::Coalesces => {
            let never = |argument: &Operand<'_>| argument.value.nulls == Nulls::Never;
            if arguments.iter().any(never) {
                Nulls::Never
            } else {
                Nulls::Unknown
            }
        }
        function::Nulls::May => match known.name {
            "IFF" => all(1),
            "NULLIF" => Nulls::Made,
            name if name.starts_with("TRY_") => Nulls::Made,
            _ => Nulls::Unknown,
        },
    }
}

/// What a call says about time.
fn time(name: &str, arguments: &[Operand<'_>]) -> Time {
    let value = |position: usize| arguments.get(position).map(|argument| &argument.value);
    let time_of = |position: usize| value(position).map_or(Time::Other, |value| value.time);
    let part = |position: usize| {
        arguments
            .get(position)
            .and_then(|argument| match argument_literal(argument.expr)? {
                function::Literal::Text(text) => Some(text),
                _ => None,
            })
    };
    match name {
        "DATEADD" | "TIMESTAMPADD" | "TIMEADD" => match (part(0), time_of(1)) {
            (Some(part), Time::Number(number)) => {
                instant::shift(part, number).map_or(Time::Other, |shift| time_of(2).moved(shift))
            }
            _ => Time::Other,
        },
        "ADD_MONTHS" => match time_of(1) {
            Time::Number(number) => {
                instant::shift("month", number).map_or(Time::Other, |shift| time_of(0).moved(shift))
            }
            _ => Time::Other,
        },
        "DATEDIFF" | "TIMEDIFF" | "TIMESTAMPDIFF" => part(0)
            .and_then(instant::unit)
            .map_or(Time::Other, |(unit, _)| {
                Time::between(time_of(1), time_of(2), unit)
            }),
        "DATE_TRUNC" | "TRUNC" => {
            let (part, of) = match part(0).and_then(instant::unit) {
                Some(unit) => (Some(unit), 1),
                None => (part(1).and_then(instant::unit), 0),
            };
            part.map_or(Time::Other, |(unit, _)| time_of(of).truncated(unit))
        }
        "TO_DATE" | "DATE" | "TRY_TO_DATE" => value(0).map_or(Time::Other, |value| {
            converted(value.clone(), Type::Date).time
        }),
        "TO_TIMESTAMP"
        | "TO_TIMESTAMP_NTZ"
        | "TO_TIMESTAMP_LTZ"
        | "TO_TIMESTAMP_TZ"
        | "TRY_TO_TIMESTAMP"
        | "TRY_TO_TIMESTAMP_NTZ"
        | "COALESCE"
        | "NVL"
        | "IFNULL"
        | "MAX"
        | "MIN"
        | "TO_VARCHAR"
        | "TO_CHAR" => match time_of(0) {
            found @ (Time::AsOf(_) | Time::AsOfUnit { .. } | Time::Column { .. }) => found,
            _ => Time::Other,
        },
        // The hours between the zones are not counted: it is the same moment, on another clock.
        "CONVERT_TIMEZONE" => match time_of(arguments.len().saturating_sub(1)) {
            Time::Number(_) => Time::Other,
            found => found,
        },
        "LAST_DAY" => match time_of(0) {
            // The last day of a month is at or after the day itself.
            Time::AsOf(_) | Time::AsOfUnit { .. } => {
                instant::shift("day", 15).map_or(Time::Other, |shift| {
                    time_of(0).moved(instant::Shift {
                        is_exact: false,
                        ..shift
                    })
                })
            }
            _ => Time::Other,
        },
        _ => Time::Other,
    }
}
