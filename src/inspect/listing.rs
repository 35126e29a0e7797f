//! Results of `SHOW`, whose columns are found by name: their order differs between versions.

use crate::engine::Rows;

/// A result.
pub(super) struct Listing(pub(super) Rows);

impl Listing {
    /// Texts of the named columns, a row each; `""` where one is NULL or not there.
    pub(super) fn columns<const N: usize>(&self, names: [&str; N]) -> Vec<[&str; N]> {
        let places = names.map(|name| {
            let mut columns = self.0.columns.iter();
            columns.position(|column| column.name.eq_ignore_ascii_case(name))
        });
        let rows = self.0.rows.iter();
        rows.map(|row| {
            places.map(|place| {
                let text = place.and_then(|place| row.get(place)?.as_deref());
                text.unwrap_or_default()
            })
        })
        .collect()
    }

    /// The texts of the first row, by place.
    pub(super) fn first(&self) -> &[Option<String>] {
        self.0.rows.first().map_or(&[], Vec::as_slice)
    }
}

/// The parts of a qualified name as Snowflake lists it: `ANALYTICS."my schema".T`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = name.chars().peekable();
    let mut is_quoted = false;
    while let Some(character) = characters.next() {
        let last = parts.len() - 1;
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                parts[last].push('"');
            }
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(String::new()),
            other => parts[last].push(other),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn names_come_apart_at_dots_outside_of_quotes() {
        assert_eq!(parts("A.B.C"), ["A", "B", "C"]);
        assert_eq!(parts("\"my.db\".\"a\"\"b\".T"), ["my.db", "a\"b", "T"]);
    }
}
