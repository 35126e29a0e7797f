//! Rows of Arrow. What a value means stands in the metadata of its field (`scale`), in the type that the answer gives to its
//! column, and in Arrow's own type; Arrow's is believed first, as it alone tells how the bytes are laid out.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, Field, TimeUnit};
use snowflake_api::RecordBatch;

use super::super::error::Failure;
use super::json::ZONE_OF_UTC;
use super::{ColumnType, nonsense, unreadable, value};

type Texts = Vec<Option<String>>;

/// The rows of all batches, and their columns: those of the answer, or of Arrow where the answer names none.
pub(super) fn rows(
    batches: &[RecordBatch],
    types: &[ColumnType],
) -> Result<(Vec<ColumnType>, Vec<Texts>), Failure> {
    let types = match batches.first() {
        Some(batch) if types.is_empty() => batch
            .schema()
            .fields()
            .iter()
            .map(|field| ColumnType {
                name: field.name().clone(),
                kind: logical_type(field),
                scale: scale(field),
                ..ColumnType::default()
            })
            .collect(),
        _ => types.to_vec(),
    };
    let mut all = Vec::new();
    for batch in batches {
        if batch.num_columns() != types.len() {
            return Err(nonsense(format!(
                "a part of it has {} columns, and should have {}",
                batch.num_columns(),
                types.len()
            )));
        }
        let schema = batch.schema();
        let columns: Vec<Texts> = batch
            .columns()
            .iter()
            .zip(schema.fields())
            .zip(&types)
            .map(|((array, field), column)| texts(array, field, column))
            .collect::<Result<_, _>>()?;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        all.extend((0..batch.num_rows()).map(|_| {
            columns
                .iter_mut()
                .map(|column| column.next().flatten())
                .collect()
        }));
    }
    Ok((types, all))
}

fn logical_type(field: &Field) -> String {
    field
        .metadata()
        .get("logicalType")
        .map(|kind| kind.to_ascii_lowercase())
        .unwrap_or_default()
}

fn scale(field: &Field) -> Option<i64> {
    field.metadata().get("scale")?.parse().ok()
}

/// A column's values.
fn texts(array: &ArrayRef, field: &Field, column: &ColumnType) -> Result<Texts, Failure> {
    let reader = Reader {
        kind: match logical_type(field) {
            kind if kind.is_empty() => column.kind.clone(),
            kind => kind,
        },
        scale: scale(field)
            .and_then(|scale| u32::try_from(scale).ok())
            .filter(|scale| *scale <= 38)
            .unwrap_or_else(|| column.scale()),
    };
    (0..array.len())
        .map(|row| {
            if array.is_null(row) || *array.data_type() == DataType::Null {
                return Ok(None);
            }
            reader.text(array, row).map(Some).ok_or_else(|| {
                let kind = if reader.kind.is_empty() {
                    array.data_type().to_string()
                } else {
                    reader.kind.clone()
                };
                unreadable(&column.name, &kind)
            })
        })
        .collect()
}

/// Reads the values of one column.
struct Reader {
    kind: String,
    scale: u32,
}

impl Reader {
    /// A value that is not null.
    fn text(&self, array: &ArrayRef, row: usize) -> Option<String> {
        match array.data_type() {
            DataType::Boolean => Some(array.as_boolean().value(row).to_string()),
            DataType::Int8 => self.integer(array.as_primitive::<Int8Type>().value(row).into()),
            DataType::Int16 => self.integer(array.as_primitive::<Int16Type>().value(row).into()),
            DataType::Int32 => self.integer(array.as_primitive::<Int32Type>().value(row).into()),
            DataType::Int64 => self.integer(array.as_primitive::<Int64Type>().value(row)),
            DataType::Decimal128(_, scale) => {
                let units = array.as_primitive::<Decimal128Type>().value(row);
                Some(value::decimal(units, u32::try_from(*scale).ok()?))
            }
            DataType::Float32 => Some(value::double(
                array.as_primitive::<Float32Type>().value(row).into(),
            )),
            DataType::Float64 => Some(value::double(
                array.as_primitive::<Float64Type>().value(row),
            )),
            DataType::Utf8 => Some(array.as_string::<i32>().value(row).to_owned()),
            DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row).to_owned()),
            DataType::Binary => Some(value::binary(array.as_binary::<i32>().value(row))),
            DataType::LargeBinary => Some(value::binary(array.as_binary::<i64>().value(row))),
            DataType::FixedSizeBinary(_) => {
                Some(value::binary(array.as_fixed_size_binary().value(row)))
            }
            DataType::Date32 => value::date(array.as_primitive::<Date32Type>().value(row).into()),
            DataType::Time32(_) | DataType::Time64(_) => time(array, row),
            DataType::Timestamp(unit, zone) => {
                let (seconds, nanoseconds) = timestamp(array, row, *unit)?;
                self.moment(seconds, nanoseconds, zone.is_some())
            }
            DataType::Struct(_) => self.parts(array.as_struct(), row),
            DataType::FixedSizeList(_, _) => {
                let list = array.as_fixed_size_list().value(row);
                let values: Option<Vec<String>> =
                    (0..list.len()).map(|at| self.text(&list, at)).collect();
                Some(format!("[{}]", values?.join(", ")))
            }
            _ => None,
        }
    }

    /// An integer, which is a number, a date or a time.
    fn integer(&self, units: i64) -> Option<String> {
        match self.kind.as_str() {
            "fixed" | "" | "vector" => Some(value::decimal(units.into(), self.scale)),
            "boolean" => Some((units != 0).to_string()),
            "date" => value::date(units),
            "time" => {
                let (seconds, nanoseconds) = value::seconds(units, self.scale)?;
                value::time(seconds, nanoseconds)
            }
            "timestamp_ntz" | "timestamp_ltz" => {
                let (seconds, nanoseconds) = value::seconds(units, self.scale)?;
                self.moment(seconds, nanoseconds, false)
            }
            _ => None,
        }
    }

    fn moment(&self, seconds: i64, nanoseconds: u32, has_zone: bool) -> Option<String> {
        match self.kind.as_str() {
            "timestamp_ntz" => value::timestamp(seconds, nanoseconds),
            "timestamp_ltz" | "timestamp_tz" => value::timestamp_at(seconds, nanoseconds, 0),
            _ if has_zone => value::timestamp_at(seconds, nanoseconds, 0),
            _ => value::timestamp(seconds, nanoseconds),
        }
    }

    /// A moment in parts: seconds, a fraction of them where the scale needs it, a zone where the type has one.
    fn parts(&self, parts: &StructArray, row: usize) -> Option<String> {
        let part = |name: &str| -> Option<i64> {
            let array = parts.column_by_name(name)?;
            match array.data_type() {
                DataType::Int32 => Some(array.as_primitive::<Int32Type>().value(row).into()),
                DataType::Int64 => Some(array.as_primitive::<Int64Type>().value(row)),
                _ => None,
            }
        };
        let epoch = part("epoch")?;
        let (seconds, nanoseconds) = match part("fraction") {
            Some(fraction) => (epoch, u32::try_from(fraction).ok()?),
            None => value::seconds(epoch, self.scale)?,
        };
        match (self.kind.as_str(), part("timezone")) {
            ("timestamp_tz", Some(zone)) => {
                let minutes = i32::try_from(zone).ok()?.checked_sub(ZONE_OF_UTC)?;
                value::timestamp_at(seconds, nanoseconds, minutes)
            }
            ("timestamp_ntz" | "timestamp_ltz", None) => self.moment(seconds, nanoseconds, false),
            _ => None,
        }
    }
}

fn time(array: &ArrayRef, row: usize) -> Option<String> {
    let (units, scale) = match array.data_type() {
        DataType::Time32(TimeUnit::Second) => (
            array.as_primitive::<Time32SecondType>().value(row).into(),
            0,
        ),
        DataType::Time32(_) => (
            array
                .as_primitive::<Time32MillisecondType>()
                .value(row)
                .into(),
            3,
        ),
        DataType::Time64(TimeUnit::Microsecond) => {
            (array.as_primitive::<Time64MicrosecondType>().value(row), 6)
        }
        _ => (array.as_primitive::<Time64NanosecondType>().value(row), 9),
    };
    let (seconds, nanoseconds) = value::seconds(units, scale)?;
    value::time(seconds, nanoseconds)
}

fn timestamp(array: &ArrayRef, row: usize, unit: TimeUnit) -> Option<(i64, u32)> {
    let (units, scale) = match unit {
        TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), 0),
        TimeUnit::Millisecond => (
            array.as_primitive::<TimestampMillisecondType>().value(row),
            3,
        ),
        TimeUnit::Microsecond => (
            array.as_primitive::<TimestampMicrosecondType>().value(row),
            6,
        ),
        TimeUnit::Nanosecond => (
            array.as_primitive::<TimestampNanosecondType>().value(row),
            9,
        ),
    };
    value::seconds(units, scale)
}
