//! The conditions of CASE and IFF around a place, under which what stands there is computed.

use std::collections::HashMap;

use sqlparser::ast::Expr;

use super::fingerprint::Fingerprints;
use super::same::uncast;

/// Conditions, the innermost last. Which of them mention an expression is found without asking each: a CASE of ten thousand
/// branches has as many of them around its last one.
#[derive(Debug, Default)]
pub(super) struct Guards<'q> {
    conditions: Vec<&'q Expr>,
    /// How many of them are in the index: those around something that was asked about.
    indexed: usize,
    /// The conditions by the fingerprints of their parts, the innermost last.
    mentioning: HashMap<u64, Vec<usize>>,
    /// The fingerprints of the parts of each indexed condition.
    parts: Vec<Vec<u64>>,
}

impl<'q> Guards<'q> {
    pub(super) fn len(&self) -> usize {
        self.conditions.len()
    }

    pub(super) fn push(&mut self, condition: &'q Expr) {
        self.conditions.push(condition);
    }

    /// Leaves all conditions but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.conditions.truncate(len);
        while self.indexed > len {
            self.indexed -= 1;
            for part in self.parts.pop().into_iter().flatten() {
                if let Some(conditions) = self.mentioning.get_mut(&part) {
                    conditions.pop();
                }
            }
        }
    }

    /// The conditions that may mention an expression, casts around it apart.
    pub(super) fn mentioning(&mut self, wanted: &Expr) -> Vec<&'q Expr> {
        for (position, condition) in self.conditions.iter().enumerate().skip(self.indexed) {
            let mut parts = Fingerprints::of_parts(condition);
            parts.sort_unstable();
            parts.dedup();
            for part in &parts {
                self.mentioning.entry(*part).or_default().push(position);
            }
            self.parts.push(parts);
        }
        self.indexed = self.conditions.len();
        let found = self.mentioning.get(&Fingerprints::only(uncast(wanted)));
        let found = found.into_iter().flatten();
        found.map(|position| self.conditions[*position]).collect()
    }
}
