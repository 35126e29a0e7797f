#!/bin/sh
# Tests of the fake Snowflake itself: `scripts/test-fake-snowflake.sh [fake_snowflake.test_sql ...]`.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
python=$("$repository/scripts/fake-snowflake.sh")
export FSC_BIN="${FSC_BIN:-${CARGO_TARGET_DIR:-$repository/target}/debug/fsc}"
export PYTHONDONTWRITEBYTECODE=1
cd "$repository/tests"
if [ "$#" -eq 0 ]; then
    set -- discover --start-directory fake_snowflake --top-level-directory .
fi
exec "$python" -W ignore::UserWarning -m unittest "$@"
