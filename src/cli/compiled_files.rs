//! What compiling leaves on disk: `target/compiled/<node>.sql`, `target/setup.sql` and `target/manifest.json`.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use rayon::prelude::*;

use crate::compile::CheckedProject;
use crate::emit;
use crate::manifest::Manifest;
use crate::output_folder;
use crate::plan::Plan;
use crate::rules::{foreign_target_folder, unwritable};
use crate::run::LeaseOptions;
use crate::written_file::write_atomically;

use super::outcome::Failure;

/// How many nodes' texts are held at once.
const CHUNK: usize = 512;

/// Writes the statements of every planned node, the set-up and the manifest. What an earlier compilation left of nodes
/// that are gone, as its manifest lists them, is removed. A link in place of the folder is refused: the files would
/// overwrite what it points to.
pub fn write(checked: &CheckedProject, plan: &Plan) -> Result<(), Failure> {
    let root = &checked.project.root;
    let folder = root.join(output_folder::COMPILED);
    if let Some(link) = output_folder::link(root) {
        return Err(foreign_target_folder::link(&link).into());
    }
    output_folder::make(root)
        .and_then(|()| fs::create_dir_all(&folder))
        .map_err(|error| unwritable::failed("make", &folder, &error))?;
    let paths: Vec<PathBuf> = plan
        .nodes
        .iter()
        .map(|node| root.join(output_folder::compiled(node.name.as_str())))
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
    write_file(
        &root.join(output_folder::SETUP),
        &emit::beginning(plan, LeaseOptions::default().expiry).to_string(),
    )?;
    let path = root.join(output_folder::MANIFEST);
    let manifest = Manifest::new(checked).to_json();
    let manifest = manifest.map_err(|error| unwritable::failed("write", &path, &error.into()))?;
    remove_gone(
        root,
        &fs::read_to_string(&path).unwrap_or_default(),
        &manifest,
    )?;
    write_file(&path, &manifest)
}

/// Writes a file unless it holds the text already: a compilation that changes nothing touches nothing.
fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    write_atomically(path, text.as_bytes())
        .map_err(|error| unwritable::failed("write", path, &error).into())
}

/// Removes the files of nodes that the manifest before listed and the new one does not.
fn remove_gone(root: &Path, before: &str, now: &str) -> Result<(), Failure> {
    if before == now {
        return Ok(());
    }
    let now: HashSet<String> = Manifest::compiled_paths(now).into_iter().collect();
    let before = Manifest::compiled_paths(before).into_iter();
    for path in before.filter(|path| !now.contains(path)) {
        let path = root.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(unwritable::failed("remove", &path, &error).into());
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
