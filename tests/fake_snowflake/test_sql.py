"""SQL as Snowflake means it: MERGE, transactions, locks, temporary tables, DDL, types."""

import datetime
import decimal
import threading
import time
import unittest

from fake_snowflake.case import Case

MERGE = """MERGE INTO t USING (SELECT column1 AS k, column2 AS v FROM (VALUES {rows})) AS s ON t.k = s.k
WHEN MATCHED AND t.v IS DISTINCT FROM s.v THEN UPDATE SET v = s.v + 0
WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, s.v)"""


class Sql(Case):
    def setUp(self):
        super().setUp()
        self.session = self.client(schema="PUBLIC")
        self.query = self.session.query
        self.query("CREATE TABLE t (k INTEGER NOT NULL, v DOUBLE)")
        self.query("INSERT INTO t VALUES (1, 1), (2, NULL)")

    def rows(self, session=None):
        return (session or self.session).query("SELECT k, v FROM t ORDER BY k, v")


class Merge(Sql):
    def test_counts_and_values(self):
        reply = self.session.reply(MERGE.format(rows="(1, 5), (2, NULL), (3, 3)"))
        self.assertEqual(
            ["number of rows inserted", "number of rows updated"], [each["name"] for each in reply["data"]["rowtype"]]
        )
        self.assertEqual([["1", "1"]], reply["data"]["rowset"])
        self.assertEqual(
            {"numRowsInserted": 1, "numRowsUpdated": 1, "numRowsDeleted": 0, "numDmlDuplicates": 0},
            reply["data"]["stats"],
        )
        self.assertEqual([(1, 5.0), (2, None), (3, 3.0)], self.rows())

    def test_matched_duplicates_are_an_error(self):
        self.fails("100090", self.session, MERGE.format(rows="(1, 5), (1, 6)"))
        self.assertEqual([(1, 1.0), (2, None)], self.rows())
        self.query("ALTER SESSION SET ERROR_ON_NONDETERMINISTIC_MERGE = FALSE")
        self.query(MERGE.format(rows="(1, 5), (1, 6)"))

    def test_unmatched_duplicates_are_all_inserted(self):
        self.assertEqual([("2", "0")], self.query(MERGE.format(rows="(7, 5), (7, 6)")))

    def test_only_one_update_of_a_pair_is_no_error(self):
        # The second row of the pair does not meet the clause's condition.
        self.assertEqual([("0", "1")], self.query(MERGE.format(rows="(1, 1), (1, 6)")))


class Transactions(Sql):
    def test_rollback_and_commit(self):
        other = self.client(schema="PUBLIC")
        self.query("BEGIN TRANSACTION")
        self.query(MERGE.format(rows="(3, 3)"))
        self.assertEqual(3, len(self.rows()))
        self.assertEqual(2, len(self.rows(other)))
        self.query("ROLLBACK")
        self.assertEqual(2, len(self.rows()))
        self.query("BEGIN")
        self.query(MERGE.format(rows="(3, 3)"))
        self.query("COMMIT")
        self.assertEqual(3, len(self.rows(other)))

    def test_a_failed_statement_undoes_itself_alone(self):
        self.query("BEGIN")
        self.query("INSERT INTO t VALUES (3, 3)")
        self.fails("100072", self.session, "INSERT INTO t VALUES (4, 4), (NULL, 5)")
        self.fails("000904", self.session, "SELECT nope FROM t")
        self.fails("100090", self.session, MERGE.format(rows="(1, 5), (1, 6)"))
        self.query("INSERT INTO t VALUES (6, 6)")
        self.query("COMMIT")
        self.assertEqual([1, 2, 3, 6], [row[0] for row in self.rows()])

    def test_ddl_commits(self):
        self.query("BEGIN")
        self.query("INSERT INTO t VALUES (3, 3)")
        self.query("CREATE TEMPORARY TABLE u (a INTEGER)")
        self.query("ROLLBACK")
        self.assertEqual(3, len(self.rows()))

    def test_a_lost_session_rolls_back(self):
        other = self.client(schema="PUBLIC")
        self.query("BEGIN")
        self.query(MERGE.format(rows="(3, 3)"))
        self.session.close()
        self.assertEqual(2, len(self.rows(other)))
        other.query(MERGE.format(rows="(3, 3)"))


class Locks(Sql):
    def test_a_merge_waits_and_then_sees_what_was_committed(self):
        other, answers = self.client(schema="PUBLIC"), []
        self.query("BEGIN")
        self.query(MERGE.format(rows="(3, 3)"))
        waiting = threading.Thread(target=lambda: answers.append(other.query(MERGE.format(rows="(3, 9)"))))
        waiting.start()
        time.sleep(0.3)
        self.assertEqual([], answers)
        self.assertEqual(["ANALYTICS.PUBLIC.T"], list(self.fake.control("GET", "locks")))
        self.query("COMMIT")
        waiting.join(10)
        self.assertEqual([[("0", "1")]], answers)
        self.assertEqual((3, 9.0), self.rows()[-1])

    def test_too_many_waiters(self):
        self.fake.control("POST", "settings", {"lock_waiters": 1})
        sessions = [self.client(schema="PUBLIC") for _ in range(3)]
        sessions[0].query("BEGIN")
        sessions[0].query("DELETE FROM t")
        thread = threading.Thread(target=sessions[1].query, args=["UPDATE t SET v = 1"])
        thread.start()
        time.sleep(0.3)
        error = self.fails("000625", sessions[2], "DELETE FROM t")
        self.assertIn("exceeds the 1 statements limit", str(error))
        sessions[0].query("COMMIT")
        thread.join(10)

    def test_lock_timeout_and_inserts(self):
        other = self.client(schema="PUBLIC")
        self.query("BEGIN")
        self.query("UPDATE t SET v = 3")
        other.query("INSERT INTO t VALUES (9, 9)")
        other.query("ALTER SESSION SET LOCK_TIMEOUT = 0")
        self.fails("000625", other, "DELETE FROM t")
        self.query("COMMIT")
        self.assertEqual([(1, 3.0), (2, 3.0), (9, 9.0)], self.rows())

    def test_deadlock(self):
        self.query("CREATE TABLE u (a INTEGER)")
        other = self.client(schema="PUBLIC")
        self.query("BEGIN")
        self.query("DELETE FROM t")
        other.query("BEGIN")
        other.query("DELETE FROM u")
        thread = threading.Thread(target=self.query, args=["DELETE FROM u"])
        thread.start()
        time.sleep(0.3)
        self.fails("000635", other, "DELETE FROM t")
        other.query("ROLLBACK")
        thread.join(10)

    def test_parallel_inserts_do_not_conflict(self):
        sessions = [self.client(schema="PUBLIC") for _ in range(8)]
        threads = [threading.Thread(target=session.query, args=["INSERT INTO t VALUES (5, 5)"]) for session in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(10, len(self.rows()))


class Tables(Sql):
    def test_temporary_tables_belong_to_a_session_and_hide(self):
        other = self.client(schema="PUBLIC")
        self.query("CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 'mine' AS x")
        self.assertEqual([("mine",)], self.query("SELECT t.x FROM public.t"))
        self.assertEqual([(1, 1.0), (2, None)], self.rows(other))
        self.query("DROP TABLE t")
        self.assertEqual([(1, 1.0), (2, None)], self.rows())

    def test_clone_swap_and_grants(self):
        self.query("GRANT SELECT ON TABLE t TO ROLE ml_reader")
        self.fails("002003", self.session, "GRANT SELECT ON TABLE t TO ROLE nobody")
        self.query("CREATE TABLE u CLONE t")
        self.query("INSERT INTO u VALUES (3, 3)")
        self.assertEqual(2, len(self.rows()))
        self.query("CREATE OR REPLACE TABLE t CLONE u COPY GRANTS")
        self.assertEqual({"ANALYTICS.PUBLIC.T": [["SELECT", "ML_READER"]]}, self.fake.control("GET", "grants"))
        self.query("DELETE FROM u WHERE k < 3")
        self.query("CREATE SCHEMA other")
        self.query("ALTER TABLE public.t SWAP WITH public.u")
        self.assertEqual([(3, 3.0)], self.query("SELECT k, v FROM public.t"))
        self.assertEqual({"ANALYTICS.PUBLIC.U": [["SELECT", "ML_READER"]]}, self.fake.control("GET", "grants"))
        self.query("CREATE OR REPLACE TABLE public.u (a INTEGER)")
        self.assertEqual({}, self.fake.control("GET", "grants"))

    def test_transient_to_permanent_is_refused(self):
        self.query("CREATE TRANSIENT TABLE u CLONE t")
        self.fails("000002", self.session, "CREATE TABLE w CLONE u")

    def test_describe(self):
        self.query(
            "CREATE TABLE u (i INTEGER, n NUMBER(10, 2), f FLOAT, s VARCHAR, b BOOLEAN, d DATE, z TIMESTAMP_NTZ NOT NULL COMMENT 'c')"
        )
        found = self.query("DESCRIBE TABLE u")
        self.assertEqual(
            ["NUMBER(38,0)", "NUMBER(10,2)", "FLOAT", "VARCHAR(16777216)", "BOOLEAN", "DATE", "TIMESTAMP_NTZ(9)"],
            [row[1] for row in found],
        )
        self.assertEqual(("Z", "TIMESTAMP_NTZ(9)", "COLUMN", "N"), found[-1][:4])
        self.query("SELECT 1 AS a, 'x' AS b")
        self.assertEqual(["A", "B"], [row[0] for row in self.query("DESCRIBE RESULT LAST_QUERY_ID()")])
        self.fails("002003", self.session, "DESCRIBE TABLE nope")

    def test_show_and_information_schema(self):
        self.query("CREATE VIEW w AS SELECT k FROM t")
        names = [each["name"] for each in self.session.reply("SHOW TABLES")["data"]["rowtype"]]
        self.assertEqual(
            ["T"], [row[names.index("name")] for row in self.query("SHOW TABLES IN SCHEMA analytics.public")]
        )
        self.assertEqual([], self.query("SHOW TABLES LIKE 'x%'"))
        found = self.query(
            "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'PUBLIC' ORDER BY 1"
        )
        self.assertEqual([("T", "BASE TABLE"), ("W", "VIEW")], found)
        self.query("CREATE TEMPORARY TABLE x (a INTEGER)")
        self.assertEqual(2, self.query("SELECT count(*) FROM information_schema.tables")[0][0])

    def test_names(self):
        self.query('CREATE TABLE "Odd ""name" ("größe" INTEGER, plain INTEGER)')
        self.assertEqual([], self.query('SELECT "größe", PLAIN FROM "Odd ""name"'))
        self.fails("002003", self.session, 'SELECT * FROM "ODD ""NAME2"')

    def test_use(self):
        self.query("CREATE SCHEMA s")
        self.query("USE SCHEMA public")
        self.assertEqual([("PUBLIC",)], self.query("SELECT CURRENT_SCHEMA()"))
        self.fails("002043", self.session, "USE WAREHOUSE nope")
        self.fails("000008", self.session, "SELECT 1; SELECT 2")

    def test_statements_of_their_own_kind(self):
        kinds = {
            "SELECT 1": 0x1000,
            "INSERT INTO t VALUES (8, 8)": 0x3100,
            "DELETE FROM t WHERE k = 8": 0x3300,
            "BEGIN": 0x5000,
            "COMMIT": 0x5000,
        }
        for sql, kind in kinds.items():
            self.assertEqual(kind, self.session.reply(sql)["data"]["statementTypeId"])


class Values(Sql):
    def one(self, expression):
        return self.query(f"SELECT {expression}")[0][0]

    def test_functions(self):
        self.assertEqual(decimal.Decimal("0.333333"), decimal.Decimal(str(self.one("1 / 3"))))
        self.assertEqual(1 / 3, self.one("1::double / 3"))
        self.assertEqual(0.047619, self.one("1 / 3 / 7"))
        self.fails("100051", self.session, "SELECT 1 / 0")
        self.assertEqual(1, self.query("SELECT COUNT(k, v) FROM t")[0][0])
        self.assertEqual(1, self.query("SELECT COUNT(DISTINCT k, v) FROM t")[0][0])
        self.assertEqual("2013-02-01", self.one("TO_CHAR(AS_DATE(TO_VARIANT('2013-02-01'::date)), 'YYYY-MM-DD')"))
        self.assertEqual(
            [False, True], [self.one(f"IS_DATE(TO_VARIANT({x}))") for x in ("'2013-02-01'", "'2013-02-01'::date")]
        )
        self.assertEqual(1.0, self.one("TO_DOUBLE(TO_VARIANT(TRUE))"))
        self.assertEqual("a\\|b", self.one("REPLACE('a|b', '|', '\\\\|')"))

    def test_asof_join_keeps_what_has_no_match(self):
        found = self.query(
            "SELECT l.k, r.x FROM (SELECT 1 AS k, 5 AS t UNION ALL SELECT 2, 1) AS l "
            "ASOF JOIN (SELECT 1 AS k, 3 AS t, 'old' AS x UNION ALL SELECT 1, 4, 'new' UNION ALL SELECT 2, 2, 'late') AS r "
            "MATCH_CONDITION (l.t >= r.t) ON l.k = r.k ORDER BY 1"
        )
        self.assertEqual([(1, "new"), (2, None)], found)

    def test_encodings(self):
        instant = datetime.datetime(2013, 2, 1, 1, 2, 3, 456000)
        sql = (
            "SELECT 7 AS small, 12345678901234567890123456789012345678::NUMBER(38, 0) AS wide, 1.25::NUMBER(10, 2) AS scaled, "
            "99999999999999999999.25::NUMBER(38, 2) AS wide_scaled, 1.5::DOUBLE AS r, 'ü' AS s, TRUE AS b, '2013-02-01'::DATE AS d, "
            "'2013-02-01 01:02:03.456'::TIMESTAMP_NTZ AS z, '1969-12-31 23:59:59.5'::TIMESTAMP_NTZ AS early, NULL::NUMBER(10, 2) AS n"
        )
        expected = (
            7, 12345678901234567890123456789012345678, decimal.Decimal("1.25"), decimal.Decimal("99999999999999999999.25"), 1.5, "ü", True,
            datetime.date(2013, 2, 1), instant, datetime.datetime(1969, 12, 31, 23, 59, 59, 500000), None,
        )  # fmt: skip
        for encoding in ("struct", "int64"):
            self.fake.control("POST", "settings", {"timestamps": encoding})
            self.assertEqual([expected], self.query(sql))
        data = self.session.reply(sql)["data"]
        self.assertEqual(
            ["fixed"] * 4 + ["real", "text", "boolean", "date", "timestamp_ntz", "timestamp_ntz", "fixed"],
            [each["type"] for each in data["rowtype"]],
        )
        self.assertEqual((10, 2), (data["rowtype"][2]["precision"], data["rowtype"][2]["scale"]))

    def test_empty_has_no_body(self):
        data = self.session.reply("SELECT k FROM t WHERE FALSE")["data"]
        self.assertEqual(
            ("", 0, 0, ["K"]),
            (data["rowsetBase64"], data["total"], data["returned"], [each["name"] for each in data["rowtype"]]),
        )

    def test_json_where_asked(self):
        self.query("ALTER SESSION SET GO_QUERY_RESULT_FORMAT = 'JSON'")
        data = self.session.reply(
            "SELECT 1.5::NUMBER(4, 1) AS a, TRUE AS b, '2013-02-01'::DATE AS c, '2013-02-01'::TIMESTAMP_NTZ AS d"
        )["data"]
        self.assertEqual([["1.5", "1", "15737", "1359676800.000000000"]], data["rowset"])


if __name__ == "__main__":
    unittest.main()
