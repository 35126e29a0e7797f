//! What a database is on disk: the files that a killed process leaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Where the examples have their database.
pub const DATABASE: &str = "target/dev.duckdb";

/// The database file and what DuckDB keeps beside it, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disk {
    files: BTreeMap<String, Arc<Vec<u8>>>,
}

impl Disk {
    /// As it is now. Contents that are those of `before` are kept once.
    pub fn of(project: &Path, before: Option<&Self>) -> Self {
        let files = names(project).into_iter().filter_map(|name| {
            // Files of the log come and go.
            let bytes = fs::read(project.join("target").join(&name)).ok()?;
            let known = before.and_then(|before| before.files.get(&name));
            let bytes = match known {
                Some(known) if **known == bytes => Arc::clone(known),
                Some(_) | None => Arc::new(bytes),
            };
            Some((name, bytes))
        });
        Self {
            files: files.collect(),
        }
    }

    /// Puts these files, and no others, in place of a database.
    pub fn restore(&self, project: &Path) {
        for name in names(project) {
            fs::remove_file(project.join("target").join(name)).unwrap();
        }
        fs::create_dir_all(project.join("target")).unwrap();
        for (name, bytes) in &self.files {
            fs::write(project.join("target").join(name), bytes.as_slice()).unwrap();
        }
    }

    /// These files with a part of what was appended to one of them next, where that is all that differs. `choose` picks how
    /// much.
    pub fn up_to(&self, next: &Self, choose: impl FnOnce(u64) -> u64) -> Option<Self> {
        let mut differing = next.files.iter().filter(|(name, bytes)| {
            let before = self.files.get(*name);
            before != Some(*bytes)
        });
        let (Some((name, after)), None) = (differing.next(), differing.next()) else {
            return None;
        };
        let before = self.files.get(name)?;
        if self.files.len() != next.files.len() || !after.starts_with(before) {
            return None;
        }
        let appended = (after.len() - before.len()) as u64;
        let cut = before.len() + usize::try_from(choose(appended)).unwrap();
        let mut files = self.files.clone();
        files.insert(name.clone(), Arc::new(after[..cut].to_vec()));
        Some(Self { files })
    }

    /// The names and sizes of the files.
    pub fn sizes(&self) -> String {
        let sizes: Vec<String> = self
            .files
            .iter()
            .map(|(name, bytes)| format!("{name} {}", bytes.len()))
            .collect();
        sizes.join(", ")
    }
}

fn names(project: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(project.join("target")) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.starts_with("dev.duckdb"))
        .collect()
}
