//! Functions as documentation writes them.

use crate::sql::types::Type;

use super::rule::Rule;
use super::{Function, Kind};

impl Function {
    /// As documentation writes it: `SPLIT_PART(text, text, number) -> VARCHAR`.
    pub fn signature(&self) -> String {
        let mut text = format!("{}(", self.name);
        let (last, first) = match self.parameters.split_last() {
            Some((last, rest)) if self.within_group => (Some(last), rest),
            _ => (None, self.parameters),
        };
        for (position, parameter) in first.iter().enumerate() {
            let optional = position >= self.least();
            if optional {
                text.push_str(if position == 0 { "[" } else { " [" });
            }
            if position > 0 {
                text.push_str(", ");
            }
            text.push_str(parameter.name());
            if optional {
                text.push(']');
            }
        }
        if self.repeating > 0 {
            text.push_str(", …");
        }
        text.push(')');
        if let Some(last) = last {
            text.push_str(&format!(" WITHIN GROUP (ORDER BY {})", last.name()));
        }
        if self.kind == Kind::Window {
            text.push_str(" OVER (…)");
        }
        match self.kind {
            Kind::Table => text + " -> rows",
            _ => format!("{text} -> {}", self.result.describe()),
        }
    }
}

impl Rule {
    /// In a signature.
    pub(super) fn describe(self) -> String {
        const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
        let ordinal = |position: usize| ORDINALS.get(position).copied().unwrap_or("last");
        match self {
            Self::Is(Type::Unknown) => "a type that depends on the values".to_owned(),
            Self::Is(Type::INTEGER) => "NUMBER".to_owned(),
            Self::Is(known) => known.to_string(),
            Self::Like(position) | Self::Date(position) | Self::Clock(position) => {
                format!("type of the {}", ordinal(position))
            }
            Self::Number => "type of the first, FLOAT for text".to_owned(),
            Self::Rounded => "NUMBER of that scale, FLOAT for FLOAT".to_owned(),
            Self::TextLike(_) => "VARCHAR, BINARY for BINARY".to_owned(),
            Self::Bits => "NUMBER, BINARY for BINARY".to_owned(),
            Self::Sum => "NUMBER of the same scale, FLOAT for FLOAT".to_owned(),
            Self::Average => "NUMBER with 6 more decimals, FLOAT for FLOAT".to_owned(),
            Self::Middle(_) => "NUMBER with 3 more decimals, FLOAT for FLOAT".to_owned(),
            Self::Picked(_) => "NUMBER or FLOAT, as it is ordered by".to_owned(),
            Self::Variance | Self::Shape | Self::Remainder | Self::Whole => {
                "NUMBER, FLOAT for FLOAT".to_owned()
            }
            Self::Common(_) | Self::Extreme | Self::Decoded => "common type".to_owned(),
            Self::Best => "type of the first, ARRAY if a third is given".to_owned(),
            Self::Quotient | Self::Share => {
                "NUMBER with 6 more decimals, FLOAT for FLOAT".to_owned()
            }
            Self::Moved => {
                "type of the third, TIMESTAMP_NTZ for a date moved by less than a day".to_owned()
            }
            Self::Decimal => "NUMBER(38, 0), or as named".to_owned(),
            Self::Zoned => "TIMESTAMP_TZ, TIMESTAMP_NTZ with three arguments".to_owned(),
        }
    }
}
