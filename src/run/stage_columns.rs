//! Whether a stage has the columns that its node needs, of types that can be written.

use super::types::{Family, family};
use crate::diagnostic::Diagnostic;
use crate::emit::script::{ColumnKind, ExpectedColumn};
use crate::engine::Rows;
use crate::plan::PlannedNode;
use crate::rules::wrong_column_type;
use crate::sql::name::Dialect;

/// Holds the columns of a stage (name and type a row) against what is expected of them.
pub(super) fn check(
    dialect: Dialect,
    node: &PlannedNode,
    described: &Rows,
    expected: &[ExpectedColumn],
) -> Vec<Diagnostic> {
    let columns = described.described();
    expected
        .iter()
        .filter_map(|column| {
            let found = columns
                .iter()
                .find(|(name, _)| dialect.is_same_name(name, &column.name));
            let Some((_, data_type)) = found else {
                let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
                return Some(wrong_column_type::missing(&node.id, column, &names));
            };
            let family = family(dialect, data_type);
            (!allowed(column.kind, family)).then(|| {
                wrong_column_type::wrong_type(&node.id, column, data_type, &cast(column, family))
            })
        })
        .collect()
}

fn allowed(kind: ColumnKind, family: Family) -> bool {
    match kind {
        ColumnKind::Feature => matches!(
            family,
            Family::Boolean | Family::Integer | Family::Decimal(_) | Family::Float
        ),
        ColumnKind::Key => matches!(
            family,
            Family::Text | Family::Integer | Family::Boolean | Family::Date
        ),
        ColumnKind::EventTimestamp => matches!(family, Family::Date | Family::Timestamp),
    }
}

/// What to write instead.
fn cast(column: &ExpectedColumn, family: Family) -> String {
    let label = &column.label;
    match (column.kind, family) {
        (ColumnKind::Feature, Family::Text) => {
            format!("cast it where it holds numbers: `try_to_double({label}) as {label}`")
        }
        (ColumnKind::Feature, Family::Date | Family::Timestamp | Family::TimestampTz) => format!(
            "yield a length of time: `datediff('day', {label}, '{{{{ ds }}}}'::date) as {label}`"
        ),
        (ColumnKind::Feature, _) => format!("yield a number: `({label})::float as {label}`"),
        (ColumnKind::Key, Family::Float | Family::Decimal(_)) => {
            format!("cast it to a whole number: `{label}::number(38, 0) as {label}`")
        }
        (ColumnKind::Key, Family::Timestamp | Family::TimestampTz) => {
            format!("cast it to a date: `{label}::date as {label}`")
        }
        (ColumnKind::Key, _) => format!("cast it to text: `{label}::varchar as {label}`"),
        (ColumnKind::EventTimestamp, Family::TimestampTz) => format!(
            "give the time in UTC: `convert_timezone('UTC', {label})::timestamp_ntz as {label}`"
        ),
        (ColumnKind::EventTimestamp, _) => {
            format!("cast it to a timestamp: `{label}::timestamp_ntz as {label}`")
        }
    }
}
