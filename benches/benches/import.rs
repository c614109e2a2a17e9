//! Studio's JSON read and checked: of the largest flow in `FLOW_CORPUS`, or of one as large.

#![allow(clippy::expect_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use flow_runtime::model::studio::import;
use flow_runtime::model::{check, studio};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 200)]
fn import_and_check(bencher: divan::Bencher<'_, '_>) {
    let json = largest().unwrap_or_else(generated);
    bencher.bench(|| {
        let imported = import(&json, "largest").expect("it is a flow");
        let found = check(&imported.flow);
        (imported, found)
    });
}

#[divan::bench(sample_count = 200)]
fn export(bencher: divan::Bencher<'_, '_>) {
    let json = largest().unwrap_or_else(generated);
    let imported = import(&json, "largest").expect("it is a flow");
    bencher.bench(|| studio::export(&imported.flow, &studio::Options::default()));
}

/// The flow of the most bytes among the real ones, where they are at hand: of 129 states.
fn largest() -> Option<String> {
    let folder = std::env::var_os("FLOW_CORPUS")?;
    let files = fs::read_dir(Path::new(&folder).join("flows")).ok()?;
    let texts = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    texts.max_by_key(String::len)
}

/// A flow of 129 states that ask, look at the answer and ask on.
fn generated() -> String {
    let mut states = String::new();
    for index in 0..64 {
        let next = (index + 1) % 64;
        write!(
            states,
            r#",
    {{"name": "ask_{index}", "type": "send-and-wait-for-reply",
      "transitions": [{{"next": "check-{index}", "event": "incomingMessage"}}, {{"event": "timeout"}}, {{"event": "deliveryFailure"}}],
      "properties": {{"offset": {{"x": 1{index}0, "y": 1{index}00}}, "service": "{{{{trigger.message.InstanceSid}}}}",
        "channel": "{{{{trigger.message.ChannelSid}}}}", "from": "{{{{flow.channel.address}}}}", "timeout": "3600",
        "body": "Hello {{{{flow.variables.name | default: 'there'}}}}, this is the question of the number {index}. Please answer with a number, or with `back` to go back to the question before."}}}},
    {{"name": "check-{index}", "type": "split-based-on",
      "transitions": [{{"event": "noMatch", "next": "ask_{index}"}},
        {{"next": "ask_{next}", "event": "match", "conditions": [{{"friendly_name": "A number", "arguments": ["{{{{widgets.ask_{index}.inbound.Body}}}}"], "type": "regex", "value": "[0-9]+"}}]}},
        {{"event": "match", "conditions": [{{"friendly_name": "If value matches_any_of back, b", "arguments": ["{{{{widgets.ask_{index}.inbound.Body}}}}"], "type": "matches_any_of", "value": "back, b"}}]}}],
      "properties": {{"input": "{{{{widgets.ask_{index}.inbound.Body}}}}", "offset": {{"x": 1{index}0, "y": 1{index}50}}}}}}"#
        )
        .expect("a string takes all");
    }
    format!(
        r#"{{"description": "A long talk", "states": [
    {{"name": "Trigger", "type": "trigger", "transitions": [{{"next": "ask_0", "event": "incomingMessage"}}],
      "properties": {{"offset": {{"x": 0, "y": 0}}}}}}{states}],
  "initial_state": "Trigger", "flags": {{"allow_concurrent_calls": true}}}}"#
    )
}
