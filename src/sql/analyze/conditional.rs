//! CASE, and values that are one of several.

use sqlparser::ast::{CaseWhen, Expr};

use super::Analyzer;
use super::at::At;
use super::model::{Nulls, Value};
use crate::sql::types::Type;

impl<'q> Analyzer<'q, '_> {
    pub(super) fn case(
        &mut self,
        operand: Option<&'q Expr>,
        conditions: &'q [CaseWhen],
        otherwise: Option<&'q Expr>,
        at: At,
    ) -> Value {
        let mut value = Value::of(Type::Null);
        value.nulls = Nulls::Never;
        if let Some(operand) = operand {
            let operand = self.value(operand, at.optional());
            value.take(&operand);
        }
        let guards = self.guards.len();
        // `case y when 0 then …` asks of `y` what `case when y = 0` does.
        if let Some(operand) = operand {
            self.guards.push(operand);
        }
        for CaseWhen { condition, result } in conditions {
            let test = match operand {
                Some(_) => self.value(condition, at.optional()),
                None => self.condition(condition, at.optional()),
            };
            value.take(&test);
            self.guards.push(condition);
            let result = self.value(result, at.optional());
            value.beside(&result);
        }
        // ELSE is computed where none of the conditions holds: they still guard it.
        match otherwise {
            Some(otherwise) => {
                let otherwise = self.value(otherwise, at.optional());
                value.beside(&otherwise);
            }
            None => value.nulls = Nulls::Made,
        }
        self.guards.truncate(guards);
        value
    }
}
