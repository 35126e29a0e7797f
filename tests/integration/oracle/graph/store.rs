//! What the store holds, and what a query yields of it.

use std::collections::BTreeMap;

use super::definition::{Cadence, DAY, KEYS, Key, Kind, Node, Query, Time};

/// An event; some have no key.
pub type Event = (Option<Key>, Time, i64);

/// Rows by key and day; the time that a row is of, where the query has no days of its own.
pub type Rows = BTreeMap<(Option<Key>, Time), f64>;

/// What is known of a node as of a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// What the definitions meant that computed it. `None`: it was never computed.
    pub by: Option<Meaning>,
    /// Whether the last try failed.
    pub is_failed: bool,
}

/// What a node's definitions mean, its own and all that it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Of(String),
    /// It was computed, by this definition, from what an older definition had computed.
    FromOlder(String),
    /// Another definition wrote over it.
    WrittenOver,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Present,
    Stale,
    Failed,
    Missing,
}

#[derive(Debug, Clone, Default)]
pub struct Store {
    pub nodes: Vec<Node>,
    pub events: Vec<Event>,
    /// By view, time and key.
    pub values: BTreeMap<(usize, Time, Key), f64>,
    /// The tables that were ever computed.
    pub tables: BTreeMap<usize, Rows>,
    pub known: BTreeMap<(usize, Time), Known>,
    /// The time that was computed last of each node: as of when a rebuilt table stands.
    pub last: BTreeMap<usize, Time>,
    /// How many commands have computed something.
    pub commands: usize,
    /// Which command wrote a row of a dated view, or was the first of its definition to find it as it is.
    pub writers: BTreeMap<(usize, Time, Key), usize>,
    /// Which commands computed what, by node.
    pub computed: BTreeMap<usize, Vec<(usize, Meaning)>>,
}

/// What becomes of what stands where a node writes.
#[derive(Debug, Clone, Copy)]
pub struct Write {
    /// All goes.
    pub anew: bool,
    /// What an older definition of a view computed goes.
    pub over_older: bool,
}

impl Store {
    pub fn meaning(&self, at: usize) -> Meaning {
        Meaning::Of(self.meaning_text(at))
    }

    fn meaning_text(&self, at: usize) -> String {
        let read = self.nodes[at].query.reads().into_iter();
        let read: Vec<String> = read.map(|read| self.meaning_text(read)).collect();
        format!("{} of {read:?}", self.own_text(at))
    }

    /// What a node's own definition means, whatever it reads.
    pub fn own_text(&self, at: usize) -> String {
        let node = &self.nodes[at];
        // What a check allows, and where a past begins, are no part of what values mean.
        let own = (node.kind, node.cadence, node.query, node.plus, node.without);
        format!("{at} {own:?}")
    }

    pub fn state(&self, at: usize, time: Time) -> State {
        match self.known.get(&(at, time)) {
            None => State::Missing,
            Some(known) if known.is_failed => State::Failed,
            Some(known) if known.by == Some(self.meaning(at)) => State::Present,
            Some(_) => State::Stale,
        }
    }

    /// Whether what stands of a node as of a time was computed by an older definition.
    pub fn is_older(&self, at: usize, time: Time) -> bool {
        let by = self
            .known
            .get(&(at, time))
            .and_then(|known| known.by.as_ref());
        by.is_some_and(|by| *by != self.meaning(at))
    }

    /// As of when a node that is read at a time must have been computed.
    pub fn needed(&self, read: usize, time: Time) -> Time {
        self.nodes[read].cadence.floor(time)
    }

    /// What a node's query yields as of a time.
    pub fn query(&self, at: usize, time: Time) -> Rows {
        let node = &self.nodes[at];
        let mut rows = self.found(at, time);
        if let Some(without) = node.without {
            rows.retain(|(key, _), _| key.is_some_and(|key| key != without));
        }
        for value in rows.values_mut() {
            *value += number(node.plus);
        }
        rows
    }

    /// The same, before what is left out and added.
    fn found(&self, at: usize, time: Time) -> Rows {
        let mut rows = Rows::new();
        match self.nodes[at].query {
            Query::Events { days } => {
                for (key, _, amount) in self.events_from(time - Time::from(days) * DAY, time) {
                    *rows.entry((*key, time)).or_default() += number(*amount);
                }
            }
            Query::EventsByDay { days, is_last } => {
                rows = self.by_day(time - Time::from(days) * DAY, time);
                let all = rows.clone();
                let is_later = |row: &(Option<Key>, Time)| {
                    all.keys().any(|(key, day)| *key == row.0 && *day > row.1)
                };
                rows.retain(|row, _| !is_last || !is_later(row));
            }
            Query::NewEvents => {
                let two_days = Cadence::Day.floor(time) - 2 * DAY;
                let is_there = self.tables.contains_key(&at);
                rows = self.by_day(if is_there { two_days } else { Time::MIN }, time);
            }
            Query::Same { of } => {
                let as_of = self.needed(of, time);
                for (key, value) in self.values_at(of, as_of) {
                    rows.insert((Some(key), time), value);
                }
            }
            Query::Grown { of } => {
                let as_of = self.needed(of, time);
                let before = self.values_at(of, as_of - self.nodes[of].cadence.length());
                for (key, value) in self.values_at(of, as_of) {
                    let before = before.get(key).copied().unwrap_or_default();
                    rows.insert((Some(key), time), value - before);
                }
            }
            Query::Trailing { of, days } => {
                let first = time - Time::from(days) * DAY + 1;
                for ((_, _, key), value) in self.values_from(of, first, time) {
                    *rows.entry((Some(*key), time)).or_default() += value;
                }
            }
            Query::Last { of } => {
                // In the order of time: what comes later takes the place of what was before.
                for ((_, _, key), value) in self.values_from(of, Time::MIN, time - 1) {
                    rows.insert((Some(*key), time), *value);
                }
            }
            Query::Rows { of, is_bounded } => {
                for ((key, day), value) in self.tables.get(&of).into_iter().flatten() {
                    if !is_bounded || *day < time {
                        *rows.entry((*key, time)).or_default() += value;
                    }
                }
            }
            Query::Both { of, and } => {
                let others = self.values_at(and, self.needed(and, time));
                for (key, value) in self.values_at(of, self.needed(of, time)) {
                    if let Some(other) = others.get(key) {
                        rows.insert((Some(key), time), value + other);
                    }
                }
            }
        }
        rows
    }

    fn events_from(&self, first: Time, end: Time) -> impl Iterator<Item = &Event> {
        let events = self.events.iter();
        events.filter(move |(_, at, _)| (first..end).contains(at))
    }

    fn by_day(&self, first: Time, end: Time) -> Rows {
        let mut rows = Rows::new();
        for (key, at, amount) in self.events_from(first, end) {
            *rows.entry((*key, Cadence::Day.floor(*at))).or_default() += number(*amount);
        }
        rows
    }

    fn values_from(
        &self,
        of: usize,
        first: Time,
        last: Time,
    ) -> impl Iterator<Item = (&(usize, Time, Key), &f64)> {
        self.values.range((of, first, "")..(of, last + 1, ""))
    }

    fn values_at(&self, of: usize, as_of: Time) -> BTreeMap<Key, f64> {
        let keys = KEYS.into_iter();
        keys.filter_map(|key| Some((key, *self.values.get(&(of, as_of, key))?)))
            .collect()
    }

    /// Writes what a node yields as of a time, over what is there or in its place. `None`: a key is missing, or a value is
    /// greater than is allowed.
    pub fn compute(&mut self, at: usize, time: Time, by: Meaning, write: Write) -> Option<()> {
        let before = self.tables.get(&at).cloned();
        if write.anew {
            self.tables.remove(&at);
        }
        let rows = self.query(at, time);
        let node = self.nodes[at].clone();
        let lacks_key = rows.keys().any(|(key, _)| key.is_none());
        let most = number(node.most.unwrap_or(i64::from(u32::MAX)));
        let is_wrong = match node.kind {
            Kind::Rebuilt => false,
            Kind::Merged { .. } => lacks_key,
            Kind::View { .. } | Kind::Dated { .. } => {
                lacks_key || rows.values().any(|value| *value > most)
            }
        };
        if is_wrong {
            self.known.entry((at, time)).or_default().is_failed = true;
            self.tables.extend(before.map(|before| (at, before)));
            return None;
        }
        match node.kind {
            Kind::Rebuilt => {
                self.tables.insert(at, rows);
            }
            Kind::Merged { by_day } => {
                let table = self.tables.entry(at).or_default();
                if !by_day {
                    let again = |key: &Option<Key>| rows.keys().any(|(other, _)| other == key);
                    table.retain(|(key, _), _| !again(key));
                }
                table.extend(rows);
                if write.anew {
                    let has_past = node.query == Query::NewEvents;
                    self.known
                        .retain(|(of, as_of), _| *of != at || (has_past && *as_of < time));
                }
            }
            Kind::View { is_replaced } => {
                if is_replaced || write.anew || write.over_older {
                    self.values
                        .retain(|(of, as_of, _), _| (*of, *as_of) != (at, time));
                }
                // A shorter cadence had these.
                let between = time + 1..time + node.cadence.length();
                self.values
                    .retain(|(of, as_of, _), _| *of != at || !between.contains(as_of));
                self.known.retain(|(of, as_of), known| {
                    *of != at || !between.contains(as_of) || known.by.is_none()
                });
                self.insert(at, rows);
            }
            Kind::Dated { is_replaced } => {
                let anew = is_replaced || write.anew;
                self.write_dated((at, time), rows, &by, Write { anew, ..write });
            }
        }
        if node.kind.is_sequential() {
            // What another definition had computed, it does not stand for any more.
            let known = self.known.iter_mut().filter(|((of, _), _)| *of == at);
            for other in known.filter_map(|(_, known)| known.by.as_mut()) {
                if *other != by {
                    *other = Meaning::WrittenOver;
                }
            }
        }
        self.computed
            .entry(at)
            .or_default()
            .push((self.commands, by.clone()));
        self.known.insert(
            (at, time),
            Known {
                by: Some(by),
                is_failed: false,
            },
        );
        Some(())
    }

    /// Rows with times of their own: those that go are among the times from the first to the last that is written.
    fn write_dated(&mut self, (at, time): (usize, Time), rows: Rows, by: &Meaning, write: Write) {
        let times = || rows.keys().map(|(_, day)| *day);
        let (first, last) = (times().min(), times().max());
        let is_within = |day: Time| first.is_some_and(|first| first <= day) && Some(day) <= last;
        let before = time - self.nodes[at].cadence.length();
        let is_since =
            |day: Time| day <= time && (day > before || first.is_some_and(|first| first <= day));
        let computed = self.computed.get(&at).into_iter().flatten();
        let as_defined = self.meaning(at);
        let own = computed.filter(|(_, meaning)| meaning == by || *meaning == as_defined);
        let own: Vec<usize> = own.map(|(command, _)| *command).collect();
        let writers = &self.writers;
        self.values.retain(|row, _| {
            let (of, day, key) = *row;
            let is_lacking = of == at && !rows.contains_key(&(Some(key), day));
            let is_older = || !writers.get(row).is_some_and(|writer| own.contains(writer));
            let goes =
                (write.anew && is_within(day)) || (write.over_older && is_since(day) && is_older());
            !(is_lacking && goes)
        });
        for ((key, day), value) in rows {
            let row = (at, day, key.unwrap());
            let is_same = self.values.insert(row, value) == Some(value);
            let writer = self.writers.entry(row).or_default();
            if !is_same || (write.over_older && !own.contains(writer)) {
                *writer = self.commands;
            }
        }
    }

    fn insert(&mut self, at: usize, rows: Rows) {
        for ((key, day), value) in rows {
            self.values.insert((at, day, key.unwrap()), value);
        }
    }

    /// Whether values of a view give way, of which an older definition computed what stands as of a time; where rows have
    /// their own times, whether another definition ever computed any.
    pub fn gives_way(&self, at: usize, time: Time) -> bool {
        match self.nodes[at].kind {
            Kind::View { .. } => self.is_older(at, time),
            Kind::Dated { .. } => {
                let mut computed = self.computed.get(&at).into_iter().flatten();
                computed.any(|(_, meaning)| *meaning != self.meaning(at))
            }
            Kind::Merged { .. } | Kind::Rebuilt => false,
        }
    }
}

fn number(whole: i64) -> f64 {
    f64::from(i32::try_from(whole).unwrap_or(i32::MAX))
}
