//! One template, ready to be rendered: at a time, or at the sentinels with the date written back.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use minijinja::{OutputSpan, OutputSpanKind};

use super::failure::{self, Failing};
use super::macros::Macro;
use super::names::{Fixed, Names};
use super::symbolic::{self, NotSymbolic};
use super::{
    MOST_BYTES, QUERY, RenderContext, Rendered, Templates, When, bare_date, collect_texts, probe,
    scan,
};
use crate::diagnostic::Diagnostic;
use crate::project::model::QueryTemplate;
use crate::project::time::AsOf;
use crate::rules::unquoted_date::{self, Unquoted};
use crate::rules::{date_dependent_template, runaway_template};

/// A template that is ready to be rendered.
pub(super) struct Prepared<'t> {
    pub(super) templates: &'t Templates,
    pub(super) query: &'t QueryTemplate,
    pub(super) context: &'t RenderContext<'t>,
    pub(super) fixed: Arc<Fixed>,
    pub(super) source: String,
    pub(super) prelude: usize,
    pub(super) tags: Vec<scan::Tag>,
    pub(super) reached: Vec<&'t Macro>,
}

impl Prepared<'_> {
    pub(super) fn text(&self) -> Result<Rendered, Diagnostic> {
        match self.context.when {
            When::At(as_of) => Ok(Rendered {
                probe: self.render(as_of)?,
                other: None,
                symbolic: None,
                times: None,
            }),
            When::Symbolic => self.render_symbolic(),
        }
    }

    /// Every date that a tag wrote outside quotes.
    pub(super) fn bare_dates(&self, rendered: &str) -> Vec<Diagnostic> {
        let dates = bare_date::find(rendered);
        let (false, Ok(template)) = (dates.is_empty(), self.compile()) else {
            return Vec::new();
        };
        let spans = self.spans(&template, self.first_time());
        let tag_of = |located: &Range<usize>| {
            self.tags
                .iter()
                .map(|tag| tag.range.clone())
                .find(|tag| tag.start <= located.start && located.end <= tag.end)
        };
        dates
            .iter()
            .filter_map(|date| {
                let located = self.locate_among(&spans, date.range.clone())?;
                let written = self.query.text.get(located.clone())?;
                if written == &rendered[date.range.clone()] {
                    return None;
                }
                let is_all_of_it = spans.iter().any(|span| {
                    let output = span.output_range();
                    output.start == date.range.start
                        && rendered
                            .get(output)
                            .is_some_and(|output| !output.contains(char::is_whitespace))
                });
                let tag = tag_of(&located);
                let written = tag.clone().and_then(|tag| self.query.text.get(tag));
                let what = match written {
                    Some(tag) if is_all_of_it && date.continues_name => Unquoted::InName(tag),
                    Some(tag) if is_all_of_it => Unquoted::Tag(tag),
                    Some(_) | None => Unquoted::Part,
                };
                let place = tag.unwrap_or(located);
                Some(self.point(unquoted_date::found(&what), Some(place)))
            })
            .collect()
    }

    /// The as-of time, or the first of the times that stand for any.
    pub(super) fn first_time(&self) -> AsOf {
        match self.context.when {
            When::At(as_of) => as_of,
            When::Symbolic => symbolic::sentinels(self.context.interval)[0],
        }
    }

    pub(super) fn compile(&self) -> Result<minijinja::Template<'_, '_>, Diagnostic> {
        self.templates
            .environment
            .template_from_named_str(QUERY, &self.source)
            .map_err(|error| self.diagnostic(&error))
    }

    fn render(&self, as_of: AsOf) -> Result<String, Diagnostic> {
        self.render_compiled(&self.compile()?, as_of)
    }

    fn render_compiled(
        &self,
        template: &minijinja::Template<'_, '_>,
        as_of: AsOf,
    ) -> Result<String, Diagnostic> {
        let text = template
            .render(Names::at(as_of, &self.fixed))
            .map_err(|error| self.diagnostic(&error))?;
        if text.len() > MOST_BYTES {
            let found = runaway_template::too_long(text.len(), MOST_BYTES);
            return Err(self.point(found, None));
        }
        Ok(text)
    }

    fn render_symbolic(&self) -> Result<Rendered, Diagnostic> {
        let interval = self.context.interval;
        let template = self.compile()?;
        let [first, second] = symbolic::sentinels(interval);
        let probe = self.render_compiled(&template, first)?;
        let other = self.render_compiled(&template, second)?;
        let symbolic = symbolic::compare(&probe, &other, interval)
            .map_err(|error| self.date_dependent(&error, &probe))?;
        if self.needs_probes() {
            for as_of in self.probe_dates()? {
                let expected = symbolic.at(as_of);
                let text = self.render_compiled(&template, as_of)?;
                if expected.as_deref() != Some(&text) {
                    let expected = expected.unwrap_or_default();
                    let offset = first_difference(&text, &expected);
                    let error = NotSymbolic::new(&text, &expected, offset);
                    let found = date_dependent_template::at(as_of, &error);
                    let place = self.locate_at(&template, as_of, &error);
                    return Err(self.point_at_condition(found, place));
                }
            }
        }
        let times = symbolic.times(&probe);
        let symbolic = symbolic.to_string();
        Ok(Rendered {
            probe,
            other: Some(other),
            symbolic: Some(symbolic),
            times: Some(times),
        })
    }

    fn needs_probes(&self) -> bool {
        let mut texts: Vec<probe::Scanned<'_>> = vec![(&self.query.text, &self.tags)];
        texts.extend(
            self.reached
                .iter()
                .map(|found| (found.text.as_str(), found.tags.as_slice())),
        );
        let macro_names: BTreeSet<&str> = self
            .reached
            .iter()
            .map(|found| found.name.as_str())
            .collect();
        probe::is_needed(&texts, &macro_names)
    }

    /// Whether the template or a macro that it can reach may read an environment variable.
    pub(super) fn reads_environment(&self) -> bool {
        let mut texts = self.reached.iter().map(|found| found.text.as_str());
        self.query.text.contains("env_var") || texts.any(|text| text.contains("env_var"))
    }

    fn probe_dates(&self) -> Result<Vec<AsOf>, Diagnostic> {
        let mut param_texts = Vec::new();
        self.context
            .params
            .values()
            .for_each(|value| collect_texts(value, &mut param_texts));
        let in_tags = |text, tags| literals(text, tags);
        let mut texts: Vec<&str> = in_tags(&self.query.text, &self.tags);
        for found in &self.reached {
            texts.extend(literals(&found.text, &found.tags));
        }
        texts.extend(param_texts.iter().map(String::as_str));
        texts.extend(self.templates.variable_texts.iter().map(String::as_str));
        probe::dates(&texts, self.context.interval)
            .ok_or_else(|| self.point(date_dependent_template::too_many_dates(), None))
    }

    fn date_dependent(&self, error: &NotSymbolic, probe: &str) -> Diagnostic {
        let [first, _] = symbolic::sentinels(self.context.interval);
        let place = self
            .compile()
            .ok()
            .and_then(|template| self.locate_at(&template, first, error));
        debug_assert!(error.offset <= probe.len());
        self.point_at_condition(date_dependent_template::differs(error), place)
    }

    /// Points to the condition on the date that decides about the place of a difference, where there is one.
    fn point_at_condition(&self, mut found: Diagnostic, place: Option<Range<usize>>) -> Diagnostic {
        let condition = place
            .as_ref()
            .and_then(|place| probe::condition_at(&self.query.text, &self.tags, place.start));
        let Some((tag, name)) = condition else {
            return self.point(found, place);
        };
        found.message = date_dependent_template::condition(name);
        self.point(found, Some(tag))
    }

    fn locate_at(
        &self,
        template: &minijinja::Template<'_, '_>,
        as_of: AsOf,
        error: &NotSymbolic,
    ) -> Option<Range<usize>> {
        self.locate_in(template, as_of, error.offset..error.offset + 1)
    }

    /// The range of the query's text that yielded a range of the output.
    fn locate_in(
        &self,
        template: &minijinja::Template<'_, '_>,
        as_of: AsOf,
        output: Range<usize>,
    ) -> Option<Range<usize>> {
        self.locate_among(&self.spans(template, as_of), output)
    }

    /// Which parts of the template yielded which parts of the output; none where it cannot be rendered.
    pub(super) fn spans(
        &self,
        template: &minijinja::Template<'_, '_>,
        as_of: AsOf,
    ) -> Vec<OutputSpan> {
        template
            .render_with_spans(Names::at(as_of, &self.fixed))
            .map(|(_, spans)| spans)
            .unwrap_or_default()
    }

    fn locate_among(&self, spans: &[OutputSpan], output: Range<usize>) -> Option<Range<usize>> {
        let place = |at: usize, is_end: bool| {
            let span = spans.iter().find(|span| {
                let range = span.output_range();
                if is_end {
                    range.start < at && at <= range.end
                } else {
                    range.contains(&at)
                }
            })?;
            let source = span.source_range();
            let (start, end) = (
                source.start.checked_sub(self.prelude)?,
                source.end.checked_sub(self.prelude)?,
            );
            let within = at - span.output_range().start;
            Some(match span.kind() {
                OutputSpanKind::Raw => start + within,
                _ if is_end => end,
                _ => start,
            })
        };
        let start = place(output.start, false)?;
        let end = place(output.end, true)?;
        (start <= end).then_some(start..end)
    }

    fn point(&self, found: Diagnostic, range: Option<Range<usize>>) -> Diagnostic {
        failure::point_into(found, self.query, &self.templates.files, range, "")
    }

    fn diagnostic(&self, error: &minijinja::Error) -> Diagnostic {
        let params: Vec<&str> = self.context.params.keys().map(String::as_str).collect();
        Failing {
            query: self.query,
            compiled: &self.source,
            prelude: self.prelude,
            files: &self.templates.files,
            macros: &self.templates.macros,
            known: &self.templates.known,
            params: &params,
        }
        .diagnostic(error)
    }
}

fn first_difference(a: &str, b: &str) -> usize {
    a.bytes()
        .zip(b.bytes())
        .position(|(left, right)| left != right)
        .unwrap_or(a.len().min(b.len()))
}

/// The strings and numbers in the tags of a text.
fn literals<'t>(text: &'t str, tags: &[scan::Tag]) -> Vec<&'t str> {
    tags.iter()
        .flat_map(|tag| &tag.tokens)
        .filter(|token| matches!(token.kind, scan::TokenKind::Text | scan::TokenKind::Number))
        .map(|token| &text[token.range.clone()])
        .collect()
}
