//! Progress of a run, for a terminal ([`Bars`]), for a pipe ([`Lines`]), for a log reader ([`JsonLines`]) and for one who
//! wants errors only ([`Errors`]). All write to the messages' stream (stderr); results go elsewhere.

mod bars;
mod errors;
mod json;
mod lines;

pub use bars::Bars;
pub use errors::Errors;
pub use json::JsonLines;
pub use lines::Lines;

use std::collections::HashSet;

use anstyle::{AnsiColor, Style};

use super::results::{FAIL_FAST, NodeResult, RunResults, Status, size};
use crate::diagnostic::Diagnostic;

/// Turns a diagnostic into the text that is shown, ending in a line break.
pub type Render<'r> = dyn Fn(&Diagnostic) -> String + Sync + 'r;

/// What a place for lines can show.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    /// How many characters fit in a line, where that is known.
    width: Option<usize>,
    /// Whether colours are shown.
    styled: bool,
}

/// Whether a node has a line: what was to come when the run was stopped is told of by a number alone.
fn has_line(result: &NodeResult) -> bool {
    result.status != Status::Cancelled || result.statements > 0
}

/// `[3/12] ok  merge feature_view brand_contact_book 2023-08-01  1,234 rows, 12 values changed  0.42s by 8 statements`. How
/// many statements did it, what is done to which kind of node, and as of when, are left out where the line would not fit.
fn node_line(finished: usize, total: usize, result: &NodeResult, look: Look) -> String {
    let position = format!(
        "[{finished:>width$}/{total}] ",
        width = total.to_string().len()
    );
    let status = format!("{:<9}", result.status.as_str());
    let as_of = match (&result.first_as_of, &result.as_of) {
        (Some(first), Some(last)) => format!(" {first} to {last}"),
        (None, Some(as_of)) => format!(" {as_of}"),
        (_, None) => String::new(),
    };
    let outcome = outcome(result);
    let kind = format!("{} {} ", result.verb, result.kind);
    let statements = match result.status {
        Status::Ok => format!(" by {}", counted(result.statements, "statement")),
        Status::Failed | Status::Skipped | Status::Cancelled | Status::Running => String::new(),
    };
    let described = [
        format!(" {kind}{}{as_of}{outcome}{statements}", result.name),
        format!(" {kind}{}{as_of}{outcome}", result.name),
        format!(" {}{as_of}{outcome}", result.name),
        format!(" {}{outcome}", result.name),
    ];
    let before = position.chars().count() + status.chars().count();
    let fits = |text: &&String| {
        look.width
            .is_none_or(|width| before + text.chars().count() <= width)
    };
    let described = described
        .iter()
        .find(fits)
        .or(described.last())
        .map_or("", String::as_str);
    let style = status_style(result.status);
    if look.styled {
        format!("{position}{style}{status}{style:#}{described}")
    } else {
        format!("{position}{status}{described}")
    }
}

/// What stands at the end of a node's line.
fn outcome(result: &NodeResult) -> String {
    let mut text = String::new();
    match result.status {
        Status::Ok => {
            if !result.left_out.is_empty() {
                text.push_str(&written(result));
            }
            if let Some(rows) = result.rows_staged {
                text.push_str(&format!("  {}", counted(rows, "row")));
            }
            if let Some(changed) = result.rows_changed {
                // A feature view's rows are unpivoted: what changes in the store is a value a feature.
                let noun = if result.kind == "feature_view" {
                    "value"
                } else {
                    "row"
                };
                text.push_str(&format!(", {} changed", counted(changed, noun)));
            }
            text.push_str(&format!("  {:.2}s", result.seconds));
            if let Some(bytes) = result.bytes_scanned {
                text.push_str(&format!(", {} scanned", size(bytes)));
            }
        }
        Status::Failed => {
            if result.times > 1 {
                text.push_str(&written(result));
            }
            text.push_str(&format!("  {:.2}s", result.seconds));
        }
        Status::Skipped => {
            if let Some(because) = &result.skipped_because {
                text.push_str(&match because.strip_prefix("source.") {
                    None if because == FAIL_FAST => format!("  not started: {FAIL_FAST}"),
                    Some(relation) => format!("  because source {relation} cannot be read"),
                    None if result.errors.is_empty() => format!("  because {because} failed"),
                    None => format!("  because {because} is not there as of then"),
                });
            }
        }
        Status::Cancelled | Status::Running => {}
    }
    text
}

/// How many of a batch were.
fn written(result: &NodeResult) -> String {
    let written = result.times.saturating_sub(result.left_out.len());
    format!("  {written} of {} as-of times written", result.times)
}

fn status_style(status: Status) -> Style {
    match status {
        Status::Ok => AnsiColor::Green.on_default(),
        Status::Failed => AnsiColor::Red.on_default().bold(),
        Status::Skipped | Status::Cancelled | Status::Running => AnsiColor::Yellow.on_default(),
    }
}

/// What stands at the end: what is wrong, once more, and the summary line.
fn ending(results: &RunResults, render: &Render) -> String {
    let mut text = String::new();
    let mut said = HashSet::new();
    for diagnostic in results.warnings.iter().chain(findings(results)) {
        let rendered = render(diagnostic);
        // Several batches may have the same to say.
        if said.insert(rendered.clone()) {
            text.push('\n');
            text.push_str(rendered.trim_end());
            text.push('\n');
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&results.summary());
    text
}

/// All that is wrong: with the run, then with its nodes.
fn findings(results: &RunResults) -> impl Iterator<Item = &Diagnostic> {
    results
        .errors
        .iter()
        .chain(results.nodes.iter().flat_map(|node| &node.errors))
}

/// `1 row`, `1,234 rows`.
fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result() -> NodeResult {
        NodeResult {
            id: "feature_view.customer_orders".into(),
            name: "customer_orders".into(),
            kind: "feature_view",
            verb: "merge",
            status: Status::Ok,
            as_of: Some("2024-01-08".into()),
            first_as_of: None,
            times: 1,
            left_out: Vec::new(),
            unfinished: Vec::new(),
            definition_hash: "abc".into(),
            rows_staged: Some(18),
            rows_changed: Some(36),
            is_written: true,
            seconds: 0.021,
            statements: 7,
            bytes_scanned: None,
            query_ids: Vec::new(),
            skipped_because: None,
            errors: Vec::new(),
            compiled: String::new(),
        }
    }

    #[test]
    fn a_line_leaves_out_what_does_not_fit() {
        let line = |width| {
            let look = Look {
                width,
                styled: false,
            };
            node_line(1, 4, &result(), look)
        };
        let whole = "[1/4] ok        merge feature_view customer_orders 2024-01-08  18 rows, 36 values changed  0.02s by 7 statements";
        assert_eq!(line(None), whole);
        assert_eq!(line(Some(whole.len())), whole);
        assert_eq!(
            line(Some(80)),
            "[1/4] ok        customer_orders 2024-01-08  18 rows, 36 values changed  0.02s"
        );
        for width in [70, 10] {
            assert_eq!(
                line(Some(width)),
                "[1/4] ok        customer_orders  18 rows, 36 values changed  0.02s"
            );
        }
    }

    #[test]
    fn what_changed_is_named_and_one_is_one() {
        let table = NodeResult {
            kind: "table",
            rows_staged: Some(1),
            statements: 1,
            rows_changed: Some(1),
            ..result()
        };
        assert_eq!(outcome(&table), "  1 row, 1 row changed  0.02s");
        let scanned = NodeResult {
            bytes_scanned: Some(1_234_567),
            ..table
        };
        assert_eq!(
            outcome(&scanned),
            "  1 row, 1 row changed  0.02s, 1.2 MB scanned"
        );
    }

    #[test]
    fn a_batch_that_fails_in_part_says_how_much_of_it_stands() {
        let batch = NodeResult {
            status: Status::Failed,
            times: 11,
            left_out: ["2024-01-06", "2024-01-07"]
                .map(|day| day.parse().unwrap())
                .into(),
            ..result()
        };
        assert_eq!(outcome(&batch), "  9 of 11 as-of times written  0.02s");
    }

    #[test]
    fn what_was_not_started_says_what_kept_it() {
        let skipped = |because: &str| {
            let skipped = NodeResult {
                status: Status::Skipped,
                skipped_because: Some(because.to_owned()),
                ..result()
            };
            outcome(&skipped)
        };
        assert_eq!(skipped(FAIL_FAST), "  not started: --fail-fast");
        assert_eq!(skipped("table.a"), "  because table.a failed");
        assert_eq!(
            skipped("source.shop.orders"),
            "  because source shop.orders cannot be read"
        );
    }

    #[test]
    fn a_status_has_a_colour_where_colours_are_shown() {
        let look = Look {
            width: Some(80),
            styled: true,
        };
        let line = node_line(1, 4, &result(), look);
        assert!(line.starts_with("[1/4] \u{1b}[32mok       \u{1b}[0m customer_orders"));
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234), "1,234");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
