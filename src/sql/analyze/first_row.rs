//! `QUALIFY ROW_NUMBER() OVER (PARTITION BY a, b …) = 1`: a and b identify a row.

use sqlparser::ast::{BinaryOperator, Expr, Function, WindowType};

use super::Analyzer;
use super::cut::is_one;
use super::keys::Key;
use super::model::BlockId;
use super::scope::ScopeId;
use crate::sql::function;

impl<'q> Analyzer<'q, '_> {
    /// `QUALIFY ROW_NUMBER() OVER (PARTITION BY a, b …) = 1`: a and b identify a row.
    pub(super) fn first_of(&mut self, block: BlockId, scope: ScopeId) -> Option<Key> {
        let condition = self.model.blocks[block].select.qualify.as_ref()?;
        let mut conjuncts = vec![condition];
        while let Some(condition) = conjuncts.pop() {
            match condition {
                Expr::Nested(inner) => conjuncts.push(inner),
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::And,
                    right,
                } => conjuncts.extend([left.as_ref(), right.as_ref()]),
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::Eq,
                    right,
                } => {
                    let window = match (row_number(left), row_number(right)) {
                        (Some(window), _) if is_one(right) => window,
                        (_, Some(window)) if is_one(left) => window,
                        _ => {
                            // An alias of the select list.
                            let Some(window) = self.aliased_row_number(block, left, right) else {
                                continue;
                            };
                            window
                        }
                    };
                    let Some(spec) = self.window_of(block, window) else {
                        continue;
                    };
                    let key: Option<Key> = spec
                        .partition_by
                        .iter()
                        .map(|expr| self.own_column(expr, scope))
                        .collect();
                    return key;
                }
                _ => {}
            }
        }
        None
    }

    fn aliased_row_number(
        &self,
        block: BlockId,
        left: &'q Expr,
        right: &'q Expr,
    ) -> Option<&'q WindowType> {
        let alias = match (left, right) {
            (Expr::Identifier(alias), one) if is_one(one) => alias,
            (one, Expr::Identifier(alias)) if is_one(one) => alias,
            _ => return None,
        };
        let name = super::place::identifier(alias);
        let projected = &self.model.blocks[block].projected;
        let item = projected
            .iter()
            .find(|item| item.alias.as_ref() == Some(&name))?;
        row_number(item.expr)
    }
}

/// The window of a `ROW_NUMBER`, where an expression is one.
pub(super) fn row_number(expr: &Expr) -> Option<&WindowType> {
    match expr {
        Expr::Function(Function {
            name,
            over: Some(window),
            ..
        }) if function::named(name).is_some_and(|known| known.name == "ROW_NUMBER") => Some(window),
        Expr::Nested(inner) => row_number(inner),
        _ => None,
    }
}
