//! `migrate { old_widget => new_widget }`.

use flow_model::check::codes;
use flow_model::flow::{Migration, Word};
use proc_macro2::{Group, TokenTree};

use super::Parser;
use super::attributes::Attributes;
use super::cursor::{Cursor, flatten};

impl Parser {
    /// `attr* "migrate" "{" (attr* word ("|" word)* "=>" target),* "}"`
    pub(super) fn migrate(&mut self, body: &Group, attributes: Attributes) {
        self.only_docs(attributes);
        let tokens = flatten(body.stream());
        let mut cursor = Cursor::new(&tokens, body.span_close());
        while !cursor.is_empty() {
            let attributes = self.attributes(&mut cursor);
            self.only_docs(attributes);
            self.migration_line(&mut cursor);
        }
    }

    fn migration_line(&mut self, cursor: &mut Cursor<'_>) {
        let mut old = Vec::new();
        loop {
            match cursor.peek() {
                Some(word) if cursor.is_word() => {
                    cursor.next();
                    old.extend(self.old_widget(cursor, word));
                }
                _ => {
                    self.expected(cursor, "the name of a widget of an earlier version");
                    return cursor.skip_line();
                }
            }
            if !cursor.eat_punct('|') {
                break;
            }
        }
        let to = self.target_line(cursor);
        let migrations = old.into_iter().map(|from| Migration {
            from,
            to: to.clone(),
        });
        self.parsed.flow.migrations.extend(migrations);
    }

    /// A name in Studio, which is quoted where it is none in Rust.
    fn old_widget(&mut self, cursor: &mut Cursor<'_>, word: &TokenTree) -> Option<Word> {
        if let Some((written, last)) = cursor.hyphened(word) {
            let at = self.parsed.source.between(word.span(), last);
            let message = format!("`{written}` is no name in Rust");
            self.error_at(&codes::SYNTAX, at, message).help(format!(
                "write it as Studio does, in quotes: `\"{written}\"`"
            ));
            return None;
        }
        if matches!(word, TokenTree::Ident(rest) if *rest == "_") {
            self.error(word.span(), "`_` stands for no widget")
                .help("name each widget of an earlier version by itself");
            return None;
        }
        self.word(word)
    }
}
