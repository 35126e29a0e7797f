//! What a lint over a query is given: the query's model, its bounds in time, and the definition that it belongs to.
//!
//! A lint reports what is likely wrong and says in its documentation what it cannot see. It keeps quiet where something is
//! not known: a finding that is wrong costs more trust than one that is missing.

use std::collections::BTreeMap;

use sqlparser::ast::{NamedWindowDefinition, NamedWindowExpr, WindowSpec, WindowType};

use crate::diagnostic::Place;
use crate::project::model::{FeatureView, History, Table};
use crate::sql::analyze::bounds::{Bound, bounds};
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{
    Block, BlockId, Call, Columns, Compare, FromItem, Join, JoinKind, Matches, Model, Operand,
    ReadId,
};
use crate::sql::analyze::time_order::{Beyond, Held, TimeOrder, decides_pairs};
use crate::sql::analyze::{RelationKind, SqlPlace};
use crate::sql::name::Identifier;

/// Whose query it is.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// A feature view's.
    View(&'a FeatureView),
    /// A table's.
    Table(&'a Table),
}

/// One form of one query, with all that lints look at.
pub struct QueryLint<'a, 'q> {
    /// What the query means.
    pub model: &'a Model<'q>,
    /// What it says about the as-of time.
    pub bounds: Vec<Bound<'a, 'q>>,
    /// Which of the times that are read come before which others.
    pub times: TimeOrder,
    /// For each relation that is read, whether later rows than the as-of time are kept out.
    pub bounded: Vec<bool>,
    /// What is held back by another time only, and reaches past the as-of time.
    pub beyond: Vec<Beyond>,
    /// Whose query it is.
    pub owner: Owner<'a>,
    /// The entity's keys, or the table's unique key.
    pub keys: &'a [Identifier],
    place: &'a dyn Fn(SqlPlace) -> Place,
}

impl<'a, 'q> QueryLint<'a, 'q> {
    /// Prepares the look at a query.
    pub fn new(
        model: &'a Model<'q>,
        owner: Owner<'a>,
        keys: &'a [Identifier],
        place: &'a dyn Fn(SqlPlace) -> Place,
    ) -> Self {
        let bounds = bounds(model);
        let times = TimeOrder::of(model);
        let Held {
            is_bounded: mut bounded,
            beyond,
        } = times.held(model, &bounds);
        hold_same_rows(model, &mut bounded);
        Self {
            model,
            bounds,
            times,
            bounded,
            beyond,
            owner,
            keys,
            place,
        }
    }

    /// Where something stands.
    pub fn place(&self, at: SqlPlace) -> Place {
        (self.place)(at)
    }

    /// The feature view, where it is one.
    pub fn view(&self) -> Option<&'a FeatureView> {
        match self.owner {
            Owner::View(view) => Some(view),
            Owner::Table(_) => None,
        }
    }

    /// The feature view, where its values have a history.
    pub fn dynamic_view(&self) -> Option<&'a FeatureView> {
        self.view()
            .filter(|view| !matches!(view.history, History::Static))
    }

    /// Whether the values have times of their own, up to the as-of time and with it.
    pub fn has_own_times(&self) -> bool {
        self.view()
            .is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }))
    }

    /// Whether what is read is a source.
    pub fn is_source(&self, read: ReadId) -> bool {
        let relation = self.model.reads[read].relation.as_ref();
        relation.is_some_and(|relation| relation.kind == RelationKind::Source)
    }

    /// The readings that a value is computed from.
    pub fn reads_of(&self, origins: &Origins) -> Vec<ReadId> {
        let mut reads: Vec<ReadId> = origins
            .iter()
            .filter_map(|number| Some(self.model.origins.get(number as usize)?.read))
            .collect();
        reads.dedup();
        reads
    }

    /// Where FROM reads a relation itself, and not through a subquery; none where it is read as a part of PIVOT and the like.
    pub fn item_of(&self, read: ReadId) -> Option<&'a FromItem<'q>> {
        let items = self.model.blocks.iter().flat_map(|block| &block.from);
        let mut direct = items.filter(|item| match &self.model.row_sets[item.rows].columns {
            Columns::Read(of) => *of == read,
            _ => false,
        });
        direct.next()
    }

    /// A column of a relation as the query can name it where it reads that.
    pub fn named(&self, read: ReadId, column: &Identifier) -> String {
        let item = self.item_of(read).and_then(|item| item.name.as_ref());
        match item {
            Some(name) => format!("{name}.{column}"),
            None => column.to_string(),
        }
    }

    /// The condition that holds back the rows of a relation, and where it has to stand.
    pub fn bound_for(&self, read: ReadId, column: &Identifier) -> String {
        let condition = format!("`{} < '{{{{ ds }}}}'::date`", self.named(read, column));
        let keeps_others = self.item_of(read).is_some_and(|item| {
            matches!(
                item.join,
                Join::On {
                    kind: JoinKind::Left | JoinKind::Full,
                    ..
                }
            )
        });
        if keeps_others {
            format!("{condition} in the condition of its join")
        } else {
            condition
        }
    }

    /// Whether FROM meets one row of a relation at most for each of those before it.
    pub fn is_one_at_most(&self, read: ReadId) -> bool {
        self.item_of(read)
            .is_some_and(|item| item.matches == Matches::AtMostOne)
    }

    /// The SELECT of this position; none for a query without one.
    pub fn block(&self, block: BlockId) -> Option<&'a Block<'q>> {
        self.model.blocks.get(block)
    }

    /// A SELECT and those that its FROM is made of.
    pub fn blocks_within(&self, block: BlockId) -> Vec<BlockId> {
        let mut blocks = vec![block];
        if let Some(block) = self.block(block) {
            for item in &block.from {
                blocks.extend(&self.model.row_sets[item.rows].blocks);
            }
        }
        blocks
    }

    /// What a call's OVER says, or the window that it names.
    pub fn window(&self, call: &Call<'q>) -> Option<&'q WindowSpec> {
        let windows = self
            .block(call.block)
            .map(|block| &block.select.named_window);
        let mut name = match call.function.over.as_ref()? {
            WindowType::WindowSpec(spec) => return Some(spec),
            WindowType::NamedWindow(name) => name,
        };
        // A name may stand for another one, which must come before it.
        for NamedWindowDefinition(defined, window) in windows.into_iter().flatten().rev() {
            if defined.value.eq_ignore_ascii_case(&name.value) {
                match window {
                    NamedWindowExpr::WindowSpec(spec) => return Some(spec),
                    NamedWindowExpr::NamedWindow(other) => name = other,
                }
            }
        }
        None
    }

    /// The SELECT that yields what the query yields; none for a set operation.
    pub fn main_block(&self) -> Option<(BlockId, &'a Block<'q>)> {
        let blocks = self.model.blocks.iter().enumerate();
        blocks
            .into_iter()
            .find(|(_, block)| block.rows == self.model.root)
    }
}

/// Where a relation is joined by its whole key to another reading of it, both are the same rows: what holds one back holds
/// back the other. `orders o join (select max(id) as id from orders where …) latest on latest.id = o.id`.
fn hold_same_rows(model: &Model<'_>, bounded: &mut [bool]) {
    let mut pairs: BTreeMap<(ReadId, ReadId), Vec<&Identifier>> = BTreeMap::new();
    for comparison in &model.comparisons {
        let origin = |operand: &Operand<'_>| {
            let mut numbers = operand.value.origins.iter();
            let (number, None) = (numbers.next()?, numbers.next()) else {
                return None;
            };
            let origin = model.origins.get(number as usize)?;
            // Rows that an outer join keeps come whether or not they are the same.
            (!comparison.kept.contains(number)).then_some(origin)
        };
        if comparison.operator != Compare::Equal || !decides_pairs(comparison) || !comparison.holds
        {
            continue;
        }
        let (Some(left), Some(right)) = (origin(&comparison.left), origin(&comparison.right))
        else {
            continue;
        };
        let is_same = left.column == right.column
            && model.reads[left.read].name == model.reads[right.read].name;
        if left.read != right.read && is_same {
            let pair = (left.read.min(right.read), left.read.max(right.read));
            pairs.entry(pair).or_default().push(&left.column);
        }
    }
    pairs.retain(|(first, _), columns| {
        let Some(relation) = model.reads[*first].relation.as_deref() else {
            return false;
        };
        let names = relation.columns.as_deref().unwrap_or_default();
        let is_equated = |position: &usize| {
            names
                .get(*position)
                .is_some_and(|column| columns.contains(&&column.name))
        };
        let mut keys = relation.keys.iter();
        keys.any(|key| !key.is_empty() && key.iter().all(is_equated))
    });
    // What one reading holds back, it holds back of those that are joined to it through others as well.
    let mut has_changed = true;
    while std::mem::take(&mut has_changed) {
        for (first, second) in pairs.keys() {
            if bounded[*first] != bounded[*second] {
                bounded[*first] = true;
                bounded[*second] = true;
                has_changed = true;
            }
        }
    }
}
