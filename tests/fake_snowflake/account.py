"""One fake account: its engine, its settings, its faults and what has been asked of it."""

import threading

from . import settings
from .chunks import Chunks
from .endpoints import Endpoints
from .engine import Engine
from .faults import Faults
from .saved import Saved


class Account:
    def __init__(self, base_url):
        self._base_url = base_url
        self._lock = threading.Lock()
        self.faults = Faults()
        self.endpoints = Endpoints(self)
        self.log = []
        self._saved = {}
        self.reset({})

    def reset(self, changes):
        """An empty account again, with the default settings and these changes."""
        old = getattr(self, "engine", None)
        self.settings = settings.fresh()
        self.set(changes)
        self.faults.clear()
        self.chunks = Chunks(self._base_url)
        self.engine = Engine(self.settings)
        with self._lock:
            self.log = []
        if old is not None:
            for session in list(old.sessions.open.values()):
                old.close(session)

    def save(self, name):
        """Keep the data as it is now."""
        self._saved[name] = Saved(self.engine)

    def restore(self, name):
        """The data that was kept, in an engine of its own: what still runs in the old one changes nothing here. Sessions,
        faults and the log are gone; the settings stay."""
        old, engine = self.engine, Engine(self.settings)
        self._saved[name].put(engine)
        self.faults.clear()
        self.chunks = Chunks(self._base_url)
        self.engine = engine
        self.clear_log()
        old.abandon()

    def set(self, changes):
        unknown = set(changes) - set(settings.DEFAULTS)
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}")
        self.settings.update(changes)
        if hasattr(self, "engine"):
            self.engine.locks.limit = self.settings["lock_waiters"]
            for database in changes.get("databases", []):
                self.engine.catalog.create_database(database)

    def note(self, entry):
        with self._lock:
            self.log.append(entry)

    def noted(self):
        with self._lock:
            return list(self.log)

    def clear_log(self):
        with self._lock:
            self.log = []

    def execution(self, rules):
        """How a statement runs, with the faults that strike inside it."""
        inside = [rule for rule in rules if rule.action in ("delay", "freeze", "error")]
        engine = self.engine

        def execute(statement):
            for rule in inside:
                if rule.action == "delay":
                    statement.wait(rule.get("seconds", 1))
                elif rule.action == "freeze":
                    statement.wait(None)
                elif not rule.get("executes"):
                    raise rule.error(statement.query_id)
            result = engine.run(statement)
            for rule in inside:
                if rule.action == "error":
                    raise rule.error(statement.query_id)
            return result

        return execute
