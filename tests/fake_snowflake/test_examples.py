"""All the SQL that fsc emits for the examples runs here, in order, and fills the store as on DuckDB, row by row.

Needs the program: FSC_BIN, or target/debug/fsc of this repository.
"""

import itertools
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

import duckdb

from fake_snowflake import compiled
from fake_snowflake.case import Case

_REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
_FSC = os.environ.get("FSC_BIN") or str(_REPOSITORY / "target/debug/fsc")
# Table -> keys, value, condition. A compiled table is past its first run, a run's may be in it, so their rows differ.
_STORE = {
    "features_long": ("entity, entity_id, feature, as_of", "value", "TRUE"),
    "features_static": ("entity, entity_id, feature", "value", "TRUE"),
    "fsc_intervals": ("node, as_of", "rows_staged", "run_id <> 'again' AND node LIKE 'feature_view.%'"),
}


def on_duckdb(project, days):
    """The store's tables after real runs on the embedded target."""
    for day in days:
        subprocess.run([_FSC, "run", "--target", "dev", "--ds", day], cwd=project, check=True, capture_output=True)
    with duckdb.connect(str(project / "target/dev.duckdb"), read_only=True) as connection:
        return {
            table: [
                [None if cell is None else cell if isinstance(cell, float) else str(cell) for cell in row]
                for row in connection.execute(
                    f"SELECT {keys}, {value} FROM feature_store.{table} WHERE {where} ORDER BY ALL"
                ).fetchall()
            ]
            for table, (keys, value, where) in _STORE.items()
        }


class Examples(Case):
    runs = itertools.count(1)  # as fsc does: a run notes a node once

    def check(self, example, days, statements=50):
        if not os.access(_FSC, os.X_OK):
            self.fail(f"{_FSC} is not there: build fsc, or set FSC_BIN")
        with tempfile.TemporaryDirectory(prefix="fsc examples ") as folder:
            client, fake = self.client(), self.fake
            for day in days:
                project = compiled.compile_example(_FSC, _REPOSITORY / example, day, pathlib.Path(folder) / day)
                if day == days[0]:
                    compiled.load_sources(fake, project)
                self.assertGreater(compiled.run(client, project, run_id=f"run-{next(self.runs)}"), statements)
            # The last day again: the same values, so nothing changes.
            compiled.run(client, project, run_id="again", computed_at="2024-01-02 00:00:00")
            changed = fake.read(
                "SELECT sum(rows_changed) FROM feature_store.fsc_intervals WHERE run_id = 'again' AND node LIKE 'feature_view.%'"
            )
            self.assertEqual([["0"]], changed)
            self.assertEqual([], fake.control("GET", "sessions")[0]["temporary_tables"])
            for table, rows in on_duckdb(project, days).items():
                with self.subTest(table=table):
                    keys, value, where = _STORE[table]
                    found = fake.read(f"SELECT {keys}, {value} FROM feature_store.{table} WHERE {where} ORDER BY ALL")
                    self.same(rows, found)

    def same(self, expected, found):
        """Rows of the embedded run and of this one; sums may differ in their last digit."""
        self.assertTrue(expected)
        self.assertEqual([row[:-1] for row in expected], [row[:-1] for row in found])
        for one, other in zip(expected, found, strict=True):
            left, right = (None if row[-1] is None else float(row[-1]) for row in (one, other))
            if left is None or right is None or not math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-12):
                self.assertEqual(left, right, f"at {one[:-1]}")

    def test_flights(self):
        self.check("examples/flights", ["2013-02-01"])

    def test_marketplace(self):
        self.check("examples/marketplace", ["2023-08-02"])

    def test_golden(self):
        """The project with a node of every kind, odd names among them."""
        self.check("tests/golden", ["2023-08-01", "2023-08-02"])


if __name__ == "__main__":
    unittest.main()
