"""HTTP: one thread per connection, and sockets in hand, since half of what a test orders is to mistreat them."""

import gzip
import json
import socket
import struct
import time
import traceback
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .account import Account
from .control import Control
from .endpoints import Page, place_of
from .faults import edit


class Request:
    """What came in, read whole; `note` collects what the log will say about it."""

    def __init__(self, method, target, headers, body):
        parsed = urllib.parse.urlsplit(target)
        self.method = method
        self.path = "/" + parsed.path.lstrip("/")
        self.query = dict(urllib.parse.parse_qsl(parsed.query))
        self.headers = headers
        self.rules = []
        self.note = {}
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.json = json.loads(body) if body.strip() else {}


class Drop(Exception):
    """The connection ends here, without a reply."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Replies are small and written in pieces; Nagle would hold them back.
    disable_nagle_algorithm = True

    def log_message(self, *_arguments):
        """Nothing: the log is what tests read at /fake/log."""

    def do_GET(self):
        self._handle("GET")

    def do_POST(self):
        self._handle("POST")

    def do_DELETE(self):
        self._handle("DELETE")

    def _handle(self, method):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            request = Request(method, self.path, self.headers, body)
        except (ValueError, OSError) as error:
            self._send(400, json.dumps({"error": str(error)}).encode())
            return
        if request.path.startswith("/fake/"):
            self._control(request)
        else:
            self._snowflake(request)

    def _control(self, request):
        try:
            reply, status = self.server.control.answer(request), 200
        except Exception as error:  # whatever it is, the test has to read it
            reply, status = {"error": f"{type(error).__name__}: {error}"}, 400
        self._send(status, json.dumps(reply, default=str).encode())

    def _snowflake(self, request):
        account = self.server.account
        place = place_of(request.method, request.path)
        sql = request.json.get("sqlText") if isinstance(request.json, dict) else None
        entry = {
            "time": time.time(),
            "endpoint": place,
            "method": request.method,
            "path": request.path,
            "request_id": request.query.get("requestId"),
            "request_guid": request.query.get("request_guid"),
            "retry_count": int(request.query.get("retryCount", 0)),
            "client_start_time": request.query.get("clientStartTime"),
            "sql": sql,
            "status": None,
            "code": None,
        }
        account.note(entry)
        request.rules = account.faults.striking(place, sql, entry["retry_count"])
        entry["faults"] = [rule.id for rule in request.rules]
        try:
            self._before(request, account, place)
            reply = account.endpoints.answer(request)
            self._after(request, reply)
            entry["status"] = 200
            entry["code"] = reply.get("code") if isinstance(reply, dict) else None
            entry.update(request.note)
            self._reply(request, reply)
        except Page as page:
            entry["status"] = page.status
            entry.update(request.note)
            self._send(page.status, page.body.encode(), page.content_type, page.headers)
        except Drop:
            entry["status"] = "dropped"
            entry.update(request.note)
            self._drop(any(rule.get("reset") for rule in request.rules))
        except (BrokenPipeError, ConnectionResetError):
            entry["status"] = "client gone"
            entry.update(request.note)
            self.close_connection = True
        except Exception:
            # A bug of the fake: say so where the test run shows it.
            traceback.print_exc()
            raise

    def _before(self, request, account, place):
        """The faults that strike before anything is done."""
        for rule in request.rules:
            match rule.action:
                case "delay" if place != "query":
                    time.sleep(rule.get("seconds", 1))
                case "expire_session":
                    account.engine.sessions.expire("session")
                case "expire_master":
                    account.engine.sessions.expire("master")
                case "close_session":
                    for session in list(account.engine.sessions.open.values()):
                        account.engine.close(session)
                case "drop" if not rule.get("executes"):
                    raise Drop
                case "status" if not rule.get("executes"):
                    raise _page(rule)

    def _after(self, request, reply):
        """Those that strike once the work is done."""
        for rule in request.rules:
            match rule.action:
                case "drop":
                    raise Drop
                case "status":
                    raise _page(rule)
                case "edit" if isinstance(reply, dict):
                    edit(reply, rule.get("set", {}))

    def _reply(self, request, reply):
        if isinstance(reply, bytes):
            data, kind = reply, "application/octet-stream"
        else:
            data, kind = json.dumps(reply, default=str).encode(), "application/json"
        headers = {}
        if self.server.account.settings["gzip"] and "gzip" in self.headers.get("Accept-Encoding", ""):
            data, headers = gzip.compress(data, 1), {"Content-Encoding": "gzip"}
        cut = next((rule for rule in request.rules if rule.action == "cut"), None)
        self._send(200, data, kind, headers, None if cut is None else cut.get("bytes", len(data) // 2))

    def _send(self, status, data, kind="application/json", headers=None, cut=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data if cut is None else data[:cut])
        self.wfile.flush()
        if cut is not None:
            self._drop(False)

    def _drop(self, reset):
        self.close_connection = True
        if reset:
            # No lingering: the peer sees a reset instead of an orderly end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)


def _page(rule):
    status = rule.get("status", 503)
    body = rule.get("body", f"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>nginx</body></html>")
    return Page(status, body, rule.get("content_type", "text/html"), rule.get("headers"))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.account = Account(f"http://127.0.0.1:{self.server_port}")
        self.control = Control(self.account)

    def handle_error(self, request, client_address):
        """A client that went away is no news; anything else has been printed already."""
