//! Which layer a widget stands in: one below the lowest widget that leads to it.

use super::Node;

/// An edge that leads downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// The upper end.
    pub(super) from: usize,
    /// Where it leaves the upper end, from 0 on the left to 1 on the right.
    pub(super) port: f64,
    /// The lower end.
    pub(super) to: usize,
}

/// The layers of a flow.
#[derive(Debug)]
pub(super) struct Layers {
    /// The layer of every widget, from the top.
    pub(super) of: Vec<usize>,
    /// Every edge but those that close a loop; the upper end stands in a higher layer.
    pub(super) edges: Vec<Edge>,
    /// When a walk from the triggers first met each widget.
    pub(super) met: Vec<usize>,
}

impl Layers {
    /// The upper ends of the edges to each widget.
    pub(super) fn above(&self, widgets: usize) -> Vec<Vec<usize>> {
        let mut above = vec![Vec::new(); widgets];
        for edge in &self.edges {
            above[edge.to].push(edge.from);
        }
        above
    }
}

pub(super) fn layers(nodes: &[Node]) -> Layers {
    let walk = Walk::new(nodes);
    let mut of: Vec<usize> = nodes
        .iter()
        .map(|node| usize::from(!node.is_trigger))
        .collect();
    let mut below = vec![Vec::new(); nodes.len()];
    let mut reached = vec![false; nodes.len()];
    for edge in &walk.edges {
        below[edge.from].push(edge.to);
        reached[edge.to] = true;
    }
    for &node in walk.left.iter().rev() {
        for &to in &below[node] {
            of[to] = of[to].max(of[node] + 1);
        }
    }
    // What nothing leads to stands next to what it leads to, not under the trigger.
    for node in 0..nodes.len() {
        if let Some(next) = below[node].iter().map(|&to| of[to]).min()
            && !reached[node]
            && !nodes[node].is_trigger
        {
            of[node] = next.saturating_sub(1).max(1);
        }
    }
    Layers {
        of,
        edges: walk.edges,
        met: walk.met,
    }
}

/// A depth-first walk over all widgets, from the triggers first.
struct Walk {
    edges: Vec<Edge>,
    /// When each widget was entered.
    met: Vec<usize>,
    /// The widgets in the order in which they were left: each after all that it leads to.
    left: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Progress {
    New,
    Entered,
    Left,
}

impl Walk {
    fn new(nodes: &[Node]) -> Self {
        let mut walk = Walk {
            edges: Vec::new(),
            met: vec![0; nodes.len()],
            left: Vec::with_capacity(nodes.len()),
        };
        let mut progress = vec![Progress::New; nodes.len()];
        let mut entered = 0;
        for start in starts(nodes) {
            let mut path = Vec::new();
            let mut next = Some(start);
            loop {
                if let Some(node) = next.take()
                    && progress[node] == Progress::New
                {
                    progress[node] = Progress::Entered;
                    walk.met[node] = entered;
                    entered += 1;
                    path.push((node, edges(nodes, node).into_iter()));
                }
                let Some((node, edges)) = path.last_mut() else {
                    break;
                };
                match edges.next() {
                    Some(edge) if progress[edge.to] == Progress::Entered => {}
                    Some(edge) => {
                        walk.edges.push(edge);
                        next = Some(edge.to);
                    }
                    None => {
                        progress[*node] = Progress::Left;
                        walk.left.push(*node);
                        path.pop();
                    }
                }
            }
        }
        walk
    }
}

/// Where walks start: at triggers, then at what nothing leads to, then anywhere.
fn starts(nodes: &[Node]) -> Vec<usize> {
    let mut reached = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        for &target in node.targets.iter().flatten() {
            if let Some(reached) = reached.get_mut(target)
                && target != index
            {
                *reached = true;
            }
        }
    }
    let mut starts: Vec<usize> = (0..nodes.len()).collect();
    starts.sort_by_key(|&node| (!nodes[node].is_trigger, reached[node]));
    starts
}

/// The edges of a widget from left to right. Only connected transitions count, so that a widget
/// with one way on has it in the middle.
fn edges(nodes: &[Node], from: usize) -> Vec<Edge> {
    let targets: Vec<usize> = nodes[from]
        .targets
        .iter()
        .flatten()
        .copied()
        .filter(|&target| target < nodes.len())
        .collect();
    let ports = targets.len() as f64;
    targets
        .into_iter()
        .enumerate()
        .map(|(port, to)| Edge {
            from,
            port: (port as f64 + 0.5) / ports,
            to,
        })
        .collect()
}
