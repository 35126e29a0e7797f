#!/bin/sh
# Installs an optimised fsc with `cargo install`. DuckDB goes to the user's data folder first: the binary remembers where
# it is, and a cache may be emptied.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$repository"

if [ -z "${DUCKDB_LIB_DIR:-}" ] && [ "${FSC_DUCKDB:-}" != bundled ]; then
    status=0
    fetched=$(scripts/fetch-duckdb.sh) || status=$?
    case $status in
    0)
        version=$(basename "$(dirname "$fetched")")
        DUCKDB_LIB_DIR=${XDG_DATA_HOME:-$HOME/.local/share}/fsc/duckdb/$version
        export DUCKDB_LIB_DIR
        mkdir -p "$DUCKDB_LIB_DIR"
        for file in "$fetched"/*; do
            # Beside, then renamed: an installed fsc may be running from the old file.
            cp "$file" "$DUCKDB_LIB_DIR/.new.$$"
            mv "$DUCKDB_LIB_DIR/.new.$$" "$DUCKDB_LIB_DIR/$(basename "$file")"
        done
        ;;
    3) ;; # scripts/cargo.sh builds DuckDB from source
    *) exit "$status" ;;
    esac
fi
exec scripts/cargo.sh install --locked --path .
