//! The relations that a query reads: names in FROM clauses anywhere in the tree, less the common table expressions in
//! whose scope they stand.
//!
//! Scopes follow Snowflake: a CTE is visible to those after it and to the query it belongs to, subqueries included. Its own
//! name means itself only in the later branches of a `UNION`; anywhere else in its text it is the table of that name.

use std::collections::HashSet;
use std::ops::ControlFlow;

use sqlparser::ast::{Query, Select, SetExpr, SetOperator, TableFactor, Visit, Visitor};

use super::place::{SqlPlace, identifier, relation_name};
use crate::sql::name::{Identifier, RelationName};

/// One place where a relation is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationRead {
    /// Its name, as written.
    pub name: RelationName,
    /// Where it stands.
    pub place: SqlPlace,
}

/// Every relation that a query reads, at every place where it does, in the order of the text. No CTE, no table function.
pub fn relations(query: &Query) -> Vec<RelationRead> {
    let mut reader = Reader::default();
    let _: ControlFlow<()> = query.visit(&mut reader);
    reader.reads
}

#[derive(Default)]
struct Reader {
    reads: Vec<RelationRead>,
    scopes: Vec<Scope>,
}

/// A query that is being visited.
struct Scope {
    /// The CTEs that can be read by now.
    visible: HashSet<Identifier>,
    /// The CTEs that are still to be visited, the next one last.
    pending: Vec<Pending>,
    /// When the query is itself a recursive CTE.
    own: Option<Own>,
}

struct Pending {
    query: *const Query,
    name: Identifier,
    /// For a `UNION`: the first branch, in which the name is not yet the CTE's.
    anchor: Option<*const Select>,
}

struct Own {
    name: Identifier,
    anchor: *const Select,
    in_anchor: bool,
}

impl Reader {
    fn is_cte(&self, name: &RelationName) -> bool {
        if name.schema.is_some() {
            return false;
        }
        self.scopes.iter().rev().any(|scope| {
            let is_own = scope
                .own
                .as_ref()
                .is_some_and(|own| !own.in_anchor && own.name == name.name);
            is_own || scope.visible.contains(&name.name)
        })
    }

    fn set_in_anchor(&mut self, select: &Select, in_anchor: bool) {
        for own in self
            .scopes
            .iter_mut()
            .rev()
            .filter_map(|scope| scope.own.as_mut())
        {
            if std::ptr::eq(own.anchor, select) {
                own.in_anchor = in_anchor;
            }
        }
    }
}

impl Visitor for Reader {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let own = self.scopes.last().and_then(|outer| {
            let next = outer.pending.last()?;
            let anchor = next.anchor?;
            std::ptr::eq(next.query, query).then(|| Own {
                name: next.name.clone(),
                anchor,
                in_anchor: false,
            })
        });
        let ctes = query.with.iter().flat_map(|with| &with.cte_tables);
        let mut pending: Vec<Pending> = ctes
            .map(|cte| Pending {
                query: cte.query.as_ref(),
                name: identifier(&cte.alias.name),
                anchor: anchor(&cte.query),
            })
            .collect();
        pending.reverse();
        self.scopes.push(Scope {
            visible: HashSet::new(),
            pending,
            own,
        });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.scopes.pop();
        if let Some(outer) = self.scopes.last_mut()
            && outer
                .pending
                .last()
                .is_some_and(|next| std::ptr::eq(next.query, query))
            && let Some(done) = outer.pending.pop()
        {
            outer.visible.insert(done.name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.set_in_anchor(select, true);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.set_in_anchor(select, false);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        let (TableFactor::Table {
            name, args: None, ..
        }
        | TableFactor::SemanticView { name, .. }) = factor
        else {
            return ControlFlow::Continue(());
        };
        if let Some((name, place)) = relation_name(name)
            && !self.is_cte(&name)
        {
            self.reads.push(RelationRead { name, place });
        }
        ControlFlow::Continue(())
    }
}

/// The first branch of a query that is a `UNION`.
fn anchor(query: &Query) -> Option<*const Select> {
    let mut body = query.body.as_ref();
    let mut is_union = false;
    loop {
        body = match body {
            SetExpr::SetOperation { left, op, .. } => {
                is_union |= *op == SetOperator::Union;
                left
            }
            SetExpr::Query(inner) => &inner.body,
            SetExpr::Select(select) if is_union => {
                return Some(std::ptr::from_ref(select.as_ref()));
            }
            _ => return None,
        };
    }
}
