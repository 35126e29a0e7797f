"""Names: which object a statement means, and where DuckDB keeps it.

Every table reference is spelled out in full before DuckDB sees it, so DuckDB's own search path never decides. A
session's temporary tables live in a schema of their own inside the same database (DuckDB writes to one database per
transaction) and hide permanent tables of the same name, as in Snowflake.
"""

from sqlglot import exp

from .errors import SnowflakeError, does_not_exist

# DuckDB reserves `information_schema`, without regard to case.
INFORMATION_SCHEMA = "_INFORMATION_SCHEMA"
TEMPORARY = "_TEMPORARY_"


def is_internal(schema):
    return schema.startswith(TEMPORARY) or schema == INFORMATION_SCHEMA or schema == "main"


def temporary_schema(session):
    return f"{TEMPORARY}{session.id}"


def fold(identifier):
    """An identifier's name: upper case unless it was quoted."""
    return identifier.name if identifier.args.get("quoted") else identifier.name.upper()


def fold_all(statement):
    """Every unquoted identifier becomes its upper-case self, quoted."""
    for identifier in list(statement.find_all(exp.Identifier)):
        if identifier.name.upper() == "ALL" and isinstance(
            identifier.find_ancestor(exp.Ordered, exp.Query), exp.Ordered
        ):
            identifier.parent.replace(exp.Var(this="ALL"))  # ORDER BY ALL is no column
            continue
        name = fold(identifier)
        identifier.set("this", name)
        identifier.set("quoted", True)
    return statement


def full_name(table, session, verb="SELECT"):
    """(database, schema, name) of a reference, filled up from the session; raises as Snowflake does when it cannot."""
    database = table.catalog or session.database
    if not database:
        raise SnowflakeError(
            "090105",
            "22000",
            f"Cannot perform {verb}. This session does not have a current database. "
            "Call 'USE DATABASE', or use a qualified name.",
        )
    schema = table.db or session.schema
    if not schema:
        raise SnowflakeError(
            "090106",
            "22000",
            f"Cannot perform {verb}. This session does not have a current schema. "
            "Call 'USE SCHEMA', or use a qualified name.",
        )
    return database, schema, table.name


def quoted(*parts):
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def physical(full, session):
    """Where DuckDB keeps what the session calls `full`."""
    database, schema, name = full
    if full in session.temporary_tables:
        return database, temporary_schema(session), f"{schema}.{name}"
    if schema == "INFORMATION_SCHEMA":
        return database, INFORMATION_SCHEMA, name
    return full


def table(full, session, alias=None):
    """A reference to what the session calls `full`, in DuckDB's terms."""
    database, schema, name = physical(full, session)
    reference = exp.table_(name, db=schema, catalog=database, quoted=True)
    if alias is not None:
        reference.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return reference


def resolve(statement, session, catalog, skip=()):
    """Spell out every table that `statement` reads or writes; returns the full names. `skip`: nodes to leave alone."""
    found = []
    for reference in list(statement.find_all(exp.Table)):
        if any(reference is node for node in skip) or not isinstance(reference.this, exp.Identifier):
            continue
        if not reference.db and _is_cte(reference):
            continue
        full = full_name(reference, session)
        catalog.require(full, session)
        found.append(full)
        database, schema, name = physical(full, session)
        if (database, schema, name) != full and not reference.alias:
            reference.set("alias", exp.TableAlias(this=exp.to_identifier(full[2], quoted=True)))
        reference.set("this", exp.to_identifier(name, quoted=True))
        reference.set("db", exp.to_identifier(schema, quoted=True))
        reference.set("catalog", exp.to_identifier(database, quoted=True))
    return found


def _is_cte(reference):
    """Whether a WITH that encloses the reference, and comes before it, defines its name."""
    child, node = reference, reference.parent
    inside = None
    while node is not None:
        if isinstance(node, exp.With):
            inside = child
        clause = node.args.get("with_")
        if clause is not None:
            for cte in clause.expressions:
                if cte is inside and not clause.recursive:
                    break
                if cte.alias == reference.name:
                    return True
                if cte is inside:
                    break
            inside = None
        child, node = node, node.parent
    return False


def missing_schema(database, schema):
    return does_not_exist("Schema", f"{database}.{schema}")
