"""CREATE, DROP, ALTER, GRANT, COMMENT: what changes the catalog. Each statement is atomic and commits by itself."""

from sqlglot import exp

from . import create, names, rewrite
from .catalog import require_role
from .create import atomic, copy_of, done
from .errors import SnowflakeError, already_exists, does_not_exist, not_supported


class Tables:
    """What Snowflake knows about a table and DuckDB does not."""

    def __init__(self):
        self.transient = set()
        self.grants = {}  # full name -> set of (privilege, role)
        self.cluster_by = {}
        self.reclustering = set()

    def forget(self, full, keep_grants=False):
        self.transient.discard(full)
        self.cluster_by.pop(full, None)
        self.reclustering.discard(full)
        if not keep_grants:
            self.grants.pop(full, None)

    def swap(self, one, other):
        for flags in (self.transient, self.reclustering):
            held = [full in flags for full in (one, other)]
            flags.difference_update((one, other))
            flags.update(full for full, had in zip((other, one), held, strict=True) if had)
        for kept in (self.grants, self.cluster_by):
            values = kept.pop(one, None), kept.pop(other, None)
            kept.update({full: value for full, value in zip((other, one), values, strict=True) if value is not None})


def run(tree, engine, session, statement, copy_grants):
    match tree:
        case exp.Create():
            return create.run(tree, engine, session, statement, copy_grants)
        case exp.Drop():
            return _drop(tree, engine, session, statement)
        case exp.Alter():
            return _alter(tree, engine, session, statement)
        case exp.Comment():
            return _comment(tree, engine, session)
    return _grant(tree, engine, session)


def _drop(tree, engine, session, statement):
    kind = tree.args["kind"].upper()
    target = tree.this or tree.args["tables"][0]
    if_there = bool(tree.args.get("exists"))
    if kind in ("SCHEMA", "DATABASE"):
        return _drop_schema(kind, target, engine, session, if_there)
    full = names.full_name(target, session, f"DROP {kind}")
    found = engine.catalog.kind(full, session)
    if found is None or found != kind:
        if if_there and found is None:
            return done(f"Drop statement executed successfully ({full[2]} already dropped).")
        raise does_not_exist(kind.title(), ".".join(full))
    engine.lock(full, session, statement)
    session.connection.execute(f"DROP {kind} {names.quoted(*names.physical(full, session))}")
    if full in session.temporary_tables:
        session.temporary_tables.discard(full)
    else:
        engine.tables.forget(full)
    return done(f"{full[2]} successfully dropped.")


def _drop_schema(kind, target, engine, session, if_there):
    if kind == "DATABASE":
        raise not_supported("DROP DATABASE")
    database, schema = target.db or session.database, target.name
    if not engine.catalog.has_schema(session, database, schema):
        if if_there:
            return done(f"Drop statement executed successfully ({schema} already dropped).")
        raise names.missing_schema(database, schema)
    session.connection.execute(f"DROP SCHEMA {names.quoted(database, schema)} CASCADE")
    if (session.database, session.schema) == (database, schema):
        session.schema = None
    return done(f"{schema} successfully dropped.")


def _alter(tree, engine, session, statement):
    kind = tree.args["kind"]
    if kind == "SESSION":
        return _alter_session(tree, session)
    full = names.full_name(tree.this, session, f"ALTER {kind}")
    if engine.catalog.kind(full, session) is None:
        if tree.args.get("exists"):
            return done()
        engine.catalog.require(full, session)
    engine.lock(full, session, statement)
    for action in tree.args["actions"]:
        _alter_one(action, tree, full, engine, session, statement)
    return done()


def _alter_one(action, tree, full, engine, session, statement):
    table = names.physical(full, session)
    match action:
        case exp.SwapTable():
            other = names.full_name(action.this, session)
            engine.catalog.require(other, session)
            engine.lock(other, session, statement)
            swap(table, names.physical(other, session), session)
            engine.tables.swap(full, other)
        case exp.AlterRename():
            other = names.full_name(action.this, session)
            if engine.catalog.kind(other, session) is not None:
                raise already_exists(".".join(other))
            atomic(session, *copy_of(table, other, session), f"DROP TABLE {names.quoted(*table)}")
            engine.tables.swap(full, other)
        case exp.ClusterProperty():
            engine.tables.cluster_by[full] = ", ".join(part.sql(dialect="snowflake") for part in action.expressions)
        case _:
            altered = tree.copy()
            altered.set("this", names.table(full, session))
            altered.set("actions", [action])
            session.connection.execute(rewrite.to_duckdb(rewrite.functions(altered)))


def swap(one, other, session):
    """Exchange two tables in one transaction; DuckDB renames within a schema only, so their contents move."""
    aside = (one[0], one[1], "_FAKE_SWAP")
    to_aside, to_one, to_other = (copy_of(*pair, session) for pair in ((one, aside), (other, one), (one, other)))
    # The third copy has the first table's columns and takes its rows from where they were put aside.
    to_other[1] = f"INSERT INTO {names.quoted(*other)} SELECT * FROM {names.quoted(*aside)}"
    atomic(
        session,
        *to_aside,
        f"DROP TABLE {names.quoted(*one)}",
        *to_one,
        f"DROP TABLE {names.quoted(*other)}",
        *to_other,
        f"DROP TABLE {names.quoted(*aside)}",
    )


def _alter_session(tree, session):
    for change in tree.args["actions"]:
        for item in change.expressions:
            if change.args.get("unset"):
                session.parameters.pop(item.name.upper(), None)
                continue
            name, value = item.this.this.name.upper(), item.this.expression
            text = value.name if isinstance(value, exp.Literal) else value.sql(dialect="snowflake")
            if name == "QUERY_TAG" and len(text) > 2000:
                raise SnowflakeError(
                    "001008", "22023", "SQL compilation error:\ninvalid value [too long] for parameter 'QUERY_TAG'"
                )
            session.parameters[name] = text
    return done()


def _comment(tree, engine, session):
    kind = tree.args["kind"].upper()
    text = tree.expression.sql(dialect="duckdb")
    if kind in ("TABLE", "VIEW"):
        full = names.full_name(tree.this, session)
        engine.catalog.require(full, session)
        session.connection.execute(f"COMMENT ON {kind} {names.quoted(*names.physical(full, session))} IS {text}")
    return done()


def _grant(tree, engine, session):
    securable = tree.args["securable"]
    privileges = {privilege.this.name.upper() for privilege in tree.args["privileges"]}
    full = None
    if (tree.args.get("kind") or "TABLE").upper() in ("TABLE", "VIEW"):
        full = names.full_name(securable, session, "GRANT")
        engine.catalog.require(full, session)
    for principal in tree.args["principals"]:
        role = principal.this.name
        require_role(role, engine.settings["roles"])
        held = engine.tables.grants.setdefault(full or (securable.sql(),), set())
        change = {(privilege, role) for privilege in privileges}
        held.update(change) if isinstance(tree, exp.Grant) else held.difference_update(change)
    return done()
