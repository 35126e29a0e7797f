"""A small client for the tests: starts the server, speaks its protocol over plain HTTP, decodes what comes back."""

import base64
import datetime
import decimal
import gzip
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid

import pyarrow as pa

_TESTS = pathlib.Path(__file__).resolve().parent.parent
PASSWORD = "a-password-for-tests"


class Fake:
    """A server of its own, gone with the `with` block."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="fake snowflake ")
        port_file = pathlib.Path(self._folder.name) / "port"
        environment = {**os.environ, "PYTHONPATH": str(_TESTS), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "fake_snowflake", "--port-file", str(port_file)],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL if not os.environ.get("FAKE_SNOWFLAKE_VERBOSE") else None,
            env=environment,
        )
        deadline = time.monotonic() + 60
        while not port_file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the fake Snowflake did not start")
            time.sleep(0.02)
        self.port = int(port_file.read_text())
        return self

    def __exit__(self, *_exception):
        self._process.stdin.close()
        self._process.wait(10)
        self._folder.cleanup()

    def control(self, method, action, body=None):
        status, reply = send(self.port, method, f"/fake/{action}", body)
        if status != 200:
            raise RuntimeError(reply)
        return reply

    def fault(self, **order):
        return self.control("POST", "faults", order)["id"]

    def read(self, sql):
        return self.control("POST", "read", {"sql": sql})["rows"]

    def statements(self, containing):
        return [statement for statement in self.control("GET", "statements") if containing in statement["sql"]]


def send(port, method, path, body=None, headers=None, timeout=60):
    """(status, reply): JSON where it is JSON, else bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Accept-Encoding": "gzip", **(headers or {})})
        response = connection.getresponse()
        content = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        if response.headers.get("Content-Type") == "application/json":
            return response.status, json.loads(content)
        return response.status, content
    finally:
        connection.close()


class QueryError(Exception):
    def __init__(self, reply):
        super().__init__(reply["message"])
        self.code = reply["code"]
        self.data = reply["data"]


class Client:
    """One session."""

    def __init__(
        self, fake, database="ANALYTICS", schema=None, warehouse="TRANSFORMING", role="FEATURE_ENGINEER", **login
    ):
        self.port = fake.port
        data = {
            "ACCOUNT_NAME": "FAKEACCOUNT",
            "LOGIN_NAME": "FSC",
            "PASSWORD": PASSWORD,
            "SESSION_PARAMETERS": {},
            **login,
        }
        query = "&".join(
            f"{key}={value}"
            for key, value in {
                "databaseName": database,
                "schemaName": schema,
                "warehouse": warehouse,
                "roleName": role,
            }.items()
            if value
        )
        self.login_status, self.login = send(
            self.port, "POST", f"/session/v1/login-request?requestId={uuid.uuid4()}&{query}", {"data": data}
        )
        if isinstance(self.login, dict) and self.login["success"]:
            self.token, self.master = self.login["data"]["token"], self.login["data"]["masterToken"]

    def post(self, path, body=None, token=None, method="POST"):
        headers = {"Authorization": f'Snowflake Token="{token or self.token}"', "Accept": "application/snowflake"}
        return send(self.port, method, path, body, headers)[1]

    def request(self, sql, request_id=None, retry=0, **body):
        path = f"/queries/v1/query-request?requestId={request_id or uuid.uuid4()}&request_guid={uuid.uuid4()}"
        return self.post(
            path + (f"&retryCount={retry}" if retry else ""),
            {"sqlText": sql, "asyncExec": False, "sequenceId": 1, **body},
        )

    def reply(self, sql, **more):
        """The final reply, however long the statement takes."""
        reply = self.request(sql, **more)
        while reply.get("code") in ("333333", "333334"):
            reply = self.post(reply["data"]["getResultUrl"], method="GET")
        return reply

    def query(self, sql, **more):
        reply = self.reply(sql, **more)
        if not reply["success"]:
            raise QueryError(reply)
        return rows(self.port, reply["data"])

    def renew(self):
        reply = self.post(
            "/session/token-request", {"oldSessionToken": self.token, "requestType": "RENEW"}, self.master
        )
        if reply["success"]:
            self.token, self.master = reply["data"]["sessionToken"], reply["data"]["masterToken"]
        return reply

    def abort(self, request_id):
        return self.post(f"/queries/v1/abort-request?requestId={uuid.uuid4()}", {"requestId": request_id})

    def close(self):
        return self.post("/session?delete=true")


def rows(port, data):
    """The rows of a reply, inline ones first, then the chunks in their order."""
    if "rowset" in data:
        return [tuple(row) for row in data["rowset"]]
    streams = [base64.b64decode(data["rowsetBase64"])] if data["rowsetBase64"] else []
    for chunk in data.get("chunks", []):
        streams.append(send(port, "GET", "/" + chunk["url"].split("/", 3)[3], headers=data["chunkHeaders"])[1])
    found = []
    for stream in streams:
        table = pa.ipc.open_stream(stream).read_all()
        columns = [[_value(value, field) for value in table[i].to_pylist()] for i, field in enumerate(table.schema)]
        found += list(zip(*columns, strict=True))
    return found


def _value(value, field):
    kind, scale = field.metadata[b"logicalType"].decode(), int(field.metadata[b"scale"])
    if value is None:
        return None
    if kind == "FIXED":
        if scale == 0:
            return int(value)
        return value if isinstance(value, decimal.Decimal) else decimal.Decimal(value).scaleb(-scale)
    if kind == "TIMESTAMP_NTZ":
        nanoseconds = value if isinstance(value, int) else value["epoch"] * 10**9 + value["fraction"]
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=nanoseconds // 1000)
    return value
