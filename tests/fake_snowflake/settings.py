"""What can be set, and its defaults. POST /fake/settings changes any of it while the server runs."""

import copy

DEFAULTS = {
    # The account: names that are none of ACCOUNT, ACCOUNT.REGION and ORGANISATION-ACCOUNT meet a 404 page.
    "account": "FAKEACCOUNT",
    "databases": ["ANALYTICS"],
    "warehouses": ["TRANSFORMING"],
    "roles": ["FEATURE_ENGINEER", "ML_READER", "ANALYST", "PUBLIC"],
    # name -> what it logs in with; "keys" are public keys in PEM.
    "users": {
        "FSC": {
            "password": "a-password-for-tests",
            "keys": [],
            "pats": [],
            "oauth": [],
            "expired_oauth": [],
            "role": "FEATURE_ENGINEER",
        }
    },
    "session_seconds": 3600,
    "master_seconds": 14400,
    # After this long a statement that still runs is answered with 333333 and a URL to ask again.
    "in_progress_after": 45.0,
    "lock_waiters": 20,
    # How long a session may be idle in a transaction that holds a lock which others wait for.
    "idle_transaction_seconds": 300,
    # What the server's clock is ahead of this machine's.
    "clock_ahead_seconds": 0,
    # Rows per chunk; 0: all rows inline.
    "chunk_rows": 0,
    # Whether the first rows stand in the reply itself, as Snowflake usually does it.
    "chunk_inline": True,
    "timestamps": "struct",  # or "int64"
    "gzip": True,
    # Threads of DuckDB; changing it takes a reset.
    "threads": 2,
}


def fresh():
    """A copy of the defaults, down to the lists."""
    return copy.deepcopy(DEFAULTS)
