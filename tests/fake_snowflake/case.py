"""The base of the tests: one server for all of them, an empty account for each."""

import atexit
import functools
import unittest

from fake_snowflake.client import Client, Fake, QueryError


@functools.cache
def shared():
    """The server of this process; it ends with the process."""
    fake = Fake().__enter__()
    atexit.register(fake.__exit__)
    return fake


class Case(unittest.TestCase):
    def setUp(self):
        self.fake = shared()
        self.fake.control("POST", "reset", {})

    def client(self, **login):
        return Client(self.fake, **login)

    def fails(self, code, client, sql, **more):
        with self.assertRaises(QueryError) as caught:
            client.query(sql, **more)
        self.assertEqual(code, caught.exception.code, str(caught.exception))
        return caught.exception
