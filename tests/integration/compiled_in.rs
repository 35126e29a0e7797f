//! Every file below `tests/integration/` is compiled in.

use std::fs;

use crate::harness::root;

#[test]
fn every_test_file_is_compiled_in() {
    let folder = root().join("tests/integration");
    for (folder, list) in [
        (folder.clone(), "main.rs"),
        (folder.join("harness"), "mod.rs"),
    ] {
        let declared = fs::read_to_string(folder.join(list)).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let module = path.file_stem().unwrap().to_str().unwrap();
            if module != "main" && module != "mod" {
                assert!(
                    declared.contains(&format!("mod {module};")),
                    "{} is not declared in {list}",
                    path.display()
                );
            }
        }
    }
}
