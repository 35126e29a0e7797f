//! A file or folder that fsc could not write, read or remove.

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Level};
use crate::engine::full_disk;
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC086",
    name: "unwritable",
    level: Level::Deny,
    summary: "a file or folder could not be written",
    docs: "\
## What
The operating system refused to let fsc make, write or remove a file or folder.

## Why
Without its output a command has not done its work.

## Bad
```console
$ chmod a-w target && fsc compile
```

## Good
```console
$ chmod u+w target && fsc compile
```
",
};

/// `action` ("write", "remove") failed on `path`.
pub fn failed(action: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, format!("could not {action} `{}`", path.display()))
        .note(error.to_string());
    if full_disk::is_kind(error.kind()) {
        diagnostic.help(full_disk::WAY_OUT)
    } else {
        diagnostic
    }
}

/// Results could not be written to stdout.
pub fn stdout(error: &io::Error) -> Diagnostic {
    Diagnostic::new(&RULE, "could not write to stdout").note(error.to_string())
}
