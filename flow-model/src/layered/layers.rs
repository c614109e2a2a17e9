//! Which layer a vertex stands in: one below the lowest vertex that leads to it.

use super::{Vertex, Way};

/// An edge with both its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    /// The end that it leaves.
    pub(crate) from: usize,
    /// Where it leaves that end, from 0 on the left to 1 on the right.
    pub(crate) port: f64,
    /// The end that it leads to.
    pub(crate) to: usize,
}

/// The layers of a graph.
#[derive(Debug)]
pub(crate) struct Layers {
    /// The layer of every vertex, from the top.
    pub(crate) of: Vec<usize>,
    /// Every edge but those that close a loop; the upper end stands in a higher layer.
    pub(crate) edges: Vec<Edge>,
    /// Every edge that closes a loop: its upper end is the one that it leads to, or both are one.
    pub(crate) loops: Vec<Edge>,
    /// When a walk from the top first met each vertex.
    pub(crate) met: Vec<usize>,
}

impl Layers {
    /// The upper ends of the edges to each vertex.
    pub(crate) fn above(&self) -> Vec<Vec<usize>> {
        let mut above = vec![Vec::new(); self.of.len()];
        for edge in &self.edges {
            above[edge.to].push(edge.from);
        }
        above
    }
}

pub(crate) fn layers(vertices: &[Vertex]) -> Layers {
    let walk = Walk::new(vertices);
    let mut of: Vec<usize> = vertices
        .iter()
        .map(|vertex| usize::from(!vertex.is_top))
        .collect();
    let mut below = vec![Vec::new(); vertices.len()];
    let mut reached = vec![false; vertices.len()];
    for edge in &walk.edges {
        below[edge.from].push(edge.to);
        reached[edge.to] = true;
    }
    for &node in walk.left.iter().rev() {
        for &to in &below[node] {
            of[to] = of[to].max(of[node] + 1);
        }
    }
    // What nothing leads to stands next to what it leads to, not under the top.
    for node in 0..vertices.len() {
        if let Some(next) = below[node].iter().map(|&to| of[to]).min()
            && !reached[node]
            && !vertices[node].is_top
        {
            of[node] = next.saturating_sub(1).max(1);
        }
    }
    Layers {
        of,
        edges: walk.edges,
        loops: walk.loops,
        met: walk.met,
    }
}

/// A depth-first walk over all vertices, from the top first.
struct Walk {
    edges: Vec<Edge>,
    loops: Vec<Edge>,
    /// When each vertex was entered.
    met: Vec<usize>,
    /// The vertices in the order in which they were left: each after all that it leads to.
    left: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Progress {
    New,
    Entered,
    Left,
}

impl Walk {
    fn new(vertices: &[Vertex]) -> Self {
        let mut walk = Walk {
            edges: Vec::new(),
            loops: Vec::new(),
            met: vec![0; vertices.len()],
            left: Vec::with_capacity(vertices.len()),
        };
        let mut progress = vec![Progress::New; vertices.len()];
        let mut entered = 0;
        for start in starts(vertices) {
            let mut path = Vec::new();
            let mut next = Some(start);
            loop {
                if let Some(node) = next.take()
                    && progress[node] == Progress::New
                {
                    progress[node] = Progress::Entered;
                    walk.met[node] = entered;
                    entered += 1;
                    path.push((node, vertices[node].ways.iter()));
                }
                let Some((node, edges)) = path.last_mut() else {
                    break;
                };
                match edges.next() {
                    Some(&Way { to, port }) => {
                        let from = *node;
                        let edge = Edge { from, port, to };
                        match progress.get(to) {
                            None => {}
                            Some(Progress::Entered) => walk.loops.push(edge),
                            Some(Progress::New | Progress::Left) => {
                                walk.edges.push(edge);
                                next = Some(to);
                            }
                        }
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

/// Where walks start: on top, then at what nothing leads to, then anywhere.
fn starts(vertices: &[Vertex]) -> Vec<usize> {
    let mut reached = vec![false; vertices.len()];
    for (index, vertex) in vertices.iter().enumerate() {
        for way in vertex.ways.iter().filter(|way| way.to != index) {
            if let Some(reached) = reached.get_mut(way.to) {
                *reached = true;
            }
        }
    }
    let mut starts: Vec<usize> = (0..vertices.len()).collect();
    starts.sort_by_key(|&vertex| (!vertices[vertex].is_top, reached[vertex]));
    starts
}
