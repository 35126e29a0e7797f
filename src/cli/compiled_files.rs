//! What compiling leaves on disk: `target/compiled/<node>.sql`, `target/setup.sql` and `target/manifest.json`.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::compile::CheckedProject;
use crate::emit;
use crate::manifest::{Manifest, compiled_path};
use crate::plan::Plan;
use crate::rules::unwritable;

use super::outcome::Failure;

/// The folder of the compiled nodes, from the project's root.
const COMPILED: &str = "target/compiled";

/// How many nodes' texts are held at once.
const CHUNK: usize = 512;

/// Writes the statements of every planned node, the set-up and the manifest. Where the plan `is_whole`, what an earlier
/// compilation left of nodes that are gone is removed.
pub fn write(checked: &CheckedProject, plan: &Plan, is_whole: bool) -> Result<(), Failure> {
    let root = &checked.project.root;
    let folder = root.join(COMPILED);
    fs::create_dir_all(&folder).map_err(|error| unwritable::failed("make", &folder, &error))?;
    let mut written = HashSet::with_capacity(plan.nodes.len());
    // Texts are made side by side and written one by one: two writers in one folder wait for each other in the kernel.
    for nodes in plan.nodes.chunks(CHUNK) {
        let texts: Vec<String> = nodes
            .par_iter()
            .map(|node| emit::node(plan, node).to_string())
            .collect();
        for (node, text) in nodes.iter().zip(&texts) {
            let path = root.join(compiled_path(node.name.as_str()));
            write_file(&path, text)?;
            written.insert(path);
        }
    }
    if is_whole {
        remove_others(&folder, &written)?;
    }
    write_file(
        &root.join("target/setup.sql"),
        &emit::setup(plan).to_string(),
    )?;
    let manifest = Manifest::new(checked).to_json();
    let path = root.join("target/manifest.json");
    let manifest = manifest.map_err(|error| unwritable::failed("write", &path, &error.into()))?;
    write_file(&path, &manifest)
}

fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| unwritable::failed("write", path, &error).into())
}

fn remove_others(folder: &Path, written: &HashSet<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::from(unwritable::failed("read", folder, &error));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_sql = path.extension().is_some_and(|extension| extension == "sql");
        if is_sql && !written.contains(&path) {
            fs::remove_file(&path).map_err(|error| unwritable::failed("remove", &path, &error))?;
        }
    }
    Ok(())
}
