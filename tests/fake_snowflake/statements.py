"""Statements in flight and past: one per requestId, whatever happens to the connection that sent it.

A statement runs in a thread of its own. Who sent it waits for a while and is then told to come back (333333); who
sends the same requestId again gets the first one's answer. Only an abort ends a statement early.
"""

import threading
import time
import uuid

from .errors import SnowflakeError, named


class Statement:
    def __init__(self, session, sql, request_id, tag, parameters):
        self.session = session
        self.sql = sql
        self.request_id = request_id
        self.tag = tag
        self.parameters = parameters
        # The shape of Snowflake's ids, a UUID that starts with 01.
        self.query_id = "01" + str(uuid.uuid4())[2:]
        self.started = time.time()
        self.ended = None
        self.result = None
        self.error = None
        self.executions = 0
        self.bytes_scanned = 0
        self.done = threading.Event()
        self.aborted = threading.Event()
        self._why = named("canceled")
        # A hold keeps the answer back after the work is done: a long statement for the client's eyes.
        self.hold_until = 0.0

    clock = staticmethod(time.monotonic)

    @property
    def status(self):
        if not self.done.is_set():
            return "running"
        return "success" if self.error is None else "failed_with_error"

    def parameter(self, name, default=None):
        return self.parameters.get(name, self.session.parameter(name, default))

    def check(self):
        """Raise if the statement has been aborted."""
        if self.aborted.is_set():
            raise self._why

    def wait(self, seconds):
        if self.aborted.wait(None if seconds is None else seconds):
            raise self._why

    def abort(self, why=None):
        """End the statement; returns once it has ended."""
        if why is not None:
            self._why = why
        self.aborted.set()
        while not self.done.wait(0.02):
            if self.session.running is self:
                self.session.connection.interrupt()

    def run(self, execute):
        timeout = float(self.parameter("STATEMENT_TIMEOUT_IN_SECONDS", 0) or 0)
        timer = threading.Timer(timeout, self._time_out, [timeout]) if timeout > 0 else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            self.result = execute(self)
        except SnowflakeError as error:
            self.error = self._why if self.aborted.is_set() else error
        finally:
            if timer is not None:
                timer.cancel()
            self.ended = time.time()
            self.done.set()

    def _time_out(self, seconds):
        self.abort(
            SnowflakeError(
                "000630",
                "57014",
                f"Statement reached its statement or warehouse timeout of {seconds:g} second(s) and was canceled.",
            )
        )

    def answered(self, seconds):
        """Wait up to `seconds` for the answer; says whether it is there."""
        deadline = time.monotonic() + seconds
        if not self.done.wait(seconds):
            return False
        while time.monotonic() < self.hold_until and not self.aborted.is_set():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        return True


class Statements:
    def __init__(self):
        self._lock = threading.Lock()
        self._by_request = {}
        self._by_query = {}
        self.all = []

    def submit(self, make, request_id, execute):
        """The statement of a request id: the one that is there, or a new one, started. Says which: (statement, new)."""
        with self._lock:
            found = self._by_request.get(request_id) if request_id else None
            if found is not None:
                return found, False
            statement = make()
            if request_id:
                self._by_request[request_id] = statement
            self._by_query[statement.query_id] = statement
            self.all.append(statement)
        threading.Thread(target=statement.run, args=[execute], daemon=True).start()
        return statement, True

    def by_request(self, request_id):
        with self._lock:
            return self._by_request.get(request_id)

    def by_query(self, query_id):
        with self._lock:
            return self._by_query.get(query_id)

    def snapshot(self):
        with self._lock:
            return list(self.all)
