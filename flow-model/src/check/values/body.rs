//! How long the text of a message may be.

use crate::catalogue::{self, SMS_CHARACTERS, Type};
use crate::check::codes::{BODY_MAY_BE_LONG, BODY_TOO_LONG};
use crate::check::context::{Context, known};
use crate::check::findings::Findings;
use crate::check::literal::has_liquid;
use crate::flow::{Arm, Event, Target, Value, ValueKind, Widget};

/// The events after which a message goes out by Programmable Messaging, unless a conversation is
/// started on the way.
const BY_SMS: &[&str] = &["incoming_message", "incoming_call", "incoming_request"];

/// Whether all messages of the flow go out by Programmable Messaging: SMS, and the channels with
/// its limit.
pub(super) fn only_sms(cx: &Context<'_>) -> bool {
    let mut starts = cx
        .known_widgets()
        .filter(|(index, ..)| cx.is_trigger(*index))
        .flat_map(|(_, trigger, _)| &trigger.arms)
        .filter(|arm| !matches!(arm.target, Target::End(_)))
        .peekable();
    starts.peek().is_some()
        && starts.all(is_by_sms)
        && !cx.flow.widgets.iter().any(may_start_conversation)
}

fn is_by_sms(arm: &Arm) -> bool {
    match &arm.event {
        Event::Named { word, .. } => known(word).is_some_and(|word| BY_SMS.contains(&word)),
        Event::Rest(_) => false,
    }
}

fn may_start_conversation(widget: &Widget) -> bool {
    widget.kind.quoted
        || matches!(
            widget.kind.text.as_str(),
            "start_conversation" | "resume_conversation"
        )
}

pub(super) fn check(
    widget: usize,
    property: &catalogue::Property,
    value: &Value,
    only_sms: bool,
    findings: &mut Findings,
) {
    let (Type::Body, ValueKind::Text(text)) = (property.ty, &value.kind) else {
        return;
    };
    // No text has more characters than bytes.
    if text.len() <= SMS_CHARACTERS || has_liquid(text) {
        return;
    }
    let count = text.chars().count();
    if count <= SMS_CHARACTERS {
        return;
    }
    let (code, holds) = match only_sms {
        true => (&BODY_TOO_LONG, "and an SMS holds 1,600"),
        false => (
            &BODY_MAY_BE_LONG,
            "and an SMS, if it goes out as one, holds 1,600",
        ),
    };
    findings
        .report(
            code,
            value.at,
            format!("this text has {count} characters, {holds}"),
        )
        .of(widget)
        .help("shorten it, or send it as two messages");
}
