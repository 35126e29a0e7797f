//! Allowances over whole texts: which line they cover, what is unused, what is left when they are taken out.

use super::*;
use crate::diagnostic::{Applicability, Place};
use crate::rules::{empty_project, missing_description, undeclared_column, unknown_key};
use crate::source::{FileId, Span};

/// A text in a project of its own.
struct Text {
    files: SourceMap,
    file: FileId,
    lints: Lints,
}

impl Text {
    fn new(name: &str, text: &str) -> Self {
        let mut files = SourceMap::default();
        let file = files.add(name, text);
        let (allowances, findings) = Allowances::read(&files, None);
        assert!(findings.is_empty(), "{findings:#?}");
        let lints = Lints {
            allowances,
            ..Lints::default()
        };
        Self { files, file, lints }
    }

    fn text(&self) -> &str {
        &self.files.file(self.file).text
    }

    /// Whether a finding at `needle` is silenced.
    fn silences(&mut self, rule: &'static crate::rules::Rule, needle: &str) -> bool {
        let at = self.text().find(needle).unwrap();
        let span = Span::new(self.file, at..at + needle.len());
        let finding = Diagnostic::new(rule, "tested").at(span, "");
        self.lints.settle(vec![finding], &self.files).is_empty()
    }

    /// The text after every unused allowance was taken out, and whether all of that was safe.
    fn mended(&self) -> (String, bool) {
        let mut text = self.text().to_owned();
        let mut is_safe = true;
        for finding in self.lints.unused(&[], &self.files).iter().rev() {
            let edit = finding.help[0].edit.as_ref().unwrap();
            is_safe &= edit.applicability == Applicability::Safe;
            text.replace_range(edit.span.range(), &edit.replacement);
        }
        (text, is_safe)
    }
}

const COLUMN: &crate::rules::Rule = &undeclared_column::RULE;

#[test]
fn a_comment_beside_something_covers_its_line() {
    let mut sql = Text::new(
        "a.sql",
        "select a, -- fsc: allow(undeclared-column) why\n  b,\n  /* fsc: allow(FSC112) why */ c,\n  d {# fsc: allow(FSC112) why #}\nfrom t",
    );
    for (needle, is_silenced) in [("a,", true), ("b,", false), ("c,", true), ("d {", true)] {
        assert_eq!(sql.silences(COLUMN, needle), is_silenced, "{needle}");
    }
    assert!(sql.lints.unused(&[], &sql.files).is_empty());
    assert!(
        !sql.silences(&missing_description::RULE, "a,"),
        "another rule"
    );
}

#[test]
fn a_comment_alone_covers_the_next_line_that_holds_something() {
    let mut sql = Text::new(
        "a.sql",
        "select\n  -- fsc: allow(FSC112) why\n\n  -- another\n  a,\n  b\nfrom t",
    );
    assert!(sql.silences(COLUMN, "a,"));
    assert!(!sql.silences(COLUMN, "b\n"));
}

#[test]
fn a_comment_at_the_head_covers_the_file_and_what_is_rendered_from_it() {
    let mut sql = Text::new(
        "a.sql",
        "\n-- licence\n-- fsc: allow(FSC112) why\nselect a,\n b from t",
    );
    assert!(sql.silences(COLUMN, "b from"));
    let rendered = std::sync::Arc::new(crate::source::SourceFile {
        name: "a.sql (rendered)".into(),
        text: "select 1".into(),
        rendered_from: Some(sql.file),
    });
    let finding = Diagnostic::new(COLUMN, "tested").at_place(Place::Rendered(rendered, 0..3), "");
    assert!(sql.lints.settle(vec![finding], &sql.files).is_empty());
}

#[test]
fn before_a_header_the_keys_under_it_are_covered() {
    let text = "entity = \"brand\"\n# fsc: allow(FSC340) why\n[[feature_view]]\nname = \"a\"\n\n[feature_view.features.b]\n";
    let mut toml = Text::new("feature.toml", text);
    let rule = &missing_description::RULE;
    assert!(toml.silences(rule, "name"));
    assert!(!toml.silences(rule, "b]"));
    let mut yaml = Text::new(
        "feature.yaml",
        "entity: a\n# fsc: allow(FSC340) why\nb: c\nd: e\n",
    );
    assert!(yaml.silences(rule, "b"));
    assert!(!yaml.silences(rule, "d"));
}

#[test]
fn errors_are_never_silenced() {
    let mut files = SourceMap::default();
    let file = files.add("a.sql", "select a -- fsc: allow(FSC004) why");
    let (allowances, findings) = Allowances::read(&files, None);
    let codes: Vec<&str> = findings.iter().map(|found| found.rule.code).collect();
    assert_eq!(codes, ["FSC034"]);
    let mut lints = Lints {
        allowances,
        ..Lints::default()
    };
    let error = Diagnostic::new(&unknown_key::RULE, "tested").at(Span::new(file, 7..8), "");
    assert_eq!(lints.settle(vec![error.clone()], &files).len(), 1);
    assert!(lints.unused(&[], &files).is_empty(), "reported already");
}

#[test]
fn what_is_unused_is_taken_out_and_nothing_else() {
    for (text, mended) in [
        (
            "select a -- fsc: allow(FSC112) why\nfrom t",
            "select a\nfrom t",
        ),
        (
            "select a\r\n  -- fsc: allow(FSC112) why\r\nfrom t\r\n",
            "select a\r\nfrom t\r\n",
        ),
        ("select a\n-- fsc: allow(FSC112) why", "select a"),
        ("-- fsc: allow(FSC112) why\nselect a", "select a"),
        (
            "select a/* fsc: allow(FSC112) why */from t",
            "select a from t",
        ),
        (
            "select a /* fsc: allow(FSC112) why */ from t",
            "select a from t",
        ),
        (
            "select a/* fsc: allow(FSC112) why */ from t",
            "select a from t",
        ),
        ("  /* fsc: allow(FSC112) why */ a from t", "  a from t"),
        (
            "select a {# fsc: allow(FSC112) why #} from t",
            "select a  from t",
        ),
        (
            "select a -- fsc: allow(FSC112, missing-author) why",
            "select a -- fsc: allow(missing-author) why",
        ),
    ] {
        assert_eq!(
            Text::new("a.sql", text).mended(),
            (mended.to_owned(), true),
            "{text}"
        );
    }
    let risky = "select 'a {# fsc: allow(FSC112) why #} b'";
    assert!(!Text::new("a.sql", risky).mended().1);
}

#[test]
fn what_shares_its_text_with_tags_is_left_to_a_person() {
    for text in [
        "select a where b {% if c %} and d -- fsc: allow(FSC112) why {% else %}\n and e {% endif %}",
        "{% raw %}select a -- fsc: allow(FSC112) why{% endraw %}",
        "{% set w %}a > 1 -- fsc: allow(FSC112) why{% endset %}select a",
        "select a /* fsc: allow(FSC112) why {% if true %} */ , b /* {% endif %} */",
        "select a -- fsc: allow(FSC112) why {{ '\\n' }} , b",
        "select a -- fsc: allow(FSC112) why\n{{- ', b' }}\nfrom t",
    ] {
        let sql = Text::new("a.sql", text);
        let unused = sql.lints.unused(&[], &sql.files);
        assert_eq!(unused.len(), 1, "{text}");
        assert!(
            unused[0].help.iter().all(|help| help.edit.is_none()),
            "{text}"
        );
    }
    let shorter = "select a -- fsc: allow(FSC112, missing-author) why {% if b %}\n{% endif %}";
    let (mended, is_safe) = Text::new("a.sql", shorter).mended();
    assert!(
        is_safe && mended.contains("allow(missing-author) why {% if b %}"),
        "{mended}"
    );
}

#[test]
fn an_allowance_of_what_is_off_or_of_what_was_not_looked_at_is_not_unused() {
    let sql = Text::new(
        "a.sql",
        "select a -- fsc: allow(FSC341) why\n-- fsc: allow(FSC112) why\nfrom t",
    );
    let unused = sql.lints.unused(&[], &sql.files);
    assert_eq!(unused.len(), 1, "missing-author is off");
    let error = Diagnostic::new(&unknown_key::RULE, "tested");
    assert!(sql.lints.unused(&[error], &sql.files).is_empty());
    let mut denied = Diagnostic::new(&empty_project::RULE, "tested");
    denied.severity = Severity::Error;
    assert_eq!(sql.lints.unused(&[denied], &sql.files).len(), 1);
}

#[test]
fn levels_give_findings_their_severity() {
    let mut text = Text::new("legacy/a.sql", "select a");
    let finding = || {
        let span = Span::new(FileId(0), 7..8);
        Diagnostic::new(COLUMN, "tested").at(span, "")
    };
    for (level, severity) in [
        (Level::Deny, Some(Severity::Error)),
        (Level::Info, Some(Severity::Info)),
        (Level::Allow, None),
    ] {
        text.lints
            .levels
            .set_below("legacy/**", [(COLUMN, level)])
            .unwrap();
        let settled = text.lints.settle(vec![finding()], &text.files);
        assert_eq!(settled.first().map(|found| found.severity), severity);
    }
}
