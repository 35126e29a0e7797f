//! Where an expression stands.

use super::Analyzer;
use super::model::{BlockId, Clause};
use super::scope::ScopeId;

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) scope: ScopeId,
    pub(super) block: BlockId,
    pub(super) clause: Clause,
    /// Under nothing but AND, in a condition.
    pub(super) is_required: bool,
    /// Under NOT.
    pub(super) is_negated: bool,
    /// In the arguments of an aggregate.
    pub(super) in_aggregate: bool,
    /// In the argument of an average.
    pub(super) in_average: bool,
    /// In a window function.
    pub(super) in_window: bool,
}

impl At {
    pub(super) fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    pub(super) fn optional(self) -> Self {
        Self {
            is_required: false,
            ..self
        }
    }
}

impl Analyzer<'_, '_> {
    /// Where an expression of a scope stands.
    pub(super) fn at(&self, scope: ScopeId, clause: Clause) -> At {
        At {
            scope,
            block: self.block,
            clause,
            is_required: false,
            is_negated: false,
            in_aggregate: false,
            in_average: false,
            in_window: false,
        }
    }
}
