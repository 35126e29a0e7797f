//! What compiling leaves on disk: `target/compiled/<node>.sql`, `target/setup.sql` and `target/manifest.json`.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

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
    let paths: Vec<PathBuf> = plan
        .nodes
        .iter()
        .map(|node| root.join(compiled_path(node.name.as_str())))
        .collect();
    // Texts are made side by side, and written by one thread meanwhile: two writers in one folder wait for each other in
    // the kernel.
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<Vec<(&Path, String)>>(1);
        let writer = scope.spawn(move || {
            receiver
                .into_iter()
                .flatten()
                .try_for_each(|(path, text)| write_file(path, &text))
        });
        for (nodes, paths) in plan.nodes.chunks(CHUNK).zip(paths.chunks(CHUNK)) {
            let texts = nodes
                .par_iter()
                .zip(paths)
                .map(|(node, path)| (path.as_path(), emit::node(plan, node).to_string()))
                .collect();
            if sender.send(texts).is_err() {
                break;
            }
        }
        drop(sender);
        writer
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    if is_whole {
        remove_others(&folder, &paths.iter().collect())?;
    }
    write_file(
        &root.join("target/setup.sql"),
        &emit::setup(plan, &BTreeSet::new()).to_string(),
    )?;
    let manifest = Manifest::new(checked).to_json();
    let path = root.join("target/manifest.json");
    let manifest = manifest.map_err(|error| unwritable::failed("write", &path, &error.into()))?;
    write_file(&path, &manifest)
}

/// Writes a file unless it holds the text already: a compilation that changes nothing touches nothing.
fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| unwritable::failed("write", path, &error).into())
}

fn remove_others(folder: &Path, written: &HashSet<&PathBuf>) -> Result<(), Failure> {
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
