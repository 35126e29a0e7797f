//! Reading one text file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::rules::unreadable_file;
use crate::source::{FileId, Span};

/// Definitions and SQL are written by people: a larger file is something else under their name.
const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// The text of a file without its byte order mark, and what kept it from being read, if anything did.
pub(super) fn text(path: &Path, name: &str, file: FileId) -> (String, Option<Diagnostic>) {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let finding = unreadable_file::io(Span::whole(file), name, &error);
            return (String::new(), Some(finding));
        }
    };
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            (text, None)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let line = text[..at].matches('\n').count() + 1;
            let span = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            let finding = unreadable_file::not_utf8(span, name, line, utf16);
            (text, Some(finding))
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.len() > SIZE_LIMIT {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(SIZE_LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}
