"""What a statement answers, before it is encoded."""

from dataclasses import dataclass, field

import pyarrow as pa

from . import types


@dataclass
class Result:
    """Columns with Snowflake types, the rows, and what the reply says about the statement."""

    columns: list  # (name, SnowflakeType, nullable)
    table: pa.Table
    statement_type: int
    as_json: bool = True  # Snowflake answers only queries in Arrow
    affected: dict = field(default_factory=dict)  # rows inserted, updated, deleted

    @property
    def types(self):
        return [kind for _, kind, _ in self.columns]

    @property
    def rows_affected(self):
        return sum(self.affected.values())


def of_rows(columns, rows, statement_type, **more):
    """A result of Python values; `columns` are names (text) or (name, SnowflakeType)."""
    described = [(column, types.text(), True) if isinstance(column, str) else (*column, True) for column in columns]
    arrays = []
    for position, (_, kind, _) in enumerate(described):
        values = [row[position] for row in rows]
        if kind.name == "text":
            arrays.append(pa.array([None if value is None else str(value) for value in values], pa.string()))
        elif kind.name.startswith("timestamp"):
            arrays.append(pa.array(values, pa.timestamp("us")))
        else:
            arrays.append(pa.array(values, pa.int64()))
    table = pa.Table.from_arrays(arrays, names=[name for name, _, _ in described])
    return Result(described, table, statement_type, **more)


def status(message, statement_type):
    """What DDL and the like answer: one row, one column."""
    return of_rows(["status"], [[message]], statement_type)


def of_counts(columns, counts, statement_type):
    """What DML answers: one row of counts."""
    affected = {}
    for column, count in zip(columns, counts, strict=True):
        affected[column.rsplit(" ", 1)[-1]] = count
    if columns == ["number of rows updated"] and statement_type == 0x3200:
        columns, counts = [*columns, "number of multi-joined rows updated"], [*counts, 0]
    return of_rows([(column, types.fixed()) for column in columns], [counts], statement_type, affected=affected)


def of_query(cursor, statement_type):
    """The rows of a query that DuckDB has run."""
    columns = [(name, types.from_duckdb(kind), True) for name, kind, *_ in cursor.description]
    table = cursor.to_arrow_table()
    return Result(columns, table, statement_type, as_json=False)
