//! The values that a template itself holds what it reads against.

use super::syntax::{Chain, Condition, Node, Operand};
use crate::Value;

/// The values that stand in a template, by what they are there for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Literals {
    /// Those that `if`, `unless` and `case` compare something with.
    pub compared: Vec<Value>,
    /// Those that filters are given.
    pub arguments: Vec<Value>,
}

/// Every literal of that tree, in order of position.
pub(super) fn collect(body: &[Node]) -> Literals {
    let mut literals = Literals::default();
    literals.body(body);
    literals
}

impl Literals {
    fn body(&mut self, body: &[Node]) {
        for node in body {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Output(chain) | Node::Assign(_, chain) => self.chain(chain),
            Node::Capture(_, body) => self.body(body),
            Node::If(arms, otherwise) => {
                for arm in arms {
                    self.condition(&arm.condition);
                    self.body(&arm.body);
                }
                self.body(otherwise);
            }
            Node::Case(_, whens, otherwise) => {
                for when in whens {
                    when.values.iter().for_each(|value| self.compared(value));
                    self.body(&when.body);
                }
                self.body(otherwise);
            }
            Node::For(loops) => {
                self.body(&loops.body);
                self.body(&loops.otherwise);
            }
            Node::Text(_) | Node::Cycle(_) | Node::Count { .. } | Node::Break | Node::Continue => {}
        }
    }

    fn chain(&mut self, chain: &Chain) {
        let arguments = chain.calls.iter().flat_map(|call| &call.arguments);
        for argument in arguments {
            if let Operand::Literal(value) = argument {
                self.arguments.push(value.clone());
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        for comparison in condition.iter().flatten() {
            if let Some((_, right)) = &comparison.right {
                self.compared(&comparison.left);
                self.compared(right);
            }
        }
    }

    fn compared(&mut self, operand: &Operand) {
        match operand {
            Operand::Literal(value) => self.compared.push(value.clone()),
            Operand::Empty | Operand::Blank => self.compared.push("".into()),
            Operand::Path(_) => {}
        }
    }
}
