//! `flow fmt` as it is called.

use std::fs;

use expect_test::expect;

use crate::folder::Folder;

const WRITTEN: &str = "flow! { flow F { trigger { _ => end } } }\n";

const LAID_OUT: &str = "\
flow! {
    flow F {
        trigger {
            _ => end,
        }
    }
}
";

const BROKEN: &str = "flow! {\n    flow F {\n        trigger { incoming_call -> end }\n    }\n}\n";

#[test]
fn files_are_laid_out_in_place() {
    let folder = Folder::new(&[("a.rs", WRITTEN), ("b.rs", LAID_OUT)]);
    let done = folder.flow(&["fmt", "a.rs", "b.rs"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    assert_eq!(done.err, "laid out a.rs\n");
    assert_eq!(folder.read("a.rs"), LAID_OUT);
    assert_eq!(folder.flow(&["fmt", "a.rs", "b.rs"]).err, "");
}

#[test]
fn a_file_that_is_laid_out_is_not_touched() {
    let folder = Folder::new(&[("a.rs", LAID_OUT)]);
    let before = fs::metadata(folder.path("a.rs")).unwrap();
    assert_eq!(folder.flow(&["fmt", "a.rs"]).code, Some(0));
    let after = fs::metadata(folder.path("a.rs")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(before.ino(), after.ino());
    }
}

#[test]
fn a_check_shows_what_would_change_and_changes_nothing() {
    let folder = Folder::new(&[("a.rs", WRITTEN), ("b.rs", LAID_OUT)]);
    let done = folder.flow(&["fmt", "--check", "a.rs", "b.rs"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        --- a.rs
        +++ a.rs (laid out)
        @@ -1 +1,7 @@
        -flow! { flow F { trigger { _ => end } } }
        +flow! {
        +    flow F {
        +        trigger {
        +            _ => end,
        +        }
        +    }
        +}
    "#]]
    .assert_eq(&done.out);
    expect![[r#"
        1 file would be laid out: call `flow fmt` without `--check`
    "#]]
    .assert_eq(&done.err);
    assert_eq!(folder.read("a.rs"), WRITTEN);
    let done = folder.flow(&["fmt", "--check", "b.rs"]);
    assert_eq!(
        (done.code, done.out.as_str(), done.err.as_str()),
        (Some(0), "", "")
    );
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new(&[]);
    let pipe = |args: &[&str], text: &str| folder.pipe(args, text);
    let done = pipe(&["fmt", "-"], WRITTEN);
    assert_eq!((done.code, done.out.as_str()), (Some(0), LAID_OUT));
    let done = pipe(&["fmt", "-"], "\u{feff}fn  main() {}");
    assert_eq!(
        (done.code, done.out.as_str()),
        (Some(0), "\u{feff}fn  main() {}")
    );
    assert_eq!(pipe(&["fmt", "--check", "-"], WRITTEN).code, Some(1));
    let done = pipe(&["fmt", "-"], BROKEN);
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    assert!(done.err.contains("--> <stdin>:3:33"), "{}", done.err);
}

#[test]
fn a_flow_that_cannot_be_read_is_drawn_and_left_alone() {
    let folder = Folder::new(&[("a.rs", BROKEN), ("b.rs", WRITTEN)]);
    let done = folder.flow(&["fmt", "a.rs", "b.rs"]);
    assert_eq!((done.code, done.out.as_str()), (Some(1), ""));
    expect![[r#"
        error: expected `:` and a value, or `=>` and a target, found `->`
         --> a.rs:3:33
          |
        3 |         trigger { incoming_call -> end }
          |                                 ^

        laid out b.rs
    "#]]
    .assert_eq(&done.err);
    assert_eq!(folder.read("a.rs"), BROKEN);
    assert_eq!(folder.read("b.rs"), LAID_OUT);
}

#[test]
fn a_byte_order_mark_is_kept() {
    let folder = Folder::new(&[("a.rs", &format!("\u{feff}{WRITTEN}"))]);
    assert_eq!(folder.flow(&["fmt", "a.rs"]).code, Some(0));
    assert_eq!(folder.read("a.rs"), format!("\u{feff}{LAID_OUT}"));
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_are_laid_out() {
    let folder = Folder::new(&[("a.rs", WRITTEN)]);
    fs::write(folder.path("latin.rs"), b"// caf\xe9\n").unwrap();
    fs::create_dir(folder.path("src")).unwrap();
    let done = folder.flow(&["fmt", "none.rs", "src/", "latin.rs", "a.rs"]);
    assert_eq!((done.code, done.out.as_str()), (Some(2), ""));
    expect![[r#"
        error: there is no file `none.rs`
        error: `src/` is a directory
         |
         = help: name a file in it, or all of them: `src/*`
        error: `latin.rs` is not UTF-8: what stands in line 1 is no character
         |
         = help: save it as UTF-8, as Rust and JSON are written
        laid out a.rs
    "#]]
    .assert_eq(&done.err);
    assert_eq!(folder.read("a.rs"), LAID_OUT);
}

#[test]
fn where_there_is_no_flow_that_is_said() {
    let folder = Folder::new(&[
        ("main.rs", "fn main() {} // flow! { … } stands elsewhere\n"),
        ("bot.json", "{ \"flow\": 1 }\n"),
        ("a.rs", LAID_OUT),
    ]);
    let said = |args: &[&str]| {
        let done = folder.flow(&[&["fmt"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
        done.err
    };
    assert_eq!(
        said(&["main.rs"]),
        "note: nothing to lay out: there is no `flow!` in `main.rs`\n"
    );
    assert_eq!(
        said(&["--check", "main.rs", "bot.json"]),
        "note: nothing to lay out: there is no `flow!` in any of the 2 files\n"
    );
    assert_eq!(said(&["main.rs", "a.rs"]), "");
}

#[test]
fn a_wrong_call_is_said() {
    let folder = Folder::new(&[("a.rs", WRITTEN)]);
    let done = folder.flow(&["fmt", "a.rs", "-"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: `-` is standard input, and stands alone
         |
         = help: call the command once for each
    "#]]
    .assert_eq(&done.err);
    assert_eq!(folder.flow(&["fmt"]).code, Some(2));
    assert_eq!(folder.flow(&["format", "a.rs"]).code, Some(2));
    assert_eq!(folder.read("a.rs"), WRITTEN);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = Folder::new(&[("a.rs", WRITTEN)]);
    let done = folder.unheard(&["fmt", "--check", "a.rs"]);
    assert_eq!(done.code, Some(1));
    assert!(!done.err.contains("error"), "{}", done.err);
}
