//! Which columns of a SELECT's FROM decide which others: those held to a constant, those that a join equates, and all
//! columns of a relation of which a key is decided. A set of columns that decides every relation identifies a row.
//!
//! Columns are numbered, and what follows from a set of them is found by following each column, key and equality once.

use std::collections::HashMap;

use super::Analyzer;
use super::column_id::{ColumnId, is_same_column};
use super::equalities::{Equalities, Equality};
use super::keys::Key;
use super::model::{BlockId, Clause, Join, JoinKind};

/// Keys of more columns than this are not made smaller: that looks at the whole FROM once for each of them.
const MAX_MINIMIZED: usize = 64;

/// What decides what in one SELECT.
pub(super) struct Dependencies {
    columns: Vec<Known>,
    numbers: HashMap<ColumnId, usize>,
    relations: Vec<Relation>,
    keys: Vec<RelationKey>,
    /// Columns of one value.
    fixed: Vec<ColumnId>,
}

/// A column of a key, or of an equality.
struct Known {
    id: ColumnId,
    /// Those that it decides because it equals them.
    decides: Vec<usize>,
    /// The keys that it is part of.
    keys: Vec<usize>,
    /// Those that are the same: a merged column and its sides.
    same: Vec<usize>,
}

#[derive(Default)]
struct Relation {
    /// Whether it only adds one partner at most, or none, to the rows before it.
    adds_one: bool,
    columns: Vec<usize>,
}

struct RelationKey {
    relation: usize,
    columns: usize,
}

/// What some columns decide.
pub(super) struct Decided<'d> {
    dependencies: &'d Dependencies,
    /// Columns of them that nothing else mentions.
    others: Vec<ColumnId>,
    /// Whether each known column is decided.
    columns: Vec<bool>,
    /// Whether each relation is.
    relations: Vec<bool>,
    /// How many columns of each key are open.
    open: Vec<usize>,
    /// The relations before this one are all decided.
    all_before: usize,
    /// Decided columns whose consequences are not looked at yet.
    fresh: Vec<usize>,
}

impl Decided<'_> {
    /// Whether a column has one value for each combination of them.
    pub(super) fn holds(&self, column: &ColumnId) -> bool {
        let number = self.dependencies.numbers.get(column);
        number.is_some_and(|number| self.columns[*number])
            || matches!(column, ColumnId::Of(position, _) if self.relations.get(*position) == Some(&true))
            || self
                .others
                .iter()
                .any(|other| is_same_column(other, column))
    }

    /// Whether there is one row at most for each combination of them.
    fn holds_all(&self) -> bool {
        self.relations.iter().all(|decided| *decided)
    }

    /// Adds a column, which is all those that are the same.
    fn add(&mut self, column: usize) {
        self.hold(column);
        let dependencies = self.dependencies;
        for same in &dependencies.columns[column].same {
            self.hold(*same);
        }
    }

    fn hold(&mut self, column: usize) {
        if !std::mem::replace(&mut self.columns[column], true) {
            self.fresh.push(column);
        }
    }

    fn decide(&mut self, relation: usize) {
        if std::mem::replace(&mut self.relations[relation], true) {
            return;
        }
        let dependencies = self.dependencies;
        for column in &dependencies.relations[relation].columns {
            self.hold(*column);
        }
        while self.relations.get(self.all_before) == Some(&true) {
            self.all_before += 1;
            if let Some(next) = dependencies.relations.get(self.all_before)
                && next.adds_one
                && !self.relations[self.all_before]
            {
                self.relations[self.all_before] = true;
                for column in &next.columns {
                    self.hold(*column);
                }
            }
        }
    }

    fn follow(&mut self) {
        let dependencies = self.dependencies;
        while let Some(column) = self.fresh.pop() {
            let Known { decides, keys, .. } = &dependencies.columns[column];
            for other in decides {
                if !self.columns[*other] {
                    self.add(*other);
                }
            }
            for key in keys {
                self.open[*key] -= 1;
                if self.open[*key] == 0 {
                    self.decide(dependencies.keys[*key].relation);
                }
            }
        }
    }
}

impl Dependencies {
    /// What these columns decide.
    pub(super) fn decided(&self, columns: &[ColumnId]) -> Decided<'_> {
        let mut decided = Decided {
            dependencies: self,
            others: Vec::new(),
            columns: vec![false; self.columns.len()],
            relations: vec![false; self.relations.len()],
            open: self.keys.iter().map(|key| key.columns).collect(),
            all_before: 0,
            fresh: Vec::new(),
        };
        for key in &self.keys {
            if key.columns == 0 {
                decided.decide(key.relation);
            }
        }
        for column in columns.iter().chain(&self.fixed) {
            if let Some(number) = self.numbers.get(column) {
                decided.add(*number);
                continue;
            }
            for (number, known) in self.columns.iter().enumerate() {
                if is_same_column(&known.id, column) {
                    decided.hold(number);
                }
            }
            decided.others.push(column.clone());
        }
        decided.follow();
        decided
    }

    /// Leaves away the columns of a key that the others decide, the last ones first.
    pub(super) fn minimize(&self, key: &mut Key) {
        if key.len() > MAX_MINIMIZED {
            return;
        }
        for position in (0..key.len()).rev() {
            let column = key.remove(position);
            if !self.decided(key).holds_all() {
                key.insert(position, column);
            }
        }
    }

    fn number(&mut self, id: &ColumnId) -> usize {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.columns.len();
        self.numbers.insert(id.clone(), number);
        self.columns.push(Known {
            id: id.clone(),
            decides: Vec::new(),
            keys: Vec::new(),
            same: Vec::new(),
        });
        if let ColumnId::Of(position, _) = id
            && let Some(relation) = self.relations.get_mut(*position)
        {
            relation.columns.push(number);
        }
        number
    }

    fn add_key(&mut self, relation: usize, key: &Key) {
        let number = self.keys.len();
        self.keys.push(RelationKey {
            relation,
            columns: key.len(),
        });
        for column in key {
            let column = self.number(column);
            self.columns[column].keys.push(number);
        }
    }

    /// Notes which of two equal columns decides the other.
    fn add_equality(&mut self, pair: &Equality, kinds: &[Option<JoinKind>]) {
        let (Some(left), Some(right)) = (&pair.left, &pair.right) else {
            return;
        };
        // A merged column is there as soon as the first of those that it stands for.
        let position = |column: &ColumnId| match column {
            ColumnId::Of(position, _) => *position,
            ColumnId::Merged(_, sides) => sides.first().copied().unwrap_or_default(),
        };
        let (first, second) = (position(left), position(right));
        // A row without a partner has NULLs in its place, which its own columns decide, and not the other way around.
        let ((early, late), position) = if first <= second {
            ((left, right), second)
        } else {
            ((right, left), first)
        };
        let kind = kinds.get(position).copied().flatten();
        let (forth, back) = match (pair.clause, kind) {
            (Clause::Where, _) | (Clause::On, None | Some(JoinKind::Inner | JoinKind::Semi)) => {
                (true, true)
            }
            (Clause::On, Some(JoinKind::Left | JoinKind::AsOf)) => (true, false),
            (Clause::On, Some(JoinKind::Right)) => (false, true),
            _ => return,
        };
        let (early, late) = (self.number(early), self.number(late));
        if forth {
            self.columns[early].decides.push(late);
        }
        if back {
            self.columns[late].decides.push(early);
        }
    }

    /// Finds the columns that are the same: what a merged column stands for.
    fn link(&mut self) {
        for number in 0..self.columns.len() {
            let sides: Vec<usize> = self.columns[number]
                .id
                .sides()
                .filter_map(|side| self.numbers.get(&side).copied())
                .collect();
            for side in &sides {
                self.columns[*side].same.push(number);
            }
            self.columns[number].same.extend(sides);
        }
    }
}

impl Analyzer<'_, '_> {
    /// What decides what in a SELECT.
    pub(super) fn dependencies(&self, block: BlockId, equalities: &Equalities) -> Dependencies {
        let from = &self.model.blocks[block].from;
        let kinds: Vec<Option<JoinKind>> = from
            .iter()
            .map(|item| match &item.join {
                Join::On { kind, .. } => Some(*kind),
                Join::First | Join::Comma | Join::Cross => None,
            })
            .collect();
        let relations = kinds.iter().map(|kind| Relation {
            adds_one: matches!(kind, Some(JoinKind::AsOf | JoinKind::Semi)),
            columns: Vec::new(),
        });
        let mut dependencies = Dependencies {
            columns: Vec::new(),
            numbers: HashMap::new(),
            relations: relations.collect(),
            keys: Vec::new(),
            fixed: equalities.fixed.clone(),
        };
        for position in 0..from.len() {
            for key in self.keys_of_item(block, position) {
                dependencies.add_key(position, &key);
            }
        }
        for pair in &equalities.pairs {
            dependencies.add_equality(pair, &kinds);
        }
        dependencies.link();
        dependencies
    }
}
