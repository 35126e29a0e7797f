"""Sessions and their tokens.

A session has a session token (an hour) and a master token (four hours). An expired session token is answered with
390112 and renewed with the master token: the session, its temporary tables and its transaction live on. When the
master token has expired too (390114), only a new login helps.
"""

import itertools
import secrets
import threading
import time

# The codes are those of snowflake-connector-python's network.py and gosnowflake's; 390104 and 390111 are what
# connectors report in issues.
SESSION_EXPIRED = ("390112", "Your session has expired. Please login again.")
MASTER_EXPIRED = ("390114", "Authentication token has expired.  The user must authenticate again.")
TOKEN_INVALID = ("390104", "Authorization token is invalid. The user must authenticate again.")
SESSION_GONE = ("390111", "Session no longer exists.  New login required to access the service.")
MASTER_INVALID = ("390115", "Master token is invalid. The user must authenticate again.")


class TokenError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


class Session:
    """What one login holds: tokens, context, parameters, temporary tables, a transaction, a DuckDB connection."""

    def __init__(self, number, connection, user, role, warehouse, database, schema, parameters):
        self.id = number
        self.connection = connection
        self.user = user
        self.role = role
        self.warehouse = warehouse
        self.database = database
        self.schema = schema
        self.parameters = dict(parameters)
        self.temporary_tables = set()
        self.transaction = None  # a list of the statements so far, while one is open
        self.last_query_id = None
        self.closed = False
        self.last_active = time.monotonic()
        self.running = None  # the statement that has its turn
        self.turn = threading.Lock()  # one statement at a time: DuckDB's connection allows no more
        self.tokens = {}

    def parameter(self, name, default=None):
        return self.parameters.get(name, default)


class Sessions:
    def __init__(self, settings):
        self._settings = settings
        # As large as the real ones, so that a client that keeps them in 32 bits fails.
        self._numbers = itertools.count(67_289_600_001_026)
        self._lock = threading.Lock()
        self._by_token = {}
        self._by_master = {}
        self.open = {}

    def create(self, connect, **context):
        with self._lock:
            number = next(self._numbers)
        session = Session(number, connect(), **context)
        with self._lock:
            self.open[number] = session
            self._issue(session, new_master=True)
        return session

    def _issue(self, session, new_master):
        now = time.monotonic()
        tokens = session.tokens
        tokens["session"] = "ver:3-hint:1-session-" + secrets.token_urlsafe(48)
        tokens["session_until"] = now + self._settings["session_seconds"]
        self._by_token[tokens["session"]] = session
        if new_master:
            tokens["master"] = "ver:3-hint:1-master-" + secrets.token_urlsafe(48)
            tokens["master_until"] = now + self._settings["master_seconds"]
            self._by_master[tokens["master"]] = session

    def by_token(self, token):
        """The session of a session token; raises what the server would answer."""
        with self._lock:
            session = self._by_token.get(token)
        if session is None:
            raise TokenError(*TOKEN_INVALID)
        if session.closed:
            raise TokenError(*SESSION_GONE)
        if time.monotonic() >= session.tokens["master_until"]:
            raise TokenError(*MASTER_EXPIRED)
        if token != session.tokens["session"] or time.monotonic() >= session.tokens["session_until"]:
            raise TokenError(*SESSION_EXPIRED)
        return session

    def renew(self, master, old_session_token):
        """New tokens for a master token. The old session token must be one of the same session's."""
        with self._lock:
            session = self._by_master.get(master)
            if session is None or self._by_token.get(old_session_token) is not session:
                raise TokenError(*MASTER_INVALID)
            if session.closed:
                raise TokenError(*SESSION_GONE)
            if time.monotonic() >= session.tokens["master_until"]:
                raise TokenError(*MASTER_EXPIRED)
            self._issue(session, new_master=True)
            return session

    def owner(self, master):
        """The session of a master token, expired or not."""
        with self._lock:
            return self._by_master.get(master)

    def expire(self, which, session=None):
        """Expire now the `session` or the `master` token, of one session or of all."""
        with self._lock:
            for each in [session] if session else list(self.open.values()):
                each.tokens[f"{which}_until"] = 0
                if which == "master":
                    each.tokens["session_until"] = 0

    def close(self, session):
        with self._lock:
            session.closed = True
            self.open.pop(session.id, None)
