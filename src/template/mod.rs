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

mod dates;
mod failure;
mod functions;
mod macros;
mod methods;
mod names;
mod probe;
mod problem;
mod relation;
mod scan;
pub mod settings;
pub mod symbolic;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, OutputSpanKind, UndefinedBehavior};

use self::failure::Failing;
use self::functions::{Known, Lookup};
use self::macros::{Macro, Macros};
use self::names::{Fixed, Names};
use self::symbolic::NotSymbolic;
use crate::diagnostic::Diagnostic;
use crate::project::model::{Project, QueryTemplate};
use crate::project::time::{AsOf, Interval};
use crate::rules::{date_dependent_template, runaway_template, template_loads_file};
use crate::source::{SourceMap, Span};
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

    /// The SQL at the as-of time, or, without one, a template in which only the date is left open.
    pub fn text(&self) -> &str {
        self.symbolic.as_deref().unwrap_or(&self.probe)
    }
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
}

impl Templates {
    /// Compiles the macros of a project and reports what is wrong with them. `env_var` reads the process's environment.
    pub fn new(project: &Project) -> (Self, Vec<Diagnostic>) {
        Self::with_environment(project, Arc::new(|name| std::env::var(name).ok()))
    }

    /// As [`new`](Self::new), with another environment for `env_var`.
    pub fn with_environment(project: &Project, lookup: Lookup) -> (Self, Vec<Diagnostic>) {
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
        functions::add(&mut environment, &known, lookup);
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
            });
        }
        let prepared = self.prepare(query, context)?;
        let failed = |diagnostic| vec![diagnostic];
        match context.when {
            When::At(as_of) => Ok(Rendered {
                probe: prepared.render(as_of).map_err(failed)?,
                other: None,
                symbolic: None,
            }),
            When::Symbolic => prepared.render_symbolic().map_err(failed),
        }
    }

    /// The place in the template that yielded a byte range of [`Rendered::probe`]: exact where the text was copied, the
    /// tag where a tag yielded it, none where it is not known.
    pub fn locate(
        &self,
        query: &QueryTemplate,
        context: &RenderContext<'_>,
        output: std::ops::Range<usize>,
    ) -> Option<Span> {
        let offset = query.offset? as usize;
        let in_text = if scan::has_tags(&query.text) {
            let prepared = self.prepare(query, context).ok()?;
            prepared.locate(output)?
        } else {
            output
        };
        Some(Span::new(
            query.file,
            in_text.start + offset..in_text.end + offset,
        ))
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
        let symbolic = symbolic.to_string();
        Ok(Rendered {
            probe,
            other: Some(other),
            symbolic: Some(symbolic),
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
    ) -> Option<std::ops::Range<usize>> {
        self.locate_in(template, as_of, error.offset..error.offset + 1)
    }

    fn locate(&self, output: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let as_of = match self.context.when {
            When::At(as_of) => as_of,
            When::Symbolic => symbolic::sentinels(self.context.interval)[0],
        };
        self.locate_in(&self.compile().ok()?, as_of, output)
    }

    /// The range of the query's text that yielded a range of the output.
    fn locate_in(
        &self,
        template: &minijinja::Template<'_, '_>,
        as_of: AsOf,
        output: std::ops::Range<usize>,
    ) -> Option<std::ops::Range<usize>> {
        let (_, spans) = template
            .render_with_spans(Names::at(as_of, &self.fixed))
            .ok()?;
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

    fn point(&self, found: Diagnostic, range: Option<std::ops::Range<usize>>) -> Diagnostic {
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
