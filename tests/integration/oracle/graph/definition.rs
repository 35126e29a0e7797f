//! What a project is made of, drawn at random, and the edits that it sees.

use super::super::Random;

/// Hours since Monday, the first of January 2024.
pub type Time = i64;

pub const DAY: Time = 24;
/// Days that have events and may be computed: two weeks and a Monday.
pub const DAYS: u32 = 15;

pub type Key = &'static str;
pub const KEYS: [Key; 4] = ["a", "b", "c", "d|e"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    Hour,
    Day,
    Week,
}

impl Cadence {
    pub fn length(self) -> Time {
        match self {
            Self::Hour => 1,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
        }
    }

    pub fn floor(self, time: Time) -> Time {
        time - time.rem_euclid(self.length())
    }

    pub fn between(self, first: Time, last: Time) -> impl Iterator<Item = Time> {
        (first..=last).filter(move |time| self.floor(*time) == *time)
    }
}

/// What a node's values are made from, as of a time. Other nodes are named by their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Query {
    /// The amounts of the events of some days before the time.
    Events { days: u32 },
    /// The same, a row a day of the events, or only the last one of each key.
    EventsByDay { days: u32, is_last: bool },
    /// A row a day of events: of the events of two days where the table is there, else of all.
    NewEvents,
    /// What a view has as of the same time.
    Same { of: usize },
    /// How much that is more than as of the view's time before.
    Grown { of: usize },
    /// The sum of what a view has as of the times of some days up to this one.
    Trailing { of: usize, days: u32 },
    /// What a view had last, before the time.
    Last { of: usize },
    /// The sum of a table's rows, all of them as they are, or only those of days before the time.
    Rows { of: usize, is_bounded: bool },
    /// The sum of what two views have as of the same time.
    Both { of: usize, and: usize },
}

impl Query {
    pub fn reads(self) -> Vec<usize> {
        match self {
            Self::Events { .. } | Self::EventsByDay { .. } | Self::NewEvents => Vec::new(),
            Self::Same { of }
            | Self::Grown { of }
            | Self::Trailing { of, .. }
            | Self::Last { of }
            | Self::Rows { of, .. } => vec![of],
            Self::Both { of, and } => vec![of, and],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    View {
        is_replaced: bool,
    },
    /// A view whose rows have times of their own.
    Dated {
        is_replaced: bool,
    },
    /// A table that is merged on the key, and on the day as well or not.
    Merged {
        by_day: bool,
    },
    Rebuilt,
}

impl Kind {
    pub fn is_table(self) -> bool {
        matches!(self, Self::Merged { .. } | Self::Rebuilt)
    }

    /// Whether each time is written over what those before left.
    pub fn is_sequential(self) -> bool {
        matches!(self, Self::Dated { .. } | Self::Merged { .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: Kind,
    pub cadence: Cadence,
    pub query: Query,
    /// Is added to every value.
    pub plus: i64,
    /// A key that the query leaves out; events without a key go with it.
    pub without: Option<Key>,
    pub start: Option<Time>,
    /// The greatest value allowed, of a view.
    pub most: Option<i64>,
}

/// A project's nodes, each after those that it reads.
pub fn draw(random: &mut Random) -> Vec<Node> {
    let has_hours = random.once_in(5);
    let mut nodes = Vec::new();
    for _ in 0..3 + random.below(4) {
        let node = draw_node(random, &nodes, has_hours);
        nodes.push(node);
    }
    nodes
}

fn draw_node(random: &mut Random, before: &[Node], has_hours: bool) -> Node {
    let is_replaced = random.once_in(4);
    let kind = match random.below(10) {
        0..=4 => Kind::View { is_replaced },
        5 => Kind::Dated { is_replaced },
        6..=8 => Kind::Merged {
            by_day: random.below(3) > 0,
        },
        _ => Kind::Rebuilt,
    };
    let has_start = kind != Kind::Rebuilt && random.once_in(2);
    Node {
        kind,
        cadence: cadence(random, kind, has_hours),
        query: query(random, kind, before),
        plus: 0,
        without: None,
        start: has_start.then(|| Time::from(random.below(DAYS)) * DAY),
        most: None,
    }
}

fn cadence(random: &mut Random, kind: Kind, has_hours: bool) -> Cadence {
    match random.below(8) {
        0 | 1 => Cadence::Week,
        2 | 3 if has_hours && matches!(kind, Kind::View { .. }) => Cadence::Hour,
        _ => Cadence::Day,
    }
}

/// A query that a node of this kind can have, of those before it.
fn query(random: &mut Random, kind: Kind, before: &[Node]) -> Query {
    let days = 1 + random.below(4);
    if matches!(kind, Kind::Dated { .. }) && (before.is_empty() || random.once_in(2)) {
        let is_last = random.once_in(2);
        return Query::EventsByDay { days, is_last };
    }
    if kind == (Kind::Merged { by_day: true }) && random.once_in(4) {
        return Query::NewEvents;
    }
    if before.is_empty() || random.once_in(4) {
        return Query::Events { days };
    }
    let of = random.below(u32::try_from(before.len()).unwrap()) as usize;
    let views: Vec<usize> = (0..before.len())
        .filter(|at| matches!(before[*at].kind, Kind::View { .. }))
        .collect();
    match before[of].kind {
        Kind::Merged { .. } | Kind::Rebuilt => Query::Rows {
            of,
            is_bounded: random.once_in(2),
        },
        Kind::Dated { .. } => match random.below(2) {
            0 => Query::Trailing { of, days },
            _ => Query::Last { of },
        },
        Kind::View { .. } => match random.below(6) {
            0 | 1 => Query::Same { of },
            2 => Query::Grown { of },
            3 => Query::Trailing { of, days },
            4 => Query::Last { of },
            _ => Query::Both {
                of,
                and: random.one_of(&views),
            },
        },
    }
}

/// Edits a node, and says how.
pub fn edit(random: &mut Random, nodes: &mut [Node], at: usize) {
    let (before, after) = nodes.split_at_mut(at);
    let node = &mut after[0];
    match random.below(8) {
        0 | 1 => node.plus = i64::from(random.below(4)) * 100,
        2 | 3 => {
            let key = random.one_of(&KEYS);
            node.without = (node.without != Some(key)).then_some(key);
        }
        4 => node.query = query(random, node.kind, before),
        5 => node.cadence = cadence(random, node.kind, false),
        6 => match &mut node.kind {
            Kind::View { is_replaced } | Kind::Dated { is_replaced } => {
                *is_replaced = !*is_replaced;
            }
            Kind::Merged { .. } | Kind::Rebuilt => node.without = None,
        },
        _ => match node.kind {
            Kind::View { .. } | Kind::Dated { .. } => {
                node.most = node.most.is_none().then(|| i64::from(random.below(12)));
            }
            Kind::Merged { .. } | Kind::Rebuilt => node.plus += 1,
        },
    }
}
