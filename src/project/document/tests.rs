use std::fmt::Write as _;

use super::*;
use crate::project::raw::FeatureFile;
use crate::project::schema::{FileKind, shape};

const TOML: &str = r#"entity = "brand"
author = "rafay"
tags = ["search"]

[[feature_view]]
sql = "brand.sql"
static = false
ttl = "30 days"
backfill = { namespace = "august", start_date = 2023-08-01, end_date = 2023-08-30, batch_size = 7 }
params = { days = 7, ratio = 0.5, since = 2023-01-01, deep = [{ on = true }] }

[feature_view.features.number_found]
description = "Größe"
checks = { not_null = true, min = 0, accepted_values = [0, 1.5] }

[[feature_view]]
name = "second"
query = """
select 1
"""
features = { other = {} }
"#;

const YAML: &str = r#"entity: brand
author: "rafay"
tags: [search]
feature_view:
  - sql: brand.sql
    static: false
    ttl: 30 days
    backfill: {namespace: august, start_date: 2023-08-01, end_date: "2023-08-30", batch_size: 7}
    params:
      days: 7
      ratio: 0.5
      since: 2023-01-01
      deep:
        - on: true
    features:
      number_found:
        description: 'Größe'
        checks: {not_null: true, min: 0, accepted_values: [0, 1.5]}
  - name: second
    query: |
      select 1
    features:
      other: {}
"#;

fn feature_file(format: Format, text: &str) -> (Option<FeatureFile>, Vec<Diagnostic>) {
    let (mut node, mut found) = parse(format, FileId(0), text);
    found.extend(validate(shape(FileKind::Feature), &mut node));
    (deserialize(node).ok(), found)
}

/// Debug output without places.
fn without_places(file: &FeatureFile) -> String {
    let mut shown = format!("{file:?}");
    while let Some(at) = shown.find("span: Span {") {
        let end = at + shown[at..].find('}').unwrap() + 1;
        shown.replace_range(at..end, "");
    }
    shown
}

#[test]
fn both_formats_say_the_same() {
    let (toml, toml_found) = feature_file(Format::Toml, TOML);
    let (yaml, yaml_found) = feature_file(Format::Yaml, YAML);
    assert!(toml_found.is_empty(), "{toml_found:?}");
    assert!(yaml_found.is_empty(), "{yaml_found:?}");
    assert_eq!(
        without_places(&toml.unwrap()),
        without_places(&yaml.unwrap())
    );
}

#[test]
fn places_cover_what_was_written() {
    for (format, text, entity, header) in [
        (Format::Toml, TOML, "\"brand\"", "[[feature_view]]"),
        (Format::Yaml, YAML, "brand", "sql: brand.sql"),
    ] {
        let (file, _) = feature_file(format, text);
        let file = file.unwrap();
        assert_eq!(&text[file.entity.unwrap().span.range()], entity);
        let view = &file.feature_view[0];
        assert!(text[view.span.start as usize..].starts_with(header));
        let sql = view.value.sql.as_ref().unwrap();
        assert_eq!(text[sql.span.range()].trim_matches('"'), "brand.sql");
        let (name, feature) = &view.value.features.as_ref().unwrap().value.0[0];
        assert_eq!(&text[name.span.range()], "number_found");
        let min = feature.checks.as_ref().unwrap().value.min.as_ref().unwrap();
        assert_eq!(&text[min.span.range()], "0");
    }
}

/// The code and the text of the primary place of each finding.
fn found(format: Format, text: &str) -> Vec<(&'static str, &str)> {
    let (_, found) = feature_file(format, text);
    found
        .iter()
        .map(|diagnostic| {
            let Some(crate::diagnostic::Place::File(span)) =
                diagnostic.labels.first().map(|label| &label.place)
            else {
                panic!("no place: {diagnostic:?}");
            };
            (diagnostic.rule.code, &text[span.range()])
        })
        .collect()
}

#[test]
fn everything_wrong_with_a_file_is_found_at_once() {
    let toml = r#"entity = 7
autor = "rafay"

[[feature_view]]
sql = "brand.sql"
rebuild = "false"
backfill = { namespace = "a", start_date = 2023-08-01, batch_size = 0 }
[feature_view.features.a]
onlin = true
checks = { min = inf, accepted_values = "1" }
"#;
    let yaml = r#"entity: 7
autor: rafay
feature_view:
  - sql: brand.sql
    rebuild: "false"
    backfill: {namespace: a, start_date: 2023-08-01, batch_size: 0}
    features:
      a:
        onlin: true
        checks: {min: .inf, accepted_values: "1"}
"#;
    let expected = [
        "FSC006", "FSC004", "FSC006", "FSC007", "FSC005", "FSC004", "FSC008", "FSC006",
    ];
    for (format, text) in [(Format::Toml, toml), (Format::Yaml, yaml)] {
        let found = found(format, text);
        let codes: Vec<_> = found.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, expected, "{found:?}");
        assert_eq!(found[1].1, "autor");
        assert_eq!(found[5].1, "onlin");
    }
}

#[test]
fn toml_syntax_errors_are_all_found() {
    let text = "entity = \"brand\nauthor = \n[[feature_view]]\nsql = 'a.sql'\nsql = 'b.sql'\n";
    let (_, found) = parse(Format::Toml, FileId(0), text);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|one| one.rule.code == "FSC003"));
}

#[test]
fn yaml_that_toml_could_not_say_is_refused() {
    for text in [
        "entity: a\nentity: b\n",
        "entity: a\n---\nentity: b\n",
        "base: &b {entity: a}\n<<: *b\n",
        "- entity\n",
        "entity: !secret a\n",
        "? [a, b]\n: c\n",
        "entity: *nowhere\n",
        "entity: 'a\n",
    ] {
        let found = found(Format::Yaml, text);
        assert!(
            found.iter().any(|(code, _)| *code == "FSC003"),
            "{text}: {found:?}"
        );
    }
    assert_eq!(found(Format::Yaml, ""), []);
    assert_eq!(found(Format::Yaml, "# nothing\n"), []);
}

#[test]
fn aliases_repeat_and_cannot_explode() {
    let (file, wrong) = feature_file(
        Format::Yaml,
        "entity: &e brand\nfeature_view:\n  - {sql: a.sql, entity: *e, features: {a: {}}}\n",
    );
    assert!(wrong.is_empty(), "{wrong:?}");
    let file = file.unwrap();
    let own = file.feature_view[0].value.entity.as_ref().unwrap();
    assert_eq!(own.value, "brand");

    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let item = format!("*a{}, ", level - 1).repeat(10);
        writeln!(bomb, "a{level}: &a{level} [{item}]").unwrap();
    }
    let (_, found) = parse(Format::Yaml, FileId(0), &bomb);
    assert!(
        found
            .iter()
            .any(|one| one.message.contains("grow too large"))
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for depth in [100, 200, 10_000] {
        let toml = format!("vars = {}{}", "[".repeat(depth), "]".repeat(depth));
        let yaml = format!("vars: {}{}", "[".repeat(depth), "]".repeat(depth));
        for (format, text) in [(Format::Toml, toml), (Format::Yaml, yaml)] {
            let (mut node, found) = parse(format, FileId(0), &text);
            let _ = validate(shape(FileKind::Project), &mut node);
            assert!(depth < 10_000 || !found.is_empty());
        }
    }
}

#[test]
fn line_ends_do_not_matter() {
    for (format, text) in [(Format::Toml, TOML), (Format::Yaml, YAML)] {
        let (unix, _) = feature_file(format, text);
        let (windows, wrong) = feature_file(format, &text.replace('\n', "\r\n"));
        assert!(wrong.is_empty(), "{wrong:?}");
        let windows = without_places(&windows.unwrap()).replace("\\r\\n", "\\n");
        assert_eq!(without_places(&unix.unwrap()), windows);
    }
}

/// Truncations and mutations of valid files: never a panic, always a place within the text.
#[test]
fn damaged_files_do_not_panic() {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let pieces = [
        "\"", "[", "]]", "{", "}", "\n", "=", ": ", "- ", "&a ", "*a", "é", "#", "|", "1e999",
    ];
    for (format, text) in [(Format::Toml, TOML), (Format::Yaml, YAML)] {
        let ends = text.char_indices().map(|(at, _)| at);
        let mut damaged: Vec<String> = ends.map(|end| text[..end].to_owned()).collect();
        for _ in 0..1000 {
            let mut text = text.to_owned();
            for _ in 0..=random(3) {
                let mut at = random(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                text.insert_str(at, pieces[random(pieces.len())]);
            }
            damaged.push(text);
        }
        for text in damaged {
            for (_, place) in found(format, &text) {
                assert!(place.len() <= text.len());
            }
        }
    }
}

/// Messages with their help.
fn said(format: Format, text: &str) -> Vec<String> {
    feature_file(format, text)
        .1
        .iter()
        .map(|found| {
            let help: Vec<&str> = found.help.iter().map(|help| help.text.as_str()).collect();
            format!("{} => {}", found.message, help.join("; "))
        })
        .collect()
}

#[test]
fn a_name_without_a_value_is_an_empty_table_in_yaml() {
    let yaml = "feature_view:\n  - sql: x.sql\n    features:\n      amount:\n      orders:\n        online: true\n";
    let (file, found) = feature_file(Format::Yaml, yaml);
    assert!(found.is_empty(), "{found:?}");
    let file = file.unwrap();
    let names: Vec<&str> = file.feature_view[0]
        .value
        .features
        .as_ref()
        .unwrap()
        .value
        .0
        .iter()
        .map(|(name, _)| name.value.as_str())
        .collect();
    assert_eq!(names, ["amount", "orders"]);
    let other =
        "feature_view:\n  - sql: x.sql\n    features:\n      amount:\n        description:\n";
    assert_eq!(said(Format::Yaml, other).len(), 1);
}

#[test]
fn names_in_a_list_are_told_their_table() {
    assert_eq!(
        said(
            Format::Toml,
            "[[feature_view]]\nsql = \"x.sql\"\nfeatures = [\"is_pro\"]\n"
        ),
        [
            "`features` takes a table, not an array => give each a table of its own: `[feature_view.features.is_pro]` in TOML, or a key in YAML"
        ]
    );
}

#[test]
fn a_second_view_under_a_plain_header_is_told_the_brackets() {
    let twice = "[feature_view]\nsql = \"x.sql\"\n\n[feature_view]\nsql = \"y.sql\"\n";
    let (_, found) = parse(Format::Toml, FileId(0), twice);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].help[0].text,
        "for several, write `[[feature_view]]` above each"
    );
    let key = said(Format::Toml, "entity = \"a\"\nentity = \"b\"\n");
    assert!(key[0].ends_with("https://toml.io"), "{key:?}");
}

#[test]
fn a_tab_is_reported_where_it_stands() {
    let yaml = "entity: a\nfeature_view:\n  - sql: x.sql\n    description: y\n\tname: z\n";
    let (_, found) = feature_file(Format::Yaml, yaml);
    let Some(crate::diagnostic::Place::File(span)) =
        found[0].labels.first().map(|label| &label.place)
    else {
        panic!("{found:?}");
    };
    let start = span.range().start;
    assert_eq!(
        yaml[..start].matches('\n').count() + 1,
        5,
        "{start} {found:?}"
    );
}
