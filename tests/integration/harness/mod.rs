//! A sandbox for the `fsc` command: a folder of its own, a clean environment, and snapshots without what changes.

mod command;
mod result;

use std::fs;
use std::path::{Path, PathBuf};

pub use command::Fsc;
pub use result::Finished;
use tempfile::TempDir;

/// The crate's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where snapshots are kept: `snapshots/<folder>`.
pub fn snapshots(folder: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// A folder that lives as long as this value.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("fsc test ")
            .tempdir()
            .unwrap();
        Self { folder }
    }

    /// A copy of a folder of the repository.
    pub fn copy_of(folder: &Path) -> Self {
        let sandbox = Self::empty();
        copy(folder, sandbox.path());
        sandbox
    }

    /// A copy of an example, without what fsc wrote into it.
    pub fn example(name: &str) -> Self {
        let sandbox = Self::copy_of(&root().join("examples").join(name));
        let written = sandbox.path().join("target");
        if written.exists() {
            fs::remove_dir_all(written).unwrap();
        }
        sandbox
    }

    /// What `fsc init` writes.
    pub fn template() -> Self {
        let sandbox = Self::empty();
        sandbox.fsc(["init"]).run().assert_exit(0);
        sandbox
    }

    /// Adds a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// All files below the folder, by path with `/`, sorted.
    pub fn files(&self) -> Vec<String> {
        walkdir::WalkDir::new(self.path())
            .sort_by_file_name()
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| relative(entry.path(), self.path()))
            .collect()
    }

    /// The `fsc` command in this folder.
    pub fn fsc<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Fsc {
        Fsc::new(self.path(), args)
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap();
    path.to_str().unwrap().replace('\\', "/")
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target: PathBuf = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
