//! The names that every template can use.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::Object;

use super::{RenderContext, dates, relation, values};
use crate::project::time::AsOf;

/// Names that a rendering gives, beside the functions of [`functions`](super::functions).
pub(super) const NAMES: [&str; 12] = [
    "data_interval_end",
    "data_interval_start",
    "ds",
    "ds_nodash",
    "is_backfill",
    "is_incremental",
    "macros",
    "params",
    "target",
    "this",
    "ts",
    "ts_nodash",
];

/// Functions of fsc and of Jinja.
pub(super) const FUNCTIONS: [&str; 7] = [
    "dict",
    "env_var",
    "namespace",
    "range",
    "ref",
    "source",
    "var",
];

/// The names whose values move with the as-of time.
pub(super) const DATES: [&str; 6] = [
    "data_interval_end",
    "data_interval_start",
    "ds",
    "ds_nodash",
    "ts",
    "ts_nodash",
];

/// What does not depend on the as-of time: made once for all renderings of a query.
#[derive(Debug)]
pub(super) struct Fixed {
    interval: crate::project::time::Interval,
    is_backfill: bool,
    is_incremental: bool,
    params: Value,
    target_name: String,
    this: Option<String>,
}

impl Fixed {
    pub(super) fn new(context: &RenderContext<'_>) -> Self {
        Self {
            interval: context.interval,
            is_backfill: context.is_backfill,
            is_incremental: context.is_incremental,
            params: values::from_entries(context.params),
            target_name: context.target_name.to_owned(),
            this: context.this.map(relation::sql),
        }
    }
}

/// The root of a template's context: looks a name up when it is used.
#[derive(Debug)]
pub(super) struct Names {
    as_of: AsOf,
    fixed: Arc<Fixed>,
}

impl Names {
    pub(super) fn at(as_of: AsOf, fixed: &Arc<Fixed>) -> Value {
        Value::from_object(Self {
            as_of,
            fixed: Arc::clone(fixed),
        })
    }
}

impl Object for Names {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let fixed = &self.fixed;
        let nodash = |format: &str| self.as_of.time().format(format).to_string();
        Some(match key.as_str()? {
            "ds" => self.as_of.ds().into(),
            "ds_nodash" => nodash("%Y%m%d").into(),
            "ts" | "data_interval_end" => self.as_of.ts().into(),
            "ts_nodash" => nodash("%Y%m%dT%H%M%S").into(),
            "data_interval_start" => fixed.interval.previous(self.as_of).ts().into(),
            "is_backfill" => fixed.is_backfill.into(),
            "is_incremental" => {
                let is_incremental = fixed.is_incremental;
                Value::from_function(move || is_incremental)
            }
            "macros" => dates::macros(),
            "params" => fixed.params.clone(),
            "target" => Value::from_pairs([("name", fixed.target_name.as_str())]),
            "this" => fixed.this.as_deref()?.into(),
            _ => return None,
        })
    }
}
