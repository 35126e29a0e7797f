//! Files that fsc writes: whole or not at all.
//!
//! A text is written beside its file and then takes its name, so that a reader, or the next command after a crash, never
//! finds half of it. Nothing is forced to the disk: what fsc writes can be made again, and thousands of files are.

#![expect(
    clippy::disallowed_methods,
    reason = "the command line writes files through here"
)]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// What the names of files end in that are not finished yet.
pub const UNFINISHED: &str = ".fsc-tmp";

/// Writes a file, in place of one that may be there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let result = write_new(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}

/// Writes a file that does not exist; one that does is left as it is, and an error.
pub fn create_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let result = write_new(&beside, bytes).and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            // A file system without hard links: better half a file after a crash than one overwritten.
            File::create_new(path)?.write_all(bytes)
        }
        linked => linked,
    });
    let _ = fs::remove_file(&beside);
    result
}

/// Tries to write so many bytes beside a file.
pub fn probe(path: &Path, bytes: usize) -> io::Result<()> {
    let beside = beside(path);
    write_new(&beside, &vec![b' '; bytes])?;
    fs::remove_file(beside)
}

/// Writes a file in place of what a process of the same number left, or of a link that somebody put there. What could not
/// be written whole goes.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let created = match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path)
        }
        created => created,
    };
    let result = created.and_then(|mut file| file.write_all(bytes));
    if result.is_err() {
        let _ = fs::remove_file(path);
    }
    result
}

/// A name of its own a process, so that two of them do not write into each other's file.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}{UNFINISHED}", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sql");
        write_atomically(&file, b"a long text").unwrap();
        let reader = File::open(&file).unwrap();
        write_atomically(&file, b"short").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"short");
        assert_eq!(
            io::read_to_string(reader).unwrap(),
            "a long text",
            "who reads meanwhile reads one text to its end"
        );
        probe(&file, 100).unwrap();
        assert_eq!(names(folder.path()), ["a.sql"]);
    }

    #[test]
    fn what_cannot_take_its_name_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("taken/x")).unwrap();
        write_atomically(&folder.path().join("taken"), b"text").unwrap_err();
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[test]
    fn a_new_file_overwrites_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sql");
        create_atomically(&file, b"first").unwrap();
        let error = create_atomically(&file, b"second").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"first");
        assert_eq!(names(folder.path()), ["a.sql"]);
    }
}
