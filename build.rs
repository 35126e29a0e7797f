//! Lets the binary find the prebuilt DuckDB library without `LD_LIBRARY_PATH`.

use std::env;

fn main() {
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    let linked = env::var_os("CARGO_FEATURE_DUCKDB").is_some()
        && env::var_os("CARGO_FEATURE_BUNDLED").is_none();
    if linked && let Ok(directory) = env::var("DUCKDB_LIB_DIR") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{directory}");
    }
}
