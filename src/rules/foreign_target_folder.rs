//! `target/` holds what fsc did not make.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC088",
    name: "foreign-target-folder",
    level: Level::Deny,
    summary: "a folder of fsc's own output is not its own",
    docs: "\
## What
The folder `target/` of the project, or `target/compiled/` in it, is a link, and fsc would write into it; or `target/`
holds files that fsc does not write, and `fsc clean` was called.

## Why
fsc removes and overwrites only what it made, and follows no links out of the project. Nothing was removed or written.

## Bad
```console
$ ln -s ~/documents target && fsc clean
```

## Good
```console
$ rm target && fsc clean
```
",
};

/// `path` is a symbolic link.
pub fn link(path: &Path) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` is a symbolic link", path.display()))
        .help("remove the link by hand; what it points to stays")
}

/// `path` is not a folder.
pub fn not_a_folder(path: &Path) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` is not a folder", path.display()))
}

/// `folder` holds `entry`.
pub fn holds(folder: &Path, entry: &Path) -> Diagnostic {
    let message = format!("`{}` holds files that fsc does not write", folder.display());
    Diagnostic::new(&RULE, message)
        .note(format!("`{}` is one", entry.display()))
        .help("move them elsewhere, or remove the folder by hand")
}
