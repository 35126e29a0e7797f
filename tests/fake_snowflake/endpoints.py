"""Snowflake's endpoints: from a parsed request to the JSON of its reply."""

import urllib.parse

from . import context, login, replies
from .catalog import require_role
from .errors import SnowflakeError
from .sessions import TokenError
from .statements import Statement

_NOT_FOUND = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"


class Page(Exception):
    """A reply that is no JSON: what a proxy or a wrong host sends."""

    def __init__(self, status, body, content_type="text/html", headers=None):
        super().__init__(status)
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = headers or {}


def token_of(request):
    header = request.headers.get("Authorization", "")
    prefix = 'Snowflake Token="'
    if not header.startswith(prefix):
        raise TokenError("390103", "Session token not found in the request data.")
    return header[len(prefix) : -1]


def place_of(method, path):
    """What faults call an endpoint."""
    if path == "/session/v1/login-request":
        return "login"
    if path == "/session/token-request":
        return "renew"
    if path == "/queries/v1/query-request":
        return "query"
    if path == "/session":
        return "close"
    if path.startswith("/chunks/"):
        return "chunk"
    if path.startswith("/monitoring/"):
        return "monitoring"
    if path.endswith("/result") and method == "GET":
        return "result"
    if "abort" in path:
        return "abort"
    return "other"


class Endpoints:
    def __init__(self, account):
        self._account = account

    def answer(self, request):
        """The JSON of the reply, or the bytes of a chunk."""
        try:
            return self._route(request)
        except TokenError as error:
            return replies.failure(error.code, error.message)

    def _route(self, request):
        place, parts = place_of(request.method, request.path), request.path.strip("/").split("/")
        match place:
            case "login":
                return self._login(request)
            case "renew":
                return self._renew(request)
            case "close":
                session = self._engine.sessions.by_token(token_of(request))
                if request.query.get("delete") == "true":
                    self._engine.close(session)
                return replies.success()
            case "query":
                return self._query(request)
            case "result":
                session = self._engine.sessions.by_token(token_of(request))
                statement = self._engine.statement(parts[1])
                if statement is None or statement.session.user != session.user:
                    return replies.failure("000709", f"Statement {parts[1]} not found")
                return self._wait(statement, request)
            case "abort":
                return self._abort(request, parts)
            case "monitoring":
                return self._monitoring(request, parts[-1])
            case "chunk":
                data = self._account.chunks.get(
                    parts[1], request.headers.get("x-amz-server-side-encryption-customer-key")
                )
                if data is None:
                    raise Page(403, "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "application/xml")
                return data
        if request.path == "/session/heartbeat":
            self._engine.sessions.by_token(token_of(request))
            return replies.success()
        if request.path == "/telemetry/send":
            return replies.success("Log Received")
        raise Page(404, _NOT_FOUND)

    @property
    def _engine(self):
        return self._account.engine

    def _login(self, request):
        data, settings = request.json.get("data", {}), self._account.settings
        if not login.is_account(data.get("ACCOUNT_NAME", ""), settings["account"]):
            raise Page(404, _NOT_FOUND)
        try:
            user = login.authenticate(data, settings)
            role = request.query.get("roleName") or settings["users"][user]["role"]
            require_role(role, settings["roles"])
        except login.LoginError as error:
            request.note["login_failure"] = error.detail
            return replies.login_failure(error)
        except SnowflakeError:
            message = (
                f"Role '{role}' specified in the connect string does not exist or not authorized. Contact your local "
                "system administrator, or attempt to login with another role, e.g. PUBLIC."
            )
            return replies.login_failure(login.LoginError(("390189", message)))
        # Snowflake lets a login with an unknown database, schema or warehouse pass, without them.
        database, schema, warehouse = (
            _folded(request.query.get(key)) for key in ("databaseName", "schemaName", "warehouse")
        )
        if database not in self._engine.catalog.databases():
            database = schema = None
        elif schema is None and self._engine.catalog.has_schema(None, database, "PUBLIC"):
            schema = "PUBLIC"
        if database is not None and not self._engine.catalog.has_schema(None, database, schema or ""):
            schema = None
        parameters = {key.upper(): value for key, value in (data.get("SESSION_PARAMETERS") or {}).items()}
        session = self._engine.sessions.create(
            self._engine.connect,
            user=user,
            role=role,
            warehouse=warehouse if warehouse in settings["warehouses"] else None,
            database=database,
            schema=schema,
            parameters=parameters,
        )
        request.note["session_id"] = session.id
        return replies.login(session, settings)

    def _renew(self, request):
        master, old = token_of(request), request.json.get("oldSessionToken")
        try:
            session = self._engine.sessions.renew(master, old)
        except TokenError as error:
            gone = self._engine.sessions.owner(master)
            if error.code == "390114" and gone is not None:
                # With its master token a session dies, and what it held with it.
                self._engine.close(gone)
            raise
        request.note["session_id"] = session.id
        return replies.renewed(session, self._account.settings)

    def _query(self, request):
        session = self._engine.sessions.by_token(token_of(request))
        request.note["session_id"] = session.id
        body = request.json
        parameters = {key.upper(): value for key, value in (body.get("parameters") or {}).items()}

        def make():
            tag = parameters.get("QUERY_TAG", session.parameter("QUERY_TAG"))
            return Statement(session, body["sqlText"], request.query.get("requestId"), tag, parameters)

        execute = self._account.execution(request.rules)
        statement, new = self._engine.statements.submit(make, request.query.get("requestId"), execute)
        request.note.update(query_id=statement.query_id, tag=statement.tag, duplicate=not new)
        for rule in request.rules:
            rule.statement = statement
        if new:
            for rule in request.rules:
                if rule.action == "hold":
                    statement.hold_until = statement.clock() + rule.get("seconds", 1)
        if body.get("asyncExec"):
            return replies.in_progress(statement, detached=True)
        return self._wait(statement, request)

    def _wait(self, statement, request):
        settings = self._account.settings
        patience = settings["in_progress_after"]
        for rule in request.rules:
            patience = rule.get("in_progress_after", patience)
            if rule.get("silent"):
                patience = 10**6
        if not statement.answered(patience):
            return replies.in_progress(statement)
        if statement.error is not None:
            return replies.statement_failure(statement)
        return replies.statement_success(statement, settings, self._account.chunks)

    def _abort(self, request, parts):
        session = self._engine.sessions.by_token(token_of(request))
        request.note["session_id"] = session.id
        if parts[1] == "v1":
            request.note["aborts"] = request.json.get("requestId")
            statement = self._engine.statements.by_request(request.json.get("requestId"))
        else:
            statement = self._engine.statement(parts[1])
        if statement is None or statement.done.is_set():
            error = context.not_running()
            return replies.failure(error.code, error.message)
        statement.abort()
        return replies.success()

    def _monitoring(self, request, query_id):
        self._engine.sessions.by_token(token_of(request))
        statement = self._engine.statement(query_id)
        if statement is None:
            return replies.success({"queries": []})
        status = {"running": "RUNNING", "success": "SUCCESS", "failed_with_error": "FAILED_WITH_ERROR"}[
            statement.status
        ]
        told = {
            "id": query_id,
            "status": status,
            "sqlText": statement.sql,
            "queryTag": statement.tag,
            "startTime": int(1000 * statement.started),
            "endTime": int(1000 * (statement.ended or 0)),
            "stats": {
                "scanBytes": statement.bytes_scanned,
                "producedRows": 0 if statement.result is None else statement.result.table.num_rows,
            },
        }
        if statement.error is not None:
            told.update(errorCode=statement.error.code, errorMessage=statement.error.message)
        return replies.success({"queries": [told]})


def _folded(name):
    if not name:
        return None
    name = urllib.parse.unquote(name)
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.upper()
