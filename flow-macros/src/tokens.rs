//! Token streams, built piece by piece: a flow's expansion is long and regular, and macros run
//! unoptimised in the builds of users, so it is written without `quote!`.

use std::iter::Peekable;
use std::str::Chars;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Tokens in the making.
#[derive(Default)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(crate) fn token(&mut self, token: impl Into<TokenTree>) -> &mut Self {
        self.0.push(token.into());
        self
    }

    pub(crate) fn all(&mut self, tokens: impl IntoIterator<Item = TokenTree>) -> &mut Self {
        self.0.extend(tokens);
        self
    }

    pub(crate) fn append(&mut self, mut tokens: Tokens) -> &mut Self {
        self.0.append(&mut tokens.0);
        self
    }

    /// What was parsed once and is written often.
    pub(crate) fn copy(&mut self, tokens: &Tokens) -> &mut Self {
        self.0.extend_from_slice(&tokens.0);
        self
    }

    /// Words, punctuation and brackets, e.g. `#[allow(dead_code)] pub const`; they stand at the
    /// macro's call. Quicker than to ask the compiler to parse them.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.lex(&mut text.chars().peekable());
        self
    }

    /// Everything up to the bracket that closes, or to the end.
    fn lex(&mut self, text: &mut Peekable<Chars<'_>>) {
        while let Some(c) = text.next() {
            match c {
                ' ' => {}
                '(' => self.lex_group(Delimiter::Parenthesis, text),
                '[' => self.lex_group(Delimiter::Bracket, text),
                '{' => self.lex_group(Delimiter::Brace, text),
                ')' | ']' | '}' => return,
                c if is_word(c) => {
                    let mut word = String::from(c);
                    while let Some(c) = text.next_if(|c| is_word(*c)) {
                        word.push(c);
                    }
                    self.name(&word);
                }
                c => {
                    let joint = c == '\'' || text.peek().is_some_and(|next| is_punct(*next));
                    let spacing = if joint {
                        Spacing::Joint
                    } else {
                        Spacing::Alone
                    };
                    self.token(Punct::new(c, spacing));
                }
            }
        }
    }

    fn lex_group(&mut self, delimiter: Delimiter, text: &mut Peekable<Chars<'_>>) {
        let mut inside = Tokens::default();
        inside.lex(text);
        self.group(delimiter, inside);
    }

    /// Lets the whole stand at `span` for rustc. Its names do not, as the editor takes a name for
    /// the one that the author wrote there.
    pub(crate) fn at(mut self, span: Span) -> Self {
        for token in &mut self.0 {
            if !matches!(token, TokenTree::Ident(_)) {
                token.set_span(span);
            }
        }
        self
    }

    pub(crate) fn name(&mut self, name: &str) -> &mut Self {
        self.token(Ident::new(name, Span::call_site()))
    }

    pub(crate) fn punct(&mut self, c: char) -> &mut Self {
        self.token(Punct::new(c, Spacing::Alone))
    }

    /// `::`
    pub(crate) fn colons(&mut self) -> &mut Self {
        self.token(Punct::new(':', Spacing::Joint))
            .token(Punct::new(':', Spacing::Alone))
    }

    pub(crate) fn number(&mut self, number: u32) -> &mut Self {
        self.token(Literal::u32_unsuffixed(number))
    }

    pub(crate) fn group(&mut self, delimiter: Delimiter, inside: Tokens) -> &mut Self {
        self.token(Group::new(delimiter, inside.into_stream()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_stream(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric()
}

fn is_punct(c: char) -> bool {
    c.is_ascii_punctuation() && !"()[]{}_".contains(c)
}

/// The same name as an identifier that Rust takes, `r#` included; none for the four names that can
/// be no identifier and for `_`.
pub(crate) fn usable(ident: &Ident) -> Option<Ident> {
    let text = ident.to_string();
    match text.as_str() {
        "_" | "self" | "Self" | "super" | "crate" => None,
        text if is_keyword(text) => Some(Ident::new_raw(text, ident.span())),
        _ => Some(ident.clone()),
    }
}

/// Whether Rust keeps the word for itself, in some edition.
pub(crate) fn is_keyword(word: &str) -> bool {
    #[rustfmt::skip]
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_the_tokens_that_rust_makes_of_it() {
        for text in [
            "#[allow(dead_code, missing_docs)] pub const",
            "fn machine() -> &'static ::flow_runtime::model::Machine",
            ": ::flow_runtime::Handle<Self> = ::flow_runtime::Handle::new",
            "const _: fn() = || {}; let _ = [a::<B>(), c => d];",
            "::core::compile_error!",
        ] {
            let mut tokens = Tokens::default();
            tokens.text(text);
            let parsed: TokenStream = text.parse().unwrap();
            assert_eq!(tokens.into_stream().to_string(), parsed.to_string());
        }
    }

    #[test]
    fn keywords_are_in_order_so_that_they_are_found() {
        for word in ["abstract", "gen", "match", "yield", "r"] {
            assert_eq!(is_keyword(word), word != "r");
        }
    }
}
