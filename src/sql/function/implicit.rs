//! Conversions of arguments that Snowflake makes without being asked, and DuckDB does not.

use crate::sql::types::{Family, Type};

use super::parameter::Parameter;
use super::{Function, Kind};

impl Function {
    /// What an argument of this type becomes without being asked, where DuckDB does not do so: "a number". A text that is no
    /// literal becomes no date where the type of the date is that of the result.
    pub fn converts(&self, position: usize, found: Type) -> Option<&'static str> {
        let parameter = self.parameter(position)?;
        let is_converted = match parameter {
            Parameter::Number => found == Type::Text,
            Parameter::Boolean => {
                self.kind == Kind::Aggregate
                    && matches!(found.family(), Some(Family::Number | Family::Text))
            }
            Parameter::Date | Parameter::DateOrTime => {
                const KEEP_THEIR_TYPE: [&str; 5] = [
                    "DATEADD",
                    "TIMEADD",
                    "TIMESTAMPADD",
                    "ADD_MONTHS",
                    "TIME_SLICE",
                ];
                found == Type::Text && KEEP_THEIR_TYPE.contains(&self.name)
            }
            _ => false,
        };
        is_converted.then(|| parameter.expected())
    }
}
