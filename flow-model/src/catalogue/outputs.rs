//! What a widget leaves behind by each of its events, for templates to read as
//! `widgets.NAME.KEY`.

/// Whether something is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is not.
    Unset,
    /// Nobody can know.
    May,
    /// It is.
    Set,
}

/// What the outputs of a widget are when it leaves by an event. Keys stand in groups, as many
/// widgets share some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// Keys that are set.
    pub set: &'static [Keys],
    /// Keys that may be set.
    pub may: &'static [Keys],
    /// Keys that are not, where `rest` says otherwise of those that are not named.
    pub unset: &'static [Keys],
    /// Every other key.
    pub rest: Presence,
}

/// Some keys of outputs.
pub type Keys = &'static [&'static str];

/// What every call brings, with each of Twilio's requests about it.
pub(super) const CALL: Keys = &[
    "CallSid",
    "CallStatus",
    "From",
    "To",
    "Caller",
    "Called",
    "Direction",
    "AccountSid",
    "ApiVersion",
];

/// Nothing is set.
pub(super) const NOTHING: Outputs = Outputs {
    set: &[],
    may: &[],
    unset: &[],
    rest: Presence::Unset,
};

/// Anything may be set.
pub(super) const ANYTHING: Outputs = Outputs {
    rest: Presence::May,
    ..NOTHING
};

/// Whatever there is, is set.
pub(super) const EVERYTHING: Outputs = Outputs {
    rest: Presence::Set,
    ..NOTHING
};

/// These keys are set, and no others.
pub(super) const fn set(keys: &'static [Keys]) -> Outputs {
    Outputs {
        set: keys,
        ..NOTHING
    }
}

impl Outputs {
    /// These keys may be set.
    pub(super) const fn may(self, keys: &'static [Keys]) -> Outputs {
        Outputs { may: keys, ..self }
    }

    /// These keys are not set.
    pub(super) const fn unset(self, keys: &'static [Keys]) -> Outputs {
        Outputs {
            unset: keys,
            ..self
        }
    }

    /// Any other key may be set.
    pub(super) const fn and_more(self) -> Outputs {
        Outputs {
            rest: Presence::May,
            ..self
        }
    }

    /// Whether a key is set.
    pub fn presence(&self, key: &str) -> Presence {
        let within = |groups: &[Keys]| groups.iter().any(|keys| keys.contains(&key));
        if within(self.set) {
            Presence::Set
        } else if within(self.may) {
            Presence::May
        } else if within(self.unset) {
            Presence::Unset
        } else {
            self.rest
        }
    }

    /// Every key that is named.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        let groups = [self.set, self.may, self.unset].into_iter().flatten();
        groups.flat_map(|keys| keys.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{KINDS, kind};

    fn presence(word: &str, event: &str, key: &str) -> Presence {
        let event = kind(word).unwrap().event(event).unwrap();
        event.outputs.presence(key)
    }

    #[test]
    fn outputs_are_known_by_event() {
        for (word, event, key, expected) in [
            (
                "send_and_wait_for_reply",
                "timeout",
                "inbound",
                Presence::Unset,
            ),
            (
                "send_and_wait_for_reply",
                "timeout",
                "outbound",
                Presence::Set,
            ),
            ("send_message", "failed", "outbound", Presence::May),
            ("gather_input_on_call", "speech", "Digits", Presence::Unset),
            ("gather_input_on_call", "keypress", "CallSid", Presence::Set),
            (
                "gather_input_on_call",
                "keypress",
                "FromCity",
                Presence::May,
            ),
            ("record_voicemail", "hangup", "RecordingUrl", Presence::May),
            ("connect_call_to", "hangup", "DialCallStatus", Presence::May),
            ("make_http_request", "failed", "body", Presence::May),
            ("run_subflow", "failed", "anything", Presence::Unset),
        ] {
            assert_eq!(presence(word, event, key), expected, "{word} {event} {key}");
        }
    }

    #[test]
    fn a_closed_kind_sets_only_what_its_rows_name() {
        for kind in KINDS.iter().filter(|kind| !kind.open) {
            for event in kind.events {
                assert_eq!(event.outputs.rest, Presence::Unset, "{}", kind.word);
            }
        }
    }
}
