//! Tokens to a [`Flow`]. Widget by widget, and inside a widget line by line: what cannot be read is
//! reported and costs only itself.

mod arm;
mod attributes;
mod cursor;
mod migrate;
mod value;
mod widget;

use flow_model::Code;
use flow_model::catalogue;
use flow_model::check::codes;
use flow_model::flow::{Name, Word};
use flow_model::{Diagnostic, Flow, Location};
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};

use crate::literal;
use crate::source::Source;
use cursor::{Cursor, is_word};

/// All that could be read of a flow.
pub(crate) struct Parsed {
    pub(crate) flow: Flow,
    pub(crate) source: Source,
    /// What could not be read.
    pub(crate) errors: Vec<Diagnostic>,
    /// The name of the flow's type; without it nothing can be left in the crate.
    pub(crate) name: Option<Ident>,
    /// `pub`, `pub(crate)` or nothing.
    pub(crate) visibility: Vec<TokenTree>,
    /// The flow's `///`, as tokens.
    pub(crate) docs: Vec<TokenTree>,
    /// Each widget's `///`, as tokens.
    pub(crate) widget_docs: Vec<Vec<TokenTree>>,
    /// Words that stand alone, half-typed: the editor completes them.
    pub(crate) strays: Vec<Stray>,
}

/// A word that stands alone.
pub(crate) enum Stray {
    /// Where a widget's kind is wanted.
    Kind(Ident),
    /// Where a property or an event of the widget of that number is wanted.
    Line(usize, Ident),
}

/// Reads the tokens of one `flow!`.
pub(crate) fn parse(tokens: TokenStream) -> Parsed {
    let tokens = cursor::flatten(tokens);
    let mut parser = Parser::new(Span::call_site());
    parser.flow(&mut Cursor::new(&tokens, Span::call_site()));
    parser.parsed
}

/// What the parser knows while it reads.
struct Parser {
    parsed: Parsed,
    /// How many lists and maps are open.
    depth: usize,
    /// Whether a line of the widget at hand could not be read.
    half_read: bool,
}

impl Parser {
    fn new(whole: Span) -> Self {
        Parser {
            parsed: Parsed {
                flow: Flow::default(),
                source: Source::new(whole),
                errors: Vec::new(),
                name: None,
                visibility: Vec::new(),
                docs: Vec::new(),
                widget_docs: Vec::new(),
                strays: Vec::new(),
            },
            depth: 0,
            half_read: false,
        }
    }

    /// `attr* vis? "flow" IDENT "{" (widget | migrate)* "}"`
    fn flow(&mut self, cursor: &mut Cursor<'_>) {
        let attributes = self.attributes(cursor);
        self.parsed.docs.clone_from(&attributes.doc_tokens);
        self.visibility(cursor);
        if !cursor.eat_ident("flow") {
            self.expected(cursor, "`flow NAME { … }`");
            // Another word in its place: `flwo Desk { … }`.
            if cursor.is_word() && is_word(cursor.peek_at(1)) {
                cursor.next();
            }
        }
        self.flow_name(cursor);
        self.flow_attributes(attributes);
        match cursor.group(Delimiter::Brace) {
            Some(body) => {
                let tokens = cursor::flatten(body.stream());
                self.widgets(&mut Cursor::new(&tokens, body.span_close()));
            }
            None => {
                if self.parsed.errors.is_empty() {
                    self.expected(cursor, "the flow's widgets in `{ … }`");
                }
                self.no_widgets();
            }
        }
        if self.parsed.errors.is_empty() && !cursor.is_empty() {
            self.error(cursor.span(), "nothing may follow the flow")
                .help("write one `flow!` for each flow");
        }
    }

    fn flow_name(&mut self, cursor: &mut Cursor<'_>) {
        let Some(name) = cursor.ident() else {
            if self.parsed.errors.is_empty() {
                self.expected(cursor, "the flow's name");
            }
            return;
        };
        self.parsed.source.set_whole(&name);
        self.parsed.flow.name = Name {
            text: plain(&name),
            at: Location(0),
        };
        self.parsed.name = Some(name);
    }

    fn visibility(&mut self, cursor: &mut Cursor<'_>) {
        if let Some(TokenTree::Ident(ident)) = cursor.peek()
            && *ident == "pub"
        {
            self.parsed.visibility.extend(cursor.next().cloned());
            if let Some(group) = cursor.group(Delimiter::Parenthesis) {
                let at = group.span_open();
                self.parsed.visibility.push(group.into());
                let tokens = self.parsed.visibility.iter().cloned().collect();
                if syn::parse2::<syn::Visibility>(tokens).is_err() {
                    self.parsed.visibility.pop();
                    self.error(
                        at,
                        "`pub` is followed by `(crate)`, `(super)` or `(in path)`",
                    );
                }
            }
        }
    }

    /// Reports that something is wanted where the cursor stands.
    fn expected(&mut self, cursor: &Cursor<'_>, what: &str) -> Finding<'_> {
        let found = cursor.found();
        self.error(cursor.span(), format!("expected {what}, found {found}"))
    }

    fn error(&mut self, at: Span, message: impl Into<String>) -> Finding<'_> {
        let at = self.parsed.source.span(at);
        self.error_at(&codes::SYNTAX, at, message)
    }

    fn error_at(
        &mut self,
        code: &'static Code,
        location: Location,
        message: impl Into<String>,
    ) -> Finding<'_> {
        self.parsed.errors.push(Diagnostic {
            code,
            message: message.into(),
            location,
            range: None,
            help: None,
        });
        Finding(self.parsed.errors.last_mut())
    }

    /// A word of Studio's: a name, or Studio's spelling in quotes.
    fn word(&mut self, token: &TokenTree) -> Option<Word> {
        match token {
            TokenTree::Ident(ident) if *ident != "_" => Some(Word {
                text: plain(ident),
                quoted: false,
                at: self.parsed.source.ident(ident),
            }),
            TokenTree::Literal(literal) => Some(Word {
                text: self.text(literal)?,
                quoted: true,
                at: self.parsed.source.literal(literal),
            }),
            _ => None,
        }
    }

    /// The text of a string; any other literal is reported.
    fn text(&mut self, literal: &Literal) -> Option<String> {
        match literal::read(literal) {
            literal::Kind::Text(text) => Some(text),
            literal::Kind::Number(_) => {
                self.error(literal.span(), "expected a string, found a number")
                    .help(format!("write \"{literal}\""));
                None
            }
            literal::Kind::Refused(why) => {
                self.error(literal.span(), why);
                None
            }
        }
    }

    /// Studio's `check-support`, which is no name in Rust, after its first word: reports it, and reads
    /// it as `check_support`.
    fn hyphened(&mut self, cursor: &mut Cursor<'_>, first: &TokenTree) -> Option<Ident> {
        let mut ahead = *cursor;
        let (written, last) = ahead.hyphened(first)?;
        let mut name: Ident = syn::parse_str(&written.replace('-', "_")).ok()?;
        *cursor = ahead;
        let mut help = format!("write `{name}`");
        if catalogue::kind(&plain(&name)).is_none() {
            help += &format!("; its name in Studio is given by `#[name = \"{written}\"]`");
        }
        let at = self.parsed.source.between(first.span(), last);
        let message = format!("`{written}` is no name in Rust");
        self.error_at(&codes::SYNTAX, at, message).help(help);
        name.set_span(first.span());
        Some(name)
    }

    fn name(&mut self, ident: &Ident) -> Name {
        Name {
            text: plain(ident),
            at: self.parsed.source.ident(ident),
        }
    }
}

/// A finding that may get a help.
struct Finding<'p>(Option<&'p mut Diagnostic>);

impl Finding<'_> {
    fn help(self, help: impl Into<String>) {
        if let Some(diagnostic) = self.0 {
            diagnostic.help = Some(help.into());
        }
    }
}

/// A word whose error is reported already: no check speaks of it.
fn unread(at: Location) -> Word {
    Word {
        text: String::new(),
        quoted: false,
        at,
    }
}

/// An identifier's text without `r#`.
fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod printed;
#[cfg(test)]
mod tests;
