//! Aliases of the select list, as other items of it use them.
//!
//! An item sees the aliases of the others, those that come later too, but not its own: `nope as nope` names no column. Items
//! that name each other in a circle have no value either.

use std::collections::{HashMap, HashSet};

use sqlparser::ast::{Ident, Select, SelectItem};

use super::Analyzer;
use super::model::Value;
use super::named_list::NamedList;
use super::place::{Spelling, identifier};
use super::scope::{AliasUse, ScopeId};

impl Analyzer<'_, '_> {
    /// The value of the alias that a name is; `None` where it is none, or the very item's own.
    pub(super) fn use_alias(&mut self, scope: ScopeId, ident: &Ident) -> Option<Value> {
        let scope = &mut self.scopes[scope];
        let position = scope.aliases.position(Spelling::of(ident))?;
        if scope.own_alias == Some(position) {
            return None;
        }
        let value = scope.aliases.get_mut(position)?.clone();
        if let Some(by) = scope.own_alias {
            scope.alias_uses.push(AliasUse {
                by,
                of: position,
                ahead: value.is_none().then(|| ident.clone()),
            });
        }
        Some(value.unwrap_or_default())
    }

    /// Keeps the value of an item under its alias.
    pub(super) fn keep_alias(&mut self, scope: ScopeId, alias: &Ident, value: &Value) {
        let aliases = &mut self.scopes[scope].aliases;
        if let Some(position) = aliases.position(Spelling::of(alias))
            && let Some(slot) = aliases.get_mut(position)
            && slot.is_none()
        {
            *slot = Some(value.clone());
        }
    }

    /// Reports the names of aliases that are computed from themselves, where they stand before what they name.
    pub(super) fn check_circles(&mut self, scope: ScopeId) {
        let mut uses = std::mem::take(&mut self.scopes[scope].alias_uses);
        if uses.iter().all(|used| used.ahead.is_none()) {
            return;
        }
        keep_unsettled(&mut uses);
        let mut used_by: HashMap<usize, Vec<usize>> = HashMap::new();
        for used in &uses {
            used_by.entry(used.by).or_default().push(used.of);
        }
        for ahead in &uses {
            let Some(ident) = &ahead.ahead else { continue };
            if !leads(&used_by, ahead.of, ahead.by) {
                continue;
            }
            let before = self.scopes[scope].own_alias.replace(ahead.of);
            self.unknown_column(ident, None, scope, None);
            self.scopes[scope].own_alias = before;
        }
    }
}

/// Leaves the uses by items that cannot all be computed one after the other.
fn keep_unsettled(uses: &mut Vec<AliasUse>) {
    let mut needs: HashMap<usize, usize> = HashMap::new();
    let mut users: HashMap<usize, Vec<usize>> = HashMap::new();
    for used in &*uses {
        *needs.entry(used.by).or_default() += 1;
        users.entry(used.of).or_default().push(used.by);
    }
    let mut settled: Vec<usize> = (users.keys().copied())
        .filter(|position| !needs.contains_key(position))
        .collect();
    while let Some(position) = settled.pop() {
        for by in users.get(&position).into_iter().flatten() {
            if let Some(need) = needs.get_mut(by) {
                *need -= 1;
                if *need == 0 {
                    settled.push(*by);
                }
            }
        }
    }
    uses.retain(|used| needs.get(&used.by).is_some_and(|need| *need > 0));
}

/// Whether the item of one alias is computed from another alias.
fn leads(used_by: &HashMap<usize, Vec<usize>>, from: usize, to: usize) -> bool {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(by) = open.pop() {
        if by == to {
            return true;
        }
        let used = used_by.get(&by).into_iter().flatten().copied();
        open.extend(used.filter(|of| seen.insert(*of)));
    }
    false
}

/// The aliases of a select list, not yet looked at.
pub(super) fn aliases(select: &Select) -> NamedList<Option<Value>> {
    select
        .projection
        .iter()
        .filter_map(|item| match item {
            SelectItem::ExprWithAlias { alias, .. } => Some((identifier(alias), None)),
            _ => None,
        })
        .collect()
}
