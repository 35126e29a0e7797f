"""Snowflake's SQL into DuckDB's.

sqlglot translates; fakesnow's transforms correct what sqlglot leaves; this module adds what both lack and fsc emits.
Names are resolved before (`names`), statements that are not queries are handled elsewhere (`ddl`, `merge`).
"""

import logging

import sqlglot
from fakesnow import macros, transforms
from sqlglot import exp
from sqlglot.errors import SqlglotError

from .errors import SnowflakeError, syntax_error

# sqlglot logs what it does not know and goes on; what goes wrong then shows as an error of DuckDB's.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

# The scale of a quotient of exact numbers is max(s, min(s + 6, 12)), s being the dividend's. The value is right, the
# type is a float.
MACROS = """
CREATE OR REPLACE MACRO _sf_scale(a) AS
    CASE WHEN typeof(a) LIKE 'DECIMAL%' THEN CAST(regexp_extract(typeof(a), ',\\s*(\\d+)', 1) AS INTEGER) ELSE 0 END;
CREATE OR REPLACE MACRO _sf_divide(a, b) AS
    CASE WHEN a IS NULL OR b IS NULL THEN NULL
         WHEN b = 0 THEN error('Division by zero')
         WHEN typeof(a) IN ('DOUBLE', 'FLOAT') OR typeof(b) IN ('DOUBLE', 'FLOAT') THEN CAST(a AS DOUBLE) / CAST(b AS DOUBLE)
         ELSE round(CAST(a AS DOUBLE) / CAST(b AS DOUBLE), greatest(_sf_scale(a), least(_sf_scale(a) + 6, 12))) END;
"""

_FORMATS = [
    ("YYYY", "%Y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("HH24", "%H"),
    ("MI", "%M"),
    ("SS", "%S"),
    ("FF6", "%f"),
    ("FF3", "%g"),
]

_FAKESNOW = [
    transforms.semi_structured_types,
    transforms.try_parse_json,
    transforms.split,
    transforms.trim_cast_varchar,
    transforms.indices_to_json_extract,
    transforms.json_extract_cast_as_varchar,
    transforms.json_extract_cased_as_varchar,
    transforms.json_extract_precedence,
    transforms.flatten_value_cast_as_varchar,
    transforms.flatten,
    transforms.regex_replace,
    transforms.regex_substr,
    transforms.values_columns,
    transforms.to_date,
    transforms.timestamp_offsets,
    transforms.to_decimal,
    transforms.to_timestamp,
    transforms.to_variant,
    transforms.object_construct,
    transforms.timestamp_ntz,
    transforms.float_to_double,
    transforms.sample,
    transforms.array_size,
    transforms.random,
    transforms.array_agg_within_group,
    transforms.array_agg,
    transforms.object_agg,
    transforms.array_construct_etc,
    transforms.dateadd_date_cast,
    transforms.dateadd_string_literal_timestamp_cast,
    transforms.datediff_string_literal_timestamp_cast,
    transforms.haversine,
    transforms.hex_string,
    transforms.sha256,
    transforms.alias_in_join,
    transforms.alias_in_where,
]


def install(connection):
    """The macros that translated statements call."""
    connection.execute(MACROS)
    connection.execute(macros.creation_sql("memory.main"))


def parse(sql):
    """One statement; Snowflake takes no more than one per request."""
    try:
        statements = [statement for statement in sqlglot.parse(sql, read="snowflake") if statement is not None]
    except SqlglotError as error:
        text = str(error).replace("\x1b[4m", "").replace("\x1b[0m", "")
        raise syntax_error(text) from None
    if not statements:
        raise SnowflakeError("000900", "42601", "SQL compilation error:\nEmpty SQL statement.")
    if len(statements) > 1:
        raise SnowflakeError(
            "000008",
            "0A000",
            f"Actual statement count {len(statements)} did not match the desired statement count 1.",
        )
    return statements[0]


def functions(statement):
    """Translate the functions, operators and types inside `statement`; returns the result."""
    nodes = _nodes(statement)
    for change in (_ours, *_FAKESNOW):
        statement, replaced = _everywhere(statement, nodes, change)
        if replaced:
            nodes = _nodes(statement)
    return statement


def _everywhere(tree, nodes, change):
    """Apply `change` to every node, children first: sqlglot's own `transform` does not look into what it replaced. Returns
    the tree, and whether a node was replaced."""
    replaced = False
    for node in reversed(nodes):
        # Taken before: what wraps the node becomes its parent.
        parent, key, index = node.parent, node.arg_key, node.index
        changed = change(node)
        if changed is node:
            continue
        replaced = True
        if node is tree:
            changed.parent = None
            tree = changed
        else:
            parent.set(key, changed, index)
    return tree, replaced


def _nodes(tree):
    """All nodes, parents first: sqlglot's `walk`, without its generators, which took most of a statement's time."""
    nodes = [tree]
    for node in nodes:
        for value in node.args.values():
            if isinstance(value, exp.Expr):
                nodes.append(value)
            elif isinstance(value, list):
                nodes += [each for each in value if isinstance(each, exp.Expr)]
    return nodes


def _ours(node):
    for change in (_test_of_variant, _count_of_several, _to_char, _as_of_join, _divide, _number_types):
        node = change(node)
    return node


def to_duckdb(statement):
    return statement.sql(dialect="duckdb")


def _test_of_variant(node):
    """IS_DATE and AS_DATE of a variant: DuckDB's own type of the value tells, so the variant is never made."""
    if isinstance(node, exp.Anonymous) and node.name.upper() in ("IS_DATE", "AS_DATE"):
        value = _without_variant(node.expressions[0])
        if node.name.upper() == "AS_DATE":
            # Only what is a date already: AS_DATE of a text is NULL.
            return sqlglot.parse_one(
                "TRY_CAST(IF(TYPEOF(x) = 'DATE', CAST(x AS VARCHAR), NULL) AS DATE)", read="duckdb"
            ).transform(lambda part: value.copy() if isinstance(part, exp.Column) and part.name == "x" else part)
        return exp.EQ(this=exp.Anonymous(this="TYPEOF", expressions=[value]), expression=exp.Literal.string("DATE"))
    if isinstance(node, exp.ToDouble) and isinstance(node.this, exp.ToVariant):
        return exp.cast(node.this.this, "DOUBLE")
    return node


def _without_variant(node):
    return node.this if isinstance(node, exp.ToVariant) else node


def _count_of_several(node):
    """COUNT(a, b): the rows in which neither is NULL."""
    if isinstance(node, exp.Count) and node.expressions and not isinstance(node.this, exp.Distinct):
        present = exp.and_(*[argument.copy().is_(exp.null()).not_() for argument in [node.this, *node.expressions]])
        return exp.Count(this=exp.Case(ifs=[exp.If(this=present, true=exp.Literal.number(1))]))
    return node


def _to_char(node):
    """TO_CHAR with a format of date and time parts, which sqlglot drops."""
    pattern = node.args.get("format") if isinstance(node, exp.ToChar) else None
    if not isinstance(pattern, exp.Literal):
        return node
    text = pattern.name.upper()
    for theirs, ours in _FORMATS:
        text = text.replace(theirs, ours)
    if "%" not in text:
        return node
    return exp.Anonymous(this="STRFTIME", expressions=[node.this, exp.Literal.string(text)])


def _as_of_join(node):
    """ASOF JOIN keeps left rows without a match, as DuckDB's ASOF LEFT JOIN does; the match is one more condition."""
    if isinstance(node, exp.Join) and node.args.get("match_condition") is not None:
        match = node.args["match_condition"]
        while isinstance(match, exp.Paren):
            match = match.this
        on = node.args.get("on")
        node.set("on", exp.and_(on, match) if on is not None else match)
        node.set("match_condition", None)
        node.set("method", "ASOF")
        node.set("side", "LEFT")
    return node


def _divide(node):
    if isinstance(node, exp.Div):
        return exp.Anonymous(this="_sf_divide", expressions=[node.this, node.expression])
    return node


_INTEGERS = (exp.DataType.Type.INT, exp.DataType.Type.SMALLINT, exp.DataType.Type.TINYINT)


def _number_types(node):
    """INTEGER and its like are NUMBER(38, 0); 64 bits will do, and stay integers in DuckDB's arithmetic."""
    if isinstance(node, exp.DataType):
        if node.this in _INTEGERS:
            return exp.DataType.build("BIGINT")
        if node.this == exp.DataType.Type.DECIMAL and not node.expressions:
            return exp.DataType.build("DECIMAL(38, 0)")
    return node
