//! What fsc says about a project: one model, a renderer a format.
//!
//! A [`Diagnostic`] names its [`Rule`] (a stable code with documentation), what is wrong in one
//! phrase that can stand alone, where, and a way out. Stages collect diagnostics and go on, so that one run finds all
//! that it can; nothing else in fsc prints what is wrong with a project.

pub mod concise;
mod excerpt;
pub mod human;
pub mod json;
mod level;
mod place;
#[cfg(test)]
mod testing;

use std::ops::Range;
use std::sync::Arc;

pub use level::{Level, Severity};

use crate::project::time::AsOf;
use crate::rules::Rule;
use crate::source::{FileId, SourceFile, SourceMap, Span};

/// A place that a diagnostic points to.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a file of the project.
    File(Span),
    /// In text that fsc made, such as rendered SQL: byte range in that text.
    Rendered(Arc<SourceFile>, Range<usize>),
    /// In text that a tag of a template yielded. A finding points to the tag, and says where the tag has it from.
    Yielded(Arc<Yielded>),
}

/// Text that does not stand where it is used.
#[derive(Debug, Clone)]
pub struct Yielded {
    /// The tag that wrote it; where it stands in the same template, the text.
    pub span: Span,
    /// What to say of that place where a finding says nothing.
    pub text: &'static str,
    /// Where it comes from, the innermost last.
    pub labels: Vec<Label>,
    /// What there is to know of it.
    pub note: Option<String>,
}

impl Place {
    /// The file of the project that it is in; for rendered text, the one that it was rendered from.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::Rendered(text, _) => text.rendered_from,
            Self::File(_) | Self::Yielded(_) => self.span().map(|span| span.file),
        }
    }

    /// The place in a file of the project.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::File(span) => Some(*span),
            Self::Yielded(yielded) => Some(yielded.span),
            Self::Rendered(..) => None,
        }
    }

    /// The text that stands in a file of the project at this very place, so that an edit can change it there.
    pub fn copied(&self) -> Option<Span> {
        match self {
            Self::File(span) => Some(*span),
            Self::Yielded(_) | Self::Rendered(..) => None,
        }
    }

    /// The text that it is in, and the bytes.
    pub fn bytes<'p>(&'p self, sources: &'p SourceMap) -> (&'p Arc<SourceFile>, Range<usize>) {
        match self {
            Self::File(span) => (sources.file(span.file), span.range()),
            Self::Yielded(yielded) => (sources.file(yielded.span.file), yielded.span.range()),
            Self::Rendered(file, range) => (file, range.clone()),
        }
    }
}

/// A place with what there is to say about it (empty when the message says it all).
#[derive(Debug, Clone)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What about it.
    pub text: String,
}

/// A change to one file that mends the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced (empty span: insertion).
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
    /// Whether it may be made without being looked at.
    pub applicability: Applicability,
}

/// How sure an edit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It changes the meaning of nothing and loses nothing that is needed: `fsc check --fix` makes it.
    Safe,
    /// It is probably what was meant; someone must decide.
    Suggested,
}

/// A way out: what to do, and the edit where one can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// A phrase: "declare it under `[feature_view.features]`".
    pub text: String,
    /// The change that does it.
    pub edit: Option<Edit>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong: a lowercase phrase without a full stop, names in backticks.
    pub message: String,
    /// Where: the first is the primary place.
    pub labels: Vec<Label>,
    /// Further facts.
    pub notes: Vec<String>,
    /// Ways out.
    pub help: Vec<Help>,
    /// The node in whose computing it was found.
    pub about: Option<Box<Computing>>,
}

/// The computing of a node that a finding tells of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Computing {
    /// `feature_view.brand_contact_book`.
    pub node: String,
    /// The first as-of time of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_as_of: Option<String>,
    /// The as-of time; of several the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

impl Diagnostic {
    /// A finding of `rule` with the rule's own severity; that of a lint follows its level later, see
    /// [`Lints::settle`](crate::lint::Lints::settle).
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.level.severity().unwrap_or(Severity::Warning),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            about: None,
        }
    }

    /// Says in whose computing it was found, as of which times, in order.
    pub fn about(mut self, node: &str, times: &[AsOf]) -> Self {
        let (first, last) = (times.first(), times.last());
        self.about = Some(Box::new(Computing {
            node: node.to_owned(),
            first_as_of: first.filter(|_| first != last).map(AsOf::to_string),
            as_of: last.map(AsOf::to_string),
        }));
        self
    }

    /// Points to a place in a file; the first call gives the primary place.
    pub fn at(self, span: Span, text: impl Into<String>) -> Self {
        self.at_place(Place::File(span), text)
    }

    /// Points to a place, and to where its text comes from; the first call gives the primary place.
    pub fn at_place(mut self, place: Place, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let Place::Yielded(yielded) = &place else {
            self.labels.push(Label { place, text });
            return self;
        };
        let yielded = Arc::clone(yielded);
        if text.is_empty() {
            yielded.text.clone_into(&mut text);
        }
        self.labels.push(Label { place, text });
        for label in &yielded.labels {
            let span = label.place.span();
            let is_said =
                span.is_some() && (self.labels.iter()).any(|known| known.place.span() == span);
            if !is_said {
                self.labels.push(label.clone());
            }
        }
        match &yielded.note {
            Some(note) if !self.notes.contains(note) => self.note(note),
            _ => self,
        }
    }

    /// Adds a fact.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a way out.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help {
            text: text.into(),
            edit: None,
        });
        self
    }

    /// Adds a way out that is an edit which someone has to agree to.
    pub fn help_edit(
        self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.edit(text, span, replacement, Applicability::Suggested)
    }

    /// Adds a way out that is an edit which `fsc check --fix` makes: one that changes the meaning of nothing and loses
    /// nothing that is needed. A near name is a guess, and no such edit.
    pub fn safe_edit(
        self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.edit(text, span, replacement, Applicability::Safe)
    }

    fn edit(
        mut self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Self {
        self.help.push(Help {
            text: text.into(),
            edit: Some(Edit {
                span,
                replacement: replacement.into(),
                applicability,
            }),
        });
        self
    }

    /// The edit that may be made without asking, where there is one.
    pub fn safe_fix(&self) -> Option<&Edit> {
        let edits = self.help.iter().filter_map(|help| help.edit.as_ref());
        edits
            .into_iter()
            .find(|edit| edit.applicability == Applicability::Safe)
    }

    /// Adds "did you mean" when one of `candidates` is near `name`.
    pub fn did_you_mean<'c>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        match nearest(name, candidates) {
            Some(near) => self.help(format!("a similar name exists: `{near}`")),
            None => self,
        }
    }

    /// The key that orders diagnostics: file, place, code, message.
    fn sort_key<'d>(&'d self, sources: &'d SourceMap) -> (&'d str, usize, &'static str, &'d str) {
        let place = self.labels.first().map(|label| label.place.bytes(sources));
        let (file, start) = place.map_or(("", 0), |(file, range)| (&file.name, range.start));
        (file, start, self.rule.code, &self.message)
    }
}

/// Sorts by file, place and code, and drops what is said twice, so that output does not depend on threads.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &SourceMap) {
    diagnostics.sort_by(|a, b| a.sort_key(sources).cmp(&b.sort_key(sources)));
    diagnostics.dedup_by(|a, b| a.sort_key(sources) == b.sort_key(sources));
}

/// Whether any finding is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The candidate nearest to `name`, when one is near enough to have been meant.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            let similarity = strsim::jaro_winkler(&folded, &candidate.to_lowercase());
            (similarity, candidate)
        })
        .filter(|(similarity, _)| *similarity > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_a_slip_of_the_pen_only() {
        let names = ["description", "author", "interval"];
        assert_eq!(nearest("desciption", names), Some("description"));
        assert_eq!(nearest("warehouse", names), None);
    }
}
