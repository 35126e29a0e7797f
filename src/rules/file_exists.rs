//! `fsc init` would overwrite a file.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC087",
    name: "file-exists",
    level: Level::Deny,
    summary: "`fsc init` would overwrite a file",
    docs: "\
## What
The folder that `fsc init` should fill holds a file that it would write.

## Why
fsc never overwrites what it did not make. Nothing was written.

## Bad
```console
$ fsc init my_features && fsc init my_features
```

## Good
```console
$ fsc init my_features && fsc init other_features
```
",
};

/// `folder` holds `files` already.
pub fn in_folder(folder: &Path, files: &[PathBuf]) -> Diagnostic {
    let message = format!("`{}` holds files that `fsc init` would write", folder.display());
    let mut diagnostic = Diagnostic::new(&RULE, message);
    for file in files.iter().take(5) {
        diagnostic = diagnostic.note(format!("`{}` exists", file.display()));
    }
    diagnostic.help("name an empty or new folder: `fsc init my_features`")
}

/// What should be a folder is a file.
pub fn not_a_folder(path: &Path) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` is not a folder", path.display()))
        .help("name an empty or new folder: `fsc init my_features`")
}
