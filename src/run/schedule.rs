//! Which node's turn it is: when all that it depends on has ended. Pure: no threads, no clock.

use std::collections::BTreeSet;

use crate::plan::PlannedNode;

/// The nodes of a plan by what may happen to them next.
#[derive(Debug)]
pub(super) struct Schedule {
    /// Who waits for each node.
    dependents: Vec<Vec<usize>>,
    /// How many dependencies of each node have not ended yet.
    missing: Vec<usize>,
    /// Nodes that could start, in the plan's order.
    ready: BTreeSet<usize>,
    /// Nodes that have neither started nor been given up.
    pending: BTreeSet<usize>,
    /// How many are running.
    running: usize,
}

impl Schedule {
    pub(super) fn new(nodes: &[PlannedNode]) -> Self {
        Self::of(nodes.iter().map(|node| {
            let before = node.depends_on.iter().chain(&node.comes_after);
            before.copied().collect()
        }))
    }

    fn of(dependencies: impl Iterator<Item = BTreeSet<usize>>) -> Self {
        let dependencies: Vec<BTreeSet<usize>> = dependencies.collect();
        let mut dependents = vec![Vec::new(); dependencies.len()];
        for (position, needed) in dependencies.iter().enumerate() {
            for dependency in needed {
                dependents[*dependency].push(position);
            }
        }
        let missing: Vec<usize> = dependencies.iter().map(BTreeSet::len).collect();
        Self {
            dependents,
            ready: (0..missing.len())
                .filter(|position| missing[*position] == 0)
                .collect(),
            pending: (0..missing.len()).collect(),
            missing,
            running: 0,
        }
    }

    /// Whether every node has ended.
    pub(super) fn is_done(&self) -> bool {
        self.pending.is_empty() && self.running == 0
    }

    /// Whether what has not started waits for what cannot come: for itself, or for others that wait for it.
    pub(super) fn is_stuck(&self) -> bool {
        self.ready.is_empty() && self.running == 0 && !self.pending.is_empty()
    }

    /// The next node that may start; it counts as running from now on.
    pub(super) fn start_next(&mut self) -> Option<usize> {
        let position = self.ready.pop_first()?;
        self.pending.remove(&position);
        self.running += 1;
        Some(position)
    }

    /// A running node ended, whichever way.
    pub(super) fn ended(&mut self, position: usize) {
        self.running -= 1;
        for dependent in &self.dependents[position] {
            self.missing[*dependent] -= 1;
            if self.missing[*dependent] == 0 && self.pending.contains(dependent) {
                self.ready.insert(*dependent);
            }
        }
    }

    /// Gives up all that has not started, and returns it in the plan's order.
    pub(super) fn give_up(&mut self) -> Vec<usize> {
        self.ready.clear();
        std::mem::take(&mut self.pending).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 1 → 3, 0 → 2, 4 alone.
    fn diamond() -> Schedule {
        let dependencies: [&[usize]; 5] = [&[], &[0], &[0], &[1, 1], &[]];
        Schedule::of(
            dependencies
                .into_iter()
                .map(|before| before.iter().copied().collect()),
        )
    }

    #[test]
    fn nodes_start_after_what_they_need() {
        let mut schedule = diamond();
        assert_eq!(schedule.start_next(), Some(0));
        assert_eq!(schedule.start_next(), Some(4));
        assert_eq!(schedule.start_next(), None);
        schedule.ended(0);
        assert_eq!(schedule.start_next(), Some(1));
        assert_eq!(schedule.start_next(), Some(2));
        schedule.ended(1);
        assert_eq!(schedule.start_next(), Some(3));
        for position in [2, 3, 4] {
            assert!(!schedule.is_done());
            schedule.ended(position);
        }
        assert!(schedule.is_done());
    }

    #[test]
    fn what_waits_for_itself_is_told() {
        let mut schedule = Schedule::of([BTreeSet::new(), BTreeSet::from([1])].into_iter());
        assert!(!schedule.is_stuck());
        schedule.start_next();
        assert!(!schedule.is_stuck());
        schedule.ended(0);
        assert!(schedule.is_stuck());
        assert_eq!(schedule.give_up(), [1]);
        assert!(!schedule.is_stuck());
    }

    #[test]
    fn giving_up_leaves_only_what_runs() {
        let mut schedule = diamond();
        schedule.start_next();
        assert_eq!(schedule.give_up(), [1, 2, 3, 4]);
        schedule.ended(0);
        assert_eq!(schedule.start_next(), None);
        assert!(schedule.is_done());
    }
}
