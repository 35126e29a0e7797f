//! The text of a query at one as-of time: binding asks for a text without open dates, and any date will do.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::compile::CheckedProject;
use crate::environment::EnvironmentVariables;
use crate::project::model::QueryTemplate;
use crate::template::symbolic::sentinels;
use crate::template::{RenderContext, Templates, When};

/// The queries of a project.
pub(super) struct Texts<'c> {
    checked: &'c CheckedProject,
    templates: Templates,
}

impl<'c> Texts<'c> {
    pub(super) fn new(checked: &'c CheckedProject, environment: &EnvironmentVariables) -> Self {
        // What is wrong with the macros was reported when the project was compiled.
        let (templates, _) = Templates::new(&checked.project, environment);
        Self { checked, templates }
    }

    /// A node's query in DuckDB's SQL; `None` where it cannot be had without an as-of time.
    pub(super) fn at_one_time(&self, node: usize) -> Option<Cow<'c, str>> {
        let node = &self.checked.nodes[node];
        let text = node.query.as_ref()?.sql(self.checked.dialect);
        if self.checked.when != When::Symbolic || !text.contains("{{") {
            return Some(Cow::Borrowed(text));
        }
        let definition = self.checked.definition(node)?;
        let interval = self.checked.interval(node)?;
        let [as_of, _] = sentinels(interval);
        let query = QueryTemplate {
            text: text.into(),
            offset: None,
            ..definition.query.clone()
        };
        let context = RenderContext {
            when: When::At(as_of),
            interval,
            is_backfill: false,
            is_incremental: true,
            params: &BTreeMap::new(),
            this: Some(&node.relation),
            target_name: self.checked.target.as_str(),
        };
        let rendered = self.templates.render(&query, &context).ok()?;
        Some(Cow::Owned(rendered.probe().to_owned()))
    }
}
