//! DuckDB's types beside the analysis's, by family: the engines have numbers of other widths, but a number is no text.

use crate::compile::NodeColumn;
use crate::engine::Column;
use crate::sql::types::{Family, Type};

/// An output column that the binder sees otherwise than the analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: String,
    /// Its type as the analysis sees it; `None` where it sees no such column.
    pub analysis: Option<String>,
    /// Its type as DuckDB prints it; `None` where it sees no such column.
    pub binder: Option<String>,
}

/// How what a query yields differs. Types that are not known differ from none.
pub(super) fn differences(expected: &[NodeColumn], bound: &[Column]) -> Vec<Difference> {
    // DuckDB ignores case even between quotes.
    let same = |column: &NodeColumn, other: &Column| {
        column.name.folded().eq_ignore_ascii_case(&other.name)
    };
    let mut differences = Vec::new();
    for column in expected {
        let found = bound.iter().find(|other| same(column, other));
        let is_same = found.is_some_and(|found| {
            match (column.data_type.family(), family(&found.data_type)) {
                (Some(expected), Some(found)) => expected == found,
                _ => true,
            }
        });
        if !is_same {
            differences.push(Difference {
                column: column.name.to_string(),
                analysis: Some(column.data_type.to_string()),
                binder: found.map(|found| found.data_type.clone()),
            });
        }
    }
    for other in bound {
        if !expected.iter().any(|column| same(column, other)) {
            differences.push(Difference {
                column: other.name.clone(),
                analysis: None,
                binder: Some(other.data_type.clone()),
            });
        }
    }
    differences
}

/// The family of a type as DuckDB prints it; `None` for NULL and for what has no counterpart.
fn family(data_type: &str) -> Option<Family> {
    let is_nested = data_type.ends_with(']')
        || data_type.starts_with("STRUCT(")
        || data_type.starts_with("MAP(")
        || data_type == "JSON";
    if is_nested {
        return Some(Family::SemiStructured);
    }
    let name = data_type.split('(').next().unwrap_or_default();
    Some(match name {
        "BOOLEAN" => Family::Boolean,
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" | "HUGEINT" | "UTINYINT" | "USMALLINT"
        | "UINTEGER" | "UBIGINT" | "UHUGEINT" | "FLOAT" | "DOUBLE" | "DECIMAL" => Family::Number,
        "VARCHAR" | "ENUM" => Family::Text,
        "DATE"
        | "TIMESTAMP"
        | "TIMESTAMP_S"
        | "TIMESTAMP_MS"
        | "TIMESTAMP_NS"
        | "TIMESTAMP WITH TIME ZONE" => Family::Datetime,
        "TIME" | "TIME WITH TIME ZONE" => Family::Time,
        "BLOB" => Family::Binary,
        "INTERVAL" => Family::Interval,
        _ => return None,
    })
}

/// The type of a table's column of which the binder says this: a bare NULL is stored as an integer.
pub(super) fn storable(data_type: &str) -> &str {
    if data_type == "\"NULL\"" {
        "INTEGER"
    } else {
        data_type
    }
}

/// The DuckDB type that holds values of a type; `None` where it is not known.
pub(super) fn duckdb_type(data_type: Type) -> Option<String> {
    Some(
        match data_type {
            Type::Unknown | Type::Other => return None,
            Type::Null => "INTEGER",
            Type::Boolean => "BOOLEAN",
            Type::Number { scale: 0, .. } => "BIGINT",
            Type::Number { precision, scale } => {
                return Some(format!("DECIMAL({precision}, {scale})"));
            }
            Type::Float => "DOUBLE",
            Type::Text => "VARCHAR",
            Type::Date => "DATE",
            Type::Time => "TIME",
            Type::Timestamp(_) => "TIMESTAMP",
            Type::Binary => "BLOB",
            Type::Variant | Type::Object | Type::Array => "JSON",
            Type::Interval => "INTERVAL",
        }
        .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::name::Identifier;

    fn expected(name: &str, data_type: Type) -> NodeColumn {
        NodeColumn {
            name: Identifier::new(name),
            data_type,
            origins: Vec::new(),
        }
    }

    fn bound(name: &str, data_type: &str) -> Column {
        Column {
            name: name.to_owned(),
            data_type: data_type.to_owned(),
        }
    }

    #[test]
    fn only_known_families_differ() {
        let expected = [
            expected("a", Type::INTEGER),
            expected("b", Type::Text),
            expected("c", Type::Unknown),
            expected("d", Type::Date),
            expected("e", Type::Variant),
            expected("f", Type::Boolean),
        ];
        let bound = [
            bound("A", "DOUBLE"),
            bound("B", "DECIMAL(18,2)"),
            bound("C", "VARCHAR"),
            bound("D", "TIMESTAMP"),
            bound("E", "VARCHAR[]"),
            bound("G", "\"NULL\""),
        ];
        let found = differences(&expected, &bound);
        let found: Vec<(&str, Option<&str>, Option<&str>)> = found
            .iter()
            .map(|found| {
                (
                    found.column.as_str(),
                    found.analysis.as_deref(),
                    found.binder.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("b", Some("VARCHAR"), Some("DECIMAL(18,2)")),
                ("f", Some("BOOLEAN"), None),
                ("G", None, Some("\"NULL\"")),
            ]
        );
    }
}
