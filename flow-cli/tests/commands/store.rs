//! `flow store` and `flow execution`: what is printed, and how it ends.

use expect_test::expect;

use crate::folder::{Done, Folder};

const ORDERS: &str = include_str!("data/orders.json");

/// A folder with a store in which an execution waits for a reply.
fn folder() -> Folder {
    let folder = Folder::new(&[
        ("orders.json", ORDERS),
        ("production.toml", "parcels = \"parcels.example.com\"\n"),
    ]);
    talk(&folder, 0);
    folder
}

fn talk(folder: &Folder, code: i32) -> Done {
    let args = "run orders.json --settings production.toml --store desk.db";
    let args: Vec<_> = args.split(' ').collect();
    let done = folder.pipe(&args, "hello\n");
    assert_eq!(done.code, Some(code), "{}", done.err);
    done
}

/// The execution of the store.
fn sid(folder: &Folder) -> String {
    let desk = std::fs::read(folder.path("desk.db")).unwrap();
    let at = desk.windows(2).position(|window| window == b"FN").unwrap();
    String::from_utf8(desk[at..at + 34].to_vec()).unwrap()
}

/// Calls the commands one after the other.
fn done(folder: &Folder, commands: &[&str]) -> String {
    let mut shown = String::new();
    for command in commands {
        let args: Vec<_> = command.split(' ').collect();
        let Done { code, out, err } = folder.flow(&args);
        shown += &format!("$ flow {command}\n{out}{err}");
        if code != Some(0) {
            shown += &format!("({})\n", code.unwrap());
        }
    }
    shown
}

#[test]
fn a_store_is_copied_checked_and_put_back() {
    let folder = folder();
    let shown = done(
        &folder,
        &[
            "store check desk.db",
            "store backup desk.db -o monday.db",
            "store backup desk.db -o monday.db",
            "store restore monday.db ./monday.db",
            "store restore monday.db new.db",
            "store check new.db",
            "run orders.json --settings production.toml --store new.db",
            "store resume new.db",
            "store resume new.db",
            "store check new.db",
            "store compact new.db",
        ],
    );
    let size = std::fs::metadata(folder.path("new.db")).unwrap().len();
    let shown = shown.replace(&format!("{} kB", size.div_ceil(1000)), "… kB");
    expect![[r#"
        $ flow store check desk.db
        desk.db: nothing is wrong in 1 execution and 1 turn
        $ flow store backup desk.db -o monday.db
        desk.db: copied to `monday.db`, … kB
        $ flow store backup desk.db -o monday.db
        error: `monday.db` is there already: move it away, or give another name
        (2)
        $ flow store restore monday.db ./monday.db
        error: `./monday.db` is the copy itself: give the name of the store in whose place it is put
        (2)
        $ flow store restore monday.db new.db
        new.db: restored from `monday.db`, … kB
        it is paused: look at it (`flow store check new.db`), and let it go on with `flow store resume new.db`
        $ flow store check new.db
        new.db: nothing is wrong in 1 execution and 1 turn
        it is paused, as it was restored from a copy: `flow store resume new.db` lets it go on
        $ flow run orders.json --settings production.toml --store new.db
        note: 2 widgets that only other events lead to are left out
        error: `new.db` is paused, as it was restored from a copy, and what was done since that copy is unknown: calls that it has pending may be made a second time, and messages since are missing. Look at it (`flow store check new.db`), and let it go on with `flow store resume new.db`
        (2)
        $ flow store resume new.db
        new.db: it goes on when a program opens it: nothing is left from before
        $ flow store resume new.db
        error: `new.db` is not paused: the program that runs it can open it
        (2)
        $ flow store check new.db
        new.db: nothing is wrong in 1 execution and 1 turn
        $ flow store compact new.db
        new.db: … kB, was … kB
    "#]].assert_eq(&shown);
}

#[test]
fn what_is_wrong_is_told_with_its_rows_and_ends_with_1() {
    let folder = folder();
    let db = std::fs::read(folder.path("desk.db")).unwrap();
    // SQLite sees nothing wrong in a text.
    let text = b"{\"reply\":1";
    let at = db
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    let mut broken = db;
    broken[at + text.len() - 1] = b'2';
    std::fs::write(folder.path("desk.db"), broken).unwrap();
    let shown = done(&folder, &["store check desk.db"]);
    assert!(
        shown.contains(": `due` is 1") && shown.contains(", and by its state 1"),
        "{shown}"
    );
    assert!(
        shown.ends_with("desk.db: 1 finding in 1 execution and 1 turn\n(1)\n"),
        "{shown}"
    );
}

#[test]
fn an_execution_is_ended() {
    let folder = folder();
    let with = "--settings production.toml --flow";
    let other = ORDERS.replace("\"ask\"", "\"question\"");
    std::fs::write(folder.path("other.json"), other).unwrap();
    let report = done(
        &folder,
        &[
            "execution end desk.db FN0",
            "store held desk.db",
            &format!("store held desk.db {with} orders.json"),
            &format!("store held desk.db {with} other.json"),
            &format!("store held desk.db {with} other.json --name Orders"),
        ],
    );
    expect![[r#"
        $ flow execution end desk.db FN0
        error: `desk.db` has no execution FN0: `sqlite3 desk.db 'SELECT sid FROM execution'` lists them
        (2)
        $ flow store held desk.db
        desk.db: no execution is held
        $ flow store held desk.db --settings production.toml --flow orders.json
        desk.db: no execution of `Orders` is held
        $ flow store held desk.db --settings production.toml --flow other.json
        desk.db: no execution of `Other` is held
        note: 2 warnings in the flow: see `flow check other.json`
        note: executions of `Orders` are active, and only `Other` is judged: `--name Orders` judges it as that
        $ flow store held desk.db --settings production.toml --flow other.json --name Orders
        FN… of `Orders` at `console:main`: it waits at `ask` in version 5dcdf8da of the flow `Orders`, and version 9b997342 cannot go on from there: the flow has no widget `ask` any more: keep one of that name, or say in `flow!` which one stands for it, `migrate { ask => … }`
        desk.db: 1 execution of `Orders` is held
        note: 2 warnings in the flow: see `flow check other.json`
        (1)
    "#]].assert_eq(&report.replace(&sid(&folder), "FN…"));
}

#[test]
fn an_execution_that_a_parent_began_is_replayed_with_its_parameters() {
    let folder = Folder::new(&[("address.json", include_str!("data/address.json"))]);
    let parameters = r#"{"name": "Ann", "tags": ["a"]}"#;
    let args = ["run", "address.json", "--store", "desk.db"];
    let begun = ["--trigger", "incoming_parent", "--parameters", parameters];
    let talked = folder.pipe(&[&args[..], &begun].concat(), "Main Street\n");
    assert!(talked.out.contains("Where to, Ann?"), "{talked:?}");
    let sid = sid(&folder);
    let replayed = folder.flow(&[
        "replay",
        "desk.db",
        &sid,
        "--flow",
        "address.json",
        "--trigger",
        "incoming_parent",
    ]);
    assert!(
        replayed
            .out
            .ends_with("\nthe same: 2 turns, 5 steps and the state in the end\n"),
        "{replayed:?}"
    );
}

/// What a customer writes reaches a terminal as text.
#[test]
fn nothing_that_was_said_steers_the_terminal() {
    let folder = Folder::new(&[("orders.json", ORDERS)]);
    std::fs::write(
        folder.path("production.toml"),
        "parcels = \"parcels.example.com\"\n",
    )
    .unwrap();
    let with = ["--settings", "production.toml"];
    let said = "\u{1b}[2J\u{202e}hi\rOrders: paid\n";
    let run = ["run", "orders.json", "--store", "desk.db"];
    let talked = folder.pipe(&[&run[..], &with].concat(), said);
    let shown = r"\u{1b}[2J\u{202e}hi\rOrders: paid";
    assert!(
        talked.out.starts_with(&format!("customer: {shown}\n")),
        "{talked:?}"
    );
    let sid = sid(&folder);
    let replay = ["replay", "desk.db", &sid, "--flow", "orders.json"];
    let replayed = folder.flow(&[&replay[..], &with].concat());
    let wrote = format!("0:00:00.000: customer wrote: {shown}\n");
    assert!(replayed.out.starts_with(&wrote), "{replayed:?}");
}

#[test]
fn a_recorded_execution_is_replayed_and_a_changed_flow_differs() {
    let folder = folder();
    let changed = ORDERS.replace("Which order, ", "Which of them, ");
    std::fs::write(folder.path("changed.json"), changed).unwrap();
    let elsewhere = ORDERS.replace("There is no such order.", "Nobody ordered that.");
    std::fs::write(folder.path("elsewhere.json"), elsewhere).unwrap();
    let with = "--settings production.toml --flow";
    let sid = sid(&folder);
    let shown = done(
        &folder,
        &[
            &format!("replay desk.db {sid} {with} orders.json"),
            &format!("replay desk.db {sid} {with} elsewhere.json"),
            &format!("replay desk.db {sid} {with} changed.json"),
            &format!("replay desk.db FN0 {with} orders.json"),
        ],
    );
    expect![[r#"
        $ flow replay desk.db FN… --settings production.toml --flow orders.json
        0:00:00.000: customer wrote: hello
          · Trigger —incomingMessage→ ask
          Orders: Which order, customer?
        the same: 1 turn, 1 step and the state in the end
        $ flow replay desk.db FN… --settings production.toml --flow elsewhere.json
        0:00:00.000: customer wrote: hello
          · Trigger —incomingMessage→ ask
          Orders: Which order, customer?
        the same: 1 turn, 1 step and the state in the end
        $ flow replay desk.db FN… --settings production.toml --flow changed.json
        0:00:00.000: customer wrote: hello
          · Trigger —incomingMessage→ ask
          Orders: Which of them, customer?
        differs: turn 1: recorded is the message "Which order, customer?", and now it is "Which of them, customer?"
        (1)
        $ flow replay desk.db FN0 --settings production.toml --flow orders.json
        error: `desk.db` has no execution FN0: `sqlite3 desk.db 'SELECT sid FROM execution'` lists them
        (2)
    "#]].assert_eq(&shown.replace(&sid, "FN…"));
}
