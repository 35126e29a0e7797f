//! The way from a tag of the query inwards, to the text that was written by hand: through the calls of macros, blocks, and
//! arguments that are handed on.

use std::ops::Range;
use std::sync::Arc;

use super::argument::{self, Passed};
use super::origin::Origins;
use super::scan::{Tag, TokenKind};
use super::trace::{Kind, Mark, Written};
use super::{Prepared, Rendered};
use crate::diagnostic::{Label, Place, Yielded};
use crate::source::Span;

/// How many levels of calls are shown, the innermost.
const MOST_LEVELS: usize = 5;
/// The longest text that a note quotes, in characters.
const MOST_QUOTED: usize = 80;

const YIELDED: &str = "in what this yields";
const BETWEEN: &str = "by way of this";
const SOURCE: &str = "the text comes from here";
const USED: &str = "written out here";

/// One step on the way from the output to its origin: a place in the query (no macro) or in a macro.
#[derive(Debug, Clone)]
struct Step {
    in_macro: Option<usize>,
    range: Range<usize>,
    kind: Kind,
    /// What it wrote.
    output: Range<usize>,
}

/// A rendering, and the place in it that is looked for.
pub(super) struct Search<'s> {
    pub(super) prepared: &'s Prepared<'s>,
    pub(super) rendered: &'s Rendered,
    pub(super) origins: &'s Origins,
    pub(super) output: Range<usize>,
}

impl Search<'_> {
    /// Where the text of a tag has its place in the output from.
    pub(super) fn behind(&self, piece: &Written) -> Option<Place> {
        let tag = Step {
            in_macro: None,
            range: piece.mark.range.clone(),
            kind: Kind::Tag,
            output: piece.output.clone(),
        };
        let mut steps = self.steps(tag);
        let written_out = steps.last().cloned();
        let depth = steps.len();
        let argument = self.argument(&mut steps);
        // A parameter is where a text is used, not where it comes from.
        let written_out = written_out.filter(|_| steps.len() < depth);
        let mut used = match written_out {
            Some(step) => vec![label(self.span(&step)?, USED)],
            None => Vec::new(),
        };
        if let Some(argument) = argument {
            // It stands in the tag of the last step: that of the query is shown nevertheless.
            if argument.in_macro.is_some() {
                steps.pop();
            }
            steps.push(argument);
        }
        let (tag, inner) = steps.split_first()?;
        let tag_span = self.span(tag)?;
        let Some(last) = inner.last() else {
            if !used.is_empty() {
                return Some(yielded(tag_span, "", used, None));
            }
            let (explained, note) = self.explained(tag);
            let text = if explained.is_some() { YIELDED } else { "" };
            return Some(yielded(
                tag_span,
                text,
                explained.into_iter().collect(),
                note,
            ));
        };
        if last.in_macro.is_none() && last.kind == Kind::Copied {
            let is_inside = tag.range.start <= last.range.start && last.range.end <= tag.range.end;
            if !is_inside {
                used.insert(0, label(tag_span, USED));
            }
            return Some(yielded(self.span(last)?, "", used, None));
        }
        let hidden = inner.len().saturating_sub(MOST_LEVELS);
        let (explained, note) = match last.kind {
            Kind::Tag => self.explained(last),
            Kind::Copied => (None, None),
        };
        let innermost = inner.len() - 1;
        let levels = inner.iter().enumerate().skip(hidden);
        let mut labels = levels
            .map(|(at, step)| {
                let text = if at == innermost { SOURCE } else { BETWEEN };
                Some(label(self.span(step)?, text))
            })
            .collect::<Option<Vec<Label>>>()?;
        labels.extend(used);
        labels.extend(explained);
        Some(yielded(tag_span, YIELDED, labels, note))
    }

    /// The way from a tag of the query inwards.
    fn steps(&self, tag: Step) -> Vec<Step> {
        let known = self
            .origins
            .traced
            .get_or_init(|| self.prepared.traced(self.rendered));
        let Some(known) = known else {
            return vec![tag];
        };
        let Range { start, end } = self.output;
        let last = end.max(start + 1) - 1;
        let holds = |one: &Written, at: usize| one.output.contains(&at);
        let around: Vec<&Written> = known
            .iter()
            .filter(|one| holds(one, start) && holds(one, last))
            .collect();
        let begins_with_tag = around
            .first()
            .is_some_and(|one| one.mark.in_macro.is_none() && one.mark.range == tag.range);
        // A `call` block has no mark of its own.
        let is_block = self
            .tag(&tag)
            .is_some_and(|tag| tag.keyword(&self.prepared.query.text).is_some());
        if !begins_with_tag && !is_block {
            return vec![tag];
        }
        let mut steps: Vec<Step> = around
            .iter()
            .skip(usize::from(begins_with_tag))
            .map(|one| self.step(one, start..end))
            .collect();
        steps.insert(0, tag);
        // The range may begin and end in different pieces of one text.
        let beside = |at: usize, other: usize| {
            known
                .iter()
                .find(|one| holds(one, at) && !holds(one, other))
        };
        if let (Some(first), Some(last)) = (beside(start, last), beside(last, start))
            && first.mark.in_macro == last.mark.in_macro
        {
            let from = self.step(first, start..first.output.end);
            let to = self.step(last, last.output.start..end);
            if from.range.start <= to.range.end {
                steps.push(Step {
                    in_macro: from.in_macro,
                    range: from.range.start..to.range.end,
                    kind: Kind::Copied,
                    output: from.output.start..to.output.end,
                });
            }
        }
        steps
    }

    /// A step: the very characters where they were copied, else all of the piece.
    fn step(&self, written: &Written, output: Range<usize>) -> Step {
        let Mark {
            in_macro,
            range,
            kind,
        } = written.mark.clone();
        let source = self.text(in_macro).get(range.clone());
        let is_copy = kind == Kind::Copied
            && source.is_some()
            && self.rendered.probe().get(written.output.clone()) == source;
        let within = |at: usize| range.start + at - written.output.start;
        let range = if is_copy {
            within(output.start)..within(output.end)
        } else {
            range
        };
        Step {
            in_macro,
            range,
            kind,
            output: written.output.clone(),
        }
    }

    /// Takes off the steps that only pass an argument on, and gives the place of the argument where it is a text.
    fn argument(&self, steps: &mut Vec<Step>) -> Option<Step> {
        let templates = self.prepared.templates;
        let last = steps.last()?.clone();
        let tag = self.tag(&last)?;
        let [only] = tag.tokens.as_slice() else {
            return None;
        };
        let mut name = self.text(last.in_macro).get(only.range.clone())?;
        while let [.., caller, step] = steps.as_slice() {
            let called = templates.macros.at(step.in_macro?)?;
            let position = argument::position(called, name)?;
            let caller = caller.clone();
            let text = self.text(caller.in_macro);
            let passed = self
                .tag(&caller)
                .and_then(|tag| argument::passed(text, tag, &called.name, position, name));
            if matches!(passed, Some(Passed::Nothing)) {
                return None;
            }
            steps.pop();
            let Some(Passed::Token(token)) = passed else {
                return None;
            };
            match token.kind {
                TokenKind::Name => name = text.get(token.range.clone())?,
                TokenKind::Text => {
                    let inner = token.range.start + 1..token.range.end - 1;
                    let is_copy =
                        text.get(inner.clone()) == self.rendered.probe().get(last.output.clone());
                    let within = |at: usize| inner.start + at - last.output.start;
                    let range = if is_copy {
                        within(self.output.start)..within(self.output.end)
                    } else {
                        token.range.clone()
                    };
                    return Some(Step {
                        in_macro: caller.in_macro,
                        range,
                        kind: Kind::Copied,
                        output: last.output,
                    });
                }
                TokenKind::Number | TokenKind::Sign => return None,
            }
        }
        None
    }

    /// What a tag yielded, where nothing written by hand explains it: a short text in words, else the rendered SQL.
    fn explained(&self, step: &Step) -> (Option<Label>, Option<String>) {
        let text = self
            .rendered
            .probe()
            .get(step.output.clone())
            .unwrap_or_default();
        if text.contains('\n') || text.chars().count() > MOST_QUOTED {
            let (query, files) = (self.prepared.query, &self.prepared.templates.files);
            let place = self
                .origins
                .rendered(query, files, self.rendered, self.output.clone());
            let text = "in the rendered SQL".to_owned();
            return (Some(Label { place, text }), None);
        }
        let times = self.rendered.times().unwrap_or_default();
        let is_open = times.iter().any(|time| text.contains(time.as_str()));
        let tag = self.text(step.in_macro).get(step.range.clone());
        let tag: Vec<&str> = tag.unwrap_or_default().split_whitespace().collect();
        let tag = tag.join(" ");
        // The environment is not for logs.
        let is_quotable = !is_open
            && !text.is_empty()
            && tag.chars().count() <= MOST_QUOTED
            && !self.prepared.reads_environment();
        let note = is_quotable.then(|| format!("`{tag}` yields `{text}`"));
        (None, note)
    }

    fn text(&self, in_macro: Option<usize>) -> &str {
        let macros = &self.prepared.templates.macros;
        match in_macro {
            None => &self.prepared.query.text,
            Some(position) => macros.at(position).map_or("", |found| &found.text),
        }
    }

    fn tag(&self, step: &Step) -> Option<&Tag> {
        let tags = match step.in_macro {
            None => &self.prepared.tags,
            Some(position) => &self.prepared.templates.macros.at(position)?.tags,
        };
        tags.iter().find(|tag| tag.range == step.range)
    }

    fn span(&self, step: &Step) -> Option<Span> {
        let Some(position) = step.in_macro else {
            return self.prepared.place(step.range.clone());
        };
        let found = self.prepared.templates.macros.at(position)?;
        let range = found.start + step.range.start..found.start + step.range.end;
        Some(Span::new(found.file, range))
    }
}

fn label(span: Span, text: &str) -> Label {
    Label {
        place: Place::File(span),
        text: text.to_owned(),
    }
}

/// The place of text that does not stand where it is used.
pub(super) fn yielded(
    span: Span,
    text: &'static str,
    labels: Vec<Label>,
    note: Option<String>,
) -> Place {
    Place::Yielded(Arc::new(Yielded {
        span,
        text,
        labels,
        note,
    }))
}
