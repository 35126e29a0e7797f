"""The JSON that Snowflake answers with, field by field."""

import secrets

from . import arrow

_PARAMETERS = [
    {"name": "TIMEZONE", "value": "UTC"},
    {"name": "CLIENT_SESSION_KEEP_ALIVE", "value": False},
    {"name": "AUTOCOMMIT", "value": True},
    {"name": "GO_QUERY_RESULT_FORMAT", "value": "ARROW"},
    {"name": "PYTHON_CONNECTOR_QUERY_RESULT_FORMAT", "value": "ARROW"},
    {"name": "TIMESTAMP_OUTPUT_FORMAT", "value": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM"},
    {"name": "BINARY_OUTPUT_FORMAT", "value": "HEX"},
]


def success(data=None, code=None, message=None):
    return {"data": data, "code": code, "message": message, "success": True}


def failure(code, message, data=None):
    return {"data": data, "code": code, "message": message, "success": False, "headers": None}


def login(session, settings):
    return success(
        {
            "masterToken": session.tokens["master"],
            "token": session.tokens["session"],
            "validityInSeconds": settings["session_seconds"],
            "masterValidityInSeconds": settings["master_seconds"],
            "displayUserName": session.user,
            "serverVersion": "9.30.1",
            "firstLogin": False,
            "remMeToken": None,
            "remMeValidityInSeconds": 0,
            "healthCheckInterval": 45,
            "newClientForUpgrade": None,
            "sessionId": session.id,
            "parameters": _PARAMETERS,
            "sessionInfo": {
                "databaseName": session.database,
                "schemaName": session.schema,
                "warehouseName": session.warehouse,
                "roleName": session.role,
            },
            "idToken": None,
            "idTokenValidityInSeconds": 0,
            "responseData": None,
            "mfaToken": None,
            "mfaTokenValidityInSeconds": 0,
        }
    )


def login_failure(error):
    data = {
        "nextAction": "RETRY_LOGIN",
        "authnMethod": "USERNAME_PASSWORD",
        "signInOptions": {},
        "errorCode": error.code,
    }
    return failure(error.code, error.message, data)


def renewed(session, settings):
    return success(
        {
            "sessionToken": session.tokens["session"],
            "validityInSecondsST": settings["session_seconds"],
            "masterToken": session.tokens["master"],
            "validityInSecondsMT": settings["master_seconds"],
            "sessionId": session.id,
        }
    )


def in_progress(statement, detached=False):
    code, message = (
        ("333334", "Query execution in progress. Asynchronous")
        if detached
        else ("333333", "Query execution in progress.")
    )
    data = {
        "queryId": statement.query_id,
        "getResultUrl": f"/queries/{statement.query_id}/result",
        "queryAbortsAfterSecs": 300,
        "progressDesc": None,
    }
    return success(data, code, message)


def statement_failure(statement):
    error = statement.error
    data = {
        "internalError": False,
        "errorCode": error.code,
        "age": 0,
        "sqlState": error.sql_state,
        "queryId": statement.query_id,
        "line": -1,
        "pos": -1,
        "type": "COMPILATION" if error.message.startswith("SQL compilation error") else "",
    }
    return failure(error.code, error.message, data)


def statement_success(statement, settings, chunks):
    result, session = statement.result, statement.session
    data = {
        "parameters": _PARAMETERS,
        "rowtype": [kind.row_type(name, nullable) for name, kind, nullable in result.columns],
        "total": result.table.num_rows,
        "returned": result.table.num_rows,
        "queryId": statement.query_id,
        "databaseProvider": None,
        "finalDatabaseName": session.database,
        "finalSchemaName": session.schema,
        "finalWarehouseName": session.warehouse,
        "finalRoleName": session.role,
        "numberOfBinds": 0,
        "arrayBindSupported": False,
        "statementTypeId": result.statement_type,
        "version": 1,
        "sendResultTime": int(1000 * (statement.ended or 0)),
        "queryResultFormat": "json" if result.as_json or _wants_json(statement) else "arrow",
        "queryContext": {"entries": [{"id": 0, "timestamp": int(1e6 * statement.started), "priority": 0}]},
    }
    if result.affected:
        data["stats"] = {
            "numRowsInserted": result.affected.get("inserted", 0),
            "numRowsUpdated": result.affected.get("updated", 0),
            "numRowsDeleted": result.affected.get("deleted", 0),
            "numDmlDuplicates": 0,
        }
    if data["queryResultFormat"] == "json":
        data["rowset"] = arrow.to_rows(result.table, result.types)
    else:
        _arrow(data, result, settings, chunks)
    return success(data)


def _wants_json(statement):
    names = ("GO_QUERY_RESULT_FORMAT", "PYTHON_CONNECTOR_QUERY_RESULT_FORMAT", "RUST_QUERY_RESULT_FORMAT")
    return any(str(statement.parameter(name, "")).upper() == "JSON" for name in names)


def _arrow(data, result, settings, chunks):
    table, size = result.table, settings["chunk_rows"]
    if table.num_rows == 0:
        data["rowsetBase64"] = ""
        return
    pieces = [table] if size <= 0 else [table.slice(start, size) for start in range(0, table.num_rows, size)]
    streams = [arrow.to_stream(piece, result.types, settings["timestamps"]) for piece in pieces]
    inline = settings["chunk_inline"] or len(pieces) == 1
    data["rowsetBase64"] = arrow.encoded(streams[0]) if inline else ""
    rest = range(1 if inline else 0, len(pieces))
    if not rest:
        return
    key = secrets.token_urlsafe(24)
    data["chunkHeaders"] = {
        "x-amz-server-side-encryption-customer-key": key,
        "x-amz-server-side-encryption-customer-algorithm": "AES256",
    }
    data["chunks"] = [
        {
            "url": chunks.add(streams[position], key),
            "rowCount": pieces[position].num_rows,
            "uncompressedSize": len(streams[position]),
            "compressedSize": len(streams[position]),
        }
        for position in rest
    ]
