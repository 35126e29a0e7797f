//! What a SELECT groups by: expressions, and the items of the select list that numbers, names and expressions stand for.

use std::cell::OnceCell;
use std::collections::HashMap;

use sqlparser::ast::{Expr, GroupByExpr, Select, Spanned, Value as Literal};

use super::Analyzer;
use super::column_id::ColumnId;
use super::expression::column_parts;
use super::fingerprint::Fingerprints;
use super::model::{Clause, GroupKey, Grouping};
use super::place::{SqlPlace, identifier};
use super::problem::Problem;
use super::scope::ScopeId;
use crate::sql::name::Identifier;

impl<'q> Analyzer<'q, '_> {
    /// Notes how the current SELECT groups.
    pub(super) fn grouping(&mut self, select: &'q Select, scope: ScopeId) {
        let (expressions, modifiers) = match &select.group_by {
            GroupByExpr::All(_) => {
                let projected = &self.model.blocks[self.block].projected;
                let grouped = projected
                    .iter()
                    .enumerate()
                    .filter(|(_, item)| !item.value.is_aggregate && !item.value.is_window);
                let keys = grouped.map(|(position, item)| GroupKey {
                    expr: item.expr,
                    projected: Some(position),
                    is_determined: false,
                    value: item.value.clone(),
                });
                let keys: Vec<GroupKey<'q>> = keys.collect();
                for key in &keys {
                    let value = key.value.clone();
                    self.influence(|influences| &mut influences.group, &value);
                }
                self.model.blocks[self.block].grouping = Some(Grouping {
                    keys,
                    is_several: false,
                });
                return;
            }
            GroupByExpr::Expressions(expressions, modifiers) => (expressions, modifiers),
        };
        let mut keys = Vec::new();
        let mut is_several = !modifiers.is_empty();
        if !expressions.is_empty() {
            let items = self.items(scope);
            for expr in expressions {
                is_several |= self.group_keys(expr, &items, &mut keys);
            }
        }
        let block = &self.model.blocks[self.block];
        let is_aggregated =
            block.projected.iter().any(|item| item.value.is_aggregate) || select.having.is_some();
        if keys.is_empty() && !is_several && !is_aggregated {
            return;
        }
        self.model.blocks[self.block].grouping = Some(Grouping { keys, is_several });
    }

    /// Adds what an item of GROUP BY groups by; says whether it stands for several sets of keys.
    fn group_keys(
        &mut self,
        expr: &'q Expr,
        items: &Items<'q>,
        keys: &mut Vec<GroupKey<'q>>,
    ) -> bool {
        let several = match expr {
            Expr::Rollup(sets) | Expr::Cube(sets) | Expr::GroupingSets(sets) => Some(sets),
            _ => None,
        };
        if let Some(sets) = several {
            for expr in sets.iter().flatten() {
                self.group_keys(expr, items, keys);
            }
            return true;
        }
        if let Expr::Tuple(parts) = expr {
            for expr in parts {
                self.group_keys(expr, items, keys);
            }
            return false;
        }
        let projected = self.group_target(expr, items);
        let key = match projected {
            Some(position) => {
                let item = &self.model.blocks[self.block].projected[position];
                let is_aggregate = item.value.is_aggregate || item.value.is_window;
                let is_window = item.value.is_window;
                let function = is_aggregate.then(|| match (item.expr, &item.alias) {
                    (Expr::Function(function), _) => function.name.to_string().to_ascii_uppercase(),
                    (_, Some(alias)) => alias.to_string(),
                    (expr, None) => expr.to_string(),
                });
                let key = GroupKey {
                    expr: item.expr,
                    projected,
                    is_determined: false,
                    value: item.value.clone(),
                };
                if let Some(function) = function {
                    self.problem(Problem::Misplaced {
                        function,
                        is_window,
                        clause: Clause::GroupBy,
                        inside: None,
                        place: SqlPlace::new(expr.span()),
                    });
                }
                key
            }
            None => GroupKey {
                expr,
                projected,
                is_determined: false,
                value: self.value(expr, self.at(items.scope, Clause::GroupBy)),
            },
        };
        self.influence(|influences| &mut influences.group, &key.value);
        keys.push(key);
        false
    }

    /// The item of the select list that a GROUP BY item stands for: by number, by alias, or by the same column.
    fn group_target(&mut self, expr: &'q Expr, items: &Items<'q>) -> Option<usize> {
        if let Expr::Value(value) = expr
            && let Literal::Number(number, _) = &value.value
        {
            // Stars before it shift the numbers: then nothing is said.
            let by_position = items.by_position.as_ref()?;
            let position: usize = number.parse().ok()?;
            let position = position.checked_sub(1);
            let found = position.and_then(|position| by_position.get(&position).copied());
            let block = &self.model.blocks[self.block];
            let width = block.select.projection.len();
            if found.is_none() && block.projected.len() == width {
                self.problem(Problem::Position {
                    number: number.clone(),
                    columns: width,
                    place: SqlPlace::new(value.span),
                });
            }
            return found;
        }
        let Some(parts) = column_parts(expr) else {
            return self.same_item(expr, items);
        };
        match self.column_id(parts, items.scope) {
            Some(id) => items.by_column.get(&id).copied(),
            None if parts.len() == 1 => items.by_alias.get(&identifier(&parts[0])).copied(),
            None => self.same_item(expr, items),
        }
    }

    /// The item of the select list that is the same expression: `coalesce(k, '') as k … group by coalesce(k, '')`.
    fn same_item(&self, expr: &'q Expr, items: &Items<'q>) -> Option<usize> {
        let by_fingerprint = items.by_fingerprint.get_or_init(|| {
            let mut by_fingerprint: HashMap<u64, Vec<usize>> = HashMap::new();
            for (number, item) in items.exprs.iter().enumerate() {
                let alike = by_fingerprint.entry(Fingerprints::only(item)).or_default();
                alike.push(number);
            }
            by_fingerprint
        });
        let alike = by_fingerprint.get(&Fingerprints::only(expr))?;
        let is_it = |number: &usize| self.says_same(items.exprs[*number], expr, items.scope);
        alike.iter().copied().find(is_it)
    }

    fn items(&self, scope: ScopeId) -> Items<'q> {
        let projected = &self.model.blocks[self.block].projected;
        let mut items = Items {
            scope,
            exprs: projected.iter().map(|item| item.expr).collect(),
            by_position: Some(HashMap::new()),
            by_alias: HashMap::new(),
            by_column: HashMap::new(),
            by_fingerprint: OnceCell::new(),
        };
        for (number, item) in projected.iter().enumerate() {
            match (item.position, &mut items.by_position) {
                (Some(position), Some(by_position)) => {
                    by_position.insert(position, number);
                }
                (None, by_position) => *by_position = None,
                (_, None) => {}
            }
            if let Some(alias) = &item.alias {
                items.by_alias.entry(alias.clone()).or_insert(number);
            }
            if let Some(column) = &item.column {
                items.by_column.entry(column.clone()).or_insert(number);
            }
        }
        items
    }
}

/// The select list, to be looked up by what GROUP BY may call its items.
struct Items<'q> {
    scope: ScopeId,
    exprs: Vec<&'q Expr>,
    /// None where a star hides some of the positions.
    by_position: Option<HashMap<usize, usize>>,
    by_alias: HashMap<Identifier, usize>,
    by_column: HashMap<ColumnId, usize>,
    by_fingerprint: OnceCell<HashMap<u64, Vec<usize>>>,
}
