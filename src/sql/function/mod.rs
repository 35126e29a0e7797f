//! Snowflake's built-in functions: which arguments they take, and what comes out.
//!
//! A function is a row in the table of its family, made of parameter kinds ([`parameter`]) and a rule for the type of its
//! result ([`rule`]); rows are data, so that checks, completion and the documentation read the same thing. To add one, put
//! a row into its family's file; a synonym is one more name in the row.
//!
//! What is not documented is not claimed: a result that depends on more than the arguments' types is `Unknown`, an argument
//! that might be coerced is let pass. Where only the width of a whole number is not documented, it is `NUMBER(38, 0)`.
//!
//! Source: Snowflake's "All functions (alphabetical)", the pages of the single functions, "Data type conversion" for what is
//! coerced, "Arithmetic operators" for precision and scale, "Supported date and time parts".

mod aggregate;
mod conditional;
mod context;
mod conversion;
mod datetime;
mod effect;
mod geospatial;
mod implicit;
mod mismatch;
mod numeric;
pub mod operator;
mod parameter;
mod part;
mod rule;
mod semi_structured;
mod signature;
mod table;
mod text;
mod window;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use sqlparser::ast::{ObjectName, ObjectNamePart};

use crate::sql::types::Type;

pub use effect::{SignRule, TimeRule};
pub use mismatch::Mismatch;
use parameter::Parameter;
use rule::Rule;

/// Where a function may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Among the values of one row.
    Scalar,
    /// Over the rows of a group, or with OVER.
    Aggregate,
    /// Only with OVER.
    Window,
    /// In FROM.
    Table,
}

/// Whether the same rows always give the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reproducible {
    /// They do.
    Yes,
    /// It depends on the time of the run.
    Now,
    /// It is different each time.
    Random,
    /// It depends on who runs it, and where.
    Session,
}

/// When a function's value is NULL. A VARIANT that holds JSON's `null` counts as NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Only where an argument is NULL.
    Propagates,
    /// Only where all arguments are NULL.
    Coalesces,
    /// Where one of the arguments from this one on is: those before it only choose among them.
    Branches(usize),
    /// Never.
    Never,
    /// Also where no argument is: `NULLIF`, `TRY_TO_DATE`, `LAG`, a sum of nothing.
    May,
}

/// What is known of an argument that is a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal<'a> {
    /// A text, or the name of a date part.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// Another literal.
    Other,
}

/// An argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Its type. A date part is text.
    pub data_type: Type,
    /// What it says, if it is a literal.
    pub literal: Option<Literal<'a>>,
}

impl Argument<'_> {
    /// An argument that is not a literal.
    pub const fn of(data_type: Type) -> Self {
        Self {
            data_type,
            literal: None,
        }
    }
}

/// A built-in function.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// Its name in upper case.
    pub name: &'static str,
    /// Where it may stand.
    pub kind: Kind,
    /// Whether the same rows always give the same value.
    pub reproducible: Reproducible,
    /// When its value is NULL.
    pub nulls: Nulls,
    /// Whether the last parameter stands in `WITHIN GROUP (ORDER BY …)` rather than in the parentheses: a call's argument
    /// list is that of the parentheses, then the expression that is ordered by.
    pub within_group: bool,
    /// What a call says about time.
    pub time: TimeRule,
    /// What sign a call's number has.
    pub sign: SignRule,
    /// Whether it picks one row of several by an order.
    pub picks: bool,
    /// Whether it is an aggregate that a row changes which is there a second time.
    pub repeats: bool,
    /// Whether it is the middle of several values, whose digits after the point matter.
    pub averages: bool,
    /// Whether a call with one argument drops the digits after its point.
    pub drops_fraction: bool,
    parameters: &'static [Parameter],
    /// How many of the last parameters may be left out.
    optional: usize,
    /// How many of the last parameters may come again, together, any number of times.
    repeating: usize,
    result: Rule,
}

impl Function {
    /// The type of the value; `Unknown` where the documentation leaves it open, or where it depends on an argument whose
    /// type is not known.
    pub fn result(&self, arguments: &[Argument<'_>]) -> Type {
        self.result.of(arguments)
    }

    /// What is wrong with a call: the number of arguments, or else the first argument that Snowflake would neither take
    /// nor coerce. `COUNT(*)` has no arguments.
    pub fn check(&self, arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
        let given = arguments.len();
        let (least, most) = (self.least(), self.most());
        if given < least || most.is_some_and(|most| given > most) {
            return Err(Mismatch::Count { least, most, given });
        }
        for (position, argument) in arguments.iter().enumerate() {
            let Some(parameter) = self.parameter(position) else {
                continue;
            };
            if !parameter.accepts(argument) {
                return Err(Mismatch::Argument {
                    position,
                    expected: parameter.expected(),
                    found: argument.data_type,
                });
            }
        }
        Ok(())
    }

    /// The least number of arguments.
    pub fn least(&self) -> usize {
        self.parameters.len().saturating_sub(self.optional)
    }

    /// The greatest number of arguments, if there is one.
    pub fn most(&self) -> Option<usize> {
        (self.repeating == 0).then_some(self.parameters.len())
    }

    fn parameter(&self, position: usize) -> Option<Parameter> {
        let count = self.parameters.len();
        let position = if position < count || self.repeating == 0 {
            position
        } else {
            count - self.repeating + (position - count) % self.repeating
        };
        self.parameters.get(position).copied()
    }

    /// Whether an argument names a date part, as in `DATEADD(day, …)`, which is no column then.
    pub fn takes_part(&self, position: usize) -> bool {
        self.parameter(position) == Some(Parameter::Part)
    }

    const fn new(
        name: &'static str,
        kind: Kind,
        nulls: Nulls,
        parameters: &'static [Parameter],
        result: Rule,
    ) -> Self {
        Self {
            name,
            kind,
            reproducible: Reproducible::Yes,
            nulls,
            within_group: false,
            time: TimeRule::Other,
            sign: SignRule::Unknown,
            picks: false,
            repeats: matches!(kind, Kind::Aggregate),
            averages: false,
            drops_fraction: false,
            parameters,
            optional: 0,
            repeating: 0,
            result,
        }
    }

    const fn optional(mut self, count: usize) -> Self {
        self.optional = count;
        self
    }

    const fn repeating(mut self, count: usize) -> Self {
        self.repeating = count;
        self
    }

    const fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    const fn reproducible(mut self, reproducible: Reproducible) -> Self {
        self.reproducible = reproducible;
        self
    }

    const fn within_group(mut self) -> Self {
        self.within_group = true;
        self
    }

    const fn time(mut self, time: TimeRule) -> Self {
        self.time = time;
        self
    }

    const fn sign(mut self, sign: SignRule) -> Self {
        self.sign = sign;
        self
    }

    const fn picks(mut self) -> Self {
        self.picks = true;
        self
    }

    /// A row that is there twice counts once.
    const fn idempotent(mut self) -> Self {
        self.repeats = false;
        self
    }

    const fn averages(mut self) -> Self {
        self.averages = true;
        self
    }

    const fn drops_fraction(mut self) -> Self {
        self.drops_fraction = true;
        self
    }
}

/// A row for functions of one row's values; the names of synonyms stand behind one another.
const fn scalar(names: &'static str, parameters: &'static [Parameter], result: Rule) -> Function {
    Function::new(names, Kind::Scalar, Nulls::Propagates, parameters, result)
}

/// A row for aggregates, which are NULL over nothing unless the row says otherwise.
const fn aggregate(
    names: &'static str,
    parameters: &'static [Parameter],
    result: Rule,
) -> Function {
    Function::new(names, Kind::Aggregate, Nulls::May, parameters, result)
}

/// A row for functions that need OVER.
const fn window(names: &'static str, parameters: &'static [Parameter], result: Rule) -> Function {
    Function::new(names, Kind::Window, Nulls::Never, parameters, result)
}

/// A row for functions in FROM, whose value is a row.
const fn table(names: &'static str, parameters: &'static [Parameter]) -> Function {
    Function::new(
        names,
        Kind::Table,
        Nulls::May,
        parameters,
        Rule::Is(Type::Unknown),
    )
}

static ALL: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut all: Vec<Function> = [
        aggregate::TABLE,
        conditional::TABLE,
        context::TABLE,
        conversion::TABLE,
        datetime::TABLE,
        geospatial::TABLE,
        numeric::TABLE,
        semi_structured::TABLE,
        table::TABLE,
        text::TABLE,
        window::TABLE,
    ]
    .into_iter()
    .flatten()
    .flat_map(|row| {
        row.name
            .split_ascii_whitespace()
            .map(|name| Function { name, ..*row })
    })
    .collect();
    all.sort_unstable_by_key(|function| function.name);
    all
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> =
    LazyLock::new(|| all().map(|function| (function.name, function)).collect());

/// The function of that name, in upper case.
pub fn find(upper_case_name: &str) -> Option<&'static Function> {
    BY_NAME.get(upper_case_name).copied()
}

/// The function that a call names. A quoted name or one in a schema is a function of the user's.
pub fn named(name: &ObjectName) -> Option<&'static Function> {
    let [ObjectNamePart::Identifier(ident)] = name.0.as_slice() else {
        return None;
    };
    if ident.quote_style.is_some() {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let upper = buffer.get_mut(..ident.value.len())?;
    upper.copy_from_slice(ident.value.as_bytes());
    upper.make_ascii_uppercase();
    find(std::str::from_utf8(upper).ok()?)
}

/// No function's name is longer.
const LONGEST: usize = 64;

/// All functions, by name.
pub fn all() -> impl Iterator<Item = &'static Function> {
    ALL.iter()
}
