//! What the tests of the renderers share.

use crate::rules::Rule;
use crate::source::SourceMap;

use super::Level;

/// A rule that is in no list.
pub static RULE: Rule = Rule {
    code: "FSC999",
    name: "tested",
    level: Level::Deny,
    summary: "is used by tests",
    docs: "",
};

/// Two files: a definition and an empty one.
pub fn sources() -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add(
        "brand/feature.toml",
        "[view]\nname='x'\ndesciption = \"How many\"\n",
    );
    sources.add("empty.toml", "");
    sources
}

/// Compares with `snapshots/diagnostic/<name>.snap`.
pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/diagnostic"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
