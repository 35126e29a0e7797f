//! From a place in rendered SQL to the text that was written by hand.
//!
//! Text that the query's template holds is shown there. What a tag yielded is shown at the tag, and where the tag has it
//! from: the macro's own text, through every call between, or the argument that was handed in. A tag whose text nothing
//! written by hand explains (a variable, a text that a filter changed) is shown with what it yields. Where nothing is
//! known, the rendered SQL stands for itself.
//!
//! All of this costs another rendering or two, and is done for findings only, once a rendering ([`Origins`]).

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use minijinja::OutputSpanKind;

use super::names::Names;
use super::scan::Tag;
use super::trace::{self, Kind, Mark, Written};
use super::way::{Search, yielded};
use super::{Prepared, QUERY, Rendered};
use crate::diagnostic::Place;
use crate::project::model::QueryTemplate;
use crate::source::{SourceFile, SourceMap, Span};

/// Where the text of one rendering comes from, as far as it was asked for.
#[derive(Debug, Default)]
pub struct Origins {
    /// What the query's template wrote at once.
    pieces: OnceLock<Vec<Written>>,
    /// What everything wrote; none where it cannot be told.
    pub(super) traced: OnceLock<Option<Vec<Written>>>,
    file: OnceLock<Arc<SourceFile>>,
}

impl Origins {
    /// The rendered text as a source of its own.
    pub(super) fn rendered(
        &self,
        query: &QueryTemplate,
        files: &SourceMap,
        rendered: &Rendered,
        output: Range<usize>,
    ) -> Place {
        let file = self.file.get_or_init(|| {
            Arc::new(SourceFile {
                name: format!("{} (rendered)", files.file(query.file).name),
                text: rendered.probe().to_owned(),
                rendered_from: Some(query.file),
            })
        });
        Place::Rendered(Arc::clone(file), output)
    }
}

impl Prepared<'_> {
    /// Where a range of the rendering comes from; none where nothing is known.
    pub(super) fn origin(
        &self,
        rendered: &Rendered,
        origins: &Origins,
        output: Range<usize>,
    ) -> Option<Place> {
        let pieces = origins.pieces.get_or_init(|| self.pieces());
        // The end of the text belongs to what stands before it.
        let last = output.end.max(output.start + 1) - 1;
        let last = last.min(rendered.probe().len().checked_sub(1)?);
        let at = |offset: usize| {
            let mut pieces = pieces.iter();
            pieces.find(|piece| piece.output.contains(&offset))
        };
        let (first, last) = (at(output.start.min(last))?, at(last)?);
        let start = match first.mark.kind {
            Kind::Copied => first.mark.range.start + output.start - first.output.start,
            Kind::Tag => first.mark.range.start,
        };
        let end = match last.mark.kind {
            Kind::Copied => last.mark.range.start + output.end - last.output.start,
            Kind::Tag => last.mark.range.end,
        };
        if start > end {
            return None;
        }
        let span = self.place(start..end)?;
        if first.mark.kind == Kind::Copied && last.mark.kind == Kind::Copied {
            return Some(Place::File(span));
        }
        if first.output != last.output {
            return Some(yielded(span, "", Vec::new(), None));
        }
        let search = Search {
            prepared: self,
            rendered,
            origins,
            output,
        };
        search.behind(first)
    }

    /// The place in its file of a range of the query's text.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Span> {
        self.query.place(&self.templates.files, range)
    }

    /// What the query's template wrote at once, with tags as a whole.
    fn pieces(&self) -> Vec<Written> {
        let Ok(template) = self.compile() else {
            return Vec::new();
        };
        let spans = self.spans(&template, self.first_time());
        let pieces = spans.iter().filter_map(|span| {
            let source = span.source_range();
            let range =
                source.start.checked_sub(self.prelude)?..source.end.checked_sub(self.prelude)?;
            let (range, kind) = match span.kind() {
                OutputSpanKind::Raw => (range, Kind::Copied),
                _ => (
                    self.tag_around(&range)
                        .map_or(range, |tag| tag.range.clone()),
                    Kind::Tag,
                ),
            };
            let output = span.output_range();
            let in_macro = None;
            let mark = Mark {
                in_macro,
                range,
                kind,
            };
            Some(Written { output, mark })
        });
        pieces.collect()
    }

    fn tag_around(&self, range: &Range<usize>) -> Option<&Tag> {
        let holds = |tag: &&Tag| tag.range.start <= range.start && range.end <= tag.range.end;
        self.tags.iter().find(holds)
    }

    /// What all templates wrote; none where marks change the text.
    pub(super) fn traced(&self, rendered: &Rendered) -> Option<Vec<Written>> {
        let traced = self.templates.traced()?;
        let (text, marks) = traced.query(&self.query.text, &self.tags);
        let source = self.source[..self.prelude].to_owned() + &text;
        let template = traced
            .environment
            .template_from_named_str(QUERY, &source)
            .ok()?;
        let names = Names::at(self.first_time(), &self.fixed);
        trace::read(&template.render(names).ok()?, &marks, rendered.probe())
    }
}
