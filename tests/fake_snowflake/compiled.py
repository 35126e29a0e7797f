"""The examples' compiled files, statement by statement, as a run sends them.

`fsc compile --target prod --ds …` writes one file a node. Two kinds of placeholder are left: what only a run knows
(its id, its time), and what earlier statements of the same node answer (the rows staged and changed).
"""

import json
import pathlib
import re
import shutil
import subprocess
import tomllib

_STEP = re.compile(r"(?m)^-- (?:\d+\. (?P<title>.*)|at the end, and after a failure)$")
_COMMENT_ONLY = re.compile(r"(?m)^--   .*\n?")


def compile_example(fsc, example, ds, folder):
    """Compile a copy of an example for Snowflake; returns the project's folder."""
    project = pathlib.Path(folder) / example.name
    shutil.copytree(example, project, ignore=shutil.ignore_patterns("target"))
    subprocess.run([fsc, "compile", "--target", "prod", "--ds", ds], cwd=project, check=True, capture_output=True)
    return project


def in_order(manifest):
    """The nodes, each after what it depends on."""
    needs = {
        node: [each for each in above if not each.startswith("source.")]
        for node, above in manifest["depends_on"].items()
    }
    done = []
    while len(done) < len(needs):
        ready = sorted(node for node in needs if node not in done and all(above in done for above in needs[node]))
        if not ready:
            raise ValueError("a circle of nodes")
        done += ready
    return done


def statements(path):
    """(title, SQL) of each statement of a compiled file."""
    text = path.read_text(encoding="utf-8")
    marks = list(_STEP.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following else len(text)]
        sql = _COMMENT_ONLY.sub("", body).strip()
        # A step that is only sent for what is found stands there as a comment.
        if sql:
            yield mark["title"] or "cleanup", sql.removesuffix(";")


def load_sources(fake, project):
    """A table for every source of the project, from its file and with its declared types."""
    for source in tomllib.loads((project / "sources.toml").read_text(encoding="utf-8"))["source"]:
        columns = {
            name: column if isinstance(column, str) else column["type"]
            for name, column in source.get("columns", {}).items()
        }
        fake.control(
            "POST",
            "load",
            {
                "schema": source["schema"],
                "table": source["name"],
                "path": str(project / source["path"]),
                "columns": columns,
            },
        )


def run(client, project, run_id="run-1", computed_at="2024-01-01 00:00:00"):
    """Send everything; returns how many statements that were."""
    sent = 0
    manifest = json.loads((project / "target/manifest.json").read_text(encoding="utf-8"))
    values = {"run_id": run_id, "computed_at": computed_at}
    for purpose, sql in statements(project / "target/setup.sql"):
        found = client.query(_filled(sql, values))
        sent += 1
        if "schemas that are missing" in purpose:
            for (schema,) in found:
                client.query(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
                sent += 1
    for node in in_order(manifest):
        sent += _run_node(client, project / f"target/compiled/{node.split('.', 1)[1]}.sql", run_id, computed_at)
    return sent


def _filled(sql, values):
    for name, value in values.items():
        sql = sql.replace(f"{{{{ {name} }}}}", value)
    return sql


def _run_node(client, path, run_id, computed_at):
    sent = 0
    values = {
        "run_id": run_id,
        "computed_at": computed_at,
        "run_stamp": "20240101T000000",
        "rows_staged": "0",
        "rows_changed": "0",
        "query_ids": "",
    }
    for title, sql in statements(path):
        sql = _filled(sql, values)
        if "{{" in sql:
            raise ValueError(f"{path.name}: a placeholder without a value in: {sql}")
        answer = client.query(sql)
        sent += 1
        if sql.startswith("SELECT") and "rows_staged" in sql:
            values["rows_staged"] = str(answer[0][0])
            if any(int(count) for count in answer[0][1:]):
                raise ValueError(f"{path.name}: the audit finds {answer[0]}")
        elif sql.startswith(("MERGE", "DELETE")):
            values["rows_changed"] = str(int(values["rows_changed"]) + sum(int(count) for count in answer[0]))
        elif title.startswith("types"):
            text = [name for name, kind, *_ in answer if kind.startswith("VARIANT")]
            if text:
                raise ValueError(f"{path.name}: {text} are no features")
    return sent
