//! The paths that a template reads, and how each read is guarded.

use std::ops::Range;

use super::Read;
use super::syntax::{Chain, Comparison, Condition, For, Node, Operand, Over, Path, Span, Step};
use crate::{Text, Value};

/// Every read of that tree, in order of position.
pub(super) fn collect(source: &str, body: &[Node]) -> Vec<Read> {
    let mut collector = Collector {
        source,
        reads: Vec::new(),
        locals: Vec::new(),
    };
    collector.body(body);
    collector.reads
}

/// The filters of a template that is one output of a path, with blanks around it at most.
pub(super) fn filters(source: &str, body: &[Node]) -> Option<Vec<&'static str>> {
    let mut only = None;
    for node in body {
        match node {
            Node::Text(span) if span.of(source).trim().is_empty() => {}
            Node::Output(chain) if only.is_none() => only = Some(chain),
            _ => return None,
        }
    }
    let chain = only.filter(|chain| matches!(chain.head, Operand::Path(_)))?;
    Some(chain.calls.iter().map(|call| call.filter.name).collect())
}

struct Collector<'s> {
    source: &'s str,
    reads: Vec<Read>,
    /// Names that the template itself gives a value.
    locals: Vec<&'s str>,
}

/// How what is read is used.
#[derive(Clone, Copy, Default)]
struct Use {
    defaulted: bool,
    test: bool,
    arithmetic: bool,
}

const PLAIN: Use = Use {
    defaulted: false,
    test: false,
    arithmetic: false,
};

const TEST: Use = Use {
    test: true,
    ..PLAIN
};

impl<'s> Collector<'s> {
    fn body(&mut self, body: &[Node]) {
        for node in body {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(_) | Node::Break | Node::Continue => {}
            Node::Output(chain) => self.chain(chain),
            Node::Assign(name, chain) => {
                self.chain(chain);
                self.local(*name);
            }
            Node::Capture(name, body) => {
                self.body(body);
                self.local(*name);
            }
            Node::Count { name, .. } => self.local(*name),
            Node::Cycle(cycle) => self.operands(&cycle.values, PLAIN),
            Node::If(arms, otherwise) => {
                let mut branches = Branches::default();
                for arm in arms {
                    self.head(&mut branches, |reads| reads.condition(&arm.condition));
                    self.branch(&mut branches, &arm.body);
                }
                self.branch(&mut branches, otherwise);
                self.relate(branches);
            }
            Node::Case(subject, whens, otherwise) => {
                let mut branches = Branches::default();
                self.head(&mut branches, |reads| reads.operand(subject, TEST));
                for when in whens {
                    self.head(&mut branches, |reads| reads.operands(&when.values, TEST));
                    self.branch(&mut branches, &when.body);
                }
                self.branch(&mut branches, otherwise);
                self.relate(branches);
            }
            Node::For(loops) => self.loops(loops),
        }
    }

    fn loops(&mut self, loops: &For) {
        let mut branches = Branches::default();
        self.head(&mut branches, |reads| {
            match &loops.over {
                Over::Items(items) => reads.operand(items, TEST),
                Over::Range(first, last) => {
                    reads.operand(first, TEST);
                    reads.operand(last, TEST);
                }
            }
            for attribute in [&loops.limit, &loops.offset].into_iter().flatten() {
                reads.operand(attribute, TEST);
            }
        });
        let outside = self.locals.len();
        self.locals.extend(["forloop", loops.name.of(self.source)]);
        self.branch(&mut branches, &loops.body);
        // What the body assigned stays; the item and `forloop` go.
        self.locals.drain(outside..outside + 2);
        self.branch(&mut branches, &loops.otherwise);
        self.relate(branches);
    }

    fn head(&mut self, branches: &mut Branches, read: impl FnOnce(&mut Self)) {
        let start = self.reads.len();
        read(self);
        branches.heads.extend(start..self.reads.len());
    }

    fn branch(&mut self, branches: &mut Branches, body: &[Node]) {
        let start = self.reads.len();
        self.body(body);
        branches.bodies.push(start..self.reads.len());
    }

    /// Every branch stands under every head of its block: an `else` too.
    fn relate(&mut self, branches: Branches) {
        for index in branches.bodies.into_iter().flatten() {
            let under = &mut self.reads[index].under;
            under.extend_from_slice(&branches.heads);
            under.sort_unstable();
        }
    }

    fn condition(&mut self, condition: &Condition) {
        for Comparison { left, right } in condition.iter().flatten() {
            self.operand(left, TEST);
            if let Some((_, right)) = right {
                self.operand(right, TEST);
            }
        }
    }

    fn chain(&mut self, chain: &Chain) {
        let through = |name: &str| chain.calls.iter().any(|call| call.filter.name == name);
        let usage = Use {
            defaulted: through("default"),
            test: through("size"),
            arithmetic: chain.calls.iter().any(|call| call.filter.is_arithmetic()),
        };
        let head = self.reads.len();
        self.operand(&chain.head, usage);
        let is_read = self.reads.len() > head;
        for call in &chain.calls {
            let start = self.reads.len();
            self.operands(&call.arguments, PLAIN);
            if is_read && call.filter.name == "default" {
                for read in &mut self.reads[start..] {
                    read.instead_of = Some(head);
                }
            }
        }
    }

    fn operands(&mut self, operands: &[Operand], usage: Use) {
        for operand in operands {
            self.operand(operand, usage);
        }
    }

    fn operand(&mut self, operand: &Operand, usage: Use) {
        if let Operand::Path(path) = operand {
            self.path(path, usage);
        }
    }

    fn path(&mut self, path: &Path, usage: Use) {
        if !self.locals.contains(&path.root.of(self.source)) {
            self.reads.push(Read {
                range: path.span.range(),
                path: self.known_part(path),
                defaulted: usage.defaulted,
                test: usage.test,
                arithmetic: usage.arithmetic,
                under: Vec::new(),
                instead_of: None,
            });
        }
        for step in &path.steps {
            if let Step::Index(index) = step {
                self.operand(index, usage);
            }
        }
    }

    /// The path up to the first index that is known only when it renders.
    fn known_part(&self, path: &Path) -> Vec<Text> {
        let text = |span: Span| Text::from(span.of(self.source).to_owned());
        let steps = path.steps.iter().map_while(|step| match step {
            Step::Name(name) => Some(text(*name)),
            Step::Index(Operand::Literal(Value::Text(name))) => Some(name.clone()),
            Step::Index(Operand::Literal(index)) => Some(Text::from(index.to_string())),
            Step::Index(_) => None,
        });
        std::iter::once(text(path.root)).chain(steps).collect()
    }

    fn local(&mut self, name: Span) {
        self.locals.push(name.of(self.source));
    }
}

/// Which reads the heads and the branches of one block make.
#[derive(Default)]
struct Branches {
    heads: Vec<usize>,
    bodies: Vec<Range<usize>>,
}
