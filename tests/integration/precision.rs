//! How often each lint is right: over tests/corpus, whose mistakes were labelled by hand, against tests/corpus/findings.toml,
//! where every finding has a verdict by hand. docs/lints.md is written from both.
//!
//! A finding that is new has to be judged: `FSC_UPDATE_DOCS=1` writes it down as `unjudged`, and the test fails until a
//! person has made that `right`, `wrong` (with a reason) or `arguable`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fsc::diagnostic::Level;
use fsc::rules::{self, Rule};
use rayon::prelude::*;
use serde::Deserialize;

use crate::harness::{Sandbox, root};

/// A lint that is right less often than this is off.
const LEAST_PRECISION: f64 = 0.9;

/// Projects that were labelled and kept apart before the lints met them.
const HOLDOUT: &str = "holdout/";

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    project: String,
    file: String,
    line: u64,
    code: String,
    verdict: Verdict,
    why: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Right,
    Wrong,
    Arguable,
    Unjudged,
}

/// What a lint said of the holdout when it first met it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstRun {
    code: String,
    right: usize,
    wrong: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Findings {
    #[serde(default)]
    finding: Vec<Finding>,
    #[serde(default)]
    first_run: Vec<FirstRun>,
}

#[derive(Debug, Deserialize)]
struct Labels {
    #[serde(default)]
    mistake: Vec<Label>,
    #[serde(default, rename = "arguable")]
    _arguable: Vec<Label>,
}

#[derive(Debug, Deserialize)]
struct Label {
    view: String,
    kind: String,
}

/// The kind of labelled mistake that a lint looks for.
fn kind(code: &str) -> Option<&'static str> {
    Some(match code {
        "FSC301" => "not-reproducible",
        "FSC302" => "never-uses-ds",
        "FSC303" => "leak-inclusive-bound",
        "FSC304" | "FSC317" => "unbounded-dimension-join",
        "FSC305" => "unbounded-window",
        "FSC306" => "look-ahead",
        "FSC307" => "unstable-order",
        "FSC308" | "FSC318" => "division-by-zero",
        "FSC309" => "fan-out",
        "FSC310" => "integer-average",
        "FSC311" => "select-star",
        "FSC312" => "key-not-grouped",
        "FSC313" => "nullable-key",
        "FSC314" => "cross-join",
        "FSC315" => "wrapped-filter",
        "FSC316" => "static-uses-ds",
        _ => return None,
    })
}

fn corpus() -> PathBuf {
    root().join("tests/corpus")
}

/// The corpus's projects by their path, those of the holdout last.
fn projects() -> Vec<String> {
    let mut projects: Vec<String> = walkdir::WalkDir::new(corpus())
        .max_depth(3)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_name() == "fsc.toml")
        .map(|entry| {
            let folder = entry.path().parent().unwrap();
            let path = folder.strip_prefix(corpus()).unwrap();
            path.to_str().unwrap().replace('\\', "/")
        })
        .collect();
    projects.sort_by_key(|project| (project.starts_with(HOLDOUT), project.clone()));
    projects
}

fn recorded() -> Findings {
    let text = fs::read_to_string(corpus().join("findings.toml")).unwrap_or_default();
    toml::from_str(&text).unwrap()
}

fn labels(project: &str) -> Vec<Label> {
    let text = fs::read_to_string(corpus().join(project).join("labels.toml")).unwrap();
    toml::from_str::<Labels>(&text).unwrap().mistake
}

/// Whether a lint is on unless a project says otherwise.
fn is_on(rule: &Rule) -> bool {
    rule.level != Level::Allow
}

/// Turns on the lints that are off.
fn all_lints(sandbox: Sandbox) -> Sandbox {
    let path = sandbox.path().join("fsc.toml");
    let mut text = fs::read_to_string(&path).unwrap() + "\n[lints]\n";
    for rule in lints().filter(|rule| !is_on(rule)) {
        let _ = writeln!(text, "{} = \"warn\"", rule.name);
    }
    sandbox.file("fsc.toml", text)
}

/// What `fsc check` says of a folder: code, severity, file and line.
fn check(sandbox: &Sandbox) -> Vec<(String, String, String, u64)> {
    let finished = sandbox.fsc(["check", "--message-format", "json"]).run();
    assert!(
        matches!(finished.exit, Some(0 | 1)),
        "exit {:?}: {}",
        finished.exit,
        finished.stderr
    );
    let lines = finished.stdout.lines().chain(finished.stderr.lines());
    let mut findings: Vec<_> = lines
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        // The corpus is SQL without data: that its sources have no files is right.
        .filter(|finding| finding["code"] != "FSC202")
        .filter_map(|finding| {
            let text = |name: &str| finding.get(name)?.as_str().map(str::to_owned);
            let line = finding.get("line").and_then(serde_json::Value::as_u64);
            Some((
                text("code")?,
                text("severity")?,
                text("file").unwrap_or_default(),
                line.unwrap_or_default(),
            ))
        })
        .collect();
    findings.sort();
    findings
}

/// Every finding of every project, with the verdict that is recorded for it.
fn findings(recorded: &[Finding]) -> Vec<Finding> {
    let projects = projects();
    let mut found: Vec<Finding> = projects
        .par_iter()
        .flat_map_iter(|project| {
            check(&all_lints(Sandbox::copy_of(&corpus().join(project))))
                .into_iter()
                .map(|(code, _, file, line)| Finding {
                    project: project.clone(),
                    file,
                    line,
                    code,
                    verdict: Verdict::Unjudged,
                    why: None,
                })
        })
        .collect();
    let mut known = recorded.to_vec();
    for finding in &mut found {
        let same = known.iter().position(|other| {
            (&other.project, &other.file, other.line, &other.code)
                == (&finding.project, &finding.file, finding.line, &finding.code)
        });
        if let Some(position) = same {
            *finding = known.swap_remove(position);
        }
    }
    found.sort_by_key(|finding| (finding.project.starts_with(HOLDOUT), finding.clone()));
    found
}

fn written(findings: &Findings, found: &[Finding]) -> String {
    let mut text = String::from(
        "# Every finding of `fsc check` on the corpus with a verdict by hand: right, wrong or arguable. See README.md.\n",
    );
    for FirstRun { code, right, wrong } in &findings.first_run {
        let _ = write!(
            text,
            "\n[[first_run]]\ncode = \"{code}\"\nright = {right}\nwrong = {wrong}\n"
        );
    }
    for finding in found {
        let verdict = format!("{:?}", finding.verdict).to_ascii_lowercase();
        let _ = write!(
            text,
            "\n[[finding]]\nproject = \"{}\"\nfile = \"{}\"\nline = {}\ncode = \"{}\"\nverdict = \"{verdict}\"\n",
            finding.project, finding.file, finding.line, finding.code
        );
        if let Some(why) = &finding.why {
            let _ = writeln!(text, "why = {why:?}");
        }
    }
    text
}

/// Right and wrong findings of a lint.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
}

impl Count {
    fn of<'f>(code: &str, findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut count = Self::default();
        for finding in findings.filter(|finding| finding.code == code) {
            match finding.verdict {
                Verdict::Right => count.right += 1,
                Verdict::Wrong => count.wrong += 1,
                Verdict::Arguable | Verdict::Unjudged => {}
            }
        }
        count
    }

    fn precision(self) -> Option<f64> {
        let all = self.right + self.wrong;
        #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
        (all > 0).then(|| self.right as f64 / all as f64)
    }

    fn cell(self) -> String {
        match self.precision() {
            Some(precision) => format!(
                "{precision:.2} ({} of {})",
                self.right,
                self.right + self.wrong
            ),
            None => "–".to_owned(),
        }
    }
}

/// The lints over queries: those that the corpus has labels for.
fn lints() -> impl Iterator<Item = &'static Rule> {
    rules::ALL
        .iter()
        .copied()
        .filter(|rule| kind(rule.code).is_some())
}

/// What a rule's documentation says under "Cannot see", as one line.
fn cannot_see(rule: &Rule) -> String {
    let section = rule
        .docs
        .split("## Cannot see\n")
        .nth(1)
        .unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    section.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Labelled mistakes that a lint should find: how many it finds, of how many.
fn recall(code: &str, found: &[Finding], in_holdout: bool) -> (usize, usize) {
    let mistakes: BTreeSet<(String, String)> = projects()
        .into_iter()
        .filter(|project| project.starts_with(HOLDOUT) == in_holdout)
        .flat_map(|project| {
            let labels = labels(&project).into_iter();
            let labels = labels.filter(|label| Some(label.kind.as_str()) == kind(code));
            labels
                .map(move |label| (project.clone(), label.view))
                .collect::<Vec<_>>()
        })
        .collect();
    let is_found = |(project, view): &&(String, String)| {
        found.iter().any(|finding| {
            let stem = Path::new(&finding.file).file_stem();
            // A static view that uses the as-of time is reported where it is defined.
            let is_view = stem.is_some_and(|stem| stem == view.as_str());
            finding.code == code && finding.project == *project && is_view
        })
    };
    (mistakes.iter().filter(is_found).count(), mistakes.len())
}

fn views(in_holdout: bool) -> usize {
    let of = |project: &String| {
        let files = walkdir::WalkDir::new(corpus().join(project));
        let definitions = files.into_iter().map(Result::unwrap).filter(|entry| {
            entry.file_name() == "feature.toml" || entry.file_name() == "feature.yaml"
        });
        definitions
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).unwrap();
                text.matches("[[feature_view]]").count() + text.matches("- sql:").count()
            })
            .sum::<usize>()
    };
    let projects = projects();
    let projects = projects
        .iter()
        .filter(|project| project.starts_with(HOLDOUT) == in_holdout);
    projects.map(of).sum()
}

fn page(recorded: &Findings, found: &[Finding]) -> String {
    let first: BTreeMap<&str, Count> = recorded
        .first_run
        .iter()
        .map(|run| {
            let count = Count {
                right: run.right,
                wrong: run.wrong,
            };
            (run.code.as_str(), count)
        })
        .collect();
    let mut page = format!(
        "<!-- Generated from tests/corpus and the rules. To change it: FSC_UPDATE_DOCS=1 cargo test --test integration precision -->\n\n\
         # How often the lints are right\n\n\
         Every lint runs over {} feature views of the [corpus](../tests/corpus/README.md), on which the lints were tuned, and over {} of\n\
         a holdout, which was written and labelled before any lint saw it. Each finding was judged by hand. **Precision** is the share\n\
         of findings that are right; **first run** is what the holdout's findings were worth before the lints learned from the wrong\n\
         ones among them: the only number here that nothing was tuned on. **Found** is how many of the labelled mistakes of its kind a\n\
         lint finds. A lint below {LEAST_PRECISION} over both together is off unless it is asked for; so is `wrapped-filter`, since\n\
         whether Snowflake prunes behind a function depends on the function, and `division-by-zero`, which was right in less than half\n\
         of what it said of the holdout at first. Small numbers say little: read them as such.\n\n\
         | lint | default | corpus | holdout | first run | found, corpus | found, holdout |\n|---|---|---|---|---|---|---|\n",
        views(false),
        views(true),
    );
    let part = |in_holdout: bool| {
        found
            .iter()
            .filter(move |finding| finding.project.starts_with(HOLDOUT) == in_holdout)
    };
    for rule in lints() {
        let (near, far) = (
            recall(rule.code, found, false),
            recall(rule.code, found, true),
        );
        let share = |(found, all): (usize, usize)| {
            if all == 0 {
                "–".to_owned()
            } else {
                format!("{found} of {all}")
            }
        };
        let _ = writeln!(
            page,
            "| `{}` {} | {} | {} | {} | {} | {} | {} |",
            rule.code,
            rule.name,
            rule.level_word(),
            Count::of(rule.code, part(false)).cell(),
            Count::of(rule.code, part(true)).cell(),
            first.get(rule.code).copied().unwrap_or_default().cell(),
            share(near),
            share(far),
        );
    }
    page.push_str("\n## What they cannot see\n");
    for rule in lints() {
        let _ = write!(
            page,
            "\n**{}** ({}). {}\n",
            rule.name,
            rule.code,
            cannot_see(rule)
        );
    }
    page.push_str("\n## Where they are wrong\n\n");
    for finding in found
        .iter()
        .filter(|finding| finding.verdict == Verdict::Wrong)
    {
        let _ = writeln!(
            page,
            "- `{}` at tests/corpus/{}/{}:{}: {}",
            finding.code,
            finding.project,
            finding.file,
            finding.line,
            finding.why.as_deref().unwrap_or_default()
        );
    }
    page
}

#[test]
fn findings_are_those_that_were_judged() {
    let recorded = recorded();
    let found = findings(&recorded.finding);
    if std::env::var_os("FSC_UPDATE_DOCS").is_some() {
        fs::write(corpus().join("findings.toml"), written(&recorded, &found)).unwrap();
        fs::write(root().join("docs/lints.md"), page(&recorded, &found)).unwrap();
    }
    let unjudged: Vec<_> = found
        .iter()
        .filter(|finding| finding.verdict == Verdict::Unjudged)
        .collect();
    assert!(
        unjudged.is_empty(),
        "to be judged in tests/corpus/findings.toml: {unjudged:#?}"
    );
    let gone: Vec<_> = recorded
        .finding
        .iter()
        .filter(|finding| !found.contains(finding))
        .collect();
    assert!(
        gone.is_empty() || std::env::var_os("FSC_UPDATE_DOCS").is_some(),
        "no longer found: {gone:#?}"
    );
    for finding in &found {
        assert!(
            finding.verdict != Verdict::Wrong || finding.why.is_some(),
            "say why it is wrong: {finding:?}"
        );
    }
    for rule in lints() {
        let precision = Count::of(rule.code, found.iter()).precision();
        assert!(
            !is_on(rule) || precision.is_none_or(|precision| precision >= LEAST_PRECISION),
            "{} is right in {precision:?}: mend it or turn it off",
            rule.code
        );
    }
    let docs = fs::read_to_string(root().join("docs/lints.md")).unwrap_or_default();
    assert!(
        docs == page(&recorded, &found),
        "docs/lints.md is stale: run `FSC_UPDATE_DOCS=1 cargo test --test integration precision`"
    );
}

#[test]
fn every_lint_says_once_what_it_cannot_see() {
    for rule in lints() {
        let section = cannot_see(rule);
        assert!(section.len() > 20, "{}: {section:?}", rule.name);
        let mut sentences: Vec<&str> = section.split(". ").collect();
        let all = sentences.len();
        sentences.sort_unstable();
        sentences.dedup();
        assert_eq!(sentences.len(), all, "{} repeats itself", rule.name);
    }
}

#[test]
fn no_error_is_false() {
    let recorded = recorded().finding;
    let projects = projects();
    assert_eq!(projects.len(), 16, "{projects:?}");
    projects.par_iter().for_each(|project| {
        for (code, severity, file, line) in check(&Sandbox::copy_of(&corpus().join(project))) {
            let is_right = recorded.iter().any(|finding| {
                (
                    finding.project.as_str(),
                    finding.file.as_str(),
                    finding.line,
                ) == (project.as_str(), file.as_str(), line)
                    && finding.code == code
                    && finding.verdict == Verdict::Right
            });
            assert!(
                severity != "error" || is_right,
                "{project}/{file}:{line}: {code}"
            );
        }
    });
}

#[test]
fn examples_and_template_are_free_of_findings() {
    for folder in [
        "examples/flights",
        "examples/marketplace",
        "project_template",
    ] {
        let findings = check(&Sandbox::copy_of(&root().join(folder)));
        assert!(findings.is_empty(), "{folder}: {findings:?}");
    }
}
