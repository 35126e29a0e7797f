//! One JSON object a line and a diagnostic, for programs. Keys are only ever added.

use serde::Serialize;

use super::place::Position;
use super::{Applicability, Computing, Diagnostic, Severity};
use crate::source::SourceMap;

#[derive(Serialize)]
struct Finding<'d> {
    code: &'d str,
    name: &'d str,
    severity: Severity,
    message: &'d str,
    #[serde(flatten)]
    about: Option<&'d Computing>,
    #[serde(flatten)]
    position: Option<Position>,
    labels: Vec<LabelledPlace<'d>>,
    notes: &'d [String],
    help: Vec<WayOut<'d>>,
}

#[derive(Serialize)]
struct LabelledPlace<'d> {
    #[serde(flatten)]
    position: Position,
    text: &'d str,
}

#[derive(Serialize)]
struct WayOut<'d> {
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Change<'d>>,
}

#[derive(Serialize)]
struct Change<'d> {
    file: &'d str,
    /// Bytes of the file.
    start: usize,
    end: usize,
    #[serde(rename = "replacement")]
    text: &'d str,
    applicability: Applicability,
}

/// One diagnostic as one line of JSON, ending in a line break.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let finding = Finding {
        code: diagnostic.rule.code,
        name: diagnostic.rule.name,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        about: diagnostic.about.as_deref(),
        position: diagnostic
            .labels
            .first()
            .map(|label| Position::of(label, sources)),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelledPlace {
                position: Position::of(label, sources),
                text: &label.text,
            })
            .collect(),
        notes: &diagnostic.notes,
        help: diagnostic
            .help
            .iter()
            .map(|help| WayOut {
                text: &help.text,
                edit: help.edit.as_ref().map(|edit| Change {
                    file: &sources.file(edit.span.file).name,
                    start: edit.span.range().start,
                    end: edit.span.range().end,
                    text: &edit.replacement,
                    applicability: edit.applicability,
                }),
            })
            .collect(),
    };
    // Text and numbers only: there is nothing in it that JSON cannot hold.
    let mut line = serde_json::to_string(&finding).unwrap_or_default();
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::testing::{RULE, snapshot, sources};
    use crate::source::{FileId, Span};

    #[test]
    fn a_finding_of_a_run_names_the_node_and_the_times() {
        let times = ["2023-08-01", "2023-08-03"].map(|day| day.parse().unwrap());
        let finding = |times| {
            let found = Diagnostic::new(&RULE, "failed").about("table.a", times);
            let line = render(&found, &sources());
            serde_json::from_str::<serde_json::Value>(&line).unwrap()
        };
        let several = finding(&times);
        assert_eq!(several["node"], "table.a");
        assert_eq!(several["first_as_of"], "2023-08-01");
        assert_eq!(several["as_of"], "2023-08-03");
        let one = finding(&times[..1]);
        assert_eq!(one["as_of"], "2023-08-01");
        assert!(one.get("first_as_of").is_none());
    }

    #[test]
    fn holds_places_notes_and_edits() {
        let key = Span::new(FileId(0), 16..26);
        let diagnostic = Diagnostic::new(&RULE, "unknown key `desciption`")
            .at(key, "here")
            .note("a note")
            .help_edit("a similar key exists", key, "description");
        let value: serde_json::Value =
            serde_json::from_str(&render(&diagnostic, &sources())).unwrap();
        snapshot("json", &serde_json::to_string_pretty(&value).unwrap());
        let nowhere = render(&Diagnostic::new(&RULE, "no project"), &sources());
        assert!(nowhere.ends_with("}\n") && !nowhere.contains("\"file\""));
    }
}
