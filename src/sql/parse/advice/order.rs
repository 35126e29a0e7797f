//! Clauses that stand twice or in the wrong order.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::Slip;

/// The clauses of a query in their order.
const CLAUSES: [&str; 10] = [
    "select", "from", "join", "where", "group", "having", "qualify", "union", "order", "limit",
];

/// A clause at the place where the parser gave up, after one that it should stand before.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    if slip.is(slip.at, &["with"]) {
        return with(slip);
    }
    let rank = rank(slip, slip.at)?;
    if CLAUSES[rank] == "select" && slip.is(slip.at.wrapping_sub(1), &["exists", "in"]) {
        return None;
    }
    let mut nested = 0_usize;
    for index in (0..slip.at).rev() {
        match slip.token(index)? {
            Token::RParen => nested += 1,
            Token::LParen if nested == 0 => return None,
            Token::LParen => nested -= 1,
            Token::Word(_) if nested == 0 => {
                let Some(earlier) = self::rank(slip, index) else {
                    continue;
                };
                if CLAUSES[earlier] == "union" {
                    return None;
                }
                if earlier == rank && CLAUSES[rank] != "join" {
                    return twice(slip, rank, index);
                }
                if earlier > rank && CLAUSES[rank] != "select" {
                    return misplaced(slip, rank, first_after(slip, rank, index));
                }
            }
            _ => {}
        }
    }
    None
}

/// `with` after the query that it should stand before.
fn with(slip: &Slip<'_>) -> Option<SqlError> {
    let open = slip.open_bracket(slip.at).map_or(0, |open| open + 1);
    let select = (open..slip.at).find(|index| {
        slip.is(*index, &["select"]) && slip.open_bracket(*index) == slip.open_bracket(slip.at)
    })?;
    let begins_table = slip.word(slip.at + 1).is_some() && slip.is(slip.at + 2, &["as"]);
    begins_table.then_some(())?;
    Some(
        slip.error(slip.at, "`with` stands after `select`")
            .also(slip.get(select)?, "`select` begins here")
            .help("move it before `select`"),
    )
}

/// The first clause of the same query that should stand after `rank`.
fn first_after(slip: &Slip<'_>, rank: usize, last: usize) -> usize {
    let mut first = last;
    let mut nested = 0_usize;
    for index in (0..last).rev() {
        match slip.token(index) {
            Some(Token::RParen) => nested += 1,
            Some(Token::LParen) if nested == 0 => break,
            Some(Token::LParen) => nested -= 1,
            Some(Token::Word(_)) if nested == 0 => match self::rank(slip, index) {
                Some(earlier) if CLAUSES[earlier] == "union" => break,
                Some(earlier) if earlier > rank => first = index,
                _ => {}
            },
            _ => {}
        }
    }
    first
}

fn rank(slip: &Slip<'_>, index: usize) -> Option<usize> {
    const JOINS: [&str; 7] = ["join", "inner", "left", "right", "full", "cross", "natural"];
    const SETS: [&str; 4] = ["union", "intersect", "except", "minus"];
    if slip.is(index, &JOINS) {
        let is_call = slip.token(index + 1) == Some(&Token::LParen);
        return (!is_call || slip.is(index, &["join"])).then_some(2);
    }
    if slip.is(index, &SETS) {
        return Some(7);
    }
    if slip.is(index, &["from"]) && slip.is(index.wrapping_sub(1), &["distinct"]) {
        return None;
    }
    CLAUSES.iter().position(|clause| slip.is(index, &[clause]))
}

/// How a clause is called.
fn name(rank: usize) -> String {
    match CLAUSES[rank] {
        clause @ ("group" | "order") => format!("`{clause} by`"),
        clause => format!("`{clause}`"),
    }
}

fn twice(slip: &Slip<'_>, rank: usize, first: usize) -> Option<SqlError> {
    let shown = name(rank);
    let error = slip
        .error(slip.at, format!("a second {shown} in one query"))
        .also(slip.get(first)?, format!("the first {shown}"));
    Some(match CLAUSES[rank] {
        "where" | "having" | "qualify" => {
            error.edit("join the conditions with `and`", slip.spot(slip.at)?, "and")
        }
        "from" => error.help("join the tables: `from … join … on …`"),
        "select" => error.help("put the inner query in brackets, or join the two with `union all`"),
        _ => error.help("write what both name in one list"),
    })
}

fn misplaced(slip: &Slip<'_>, rank: usize, after: usize) -> Option<SqlError> {
    let (shown, later_rank) = (name(rank), self::rank(slip, after)?);
    let later = name(later_rank);
    let later_clause = CLAUSES[later_rank];
    if CLAUSES[rank] == "union" {
        let word = slip.shown(slip.at);
        return Some(
            slip.error(slip.at, format!("{word} stands after {later}"))
                .also(slip.get(after)?, "this orders or cuts one query")
                .help(format!(
                    "put the query with {later} in brackets, or move {later} to the end"
                )),
        );
    }
    let error = slip
        .error(slip.at, format!("{shown} stands after {later}"))
        .also(slip.get(after)?, format!("{later} begins here"));
    let help = match (CLAUSES[rank], later_clause) {
        ("where", "group") => {
            format!("move it before {later}; a condition on aggregates is `having`")
        }
        _ => format!("move it before {later}"),
    };
    Some(error.help(help))
}
