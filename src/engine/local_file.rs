//! The local files that an embedded engine reads, looked at before it does: its own messages would name neither what is
//! there instead nor what lies beside.

use std::path::Path;

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalFile {
    /// A file that can be opened.
    File,
    /// A folder.
    Folder,
    /// A pipe or a device: to open it would wait for somebody to write to it.
    Special,
    /// Nothing.
    Missing {
        /// The names in the same folder, sorted.
        beside: Vec<String>,
    },
}

/// Looks at a path; links are followed.
pub fn local_file(path: &Path) -> LocalFile {
    match path.metadata() {
        Ok(metadata) if metadata.is_file() => LocalFile::File,
        Ok(metadata) if metadata.is_dir() => LocalFile::Folder,
        Ok(_) => LocalFile::Special,
        Err(_) => LocalFile::Missing {
            beside: names_beside(path),
        },
    }
}

fn names_beside(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = path
        .parent()
        .and_then(|folder| folder.read_dir().ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_told_and_what_lies_beside_when_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(local_file(&folder.path().join("a.csv")), LocalFile::File);
        assert_eq!(local_file(folder.path()), LocalFile::Folder);
        assert_eq!(
            local_file(&folder.path().join("c.csv")),
            LocalFile::Missing {
                beside: vec!["a.csv".to_owned(), "b.csv".to_owned()]
            }
        );
    }
}
