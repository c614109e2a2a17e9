//! What a diagram is drawn as, and where it goes.

use std::path::Path;

use flow_model::diagram::Diagram;

use crate::args::Picture;
use crate::error::Error;

impl Picture {
    /// What the ending of a file's name says.
    pub(crate) fn of(path: &Path) -> Result<Picture, Error> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_lowercase().as_str() {
            "svg" => Ok(Picture::Svg),
            "mmd" | "mermaid" => Ok(Picture::Mermaid),
            "md" | "markdown" => Ok(Picture::Markdown),
            "dot" | "gv" => Ok(Picture::Dot),
            _ => Err(Error::Ending(path.to_owned())),
        }
    }

    pub(crate) fn draw(self, diagram: &Diagram<'_>) -> String {
        match self {
            Picture::Svg => diagram.svg(),
            Picture::Mermaid => diagram.mermaid(),
            Picture::Markdown => format!("```mermaid\n{}```\n", diagram.mermaid()),
            Picture::Dot => diagram.dot(),
        }
    }
}
