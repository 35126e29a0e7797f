//! Every command on the project that `fsc init` writes.

use std::fs;

use crate::harness::Sandbox;

#[test]
fn the_template_passes_its_check() {
    let sandbox = Sandbox::template();
    sandbox
        .fsc(["check"])
        .run()
        .assert_exit(0)
        .snapshot("cli/check");
    assert!(
        !sandbox.path().join("target").exists(),
        "`fsc check` writes nothing"
    );
}

#[test]
fn findings_are_results_of_check_and_messages_elsewhere() {
    let broken = "entity = \"customer\"\n\n[[feature_view]]\nsql = \"x.sql\"\ndesciption = \"\"\n";
    let sandbox = Sandbox::template()
        .file("extra/feature.toml", broken)
        .file("extra/x.sql", "select customer_id from shop.customers");
    sandbox
        .fsc(["check"])
        .run()
        .assert_exit(1)
        .snapshot("cli/check_findings");
    let listed = sandbox.fsc(["ls"]).run().assert_exit(1);
    assert!(listed.stdout.is_empty() && listed.stderr.contains("desciption"));
    let concise = sandbox
        .fsc(["check", "--message-format", "concise", "-q"])
        .run();
    concise.assert_exit(1).snapshot("cli/check_concise");
}

#[test]
fn compile_writes_the_same_bytes_twice() {
    let sandbox = Sandbox::template();
    sandbox
        .fsc(["compile"])
        .run()
        .assert_exit(0)
        .snapshot("cli/compile");
    let read = || {
        let written = sandbox
            .files()
            .into_iter()
            .filter(|path| path.starts_with("target/"));
        let texts = written.map(|path| {
            let text = fs::read_to_string(sandbox.path().join(&path)).unwrap();
            (path, text)
        });
        texts.collect::<Vec<_>>()
    };
    let first = read();
    sandbox
        .fsc(["compile"])
        .env("TZ", "America/New_York")
        .run()
        .assert_exit(0);
    assert_eq!(read(), first);
    assert!(first.iter().any(|(path, _)| path == "target/manifest.json"));
    let root = sandbox.path().to_str().unwrap();
    assert!(first.iter().all(|(_, text)| !text.contains(root)));
}

#[test]
fn plan_shows_steps() {
    let sandbox = Sandbox::template();
    sandbox
        .fsc(["plan"])
        .run()
        .assert_exit(0)
        .snapshot("cli/plan");
    let selected = sandbox
        .fsc([
            "plan",
            "--ds",
            "2024-01-08",
            "--select",
            "+customer_recency",
        ])
        .run();
    selected.assert_exit(0).snapshot("cli/plan_selected");
    let json = sandbox
        .fsc(["plan", "--output", "json"])
        .run()
        .assert_exit(0);
    let steps: Vec<serde_json::Value> = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(steps.len(), 4);
}

#[test]
fn ls_lists() {
    let sandbox = Sandbox::template();
    sandbox.fsc(["ls"]).run().assert_exit(0).snapshot("cli/ls");
    let names = sandbox
        .fsc(["ls", "-s", "+customer_recency", "--output", "name"])
        .run();
    assert_eq!(
        names.assert_exit(0).stdout,
        "shop.orders\ndaily_orders\ncustomer_recency\n"
    );
    let paths = sandbox
        .fsc(["ls", "-s", "entity:customer", "--output", "path"])
        .run();
    assert_eq!(paths.assert_exit(0).stdout, "customer/feature.toml\n");
    let json = sandbox.fsc(["ls", "--output", "json"]).run().assert_exit(0);
    json.snapshot("cli/ls_json");
    let state = sandbox.fsc(["ls", "--select", "state:modified"]).run();
    state.assert_exit(2).snapshot("cli/ls_state");
}

#[test]
fn run_computes_what_query_and_show_then_show() {
    let sandbox = Sandbox::template();
    sandbox
        .fsc(["run", "--ds", "2024-01-08", "--dry-run"])
        .run()
        .assert_exit(0)
        .snapshot("cli/run_dry");
    assert!(
        !sandbox.path().join("target").exists(),
        "a dry run writes nothing"
    );
    let result = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--threads", "1"])
        .run();
    let result = result.assert_exit(0);
    assert!(result.stdout.is_empty());
    assert!(
        result.stderr.contains("4 ok, 0 failed, 0 skipped"),
        "{}",
        result.stderr
    );
    let stored = "select feature, count(*) as keys from feature_store.features_long group by feature order by feature";
    sandbox
        .fsc(["query", stored])
        .run()
        .assert_exit(0)
        .snapshot("cli/query");
    // The values, held against a query over the source itself.
    let expected = "select customer_id, count(*) as n from shop.orders where ordered_at >= '2024-01-01' \
                    and ordered_at < '2024-01-08' group by customer_id order by customer_id";
    let kept = "select cast(entity_id as integer) as customer_id, cast(value as integer) as n \
                from feature_store.features_long where feature = 'orders_last_7_days' order by 1";
    let csv = |sql: &str| {
        let rows = sandbox
            .fsc(["query", "--output", "csv", sql])
            .run()
            .assert_exit(0)
            .stdout;
        rows.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(csv(expected).len() > 5);
    assert_eq!(csv(expected), csv(kept));
    let rows = sandbox
        .fsc([
            "show",
            "customer_orders",
            "--ds",
            "2024-01-08",
            "--run",
            "--limit",
            "2",
        ])
        .run();
    let rows = rows.assert_exit(0);
    assert_eq!(rows.stdout.lines().count(), 3, "{}", rows.stdout);
}

#[test]
fn show_prints_the_statements_that_compile_writes() {
    let sandbox = Sandbox::template();
    sandbox.fsc(["compile"]).run().assert_exit(0);
    let shown = sandbox.fsc(["show", "daily_orders"]).run().assert_exit(0);
    let compiled = sandbox.path().join("target/compiled/daily_orders.sql");
    assert_eq!(shown.stdout, fs::read_to_string(compiled).unwrap());
}

#[test]
fn schema_prints_json() {
    let sandbox = Sandbox::empty();
    for kind in ["project", "feature", "table", "entity", "sources"] {
        let schema = sandbox.fsc(["schema", kind]).run().assert_exit(0);
        let schema: serde_json::Value = serde_json::from_str(&schema.stdout).unwrap();
        assert!(schema["$schema"].is_string(), "{kind}");
    }
    let all = sandbox.fsc(["schema"]).run().assert_exit(0);
    let all: serde_json::Value = serde_json::from_str(&all.stdout).unwrap();
    assert_eq!(all.as_object().unwrap().len(), 5);
}

#[test]
fn dates_are_read_strictly() {
    let sandbox = Sandbox::template();
    for (name, ds) in [("malformed", "2024-1-8"), ("no_such_day", "2024-02-30")] {
        let result = sandbox.fsc(["run", "--ds", ds]).run().assert_exit(2);
        result.snapshot(&format!("cli/ds_{name}"));
    }
}

#[test]
fn an_unwritable_target_is_said_before_anything_runs() {
    let sandbox = Sandbox::template().file("target", "a file, not a folder");
    sandbox
        .fsc(["run", "--ds", "2024-01-08"])
        .run()
        .assert_exit(2)
        .snapshot("cli/target_is_a_file");
    sandbox.fsc(["compile"]).run().assert_exit(2);
}

#[test]
fn debug_tells_no_secrets() {
    let target = "\n[target.prod]\ntype = \"snowflake\"\naccount = \"{{ env_var('ACCOUNT') }}\"\nuser = \"{{ env_var('NOT_SET') }}\"\n";
    let sandbox = Sandbox::template();
    let definition = fs::read_to_string(sandbox.path().join("fsc.toml")).unwrap();
    let sandbox = sandbox.file("fsc.toml", definition + target);
    let debug = || {
        sandbox
            .fsc(["debug"])
            .env("ACCOUNT", "hidden-account")
            .run()
            .assert_exit(0)
    };
    let before = debug();
    assert!(!before.stdout.contains("hidden-account"));
    assert!(
        before
            .stdout
            .contains("environment variables not set: NOT_SET"),
        "{}",
        before.stdout
    );
    assert!(before.stdout.contains("not made yet"), "{}", before.stdout);
    assert!(
        !sandbox.path().join("target").exists(),
        "`fsc debug` makes no database"
    );
    sandbox
        .fsc(["run", "--ds", "2024-01-08"])
        .run()
        .assert_exit(0);
    assert!(debug().stdout.contains("duckdb, opens"));
    let json = sandbox
        .fsc(["debug", "--output", "json"])
        .run()
        .assert_exit(0);
    let facts: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(facts["targets"].as_array().unwrap().len(), 2);
}

#[test]
fn a_connection_that_fails_says_why_and_shows_no_secret() {
    let secrets = [
        "hunter2-password",
        "hunter2-token",
        "hunter2-host",
        "hunter2-key",
    ];
    let cases: [(&str, &str); 6] = [
        // Nobody listens on the port.
        (
            "FSC500",
            "host = \"http://127.0.0.1:1\"\nuser = \"u\"\npassword = \"{{ env_var('PASSWORD') }}\"\n",
        ),
        (
            "FSC026",
            "host = \"http://{{ env_var('HOST') }}\"\nuser = \"u\"\npassword = \"{{ env_var('PASSWORD') }}\"\n",
        ),
        ("FSC506", "user = \"u\"\n"),
        (
            "FSC506",
            "user = \"u\"\nprivate_key_path = \"/no/such/{{ env_var('KEY') }}\"\n",
        ),
        (
            "FSC506",
            "user = \"u\"\nprivate_key = \"{{ env_var('KEY') }}\"\n",
        ),
        ("FSC061", "token = \"{{ env_var('NOT_SET') }}\"\n"),
    ];
    for (code, settings) in cases {
        let sandbox = Sandbox::template();
        let definition = fs::read_to_string(sandbox.path().join("fsc.toml")).unwrap();
        let target = format!(
            "\n[target.prod]\ntype = \"snowflake\"\naccount = \"acme-shop\"\nconnect_timeout = \"2 seconds\"\n{settings}"
        );
        let sandbox = sandbox.file("fsc.toml", definition + &target);
        for args in [
            vec!["debug", "--target", "prod"],
            vec!["debug", "--target", "prod", "--output", "json"],
            vec!["run", "--target", "prod", "--ds", "2024-01-08", "-vvv"],
        ] {
            let call = sandbox
                .fsc(args.iter().copied())
                .env("PASSWORD", secrets[0])
                .env("TOKEN", secrets[1])
                .env("HOST", secrets[2])
                .env("KEY", secrets[3]);
            let failed = call.run().assert_exit(2);
            assert!(
                failed.stderr.contains(code),
                "{code} {args:?}: {}",
                failed.stderr
            );
            for secret in secrets {
                let shown = failed.stdout.contains(secret) || failed.stderr.contains(secret);
                assert!(!shown, "{args:?}: {}{}", failed.stdout, failed.stderr);
            }
        }
        let is_compiled = sandbox.path().join("target/compiled").exists();
        assert!(!is_compiled, "{settings}");
    }
}

#[test]
fn a_missing_source_file_skips_only_what_reads_it() {
    let sandbox = Sandbox::template();
    fs::remove_file(sandbox.path().join("data/orders.csv")).unwrap();
    let result = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--threads", "1"])
        .run()
        .assert_exit(1);
    result.snapshot("cli/run_missing_source");
    let results = fs::read_to_string(sandbox.path().join("target/run_results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    let because: Vec<_> = results["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["status"] == "skipped")
        .map(|node| node["skipped_because"].as_str().unwrap())
        .collect();
    assert_eq!(because, ["source.shop.orders"; 3]);
}

#[test]
fn a_quiet_run_says_errors_only() {
    let sandbox = Sandbox::template();
    let run = || sandbox.fsc(["run", "--ds", "2024-01-08", "-q"]).run();
    let result = run().assert_exit(0);
    assert_eq!((result.stdout.as_str(), result.stderr.as_str()), ("", ""));
    fs::remove_file(sandbox.path().join("data/orders.csv")).unwrap();
    let result = run().assert_exit(1);
    assert!(result.stderr.contains("FSC502"), "{}", result.stderr);
    assert!(!result.stderr.contains("skipped"), "{}", result.stderr);
}

/// `script` gives the call a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_cannot_draw_gets_lines() {
    let sandbox = Sandbox::template();
    for term in [None, Some("dumb")] {
        let call = format!("{} run --ds 2024-01-08", env!("CARGO_BIN_EXE_fsc"));
        let mut script = std::process::Command::new("script");
        script
            .args(["-qec", &call, "/dev/null"])
            .current_dir(sandbox.path())
            .stdin(std::process::Stdio::null())
            .env_remove("TERM");
        if let Some(term) = term {
            script.env("TERM", term);
        }
        let output = script.output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(
            shown.contains("4 ok, 0 failed, 0 skipped"),
            "{term:?}: {shown}"
        );
        assert!(shown.contains("customer_profile"), "{term:?}: {shown}");
    }
}

#[test]
fn places_in_a_block_of_yaml_are_those_of_the_file() {
    let definition = "\
entity: customer
feature_view:
  - name: customer_extra
    description: More
    query: |
      select
        customer_id,
        sum(amount) as extra
      from shop.order
      where ordered_at < '{{ dss }}'
    features:
      extra:
        description: More
";
    let sandbox = Sandbox::template().file("extra/feature.yaml", definition);
    let check = || {
        let call = sandbox.fsc(["check", "--message-format", "concise"]);
        call.run().assert_exit(1).stdout
    };
    let found = check();
    assert!(found.starts_with("extra/feature.yaml:10:30: "), "{found}");
    fs::write(
        sandbox.path().join("extra/feature.yaml"),
        definition.replace("dss", "ds"),
    )
    .unwrap();
    let found = check();
    assert!(found.starts_with("extra/feature.yaml:9:12: "), "{found}");
}

#[test]
fn show_says_as_of_when_it_computed() {
    let sandbox = Sandbox::template();
    let now = sandbox.fsc(["show", "customer_orders", "--run"]).run();
    let now = now.assert_exit(0);
    assert!(
        now.stderr.contains("computed as of now (20"),
        "{}",
        now.stderr
    );
    assert!(now.stderr.contains("--ds"), "{}", now.stderr);
    let day = sandbox
        .fsc(["show", "customer_orders", "--run", "--ds", "2024-01-08"])
        .run()
        .assert_exit(0);
    assert!(!day.stderr.contains("as of"), "{}", day.stderr);
    sandbox
        .fsc(["show", "customer_orders", "--output", "csv"])
        .run()
        .assert_exit(2)
        .snapshot("cli/show_csv_without_run");
}

#[test]
fn a_query_may_come_from_stdin_and_only_reads() {
    let sandbox = Sandbox::template();
    let ask = |args: &[&str], sql: &str| {
        use std::io::Write as _;
        let mut process = sandbox
            .fsc(args.iter().copied())
            .into_command()
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = process.stdin.take().unwrap();
        stdin.write_all(sql.as_bytes()).unwrap();
        drop(stdin);
        let output = process.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let csv = ["query", "--output", "csv"];
    let dashed = ["query", "--output", "csv", "-"];
    for args in [&csv[..], &dashed[..]] {
        let answer = ask(args, "-- a file\nselect 1 as one;\n");
        assert_eq!(answer, (Some(0), "one\n1\n".to_owned()));
    }
    assert!(
        !sandbox.path().join("target").exists(),
        "a question makes no database"
    );
    assert_eq!(ask(&csv, "").0, Some(2));
}

#[test]
fn compiling_removes_what_it_made_and_nothing_else() {
    let project = Sandbox::template();
    project.fsc(["compile"]).run().assert_exit(0);
    let compiled = project.path().join("target/compiled");
    let made: Vec<_> = fs::read_dir(&compiled)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let renamed = made[0].path().with_file_name("gone.sql");
    fs::rename(made[0].path(), &renamed).unwrap();
    let manifest = project.path().join("target/manifest.json");
    let name = made[0]
        .path()
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text
        .replace(&format!("\"name\": \"{name}\""), "\"name\": \"gone\"")
        .replace(&format!("compiled/{name}.sql"), "compiled/gone.sql");
    fs::write(&manifest, text).unwrap();
    fs::write(compiled.join("mine.sql"), "select 1").unwrap();
    project.fsc(["compile"]).run().assert_exit(0);
    assert!(!renamed.exists(), "the manifest listed it");
    assert!(made[0].path().exists());
    assert!(compiled.join("mine.sql").exists());
}

#[cfg(unix)]
#[test]
fn compiling_does_not_write_through_a_link() {
    let project = Sandbox::template().file("elsewhere/mine.sql", "select 1");
    fs::create_dir(project.path().join("target")).unwrap();
    std::os::unix::fs::symlink(
        project.path().join("elsewhere"),
        project.path().join("target/compiled"),
    )
    .unwrap();
    project
        .fsc(["compile", "--message-format", "concise"])
        .run()
        .assert_exit(2);
    let left = fs::read_dir(project.path().join("elsewhere")).unwrap();
    assert_eq!(left.count(), 1);
}

#[test]
fn looking_at_rows_makes_no_store() {
    let project = Sandbox::template();
    project
        .fsc(["show", "customer_orders", "--run", "--ds", "2024-01-08"])
        .run()
        .assert_exit(0);
    let database = project.path().join("target/dev.duckdb");
    if database.exists() {
        let database = duckdb::Connection::open(database).unwrap();
        let count = |sql: &str| -> u64 { database.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(count("SELECT COUNT(*)::UBIGINT FROM duckdb_tables()"), 0);
        let stores = "SELECT COUNT(*)::UBIGINT FROM duckdb_schemas() WHERE schema_name ILIKE 'feature_store'";
        assert_eq!(count(stores), 0);
    }
}

#[test]
fn a_table_in_another_database_is_refused_on_the_embedded_target() {
    let project = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"x\"\n[target.dev]\ntype = \"duckdb\"\n[target.prod]\ntype = \"snowflake\"\naccount = \"a\"\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"t\"\ndatabase = \"wh\"\nschema = \"s\"\nquery = \"select 1 as a\"\n",
        );
    let refused = project
        .fsc(["compile", "--message-format", "concise"])
        .run()
        .assert_exit(1);
    assert!(
        refused.stderr.contains("`wh.s.t` has a database"),
        "{}",
        refused.stderr
    );
    project
        .fsc(["compile", "--target", "prod"])
        .run()
        .assert_exit(0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let whole = Sandbox::template().file("elsewhere/mine.sql", "select 1");
    let path = |name: &str| whole.path().join(name);
    symlink(path("elsewhere"), path("target")).unwrap();
    for command in ["compile", "run"] {
        let call = whole.fsc([command, "--ds", "2024-01-08", "--message-format", "concise"]);
        let refused = call.run().assert_exit(2);
        let said = if command == "compile" {
            "FSC088"
        } else {
            "FSC500"
        };
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
    assert_eq!(fs::read_dir(path("elsewhere")).unwrap().count(), 1);

    let files = Sandbox::template().file("mine.txt", "mine");
    let path = |name: &str| files.path().join(name);
    fs::create_dir_all(path("target/compiled")).unwrap();
    let names = [
        "manifest.json",
        "setup.sql",
        "run_results.json",
        "compiled/customer_orders.sql",
    ];
    for name in names {
        symlink(path("mine.txt"), path("target").join(name)).unwrap();
    }
    let run = files.fsc(["run", "--ds", "2024-01-08"]).run();
    run.assert_exit(0);
    assert_eq!(fs::read_to_string(path("mine.txt")).unwrap(), "mine");
    for name in names {
        assert!(!path("target").join(name).is_symlink(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_query() {
    use std::process::Stdio;
    use std::time::Duration;

    let sandbox = Sandbox::template();
    let endless = "select count(*) from range(100000000) a, range(100000000) b";
    let mut query = sandbox
        .fsc(["query", endless])
        .into_command()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Not before fsc listens: Ctrl-C would end it by the signal, which is no exit code.
    std::thread::sleep(Duration::from_secs(5));
    let id = query.id().to_string();
    let mut kill = std::process::Command::new("kill");
    assert!(kill.args(["-INT", &id]).status().unwrap().success());
    assert_eq!(query.wait().unwrap().code(), Some(130));
}
