"""Result chunks: what Snowflake puts into cloud storage, kept here under a URL that needs the right header."""

import secrets
import threading


class Chunks:
    def __init__(self, base_url):
        self._base_url = base_url
        self._lock = threading.Lock()
        self._kept = {}

    def add(self, data, key):
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = (data, key)
        return f"{self._base_url}/chunks/{name}"

    def get(self, name, key):
        """The bytes, or None where the name is unknown or the key is wrong."""
        with self._lock:
            data, wanted = self._kept.get(name, (None, None))
        return data if data is not None and key == wanted else None
