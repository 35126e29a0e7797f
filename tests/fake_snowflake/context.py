"""Functions that answer from the session or the server, not from data: CURRENT_ROLE, RESULT_SCAN, SYSTEM$WAIT …"""

import datetime
import itertools

import pyarrow as pa
from sqlglot import exp

from .errors import SnowflakeError, does_not_exist

_SCANS = itertools.count()

HISTORY = pa.schema(
    [
        ("QUERY_ID", pa.string()),
        ("QUERY_TEXT", pa.string()),
        ("DATABASE_NAME", pa.string()),
        ("SCHEMA_NAME", pa.string()),
        ("SESSION_ID", pa.int64()),
        ("USER_NAME", pa.string()),
        ("ROLE_NAME", pa.string()),
        ("WAREHOUSE_NAME", pa.string()),
        ("QUERY_TAG", pa.string()),
        ("EXECUTION_STATUS", pa.string()),
        ("ERROR_CODE", pa.string()),
        ("ERROR_MESSAGE", pa.string()),
        ("START_TIME", pa.timestamp("us")),
        ("END_TIME", pa.timestamp("us")),
        ("TOTAL_ELAPSED_TIME", pa.int64()),
        ("BYTES_SCANNED", pa.int64()),
        ("ROWS_PRODUCED", pa.int64()),
    ]
)


def history_row(statement):
    failed = statement.error is not None
    start = datetime.datetime.fromtimestamp(statement.started, datetime.UTC).replace(tzinfo=None)
    ended = statement.ended or statement.started
    result = statement.result
    return {
        "QUERY_ID": statement.query_id,
        "QUERY_TEXT": statement.sql,
        "DATABASE_NAME": statement.session.database,
        "SCHEMA_NAME": statement.session.schema,
        "SESSION_ID": statement.session.id,
        "USER_NAME": statement.session.user,
        "ROLE_NAME": statement.session.role,
        "WAREHOUSE_NAME": statement.session.warehouse,
        "QUERY_TAG": statement.tag,
        "EXECUTION_STATUS": statement.status.upper(),
        "ERROR_CODE": statement.error.code if failed else None,
        "ERROR_MESSAGE": statement.error.message if failed else None,
        "START_TIME": start,
        "END_TIME": start + datetime.timedelta(seconds=ended - statement.started) if statement.ended else None,
        "TOTAL_ELAPSED_TIME": int(1000 * (ended - statement.started)),
        "BYTES_SCANNED": statement.bytes_scanned,
        "ROWS_PRODUCED": None if result is None else result.rows_affected or result.table.num_rows,
    }


def substitute(tree, engine, session, statement):
    """Replace such functions in `tree` by what they answer. Returns (tree, the table nodes that need no resolving)."""
    known = {
        "CURRENT_ROLE()": session.role,
        "CURRENT_USER()": session.user,
        "CURRENT_WAREHOUSE()": session.warehouse,
        "CURRENT_DATABASE()": session.database,
        "CURRENT_SCHEMA()": session.schema,
        "CURRENT_SESSION()": str(session.id),
        "CURRENT_ACCOUNT()": engine.settings["account"],
        "CURRENT_ACCOUNT_NAME()": engine.settings["account"],
        "CURRENT_ORGANIZATION_NAME()": "FAKE_ORGANIZATION",
        "CURRENT_REGION()": "AWS_EU_CENTRAL_1",
        "CURRENT_VERSION()": "9.30.1",
        "CURRENT_STATEMENT()": statement.sql,
        "LAST_QUERY_ID()": session.last_query_id,
    }
    scans = []

    def replace(node):
        if isinstance(node, exp.TableFromRows):
            scan = _table_function(node, engine, session)
            if scan is not None:
                scans.append(scan)
                return scan
        if isinstance(node, exp.Anonymous) and node.name.upper().startswith("SYSTEM$"):
            return exp.Literal.string(_system(node, engine, session, statement))
        if isinstance(node, exp.Func) and not list(node.iter_expressions()):
            text = node.sql(dialect="snowflake").upper()
            text = text if text.endswith(")") else text + "()"
            if text in known:
                return exp.null() if known[text] is None else exp.Literal.string(known[text])
        return node

    return tree.transform(replace, copy=False), scans


def _table_function(node, engine, session):
    call = node.this
    if isinstance(call, exp.Dot):
        call = call.expression
    function = call.name.upper() if isinstance(call, exp.Anonymous) else ""
    if function == "RESULT_SCAN":
        argument = call.expressions[0]
        query_id = argument.name if isinstance(argument, exp.Literal) else session.last_query_id
        found = engine.statement(query_id)
        if found is None or found.result is None:
            raise SnowflakeError("000709", "02000", f"Statement {query_id} not found")
        table = found.result.table
    elif function.startswith("QUERY_HISTORY"):
        only = session if function.endswith("_BY_SESSION") else None
        rows = [history_row(each) for each in engine.history() if only is None or each.session is only]
        table = pa.Table.from_pylist(rows, schema=HISTORY)
    else:
        return None
    name = f"_scan_{next(_SCANS)}"
    session.connection.register(name, table)
    scan = exp.Table(this=exp.to_identifier(name, quoted=True))
    if node.args.get("alias") is not None:
        scan.set("alias", node.args["alias"])
    return scan


def _system(node, engine, session, statement):
    function = node.name.upper()
    arguments = [argument.name for argument in node.expressions]
    if function == "SYSTEM$WAIT":
        seconds = float(arguments[0]) * {"MILLISECONDS": 0.001, "MINUTES": 60}.get(
            arguments[1].upper() if len(arguments) > 1 else "", 1
        )
        statement.wait(seconds)
        return f"waited {arguments[0]} seconds"
    if function == "SYSTEM$CANCEL_QUERY":
        found = engine.statement(arguments[0])
        if found is None or found.done.is_set():
            raise not_running()
        found.abort()
        return f"query [{arguments[0]}] terminated."
    if function == "SYSTEM$ABORT_SESSION":
        found = engine.sessions.open.get(int(arguments[0]))
        if found is None:
            raise does_not_exist("Session", arguments[0])
        engine.close(found)
        return f"session [{arguments[0]}] terminated."
    raise SnowflakeError("002140", "42601", f"SQL compilation error:\nUnknown function {function}")


def not_running():
    # As the documentation of SYSTEM$CANCEL_QUERY shows it; the number is gosnowflake's queryNotExecuting.
    return SnowflakeError("000605", "02000", "Identified SQL statement is not currently executing.")
