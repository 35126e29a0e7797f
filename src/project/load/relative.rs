//! Paths in definitions: relative to the definition's folder, and within the project.

use std::path::Path;

/// Why a path cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outside {
    /// It is empty.
    Empty,
    /// It starts at the root of the file system or names a drive.
    Absolute,
    /// Its `..` go above the project's root.
    Above,
    /// A symbolic link on it leads out of the project.
    Link,
}

/// The path from the project's root of `path`, written in a definition in `folder` (empty, or with `/` at its end).
pub(crate) fn from_root(folder: &str, path: &str) -> Result<String, Outside> {
    if path.trim().is_empty() {
        return Err(Outside::Empty);
    }
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\', '~']) || has_drive || Path::new(path).is_absolute() {
        return Err(Outside::Absolute);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Outside::Above)?;
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err(Outside::Empty);
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_the_project() {
        assert_eq!(from_root("a/b/", "x.sql"), Ok("a/b/x.sql".into()));
        assert_eq!(from_root("a/b/", "../x.sql"), Ok("a/x.sql".into()));
        assert_eq!(from_root("", "./sql/x.sql"), Ok("sql/x.sql".into()));
        assert_eq!(from_root("a/", "../../x.sql"), Err(Outside::Above));
        assert_eq!(from_root("a/", "/etc/passwd"), Err(Outside::Absolute));
        assert_eq!(from_root("a/", "C:/x.sql"), Err(Outside::Absolute));
        assert_eq!(from_root("a/", " "), Err(Outside::Empty));
        assert_eq!(from_root("a/", ".."), Err(Outside::Empty));
    }
}
