//! `flow coverage`: what talks took of a flow, as text, for lcov, and as a picture.

use expect_test::expect;

use crate::folder::{Done, Folder};

const ORDERS: &str = include_str!("data/orders.json");

/// A folder in which two people talked with the flow.
fn talked() -> Folder {
    let folder = Folder::new(&[
        ("orders.json", ORDERS),
        ("mocks.toml", "[look-up]\nbody = { day = \"Monday\" }\n"),
        ("production.toml", "parcels = \"parcels.example.com\"\n"),
    ]);
    let covered = folder.path("covered");
    let args = [
        "run",
        "orders.json",
        "--settings",
        "production.toml",
        "--mock",
        "mocks.toml",
    ];
    for lines in ["hello\n17\n", "hello\n18\nhello\n"] {
        let done = folder.pipe_with(&args, lines, &[("FLOW_COVERAGE", &covered)]);
        assert_eq!(done.code, Some(0), "{}", done.err);
    }
    folder
}

fn coverage(folder: &Folder, args: &[&str]) -> Done {
    folder.flow(&[&["coverage", "covered"], args].concat())
}

#[test]
fn the_edges_of_all_processes_are_added_up() {
    let done = coverage(&talked(), &[]);
    expect![[r#"
        Orders   4 of 18 edges   22.2 %   orders.json

        never taken:
          orders.json:44: ask —timeout→ end
          orders.json:47: ask —delivery_failure→ end
          orders.json:68: look-up —fail→ sorry
          orders.json:94: tell —failed→ end
          orders.json:110: sorry —sent→ address
          orders.json:114: sorry —failed→ end
          orders.json:130: address —completed→ send
          orders.json:134: address —failed→ people
          orders.json:158: send —success→ sent
          orders.json:162: send —failed→ people
          orders.json:187: sent —sent→ end
          orders.json:190: sent —failed→ end
          orders.json:206: people —call_complete→ end
          orders.json:209: people —failed_to_enqueue→ end
    "#]]
    .assert_eq(&done.out);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}

#[test]
fn less_than_is_asked_for_fails() {
    let folder = talked();
    let done = coverage(&folder, &["--fail-under", "90"]);
    expect![[r#"
        22.2 % of the edges were taken, and 90 % are asked for
    "#]]
    .assert_eq(&done.err);
    assert_eq!(done.code, Some(1));
    assert_eq!(coverage(&folder, &["--fail-under", "10%"]).code, Some(0));
}

#[test]
fn other_tools_read_it_as_lcov() {
    let folder = talked();
    let done = coverage(&folder, &["--lcov", "flows.info"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    expect![[r#"
        TN:
        SF:orders.json
        BRDA:9,0,0,3
        BRDA:40,1,0,2
        BRDA:44,1,1,0
        BRDA:47,1,2,0
        BRDA:64,2,0,2
        BRDA:68,2,1,0
        BRDA:91,3,0,2
        BRDA:94,3,1,0
        BRDA:110,4,0,-
        BRDA:114,4,1,-
        BRDA:130,5,0,-
        BRDA:134,5,1,-
        BRDA:158,6,0,-
        BRDA:162,6,1,-
        BRDA:187,7,0,-
        BRDA:190,7,1,-
        BRDA:206,8,0,-
        BRDA:209,8,1,-
        BRF:18
        BRH:4
        DA:6,3
        DA:9,3
        DA:36,3
        DA:40,2
        DA:44,0
        DA:47,0
        DA:60,2
        DA:64,2
        DA:68,0
        DA:87,2
        DA:91,2
        DA:94,0
        DA:106,0
        DA:110,0
        DA:114,0
        DA:126,0
        DA:130,0
        DA:134,0
        DA:154,0
        DA:158,0
        DA:162,0
        DA:183,0
        DA:187,0
        DA:190,0
        DA:202,0
        DA:206,0
        DA:209,0
        LF:27
        LH:8
        end_of_record
    "#]]
    .assert_eq(&folder.read("flows.info"));
}

#[test]
fn a_picture_shows_what_was_never_taken() {
    let folder = talked();
    let args = ["--flow", "Orders", "--diagram", "orders.mmd"];
    let done = coverage(&folder, &args);
    assert_eq!(done.code, Some(0), "{}", done.err);
    expect![[r#"
        flowchart TD
            w0(["<b>Trigger</b><br/>trigger"])
            w1[/"<b>ask</b><br/>send_and_wait_for_reply<br/><i>Which order, #123;#123;contact.channel.address#125;#125;?</i>"/]
            e1((( )))
            w2[["<b>look-up</b><br/>run_function<br/><i>https#58;//example.com/look-up</i>"]]
            w3["<b>tell</b><br/>send_message<br/><i>It comes on #123;#123;widgets.look-up.parsed.day #124; default#58; trigger…</i>"]
            e3((( )))
            w4["<b>sorry</b><br/>send_message<br/><i>There is no such order. We send another.</i>"]:::removed
            e4((( )))
            w5[["<b>address</b><br/>run_subflow<br/><i>mock#58;address</i>"]]:::removed
            w6[["<b>send</b><br/>make_http_request<br/><i>https#58;//#123;#123;settings.parcels#125;#125;/orders</i>"]]:::removed
            w7["<b>sent</b><br/>send_message<br/><i>Parcel #123;#123;widgets.send.parsed.number#125;#125; goes to #123;#123;widgets.add…</i>"]:::removed
            e7((( )))
            w8[/"<b>people</b><br/>send_to_flex<br/><i>WW00000000000000000000000000000001</i>"/]:::removed
            e8((( )))
            w0 -->|"incoming_message"| w1
            w1 -->|"incoming_message"| w2
            w1 -.->|"✗ timeout<br/>✗ delivery_failure"| e1
            w2 -->|"success"| w3
            w2 -.->|"✗ fail"| w4
            w3 -->|"sent<br/>✗ failed"| e3
            w4 -.->|"✗ sent"| w5
            w4 -.->|"✗ failed"| e4
            w5 -.->|"✗ completed"| w6
            w5 -.->|"✗ failed"| w8
            w6 -.->|"✗ success"| w7
            w6 -.->|"✗ failed"| w8
            w7 -.->|"✗ sent<br/>✗ failed"| e7
            w8 -.->|"✗ call_complete<br/>✗ failed_to_enqueue<br/>call_failure"| e8
            linkStyle 0 stroke:#15803d
            linkStyle 1 stroke:#15803d
            linkStyle 2 stroke:#b91c1c
            linkStyle 3 stroke:#15803d
            linkStyle 4 stroke:#b91c1c
            linkStyle 5 stroke:#15803d
            linkStyle 6 stroke:#b91c1c
            linkStyle 7 stroke:#b91c1c
            linkStyle 8 stroke:#b91c1c
            linkStyle 9 stroke:#b91c1c
            linkStyle 10 stroke:#b91c1c
            linkStyle 11 stroke:#b91c1c
            linkStyle 12 stroke:#b91c1c
            linkStyle 13 stroke:#b91c1c
            classDef missing fill:#f8fafc,stroke:#94a3b8,stroke-dasharray:5 3
            classDef error stroke:#dc2626,stroke-width:3px
            classDef lint stroke:#b45309,stroke-width:3px
            classDef added fill:#dcfce7,stroke:#15803d
            classDef removed fill:#fee2e2,stroke:#b91c1c,stroke-dasharray:5 3
            classDef changed fill:#fef9c3,stroke:#a16207
    "#]]
    .assert_eq(&folder.read("orders.mmd"));
    coverage(&folder, &["--flow", "Orders", "--diagram", "orders.svg"]);
    let svg = folder.read("orders.svg");
    for part in ["never taken", "class=\"way missed\"", "class=\"way taken\""] {
        assert!(svg.contains(part), "{part}");
    }
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let folder = talked();
    let done = coverage(&folder, &["--flow", "Order"]);
    expect![[r#"
        error: no test that was run started a flow `Order`
         |
         = help: there are `Orders`
    "#]]
    .assert_eq(&done.err);
    assert_eq!(done.code, Some(2));
    for nothing in ["nowhere", "orders.json"] {
        let done = folder.flow(&["coverage", nothing]);
        let said = format!("error: there is no coverage in `{nothing}`\n");
        assert!(done.err.starts_with(&said), "{}", done.err);
        let help = "FLOW_COVERAGE=$PWD/target/flow-coverage cargo test";
        assert!(done.err.contains(help), "{}", done.err);
        assert_eq!(done.code, Some(2));
    }
}
