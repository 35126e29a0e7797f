//! What each row that a SELECT yields is one of, where it passes on the rows of one relation as they are.
//!
//! [Keys](super::keys) say what is proved to be unique; this says which rows are known to be more: a relation with a row for
//! each brand and day yields a brand as often as there are days, unless the day is held to one. What may choose one row of
//! several ends it: a constant beside the key, a flag, two ends of a period, a subquery, an OR. Then nothing is known.

use sqlparser::ast::{BinaryOperator, Expr};

use super::Analyzer;
use super::children::walk;
use super::column_id::ColumnId;
use super::cut::is_cut;
use super::dependencies::Dependencies;
use super::equalities::{Equalities, Equality};
use super::expression::column_parts;
use super::keys::Key;
use super::lineage::Origins;
use super::model::{BlockId, Columns, Identity, Join, JoinKind, Matches, RowsOf};
use super::named_column::Found;
use super::place::Spelling;
use super::same::bare;
use super::scope::ScopeId;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// The rows of the first relation of FROM, before conditions.
struct Rows {
    identity: Identity,
    /// The columns of the key that can be named.
    key: Key,
}

impl<'q> Analyzer<'q, '_> {
    /// What each row of a SELECT is one of.
    pub(super) fn identity(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        equalities: &Equalities,
        dependencies: &Dependencies,
    ) -> Option<Identity> {
        if let Some(first) = self.identity_of_first(block, scope, dependencies) {
            return Some(first);
        }
        if !self.passes_rows_on(block, equalities) {
            return None;
        }
        let Rows { mut identity, key } = self.rows_of_first(block)?;
        for condition in self.conditions_of(block) {
            if !self.leaves_several(condition, scope, &key, &mut identity.times) {
                return None;
            }
        }
        // Two times that are bounded are the ends of a period, of which one may hold.
        if identity.times.iter().nth(1).is_some() {
            return None;
        }
        let fixed = dependencies.decided(&[]);
        let positions = self.positions(block);
        for column in key {
            if fixed.holds(&column) {
                continue;
            }
            if let Some(position) = positions.first(&column) {
                identity.shown.push(position);
                continue;
            }
            // Its partner of a join is passed on instead.
            let equals = |pair: &Equality| {
                let sides = [(&pair.left, &pair.right), (&pair.right, &pair.left)];
                sides.into_iter().any(|(own, other)| {
                    own.as_ref() == Some(&column)
                        && other
                            .as_ref()
                            .is_some_and(|other| positions.first(other).is_some())
                })
            };
            let ColumnId::Of(_, name) = &column else {
                return None;
            };
            if equalities.pairs.iter().any(equals) {
                return None;
            }
            let origins = self.origins_of_first(block, name);
            identity.hidden.push((name.clone(), origins));
        }
        Some(identity)
    }

    /// Whether a SELECT yields the rows of its first relation one by one.
    fn passes_rows_on(&self, block: BlockId, equalities: &Equalities) -> bool {
        let block_id = block;
        let block = &self.model.blocks[block];
        let select = block.select;
        let is_plain = block.grouping.is_none()
            && select.distinct.is_none()
            && select.qualify.is_none()
            && select.top.is_none()
            && select.connect_by.is_empty()
            && select.lateral_views.is_empty()
            && !block.query.is_some_and(is_cut);
        let mut others = block.from.iter().enumerate().skip(1);
        is_plain
            && others.all(|(position, item)| {
                let kind = match &item.join {
                    Join::On { kind, .. } => Some(*kind),
                    Join::First | Join::Comma | Join::Cross => None,
                };
                // A column beside the key of what is joined can choose: `orders.created_at = latest.created_at`.
                let only_key = || {
                    let keys = self.keys_of_item(block_id, position);
                    let equated = equalities.equated(position);
                    // So can the key of one row of each group: `orders.id = latest.max_id`.
                    let picked = self.names(item.rows, &self.model.row_sets[item.rows].picked);
                    let chooses = |column: &ColumnId| matches!(column, ColumnId::Of(_, name) if picked.contains(name));
                    !equated.iter().any(chooses) && keys.iter()
                        .any(|key| equated.iter().all(|column| key.contains(column)))
                };
                item.matches == Matches::AtMostOne
                    && matches!(
                        kind,
                        None | Some(JoinKind::Inner | JoinKind::Left | JoinKind::AsOf)
                    )
                    && (kind == Some(JoinKind::AsOf) || only_key())
            })
    }

    /// What the first relation of FROM has a row for.
    fn rows_of_first(&self, block: BlockId) -> Option<Rows> {
        let item = self.model.blocks[block].from.first()?;
        let rows = &self.model.row_sets[item.rows];
        if let Columns::Read(read) = &rows.columns {
            let read = &self.model.reads[*read];
            let [key] = read.relation.as_deref()?.keys.as_slice() else {
                return None;
            };
            let names: Option<Vec<_>> = key
                .iter()
                .map(|position| self.name_of(item.rows, *position))
                .collect();
            let names = names?;
            return Some(Rows {
                key: names
                    .iter()
                    .map(|name| ColumnId::Of(0, name.clone()))
                    .collect(),
                identity: Identity {
                    of: RowsOf::Relation(read.name.clone()),
                    place: item.place,
                    key: names,
                    shown: Vec::new(),
                    hidden: Vec::new(),
                    decided_by: Vec::new(),
                    times: Origins::default(),
                },
            });
        }
        let within = rows.identity.as_ref()?;
        let key: Option<Key> = within
            .shown
            .iter()
            .map(|position| Some(ColumnId::Of(0, self.name_of(item.rows, *position)?)))
            .collect();
        Some(Rows {
            key: key?,
            identity: Identity {
                place: item.place,
                shown: Vec::new(),
                decided_by: Vec::new(),
                ..within.clone()
            },
        })
    }

    /// The conditions of WHERE and of the joins that filter.
    pub(super) fn conditions_of(&self, block: BlockId) -> Vec<&'q Expr> {
        let block = &self.model.blocks[block];
        let joins = block.from.iter().filter_map(|item| match &item.join {
            Join::On {
                kind: JoinKind::Inner,
                condition,
                ..
            } => *condition,
            _ => None,
        });
        block.select.selection.iter().chain(joins).collect()
    }

    /// Whether a condition leaves several rows of what it had several of; notes the times that it bounds.
    pub(super) fn leaves_several(
        &mut self,
        condition: &Expr,
        scope: ScopeId,
        key: &[ColumnId],
        times: &mut Origins,
    ) -> bool {
        match bare(condition) {
            Expr::BinaryOp {
                left,
                op: BinaryOperator::And,
                right,
            } => {
                self.leaves_several(left, scope, key, times)
                    && self.leaves_several(right, scope, key, times)
            }
            Expr::BinaryOp { left, op, right } => match op {
                BinaryOperator::Lt
                | BinaryOperator::LtEq
                | BinaryOperator::Gt
                | BinaryOperator::GtEq => {
                    self.note_times(left, scope, times);
                    self.note_times(right, scope, times);
                    true
                }
                BinaryOperator::NotEq => true,
                BinaryOperator::Eq => {
                    let sides = [left, right].map(|side| self.own_column(side, scope));
                    match &sides {
                        [Some(ColumnId::Of(a, _)), Some(ColumnId::Of(b, _))] => a != b,
                        // A constant; a subquery may hold the column to one value or may not.
                        [Some(column), None] => key.contains(column) && is_constant(right),
                        [None, Some(column)] => key.contains(column) && is_constant(left),
                        _ => false,
                    }
                }
                _ => false,
            },
            Expr::Between { expr, negated, .. } => {
                self.note_times(expr, scope, times);
                !negated
            }
            Expr::InList { expr, negated, .. } => {
                let column = self.own_column(expr, scope);
                *negated || column.is_some_and(|column| key.contains(&column))
            }
            Expr::IsNotNull(_) => true,
            _ => false,
        }
    }

    /// Notes the times among the columns of the first relation that an expression holds.
    fn note_times(&mut self, expr: &Expr, scope: ScopeId, times: &mut Origins) {
        let mut names = Vec::new();
        walk(expr, &mut |part| {
            if let Some(parts) = column_parts(part)
                && !matches!(part, Expr::Nested(_))
            {
                names.push(parts);
            }
        });
        for parts in names {
            let Some(ColumnId::Of(0, _)) = self.column_id(parts, scope) else {
                continue;
            };
            let Some(last) = parts.last() else { continue };
            let rows = self.scopes[scope].relations[0].rows;
            let value = match self.column_of(rows, Spelling::of(last)) {
                Found::Column(value) | Found::Unknown(value) => value,
                Found::Several | Found::Missing => continue,
            };
            if matches!(
                value.data_type,
                Type::Date | Type::Timestamp(_) | Type::Unknown
            ) {
                times.extend(&value.origins);
            }
        }
    }

    /// What a column of the first relation is made of.
    fn origins_of_first(&self, block: BlockId, name: &Identifier) -> Origins {
        let rows = &self.model.row_sets[self.model.blocks[block].from[0].rows];
        match &rows.columns {
            Columns::Read(read) => {
                let read = &self.model.reads[*read];
                let relation = read.relation.as_deref();
                let position = relation.and_then(|relation| relation.position(name));
                let number = position.and_then(|position| u32::try_from(position).ok());
                number.map_or_else(Origins::default, |number| {
                    Origins::one(read.first_origin.saturating_add(number))
                })
            }
            Columns::Listed(columns) => columns
                .iter()
                .find(|column| column.name.as_ref() == Some(name))
                .map(|column| column.value.origins.clone())
                .unwrap_or_default(),
            Columns::Unknown(_) => Origins::default(),
        }
    }
}

/// Whether an expression holds neither columns nor subqueries.
fn is_constant(expr: &Expr) -> bool {
    let mut is_constant = true;
    walk(expr, &mut |part| {
        is_constant &= !matches!(
            part,
            Expr::Identifier(_)
                | Expr::CompoundIdentifier(_)
                | Expr::Subquery(_)
                | Expr::Exists { .. }
                | Expr::InSubquery { .. }
        );
    });
    is_constant
}
