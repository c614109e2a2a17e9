//! `flow run`: what is said, and who answers what the flow asks of elsewhere.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use expect_test::expect;

use crate::folder::{Done, Folder, README};

const ORDERS: &str = include_str!("data/orders.json");
const ADDRESS: &str = include_str!("data/address.json");

fn folder(mocks: &str) -> Folder {
    Folder::new(&[
        ("orders.json", ORDERS),
        ("address.json", ADDRESS),
        ("mocks.toml", mocks),
        ("production.toml", "parcels = \"parcels.example.com\"\n"),
    ])
}

const RUN: [&str; 4] = ["run", "orders.json", "--settings", "production.toml"];

fn run(folder: &Folder, args: &[&str], lines: &str) -> Done {
    let done = folder.pipe(&[&RUN, args].concat(), lines);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    done
}

#[test]
fn a_flow_is_talked_with_over_a_pipe_and_its_steps_are_shown() {
    let folder = folder("[look-up]\nbody = { day = \"Monday\" }\n");
    let done = run(
        &folder,
        &["--mock", "mocks.toml", "--steps", "--customer", "ann"],
        "hello\n17\n",
    );
    expect![[r#"
        customer: hello
          · Trigger —incomingMessage→ ask
        Orders: Which order, ann?
        customer: 17
          · ask —incomingMessage→ look-up
          · look-up —success→ tell
        Orders: It comes on Monday.
          · tell —sent→ end
          · the flow ended
    "#]]
    .assert_eq(&done.out);
    expect![[r#"
        note: 1 warning in the flow: see `flow check orders.json`
        note: 2 widgets that only other events lead to are left out
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let (_, talk) = README.split_once("| flow run bot.json").unwrap();
    let (args, talk) = talk.split_once('\n').unwrap();
    let (shown, _) = talk.split_once("```").unwrap();
    let (_, mocks) = README.split_once("```toml\n# answers.toml\n").unwrap();
    let (mocks, _) = mocks.split_once("```").unwrap();
    let folder = Folder::new(&[("bot.json", &bot()), ("answers.toml", mocks)]);
    let args: Vec<_> = args.split_whitespace().collect();
    let args = [&["run", "bot.json"], &*args].concat();
    let done = folder.pipe(&args, "hello\n17\n");
    assert_eq!(done.out, shown, "{}", done.err);
}

/// The orders without their calls, of which the README need not speak.
fn bot() -> String {
    ORDERS
        .replace("\"next\": \"say\"", "\"next\": \"tell\"")
        .replace("{{settings.parcels}}", "parcels.example.com")
}

#[test]
fn answers_are_given_in_turn_and_the_last_again() {
    let mocks = "\
[[look-up]]
body = { day = \"Monday\" }

[[look-up]]
when = { order = 3 }
body = '{\"day\": \"Sunday\"}'

[[look-up]]
body = { day = \"Friday\" }
";
    let lines = "hi\n1\nhi\n2\nhi\n3\nhi\n4\n";
    let done = run(&folder(mocks), &["--mock", "mocks.toml"], lines);
    let days = done.out.lines().filter(|line| line.contains("It comes"));
    let days: Vec<_> = days
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    assert_eq!(days, ["Monday.", "Friday.", "Sunday.", "Friday."]);
}

#[test]
fn a_subflow_and_a_request_are_mocked_by_the_names_of_their_widgets() {
    let mocks = "\
[look-up]
status = 404

[address]
when = { name = \"Ann\" }
body = { street = \"Main Street\" }

[send]
when = { street = \"Main Street\" }
body = { number = 4711 }
";
    let done = run(&folder(mocks), &["--mock", "mocks.toml"], "hi\n1\n");
    let last = "Orders: Parcel 4711 goes to Main Street.\n  · the flow ended\n";
    assert!(done.out.ends_with(last), "{}", done.out);
}

#[test]
fn a_mock_that_fails_is_no_answer() {
    let mocks = "\
[look-up]
fail = \"the line is dead\"

[address]
fail = \"nobody knows\"
";
    let args = ["--mock", "mocks.toml", "--steps"];
    let done = run(&folder(mocks), &args, "hi\n1\n");
    for line in [
        "look-up —fail→ sorry",
        "  Twilio's error 81017: the function failed: the line is dead",
        "address —failed→ people",
    ] {
        assert!(done.out.contains(&format!("  · {line}\n")), "{}", done.out);
    }
}

#[test]
fn what_nothing_answers_fails_and_it_is_said_how_to_answer_it() {
    let done = run(
        &folder(""),
        &["--participant", "eve"],
        "hi\n17\nwho?\neve: me\n",
    );
    expect![[r#"
        customer: hi
        Orders → customer, eve: Which order, customer?
        customer: 17
        Orders → customer, eve: There is no such order. We send another.
          · the flow ended
          · handed over to people: workflow WW00000000000000000000000000000001, channel TC00000000000000000000000000000001, {"order":"17"}
        customer: who?
        eve: me
    "#]]
    .assert_eq(&done.out);
    expect![[r#"
        note: 1 warning in the flow: see `flow check orders.json`
        note: 2 widgets that only other events lead to are left out
        note: `look-up` calls https://example.com/look-up with order="17"; nothing answers it, so it takes `fail`
        note: a mock answers it: `--mock FILE`, under `[look-up]`; `--function look-up=URL` or `--network` asks somebody
        note: `address` runs a flow that is not here with name="Ann"; nothing answers it, so it takes `failed`
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn a_function_is_sent_to_a_server_of_this_machine() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let asked = thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut length = 0;
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let answer = r#"{"day": "Tuesday"}"#;
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
            answer.len()
        )
        .unwrap();
        (first, String::from_utf8(body).unwrap())
    });
    let function = format!("look-up=http://localhost:{port}/orders");
    let done = run(&folder(""), &["--function", &function], "hi\n17\n");
    assert!(
        done.out.contains("It comes on Tuesday."),
        "{}{}",
        done.out,
        done.err
    );
    let (first, body) = asked.join().unwrap();
    assert_eq!(first, "POST /orders HTTP/1.1\r\n");
    assert_eq!(body, "order=17");
}

#[test]
fn a_request_starts_the_flow_with_its_parameters() {
    let args = [
        "--trigger",
        "incoming_request",
        "--parameters",
        r#"{"name": "Ann"}"#,
    ];
    let done = run(&folder(""), &args, "");
    assert_eq!(done.out, "Orders: Hello Ann\n  · the flow ended\n");
    let args = [
        "--trigger",
        "incomingParent",
        "--parameters",
        r#"{"day": "Sunday"}"#,
    ];
    let done = run(&folder(""), &args, "");
    assert_eq!(
        done.out,
        "Orders: It comes on Sunday.\n  · the flow ended\n"
    );
}

#[test]
fn a_subflow_of_another_file_runs() {
    let mocks = "[look-up]\nstatus = 404\n[send]\nbody = { number = 7 }\n";
    let subflow = "FW00000000000000000000000000000001=address.json";
    let args = ["--mock", "mocks.toml", "--subflow", subflow];
    let done = run(&folder(mocks), &args, "hi\n1\nElm Street\n");
    assert!(done.out.contains("Orders: Where to, Ann?"), "{}", done.out);
    assert!(
        done.out.contains("Parcel 7 goes to Elm Street."),
        "{}",
        done.out
    );
}

#[test]
fn a_conversation_that_is_kept_goes_on_where_it_stood() {
    let folder = folder("[look-up]\nbody = { day = \"Monday\" }\n");
    let args = ["--mock", "mocks.toml", "--store", "kept.db"];
    run(&folder, &args, "hi\n");
    let done = run(&folder, &args, "17\n");
    expect![[r#"
        customer: hi
        Orders: Which order, customer?
        customer: 17
        Orders: It comes on Monday.
          · the flow ended
    "#]]
    .assert_eq(&done.out);
}

#[test]
fn conversations_of_one_store_are_told_apart_by_their_names() {
    let folder = folder("");
    let args = ["--store", "kept.db", "--conversation"];
    run(&folder, &[&args[..], &["first"]].concat(), "hi\n");
    let other = run(&folder, &[&args[..], &["second"]].concat(), "");
    assert_eq!(other.out, "");
    let first = run(&folder, &[&args[..], &["first"]].concat(), "");
    assert!(first.out.starts_with("customer: hi\n"), "{}", first.out);
}

#[test]
fn a_setting_of_the_environment_goes_before_that_of_the_file() {
    let mocks = "[look-up]\nstatus = 404\n[address]\nbody = { street = \"Main Street\" }\n";
    let folder = folder(mocks);
    let args = "run orders.json --settings production.toml --mock mocks.toml";
    let args: Vec<_> = args.split(' ').collect();
    let elsewhere = [("FLOW_PARCELS", Path::new("parcels.example.org"))];
    let asked = |host: &str| format!("note: `send` asks POST https://{host}/");
    let done = folder.pipe_with(&args, "hi\n1\n", &elsewhere);
    assert!(
        done.err.contains(&asked("parcels.example.org")),
        "{}",
        done.err
    );
    let done = folder.pipe(&args, "hi\n1\n");
    assert!(
        done.err.contains(&asked("parcels.example.com")),
        "{}",
        done.err
    );
}

#[test]
fn who_does_not_read_to_the_end_is_no_error() {
    let done = folder("").unheard(&[&RUN[..], &["--trigger", "incoming_request"]].concat());
    assert_eq!(
        (done.code, done.err.contains("error")),
        (Some(0), false),
        "{}",
        done.err
    );
}

#[test]
fn the_network_is_the_public_one() {
    let flow = ORDERS.replace("https://example.com/", "http://127.0.0.1:9/");
    let folder = Folder::new(&[
        ("orders.json", &flow),
        ("production.toml", "parcels = \"\""),
    ]);
    let done = run(&folder, &["--network"], "hi\n17\n");
    assert!(done.out.contains("There is no such order."), "{}", done.out);
    expect![[r#"
        note: 1 warning in the flow: see `flow check orders.json`
        note: 2 widgets that only other events lead to are left out
        note: `look-up` got no answer of http://127.0.0.1:9/look-up: `127.0.0.1` is a loopback address; `--function look-up=URL` may ask any address
        note: `address` runs a flow that is not here with name="Ann"; nothing answers it, so it takes `failed`
        note: a mock answers it: `--mock FILE`, under `[address]`; `--subflow FW…=FILE` runs the flow
    "#]].assert_eq(&done.err);
}
