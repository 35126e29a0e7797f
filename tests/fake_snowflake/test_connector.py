"""Snowflake's own Python connector talks to the fake: an independent opinion on whether its replies look right."""

import datetime
import decimal
import unittest

import snowflake.connector

from fake_snowflake.case import Case
from fake_snowflake.client import PASSWORD


class Connector(Case):
    def connect(self, **more):
        settings = {
            "host": "127.0.0.1",
            "port": self.fake.port,
            "protocol": "http",
            "account": "fakeaccount",
            "user": "fsc",
            "password": PASSWORD,
            "database": "analytics",
            "schema": "public",
            "warehouse": "transforming",
            "login_timeout": 10,
            "network_timeout": 20,
            "session_parameters": {"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False, "CLIENT_TELEMETRY_ENABLED": False},
        }
        connection = snowflake.connector.connect(**{**settings, **more})
        self.addCleanup(connection.close)
        return connection

    def test_types(self):
        cursor = self.connect().cursor()
        for encoding in ("struct", "int64"):
            self.fake.control("POST", "settings", {"timestamps": encoding})
            cursor.execute(
                "SELECT 7 AS a, 1.25::NUMBER(10, 2) AS b, 1.5::DOUBLE AS c, 'x' AS d, TRUE AS e, '2013-02-01'::DATE AS f, "
                "'2013-02-01 01:02:03.456'::TIMESTAMP_NTZ AS g, NULL AS h, 12345678901234567890123456789::NUMBER(38, 0) AS i, '10:00'::TIME AS j"
            )
            row = (
                7, decimal.Decimal("1.25"), 1.5, "x", True, datetime.date(2013, 2, 1), datetime.datetime(2013, 2, 1, 1, 2, 3, 456000), None,
                12345678901234567890123456789, datetime.time(10, 0),
            )  # fmt: skip
            self.assertEqual([row], cursor.fetchall())
        self.assertEqual(["A", "B", "C"], [each.name for each in cursor.description][:3])

    def test_counts(self):
        cursor = self.connect().cursor()
        cursor.execute("CREATE TABLE t (k INTEGER, v DOUBLE)")
        self.assertEqual([("Table T successfully created.",)], cursor.fetchall())
        cursor.execute("INSERT INTO t VALUES (1, 1), (2, 2)")
        self.assertEqual(2, cursor.rowcount)
        cursor.execute(
            "MERGE INTO t USING (SELECT 2 AS k, 9 AS v UNION ALL SELECT 3, 3) s ON t.k = s.k "
            "WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, s.v)"
        )
        self.assertEqual(2, cursor.rowcount)
        self.assertEqual([(1, 1.0), (2, 9.0), (3, 3.0)], cursor.execute("SELECT * FROM t ORDER BY k").fetchall())
        self.assertEqual([], cursor.execute("SELECT * FROM t WHERE FALSE").fetchall())

    def test_errors(self):
        cursor = self.connect().cursor()
        with self.assertRaises(snowflake.connector.errors.ProgrammingError) as caught:
            cursor.execute("SELECT * FROM nope")
        self.assertEqual((2003, "42S02"), (caught.exception.errno, caught.exception.sqlstate))
        with self.assertRaises(snowflake.connector.errors.DatabaseError) as caught:
            self.connect(password="wrong")
        self.assertIn("Incorrect username or password", str(caught.exception))

    def test_long_expired_and_chunked(self):
        self.fake.control("POST", "settings", {"in_progress_after": 0.1, "chunk_rows": 2})
        connection = self.connect()
        cursor = connection.cursor()
        self.assertEqual([("waited 0.5 seconds",)], cursor.execute("SELECT SYSTEM$WAIT(0.5)").fetchall())
        self.fake.control("POST", "expire", {"token": "session"})
        self.assertEqual(
            [(each,) for each in range(5)],
            cursor.execute("SELECT column1 FROM (VALUES (0), (1), (2), (3), (4)) ORDER BY 1").fetchall(),
        )
        self.assertEqual(1, len(self.fake.control("GET", "sessions")))
        cursor.execute_async("SELECT SYSTEM$WAIT(0.3)")
        cursor.get_results_from_sfqid(cursor.sfqid)
        self.assertEqual([("waited 0.3 seconds",)], cursor.fetchall())

    def test_cut_body_is_sent_again_and_runs_once(self):
        connection = self.connect()
        cursor = connection.cursor()
        cursor.execute("CREATE TABLE t (a INTEGER)")
        self.fake.fault(action="status", status=503, executes=True, sql="^insert")
        cursor.execute("INSERT INTO t VALUES (1)")
        self.assertEqual([(1,)], cursor.execute("SELECT count(*) FROM t").fetchall())
        retries = [
            each["retry_count"] for each in self.fake.control("GET", "log") if (each["sql"] or "").startswith("INSERT")
        ]
        self.assertEqual([0, 1], retries)


if __name__ == "__main__":
    unittest.main()
