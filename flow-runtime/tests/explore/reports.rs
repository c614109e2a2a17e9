//! What a reader is told.

use expect_test::expect;
use flow_runtime::prelude::*;
use flow_runtime::testing::explore;
use serde::Serialize;

flow! {
    /// Opens at nine, and knows its members.
    pub flow Club {
        trigger {
            incoming_conversation_message => check_hours,
            incoming_request => check_age,
        }

        split_based_on check_hours {
            input: "{{ 'now' | date: '%H:%M' }}",

            is_before_time("09:00") => say_closed,
            _ => check_picture,
        }

        send_message say_closed {
            body: "We open at nine.",

            _ => end,
        }

        split_based_on check_picture {
            input: "{{trigger.conversation.NumMedia}}",

            greater_than("0") => thank,
            _ => look_up,
        }

        send_message thank {
            body: "A fine picture.",

            sent => look_up,
            failed => end,
        }

        run_function look_up {
            function: LookUp { name: "{{trigger.conversation.Author}}" },

            success => check_member,
            fail => check_reason,
        }

        split_based_on check_member {
            input: "{{widgets.look_up.parsed.member}}",

            equal_to("true") => welcome,
            _ => end,
        }

        split_based_on check_reason {
            input: "{{widgets.look_up.body}}",

            contains("banned") => end,
            _ => welcome,
        }

        send_message welcome {
            body: "Come in.",

            _ => end,
        }

        split_based_on check_age {
            input: "{{trigger.request.parameters.age}}",

            less_than("18") => end,
            greater_than("17") => welcome,
            _ => end,
        }
    }
}

/// Finds a member.
#[derive(FunctionParameters)]
struct LookUp {
    #[allow(dead_code)]
    name: String,
}

#[derive(Serialize, FunctionOutput)]
struct Member {
    member: bool,
    since: u32,
}

impl Function for LookUp {
    type Output = Member;

    async fn call(self, _cx: &FunctionContext) -> Result<Member, FunctionError> {
        Err(FunctionError::new("nobody is asked in an exploration"))
    }
}

#[test]
fn every_way_to_start_is_tried_and_told_as_somebody_could_do_it() {
    let explored = explore(Club).run();
    explored.expect_every_edge().expect_good_ends();
    let talk = explored.conversation_to(Club::say_closed).unwrap();
    expect![[r#"
        customer: hello
        Club: We open at nine.
          · the flow ended
    "#]]
    .assert_eq(&talk.to_string());
    let talk = explored.conversation_to(Club::thank).unwrap();
    expect![[r#"
          · it is Wednesday, 2025-01-15 00:00 UTC
        customer: hello
          · the channel says {"NumMedia":1} of the message
        Club: A fine picture.
    "#]]
    .assert_eq(&talk.to_string());
    let edges: Vec<_> = explored.edges().collect();
    let by = |edge: &str| {
        let edge = edges.iter().find(|it| it.to_string() == edge).unwrap();
        explored.conversation_by(edge).unwrap()
    };
    expect![[r#"
          · it is Wednesday, 2025-01-15 00:00 UTC
        customer: hello
          · `LookUp` fails: banned
          · the flow ended
    "#]]
    .assert_eq(&by("check_reason —contains(\"banned\")→ end").to_string());
    expect![[r#"
          · a request starts it, with {"age":18}
          · Trigger —incomingRequest→ check_age
          · check_age —match→ welcome
        Club: Come in.
          · welcome —sent→ end
          · the flow ended
    "#]]
    .assert_eq(&format!(
        "{:#}",
        by("check_age —greater_than(\"17\")→ welcome")
    ));
    expect![[r#"
          · it is Wednesday, 2025-01-15 00:00 UTC
        customer: hello
          · the channel says {"NumMedia":1} of the message
          · the message of `thank` is refused
          · the flow ended
    "#]]
    .assert_eq(&by("thank —failed→ end").to_string());
}

#[test]
fn a_report_says_what_nothing_takes_and_where_that_is_written() {
    let explored = explore(Club)
        .returns::<LookUp>(Member {
            member: false,
            since: 2020,
        })
        .run();
    let report = explored.to_string().replace(file!(), "club.rs");
    expect![[r#"
        Club: 18 of 19 edges taken, 10 of 10 widgets reached
          all that matters was tried: 391 tries in 1 state, 1 turn at most

        never taken:
          club.rs:53: check_member —equal_to("true")→ welcome
    "#]]
    .assert_eq(&report);
    let edge = explored.unreached_edges().next().unwrap();
    assert_eq!(edge.file.as_str(), file!());
    let line = include_str!("reports.rs")
        .lines()
        .nth(edge.line as usize - 1)
        .unwrap();
    assert_eq!(line.trim(), "equal_to(\"true\") => welcome,");
}

flow! {
    /// Asks somebody else, and hands over in a way that cannot be.
    pub flow Desk {
        trigger {
            incoming_conversation_message => inside,
        }

        run_subflow inside {
            flow: Inside { },

            completed => people,
            failed => apologise,
        }

        send_to_flex people {
            workflow: "WW00000000000000000000000000000001",
            channel: "TC00000000000000000000000000000001",
            attributes: "about: {{trigger.conversation.Body}}",

            call_complete => end,
            failed_to_enqueue | call_failure => end,
        }

        send_message apologise {
            body: "Sorry.",

            _ => end,
        }
    }
}

flow! {
    /// Never fails.
    pub flow Inside {
        trigger {
            incoming_parent => say,
        }

        send_message say {
            body: "One moment.",

            _ => end,
        }
    }
}

const KNOWN: [&str; 3] = [
    "inside —failed→ apologise",
    "people —call_complete→ end",
    "apologise —_→ end",
];

#[test]
fn a_report_says_why_nothing_took_an_edge_where_that_is_known() {
    let report = explore(Desk).run().to_string();
    let (_, untaken) = report.split_once("never taken:\n").unwrap();
    let untaken = untaken.lines().filter_map(|line| line.split_once(": "));
    let untaken: Vec<_> = untaken.map(|(_, edge)| edge).collect();
    let whys = [
        "its subflow never failed",
        "Twilio's error 81015: the task was not made: `attributes` is not a JSON object",
        "nothing came to it",
    ];
    let expected: Vec<_> = KNOWN
        .iter()
        .zip(whys)
        .map(|(edge, why)| format!("{edge} ({why})"))
        .collect();
    assert_eq!(untaken, expected);
}

#[test]
fn a_test_can_know_of_edges_that_nothing_takes() {
    let explored = explore(Desk).run();
    explored.expect_every_edge_but(KNOWN);
    let first = |known: &[&'static str]| {
        let known = known.iter().copied();
        let failed = std::panic::catch_unwind(|| {
            explored.expect_every_edge_but(known);
        });
        let failed = failed.unwrap_err();
        let message = failed.downcast_ref::<String>().unwrap();
        let (first, report) = message.split_once("\n\n").unwrap();
        assert_eq!(report, explored.to_string());
        first.replace(file!(), "desk.rs")
    };
    expect!["not every edge is taken"].assert_eq(&first(&[]));
    expect![[r#"
        never taken, beside those that are known:
          desk.rs:191: inside —failed→ apologise
          desk.rs:206: apologise —_→ end"#]]
    .assert_eq(&first(&KNOWN[1..2]));
    expect!["`say —_→ end` is taken, so it need not be among those that are known"]
        .assert_eq(&first(&["say —_→ end"]));
    expect![
        "there is no edge `inside —faild→ apologise`: did you mean `inside —failed→ apologise`?"
    ]
    .assert_eq(&first(&["inside —faild→ apologise"]));
}
