//! `fsc check` with levels, allowances, `--diff` and `--fix`.

use std::fs;

use crate::harness::{Finished, Sandbox};

const PROJECT: &str = r#"name = "shop"
default_target = "prod"

[target.prod]
type = "snowflake"
account = "example"

[[entity]]
name = "brand"
keys = ["brand_token"]
"#;

const SOURCES: &str = r#"[[source]]
schema = "production"
name = "brands"
columns = { token = "varchar", name = "varchar", created_at = "date" }
"#;

const FEATURE: &str = r#"entity = "brand"

[[feature_view]]
sql = "known.sql"
static = true
description = "Whether a brand is known"
features.is_known = { description = "1 for a known brand" }
"#;

/// A query that yields the undeclared column `name`.
const SQL: &str =
    "select\n  token as brand_token,\n  1 as is_known,\n  name\nfrom production.brands\n";

fn project(lints: &str, sql: &str) -> Sandbox {
    Sandbox::empty()
        .file("fsc.toml", format!("{PROJECT}{lints}"))
        .file("sources.toml", SOURCES)
        .file("brand/feature.toml", FEATURE)
        .file("brand/known.sql", sql)
}

fn check(sandbox: &Sandbox) -> Finished {
    sandbox.fsc(["check", "--message-format", "concise"]).run()
}

#[test]
fn a_level_decides_what_a_finding_weighs() {
    for (lints, exit, shown) in [
        ("", 0, "warning[FSC112]"),
        (
            "\n[lints]\nundeclared-column = \"deny\"\n",
            1,
            "error[FSC112]",
        ),
        ("\n[lints]\nFSC112 = \"info\"\n", 0, "info[FSC112]"),
        ("\n[lints]\nfsc112 = \"allow\"\n", 0, ""),
        (
            "\n[lints]\nFSC112 = \"deny\"\n[lints.paths.brand]\nFSC112 = \"info\"\n",
            0,
            "info[FSC112]",
        ),
        (
            "\n[lints.paths.\"other/**\"]\nFSC112 = \"deny\"\n",
            0,
            "warning[FSC112]",
        ),
    ] {
        let found = check(&project(lints, SQL)).assert_exit(exit);
        let is_shown = found.stdout.contains(shown) && found.stdout.is_empty() == shown.is_empty();
        assert!(is_shown, "{lints}\n{}", found.stdout);
        assert_eq!(
            found.stderr.contains("1 warning"),
            shown.starts_with("warning"),
            "{}",
            found.stderr
        );
    }
    let quiet = project("\n[lints]\nFSC112 = \"info\"\n", SQL);
    let quiet = quiet.fsc(["check", "-q"]).run().assert_exit(0);
    assert_eq!(quiet.stdout, "");
}

#[test]
fn a_denied_finding_of_a_definition_stops_what_comes_after() {
    let sandbox = Sandbox::empty().file(
        "fsc.toml",
        format!("{PROJECT}\n[lints]\nempty-project = \"deny\"\n"),
    );
    let found = sandbox.fsc(["compile"]).run().assert_exit(1);
    assert!(found.stderr.contains("error[FSC032]"), "{}", found.stderr);
}

#[test]
fn what_is_allowed_in_place_is_not_said() {
    for sql in [
        SQL.replace(
            "  name\n",
            "  name -- fsc: allow(FSC112) a report reads it\n",
        ),
        SQL.replace(
            "  name\n",
            "  {# fsc: allow(undeclared-column) a report reads it #}\n\n  name\n",
        ),
        format!("/* fsc: allow(FSC112) a report reads it */\n{SQL}"),
    ] {
        let found = check(&project("\n[lints]\nFSC112 = \"deny\"\n", &sql)).assert_exit(0);
        assert_eq!(found.stdout, "", "{sql}");
    }
    let in_a_string = SQL.replace("  name\n", "  '-- fsc: allow(FSC112) no' as name\n");
    let found = check(&project("", &in_a_string));
    assert!(found.stdout.contains("FSC112"), "{}", found.stdout);
}

#[test]
fn queries_inside_definitions_are_covered_too() {
    let inline = "entity = \"brand\"\n\n[[feature_view]]\nname = \"known\"\nstatic = true\ndescription = \"d\"\nquery = \"\"\"\nselect token as brand_token, 1 as is_known,\n  name -- fsc: allow(FSC112) a report reads it\nfrom production.brands\"\"\"\nfeatures.is_known = { description = \"d\" }\n";
    let toml = project("", SQL).file("brand/feature.toml", inline);
    assert_eq!(check(&toml).assert_exit(0).stdout, "");
    let block = "# fsc: allow(FSC112) a report reads it\nentity: brand\nfeature_view:\n  - name: known\n    static: true\n    description: d\n    query: |\n      select token as brand_token, 1 as is_known, name\n      from production.brands\n    features: { is_known: { description: d } }\n";
    let yaml = |text: &str, lints: &str| {
        let sandbox = project(lints, SQL).file("brand/feature.yaml", text);
        fs::remove_file(sandbox.path().join("brand/feature.toml")).unwrap();
        check(&sandbox).assert_exit(0).stdout
    };
    assert_eq!(yaml(block, ""), "");
    let without = block.split_once('\n').unwrap().1;
    let found = yaml(without, "");
    assert!(
        found.starts_with("brand/feature.yaml:7:") && found.contains("FSC112"),
        "{found}"
    );
    let below = "\n[lints.paths.\"brand/*.yaml\"]\nFSC112 = \"allow\"\n";
    assert_eq!(yaml(without, below), "");
}

#[test]
fn unused_allowances_are_shown_as_a_diff_and_taken_out() {
    let sql = SQL
        .replace('\n', "\r\n")
        .replace("  name", "  -- fsc: allow(FSC112) a report reads it");
    let sql = format!("\u{feff}{}", sql.replace("is_known,", "is_known"));
    let feature = format!("{FEATURE}\n# fsc: allow(missing-description, FSC032) why not\n");
    let sandbox = project("", &sql).file("brand/feature.toml", &feature);
    let shown = sandbox.fsc(["check", "--diff"]).run().assert_exit(1);
    shown.snapshot("cli/check_diff");
    let path = sandbox.path().join("brand/known.sql");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        sql,
        "a diff writes nothing"
    );
    let fixed = sandbox.fsc(["check", "--fix"]).run().assert_exit(0);
    fixed.snapshot("cli/check_fix");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "\u{feff}select\r\n  token as brand_token,\r\n  1 as is_known\r\nfrom production.brands\r\n"
    );
    assert_eq!(
        fs::read_to_string(sandbox.path().join("brand/feature.toml")).unwrap(),
        format!("{FEATURE}\n")
    );
    let again = sandbox.fsc(["check", "--diff"]).run().assert_exit(0);
    assert_eq!(again.stdout, "");
    sandbox.fsc(["check", "--fix"]).run().assert_exit(0);
}

#[test]
fn a_fix_leaves_guesses_and_errors() {
    let feature = FEATURE.replace("description = \"Whether", "desciption = \"Whether");
    let sandbox = project("", SQL).file("brand/feature.toml", &feature);
    let found = sandbox.fsc(["check", "--fix"]).run().assert_exit(1);
    assert!(
        found.stdout.contains("a similar key exists"),
        "{}",
        found.stdout
    );
    assert!(
        found.stderr.contains("fixed 0 findings in 0 files"),
        "{}",
        found.stderr
    );
    let path = sandbox.path().join("brand/feature.toml");
    assert_eq!(fs::read_to_string(path).unwrap(), feature);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let sql = format!("{SQL}-- fsc: allow(FSC340) nothing to see\n");
    let sandbox = project("", &sql);
    let path = sandbox.path().join("brand/known.sql");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let found = sandbox.fsc(["check", "--fix"]).run().assert_exit(2);
    assert!(found.stderr.contains("it is read-only"), "{}", found.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), sql);
}

/// A project for the embedded target, whose only table stands in a database.
fn embedded(database: &str, path: &str) -> Sandbox {
    let project = PROJECT.replace("prod", "dev").replace(
        "type = \"snowflake\"\naccount = \"example\"",
        "type = \"duckdb\"\npath = \"dev.duckdb\"",
    );
    let table = format!(
        "[[table]]\nname = \"known\"\n{database}schema = \"made\"\nquery = \"select token from production.brands\"\nrebuild = true\n"
    );
    Sandbox::empty()
        .file("fsc.toml", project)
        .file(
            "sources.toml",
            SOURCES.replace("columns", &format!("{path}columns")),
        )
        .file("brands.csv", "token,name,created_at\n")
        .file("table.toml", table)
}

#[test]
fn what_keeps_the_embedded_target_from_running_is_said_before_a_plan() {
    let path = "path = \"brands.csv\"\n";
    let said = |sandbox: Sandbox, exit| check(&sandbox).assert_exit(exit).stdout;
    let all = said(embedded("", path), 0);
    assert!(!all.contains("FSC028") && !all.contains("FSC202"), "{all}");
    let in_a_database = said(embedded("database = \"other\"\n", path), 1);
    assert!(in_a_database.contains("error[FSC028]"), "{in_a_database}");
    // Whoever only checks needs no file.
    let without_file = embedded("", "");
    let warned = said(without_file, 0);
    assert!(warned.contains("warning[FSC202]"), "{warned}");
    let planned = embedded("", "").fsc(["plan"]).run().assert_exit(1);
    assert!(
        planned.stderr.contains("error[FSC202]"),
        "{}",
        planned.stderr
    );
}
