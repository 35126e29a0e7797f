"""A Snowflake for tests: the wire protocol of Snowflake over HTTP on loopback, with DuckDB doing the work.

See README.md for what it can and cannot do, and for the fault controls.
"""
