//! Phrases that rules share.

use std::fmt;

use crate::project::time::AsOf;

/// Where a key stands, as the end of a phrase; nothing for the top of a file.
pub(crate) fn inside(parent: &str) -> String {
    if parent.is_empty() {
        String::new()
    } else {
        format!(" in `{parent}`")
    }
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name in a node's id: `trips` of `table.trips`.
pub(crate) fn of_id(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, name)| name)
}

/// A node of which an audit kept something from being written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unwritten<'n> {
    /// `feature_view.brand_contact_book`.
    pub(crate) node: &'n str,
    /// As of when, where other as-of times of the same node may have been written.
    pub(crate) as_of: Option<AsOf>,
}

impl fmt::Display for Unwritten<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` was not written", self.node)?;
        match self.as_of {
            Some(as_of) => write!(formatter, " as of {as_of}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list([]), "none");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
