//! Function calls: what they yield, and where aggregates and window functions may stand.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectNamePart, Spanned,
};
use sqlparser::tokenizer::Span;

use super::Analyzer;
use super::arithmetic::is_average;
use super::at::At;
use super::call_meaning::applied;
use super::lineage::Origins;
use super::literal;
use super::model::{Call, Clause, Nulls, Operand, Value};
use super::place::{SqlPlace, parts};
use super::problem::Problem;
use crate::sql::function::{self, Argument, Kind, Mismatch};
use crate::sql::types::Type;

impl<'q> Analyzer<'q, '_> {
    pub(super) fn call(&mut self, function: &'q Function, at: At) -> Value {
        let name = match function.name.0.as_slice() {
            [ObjectNamePart::Identifier(ident)] if ident.quote_style.is_none() => ident,
            // A user-defined function in a schema: nothing is known of it.
            _ => return self.call_of_unknown(function, at),
        };
        let Some(known) = function::named(&function.name) else {
            self.unknown_function(name);
            return self.call_of_unknown(function, at);
        };
        let is_window = function.over.is_some() || known.kind == Kind::Window;
        let is_aggregate = known.kind == Kind::Aggregate && function.over.is_none();
        self.check_position(name, is_aggregate, is_window, at);

        let inner = At {
            is_required: false,
            is_negated: false,
            in_aggregate: at.in_aggregate || is_aggregate,
            in_average: at.in_average || known.averages,
            in_window: at.in_window || is_window,
            ..at
        };
        let (mut operands, mut literals) = self.arguments(function, known, inner);
        let mut order = Value::default();
        for item in &function.within_group {
            let value = self.value(&item.expr, inner);
            order.take(&value);
            if known.within_group {
                operands.push(Operand {
                    expr: &item.expr,
                    value,
                });
                literals.push(argument_literal(&item.expr, false));
            }
        }
        let arguments: Vec<Argument<'_>> = operands
            .iter()
            .zip(literals)
            .map(|(operand, literal)| Argument {
                data_type: operand.value.data_type,
                literal,
            })
            .collect();
        let data_type = match known.check(&arguments) {
            Err(mismatch) if is_plain(function) => {
                let spans: Vec<Span> = operands.iter().map(|operand| operand.expr.span()).collect();
                self.mismatch(known, &mismatch, name.span, &spans);
                Type::Unknown
            }
            _ => known.result(&arguments),
        };
        self.note_passed(known, &operands);
        let stars = self.stars(function, known, at);
        let values: Vec<&Value> = operands.iter().map(|operand| &operand.value).collect();
        let has_rows = function.over.is_some() || self.is_grouped(at);
        let mut value = applied(known, data_type, &values, &arguments, has_rows);
        value.take(&order);
        value.origins.extend(&stars);
        if let Some(filter) = &function.filter {
            value.take(&self.value(filter, inner));
        }
        let window = function
            .over
            .as_ref()
            .and_then(|over| self.window_of(self.block, over));
        if let Some(over) = &function.over {
            value.take(&self.window(
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
            arguments: operands,
            window,
        });
        value
    }

    fn unknown_function(&mut self, name: &Ident) {
        let upper = name.value.to_ascii_uppercase();
        let problem = Problem::UnknownFunction {
            name: upper.clone(),
            place: SqlPlace::new(name.span),
            near: None,
        };
        if let Some(position) = self.new_problem(problem) {
            let names: Vec<&str> = function::all().map(|function| function.name).collect();
            let found = self.near(&upper, names.into_iter());
            if let Some(Problem::UnknownFunction { near, .. }) =
                self.model.problems.get_mut(position)
            {
                *near = found;
            }
        }
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
            value.take(&argument);
        }
        if let Some(over) = &function.over {
            value.take(&self.window(over, inner));
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

    /// The arguments, and what they say where they are literals; a date part that stands where a column could is a text.
    fn arguments(
        &mut self,
        function: &'q Function,
        known: &function::Function,
        at: At,
    ) -> (Vec<Operand<'q>>, Vec<Option<function::Literal<'q>>>) {
        let is_guarded = known.name == "IFF" || known.name == "DECODE";
        let guards = self.guards.len();
        let exprs = argument_exprs(function);
        // With a second argument, some digits stay.
        let drops_digits = exprs.len() == 1 && known.drops_fraction;
        let mut operands = Vec::with_capacity(exprs.len());
        let mut literals = Vec::with_capacity(exprs.len());
        for (position, expr) in exprs.into_iter().enumerate() {
            let takes_part = known.takes_part(position);
            literals.push(argument_literal(expr, takes_part));
            let is_part = matches!(expr, Expr::Identifier(ident)
                if ident.quote_style.is_none() && takes_part);
            let value = if is_part {
                Value {
                    nulls: Nulls::Never,
                    ..Value::of(Type::Text)
                }
            } else {
                let value = self.value(expr, at);
                self.can_be_text(expr);
                value
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
        (operands, literals)
    }

    /// The columns that the stars among the arguments stand for: `count(t.*)` asks each whether it is NULL, while `count(*)`
    /// asks none.
    fn stars(&self, function: &Function, known: &function::Function, at: At) -> Origins {
        let mut origins = Origins::default();
        let FunctionArguments::List(list) = &function.args else {
            return origins;
        };
        for argument in &list.args {
            let relations = &self.scopes[at.scope].relations;
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if known.name != "COUNT" => {
                    for relation in relations {
                        let rows = &self.model.row_sets[relation.rows];
                        origins.extend(&self.model.origins_so_far(rows));
                    }
                }
                FunctionArg::Unnamed(FunctionArgExpr::QualifiedWildcard(name)) => {
                    let path = parts(name).unwrap_or_default();
                    if let Some((scope, position)) = self.relation_named(&path, at.scope) {
                        let rows = self.scopes[scope].relations[position].rows;
                        let rows = &self.model.row_sets[rows];
                        origins.extend(&self.model.origins_so_far(rows));
                    }
                }
                _ => {}
            }
        }
        origins
    }

    /// `call` and `arguments` are where the function and its arguments stand.
    pub(super) fn mismatch(
        &mut self,
        known: &function::Function,
        mismatch: &Mismatch,
        call: Span,
        arguments: &[Span],
    ) {
        let message = format!("the function `{}` {mismatch}", known.name);
        let span = match mismatch {
            Mismatch::Count { .. } => call,
            Mismatch::Argument { position, .. } => {
                arguments.get(*position).copied().unwrap_or(call)
            }
        };
        self.problem(Problem::Arguments {
            message,
            signature: known.signature(),
            call: SqlPlace::new(call),
            place: SqlPlace::new(span),
        });
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

/// What an argument says, where it is a literal, or the name of a date part where the function takes one.
pub(super) fn argument_literal(expr: &Expr, takes_part: bool) -> Option<function::Literal<'_>> {
    match expr {
        Expr::Value(value) => Some(literal::known(&value.value)),
        // Whether it is one is known to the function.
        Expr::Identifier(ident) if takes_part && ident.quote_style.is_none() => {
            Some(function::Literal::Text(&ident.value))
        }
        _ => None,
    }
}
