//! What is known of a value, put together from what is known of others.

use super::instant::{Shift, Time};
use super::model::Value;
use crate::sql::types::Type;

impl Value {
    /// A value of a type, computed from others.
    pub(super) fn of(data_type: Type) -> Self {
        Self {
            data_type,
            ..Self::default()
        }
    }

    /// The same value, seen from another SELECT: what was aggregated there is a plain column here.
    pub(super) fn within(&self) -> Self {
        Self {
            is_aggregate: false,
            is_window: false,
            time: match self.time {
                // A number that was written there is a column here, but still that number.
                Time::Other if !self.origins.is_empty() => Time::Column {
                    shift: Shift {
                        seconds: 0,
                        is_exact: false,
                    },
                    floor: 0,
                },
                time => time,
            },
            ..self.clone()
        }
    }

    /// Takes over what another value, from which this one is computed, brings: its columns, aggregates and windows. What
    /// becomes of its NULLs depends on how it is computed.
    pub(super) fn take(&mut self, other: &Self) {
        self.origins.extend(&other.origins);
        self.is_aggregate |= other.is_aggregate;
        self.is_window |= other.is_window;
    }

    /// Puts another value beside this one: the branches of a CASE, of a UNION, the rows of VALUES.
    pub(super) fn beside(&mut self, other: &Self) {
        // NULL alone has no sign.
        if self.data_type == Type::Null {
            self.sign = other.sign;
        } else if other.data_type != Type::Null {
            self.sign = self.sign.either(other.sign);
        }
        self.data_type = self.data_type.common(other.data_type);
        self.nulls = self.nulls.or(other.nulls);
        if self.time != other.time {
            self.time = Time::Other;
        }
        self.take(other);
    }
}
