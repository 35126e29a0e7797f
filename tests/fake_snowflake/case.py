"""The base of the tests: one server for a class, an empty account for a test."""

import unittest

from fake_snowflake.client import Client, Fake, QueryError


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fake = cls.enterClassContext(Fake())

    def setUp(self):
        self.fake.control("POST", "reset", {})

    def client(self, **login):
        return Client(self.fake, **login)

    def fails(self, code, client, sql, **more):
        with self.assertRaises(QueryError) as caught:
            client.query(sql, **more)
        self.assertEqual(code, caught.exception.code, str(caught.exception))
        return caught.exception
