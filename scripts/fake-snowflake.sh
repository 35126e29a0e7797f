#!/bin/sh
# Prints the path of a Python that can run tests/fake_snowflake, making its virtual environment once in the cache.
#
# Exit: 0 the path is on stdout; 1 something is missing, and stderr says what.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
requirements=$repository/tests/fake_snowflake/requirements.txt

say() { printf 'fsc: %s\n' "$*" >&2; }

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    say 'missing: python3, 3.11 or newer (runs the fake Snowflake that the tests talk to)'
    say '    Debian and Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python'
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "missing: the venv module of $python"
    say '    Debian and Ubuntu: sudo apt-get install python3-venv'
    exit 1
fi

home=${HOME:-${TMPDIR:-/tmp}/fsc-$(id -u)}
cache=${FSC_CACHE_DIR:-${XDG_CACHE_HOME:-$home/.cache}/fsc}
# Another Python or other requirements are another environment.
hash=$("$python" -c 'import hashlib, sys
text = open(sys.argv[1], "rb").read() + sys.version.encode() + sys.executable.encode()
print(hashlib.sha256(text).hexdigest()[:16])' "$requirements")
name=fake-snowflake-$hash
folder=$cache/$name
if "$folder/bin/python" -c '' 2>/dev/null; then
    printf '%s\n' "$folder/bin/python"
    exit 0
fi

mkdir -p "$cache"
# Beside the destination, so that the last step is a rename: another run sees the whole environment or none.
work=$(mktemp -d "$cache/.fake-snowflake.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say 'installing what the fake Snowflake needs (about 130 MB from PyPI, once)'
"$python" -m venv "$work/$name" >&2
if ! "$work/$name/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    --requirement "$requirements" >&2; then
    say "pip could not install $requirements (its message is above)"
    say '    it needs a network, or a mirror of PyPI: PIP_INDEX_URL=https://... make test'
    exit 1
fi

# What does not run any more (its Python is gone) makes way.
if [ -e "$folder" ] && ! "$folder/bin/python" -c '' 2>/dev/null; then
    rm -rf "$folder"
fi
# A rename onto a folder that another run has put there fails; theirs is as good.
if ! mv "$work/$name" "$cache/" 2>/dev/null && ! "$folder/bin/python" -c '' 2>/dev/null; then
    say "cannot move the environment to $folder"
    exit 1
fi
printf '%s\n' "$folder/bin/python"
