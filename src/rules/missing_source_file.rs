//! FSC502 `missing-source-file`: the local file of a source is not there.

use super::Rule;
use crate::diagnostic::nearest;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::MountedSource;

/// FSC502.
pub static RULE: Rule = Rule {
    code: "FSC502",
    name: "missing-source-file",
    level: Level::Deny,
    summary: "the local file of a source is not there",
    docs: r#"## What
On the embedded target a source's rows come from a local file (`path`). That file does not exist, or is not a file.

## Why
The nodes that read the source cannot be computed. Nothing was written.

## Bad
```toml
[[source]]
schema = "production"
name = "brands"
path = "data/brand.csv"      # the file is data/brands.csv
```

## Good
```toml
[[source]]
schema = "production"
name = "brands"
path = "data/brands.csv"
```
"#,
};

/// The file is not there; `siblings` are the names of the files beside where it should be.
pub(crate) fn missing(mount: &MountedSource, siblings: &[String]) -> Diagnostic {
    let (folder, name) = mount.path.rsplit_once('/').unwrap_or(("", &mount.path));
    let diagnostic = Diagnostic::new(
        &RULE,
        format!(
            "file `{}` of source `{}` does not exist",
            mount.path, mount.relation
        ),
    )
    .at(mount.path_span, "");
    match nearest(name, siblings.iter().map(String::as_str)) {
        Some(near) if folder.is_empty() => {
            diagnostic.help(format!("a similar file exists: `{near}`"))
        }
        Some(near) => diagnostic.help(format!("a similar file exists: `{folder}/{near}`")),
        None => diagnostic,
    }
}

/// Something else stands at the path.
pub(crate) fn not_a_file(mount: &MountedSource, what: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "`{}` of source `{}` is {what}, not a file",
            mount.path, mount.relation
        ),
    )
    .at(mount.path_span, "")
}
