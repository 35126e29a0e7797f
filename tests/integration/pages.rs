//! The commands of README and of the guide work as they stand: every ```` ```sh ```` block of a page is run, from top to
//! bottom, in one empty folder, with `fsc` on the path.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::{Sandbox, root};

/// The commands of a page's `sh` blocks.
fn commands(page: &str) -> String {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let mut commands = String::new();
    let mut inside = false;
    for line in text.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            command if inside => {
                commands.push_str(command);
                commands.push('\n');
            }
            _ => {}
        }
    }
    commands
}

fn runs(page: &str) {
    let commands = commands(page);
    assert!(commands.contains("fsc "), "{page} shows commands");
    let sandbox = Sandbox::empty();
    let binaries = Path::new(env!("CARGO_BIN_EXE_fsc")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(binaries.to_path_buf())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let output = Command::new("sh")
        .args(["-eu", "-c", &commands])
        .current_dir(sandbox.path())
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{page}\n{commands}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_readme_runs() {
    runs("README.md");
}

#[test]
fn getting_started_runs() {
    runs("docs/getting-started.md");
}

#[test]
fn backfills_run() {
    runs("docs/backfills.md");
}

#[test]
fn the_page_of_tables_runs() {
    runs("docs/tables.md");
}

#[test]
fn runs_run() {
    runs("docs/running.md");
}

#[test]
fn the_page_of_schedulers_runs() {
    runs("docs/orchestration.md");
}

/// Links between pages lead somewhere.
#[test]
fn links_lead_to_files() {
    let pages = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ]
    .into_iter()
    .map(|page| root().join(page))
    .chain(
        fs::read_dir(root().join("docs"))
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    );
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let file = page.parent().unwrap().join(target);
            assert!(file.exists(), "{} links to {target}", page.display());
        }
    }
}
