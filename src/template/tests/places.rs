//! Places in rendered SQL, and where the text comes from.

use super::*;
use crate::rules::sql_syntax;
use crate::template::Origins;

/// Where the first `part` in the rendering of `query` comes from: every label, then the notes.
fn origin_of(macro_files: &[&str], query: &QueryTemplate, part: &str) -> Vec<String> {
    let (templates, wrong) = templates(macro_files);
    assert!(wrong.is_empty(), "{wrong:?}");
    let params = BTreeMap::from([("category".to_owned(), serde_json::json!("toys"))]);
    let context = of_a_view(When::Symbolic, &params);
    let rendered = templates.render(query, &context).unwrap();
    let start = rendered.probe().find(part).unwrap();
    let output = start..start + part.len();
    let origins = Origins::default();
    let place = templates.place(query, &context, &rendered, &origins, output);
    let found = Diagnostic::new(&sql_syntax::RULE, "tested").at_place(place, "");
    let labels = found.labels.iter().map(|label| {
        let (file, text) = match (&label.place, label.place.span()) {
            (Place::Rendered(file, range), _) => ("rendered", &file.text[range.clone()]),
            (_, Some(span)) if span.file == FileId(0) => ("query", &query.text[span.range()]),
            (_, Some(span)) => {
                let file = macro_files[span.file.0 as usize - 1];
                ("macro", &file[span.range()])
            }
            (_, None) => unreachable!("a place without a file is rendered"),
        };
        if label.text.is_empty() {
            format!("{file}: {text}")
        } else {
            format!("{file}: {text} ({})", label.text)
        }
    });
    labels.chain(found.notes.iter().cloned()).collect()
}

fn origin(macro_files: &[&str], text: &str, part: &str) -> Vec<String> {
    origin_of(macro_files, &query(text), part)
}

const TRAILING: &str = "\n{% macro trailing(column, day, days=7) -%}\n\
    {{ column }} >= dateadd('day', -{{ days }}, '{{ day }}') and wrong({{ column }})\n\
    {%- endmacro %}\n";

#[test]
fn copied_text_is_shown_where_it_stands() {
    for (text, part) in [
        ("select {{ 'a much longer text' }} as x, missing", "missing"),
        ("select 'größe' as {{ 'ü' }}, '東京', missing", "missing"),
        (
            "select\r\n  {{ 1 }},\r\n  missing\r\nfrom t",
            "missing\r\nfrom",
        ),
        (
            "select {% for d in [1, 30] %}sum(missing){{ d }}, {% endfor %}0",
            "missing",
        ),
        (
            "select {%- if true -%}   missing {%- endif -%} , {{- 1 }}",
            "missing",
        ),
        ("select {# {{ not this }} #} missing {{ 1 }}", "missing"),
        ("select {% raw %}{{ missing }}{% endraw %}", "missing"),
        ("select {{ 1 }} from t where x", "x"),
    ] {
        let expected = vec![format!("query: {part}")];
        assert_eq!(origin(&[], text, part), expected, "{text}");
    }
}

#[test]
fn the_second_of_two_like_words_is_not_the_first() {
    let text = "select missing, {{ 12345 }}, missing2";
    let macro_files: [&str; 0] = [];
    let (templates, _) = templates(&macro_files);
    let params = BTreeMap::new();
    let context = of_a_view(When::Symbolic, &params);
    let query = query(text);
    let rendered = templates.render(&query, &context).unwrap();
    let start = rendered.probe().rfind("missing2").unwrap();
    let place = templates.place(
        &query,
        &context,
        &rendered,
        &Origins::default(),
        start..start + 8,
    );
    let expected = text.rfind("missing2").unwrap();
    assert_eq!(place.span().unwrap().range(), expected..expected + 8);
}

#[test]
fn text_of_a_macro_is_shown_at_the_call_and_in_the_macro() {
    let text = "select 1 where {{ trailing('known_at', ds) }}";
    let call = "query: {{ trailing('known_at', ds) }} (in what this yields)";
    for (part, source) in [
        ("wrong", "macro: wrong (the text comes from here)"),
        ("dateadd", "macro: dateadd (the text comes from here)"),
        // Begins in one piece of the macro and ends in another.
        (
            "wrong(known_at",
            "macro: wrong({{ column }} (the text comes from here)",
        ),
        // A default is written in the macro only.
        ("7", "macro: {{ days }} (the text comes from here)"),
    ] {
        let found = origin(&[TRAILING], text, part);
        assert_eq!(found[..2], [call, source], "{part}");
    }
    assert_eq!(
        origin(&[TRAILING], text, "7")[2..],
        ["`{{ days }}` yields `7`"]
    );
}

#[test]
fn an_argument_is_shown_in_the_call() {
    for (text, part, expected) in [
        (
            "x {{ trailing('knwon_at', ds) }}",
            "knwon_at",
            "query: knwon_at",
        ),
        (
            "x {{ trailing(day=ds, column='t.knwon_at') }}",
            "knwon_at",
            "query: knwon_at",
        ),
        (
            "x {{ trailing('a' ~ 'b', ds) }}",
            "ab",
            "query: {{ trailing('a' ~ 'b', ds) }}",
        ),
        ("x {{ trailing('a\\tb', ds) }}", "a\tb", "query: 'a\\tb'"),
    ] {
        let used = "macro: {{ column }} (written out here)";
        assert_eq!(origin(&[TRAILING], text, part), [expected, used], "{text}");
    }
}

#[test]
fn arguments_are_followed_through_macros() {
    let outer = "{% macro outer(c, day) %}({{ trailing(c, day) }} or {{ trailing('own', day) }}){% endmacro %}";
    let files = [TRAILING, outer];
    let text = "x {{ outer('knwon_at', ds) }}";
    assert_eq!(
        origin(&files, text, "knwon_at"),
        ["query: knwon_at", "macro: {{ column }} (written out here)",]
    );
    assert_eq!(
        origin(&files, text, "own >="),
        [
            "query: {{ outer('knwon_at', ds) }} (in what this yields)",
            "macro: {{ trailing('own', day) }} (by way of this)",
            "macro: {{ column }} >= (the text comes from here)",
        ]
    );
    assert_eq!(
        origin(&files, text, "own"),
        [
            "query: {{ outer('knwon_at', ds) }} (in what this yields)",
            "macro: own (the text comes from here)",
            "macro: {{ column }} (written out here)",
        ]
    );
    assert_eq!(
        origin(&files, text, "dateadd"),
        [
            "query: {{ outer('knwon_at', ds) }} (in what this yields)",
            "macro: {{ trailing(c, day) }} (by way of this)",
            "macro: dateadd (the text comes from here)",
        ]
    );
}

#[test]
fn a_name_that_is_bound_again_is_no_argument() {
    let file = "{% macro f(c) %}{% set c = 'wrong' %}a {{ c }}{% endmacro %}";
    assert_eq!(
        origin(&[file], "select {{ f('right') }}", "wrong"),
        [
            "query: {{ f('right') }} (in what this yields)",
            "macro: {{ c }} (the text comes from here)",
            "`{{ c }}` yields `wrong`",
        ]
    );
}

#[test]
fn blocks_are_shown_where_they_are_written() {
    assert_eq!(
        origin(
            &[],
            "{% set columns %}a, missing{% endset %}select {{ columns }}",
            "missing"
        ),
        ["query: missing", "query: {{ columns }} (written out here)"]
    );
    let around = "{% macro around() %}count({{ caller() }} wrong){% endmacro %}";
    let text = "select {% call around() %}a, missing{% endcall %}";
    assert_eq!(
        origin(&[around], text, "missing"),
        [
            "query: missing",
            "query: {% call around() %} (written out here)"
        ]
    );
    assert_eq!(
        origin(&[around], text, "wrong"),
        [
            "query: {% call around() %} (in what this yields)",
            "macro: wrong (the text comes from here)",
        ]
    );
}

#[test]
fn values_are_shown_with_what_they_are() {
    for (text, part, expected) in [
        (
            "select {{ params.category }} from t",
            "toys",
            vec![
                "query: {{ params.category }}",
                "`{{ params.category }}` yields `toys`",
            ],
        ),
        (
            "select * from {{ ref('orders') }}",
            "ORDER",
            vec![
                "query: {{ ref('orders') }}",
                "`{{ ref('orders') }}` yields `\"SEARCH\".\"ORDER\"`",
            ],
        ),
        // Not for logs.
        (
            "select {{ env_var('REGION') }} from t",
            "eu",
            vec!["query: {{ env_var('REGION') }}"],
        ),
        // The date is one of those that stand for any.
        (
            "select date_of {{ \"'\" ~ ds ~ \"'\" }}",
            "'1903-03-14'",
            vec!["query: {{ \"'\" ~ ds ~ \"'\" }}"],
        ),
        // Text and tag: the tag is not the whole of it.
        ("select a{{ 'b' }} from t", "ab", vec!["query: a{{ 'b' }}"]),
    ] {
        assert_eq!(origin(&[], text, part), expected, "{text}");
    }
}

#[test]
fn text_that_a_filter_changed_is_not_claimed_to_be_written_anywhere() {
    let file = "{% macro f() %}{{ 'a' }} wrong, b{% endmacro %}";
    // Marks count as text here, so that the rendering with them is another one.
    let text = "select {{ f() | length }}, {{ f() }} from t";
    assert_eq!(
        origin(&[file], text, "wrong"),
        ["query: {{ f() }}", "`{{ f() }}` yields `a wrong, b`"]
    );
    // Every character is another, though the length is the same.
    let text = "select {{ f() | upper }} from t";
    assert_eq!(
        origin(&[file], text, "WRONG"),
        [
            "query: {{ f() | upper }} (in what this yields)",
            "macro: wrong, b (the text comes from here)",
        ]
    );
    // Too long for a note: the rendered SQL is shown beside the tag.
    let long = format!(
        "{{% macro f() %}}{} wrong{{% endmacro %}}",
        "a, ".repeat(40)
    );
    let text = "select {{ f() | length }}, {{ f() }} from t";
    assert_eq!(
        origin(&[&long], text, "wrong"),
        [
            "query: {{ f() }} (in what this yields)",
            "rendered: wrong (in the rendered SQL)",
        ]
    );
}

#[test]
fn text_without_a_place_in_its_file_is_shown_as_rendered() {
    let escaped = QueryTemplate {
        offset: None,
        ..query("select {{ 1 }}, missing")
    };
    // The file holds other text than the query.
    assert_eq!(origin_of(&[], &escaped, "missing"), ["rendered: missing"]);
}
