//! Functions in FROM. Source: "Table functions".

use super::Reproducible::{Now, Session};
use super::parameter::Parameter::{Any, Number, Text};
use super::{Function, table};

pub(super) const TABLE: &[Function] = &[
    table("FLATTEN", &[Any, Any, Any, Any, Any]).optional(4),
    table("GENERATOR", &[Number, Number]).optional(2),
    table("SPLIT_TO_TABLE", &[Text, Text]),
    table("STRTOK_SPLIT_TO_TABLE", &[Text, Text]).optional(1),
    table("RESULT_SCAN", &[Any]).reproducible(Session),
    table("INFER_SCHEMA", &[Any]).repeating(1).reproducible(Now),
];
