//! `fsc explain CODE`.

use std::fmt::Write as _;

use anstyle::AnsiColor;
use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::table;
use crate::rules::{self, Rule, unknown_rule};

/// Explain a code: what it finds, why that is bad, and how it is mended
///
/// Without a code, all rules are listed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc explain FSC083
  fsc explain unknown-target
  fsc explain")]
pub struct ExplainArgs {
    /// The code of a rule (`FSC083`, or `83`) or its name (`unknown-target`)
    code: Option<String>,
}

/// Prints the documentation of one rule, or the list of all.
pub fn run(args: &ExplainArgs, context: &mut Context) -> CommandResult {
    let Some(code) = &args.code else {
        let rows = rules::ALL
            .iter()
            .map(|rule| [rule.code, rule.name, rule.level_word(), rule.summary].map(str::to_owned));
        context.data(&table::render(&["CODE", "NAME", "LEVEL", "SUMMARY"], rows))?;
        return Ok(Exit::Clean);
    };
    let with_band = || format!("FSC{code:0>3}");
    let Some(rule) = rules::find(code).or_else(|| rules::find(&with_band())) else {
        let known = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]);
        return Err(unknown_rule::named(code, known).into());
    };
    context.data(&documentation(rule))?;
    Ok(Exit::Clean)
}

/// What a rule's level is, and whether it can be another.
pub fn level(rule: &Rule) -> String {
    let word = rule.level_word();
    if rule.is_allowed_in_place() {
        format!("`{word}` by default; can be set in `[lints]` and allowed in place")
    } else if rule.is_configurable() {
        format!("`{word}` by default; can be set in `[lints]`")
    } else {
        format!("{} {word}", if word == "error" { "an" } else { "a" })
    }
}

/// The documentation for a terminal: headings in bold, code indented without fences.
fn documentation(rule: &Rule) -> String {
    let bold = anstyle::Style::new().bold();
    let code = AnsiColor::Cyan.on_default();
    let mut text = format!(
        "{bold}{} {}{bold:#}: {}\n\n{}\n",
        rule.code,
        rule.name,
        level(rule),
        capitalised(rule.summary)
    );
    let mut in_code = false;
    for line in rule.docs.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "    {code}{line}{code:#}");
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(text, "\n{bold}{heading}{bold:#}");
        } else if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn capitalised(summary: &str) -> String {
    let mut characters = summary.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str()),
        None => String::new(),
    }
}
