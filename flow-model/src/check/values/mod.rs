//! Values: what a widget must be set to, and what a property may hold.

mod body;
mod conditions;
mod pattern;
mod rules;
mod types;

use super::context::{Context, means};
use super::findings::Findings;
use crate::catalogue;
use crate::flow::Property;

pub(super) use pattern::is_sound;
pub(super) use types::{is_rendered, plain};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let only_sms = body::only_sms(cx);
    for (index, widget, kind) in cx.known_widgets() {
        for property in &widget.properties {
            if let Some(known) = row(kind.properties, property) {
                types::value(index, known, &property.value, findings);
                body::check(index, known, &property.value, only_sms, findings);
            }
        }
        rules::check(index, widget, kind, findings);
        if kind.is_split() {
            conditions::check(index, widget, findings);
        }
    }
}

/// The catalogue's row of a property; none where it is unknown, or quoted and so not checked.
fn row(
    rows: &'static [catalogue::Property],
    given: &Property,
) -> Option<&'static catalogue::Property> {
    rows.iter()
        .find(|row| !given.key.quoted && means(&given.key, row.word, row.studio))
}
