//! The dependency graph: which node reads which, in what order they can be made, and where they go round in a circle.
//!
//! Nodes are positions in a list that the caller keeps; the graph knows nothing else of them. Everything here is
//! deterministic: ties are broken by position.

mod relations;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

pub use relations::{Lookup, Relations};

/// Nodes and what they read. An edge runs from what is read to its reader.
#[derive(Debug, Clone)]
pub struct Graph {
    graph: DiGraph<(), ()>,
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
        self.neighbours(node, Direction::Incoming)
    }

    /// The nodes that read a node, by position.
    pub fn dependents(&self, node: usize) -> Vec<usize> {
        self.neighbours(node, Direction::Outgoing)
    }

    /// All that a node reads, directly or through others, by position.
    pub fn ancestors(&self, node: usize) -> Vec<usize> {
        self.reachable(node, Direction::Incoming)
    }

    /// All that reads a node, directly or through others, by position.
    pub fn descendants(&self, node: usize) -> Vec<usize> {
        self.reachable(node, Direction::Outgoing)
    }

    /// The order in which nodes can be made.
    pub fn order(&self) -> Order {
        let mut missing: Vec<usize> = self
            .graph
            .node_indices()
            .map(|node| {
                self.graph
                    .neighbors_directed(node, Direction::Incoming)
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
        let mut neighbours: Vec<usize> = self
            .graph
            .neighbors_directed(NodeIndex::new(node), direction)
            .map(NodeIndex::index)
            .collect();
        neighbours.sort_unstable();
        neighbours
    }

    fn reachable(&self, node: usize, direction: Direction) -> Vec<usize> {
        let mut seen = vec![false; self.graph.node_count()];
        let mut stack = vec![node];
        while let Some(next) = stack.pop() {
            for neighbour in self
                .graph
                .neighbors_directed(NodeIndex::new(next), direction)
            {
                if !std::mem::replace(&mut seen[neighbour.index()], true) {
                    stack.push(neighbour.index());
                }
            }
        }
        (0..seen.len()).filter(|other| seen[*other]).collect()
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
        assert_eq!(graph.ancestors(3), [0, 1, 2, 4]);
        assert_eq!(graph.descendants(0), [1, 2, 3]);
        assert_eq!(graph.dependencies(3), [1, 2]);
        assert_eq!(graph.dependents(0), [1, 2]);
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
