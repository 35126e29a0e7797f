#!/bin/sh
# Makes the made-up data of the examples again and says whether it is what is committed.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
engine=1.5.6 # another engine may write other bytes

if ! python3 -c "import sys, duckdb; sys.exit(duckdb.__version__ != '$engine')" 2>/dev/null; then
    echo "missing: the Python package duckdb $engine" >&2
    echo "    python3 -m pip install duckdb==$engine" >&2
    exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/fsc-data.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for script in "$repository"/examples/*/make_data.py; do
    example=$(dirname "$script")
    mkdir -p "$work/example/data"
    cp "$script" "$work/example/"
    (cd "$work/example" && python3 make_data.py >/dev/null)
    diff -r "$example/data" "$work/example/data"
    echo "$(basename "$example"): the data is what its script makes"
    rm -rf "$work/example"
done
