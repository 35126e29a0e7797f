//! Progress of a run, for a terminal ([`Bars`]), for a pipe ([`Lines`]) and for a log reader ([`JsonLines`]). All write to
//! the messages' stream (stderr); results go elsewhere.

mod bars;
mod json;
mod lines;

pub use bars::Bars;
pub use json::JsonLines;
pub use lines::Lines;

use super::results::{NodeResult, RunResults, Status};
use crate::diagnostic::Diagnostic;

/// Turns a diagnostic into the text that is shown, ending in a line break.
pub type Render<'r> = dyn Fn(&Diagnostic) -> String + Sync + 'r;

/// `[3/12] ok  merge feature_view brand_contact_book 2023-08-01  1,234 rows, 12 changed  0.42s`.
fn node_line(finished: usize, total: usize, result: &NodeResult) -> String {
    let mut line = format!(
        "[{finished:>width$}/{total}] {:<9} {} {} {}",
        result.status.as_str(),
        result.verb,
        result.kind,
        result.name,
        width = total.to_string().len(),
    );
    if let Some(as_of) = &result.as_of {
        line.push(' ');
        line.push_str(as_of);
    }
    match result.status {
        Status::Ok => {
            if let Some(rows) = result.rows_staged {
                line.push_str(&format!("  {} rows", grouped(rows)));
            }
            if let Some(changed) = result.rows_changed {
                line.push_str(&format!(", {} changed", grouped(changed)));
            }
            line.push_str(&format!("  {:.2}s", result.seconds));
        }
        Status::Failed => line.push_str(&format!("  {:.2}s", result.seconds)),
        Status::Skipped => {
            if let Some(because) = &result.skipped_because {
                line.push_str(&format!("  because {because} failed"));
            }
        }
        Status::Cancelled => {}
    }
    line
}

/// What stands at the end: what is wrong, once more, and the summary line.
fn ending(results: &RunResults, render: &Render) -> String {
    let mut text = String::new();
    for diagnostic in results
        .errors
        .iter()
        .chain(results.nodes.iter().flat_map(|node| &node.errors))
    {
        text.push('\n');
        text.push_str(&render(diagnostic));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&results.summary());
    text
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
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234), "1,234");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
