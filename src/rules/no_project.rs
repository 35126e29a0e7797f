//! A command that needs a project was started outside one.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC080",
    name: "no-project",
    level: Level::Deny,
    summary: "a command that needs a project was started outside one",
    docs: "\
## What
A command looks for `fsc.toml` in the current folder and in the folders above it, and found none.

## Why
Everything that fsc does, it does for a project: without one there is nothing to compile.

## Bad
```console
$ cd ~ && fsc check
```

## Good
```console
$ fsc init my_features && cd my_features && fsc check
```
",
};

/// No `fsc.toml` in `folder` or above it.
pub fn above(folder: &Path) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("no `fsc.toml` in `{}` or any folder above it", folder.display()),
    )
    .help("change to a project's folder, or name it with `--project-dir`")
    .help("start a project here with `fsc init my_features`")
}

/// No `fsc.toml` in the folder that was named.
pub fn named(folder: &Path) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no `fsc.toml` in `{}`", folder.display()))
        .note("the folder comes from `--project-dir` or `FSC_PROJECT_DIR`")
        .help(format!("start a project there with `fsc init {}`", folder.display()))
}
