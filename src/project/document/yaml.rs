//! YAML into a [`Node`], from the parser's events.
//!
//! Scalars mean what YAML 1.2's core schema says: `yes` and `on` are text, only `true` and `false` are booleans. Bare
//! dates are text. An alias repeats the anchored value; a budget on nodes keeps a few anchors from growing without end.
//! Merge keys (`<<`), tags and more than one document are refused: TOML has nothing like them.

use std::collections::HashMap;
use std::collections::HashSet;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use super::{Entry, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::rules::invalid_syntax;
use crate::source::{FileId, Span};

/// Nodes a file may grow to when its aliases are followed.
const NODE_BUDGET: usize = 1_000_000;
/// Depth that a file may nest to, well within a thread's stack.
const DEPTH_LIMIT: usize = 128;

pub(super) fn parse(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let mut builder = Builder {
        file,
        text,
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        nodes: 0,
        diagnostics: Vec::new(),
    };
    let value = match builder.document() {
        Ok(Some(node)) => match node.value {
            Value::Table(entries) => Value::Table(entries),
            Value::Null => Value::Table(Vec::new()),
            other => {
                let message = format!("expected keys and values, found {}", other.describe());
                builder.report(node.span, &message);
                Value::Table(Vec::new())
            }
        },
        Ok(None) => Value::Table(Vec::new()),
        Err(diagnostic) => {
            builder.diagnostics.push(*diagnostic);
            Value::Table(Vec::new())
        }
    };
    let node = Node {
        value,
        span: Span::whole(file),
    };
    (node, builder.diagnostics)
}

/// A finding after which the rest of the file cannot be read.
type Stop = Box<Diagnostic>;

struct Builder<'t> {
    file: FileId,
    text: &'t str,
    parser: Parser<'t, serde_saphyr::granit_parser::StrInput<'t>>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, Stop> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, span))) => Ok(Some((event, self.span(span)))),
            Some(Err(error)) => {
                let at = self.place(&error);
                let span = Span::new(self.file, at..at);
                Err(Box::new(invalid_syntax::yaml(span, &error.info())))
            }
        }
    }

    /// Where an error is. The parser places a tab that indents a line where the value before it starts.
    fn place(&self, error: &ScanError) -> usize {
        let at = error.marker().byte_offset().unwrap_or(0);
        let rest = self.text.get(at..).unwrap_or_default();
        let indenting = rest.match_indices('\n').find_map(|(end, _)| {
            let line = &rest[end + 1..];
            let after = line.trim_start_matches(' ');
            after
                .starts_with('\t')
                .then(|| at + end + 1 + line.len() - after.len())
        });
        indenting
            .filter(|_| error.info().contains("tab"))
            .unwrap_or(at)
    }

    fn span(&self, span: YamlSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        // Block values end after the blank lines that follow them: the place is easier to read without.
        let text = self.text.get(range.clone()).unwrap_or_default();
        let trimmed = text.trim_end().len();
        Span::new(self.file, range.start..range.start + trimmed)
    }

    fn report(&mut self, span: Span, message: &str) {
        self.diagnostics.push(invalid_syntax::yaml(span, message));
    }

    fn stop<T>(span: Span, message: &str) -> Result<T, Stop> {
        Err(Box::new(invalid_syntax::yaml(span, message)))
    }

    fn document(&mut self) -> Result<Option<Node>, Stop> {
        let mut root = None;
        let mut documents = 0;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.report(span, "a definition file holds one document, not several");
                        break;
                    }
                }
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        Ok(root)
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Stop> {
        self.nodes += 1;
        if self.nodes > NODE_BUDGET {
            return Self::stop(span, "aliases make this file grow too large");
        }
        if depth > DEPTH_LIMIT {
            return Self::stop(span, "nested too deeply");
        }
        let first = self.nodes;
        let (node, anchor) = match event {
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some() {
                    self.report(span, "tags are not used in definition files");
                }
                let value = match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Value::String(text.into_owned()),
                };
                (Node { value, span }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next()? {
                        Some((Event::SequenceEnd, end)) => break end,
                        Some((event, span)) => items.push(self.node(event, span, depth + 1)?),
                        None => break span,
                    }
                };
                let span = reach(span, end, items.last().map(|item| item.span));
                (
                    Node {
                        value: Value::Array(items),
                        span,
                    },
                    anchor,
                )
            }
            Event::MappingStart(_, anchor, _) => (self.mapping(span, depth)?, anchor),
            _ => return Self::stop(span, "unexpected content"),
        };
        if anchor != 0 {
            self.anchors
                .insert(anchor, (node.clone(), self.nodes + 1 - first));
        }
        Ok(node)
    }

    fn mapping(&mut self, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = HashSet::new();
        let end = loop {
            let (key, key_span) = match self.next()? {
                Some((Event::MappingEnd, end)) => break end,
                Some((event, span)) => {
                    let node = self.node(event, span, depth + 1)?;
                    match key_text(node.value) {
                        Some(key) => (key, node.span),
                        None => return Self::stop(node.span, "a key must be text"),
                    }
                }
                None => break start,
            };
            let Some((event, span)) = self.next()? else {
                break start;
            };
            let node = self.node(event, span, depth + 1)?;
            if key == "<<" {
                self.report(key_span, "merge keys are not used in definition files");
            } else if seen.insert(key.clone()) {
                entries.push(Entry {
                    key,
                    key_span,
                    node,
                });
            } else {
                self.report(key_span, &format!("duplicate key `{key}`"));
            }
        };
        let last = entries.last().map(|entry| entry.node.span);
        Ok(Node {
            span: reach(start, end, last),
            value: Value::Table(entries),
        })
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node, Stop> {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Self::stop(span, "this alias stands inside its own anchor");
        };
        self.nodes += size;
        if self.nodes > NODE_BUDGET {
            return Self::stop(span, "aliases make this file grow too large");
        }
        Ok(node.clone())
    }
}

/// A collection's span: from its start to its closing bracket, or to the end of its last value in block style.
fn reach(start: Span, end: Span, last: Option<Span>) -> Span {
    let end = match last {
        Some(last) if end.end <= end.start => last.end,
        _ => end.end,
    };
    Span {
        end: end.max(start.end),
        ..start
    }
}

/// A plain scalar by the core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Value::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Value::Float(f64::NEG_INFINITY),
        _ => {}
    }
    number(text).unwrap_or_else(|| Value::String(text.to_owned()))
}

fn number(text: &str) -> Option<Value> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return i64::from_str_radix(digits, radix).ok().map(Value::Integer);
        }
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let first = digits.bytes().next()?;
    if !(first.is_ascii_digit() || first == b'.') {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(integer) = text.parse()
    {
        return Some(Value::Integer(integer));
    }
    text.parse().ok().map(Value::Float)
}

/// A key as text: `2023` and `true` are fine names of a key.
fn key_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) | Value::Date(text) => Some(text),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Null | Value::Float(_) | Value::Array(_) | Value::Table(_) => None,
    }
}
