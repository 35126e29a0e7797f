//! Diagnostics for people, in the look of rustc: message, excerpt, labels, notes, help with the edit shown.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet,
    normalize_untrusted_str,
};

use super::excerpt::{Excerpt, excerpts};
use super::{Diagnostic, Edit, Help, Label, Severity};
use crate::source::{SourceFile, SourceMap};

/// Labels of one text, in the order in which texts first appear.
struct FileLabels<'d> {
    file: Arc<SourceFile>,
    labels: Vec<(Range<usize>, &'d str, AnnotationKind)>,
}

/// One diagnostic, ending in a line break. `styled` writes ANSI colours.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, styled: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut primary = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.rule.code),
    );
    for file in by_file(&diagnostic.labels, sources) {
        primary = with_file(primary, &file);
    }
    for note in &diagnostic.notes {
        primary = primary.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    let mut groups = Vec::new();
    for help in &diagnostic.help {
        match &help.edit {
            None => {
                primary = primary.element(Level::HELP.message(normalize_untrusted_str(&help.text)));
            }
            Some(edit) => groups.push(edit_group(help, edit, sources)),
        }
    }
    groups.insert(0, primary);
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut rendered = renderer.render(&groups);
    rendered.push('\n');
    rendered
}

fn by_file<'d>(labels: &'d [Label], sources: &SourceMap) -> Vec<FileLabels<'d>> {
    let mut files: Vec<FileLabels<'d>> = Vec::new();
    for (position, label) in labels.iter().enumerate() {
        let (file, range) = label.place.bytes(sources);
        let kind = if position == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let entry = (range, label.text.as_str(), kind);
        match files
            .iter_mut()
            .find(|known| Arc::ptr_eq(&known.file, file))
        {
            Some(known) => known.labels.push(entry),
            None => files.push(FileLabels {
                file: Arc::clone(file),
                labels: vec![entry],
            }),
        }
    }
    files
}

/// Adds the excerpts of one text. A place that is a whole file has no excerpt, only the file's name.
fn with_file<'d>(mut group: Group<'d>, file: &FileLabels<'d>) -> Group<'d> {
    let is_whole = |range: &Range<usize>| range.start == 0 && range.end == 0;
    let (whole, placed): (Vec<_>, Vec<_>) =
        file.labels.iter().partition(|(range, ..)| is_whole(range));
    if placed.is_empty() {
        group = group.element(Origin::path(file.file.name.clone()));
    }
    let ranges: Vec<Range<usize>> = placed.iter().map(|(range, ..)| range.clone()).collect();
    for excerpt in excerpts(&file.file, &ranges) {
        let annotations: Vec<Annotation<'d>> = excerpt
            .places
            .iter()
            .map(|(index, range)| {
                let (_, text, kind) = *placed[*index];
                let label = (!text.is_empty()).then_some(text);
                kind.span(range.clone()).label(label)
            })
            .collect();
        let name = file.file.name.clone();
        if excerpt.is_cut {
            // A snippet with a path would give the column in the cut line.
            let (line, column) = excerpt.position;
            group = group
                .element(Origin::path(name).line(line).char_column(column))
                .element(snippet(excerpt).annotations(annotations));
        } else {
            group = group.element(snippet(excerpt).path(name).annotations(annotations));
        }
    }
    for (_, text, _) in whole {
        if !text.is_empty() {
            group = group.element(Level::NOTE.message(normalize_untrusted_str(text)));
        }
    }
    group
}

fn snippet<'a, T: Clone>(excerpt: Excerpt) -> Snippet<'a, T> {
    Snippet::source(excerpt.text).line_start(excerpt.first_line)
}

fn edit_group<'d>(help: &Help, edit: &'d Edit, sources: &SourceMap) -> Group<'d> {
    let title = Level::HELP.secondary_title(normalize_untrusted_str(&help.text));
    let file = sources.file(edit.span.file);
    let mut group = Group::with_title(title);
    for excerpt in excerpts(file, &[edit.span.range()]) {
        let range = excerpt
            .places
            .first()
            .map_or(0..0, |(_, range)| range.clone());
        let patch = Patch::new(range, edit.replacement.as_str());
        group = group.element(snippet(excerpt).path(file.name.clone()).patch(patch));
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::testing::{RULE, snapshot, sources};
    use crate::source::{FileId, Span};

    #[test]
    fn shows_excerpt_labels_notes_and_edit() {
        let sources = sources();
        let key = Span::new(FileId(0), 16..26);
        let diagnostic = Diagnostic::new(&RULE, "unknown key `desciption`")
            .at(key, "")
            .at(Span::new(FileId(0), 0..6), "in this definition")
            .note("a feature view has `description`, `sql` and more")
            .help_edit("a similar key exists", key, "description")
            .help("`fsc schema feature` lists all keys");
        snapshot(
            "human_excerpt_labels_notes_and_edit",
            &render(&diagnostic, &sources, false),
        );
    }

    #[test]
    fn an_info_says_so() {
        let mut diagnostic = Diagnostic::new(&RULE, "read by no service");
        diagnostic.severity = Severity::Info;
        let shown = render(&diagnostic, &sources(), false);
        assert_eq!(shown, "info[FSC999]: read by no service\n");
    }

    #[test]
    fn a_whole_file_has_no_excerpt() {
        let diagnostic = Diagnostic::new(&RULE, "the file is empty").at(Span::whole(FileId(1)), "");
        snapshot("human_whole_file", &render(&diagnostic, &sources(), false));
    }

    #[test]
    fn tabs_wide_characters_and_the_end_of_the_file_do_no_harm() {
        let mut sources = SourceMap::default();
        let file = sources.add("größe.sql", "select\t'東京' as x,\r\n\ty from");
        let diagnostic = Diagnostic::new(&RULE, "expected a relation")
            .at(Span::new(file, 28..99), "after this")
            .at(Span::new(file, 8..14), "a text");
        snapshot(
            "human_tabs_wide_characters_and_end",
            &render(&diagnostic, &sources, false),
        );
    }
}
