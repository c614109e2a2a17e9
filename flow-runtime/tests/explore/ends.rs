//! Ends that nobody wants.

use std::borrow::Cow;

use flow_runtime::flow::Source;
use flow_runtime::prelude::*;
use flow_runtime::program::Definition;
use flow_runtime::testing::Explore;
use flow_runtime::testing::explore::{Bound, explore};

flow! {
    /// Whoever does not know the word is asked for ever.
    #[allow(unreachable_widget)]
    pub flow Trap {
        trigger { incoming_conversation_message => ask }

        send_and_wait_for_reply ask {
            body: "The word?",

            incoming_message => check,
            timeout => ask,
            delivery_failure => ask,
        }

        split_based_on check {
            input: "{{widgets.ask.inbound.Body}}",

            equal_to("trap") => snap,
            _ => end,
        }

        send_and_wait_for_reply snap {
            body: "Snap.",

            incoming_message => snap_again,
            timeout | delivery_failure => snap_again,
        }

        send_and_wait_for_reply snap_again {
            body: "Snap again.",

            incoming_message => snap,
            timeout | delivery_failure => snap,
        }

        send_message never {
            body: "Nobody comes here.",

            _ => end,
        }
    }
}

#[test]
fn dead_ends_are_told_with_the_way_into_them() {
    let explored = explore(Trap).run();
    assert!(explored.is_complete(), "{explored}");
    let dead: Vec<_> = explored
        .dead_ends()
        .into_iter()
        .map(|it| it.widget.to_string())
        .collect();
    assert_eq!(dead, ["snap", "snap_again"]);
    let says = explored.dead_ends();
    let says: Vec<_> = says[0].talk.says().collect();
    assert_eq!(says, ["hello", "trap"]);
    assert!(!explored.ends_well());
}

#[test]
fn what_a_limit_ends_is_told_once_for_each_limit_and_widget() {
    let explored = explore(Trap).run();
    let stops = explored.stops();
    let told: Vec<_> = stops
        .iter()
        .map(|stop| (stop.widget.as_str(), stop.why.as_str()))
        .collect();
    // Asked again at once: ten time-outs in a row, or refusals.
    assert_eq!(
        told,
        [(
            "ask",
            "Twilio's error 81001: a widget runs at most 10 times in a row"
        )]
    );
}

#[test]
fn widgets_that_nothing_reaches_are_told() {
    let explored = explore(Trap).run();
    let widgets: Vec<_> = explored
        .unreached_widgets()
        .map(|(flow, name)| format!("{flow}.{name}"))
        .collect();
    assert_eq!(widgets, ["Trap.never"]);
    assert!(explored.conversation_to(Trap::never).is_none());
}

#[test]
#[should_panic(expected = "the flow `Trap` has no widget `nevr`: did you mean `never`?")]
fn a_widget_that_there_is_not_fails_the_test() {
    explore(Trap).run().conversation_to("nevr");
}

#[test]
#[should_panic(expected = "Trap: 12 of 13 edges taken, 5 of 6 widgets reached")]
fn a_test_can_ask_for_every_edge() {
    explore(Trap).run().expect_every_edge();
}

#[test]
#[should_panic(expected = "nothing that can happen here ever ends the flow")]
fn a_test_can_ask_for_good_ends() {
    explore(Trap).run().expect_good_ends();
}

#[test]
fn the_bound_holds_and_is_told() {
    let bound = Bound { turns: 2, tries: 9 };
    let explored = explore(Trap).bound(bound).run();
    assert!(!explored.is_complete());
    assert!(explored.tries() <= 9);
    assert!(explored.dead_ends().is_empty(), "nothing is known of them");
    let told = explored.to_string();
    assert!(
        told.contains("stopped at the bound of 2 turns and 9 tries"),
        "{told}"
    );
}

/// A flow that spins without waiting is ended by the limit of steps, within one turn.
#[test]
fn a_flow_that_spins_comes_to_its_limit() {
    let import = flow_runtime::model::studio::import::import(SPINS, "Spins").unwrap();
    let definition = Definition::from(&import.flow).written(Source {
        file: Cow::Borrowed("spins.json"),
        lines: Cow::Borrowed(&[1, 2, 3, 4, 5, 6]),
    });
    let explored = Explore::of(definition).run();
    let stops = explored.stops();
    assert_eq!(
        stops[0].why,
        "Twilio's error 81000: an execution has at most 1,000 steps"
    );
    assert_eq!((stops[0].file.as_str(), stops.len()), ("spins.json", 1));
}

const SPINS: &str = r#"{
    "description": "Spins", "initial_state": "Trigger", "flags": {},
    "states": [
        {"name": "Trigger", "type": "trigger", "properties": {},
         "transitions": [{"event": "incomingMessage", "next": "one"}]},
        {"name": "one", "type": "set-variables",
         "properties": {"variables": [{"key": "a", "value": "1"}]},
         "transitions": [{"event": "next", "next": "two"}]},
        {"name": "two", "type": "set-variables",
         "properties": {"variables": [{"key": "a", "value": "2"}]},
         "transitions": [{"event": "next", "next": "one"}]}
    ]
}"#;
