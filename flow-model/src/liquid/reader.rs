//! Reads a template: text, outputs and tags into a tree, and everything that is wrong with it.
//!
//! It goes on after a mistake, at the end of the tag or output that holds it, so that one build
//! shows them all; and it says nothing that only follows from a mistake said already.

use super::cursor::{Cursor, Fit, Mismatch, is_blank};
use super::syntax::{Body, Node, Span};
use super::tags::{self, Role, TAGS};
use super::{Problem, ProblemKind};

mod blocks;
mod chain;

/// How deep blocks may stand in blocks.
const DEEPEST_BLOCK: usize = 100;

/// After so many problems the rest of the template is not read.
const MOST_PROBLEMS: usize = 50;

/// A template as a tree, and what is wrong with it.
pub(super) struct Reading {
    pub(super) body: Body,
    pub(super) problems: Vec<Problem>,
}

/// Reads a whole template.
pub(super) fn read(source: &str) -> Reading {
    let mut reader = Reader {
        cursor: Cursor::new(source),
        problems: Vec::new(),
        open: Vec::new(),
        pending: None,
        opened: 0,
        unknown: Vec::new(),
        stopped: false,
    };
    let (body, _) = reader.body();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
    Reading { body, problems }
}

struct Reader<'s> {
    cursor: Cursor<'s>,
    problems: Vec<Problem>,
    /// The blocks that are open here, the innermost last.
    open: Vec<Open>,
    /// A tag that the block just left did not take: it is for one further out.
    pending: Option<Tail>,
    /// Where the tag or output that is being read begins.
    opened: usize,
    /// Unknown tags said already, each with what was meant: their end tags are no news.
    unknown: Vec<(&'s str, Option<&'static str>)>,
    /// Reading was given up, so that nothing closes any more.
    stopped: bool,
}

struct Open {
    block: &'static str,
    /// The whole opening tag's name, to point at.
    name: Span,
    /// Its `else` was there.
    has_else: bool,
}

/// A tag that parts or closes a block, read up to its name.
#[derive(Clone, Copy)]
struct Tail {
    name: &'static str,
    role: Role,
}

/// What a tag turned out to be.
enum Tag {
    Node(Option<Node>),
    Tail(Tail),
}

impl<'s> Reader<'s> {
    /// Reads up to a tag that parts or closes an open block, or to the end.
    fn body(&mut self) -> (Body, Option<Tail>) {
        let mut body = Body::new();
        loop {
            if let Some(tail) = self.pending.take() {
                return (body, Some(tail));
            }
            let start = self.cursor.at;
            let Some(opening) = self.opening() else {
                let end = self.cursor.source.len();
                self.cursor.at = end;
                push_text(&mut body, Span { start, end });
                return (body, None);
            };
            push_text(&mut body, self.text_before(start, opening));
            self.opened = opening;
            self.cursor.at = opening + 2;
            self.cursor.eat("-");
            if self.cursor.source[opening..].starts_with("{{") {
                body.extend(self.closed("}}", Self::chain).map(Node::Output));
                continue;
            }
            match self.tag() {
                Tag::Node(node) => body.extend(node),
                Tag::Tail(tail) => return (body, Some(tail)),
            }
        }
    }

    /// Where the next tag or output begins.
    fn opening(&self) -> Option<usize> {
        let source = self.cursor.source;
        let mut at = self.cursor.at;
        // Brace by brace: looking for one byte is quick in an unoptimised macro too.
        loop {
            at += source[at..].find('{')?;
            if matches!(source.as_bytes().get(at + 1), Some(b'{' | b'%')) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The text up to an opening, without its last blanks where the opening has a hyphen.
    fn text_before(&self, start: usize, opening: usize) -> Span {
        let bytes = &self.cursor.source.as_bytes()[start..opening];
        let trims = self.cursor.source.as_bytes().get(opening + 2) == Some(&b'-');
        let blanks = if trims {
            bytes
                .iter()
                .rev()
                .take_while(|byte| is_blank(**byte))
                .count()
        } else {
            0
        };
        Span {
            start,
            end: opening - blanks,
        }
    }

    /// Reads what stands between an opening and its close; after a mistake goes on behind it.
    fn closed<T>(&mut self, close: &str, inner: impl FnOnce(&mut Self) -> Fit<T>) -> Option<T> {
        self.cursor.skip_blanks();
        let result = inner(self).and_then(|inner| self.close(close).map(|()| inner));
        match result {
            Ok(inner) => Some(inner),
            Err(mismatch) => {
                self.mistake(close, mismatch);
                self.recover(close);
                None
            }
        }
    }

    fn close(&mut self, close: &str) -> Fit<()> {
        self.cursor.skip_blanks();
        let mut hyphened = self.cursor.clone();
        if hyphened.eat("-") && hyphened.eat(close) {
            hyphened.skip_blanks();
            self.cursor = hyphened;
            return Ok(());
        }
        if self.cursor.eat(close) {
            return Ok(());
        }
        let expected = if close == "}}" { "`|` or `}}`" } else { "`%}`" };
        Err(self.cursor.mismatch(&format!("expected {expected}")))
    }

    fn mistake(&mut self, close: &str, mismatch: Mismatch) {
        if mismatch.span.start < self.cursor.source.len() {
            return self.mismatch(mismatch);
        }
        let span = Span {
            start: self.opened,
            end: self.opened + 2,
        };
        self.mismatch(Mismatch {
            span,
            message: format!("this `{}` is never closed", span.of(self.cursor.source)),
            help: Some(format!("close it with `{close}`")),
        });
    }

    /// Goes on behind the close, or at the next opening where that is nearer.
    fn recover(&mut self, close: &str) {
        let rest = &self.cursor.source[self.cursor.at..];
        let opening = self.opening().map(|at| at - self.cursor.at);
        let closing = rest
            .find(close)
            .filter(|at| opening.is_none_or(|opening| *at < opening));
        self.cursor.at += match (closing, opening) {
            (Some(closing), _) => closing + close.len(),
            (None, Some(opening)) => opening,
            (None, None) => rest.len(),
        };
    }

    fn tag(&mut self) -> Tag {
        self.cursor.skip_blanks();
        let Some(name) = self.cursor.name() else {
            let mismatch = self.cursor.mismatch("expected the name of a tag");
            self.mistake("%}", mismatch);
            self.recover("%}");
            return Tag::Node(None);
        };
        match tags::named(name.of(self.cursor.source)) {
            Some((known, role)) => self.known_tag(known, name, role),
            None => self.unknown_tag(name),
        }
    }

    fn known_tag(&mut self, name: &'static str, at: Span, role: Role) -> Tag {
        match role {
            Role::Single => Tag::Node(self.single(name)),
            Role::Opens => Tag::Node(self.block(name, at, true)),
            Role::Parts | Role::Closes(_) => self.tail(Tail { name, role }, at),
        }
    }

    /// Says what was meant, and reads on as if it stood there.
    fn unknown_tag(&mut self, at: Span) -> Tag {
        let name = at.of(self.cursor.source);
        let opener = name.strip_prefix("end");
        let said = self.unknown.iter().find(|(said, _)| opener == Some(said));
        let meant = match said {
            Some((_, meant)) => meant.and_then(end_of),
            None => {
                let meant = tags::nearest(name, TAGS.iter().map(|(name, _)| *name));
                self.unknown.push((name, meant));
                self.problem(Problem {
                    kind: ProblemKind::UnknownTag,
                    range: at.range(),
                    message: format!("there is no tag `{name}`"),
                    help: Some(meant.map_or_else(tag_list, did_you_mean)),
                });
                meant
            }
        };
        match meant.and_then(tags::named) {
            Some((block, Role::Opens)) => Tag::Node(self.block(block, at, false)),
            Some((name, role)) if role != Role::Single && self.belongs(name, role) => {
                Tag::Tail(Tail { name, role })
            }
            _ => {
                self.recover("%}");
                Tag::Node(None)
            }
        }
    }

    /// A tag that parts or closes a block: this one or one further out, else it is a mistake.
    fn tail(&mut self, tail: Tail, at: Span) -> Tag {
        if self.belongs(tail.name, tail.role) {
            return Tag::Tail(tail);
        }
        let after_else = self
            .open
            .last()
            .is_some_and(|open| open.has_else && tags::parts(tail.name, open.block));
        // An unknown tag that nothing is near to may have opened its block.
        if !after_else && self.unknown.iter().any(|(_, meant)| meant.is_none()) {
            self.recover("%}");
            return Tag::Node(None);
        }
        let (message, help) = match tail.role {
            _ if after_else => (
                format!("`{}` stands after the `else`", tail.name),
                "the `else` comes last".to_owned(),
            ),
            Role::Closes(block) => (
                format!("`{}` without `{block}`", tail.name),
                format!("take it out, or open the block with `{{% {block} %}}`"),
            ),
            _ => (
                format!("`{}` stands in no block that has one", tail.name),
                "take it out, or open its block before it".to_owned(),
            ),
        };
        self.mismatch(Mismatch {
            span: at,
            message,
            help: Some(help),
        });
        self.recover("%}");
        Tag::Node(None)
    }

    /// Whether an open block takes that tag; one that parts a block, only the innermost that could.
    fn belongs(&self, name: &str, role: Role) -> bool {
        match role {
            Role::Closes(block) => self.open.iter().any(|open| open.block == block),
            _ => {
                let mut takers = self.open.iter().rev();
                let taker = takers.find(|open| tags::parts(name, open.block));
                taker.is_some_and(|open| !open.has_else)
            }
        }
    }

    fn mismatch(&mut self, mismatch: Mismatch) {
        self.problem(Problem {
            kind: ProblemKind::Syntax,
            range: mismatch.span.range(),
            message: mismatch.message,
            help: mismatch.help,
        });
    }

    fn problem(&mut self, problem: Problem) {
        if self.stopped {
            return;
        }
        self.problems.push(problem);
        if self.problems.len() == MOST_PROBLEMS {
            self.stop();
        }
    }

    /// Gives up: what comes is neither read nor missed.
    fn stop(&mut self) {
        self.stopped = true;
        self.cursor.at = self.cursor.source.len();
    }
}

fn push_text(body: &mut Body, span: Span) {
    if span.start < span.end {
        body.push(Node::Text(span));
    }
}

fn end_of(block: &'static str) -> Option<&'static str> {
    let ends = TAGS.iter().find(|(_, role)| *role == Role::Closes(block));
    ends.map(|(name, _)| *name)
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

fn tag_list() -> String {
    let names = TAGS
        .iter()
        .filter(|(_, role)| matches!(role, Role::Single | Role::Opens));
    let names: Vec<_> = names.map(|(name, _)| *name).collect();
    format!("the tags are `{}`", names.join("`, `"))
}
