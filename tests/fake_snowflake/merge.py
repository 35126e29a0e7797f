"""MERGE: DuckDB's own, after the check that Snowflake makes and DuckDB does not.

Two source rows that would update one target row are an error (100090) unless ERROR_ON_NONDETERMINISTIC_MERGE is off.
Unmatched duplicates are all inserted, on both engines.
"""

from sqlglot import exp

from . import names
from .errors import duplicate_row

_ACTIONS = {"INSERT": "number of rows inserted", "UPDATE": "number of rows updated", "DELETE": "number of rows deleted"}


def plan(statement):
    """(query that finds duplicates or None, the MERGE in DuckDB's words, its actions), of a translated statement."""
    updates = [
        when for when in statement.args["whens"].expressions if when.args.get("matched") and _action(when) == "UPDATE"
    ]
    actions = {_action(when) for when in statement.args["whens"].expressions}
    merge = statement.sql(dialect="duckdb") + " RETURNING merge_action"
    return (
        (_duplicates(statement, updates) if updates else None),
        merge,
        [action for action in _ACTIONS if action in actions],
    )


def _action(when):
    then = when.args["then"]
    if isinstance(then, exp.Insert):
        return "INSERT"
    if isinstance(then, exp.Update):
        return "UPDATE"
    return "DELETE"


def _duplicates(statement, updates):
    target, source, on = statement.this, statement.args["using"], statement.args["on"]
    conditions = [when.args.get("condition") for when in updates]
    query = exp.select(exp.column("rowid", table=names.quoted(target.alias_or_name)[1:-1], quoted=True)).from_(
        target.copy()
    )
    query = query.join(source.copy(), on=on.copy(), join_type="inner")
    if all(condition is not None for condition in conditions):
        query = query.where(exp.or_(*[condition.copy() for condition in conditions]))
    sql = query.sql(dialect="duckdb")
    alias = names.quoted(target.alias_or_name)
    reference = target.copy()
    return (
        f"SELECT {alias}.* FROM {reference.sql(dialect='duckdb')} WHERE {alias}.rowid IN "
        f'(SELECT "rowid" FROM ({sql}) GROUP BY 1 HAVING COUNT(*) > 1) LIMIT 1'
    )


def run(execute, planned, check):
    """Run what `plan` made; `execute` sends SQL to DuckDB. Returns the result's columns and counts."""
    duplicates, merge, actions = planned
    if check and duplicates is not None:
        row = execute(duplicates).fetchone()
        if row is not None:
            raise duplicate_row(row)
    counts = dict.fromkeys(actions, 0)
    for (action,) in execute(merge).fetchall():
        counts[action] += 1
    return [_ACTIONS[action] for action in actions], [counts[action] for action in actions]
