"""Table locks, as Snowflake takes them: UPDATE, DELETE and MERGE hold the whole table until their transaction ends.

INSERT takes none. At most `limit` statements wait for one lock; the next is refused (000625). A wait that would close
a circle is refused as a deadlock. DuckDB has no locks but conflicts; with these locks taken first it sees none.
"""

import threading
import time

from .errors import SnowflakeError, named


class TableLocks:
    def __init__(self, limit=20, end_idle=lambda session: None):
        self.limit = limit
        self._end_idle = end_idle
        self._changed = threading.Condition()
        self._holders = {}  # table -> (session id, query id)
        self._waiting = {}  # session id -> table

    def acquire(self, table, session, query_id, abort, timeout):
        with self._changed:
            deadline = time.monotonic() + timeout
            if self._free(table, session):
                self._holders.setdefault(table, (session, query_id))
                return
            waiters = sum(1 for waited in self._waiting.values() if waited == table)
            if waiters >= self.limit:
                raise self._refused(
                    table, query_id, f"the number of waiters for this lock exceeds the {self.limit} statements limit"
                )
            if self._closes_circle(table, session):
                raise named("deadlock", query_id)
            self._waiting[session] = table
            try:
                while not self._free(table, session):
                    if abort.is_set():
                        raise named("canceled")
                    if time.monotonic() > deadline:
                        raise self._refused(
                            table,
                            query_id,
                            f"it waited for the lock longer than the lock timeout of {timeout} second(s)",
                        )
                    if table in self._holders:
                        self._end_idle(self._holders[table][0])
                    self._changed.wait(0.05)
            finally:
                del self._waiting[session]
            self._holders[table] = (session, query_id)

    def release(self, session):
        with self._changed:
            self._holders = {table: holder for table, holder in self._holders.items() if holder[0] != session}
            self._changed.notify_all()

    def held(self):
        with self._changed:
            return {".".join(table): holder[0] for table, holder in self._holders.items()}

    def _free(self, table, session):
        holder = self._holders.get(table)
        return holder is None or holder[0] == session

    def _closes_circle(self, table, session):
        seen = set()
        while table in self._holders and table not in seen:
            seen.add(table)
            holder = self._holders[table][0]
            if holder == session:
                return True
            table = self._waiting.get(holder)
        return False

    def _refused(self, table, query_id, why):
        holder = self._holders[table][1]
        return SnowflakeError(
            "000625",
            "57014",
            f"Statement '{holder}' has locked table '{table[-1]}' in transaction {time.time_ns()} "
            f"and this lock has not yet been released.\nYour statement '{query_id}' was aborted because {why}.",
        )
