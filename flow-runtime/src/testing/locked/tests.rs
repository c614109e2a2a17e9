//! What the test of a user's says.

use expect_test::expect;
use tempfile::TempDir;

use super::*;

mod first {
    use crate::prelude::*;

    flow! {
        pub(super) flow Orders {
            trigger { incoming_message => ask_order }

            send_and_wait_for_reply ask_order { body: "Which order?", _ => end }
        }
    }

    flow! {
        pub(super) flow Billing {
            trigger { incoming_message => ask }

            send_and_wait_for_reply ask { body: "Which bill?", _ => end }
        }
    }
}

mod second {
    use crate::prelude::*;

    flow! {
        pub(super) flow Orders {
            trigger { incoming_message => set }

            set_variables set {
                variables: { account: "{{trigger.message.From}}" },

                next => ask_order,
            }

            send_and_wait_for_reply ask_order {
                body: "Which order?",

                incoming_message => confirm,
                _ => end,
            }

            send_message confirm { body: "{{flow.variables.account}}", _ => end }
        }
    }
}

mod third {
    use crate::prelude::*;

    flow! {
        pub(super) flow Orders {
            trigger { incoming_message => ask_item }

            send_and_wait_for_reply ask_item { body: "What?", _ => end }

            migrate { ask_order => ask_item }
        }
    }
}

struct Package(TempDir);

impl Package {
    /// With a lock of the first flows.
    fn deployed() -> Self {
        let package = Package(tempfile::tempdir().unwrap());
        package.first().hold(true).unwrap();
        package
    }

    fn locked(&self) -> Locked {
        locked(self.0.path().join("flow.lock"))
    }

    fn first(&self) -> Locked {
        self.locked()
            .flow::<first::Orders>()
            .flow::<first::Billing>()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.0.path().join("flow.lock")).unwrap()
    }

    /// Without the folder.
    fn said(&self, held: Result<(), String>) -> String {
        let folder = format!("{}{}", self.0.path().display(), std::path::MAIN_SEPARATOR);
        held.unwrap_err().replace(&folder, "")
    }
}

#[test]
fn a_file_that_is_not_there_is_written_by_a_command() {
    let package = Package(tempfile::tempdir().unwrap());
    expect!["there is no `flow.lock` yet, which says where conversations may wait: `FLOW_LOCK=write cargo test` writes it; commit it, and write it at each release"].assert_eq(&package.said(package.first().hold(false)));
    package.first().hold(true).unwrap();
    package.first().hold(false).unwrap();
    package.first().expect_carried();
}

#[test]
fn a_change_that_would_strand_somebody_is_told_and_cannot_be_written_over() {
    let package = Package::deployed();
    let second = || {
        package
            .locked()
            .flow::<second::Orders>()
            .flow::<first::Billing>()
    };
    expect![[r#"
        `flow.lock` holds these flows back:

        executions waiting at `ask_order` in `Orders` could not be carried over: `flow.variables.account` is read by `confirm` and was never set: set it on the way there, or say what stands for it, `{{flow.variables.account | default: ""}}`

        The lock says that conversations may wait there. Once none does any more, delete their entries in it (`[[flow.waiting]]`), or the whole file, and write it anew: `FLOW_LOCK=write cargo test`"#]].assert_eq(&package.said(second().hold(false)));
    let known = package.text();
    assert_eq!(second().hold(true), second().hold(false));
    assert_eq!(package.text(), known);
}

#[test]
#[should_panic(
    expected = "executions waiting at `ask_order` in `Orders` could not be carried over"
)]
fn the_test_fails() {
    let package = Package::deployed();
    let locked = package.locked().flow::<first::Billing>();
    locked.flow::<second::Orders>().expect_carried();
}

#[test]
fn what_stands_for_a_widget_carries_who_waits_there_and_the_file_keeps_both() {
    let package = Package::deployed();
    let third = || {
        package
            .locked()
            .flow::<third::Orders>()
            .flow::<first::Billing>()
    };
    third().hold(false).unwrap();
    assert!(!package.text().contains("ask_item"));
    third().hold(true).unwrap();
    assert!(package.text().contains(r#"widget = "ask_item""#));
    assert!(package.text().contains(r#"widget = "ask_order""#));
    third().hold(false).unwrap();
}

#[test]
fn a_flow_that_nobody_names_is_told() {
    let package = Package::deployed();
    let orders = || package.locked().flow::<first::Orders>();
    expect!["`flow.lock` says that conversations may wait in `Billing`, which this test does not name: add `.flow::<Billing>()`; or, once none waits there any more, delete its entry in the file (`[[flow]]`)"].assert_eq(&package.said(orders().hold(false)));
    assert_eq!(orders().hold(true), orders().hold(false));
}

#[test]
fn a_file_that_is_none_is_told() {
    let package = Package::deployed();
    std::fs::write(package.0.path().join("flow.lock"), "version = 1\n=======\n").unwrap();
    expect![[r#"
        `flow.lock` is not read: TOML parse error at line 2, column 2
          |
        2 | =======
          |  ^
        extra `=`, expected nothing
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]]
    .assert_eq(&package.said(package.first().hold(false)));
}
