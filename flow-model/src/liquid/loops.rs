//! Loops that are longer than Studio's loops go, where the template itself says so.

use super::syntax::{Body, For, Node, Operand, Over};
use super::{LongLoop, MOST_ROUNDS};
use crate::Value;

/// Every such loop of a tree, in order of position.
pub(super) fn collect(body: &Body, found: &mut Vec<LongLoop>) {
    for node in body {
        match node {
            Node::If(arms, otherwise) => {
                for arm in arms {
                    collect(&arm.body, found);
                }
                collect(otherwise, found);
            }
            Node::Case(_, whens, otherwise) => {
                for when in whens {
                    collect(&when.body, found);
                }
                collect(otherwise, found);
            }
            Node::For(loops) => {
                if let Some(rounds) = rounds(loops).filter(|rounds| *rounds > MOST_ROUNDS) {
                    found.push(LongLoop {
                        range: loops.name.range(),
                        rounds,
                    });
                }
                collect(&loops.body, found);
                collect(&loops.otherwise, found);
            }
            Node::Capture(_, body) => collect(body, found),
            Node::Text(_)
            | Node::Output(_)
            | Node::Assign(..)
            | Node::Cycle(_)
            | Node::Count { .. }
            | Node::Break
            | Node::Continue => {}
        }
    }
}

/// How often a loop goes round, where all of its bounds are written out.
fn rounds(loops: &For) -> Option<usize> {
    let Over::Range(first, last) = &loops.over else {
        return None;
    };
    let whole = i128::from(integer(last)?) - i128::from(integer(first)?) + 1;
    let offset = loops.offset.as_ref().map_or(Some(0), integer)?;
    let left = whole - i128::from(offset.max(0));
    let limit = match &loops.limit {
        Some(limit) => i128::from(integer(limit)?),
        None => whole,
    };
    Some(usize::try_from(left.min(limit).max(0)).unwrap_or(usize::MAX))
}

fn integer(operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Literal(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::liquid::long_loops;

    #[test]
    fn a_loop_is_long_where_the_template_says_so() {
        for (template, rounds) in [
            ("{% for i in (1..15) %}x{% endfor %}", &[][..]),
            ("{% for i in (1..16) %}x{% endfor %}", &[16]),
            ("{% for i in (1..40) limit: 15 %}x{% endfor %}", &[]),
            ("{% for i in (1..40) limit: 20 %}x{% endfor %}", &[20]),
            ("{% for i in (1..40) offset: 30 %}x{% endfor %}", &[]),
            ("{% for i in (1..n) %}x{% endfor %}", &[]),
            ("{% for i in items %}x{% endfor %}", &[]),
            (
                "{% if a %}{% for i in (0..99) %}{% for j in (9..1) %}x{% endfor %}{% endfor %}{% endif %}",
                &[100],
            ),
            (
                "{% for i in (-9223372036854775807..9223372036854775807) %}x{% endfor %}",
                &[usize::MAX],
            ),
        ] {
            let found = long_loops(template);
            let found: Vec<_> = found.iter().map(|found| found.rounds).collect();
            assert_eq!(found, rounds, "{template}");
        }
    }
}
