//! `fsc query SQL`.

use std::io::{IsTerminal as _, Read as _};
use std::ops::Range;
use std::sync::Arc;

use clap::Args;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::rows::{self, RowsOutput};
use super::{database, interrupt, pipeline};
use crate::engine::{Access, EngineError};
use crate::rules::{not_only_reading, query_failed};
use crate::run::interruptible;
use crate::source::SourceFile;
use crate::sql::parse::{SqlErrorKind, strip_terminator, with_query};
use crate::sql::token::{is_blank, pieces, tokens};

/// Ask the target's database
///
/// One query that reads, in the SQL of the target: what `fsc run` made, and the sources that it read. The database is
/// opened to read only.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc query \"select * from feature_store.features_long limit 10\"
  fsc query \"describe feature_store.features_long\"
  fsc query --output csv --limit 1000 \"select * from feature_store.fsc_intervals\"
  fsc query < question.sql")]
pub struct QueryArgs {
    /// The query; `-`, or nothing, reads it from stdin
    #[arg(value_name = "SQL")]
    sql: Option<String>,

    /// The most rows that are shown
    #[arg(long, value_name = "ROWS", default_value_t = 100)]
    limit: usize,

    /// How the rows are written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: RowsOutput,
}

/// Statements that read, which sqlparser does not count as queries.
const READING: [&str; 4] = ["DESC", "DESCRIBE", "SHOW", "SUMMARIZE"];

/// How the functions of Snowflake's system begin that only tell something. The others stop queries and sessions, resume
/// pipes, change accounts.
const TELLING: [&str; 17] = [
    "SYSTEM$ALLOWLIST",
    "SYSTEM$BEHAVIOR_CHANGE_BUNDLE_STATUS",
    "SYSTEM$CLUSTERING_",
    "SYSTEM$CURRENT_USER_TASK_NAME",
    "SYSTEM$DATABASE_REFRESH_",
    "SYSTEM$ESTIMATE_",
    "SYSTEM$EXPLAIN_",
    "SYSTEM$GET_",
    "SYSTEM$IS_",
    "SYSTEM$LAST_CHANGE_COMMIT_TIME",
    "SYSTEM$LIST_",
    "SYSTEM$PIPE_STATUS",
    "SYSTEM$SHOW_",
    "SYSTEM$STREAM_",
    "SYSTEM$TYPEOF",
    "SYSTEM$VERIFY_",
    "SYSTEM$WAIT",
];

/// Prints the rows.
pub fn run(args: &QueryArgs, context: &mut Context) -> CommandResult {
    let sql = match args.sql.as_deref() {
        Some(sql) if sql != "-" => limited(sql, args.limit)?,
        asked => limited(&from_stdin(asked.is_some())?, args.limit)?,
    };
    let Some(project) = pipeline::definitions(context, Stream::Stderr)? else {
        return Ok(Exit::Findings);
    };
    let target = context.settings.target(&project)?;
    let engine = database::open(context, &project, target, Access::Read)?;
    let cancellation = interrupt::on_ctrl_c();
    let answer = interruptible(engine.as_ref(), &cancellation, || {
        engine.session()?.query(&sql)
    });
    let rows = match answer {
        Ok(rows) => rows,
        Err(EngineError::Interrupted) => return Ok(Exit::Interrupted),
        Err(error) => return Err(query_failed::refused("the query", &error.to_string()).into()),
    };
    let (text, more) = rows::render(&rows, args.limit, args.output);
    context.data(&text)?;
    if more {
        context.message(&format!("… and more: these are the first {}\n", args.limit));
    }
    Ok(Exit::Clean)
}

/// The query that stands on stdin. A terminal is read only when it was `asked` for: nobody would know what is waited for.
fn from_stdin(asked: bool) -> Result<String, Failure> {
    let mut stdin = std::io::stdin();
    if !asked && stdin.is_terminal() {
        return Err(not_only_reading::nothing_given().into());
    }
    let mut text = String::new();
    stdin
        .read_to_string(&mut text)
        .map_err(|error| not_only_reading::unreadable(&error))?;
    Ok(text)
}

/// The query, held to one row more than is shown where it sets no limit itself.
fn limited(text: &str, limit: usize) -> Result<String, Failure> {
    let sql = strip_terminator(text);
    let file = |text: &str| {
        Arc::new(SourceFile {
            name: "the query".to_owned(),
            text: text.to_owned(),
            rendered_from: None,
        })
    };
    if let Some(call) = acting_function(text) {
        let reason = format!("`{}` may do more than read", &text[call.clone()]);
        return Err(not_only_reading::refused(&file(text), call, &reason).into());
    }
    match with_query(text, |query| {
        query.limit_clause.is_some() || query.fetch.is_some()
    }) {
        Ok(true) => Ok(sql.to_owned()),
        Ok(false) => Ok(format!("{sql}\nLIMIT {}", limit.saturating_add(1))),
        Err(error) => {
            if matches!(&error.kind, SqlErrorKind::NotAQuery(_)) && only_reads(text) {
                return Ok(sql.to_owned());
            }
            let file = file(text);
            let start = file.offset(error.line, error.column);
            let end = file.offset(error.line, error.column + error.width.max(1));
            let refused = not_only_reading::refused(&file, start..end, &error.to_string());
            Err(match error.help {
                Some(help) => refused.help(help),
                None => refused,
            }
            .into())
        }
    }
}

/// Where a function of Snowflake's system stands that may do something. Everything else that begins like one is harmless.
fn acting_function(text: &str) -> Option<Range<usize>> {
    pieces(text).find(|range| {
        let word = text[range.clone()].trim_matches('"').to_uppercase();
        let acts = || !TELLING.iter().any(|telling| word.starts_with(telling));
        word.starts_with("SYSTEM$") && acts()
    })
}

/// Whether the text is one statement that begins with a word for looking at something.
fn only_reads(text: &str) -> bool {
    let Ok(all) = tokens(text) else {
        return false;
    };
    let mut words = all.iter().filter(|token| !is_blank(&token.token));
    let begins = words
        .next()
        .is_some_and(|first| READING.contains(&first.token.to_string().to_uppercase().as_str()));
    let mut after_end = words
        .skip_while(|token| token.token.to_string() != ";")
        .skip(1);
    begins && after_end.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reading_query_is_let_through() {
        assert_eq!(limited("select 1;", 5).unwrap(), "select 1\nLIMIT 6");
        assert_eq!(limited("select 1 limit 2", 5).unwrap(), "select 1 limit 2");
        assert_eq!(limited("describe x;", 5).unwrap(), "describe x");
        for text in [
            "select system$typeof(x) from t limit 1",
            "select 'system$cancel_query' -- system$cancel_query\nlimit 1",
        ] {
            assert_eq!(limited(text, 5).unwrap(), text);
        }
        for text in [
            "",
            "drop table x",
            "select 1; drop table x",
            "describe x; drop table x",
            "select * from",
            "select system$cancel_query('x')",
            "select 1, (select SYSTEM$ABORT_SESSION(1))",
            "select \"SYSTEM$CANCEL_ALL_QUERIES\"(1)",
        ] {
            assert!(limited(text, 5).is_err(), "{text}");
        }
    }
}
