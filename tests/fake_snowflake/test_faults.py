"""Every fault that a test can order does what README.md says."""

import http.client
import json
import threading
import time
import unittest
import uuid

from fake_snowflake.case import Case
from fake_snowflake.client import send


class Faults(Case):
    def setUp(self):
        super().setUp()
        self.session = self.client(schema="PUBLIC")
        self.session.query("CREATE TABLE t (a INTEGER)")
        self.fake.control("DELETE", "log")

    def insert(self, request_id=None, **more):
        return self.session.request("INSERT INTO t SELECT 1", request_id=request_id, **more)

    def rows(self):
        return int(self.fake.read("SELECT count(*) FROM public.t")[0][0])

    def test_dropped_before_and_after(self):
        for executes, rows in ((False, 0), (True, 1)):
            for reset in (False, True):
                with self.subTest(executes=executes, reset=reset):
                    self.session.query("DELETE FROM t")
                    self.fake.fault(action="drop", sql="^insert", executes=executes, reset=reset)
                    request = str(uuid.uuid4())
                    with self.assertRaises((http.client.RemoteDisconnected, ConnectionResetError)):
                        self.insert(request)
                    self.assertEqual(rows, self.rows())
                    self.assertTrue(self.insert(request, retry=1)["success"])
                    self.assertEqual(1, self.rows())

    def test_cut_body(self):
        self.fake.fault(action="cut")
        request = str(uuid.uuid4())
        with self.assertRaises((http.client.IncompleteRead, EOFError)):
            self.insert(request)
        self.assertEqual("1", self.insert(request)["data"]["rowset"][0][0])
        self.assertEqual(1, self.rows())

    def test_pages(self):
        self.fake.fault(action="status", status=503)
        path = f"/queries/v1/query-request?requestId={uuid.uuid4()}"
        headers = {"Authorization": f'Snowflake Token="{self.session.token}"'}
        status, page = send(self.fake.port, "POST", path, {"sqlText": "INSERT INTO t SELECT 1"}, headers)
        self.assertEqual(503, status)
        self.assertIn(b"<html>", page)
        self.assertEqual(0, self.rows())
        self.fake.fault(action="status", status=502, executes=True)
        self.assertEqual(502, send(self.fake.port, "POST", path, {"sqlText": "INSERT INTO t SELECT 1"}, headers)[0])
        self.assertEqual(1, self.rows())

    def test_only_the_nth(self):
        self.fake.fault(action="error", name="internal", sql="insert", nth=2)
        self.assertEqual([None, "300002", None], [self.insert()["code"] for _ in range(3)])

    def test_named_errors(self):
        for name, code in [
            ("lock_waiters", "000625"),
            ("deadlock", "000635"),
            ("insufficient_privileges", "003001"),
            ("warehouse_suspended", "000607"),
            ("no_warehouse", "000606"),
        ]:
            self.fake.fault(action="error", name=name)
            reply = self.insert()
            self.assertEqual(code, reply["code"])
            self.assertEqual(
                {"internalError", "errorCode", "age", "sqlState", "queryId", "line", "pos", "type"}, set(reply["data"])
            )
        self.assertEqual(0, self.rows())
        self.fake.fault(action="error", code="123456", message="what I say", executes=True)
        reply = self.insert()
        self.assertEqual(("123456", "what I say"), (reply["code"], reply["message"]))
        self.assertEqual(1, self.rows())

    def test_tokens(self):
        self.fake.fault(action="expire_session", sql="insert")
        self.assertEqual("390112", self.insert()["code"])
        self.assertTrue(self.session.renew()["success"])
        self.assertTrue(self.insert()["success"])
        self.fake.fault(action="close_session")
        self.assertEqual("390111", self.insert()["code"])
        self.session = self.client(schema="PUBLIC")
        self.fake.fault(action="expire_master")
        self.assertIn(self.insert()["code"], ("390112", "390114"))
        self.assertEqual("390114", self.session.renew()["code"])

    def test_edited_reply(self):
        self.fake.fault(action="edit", set={"data.rowtype.0.type": "vector", "data.finalRoleName": None})
        data = self.session.request("SELECT 1")["data"]
        self.assertEqual(("vector", None), (data["rowtype"][0]["type"], data["finalRoleName"]))
        self.fake.fault(
            at="login", action="edit", set={"data.sessionInfo.roleName": None, "data.serverVersion": "__delete__"}
        )
        data = self.client().login["data"]
        self.assertIsNone(data["sessionInfo"]["roleName"])
        self.assertNotIn("serverVersion", data)

    def test_delay_and_hold(self):
        for action, done in (("delay", 0), ("hold", 1)):
            self.session.query("DELETE FROM t")
            self.fake.fault(action=action, seconds=0.6, sql="insert", in_progress_after=0.1)
            reply = self.insert()
            self.assertEqual("333333", reply["code"])
            self.assertEqual(done, self.rows())
            while reply["code"] == "333333":
                reply = self.session.post(reply["data"]["getResultUrl"], method="GET")
            self.assertEqual(1, self.rows())

    def test_frozen_until_aborted(self):
        self.fake.fault(action="freeze", silent=True)
        request, replies = str(uuid.uuid4()), []
        thread = threading.Thread(target=lambda: replies.append(self.insert(request)))
        thread.start()
        time.sleep(0.3)
        self.assertEqual([], replies)
        self.assertTrue(self.session.abort(request)["success"])
        thread.join(5)
        self.assertEqual("000604", replies[0]["code"])
        self.assertEqual(0, self.rows())

    def test_a_mistaken_order_is_refused(self):
        for order in (
            {"action": "explode"},
            {"action": "drop", "wen": 1},
            {"action": "error", "name": "nope"},
            {"action": "drop", "at": "moon"},
        ):
            with self.assertRaises(RuntimeError):
                self.fake.fault(**order)

    def test_the_log_has_no_secret(self):
        self.insert()
        self.client()
        text = json.dumps(self.fake.control("GET", "log")) + json.dumps(self.fake.control("GET", "statements"))
        self.assertNotIn(self.session.token, text)
        self.assertNotIn("a-password-for-tests", text)


if __name__ == "__main__":
    unittest.main()
