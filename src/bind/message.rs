//! What the binder says, without what only DuckDB's own users need.

/// Why the binder refused a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its reason, in one line.
    pub reason: String,
    /// The piece of the lowered query that it points to.
    pub excerpt: Option<String>,
}

impl Refusal {
    /// Reads a message: `Binder Error: Referenced column "A" not found …`, a blank line, `LINE 3: …`, and a caret.
    pub(super) fn new(message: &str) -> Self {
        let (said, excerpt) = match message.split_once("\nLINE ") {
            Some((said, rest)) => (said, rest.lines().next().and_then(excerpt)),
            None => (message, None),
        };
        let said = said
            .split_once(" Error: ")
            .filter(|(kind, _)| {
                kind.chars()
                    .all(|character| character.is_alphabetic() || character == ' ')
            })
            .map_or(said, |(_, said)| said);
        // A list of all overloads of a function says little and is long.
        let said = said
            .split("\n\tCandidate functions:")
            .next()
            .unwrap_or(said);
        let lines: Vec<&str> = said.split_whitespace().collect();
        Self {
            reason: with_backticks(&lines.join(" ")),
            excerpt,
        }
    }
}

/// The text after the line's number.
fn excerpt(line: &str) -> Option<String> {
    let (_, text) = line.split_once(':')?;
    let text = text.trim().trim_matches('.').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Names as fsc's messages show them: `"NET_SALES"` becomes `` `net_sales` ``, a name of mixed case keeps its quotes.
fn with_backticks(text: &str) -> String {
    let mut pieces = text.split('"');
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    let mut is_name = true;
    for piece in pieces {
        if is_name {
            let is_folded = !piece.chars().any(char::is_lowercase);
            let name = if is_folded {
                piece.to_lowercase()
            } else {
                piece.to_owned()
            };
            shown.push('`');
            shown.push_str(&name);
            shown.push('`');
        } else {
            shown.push_str(piece);
        }
        is_name = !is_name;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_line() {
        let refusal = Refusal::new(
            "Binder Error: Referenced column \"NET_SALE\" not found in FROM clause!\nCandidate bindings: \"NET_SALES\", \"Day\"\n\nLINE 3: ...  \"NET_SALE\" AS \"X\"\n             ^",
        );
        assert_eq!(
            refusal.reason,
            "Referenced column `net_sale` not found in FROM clause! Candidate bindings: `net_sales`, `Day`"
        );
        assert_eq!(refusal.excerpt.as_deref(), Some("\"NET_SALE\" AS \"X\""));
    }

    #[test]
    fn overloads_are_left_out() {
        let refusal = Refusal::new(
            "Binder Error: No function matches the given name and argument types 'abs(DATE)'. You might need to add explicit type casts.\n\tCandidate functions:\n\tabs(TINYINT) -> TINYINT\n",
        );
        assert_eq!(
            refusal.reason,
            "No function matches the given name and argument types 'abs(DATE)'. You might need to add explicit type casts."
        );
        assert_eq!(refusal.excerpt, None);
    }
}
