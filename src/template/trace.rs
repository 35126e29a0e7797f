//! Which piece of which template wrote which part of a rendering, through macros and blocks.
//!
//! `minijinja` tells only what was written to the output at once, and a macro's text is captured first. For findings, a
//! template is therefore rendered once more with marks around everything that it copies and every `{{ … }}`: characters
//! that Unicode keeps for such uses, and that are taken out again. What is left must be the first rendering, byte for
//! byte; where it is not (a filter measured or cut a macro's text), nothing is claimed. Marks stand behind leading
//! whitespace and before trailing, so that whitespace control does what it did.

use std::ops::Range;

use minijinja::{Environment, Error};

use super::macros::{self, Macros};
use super::scan::{self, Tag, TagKind};

const OPEN: char = '\u{fdd0}';
const OPENED: char = '\u{fdd1}';
const CLOSE: char = '\u{fdd2}';
/// Sixteen digits start here.
const ZERO: u32 = 0xfdd4;

/// What a mark stands around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text between tags.
    Copied,
    /// A tag `{{ … }}`.
    Tag,
}

/// A piece of a template that can write text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The macro that it stands in, by its position among all; none for the query.
    pub(super) in_macro: Option<usize>,
    /// Where in the text of the query or the macro: the copied text, or the tag with its delimiters.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// Text that was written, and the piece that wrote it.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) output: Range<usize>,
    pub(super) mark: Mark,
}

/// The macros of a project with marks.
#[derive(Debug)]
pub(super) struct Traced {
    pub(super) environment: Environment<'static>,
    marks: Vec<Mark>,
}

impl Traced {
    pub(super) fn new(environment: &Environment<'static>, macros: &Macros) -> Result<Self, Error> {
        let mut environment = environment.clone();
        let mut marks = Vec::new();
        for (position, found) in macros.all().enumerate() {
            if !found.is_broken() {
                let text = mark(&found.text, &found.tags, Some(position), &mut marks);
                environment.add_template_owned(macros::module_name(&found.name), text)?;
            }
        }
        Ok(Self { environment, marks })
    }

    /// A query's text with marks, and all marks that its rendering can hold.
    pub(super) fn query(&self, text: &str, tags: &[Tag]) -> (String, Vec<Mark>) {
        let mut marks = self.marks.clone();
        let text = mark(text, tags, None, &mut marks);
        (text, marks)
    }
}

/// Puts marks around the pieces of a text.
fn mark(text: &str, tags: &[Tag], in_macro: Option<usize>, marks: &mut Vec<Mark>) -> String {
    let mut pieces: Vec<(Range<usize>, Range<usize>, Kind)> = scan::copied(text)
        .into_iter()
        .map(|range| {
            let inner = &text[range.clone()];
            let start = range.start + inner.len() - inner.trim_start().len();
            let core = start..start + inner.trim().len();
            (core.clone(), core, Kind::Copied)
        })
        .chain(tags.iter().filter_map(|tag| {
            let inner = tag.tokens.first()?.range.start..tag.tokens.last()?.range.end;
            (tag.kind == TagKind::Expression).then(|| (tag.range.clone(), inner, Kind::Tag))
        }))
        .filter(|(_, inner, _)| !inner.is_empty())
        .collect();
    pieces.sort_by_key(|(_, inner, _)| inner.start);
    let mut marked = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for (range, inner, kind) in pieces {
        let opening = opening(marks.len());
        marked.push_str(&text[at..inner.start]);
        let (before, after) = match kind {
            Kind::Copied => (opening, CLOSE.to_string()),
            Kind::Tag => (format!("'{opening}' ~ ("), format!(") ~ '{CLOSE}'")),
        };
        marked.push_str(&before);
        marked.push_str(&text[inner.clone()]);
        marked.push_str(&after);
        at = inner.end;
        marks.push(Mark {
            in_macro,
            range,
            kind,
        });
    }
    marked.push_str(&text[at..]);
    marked
}

fn opening(number: usize) -> String {
    let mut digits = Vec::new();
    let mut rest = number;
    loop {
        digits.push(rest % 16);
        rest /= 16;
        if rest == 0 {
            break;
        }
    }
    let digits = digits.into_iter().rev();
    let digits = digits.filter_map(|digit| char::from_u32(ZERO + u32::try_from(digit).ok()?));
    [OPEN].into_iter().chain(digits).chain([OPENED]).collect()
}

/// Takes the marks out of a rendering: what was written by what, the outer before the inner. None where the rendering
/// without them is not the `expected` one.
pub(super) fn read(marked: &str, marks: &[Mark], expected: &str) -> Option<Vec<Written>> {
    let mut clean = String::with_capacity(expected.len());
    let mut written: Vec<Written> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut characters = marked.chars();
    while let Some(character) = characters.next() {
        match character {
            OPEN => {
                let mut number = 0_usize;
                loop {
                    let digit = characters.next()?;
                    if digit == OPENED {
                        break;
                    }
                    let digit = u32::from(digit).checked_sub(ZERO)?;
                    let digit = usize::try_from(digit).ok().filter(|digit| *digit < 16)?;
                    number = number.checked_mul(16)?.checked_add(digit)?;
                }
                open.push(written.len());
                written.push(Written {
                    output: clean.len()..clean.len(),
                    mark: marks.get(number)?.clone(),
                });
            }
            CLOSE => written[open.pop()?].output.end = clean.len(),
            _ => clean.push(character),
        }
    }
    (open.is_empty() && clean == expected).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_leave_whitespace_and_comments_where_they_are() {
        let text = "a \n{%- if x -%} bé {#- c -#} c{{- y -}}\n{% endif %}\n";
        let mut marks = Vec::new();
        let marked = mark(text, &scan::tags(text), None, &mut marks);
        let shown = marked.replace([OPEN, OPENED], "<").replace(CLOSE, ">");
        let digit = |at: u32| char::from_u32(ZERO + at).unwrap();
        let expected = format!(
            "<{}<a> \n{{%- if x -%}} <{}<bé> {{#- c -#}} <{}<c>{{{{- '<{}<' ~ (y) ~ '>' -}}}}\n{{% endif %}}\n",
            digit(0),
            digit(1),
            digit(2),
            digit(3)
        );
        assert_eq!(shown, expected);
        let pieces: Vec<&str> = marks.iter().map(|mark| &text[mark.range.clone()]).collect();
        assert_eq!(pieces, ["a", "bé", "c", "{{- y -}}"]);
    }

    #[test]
    fn marks_are_read_back_or_nothing_is() {
        let mark = Mark {
            in_macro: None,
            range: 0..1,
            kind: Kind::Copied,
        };
        let marks = vec![mark; 300];
        let text = format!("a{}b{}c{CLOSE}{CLOSE}d", opening(299), opening(0));
        let written = read(&text, &marks, "abcd").unwrap();
        let ranges: Vec<_> = written.iter().map(|one| one.output.clone()).collect();
        assert_eq!(ranges, [1..3, 2..3]);
        assert!(read(&text, &marks, "abc").is_none());
        assert!(read(&text, &marks[..299], "abcd").is_none());
        assert!(read(&text[..text.len() - 4], &marks, "abc").is_none());
        let cut = text.replace(OPENED, "");
        assert!(read(&cut, &marks, "abcd").is_none());
    }
}
