//! A file that holds no flow.

use std::fmt;
use std::path::Path;

use flow_model::studio::import::ImportError;

use super::first_line;
use crate::draw::{self, Drawing, Finding, Format, Level, Source};
use crate::input::Input;

/// A file that cannot be read as a flow.
#[derive(Debug)]
pub struct Refused {
    input: Input,
    error: ImportError,
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not read: {}", self.input.name, self.error)
    }
}

impl Refused {
    pub(super) fn new(input: Input, error: ImportError) -> Self {
        Refused { input, error }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        let path = Path::new(&self.input.name);
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        let help = match &self.error {
            _ if is_rust => {
                "this is a Rust file, whose flows `cargo check` checks: name one of Studio's JSON"
            }
            ImportError::OldFormat { .. } => {
                "open it in Studio's editor, publish it, and export it again"
            }
            ImportError::Json { .. } if self.is_empty() => {
                "export the flow again: in Studio's editor, `Show Flow JSON` of the trigger"
            }
            _ => return None,
        };
        Some(help.to_owned())
    }

    fn is_empty(&self) -> bool {
        self.input.text.trim().is_empty()
    }

    /// Drawn into the file, as far as it is about a place in it.
    pub fn draw(&self, format: Format, drawing: Drawing) -> String {
        let Some(range) = self.error.range() else {
            let message = self.to_string();
            return match format {
                Format::Text => draw::message(&message, self.help().as_deref(), drawing),
                Format::Json | Format::Github => self.drawn(format, drawing, message, 0..0),
            };
        };
        // Where it is, the drawing says.
        let message = match &self.error {
            ImportError::Json { .. } if self.is_empty() => "this file is empty".to_owned(),
            ImportError::Json { message, .. } => format!("this is not JSON: {message}"),
            ImportError::TooDeep { .. } => {
                "objects and arrays are nested deeper here than in any flow of Studio's".to_owned()
            }
            ImportError::OldFormat { .. } => {
                "this flow has the format that Studio wrote before 2020, whose widgets refer to \
                 each other by their SIDs"
                    .to_owned()
            }
            error => error.to_string(),
        };
        self.drawn(format, drawing, message, range)
    }

    fn drawn(
        &self,
        format: Format,
        drawing: Drawing,
        message: String,
        range: std::ops::Range<usize>,
    ) -> String {
        let finding = Finding {
            level: Level::Error,
            code: None,
            message,
            help: self.help(),
            range: first_line(&self.input.text, range),
        };
        let source = Source::new(&self.input.name, &self.input.text);
        draw::draw(format, drawing, &source, &finding)
    }
}
