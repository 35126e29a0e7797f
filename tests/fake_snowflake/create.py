"""CREATE: schemas, tables, views and clones, each made in one DuckDB transaction."""

from fakesnow import statement_type as kinds
from sqlglot import exp

from . import names, results, rewrite
from .errors import SnowflakeError, already_exists, does_not_exist, not_supported


def done(message="Statement executed successfully."):
    return results.status(message, kinds.DDL)


def atomic(session, *statements):
    session.connection.execute("BEGIN TRANSACTION")
    try:
        for sql in statements:
            session.connection.execute(sql).fetchall()
        session.connection.execute("COMMIT")
    except Exception:
        session.connection.execute("ROLLBACK")
        raise


def run(tree, engine, session, statement, copy_grants):
    kind = tree.args["kind"].upper()
    replace, if_missing = bool(tree.args.get("replace")), bool(tree.args.get("exists"))
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    if kind == "DATABASE":
        engine.catalog.create_database(target.name)
        return done(f"Database {target.name} successfully created.")
    if kind == "SCHEMA":
        return _create_schema(target, engine, session, replace, if_missing)
    if kind not in ("TABLE", "VIEW"):
        raise not_supported(f"CREATE {kind}")
    full = names.full_name(target, session, f"CREATE {kind}")
    if full[0] not in engine.catalog.databases(session):
        raise does_not_exist("Database", full[0])
    if full[1] == "INFORMATION_SCHEMA" or not engine.catalog.has_schema(session, full[0], full[1]):
        raise names.missing_schema(full[0], full[1])
    temporary = bool(tree.find(exp.TemporaryProperty))
    made = _Made(tree, engine, session, statement, full, temporary)
    existing = (
        engine.catalog.kind(full, session) if temporary is (full in session.temporary_tables) else made.permanent_kind()
    )
    if existing is not None:
        if if_missing:
            return done(f"{full[2]} already exists, statement succeeded.")
        if not replace:
            raise already_exists(".".join(full))
        engine.lock(full, session, statement)
    sql = made.view() if kind == "VIEW" else made.table()
    if existing is not None:
        sql.insert(0, f"DROP {existing} IF EXISTS {names.quoted(*made.physical)}")
    statement.check()
    atomic(session, *sql)
    if temporary:
        session.temporary_tables.add(full)
    else:
        engine.tables.forget(full, keep_grants=copy_grants)
        made.note(engine.tables)
    return done(f"{kind.title()} {full[2]} successfully created.")


class _Made:
    """The DuckDB statements that make a table or a view."""

    def __init__(self, tree, engine, session, statement, full, temporary):
        self._tree, self._engine, self._session, self._statement = tree, engine, session, statement
        self._full = full
        self.physical = full
        if temporary:
            schema = names.temporary_schema(session)
            session.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(full[0], schema)}")
            self.physical = (full[0], schema, f"{full[1]}.{full[2]}")

    def permanent_kind(self):
        rows = self._session.connection.execute(
            "SELECT 'TABLE' FROM duckdb_tables() WHERE (database_name, schema_name, table_name) = (?, ?, ?) UNION ALL "
            "SELECT 'VIEW' FROM duckdb_views() WHERE (database_name, schema_name, view_name) = (?, ?, ?)",
            list(self.physical) * 2,
        ).fetchall()
        return rows[0][0] if rows else None

    def _name(self):
        return names.quoted(*self.physical)

    def view(self):
        query = self._engine.query_text(self._tree.expression, self._session, self._statement)
        self._statement.bytes_scanned = 0
        return [f"CREATE VIEW {self._name()}{self._columns()} AS {query}", *self._comment("VIEW")]

    def _comment(self, kind):
        comment = self._tree.find(exp.SchemaCommentProperty)
        if comment is None:
            return []
        return [f"COMMENT ON {kind} {self._name()} IS {comment.this.sql(dialect='duckdb')}"]

    def _columns(self):
        if not isinstance(self._tree.this, exp.Schema):
            return ""
        return " (" + ", ".join(names.quoted(column.name) for column in self._tree.this.expressions) + ")"

    def table(self):
        clone = self._tree.args.get("clone")
        if clone is not None:
            return self._clone(names.full_name(clone.this, self._session))
        if self._tree.expression is None:
            return self._empty()
        query = self._engine.query_text(self._tree.expression, self._session, self._statement)
        if not isinstance(self._tree.this, exp.Schema):
            return [f"CREATE TABLE {self._name()} AS {query}", *self._comment("TABLE")]
        made = self._empty()
        return [*made, f"INSERT INTO {self._name()} {query}"]

    def _empty(self):
        tree = self._tree.copy()
        schema = tree.this
        if not isinstance(schema, exp.Schema):
            raise not_supported("CREATE TABLE without columns")
        comments = []
        for column in schema.find_all(exp.ColumnDef):
            for constraint in list(column.args.get("constraints") or []):
                if isinstance(constraint.kind, exp.CommentColumnConstraint):
                    comments.append((column.name, constraint.kind.this.name))
                if not isinstance(constraint.kind, (exp.NotNullColumnConstraint, exp.DefaultColumnConstraint)):
                    constraint.pop()
        # Snowflake notes keys and enforces none of them.
        schema.set("expressions", [column for column in schema.expressions if isinstance(column, exp.ColumnDef)])
        schema = rewrite.functions(schema)
        columns = ", ".join(column.sql(dialect="duckdb") for column in schema.expressions)
        made = [f"CREATE TABLE {self._name()} ({columns})"]
        for column, text in comments:
            made.append(
                f"COMMENT ON COLUMN {self._name()}.{names.quoted(column)} IS {exp.Literal.string(text).sql(dialect='duckdb')}"
            )
        return [*made, *self._comment("TABLE")]

    def _clone(self, source):
        if self._engine.catalog.require(source, self._session) != "TABLE":
            raise does_not_exist("Table", ".".join(source))
        if source in self._engine.tables.transient and not self._transient() and self.physical == self._full:
            # The documentation states the rule; the number is not published.
            raise SnowflakeError(
                "000002", "0A000", "Unsupported feature 'Transient object cannot be cloned to a permanent object.'"
            )
        return copy_of(names.physical(source, self._session), self.physical, self._session)

    def _transient(self):
        return self._tree.find(exp.TransientProperty) is not None

    def note(self, tables):
        if self._transient():
            tables.transient.add(self._full)
        cluster = self._tree.find(exp.Cluster, exp.ClusterProperty) if self._tree.args.get("properties") else None
        clone = self._tree.args.get("clone")
        if cluster is not None:
            tables.cluster_by[self._full] = ", ".join(part.sql(dialect="snowflake") for part in cluster.expressions)
            tables.reclustering.add(self._full)
        elif clone is not None:
            source = names.full_name(clone.this, self._session)
            if source in tables.cluster_by:
                tables.cluster_by[self._full] = tables.cluster_by[source]


def copy_of(source, target, session):
    """DuckDB statements that make `target` the same as `source`: columns, defaults, comments and rows."""
    rows = session.connection.execute(
        "SELECT column_name, data_type, is_nullable, column_default, comment FROM duckdb_columns() "
        "WHERE (database_name, schema_name, table_name) = (?, ?, ?) ORDER BY column_index",
        list(source),
    ).fetchall()
    columns, comments = [], []
    for name, kind, nullable, default, comment in rows:
        columns.append(
            f"{names.quoted(name)} {kind}{'' if nullable else ' NOT NULL'}{f' DEFAULT {default}' if default else ''}"
        )
        if comment:
            comments.append(
                f"COMMENT ON COLUMN {names.quoted(*target, name)} IS {exp.Literal.string(comment).sql(dialect='duckdb')}"
            )
    return [
        f"CREATE TABLE {names.quoted(*target)} ({', '.join(columns)})",
        f"INSERT INTO {names.quoted(*target)} SELECT * FROM {names.quoted(*source)}",
        *comments,
    ]


def _create_schema(target, engine, session, replace, if_missing):
    schema, database = target.db or target.name, target.catalog or session.database
    if target.db and not target.name:
        schema = target.db
    elif target.name:
        schema, database = target.name, target.db or session.database
    if not database:
        names.full_name(exp.table_("X"), session, "CREATE SCHEMA")
    if database not in engine.catalog.databases(session):
        raise does_not_exist("Database", database)
    if engine.catalog.has_schema(session, database, schema):
        if if_missing:
            return done(f"{schema} already exists, statement succeeded.")
        if not replace:
            raise already_exists(schema)
        session.connection.execute(f"DROP SCHEMA {names.quoted(database, schema)} CASCADE")
    session.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(database, schema)}")
    # As in Snowflake, what was created is what is used from now on.
    session.database, session.schema = database, schema
    return done(f"Schema {schema} successfully created.")
