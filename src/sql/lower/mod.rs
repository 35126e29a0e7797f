//! The lowering of a Snowflake query to DuckDB SQL.
//!
//! It is a printer over the syntax tree: every construct that is known to mean the same on both engines, or whose
//! meaning can be built, is matched and written out here; everything else is refused by name and place. Nothing is
//! passed through in the hope that it fits, and `sqlparser`'s `Display` is never used for what is emitted. What depends
//! on the type of a value, which is not known here, is left to the macros of [`prelude`]: DuckDB knows it when
//! it binds a query, so a macro can choose by type, or raise an error rather than answer wrongly. Where the expression
//! itself tells ([`kind`]), no macro is called: binding one costs a tenth of a millisecond or more.
//!
//! The price is that a new construct has to be added before it works; the gain is that no query runs with another
//! meaning.
//!
//! # How to add a function
//! 1. Find its meaning in Snowflake's documentation: NULLs, zero, bounds, types.
//! 2. Add a row to the table of its family in `functions/`: name, number of arguments, and either a template
//!    (`{0}` an argument, `{0t}` as text, `{0d}` as a date or time; see [`functions::Rule`]) or a function of its own.
//! 3. Where the meaning depends on types, add a macro `sf_…` to `prelude.sql`.
//! 4. Add cases to `tests/lowering/`: an example of Snowflake's documentation, or what follows from its text.
//! 5. Write docs/sql-support.md anew: `FSC_UPDATE_DOCS=1` with the `reference` tests.

mod expression;
mod flatten;
mod functions;
mod kind;
mod literal;
mod operator;
mod pivot;
mod predicate;
mod query;
mod relation;
mod select;
mod semi_structured;
mod syntax_function;
#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;
mod types;
mod window;

use std::collections::{HashMap, HashSet};

use sqlparser::ast::{Ident, Query, Spanned};
use sqlparser::tokenizer::Span;

#[cfg(test)]
pub(super) use functions::known as known_functions;
pub use functions::{ListedFunction, Runs, all as functions};
pub use types::{data_type, declared_type};

/// A construct that the embedded target does not run, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// Names the construct, as in "function `SOUNDEX`".
    pub construct: String,
    /// 1-based line in the text that was parsed; 0 when the parser kept no place.
    pub line: u64,
    /// 1-based column, in characters; 0 when the parser kept no place.
    pub column: u64,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

/// The statements that a DuckDB instance needs before a lowered query: settings and the `sf_…` macros.
///
/// They are idempotent, and take over a tenth of a second: the engine sends them once, into a database of their own that
/// is on every session's search path.
pub fn prelude() -> &'static str {
    include_str!("prelude.sql")
}

/// Writes a Snowflake query as DuckDB SQL, or says everything in it that is not supported.
pub fn lower(query: &Query) -> Result<String, Vec<Unsupported>> {
    let mut lowering = Lowering {
        refused: Vec::new(),
        identifiers: HashMap::new(),
        variants: HashSet::new(),
        flattened: false,
        missing: Vec::new(),
        missing_from: 0,
        select: Span::empty(),
        reads_values: false,
    };
    let text = lowering.query(query);
    if lowering.refused.is_empty() {
        Ok(text)
    } else {
        Err(lowering.refused)
    }
}

/// The state of one lowering. Methods return DuckDB text; what is refused is collected, and the text is then discarded.
struct Lowering {
    refused: Vec<Unsupported>,
    /// How each identifier was first written, by its lower-case form: DuckDB ignores case even between quotes.
    identifiers: HashMap<String, (String, bool)>,
    /// Names of output columns that hold VARIANT values, anywhere in the query.
    variants: HashSet<String>,
    /// Whether a FLATTEN stands in the FROM of one of the queries around the current place.
    flattened: bool,
    /// The table functions around the current place of which not all columns are made.
    missing: Vec<Missing>,
    /// Where those in the FROM of the current query begin.
    missing_from: usize,
    /// Where the current SELECT begins.
    select: Span,
    /// Whether the current FROM reads VALUES, so that `$1` names its first column.
    reads_values: bool,
}

/// A table function of which not all columns are made.
struct Missing {
    function: &'static str,
    /// Its name or alias.
    relation: String,
    /// The columns that are missing.
    columns: &'static [&'static str],
    /// Columns that an alias of the select list names too.
    aliased: Vec<String>,
}

/// What names mean in one query, to be restored at its end.
struct NameScope {
    flattened: bool,
    reads_values: bool,
    missing: usize,
    missing_from: usize,
}

impl Lowering {
    /// Begins a query: what its FROM holds is not seen by its siblings.
    fn enter(&mut self) -> NameScope {
        let scope = NameScope {
            flattened: self.flattened,
            reads_values: self.reads_values,
            missing: self.missing.len(),
            missing_from: self.missing_from,
        };
        self.missing_from = scope.missing;
        scope
    }

    fn leave(&mut self, scope: &NameScope) {
        self.flattened = scope.flattened;
        self.reads_values = scope.reads_values;
        self.missing.truncate(scope.missing);
        self.missing_from = scope.missing_from;
    }

    /// The function in the current FROM that has a column of this name which is not made.
    fn missing_here(&self, name: &str) -> Option<&'static str> {
        let here = self.missing.get(self.missing_from..)?;
        let found = here.iter().find(|missing| {
            missing.columns.contains(&name) && !missing.aliased.iter().any(|alias| alias == name)
        });
        found.map(|missing| missing.function)
    }

    /// Records a refusal; the text that is returned is never used.
    fn refuse(&mut self, span: Span, construct: impl Into<String>, help: Option<&str>) -> String {
        // Some syntax has no place of its own.
        let place = match span.start.line {
            0 => self.select.start,
            _ => span.start,
        };
        let unsupported = Unsupported {
            construct: construct.into(),
            line: place.line,
            column: place.column,
            help: help.map(str::to_owned),
        };
        if !self.refused.contains(&unsupported) {
            self.refused.push(unsupported);
        }
        String::new()
    }

    /// Records a refusal at a piece of syntax.
    fn refuse_at(&mut self, place: &impl Spanned, construct: impl Into<String>) -> String {
        self.refuse(place.span(), construct, None)
    }

    /// A name as DuckDB is to read it: folded to upper case unless it was quoted, and always quoted.
    fn identifier(&mut self, ident: &Ident) -> String {
        let quoted = ident.quote_style.is_some();
        let name = folded(ident);
        let clash = if let Some((other, other_quoted)) = self.identifiers.get(&name.to_lowercase())
        {
            *other != name && (quoted || *other_quoted)
        } else {
            self.identifiers
                .insert(name.to_lowercase(), (name.clone(), quoted));
            false
        };
        if clash {
            let construct =
                format!("identifier `{name}`, which differs from another one only in case");
            self.refuse(
                ident.span,
                construct,
                Some("DuckDB ignores case even in quoted names; use names that differ otherwise"),
            );
        }
        literal::quoted_identifier(&name)
    }
}

/// The name that an identifier stands for in Snowflake.
fn folded(ident: &Ident) -> String {
    if ident.quote_style.is_some() {
        ident.value.clone()
    } else {
        ident.value.to_uppercase()
    }
}
