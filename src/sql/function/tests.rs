//! Calls are written as in SQL, with the name of a type where a column of that type would stand.

use super::operator::{Operator, arithmetic, concatenation, negation};
use super::*;

fn named(word: &str) -> Type {
    match word {
        "?" => Type::Unknown,
        "null" => Type::Null,
        "geography" => Type::Other,
        "interval" => Type::Interval,
        _ => {
            let known = Type::parse(word);
            assert_ne!(known, Type::Unknown, "{word} is no type");
            known
        }
    }
}

fn argument(word: &str) -> Argument<'_> {
    if let Some(text) = word.strip_prefix('\'') {
        return Argument {
            data_type: Type::Text,
            literal: Some(Literal::Text(text.trim_end_matches('\''))),
        };
    }
    if let Ok(integer) = word.parse::<i64>() {
        return Argument {
            data_type: Type::Number {
                precision: u8::try_from(word.trim_start_matches('-').len()).unwrap(),
                scale: 0,
            },
            literal: Some(Literal::Integer(integer)),
        };
    }
    Argument::of(named(word))
}

/// Splits at commas that stand outside parentheses and quotes.
fn arguments(text: &str) -> Vec<Argument<'_>> {
    let (mut depth, mut quoted) = (0, false);
    text.split(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\'' => quoted = !quoted,
            _ => {}
        }
        character == ',' && depth == 0 && !quoted
    })
    .map(str::trim)
    .filter(|word| !word.is_empty())
    .map(argument)
    .collect()
}

fn parsed(call: &str) -> (&'static Function, Vec<Argument<'_>>) {
    let (name, rest) = call.split_once('(').unwrap();
    let function = find(name).unwrap_or_else(|| panic!("{name} is not known"));
    (function, arguments(rest.strip_suffix(')').unwrap()))
}

#[test]
fn results() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in include_str!("tests_results.txt").lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (call, expected) = line.split_once(" -> ").unwrap();
        let (function, arguments) = parsed(call);
        if let Err(mismatch) = function.check(&arguments) {
            wrong.push(format!("{call} is refused: {mismatch}"));
        }
        let found = function.result(&arguments).to_string();
        if found != expected {
            wrong.push(format!("{call} -> {found}, not {expected}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 150, "{count}");
}

#[test]
fn wrong_calls() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in include_str!("tests_wrong.txt").lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (call, expected) = line.split_once(": ").unwrap();
        let (function, arguments) = parsed(call);
        match function.check(&arguments) {
            Ok(()) => wrong.push(format!("{call} passes")),
            Err(mismatch) if mismatch.to_string() != expected => {
                wrong.push(format!("{call}: {mismatch}, not {expected}"));
            }
            Err(_) => {}
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 40, "{count}");
}

#[test]
fn unknown_and_null_pass_everywhere() {
    for function in all() {
        for data_type in [Type::Unknown, Type::Null, Type::Variant] {
            for count in [function.least(), function.least().max(1) + 1] {
                if function.most().is_some_and(|most| count > most) {
                    continue;
                }
                let arguments = vec![Argument::of(data_type); count];
                assert_eq!(function.check(&arguments), Ok(()), "{}", function.name);
            }
        }
    }
}

#[test]
fn names_are_unique_and_sorted() {
    let names: Vec<&str> = all().map(|function| function.name).collect();
    assert!(names.len() >= 280, "{}", names.len());
    for pair in names.windows(2) {
        assert!(pair[0] < pair[1], "{} and {}", pair[0], pair[1]);
    }
    for name in names {
        assert_eq!(find(name).unwrap().name, name);
        assert_eq!(name, name.to_uppercase());
    }
    assert!(find("NO_SUCH_FUNCTION").is_none());
}

/// The lowering must not know a function, or a number of arguments, that is refused here.
#[test]
fn what_runs_on_duckdb_is_known() {
    let mut missing = Vec::new();
    for (name, least, most) in crate::sql::lower::known_functions() {
        let Some(function) = find(name) else {
            missing.push(format!("{name} is not known"));
            continue;
        };
        // The lowering refuses these whatever their arguments are.
        if function.reproducible != Reproducible::Yes {
            continue;
        }
        // What PERCENTILE_CONT is ordered by is an argument here.
        let ordered = usize::from(function.within_group);
        for given in [least, most] {
            let arguments = vec![Argument::of(Type::Unknown); given + ordered];
            if let Err(mismatch) = function.check(&arguments) {
                missing.push(format!("{name}: {mismatch}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn signatures() {
    for (name, expected) in [
        ("ABS", "ABS(number) -> type of the first, FLOAT for text"),
        ("PI", "PI() -> FLOAT"),
        (
            "DATEADD",
            "DATEADD(date part, number, date, time or timestamp) -> type of the third, TIMESTAMP_NTZ for a date moved by \
             less than a day",
        ),
        (
            "ROUND",
            "ROUND(number [, number] [, text]) -> NUMBER of that scale, FLOAT for FLOAT",
        ),
        ("COALESCE", "COALESCE(value, value, …) -> common type"),
        ("COUNT", "COUNT([value], …) -> NUMBER(18, 0)"),
        (
            "PERCENTILE_CONT",
            "PERCENTILE_CONT(number) WITHIN GROUP (ORDER BY number) -> NUMBER with 3 more decimals, FLOAT for FLOAT",
        ),
        ("ROW_NUMBER", "ROW_NUMBER() OVER (…) -> NUMBER(18, 0)"),
    ] {
        assert_eq!(find(name).unwrap().signature(), expected);
    }
    for function in all() {
        let signature = function.signature();
        assert!(signature.starts_with(function.name) && signature.contains(" -> "));
    }
}

#[test]
fn what_is_not_reproducible() {
    let of = |name: &str| find(name).unwrap().reproducible;
    for name in [
        "CURRENT_DATE",
        "CURRENT_TIMESTAMP",
        "GETDATE",
        "SYSDATE",
        "SYSTIMESTAMP",
        "LOCALTIME",
    ] {
        assert_eq!(of(name), Reproducible::Now, "{name}");
    }
    for name in ["RANDOM", "UUID_STRING", "UNIFORM", "SEQ4"] {
        assert_eq!(of(name), Reproducible::Random, "{name}");
    }
    for name in ["CURRENT_USER", "CURRENT_DATABASE", "LAST_QUERY_ID"] {
        assert_eq!(of(name), Reproducible::Session, "{name}");
    }
    for name in ["DATEADD", "HASH", "SUM", "DATE_FROM_PARTS"] {
        assert_eq!(of(name), Reproducible::Yes, "{name}");
    }
}

#[test]
fn nulls_and_kinds() {
    for (name, kind, nulls) in [
        ("ABS", Kind::Scalar, Nulls::Propagates),
        ("COALESCE", Kind::Scalar, Nulls::Coalesces),
        ("NVL", Kind::Scalar, Nulls::Coalesces),
        ("ZEROIFNULL", Kind::Scalar, Nulls::Never),
        ("NULLIF", Kind::Scalar, Nulls::May),
        ("TRY_TO_DATE", Kind::Scalar, Nulls::May),
        ("REGEXP_SUBSTR", Kind::Scalar, Nulls::May),
        ("COUNT", Kind::Aggregate, Nulls::Never),
        ("COUNT_IF", Kind::Aggregate, Nulls::Never),
        ("LISTAGG", Kind::Aggregate, Nulls::Never),
        ("SUM", Kind::Aggregate, Nulls::May),
        ("LAG", Kind::Window, Nulls::May),
        ("ROW_NUMBER", Kind::Window, Nulls::Never),
        ("FLATTEN", Kind::Table, Nulls::May),
    ] {
        let function = find(name).unwrap();
        assert_eq!((function.kind, function.nulls), (kind, nulls), "{name}");
    }
}

#[test]
fn arguments_that_are_date_parts() {
    for (name, position) in [
        ("DATEADD", 0),
        ("DATEDIFF", 0),
        ("DATE_TRUNC", 0),
        ("LAST_DAY", 1),
        ("TIME_SLICE", 2),
    ] {
        assert!(find(name).unwrap().takes_part(position), "{name}");
    }
    assert!(!find("DATEADD").unwrap().takes_part(1));
    assert!(!find("COALESCE").unwrap().takes_part(7));
}

#[test]
fn operators() {
    for (left, operator, right, expected) in [
        // "Arithmetic operators": its examples, then its rules.
        ("number(1,0)", "/", "number(1,0)", "NUMBER(7, 6)"),
        ("number(3,1)", "/", "number(2,1)", "NUMBER(10, 7)"),
        ("number(5,3)", "/", "number(3,3)", "NUMBER(14, 9)"),
        ("number(1,1)", "/", "number(13,13)", "NUMBER(20, 7)"),
        ("number(4,2)", "*", "number(2,1)", "NUMBER(6, 3)"),
        ("number(5,3)", "*", "number(3,3)", "NUMBER(8, 6)"),
        ("number(1,1)", "*", "number(13,13)", "NUMBER(13, 13)"),
        ("number(20,8)", "*", "number(20,8)", "NUMBER(36, 12)"),
        ("int", "*", "int", "NUMBER(38, 0)"),
        ("int", "/", "int", "NUMBER(38, 6)"),
        ("number(20,14)", "/", "int", "NUMBER(20, 14)"),
        ("number(10,2)", "+", "number(12,4)", "NUMBER(13, 4)"),
        ("number(10,2)", "-", "number(5,0)", "NUMBER(11, 2)"),
        ("int", "+", "number(1,0)", "NUMBER(38, 0)"),
        ("number(10,2)", "%", "number(5,3)", "NUMBER(11, 3)"),
        ("float", "+", "int", "FLOAT"),
        ("int", "/", "float", "FLOAT"),
        ("varchar", "+", "number(1,0)", "NUMBER(19, 5)"),
        ("varchar", "*", "number(10,2)", "NUMBER(28, 7)"),
        ("varchar", "/", "number(10,2)", "NUMBER(26, 11)"),
        ("number(10,2)", "%", "varchar", "NUMBER(18, 5)"),
        ("varchar", "+", "varchar", "FLOAT"),
        ("varchar", "+", "float", "FLOAT"),
        ("variant", "+", "number(10,2)", "FLOAT"),
        ("variant", "*", "varchar", "FLOAT"),
        ("date", "-", "date", "NUMBER(9, 0)"),
        ("date", "+", "int", "DATE"),
        ("int", "+", "date", "DATE"),
        ("date", "-", "number(2,0)", "DATE"),
        ("timestamp_ntz", "-", "timestamp_ntz", "INTERVAL"),
        ("timestamp_ltz", "-", "timestamp_tz", "INTERVAL"),
        ("timestamp_tz", "+", "interval", "TIMESTAMP_TZ"),
        ("interval", "+", "timestamp_ntz", "TIMESTAMP_NTZ"),
        ("time", "-", "interval", "TIME"),
        ("date", "+", "interval", "unknown"),
        ("interval", "+", "interval", "INTERVAL"),
        ("interval", "*", "int", "INTERVAL"),
        ("date", "-", "varchar", "unknown"),
        ("variant", "-", "date", "unknown"),
        ("?", "+", "int", "unknown"),
        ("?", "+", "boolean", "unknown"),
        ("null", "+", "int", "NULL"),
        ("null", "-", "date", "unknown"),
        ("geography", "+", "int", "unknown"),
        ("date", "+", "date", "refused"),
        ("date", "*", "int", "refused"),
        ("int", "-", "date", "refused"),
        ("date", "-", "timestamp_ntz", "refused"),
        ("timestamp_ntz", "-", "date", "refused"),
        ("timestamp_ntz", "+", "int", "refused"),
        ("timestamp_ntz", "-", "int", "refused"),
        ("timestamp_ntz", "+", "timestamp_ntz", "refused"),
        ("time", "-", "time", "refused"),
        ("time", "+", "int", "refused"),
        ("boolean", "+", "int", "refused"),
        ("varchar", "+", "boolean", "refused"),
        ("boolean", "*", "boolean", "refused"),
        ("date", "+", "boolean", "refused"),
        ("object", "+", "int", "refused"),
        ("array", "-", "array", "refused"),
        ("binary", "+", "int", "refused"),
        ("interval", "%", "int", "refused"),
    ] {
        let parsed = match operator {
            "+" => Operator::Add,
            "-" => Operator::Subtract,
            "*" => Operator::Multiply,
            "/" => Operator::Divide,
            _ => Operator::Modulo,
        };
        assert_eq!(parsed.to_string(), operator);
        let found = arithmetic(parsed, named(left), named(right))
            .map_or_else(|_| "refused".to_owned(), |known| known.to_string());
        assert_eq!(found, expected, "{left} {operator} {right}");
    }
}

#[test]
fn text_put_together() {
    for (left, right, expected) in [
        ("varchar", "varchar", "VARCHAR"),
        ("int", "varchar", "VARCHAR"),
        ("date", "boolean", "VARCHAR"),
        ("?", "varchar", "VARCHAR"),
        ("variant", "varchar", "VARCHAR"),
        ("?", "?", "unknown"),
        ("binary", "binary", "BINARY"),
        ("binary", "?", "unknown"),
        ("binary", "varchar", "refused"),
        ("object", "varchar", "refused"),
        ("varchar", "array", "refused"),
    ] {
        let found = concatenation(named(left), named(right))
            .map_or_else(|_| "refused".to_owned(), |known| known.to_string());
        assert_eq!(found, expected, "{left} || {right}");
    }
    assert_eq!(negation(Type::Text), Ok(Type::Float));
    assert_eq!(negation(Type::INTEGER), Ok(Type::INTEGER));
    assert!(negation(Type::Boolean).is_err());
}
