//! The macros of `macros/*.sql`: callable by name everywhere, from templates and from each other, without an import.
//!
//! Each macro becomes a module of its own, cut out of its file, so that a template pays only for the macros that it can
//! reach and a place in a module is a place in the file. A rendering imports those macros behind its own start and
//! hands them to [`Proxy`] objects, which are what the name means everywhere. A call thus passes through a proxy, which
//! puts a frame on the error when the macro fails: that is the call stack that diagnostics show.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::scan::{self, Tag, TagKind, TokenKind};
use super::{failure, names};
use crate::diagnostic::Diagnostic;
use crate::project::model::Project;
use crate::rules::{
    duplicate_macro, reserved_macro_name, statement_outside_macro, template_loads_file,
    template_syntax,
};
use crate::source::{FileId, Span};

/// Words that a macro cannot be named, beside the names that every template has.
const RESERVED: [&str; 9] = [
    "caller", "debug", "false", "kwargs", "loop", "none", "super", "true", "varargs",
];

/// A macro, cut out of its file.
#[derive(Debug)]
pub(super) struct Macro {
    pub(super) name: String,
    pub(super) file: FileId,
    /// Where its text starts in the file.
    pub(super) start: usize,
    /// From `{% macro` to `endmacro %}`.
    pub(super) text: String,
    /// The tags of `text`.
    pub(super) tags: Vec<Tag>,
    name_span: Span,
    /// Every macro that a call of this one can reach, itself included.
    reaches: BTreeSet<usize>,
    /// Whether the file does not compile: the macro exists, but cannot be called.
    broken: bool,
}

/// All macros of a project.
#[derive(Debug, Default)]
pub(super) struct Macros {
    all: Vec<Macro>,
    by_name: BTreeMap<String, usize>,
}

impl Macros {
    /// Reads the macro files, adds the macros to the environment and reports what is wrong with them.
    pub(super) fn new(
        project: &Project,
        environment: &mut Environment<'static>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut macros = Self::default();
        let mut diagnostics = Vec::new();
        for file in &project.macros {
            macros.read(project, *file, environment, &mut diagnostics);
        }
        macros.resolve_reach();
        for found in &macros.all {
            if let Err(error) = found.register(environment) {
                diagnostics.push(
                    template_syntax::failed(failure::message(&error)).at(found.name_span, ""),
                );
            }
        }
        environment.add_function(
            "fsc_bind",
            |state: &mut State<'_, '_>, name: String, value: Value| {
                let bound = state.get_or_insert_extension(Bound::default());
                bound.0.insert(name, value);
            },
        );
        (macros, diagnostics)
    }

    fn read(
        &mut self,
        project: &Project,
        file: FileId,
        environment: &Environment<'static>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let source = project.files.file(file);
        let text = source.text.as_str();
        let mut broken = false;
        if let Err(error) = environment.template_from_named_str(&source.name, text) {
            broken = true;
            let span = Span::new(file, error.range().unwrap_or_default());
            diagnostics.push(template_syntax::failed(failure::message(&error)).at(span, ""));
        }
        let tags = scan::tags(text);
        let mut open: Option<usize> = None;
        let mut depth = 0_usize;
        for (position, tag) in tags.iter().enumerate() {
            let keyword = tag.keyword(text);
            if let Some(loads) = loads_file(text, tag) {
                broken = true;
                let span = Span::new(file, tag.range.clone());
                diagnostics.push(template_loads_file::loads(loads).at(span, ""));
                continue;
            }
            match (keyword, open) {
                (Some("macro"), None) => open = Some(position),
                (Some("macro"), Some(_)) => depth += 1,
                (Some("endmacro"), Some(_)) if depth > 0 => depth -= 1,
                (Some("endmacro"), Some(first)) => {
                    open = None;
                    let range = tags[first].range.start..tag.range.end;
                    if let Some(found) = Macro::cut(file, text, &tags[first], range) {
                        self.add(found, broken, diagnostics);
                    }
                }
                (Some(keyword), None) if !broken => {
                    let span = Span::new(file, tag.range.clone());
                    diagnostics.push(statement_outside_macro::found(keyword).at(span, ""));
                }
                _ => {}
            }
        }
        if broken {
            for found in self.all.iter_mut().filter(|found| found.file == file) {
                found.broken = true;
            }
        }
    }

    fn add(&mut self, found: Macro, broken: bool, diagnostics: &mut Vec<Diagnostic>) {
        let name = found.name.as_str();
        if RESERVED.contains(&name)
            || names::NAMES.contains(&name)
            || names::FUNCTIONS.contains(&name)
        {
            diagnostics.push(reserved_macro_name::reserved(&found.name).at(found.name_span, ""));
            return;
        }
        if let Some(first) = self.get(&found.name) {
            diagnostics.push(
                duplicate_macro::duplicate(&found.name)
                    .at(found.name_span, "defined again here")
                    .at(first.name_span, "first defined here"),
            );
            return;
        }
        self.by_name.insert(found.name.clone(), self.all.len());
        self.all.push(Macro { broken, ..found });
    }

    fn resolve_reach(&mut self) {
        let calls: Vec<BTreeSet<usize>> = self
            .all
            .iter()
            .map(|found| self.mentioned(&found.text, &found.tags).collect())
            .collect();
        for start in 0..self.all.len() {
            let mut reaches = BTreeSet::from([start]);
            let mut todo = vec![start];
            while let Some(at) = todo.pop() {
                todo.extend(
                    calls[at]
                        .iter()
                        .copied()
                        .filter(|next| reaches.insert(*next)),
                );
            }
            self.all[start].reaches = reaches;
        }
    }

    /// The macros whose names stand in the tags of a text. Too many at worst.
    fn mentioned<'m>(&'m self, text: &'m str, tags: &'m [Tag]) -> impl Iterator<Item = usize> + 'm {
        tags.iter()
            .flat_map(|tag| &tag.tokens)
            .filter(|token| token.kind == TokenKind::Name)
            .filter_map(|token| self.by_name.get(&text[token.range.clone()]).copied())
    }

    /// The macros that a template can reach.
    pub(super) fn reached(&self, text: &str, tags: &[Tag]) -> Vec<&Macro> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let reached: BTreeSet<usize> = self
            .mentioned(text, tags)
            .flat_map(|at| self.all[at].reaches.iter().copied())
            .collect();
        reached.into_iter().map(|at| &self.all[at]).collect()
    }

    /// The macro of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Macro> {
        self.by_name.get(name).map(|at| &self.all[*at])
    }

    /// All macros, in the order of their files.
    pub(super) fn all(&self) -> impl Iterator<Item = &Macro> {
        self.all.iter()
    }

    /// The macro at a position among all.
    pub(super) fn at(&self, position: usize) -> Option<&Macro> {
        self.all.get(position)
    }

    /// Every name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

impl Macro {
    /// Whether its file does not compile.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    fn cut(file: FileId, text: &str, head: &Tag, range: Range<usize>) -> Option<Self> {
        let name = head.tokens.get(1)?.range.clone();
        let body = &text[range.clone()];
        Some(Self {
            name: text[name.clone()].to_owned(),
            file,
            start: range.start,
            text: body.to_owned(),
            tags: scan::tags(body),
            name_span: Span::new(file, name),
            reaches: BTreeSet::new(),
            broken: false,
        })
    }

    fn register(&self, environment: &mut Environment<'static>) -> Result<(), Error> {
        if !self.broken {
            environment.add_template_owned(module_name(&self.name), self.text.clone())?;
        }
        environment.add_global(
            self.name.clone(),
            Value::from_object(Proxy(self.name.clone())),
        );
        Ok(())
    }
}

/// The start of a template that makes these macros callable. Prints nothing.
pub(super) fn prelude(macros: &[&Macro]) -> String {
    let mut prelude = String::new();
    for (position, found) in macros.iter().enumerate() {
        let name = &found.name;
        // Writing to a string does not fail.
        let _ = write!(
            prelude,
            "{{% from '{}' import {name} as fsc_{position} %}}{{% do fsc_bind('{name}', fsc_{position}) %}}",
            module_name(name)
        );
    }
    prelude
}

/// The name of the module that holds a macro.
pub(super) fn module_name(name: &str) -> String {
    format!("{MODULE_PREFIX}{name}")
}

/// The macro that a module of the environment holds.
pub(super) fn of_module(module: &str) -> Option<&str> {
    module.strip_prefix(MODULE_PREFIX)
}

const MODULE_PREFIX: &str = "macro:";

/// The keyword of a tag that loads another template.
pub(super) fn loads_file<'t>(text: &'t str, tag: &Tag) -> Option<&'t str> {
    if tag.kind != TagKind::Statement {
        return None;
    }
    tag.keyword(text)
        .filter(|keyword| matches!(*keyword, "include" | "import" | "from" | "extends"))
}

/// The macros of one rendering. Macros belong to the rendering that imported them.
#[derive(Default)]
struct Bound(BTreeMap<String, Value>);

/// What a macro's name means in every template.
#[derive(Debug)]
struct Proxy(String);

impl Object for Proxy {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let bound = state.get_extension::<Bound>();
        let Some(called) = bound.and_then(|bound| bound.0.get(&self.0)).cloned() else {
            return Err(Error::new(
                ErrorKind::UnknownFunction,
                format!("{} is unknown", self.0),
            ));
        };
        called.call(state, args).map_err(|error| {
            // A failure before the body ran (wrong arguments) belongs to the call.
            if error.line().is_some() {
                Error::new(error.kind(), format!("in macro `{}`", self.0)).with_source(error)
            } else {
                error
            }
        })
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<macro {}>", self.0)
    }
}
