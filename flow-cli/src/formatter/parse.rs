//! Tokens to the tree of a flow. The grammar is the macro's; what a name or a value means is not
//! asked here, so that a flow in error can still be laid out.

mod values;

use super::SyntaxError;
use super::lex::{Comment, Kind, Token};
use super::tree::{Above, Attribute, Block, Flow, Item, Line, Own, Value, Widget};

type Result<T> = std::result::Result<T, SyntaxError>;

/// Reads what stands between the delimiters of one `flow!`; the last token closes it.
pub(super) fn parse<'s>(tokens: Vec<Token<'s>>) -> Result<Block<'s, Flow<'s>>> {
    let mut parser = Parser {
        tokens,
        at: 0,
        within: Vec::new(),
        left_over: Vec::new(),
        depth: 0,
    };
    let mut is_read = false;
    let flow = parser.block(|parser| {
        if std::mem::replace(&mut is_read, true) {
            return Err(parser
                .error("nothing may follow the flow")
                .help("write one `flow!` for each flow"));
        }
        parser.flow()
    })?;
    if flow.items.is_empty() {
        return Err(parser.expected("`flow NAME { … }`"));
    }
    Ok(flow)
}

struct Parser<'s> {
    tokens: Vec<Token<'s>>,
    at: usize,
    /// Comments from within a line, which go above it.
    within: Vec<Comment<'s>>,
    /// Comments that found no place behind the item before.
    left_over: Vec<Comment<'s>>,
    /// How many groups are open within a value.
    depth: usize,
}

impl<'s> Parser<'s> {
    /// `attr* vis? "flow" IDENT "{" widget* "}"`
    fn flow(&mut self) -> Result<Flow<'s>> {
        let mut head = String::new();
        if self.is_word("pub") {
            head += self.take();
            if self.is(Kind::Open('(')) {
                head += &self.visibility()?;
            }
            head.push(' ');
        }
        if !self.is_word("flow") {
            return Err(self.expected("`flow NAME { … }`"));
        }
        self.take();
        let name = self.word("the flow's name")?;
        head += &format!("flow {name}");
        self.open('{', "the flow's widgets in `{ … }`")?;
        let widgets = self.block(Self::widget)?;
        self.take();
        Ok(Flow { head, widgets })
    }

    /// `(crate)`, `(super)`, `(in path)`
    fn visibility(&mut self) -> Result<String> {
        let mut text = self.take().to_owned();
        if self.is_word("in") {
            text += self.take();
            text.push(' ');
        }
        text += &self.path("`crate`, `super` or `in path`")?;
        if !self.is(Kind::Close(')')) {
            return Err(self.expected("`)`"));
        }
        text += self.take();
        Ok(text)
    }

    /// `attr* word NAME? "{" … "}"`
    fn widget(&mut self) -> Result<Widget<'s>> {
        if self.is(Kind::Punct(',')) || self.is(Kind::Punct(';')) {
            return Err(self.error("widgets are not separated: leave this out"));
        }
        let mut head = self
            .word_or_literal("a widget: `KIND NAME { … }`")?
            .to_owned();
        if self.is(Kind::Word) {
            head.push(' ');
            head += self.take();
        }
        self.open('{', "the widget's properties and arms in `{ … }`")?;
        let lines = self.block(Self::line)?;
        self.take();
        Ok(Widget { head, lines })
    }

    /// A property or an arm, without its comma.
    fn line(&mut self) -> Result<Line<'s>> {
        if !self.is(Kind::Word) && !self.is(Kind::Literal) {
            return Err(self.expected("a property or an event"));
        }
        if self.kind_at(1) == Kind::Punct(':') {
            return Ok(Line::Property(self.entry()?));
        }
        let mut events = vec![self.event()?];
        while self.is(Kind::Punct('|')) {
            self.take();
            events.push(self.event()?);
        }
        if !self.is(Kind::Arrow) {
            let what = match &events[..] {
                [Value::Text(_)] => "`:` and a value, or `=>` and a target",
                _ => "`=>` and a target",
            };
            return Err(self.expected(what));
        }
        self.take();
        let target = self.word("a target: a widget's name, or `end`")?;
        self.comma()?;
        Ok(Line::Arm { events, target })
    }

    /// Items up to the closing delimiter, which stays.
    fn block<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T>) -> Result<Block<'s, T>> {
        let after_open = self.behind();
        let mut items = Vec::new();
        loop {
            let mut above = self.above()?;
            if self.is_end() {
                let mut before_close = Vec::new();
                for line in above {
                    match line {
                        Above::Comment(own) => before_close.push(own),
                        Above::Attribute { .. } => {
                            return Err(self
                                .error("nothing follows that the attribute above could be about"));
                        }
                    }
                }
                return Ok(Block {
                    after_open,
                    items,
                    before_close,
                });
            }
            let blank = self.token().breaks > 1;
            let mark = self.within.len();
            let node = read(self)?;
            let within = self.within.split_off(mark);
            above.extend(within.into_iter().map(|comment| {
                Above::Comment(Own {
                    comment,
                    blank: false,
                })
            }));
            items.push(Item {
                above,
                blank,
                node,
                behind: self.behind(),
            });
        }
    }

    /// The comments and attributes above the next item.
    fn above(&mut self) -> Result<Vec<Above<'s>>> {
        let mut above = Vec::new();
        loop {
            let left_over = std::mem::take(&mut self.left_over).into_iter();
            above.extend(left_over.map(|comment| {
                Above::Comment(Own {
                    comment,
                    blank: false,
                })
            }));
            let comments = std::mem::take(&mut self.token_mut().comments);
            above.extend(comments.into_iter().map(|comment| {
                Above::Comment(Own {
                    comment,
                    blank: comment.breaks > 1,
                })
            }));
            let blank = self.token().breaks > 1;
            let text = match self.token().kind {
                Kind::Doc => Attribute::Doc(self.take()),
                Kind::Punct('#') => {
                    let mark = self.within.len();
                    let meta = self.attribute()?;
                    let within = self.within.split_off(mark).into_iter();
                    above.extend(within.map(|comment| {
                        Above::Comment(Own {
                            comment,
                            blank: false,
                        })
                    }));
                    Attribute::Meta(meta)
                }
                Kind::InnerDoc => {
                    return Err(self
                        .error("documentation stands before what it is about")
                        .help("write `///`"));
                }
                _ => return Ok(above),
            };
            let behind = self.behind();
            above.push(Above::Attribute {
                text,
                blank,
                behind,
            });
        }
    }

    /// The comments behind what was read, as far as they stand on its line; those before its comma
    /// are kept by [`Self::comma`].
    fn behind(&mut self) -> Vec<Comment<'s>> {
        let mut comments = std::mem::take(&mut self.left_over);
        let is_end = self.is_end();
        let token = self.token_mut();
        let on_line = token
            .comments
            .iter()
            .take_while(|comment| comment.breaks == 0)
            .count();
        // A comment on the line of the next token is about that.
        let is_behind = on_line < token.comments.len() || token.breaks > 0 || is_end;
        if is_behind {
            comments.extend(token.comments.drain(..on_line));
        }
        // A `//` takes the rest of its line.
        let fit = comments
            .iter()
            .position(Comment::is_line)
            .map_or(comments.len(), |line| line + 1);
        self.left_over = comments.split_off(fit);
        comments
    }

    /// The comma behind an item, which may be left out behind the last one. Comments before it go
    /// behind it.
    fn comma(&mut self) -> Result<()> {
        if self.is(Kind::Punct(',')) {
            let comments = std::mem::take(&mut self.token_mut().comments);
            self.left_over.extend(comments);
            self.take();
        } else if !self.is_end() {
            return Err(self.expected("`,`"));
        }
        Ok(())
    }

    fn token(&self) -> &Token<'s> {
        &self.tokens[self.at]
    }

    fn token_mut(&mut self) -> &mut Token<'s> {
        &mut self.tokens[self.at]
    }

    /// The kind of the token that many places on.
    fn kind_at(&self, distance: usize) -> Kind {
        self.tokens
            .get(self.at + distance)
            .map_or(Kind::End, |token| token.kind)
    }

    fn is(&self, kind: Kind) -> bool {
        self.token().kind == kind
    }

    fn is_word(&self, word: &str) -> bool {
        self.is(Kind::Word) && self.token().text == word
    }

    fn is_end(&self) -> bool {
        matches!(self.token().kind, Kind::Close(_) | Kind::End)
    }

    /// Goes on to the next token; the last one stays.
    fn take(&mut self) -> &'s str {
        let token = &mut self.tokens[self.at];
        self.within.append(&mut token.comments);
        let text = token.text;
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        text
    }

    fn open(&mut self, delimiter: char, what: &str) -> Result<()> {
        if !self.is(Kind::Open(delimiter)) {
            return Err(self.expected(what));
        }
        self.take();
        Ok(())
    }

    fn word(&mut self, what: &str) -> Result<&'s str> {
        if !self.is(Kind::Word) || self.is_word("_") {
            return Err(self.expected(what));
        }
        Ok(self.take())
    }

    fn word_or_literal(&mut self, what: &str) -> Result<&'s str> {
        match self.token().kind {
            Kind::Word | Kind::Literal => Ok(self.take()),
            _ => Err(self.expected(what)),
        }
    }

    fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.token().range(), message)
    }

    /// Something is wanted where the next token stands.
    fn expected(&self, what: &str) -> SyntaxError {
        let found = match self.token().kind {
            Kind::Literal => "a literal".to_owned(),
            Kind::Doc | Kind::InnerDoc => "documentation".to_owned(),
            Kind::Close(_) | Kind::End => "nothing more".to_owned(),
            Kind::Punct('-') if self.kind_at(1) == Kind::Punct('>') => "`->`".to_owned(),
            _ => format!("`{}`", self.token().text),
        };
        self.error(format!("expected {what}, found {found}"))
    }
}
