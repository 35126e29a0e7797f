use std::sync::Arc;

use super::*;
use crate::sql::analyze::instant::AsOfTexts;
use crate::sql::analyze::{Catalog, Relation, analyze, relations};
use crate::sql::name::RelationName;

struct Nothing;

impl Catalog for Nothing {
    fn relation(&self, _: &RelationName) -> Option<Arc<Relation>> {
        None
    }
}

fn error(text: &str) -> String {
    let error = with_query(text, |_| ()).unwrap_err();
    let help = error
        .help
        .as_deref()
        .map_or(String::new(), |help| format!(" [{help}]"));
    format!("{}:{}: {}{}", error.line, error.column, error.kind, help)
}

fn reads(text: &str) {
    if let Err(error) = with_query(text, |_| ()) {
        panic!("{error:?}: {}", &text[..text.len().min(200)]);
    }
}

/// Parses and walks on a deep stack; refusing is fine, ending the process is not.
fn survives(text: &str) -> bool {
    with_query(text, |query| {
        let model = analyze(query, &Nothing, &AsOfTexts::default());
        (relations(query).len(), model.blocks.len())
    })
    .is_ok()
}

#[test]
fn exactly_one_query() {
    for text in [
        "select 1 as a",
        "select 1 as a;",
        "select 1 as a ; ; -- done",
        "-- first\nselect 1 as a",
        "with a as (select 1 as b) select b from a",
        "(select 1 as a) union all (select 2)",
        "values (1, 2)",
        "select a, from t",
    ] {
        reads(text);
    }
    for text in ["", " \n", "-- nothing", "/* nothing */", ";", "()"] {
        assert!(with_query(text, |_| ()).is_err(), "{text}");
    }
    assert!(error("-- nothing").contains("no query here"));
    assert!(error("select 1 as a;\nselect 2").starts_with("2:1: a second statement"));
    for statement in [
        "drop table t",
        "insert into t select 1",
        "copy into t from @s",
        "explain select 1",
        "call p()",
        "use database d",
        "create table t as select 1",
        "delete from t",
        "truncate table t",
        "merge into t using s on t.a = s.a when matched then delete",
        "update t set a = 1",
        "show tables",
        "grant select on t to role r",
        "with a as (select 1 as b) insert into t select b from a",
    ] {
        let message = error(statement);
        assert!(
            message.contains("is a statement, not a query"),
            "{statement}: {message}"
        );
    }
    assert!(error("select a into b from t").contains("SELECT … INTO"));
    assert!(error("(select a into b from t) union select 1").contains("SELECT … INTO"));
}

#[test]
fn slips_are_named() {
    let slips = [
        (
            "select 'abc from t",
            "the text that starts here is never closed",
        ),
        (
            "select \"abc from t",
            "the quoted name that starts here is never closed",
        ),
        (
            "select a /* why from t",
            "1:10: the comment that starts here is never closed",
        ),
        (
            "select count(a from t",
            "1:13: the parenthesis that opens here is never closed",
        ),
        ("select a) from t", "1:9: `)` closes nothing"),
        ("selct a from t", "looks like `SELECT`"),
        ("select a form t", "`form` looks like `from`"),
        ("select a from t wher a = 1", "`wher` looks like `where`"),
        ("select a from t gruop by a", "`gruop` looks like `group`"),
        ("select a b c from t", "a comma may be missing before `c`"),
        (
            "select a from t where b in (1, 2,)",
            "remove the comma before `)`",
        ),
        ("select a from t group by", "found the end of the text"),
        ("select a from t where", "found the end of the text"),
        ("select from where", "found"),
        ("hello", "expected a query, found `hello`"),
        ("12", "expected a query, found `12`"),
    ];
    for (text, expected) in slips {
        let message = error(text);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn the_terminator_goes_and_nothing_else() {
    assert_eq!(strip_terminator("select 1;"), "select 1");
    assert_eq!(
        strip_terminator("select ';' -- ;\n ; -- end"),
        "select ';' -- ;\n "
    );
    assert_eq!(strip_terminator("select 1 -- end;"), "select 1 -- end;");
    assert_eq!(
        strip_terminator("select 'ö;' as \"ü\";\n"),
        "select 'ö;' as \"ü\""
    );
}

#[test]
fn long_lists_and_texts_work() {
    let list = (0..50_000).map(|n| n.to_string()).collect::<Vec<_>>();
    reads(&format!("select a from t where b in ({})", list.join(",")));
    reads(&format!("select '{}' as a", "x".repeat(1_000_000)));
    let cases = "when a = 1 and b = 2 then 3 ".repeat(5_000);
    assert!(survives(&format!("select case {cases} end as a from t")));
    let columns = (0..5_000)
        .map(|n| format!("a + {n} as c{n}"))
        .collect::<Vec<_>>();
    reads(&format!("select {} from t", columns.join(",")));
}

#[test]
fn deep_texts_never_end_the_process() {
    let and = |count| format!("select a from t where {}", vec!["a"; count].join(" and "));
    assert!(survives(&and(9_000)));
    survives(&and(10_000));
    assert!(error(&and(20_000)).contains("operators follow one another"));
    for text in [
        format!("select {}1{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("select {}", "(".repeat(10_000)),
        format!("{}select 1{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("select {}1{}", "(".repeat(900), ")".repeat(900)),
        format!("select a from {}t{}", "(".repeat(900), ")".repeat(900)),
        format!(
            "select {} 1 {}",
            "case when a then".repeat(5_000),
            "end ".repeat(5_000)
        ),
        format!("select {}a", "not ".repeat(10_000)),
        format!("select {}1", "- ".repeat(9_000)),
        format!("select {}1", "+".repeat(9_000)),
        format!("select a{} from t", "::int".repeat(9_000)),
        format!("select a{} from t", ":b".repeat(9_000)),
        format!("select a{} from t", "[1]".repeat(9_000)),
        format!("select a{} from t", ".b".repeat(100_000)),
        format!("select a from t{}", " join t".repeat(9_900)),
        format!(
            "select a from t{}{}",
            " join t".repeat(4_900),
            " on a".repeat(4_900)
        ),
        vec!["select 1"; 9_900].join(" union all "),
        vec!["select 1"; 20_000].join(" union all "),
        format!(
            "select cast(a as {}int{})",
            "array(".repeat(900),
            ")".repeat(900)
        ),
        format!("select {}a", "interval ".repeat(50_000)),
        format!("select {}a", "prior ".repeat(50_000)),
        format!("select {} from t", "exists (select ".repeat(900)),
        format!("{}select 1", "with a as (".repeat(900)),
        format!("select {}", "f(".repeat(900)),
        format!("select {}", "distinct ".repeat(50_000)),
        "select ".repeat(50_000),
        "explain ".repeat(50_000),
        format!("select a{}", " is null".repeat(9_000)),
        format!("select a{}", " collate 'x'".repeat(9_000)),
        format!("select a{}", " at time zone 'x'".repeat(9_000)),
        format!("select a from t{} cross join t", " join t".repeat(499)),
        format!(
            "select a from t{} where {}1{}",
            " join t".repeat(499),
            "(".repeat(190),
            ")".repeat(190)
        ),
        format!(
            "select {}1{}",
            "(select a from t join t join t where ".repeat(60),
            ")".repeat(60)
        ),
        format!("select x -> {}", "x -> ".repeat(4_000)),
        format!("select {} 1", "{'a': ".repeat(900)),
        format!("select {}", "connect_by_root ".repeat(50_000)),
    ] {
        survives(&text);
    }
}

#[test]
fn syntax_that_the_parser_lacks_is_respelt_in_place() {
    for text in [
        "select 1 as a from t inner directed join u on t.b = u.b",
        "select 1 as a from t directed join u on t.b = u.b",
        "select 1 as a from t as directed join u on directed.b = u.b",
        "select 1 as a from directed join u on directed.b = u.b",
        "select date_part(month from d) as a, date_part('year' from d) as b from t",
        "select date_part(month, d) as a, \"DIRECTED\" from t",
    ] {
        reads(text);
    }
    assert_eq!(
        error("select 1 as a from t left directed join u on t.b = u.b u.c"),
        error("select 1 as a from t left          join u on t.b = u.b u.c"),
        "the places stay"
    );
    for (text, help) in [
        ("select a::array(int) from t", "types of elements"),
        ("select {*} from t", "`{*}` is not read"),
        (
            "select * from t pivot (sum(x) for k in ('a')) sample (10)",
            "after a table's name only",
        ),
    ] {
        assert!(error(text).contains(help), "{}", error(text));
    }
}
