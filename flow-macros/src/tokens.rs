//! Token streams, built piece by piece: a flow's expansion is long and regular, and macros run
//! unoptimised in the builds of users, so it is written without `quote!`.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Tokens in the making.
#[derive(Default)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl Tokens {
    /// Tokens that are written as text, at the macro's call.
    pub(crate) fn parse(text: &str) -> TokenStream {
        text.parse().unwrap_or_default()
    }

    pub(crate) fn token(&mut self, token: impl Into<TokenTree>) -> &mut Self {
        self.0.push(token.into());
        self
    }

    pub(crate) fn all(&mut self, tokens: impl IntoIterator<Item = TokenTree>) -> &mut Self {
        self.0.extend(tokens);
        self
    }

    /// Words and punctuation, e.g. `pub const`; they stand at the macro's call.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.0.extend(Tokens::parse(text));
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
