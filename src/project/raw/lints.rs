//! `[lints]` and `[naming]` of `fsc.toml`: how much lints weigh, and how names are to look.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::diagnostic::Level;
use crate::project::document::Entries;
use crate::rules;
use crate::source::Spanned;

/// The key of `[lints]` that is no rule.
const PATHS: &str = "paths";

/// Levels by a rule's name or code, in the order of the file.
type Levels = Entries<Spanned<Level>>;

/// Levels of lints: in the whole project, and below paths. Written by hand, since serde cannot say "this key, and any
/// rule besides" without losing places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawLints {
    /// Everywhere.
    pub levels: Levels,
    /// By glob.
    pub paths: Entries<Levels>,
}

impl<'de> Deserialize<'de> for RawLints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fill;

        impl<'de> Visitor<'de> for Fill {
            type Value = RawLints;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a table")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawLints, A::Error> {
                let mut lints = RawLints::default();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    if key.value == PATHS {
                        lints.paths = map.next_value()?;
                    } else {
                        lints.levels.0.push((key, map.next_value()?));
                    }
                }
                Ok(lints)
            }
        }

        deserializer.deserialize_map(Fill)
    }
}

impl JsonSchema for RawLints {
    fn schema_name() -> Cow<'static, str> {
        "RawLints".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>();
        let names: Vec<&str> = rules::configurable()
            .flat_map(|rule| [rule.name, rule.code])
            .collect();
        let with_paths: Vec<&str> = names.iter().copied().chain([PATHS]).collect();
        json_schema!({
            "description": "How much lints weigh. A key is a rule's name or its code; `fsc explain` lists them. Of two \
                            levels of one rule, the later counts.",
            "type": "object",
            "properties": {
                PATHS: {
                    "description": "Levels for the files that a glob from the root matches, and for those below a \
                                    folder that it matches. They count more than those above; where several globs \
                                    match, the last that names the rule counts.",
                    "type": "object",
                    "additionalProperties": {
                        "type": "object",
                        "additionalProperties": level,
                        "propertyNames": { "enum": names },
                    },
                    "examples": [{ "legacy/**": { "missing-description": "allow" } }],
                },
            },
            "additionalProperties": {
                "description": "The level of the rule of this name or code. Default: the rule's own.",
                "$ref": "#/$defs/Level",
                "examples": ["deny"],
            },
            "propertyNames": { "enum": with_paths },
        })
    }
}

/// Patterns for names: regular expressions that the whole name must match. The lint `name-pattern` holds names to them;
/// without a pattern, any name will do.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNaming {
    /// Names of features.
    #[schemars(extend("examples" = ["[a-z][a-z0-9_]*"]))]
    pub feature: Option<Spanned<String>>,
    /// Names of feature views.
    #[schemars(extend("examples" = ["[a-z]+_[a-z0-9_]+"]))]
    pub feature_view: Option<Spanned<String>>,
    /// Names of tables.
    #[schemars(extend("examples" = ["[a-z][a-z0-9_]*"]))]
    pub table: Option<Spanned<String>>,
}
