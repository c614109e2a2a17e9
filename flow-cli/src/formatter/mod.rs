//! Lays out the flows in Rust source, which rustfmt passes over: a macro's braces may hold
//! anything.
//!
//! The style in full. Four spaces a level, at most 100 columns where a line can be broken; a widget,
//! property, arm or attribute each begins a line. One blank line between widgets and between
//! properties and arms; other blank lines stay, as one. A map, list or function stands on one line
//! if it fits, has no comments, and, in braces, at most one entry; else each entry has a line. Events
//! that do not fit on a line are broken before each `|`, and then the arguments of one. A comma
//! stands behind every line, and behind no last entry within a line. Comments stand where they
//! stood, above a line or behind it; one from within a line goes above it. Strings and comments are
//! left as they are.
//!
//! Nothing is asked about what a flow means: one in error is laid out if it can be read.

mod lex;
mod parse;
mod print;
mod tree;

use std::ops::Range;

use lex::{Kind, Token};
use print::Printer;

/// Why a flow cannot be laid out, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Which bytes of the source are meant.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl SyntaxError {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        SyntaxError {
            range,
            message: message.into(),
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Lays out every `flow!` of a Rust file; the rest of the file stays as it is.
///
/// Within another macro a `flow!` is laid out if it can be read as it stands, and left alone
/// otherwise: `$name` stands for what nobody knows.
pub fn format(source: &str) -> Result<String, Vec<SyntaxError>> {
    if !source.contains("flow") {
        return Ok(source.to_owned());
    }
    let mut tokens = lex::lex(source).map_err(|error| vec![error])?;
    let crlf = ends_lines_with_crlf(source);
    let (mut out, mut errors, mut done) = (String::with_capacity(source.len()), Vec::new(), 0);
    for call in calls(&tokens) {
        let prefix = indentation(source, tokens[call.name].start);
        let bang = tokens[call.name + 1].range().end;
        let (open, close) = (tokens[call.open()].clone(), tokens[call.close].clone());
        let body: Vec<Token<'_>> = tokens[call.open() + 1..=call.close]
            .iter_mut()
            .map(Token::take)
            .collect();
        match parse::parse(body) {
            Ok(flow) => {
                if open.kind == Kind::Open('{') && open.comments.is_empty() {
                    out += &source[done..bang];
                    out.push(' ');
                } else {
                    out += &source[done..open.start];
                }
                let text = Printer::new(prefix).delimited(open.text, &flow, close.text);
                out += &with_line_ends(text, crlf);
                done = close.range().end;
            }
            Err(_) if call.within_macro => {}
            Err(error) => errors.push(error),
        }
    }
    out += &source[done..];
    if errors.is_empty() {
        Ok(out)
    } else {
        Err(errors)
    }
}

/// Whether a Rust file has a `flow!` at all.
pub fn has_flow(source: &str) -> bool {
    source.contains("flow") && lex::lex(source).is_ok_and(|tokens| !calls(&tokens).is_empty())
}

/// One `flow!` among the tokens.
#[derive(Clone, Copy)]
struct Call {
    /// The number of the token `flow`.
    name: usize,
    /// The number of the token that closes its body.
    close: usize,
    /// Whether it stands in what another macro is given.
    within_macro: bool,
}

impl Call {
    /// The number of the token that opens its body.
    fn open(self) -> usize {
        self.name + 2
    }
}

/// Every `flow!`, in order.
fn calls(tokens: &[Token<'_>]) -> Vec<Call> {
    let mut calls = Vec::new();
    // Of each open group: where it opens, and whether it is given to a macro.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut macros = 0;
    let mut flow = None;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => {
                let is_macro = is_macro_body(&tokens[..index]);
                if is_macro && flow.is_none() && tokens[index - 2].text == "flow" {
                    flow = Some((index, macros > 0));
                }
                macros += usize::from(is_macro);
                open.push((index, is_macro));
            }
            Kind::Close(_) => {
                let Some((opened, is_macro)) = open.pop() else {
                    continue;
                };
                macros -= usize::from(is_macro);
                if let Some((body, within_macro)) = flow.filter(|(body, _)| *body == opened) {
                    flow = None;
                    calls.push(Call {
                        name: body - 2,
                        close: index,
                        within_macro,
                    });
                }
            }
            _ => {}
        }
    }
    calls
}

/// Whether a group after these tokens is given to a macro: `name! {` or `macro_rules! name {`.
fn is_macro_body(before: &[Token<'_>]) -> bool {
    let is_bang = |token: &Token<'_>| token.kind == Kind::Punct('!');
    match before {
        [.., word, bang] if is_bang(bang) => word.kind == Kind::Word,
        [.., rules, bang, name] if is_bang(bang) => {
            rules.text == "macro_rules" && name.kind == Kind::Word
        }
        _ => false,
    }
}

/// The blanks that the line begins with.
fn indentation(source: &str, at: usize) -> &str {
    let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let text = source[line..at].trim_start_matches([' ', '\t']);
    &source[line..at - text.len()]
}

fn ends_lines_with_crlf(source: &str) -> bool {
    let first = source.find('\n').map(|end| &source[..end]);
    first.is_some_and(|line| line.ends_with('\r'))
}

/// A file keeps the line ends that it has.
fn with_line_ends(text: String, crlf: bool) -> String {
    if crlf {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
