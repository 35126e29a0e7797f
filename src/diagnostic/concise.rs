//! One line a diagnostic: `path:line:column: error[FSC005] message`. For grep and for editors' error lists.

use std::fmt::Write as _;

use super::Diagnostic;
use super::place::Position;
use crate::source::SourceMap;

/// One diagnostic, ending in a line break.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let mut line = String::new();
    if let Some(label) = diagnostic.labels.first() {
        let position = Position::of(label, sources);
        line.push_str(&position.file);
        if let (Some(at_line), Some(column)) = (position.line, position.column) {
            // Writing to a `String` cannot fail.
            let _ = write!(line, ":{at_line}:{column}");
        }
        line.push_str(": ");
    }
    let _ = write!(
        line,
        "{}[{}] {}",
        diagnostic.severity.word(),
        diagnostic.rule.code,
        diagnostic.message
    );
    let mut line: String = line
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::diagnostic::testing::{RULE, sources};
    use crate::source::{FileId, Span};

    #[test]
    fn is_one_line_whatever_the_message_holds() {
        let placed = Diagnostic::new(&RULE, "unknown key\n`x`\u{1b}[31m")
            .at(Span::new(FileId(0), 16..26), "");
        assert_eq!(
            render(&placed, &sources()),
            "brand/feature.toml:3:1: error[FSC999] unknown key `x` [31m\n"
        );
        let whole = Diagnostic::new(&RULE, "is empty").at(Span::whole(FileId(1)), "");
        assert_eq!(
            render(&whole, &sources()),
            "empty.toml: error[FSC999] is empty\n"
        );
        let mut nowhere = Diagnostic::new(&RULE, "no project");
        assert_eq!(render(&nowhere, &sources()), "error[FSC999] no project\n");
        nowhere.severity = Severity::Info;
        assert_eq!(render(&nowhere, &sources()), "info[FSC999] no project\n");
    }
}
