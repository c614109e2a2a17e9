//! Where results and messages go.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use crate::draw::{self, Drawing, Format};
use crate::error::Error;

/// How wide a drawing is where nobody knows how wide the terminal is.
const WIDTH: usize = 120;

/// Standard output for results and standard error for messages.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Whether results may have colours.
    pub out_is_coloured: bool,
    /// How messages are drawn.
    pub drawing: Drawing,
}

impl Terminal {
    /// The streams of this process. Colours go to a terminal only, and not where `NO_COLOR` is set.
    pub fn standard() -> Self {
        let width = terminal_size::terminal_size_of(io::stderr());
        Terminal {
            out_is_coloured: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            drawing: Drawing {
                is_coloured: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
                width: width.map_or(WIDTH, |(width, _)| usize::from(width.0)),
            },
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
        }
    }

    /// Streams of the caller's, without colours.
    pub fn new(out: impl Write + 'static, err: impl Write + 'static) -> Self {
        Terminal {
            out: Box::new(out),
            err: Box::new(err),
            out_is_coloured: false,
            drawing: Drawing {
                is_coloured: false,
                width: WIDTH,
            },
        }
    }

    /// How findings are drawn that are results.
    pub fn result_drawing(&self) -> Drawing {
        Drawing {
            is_coloured: self.out_is_coloured,
            ..self.drawing
        }
    }

    /// Writes results. A reader who has gone away has seen enough.
    pub fn print(&mut self, text: &str) -> Result<(), Error> {
        let written = self.out.write_all(text.as_bytes());
        match written.and_then(|()| self.out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Stdout(error)),
            _ => Ok(()),
        }
    }

    /// Writes a message. Where even that fails there is nobody to tell.
    pub fn tell(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Says why something could not be done.
    pub fn report(&mut self, error: &Error) {
        let text = match error {
            Error::Refused(refused) => refused.draw(Format::Text, self.drawing),
            _ => draw::message(&error.to_string(), error.help().as_deref(), self.drawing),
        };
        self.tell(&text);
    }
}
