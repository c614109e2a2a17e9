//! A template, parsed.

use std::borrow::Cow;
use std::cell::Cell;

use super::reader;
use super::render::{Renderer, cut_text};
use super::syntax::{Body, Node, Operand};
use super::{MOST_TEXT, Problem, Scope};
use crate::{Text, Value};

/// A template: parsed once, rendered many times.
#[derive(Debug)]
pub struct Template {
    source: Box<str>,
    body: Body,
    constant: Option<Text>,
}

thread_local! {
    /// Where text grows before its length is known, so that a rendering allocates once.
    static BUFFER: Cell<String> = const { Cell::new(String::new()) };
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in order of position.
    pub fn parse(source: &str) -> Result<Template, Vec<Problem>> {
        let reading = reader::read(source);
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let constant = match reading.body.as_slice() {
            [] => Some(Text::EMPTY),
            [Node::Text(span)] => Some(cut_text(span.of(source).to_owned().into())),
            _ => None,
        };
        Ok(Template {
            source: source.into(),
            body: reading.body,
            constant,
        })
    }

    /// The text of a template that reads nothing.
    pub fn constant(&self) -> Option<&Text> {
        self.constant.as_ref()
    }

    /// The value that a template of exactly one path names, `{{ path }}` or `{{ path | to_json }}`:
    /// nil where it is absent. For values that are not to go through text.
    pub fn reference<'a>(&'a self, scope: &'a dyn Scope) -> Option<&'a Value> {
        let [Node::Output(chain)] = self.body.as_slice() else {
            return None;
        };
        let plain = match chain.calls.as_slice() {
            [] => true,
            [call] => call.filter.name == "to_json",
            _ => false,
        };
        let head @ Operand::Path(_) = &chain.head else {
            return None;
        };
        match self.renderer(scope, String::new()).operand(head) {
            Cow::Borrowed(value) if plain => Some(value),
            Cow::Owned(Value::Nil) if plain => Some(&Value::Nil),
            // A size is no value that stands anywhere.
            _ => None,
        }
    }

    /// The text of the template. An absent path is empty text, text beyond 16 KB is cut, and where
    /// rendering would cost too much it ends with what is there so far.
    pub fn render(&self, scope: &dyn Scope) -> Text {
        if let Some(text) = &self.constant {
            return text.clone();
        }
        if let [Node::Output(chain)] = self.body.as_slice()
            && chain.calls.is_empty()
            && let Value::Text(text) = &*self.renderer(scope, String::new()).operand(&chain.head)
        {
            return cut_text(text.clone());
        }
        let mut buffer = BUFFER.take();
        buffer.clear();
        let rendered = self.renderer(scope, buffer).render(&self.body);
        let text = Text::Shared(rendered.as_str().into());
        if rendered.capacity() <= 2 * MOST_TEXT {
            BUFFER.set(rendered);
        }
        text
    }

    fn renderer<'a>(&'a self, scope: &'a dyn Scope, out: String) -> Renderer<'a> {
        Renderer::new(&self.source, scope, out)
    }
}
