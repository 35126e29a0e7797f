//! One definition file: read, parsed, validated and made a raw definition.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::read;
use super::secrets::Literal;
use super::walk::Candidate;
use crate::diagnostic::Diagnostic;
use crate::project::document::{self, Format};
use crate::project::raw::{EntityFile, FeatureFile, RawFile, RawProject, SourceFile, TableFile};
use crate::project::schema::{FileKind, shape};
use crate::rules::invalid_syntax;
use crate::source::{FileId, Span};

/// What a definition file says, as far as it fits its schema.
pub(super) struct Parsed<T> {
    pub(super) content: T,
    /// Secrets that stand in the text.
    pub(super) literals: Vec<Literal>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A definition file that was read.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) content: Option<Any>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The content of a definition file of any kind but `fsc.toml`.
pub(super) enum Any {
    Feature(FeatureFile),
    Table(TableFile),
    Entity(EntityFile),
    Sources(SourceFile),
}

impl Any {
    /// Whether nothing is defined here.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Feature(file) => file.feature_view.is_empty(),
            Self::Table(file) => file.table.is_empty(),
            Self::Entity(file) => file.entity.is_empty(),
            Self::Sources(file) => file.source.is_empty(),
        }
    }

    pub(super) fn add_to(self, raw: &mut RawProject, file: FileId, path: &str) {
        match self {
            Self::Feature(content) => raw.features.push(RawFile::new(file, path, content)),
            Self::Table(content) => raw.tables.push(RawFile::new(file, path, content)),
            Self::Entity(content) => raw.entities.push(RawFile::new(file, path, content)),
            Self::Sources(content) => raw.sources.push(RawFile::new(file, path, content)),
        }
    }
}

/// Reads a definition file that will be `file`.
pub(super) fn read(root: &Path, candidate: &Candidate, file: FileId) -> Read {
    let (text, finding) = read::text(&root.join(&candidate.path), &candidate.path, file);
    if let Some(finding) = finding {
        return Read {
            text,
            content: None,
            diagnostics: vec![finding],
        };
    }
    let mut diagnostics = Vec::new();
    let content = match candidate.kind {
        FileKind::Project => None,
        FileKind::Feature => Some(Any::Feature(keep(candidate, file, &text, &mut diagnostics))),
        FileKind::Table => Some(Any::Table(keep(candidate, file, &text, &mut diagnostics))),
        FileKind::Entity => Some(Any::Entity(keep(candidate, file, &text, &mut diagnostics))),
        FileKind::Sources => Some(Any::Sources(keep(candidate, file, &text, &mut diagnostics))),
    };
    Read {
        // A file that is empty for its errors has been reported for them.
        content: content.filter(|content| diagnostics.is_empty() || !content.is_empty()),
        text,
        diagnostics,
    }
}

fn keep<T: DeserializeOwned + Default>(
    candidate: &Candidate,
    file: FileId,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> T {
    let parsed = parse(candidate.kind, candidate.format, file, text);
    diagnostics.extend(parsed.diagnostics);
    parsed.content
}

/// Parses a text, holds it to its schema, and keeps what fits. After a syntax error, what is missing or odd may be the
/// parser's guess: it is left out, but not reported.
pub(super) fn parse<T: DeserializeOwned + Default>(
    kind: FileKind,
    format: Format,
    file: FileId,
    text: &str,
) -> Parsed<T> {
    let (mut node, mut diagnostics) = document::parse(format, file, text);
    let literals = match kind {
        FileKind::Project => super::secrets::literals(&node),
        _ => Vec::new(),
    };
    let unfit = document::validate(shape(kind), &mut node);
    if diagnostics.is_empty() {
        diagnostics = unfit;
    }
    let content = document::deserialize(node).unwrap_or_else(|error| {
        let span = error.span.unwrap_or(Span::whole(file));
        diagnostics.push(invalid_syntax::unfit(span, &error.message));
        T::default()
    });
    Parsed {
        content,
        literals,
        diagnostics,
    }
}
