//! What a property holds: a constant, or a template.

use flow_model::Text;
use flow_model::liquid::{Scope, Template};

/// Text that is constant or rendered.
#[derive(Debug)]
pub(crate) enum Content {
    Constant(Text),
    Template(Template),
}

impl Content {
    /// The text; a constant costs nothing.
    pub(crate) fn render(&self, scope: &dyn Scope) -> Text {
        match self {
            Content::Constant(text) => text.clone(),
            Content::Template(template) => template.render(scope),
        }
    }
}
