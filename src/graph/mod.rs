//! The dependency graph: which node reads which, in what order they can be made, and where they go round in a circle.
//!
//! Nodes are positions in a list that the caller keeps; the graph knows nothing else of them. Everything here is
//! deterministic: ties are broken by position.

mod relations;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

pub use relations::{Lookup, Relations};

/// Nodes and what they read. An edge runs from what is read to its reader.
#[derive(Debug, Clone)]
pub struct Graph {
    graph: DiGraph<(), ()>,
}

/// Which way edges are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what a node reads.
    Up,
    /// To what reads the node.
    Down,
}

/// In which order nodes can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Every node after those that it reads. Nodes that are in a cycle, or read one, are missing.
    pub nodes: Vec<usize>,
    /// A shortest cycle of each knot: each node reads the next, the last one reads the first.
    pub cycles: Vec<Vec<usize>>,
}

impl Graph {
    /// A graph of `nodes` nodes; each edge is (reader, what it reads).
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut graph = DiGraph::with_capacity(nodes, nodes);
        for _ in 0..nodes {
            graph.add_node(());
        }
        let mut edges: Vec<(usize, usize)> = edges.into_iter().collect();
        edges.sort_unstable();
        edges.dedup();
        for (reader, read) in edges {
            graph.add_edge(NodeIndex::new(read), NodeIndex::new(reader), ());
        }
        Self { graph }
    }

    /// The nodes that a node reads, by position.
    pub fn dependencies(&self, node: usize) -> Vec<usize> {
        self.neighbours(node, Direction::Up)
    }

    /// `start` and all that is at most `depth` edges away (`None`: any number), by position.
    pub fn reach(
        &self,
        start: &BTreeSet<usize>,
        direction: Direction,
        depth: Option<usize>,
    ) -> BTreeSet<usize> {
        let mut reached = start.clone();
        let mut queue: VecDeque<(usize, usize)> = start.iter().map(|node| (*node, 0)).collect();
        while let Some((node, distance)) = queue.pop_front() {
            if depth.is_some_and(|depth| distance >= depth) {
                continue;
            }
            for next in self.neighbours(node, direction) {
                if reached.insert(next) {
                    queue.push_back((next, distance + 1));
                }
            }
        }
        reached
    }

    /// The order in which nodes can be made.
    pub fn order(&self) -> Order {
        let mut missing: Vec<usize> = self
            .graph
            .node_indices()
            .map(|node| {
                self.graph
                    .neighbors_directed(node, petgraph::Direction::Incoming)
                    .count()
            })
            .collect();
        let mut ready: BinaryHeap<Reverse<usize>> = missing
            .iter()
            .enumerate()
            .filter(|(_, missing)| **missing == 0)
            .map(|(node, _)| Reverse(node))
            .collect();
        let mut nodes = Vec::with_capacity(missing.len());
        while let Some(Reverse(node)) = ready.pop() {
            nodes.push(node);
            for reader in self.graph.neighbors(NodeIndex::new(node)) {
                let missing = &mut missing[reader.index()];
                *missing -= 1;
                if *missing == 0 {
                    ready.push(Reverse(reader.index()));
                }
            }
        }
        let cycles = if nodes.len() == self.graph.node_count() {
            Vec::new()
        } else {
            self.cycles()
        };
        Order { nodes, cycles }
    }

    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles: Vec<Vec<usize>> = kosaraju_scc(&self.graph)
            .into_iter()
            .filter_map(|knot| self.shortest_cycle(&knot))
            .collect();
        cycles.sort_unstable();
        cycles
    }

    /// The shortest way from the first node of a knot back to it.
    fn shortest_cycle(&self, knot: &[NodeIndex]) -> Option<Vec<usize>> {
        let start = knot.iter().map(|node| node.index()).min()?;
        let inside: std::collections::HashSet<usize> =
            knot.iter().map(|node| node.index()).collect();
        let mut came_from: std::collections::HashMap<usize, usize> =
            std::collections::HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for read in self.dependencies(node) {
                if read == start {
                    let mut path = vec![node];
                    let mut last = node;
                    while last != start {
                        last = *came_from.get(&last)?;
                        path.push(last);
                    }
                    path.reverse();
                    return Some(path);
                }
                if inside.contains(&read) && !came_from.contains_key(&read) {
                    came_from.insert(read, node);
                    queue.push_back(read);
                }
            }
        }
        None
    }

    fn neighbours(&self, node: usize, direction: Direction) -> Vec<usize> {
        let direction = match direction {
            Direction::Up => petgraph::Direction::Incoming,
            Direction::Down => petgraph::Direction::Outgoing,
        };
        let mut neighbours: Vec<usize> = self
            .graph
            .neighbors_directed(NodeIndex::new(node), direction)
            .map(NodeIndex::index)
            .collect();
        neighbours.sort_unstable();
        neighbours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_by_dependency_then_position() {
        let graph = Graph::new(5, [(0, 4), (1, 0), (2, 0), (3, 1), (3, 2), (3, 2)]);
        let order = graph.order();
        assert_eq!(order.nodes, [4, 0, 1, 2, 3]);
        assert!(order.cycles.is_empty());
        assert_eq!(graph.dependencies(3), [1, 2]);
        let reach = |node, direction, depth| {
            let reached = graph.reach(&BTreeSet::from([node]), direction, depth);
            reached.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(reach(3, Direction::Up, None), [0, 1, 2, 3, 4]);
        assert_eq!(reach(0, Direction::Down, None), [0, 1, 2, 3]);
        assert_eq!(reach(0, Direction::Down, Some(1)), [0, 1, 2]);
    }

    #[test]
    fn cycles_are_shown_once_each_and_shortest() {
        // 0 reads 1 reads 2 reads 0, and 1 reads 0: the shortest is 0, 1. 3 reads itself. 4 reads the knot.
        let graph = Graph::new(6, [(0, 1), (1, 2), (2, 0), (1, 0), (3, 3), (4, 0), (5, 4)]);
        let order = graph.order();
        assert!(order.nodes.is_empty());
        assert_eq!(order.cycles, [vec![0, 1], vec![3]]);
    }

    #[test]
    fn long_chains_and_rings_do_not_recurse() {
        let count = 50_000;
        let chain = Graph::new(count, (1..count).map(|node| (node, node - 1)));
        assert_eq!(chain.order().nodes.len(), count);
        let ring = Graph::new(count, (0..count).map(|node| (node, (node + 1) % count)));
        assert_eq!(ring.order().cycles[0].len(), count);
    }
}
