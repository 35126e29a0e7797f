//! OVER: partitions, order and frames.

use sqlparser::ast::{
    Expr, Ident, OrderByExpr, Spanned, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowSpec,
    WindowType,
};

use super::{Lowering, literal};

/// What Snowflake takes for the frame when none is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DefaultFrame {
    /// From the start of the partition to the current row and its peers, as the standard says.
    Standard,
    /// The whole partition, as for `FIRST_VALUE`, `LAST_VALUE` and `NTH_VALUE`.
    Partition,
    /// From the start of the partition to the current row.
    Rows,
}

impl Lowering {
    /// ` OVER (…)`
    pub(super) fn over(
        &mut self,
        function: &Ident,
        window: &WindowType,
        default: DefaultFrame,
    ) -> String {
        let WindowType::WindowSpec(WindowSpec {
            window_name: None,
            partition_by,
            order_by,
            window_frame,
        }) = window
        else {
            return self.refuse(
                function.span,
                "a named window",
                Some("write the window after OVER"),
            );
        };
        let mut parts = Vec::new();
        if !partition_by.is_empty() {
            parts.push(format!("PARTITION BY {}", self.scalars(partition_by)));
        }
        if !order_by.is_empty() {
            parts.push(format!("ORDER BY {}", self.window_order(order_by)));
        }
        match (window_frame, default) {
            (Some(frame), _) => parts.push(self.frame(function, frame)),
            (None, DefaultFrame::Partition) => {
                parts.push("ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING".to_owned());
            }
            (None, DefaultFrame::Rows) => {
                parts.push("ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW".to_owned());
            }
            (None, DefaultFrame::Standard) => {}
        }
        format!(" OVER ({})", parts.join(" "))
    }

    /// A number in a window's ORDER BY is a constant, not a position, on both engines.
    fn window_order(&mut self, order_by: &[OrderByExpr]) -> String {
        self.order_by_list(order_by)
    }

    fn frame(&mut self, function: &Ident, frame: &WindowFrame) -> String {
        let WindowFrame {
            units,
            start_bound,
            end_bound,
        } = frame;
        let units = match units {
            WindowFrameUnits::Rows => "ROWS",
            WindowFrameUnits::Range => "RANGE",
            WindowFrameUnits::Groups => return self.refuse(function.span, "a GROUPS frame", None),
        };
        let start = self.bound(start_bound);
        match end_bound {
            Some(end) => format!("{units} BETWEEN {start} AND {}", self.bound(end)),
            None => format!("{units} {start}"),
        }
    }

    fn bound(&mut self, bound: &WindowFrameBound) -> String {
        match bound {
            WindowFrameBound::CurrentRow => "CURRENT ROW".to_owned(),
            WindowFrameBound::Preceding(None) => "UNBOUNDED PRECEDING".to_owned(),
            WindowFrameBound::Following(None) => "UNBOUNDED FOLLOWING".to_owned(),
            WindowFrameBound::Preceding(Some(distance)) => {
                format!("{} PRECEDING", self.distance(distance))
            }
            WindowFrameBound::Following(Some(distance)) => {
                format!("{} FOLLOWING", self.distance(distance))
            }
        }
    }

    fn distance(&mut self, distance: &Expr) -> String {
        match distance {
            Expr::Interval(interval) => self.frame_interval(interval),
            _ => match literal::as_integer(distance) {
                Some(rows) => rows.to_string(),
                None => self.refuse(
                    distance.span(),
                    "a window frame's bound that is not a literal",
                    None,
                ),
            },
        }
    }
}

/// Whether a window orders its rows.
pub(super) fn is_ordered(window: &WindowType) -> bool {
    matches!(window, WindowType::WindowSpec(WindowSpec { order_by, .. }) if !order_by.is_empty())
}

/// Whether a window has a frame of its own.
pub(super) fn has_frame(window: &WindowType) -> bool {
    matches!(
        window,
        WindowType::WindowSpec(WindowSpec {
            window_frame: Some(_),
            ..
        })
    )
}
