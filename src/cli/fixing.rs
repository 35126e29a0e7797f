//! Writes mended files: beside, then renamed, so that no file is ever half written.
//!
//! Only what was read is changed: a file that holds other bytes by now stays as it is. Links are followed, and what they
//! lead to must be within the project. Permissions, a byte order mark and line endings stay.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::fix::FileFix;
use crate::rules::unwritable;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// Findings that are mended.
    pub findings: usize,
    /// Files that were changed.
    pub files: usize,
    /// Why others were not.
    pub problems: Vec<Diagnostic>,
}

/// Writes every file that can be.
pub fn write(root: &Path, fixes: &[FileFix]) -> Written {
    let mut written = Written::default();
    for fix in fixes {
        let path = root.join(&fix.file.name);
        match write_one(root, &path, fix) {
            Ok(()) => {
                written.findings += fix.findings;
                written.files += 1;
            }
            Err(error) => written
                .problems
                .push(unwritable::failed("mend", &path, &error)),
        }
    }
    written
}

fn write_one(root: &Path, path: &Path, fix: &FileFix) -> io::Result<()> {
    let path = path.canonicalize()?;
    if !path.starts_with(root.canonicalize()?) {
        return Err(io::Error::other("it is outside the project"));
    }
    let permissions = path.metadata()?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    let mark = unchanged(&path, fix)?;
    let (beside, mut file) = beside(&path)?;
    let result = (|| {
        file.write_all(mark.as_bytes())?;
        file.write_all(fix.after().as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        unchanged(&path, fix)?;
        fs::rename(&beside, &path)
    })();
    if result.is_err() {
        // What is left beside is of no use; that it could not be removed says no more than the error before.
        let _ = fs::remove_file(&beside);
    }
    result
}

/// The byte order mark that the file begins with, or none; an error when it no longer holds what was read.
fn unchanged(path: &Path, fix: &FileFix) -> io::Result<&'static str> {
    let bytes = fs::read(path)?;
    let (mark, text) = match bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
        Some(text) => (BYTE_ORDER_MARK, text),
        None => ("", bytes.as_slice()),
    };
    if text == fix.file.text.as_bytes() {
        Ok(mark)
    } else {
        Err(io::Error::other("it was changed since it was read"))
    }
}

/// A new file in the same folder, hidden, so that no definition is found under its name.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.fsc-{}", std::process::id()));
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)?;
    Ok((beside, file))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::SourceFile;

    fn fix(name: &str, text: &str) -> FileFix {
        FileFix {
            file: Arc::new(SourceFile {
                name: name.into(),
                text: text.into(),
                rendered_from: None,
            }),
            edits: vec![(0..1, "b".to_owned())],
            findings: 2,
        }
    }

    #[test]
    fn marks_line_endings_and_permissions_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sql");
        fs::write(&path, "\u{feff}a\r\nc").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
        }
        let written = write(folder.path(), &[fix("a.sql", "a\r\nc")]);
        assert_eq!((written.findings, written.files), (2, 1));
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}b\r\nc");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o751);
        }
    }

    #[test]
    fn what_changed_meanwhile_and_what_is_outside_is_left_alone() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("project");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.sql"), "other").unwrap();
        fs::write(outside.path().join("b.sql"), "a").unwrap();
        let fixes = [
            fix("a.sql", "a"),
            fix("../b.sql", "a"),
            fix("gone.sql", "a"),
        ];
        let written = write(&folder, &fixes);
        assert_eq!((written.files, written.problems.len()), (0, 3));
        assert_eq!(fs::read_to_string(folder.join("a.sql")).unwrap(), "other");
        assert_eq!(
            fs::read_to_string(outside.path().join("b.sql")).unwrap(),
            "a"
        );
    }
}
