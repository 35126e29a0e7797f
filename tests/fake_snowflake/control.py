"""The endpoints under /fake: what a test sets, orders, loads and reads. README.md has the list."""

import os
import time

from sqlglot import exp

from . import arrow, names, rewrite
from .errors import SnowflakeError
from .statements import Statement


class Control:
    def __init__(self, account):
        self._account = account

    def answer(self, request):
        """The JSON for a control request; a mistake of the test's raises ValueError."""
        action = request.path.removeprefix("/fake/")
        handler = getattr(self, f"_{request.method.lower()}_{action}", None)
        if handler is None:
            raise ValueError(f"there is no {request.method} {request.path}")
        return handler(request.json or {})

    def _get_health(self, _body):
        return {"ready": True}

    def _post_reset(self, body):
        self._account.reset(body)
        return {}

    def _post_save(self, body):
        self._account.save(body["name"])
        return {}

    def _post_restore(self, body):
        self._account.restore(body["name"])
        return {}

    def _get_settings(self, _body):
        return self._account.settings

    def _post_settings(self, body):
        self._account.set(body)
        return self._account.settings

    def _post_users(self, body):
        name = body.pop("name").upper()
        user = {
            "password": None,
            "keys": [],
            "pats": [],
            "oauth": [],
            "expired_oauth": [],
            "role": "FEATURE_ENGINEER",
            **body,
        }
        self._account.settings["users"][name] = user
        return {}

    def _post_faults(self, body):
        return {"id": self._account.faults.add(body).id}

    def _post_await(self, body):
        """Returns when a rule has struck; with `worked`, when the statement that it struck has ended, too."""
        rule, deadline = self._account.faults.rule(body["id"]), time.monotonic() + body.get("seconds", 30)
        while time.monotonic() < deadline:
            statement = rule.statement
            worked = statement is not None and statement.done.is_set()
            if worked or (rule.fired and not body.get("worked")):
                return {"seen": rule.seen, "sql": None if statement is None else statement.sql}
            time.sleep(0.002)
        raise ValueError(f"rule {rule.id} was seen {rule.seen} times and fired {rule.fired} times")

    def _get_faults(self, _body):
        return self._account.faults.shown()

    def _delete_faults(self, _body):
        self._account.faults.clear()
        return {}

    def _get_log(self, _body):
        return self._account.noted()

    def _delete_log(self, _body):
        self._account.clear_log()
        return {}

    def _get_statements(self, _body):
        return [
            {
                "query_id": statement.query_id,
                "request_id": statement.request_id,
                "sql": statement.sql,
                "tag": statement.tag,
                "session_id": statement.session.id,
                "executions": statement.executions,
                "status": statement.status,
                "error": None if statement.error is None else statement.error.code,
                "rows_affected": None if statement.result is None else statement.result.rows_affected,
            }
            for statement in self._account.engine.history()
        ]

    def _get_sessions(self, _body):
        return [
            {
                "id": session.id,
                "user": session.user,
                "role": session.role,
                "warehouse": session.warehouse,
                "database": session.database,
                "schema": session.schema,
                "parameters": session.parameters,
                "in_transaction": session.transaction is not None,
                "temporary_tables": sorted(".".join(full) for full in session.temporary_tables),
            }
            for session in list(self._account.engine.sessions.open.values())
        ]

    def _get_locks(self, _body):
        return self._account.engine.locks.held()

    def _get_grants(self, _body):
        return {".".join(full): sorted(held) for full, held in self._account.engine.tables.grants.items()}

    def _session(self, body):
        if "session_id" not in body:
            return None
        return self._account.engine.sessions.open[body["session_id"]]

    def _post_expire(self, body):
        self._account.engine.sessions.expire(body.get("token", "session"), self._session(body))
        return {}

    def _post_close_session(self, body):
        only = self._session(body)
        for session in [only] if only else list(self._account.engine.sessions.open.values()):
            self._account.engine.close(session)
        return {}

    def _post_load(self, body):
        """A table from a Parquet or CSV file; names are folded to upper case, `columns` gives Snowflake types."""
        path = body["path"]
        if not os.path.isfile(path):
            raise ValueError(f"no such file: {path}")
        engine = self._account.engine
        full = (body.get("database", "ANALYTICS"), body["schema"].upper(), body["table"].upper())
        quoted = "'" + path.replace("'", "''") + "'"
        reader = (
            f"read_csv({quoted}, header = true, all_varchar = true)"
            if path.endswith(".csv")
            else f"read_parquet({quoted})"
        )
        connection = engine.connect()
        engine.catalog.create_database(full[0])
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {names.quoted(*full[:2])}")
        types = {name.upper(): kind for name, kind in body.get("columns", {}).items()}
        selected = []
        for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall():
            if name.upper() in types:
                kind = _duckdb_type(types[name.upper()])
            selected.append(f"CAST({names.quoted(name)} AS {kind}) AS {names.quoted(name.upper())}")
        connection.execute(
            f"CREATE OR REPLACE TABLE {names.quoted(*full)} AS SELECT {', '.join(selected)} FROM {reader}"
        )
        return {"rows": connection.execute(f"SELECT count(*) FROM {names.quoted(*full)}").fetchone()[0]}

    def _post_read(self, body):
        """Rows of a Snowflake query, as a session that sees the permanent tables only; not in the log."""
        engine = self._account.engine
        session = engine.sessions.create(
            engine.connect,
            user="ACCOUNTADMIN",
            role="ACCOUNTADMIN",
            warehouse=self._account.settings["warehouses"][0],
            database=body.get("database", "ANALYTICS"),
            schema=None,
            parameters={},
        )
        statement = Statement(session, body["sql"], None, None, {})
        try:
            result = engine.run(statement)
        except SnowflakeError as error:
            raise ValueError(f"{error.code}: {error.message}") from error
        finally:
            engine.close(session)
        columns = [name for name, _, _ in result.columns]
        if body.get("as_text", True):
            texts = [column.to_pylist() for column in result.table.columns]
            return {"columns": columns, "rows": [[_text(value) for value in row] for row in zip(*texts, strict=True)]}
        return {"columns": columns, "rows": arrow.to_rows(result.table, result.types)}


def _duckdb_type(snowflake):
    return rewrite.to_duckdb(rewrite.functions(exp.DataType.build(snowflake, dialect="snowflake")))


def _text(value):
    return None if value is None else repr(value) if isinstance(value, float) else str(value)
