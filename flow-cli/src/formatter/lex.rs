//! Rust source as a list of tokens, each with the comments before it.
//!
//! proc-macro2 reads the tokens, as it does for the macro itself. It passes over comments, so these
//! are found in the gaps between the tokens.

use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree, token_stream};

use super::SyntaxError;

/// A token, and what stands between it and the one before.
#[derive(Clone, Debug)]
pub(super) struct Token<'s> {
    pub(super) kind: Kind,
    /// As it was written.
    pub(super) text: &'s str,
    /// Where its text begins in the source.
    pub(super) start: usize,
    pub(super) comments: Vec<Comment<'s>>,
    /// How many line breaks stand right before it.
    pub(super) breaks: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or `_`.
    Word,
    Literal,
    /// `///` or `/** */`.
    Doc,
    /// `//!` or `/*! */`.
    InnerDoc,
    /// `=>`
    Arrow,
    /// `::`
    Colons,
    Punct(char),
    Open(char),
    Close(char),
    /// Behind the last token.
    End,
}

/// A comment that is no documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'s> {
    /// As it was written, without blanks at its end.
    pub(super) text: &'s str,
    /// How many line breaks stand right before it.
    pub(super) breaks: usize,
}

impl Comment<'_> {
    /// Whether it ends its line: `//`.
    pub(super) fn is_line(&self) -> bool {
        self.text.starts_with("//")
    }
}

impl Token<'_> {
    /// The token, its comments with it; one without comments stays.
    pub(super) fn take(&mut self) -> Self {
        Token {
            comments: std::mem::take(&mut self.comments),
            ..*self
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// All tokens of the source, with an [`Kind::End`] behind them.
pub(super) fn lex(source: &str) -> Result<Vec<Token<'_>>, SyntaxError> {
    let stream: TokenStream = source.parse().map_err(|error: proc_macro2::LexError| {
        unreadable(source, error.span().byte_range().start)
    })?;
    let mut lexer = Lexer {
        source,
        end: 0,
        tokens: Vec::new(),
    };
    lexer.stream(stream);
    lexer.push(Kind::End, source.len()..source.len());
    // The spans are kept by thread, source and all, until somebody says that they are done with.
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(lexer.tokens)
}

fn unreadable(source: &str, at: usize) -> SyntaxError {
    let length = source[at..].chars().next().map_or(0, char::len_utf8);
    SyntaxError::new(at..at + length, "this cannot be read as Rust")
        .help("a quote or a bracket before or after this is not closed, or closes nothing")
}

struct Lexer<'s> {
    source: &'s str,
    /// Where the last token ends.
    end: usize,
    tokens: Vec<Token<'s>>,
}

impl<'s> Lexer<'s> {
    /// Reads without recursion: groups may be nested as deep as the source likes.
    fn stream(&mut self, stream: TokenStream) {
        let mut open: Vec<(token_stream::IntoIter, char, Range<usize>)> = Vec::new();
        let mut stream = stream.into_iter();
        loop {
            match stream.next() {
                Some(TokenTree::Group(group)) => {
                    let Some((opening, closing)) = delimiters(group.delimiter()) else {
                        continue;
                    };
                    self.push(Kind::Open(opening), group.span_open().byte_range());
                    let close = group.span_close().byte_range();
                    let outer = std::mem::replace(&mut stream, group.stream().into_iter());
                    open.push((outer, closing, close));
                }
                Some(token) => self.token(&token, &mut stream),
                None => {
                    let Some((outer, closing, close)) = open.pop() else {
                        return;
                    };
                    self.push(Kind::Close(closing), close);
                    stream = outer;
                }
            }
        }
    }

    fn token(&mut self, token: &TokenTree, rest: &mut token_stream::IntoIter) {
        let range = token.span().byte_range();
        let kind = match token {
            TokenTree::Ident(_) => Kind::Word,
            TokenTree::Literal(_) => Kind::Literal,
            TokenTree::Punct(punct) => {
                let (c, joint) = (punct.as_char(), punct.spacing() == Spacing::Joint);
                let written = self.source.get(range.clone()).unwrap_or_default();
                if c == '#' && written.len() > 1 {
                    return self.doc(range, rest);
                }
                let next = self.source.as_bytes().get(range.end);
                match (c, next) {
                    ('=', Some(b'>')) if joint => Kind::Arrow,
                    (':', Some(b':')) if joint => Kind::Colons,
                    _ => Kind::Punct(c),
                }
            }
            TokenTree::Group(_) => return,
        };
        if matches!(kind, Kind::Arrow | Kind::Colons) {
            rest.next();
            self.push(kind, range.start..range.end + 1);
        } else {
            self.push(kind, range);
        }
    }

    /// A comment that documents: it comes as the tokens of `#[doc = "…"]`, all of them at its place.
    fn doc(&mut self, range: Range<usize>, rest: &mut token_stream::IntoIter) {
        let inner = matches!(rest.next(), Some(TokenTree::Punct(_)));
        if inner {
            rest.next();
        }
        let kind = if inner { Kind::InnerDoc } else { Kind::Doc };
        self.push(kind, range);
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        let gap = self.source.get(self.end..range.start).unwrap_or_default();
        let (comments, breaks) = comments(gap);
        let text = self.source.get(range.clone()).unwrap_or_default();
        self.end = range.end;
        self.tokens.push(Token {
            kind,
            // The end of a line that is not of this system.
            text: text.trim_end_matches('\r'),
            start: range.start,
            comments,
            breaks,
        });
    }
}

fn delimiters(delimiter: Delimiter) -> Option<(char, char)> {
    match delimiter {
        Delimiter::Parenthesis => Some(('(', ')')),
        Delimiter::Brace => Some(('{', '}')),
        Delimiter::Bracket => Some(('[', ']')),
        Delimiter::None => None,
    }
}

/// The comments of a gap between two tokens, and the line breaks behind the last of them.
fn comments(gap: &str) -> (Vec<Comment<'_>>, usize) {
    let (mut comments, mut breaks, mut rest) = (Vec::new(), 0, gap);
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block(rest)
        } else {
            breaks += usize::from(c == '\n');
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let (text, after) = rest.split_at(length);
        comments.push(Comment {
            text: text.trim_end(),
            breaks: std::mem::take(&mut breaks),
        });
        rest = after;
    }
    (comments, breaks)
}

/// How long the block comment is that the text begins with, those within it included.
fn block(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<(Kind, &str)> {
        let tokens = lex(source).unwrap();
        tokens
            .into_iter()
            .map(|token| (token.kind, token.text))
            .collect()
    }

    #[test]
    fn tokens_are_as_they_were_written() {
        let source = "é => r#type::b \"ä\\\n  x\" r#\"//\"# -1_0.5 /// doc";
        assert_eq!(
            kinds(source),
            [
                (Kind::Word, "é"),
                (Kind::Arrow, "=>"),
                (Kind::Word, "r#type"),
                (Kind::Colons, "::"),
                (Kind::Word, "b"),
                (Kind::Literal, "\"ä\\\n  x\""),
                (Kind::Literal, "r#\"//\"#"),
                (Kind::Punct('-'), "-"),
                (Kind::Literal, "1_0.5"),
                (Kind::Doc, "/// doc"),
                (Kind::End, ""),
            ]
        );
    }

    #[test]
    fn comments_are_found_between_the_tokens() {
        let tokens = lex("a // é \n\n/* b /* c */ */ d\n\n\n}".trim_end_matches('}')).unwrap();
        let found: Vec<_> = tokens[1]
            .comments
            .iter()
            .map(|comment| (comment.text, comment.breaks))
            .collect();
        assert_eq!(found, [("// é", 0), ("/* b /* c */ */", 2)]);
        assert_eq!((tokens[1].text, tokens[1].breaks), ("d", 0));
        assert_eq!((tokens[2].kind, tokens[2].breaks), (Kind::End, 3));
    }

    #[test]
    fn documentation_is_a_token_and_four_slashes_are_a_comment() {
        let found = kinds("//! inner\n/** block */ x //// none\n");
        assert_eq!(
            found,
            [
                (Kind::InnerDoc, "//! inner"),
                (Kind::Doc, "/** block */"),
                (Kind::Word, "x"),
                (Kind::End, ""),
            ]
        );
    }

    #[test]
    fn groups_may_be_nested_deeper_than_the_stack() {
        let source = "(".repeat(100_000) + &")".repeat(100_000);
        assert_eq!(lex(&source).unwrap().len(), 200_001);
    }

    #[test]
    fn what_is_no_rust_is_refused_where_it_stands() {
        for (source, at) in [("a \"b", 2), ("a { b", 2), ("a } b", 2), ("{ ( ] }", 4)] {
            let error = lex(source).unwrap_err();
            assert_eq!(error.range.start, at, "{source}");
        }
    }
}
