//! What a run leaves on disk: `target/run_results.json`.

use std::path::Path;

use crate::output_folder::{self, FOLDER, RUN_RESULTS};
use crate::rules::unwritable;
use crate::run::RunResults;
use crate::written_file::{probe, write_atomically};

use super::outcome::Failure;

/// About as much as a run leaves, without and for each node.
const BYTES: usize = 1 << 16;
const BYTES_A_NODE: usize = 1 << 11;

/// Makes the folder `target/` and tries to write into it what the results of so many nodes take, so that a run that could
/// not be reported does not begin.
pub fn ensure_writable(root: &Path, nodes: usize) -> Result<(), Failure> {
    let folder = root.join(FOLDER);
    let bytes = nodes.saturating_mul(BYTES_A_NODE).saturating_add(BYTES);
    output_folder::make(root)
        .and_then(|()| probe(&root.join(RUN_RESULTS), bytes))
        .map_err(|error| unwritable::failed("write into", &folder, &error).into())
}

/// Writes the results, whole or not at all.
pub fn write(root: &Path, results: &RunResults) -> Result<(), Failure> {
    let path = root.join(RUN_RESULTS);
    results
        .to_json()
        .map_err(std::io::Error::from)
        .and_then(|text| write_atomically(&path, text.as_bytes()))
        .map_err(|error| unwritable::failed("write", &path, &error).into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_target_folder_that_cannot_be_written_is_found_beforehand() {
        let root = tempfile::tempdir().unwrap();
        ensure_writable(root.path(), 3).unwrap();
        let left = fs::read_dir(root.path().join(FOLDER)).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(
            left,
            [output_folder::IGNORED],
            "nothing is left of the trial"
        );
        fs::remove_dir_all(root.path().join(FOLDER)).unwrap();
        fs::write(root.path().join(FOLDER), "").unwrap();
        assert!(ensure_writable(root.path(), 3).is_err());
    }
}
