//! `flow explore`: what it says of a flow, and of real ones where they are at hand (`FLOW_CORPUS`).

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use expect_test::expect;

use crate::folder::Folder;

const ORDERS: &str = include_str!("data/orders.json");
const ADDRESS: &str = include_str!("data/address.json");

fn folder() -> Folder {
    Folder::new(&[
        ("orders.json", ORDERS),
        ("address.json", ADDRESS),
        ("production.toml", "parcels = \"parcels.example.com\"\n"),
    ])
}

const EXPLORE: [&str; 4] = ["explore", "orders.json", "--settings", "production.toml"];

#[test]
fn a_flow_is_walked_and_what_it_calls_is_guessed() {
    let done = folder().flow(&EXPLORE);
    expect![[r#"
        Orders: 18 of 18 edges taken, 9 of 9 widgets reached
          all that matters was tried: 14 tries in 4 states, 2 turns at most
    "#]]
    .assert_eq(&done.out);
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn the_conversation_to_each_widget_is_shown_where_that_is_asked_for() {
    let args = [&EXPLORE[..], &["--all"]].concat();
    let done = folder().flow(&args);
    expect![[r#"
        Orders: 18 of 18 edges taken, 9 of 9 widgets reached
          all that matters was tried: 14 tries in 4 states, 2 turns at most

        to `ask`:
            customer: hello
            Orders: Which order, customer?

        to `look-up`:
            customer: hello
            Orders: Which order, customer?
            customer: something else

        to `tell`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` is answered {"day":"day"}
            Orders: It comes on day.
              · the flow ended

        to `sorry`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` fails
            Orders: There is no such order. We send another.

        to `address`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` fails
            Orders: There is no such order. We send another.

        to `send`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` fails
            Orders: There is no such order. We send another.
              · `address` is answered {"street":"street"}

        to `sent`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` fails
            Orders: There is no such order. We send another.
              · `address` is answered {"street":"street"}
              · `send` is answered {"number":"number"}
            Orders: Parcel number goes to street.
              · the flow ended

        to `people`:
            customer: hello
            Orders: Which order, customer?
            customer: something else
              · `look-up` fails
            Orders: There is no such order. We send another.
              · `address` fails
              · handed over to people
              · the flow ended
    "#]]
    .assert_eq(&done.out);
}

#[test]
fn a_flow_that_another_one_runs_is_walked_without_it() {
    let done = folder().flow(&["explore", "address.json", "--all"]);
    expect![[r#"
        Address: 5 of 5 edges taken, 3 of 3 widgets reached
          all that matters was tried: 4 tries in 1 state, 2 turns at most

        to `ask`:
              · a request starts it, with {"name":"name"}
            Address: Where to, name?

        to `keep`:
              · a request starts it, with {"name":"name"}
            Address: Where to, name?
            customer: something else
              · the flow ended
    "#]]
    .assert_eq(&done.out);
}

#[test]
fn settings_that_are_missing_are_asked_for() {
    let done = folder().flow(&["explore", "orders.json"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        note: 2 widgets that only other events lead to are left out
        error: the flow `Orders` cannot run here:
                 `parcels` is missing: `url` of `send` reads it
         |
         = help: give them in a file, `--settings FILE`, or as FLOW_NAME in the environment
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn where_the_bound_ends_it_that_is_said() {
    for (bound, shown) in [
        ("--tries", "60 turns and 1 try"),
        ("--turns", "1 turn and 50000 tries"),
    ] {
        let done = folder().flow(&[&EXPLORE[..], &[bound, "1"]].concat());
        let said = format!("  stopped at the bound of {shown}, after 1 turn");
        assert!(done.out.contains(&said), "{}", done.out);
        assert!(
            done.out.contains(": a larger bound lets it go further\n"),
            "{}",
            done.out
        );
        assert_eq!(done.code, Some(1));
    }
}

#[test]
fn what_somebody_may_say_is_tried_as_well() {
    let to_look_up = |args: &[&str]| {
        let done = folder().flow(&[&EXPLORE[..], &["--all"], args].concat());
        let (_, after) = done.out.split_once("to `look-up`:\n").unwrap();
        let (way, _) = after.split_once("\n\n").unwrap();
        way.to_owned()
    };
    assert!(to_look_up(&["--say", "order 17"]).ends_with("customer: order 17"));
    assert!(to_look_up(&[]).ends_with("customer: something else"));
}

#[test]
fn what_nothing_takes_is_found() {
    let never = ORDERS.replace("\"incomingRequest\"", "\"incomingCall\"");
    let folder = folder();
    fs::write(
        folder.path("orders.json"),
        never.replace("success", "sucess"),
    )
    .unwrap();
    let done = folder.flow(&EXPLORE);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    assert!(
        done.out.contains("never taken:\n  orders.json:"),
        "{}",
        done.out
    );
}

/// However a flow is made, it is explored within seconds, and most of it is reached. What is left is
/// mostly what placeholders of a deployment and approved templates keep from running here.
#[test]
fn real_flows_are_walked_within_seconds() {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return;
    };
    let (mut taken, mut edges, mut explored) = (0, 0, 0);
    for folder in ["flows", "rendered"] {
        for file in fs::read_dir(corpus.join(folder)).unwrap() {
            let file = file.unwrap().path();
            let begun = Instant::now();
            let done = Folder::new(&[]).flow(&["explore", file.to_str().unwrap()]);
            assert!(matches!(done.code, Some(0..=2)), "{file:?} {done:?}");
            assert!(!done.err.contains("panicked"), "{file:?} {}", done.err);
            assert!(begun.elapsed() < Duration::from_secs(60), "{file:?}");
            let Some(head) = done.out.lines().next() else {
                continue;
            };
            let (_, figures) = head.rsplit_once(": ").unwrap();
            let words: Vec<_> = figures.split(' ').collect();
            explored += 1;
            taken += words[0].parse::<usize>().unwrap();
            edges += words[2].parse::<usize>().unwrap();
        }
    }
    assert!(explored > 40, "{explored} flows");
    assert!(taken * 100 > edges * 80, "{taken} of {edges} edges");
}
