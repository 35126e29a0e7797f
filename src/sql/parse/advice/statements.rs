//! Texts that begin with something other than a query.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::super::QUERY_STARTS;
use super::super::error::{Spot, SqlError, SqlErrorKind};
use super::slip::shown;
use super::spelling::{in_case_of, near};

/// First words of Snowflake's statements.
const STATEMENTS: [&str; 33] = [
    "ALTER", "BEGIN", "CALL", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE", "DELETE", "DESC",
    "DESCRIBE", "DROP", "EXECUTE", "EXPLAIN", "GET", "GRANT", "INSERT", "LIST", "MERGE", "PUT",
    "REMOVE", "RETURN", "REVOKE", "ROLLBACK", "SET", "SHOW", "TRUNCATE", "UNDROP", "UNSET",
    "UPDATE", "USE", "TABLE", "LET",
];

/// A text whose first word begins no query.
pub(in super::super) fn not_a_query(word: &str, token: &TokenWithSpan) -> SqlError {
    let found = &token.token;
    if STATEMENTS.contains(&word) {
        return SqlError::at(SqlErrorKind::NotAQuery(word.to_owned()), token).help(way_out(word));
    }
    let syntax = |message: String| SqlError::at(SqlErrorKind::Syntax(message), token);
    if word == "FROM" {
        return syntax("the query begins with `from`".to_owned())
            .help("Snowflake's queries begin with `select`: write `select … from …`");
    }
    let starts: Vec<String> = QUERY_STARTS
        .iter()
        .map(|start| start.to_lowercase())
        .collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    if let Some(meant) = near(word, &starts).first() {
        let meant = in_case_of(&found.to_string(), meant);
        return syntax(format!("`{found}` looks like a misspelt `{meant}`")).edit(
            &format!("write `{meant}`"),
            Spot::of(token),
            meant,
        );
    }
    let statements: Vec<String> = STATEMENTS.iter().map(|word| word.to_lowercase()).collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    if word.len() > 4
        && let Some(meant) = near(word, &statements).first()
    {
        return syntax(format!(
            "`{found}` looks like a misspelt `{meant}`, which begins no query"
        ))
        .help(way_out(&meant.to_uppercase()));
    }
    syntax(format!("expected a query, found `{found}`"))
        .help("the text must begin with `select` or `with`")
}

/// A text that begins with no word.
pub(in super::super) fn no_word(token: &TokenWithSpan) -> SqlError {
    let is_fence = matches!(&token.token, Token::Word(word) if word.quote_style == Some('`'));
    let (message, help) = if is_fence {
        let message = "expected a query, found a backtick".to_owned();
        (message, "remove the fence of a code block")
    } else {
        let message = format!("expected a query, found `{}`", token.token);
        (message, "the text must begin with `select` or `with`")
    };
    SqlError::at(SqlErrorKind::Syntax(message), token).help(help)
}

/// A text that goes on after the `;` that ends it.
pub(in super::super) fn after_the_end(end: &TokenWithSpan, next: &TokenWithSpan) -> SqlError {
    let begins_statement = match &next.token {
        Token::LParen => true,
        Token::Word(word) if word.quote_style.is_none() => {
            let word = word.value.to_uppercase();
            QUERY_STARTS.contains(&word.as_str()) || STATEMENTS.contains(&word.as_str())
        }
        _ => false,
    };
    if begins_statement {
        return SqlError::at(SqlErrorKind::SecondStatement, next);
    }
    let message = format!(
        "this `;` ends the query, but {} follows",
        shown(&next.token)
    );
    SqlError::at(SqlErrorKind::Syntax(message), end)
        .also(next, "this stands after the end")
        .edit("remove the `;`", Spot::of(end), "")
}

fn way_out(statement: &str) -> String {
    match statement {
        "CREATE" | "INSERT" | "MERGE" => {
            "keep only the `select`: fsc creates and fills the relations itself".to_owned()
        }
        "UPDATE" | "DELETE" | "TRUNCATE" | "DROP" | "COPY" => {
            "write the `select` that yields the rows: fsc creates, fills and removes relations itself".to_owned()
        }
        "EXPLAIN" | "DESCRIBE" | "DESC" | "RETURN" => format!("remove `{statement}`"),
        "SET" | "USE" | "ALTER" => "a session is set up by the target in `fsc.toml`".to_owned(),
        "DECLARE" | "BEGIN" | "CALL" | "EXECUTE" | "LET" => {
            "write what the script computes as one `select`".to_owned()
        }
        _ => "the text must begin with `select` or `with`".to_owned(),
    }
}
