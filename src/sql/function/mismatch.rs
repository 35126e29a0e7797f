//! What is wrong with a call.

use std::fmt;

use crate::sql::types::Type;

/// Why Snowflake would refuse a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// Too few or too many arguments.
    Count {
        /// The least number.
        least: usize,
        /// The greatest number, if there is one.
        most: Option<usize>,
        /// The number that there are.
        given: usize,
    },
    /// An argument that cannot be used, nor coerced.
    Argument {
        /// Which one, counted from 0.
        position: usize,
        /// What belongs there, with an article: `a number`.
        expected: &'static str,
        /// The type that is there.
        found: Type,
    },
}

/// What the function takes: `takes 2 arguments, not 1`.
impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { least, most, given } => {
                let plural = |count: usize| if count == 1 { "" } else { "s" };
                match most {
                    Some(0) => write!(formatter, "takes no arguments, not {given}"),
                    Some(most) if most == least => {
                        write!(
                            formatter,
                            "takes {most} argument{}, not {given}",
                            plural(*most)
                        )
                    }
                    Some(most) => {
                        write!(formatter, "takes {least} to {most} arguments, not {given}")
                    }
                    None => write!(
                        formatter,
                        "takes at least {least} argument{}, not {given}",
                        plural(*least)
                    ),
                }
            }
            Self::Argument {
                position,
                expected,
                found,
            } => write!(
                formatter,
                "takes {expected} as argument {}, not {found}",
                position + 1
            ),
        }
    }
}
