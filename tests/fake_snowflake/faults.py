"""Faults on order: rules that match requests and say what goes wrong. README.md lists the actions."""

import itertools
import re
import threading

from .errors import NAMED, SnowflakeError, named

PLACES = {"query", "result", "login", "renew", "chunk", "abort", "close", "monitoring", "any"}
ACTIONS = {
    "delay", "drop", "status", "cut", "edit", "error", "hold", "freeze", "expire_session", "expire_master", "close_session",
}  # fmt: skip


class Rule:
    """One fault: where it strikes, how often, what it does."""

    def __init__(self, number, order):
        unknown = set(order) - {
            "at", "sql", "nth", "times", "action", "executes", "seconds", "status", "body", "content_type", "bytes", "set", "name",
            "code", "sql_state", "message", "silent", "in_progress_after", "reset", "headers", "attempt",
        }  # fmt: skip
        if unknown:
            raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
        self.id = number
        self.order = order
        self.at = order.get("at", "query")
        self.action = order["action"]
        if self.at not in PLACES or self.action not in ACTIONS:
            raise ValueError(f"unknown place or action: {self.at}, {self.action}")
        if self.action == "error" and "name" in order and order["name"] not in NAMED:
            raise ValueError(f"unknown error name; there are {', '.join(sorted(NAMED))}")
        self.sql = re.compile(order["sql"], re.IGNORECASE | re.DOTALL) if "sql" in order else None
        self.first = order.get("nth", 1)
        self.times = order.get("times", 1)
        self.attempt = order.get("attempt")
        self.seen = 0
        self.fired = 0
        self.statement = None  # the last one that it struck

    def strikes(self, place, sql, retries):
        """Whether the rule strikes this request; counts it."""
        if self.attempt is not None and self.attempt != retries + 1:
            return False
        if self.at not in (place, "any") or (self.sql is not None and not self.sql.search(sql or "")):
            return False
        self.seen += 1
        if self.seen < self.first or (self.times >= 0 and self.fired >= self.times):
            return False
        self.fired += 1
        return True

    def get(self, key, default=None):
        return self.order.get(key, default)

    def error(self, query_id):
        if "name" in self.order:
            return named(self.order["name"], query_id)
        return SnowflakeError(
            self.order["code"], self.order.get("sql_state", "XX000"), self.order.get("message", "ordered by a test")
        )

    def shown(self):
        return {"id": self.id, "seen": self.seen, "fired": self.fired, **self.order}


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules = []

    def add(self, order):
        with self._lock:
            rule = Rule(next(self._numbers), order)
            self._rules.append(rule)
            return rule

    def rule(self, number):
        with self._lock:
            return next(rule for rule in self._rules if rule.id == number)

    def clear(self):
        with self._lock:
            self._rules = []

    def shown(self):
        with self._lock:
            return [rule.shown() for rule in self._rules]

    def striking(self, place, sql=None, retries=0):
        """The rules that strike a request, in the order they were given."""
        with self._lock:
            return [rule for rule in self._rules if rule.strikes(place, sql, retries)]


def edit(body, changes):
    """Set parts of a reply by path: {"data.rowtype.0.type": "vector"}; the value `"__delete__"` removes."""
    for path, value in changes.items():
        *parents, last = path.split(".")
        at = body
        for part in parents:
            at = at[int(part)] if isinstance(at, list) else at[part]
        if isinstance(at, list):
            at[int(last)] = value
        elif value == "__delete__":
            at.pop(last, None)
        else:
            at[last] = value
    return body
