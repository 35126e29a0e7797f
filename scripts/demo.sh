#!/bin/sh
# Builds fsc and computes three days of features from real flights on the embedded DuckDB.
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$repository"
project=examples/flights

scripts/cargo.sh build --locked
fsc() { scripts/cargo.sh run --locked --quiet -- --project-dir "$project" "$@"; }
show() {
    printf '\n$ fsc'
    for word in "$@"; do
        case $word in *' '*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    fsc "$@"
}

# One store, one writer: a second demo waits for the first.
lock=$project/target/demo.lock
mkdir -p "$project/target"
waited=false
failed=false
until problem=$(mkdir "$lock" 2>&1); do
    if [ ! -d "$lock" ]; then
        # Nobody holds it. It may have been given back just now, which does not happen twice in a row.
        if $failed; then
            echo "cannot write into $project/target: $problem" >&2
            exit 1
        fi
        failed=true
        continue
    fi
    failed=false
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
        rm -rf "$lock"
    elif ! $waited; then
        echo "waiting for another demo (process ${owner:-unknown}; if there is none, remove $lock)" >&2
        waited=true
    fi
    sleep 1
done
trap 'rm -rf "$lock"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
echo $$ >"$lock/pid"

for day in 2013-03-08 2013-03-09 2013-03-10; do
    show run --ds "$day"
done

printf '\nThe 8th brought a snowstorm. La Guardia, day by day:\n'
show query "
select cast(as_of as date) as as_of, feature, round(value, 2) as value
from feature_store.features_long
where entity = 'airport' and entity_id = 'LGA' and feature like '%departure%'
order by feature, as_of"

printf '\nHow much there is now:\n'
show query "
select entity, count(distinct entity_id) as keys, count(distinct feature) as features, count(*) as stored_values
from feature_store.features_long
group by entity
order by entity"

printf '\nThe store is %s/target/dev.duckdb. Next: docs/getting-started.md\n' "$project"
