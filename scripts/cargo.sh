#!/bin/sh
# Runs cargo with DuckDB found: `scripts/cargo.sh build`, `scripts/cargo.sh test --lib`.
#
# With FSC_DUCKDB=bundled, or where there is no prebuilt DuckDB, the library is compiled from source into the binary.
# Otherwise also notes the library's place in `.cargo/config.toml` (never in one that someone else wrote), so that a
# plain `cargo build` and rust-analyzer find it.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
marker='# Written by scripts/cargo.sh, which may replace it. Delete this line to keep your own version.'

write_config() {
    config=$repository/.cargo/config.toml
    if [ -e "$config" ] && [ "$(head -n 1 "$config")" != "$marker" ]; then
        return 0
    fi
    escaped=$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')
    wanted=$(printf '%s\n[env]\nDUCKDB_LIB_DIR = "%s"' "$marker" "$escaped")
    if [ -e "$config" ] && [ "$(cat "$config")" = "$wanted" ]; then
        return 0
    fi
    mkdir -p "$repository/.cargo" && printf '%s\n' "$wanted" >"$config.$$" && mv "$config.$$" "$config"
}

bundled=false
if [ "${FSC_DUCKDB:-}" = bundled ]; then
    bundled=true
else
    status=0
    folder=$("$repository/scripts/fetch-duckdb.sh") || status=$?
    case $status in
    0)
        # A checkout that cannot be written to still builds: the variable below is enough.
        [ -n "${DUCKDB_LIB_DIR:-}" ] || write_config "$folder" 2>/dev/null || true
        DUCKDB_LIB_DIR=$folder
        export DUCKDB_LIB_DIR
        ;;
    3) bundled=true ;;
    *) exit "$status" ;;
    esac
fi

subcommand=$1
shift
if $bundled; then
    echo 'fsc: building DuckDB from source: 20 to 40 minutes on two cores the first time' >&2
    case $subcommand in
    fmt) ;;
    *) set -- --features bundled "$@" ;;
    esac
elif [ "$subcommand" = test ]; then
    # Documentation tests get no linker arguments from build.rs, so the library's place is told in another way.
    for argument in "$@"; do
        if [ "$argument" = --doc ]; then
            export LD_LIBRARY_PATH="$DUCKDB_LIB_DIR${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
            export DYLD_FALLBACK_LIBRARY_PATH="$DUCKDB_LIB_DIR${DYLD_FALLBACK_LIBRARY_PATH:+:$DYLD_FALLBACK_LIBRARY_PATH}"
        fi
    done
fi
exec cargo "$subcommand" "$@"
