//! SQL templates: Jinja with the names that Airflow and dbt users have in their SQL.
//!
//! A template reads no files, runs no commands and does not know what today is: its text depends on the project, the
//! [`RenderContext`] and, through `env_var`, on variables that are not secrets. Undefined names are errors.
//!
//! `ds` is the day of the as-of time. Values describe that time and use only data before it: the interval of a rendering
//! is `[data_interval_start, data_interval_end)` with `data_interval_end` the as-of time itself. (In Airflow `ds` is the
//! start of the interval and a run for it happens a day later.)
//!
//! Without an as-of time a template is rendered at two sentinel times; see [`symbolic`].

mod argument;
mod bare_date;
mod dates;
mod failure;
mod functions;
mod macros;
mod methods;
mod names;
mod origin;
mod probe;
mod problem;
mod relation;
mod scan;
pub mod settings;
pub mod symbolic;
mod trace;
mod values;
mod way;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, OutputSpan, OutputSpanKind, UndefinedBehavior};

use self::failure::Failing;
use self::functions::Known;
use self::macros::{Macro, Macros};
use self::names::{Fixed, Names};
pub use self::origin::Origins;
use self::symbolic::NotSymbolic;
use self::trace::Traced;
use crate::diagnostic::{Diagnostic, Place};
use crate::environment::EnvironmentVariables;
use crate::project::model::{Project, QueryTemplate};
use crate::project::time::{AsOf, Interval};
use crate::rules::unquoted_date::{self, Unquoted};
use crate::rules::{date_dependent_template, runaway_template, template_loads_file};
use crate::source::SourceMap;
use crate::sql::name::RelationName;

/// The work that one rendering may do, in `minijinja`'s units: about as many steps, or 64 bytes of text each.
const FUEL: u64 = 2_000_000;
/// How deep macros and loops may stand in each other. A call costs five.
const DEPTH: usize = 200;
/// The longest text that a template may yield.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// What the template is called inside `minijinja`.
const QUERY: &str = "query";

/// When a template is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At no time in particular: the date stays symbolic.
    Symbolic,
    /// At an as-of time.
    At(AsOf),
}

/// What a template is rendered with.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'c> {
    /// When.
    pub when: When,
    /// The cadence of the node, from which `data_interval_start` follows.
    pub interval: Interval,
    /// `is_backfill`.
    pub is_backfill: bool,
    /// `is_incremental()`.
    pub is_incremental: bool,
    /// `params.*`.
    pub params: &'c BTreeMap<String, serde_json::Value>,
    /// `this`: the relation that the node writes, where it writes one.
    pub this: Option<&'c RelationName>,
    /// `target.name`.
    pub target_name: &'c str,
}

/// What a template yielded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    probe: String,
    /// The rendering at the second sentinel.
    other: Option<String>,
    symbolic: Option<String>,
    /// The texts of times in `probe` that depend on the as-of time; `None` where that is not known.
    times: Option<Vec<String>>,
}

impl Rendered {
    /// The SQL to parse and analyse: at the as-of time, or at the first sentinel.
    pub fn probe(&self) -> &str {
        &self.probe
    }

    /// The renderings at both [sentinels](symbolic::sentinels); the same text twice for an as-of time.
    pub fn probes(&self) -> (&str, &str) {
        (&self.probe, self.other.as_deref().unwrap_or(&self.probe))
    }

    /// The dates and times in [`probe`](Self::probe) that depend on the as-of time; `None` for a rendering at one as-of time,
    /// which cannot tell.
    pub fn times(&self) -> Option<&[String]> {
        self.times.as_deref()
    }

    /// The SQL at the as-of time, or, without one, a template in which only the date is left open.
    pub fn text(&self) -> &str {
        self.symbolic.as_deref().unwrap_or(&self.probe)
    }
}

/// Where the tags `{{ … }}` and `{% … %}` of a text stand, in order; blocks of `raw` have none.
pub(crate) fn tag_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    scan::tags(text).into_iter().map(|tag| tag.range).collect()
}

/// The compiled macros and names of a project: renders its templates, from any thread.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    macros: Macros,
    known: Arc<Known>,
    files: SourceMap,
    /// Text in `[vars]`, which a template may compare the date with.
    variable_texts: Vec<String>,
    /// `[vars]` as they stand.
    variables: BTreeMap<String, serde_json::Value>,
    traced: OnceLock<Option<Traced>>,
}

impl Templates {
    /// Compiles the macros of a project and reports what is wrong with them. `env_var` reads `variables`.
    pub fn new(project: &Project, variables: &EnvironmentVariables) -> (Self, Vec<Diagnostic>) {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEPTH);
        environment.remove_global("debug");
        if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
            environment.set_syntax(syntax);
        }
        let known = Arc::new(Known::new(project));
        functions::add(&mut environment, &known, variables.clone());
        dates::add_filters(&mut environment);
        methods::add(&mut environment);
        let (macros, diagnostics) = Macros::new(project, &mut environment);
        let mut variable_texts = Vec::new();
        project
            .vars
            .values()
            .for_each(|value| collect_texts(value, &mut variable_texts));
        let templates = Self {
            variables: project.vars.clone(),
            environment,
            macros,
            known,
            files: project.files.clone(),
            variable_texts,
            traced: OnceLock::new(),
        };
        (templates, diagnostics)
    }

    /// Renders a template. Errors are empty when the reason was reported with the macros.
    pub fn render(
        &self,
        query: &QueryTemplate,
        context: &RenderContext<'_>,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        if !scan::has_tags(&query.text) {
            return Ok(Rendered {
                probe: query.text.to_string(),
                other: None,
                symbolic: None,
                times: Some(Vec::new()),
            });
        }
        let prepared = self.prepare(query, context)?;
        let rendered = prepared.text().map_err(|found| vec![found])?;
        let bare = prepared.bare_dates(&rendered.probe);
        if bare.is_empty() {
            Ok(rendered)
        } else {
            Err(bare)
        }
    }

    /// The place that a byte range of [`Rendered::probe`] comes from: in the template where the text stands there or a tag
    /// yielded it, in the rendered text where that is not known. `origins` keeps what was found out for the next place in
    /// the same rendering.
    pub fn place(
        &self,
        query: &QueryTemplate,
        context: &RenderContext<'_>,
        rendered: &Rendered,
        origins: &Origins,
        output: Range<usize>,
    ) -> Place {
        let known = if scan::has_tags(&query.text) {
            let prepared = self.prepare(query, context).ok();
            prepared.and_then(|prepared| prepared.origin(rendered, origins, output.clone()))
        } else {
            query.place(&self.files, output.clone()).map(Place::File)
        };
        known.unwrap_or_else(|| origins.rendered(query, &self.files, rendered, output))
    }

    /// The macros with marks, which only findings need; none where they do not compile so.
    fn traced(&self) -> Option<&Traced> {
        let traced = || Traced::new(&self.environment, &self.macros).ok();
        self.traced.get_or_init(traced).as_ref()
    }

    /// All that shapes a template's text but the date and the environment: stands for its meaning where it cannot be
    /// rendered with the date left open. These are its own text, that of the macros that it can reach, `params`, the
    /// project's variables, and how the relations are called that it may `ref`.
    pub fn ingredients(
        &self,
        query: &QueryTemplate,
        params: &BTreeMap<String, serde_json::Value>,
    ) -> String {
        let tags = scan::tags(&query.text);
        let text = macros::prelude(&self.macros.reached(&query.text, &tags)) + &query.text;
        let references: BTreeMap<&String, &String> = self
            .known
            .references
            .iter()
            .filter(|(name, _)| text.contains(name.as_str()))
            .collect();
        serde_json::json!([text, params, self.variables, references]).to_string()
    }

    fn prepare<'t>(
        &'t self,
        query: &'t QueryTemplate,
        context: &'t RenderContext<'t>,
    ) -> Result<Prepared<'t>, Vec<Diagnostic>> {
        let text: &str = &query.text;
        let tags = scan::tags(text);
        let loads: Vec<Diagnostic> = tags
            .iter()
            .filter_map(|tag| {
                let found = template_loads_file::loads(macros::loads_file(text, tag)?);
                let range = Some(tag.range.clone());
                Some(failure::point_into(found, query, &self.files, range, ""))
            })
            .collect();
        if !loads.is_empty() {
            return Err(loads);
        }
        let reached = self.macros.reached(text, &tags);
        if reached.iter().any(|found| found.is_broken()) {
            return Err(Vec::new());
        }
        let prelude = macros::prelude(&reached);
        Ok(Prepared {
            templates: self,
            query,
            context,
            fixed: Arc::new(Fixed::new(context)),
            prelude: prelude.len(),
            source: prelude + text,
            tags,
            reached,
        })
    }
}

fn collect_texts(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Number(number) => texts.push(number.to_string()),
        serde_json::Value::Array(items) => {
            for item in items {
                collect_texts(item, texts);
            }
        }
        serde_json::Value::Object(entries) => {
            for (key, item) in entries {
                texts.push(key.clone());
                collect_texts(item, texts);
            }
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// A template that is ready to be rendered.
struct Prepared<'t> {
    templates: &'t Templates,
    query: &'t QueryTemplate,
    context: &'t RenderContext<'t>,
    fixed: Arc<Fixed>,
    source: String,
    prelude: usize,
    tags: Vec<scan::Tag>,
    reached: Vec<&'t Macro>,
}

impl Prepared<'_> {
    fn text(&self) -> Result<Rendered, Diagnostic> {
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
    fn bare_dates(&self, rendered: &str) -> Vec<Diagnostic> {
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
    fn first_time(&self) -> AsOf {
        match self.context.when {
            When::At(as_of) => as_of,
            When::Symbolic => symbolic::sentinels(self.context.interval)[0],
        }
    }

    fn compile(&self) -> Result<minijinja::Template<'_, '_>, Diagnostic> {
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
                    return Err(self.point(found, self.locate_at(&template, as_of, &error)));
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
    fn reads_environment(&self) -> bool {
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
        self.point(date_dependent_template::differs(error), place)
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
    fn spans(&self, template: &minijinja::Template<'_, '_>, as_of: AsOf) -> Vec<OutputSpan> {
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

#[cfg(test)]
mod tests;
