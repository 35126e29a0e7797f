"""Types: from DuckDB's to the names and numbers that Snowflake reports.

DuckDB forgets a VARCHAR's length and that an INTEGER was declared NUMBER(38, 0), so every integer is NUMBER(38, 0) and
every text has the default length.
"""

import re
from dataclasses import dataclass

TEXT_LENGTH = 16777216
_INTEGERS = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
}


@dataclass(frozen=True)
class SnowflakeType:
    """A type as the wire names it, with what a row type carries."""

    name: str
    precision: int | None = None
    scale: int | None = None
    length: int | None = None
    byte_length: int | None = None

    def declared(self):
        """As DESCRIBE TABLE and SHOW COLUMNS spell it."""
        match self.name:
            case "fixed":
                return f"NUMBER({self.precision},{self.scale})"
            case "real":
                return "FLOAT"
            case "text":
                return f"VARCHAR({self.length})"
            case "binary":
                return f"BINARY({self.length})"
            case "time" | "timestamp_ntz" | "timestamp_ltz" | "timestamp_tz":
                return f"{self.name.upper()}({self.scale})"
            case other:
                return other.upper()

    def row_type(self, column, nullable=True):
        return {
            "name": column,
            "database": "",
            "schema": "",
            "table": "",
            "nullable": nullable,
            "type": self.name,
            "precision": self.precision,
            "scale": self.scale,
            "length": self.length,
            "byteLength": self.byte_length,
            "collation": None,
        }


def text(length=TEXT_LENGTH):
    return SnowflakeType("text", length=length, byte_length=min(4 * length, TEXT_LENGTH))


def fixed(precision=38, scale=0):
    return SnowflakeType("fixed", precision=precision, scale=scale)


def from_duckdb(duckdb_type):
    """The Snowflake type of a column that DuckDB describes as `duckdb_type`."""
    name = str(duckdb_type).upper().strip('"')
    decimal = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", name)
    if decimal:
        return fixed(int(decimal[1]), int(decimal[2]))
    if name.endswith("]"):
        return SnowflakeType("array")
    if name in _INTEGERS:
        return fixed()
    match name:
        case "DOUBLE" | "FLOAT":
            return SnowflakeType("real")
        case "BOOLEAN" | "DATE":
            return SnowflakeType(name.lower())
        case "TIME":
            return SnowflakeType("time", precision=0, scale=9)
        case "TIMESTAMP" | "TIMESTAMP_NS" | "TIMESTAMP_MS" | "TIMESTAMP_S":
            return SnowflakeType("timestamp_ntz", precision=0, scale=9)
        case "TIMESTAMP WITH TIME ZONE":
            return SnowflakeType("timestamp_tz", precision=0, scale=9)
        case "BLOB":
            return SnowflakeType("binary", length=8388608, byte_length=8388608)
        case "JSON" | "VARIANT":
            return SnowflakeType("variant")
    if name.startswith(("STRUCT", "MAP")):
        return SnowflakeType("object")
    return text()
