//! Flows for tests, written nearly as in `flow!`: the checks are about graphs, and a graph is easiest
//! read as source. Not a parser of the language: it panics on what it does not know.
//!
//! `?` stands for what could not be read: a value, a target, an arm (`? => ?`), a word.

#![expect(clippy::expect_used, reason = "a test that is written wrong may panic")]

use flow_model::flow::{
    Allow, Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind, Widget, Word,
};

/// A flow, and the token that stands at each location.
pub(crate) struct Source {
    pub(crate) flow: Flow,
    tokens: Vec<String>,
}

impl Source {
    /// Reads a flow; its own name is `F`.
    pub(crate) fn read(text: &str) -> Source {
        let mut reader = Reader {
            tokens: tokens(text),
            next: 0,
        };
        let mut flow = Flow {
            name: Name {
                text: "F".to_owned(),
                at: Location(0),
            },
            ..Flow::default()
        };
        while !reader.is_at_end() {
            reader.widget(&mut flow);
        }
        Source {
            flow,
            tokens: reader.tokens,
        }
    }

    /// The token at a location; the flow's name is `F`.
    pub(crate) fn token(&self, at: Location) -> &str {
        match at.0 {
            0 => "F",
            at => &self.tokens[at as usize - 1],
        }
    }
}

/// Words, texts in quotes, `=>`, and single characters.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let mut token = char.to_string();
        if char.is_whitespace() || char == ',' {
            continue;
        }
        if char == '"' {
            while token.len() == 1 || !token.ends_with('"') {
                token.push(chars.next().expect("a closing quote"));
            }
        } else if char == '=' {
            token.extend(chars.next_if_eq(&'>'));
        } else {
            let is_word = |char: &char| char.is_alphanumeric() || "_.-".contains(*char);
            while is_word(&char) && chars.peek().is_some_and(is_word) {
                token.extend(chars.next());
            }
        }
        tokens.push(token);
    }
    tokens
}

struct Reader {
    tokens: Vec<String>,
    next: usize,
}

impl Reader {
    fn is_at_end(&self) -> bool {
        self.next == self.tokens.len()
    }

    fn peek(&self, ahead: usize) -> &str {
        self.tokens
            .get(self.next + ahead)
            .map_or("", String::as_str)
    }

    fn eat(&mut self, token: &str) -> bool {
        let eaten = self.peek(0) == token;
        self.next += usize::from(eaten);
        eaten
    }

    fn expect(&mut self, token: &str) {
        assert!(self.eat(token), "`{token}`, not `{}`", self.peek(0));
    }

    fn take(&mut self) -> (String, Location) {
        let token = self.peek(0).to_owned();
        self.next += 1;
        (token, Location(self.next as u32))
    }

    fn word(&mut self) -> Word {
        let (token, at) = self.take();
        match unquoted(&token) {
            Some(text) => Word {
                text,
                quoted: true,
                at,
            },
            None => Word {
                text: if token == "?" { String::new() } else { token },
                quoted: false,
                at,
            },
        }
    }

    fn name(&mut self) -> Name {
        let Word { text, at, .. } = self.word();
        Name { text, at }
    }

    /// `#[allow(x)]`, `#[name = "x"]`; of the flow with `!`.
    fn attributes(&mut self, flow: &mut Flow) -> (Vec<Allow>, Option<Name>) {
        let (mut allows, mut name) = (Vec::new(), None);
        while self.eat("#") {
            let of_flow = self.eat("!");
            self.expect("[");
            if self.eat("allow") {
                self.expect("(");
                let allow = Allow { code: self.name() };
                match of_flow {
                    true => flow.allows.push(allow),
                    false => allows.push(allow),
                }
                self.expect(")");
            } else {
                self.expect("name");
                self.expect("=");
                name = Some(self.name());
            }
            self.expect("]");
        }
        (allows, name)
    }

    fn widget(&mut self, flow: &mut Flow) {
        let (allows, name) = self.attributes(flow);
        if self.is_at_end() {
            return;
        }
        let kind = self.word();
        let ident = match self.peek(0) {
            "{" => Name {
                text: kind.text.clone(),
                at: kind.at,
            },
            _ => self.name(),
        };
        let mut widget = Widget {
            kind,
            ident,
            name,
            docs: String::new(),
            place: None,
            allows,
            properties: Vec::new(),
            arms: Vec::new(),
        };
        self.expect("{");
        while !self.eat("}") {
            match self.peek(1) {
                ":" => widget.properties.push(self.property()),
                _ => self.arms(&mut widget.arms),
            }
        }
        flow.widgets.push(widget);
    }

    fn property(&mut self) -> Property {
        let key = self.word();
        self.expect(":");
        Property {
            key,
            value: self.value(),
            docs: String::new(),
        }
    }

    fn value(&mut self) -> Value {
        let (token, mut at) = self.take();
        let number = token.parse::<f64>().is_ok();
        let kind = match token.as_str() {
            "?" => ValueKind::Error,
            "true" | "false" => ValueKind::Flag(token == "true"),
            "{" => ValueKind::Map(self.entries()),
            "[" => {
                let mut items = Vec::new();
                while !self.eat("]") {
                    items.push(self.value());
                }
                ValueKind::List(items)
            }
            "json" => {
                self.expect("(");
                let (text, text_at) = self.take();
                // The macro's place of `json(…)` is its text, too.
                at = text_at;
                self.expect(")");
                ValueKind::Json(unquoted(&text).expect("a text"))
            }
            _ if number => ValueKind::Number(token),
            text => match unquoted(text) {
                Some(text) => ValueKind::Text(text),
                None => ValueKind::Callee {
                    path: token,
                    fields: match self.eat("{") {
                        true => self.entries(),
                        false => Vec::new(),
                    },
                },
            },
        };
        Value { kind, at }
    }

    fn entries(&mut self) -> Vec<Property> {
        let mut entries = Vec::new();
        while !self.eat("}") {
            entries.push(self.property());
        }
        entries
    }

    /// `label subject("…") event | event(…) => target`
    fn arms(&mut self, arms: &mut Vec<Arm>) {
        let label = self.eat("label").then(|| "A label".to_owned());
        let subject = self.eat("subject").then(|| {
            self.expect("(");
            let subject = self.value();
            self.expect(")");
            subject
        });
        let mut events = vec![self.event()];
        while self.eat("|") {
            events.push(self.event());
        }
        self.expect("=>");
        let target = self.name();
        let target = match target.text.as_str() {
            "end" => Target::End(target.at),
            "" => Target::Error(target.at),
            _ => Target::Widget(target),
        };
        arms.extend(events.into_iter().map(|event| Arm {
            event,
            target: target.clone(),
            label: label.clone(),
            subject: subject.clone(),
        }));
    }

    fn event(&mut self) -> Event {
        let word = self.word();
        if word.text == "_" {
            return Event::Rest(word.at);
        }
        let arguments = self.eat("(").then(|| {
            let mut arguments = Vec::new();
            while !self.eat(")") {
                arguments.push(self.value());
            }
            arguments
        });
        Event::Named { word, arguments }
    }
}

fn unquoted(token: &str) -> Option<String> {
    let text = token.strip_prefix('"')?.strip_suffix('"')?;
    Some(text.to_owned())
}
