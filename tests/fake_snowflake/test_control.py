"""What tests order beside faults: kept data, waiting for a rule, idle transactions, clocks, what a statement scanned."""

import contextlib
import http.client
import threading
import time
import unittest

from fake_snowflake.case import Case


class Kept(Case):
    def test_data_comes_back_and_nothing_else_stays(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TRANSIENT TABLE t (a INTEGER NOT NULL, b VARCHAR)")
        client.query("INSERT INTO t VALUES (1, 'x'), (2, NULL)")
        client.query("CREATE VIEW v AS SELECT a + 1 AS c FROM t")
        client.query("CREATE VIEW w AS SELECT c FROM v")
        client.query("GRANT SELECT ON TABLE t TO ROLE ANALYST")
        grants = self.fake.control("GET", "grants")
        self.fake.control("POST", "save", {"name": "kept"})
        client.query("DELETE FROM t")
        client.query("DROP VIEW w")
        client.query("CREATE TABLE other (a INTEGER)")
        self.fake.control("POST", "settings", {"in_progress_after": 0.05})
        held = threading.Thread(target=client.reply, args=["SELECT SYSTEM$WAIT(60)"], daemon=True)
        held.start()
        time.sleep(0.2)
        self.fake.control("POST", "restore", {"name": "kept"})
        self.assertEqual([["1", "x"], ["2", None]], self.fake.read("SELECT * FROM public.t ORDER BY 1"))
        self.assertEqual([["2"], ["3"]], self.fake.read("SELECT c FROM public.w ORDER BY 1"))
        self.assertEqual(grants, self.fake.control("GET", "grants"))
        self.assertEqual([], self.fake.control("GET", "sessions"))
        self.assertEqual([], self.fake.control("GET", "statements"))
        again = self.client(schema="PUBLIC")
        self.fails("100072", again, "INSERT INTO t VALUES (NULL, 'y')")
        self.fails("002003", again, "SELECT * FROM other")
        self.assertEqual("390104", client.request("SELECT 1")["code"])


class Waiting(Case):
    def test_for_a_rule_and_for_what_it_struck(self):
        client = self.client()
        rule = self.fake.fault(action="hold", seconds=60, in_progress_after=60, sql="answer")

        def ask():
            # Its answer is held until the server ends.
            with contextlib.suppress(OSError, http.client.HTTPException):
                client.request("SELECT 42 AS answer")

        threading.Thread(target=ask, daemon=True).start()
        told = self.fake.control("POST", "await", {"id": rule, "worked": True})
        self.assertEqual("SELECT 42 AS answer", told["sql"])
        self.assertEqual("success", self.fake.statements("answer")[0]["status"])
        with self.assertRaisesRegex(RuntimeError, "fired 0 times"):
            self.fake.control("POST", "await", {"id": self.fake.fault(action="drop"), "seconds": 0.1})

    def test_only_the_first_attempt(self):
        client = self.client()
        self.fake.fault(action="error", name="internal", attempt=2, times=-1)
        self.assertTrue(client.request("SELECT 1")["success"])
        self.assertFalse(client.request("SELECT 1", retry=1)["success"])


class Idle(Case):
    def test_a_transaction_that_keeps_others_waiting_is_rolled_back(self):
        one, other = self.client(schema="PUBLIC"), self.client(schema="PUBLIC")
        one.query("CREATE TABLE t (a INTEGER)")
        one.query("INSERT INTO t VALUES (1)")
        self.fake.control("POST", "settings", {"idle_transaction_seconds": 0.3})
        one.query("BEGIN")
        one.query("UPDATE t SET a = 2")
        time.sleep(0.4)
        self.assertTrue(self.fake.control("GET", "sessions")[0]["in_transaction"], "nobody waits")
        other.query("UPDATE t SET a = a + 10")
        self.assertEqual([["11"]], self.fake.read("SELECT a FROM public.t"))
        # What comes then runs on its own.
        one.query("INSERT INTO t VALUES (5)")
        one.query("COMMIT")
        self.assertEqual([["5"], ["11"]], self.fake.read("SELECT a FROM public.t ORDER BY 1"))


class Scanned(Case):
    def test_a_statement_tells_what_it_scanned(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TABLE t AS SELECT 1 AS a")

        def scanned(sql):
            query = client.request(sql)["data"]["queryId"]
            return client.post(f"/monitoring/queries/{query}", method="GET")["data"]["queries"][0]["stats"]["scanBytes"]

        self.assertEqual(0, scanned("SELECT 1"))
        self.assertGreater(scanned("SELECT a FROM t"), 0)
        self.assertGreater(scanned("INSERT INTO t SELECT a FROM t"), 0)
        self.assertEqual(0, scanned("CREATE VIEW v AS SELECT a FROM t"))


if __name__ == "__main__":
    unittest.main()
