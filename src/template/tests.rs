//! Whole templates, rendered in small projects made by hand.

mod places;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use indexmap::IndexMap;

use super::*;
use crate::diagnostic::Place;
use crate::project::model::{
    Connection, Definition, Snapshot, Source, Store, Table, TableWrite, Target,
};
use crate::project::time::Interval;
use crate::source::{FileId, Span, Spanned};
use crate::sql::name::{Identifier, RelationName};

/// What the query of a daily view is rendered with.
fn of_a_view(when: When, params: &BTreeMap<String, serde_json::Value>) -> RenderContext<'_> {
    RenderContext {
        when,
        interval: Interval::Day,
        is_backfill: false,
        is_incremental: false,
        params,
        this: None,
        target_name: "dev",
    }
}

/// A project with two tables, a source, two targets, and the macro files given.
fn project(macro_files: &[&str]) -> Project {
    let mut files = SourceMap::default();
    let query_file = files.add("query.sql", "");
    let span = Span::whole(query_file);
    let macros = macro_files
        .iter()
        .enumerate()
        .map(|(position, text)| files.add(format!("macros/m{position}.sql"), *text))
        .collect();
    let table = |name: &str, relation: RelationName| Table {
        definition: Definition {
            name: name.into(),
            span,
            path: "table.toml".into(),
            description: None,
            author: None,
            tags: Vec::new(),
            params: BTreeMap::new(),
            query: query(""),
        },
        relation,
        write: TableWrite::Rebuild,
        interval: Interval::Day,
        start_date: None,
        snapshot: Snapshot::Never,
        snapshot_retention: None,
        cluster_by: Vec::new(),
        transient: false,
        grants: BTreeMap::new(),
    };
    let relation = |schema: &str, name: &str| {
        RelationName::in_schema(Identifier::new(schema), Identifier::new(name))
    };
    let target = |name: &str, connection| Target {
        name: name.into(),
        span,
        connection,
        threads: None,
    };
    let duckdb = Connection::DuckDb {
        path: Spanned::new("{{ env_var('DUCKDB_FILE', 'x') }}".into(), span),
    };
    let snowflake = Connection::Snowflake {
        settings: BTreeMap::from([(
            "password".to_owned(),
            Spanned::new("{{ env_var('SF_PASSWORD') }}".to_owned(), span),
        )]),
    };
    Project {
        root: PathBuf::from("/project"),
        name: "test".into(),
        vars: BTreeMap::from([
            ("trailing_days".to_owned(), serde_json::json!(7)),
            ("regions".to_owned(), serde_json::json!(["eu", "us"])),
            ("launch".to_owned(), serde_json::json!("2019-05-06")),
        ]),
        store: Store {
            database: None,
            schema: Identifier::new("feature_store"),
        },
        targets: IndexMap::from([
            ("dev".into(), target("dev", duckdb)),
            ("prod".into(), target("prod", snowflake)),
        ]),
        default_target: "dev".into(),
        entities: BTreeMap::new(),
        lints: crate::lint::Lints::default(),
        sources: vec![Source {
            relation: relation("production", "brands"),
            span,
            description: None,
            columns: Vec::new(),
            unique_key: Vec::new(),
            path: None,
            tags: Vec::new(),
        }],
        tables: vec![
            table("daily_embeddings", relation("search", "daily_embeddings")),
            table("orders", relation("search", "order")),
        ],
        views: Vec::new(),
        macros,
        files,
    }
}

fn query(text: &str) -> QueryTemplate {
    QueryTemplate {
        file: FileId(0),
        text: text.into(),
        offset: Some(0),
        span: Span::whole(FileId(0)),
    }
}

fn templates(macro_files: &[&str]) -> (Templates, Vec<Diagnostic>) {
    Templates::new(
        &project(macro_files),
        &EnvironmentVariables::from([("REGION", "eu")]),
    )
}

fn render_with(
    macro_files: &[&str],
    text: &str,
    when: When,
    interval: Interval,
) -> Result<Rendered, Vec<Diagnostic>> {
    let (templates, diagnostics) = templates(macro_files);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let params = BTreeMap::from([("category".to_owned(), serde_json::json!("toys"))]);
    let this = RelationName::in_schema(Identifier::new("search"), Identifier::new("out"));
    let context = RenderContext {
        when,
        interval,
        is_backfill: true,
        is_incremental: false,
        params: &params,
        this: Some(&this),
        target_name: "dev",
    };
    templates
        .prepare(&query(text), &context)?
        .text()
        .map_err(|found| vec![found])
}

fn at(text: &str) -> String {
    let when = When::At("2023-08-01".parse().unwrap());
    render_with(&[], text, when, Interval::Day)
        .unwrap()
        .text()
        .to_owned()
}

fn symbolic_with(macro_files: &[&str], text: &str) -> Result<String, Vec<Diagnostic>> {
    render_with(macro_files, text, When::Symbolic, Interval::Day)
        .map(|rendered| rendered.text().to_owned())
}

fn symbolic(text: &str) -> String {
    symbolic_with(&[], text).unwrap()
}

/// Code, message, and every place as `file:text`.
fn describe(diagnostics: &[Diagnostic], macro_files: &[&str], text: &str) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let mut line = format!("{} {}", diagnostic.rule.code, diagnostic.message);
            for label in &diagnostic.labels {
                let (file, text) = match &label.place {
                    Place::File(span) if span.file == FileId(0) => ("query", &text[span.range()]),
                    Place::File(span) => (
                        "macros",
                        &macro_files[span.file.0 as usize - 1][span.range()],
                    ),
                    Place::Rendered(file, range) => ("rendered", &file.text[range.clone()]),
                    Place::Yielded(_) => unreachable!("errors of templates have places"),
                };
                write!(line, " | {file}: {text}").unwrap();
                if !label.text.is_empty() {
                    write!(line, " ({})", label.text).unwrap();
                }
            }
            line
        })
        .collect()
}

fn failure_with(macro_files: &[&str], text: &str) -> String {
    let diagnostics = symbolic_with(macro_files, text).unwrap_err();
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    describe(&diagnostics, macro_files, text).remove(0)
}

fn failure(text: &str) -> String {
    failure_with(&[], text)
}

#[test]
fn every_name_has_its_value() {
    for (text, expected) in [
        ("{{ ds }}", "2023-08-01"),
        ("{{ ds_nodash }}", "20230801"),
        ("{{ ts }}", "2023-08-01T00:00:00+00:00"),
        ("{{ ts_nodash }}", "20230801T000000"),
        ("{{ data_interval_end }}", "2023-08-01T00:00:00+00:00"),
        ("{{ data_interval_start }}", "2023-07-31T00:00:00+00:00"),
        ("{{ data_interval_start | ds }}", "2023-07-31"),
        ("{{ data_interval_end.strftime('%d.%m.%Y') }}", "01.08.2023"),
        ("{{ ds.replace('-', '/') }}", "2023/08/01"),
        ("{{ macros.ds_add(ds, -7) }}", "2023-07-25"),
        ("{{ macros.ds_format(ds, '%Y-%m-%d', '%m') }}", "08"),
        ("{{ is_backfill }}", "True"),
        ("{{ is_incremental() }}", "False"),
        ("{{ params.category }}", "toys"),
        ("{{ params.get('none', 'x') }}", "x"),
        ("{{ var('trailing_days') }}", "7"),
        ("{{ var('unset', 'x') }}", "x"),
        ("{{ var('regions') | join(',') }}", "eu,us"),
        ("{{ env_var('REGION') }}", "eu"),
        ("{{ env_var('UNSET', 'us') }}", "us"),
        ("{{ ref('daily_embeddings') }}", "search.daily_embeddings"),
        ("{{ ref('orders') }}", "\"SEARCH\".\"ORDER\""),
        ("{{ source('PRODUCTION', 'brands') }}", "production.brands"),
        ("{{ this }}", "search.out"),
        ("{{ target.name }}", "dev"),
        (
            "{% set n = 2 %}{% for i in range(n) %}{{ i }},{% endfor %}\n",
            "0,1,\n",
        ),
        ("{{ params.x is defined }} {{ '<&>' }}\r\n", "False <&>\r\n"),
        ("no tags\n", "no tags\n"),
    ] {
        assert_eq!(at(text), expected, "{text}");
    }
}

#[test]
fn the_date_stays_symbolic() {
    for (text, expected) in [
        ("no tags 1903-03-14", None),
        ("d < '{{ ds }}'::DATE\n", None),
        ("{{ ds }}{{ ds }}{{ ds_nodash }}", None),
        ("{{ ts }} {{ ts_nodash }} {{ data_interval_start }}", None),
        ("{{ data_interval_end }}", Some("{{ ts }}")),
        ("{{ data_interval_end | ds }}", Some("{{ ds }}")),
        ("{{ macros.ds_add(ds, -7) }}", None),
        ("{{ ds.replace('-', '') }}", Some("{{ ds_nodash }}")),
        (
            "{{ macros.ds_add(ds, var('trailing_days')) }}",
            Some("{{ macros.ds_add(ds, 7) }}"),
        ),
        ("{% if is_backfill %}{{ ds }}{% endif %}", Some("{{ ds }}")),
        (
            "{% raw %}{{ ds }}{% endraw %} {{ ds }}",
            Some("{{ '{{' }} ds }} {{ ds }}"),
        ),
        ("'{{ ds[:7] ~ ds[7:] }}'", Some("'{{ ds }}'")),
    ] {
        let expected = expected.unwrap_or(text);
        let rendered = symbolic(text);
        assert_eq!(rendered, expected);
        // What is written back is a template of the same meaning.
        if text.contains("{{") {
            assert_eq!(at(&rendered), at(text));
        }
    }
}

#[test]
fn hourly_times_stay_symbolic() {
    for text in [
        "{{ ts }}",
        "{{ ds }}",
        "{{ data_interval_start }}",
        "{{ data_interval_end.strftime('%Y-%m-%d %H:%M:%S') }}",
    ] {
        let rendered = render_with(&[], text, When::Symbolic, Interval::Hour).unwrap();
        assert_eq!(rendered.text(), text);
    }
    // At midnight the interval starts on the day before.
    for text in ["{{ data_interval_start | ds }}", "{{ ts[11:13] }}"] {
        let diagnostics = render_with(&[], text, When::Symbolic, Interval::Hour).unwrap_err();
        assert_eq!(diagnostics[0].rule.code, "FSC063", "{text}");
    }
}

#[test]
fn other_ways_to_depend_on_the_date_are_found() {
    for text in [
        "x {% if ds > '2023-01-01' %}new{% endif %}",
        "x {% if ds == '2023-08-01' %}new{% endif %}",
        "x {% if ds == var('launch') %}new{% endif %}",
        "x {{ 'a' if macros.ds_format(ds, '%Y-%m-%d', '%A') == 'Monday' else 'b' }}",
        "x {% if ds.endswith('-31') %}new{% endif %}",
        "x {% if ds[5:] == '02-29' %}new{% endif %}",
        "x {{ {'2023-08-01': 'a'}.get(ds, 'b') }}",
        "x {{ macros.ds_format(ds, '%Y-%m-%d', '%A') }}",
        "x {{ macros.ds_format(ds, '%Y-%m-%d', '%Y-%m-01') }}",
        "x {{ ds_nodash | int % 5 }}",
        "x {% if ds_nodash | int > 20230801 %}new{% endif %}",
        "x {% set day = ds %}{{ day == '2021-02-03' }}",
    ] {
        let failure = failure(text);
        assert!(failure.starts_with("FSC063"), "{text}: {failure}");
    }
    let macros =
        ["{% macro rates(day) %}{{ 'new' if day >= '2023-08-01' else 'old' }}{% endmacro %}"];
    assert!(failure_with(&macros, "{{ rates(ds) }}").starts_with("FSC063"));
    assert_eq!(
        failure("select {{ ds[8:] }}\n"),
        "FSC063 the SQL depends on the date in more than the dates in it | query: ds[8:]"
    );
    // Of two conditions, the one that decides about the difference.
    assert_eq!(
        failure(
            "{% if true %}a {% if ts > '2023-01-01' %}b{% endif %} c{% endif %} {% if ds %}d{% endif %}"
        ),
        "FSC063 a condition on `ts` changes the SQL | query: {% if ts > '2023-01-01' %}"
    );
}

#[test]
fn macros_are_callable_everywhere() {
    let macros = [
        "-- trailing windows\n{% macro trailing(column, days=7) -%}\n  {{ column }} >= {{ back(days) }} and {{ column }} < '{{ ds }}'\n{%- endmacro %}\n{% macro twice() %}{{ caller() }}{{ caller() }}{% endmacro %}",
        "{% macro back(days) %}'{{ macros.ds_add(ds, -days) }}'{% endmacro %}\n{# {% macro no() %} #}",
    ];
    assert_eq!(
        symbolic_with(&macros, "where {{ trailing('d', days=30) }}").unwrap(),
        "where d >= '{{ macros.ds_add(ds, -30) }}' and d < '{{ ds }}'"
    );
    assert_eq!(
        symbolic_with(&macros, "{% call twice() %}{{ back(1) }}{% endcall %}").unwrap(),
        "'{{ macros.ds_add(ds, -1) }}''{{ macros.ds_add(ds, -1) }}'"
    );
}

/// Python's methods that change a list or a map: refused with what works instead, which is tried here.
#[test]
fn lists_and_maps_never_change_and_the_way_out_works() {
    let way_out = "{% set all = namespace(items=[], map={}) %}{% for x in ['a', 'b'] %}\
                   {% set all.items = all.items + [x] %}{% set all.map = dict(all.map, last=x) %}{% endfor %}\
                   {{ all.items | join(', ') }} {{ all.map.last }} \
                   {%- set items = all.items + ['c'] %} {{ items | length }}";
    assert_eq!(symbolic(way_out), "a, b b 3");
    for (method, help) in [
        ("[].append(1)", "items + [x]"),
        ("[].extend([1])", "items + others"),
        ("{}.update({})", "dict(map, key=value)"),
        ("[1].pop()", "make a new one"),
    ] {
        let text = format!("{{% set _ = {method} %}}");
        let diagnostics = symbolic_with(&[], &text).unwrap_err();
        assert_eq!(diagnostics[0].rule.code, "FSC052");
        assert!(diagnostics[0].help[0].text.contains(help), "{text}");
    }
}

#[test]
fn a_failure_in_a_macro_shows_the_calls() {
    let macros = [
        "{% macro outer() %}{{ inner(1) }}{% endmacro %}",
        "\n{% macro inner(n) %}\n  {{ n + missing }}{% endmacro %}",
    ];
    assert_eq!(
        failure_with(&macros, "select {{ outer() }}"),
        "FSC051 `missing` is undefined | macros: n + missing \
         | macros: inner(1) (called from here) | query: outer() (called from here)"
    );
    assert_eq!(
        failure_with(&macros, "select {{ inner(1, 2, 3) }}"),
        "FSC052 template failed: too many arguments | query: inner(1, 2, 3)"
    );
}

#[test]
fn every_error_has_its_code_and_place() {
    for (text, expected) in [
        ("é {{ dss }}", "FSC051 `dss` is undefined | query: dss"),
        (
            "{{ params.categry }}",
            "FSC051 `params.categry` is undefined | query: params.categry",
        ),
        (
            "{{ mean(1) }}",
            "FSC051 `mean` is undefined | query: mean(1)",
        ),
        (
            "{{ ds | uper }}",
            "FSC051 filter uper is unknown | query: uper",
        ),
        (
            "{{ macros.ds_ad(ds) }}",
            "FSC051 `macros.ds_ad` is undefined | query: macros.ds_ad(ds)",
        ),
        (
            "{{ 1 + 'x' }}",
            "FSC052 template failed: tried to use + operator on unsupported types number and string | query: 1 + 'x'",
        ),
        (
            "{{ macros.ds_add('x', 1) }}",
            "FSC052 template failed: `x` is not a date like `2023-08-01` | query: macros.ds_add('x', 1)",
        ),
        (
            "{{ ref('daily_embeding') }}",
            "FSC058 `ref('daily_embeding')`: no table or feature view has this name | query: ref('daily_embeding')",
        ),
        (
            "{{ source('production', 'brand') }}",
            "FSC059 source `production.brand` is not declared | query: source('production', 'brand')",
        ),
        (
            "{{ var('unset') }}",
            "FSC060 variable `unset` is not set | query: var('unset')",
        ),
        (
            "{{ env_var('UNSET') }}",
            "FSC061 environment variable `UNSET` is not set | query: env_var('UNSET')",
        ),
        (
            "{{ env_var('SF_PASSWORD', 'x') }}",
            "FSC062 environment variable `SF_PASSWORD` is a secret and cannot be used in SQL | query: env_var('SF_PASSWORD', 'x')",
        ),
        (
            "{{ env_var('FSC_SECRET_A', 'x') }}",
            "FSC062 environment variable `FSC_SECRET_A` is a secret and cannot be used in SQL | query: env_var('FSC_SECRET_A', 'x')",
        ),
        (
            "x {% include 'macros/m.sql' %}",
            "FSC054 `include` is not available: templates read no files | query: {% include 'macros/m.sql' %}",
        ),
        (
            "{% extends 'query' %}",
            "FSC054 `extends` is not available: templates read no files | query: {% extends 'query' %}",
        ),
        (
            "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}",
            "FSC053",
        ),
        ("{{ 'x' * 20000000 }}", "FSC053"),
        ("{% for i in range(9999999) %}{% endfor %}", "FSC05"),
    ] {
        let failure = failure(text);
        if expected.len() < 7 {
            assert!(failure.starts_with(expected), "{text}: {failure}");
        } else {
            assert_eq!(failure, expected, "{text}");
        }
    }
    assert!(failure("select {{ ds").starts_with("FSC050"));
    assert!(failure("select\n{% if %}").starts_with("FSC050"));
}

#[test]
fn near_names_are_suggested() {
    for (text, expected) in [
        ("{{ ds_nodsh }}", "a similar name exists: `ds_nodash`"),
        ("{{ params.categry }}", "a similar name exists: `category`"),
        (
            "{{ var('trailing_dasy') }}",
            "a similar name exists: `trailing_days`",
        ),
        (
            "{{ ref('daily_embedings') }}",
            "a similar name exists: `daily_embeddings`",
        ),
        (
            "{{ source('production', 'brand') }}",
            "a similar name exists: `production.brands`",
        ),
        ("{{ yesterday_ds }}", "write `macros.ds_add(ds, -1)`"),
    ] {
        let diagnostics = symbolic_with(&[], text).unwrap_err();
        assert_eq!(diagnostics[0].help[0].text, expected, "{text}");
    }
}

#[test]
fn recursion_ends_in_a_diagnostic() {
    for macros in [
        vec!["{% macro f(n) %}{{ f(n) }}{% endmacro %}"],
        vec![
            "{% macro f(n) %}{{ g(n) }}{% endmacro %}",
            "{% macro g(n) %}{% for i in [1] %}{{ f(n) }}{% endfor %}{% endmacro %}",
        ],
    ] {
        let failure = failure_with(&macros, "{{ f(1) }}");
        assert!(
            failure.starts_with("FSC053 macros call each other too deep"),
            "{failure}"
        );
    }
    let own = "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}";
    assert!(failure(own).starts_with("FSC053"));
    let counted = ["{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}"];
    assert_eq!(symbolic_with(&counted, "{{ f(5) }}").unwrap(), "543210");
}

#[test]
fn deep_expressions_are_refused() {
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    assert!(failure(&deep).starts_with("FSC050"));
}

#[test]
fn macro_files_are_checked() {
    for (macros, expected) in [
        (vec!["{% macro f( %}x{% endmacro %}"], "FSC050"),
        (
            vec![
                "{% macro f() %}{% endmacro %}",
                "{% macro f() %}{% endmacro %}",
            ],
            "FSC055 macro `f` is defined twice | macros: f (defined again here) | macros: f (first defined here)",
        ),
        (
            vec!["{% macro var() %}{% endmacro %}"],
            "FSC056 macro `var` has the name of a builtin | macros: var",
        ),
        (
            vec!["{% macro ds() %}{% endmacro %}"],
            "FSC056 macro `ds` has the name of a builtin | macros: ds",
        ),
        (
            vec!["{% set x = 1 %}"],
            "FSC057 `set` outside of a macro has no effect | macros: {% set x = 1 %}",
        ),
        (
            vec!["{% macro f() %}{% include 'x' %}{% endmacro %}"],
            "FSC054 `include` is not available: templates read no files | macros: {% include 'x' %}",
        ),
    ] {
        let (_, diagnostics) = templates(&macros);
        let described = describe(&diagnostics, &macros, "");
        assert_eq!(described.len(), 1, "{described:?}");
        assert!(described[0].starts_with(expected), "{described:?}");
    }
}

#[test]
fn a_broken_macro_is_reported_once() {
    let (templates, diagnostics) =
        templates(&["{% macro f() %}{{ {% endmacro %}\n{% macro g() %}{% endmacro %}"]);
    assert_eq!(diagnostics.len(), 1);
    let params = BTreeMap::new();
    let context = of_a_view(When::Symbolic, &params);
    assert_eq!(
        templates
            .render(&query("'{{ ds }}'"), &context)
            .unwrap()
            .text(),
        "'{{ ds }}'"
    );
    for text in ["{{ f() }}", "{{ g() }}"] {
        if let Err(errors) = templates.render(&query(text), &context) {
            assert!(errors.len() <= 1, "{errors:?}");
        }
    }
}

#[test]
fn text_without_a_place_of_its_own_is_shown() {
    let (templates, _) = templates(&[]);
    let params = BTreeMap::new();
    let context = of_a_view(When::Symbolic, &params);
    let text = "select {{ this }}";
    let query = QueryTemplate {
        offset: None,
        ..query(text)
    };
    let diagnostics = templates.render(&query, &context).unwrap_err();
    assert_eq!(
        describe(&diagnostics, &[], text),
        ["FSC051 `this` is undefined | query:  | rendered: this"]
    );
}

/// Not a benchmark: a guard against a cost per rendering that grows with the project.
#[test]
fn rendering_does_not_pay_for_macros_that_it_does_not_call() {
    let files: Vec<String> = (0..500)
        .map(|at| {
            format!(
                "{{% macro m{at}(day) %}}'{{{{ day }}}}' + {{{{ m{}(day) }}}}{{% endmacro %}}",
                at + 1
            )
        })
        .chain(["{% macro m500(day) %}{{ day }}{% endmacro %}".to_owned()])
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (templates, diagnostics) = templates(&files);
    assert!(diagnostics.is_empty());
    let tags = scan::tags("{{ m499(ds) }}");
    let reached = templates.macros.reached("{{ m499(ds) }}", &tags);
    assert_eq!(reached.len(), 2);
}

fn bare(macro_files: &[&str], text: &str, when: When) -> Vec<String> {
    let (templates, _) = templates(macro_files);
    let params = BTreeMap::from([("day".to_owned(), serde_json::json!("2019-05-06"))]);
    let context = of_a_view(when, &params);
    let rendered = templates.render(&query(text), &context);
    let found = rendered.err().unwrap_or_default();
    describe(&found, macro_files, text)
        .into_iter()
        .zip(&found)
        .map(|(line, found)| format!("{line} => {}", found.help[0].text))
        .collect()
}

#[test]
fn a_date_outside_quotes_is_an_error_at_its_tag() {
    let macro_files = [
        "{% macro before(day) %}< {{ day }}{% endmacro %}",
        "{% macro quoted(day) %}'{{ day }}'{% endmacro %}",
    ];
    let reads = "outside quotes, where `2023-08-01` reads as 2023 - 08 - 01";
    for (text, expected) in [
        (
            "x < {{ ds }} and y > {{ macros.ds_add(ds, -7) }}",
            vec![
                format!(
                    "FSC064 `{{{{ ds }}}}` stands {reads} | query: {{{{ ds }}}} => write `'{{{{ ds }}}}'`"
                ),
                format!(
                    "FSC064 `{{{{ macros.ds_add(ds, -7) }}}}` stands {reads} | query: {{{{ macros.ds_add(ds, -7) }}}} => write `'{{{{ macros.ds_add(ds, -7) }}}}'`"
                ),
            ],
        ),
        (
            "x < {{ ts }}",
            vec![format!(
                "FSC064 `{{{{ ts }}}}` stands {reads} | query: {{{{ ts }}}} => write `'{{{{ ts }}}}'`"
            )],
        ),
        (
            "x < {{ params.day }}",
            vec![format!(
                "FSC064 `{{{{ params.day }}}}` stands {reads} | query: {{{{ params.day }}}} => write `'{{{{ params.day }}}}'`"
            )],
        ),
        (
            "from events_{{ ds }}",
            vec![format!(
                "FSC064 `{{{{ ds }}}}` stands {reads} | query: {{{{ ds }}}} => in a name, write the date without dashes: `{{{{ ds_nodash }}}}`"
            )],
        ),
        (
            "x {{ before(ds) }}",
            vec![format!(
                "FSC064 a date that a tag wrote stands {reads} | query: {{{{ before(ds) }}}} => put the date in quotes"
            )],
        ),
        (
            "x < {{ ds_nodash }} and y < '{{ ds }}' and z = {{ quoted(ds) }} -- {{ ds }}",
            vec![],
        ),
        ("x = 2023-08-01 -- {{ ds }}", vec![]),
        ("\"events_{{ ds }}\" /* {{ ds }} */", vec![]),
    ] {
        let known = When::At("2023-08-01".parse().unwrap());
        assert_eq!(bare(&macro_files, text, When::Symbolic), expected, "{text}");
        assert_eq!(bare(&macro_files, text, known), expected, "{text}");
    }
}
