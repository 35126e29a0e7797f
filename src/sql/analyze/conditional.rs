//! CASE, and values that are one of several.

use sqlparser::ast::{CaseWhen, Expr};

use super::Analyzer;
use super::at::At;
use super::implicit::typed;
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
        let mut subject = None;
        if let Some(operand) = operand {
            let operand_value = self.value(operand, at.optional());
            value.take(&operand_value);
            subject = Some(typed(operand, &operand_value));
        }
        let mut results = Vec::with_capacity(conditions.len() + 1);
        let guards = self.guards.len();
        // `case y when 0 then …` asks of `y` what `case when y = 0` does.
        if let Some(operand) = operand {
            self.guards.push(operand);
        }
        for CaseWhen { condition, result } in conditions {
            let test = match operand {
                Some(_) => {
                    let test = self.value(condition, at.optional());
                    self.can_be_text(condition);
                    test
                }
                None => self.condition(condition, at.optional()),
            };
            if let Some(subject) = subject {
                self.note_compared(subject, typed(condition, &test));
            }
            value.take(&test);
            self.guards.push(condition);
            let result_value = self.value(result, at.optional());
            self.can_be_text(result);
            results.push(typed(result, &result_value));
            value.beside(&result_value);
        }
        // ELSE is computed where none of the conditions holds: they still guard it.
        match otherwise {
            Some(otherwise) => {
                let otherwise_value = self.value(otherwise, at.optional());
                self.can_be_text(otherwise);
                results.push(typed(otherwise, &otherwise_value));
                value.beside(&otherwise_value);
            }
            None => value.nulls = Nulls::Made,
        }
        self.note_mixed(&results);
        self.guards.truncate(guards);
        value
    }
}
