//! The windows of functions: written in OVER, or named there and written behind WINDOW.

use sqlparser::ast::{
    NamedWindowDefinition, NamedWindowExpr, WindowFrameBound, WindowSpec, WindowType,
};

use super::Analyzer;
use super::at::At;
use super::model::{BlockId, Model, Value};
use super::place::{Spelling, identifier};

impl<'q> Analyzer<'q, '_> {
    /// The window that OVER means in a SELECT; `None` where it is not known, or built upon another one.
    pub(super) fn window_of(&self, block: BlockId, over: &'q WindowType) -> Option<&'q WindowSpec> {
        let spec = match over {
            WindowType::WindowSpec(spec) => spec,
            WindowType::NamedWindow(name) => {
                let wanted = Spelling::of(name);
                let mut named = self.model.blocks.get(block)?.select.named_window.iter();
                let found = named.find(|named| wanted.is(&identifier(&named.0)))?;
                match &found.1 {
                    NamedWindowExpr::WindowSpec(spec) => spec,
                    // A name for a name is no SQL of Snowflake's.
                    NamedWindowExpr::NamedWindow(_) => return None,
                }
            }
        };
        spec.window_name.is_none().then_some(spec)
    }

    /// What a window is computed from.
    pub(super) fn window(&mut self, over: &'q WindowType, at: At) -> Value {
        match over {
            WindowType::WindowSpec(spec) => self.window_spec(spec, at),
            WindowType::NamedWindow(_) => {
                let Some(spec) = self.window_of(at.block, over) else {
                    return Value::default();
                };
                // The facts in it are noted where it is written.
                let Model {
                    comparisons,
                    calls,
                    divisions,
                    lost_fractions,
                    ..
                } = &self.model;
                let noted = (
                    comparisons.len(),
                    calls.len(),
                    divisions.len(),
                    lost_fractions.len(),
                );
                let value = self.window_spec(spec, at);
                self.model.comparisons.truncate(noted.0);
                self.model.calls.truncate(noted.1);
                self.model.divisions.truncate(noted.2);
                self.model.lost_fractions.truncate(noted.3);
                value
            }
        }
    }

    pub(super) fn named_window(&mut self, window: &'q NamedWindowDefinition, at: At) {
        if let NamedWindowDefinition(_, NamedWindowExpr::WindowSpec(spec)) = window {
            self.window_spec(spec, at);
        }
    }

    fn window_spec(&mut self, spec: &'q WindowSpec, at: At) -> Value {
        let mut value = Value::default();
        for expr in &spec.partition_by {
            value.take(&self.value(expr, at));
        }
        for item in &spec.order_by {
            value.take(&self.value(&item.expr, at));
        }
        if let Some(frame) = &spec.window_frame {
            let bounds = std::iter::once(&frame.start_bound).chain(&frame.end_bound);
            for bound in bounds {
                if let WindowFrameBound::Preceding(Some(expr))
                | WindowFrameBound::Following(Some(expr)) = bound
                {
                    self.value(expr, at);
                }
            }
        }
        value
    }
}
