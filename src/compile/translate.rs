//! The query in the SQL of the target: the user's own text for Snowflake, lowered for the embedded DuckDB.

use sqlparser::ast::Query;

use crate::diagnostic::{Diagnostic, Place};
use crate::project::time::Interval;
use crate::rules::unsupported_construct;
use crate::sql::analyze::SqlPlace;
use crate::sql::lower::{Unsupported, lower};
use crate::sql::name::Dialect;
use crate::sql::parse::with_query;
use crate::template::Rendered;
use crate::template::symbolic::write_back;

/// Why a query cannot be written in the target's SQL.
pub(super) enum Problem {
    /// A construct.
    Unsupported(Unsupported),
    /// The date stands where it changes how the query is written.
    DateShapesQuery,
}

impl Problem {
    pub(super) fn diagnostic(&self, place: impl Fn(SqlPlace) -> Place) -> Diagnostic {
        let start = SqlPlace {
            line: 1,
            column: 1,
            width: 1,
        };
        let at = place(self.place().unwrap_or(start));
        match self {
            Self::Unsupported(unsupported) => unsupported_construct::diagnostic(unsupported, at),
            Self::DateShapesQuery => unsupported_construct::date_shapes_query(at),
        }
    }

    /// Where it stands, where that is known.
    pub(super) fn place(&self) -> Option<SqlPlace> {
        let Self::Unsupported(Unsupported { line, column, .. }) = self else {
            return None;
        };
        let number = |number: u64| u32::try_from(number).ok().filter(|number| *number > 0);
        Some(SqlPlace {
            line: number(*line)?,
            column: number(*column)?,
            width: 1,
        })
    }
}

/// Writes a query for the embedded target; other targets take the user's text. `query` is the parsed probe. With the
/// date left open, both renderings are lowered and the date is written back.
pub(super) fn translate(
    dialect: Dialect,
    rendered: &Rendered,
    query: &Query,
    interval: Interval,
) -> Result<Option<String>, Vec<Problem>> {
    if dialect == Dialect::Snowflake {
        return Ok(None);
    }
    let unsupported = |found: Vec<Unsupported>| {
        found
            .into_iter()
            .map(Problem::Unsupported)
            .collect::<Vec<_>>()
    };
    let lowered = lower(query).map_err(unsupported)?;
    let (probe, other) = rendered.probes();
    if probe == other {
        return Ok(Some(lowered));
    }
    let other = with_query(other, lower)
        .map_err(|_| vec![Problem::DateShapesQuery])?
        .map_err(unsupported)?;
    write_back(&lowered, &other, interval)
        .map(Some)
        .map_err(|_| vec![Problem::DateShapesQuery])
}
