//! A diagram as SVG: boxes in layers, their arms at their lower edges, lines round everything.

mod draw;
mod key;
mod place;
mod route;
mod shape;
mod tracks;
mod xml;

use super::graph::Graph;
use shape::Shape;

/// The whole picture.
pub(super) fn draw(graph: &Graph) -> String {
    let boxes = graph.boxes.iter().enumerate();
    let mut shapes: Vec<_> = boxes.map(|(index, node)| Shape::of(index, node)).collect();
    let placed = place::place(graph, &mut shapes);
    let routes = route::route(graph, &shapes, &placed);
    draw::picture(graph, &shapes, &placed, &routes)
}
