"""The catalog: databases, schemas and what is in them, as DESCRIBE, SHOW and INFORMATION_SCHEMA tell."""

import fnmatch

from . import names, types
from .errors import SnowflakeError, does_not_exist

_VIEWS = {
    "TABLES": """SELECT t.database_name AS "TABLE_CATALOG", t.schema_name AS "TABLE_SCHEMA", t.table_name AS "TABLE_NAME",
        'BASE TABLE' AS "TABLE_TYPE", CAST(t.estimated_size AS BIGINT) AS "ROW_COUNT", t.comment AS "COMMENT",
        CASE WHEN list_contains(getvariable('transient'), concat_ws('.', t.database_name, t.schema_name, t.table_name))
             THEN 'YES' ELSE 'NO' END AS "IS_TRANSIENT"
        FROM duckdb_tables() AS t WHERE t.database_name = '{database}' AND {visible}
        UNION ALL SELECT v.database_name, v.schema_name, v.view_name, 'VIEW', NULL, v.comment, 'NO'
        FROM duckdb_views() AS v WHERE v.database_name = '{database}' AND NOT v.internal AND {visible}""",
    "VIEWS": """SELECT database_name AS "TABLE_CATALOG", schema_name AS "TABLE_SCHEMA", view_name AS "TABLE_NAME",
        sql AS "VIEW_DEFINITION" FROM duckdb_views()
        WHERE database_name = '{database}' AND NOT internal AND {visible}""",
    "SCHEMATA": """SELECT database_name AS "CATALOG_NAME", schema_name AS "SCHEMA_NAME", 'SYSADMIN' AS "SCHEMA_OWNER",
        'NO' AS "IS_TRANSIENT"
        FROM duckdb_schemas() WHERE database_name = '{database}' AND {visible}""",
    "COLUMNS": """SELECT database_name AS "TABLE_CATALOG", schema_name AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
        column_name AS "COLUMN_NAME", CAST(column_index AS BIGINT) AS "ORDINAL_POSITION",
        CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS "IS_NULLABLE",
        CASE WHEN data_type LIKE '%INT' OR data_type LIKE 'INTEGER' OR data_type LIKE 'DECIMAL%' THEN 'NUMBER'
             WHEN data_type IN ('DOUBLE', 'FLOAT') THEN 'FLOAT' WHEN data_type = 'VARCHAR' THEN 'TEXT'
             WHEN data_type = 'TIMESTAMP' THEN 'TIMESTAMP_NTZ' WHEN data_type LIKE 'TIMESTAMP WITH%' THEN 'TIMESTAMP_TZ'
             WHEN data_type = 'BLOB' THEN 'BINARY' WHEN data_type IN ('JSON', 'VARIANT') THEN 'VARIANT'
             WHEN data_type LIKE '%]' THEN 'ARRAY' ELSE data_type END AS "DATA_TYPE",
        CASE WHEN data_type LIKE '%INT' OR data_type = 'INTEGER' THEN 38 ELSE numeric_precision END AS "NUMERIC_PRECISION",
        CASE WHEN data_type LIKE '%INT' OR data_type = 'INTEGER' THEN 0 ELSE numeric_scale END AS "NUMERIC_SCALE",
        comment AS "COMMENT"
        FROM duckdb_columns() WHERE database_name = '{database}' AND NOT internal AND {visible}""",
}
_VISIBLE = f"schema_name <> 'main' AND schema_name <> '{names.INFORMATION_SCHEMA}' AND NOT starts_with(schema_name, '{names.TEMPORARY}')"

DESCRIBE_COLUMNS = [
    "name",
    "type",
    "kind",
    "null?",
    "default",
    "primary key",
    "unique key",
    "check",
    "expression",
    "comment",
    "policy name",
    "privacy domain",
]


class Catalog:
    """Questions about what exists, put to DuckDB's own catalog over a connection."""

    def __init__(self, root):
        self._root = root

    def _rows(self, session, sql, parameters=()):
        # Through the session's connection, which sees what its own open transaction made.
        # The root connection is shared by threads, and holds the result of one statement: each look has a cursor.
        connection = session.connection if session is not None else self._root.cursor()
        return connection.execute(sql, list(parameters)).fetchall()

    def create_database(self, name):
        self._root.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {names.quoted(name)}")
        self._root.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(name, 'PUBLIC')}")
        self._root.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(name, names.INFORMATION_SCHEMA)}")
        for view, sql in _VIEWS.items():
            query = sql.format(database=name.replace("'", "''"), visible=_VISIBLE)
            self._root.execute(
                f"CREATE OR REPLACE VIEW {names.quoted(name, names.INFORMATION_SCHEMA, view)} AS {query}"
            )

    def databases(self, session=None):
        rows = self._rows(
            session,
            "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory' ORDER BY 1",
        )
        return [row[0] for row in rows]

    def schemas(self, session, database):
        rows = self._rows(
            session, "SELECT schema_name FROM duckdb_schemas() WHERE database_name = ? ORDER BY 1", [database]
        )
        return [row[0] for row in rows if not names.is_internal(row[0])] + ["INFORMATION_SCHEMA"]

    def has_schema(self, session, database, schema):
        return schema in self.schemas(session, database)

    def kind(self, full, session):
        """TABLE, VIEW, or None where there is no such thing."""
        place = names.physical(full, session)
        # One after the other: most names are tables', and each look takes a millisecond.
        for kind, function, name in (("TABLE", "duckdb_tables()", "table_name"), ("VIEW", "duckdb_views()", "view_name")):
            sql = f"SELECT 1 FROM {function} WHERE database_name = ? AND schema_name = ? AND {name} = ?"
            if self._rows(session, sql, place):
                return kind
        return None

    def require(self, full, session):
        kind = self.kind(full, session)
        if kind is None:
            if full[0] not in self.databases(session):
                raise does_not_exist("Database", full[0])
            if not self.has_schema(session, full[0], full[1]):
                raise names.missing_schema(full[0], full[1])
            raise does_not_exist("Object", ".".join(full))
        return kind

    def columns(self, full, session):
        """(name, Snowflake type, nullable, default, comment) of each column."""
        return [
            (name, types.from_duckdb(kind), nullable, default, comment)
            for name, kind, nullable, default, comment in self._rows(
                session,
                "SELECT column_name, data_type, is_nullable, column_default, comment FROM duckdb_columns() "
                "WHERE (database_name, schema_name, table_name) = (?, ?, ?) ORDER BY column_index",
                names.physical(full, session),
            )
        ]

    def describe(self, full, session):
        """The rows of DESCRIBE TABLE."""
        self.require(full, session)
        rows = []
        for name, kind, nullable, default, comment in self.columns(full, session):
            rows.append(
                [
                    name,
                    kind.declared(),
                    "COLUMN",
                    "Y" if nullable else "N",
                    default,
                    "N",
                    "N",
                    None,
                    None,
                    comment,
                    None,
                    None,
                ]
            )
        return rows

    def objects(self, session, database, schema=None):
        """(schema, name, kind, rows, comment, temporary) of every table and view of a database."""
        found = []
        rows = self._rows(
            session,
            "SELECT schema_name, table_name, 'TABLE', estimated_size, comment FROM duckdb_tables() WHERE database_name = ? UNION ALL "
            "SELECT schema_name, view_name, 'VIEW', NULL, comment FROM duckdb_views() WHERE database_name = ? AND NOT internal ORDER BY 1, 2",
            [database, database],
        )
        for in_schema, name, kind, count, comment in rows:
            temporary = in_schema == names.temporary_schema(session)
            if temporary:
                in_schema, name = name.split(".", 1)
            elif names.is_internal(in_schema):
                continue
            if schema is None or in_schema == schema:
                found.append((in_schema, name, kind, count, comment, temporary))
        return found


def like(pattern, name):
    """SHOW … LIKE: without regard to case, % and _ stand for any text and any character."""
    if pattern is None:
        return True
    glob = (
        pattern.upper().replace("[", "[[]").replace("*", "[*]").replace("?", "[?]").replace("%", "*").replace("_", "?")
    )
    return fnmatch.fnmatchcase(name.upper(), glob)


def require_role(role, roles):
    if role not in roles:
        raise SnowflakeError(
            "002003", "02000", f"SQL compilation error:\nRole '{role}' does not exist or not authorized."
        )
