//! A [`Flow`] as a picture: Mermaid, Graphviz or SVG.
//!
//! A flow that has errors is drawn as it is, for that is when a picture is needed: an arm that leads
//! to no widget leads to a box that says so, two widgets of one name are two boxes, and what was
//! [found](Diagram::with_findings) is marked where it is.

mod change;
mod coverage;
mod dot;
mod graph;
mod marks;
mod mermaid;
mod summary;
mod svg;
pub(crate) mod text;

use crate::check::Diagnostic;
use crate::flow::Flow;

use graph::Graph;

/// A picture of a flow. The same flow is the same bytes.
#[derive(Debug)]
pub struct Diagram<'f> {
    flow: &'f Flow,
    graph: Graph,
}

impl<'f> Diagram<'f> {
    /// A flow as it is written.
    pub fn new(flow: &'f Flow) -> Diagram<'f> {
        Diagram {
            flow,
            graph: Graph::of(flow),
        }
    }

    /// What changed from one version of a flow to another: the new one, coloured, with what is gone.
    pub fn of_change(old: &Flow, new: &'f Flow) -> Diagram<'f> {
        Diagram {
            flow: new,
            graph: change::graph(old, new),
        }
    }

    /// With findings marked at the widgets and arms they are about.
    #[must_use]
    pub fn with_findings(mut self, findings: &[Diagnostic]) -> Diagram<'f> {
        marks::mark(&mut self.graph, self.flow, findings);
        self
    }

    /// With the arms marked that tests took, and those that they did not, by the place of the widget in
    /// the flow and of the arm in the widget; none: an arm that cannot be taken.
    #[must_use]
    pub fn with_coverage(mut self, is_taken: impl Fn(usize, usize) -> Option<bool>) -> Diagram<'f> {
        coverage::mark(&mut self.graph, is_taken);
        self
    }

    /// As Mermaid, which GitHub and many editors draw.
    pub fn mermaid(&self) -> String {
        mermaid::draw(&self.graph)
    }

    /// In Graphviz's language.
    pub fn dot(&self) -> String {
        dot::draw(&self.graph)
    }

    /// As a picture of its own, which needs no font, stylesheet or script from elsewhere. A widget's
    /// findings are its tooltip.
    pub fn svg(&self) -> String {
        svg::draw(&self.graph)
    }
}
