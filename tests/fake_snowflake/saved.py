"""The data of an account, kept to begin from it again and again: tests that break a run at each of its statements."""

import copy

from . import names
from .create import copy_of


class Saved:
    """Databases, schemas, permanent tables with their rows, views, and what Snowflake knows beside."""

    def __init__(self, engine):
        connection = engine.connect()
        self._databases = engine.catalog.databases()
        self._schemas = [
            (database, schema) for database in self._databases for schema in _schemas(connection, database)
        ]
        self._tables = [
            (full, connection.execute(f"SELECT * FROM {names.quoted(*full)}").to_arrow_table(), _definition(connection, full))
            for full in _objects(connection, "duckdb_tables()", "table_name")
        ]
        self._views = connection.execute(
            "SELECT database_name, schema_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY view_oid"
        ).fetchall()
        self._views = [(database, sql) for database, schema, sql in self._views if not names.is_internal(schema)]
        self._comments = _comments(connection)
        self._known = copy.deepcopy(engine.tables)

    def put(self, engine):
        """Make all of it in an engine that is empty."""
        connection = engine.connect()
        for database in self._databases:
            engine.catalog.create_database(database)
        for place in self._schemas:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(*place)}")
        for full, rows, (create, *comments) in self._tables:
            connection.execute(create)
            connection.register("_saved", rows)
            connection.execute(f"INSERT INTO {names.quoted(*full)} SELECT * FROM _saved")
            connection.unregister("_saved")
            for comment in comments:
                connection.execute(comment)
        # DuckDB tells a view without its database. Views may read views: in the order in which they were made.
        for database, sql in self._views:
            connection.execute(f"USE {names.quoted(database)}")
            connection.execute(sql)
        for kind, full, comment in self._comments:
            escaped = comment.replace("'", "''")
            connection.execute(f"COMMENT ON {kind} {names.quoted(*full)} IS '{escaped}'")
        engine.tables = copy.deepcopy(self._known)


def _comments(connection):
    """Comments on tables and views: fsc marks by them what it has made."""
    return [
        (kind, full, comment)
        for kind, function, name in (("TABLE", "duckdb_tables()", "table_name"), ("VIEW", "duckdb_views()", "view_name"))
        for *full, comment in connection.execute(
            f"SELECT database_name, schema_name, {name}, comment FROM {function} WHERE NOT internal AND comment IS NOT NULL"
        ).fetchall()
        if not names.is_internal(full[1])
    ]


def _schemas(connection, database):
    rows = connection.execute(
        "SELECT schema_name FROM duckdb_schemas() WHERE database_name = ? ORDER BY 1", [database]
    ).fetchall()
    return [schema for (schema,) in rows if not names.is_internal(schema)]


def _objects(connection, function, name):
    rows = connection.execute(
        f"SELECT database_name, schema_name, {name} FROM {function} WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    return [full for full in rows if not names.is_internal(full[1])]


def _definition(connection, full):
    """CREATE TABLE and comments."""

    class Here:
        pass

    here = Here()
    here.connection = connection
    create, _insert, *comments = copy_of(full, full, here)
    return create, *comments
