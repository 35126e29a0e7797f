//! Small projects, built without files.

use std::collections::BTreeSet;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use super::*;
use crate::diagnostic::Severity;
use crate::project::model::{
    Checks, Connection, Definition, Entity, Feature, FeatureView, History, Key, QueryTemplate,
    SchemaChange, Snapshot, SourceColumn, Store, Table, TableWrite,
};
use crate::project::time::Interval;
use crate::source::{Span, Spanned};
use crate::sql::name::{Identifier, RelationName};

/// A project with the source `production.brands (token, name, created_at)`, the source `production.opaque` without
/// columns, and the entity `brand`.
struct Small {
    project: Project,
}

fn relation(schema: &str, name: &str) -> RelationName {
    RelationName::in_schema(Identifier::new(schema), Identifier::new(name))
}

impl Small {
    fn new() -> Self {
        let mut files = SourceMap::default();
        let span = Span::whole(files.add("fsc.toml", ""));
        let column = |name: &str| SourceColumn {
            name: Identifier::new(name),
            data_type: Spanned::new("VARCHAR".into(), span),
            description: None,
        };
        let source = |name: &str, columns: &[&str]| Source {
            relation: relation("production", name),
            span,
            description: None,
            columns: columns.iter().map(|name| column(name)).collect(),
            unique_key: Vec::new(),
            path: None,
            tags: Vec::new(),
        };
        let target = |name: &str, connection| {
            let target = Target {
                name: name.into(),
                span,
                connection,
                threads: None,
            };
            (TargetName::from(name), target)
        };
        let duckdb = Connection::DuckDb {
            path: Spanned::new(":memory:".into(), span),
        };
        let snowflake = Connection::Snowflake {
            settings: BTreeMap::new(),
        };
        let brand = Entity {
            name: "brand".into(),
            span,
            description: None,
            keys: vec![Key {
                column: Identifier::new("brand_token"),
                data_type: None,
            }],
        };
        Self {
            project: Project {
                root: PathBuf::from("/project"),
                name: "small".into(),
                vars: BTreeMap::new(),
                store: Store {
                    database: None,
                    schema: Identifier::new("feature_store"),
                },
                targets: IndexMap::from([target("dev", duckdb), target("prod", snowflake)]),
                default_target: "dev".into(),
                entities: BTreeMap::from([("brand".into(), brand)]),
                sources: vec![
                    source("brands", &["token", "name", "created_at"]),
                    source("opaque", &[]),
                ],
                tables: Vec::new(),
                views: Vec::new(),
                macros: Vec::new(),
                files,
                lints: crate::lint::Lints::default(),
            },
        }
    }

    fn definition(&mut self, name: &str, sql: &str) -> Definition {
        let file = self.project.files.add(format!("{name}.sql"), sql);
        let span = Span::whole(file);
        Definition {
            name: name.into(),
            span,
            path: format!("{name}.toml"),
            description: Some("tested".into()),
            author: None,
            tags: Vec::new(),
            params: BTreeMap::new(),
            query: QueryTemplate {
                file,
                text: Arc::from(sql),
                offset: Some(0),
                span,
            },
        }
    }

    /// A view of brands with these features.
    fn view(mut self, name: &str, features: &[&str], sql: &str) -> Self {
        let definition = self.definition(name, sql);
        let span = definition.span;
        self.project.views.push(FeatureView {
            definition,
            entity: "brand".into(),
            history: History::AsOf {
                interval: Interval::Day,
            },
            features: features
                .iter()
                .map(|feature| Feature {
                    column: Identifier::new(*feature),
                    span,
                    description: Some("tested".into()),
                    online: false,
                    checks: Checks::default(),
                })
                .collect(),
            rebuild: false,
            keep_versions: false,
            ttl: None,
            availability_lag: None,
            start_date: None,
            backfill: None,
        });
        self
    }

    /// A table in the schema `search`, merged on `unique_key` if that is not empty.
    fn table(mut self, name: &str, unique_key: &[&str], sql: &str) -> Self {
        let definition = self.definition(name, sql);
        let keys: Vec<_> = unique_key.iter().map(|key| Identifier::new(*key)).collect();
        self.project.tables.push(Table {
            relation: relation("search", name),
            definition,
            write: if keys.is_empty() {
                TableWrite::Rebuild
            } else {
                TableWrite::Merge {
                    unique_key: keys,
                    on_schema_change: SchemaChange::Fail,
                }
            },
            interval: Interval::Day,
            start_date: None,
            snapshot: Snapshot::Never,
            snapshot_retention: None,
            cluster_by: Vec::new(),
            transient: false,
            grants: BTreeMap::new(),
        });
        self
    }

    fn macros(mut self, text: &str) -> Self {
        let file = self.project.files.add("macros/all.sql", text);
        self.project.macros.push(file);
        self
    }

    fn compile(self) -> Compiled {
        self.compile_for("prod", When::Symbolic)
    }

    fn compile_for(self, target: &str, when: When) -> Compiled {
        let options = CompileOptions {
            when,
            target: target.into(),
            missing_tables: BTreeSet::new(),
            environment: EnvironmentVariables::default(),
        };
        let mut compiled = compile(self.project, &options);
        // Lints have fixtures of their own.
        compiled
            .diagnostics
            .retain(|found| !found.rule.code.starts_with("FSC3"));
        compiled
    }

    fn codes(self) -> Vec<&'static str> {
        let compiled = self.compile();
        assert_eq!(
            compiled.checked.is_some(),
            compiled
                .diagnostics
                .iter()
                .all(|found| found.severity == Severity::Warning)
        );
        compiled
            .diagnostics
            .iter()
            .map(|found| found.rule.code)
            .collect()
    }

    fn checked(self) -> CheckedProject {
        let compiled = self.compile();
        compiled
            .checked
            .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
    }
}

/// What a diagnostic's first place covers in a file, with the file's name.
fn primary<'c>(compiled: &'c Compiled, found: &Diagnostic) -> (&'c str, &'c str) {
    let span = found.labels[0].place.span();
    let span = span.unwrap_or_else(|| panic!("{found:?}"));
    let file = compiled.files.file(span.file).name.as_str();
    (file, compiled.files.text(span))
}

const BRANDS: &str = "select token as brand_token, count(*) as n from production.brands group by 1";

#[test]
fn a_project_is_linked_and_ordered() {
    let checked = Small::new()
        .view(
            "a",
            &["n"],
            "select brand_token, n from search.wide where n > 0",
        )
        .view(
            "b",
            &["m"],
            "select brand_token, n as m from feature_store.a where as_of = '{{ ds }}'",
        )
        .table("wide", &[], BRANDS)
        .checked();
    let order: Vec<&str> = checked.in_order().map(|node| node.id.as_str()).collect();
    assert_eq!(
        order,
        [
            "source.production.brands",
            "source.production.opaque",
            "table.wide",
            "feature_view.a",
            "feature_view.b"
        ]
    );
    let last = checked.in_order().last().unwrap();
    let reads: Vec<&str> = checked
        .dependencies(last)
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(reads, ["feature_view.a"]);
    assert_eq!(last.reads, [relation("feature_store", "a")]);
    assert_eq!(
        last.columns,
        [Identifier::new("brand_token"), Identifier::new("m")]
    );
    assert!(last.query.as_ref().unwrap().text.contains("'{{ ds }}'"));
    let needed = checked
        .graph
        .reach(&BTreeSet::from([4]), crate::graph::Direction::Up, None);
    assert_eq!(needed, BTreeSet::from([0, 2, 3, 4]));
}

#[test]
fn stars_follow_the_graph() {
    let small = || {
        Small::new()
            .table(
                "wide",
                &[],
                "select token as brand_token, 1 as n from production.brands",
            )
            .table(
                "wider",
                &["brand_token"],
                "select *, n + 1 as m from search.wide",
            )
    };
    let checked = small()
        .view("a", &["n", "m"], "select * from search.wider")
        .checked();
    let columns = checked.nodes.last().unwrap().columns.len();
    assert_eq!(columns, 3);
    assert_eq!(
        small()
            .view("a", &["n"], "select * from search.wider")
            .codes(),
        ["FSC112"]
    );
    // The wide view of a feature view has the as-of time and the time of computing.
    assert_eq!(
        small()
            .view("a", &["n", "m"], "select * from search.wider")
            .view(
                "b",
                &["n", "m"],
                "select * exclude (as_of, computed_at) from feature_store.a"
            )
            .codes(),
        [""; 0]
    );
    // Only the first star that cannot be followed is reported.
    assert_eq!(
        Small::new()
            .table("x", &[], "select * from production.opaque")
            .table("y", &[], "select * from search.x")
            .table("z", &[], "select * from search.y")
            .codes(),
        ["FSC109"]
    );
}

#[test]
fn what_is_declared_must_be_yielded() {
    let cases = [
        (vec!["n", "nn"], BRANDS, vec!["FSC110"]),
        (
            vec!["n"],
            "select token, 1 as n from production.brands",
            vec!["FSC111", "FSC112"],
        ),
        (
            vec!["n"],
            "select token as \"brand_token\", 1 as n from production.brands",
            vec!["FSC111", "FSC112"],
        ),
        (
            vec!["n"],
            "select token as BRAND_TOKEN, 1 as N from production.brands",
            vec![],
        ),
        (
            vec!["n"],
            "select token as brand_token, count(*) from production.brands group by 1",
            vec!["FSC110", "FSC106"],
        ),
        (
            vec!["n"],
            "select token as brand_token, 1 as n, 2 as n from production.brands",
            vec!["FSC107"],
        ),
        (
            vec!["n"],
            "select token as brand_token, 1 as n from production.brands union all select 1",
            vec!["FSC108"],
        ),
        (
            vec!["n"],
            "select token brand_token, n from production.brand",
            vec!["FSC103"],
        ),
        (
            vec!["n"],
            "select token brand_token, n from brands",
            vec!["FSC103"],
        ),
        (
            vec!["n"],
            "select 1 as brand_token, n from feature_store.features_long",
            vec!["FSC104"],
        ),
        (
            vec!["n"],
            "select brand_token, n from feature_store.v",
            vec!["FSC105"],
        ),
        (
            vec!["n"],
            "select from production.brands where",
            vec!["FSC100"],
        ),
        (vec!["n"], "drop table production.brands", vec!["FSC101"]),
        (vec!["n"], "", vec!["FSC101"]),
    ];
    for (features, sql, mut expected) in cases {
        let mut codes = Small::new().view("v", &features, sql).codes();
        codes.sort_unstable();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{sql}");
    }
    assert_eq!(Small::new().table("t", &["id"], BRANDS).codes(), ["FSC114"]);
}

#[test]
fn an_event_timestamp_must_be_yielded() {
    let with_time = |column: &str| {
        let mut small = Small::new().view("v", &["n"], BRANDS);
        let span = small.project.views[0].definition.span;
        small.project.views[0].history = History::EventTimestamp {
            interval: Interval::Day,
            column: Spanned::new(Identifier::new(column), span),
        };
        small
    };
    assert_eq!(with_time("seen_at").codes(), ["FSC113"]);
}

#[test]
fn places_are_in_the_template() {
    let compiled = Small::new()
        .view(
            "v",
            &["n"],
            "{% set day = ds %}\nselect token as brand_token, 1 as n\nfrom brands where created_at < '{{ day }}'",
        )
        .compile();
    let found = &compiled.diagnostics[0];
    assert_eq!(primary(&compiled, found), ("v.sql", "brands"));
    let edit = found.help[0].edit.as_ref().unwrap();
    assert_eq!(edit.replacement, "production.brands");
}

#[test]
fn circles_are_shown_step_by_step() {
    let compiled = Small::new()
        .table("a", &[], "select x from search.b")
        .table("b", &[], "select x from search.c")
        .table("c", &[], "select x from search.a")
        .table("d", &[], "select * from search.a")
        .compile();
    assert_eq!(compiled.diagnostics.len(), 1);
    let found = &compiled.diagnostics[0];
    assert_eq!(
        found.message,
        "nodes read each other in a circle: `table.a` → `table.b` → `table.c` → `table.a`"
    );
    assert_eq!(found.labels.len(), 3);
    assert_eq!(primary(&compiled, found), ("a.sql", "search.b"));
}

#[test]
fn both_forms_of_a_backfill_are_looked_at() {
    let sql = "select token as brand_token, 1 as n from production.brands\
               {% if is_backfill %} join production.missing on true{% endif %}";
    let compiled = Small::new().view("v", &["n"], sql).compile();
    assert_eq!(compiled.diagnostics.len(), 1);
    assert_eq!(compiled.diagnostics[0].rule.code, "FSC103");
    assert!(compiled.diagnostics[0].notes[0].contains("backfill"));

    let sql = "select token as brand_token, 1 as n from {{ from_where() }}";
    let small = Small::new()
        .macros("{% macro from_where() %}{{ 'production.opaque' if is_backfill else 'production.brands' }}{% endmacro %}")
        .view("v", &["n"], sql);
    let checked = small.checked();
    assert_eq!(checked.nodes[2].depends_on, [0, 1]);
    assert!(
        checked.nodes[2]
            .query
            .as_ref()
            .unwrap()
            .text
            .contains("brands")
    );
}

#[test]
fn the_terminator_goes() {
    let checked = Small::new()
        .view("v", &["n"], "select token as brand_token, {{ ds_nodash }} as n from production.brands; -- {{ ds }}\n")
        .checked();
    assert_eq!(
        checked.nodes[2].query.as_ref().unwrap().text,
        "select token as brand_token, {{ ds_nodash }} as n from production.brands"
    );
}

#[test]
fn the_hash_names_what_rows_mean() {
    let hash = |small: Small, when: When| {
        let compiled = small.compile_for("prod", when);
        let checked = compiled
            .checked
            .unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
        checked.nodes.last().unwrap().definition_hash.clone()
    };
    let sql =
        "select token as brand_token, 1 as n from production.brands where created_at < '{{ ds }}'";
    let small = |sql: &str| Small::new().view("v", &["n"], sql);
    let same = hash(small(sql), When::Symbolic);
    assert_eq!(same.len(), 64);
    for day in ["2023-08-01", "2024-02-29"] {
        let when = When::At(day.parse().unwrap());
        assert_eq!(hash(small(sql), when), same);
    }
    let laid_out = sql.replace(" from", "\n  FROM /* all */ ") + ";";
    assert_eq!(hash(small(&laid_out), When::Symbolic), same);
    assert_ne!(
        hash(small(&sql.replace("1 as", "2 as")), When::Symbolic),
        same
    );
    let mut rebuilt = small(sql);
    rebuilt.project.views[0].rebuild = true;
    assert_ne!(hash(rebuilt, When::Symbolic), same);
    let mut described = small(sql);
    described.project.views[0].definition.description = Some("new".into());
    assert_eq!(hash(described, When::Symbolic), same);
    // A name may be spelled otherwise.
    let mut respelled = small(sql);
    respelled.project.views[0].features[0].column = Identifier::new("N");
    assert_eq!(hash(respelled, When::Symbolic), same);
    // Where the date shapes the query, the template stands for it.
    let dated = "select token as brand_token, {% if ds > '2023-01-01' %}1{% else %}2{% endif %} as n from production.brands";
    let at = |day: &str| When::At(day.parse().unwrap());
    assert_eq!(
        hash(small(dated), at("2022-08-01")),
        hash(small(dated), at("2023-08-01"))
    );
    // And with it what shapes it.
    let shaped = "select token as brand_token, {% if ds > '2023-01-01' %}{{ params.n }}{% else %}{{ var('n') }}{% endif %} as n from production.brands";
    let with = |param: u8, variable: u8| {
        let mut small = small(shaped);
        small.project.vars.insert("n".into(), variable.into());
        let definition = &mut small.project.views[0].definition;
        definition.params.insert("n".into(), param.into());
        hash(small, at("2023-08-01"))
    };
    assert_eq!(with(1, 1), with(1, 1));
    assert_ne!(with(1, 1), with(2, 1));
    assert_ne!(with(1, 1), with(1, 2));
}

#[test]
fn what_the_embedded_target_makes_of_a_source_is_part_of_what_its_readers_hold() {
    let hash = |target: &str, change: fn(&mut Source)| {
        let sql = "select token as brand_token, 1 as n from production.brands";
        let reader = "select brand_token, n as m from feature_store.v";
        let mut small = Small::new()
            .view("v", &["n"], sql)
            .view("w", &["m"], reader);
        change(&mut small.project.sources[0]);
        let checked = small.compile_for(target, When::Symbolic).checked.unwrap();
        [2, 3].map(|at: usize| checked.nodes[at].values_hash.clone())
    };
    let changes: [fn(&mut Source); 4] = [
        |source| source.columns[0].data_type.value = "NUMBER(38, 0)".into(),
        |source| source.columns[2].name = Identifier::new("other"),
        |source| source.columns.swap(1, 2),
        |source| source.path = Some(Spanned::new("data/brands.csv".into(), source.span)),
    ];
    let meaningless: [fn(&mut Source); 4] = [
        |source| source.columns[0].data_type.value = "string".into(),
        |source| source.columns[0].name = Identifier::new("TOKEN"),
        |source| source.columns[0].description = Some("its name".into()),
        |source| source.tags.push("new".into()),
    ];
    for (target, is_shaped) in [("dev", true), ("prod", false)] {
        let as_it_was = hash(target, |_| {});
        for (at, change) in changes.iter().enumerate() {
            let changed = hash(target, *change);
            for (changed, before) in changed.iter().zip(&as_it_was) {
                assert_eq!(changed != before, is_shaped, "{target} {at}");
            }
        }
        for (at, change) in meaningless.iter().enumerate() {
            assert_eq!(hash(target, *change), as_it_was, "{target} {at}");
        }
    }
}

#[test]
fn the_embedded_target_gets_its_own_text() {
    let sql = "select token as brand_token, iff(name = 'x', 1, 0) as n from production.brands where created_at::date < '{{ ds }}'::date";
    let compiled = Small::new()
        .view("v", &["n"], sql)
        .compile_for("dev", When::Symbolic);
    let checked = compiled
        .checked
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let query = checked.nodes[2].query.as_ref().unwrap();
    assert_eq!(query.text, sql);
    assert!(query.sql(Dialect::DuckDb).contains("{{ ds }}"), "{query:?}");
    assert_ne!(query.sql(Dialect::DuckDb), sql);

    let sql = "select token as brand_token,\n  not_a_function(name) as n from production.brands";
    let compiled = Small::new()
        .view("v", &["n"], sql)
        .compile_for("dev", When::Symbolic);
    let codes: Vec<_> = compiled
        .diagnostics
        .iter()
        .map(|found| found.rule.code)
        .collect();
    // What nobody knows does not run there either: one finding says both.
    assert_eq!(codes, ["FSC200"]);
    let small = Small::new().view("v", &["n"], sql);
    assert!(small.compile().checked.is_some());
}

#[test]
fn findings_do_not_depend_on_threads() {
    let many = || {
        let mut small = Small::new();
        for n in 0..200 {
            small = small.view(
                &format!("v{n}"),
                &["n"],
                &format!("select x{n} from missing_{}", n % 7),
            );
        }
        let compiled = small.compile();
        format!("{:?}", compiled.diagnostics)
    };
    let first = many();
    for _ in 0..3 {
        assert_eq!(many(), first);
    }
}

#[test]
fn deep_queries_are_refused_or_compiled() {
    let deep = format!(
        "select token as brand_token, 1 as n from production.brands where {}",
        vec!["true"; 9_000].join(" and ")
    );
    assert!(Small::new().view("v", &["n"], &deep).codes().is_empty());
    // Lowering recurses too.
    let lowered = Small::new().view("v", &["n"], &deep);
    assert!(lowered.compile_for("dev", When::Symbolic).checked.is_some());
    let deeper = format!("select {}1{} as n", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(Small::new().view("v", &["n"], &deeper).codes(), ["FSC102"]);
}

/// The codes that a fixture's project gives, without duplicates.
fn fixture_codes(rule: &str, kind: &str) -> Vec<&'static str> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(rule)
        .join(kind);
    let resolved = crate::project::resolve::resolve(crate::project::load::load(&root));
    let mut found = resolved.diagnostics;
    if let Some(project) = resolved.project {
        let options = CompileOptions {
            when: When::Symbolic,
            target: project.default_target.clone(),
            missing_tables: BTreeSet::new(),
            environment: EnvironmentVariables::default(),
        };
        found.extend(compile(project, &options).diagnostics);
    }
    let mut codes: Vec<_> = found.iter().map(|found| found.rule.code).collect();
    codes.dedup();
    codes
}

#[test]
fn fixtures_report_their_rule_and_nothing_else() {
    let own = crate::rules::ALL
        .iter()
        .filter(|rule| ("FSC100".."FSC150").contains(&rule.code) || rule.code == "FSC200");
    for rule in own {
        let failing = fixture_codes(rule.name, "fail");
        assert!(failing.contains(&rule.code), "{}: {failing:?}", rule.name);
        assert_eq!(fixture_codes(rule.name, "pass"), [""; 0], "{}", rule.name);
    }
}

#[test]
fn a_name_without_its_database_is_in_the_targets_own() {
    let small = || {
        let sql = "select token as brand_token, 1 as n from production.brands";
        let mut small = Small::new().view("v", &["n"], sql);
        small.project.sources[0].relation.database = Some(Identifier::new("raw"));
        small
    };
    let elsewhere = small().compile_for("prod", When::Symbolic);
    let said: Vec<_> = elsewhere
        .diagnostics
        .iter()
        .map(|found| {
            (
                found.rule.code,
                found.message.as_str(),
                found.help[0].text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [(
            "FSC103",
            "`production.brands` is not in the target's own database",
            "write `raw.production.brands`"
        )]
    );
    let mut own = small();
    let span = own.project.sources[0].span;
    own.project.targets.get_mut("prod").unwrap().connection = Connection::Snowflake {
        settings: BTreeMap::from([("database".into(), Spanned::new("RAW".into(), span))]),
    };
    let compiled = own.compile_for("prod", When::Symbolic);
    assert!(compiled.checked.is_some(), "{:?}", compiled.diagnostics);
}

#[test]
fn findings_about_thousands_of_columns_are_counted() {
    let columns: Vec<String> = (0..2_000)
        .map(|number| format!("1 as featuer_{number}"))
        .collect();
    let features: Vec<String> = (0..2_000)
        .map(|number| format!("feature_{number}"))
        .collect();
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    let sql = format!(
        "select token as brand_token, {} from production.brands",
        columns.join(", ")
    );
    let compiled = Small::new().view("v", &features, &sql).compile();
    for code in ["FSC110", "FSC112"] {
        let found: Vec<_> = compiled
            .diagnostics
            .iter()
            .filter(|found| found.rule.code == code)
            .collect();
        assert_eq!(found.len(), 100, "{code}");
        let more = "1900 more findings of this kind in the query are not shown";
        let notes = found.iter().flat_map(|found| &found.notes);
        assert_eq!(
            notes.filter(|note| note.contains(more)).count(),
            1,
            "{code}"
        );
    }
    let suggests = |found: &&Diagnostic| found.rule.code == "FSC110" && !found.help.is_empty();
    // 100,000 comparisons with 2,001 names.
    assert_eq!(compiled.diagnostics.iter().filter(suggests).count(), 49);
}
