//! Faults in rendered SQL, shown where the text was written.

use crate::harness::Sandbox;

const PROJECT: &str = r#"name = "shop"
default_target = "prod"

[vars]
kind = "knd"

[target.prod]
type = "snowflake"
account = "example"

[[entity]]
name = "brand"
keys = ["token"]
"#;

const SOURCES: &str = r#"[[source]]
schema = "production"
name = "brands"
columns = { token = "varchar", name = "varchar", known_at = "timestamp_ntz" }
"#;

const MACROS: &str = "{# Windows over time. #}
{% macro trailing(column, ds, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz)
  and {{ column }} < '{{ ds }}'::timestamp_ntz and nmae is not null
{%- endmacro %}

{% macro recent(ds) %}({{ trailing('known_at', ds, 7) }}){% endmacro %}
";

const TAIL: &str = "from production.brands\ngroup by 1\n";

/// A project of one feature view, whose query stands in the definition where no SQL is given.
fn project(definition: &str, sql: Option<&str>) -> Sandbox {
    let sandbox = Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file("sources.toml", SOURCES)
        .file("macros/time.sql", MACROS);
    match sql {
        Some(sql) => {
            let definition =
                format!("entity = \"brand\"\n\n[[feature_view]]\nsql = \"v.sql\"\n{definition}");
            let sandbox = sandbox.file("brand/feature.toml", definition);
            sandbox.file("brand/v.sql", sql)
        }
        None if definition.starts_with("entity:") => sandbox.file("brand/feature.yaml", definition),
        None => sandbox.file("brand/feature.toml", definition),
    }
}

const VIEW: &str = "interval = \"1 day\"\ndescription = \"d\"\nfeatures.n = { description = \"d\" }\n\
    params = { column = \"tokn\" }\n";

fn snapshot(name: &str, sandbox: &Sandbox) {
    let found = sandbox.fsc(["check"]).run();
    found.assert_exit(1).snapshot(&format!("places/{name}"));
}

#[test]
fn faults_are_shown_where_the_text_was_written() {
    for (name, sql) in [
        (
            "after_a_tag",
            format!(
                "select token, count_if(known_at < '{{{{ ds }}}}' and name = '{{{{ 'größe' }}}}' and nmae = '東京') as n\n{TAIL}"
            ),
        ),
        (
            "carriage_returns",
            format!("select token,\n  count_if(known_at < '{{{{ ds }}}}' and nmae = 'x') as n\n{TAIL}")
                .replace('\n', "\r\n"),
        ),
        (
            "loop",
            format!(
                "select token, 0\n  {{%- for days in [1, 30] %}}\n  + count_if(nmae > '{{{{ macros.ds_add(ds, -days) }}}}')\n  {{%- endfor %}} as n\n{TAIL}"
            ),
        ),
        (
            "whitespace_control",
            format!("select token,\n  {{%- if true -%}}   count(nmae) {{%- endif %}} as n\n{TAIL}"),
        ),
        (
            "macro",
            "select token, count(*) as n\nfrom production.brands\nwhere {{ trailing('known_at', ds, 7) }}\ngroup by 1\n".to_owned(),
        ),
        (
            "macro_in_macro",
            "select token, count(*) as n\nfrom production.brands\nwhere {{ recent(ds) }}\ngroup by 1\n".to_owned(),
        ),
        (
            "argument",
            "select token, count(*) as n\nfrom (select token, name as nmae, known_at from production.brands)\nwhere {{ trailing('knwon_at', ds, 7) }}\ngroup by 1\n".to_owned(),
        ),
        (
            "set_block",
            format!("{{% set columns %}}token, count(nmae) as n{{% endset -%}}\nselect {{{{ columns }}}}\n{TAIL}"),
        ),
        (
            "variable",
            format!("select token, count({{{{ var('kind') }}}}) as n\n{TAIL}"),
        ),
        (
            "parameter",
            format!("select token, count({{{{ params.column }}}}) as n\n{TAIL}"),
        ),
        (
            "reference",
            "select 'x' as token, count(*) as n\nfrom production.brands, {{ source('production', 'brands') }}\ngroup by 1\n".to_owned(),
        ),
        (
            "unclosed_bracket",
            format!("select token, count(* as n -- {{{{ ds }}}}\n{TAIL}"),
        ),
        (
            "end_of_the_text",
            format!("select token, count(*) as n -- {{{{ ds }}}}\n{TAIL}having (count(*) > 1"),
        ),
        (
            "syntax_in_a_macro",
            "select token, count(*) as n\nfrom production.brands\nwhere {{ trailing('known_at known_at', ds, 7) }}\ngroup by 1\n".to_owned(),
        ),
    ] {
        snapshot(name, &project(VIEW, Some(&sql)));
    }
}

#[test]
fn queries_inside_definitions_are_shown_there() {
    let query = "select token,\n  count_if(known_at < '{{ ds }}' and nmae = '東京') as n\nfrom production.brands\nwhere {{ recent(ds) }}\ngroup by 1\n";
    let toml = format!(
        "entity = \"brand\"\n\n[[feature_view]]\nname = \"v\"\nquery = \"\"\"\n{query}\"\"\"\n{VIEW}"
    );
    snapshot("toml", &project(&toml, None));
    let indented = query.replace('\n', "\n      ");
    let yaml = format!(
        "entity: brand\nfeature_view:\n  - name: v\n    interval: 1 day\n    description: d\n    features: {{ n: {{ description: d }} }}\n    query: |\n      {}\n",
        indented.trim_end()
    );
    snapshot("yaml", &project(&yaml, None));
}
