//! Lets every program of this package find the DuckDB library without `LD_LIBRARY_PATH`, and says what to do when there
//! is none: without this the linker would only say that it cannot find `-lduckdb`, minutes later.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script asks its environment"
)]

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    for variable in ["DUCKDB_LIB_DIR", "DUCKDB_DOWNLOAD_LIB", "LIBRARY_PATH"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    println!("cargo::rerun-if-changed=build.rs");

    let linked = env::var_os("CARGO_FEATURE_DUCKDB").is_some()
        && env::var_os("CARGO_FEATURE_BUNDLED").is_none();
    if !linked || env::var_os("CARGO_CFG_WINDOWS").is_some() {
        return;
    }
    match env::var("DUCKDB_LIB_DIR") {
        Ok(directory) if !has_library(Path::new(&directory)) => println!(
            "cargo::error=DUCKDB_LIB_DIR is `{directory}`, where there is no libduckdb; unset it (it may be set in \
             .cargo/config.toml) and run `make build`, which fetches DuckDB"
        ),
        Ok(directory) => {
            // Four arguments and not `-Wl,-rpath,…`: a comma in the path would end it.
            for argument in ["-Xlinker", "-rpath", "-Xlinker", directory.as_str()] {
                println!("cargo::rustc-link-arg={argument}");
            }
        }
        Err(_) if env::var_os("DUCKDB_DOWNLOAD_LIB").is_some() || on_the_system() => {}
        Err(_) => println!(
            "cargo::error=the DuckDB library was not found; run `make build`, which fetches it once and lets plain \
             cargo find it, or set DUCKDB_LIB_DIR to the folder of libduckdb, or build DuckDB from source with \
             `--features bundled` (20 to 40 minutes)"
        ),
    }
}

/// Whether the linker is likely to find the library without being told where.
fn on_the_system() -> bool {
    let known = Command::new("pkg-config")
        .args(["--exists", "duckdb"])
        .status()
        .is_ok_and(|status| status.success());
    known || library_folders().any(|folder| has_library(&folder))
}

fn library_folders() -> impl Iterator<Item = PathBuf> {
    let usual = [
        "/usr/lib",
        "/usr/lib64",
        "/usr/local/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
    ];
    let named = env::var_os("LIBRARY_PATH").unwrap_or_default();
    usual
        .into_iter()
        .map(PathBuf::from)
        .chain(env::split_paths(&named).collect::<Vec<_>>())
}

fn has_library(folder: &Path) -> bool {
    ["libduckdb.so", "libduckdb.dylib", "libduckdb.a"]
        .iter()
        .any(|name| folder.join(name).exists())
}
