//! Columns beside aggregates: each must be grouped by, or aggregated itself.

use std::collections::{HashMap, HashSet};

use sqlparser::ast::{Expr, OrderByKind, SelectItem, SelectItemQualifiedWildcardKind, Spanned};

use super::Analyzer;
use super::children::for_each_child;
use super::column_id::ColumnId;
use super::expression::column_parts;
use super::fingerprint::Fingerprints;
use super::model::BlockId;
use super::place::{Spelling, SqlPlace, identifier, parts};
use super::problem::Problem;
use super::same::is_same_where;
use super::scope::ScopeId;
use crate::sql::function::{self, Kind};

/// What a SELECT groups by.
struct Keys<'q> {
    columns: HashSet<ColumnId>,
    /// Other expressions, by their fingerprints.
    others: HashMap<u64, Vec<&'q Expr>>,
    /// Those of the expressions that are compared with the others.
    fingerprints: Fingerprints,
    /// Whether the aliases of the select list come before the columns of FROM, as they do in ORDER BY.
    aliases_first: bool,
}

impl<'q> Analyzer<'q, '_> {
    /// Reports the columns of a grouped SELECT that have no one value in a group.
    pub(super) fn check_grouping(&mut self, block: BlockId) {
        use sqlparser::ast::GroupByExpr;
        let Some(grouping) = &self.model.blocks[block].grouping else {
            return;
        };
        let (select, scope) = (
            self.model.blocks[block].select,
            self.model.blocks[block].scope,
        );
        if matches!(select.group_by, GroupByExpr::All(_)) {
            return;
        }
        let key_exprs: Vec<&'q Expr> = grouping.keys.iter().map(|key| key.expr).collect();
        // A number that names no column was reported; what it was to group by is not known.
        if key_exprs.iter().any(|expr| matches!(expr, Expr::Value(_))) {
            return;
        }
        let mut keys = Keys {
            columns: HashSet::new(),
            others: HashMap::new(),
            fingerprints: Fingerprints::default(),
            aliases_first: false,
        };
        for expr in key_exprs {
            if let Some(parts) = column_parts(expr) {
                keys.columns.extend(self.column_id(parts, scope));
            } else {
                let alike = keys.others.entry(Fingerprints::only(expr)).or_default();
                alike.push(expr);
            }
        }
        let mut exprs: Vec<&'q Expr> = self.model.blocks[block]
            .projected
            .iter()
            .map(|item| item.expr)
            .collect();
        exprs.extend(&select.having);
        exprs.extend(&select.qualify);
        let mut ordered: Vec<&'q Expr> = Vec::new();
        if let Some(order) = self.model.blocks[block]
            .query
            .and_then(|query| query.order_by.as_ref())
            && let OrderByKind::Expressions(items) = &order.kind
        {
            ordered.extend(items.iter().map(|item| &item.expr));
        }
        let mut reported = HashSet::new();
        for item in &select.projection {
            self.check_star(item, &keys, scope, &mut reported);
        }
        if !keys.others.is_empty() {
            for expr in exprs.iter().chain(&ordered) {
                keys.fingerprints.take(expr);
            }
        }
        for expr in exprs {
            self.check_grouped(expr, &keys, scope, &mut reported);
        }
        keys.aliases_first = true;
        for expr in ordered {
            self.check_grouped(expr, &keys, scope, &mut reported);
        }
    }

    /// A star beside GROUP BY yields its columns as if they were written.
    fn check_star(
        &mut self,
        item: &SelectItem,
        keys: &Keys<'q>,
        scope: ScopeId,
        reported: &mut HashSet<ColumnId>,
    ) {
        let (options, positions) = match item {
            SelectItem::Wildcard(options) => {
                (options, (0..self.scopes[scope].relations.len()).collect())
            }
            SelectItem::QualifiedWildcard(
                SelectItemQualifiedWildcardKind::ObjectName(name),
                options,
            ) => {
                let found = parts(name).and_then(|path| self.relation_named(&path, scope));
                match found {
                    Some((found, position)) if found == scope => (options, vec![position]),
                    _ => return,
                }
            }
            _ => return,
        };
        let is_plain = options.opt_exclude.is_none()
            && options.opt_except.is_none()
            && options.opt_ilike.is_none()
            && options.opt_replace.is_none();
        if !is_plain || !self.scopes[scope].merged.is_empty() {
            return;
        }
        let place = SqlPlace::new(item.span());
        for position in positions {
            let columns = self.columns_in_scope(scope, position).unwrap_or_default();
            for name in columns.into_iter().filter_map(|column| column.name) {
                let id = ColumnId::Of(position, name.clone());
                if !keys.columns.contains(&id) && !reported.contains(&id) {
                    reported.insert(id);
                    self.problem(Problem::Ungrouped {
                        column: name.to_string(),
                        place,
                    });
                    return;
                }
            }
        }
    }

    fn check_grouped(
        &mut self,
        expr: &'q Expr,
        keys: &Keys<'q>,
        scope: ScopeId,
        reported: &mut HashSet<ColumnId>,
    ) {
        if let Some(parts) = column_parts(expr) {
            if keys.aliases_first
                && let [only] = parts
                && self.has_alias(scope, only)
            {
                return; // what it stands for is checked where it is written
            }
            let Some(id) = self.column_id(parts, scope) else {
                return; // an alias, a column of a query around, or reported already
            };
            if keys.columns.contains(&id) || reported.contains(&id) {
                return;
            }
            if let ColumnId::Of(position, name) = &id {
                // The columns of an unknown relation may not be what they seem.
                let rows = self.scopes[scope].relations[*position].rows;
                if !matches!(
                    self.column_of(rows, Spelling::known(name)),
                    super::named_column::Found::Column(_)
                ) {
                    return;
                }
                // `a.k` where `b.k = a.k` is grouped by is refused all the same: Snowflake knows no dependencies.
            }
            reported.insert(id);
            let written: Vec<String> = parts
                .iter()
                .map(|part| identifier(part).to_string())
                .collect();
            let span = parts
                .iter()
                .fold(parts[0].span, |span, part| span.union(&part.span));
            self.problem(Problem::Ungrouped {
                column: written.join("."),
                place: SqlPlace::new(span),
            });
            return;
        }
        match expr {
            Expr::Function(called) if called.over.is_none() => {
                let known = function::named(&called.name);
                if known.is_none_or(|known| known.kind == Kind::Aggregate) {
                    return;
                }
            }
            Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. } | Expr::Value(_) => {
                return;
            }
            _ => {}
        }
        let alike = keys.fingerprints.of(expr);
        let alike = alike.and_then(|fingerprint| keys.others.get(&fingerprint));
        if let Some(alike) = alike
            && alike.iter().any(|key| self.says_same(key, expr, scope))
        {
            return;
        }
        let is_part =
            |child: &Expr| matches!((expr, child), (Expr::Function(_), Expr::Identifier(_)));
        let takes_part = match expr {
            Expr::Function(called) => function::named(&called.name),
            _ => None,
        };
        let mut children: Vec<&'q Expr> = Vec::new();
        for_each_child(expr, |child| children.push(child));
        for (position, child) in children.into_iter().enumerate() {
            if is_part(child) && takes_part.is_some_and(|known| known.takes_part(position)) {
                continue;
            }
            self.check_grouped(child, keys, scope, reported);
        }
    }

    /// Whether two expressions of a SELECT are the same.
    pub(super) fn says_same(&self, a: &Expr, b: &Expr, scope: ScopeId) -> bool {
        is_same_where(a, b, &mut |a, b| {
            match (self.column_id(a, scope), self.column_id(b, scope)) {
                // Columns of a query around, or unknown: by their names.
                (None, None) => {
                    a.len() == b.len()
                        && a.iter().zip(b).all(|(a, b)| identifier(a) == identifier(b))
                }
                (a, b) => a == b,
            }
        })
    }
}
