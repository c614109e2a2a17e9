//! A template, parsed.

use super::{Problem, ProblemKind, Scope};
use crate::{Text, Value};

/// A template: parsed once, rendered many times.
#[derive(Debug)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Constant(Text),
    Path(Vec<String>),
}

impl Template {
    /// Parses a template, or says everything that is wrong with it.
    pub fn parse(source: &str) -> Result<Template, Vec<Problem>> {
        let mut pieces = Vec::new();
        let mut rest = source;
        while let Some(start) = rest.find("{{") {
            let Some(length) = rest[start..].find("}}") else {
                return Err(vec![Problem {
                    kind: ProblemKind::Syntax,
                    range: source.len() - rest.len() + start..source.len(),
                    message: "this `{{` is never closed".to_owned(),
                    help: Some("close it with `}}`".to_owned()),
                }]);
            };
            if start > 0 {
                pieces.push(Piece::Constant(rest[..start].to_owned().into()));
            }
            let path = rest[start + 2..start + length].trim();
            pieces.push(Piece::Path(path.split('.').map(str::to_owned).collect()));
            rest = &rest[start + length + 2..];
        }
        if !rest.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Constant(rest.to_owned().into()));
        }
        Ok(Template { pieces })
    }

    /// The text of a template that reads nothing.
    pub fn constant(&self) -> Option<&Text> {
        match self.pieces.as_slice() {
            [Piece::Constant(text)] => Some(text),
            _ => None,
        }
    }

    /// The value that a template of exactly one path names, `{{ path }}` or `{{ path | to_json }}`:
    /// nil where it is absent. For values that are not to go through text.
    pub fn reference<'s>(&self, scope: &'s dyn Scope) -> Option<&'s Value> {
        match self.pieces.as_slice() {
            [Piece::Path(path)] => Some(find(path, scope)),
            _ => None,
        }
    }

    /// The text of the template: an absent path is empty text.
    pub fn render(&self, scope: &dyn Scope) -> Text {
        if let Some(text) = self.constant() {
            return text.clone();
        }
        let mut rendered = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Constant(text) => rendered.push_str(text),
                Piece::Path(path) => match find(path, scope) {
                    Value::Nil => {}
                    Value::Text(text) => rendered.push_str(text),
                    value => rendered.push_str(&value.to_string()),
                },
            }
        }
        rendered.into()
    }
}

fn find<'s>(path: &[String], scope: &'s dyn Scope) -> &'s Value {
    const NIL: &Value = &Value::Nil;
    let Some((root, rest)) = path.split_first() else {
        return NIL;
    };
    rest.iter()
        .fold(scope.root(root).unwrap_or(NIL), |value, name| {
            value.get(name)
        })
}
