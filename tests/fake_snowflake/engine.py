"""The engine: runs one Snowflake statement of one session on DuckDB, and knows what a statement is."""

import re
import time

import duckdb
from fakesnow import statement_type as kinds
from sqlglot import exp

from . import commands, context, ddl, merge, names, results, rewrite
from .catalog import Catalog
from .errors import SnowflakeError, from_duckdb, named, not_supported
from .locks import TableLocks
from .sessions import Sessions
from .statements import Statements
from .transaction import Transaction

_DUCKDB_CONFLICT_RETRIES = 20


class Engine:
    """One Snowflake account in memory."""

    def __init__(self, settings):
        self.settings = settings
        self._root = duckdb.connect(":memory:", config={"threads": settings["threads"]})
        rewrite.install(self._root)
        self.catalog = Catalog(self._root.cursor())
        self.sessions = Sessions(settings)
        self.statements = Statements()
        self.locks = TableLocks(settings["lock_waiters"], self._end_idle_transaction)
        self.tables = ddl.Tables()
        for database in settings["databases"]:
            self.catalog.create_database(database)

    def connect(self):
        connection = self._root.cursor()
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    def statement(self, query_id):
        return self.statements.by_query(query_id)

    def history(self):
        return self.statements.snapshot()

    def abandon(self):
        """Nobody asks any more: what waits or runs ends."""
        for statement in self.history():
            statement.hold_until = 0.0
            if not statement.done.is_set():
                statement.aborted.set()

    def _end_idle_transaction(self, session_id):
        """A transaction that others wait for is rolled back once its session has been idle for five minutes. Snowflake does
        not document what the session's next statement meets; here the worst: it runs on its own."""
        session = self.sessions.open.get(session_id)
        if session is None or session.transaction is None or not session.turn.acquire(blocking=False):
            return
        try:
            idle = time.monotonic() - session.last_active
            if session.transaction is not None and idle >= self.settings["idle_transaction_seconds"]:
                session.transaction.end(keep=False)
        finally:
            session.turn.release()

    def close(self, session):
        """End a session: its statement, its transaction and its temporary tables go with it."""
        self.sessions.close(session)
        running = session.running
        if running is not None and not running.done.is_set():
            running.abort()
        with session.turn:
            if session.transaction is not None:
                session.transaction.end(keep=False)
            self.locks.release(session.id)
            for database in {full[0] for full in session.temporary_tables}:
                schema = names.quoted(database, names.temporary_schema(session))
                session.connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            session.temporary_tables.clear()

    def run(self, statement):
        """The result of a statement, or a SnowflakeError."""
        session = statement.session
        while not session.turn.acquire(timeout=0.05):
            statement.check()
        session.running = statement
        statement.executions += 1
        try:
            statement.check()
            return self._run(session, statement)
        except Exception as error:
            # An abort interrupts what runs: not what is played again.
            session.running = None
            if session.transaction is not None:
                session.transaction.failed()
            if isinstance(error, SnowflakeError):
                raise
            if isinstance(error, duckdb.Error):
                raise from_duckdb(error) from error
            # A bug of the fake, which must not look like a lost connection.
            raise not_supported(f"this statement ({type(error).__name__}: {error})") from error
        finally:
            if session.transaction is None:
                self.locks.release(session.id)
            session.last_query_id = statement.query_id
            session.running = None
            session.last_active = time.monotonic()
            session.turn.release()

    def _run(self, session, statement):
        sql = statement.sql.strip().rstrip(";")
        special = commands.before_parsing(sql, self, session)
        if special is not None:
            return special
        copy_grants = bool(re.search(r"(?i)\bCOPY\s+GRANTS\b", sql))
        # sqlglot does not know COPY GRANTS behind CLONE.
        tree = rewrite.parse(re.sub(r"(?is)(\bCLONE\s+\S+)\s+COPY\s+GRANTS\s*$", r"\1", sql))
        tree = names.fold_all(tree)
        match tree:
            case exp.Query() | exp.Values():
                return self._query(tree, session, statement)
            case exp.Insert() | exp.Update() | exp.Delete() | exp.Merge() | exp.TruncateTable():
                return self._write(tree, session, statement)
            case exp.Transaction():
                if session.transaction is None:
                    session.transaction = Transaction(session, self.locks)
                return results.status("Statement executed successfully.", kinds.TCL)
            case exp.Commit() | exp.Rollback():
                if session.transaction is not None:
                    session.transaction.end(keep=isinstance(tree, exp.Commit))
                return results.status("Statement executed successfully.", kinds.TCL)
            case exp.Create() | exp.Drop() | exp.Alter() | exp.Comment() | exp.Grant() | exp.Revoke():
                # DDL commits the open transaction, then stands for itself.
                if (
                    not (isinstance(tree, exp.Alter) and tree.args.get("kind") == "SESSION")
                    and session.transaction is not None
                ):
                    session.transaction.end(keep=True)
                return ddl.run(tree, self, session, statement, copy_grants)
            case exp.Use() | exp.Describe():
                return commands.run(tree, self, session)
        raise not_supported(f"a statement of this kind: {sql[:80]}")

    def query_text(self, tree, session, statement):
        """A query in DuckDB's words."""
        tree, scans = context.substitute(tree, self, session, statement)
        found = names.resolve(tree, session, self.catalog, skip=scans)
        self._needs_warehouse(found, session)
        if any(full[1] == "INFORMATION_SCHEMA" for full in found):
            transient = [".".join(full) for full in self.tables.transient]
            session.connection.execute("SET VARIABLE transient = ?", [transient])
        for full in found:
            statement.bytes_scanned += self.catalog_size(full, session)
        return rewrite.to_duckdb(rewrite.functions(tree))

    def catalog_size(self, full, session):
        """A made-up number of bytes that grows with the rows, so that a client has something to show."""
        sizes = session.connection.execute(
            "SELECT estimated_size * column_count * 8 FROM duckdb_tables() WHERE (database_name, schema_name, table_name) = (?, ?, ?)",
            list(names.physical(full, session)),
        ).fetchall()
        return int(sizes[0][0]) if sizes else 0

    def _needs_warehouse(self, tables, session):
        if session.warehouse is None and any(full[1] != "INFORMATION_SCHEMA" for full in tables):
            raise named("no_warehouse")

    def _query(self, tree, session, statement):
        sql = self.query_text(tree, session, statement)
        statement.check()
        return results.of_query(session.connection.execute(sql), kinds.SELECT)

    def lock(self, full, session, statement):
        """Hold a table's lock; says whether others had it."""
        table = names.physical(full, session)
        waited = self.locks.held().get(".".join(table), session.id) != session.id
        timeout = float(statement.parameter("LOCK_TIMEOUT", 43200))
        self.locks.acquire(table, session.id, statement.query_id, statement.aborted, timeout)
        return waited

    def _write(self, tree, session, statement):
        target = tree.find(exp.Table) if not isinstance(tree, exp.TruncateTable) else tree.expressions[0]
        full = names.full_name(target, session)
        if self.catalog.require(full, session) != "TABLE":
            raise SnowflakeError(
                "002003", "42S02", f"SQL compilation error:\nObject '{'.'.join(full)}' is not a table."
            )
        tree, scans = context.substitute(tree, self, session, statement)
        found = names.resolve(tree, session, self.catalog, skip=scans)
        self._needs_warehouse(found, session)
        statement.bytes_scanned += sum(self.catalog_size(full, session) for full in found)
        waited = False if isinstance(tree, exp.Insert) else self.lock(full, session, statement)
        tree = rewrite.functions(tree)
        if isinstance(tree, exp.Insert) and tree.this.find(exp.TableAlias) is not None:
            tree.this.find(exp.TableAlias).pop()
        for _ in range(_DUCKDB_CONFLICT_RETRIES):
            try:
                return self._write_once(tree, session, statement, waited)
            except duckdb.TransactionException:
                # Two inserts into one table never conflict in Snowflake; inside a transaction it has been played again.
                if session.transaction is not None:
                    raise
                statement.wait(0.02)
        return self._write_once(tree, session, statement, waited)

    def _write_once(self, tree, session, statement, waited):
        sent = []

        def execute(sql):
            statement.check()
            cursor = session.connection.execute(sql)
            sent.append(sql)
            return cursor

        transaction = session.transaction
        if transaction is not None:
            transaction.before_write(waited)
        elif isinstance(tree, exp.Merge):
            session.connection.execute("BEGIN TRANSACTION")
        try:
            result = self._send(tree, execute, statement)
            statement.check()
        except (duckdb.Error, SnowflakeError):
            if transaction is None and isinstance(tree, exp.Merge):
                session.connection.execute("ROLLBACK")
            raise
        if transaction is not None:
            transaction.wrote(sent)
        elif isinstance(tree, exp.Merge):
            session.connection.execute("COMMIT")
        return result

    def _send(self, tree, execute, statement):
        if isinstance(tree, exp.Merge):
            check = str(statement.parameter("ERROR_ON_NONDETERMINISTIC_MERGE", "true")).lower() != "false"
            columns, counts = merge.run(execute, merge.plan(tree), check)
            return results.of_counts(columns, counts, kinds.MERGE)
        if isinstance(tree, exp.TruncateTable):
            execute(f"DELETE FROM {tree.expressions[0].sql(dialect='duckdb')}").fetchall()
            return results.status("Statement executed successfully.", kinds.DDL)
        count = execute(rewrite.to_duckdb(tree)).fetchone()[0]
        verb, kind = {
            exp.Insert: ("inserted", kinds.INSERT),
            exp.Update: ("updated", kinds.UPDATE),
            exp.Delete: ("deleted", kinds.DELETE),
        }[type(tree)]
        return results.of_counts([f"number of rows {verb}"], [count], kind)
