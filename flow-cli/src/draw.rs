//! Findings in a text file: drawn for people, and written for programs.

mod source;

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};
use serde::Serialize;

pub use source::{Place, Source};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: drawn into the file, as rustc does it.
    #[default]
    Text,
    /// For programs: one JSON object a line, of a file that cannot be read too.
    Json,
    /// For GitHub Actions: annotations of a pull request's lines.
    Github,
}

/// How a drawing looks.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    /// Whether it may have colours.
    pub is_coloured: bool,
    /// How many columns it may have.
    pub width: usize,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It must be mended.
    Error,
    /// It may be meant.
    Warning,
    /// It is well, and worth knowing.
    Note,
}

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub level: Level,
    /// Its code: `F0201`.
    pub code: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Which bytes of the file are meant.
    pub range: Range<usize>,
}

/// A finding as text that ends in a line break.
pub fn draw(format: Format, drawing: Drawing, source: &Source<'_>, finding: &Finding) -> String {
    match format {
        Format::Text => text(drawing, source, finding),
        Format::Json => json(source, finding),
        Format::Github => github(source, finding),
    }
}

/// An error that is about no place in a file.
pub fn message(message: &str, help: Option<&str>, drawing: Drawing) -> String {
    let title = Title::ERROR.primary_title(message);
    let help = help.map(|help| Title::HELP.message(help));
    render(Group::with_title(title).elements(help), drawing)
}

fn text(drawing: Drawing, source: &Source<'_>, finding: &Finding) -> String {
    let place = source.place(finding.range.start);
    let excerpt = source.excerpt(&finding.range, drawing.width);
    let mut title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    }
    .primary_title(&finding.message);
    if let Some(code) = finding.code {
        title = title.id(code);
    }
    let origin = Origin::path(source.name)
        .line(place.line)
        .char_column(place.column);
    let snippet = Snippet::source(excerpt.text)
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(excerpt.range));
    let help = finding.help.as_ref().map(|help| Title::HELP.message(help));
    let group = title.element(origin).element(snippet).elements(help);
    // The place is given apart from the excerpt, which may begin within a long line. So the renderer
    // takes the excerpt for one of another file, and marks it with `:::` and no name.
    let drawn = render(group, drawing);
    let is_mark = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    let lines = drawn.split_inclusive('\n').filter(|line| !is_mark(line));
    lines.chain(["\n"]).collect()
}

fn render(group: Group<'_>, drawing: Drawing) -> String {
    let renderer = if drawing.is_coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(drawing.width).render(&[group]) + "\n"
}

/// What a program reads of a finding. Lines and columns count from 1, columns in characters; bytes
/// count from 0.
#[derive(Serialize)]
struct Line<'f> {
    level: Level,
    code: Option<&'static str>,
    message: &'f str,
    help: Option<&'f str>,
    path: &'f str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: usize,
    end_byte: usize,
}

fn json(source: &Source<'_>, finding: &Finding) -> String {
    let range = source.within(&finding.range);
    let (start, end) = (source.place(range.start), source.place(range.end));
    let line = Line {
        level: finding.level,
        code: finding.code,
        message: &finding.message,
        help: finding.help.as_deref(),
        path: source.name,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start_byte: range.start,
        end_byte: range.end,
    };
    // Texts and numbers are never refused.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}

/// A workflow command: `::error file=…,line=…,col=…,title=…::…`
fn github(source: &Source<'_>, finding: &Finding) -> String {
    let Place { line, column } = source.place(finding.range.start);
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let file = escape_property(source.name);
    let title = finding.code.map_or_else(String::new, |code| {
        format!(",title={}", escape_property(code))
    });
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message += &format!("\nhelp: {help}");
    }
    let message = escape(&message);
    format!("::{level} file={file},line={line},col={column}{title}::{message}\n")
}

fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests;
