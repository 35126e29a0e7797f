"""Transactions with Snowflake's rules on top of DuckDB's.

- A failed statement undoes itself alone; the transaction stays open and COMMIT keeps what came before. DuckDB gives up
  the whole transaction, so the statements before are played again.
- Every statement sees what others had committed when it got its locks (READ COMMITTED). DuckDB's snapshot is that of
  the transaction's first statement, so a transaction that had to wait for a lock is played again, too.
- DuckDB's transaction starts with the first write, since until then there is nothing to undo.
"""

import duckdb


class Transaction:
    def __init__(self, session, locks):
        self._session = session
        self._locks = locks
        self._written = []
        self._begun = False

    def before_write(self, waited):
        if not self._begun:
            self._session.connection.execute("BEGIN TRANSACTION")
            self._begun = True
        elif waited:
            self._again()

    def wrote(self, statements):
        """These DuckDB statements are part of the transaction now."""
        self._written.extend(statements)

    def failed(self):
        if self._begun:
            self._again()

    def _again(self):
        connection = self._session.connection
        connection.execute("ROLLBACK")
        connection.execute("BEGIN TRANSACTION")
        for sql in self._written:
            connection.execute(sql).fetchall()

    def end(self, keep):
        try:
            if self._begun:
                self._session.connection.execute("COMMIT" if keep else "ROLLBACK")
        except duckdb.Error:
            if keep:
                raise
        finally:
            self._session.transaction = None
            self._locks.release(self._session.id)
