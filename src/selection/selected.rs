use std::collections::HashSet;

/// The nodes that a command asked for, by their ids; by default all.
#[derive(Debug, Clone, Default)]
pub struct Selected(Option<HashSet<String>>);

impl Selected {
    /// These nodes and no others.
    pub fn only(ids: impl IntoIterator<Item = String>) -> Self {
        Self(Some(ids.into_iter().collect()))
    }

    /// Whether a node was asked for.
    pub fn holds(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.contains(id))
    }

    /// Whether a selection leaves no node.
    pub fn is_nothing(&self) -> bool {
        self.0.as_ref().is_some_and(HashSet::is_empty)
    }

    /// Whether nothing narrows the nodes.
    pub fn is_everything(&self) -> bool {
        self.0.is_none()
    }
}
