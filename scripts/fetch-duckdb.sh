#!/bin/sh
# Prints the folder of the DuckDB library to link against, fetching it once from npm.
#
# Why npm: DuckDB's own packages for Node carry the shared library, whole and prebuilt, and npm checks its integrity.
# Building the same library from source takes 20 to 40 minutes.
#
# Exit: 0 the folder is on stdout; 3 there is no prebuilt library to be had here (build from source); 1 anything else.
set -eu

version=1.5.6-r.1 # keep in step with `duckdb` in Cargo.toml: crate 1.10506.x is DuckDB 1.5.6

say() { printf 'fsc: %s\n' "$*" >&2; }

if [ -n "${DUCKDB_LIB_DIR:-}" ]; then
    printf '%s\n' "$DUCKDB_LIB_DIR"
    exit 0
fi

case "$(uname -s)" in
Linux)
    os=linux library=libduckdb.so
    if ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
        say 'the prebuilt DuckDB needs glibc, which this Linux does not have'
        exit 3
    fi
    ;;
Darwin) os=darwin library=libduckdb.dylib ;;
*)
    say "there is no prebuilt DuckDB for $(uname -s); on Windows, use WSL"
    exit 3
    ;;
esac
case "$(uname -m)" in
x86_64 | amd64) arch=x64 ;;
arm64 | aarch64) arch=arm64 ;;
*)
    say "there is no prebuilt DuckDB for $(uname -m)"
    exit 3
    ;;
esac
platform=$os-$arch

# The library's SHA-256 where we have seen it; npm has checked the package's own hash by then.
case "$platform" in
linux-x64) expected=3f4962cdd266eab2b479a5b5a4a6d063d279b2954ae814ed00385d553b747633 ;;
*) expected= ;;
esac

home=${HOME:-${TMPDIR:-/tmp}/fsc-$(id -u)}
cache=${FSC_CACHE_DIR:-${XDG_CACHE_HOME:-$home/.cache}/fsc}
parent=$cache/duckdb/$version
folder=$parent/$platform
if [ -s "$folder/$library" ]; then
    printf '%s\n' "$folder"
    exit 0
fi

if ! command -v npm >/dev/null 2>&1; then
    say 'npm is not installed, so the prebuilt DuckDB cannot be fetched'
    exit 3
fi

mkdir -p "$parent"
# Beside the destination, so that the last step is a rename: another run sees the whole folder or none.
work=$(mktemp -d "$parent/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

package=@duckdb/node-bindings-$platform@$version
say "fetching DuckDB ($package, about 25 MB, once)"
if ! (cd "$work" && npm_config_cache="$work/npm" npm pack --loglevel=error "$package" </dev/null >/dev/null); then
    say "npm could not fetch $package (its message is above)"
    say 'without a network, build DuckDB from source instead (20 to 40 minutes): make FSC_DUCKDB=bundled ...'
    exit 1
fi
mkdir "$work/$platform"
tar -xzf "$work"/*.tgz -C "$work/$platform" --strip-components 1 "package/$library" package/LICENSE

if command -v sha256sum >/dev/null 2>&1; then
    actual=$(sha256sum <"$work/$platform/$library")
else
    actual=$(shasum -a 256 <"$work/$platform/$library")
fi
actual=${actual%% *}
if [ -n "$expected" ] && [ "$actual" != "$expected" ]; then
    say "$library of $package has SHA-256 $actual, expected $expected; nothing was installed"
    exit 1
fi

# A rename onto a folder that another run has put there fails; theirs is as good.
if ! mv "$work/$platform" "$parent/" 2>/dev/null && [ ! -s "$folder/$library" ]; then
    say "cannot move DuckDB to $folder"
    exit 1
fi
printf '%s\n' "$folder"
