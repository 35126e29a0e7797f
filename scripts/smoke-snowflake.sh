#!/bin/sh
# Tries fsc on a real Snowflake account: opt-in, a few minutes of the smallest warehouse. Everything happens in a schema of
# its own, which is dropped at the end. docs/snowflake.md says which grants the role needs; here it must also create schemas.
#
# SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER, SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, SNOWFLAKE_DATABASE
# one of SNOWFLAKE_PRIVATE_KEY_PATH (and SNOWFLAKE_KEY_PASSPHRASE), SNOWFLAKE_TOKEN, SNOWFLAKE_PASSWORD
# FSC_SMOKE_LONG=1   also a session of more than an hour: its token expires and is renewed
set -eu
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$repository"

missing=
for name in SNOWFLAKE_ACCOUNT SNOWFLAKE_USER SNOWFLAKE_ROLE SNOWFLAKE_WAREHOUSE SNOWFLAKE_DATABASE; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || missing="$missing $name"
done
credential=
for name in SNOWFLAKE_PRIVATE_KEY_PATH SNOWFLAKE_TOKEN SNOWFLAKE_PASSWORD; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || { credential=$name && break; }
done
[ -n "$credential" ] || missing="$missing SNOWFLAKE_PRIVATE_KEY_PATH|SNOWFLAKE_TOKEN|SNOWFLAKE_PASSWORD"
if [ -n "$missing" ]; then
    echo 'not set:' >&2
    for name in $missing; do printf '    %s\n' "$name" >&2; done
    echo 'they name an account to try fsc on; docs/snowflake.md says how to set one up' >&2
    exit 2
fi

variable() { printf "%s = \"{{ env_var('%s') }}\"\n" "$1" "$2"; }
case $credential in
SNOWFLAKE_PRIVATE_KEY_PATH)
    login=$(variable private_key_path SNOWFLAKE_PRIVATE_KEY_PATH)
    [ -z "${SNOWFLAKE_KEY_PASSPHRASE:-}" ] || login="$login
$(variable private_key_passphrase SNOWFLAKE_KEY_PASSPHRASE)"
    ;;
SNOWFLAKE_TOKEN) login=$(variable token SNOWFLAKE_TOKEN) ;;
*) login=$(variable password SNOWFLAKE_PASSWORD) ;;
esac

project=$(mktemp -d "${TMPDIR:-/tmp}/fsc-smoke.XXXXXX")
schema=fsc_smoke_$(date -u +%Y%m%d%H%M%S)_$$
cat >"$project/fsc.toml" <<END
name = "fsc_smoke"
default_target = "prod"

[store]
schema = "$schema"

[[entity]]
name = "brand"
description = "A brand"
keys = ["brand_token"]

[target.prod]
type = "snowflake"
$(variable account SNOWFLAKE_ACCOUNT)
$(variable user SNOWFLAKE_USER)
$(variable role SNOWFLAKE_ROLE)
$(variable warehouse SNOWFLAKE_WAREHOUSE)
$(variable database SNOWFLAKE_DATABASE)
query_tag = "$schema"
$login
END
cat >"$project/table.toml" <<END
[[table]]
name = "orders"
description = "Orders that nobody made"
author = "fsc"
schema = "$schema"
rebuild = true
snapshot = "daily"
query = """
select column1 as brand_token, column2::date as ordered_on, column3::float as amount
from values ('a', '2024-01-05', 10), ('a', '2024-01-07', 2.5), ('b', '2024-01-06', 4), ('c', '2024-01-08', 1)"""
END
cat >"$project/feature.toml" <<END
entity = "brand"
author = "fsc"

[[feature_view]]
name = "brand_orders"
description = "What was ordered of a brand"
query = """
select brand_token, count(*) as number_of_orders, sum(amount) as total_sales
from $schema.orders
where ordered_on >= '{{ macros.ds_add(ds, -7) }}'::date and ordered_on < '{{ ds }}'::date
group by 1"""

[feature_view.features.number_of_orders]
description = "Orders of the seven days before"
checks = { not_null = true, min = 0 }

[feature_view.features.total_sales]
description = "Their amounts"
END

step() { printf '\n== %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

step build
scripts/cargo.sh build --locked --no-default-features --features snowflake --bins --example send_statements
folder=${CARGO_TARGET_DIR:-target}/debug
fsc() { "$folder/fsc" --project-dir "$project" "$@"; }
send() { "$folder/examples/send_statements" "$project" prod "$@"; }
# The first number of a query.
number() { fsc query --output csv "$1" | sed -n 2p; }

# The schema is fsc's own; nothing else has its name.
cleanup() {
    trap - EXIT INT TERM HUP
    step "drop the schema $schema"
    send "drop schema if exists $schema cascade" || echo "drop it by hand: $SNOWFLAKE_DATABASE.$schema" >&2
    rm -rf "$project"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

step 'make the schema, and look at the connection'
send "create schema if not exists $schema"
fsc debug

step 'a statement of more than 45 seconds'
begun=$(date +%s)
fsc query "select system\$wait(60) as waited"
[ $(($(date +%s) - begun)) -ge 60 ] || fail 'it came back too early'

step 'a result in many parts: 200,000 rows, each once'
rows=$(fsc query --output csv --limit 200000 \
    'select seq8() as n, randstr(1000, random()) as text from table(generator(rowcount => 200000))' |
    sed 1d | cut -d, -f1 | sort -n | uniq | wc -l | tr -d ' ')
[ "$rows" = 200000 ] || fail "$rows rows of 200000"
echo "$rows rows"

step 'Ctrl-C stops a statement on Snowflake'
# Started by a program that does not ignore the signal, as a shell makes what it starts beside itself.
python3 - "$folder/fsc" "$project" <<'END'
import signal, subprocess, sys, time
fsc, project = sys.argv[1:]
query = "select system$wait(300) as fsc_smoke_abort"
child = subprocess.Popen(
    [fsc, "--project-dir", project, "query", query],
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
)
time.sleep(20)
child.send_signal(signal.SIGINT)
code = child.wait(timeout=60)
sys.exit(0 if code == 130 else f"exit code {code}, not 130")
END
sleep 5
running=$(number "select count(*) as running
from table(information_schema.query_history_by_user(result_limit => 100))
where query_text like '%fsc_smoke_abort%' and query_text not like '%query_history%'
  and execution_status in ('RUNNING', 'QUEUED', 'RESUMING_WAREHOUSE')")
[ "$running" = 0 ] || fail "$running statements still run"
echo 'it is gone'

# Snowflake documents neither code nor words of this: fsc looks for code 625, and for "lock timeout".
step 'the error of a lock that is not given in time: report it if the last line says so'
send "create or replace table $schema.locked (a number)" "insert into $schema.locked select 1"
send begin "update $schema.locked set a = 2" "select system\$wait(40)" rollback >/dev/null &
holder=$!
sleep 15
said=$(send 'alter session set lock_timeout = 5' "update $schema.locked set a = 3" 2>&1 || true)
printf '%s\n' "$said"
case $said in
*000625* | *'lock timeout'* | *'lock time-out'* | *'has not yet been released'*) ;;
*) echo 'NOT RECOGNISED: fsc would not try this again' >&2 ;;
esac
wait "$holder" || true

if [ "${FSC_SMOKE_LONG:-}" = 1 ]; then
    step 'a session of more than an hour keeps its temporary table'
    kept=$(send "create temporary table $schema.kept as select 42 as answer" "select system\$wait(3900)" \
        "select answer from $schema.kept" | tail -n 1)
    [ "$kept" = 42 ] || fail "the table holds \`$kept\`"
fi

step 'a project, three days of it, each twice'
for day in 2024-01-07 2024-01-08 2024-01-09; do
    fsc run --ds "$day"
    fsc run --ds "$day"
done
# What statements have scanned comes from an endpoint that Snowflake does not document.
grep -q '"bytes_scanned": [0-9]' "$project/target/run_results.json" || echo 'bytes scanned are not told: report it' >&2
values=$(number "select listagg(as_of::date || ' ' || entity_id || ' ' || feature || ' ' || value, '; ')
  within group (order by as_of, entity_id, feature) as all_values
from $schema.features_long")
wanted='2024-01-07 a number_of_orders 1; 2024-01-07 a total_sales 10; 2024-01-07 b number_of_orders 1; 2024-01-07 b total_sales 4; 2024-01-08 a number_of_orders 2; 2024-01-08 a total_sales 12.5; 2024-01-08 b number_of_orders 1; 2024-01-08 b total_sales 4; 2024-01-09 a number_of_orders 2; 2024-01-09 a total_sales 12.5; 2024-01-09 b number_of_orders 1; 2024-01-09 b total_sales 4; 2024-01-09 c number_of_orders 1; 2024-01-09 c total_sales 1'
[ "$values" = "$wanted" ] || fail "the store holds
$values
and not
$wanted"
snapshots=$(number "select count(*) as n from $schema.fsc_snapshots")
echo "the store holds what it should; $snapshots snapshots"

step 'all went well'
