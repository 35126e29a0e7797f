//! The texts that fsc reads, and places in them.
//!
//! Every file is read once, kept whole, and named by its path from the project's root with `/` on every system, so that
//! messages and artifacts are the same on every machine. A [`Span`] is a byte range in one of those texts; text that fsc
//! made (rendered SQL) gets a [`SourceFile`] of its own and is never mixed up with a file.

use std::ops::Range;
use std::sync::Arc;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// One text with its name: a file of the project, or text that was rendered from one.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path from the project's root, with `/`; for rendered text, a name that says what it was rendered from.
    pub name: String,
    /// The whole text, without a byte order mark. Empty when the file could not be read.
    pub text: String,
    /// For text that was rendered from a file of the project: that file.
    pub rendered_from: Option<FileId>,
}

impl SourceFile {
    /// The 1-based line and column (in characters) of a byte offset.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor_boundary(offset);
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// The byte offset of a 1-based line and column (in characters), clamped to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let mut start = 0;
        for _ in 1..line {
            match self.text[start..].find('\n') {
                Some(newline) => start += newline + 1,
                None => return self.text.len(),
            }
        }
        let rest = &self.text[start..];
        let end = rest.find('\n').unwrap_or(rest.len());
        rest[..end]
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(start + end, |(at, _)| start + at)
    }

    fn floor_boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Names a file of a [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(pub u32);

/// A byte range in a file of the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "files over 4 GiB are refused when they are read"
    )]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self {
            file,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// The file as a whole: the empty span at its start.
    pub fn whole(file: FileId) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }

    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: convert(self.value),
            span: self.span,
        }
    }
}

/// The struct name by which a deserializer that knows places recognises a [`Spanned`]: it then yields the sequence
/// file, start, end, value.
pub const SPANNED: &str = "$fsc::source::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Spanned<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Spanned<T>, A::Error> {
                let missing = || A::Error::custom("a value came without its place");
                let file = FileId(parts.next_element()?.ok_or_else(missing)?);
                let start = parts.next_element()?.ok_or_else(missing)?;
                let end = parts.next_element()?.ok_or_else(missing)?;
                let value = parts.next_element()?.ok_or_else(missing)?;
                Ok(Spanned::new(value, Span { file, start, end }))
            }
        }

        deserializer.deserialize_struct(SPANNED, &[], Parts(PhantomData))
    }
}

/// A place adds nothing to what may be written.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}

/// Every file that was read, by [`FileId`].
#[derive(Debug, Default, Clone)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// Adds a text and names it.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a project of 4 billion files does not fit in memory"
    )]
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(Arc::new(SourceFile {
            name: name.into(),
            text: text.into(),
            rendered_from: None,
        }));
        FileId(self.files.len() as u32 - 1)
    }

    /// The id that the next added text will have.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a project of 4 billion files does not fit in memory"
    )]
    pub fn next_id(&self) -> FileId {
        FileId(self.files.len() as u32)
    }

    /// Every file with its id.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a project of 4 billion files does not fit in memory"
    )]
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        let files = self.files.iter().enumerate();
        files.map(|(at, file)| (FileId(at as u32), file))
    }

    /// The file of an id that this map gave out.
    pub fn file(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .text
            .get(span.range())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_not_bytes() {
        let file = SourceFile {
            name: "a.sql".into(),
            text: "sélect\nfröm x".into(),
            rendered_from: None,
        };
        assert_eq!(file.line_column("sélect\nfrö".len()), (2, 4));
        assert_eq!(file.offset(2, 4), "sélect\nfrö".len());
        assert_eq!(file.offset(9, 9), file.text.len());
        assert_eq!(file.offset(1, 99), "sélect".len());
    }
}
