//! Bad input and a bad world: each says what failed and a way out, has its exit code, and leaves nothing half written.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::json;

use super::server::PASSWORD;
use super::{OnSnowflake, simple};
use crate::harness::{Finished, root};

const RUN: [&str; 3] = ["run", "--ds", "2024-01-02"];

/// Changes a key of the target; an empty value removes it.
fn set(on: &OnSnowflake, key: &str, value: &str) {
    let file = on.project.path().join("fsc.toml");
    let mut definition: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
    let prod = definition["target"]["prod"].as_table_mut().unwrap();
    if value.is_empty() {
        prod.remove(key);
    } else {
        prod.insert(key.into(), value.into());
    }
    fs::write(file, definition.to_string()).unwrap();
}

fn says(run: &Finished, texts: &[&str]) {
    // Long lines are wrapped in what people read.
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in texts {
        assert!(said.contains(text), "`{text}` is not in\n{}", run.stderr);
    }
}

/// A target that lets nobody in: told by every command that connects, with exit code 2.
fn lets_nobody_in(on: &OnSnowflake, texts: &[&str]) {
    for args in [
        &RUN[..],
        &["debug"],
        &["show", "totals", "--run", "--ds", "2024-01-02"],
    ] {
        let finished = on.fsc(args.iter().copied()).assert_exit(2);
        says(
            &finished,
            &[
                "error[FSC500]",
                "target `prod` cannot be opened",
                "fsc.toml",
            ],
        );
        says(&finished, texts);
        for output in [&finished.stdout, &finished.stderr] {
            assert!(!output.contains(PASSWORD), "{output}");
        }
    }
    assert_eq!(relations(on), 0);
}

/// How many relations the store has.
fn relations(on: &OnSnowflake) -> usize {
    let sql =
        "select table_name from information_schema.tables where table_schema = 'FEATURE_STORE'";
    let answer = on.server.control("POST", "read", &json!({"sql": sql}));
    answer["rows"].as_array().unwrap().len()
}

/// How many rows the store and its ledger have.
fn rows(on: &OnSnowflake) -> String {
    let sql = "select (select count(*) from feature_store.features_long) as a, \
               (select count(*) from feature_store.fsc_intervals where status = 'ok') as b";
    let answer = on.server.control("POST", "read", &json!({"sql": sql}));
    answer["rows"][0].to_string()
}

#[test]
fn a_wrong_account_is_told() {
    let on = simple::new();
    set(&on, "account", "NO_SUCH_ACCOUNT");
    lets_nobody_in(&on, &["page of status 404", "check `account`"]);
}

#[test]
fn a_wrong_key_is_told_and_a_clock_that_is_wrong() {
    let on = simple::new();
    let keys = root().join("src/engine/snowflake/tests/keys");
    set(&on, "password", "");
    set(
        &on,
        "private_key_path",
        keys.join("plain.p8").to_str().unwrap(),
    );
    let told = [
        "does not let user `FSC` in",
        "error 390144",
        "RSA_PUBLIC_KEY_FP",
        "and that this machine's clock is",
    ];
    lets_nobody_in(&on, &told);
    let key = fs::read_to_string(keys.join("plain.pub.pem")).unwrap();
    on.server
        .control("POST", "users", &json!({"name": "FSC", "keys": [key]}));
    for ahead in [7200, -7200] {
        let clock = json!({"clock_ahead_seconds": ahead});
        on.server.control("POST", "settings", &clock);
        lets_nobody_in(&on, &told);
    }
    let clock = json!({"clock_ahead_seconds": 0});
    on.server.control("POST", "settings", &clock);
    on.fsc(RUN).assert_exit(0);
}

#[test]
fn an_expired_token_is_told() {
    let on = simple::new();
    set(&on, "password", "");
    set(&on, "token", "{{ env_var('FAKE_PASSWORD') }}");
    lets_nobody_in(&on, &["error 394400", "add programmatic access token"]);
    set(&on, "authenticator", "oauth");
    let expired = json!({"name": "FSC", "expired_oauth": [PASSWORD]});
    on.server.control("POST", "users", &expired);
    lets_nobody_in(&on, &["error 390318", "get a new one"]);
}

#[test]
fn a_role_that_is_missing_is_told() {
    let on = simple::new();
    set(&on, "role", "NO_SUCH_ROLE");
    lets_nobody_in(&on, &["error 390189", "grant role"]);
}

#[test]
fn no_network_is_told() {
    let on = simple::new();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    set(&on, "host", &format!("http://127.0.0.1:{port}"));
    lets_nobody_in(
        &on,
        &[
            "no answer from `127.0.0.1` to the login after 3 attempts: no connection",
            "check that this machine reaches",
        ],
    );
}

#[test]
fn a_proxy_that_refuses_is_told() {
    let on = simple::new();
    set(&on, "host", "");
    set(&on, "account", "acme-shop");
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut asked in proxy.incoming().flatten() {
            let _ = asked.read(&mut [0; 4096]);
            let _ = asked.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let run = on
        .project
        .fsc(RUN)
        .env("FAKE_PASSWORD", PASSWORD)
        .env("HTTPS_PROXY", &address)
        .run()
        .assert_exit(2);
    says(
        &run,
        &[
            "error[FSC500]",
            "no answer from `acme-shop.snowflakecomputing.com`",
            "the proxy refused",
            "check `HTTPS_PROXY`",
        ],
    );
}

#[test]
fn a_warehouse_that_cannot_resume_fails_what_needs_it() {
    let on = simple::new();
    let fault = |sql: &str| json!({"action": "error", "name": "warehouse_suspended", "sql": sql, "times": -1});
    on.server.fault(&fault("^SELECT needed"));
    let run = on.fsc(RUN).assert_exit(2);
    says(
        &run,
        &[
            "the set-up of the run failed",
            "000607",
            "auto_resume = true",
        ],
    );
    assert_eq!(relations(&on), 0);
    on.server.control("DELETE", "faults", &json!({}));
    on.server.fault(&fault("TEMPORARY TABLE"));
    let run = on.fsc(RUN).assert_exit(1);
    says(
        &run,
        &["feature_view.totals failed", "000607", "auto_resume = true"],
    );
    assert_eq!(rows(&on), r#"["0","0"]"#);
}

#[test]
fn a_warehouse_that_is_not_set_is_told_and_no_lease_is_given_back() {
    let on = simple::new();
    set(&on, "warehouse", "");
    let run = on.fsc(RUN).assert_exit(2);
    says(&run, &["000606", "set `warehouse`"]);
    assert!(!run.stderr.contains("not given back"), "{}", run.stderr);
}

#[test]
fn a_database_that_is_not_there_is_told() {
    let on = simple::new();
    set(&on, "database", "NO_SUCH_DATABASE");
    let run = on.fsc(RUN).assert_exit(2);
    says(&run, &["090105", "set `database` of the target"]);
}

#[test]
fn a_privilege_that_is_missing_fails_what_needs_it() {
    let on = simple::new();
    let fault = |sql: &str| json!({"action": "error", "name": "insufficient_privileges", "sql": sql, "times": -1});
    on.server.fault(&fault("^CREATE TABLE"));
    let run = on.fsc(RUN).assert_exit(2);
    says(
        &run,
        &[
            "the set-up of the run failed",
            "003001",
            "docs/snowflake.md",
        ],
    );
    on.server.control("DELETE", "faults", &json!({}));
    // After the values, within their transaction.
    on.server.fault(&fault("^INSERT INTO .*FSC_INTERVALS"));
    let run = on.fsc(RUN).assert_exit(1);
    says(
        &run,
        &["feature_view.totals failed", "003001", "docs/snowflake.md"],
    );
    assert_eq!(rows(&on), r#"["0","0"]"#);
    on.server.control("DELETE", "faults", &json!({}));
    on.fsc(RUN).assert_exit(0);
    assert_eq!(rows(&on), r#"["2","1"]"#);
}

/// A disk that is full at so many blocks a file; a file that would be longer is refused, as on a full one.
#[cfg(unix)]
fn on_a_full_disk(on: &OnSnowflake, blocks: u32) -> Finished {
    let fsc = env!("CARGO_BIN_EXE_fsc");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{fsc}' run --ds 2024-01-02");
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(on.project.path())
        .env("FAKE_PASSWORD", PASSWORD)
        .output()
        .unwrap();
    Finished::new(on.project.path(), output)
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_told_before_the_run() {
    let on = simple::new();
    let run = on_a_full_disk(&on, 0).assert_exit(2);
    says(&run, &["error[FSC086]", "target"]);
    assert_eq!(relations(&on), 0, "nothing was begun");
    on.fsc(RUN).assert_exit(0);
    let results = on.project.path().join("target/run_results.json");
    let before = fs::read_to_string(&results).unwrap();
    let files = on.project.files();
    // What was compiled is there; only the results would be written anew.
    let run = on_a_full_disk(&on, 1).assert_exit(2);
    says(&run, &["error[FSC086]", "target"]);
    assert_eq!(fs::read_to_string(&results).unwrap(), before);
    assert_eq!(on.project.files(), files, "nothing is left beside");
    assert_eq!(rows(&on), r#"["2","1"]"#, "nothing was begun");
}

#[test]
fn results_that_cannot_be_written_at_the_end_are_told_and_the_run_is_noted() {
    let on = simple::new();
    let waits = on.server.control(
        "POST",
        "faults",
        &json!({"action": "delay", "seconds": 2, "sql": "^COMMIT"}),
    );
    let run = std::thread::scope(|scope| {
        let run = scope.spawn(|| on.fsc(RUN));
        on.server
            .control("POST", "await", &json!({"id": waits["id"]}));
        let in_the_way = on.project.path().join("target/run_results.json/file");
        fs::remove_file(in_the_way.parent().unwrap()).unwrap();
        fs::create_dir_all(in_the_way.parent().unwrap()).unwrap();
        fs::write(in_the_way, "").unwrap();
        run.join().unwrap().assert_exit(2)
    });
    says(
        &run,
        &["fsc run: 1 ok", "error[FSC086]", "run_results.json"],
    );
    let left = on.project.files();
    let unfinished = left.iter().filter(|file| file.contains("fsc-tmp"));
    assert_eq!(unfinished.count(), 0, "{left:?}");
    assert_eq!(rows(&on), r#"["2","1"]"#, "the run itself is noted");
}
