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
mod prepared;
mod probe;
mod problem;
mod reads;
mod relation;
mod rendered;
mod scan;
pub mod settings;
pub mod symbolic;
#[cfg(test)]
mod tests;
mod trace;
mod values;
mod way;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use self::functions::Known;
use self::macros::Macros;
use self::names::Fixed;
pub use self::origin::Origins;
use self::prepared::Prepared;
pub use self::reads::VariableReads;
pub use self::rendered::{RenderContext, Rendered, When};
use self::trace::Traced;
use crate::diagnostic::{Diagnostic, Place};
use crate::environment::EnvironmentVariables;
use crate::project::model::{Project, QueryTemplate};
use crate::rules::template_loads_file;
use crate::source::SourceMap;

/// The work that one rendering may do, in `minijinja`'s units: about as many steps, or 64 bytes of text each.
const FUEL: u64 = 2_000_000;
/// How deep macros and loops may stand in each other. A call costs five.
const DEPTH: usize = 200;
/// The longest text that a template may yield.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// What the template is called inside `minijinja`.
const QUERY: &str = "query";

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
