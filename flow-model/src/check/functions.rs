//! Functions: what can be known of their parameters without their types. The rest is rustc's, and
//! the constants' that the macro leaves.

use std::collections::HashSet;

use super::codes::DUPLICATE_PARAMETER;
use super::context::Context;
use super::findings::Findings;
use super::values;
use crate::flow::{Property, ValueKind};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for (index, widget, _) in cx.known_widgets() {
        for property in &widget.properties {
            if let ValueKind::Callee { fields, .. } = &property.value.kind {
                // A flow may be given objects, a function only texts.
                let of_flow = property.key.text == "flow";
                parameters(index, fields, of_flow, findings);
            }
        }
    }
}

fn parameters(index: usize, fields: &[Property], of_flow: bool, findings: &mut Findings) {
    let mut given = HashSet::with_capacity(fields.len());
    for Property { key, value, .. } in fields {
        if !key.text.is_empty() && !given.insert(key.text.as_str()) {
            findings
                .report(
                    &DUPLICATE_PARAMETER,
                    key.at,
                    format!("the parameter `{}` is given already", key.text),
                )
                .of(index)
                .help("leave one of the two out");
        }
        if !(of_flow && matches!(value.kind, ValueKind::Json(_))) {
            values::plain(index, &key.text, value, findings);
        }
    }
}
