//! A disk without room, told by what the operating system says: DuckDB passes its words on.

use std::io::ErrorKind;

/// What to do about it.
pub(crate) const WAY_OUT: &str = "make room, and send the same command again: what was written is there, and the rest is computed";

/// What `strerror` says of ENOSPC, EDQUOT and EFBIG.
const WORDS: [&str; 3] = [
    "No space left on device",
    "Disk quota exceeded",
    "File too large",
];

/// Whether a database's message tells of it.
pub(crate) fn is_said(message: &str) -> bool {
    WORDS.iter().any(|words| message.contains(words))
}

/// Whether an error of the operating system is one of these.
pub(crate) fn is_kind(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}
