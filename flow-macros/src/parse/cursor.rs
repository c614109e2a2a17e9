//! A place in a list of tokens.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The tokens, those in groups without delimiters among them: a `macro_rules!` around `flow!` puts
/// what it was given into such groups.
pub(super) fn flatten(stream: TokenStream) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    let mut open = vec![stream.into_iter()];
    while let Some(stream) = open.last_mut() {
        match stream.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                open.push(group.stream().into_iter());
            }
            Some(token) => tokens.push(token),
            None => {
                open.pop();
            }
        }
    }
    tokens
}

/// A place in a list of tokens.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    tokens: &'t [TokenTree],
    /// What stands after the last token.
    end: Span,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [TokenTree], end: Span) -> Self {
        Cursor { tokens, end }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'t TokenTree> {
        self.tokens.first()
    }

    pub(super) fn peek_at(&self, distance: usize) -> Option<&'t TokenTree> {
        self.tokens.get(distance)
    }

    pub(super) fn next(&mut self) -> Option<&'t TokenTree> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// The next so many tokens, or as many as there are.
    pub(super) fn take(&mut self, count: usize) -> &'t [TokenTree] {
        let (taken, rest) = self.tokens.split_at(count.min(self.tokens.len()));
        self.tokens = rest;
        taken
    }

    /// The next token if it is an identifier, `_` excepted.
    pub(super) fn ident(&mut self) -> Option<Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) if *ident != "_" => {
                self.next();
                Some(ident.clone())
            }
            _ => None,
        }
    }

    pub(super) fn eat_ident(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(TokenTree::Ident(ident)) if *ident == word);
        if found {
            self.next();
        }
        found
    }

    pub(super) fn group(&mut self, delimiter: Delimiter) -> Option<Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                self.next();
                Some(group.clone())
            }
            _ => None,
        }
    }

    pub(super) fn is_punct(&self, c: char) -> bool {
        is_punct(self.peek(), c)
    }

    pub(super) fn eat_punct(&mut self, c: char) -> bool {
        let found = self.is_punct(c);
        if found {
            self.next();
        }
        found
    }

    /// Whether `=>` is next.
    pub(super) fn is_arrow(&self) -> bool {
        self.is_arrow_at(0)
    }

    pub(super) fn is_arrow_at(&self, distance: usize) -> bool {
        is_punct(self.peek_at(distance), '=') && is_punct(self.peek_at(distance + 1), '>')
    }

    pub(super) fn eat_arrow(&mut self) -> bool {
        let found = self.is_arrow();
        if found {
            self.next();
            self.next();
        }
        found
    }

    /// Whether `::` is next.
    pub(super) fn is_colons(&self) -> bool {
        self.is_punct(':') && is_punct(self.peek_at(1), ':')
    }

    /// `a::b`, with `::` before it or not, as far as it goes.
    pub(super) fn path(&mut self) -> Vec<TokenTree> {
        let mut path = Vec::new();
        if self.is_colons() {
            path.extend_from_slice(self.take(2));
        }
        while let Some(segment) = self.ident() {
            path.push(segment.into());
            if !self.is_colons() {
                break;
            }
            path.extend_from_slice(self.take(2));
        }
        path
    }

    /// Studio's `check-support` after its first word: as it is written, and where it ends.
    pub(super) fn hyphened(&mut self, first: &TokenTree) -> Option<(String, Span)> {
        let (mut written, mut last) = (first.to_string(), None);
        while self.is_punct('-')
            && let Some(word) = self.peek_at(1).filter(|word| is_word(Some(word)))
        {
            written.push('-');
            written.push_str(&word.to_string());
            last = Some(word.span());
            self.take(2);
        }
        Some((written, last?))
    }

    /// Whether a name, a literal or `_` is next: what a line of a widget can begin with.
    pub(super) fn is_word(&self) -> bool {
        is_word(self.peek())
    }

    /// Whether the next tokens begin a line of their own: what stood before them is unfinished.
    pub(super) fn is_line(&self) -> bool {
        self.is_line_at(0)
    }

    pub(super) fn is_line_at(&self, distance: usize) -> bool {
        let at = |n| self.peek_at(distance + n);
        if !is_word(at(0)) {
            return is_punct(at(0), '#');
        }
        let is_event = |n| is_punct(at(n), '|') || self.is_arrow_at(distance + n);
        match at(1) {
            Some(TokenTree::Punct(next)) if next.as_char() == ':' => !is_punct(at(2), ':'),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                is_event(2)
            }
            _ => is_event(1),
        }
    }

    /// Where the next token stands; after the last one, where the list is closed.
    pub(super) fn span(&self) -> Span {
        match self.peek() {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(token) => token.span(),
            None => self.end,
        }
    }

    /// The next token in words.
    pub(super) fn found(&self) -> String {
        match self.peek() {
            Some(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Parenthesis => "`(`".to_owned(),
                Delimiter::Bracket => "`[`".to_owned(),
                _ => "`{`".to_owned(),
            },
            Some(TokenTree::Literal(_)) => "a literal".to_owned(),
            Some(TokenTree::Punct(_)) if self.is_arrow() => "`=>`".to_owned(),
            Some(TokenTree::Punct(_)) if self.is_colons() => "`::`".to_owned(),
            Some(TokenTree::Punct(_)) if self.is_punct('-') && is_punct(self.peek_at(1), '>') => {
                "`->`".to_owned()
            }
            Some(token) => format!("`{token}`"),
            None => "nothing more".to_owned(),
        }
    }

    /// Goes on at the next comma.
    pub(super) fn skip_value(&mut self) {
        while !self.is_empty() && !self.is_punct(',') {
            self.next();
        }
    }

    /// Goes on after the next comma.
    pub(super) fn skip_line(&mut self) {
        while !self.is_empty() && !self.eat_punct(',') {
            self.next();
        }
    }
}

pub(super) fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

pub(super) fn is_word(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Ident(_) | TokenTree::Literal(_)))
}
