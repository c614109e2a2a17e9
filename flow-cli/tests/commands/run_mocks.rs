//! `flow run`: what is said of a file of mocks.

use expect_test::expect;

use crate::run_refusals::{ORDERS, refused};

#[test]
fn what_is_wrong_in_a_file_of_mocks_is_drawn_into_it() {
    let mocks = "\
[lookup]
body = {}

[[look-up]]
status = 99
boddy = 1

[[look-up]]
fail = \"why\"
body = \"text\"

[address]
status = 200
body = \"text\"

[send]
content_type = 1
when = { order = [1] }
body = { number = nan }

";
    refused(
        ORDERS,
        mocks,
        &["--mock", "mocks.toml"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: no widget `lookup` asks anything of elsewhere
             --> mocks.toml:1:2
              |
            1 | [lookup]
              |  ^^^^^^
              |
              = help: these do: `look-up`, `address` and `send`

            error: a status is a number from 100 to 599
             --> mocks.toml:5:10
              |
            5 | status = 99
              |          ^^

            error: an answer has no `boddy`
             --> mocks.toml:6:1
              |
            6 | boddy = 1
              | ^^^^^
              |
              = help: an answer has `status`, `body`, `content_type`, `fail` and `when`

            error: this both fails and answers
             --> mocks.toml:8:1
              |
            8 | [[look-up]]
              | ^^^^^^^^^^^
              |
              = help: with `fail` nothing answers; one that fails by its status goes without it

            error: a flow answers with no `status`
              --> mocks.toml:13:1
               |
            13 | status = 200
               | ^^^^^^
               |
               = help: say what it sets, `body = { … }`, or `fail = "why"`

            error: what a flow sets has names
              --> mocks.toml:14:8
               |
            14 | body = "text"
               |        ^^^^^^
               |
               = help: write a table: `body = { answer = "yes" }`

            error: this must be a text, in quotes
              --> mocks.toml:17:16
               |
            17 | content_type = 1
               |                ^

            error: a parameter is compared as text
              --> mocks.toml:18:18
               |
            18 | when = { order = [1] }
               |                  ^^^

            error: JSON has no such number
              --> mocks.toml:19:19
               |
            19 | body = { number = nan }
               |                   ^^^

        "#]],
    );
    refused(
        ORDERS,
        "[look-up",
        &["--mock", "mocks.toml"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: this is not TOML: unclosed table, expected `]`
             --> mocks.toml:1:9
              |
            1 | [look-up
              |         ^

        "#]],
    );
    let mocks = "look-up = []\nsend = 1\naddress = [2]\n";
    refused(
        ORDERS,
        mocks,
        &["--mock", "mocks.toml"],
        2,
        &expect![[r#"
            note: 1 warning in the flow: see `flow check orders.json`
            note: 2 widgets that only other events lead to are left out
            error: there is no answer in this list
             --> mocks.toml:1:11
              |
            1 | look-up = []
              |           ^^

            error: this is no answer
             --> mocks.toml:2:8
              |
            2 | send = 1
              |        ^
              |
              = help: an answer is a table, for instance `{ body = { day = "Monday" } }`

            error: this is no answer
             --> mocks.toml:3:12
              |
            3 | address = [2]
              |            ^
              |
              = help: an answer is a table, for instance `{ body = { day = "Monday" } }`

        "#]],
    );
}
