//! A flow as its author wrote it, comments and all, without its white space.

use super::lex::Comment;

/// What stands between two delimiters.
#[derive(Debug)]
pub(super) struct Block<'s, T> {
    /// Comments on the line of the opening delimiter.
    pub(super) after_open: Vec<Comment<'s>>,
    pub(super) items: Vec<Item<'s, T>>,
    /// Comments behind the last item, on lines of their own.
    pub(super) before_close: Vec<Own<'s>>,
}

/// Something on a line of its own, with what stands above it and behind it.
#[derive(Debug)]
pub(super) struct Item<'s, T> {
    pub(super) above: Vec<Above<'s>>,
    /// Whether a blank line stands right before it.
    pub(super) blank: bool,
    pub(super) node: T,
    /// Comments on its last line.
    pub(super) behind: Vec<Comment<'s>>,
}

#[derive(Debug)]
pub(super) enum Above<'s> {
    Comment(Own<'s>),
    /// `///` or `#[…]`.
    Attribute {
        text: Attribute<'s>,
        /// Whether a blank line stands right before it.
        blank: bool,
        /// Comments on its line.
        behind: Vec<Comment<'s>>,
    },
}

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own<'s> {
    pub(super) comment: Comment<'s>,
    /// Whether a blank line stands right before it.
    pub(super) blank: bool,
}

#[derive(Debug)]
pub(super) enum Attribute<'s> {
    /// `/// …`
    Doc(&'s str),
    /// `#[…]`
    Meta(Entry<'s>),
}

/// `pub(crate) flow Name { … }`
#[derive(Debug)]
pub(super) struct Flow<'s> {
    pub(super) head: String,
    pub(super) widgets: Block<'s, Widget<'s>>,
}

/// `split_based_on check { … }`
#[derive(Debug)]
pub(super) struct Widget<'s> {
    pub(super) head: String,
    pub(super) lines: Block<'s, Line<'s>>,
}

#[derive(Debug)]
pub(super) enum Line<'s> {
    Property(Entry<'s>),
    /// `event | event => target`
    Arm {
        events: Vec<Value<'s>>,
        target: &'s str,
    },
}

/// A value, or one with its key.
#[derive(Debug)]
pub(super) struct Entry<'s> {
    /// With what separates it from the value: `body: `.
    pub(super) key: String,
    pub(super) value: Value<'s>,
}

#[derive(Debug)]
pub(super) enum Value<'s> {
    /// A literal or a path.
    Text(String),
    Group(Group<'s>),
}

/// `[…]`, `{…}`, `Function {…}`, `json(…)`, `contains(…)`
#[derive(Debug)]
pub(super) struct Group<'s> {
    /// What stands before the opening delimiter.
    pub(super) head: String,
    pub(super) open: char,
    pub(super) close: char,
    pub(super) entries: Block<'s, Entry<'s>>,
}

impl<T> Block<'_, T> {
    pub(super) fn has_comments(&self) -> bool {
        let on_items = |item: &Item<'_, T>| !item.above.is_empty() || !item.behind.is_empty();
        !self.after_open.is_empty()
            || !self.before_close.is_empty()
            || self.items.iter().any(on_items)
    }
}
