//! How `ref`, `source` and `this` name a relation in SQL.

use crate::sql::name::{Identifier, RelationName};

/// A relation as it stands in rendered SQL: as it was written where that reads back as the same name, else quoted.
pub(super) fn sql(relation: &RelationName) -> String {
    let parts = [
        relation.database.as_ref(),
        relation.schema.as_ref(),
        Some(&relation.name),
    ];
    if parts.into_iter().flatten().all(is_bare) {
        relation.to_string()
    } else {
        relation.quoted()
    }
}

fn is_bare(identifier: &Identifier) -> bool {
    identifier.is_plain() && RESERVED.binary_search(&identifier.folded()).is_err()
}

/// Words that Snowflake or `DuckDB` do not take as a bare table name, sorted.
const RESERVED: &[&str] = &[
    "ACCOUNT",
    "ALL",
    "ALTER",
    "ANALYSE",
    "ANALYZE",
    "AND",
    "ANY",
    "ARRAY",
    "AS",
    "ASC",
    "ASOF",
    "ASYMMETRIC",
    "BETWEEN",
    "BOTH",
    "BY",
    "CASE",
    "CAST",
    "CHECK",
    "COLLATE",
    "COLUMN",
    "CONNECT",
    "CONNECTION",
    "CONSTRAINT",
    "CREATE",
    "CROSS",
    "CURRENT",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURRENT_USER",
    "DATABASE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DESC",
    "DESCRIBE",
    "DISTINCT",
    "DO",
    "DROP",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FALSE",
    "FETCH",
    "FOLLOWING",
    "FOR",
    "FOREIGN",
    "FROM",
    "FULL",
    "GRANT",
    "GROUP",
    "GSCLUSTER",
    "HAVING",
    "ILIKE",
    "IN",
    "INCREMENT",
    "INITIALLY",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISSUE",
    "JOIN",
    "LAMBDA",
    "LATERAL",
    "LEADING",
    "LEFT",
    "LIKE",
    "LIMIT",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "MATCH_CONDITION",
    "MINUS",
    "NATURAL",
    "NOT",
    "NULL",
    "OF",
    "OFFSET",
    "ON",
    "ONLY",
    "OR",
    "ORDER",
    "ORGANIZATION",
    "PIVOT",
    "PIVOT_LONGER",
    "PIVOT_WIDER",
    "PLACING",
    "PRIMARY",
    "QUALIFY",
    "REFERENCES",
    "REGEXP",
    "RETURNING",
    "REVOKE",
    "RIGHT",
    "RLIKE",
    "ROW",
    "ROWS",
    "SAMPLE",
    "SCHEMA",
    "SELECT",
    "SET",
    "SHOW",
    "SOME",
    "START",
    "SUMMARIZE",
    "SYMMETRIC",
    "TABLE",
    "TABLESAMPLE",
    "THEN",
    "TO",
    "TRAILING",
    "TRIGGER",
    "TRUE",
    "TRY_CAST",
    "UNION",
    "UNIQUE",
    "UNPIVOT",
    "UPDATE",
    "USING",
    "VALUES",
    "VARIADIC",
    "VIEW",
    "WHEN",
    "WHENEVER",
    "WHERE",
    "WINDOW",
    "WITH",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_needed_only() {
        assert!(RESERVED.is_sorted());
        for (schema, name, expected) in [
            ("search", "Daily_v2", "search.Daily_v2"),
            ("search", "order", "\"SEARCH\".\"ORDER\""),
            ("search", "\"Exact\"", "\"SEARCH\".\"Exact\""),
            ("größe", "x", "\"größe\".\"X\""),
        ] {
            let relation = RelationName::in_schema(Identifier::new(schema), Identifier::new(name));
            assert_eq!(sql(&relation), expected);
        }
    }
}
