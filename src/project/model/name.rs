//! Names that are compared as they are written.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// Declares a name that is compared as it is written.
macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

name_type! {
    /// The name of an entity: `brand`.
    EntityName
}
name_type! {
    /// The name of a feature view or table, unique in the project: `brand_contact_book`.
    NodeName
}
name_type! {
    /// The name of a target in `fsc.toml`: `dev`.
    TargetName
}
