//! What each row is one of where the first of several is taken: `row_number() over (partition by brand) = 1` leaves a row for
//! each brand, and `rank()` all that share the first place.
//!
//! In QUALIFY, or in WHERE of a query around the one that numbers the rows. Where more than that is asked, nothing is known.

use sqlparser::ast::{BinaryOperator, Expr, Function, Spanned, WindowType};

use super::Analyzer;
use super::column_id::ColumnId;
use super::cut::{is_cut, is_one};
use super::dependencies::Dependencies;
use super::keys::Key;
use super::lineage::Origins;
use super::model::{BlockId, Identity, Matches, RowsOf};
use super::named_column::Found;
use super::place::{Spelling, SqlPlace};
use super::same::{bare, conjuncts};
use super::scope::ScopeId;
use crate::sql::function;
use crate::sql::name::Identifier;

/// A numbering whose first row is taken.
struct First<'q> {
    function: &'q Function,
    over: &'q WindowType,
    /// The SELECT that it stands in.
    block: BlockId,
}

impl<'q> Analyzer<'q, '_> {
    /// What each row of a SELECT is one of, where it takes the first rows of a numbering.
    pub(super) fn identity_of_first(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        dependencies: &Dependencies,
    ) -> Option<Identity> {
        let within = &self.model.blocks[block];
        let select = within.select;
        if within.grouping.is_some()
            || select.distinct.is_some()
            || within.query.is_some_and(is_cut)
            || !select.connect_by.is_empty()
        {
            return None;
        }
        if let Some(qualify) = &select.qualify {
            let first = self.first_asked(qualify, block, scope)?;
            return self.of_partition(&first, block, scope, dependencies, None);
        }
        let mut others = within.from.iter().skip(1);
        if !others.all(|item| item.matches == Matches::AtMostOne) {
            return None;
        }
        let selection = select.selection.as_ref()?;
        for condition in conjuncts(selection) {
            if let Some(first) = self.first_asked(condition, block, scope)
                && first.block != block
            {
                return self.of_partition(&first, block, scope, dependencies, Some(condition));
            }
        }
        None
    }

    /// The numbering that a condition takes the first row of: `row_number() … = 1`, by itself or by its name.
    fn first_asked(
        &self,
        condition: &'q Expr,
        block: BlockId,
        scope: ScopeId,
    ) -> Option<First<'q>> {
        let Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } = bare(condition)
        else {
            return None;
        };
        let asked = match (is_one(left), is_one(right)) {
            (false, true) => left.as_ref(),
            (true, false) => right.as_ref(),
            _ => return None,
        };
        if let Some((function, over)) = numbering(asked) {
            return Some(First {
                function,
                over,
                block,
            });
        }
        if let Expr::Identifier(alias) = bare(asked)
            && self.own_column(asked, scope).is_none()
        {
            let name = super::place::identifier(alias);
            let mut projected = self.model.blocks[block].projected.iter();
            let item = projected.find(|item| item.alias.as_ref() == Some(&name))?;
            let (function, over) = numbering(item.expr)?;
            return Some(First {
                function,
                over,
                block,
            });
        }
        let Some(ColumnId::Of(0, name)) = self.own_column(asked, scope) else {
            return None;
        };
        let rows = self.model.blocks[block].from.first()?.rows;
        let within = self
            .model
            .blocks
            .iter()
            .rposition(|other| other.rows == rows)?;
        if within == block {
            return None;
        }
        let columns = self.columns(rows).ok()?;
        let position = columns
            .iter()
            .position(|column| column.name.as_ref() == Some(&name))?;
        let mut projected = self.model.blocks[within].projected.iter();
        let item = projected.find(|item| item.position == Some(position))?;
        let (function, over) = numbering(item.expr)?;
        Some(First {
            function,
            over,
            block: within,
        })
    }

    /// What is left for each combination of what a numbering is partitioned by. `asked` is the condition that takes the first.
    fn of_partition(
        &mut self,
        first: &First<'q>,
        block: BlockId,
        scope: ScopeId,
        dependencies: &Dependencies,
        asked: Option<&'q Expr>,
    ) -> Option<Identity> {
        let ranks = &self.model.blocks[first.block].ranks;
        let rank = ranks
            .iter()
            .find(|(function, _)| std::ptr::eq(*function, first.function));
        let of = match rank {
            None | Some((_, Some(true))) => RowsOf::Partition,
            Some((_, Some(false))) => RowsOf::Ranks,
            Some((_, None)) => return None,
        };
        let spec = self.window_of(first.block, first.over)?;
        let inner_scope = self.model.blocks[first.block].scope;
        let key: Vec<ColumnId> = (spec.partition_by.iter())
            .map(|expr| self.own_column(expr, inner_scope))
            .collect::<Option<_>>()?;
        let mut identity = Identity {
            of,
            place: SqlPlace::of(first.function.name.span()),
            key: key.iter().map(|column| name(column).clone()).collect(),
            shown: Vec::new(),
            hidden: Vec::new(),
            decided_by: Vec::new(),
            times: Origins::default(),
        };
        for condition in self.conditions_of(first.block) {
            if !self.leaves_several(condition, inner_scope, &key, &mut identity.times) {
                return None;
            }
        }
        let is_further_inside = first.block != block;
        let inner_positions = self.positions(first.block);
        let rows = self.model.blocks[block].from.first()?.rows;
        // What each part of the key is called in this SELECT, where it is passed on to it.
        let positions = self.positions(block);
        let said = self.equalities(first.block, inner_scope);
        let named_here = |column: &ColumnId| {
            if !is_further_inside {
                return Some(column.clone());
            }
            let position = inner_positions.first(column)?;
            Some(ColumnId::Of(0, self.name_of(rows, position)?))
        };
        let here: Vec<Option<ColumnId>> = (key.iter())
            .map(|column| {
                // What a join equates it with is as good.
                let partners =
                    said.pairs
                        .iter()
                        .filter_map(|pair| match (&pair.left, &pair.right) {
                            (Some(left), Some(right)) if left == column => Some(right),
                            (Some(left), Some(right)) if right == column => Some(left),
                            _ => None,
                        });
                let all = std::iter::once(column).chain(partners);
                let mut all = all.filter_map(named_here);
                let first = all.next()?;
                let is_shown = |column: &ColumnId| positions.first(column).is_some();
                if is_shown(&first) {
                    return Some(first);
                }
                all.find(is_shown).or(Some(first))
            })
            .collect();
        if is_further_inside {
            let named: Vec<ColumnId> = here.iter().flatten().cloned().collect();
            let conditions = self.conditions_of(block);
            for condition in conditions.into_iter().flat_map(conjuncts) {
                if !asked.is_some_and(|asked| std::ptr::eq(asked, condition))
                    && !self.leaves_several(condition, scope, &named, &mut identity.times)
                {
                    return None;
                }
            }
        }
        // Two times that are bounded are the ends of a period, of which one may hold.
        if identity.times.iter().nth(1).is_some() {
            return None;
        }
        let fixed = dependencies.decided(&[]);
        for (column, here) in key.iter().zip(&here) {
            let is_held = here.as_ref().is_some_and(|here| fixed.holds(here));
            if is_held || said.fixed.contains(column) {
                continue;
            }
            // A key of its relation that is passed on decides it.
            for key in self.keys_beside(first.block, column) {
                let here = key.iter().map(|part| {
                    if !is_further_inside {
                        return positions.first(part);
                    }
                    let position = inner_positions.first(part)?;
                    positions.first(&ColumnId::Of(0, self.name_of(rows, position)?))
                });
                identity
                    .decided_by
                    .extend(here.collect::<Option<Vec<usize>>>());
            }
            if let Some(position) = here.as_ref().and_then(|here| positions.first(here)) {
                identity.shown.push(position);
            } else {
                let origins = self.origins_of_column(first.block, column);
                identity.hidden.push((name(column).clone(), origins));
            }
        }
        Some(identity)
    }

    /// The keys of a column's relation that it is no part of.
    fn keys_beside(&self, block: BlockId, column: &ColumnId) -> Vec<Key> {
        let ColumnId::Of(position, _) = column else {
            return Vec::new();
        };
        let mut keys = self.keys_of_item(block, *position);
        keys.retain(|key| !key.contains(column));
        keys
    }

    /// What a column of FROM is made of.
    fn origins_of_column(&mut self, block: BlockId, column: &ColumnId) -> Origins {
        let (position, name) = match column {
            ColumnId::Of(position, name) => (*position, name),
            ColumnId::Merged(name, sides) => (sides.first().copied().unwrap_or_default(), name),
        };
        let Some(item) = self.model.blocks[block].from.get(position) else {
            return Origins::default();
        };
        match self.column_of(item.rows, Spelling::known(name)) {
            Found::Column(value) | Found::Unknown(value) => value.origins,
            Found::Several | Found::Missing => Origins::default(),
        }
    }
}

fn name(column: &ColumnId) -> &Identifier {
    let (ColumnId::Of(_, name) | ColumnId::Merged(name, _)) = column;
    name
}

/// The function that numbers or ranks rows, and its window.
fn numbering(expr: &Expr) -> Option<(&Function, &WindowType)> {
    let Expr::Function(function) = bare(expr) else {
        return None;
    };
    let known = function::named(&function.name)?;
    let is_numbering = matches!(known.name, "ROW_NUMBER" | "RANK" | "DENSE_RANK");
    is_numbering.then(|| Some((function, function.over.as_ref()?)))?
}
