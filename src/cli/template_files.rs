//! The files of `project_template/`, compiled in.

/// Lists files of `project_template/` with their text.
macro_rules! template_files {
    ($($path:literal),* $(,)?) => {
        /// Path from the project's root, and text.
        pub const TEMPLATE: &[(&str, &str)] = &[
            $(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/project_template/", $path)))),*
        ];
    };
}

template_files! {
    ".gitignore",
    "README.md",
    "customer/customer_orders.sql",
    "customer/customer_profile.sql",
    "customer/customer_recency.sql",
    "customer/feature.toml",
    "data/customers.csv",
    "data/orders.csv",
    "fsc.toml",
    "macros/days.sql",
    "sources.toml",
    "tables/daily_orders/daily_orders.sql",
    "tables/daily_orders/table.toml",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_template_is_compiled_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/project_template");
        let mut files: Vec<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .filter_entry(|entry| entry.file_name() != "target")
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(root).unwrap();
                path.to_str().unwrap().replace('\\', "/")
            })
            .collect();
        files.sort();
        let listed: Vec<&str> = TEMPLATE.iter().map(|(path, _)| *path).collect();
        assert_eq!(files, listed);
    }
}
