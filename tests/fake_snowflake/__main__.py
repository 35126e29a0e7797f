"""`python -m fake_snowflake --port 0 --port-file F`: serve until stdin closes."""

import argparse
import os
import sys
import tempfile
import threading
import time
import warnings

# Snowflake's timestamps without a zone are taken as they are; the machine's zone must not shift them.
os.environ["TZ"] = "UTC"
time.tzset()
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

from .http_server import Server


def main():
    arguments = argparse.ArgumentParser(prog="fake_snowflake", description="A Snowflake for tests, on loopback.")
    arguments.add_argument("--port", type=int, default=0, help="0: any free port")
    arguments.add_argument("--port-file", help="where the port is written once the server is ready")
    arguments.add_argument("--stay", action="store_true", help="keep serving when stdin closes")
    given = arguments.parse_args()

    server = Server(given.port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if given.port_file:
        announce(given.port_file, server.server_port)
    print(f"fake Snowflake on http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
    if given.stay:
        threading.Event().wait()
    # A test that is killed closes the pipe, so no server outlives it.
    while sys.stdin.buffer.read(4096):
        pass
    # Threads may hang in statements that a test froze: leave without them.
    os._exit(0)


def announce(path, port):
    """Write the port in one step, so that a reader sees all of it or no file."""
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as file:
        file.write(f"{port}\n")
    os.replace(file.name, path)


if __name__ == "__main__":
    main()
