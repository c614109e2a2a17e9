//! SIDs: pure functions of keys, so that the same event makes the same ones again.

use flow_model::Text;
use sha2::{Digest, Sha256};

/// A prefix of two letters and 32 hex digits.
const LENGTH: usize = 34;

/// The SID of a flow, `FW…`, from its name.
pub fn flow(name: &str) -> Text {
    digest("FW", &[name])
}

/// The SID of an execution, `FN…`, from the key of its conversation, the identity of its first event
/// and the index of the message that came with it or comes next: an event that comes again when
/// nobody knows it any more starts another.
pub fn execution(conversation: &str, identity: &str, index: u64) -> Text {
    digest("FN", &[conversation, identity, &index.to_string()])
}

/// The SID of step `n` of an execution: `FT`, 24 digits of the execution's, and `n` as 8.
pub fn step(execution: &str, n: u32) -> Text {
    let digits = execution.get(2..26).unwrap_or_default();
    format!("FT{digits:0<24}{n:08x}").into()
}

/// The SID of a message that a flow sends, `IM…`, from the key of the effect.
pub fn message(effect_key: &str) -> Text {
    digest("IM", &[effect_key])
}

/// The SID of a task that a flow hands to people, `WT…`, from the key of the effect.
pub fn task(effect_key: &str) -> Text {
    digest("WT", &[effect_key])
}

/// The SID of an embedded conversation, `CH…`, from its address.
pub fn conversation(address: &str) -> Text {
    digest("CH", &[address])
}

/// The SID of a participant of an embedded conversation, `MB…`, from the key under which they
/// were added.
pub fn participant(conversation_sid: &str, key: &str) -> Text {
    digest("MB", &[conversation_sid, key])
}

/// The SID of a message that somebody wrote in an embedded conversation, `IM…`, from the channel's
/// own id of it.
pub fn received(conversation_sid: &str, id: &str) -> Text {
    digest("IM", &[conversation_sid, id])
}

/// The first 32 hex digits of the parts' SHA-256, each but the last followed by a zero byte.
fn digest(prefix: &str, parts: &[&str]) -> Text {
    let mut hasher = Sha256::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hasher.update([0]);
        }
        hasher.update(part.as_bytes());
    }
    let mut sid = String::with_capacity(LENGTH);
    sid.push_str(prefix);
    push_hex(&mut sid, &hasher.finalize()[..16]);
    sid.into()
}

/// Writes bytes as lower-case hex digits.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sids_are_digests_of_what_they_name() {
        assert_eq!(flow("abc"), "FWba7816bf8f01cfea414140de5dae2223");
        assert_eq!(message("abc"), "IMba7816bf8f01cfea414140de5dae2223");
        assert_ne!(execution("a", "bc", 0), execution("ab", "c", 0));
        assert_ne!(execution("a", "b", 0), execution("a", "b", 1));
        assert_eq!(execution("a", "b", 0).len(), LENGTH);
    }

    #[test]
    fn a_step_is_found_from_its_execution_and_number() {
        let execution = "FN0123456789abcdef0123456789abcdef";
        assert_eq!(step(execution, 258), "FT0123456789abcdef0123456700000102");
        assert_eq!(step("FN", 0), "FT00000000000000000000000000000000");
    }
}
