"""USE, DESCRIBE, SHOW and what sqlglot does not parse: answered from the catalog and the session, as JSON."""

import datetime
import re

from fakesnow import statement_type as kinds
from sqlglot import exp

from . import catalog, names, results
from .errors import SnowflakeError

_MISSING = SnowflakeError(
    "002043", "02000", "SQL compilation error:\nObject does not exist, or operation cannot be performed."
)
_SHOW = re.compile(
    r"(?is)^SHOW\s+(?:TERSE\s+)?(?P<what>TABLES|VIEWS|OBJECTS|SCHEMAS|DATABASES|COLUMNS|WAREHOUSES|ROLES|PARAMETERS|GRANTS)\b"
    r"(?:\s+LIKE\s+'(?P<like>(?:[^']|'')*)')?"
    r"(?:\s+(?:IN|ON|TO)\s+(?P<scope>ACCOUNT|SESSION|DATABASE|SCHEMA|TABLE|VIEW|ROLE|USER)?\s*(?P<name>[^\s]+)?)?"
    r"(?:\s+LIKE\s+'(?P<like_after>(?:[^']|'')*)')?\s*$"
)
_RECLUSTER = re.compile(r"(?is)^ALTER\s+TABLE\s+(?P<table>\S+)\s+(?P<verb>RESUME|SUSPEND)\s+RECLUSTER$")
_DESCRIBE_RESULT = re.compile(r"(?is)^DESC(?:RIBE)?\s+RESULT\s+(?:'(?P<id>[^']+)'|LAST_QUERY_ID\(\))$")
_CREATED = datetime.datetime(2024, 1, 1)


def before_parsing(sql, engine, session):
    """The answer to a statement that sqlglot cannot parse, or None."""
    text = re.sub(r"(?s)^(\s|--[^\n]*\n|/\*.*?\*/)+", "", sql).strip()
    shown = _SHOW.match(text)
    if shown:
        return _show(shown, engine, session)
    recluster = _RECLUSTER.match(text)
    if recluster:
        if session.transaction is not None:
            session.transaction.end(keep=True)
        full = names.full_name(_table(recluster["table"]), session)
        engine.catalog.require(full, session)
        if full not in engine.tables.cluster_by:
            raise SnowflakeError(
                "000002", "0A000", "Unsupported feature 'RECLUSTER on a table without a clustering key'."
            )
        change = (
            engine.tables.reclustering.add
            if recluster["verb"].upper() == "RESUME"
            else engine.tables.reclustering.discard
        )
        change(full)
        return results.status("Statement executed successfully.", kinds.DDL)
    described = _DESCRIBE_RESULT.match(text)
    if described:
        query_id = described["id"] or session.last_query_id
        found = engine.statement(query_id)
        if found is None or found.result is None:
            raise SnowflakeError("000709", "02000", f"Statement {query_id} not found")
        rows = [
            [name, kind.declared(), "COLUMN", "Y", None, "N", "N", None, None, None, None, None]
            for name, kind, _ in found.result.columns
        ]
        return results.of_rows(catalog.DESCRIBE_COLUMNS, rows, kinds.DESCRIBE)
    return None


def _table(text):
    return names.fold_all(exp.to_table(text, dialect="snowflake"))


def run(tree, engine, session):
    if isinstance(tree, exp.Describe):
        full = names.full_name(tree.this, session, "DESCRIBE")
        return results.of_rows(catalog.DESCRIBE_COLUMNS, engine.catalog.describe(full, session), kinds.DESCRIBE)
    kind = tree.args["kind"].name.upper() if tree.args.get("kind") is not None else ""
    target = tree.this
    name = target.name
    if kind == "ROLE":
        catalog.require_role(name, engine.settings["roles"])
        session.role = name
    elif kind == "WAREHOUSE":
        if name not in engine.settings["warehouses"]:
            raise _MISSING
        session.warehouse = name
    elif kind == "SCHEMA" or (not kind and target.db):
        database = target.db or session.database
        if database not in engine.catalog.databases(session) or not engine.catalog.has_schema(session, database, name):
            raise _MISSING
        session.database, session.schema = database, name
    elif kind != "SECONDARY":
        if name not in engine.catalog.databases(session):
            raise _MISSING
        session.database = name
        session.schema = "PUBLIC" if engine.catalog.has_schema(session, name, "PUBLIC") else None
    return results.status("Statement executed successfully.", kinds.USE)


def _show(match, engine, session):
    what = match["what"].upper()
    pattern = match["like"] or match["like_after"]
    if pattern is not None:
        pattern = pattern.replace("''", "'")
    columns, rows = {
        "TABLES": _objects,
        "VIEWS": _objects,
        "OBJECTS": _objects,
        "SCHEMAS": _schemas,
        "DATABASES": _databases,
        "COLUMNS": _columns,
        "WAREHOUSES": _warehouses,
        "ROLES": _roles,
        "PARAMETERS": _parameters,
        "GRANTS": _grants,
    }[what](match, engine, session)
    named = (
        columns.index("column_name")
        if "column_name" in columns
        else columns.index("name")
        if "name" in columns
        else None
    )
    if pattern is not None and named is not None:
        rows = [row for row in rows if catalog.like(pattern, row[named])]
    return results.of_rows(columns, rows, kinds.SHOW)


def _where(match, session):
    """(database, schema) that a SHOW is about; None stands for all."""
    scope, name = (match["scope"] or "").upper(), match["name"]
    if scope == "ACCOUNT":
        return None, None
    parts = [names.fold(part) for part in exp.to_table(name, dialect="snowflake").parts] if name else []
    if scope == "DATABASE":
        return (parts or [session.database])[0], None
    if len(parts) == 2:
        return parts[0], parts[1]
    return session.database, parts[0] if parts else session.schema


def _objects(match, engine, session):
    database, schema = _where(match, session)
    wanted = {"TABLES": ("TABLE",), "VIEWS": ("VIEW",)}.get(match["what"].upper(), ("TABLE", "VIEW"))
    columns = ["created_on", "name", "database_name", "schema_name", "kind", "comment", "cluster_by", "rows", "owner"]
    rows = []
    for each in [database] if database else engine.catalog.databases(session):
        if schema is not None and not engine.catalog.has_schema(session, each, schema):
            raise _MISSING
        for in_schema, name, kind, count, comment, temporary in engine.catalog.objects(session, each, schema):
            full = (each, in_schema, name)
            if kind in wanted:
                shown = "TEMPORARY" if temporary else "TRANSIENT" if full in engine.tables.transient else kind
                cluster = engine.tables.cluster_by.get(full)
                rows.append(
                    [
                        _CREATED,
                        name,
                        each,
                        in_schema,
                        shown,
                        comment or "",
                        f"LINEAR({cluster})" if cluster else "",
                        count,
                        session.role,
                    ]
                )
    return columns, rows


def _schemas(match, engine, session):
    database, _ = (
        _where(match, session)
        if (match["scope"] or "").upper() == "DATABASE"
        else (match["name"] and names.fold(exp.to_identifier(match["name"])), None)
    )
    rows = []
    for each in (
        [database or session.database]
        if (match["scope"] or "").upper() != "ACCOUNT"
        else engine.catalog.databases(session)
    ):
        rows += [[_CREATED, name, each, session.role] for name in engine.catalog.schemas(session, each)]
    return ["created_on", "name", "database_name", "owner"], rows


def _databases(_match, engine, session):
    return ["created_on", "name", "owner"], [
        [_CREATED, name, session.role] for name in engine.catalog.databases(session)
    ]


def _columns(match, engine, session):
    scope = (match["scope"] or "").upper()
    rows = []
    if scope in ("TABLE", "VIEW"):
        tables = [names.full_name(_table(match["name"]), session)]
        engine.catalog.require(tables[0], session)
    else:
        database, schema = _where(match, session)
        tables = [
            (database, in_schema, name) for in_schema, name, *_ in engine.catalog.objects(session, database, schema)
        ]
    for full in tables:
        for name, kind, nullable, default, comment in engine.catalog.columns(full, session):
            rows.append(
                [full[2], full[1], name, kind.declared(), str(nullable).lower(), default, "COLUMN", comment, full[0]]
            )
    return [
        "table_name",
        "schema_name",
        "column_name",
        "data_type",
        "null?",
        "default",
        "kind",
        "comment",
        "database_name",
    ], rows


def _warehouses(_match, engine, session):
    rows = [
        [name, "STARTED", "STANDARD", "X-Small", "Y" if name == session.warehouse else "N"]
        for name in engine.settings["warehouses"]
    ]
    return ["name", "state", "type", "size", "is_current"], rows


def _roles(_match, engine, session):
    return ["created_on", "name", "is_current"], [
        [_CREATED, role, "Y" if role == session.role else "N"] for role in engine.settings["roles"]
    ]


def _parameters(_match, _engine, session):
    return ["key", "value", "level"], [[key, value, "SESSION"] for key, value in sorted(session.parameters.items())]


def _grants(match, engine, session):
    rows = []
    wanted = (
        names.full_name(_table(match["name"]), session) if (match["scope"] or "").upper() in ("TABLE", "VIEW") else None
    )
    role = match["name"].strip('"').upper() if wanted is None and match["name"] else None
    for full, held in sorted(engine.tables.grants.items()):
        for privilege, grantee in sorted(held):
            if (wanted is None or full == wanted) and (role is None or grantee.upper() == role):
                rows.append([_CREATED, privilege, "TABLE", ".".join(full), "ROLE", grantee])
    return ["created_on", "privilege", "granted_on", "name", "granted_to", "grantee_name"], rows
