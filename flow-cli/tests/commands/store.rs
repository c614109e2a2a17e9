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
            "store restore monday.db new.db",
            "run orders.json --settings production.toml --store new.db",
            "store resume new.db",
            "store resume new.db",
            "store check new.db",
            "store compact new.db",
        ],
    );
    expect![[r#"
        $ flow store check desk.db
        desk.db: nothing is wrong in 1 execution and 1 turn
        $ flow store backup desk.db -o monday.db
        desk.db: copied to monday.db, 123 kB
        $ flow store backup desk.db -o monday.db
        error: monday.db is there already: move it away, or give another name
        (2)
        $ flow store restore monday.db new.db
        new.db: restored from monday.db, 123 kB
        it is held: look at it (`flow store check new.db`), and let it go on with `flow store resume new.db`
        $ flow run orders.json --settings production.toml --store new.db
        note: 1 warning in the flow: see `flow check orders.json`
        note: 2 widgets that only other events lead to are left out
        error: new.db was restored from a copy, and what was done since that copy is unknown: calls that it has pending may be made a second time, and messages since are missing. Look at it (`flow store check new.db`), and let it go on with `flow store resume new.db`
        (2)
        $ flow store resume new.db
        new.db: it goes on when a program opens it: nothing is left from before
        $ flow store resume new.db
        error: new.db is not held: the program that runs it can open it
        (2)
        $ flow store check new.db
        new.db: nothing is wrong in 1 execution and 1 turn
        $ flow store compact new.db
        new.db: 123 kB, was 123 kB
    "#]].assert_eq(&shown);
}

#[test]
fn what_is_wrong_is_told_with_its_rows_and_ends_with_1() {
    let folder = folder();
    let db = std::fs::read(folder.path("desk.db")).unwrap();
    // SQLite sees nothing wrong in a text.
    let text = b"\"turns\":1,";
    let at = db
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    let mut broken = db;
    broken[at + text.len() - 2] = b'2';
    std::fs::write(folder.path("desk.db"), broken).unwrap();
    let shown = done(&folder, &["store check desk.db"]);
    assert!(
        shown.contains(": `turns` is 1, and by its state 2\n"),
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
    let report = done(
        &folder,
        &["execution end desk.db FN0", "store held desk.db"],
    );
    expect![[r#"
        $ flow execution end desk.db FN0
        error: desk.db has no execution FN0: `flow store held desk.db` lists those that wait for a program
        (2)
        $ flow store held desk.db
        desk.db: no execution is held
    "#]].assert_eq(&report);
}
