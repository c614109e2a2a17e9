//! `flow run`: what cannot be run, and what is said of it.

use expect_test::{Expect, expect};

use crate::folder::{BOT, Folder};

pub(crate) const ORDERS: &str = include_str!("data/orders.json");

#[track_caller]
pub(crate) fn refused(flow: &str, mocks: &str, args: &[&str], code: i32, said: &Expect) {
    let folder = Folder::new(&[("orders.json", flow), ("mocks.toml", mocks)]);
    let done = folder.flow(&[&["run", "orders.json"], args].concat());
    said.assert_eq(&done.err);
    assert_eq!((done.code, done.out.as_str()), (Some(code), ""));
}

#[test]
fn an_error_of_the_flow_is_drawn() {
    refused(
        BOT,
        "",
        &[],
        1,
        &expect![[r#"
        error[F0602]: there is no filter `upcse`
          --> orders.json:29:72
           |
        29 |         "body": "Ol\u00e1 \ud83d\ude00\n\"{{ contact.channel.address | upcse }}\", your name?",
           |                                                                        ^^^^^
           |
           = help: did you mean `upcase`?

        error[F0201]: there is no widget `gret`
          --> orders.json:40:19
           |
        40 |           "next": "gret",
           |                   ^^^^^^
           |
           = help: did you mean `greet`?

        orders.json: 2 errors, 1 warning, so it is not run
    "#]],
    );
}

#[test]
fn widgets_that_do_not_run_are_listed() {
    let flow = ORDERS.replace("\"next\": \"ask\"", "\"next\": \"say\"");
    refused(
        &flow,
        "",
        &[],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: the flow `Orders` cannot run here:
                     `say`: a widget of the type `say-play` does not run here: no channel of this project carries voice
        "#]],
    );
    // As a subflow too, whose parent is of no interest.
    let flow = ORDERS.replace("\"next\": \"tell\"", "\"next\": \"say\"");
    refused(
        &flow,
        "",
        &["--trigger", "incoming_parent"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 8 widgets that only other events lead to are left out
            error: the flow `Orders` cannot run here:
                     `say`: a widget of the type `say-play` does not run here: no channel of this project carries voice
        "#]],
    );
}

#[test]
fn a_flow_that_only_a_call_starts_is_not_run() {
    let flow = ORDERS
        .replace("\"next\": \"ask\"", "\"next\": \"say\"")
        .replace(
            "incomingMessage\",\n          \"next\": \"say\"",
            "incomingMessage\"",
        )
        .replace(",\n          \"next\": \"greet\"", "")
        .replace(
            "incomingParent\",\n          \"next\": \"tell\"",
            "incomingParent\"",
        );
    refused(
        &flow,
        "",
        &["--mock", "mocks.toml"],
        2,
        &expect![[r#"
            note: 2 warnings in the flow: see `flow check orders.json`
            error: the trigger of `Orders` connects nothing that happens here
             |
             = help: it connects `incoming_call`; a message, a request or another flow could start it: `flow run --help`
        "#]],
    );
}

#[test]
fn the_trigger_must_connect_what_is_asked_for() {
    let args = ["--trigger", "incoming_conversation_message"];
    refused(
        ORDERS,
        "",
        &args,
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            error: the trigger of `Orders` does not connect `incoming_conversation_message`
             |
             = help: it connects `incoming_message`, `incoming_call`, `incoming_request` and `incoming_parent`
        "#]],
    );
}

#[test]
fn settings_that_are_missing_are_asked_for() {
    refused(
        ORDERS,
        "",
        &[],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: the flow `Orders` cannot be filled with its settings:
                     `parcels` is missing: `url` of `send` reads it
             |
             = help: give them in a file, `--settings FILE`, or as FLOW_NAME in the environment
        "#]],
    );
}

#[test]
fn parameters_are_an_object_for_what_takes_them() {
    let args = ["--trigger", "incoming_request", "--parameters", "[1]"];
    refused(
        ORDERS,
        "",
        &args,
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 9 widgets that only other events lead to are left out
            error: `--parameters` is no JSON object: expected an object
             |
             = help: for instance `--parameters '{"name": "Ann"}'`
        "#]],
    );
    refused(
        ORDERS,
        "",
        &["--parameters", "{}"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: a message starts this flow, and takes no `--parameters`
             |
             = help: `--trigger incoming_request` starts it by a request, where its trigger connects that
        "#]],
    );
}

#[test]
fn a_function_is_one_of_the_flow_and_has_a_url() {
    let args = ["--function", "address=http://localhost/"];
    refused(
        ORDERS,
        "",
        &args,
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: no widget `address` calls a function or makes a request
             |
             = help: these do: `look-up` and `send`
        "#]],
    );
    refused(
        ORDERS,
        "",
        &["--function", "look-up"],
        2,
        &expect![[r#"
        error: invalid value 'look-up' for '--function <NAME=URL>': there is no `=` in it: write it like `look-up=http://localhost:3000/look-up`

        For more information, try '--help'.
    "#]],
    );
    let args = ["--function", "look-up=ftp://localhost/"];
    refused(
        ORDERS,
        "",
        &args,
        2,
        &expect![[r#"
        error: invalid value 'look-up=ftp://localhost/' for '--function <NAME=URL>': `ftp://localhost/` is neither `http:` nor `https:`: write it like `look-up=http://localhost:3000/look-up`

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn a_subflow_is_one_that_the_flow_runs_and_another_flow_starts() {
    let folder = Folder::new(&[
        ("orders.json", ORDERS),
        ("bot.json", &crate::folder::mended()),
    ]);
    let subflow = "FW00000000000000000000000000000001=bot.json";
    let done = folder.flow(&["run", "orders.json", "--subflow", subflow]);
    assert_eq!(done.code, Some(2));
    let said = "error: the trigger of `Bot` does not connect `incoming_parent`\n";
    assert!(done.err.contains(said), "{}", done.err);
    refused(
        ORDERS,
        "",
        &["--subflow", "FW1=orders.json"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 1 warning in the flow: see `flow check orders.json`
            error: no widget that runs means the flow `FW1`
             |
             = help: they mean `FW00000000000000000000000000000001`
        "#]],
    );
    let none = BOT
        .replace("\"gret\"", "\"greet\"")
        .replace("upcse", "upcase");
    refused(
        &none,
        "",
        &["--subflow", "FW1=orders.json"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 1 warning in the flow: see `flow check orders.json`
            error: no widget that runs means the flow `FW1`
             |
             = help: none runs another flow: leave `--subflow` out
        "#]],
    );
}

#[test]
fn a_flow_does_not_come_from_where_the_talk_does() {
    let folder = Folder::new(&[]);
    let done = folder.flow(&["run", "-"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: standard input is what the flow is told, so the flow cannot come from it
         |
         = help: name a file
    "#]]
    .assert_eq(&done.err);
}
