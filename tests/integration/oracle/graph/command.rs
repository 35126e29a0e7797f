//! The commands that are given, drawn at random.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Random;
use super::definition::{DAY, DAYS, Node, Time};
use super::store::Store;
use super::text;
use super::work::{Wanted, Work};

#[derive(Debug, Clone)]
pub enum Command {
    Run {
        of: Selection,
        time: Time,
        anew: bool,
    },
    CatchUp {
        of: Selection,
        time: Time,
    },
    Backfill {
        of: Selection,
        days: (Time, Time),
        wanted: Wanted,
        batch: u32,
    },
}

/// Nodes, each with whether what it reads and what reads it is meant as well; none stand for all.
#[derive(Debug, Clone, Default)]
pub struct Selection(Vec<(bool, usize, bool)>);

impl Selection {
    fn draw(random: &mut Random, nodes: &[Node]) -> Self {
        if random.once_in(5) {
            return Self::default();
        }
        let some = 1 + random.below(2);
        let terms = (0..some).map(|_| {
            let at = random.below(u32::try_from(nodes.len()).unwrap()) as usize;
            (random.below(5) < 2, at, random.once_in(4))
        });
        Self(terms.collect())
    }

    fn terms(&self, nodes: &[Node]) -> Vec<String> {
        if self.0.is_empty() {
            return vec!["*".to_owned()];
        }
        let plus = |is_there| if is_there { "+" } else { "" };
        let term = |(before, at, after): &(bool, usize, bool)| {
            let name = text::name(nodes, *at);
            format!("{}{name}{}", plus(*before), plus(*after))
        };
        self.0.iter().map(term).collect()
    }

    pub fn nodes(&self, nodes: &[Node]) -> BTreeSet<usize> {
        if self.0.is_empty() {
            return (0..nodes.len()).collect();
        }
        let mut selected = BTreeSet::new();
        for (before, at, after) in &self.0 {
            let (mut above, mut below) = (BTreeSet::from([*at]), BTreeSet::from([*at]));
            if *before {
                for read in (0..=*at).rev() {
                    if above.contains(&read) {
                        above.extend(nodes[read].query.reads());
                    }
                }
            }
            if *after {
                for (reader, node) in nodes.iter().enumerate() {
                    if node.query.reads().iter().any(|read| below.contains(read)) {
                        below.insert(reader);
                    }
                }
            }
            selected.extend(above);
            selected.extend(below);
        }
        selected
    }
}

impl Command {
    pub fn draw(random: &mut Random, nodes: &[Node]) -> Self {
        let of = Selection::draw(random, nodes);
        let first = Time::from(random.below(DAYS)) * DAY;
        let hour = if random.once_in(3) {
            Time::from(random.below(24))
        } else {
            0
        };
        match random.below(8) {
            0..=2 => Self::Run {
                of,
                time: first + hour,
                anew: random.once_in(8),
            },
            3 => Self::CatchUp {
                of,
                time: first + hour,
            },
            _ => {
                let left = DAYS - u32::try_from(first / DAY).unwrap();
                Self::Backfill {
                    of,
                    days: (first, first + Time::from(random.below(left.min(6))) * DAY),
                    wanted: random.one_of(&[
                        Wanted::Default,
                        Wanted::Default,
                        Wanted::Missing,
                        Wanted::Stale,
                        Wanted::Force,
                    ]),
                    batch: random.one_of(&[1, 2, 3, 30]),
                }
            }
        }
    }

    pub fn work(&self, store: &Store) -> Work {
        match self {
            Self::Run { of, time, anew } => Work::run(store, &of.nodes(&store.nodes), *time, *anew),
            Self::CatchUp { of, time } => Work::catch_up(store, &of.nodes(&store.nodes), *time),
            Self::Backfill {
                of, days, wanted, ..
            } => Work::backfill(store, &of.nodes(&store.nodes), *days, *wanted),
        }
    }

    /// As it is given to fsc.
    pub fn args(&self, nodes: &[Node]) -> Vec<String> {
        let (mut args, of) = match self {
            Self::Run { of, time, anew } => {
                let mut args = vec!["run".to_owned(), "--ds".to_owned(), text::time(*time)];
                if *anew {
                    args.push("--full-refresh".to_owned());
                }
                (args, of)
            }
            Self::CatchUp { of, time } => {
                let words = ["run", "--catch-up", "--ds"].map(str::to_owned);
                let mut args = Vec::from(words);
                args.push(text::time(*time));
                (args, of)
            }
            Self::Backfill {
                of,
                days: (first, last),
                wanted,
                batch,
            } => {
                let (first, last, batch) =
                    (text::time(*first), text::time(*last), batch.to_string());
                let words = [
                    "backfill",
                    "--start",
                    &first,
                    "--end",
                    &last,
                    "--batch-size",
                    &batch,
                ];
                let mut args = Vec::from(words.map(str::to_owned));
                let flag = match wanted {
                    Wanted::Default => None,
                    Wanted::Missing => Some("--missing"),
                    Wanted::Stale => Some("--stale"),
                    Wanted::Force => Some("--force"),
                };
                args.extend(flag.map(str::to_owned));
                (args, of)
            }
        };
        args.push("--select".to_owned());
        args.extend(of.terms(nodes));
        args
    }

    /// Whether the same command, given again after it was killed on its way, ends where it would have ended. What is
    /// written over what was before is not computed again from its beginning, and what failed is not tried over what came
    /// after it; `--stale` does not try again what failed.
    pub fn can_be_repeated(&self, store: &Store, work: &Work, is_whole: bool) -> bool {
        let in_order = is_in_order(store, work);
        match self {
            Self::Run { .. } => true,
            Self::CatchUp { .. } => !in_order || is_whole,
            Self::Backfill { wanted, .. } => match wanted {
                Wanted::Default | Wanted::Missing => !in_order || is_whole,
                Wanted::Stale => is_whole,
                Wanted::Force => !in_order,
            },
        }
    }

    /// Whether `fsc retry`, which computes all of it once more, ends there too.
    pub fn can_be_retried(store: &Store, work: &Work) -> bool {
        work.is_run || !is_in_order(store, work)
    }
}

fn is_in_order(store: &Store, work: &Work) -> bool {
    let mut nodes = work.times.keys();
    nodes.any(|at| store.nodes[*at].kind.is_sequential())
}

/// What the last command left to be done, for `fsc retry`.
#[derive(Debug, Clone)]
pub enum Left {
    /// No command came to compute anything.
    Unplanned,
    /// That depends on how far a command came that was killed.
    Unknown,
    Run {
        time: Time,
        anew: bool,
        nodes: BTreeSet<usize>,
    },
    Times(BTreeMap<usize, BTreeSet<Time>>),
}

impl Left {
    /// What a command leaves, of which this is left out.
    pub fn of(command: &Command, left: BTreeMap<usize, BTreeSet<Time>>) -> Self {
        match command {
            Command::Run { time, anew, .. } => Self::Run {
                time: *time,
                anew: *anew,
                nodes: left.into_keys().collect(),
            },
            Command::CatchUp { .. } | Command::Backfill { .. } => Self::Times(left),
        }
    }
}
