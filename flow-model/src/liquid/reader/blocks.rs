//! The tags one by one: their arguments, and the branches of those that make a block.

use super::{DEEPEST_BLOCK, Open, Reader, Role};
use crate::liquid::cursor::{Cursor, Fit, Mismatch};
use crate::liquid::syntax::{
    Arm, Body, Comparison, Condition, Cycle, For, Node, Operand, Operator, Over, Span, When,
};
use crate::liquid::tags;

const OPERATORS: [(&str, Operator); 7] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<>", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Reader<'_> {
    /// A tag that stands by itself.
    pub(super) fn single(&mut self, name: &'static str) -> Option<Node> {
        self.closed("%}", |reader| match name {
            "assign" => reader.assign(),
            "cycle" => reader.cycle(),
            "increment" => reader.count(false),
            "decrement" => reader.count(true),
            "break" => Ok(Node::Break),
            _ => Ok(Node::Continue),
        })
    }

    fn assign(&mut self) -> Fit<Node> {
        let name = self.local("a name to assign to")?;
        self.cursor.skip_blanks();
        if !self.cursor.eat("=") {
            return Err(self.cursor.mismatch("expected `=`"));
        }
        self.cursor.skip_blanks();
        Ok(Node::Assign(name, self.chain()?))
    }

    fn count(&mut self, down: bool) -> Fit<Node> {
        let name = self.local("the name of a counter")?;
        Ok(Node::Count { name, down })
    }

    fn cycle(&mut self) -> Fit<Node> {
        let start = self.cursor.at;
        let mut values = vec![self.cursor.operand()?];
        let mut group = None;
        let first = self.span_from(start);
        self.cursor.skip_blanks();
        if self.cursor.eat(":") {
            group = Some(first);
            self.cursor.skip_blanks();
            values = vec![self.cursor.operand()?];
        }
        loop {
            let end = self.cursor.at;
            self.cursor.skip_blanks();
            if !self.cursor.eat(",") {
                let group = group.unwrap_or(Span { start, end });
                return Ok(Node::Cycle(Cycle { group, values }));
            }
            self.cursor.skip_blanks();
            values.push(self.cursor.operand()?);
        }
    }

    fn span_from(&self, start: usize) -> Span {
        Span {
            start,
            end: self.cursor.at,
        }
    }

    fn local(&mut self, what: &str) -> Fit<Span> {
        let name = self.cursor.name();
        name.ok_or_else(|| self.cursor.mismatch(&format!("expected {what}")))
    }

    /// A tag with the block that it opens. Without `arguments` what stands in the tag is passed over.
    pub(super) fn block(
        &mut self,
        block: &'static str,
        name: Span,
        arguments: bool,
    ) -> Option<Node> {
        if self.open.len() == DEEPEST_BLOCK {
            self.mismatch(Mismatch {
                span: name,
                message: format!("blocks stand more than {DEEPEST_BLOCK} deep in blocks"),
                help: None,
            });
            self.stop();
            return None;
        }
        if matches!(block, "raw" | "comment") {
            return self.verbatim(arguments, block, name);
        }
        self.open.push(Open {
            block,
            name,
            has_else: false,
        });
        let node = match block {
            "if" => self.if_block(arguments, true),
            "unless" => self.if_block(arguments, false),
            "case" => self.case_block(arguments),
            "for" => self.for_block(arguments),
            _ => self.capture_block(arguments),
        };
        self.open.pop();
        node
    }

    fn head<T>(&mut self, arguments: bool, inner: impl FnOnce(&mut Self) -> Fit<T>) -> Option<T> {
        if arguments {
            return self.closed("%}", inner);
        }
        self.recover("%}");
        None
    }

    /// A branch of the innermost block, and which of its tags ended it; none where it is never
    /// closed, which is said.
    fn branch(&mut self) -> (Body, Option<&'static str>) {
        let (body, tail) = self.body();
        let Some(open) = self.open.last() else {
            return (body, None);
        };
        let (block, name) = (open.block, open.name);
        match tail {
            Some(tail) if tail.role == Role::Closes(block) => {
                self.nothing_more();
                (body, None)
            }
            Some(tail) if tail.role == Role::Parts && tags::parts(tail.name, block) => {
                (body, Some(tail.name))
            }
            other => {
                self.pending = other;
                self.mismatch(Mismatch {
                    span: name,
                    message: format!("this `{block}` is never closed"),
                    help: Some(format!("close it with `{{% end{block} %}}`")),
                });
                (body, None)
            }
        }
    }

    /// The branch behind `else`.
    fn otherwise(&mut self) -> Body {
        self.nothing_more();
        if let Some(open) = self.open.last_mut() {
            open.has_else = true;
        }
        self.branch().0
    }

    /// The rest of a tag that takes no arguments.
    fn nothing_more(&mut self) {
        self.closed("%}", |_| Ok(()));
    }

    fn if_block(&mut self, arguments: bool, wanted: bool) -> Option<Node> {
        let mut condition = self.head(arguments, Self::condition);
        let mut wanted = wanted;
        let mut arms = Vec::new();
        loop {
            let (body, next) = self.branch();
            arms.extend(condition.map(|condition| Arm {
                condition,
                wanted,
                body,
            }));
            match next {
                Some("elsif") => {
                    condition = self.closed("%}", Self::condition);
                    wanted = true;
                }
                Some(_) => return Some(Node::If(arms, self.otherwise())),
                None => return Some(Node::If(arms, Body::new())),
            }
        }
    }

    fn case_block(&mut self, arguments: bool) -> Option<Node> {
        let subject = self.head(arguments, |reader| reader.cursor.operand());
        let mut whens = Vec::new();
        // What stands before the first `when` is never rendered.
        let (_, mut next) = self.branch();
        let mut otherwise = Body::new();
        while let Some(tag) = next {
            if tag == "else" {
                otherwise = self.otherwise();
                break;
            }
            let values = self.closed("%}", Self::when);
            let (body, after) = self.branch();
            whens.extend(values.map(|values| When { values, body }));
            next = after;
        }
        Some(Node::Case(subject?, whens, otherwise))
    }

    fn when(&mut self) -> Fit<Vec<Operand>> {
        let mut values = vec![self.cursor.operand()?];
        loop {
            self.cursor.skip_blanks();
            if !self.cursor.eat(",") && !self.cursor.word("or") {
                return Ok(values);
            }
            self.cursor.skip_blanks();
            values.push(self.cursor.operand()?);
        }
    }

    fn capture_block(&mut self, arguments: bool) -> Option<Node> {
        let name = self.head(arguments, |reader| reader.local("a name to capture into"));
        let (body, _) = self.branch();
        Some(Node::Capture(name?, body))
    }

    fn for_block(&mut self, arguments: bool) -> Option<Node> {
        let loops = self.head(arguments, Self::for_head);
        let (body, next) = self.branch();
        let otherwise = match next {
            Some(_) => self.otherwise(),
            None => Body::new(),
        };
        let loops = For {
            body,
            otherwise,
            ..loops?
        };
        Some(Node::For(Box::new(loops)))
    }

    fn for_head(&mut self) -> Fit<For> {
        let name = self.local("a name for the item")?;
        self.cursor.skip_blanks();
        if !self.cursor.word("in") {
            return Err(self.cursor.mismatch("expected `in`"));
        }
        self.cursor.skip_blanks();
        let over = self.over()?;
        let mut loops = For {
            name,
            over,
            limit: None,
            offset: None,
            reversed: false,
            body: Body::new(),
            otherwise: Body::new(),
        };
        loop {
            self.cursor.skip_blanks();
            if self.cursor.word("reversed") {
                loops.reversed = true;
            } else if self.cursor.word("limit") {
                loops.limit = Some(self.attribute()?);
            } else if self.cursor.word("offset") {
                loops.offset = Some(self.attribute()?);
            } else if self.cursor.at_close() {
                return Ok(loops);
            } else {
                let message = "expected `limit`, `offset`, `reversed` or `%}`";
                return Err(self.cursor.mismatch(message));
            }
        }
    }

    fn over(&mut self) -> Fit<Over> {
        if !self.cursor.eat("(") {
            return Ok(Over::Items(self.cursor.operand()?));
        }
        self.cursor.skip_blanks();
        let first = self.cursor.operand()?;
        self.cursor.skip_blanks();
        if !self.cursor.eat("..") {
            return Err(self.cursor.mismatch("expected `..`"));
        }
        self.cursor.skip_blanks();
        let last = self.cursor.operand()?;
        self.cursor.skip_blanks();
        if !self.cursor.eat(")") {
            return Err(self.cursor.mismatch("expected `)`"));
        }
        Ok(Over::Range(first, last))
    }

    fn attribute(&mut self) -> Fit<Operand> {
        self.cursor.skip_blanks();
        if !self.cursor.eat(":") {
            return Err(self.cursor.mismatch("expected `:`"));
        }
        self.cursor.skip_blanks();
        self.cursor.operand()
    }

    fn condition(&mut self) -> Fit<Condition> {
        let mut condition = vec![vec![self.comparison()?]];
        loop {
            self.cursor.skip_blanks();
            let joins = self.cursor.word("and");
            if !joins && !self.cursor.word("or") {
                return match self.cursor.starts_with("|") {
                    true => Err(self.filter_in_condition()),
                    false => Ok(condition),
                };
            }
            self.cursor.skip_blanks();
            let comparison = self.comparison()?;
            match condition.last_mut() {
                Some(all) if joins => all.push(comparison),
                _ => condition.push(vec![comparison]),
            }
        }
    }

    fn filter_in_condition(&self) -> Mismatch {
        let mut mismatch = self.cursor.mismatch("a condition takes no filter");
        mismatch.help = Some("filter it before: `{% assign name = value | filter %}`".to_owned());
        mismatch
    }

    fn comparison(&mut self) -> Fit<Comparison> {
        let left = self.cursor.operand()?;
        self.cursor.skip_blanks();
        let Some(operator) = self.operator() else {
            if self.cursor.starts_with("=") {
                let mut mismatch = self.cursor.mismatch("`=` compares nothing");
                mismatch.help = Some("write `==`".to_owned());
                return Err(mismatch);
            }
            return Ok(Comparison { left, right: None });
        };
        self.cursor.skip_blanks();
        let right = self.cursor.operand()?;
        Ok(Comparison {
            left,
            right: Some((operator, right)),
        })
    }

    fn operator(&mut self) -> Option<Operator> {
        if self.cursor.word("contains") {
            return Some(Operator::Contains);
        }
        let cursor = &mut self.cursor;
        let found = OPERATORS.iter().find(|(sign, _)| cursor.eat(sign));
        found.map(|(_, operator)| *operator)
    }

    /// `raw` and `comment`, in which nothing is read but their end. Comments nest.
    fn verbatim(&mut self, arguments: bool, block: &'static str, name: Span) -> Option<Node> {
        self.head(arguments, |_| Ok(()));
        let start = self.cursor.at;
        let mut depth = 1;
        while let Some(opening) = self.opening() {
            self.cursor.at = opening + 1;
            let mut inside = self.cursor.clone();
            let Some(found) = bare_tag(&mut inside) else {
                continue;
            };
            let found = found.of(inside.source);
            if block == "comment" && found == block {
                depth += 1;
            } else if found.strip_prefix("end") == Some(block) {
                depth -= 1;
            }
            if depth == 0 {
                self.cursor = inside;
                let text = self.text_before(start, opening);
                return (block == "raw" && text.start < text.end).then_some(Node::Text(text));
            }
        }
        self.mismatch(Mismatch {
            span: name,
            message: format!("this `{block}` is never closed"),
            help: Some(format!("close it with `{{% end{block} %}}`")),
        });
        self.stop();
        None
    }
}

/// The name of a tag without arguments, read from between its `{` and `%`.
fn bare_tag(cursor: &mut Cursor<'_>) -> Option<Span> {
    if !cursor.eat("%") {
        return None;
    }
    cursor.eat("-");
    cursor.skip_blanks();
    let name = cursor.name()?;
    cursor.skip_blanks();
    if cursor.eat("-%}") {
        cursor.skip_blanks();
        return Some(name);
    }
    cursor.eat("%}").then_some(name)
}
