"""The wire: logins, tokens, request ids, long statements, aborts, chunks."""

import datetime
import threading
import time
import unittest
import uuid

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from fake_snowflake.case import Case
from fake_snowflake.client import Client, send
from fake_snowflake.login import fingerprint


class Logins(Case):
    def test_reply_has_what_the_crate_decodes(self):
        data = self.client(schema="PUBLIC").login["data"]
        self.assertGreater(data["sessionId"], 2**32)
        for field in ("token", "masterToken", "serverVersion"):
            self.assertIsInstance(data[field], str)
        self.assertEqual((3600, 14400), (data["validityInSeconds"], data["masterValidityInSeconds"]))
        info = {
            "databaseName": "ANALYTICS",
            "schemaName": "PUBLIC",
            "warehouseName": "TRANSFORMING",
            "roleName": "FEATURE_ENGINEER",
        }
        self.assertEqual(info, data["sessionInfo"])

    def refused(self, code, **login):
        reply = self.client(**login).login
        self.assertFalse(reply["success"])
        self.assertEqual(code, reply["code"])

    def test_password(self):
        self.refused("390100", PASSWORD="wrong")
        self.refused("390100", LOGIN_NAME="NOBODY")
        self.refused("390189", role="NOT_GRANTED")

    def test_wrong_account_meets_a_page(self):
        client = self.client(ACCOUNT_NAME="ELSEWHERE")
        self.assertEqual(404, client.login_status)
        self.assertIn(b"<html>", client.login)
        for name in ("fakeaccount.eu-central-1", "MYORG-FAKEACCOUNT"):
            self.assertTrue(self.client(ACCOUNT_NAME=name).login["success"])

    def test_access_token(self):
        self.fake.control(
            "POST", "users", {"name": "BOT", "pats": ["good-pat"], "oauth": ["good"], "expired_oauth": ["old"]}
        )
        pat = {"LOGIN_NAME": "BOT", "AUTHENTICATOR": "PROGRAMMATIC_ACCESS_TOKEN", "PASSWORD": None}
        self.assertTrue(self.client(**pat, TOKEN="good-pat").login["success"])
        self.assertTrue(self.client(LOGIN_NAME="BOT", PASSWORD="good-pat").login["success"])
        self.refused("394400", **pat, TOKEN="bad")
        oauth = {"LOGIN_NAME": "BOT", "AUTHENTICATOR": "OAUTH"}
        self.assertTrue(self.client(**oauth, TOKEN="good").login["success"])
        self.refused("390303", **oauth, TOKEN="bad")
        self.refused("390318", **oauth, TOKEN="old")

    def test_key_pair(self):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = (
            key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )
        self.fake.control("POST", "users", {"name": "BOT", "keys": [public]})
        now = datetime.datetime.now(datetime.UTC)
        subject = "FAKEACCOUNT.BOT"

        def token(signer=key, **changes):
            claims = {
                "iss": f"{subject}.{fingerprint(public)}",
                "sub": subject,
                "iat": now,
                "exp": now + datetime.timedelta(minutes=1),
            }
            return jwt.encode({**claims, **changes}, signer, algorithm="RS256")

        login = {"LOGIN_NAME": "BOT", "AUTHENTICATOR": "SNOWFLAKE_JWT"}
        self.assertTrue(self.client(**login, TOKEN=token()).login["success"])
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        for wrong, reason in [
            (token(other), "394300"),
            (token(exp=now - datetime.timedelta(minutes=1)), "394301"),
            (token(iss=f"{subject}.SHA256:other"), "394304"),
            (token(sub="FAKEACCOUNT.FSC"), "394300"),
            (token(sub="FAKEACCOUNT.EU.BOT"), "394307"),
            ("nonsense", "394306"),
        ]:
            self.fake.control("DELETE", "log")
            self.refused("390144", **login, TOKEN=wrong)
            self.assertTrue(self.fake.control("GET", "log")[0]["login_failure"].startswith(reason))

    def test_unknown_context_is_left_out(self):
        client = self.client(database="NOPE", warehouse="NOPE")
        self.assertIsNone(client.login["data"]["sessionInfo"]["databaseName"])
        self.fails("090105", client, "SELECT * FROM t")
        client = self.client(warehouse=None)
        client.query("CREATE TABLE public.t (a INTEGER)")
        self.fails("000606", client, "SELECT * FROM public.t")


class Tokens(Case):
    def test_expired_session_is_renewed_and_lives_on(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TEMPORARY TABLE t AS SELECT 7 AS a")
        client.query("BEGIN")
        client.query("INSERT INTO t SELECT 8")
        self.fake.control("POST", "expire", {"token": "session"})
        self.assertEqual("390112", client.request("SELECT * FROM t")["code"])
        reply = client.renew()
        self.assertEqual(
            {"sessionToken", "validityInSecondsST", "masterToken", "validityInSecondsMT", "sessionId"},
            set(reply["data"]),
        )
        self.assertEqual([(7,), (8,)], client.query("SELECT * FROM t ORDER BY 1"))
        client.query("ROLLBACK")
        self.assertEqual([(7,)], client.query("SELECT * FROM t"))

    def test_expired_master_ends_the_session(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TEMPORARY TABLE t AS SELECT 7 AS a")
        self.fake.control("POST", "expire", {"token": "master"})
        self.assertIn(client.request("SELECT 1")["code"], ("390112", "390114"))
        self.assertEqual("390114", client.renew()["code"])
        self.assertEqual("390111", client.request("SELECT 1")["code"])
        self.assertEqual([], self.fake.control("GET", "sessions"))
        self.fails("002003", self.client(schema="PUBLIC"), "SELECT * FROM t")

    def test_closed_and_invented(self):
        client = self.client()
        self.assertTrue(client.close()["success"])
        self.assertEqual("390111", client.request("SELECT 1")["code"])
        client.token = "invented"
        self.assertEqual("390104", client.request("SELECT 1")["code"])


class RequestIds(Case):
    def test_twice_is_once(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TABLE t (a INTEGER)")
        request = str(uuid.uuid4())
        first = client.reply("INSERT INTO t SELECT 1", request_id=request)
        second = client.reply("INSERT INTO t SELECT 1", request_id=request, retry=1)
        self.assertEqual(first["data"]["queryId"], second["data"]["queryId"])
        self.assertEqual([(1,)], client.query("SELECT count(*) FROM t"))
        self.assertEqual([1], [each["executions"] for each in self.fake.statements("INSERT")])
        self.assertEqual(
            [0, 1], [each["retry_count"] for each in self.fake.control("GET", "log") if each["request_id"] == request]
        )

    def test_while_it_still_runs(self):
        self.fake.control("POST", "settings", {"in_progress_after": 0.1})
        client = self.client()
        request = str(uuid.uuid4())
        replies = [client.request("SELECT SYSTEM$WAIT(0.5)", request_id=request) for _ in range(2)]
        self.assertEqual(["333333"] * 2, [reply["code"] for reply in replies])
        self.assertEqual(replies[0]["data"]["queryId"], replies[1]["data"]["queryId"])
        self.assertEqual([("waited 0.5 seconds",)], client.query("SELECT SYSTEM$WAIT(0.5)", request_id=request))
        self.assertEqual([1], [each["executions"] for each in self.fake.statements("WAIT")])

    def test_a_failure_is_kept(self):
        client, request = self.client(), str(uuid.uuid4())
        for _ in range(2):
            self.fails("002003", client, "SELECT * FROM public.t", request_id=request)
        self.assertEqual(1, len(self.fake.statements("public.t")))


class LongStatements(Case):
    def setUp(self):
        super().setUp()
        self.fake.control("POST", "settings", {"in_progress_after": 0.1})

    def test_polled_until_done(self):
        client = self.client()
        reply = client.request("SELECT SYSTEM$WAIT(0.4)")
        polls = 0
        while reply["code"] == "333333":
            self.assertTrue(reply["success"])
            self.assertTrue(reply["data"]["getResultUrl"].startswith("/queries/"))
            reply = client.post(reply["data"]["getResultUrl"], method="GET")
            polls += 1
        self.assertGreaterEqual(polls, 2)
        self.assertEqual(1, reply["data"]["total"])
        self.assertEqual(
            "390104", client.post(f"/queries/{reply['data']['queryId']}/result", method="GET", token="x")["code"]
        )

    def test_asynchronous(self):
        client = self.client()
        self.assertEqual("333334", client.request("SELECT 1", asyncExec=True)["code"])
        self.assertEqual([(1,)], client.query("SELECT 1", asyncExec=True))

    def test_abort(self):
        client, request = self.client(), str(uuid.uuid4())
        reply = client.request("SELECT SYSTEM$WAIT(60)", request_id=request)
        self.assertTrue(client.abort(request)["success"])
        self.assertEqual("000604", client.post(reply["data"]["getResultUrl"], method="GET")["code"])
        self.assertEqual("000605", client.abort(request)["code"])

    def test_abort_interrupts_work(self):
        client, request = self.client(), str(uuid.uuid4())
        client.query("CREATE TABLE public.big AS SELECT 1 AS a")
        for _ in range(16):
            client.query("INSERT INTO public.big SELECT a FROM public.big")
        # A join that would take minutes.
        join = (
            "SELECT count(*) FROM public.big a JOIN public.big b ON a.a + b.a <> 7 JOIN public.big c ON c.a + b.a <> 9"
        )
        began = time.monotonic()
        reply = client.request(join, request_id=request)
        self.assertEqual("333333", reply["code"], reply["message"])
        self.assertTrue(client.abort(request)["success"])
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual([(1,)], client.query("SELECT 1"))

    def test_cancelled_by_id(self):
        client, other = self.client(), self.client()
        reply = client.request("SELECT SYSTEM$WAIT(60)")
        query = reply["data"]["queryId"]
        self.assertIn("terminated", other.query(f"SELECT SYSTEM$CANCEL_QUERY('{query}')")[0][0])
        self.assertEqual("000604", client.post(reply["data"]["getResultUrl"], method="GET")["code"])
        self.assertEqual(
            "FAILED_WITH_ERROR",
            client.post(f"/monitoring/queries/{query}", method="GET")["data"]["queries"][0]["status"],
        )

    def test_time_out(self):
        client = self.client()
        client.query("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1")
        self.fails("000630", client, "SELECT SYSTEM$WAIT(60)")


class Chunks(Case):
    def test_in_order_with_headers(self):
        client = self.client(schema="PUBLIC")
        client.query("CREATE TABLE t AS SELECT * FROM (VALUES (1), (2), (3), (4), (5), (6), (7)) AS v (a)")
        for inline in (True, False):
            self.fake.control("POST", "settings", {"chunk_rows": 2, "chunk_inline": inline})
            data = client.reply("SELECT a FROM t ORDER BY a")["data"]
            self.assertEqual(3 if inline else 4, len(data["chunks"]))
            self.assertEqual(7, data["total"])
            self.assertEqual([(each,) for each in range(1, 8)], client.query("SELECT a FROM t ORDER BY a"))
        path = "/" + data["chunks"][0]["url"].split("/", 3)[3]
        self.assertEqual(403, send(self.fake.port, "GET", path)[0])


class Tags(Case):
    def test_found_by_tag(self):
        client = self.client(SESSION_PARAMETERS={"QUERY_TAG": "at login"})
        client.query("SELECT 1 AS one")
        client.query("""ALTER SESSION SET QUERY_TAG = '{"app":"fsc"}'""")
        client.query("SELECT 2 AS two")
        client.query("SELECT 3 AS three", parameters={"QUERY_TAG": "for one"})
        tags = {each["sql"]: each["tag"] for each in self.fake.control("GET", "statements")}
        self.assertEqual("at login", tags["SELECT 1 AS one"])
        self.assertEqual('{"app":"fsc"}', tags["SELECT 2 AS two"])
        self.assertEqual("for one", tags["SELECT 3 AS three"])
        found = client.query(
            "SELECT query_text, execution_status FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION()) WHERE query_tag = 'for one'"
        )
        self.assertEqual([("SELECT 3 AS three", "SUCCESS")], found)


class Concurrency(Case):
    def test_sessions_run_side_by_side(self):
        clients = [Client(self.fake) for _ in range(4)]
        began = time.monotonic()
        threads = [threading.Thread(target=client.query, args=["SELECT SYSTEM$WAIT(0.5)"]) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLess(time.monotonic() - began, 1.5)


if __name__ == "__main__":
    unittest.main()
