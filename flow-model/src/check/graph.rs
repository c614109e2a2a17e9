//! The paths of a graph of widgets: who is reached, and which of them go round. Nothing here
//! recurses, as a flow may be as deep as it has widgets.

use std::collections::VecDeque;

/// Which nodes are reached from these, themselves included.
pub(super) fn reached(edges: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut waiting: Vec<_> = from.into_iter().collect();
    while let Some(node) = waiting.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            waiting.extend(&edges[node]);
        }
    }
    reached
}

/// The strongly connected components of the nodes that are `inside`: each a set of nodes that lead
/// to one another, in ascending order (Tarjan's algorithm).
pub(super) fn components(edges: &[Vec<usize>], inside: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut search = Search {
        edges,
        inside: (0..edges.len()).map(inside).collect(),
        order: vec![UNSEEN; edges.len()],
        low: vec![0; edges.len()],
        on_stack: vec![false; edges.len()],
        stack: Vec::new(),
        seen: 0,
        components: Vec::new(),
    };
    for node in 0..edges.len() {
        if search.inside[node] && search.order[node] == UNSEEN {
            search.walk(node);
        }
    }
    search.components
}

const UNSEEN: usize = usize::MAX;

struct Search<'g> {
    edges: &'g [Vec<usize>],
    inside: Vec<bool>,
    /// The number under which a node was first seen.
    order: Vec<usize>,
    /// The least number on the stack that a node leads back to.
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    seen: usize,
    components: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn walk(&mut self, root: usize) {
        let edges = self.edges;
        // The way from the root: each node with the edges that are still to be followed.
        let mut way = vec![(root, edges[root].iter())];
        self.enter(root);
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            match next.next() {
                Some(&target) if !self.inside[target] => {}
                Some(&target) if self.order[target] == UNSEEN => {
                    self.enter(target);
                    way.push((target, edges[target].iter()));
                }
                Some(&target) => {
                    if self.on_stack[target] {
                        self.low[node] = self.low[node].min(self.order[target]);
                    }
                }
                None => {
                    way.pop();
                    if let Some((before, _)) = way.last() {
                        self.low[*before] = self.low[*before].min(self.low[node]);
                    }
                    self.leave(node);
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.seen;
        self.low[node] = self.seen;
        self.seen += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
    }

    /// Takes the component off the stack, if this node was the first of one.
    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        let at = self.stack.iter().rposition(|&member| member == node);
        let mut component = self.stack.split_off(at.unwrap_or_default());
        for &member in &component {
            self.on_stack[member] = false;
        }
        component.sort_unstable();
        self.components.push(component);
    }
}

/// The components that no other of them leads to, those of earlier nodes first.
pub(super) fn sources(edges: &[Vec<usize>], components: &[Vec<usize>]) -> Vec<usize> {
    let mut of = vec![UNSEEN; edges.len()];
    for (number, component) in components.iter().enumerate() {
        for &node in component {
            of[node] = number;
        }
    }
    let mut entered = vec![false; components.len()];
    for &node in components.iter().flatten() {
        for &target in &edges[node] {
            if of[target] != UNSEEN && of[target] != of[node] {
                entered[of[target]] = true;
            }
        }
    }
    let mut sources: Vec<_> = (0..components.len())
        .filter(|&component| !entered[component])
        .collect();
    sources.sort_by_key(|&component| components[component].first());
    sources
}

/// A shortest way from a node of a component back to itself, that node first; empty if there is
/// none.
pub(super) fn cycle(edges: &[Vec<usize>], component: &[usize], from: usize) -> Vec<usize> {
    // By place in the component, so that many small ones cost no more than one large.
    let place = |node: usize| component.binary_search(&node).ok();
    let mut before = vec![UNSEEN; component.len()];
    let mut waiting = VecDeque::from([from]);
    while let Some(node) = waiting.pop_front() {
        for &target in &edges[node] {
            let Some(at) = place(target) else { continue };
            if target == from {
                return way_back(from, node, |node| place(node).map(|at| before[at]));
            }
            if before[at] == UNSEEN {
                before[at] = node;
                waiting.push_back(target);
            }
        }
    }
    Vec::new()
}

fn way_back(from: usize, last: usize, before: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut way = vec![last];
    let mut node = last;
    while node != from
        && let Some(earlier) = before(node)
    {
        node = earlier;
        way.push(node);
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 1 ⇄ 2 → 3, 4 → 4, 5 → 3
    fn graph() -> Vec<Vec<usize>> {
        vec![vec![1], vec![2], vec![1, 3], vec![], vec![4], vec![3]]
    }

    #[test]
    fn what_leads_to_one_another_is_one_component() {
        let mut components = components(&graph(), |_| true);
        components.sort();
        let expected: [&[usize]; 5] = [&[0], &[1, 2], &[3], &[4], &[5]];
        assert_eq!(components, expected);
    }

    #[test]
    fn only_what_is_inside_is_looked_at() {
        assert_eq!(components(&graph(), |node| node == 1), [[1]]);
        let no_four = components(&graph(), |node| node > 4);
        assert_eq!(no_four, [[5]]);
    }

    #[test]
    fn sources_are_led_to_by_nothing() {
        let graph = graph();
        let components = components(&graph, |node| node != 0);
        let sources: Vec<_> = sources(&graph, &components)
            .into_iter()
            .map(|source| components[source].clone())
            .collect();
        assert_eq!(sources, [vec![1, 2], vec![4], vec![5]]);
    }

    #[test]
    fn a_cycle_is_the_shortest() {
        assert_eq!(cycle(&graph(), &[1, 2], 2), [2, 1]);
        assert_eq!(cycle(&graph(), &[4], 4), [4]);
        assert!(cycle(&graph(), &[3], 3).is_empty());
        // 0 → 1 → 2 → 0, and 1 → 0.
        let chord = vec![vec![1], vec![2, 0], vec![0]];
        assert_eq!(cycle(&chord, &[0, 1, 2], 0), [0, 1]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let chain: Vec<Vec<usize>> = (1..=100_000).map(|next| vec![next % 100_000]).collect();
        assert_eq!(components(&chain, |_| true).len(), 1);
        assert!(reached(&chain, [0]).into_iter().all(|reached| reached));
    }
}
