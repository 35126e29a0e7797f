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
        ("select 'abc from t", "1:8: this text is never closed"),
        ("select \"abc from t", "this quoted name is never closed"),
        (
            "select a /* why from t",
            "1:10: this comment is never closed",
        ),
        ("select count(a from t", "1:13: this `(` is never closed"),
        (
            "select sum(case when (a = 1 then 1 end) as b from t",
            "1:22: this `(` is never closed",
        ),
        ("select a) from t", "1:9: this `)` closes nothing"),
        ("selct a from t", "`selct` looks like a misspelt `select`"),
        (
            "select a form t",
            "1:10: `form` looks like a misspelt `from`",
        ),
        ("SELECT A FORM T", "`FORM` looks like a misspelt `FROM`"),
        ("select a b c from t", "1:12: expected a comma before `c`"),
        (
            "select a from t where b in (1, 2,)",
            "1:33: expected another item after the comma, found `)`",
        ),
        ("select a from t group by", "found the end of the query"),
        (
            "select a from t where",
            "expected a condition after `where`",
        ),
        ("select from where", "expected a column after `select`"),
        ("hello", "expected a query, found `hello`"),
        ("12", "expected a query, found `12`"),
    ];
    for (text, expected) in slips {
        let message = error(text);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

/// What looks like a slip and is none: a false error is worse than a missed one.
#[test]
fn what_snowflake_takes_is_not_refused() {
    for text in [
        "select a, b, from t",
        "select a, from (select a, from t)",
        "select top 10 a from t",
        "select a b, c d from t u",
        "select case when a then b when c then d else e end end from t",
        "select case a when 1 then 'x' end as \"end\" from t",
        "select left(a, 1), right(a, 1), insert(a, 1, 1, 'x'), replace(a, 'x') from t",
        "select like(a, 'x%'), rlike(a, 'x') from t",
        "select a from t where a like any ('x%', 'y%')",
        "select a from t where b is distinct from c and d is not distinct from e",
        "select a from t where b is not null and not c and c not in (1) and not exists (select 1)",
        "select payload:from, payload:order.by::varchar, t.value:where from t",
        "select extract(year from a), date_part('day', a), trim(a) from t",
        "select array_agg(a) within group (order by b) from t",
        "select listagg(distinct a, ',') within group (order by a) over (partition by b) from t",
        "select sum(a) over (order by b rows between unbounded preceding and current row) from t",
        "select sum(a) over (order by b rows between 3 preceding and 1 preceding) from t",
        "select sum(a) over (order by b rows between current row and unbounded following) from t",
        "select (select max(a) from t order by 1 limit 1) as m",
        "select a from t where b in (select c from u order by c)",
        "select a from t union all select b from u minus select c from v",
        "select * exclude (a) rename (b as c) from t",
        "select a from t, lateral flatten(input => t.b) f",
        "select a from t asof join u match_condition (t.a >= u.a) on t.b = u.b",
        "select a from t group by rollup (a, b)",
        "select a from t group by all having count(*) > 1 order by all",
        "select date '2024-01-01' + interval '1 day' as d",
        "select $1, t.$2 from (values (1, 'a'), (2, 'b')) t",
        "select a from t at (timestamp => '2024-01-01'::timestamp) as u",
        "select a from identifier('t') as u",
        "select [1, 2] as list, {'from': 1, 'where': 2} as object",
        "select transform(a, x -> x + 1) from t",
        "select cast(a as number(10, 2)), try_cast(b as date) from t",
        "select a // a comment\nfrom t",
        "select $1 from @~/folder/file.csv",
        "select count(*), count(distinct a, b) from t",
        "select a from t pivot (sum(b) for c in ('x' as x, 'y' as y)) as p",
        "select a from t unpivot (b for c in (d, e))",
        "select a from t sample (10) where a > 1",
        "select a from t order by a desc nulls last fetch first 5 rows only",
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 9) select n from r",
    ] {
        reads(text);
    }
}

/// What Snowflake takes and the parser does not is called so, not a slip.
#[test]
fn what_cannot_be_read_is_no_slip() {
    for text in [
        "select {*} as a from t",
        "select a::array(int) from t",
        "select a from t pivot (sum(b) for c in ('x')) tablesample (10)",
        "select sum(a) over w from t window w as (order by b)",
        "select a::timestamp with local time zone from t",
    ] {
        let message = error(text);
        assert!(message.contains("fsc cannot read"), "{text}: {message}");
    }
}

/// What the parser takes though Snowflake's documentation rules it out.
#[test]
fn what_only_the_parser_takes_is_refused() {
    for (text, expected) in [
        (
            "select a # b from t\nfrom t",
            "`#` does not begin a comment",
        ),
        ("select `a` from t", "backticks"),
        ("select a from t where a == 1", "`==`"),
        ("select a & 1 from t", "`&` is no operator"),
        ("select distinct on (a) a from t", "distinct on"),
        ("select safe_cast(a as int) from t", "safe_cast"),
        ("select cast(a, int) from t", "takes `as`"),
        ("select a + interval 1 day from t", "in quotes"),
        ("select a from t left anti join u on t.a = u.a", "anti join"),
        (
            "select a from t minus all select a from u",
            "takes no `all`",
        ),
        ("select array_agg(a order by b) from t", "`order by` inside"),
        ("select a from t where b not null", "expected `is`"),
        ("select a as 'b' from t", "an alias is a name"),
        ("select a as order from t", "reserved word"),
        ("select a as from t", "expected a name after `as`"),
        ("select a, distinct b from t", "`distinct`"),
        (
            "select a from t where and b",
            "expected a condition after `where`",
        ),
        ("select a from where b = 1", "expected a table after `from`"),
        (
            "select sum(a) over (order by b rows between current row and 1 preceding) from t",
            "the frame ends before it begins",
        ),
    ] {
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
        "select nth_value(a, 2) from first over (partition by b order by c) as d from t",
        "select nth_value(f(a), 2) FROM LAST ignore nulls over (order by c) as d from t",
        "select nth_value(a, 2) over (order by c) as d from t",
    ] {
        reads(text);
    }
    assert_eq!(
        error("select 1 as a from t left directed join u on t.b = u.b u.c"),
        error("select 1 as a from t left          join u on t.b = u.b u.c"),
        "the places stay"
    );
    for (text, help) in [
        ("select a::array(int) from t", "the type of elements"),
        ("select {*} from t", "cannot read `{*}`"),
        (
            "select * from t pivot (sum(x) for k in ('a')) sample (10)",
            "right behind its table",
        ),
    ] {
        assert!(error(text).contains(help), "{}", error(text));
    }
}
