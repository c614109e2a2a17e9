//! `flow import`

use std::fs;

use expect_test::expect;

use crate::folder::{BOT, Folder, mended};

#[test]
fn the_source_goes_to_standard_output_and_findings_to_standard_error() {
    let folder = Folder::new(&[("support-bot.json", BOT)]);
    let done = folder.flow(&["import", "support-bot.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        use flow_runtime::prelude::*;

        flow! {
            /// A bot for everyone
            #[name = "support-bot"]
            pub flow SupportBot {
                #[at(0, 0)]
                trigger {
                    incoming_message => ask_name,
                }

                #[name = "ask-name"]
                #[at(0, 200)]
                send_and_wait_for_reply ask_name {
                    // there is no filter `upcse`: it is carried in quotes, as it is
                    "body": "Olá 😀\n\"{{ contact.channel.address | upcse }}\", your name?",

                    incoming_message => check_name,
                    timeout | delivery_failure => end,
                }

                #[name = "check-name"]
                #[at(0, 400)]
                split_based_on check_name {
                    input: "{{widgets.ask-name.inbound.Body}}",

                    equal_to("stop") => gret,
                    _ => greet,
                }

                #[at(0, 600)]
                send_message greet {
                    body: "Hello",

                    _ => end,
                }

                #[name = "left-over"]
                #[at(400, 600)]
                // no path reaches `left_over`
                #[allow(unreachable_widget)]
                send_message left_over {
                    body: "Bye",

                    sent => greet,
                    failed => end,
                }
            }
        }
    "#]]
    .assert_eq(&done.out);
    expect![[r#"
        note: there is no filter `upcse`: it is carried in quotes, as it is
          --> support-bot.json:29:17
           |
        29 |         "body": "Ol\u00e1 \ud83d\ude00\n\"{{ contact.channel.address | upcse }}\", your name?",
           |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: did you mean `upcase`?

        error[F0201]: there is no widget `gret`
          --> support-bot.json:40:19
           |
        40 |           "next": "gret",
           |                   ^^^^^^
           |
           = help: did you mean `greet`?

        warning[F0301]: no path reaches `left_over`
          --> support-bot.json:70:15
           |
        70 |       "name": "left-over",
           |               ^^^^^^^^^^^
           |
           = help: let an arm lead to it, or take it out; or keep the `#[allow(unreachable_widget)]` that its source has

        standard output: 5 widgets; 1 error, 1 warning, 1 note
    "#]].assert_eq(&done.err);
}

#[test]
fn what_is_imported_is_laid_out() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    assert_eq!(
        folder.flow(&["import", "bot.json", "-o", "bot.rs"]).code,
        Some(1)
    );
    let done = folder.flow(&["fmt", "--check", "bot.rs"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
}

#[test]
fn a_file_is_written_and_not_written_over_unless_that_is_asked_for() {
    let folder = Folder::new(&[("bot.json", &mended())]);
    let done = folder.flow(&["import", "bot.json", "-o", "bot.rs"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    assert_eq!(done.err, "bot.rs: 4 widgets\n");
    let written = folder.read("bot.rs");
    assert!(written.contains("pub flow Bot {"), "{written}");

    fs::write(folder.path("bot.rs"), "mine").unwrap();
    let done = folder.flow(&["import", "bot.json", "-o", "bot.rs"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: `bot.rs` is there already
         |
         = help: `--force` writes over it
    "#]]
    .assert_eq(&done.err);
    assert_eq!(folder.read("bot.rs"), "mine");

    let done = folder.flow(&["import", "bot.json", "-o", "bot.rs", "--force"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(folder.read("bot.rs"), written);
    assert_eq!(folder.flow(&["import", "bot.json", "-o", "-"]).out, written);
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_permissions_of_any_other() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new(&[("bot.json", &mended())]);
    folder.flow(&["import", "bot.json", "-o", "bot.rs"]);
    let mode = |name: &str| {
        fs::metadata(folder.path(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("bot.rs"), mode("bot.json"));
}

#[test]
fn the_type_is_named_after_the_file_or_as_the_caller_wants() {
    let folder = Folder::new(&[("support-desk v2.json", &mended())]);
    let named = |options: &[&str]| {
        let done = folder.flow(&[&["import", "support-desk v2.json"], options].concat());
        let lines = done.out.lines().skip(3).take(3).map(str::trim);
        format!("{}{}", lines.collect::<Vec<_>>().join(" "), done.err)
    };
    expect![[r#"
        /// A bot for everyone #[name = "support-desk v2"] pub flow SupportDeskV2 {standard output: 4 widgets
    "#]].assert_eq(&named(&[]));
    expect![[r#"
        /// A bot for everyone #[name = "support-desk v2"] pub flow Desk {standard output: 4 widgets
    "#]]
    .assert_eq(&named(&["--name", "Desk"]));
    expect![[r#"
        error: `the desk` cannot be the name of a type
         |
         = help: for instance `TheDesk`
    "#]]
    .assert_eq(&named(&["--name", "the desk"]));
    let done = folder.pipe(&["import", "-"], &mended());
    assert!(done.out.contains("pub flow StudioFlow {"), "{}", done.out);
}

#[test]
fn several_flows_go_into_a_directory() {
    let flow = mended();
    let folder = Folder::new(&[("SupportDesk.json", &flow), ("24h hotline.json", &flow)]);
    fs::create_dir(folder.path("src")).unwrap();
    let done = folder.flow(&[
        "import",
        "SupportDesk.json",
        "24h hotline.json",
        "-o",
        "src",
    ]);
    assert_eq!(done.code, Some(0));
    let lines = done.err.replace('\\', "/");
    assert_eq!(
        lines,
        "src/support_desk.rs: 4 widgets\nsrc/flow_24h_hotline.rs: 4 widgets\n"
    );
    assert!(
        folder
            .read("src/support_desk.rs")
            .contains("pub flow SupportDesk {")
    );
    assert!(
        folder
            .read("src/flow_24h_hotline.rs")
            .contains("pub flow Flow24hHotline {")
    );
}

#[test]
fn a_place_that_cannot_be_written_to_is_said() {
    let flow = mended();
    let folder = Folder::new(&[("a b.json", &flow), ("a-b.json", &flow)]);
    fs::create_dir(folder.path("src")).unwrap();
    let said = |args: &[&str]| {
        let done = folder.flow(&[&["import"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{args:?}");
        done.err
    };
    expect![[r#"
        error: `a.txt` is no Rust file
         |
         = help: end its name in `.rs`, for instance `a.rs`
    "#]]
    .assert_eq(&said(&["a-b.json", "-o", "a.txt"]));
    expect![[r#"
        error: there is no directory `flows/`
         |
         = help: make it first, or name another
    "#]]
    .assert_eq(&said(&["a-b.json", "-o", "flows/"]));
    expect![[r#"
        error: there is no directory `flows`
         |
         = help: make it first, or name another
    "#]]
    .assert_eq(&said(&["a-b.json", "-o", "flows/a.rs"]));
    expect![[r#"
        error: 2 flows cannot be written into standard output
         |
         = help: name a directory that is there, `-o src/flows/`, and each gets a file of its own
    "#]]
    .assert_eq(&said(&["a b.json", "a-b.json"]));
    expect![[r#"
        error: 2 flows cannot be written into `a.rs`
         |
         = help: name a directory that is there, `-o src/flows/`, and each gets a file of its own
    "#]]
    .assert_eq(&said(&["a b.json", "a-b.json", "-o", "a.rs"]));
    expect![[r#"
        error: `a b.json` and `a-b.json` would both be written into `src/a_b.rs`
         |
         = help: import one of them by itself, with `-o`
    "#]]
    .assert_eq(&said(&["a b.json", "a-b.json", "-o", "src"]));
    expect![[r#"
        error: `--name` names one flow, and several are imported
         |
         = help: leave it out: each is named after its file
    "#]]
    .assert_eq(&said(&["a b.json", "a-b.json", "-o", "src", "--name", "A"]));
    expect![[r#"
        error: `-` is standard input, and stands alone
         |
         = help: call the command once for each
    "#]]
    .assert_eq(&said(&["-", "a-b.json", "-o", "src"]));
    assert_eq!(fs::read_dir(folder.path("src")).unwrap().count(), 0);
    // No folder of this system can be written to, whoever calls: its files are the processes.
    if cfg!(target_os = "linux") {
        let said = said(&["a-b.json", "-o", "/proc/a.rs"]);
        assert!(!said.contains(".tmp"), "{said}");
        assert!(said.starts_with("error: `/proc/a.rs` cannot be written: "));
    }
}
