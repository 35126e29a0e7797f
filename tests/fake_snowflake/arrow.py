"""Result tables as Snowflake encodes them: Arrow for SELECT, JSON for the rest.

Snowflake's Arrow is not what a type suggests. A NUMBER is a scaled integer in the narrowest width that holds the
batch's values, and a decimal only past 64 bits; a timestamp is seconds and nanoseconds in a struct, or one scaled
integer; the logical type stands in the field's metadata. The client has to read all of them.
"""

import base64
import datetime
import decimal
import json

import pyarrow as pa
import pyarrow.compute as pc

_EPOCH = datetime.date(1970, 1, 1)
_NANOSECONDS = 1_000_000_000
_WIDE = decimal.Context(prec=80)  # the default of 28 digits would round a NUMBER(38, 0)


def to_stream(table, types, timestamps="struct"):
    """Arrow IPC stream bytes of a DuckDB result, with columns of these Snowflake types."""
    columns, fields = [], []
    for name, column, kind in zip(table.column_names, table.columns, types, strict=True):
        array = _encode(column, kind, timestamps)
        columns.append(array)
        fields.append(pa.field(name, array.type, metadata=_metadata(kind)))
    schema = pa.schema(fields)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    return sink.getvalue().to_pybytes()


def _metadata(kind):
    return {
        "logicalType": kind.name.upper(),
        "precision": str(kind.precision if kind.precision is not None else 38),
        "scale": str(kind.scale or 0),
        "charLength": str(kind.length or 0),
        "byteLength": str(kind.byte_length or 0),
        "finalType": "T",
    }


def _encode(column, kind, timestamps):
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    match kind.name:
        case "fixed":
            return _scaled_integers(array, kind.scale or 0)
        case "real":
            return array.cast(pa.float64())
        case "boolean":
            return array.cast(pa.bool_())
        case "date":
            return array.cast(pa.date32())
        case "time":
            return pc.multiply(array.cast(pa.time64("us")).cast(pa.int64()), 1000)
        case "timestamp_ntz" | "timestamp_tz" | "timestamp_ltz":
            return _timestamps(array, kind.name == "timestamp_tz", timestamps)
        case "binary":
            return array.cast(pa.binary())
        case "variant" | "array" | "object":
            return pa.array([_json_text(value) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _scaled_integers(array, scale):
    if pa.types.is_null(array.type):
        return array.cast(pa.int8())
    if pa.types.is_decimal(array.type) or not pa.types.is_integer(array.type):
        values = [
            None if value is None else int(_WIDE.scaleb(decimal.Decimal(value), scale)) for value in array.to_pylist()
        ]
    elif scale:
        values = [None if value is None else value * 10**scale for value in array.to_pylist()]
    else:
        bounds = pc.min_max(array).as_py()
        return array.cast(_width([bounds["min"], bounds["max"]]))
    present = [value for value in values if value is not None]
    width = _width([min(present), max(present)] if present else [])
    if pa.types.is_decimal(width):
        width = pa.decimal128(38, scale)
        values = [None if value is None else _WIDE.scaleb(decimal.Decimal(value), -scale) for value in values]
    return pa.array(values, width)


def _width(bounds):
    bounds = [bound for bound in bounds if bound is not None]
    for width in (8, 16, 32, 64):
        if all(-(2 ** (width - 1)) <= bound < 2 ** (width - 1) for bound in bounds):
            return {8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}[width]
    return pa.decimal128(38, 0)


def _timestamps(array, zoned, encoding):
    if pa.types.is_null(array.type):
        array = array.cast(pa.timestamp("us"))
    scale = {"s": _NANOSECONDS, "ms": 1_000_000, "us": 1000, "ns": 1}[array.type.unit]
    ticks = [None if tick is None else tick * scale for tick in array.cast(pa.int64()).to_pylist()]
    if encoding == "int64" and not zoned:
        return pa.array(ticks, pa.int64())
    fields = [pa.field("epoch", pa.int64()), pa.field("fraction", pa.int32())]
    if zoned:
        fields.append(pa.field("timezone", pa.int32()))
    rows = []
    for tick in ticks:
        row = None if tick is None else {"epoch": tick // _NANOSECONDS, "fraction": tick % _NANOSECONDS}
        if row is not None and zoned:
            row["timezone"] = 1440  # minutes from UTC, plus 1440
        rows.append(row)
    return pa.array(rows, pa.struct(fields))


def to_rows(table, types):
    """The rows as JSON: every value is text or null, in Snowflake's own notation."""
    columns = [
        [_json_value(value, kind) for value in column.to_pylist()]
        for column, kind in zip(table.columns, types, strict=True)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _json_value(value, kind):
    if value is None:
        return None
    match kind.name:
        case "boolean":
            return "1" if value else "0"
        case "date":
            return str((value - _EPOCH).days)
        case "time":
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f"{seconds}.{value.microsecond * 1000:09d}"
        case "timestamp_ntz" | "timestamp_ltz" | "timestamp_tz":
            instant = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
            whole = instant.replace(microsecond=0)
            text = f"{int(whole.timestamp())}.{instant.microsecond * 1000:09d}"
            return f"{text} 1440" if kind.name == "timestamp_tz" else text
        case "binary":
            return value.hex().upper()
        case "variant" | "array" | "object":
            return _json_text(value)
    return str(value)


def _json_text(value):
    """A semi-structured value; DuckDB hands JSON over as text already."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, default=str)


def encoded(data):
    return base64.b64encode(data).decode()
