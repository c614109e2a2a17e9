//! What a template says: the tree that rendering walks and that reads are collected from.

use std::ops::Range;

use super::filters::Filter;
use crate::Value;

/// Some bytes of the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn of(self, source: &str) -> &str {
        &source[self.start..self.end]
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

pub(super) type Body = Vec<Node>;

/// One part of a template.
#[derive(Debug)]
pub(super) enum Node {
    Text(Span),
    Output(Chain),
    If(Vec<Arm>, Body),
    Case(Operand, Vec<When>, Body),
    For(Box<For>),
    Assign(Span, Chain),
    Capture(Span, Body),
    Cycle(Cycle),
    /// `increment` and `decrement`, which count apart from all other names.
    Count {
        name: Span,
        down: bool,
    },
    Break,
    Continue,
}

/// `if`, `elsif` or `unless` with its branch.
#[derive(Debug)]
pub(super) struct Arm {
    pub(super) condition: Condition,
    /// What the condition has to be: false for `unless`.
    pub(super) wanted: bool,
    pub(super) body: Body,
}

/// Comparisons joined by `and`, joined by `or`: `and` binds tighter.
pub(super) type Condition = Vec<Vec<Comparison>>;

#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) left: Operand,
    pub(super) right: Option<(Operator, Operand)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Contains,
}

#[derive(Debug)]
pub(super) struct When {
    pub(super) values: Vec<Operand>,
    pub(super) body: Body,
}

#[derive(Debug)]
pub(super) struct For {
    pub(super) name: Span,
    pub(super) over: Over,
    pub(super) limit: Option<Operand>,
    pub(super) offset: Option<Operand>,
    pub(super) reversed: bool,
    pub(super) body: Body,
    /// Rendered where there is nothing to go over.
    pub(super) otherwise: Body,
}

#[derive(Debug)]
pub(super) enum Over {
    Items(Operand),
    /// `(first..last)`, both included.
    Range(Operand, Operand),
}

#[derive(Debug)]
pub(super) struct Cycle {
    /// Cycles of one group go on together: its name, else the values as written.
    pub(super) group: Span,
    pub(super) values: Vec<Operand>,
}

/// A value and the filters it goes through.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) head: Operand,
    pub(super) calls: Vec<Call>,
}

#[derive(Debug)]
pub(super) struct Call {
    pub(super) filter: &'static Filter,
    pub(super) arguments: Vec<Operand>,
}

#[derive(Debug)]
pub(super) enum Operand {
    Literal(Value),
    /// `empty`: equal to empty text, an empty list and an empty object.
    Empty,
    /// `blank`: as `empty`, and equal to white space, nil and false.
    Blank,
    Path(Path),
}

#[derive(Debug)]
pub(super) struct Path {
    pub(super) span: Span,
    pub(super) root: Span,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug)]
pub(super) enum Step {
    Name(Span),
    Index(Operand),
}
