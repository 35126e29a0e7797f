#!/bin/sh
# Says what is missing, and how to get it, before anything starts: `scripts/need.sh rust npm python3 fake-snowflake`.
set -u
missing=0

lack() {
    printf 'missing: %s\n    %s\n' "$1" "$2" >&2
    missing=1
}

for tool in "$@"; do
    case $tool in
    rust)
        command -v cargo >/dev/null 2>&1 ||
            lack 'the Rust toolchain (cargo)' "install it from https://rustup.rs: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
        command -v cc >/dev/null 2>&1 ||
            lack 'a C compiler, which links programs (cc)' 'Debian and Ubuntu: sudo apt-get install build-essential; macOS: xcode-select --install'
        ;;
    npm)
        if [ -z "${DUCKDB_LIB_DIR:-}" ] && [ "${FSC_DUCKDB:-}" != bundled ] && ! command -v npm >/dev/null 2>&1; then
            # No reason to stop: scripts/cargo.sh then builds DuckDB from source.
            echo 'note: npm is missing; with it DuckDB is fetched in seconds, without it DuckDB is built from source (20 to 40 minutes)' >&2
            echo '    Debian and Ubuntu: sudo apt-get install npm; macOS: brew install node; others: https://nodejs.org' >&2
        fi
        ;;
    python3)
        command -v python3 >/dev/null 2>&1 ||
            lack 'python3, 3.9 or newer (makes and checks the example data)' 'Debian and Ubuntu: sudo apt-get install python3; macOS: brew install python'
        ;;
    fake-snowflake)
        found=
        for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
            "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=yes && break
        done
        [ -n "$found" ] ||
            lack 'python3, 3.11 or newer, with its venv module (runs the fake Snowflake that tests talk to)' 'Debian and Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python'
        ;;
    *)
        echo "scripts/need.sh: unknown tool \`$tool\`" >&2
        exit 2
        ;;
    esac
done
exit "$missing"
