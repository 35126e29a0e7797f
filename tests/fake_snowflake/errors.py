"""Errors as Snowflake words and numbers them.

A code that is not from a driver's source or Snowflake's documentation says so. DuckDB's own errors are mapped by kind:
the numbers are Snowflake's, the wording after the first line is DuckDB's.
"""

import duckdb


class SnowflakeError(Exception):
    """A statement or a login that failed; `code`, `sql_state` and the message go over the wire."""

    def __init__(self, code, sql_state, message):
        super().__init__(message)
        self.code = code
        self.sql_state = sql_state
        self.message = message


# Named errors, which faults can raise: name -> (code, SQLSTATE, message).
NAMED = {
    # The text is that of brooklyn-data/dbt_artifacts issue 431.
    "lock_waiters": (
        "000625",
        "57014",
        "Statement '01b0aaaa-0000-0000-0000-000000000000' has locked table 'FEATURES_LONG' in transaction "
        "1715330074481000000 and this lock has not yet been released.\n"
        "Your statement '{query_id}' was aborted because the number of waiters for this lock exceeds the "
        "20 statements limit.",
    ),
    # Documented under LOCK_TIMEOUT; Snowflake publishes no number, 000625 is that of its sibling above.
    "lock_timeout": (
        "000625",
        "57014",
        "Statement '01b0aaaa-0000-0000-0000-000000000000' has locked table 'FEATURES_LONG' in transaction "
        "1715330074481000000 and this lock has not yet been released.\n"
        "Your statement '{query_id}' was aborted because it waited for the lock longer than the lock timeout.",
    ),
    # Documented ("Transactions: deadlocks"); the number is not published, SQLSTATE 40001 is the standard's.
    "deadlock": ("000635", "40001", "Your statement '{query_id}' was aborted because of a deadlock."),
    # 615 as in snowflake-connector-net issue 560.
    "transaction_aborted": ("000615", "57014", "Transaction was aborted, SQL execution canceled."),
    "insufficient_privileges": (
        "003001",
        "42501",
        "SQL access control error:\nInsufficient privileges to operate on schema 'FEATURE_STORE'.",
    ),
    "warehouse_suspended": (
        "000607",
        "57014",
        "The warehouse 'TRANSFORMING' is suspended and cannot be resumed: AUTO_RESUME is off.",
    ),
    "warehouse_quota": (
        "090073",
        "22000",
        "Warehouse 'TRANSFORMING' cannot be resumed because resource monitor 'LIMIT' has exceeded its quota.",
    ),
    "no_warehouse": (
        "000606",
        "57P03",
        "No active warehouse selected in the current session.  "
        "Select an active warehouse with the 'use warehouse' command.\n",
    ),
    "statement_timeout": (
        "000630",
        "57014",
        "Statement reached its statement or warehouse timeout of 300 second(s) and was canceled.",
    ),
    "internal": ("300002", "XX000", "Processing aborted due to error 300002:2523989150; incident 4711."),
    "canceled": ("000604", "57014", "SQL execution canceled"),
}


def named(name, query_id=""):
    code, state, message = NAMED[name]
    return SnowflakeError(code, state, message.replace("{query_id}", query_id))


def does_not_exist(kind, name):
    return SnowflakeError(
        "002003",
        "42S02" if kind in ("Object", "Table", "View") else "02000",
        f"SQL compilation error:\n{kind} '{name}' does not exist or not authorized.",
    )


def already_exists(name):
    return SnowflakeError("002002", "42710", f"SQL compilation error:\nObject '{name}' already exists.")


def syntax_error(text):
    return SnowflakeError("001003", "42000", f"SQL compilation error:\n{text}")


def duplicate_row(values):
    shown = ", ".join(
        "NULL" if value is None else f'"{value}"' if isinstance(value, str) else str(value) for value in values
    )
    return SnowflakeError("100090", "42P18", f"Duplicate row detected during DML action\nRow Values: [{shown}]")


def not_supported(what):
    """What the fake cannot do. No Snowflake error has this number, so a test cannot mistake it for one."""
    return SnowflakeError("999999", "0A000", f"fake_snowflake does not support {what}")


# By kind of DuckDB error: the first match tells.
_BY_KIND = [
    (duckdb.InterruptException, "000604", "57014"),
    (duckdb.BinderException, "000904", "42000"),
    (duckdb.CatalogException, "002003", "42S02"),
    (duckdb.ParserException, "001003", "42000"),
    (duckdb.ConversionException, "100038", "22018"),
    (duckdb.ConstraintException, "100072", "22000"),
    (duckdb.OutOfRangeException, "100046", "22003"),
]


def from_duckdb(error):
    """The Snowflake error that is closest to one of DuckDB's."""
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return named("canceled")
    if "Division by zero" in text:
        return SnowflakeError("100051", "22012", "Division by zero")
    if "NOT NULL constraint failed" in text:
        column = text.split("constraint failed:")[-1].strip().split(".")[-1]
        return SnowflakeError("100072", "22000", f"NULL result in a non-nullable column\n{column}")
    for kind, code, state in _BY_KIND:
        if isinstance(error, kind):
            return SnowflakeError(code, state, f"SQL compilation error:\n{text}" if code.startswith("00") else text)
    return SnowflakeError("300002", "XX000", f"fake_snowflake: {type(error).__name__}: {text}")
