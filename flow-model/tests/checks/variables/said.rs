//! What is said of each finding.

#![expect(clippy::expect_used, reason = "a test that is written wrong may panic")]

use flow_model::check;

use crate::read;

/// The message and the help of the only finding, and the text that it points at.
#[track_caller]
fn said(text: &str) -> (String, String, String) {
    let source = read(text);
    let found = check(&source.flow);
    assert_eq!(found.len(), 1, "{found:?}");
    let token = source.token(found[0].location).trim_matches('"');
    let range = found[0].range.clone().expect("a range");
    let help = found[0].help.clone().expect("help");
    let (help, _) = help.rsplit_once(" accept it").expect("it is a lint");
    let help = help
        .trim_end_matches("; or")
        .trim_end_matches(" Or")
        .to_owned();
    (found[0].message.clone(), help, token[range].to_owned())
}

#[track_caller]
fn says(text: &str, message: &str, help: &str, at: &str) {
    let (said, helped, pointed) = said(text);
    assert_eq!(
        (said.as_str(), helped.as_str(), pointed.as_str()),
        (message, help, at)
    );
}

#[test]
fn a_root_is_near_a_variable_or_a_widget_of_that_name() {
    says(
        r#"set_variables a { variables: { count: 1 } next => b }
           send_message b { body: "You have {{ count }}" _ => end }"#,
        "nothing is called `count` in a template",
        "did you mean `flow.variables.count`?",
        "count",
    );
    says(
        r#"send_message a { body: "{{a.outbound.Sid}}" _ => end }"#,
        "nothing is called `a` in a template",
        "did you mean `widgets.a`?",
        "a.outbound.Sid",
    );
    says(
        r#"send_message a { body: "{{widget.a}}" _ => end }"#,
        "nothing is called `widget` in a template",
        "did you mean `widgets`?",
        "widget.a",
    );
    says(
        r#"send_message a { body: "{{name}}" _ => end }"#,
        "nothing is called `name` in a template",
        "a path begins with `trigger`, `flow`, `widgets`, `contact` or `settings`",
        "name",
    );
}

#[test]
fn a_path_names_what_stands_there() {
    says(
        r#"send_message a { body: "{{trigger.mesage.Body}}" _ => end }"#,
        "there is no `trigger.mesage`",
        "did you mean `trigger.message`?",
        "trigger.mesage.Body",
    );
    says(
        r#"set_variables a { variables: { count: 1 } next => b }
           send_message b { body: "{{flow.count}}" _ => end }"#,
        "there is no `flow.count`",
        "did you mean `flow.variables.count`?",
        "flow.count",
    );
    says(
        r#"send_message a { body: "{{contact.channel.x}}" _ => end }"#,
        "there is no `contact.channel.x`",
        "there is only `address`",
        "contact.channel.x",
    );
}

#[test]
fn a_widget_is_called_by_its_name_in_studio() {
    says(
        r##"#[name = "the-question"] send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
            send_message b { body: "{{widgets.the-qestion.inbound.Body}}" _ => end }"##,
        "there is no widget `the-qestion` to read from",
        "did you mean `the-question`?",
        "widgets.the-qestion.inbound.Body",
    );
    says(
        r##"#[name = "the-question"] send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
            send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"##,
        "there is no widget `a` to read from",
        "templates call it by its name in Studio: `widgets.the-question`",
        "widgets.a.inbound.Body",
    );
}

#[test]
fn an_output_is_near_another() {
    says(
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
           send_message b { body: "{{widgets.a.inbuond.Body}}" _ => end }"#,
        "`a` never leaves an output `inbuond`",
        "did you mean `inbound`?",
        "widgets.a.inbuond.Body",
    );
    says(
        r#"split_based_on a { input: "x" contains("y") => end _ => b }
           send_message b { body: "{{widgets.a.value}}" _ => end }"#,
        "`a` never leaves an output `value`",
        "a `split_based_on` leaves nothing to read",
        "widgets.a.value",
    );
}

#[test]
fn a_variable_is_near_another_and_a_test_of_none_is_told_so() {
    says(
        r#"set_variables a { variables: { tries: 1 } next => b }
           split_based_on b { input: "{{flow.variables.trys}}" equal_to("3") => end _ => end }"#,
        "no `set_variables` of this flow sets `trys`, so this tests a blank",
        "did you mean `tries`?",
        "flow.variables.trys",
    );
    says(
        r#"send_message a { body: "{{flow.variables.x}}" _ => end }"#,
        "no `set_variables` of this flow sets `x`",
        "set it by a `set_variables`, or leave it out",
        "flow.variables.x",
    );
}

#[test]
fn what_is_never_set_is_told_why() {
    says(
        r#"send_message a { body: "{{widgets.b.outbound}}" _ => b } send_message b { body: "x" _ => end }"#,
        "`widgets.b.outbound` is never set here: `b` has not run on any path here",
        "read it after `b`, or leave it out",
        "widgets.b.outbound",
    );
    says(
        r#"send_message a { body: "{{widgets.a.outbound}}" _ => end }"#,
        "`widgets.a.outbound` is never set here: `a` itself has not run yet",
        "read it in a widget after this one, or leave it out",
        "widgets.a.outbound",
    );
    says(
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end timeout => b delivery_failure => b }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" contains("x") => end _ => end }"#,
        "`widgets.a.inbound.Body` is never set here, so this tests a blank: on every path here `a` leaves by `timeout` or `delivery_failure`, which sets no `inbound`",
        "read it only where `a` leaves by `incoming_message`, or leave it out",
        "widgets.a.inbound.Body",
    );
    says(
        r#"split_based_on s { input: "{{trigger.message.Body}}" contains("x") => a _ => b }
           send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"#
            .replace(
                "split_based_on s",
                "trigger { incoming_message => s } split_based_on s",
            )
            .as_str(),
        "`widgets.a.inbound.Body` is never set here: on every path here `a` has not run, or leaves by `timeout` or `delivery_failure`, which sets no `inbound`",
        "read it only where `a` leaves by `incoming_message`, or leave it out",
        "widgets.a.inbound.Body",
    );
    says(
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b contains("y") => c _ => d }
           set_variables b { variables: { x: 1 } next => end }
           set_variables c { variables: { x: 2 } next => end }
           send_message d { body: "{{flow.variables.x}}" _ => end }"#,
        "`flow.variables.x` is never set here: no path here goes through `b` or `c`, which set it",
        "set `x` on the way here, or leave it out",
        "flow.variables.x",
    );
    says(
        r#"trigger { incoming_call => a } send_message a { body: "From {{trigger.message.From}}" _ => end }"#,
        "`trigger.message.From` is never set here: only `incoming_call` starts an execution that comes here",
        "did you mean `trigger.call.From`?",
        "trigger.message.From",
    );
    says(
        r#"trigger { incoming_call => a incoming_conversation_message => a }
           send_message a { body: "{{trigger.message.From}}" _ => end }"#,
        "`trigger.message.From` is never set here: only `incoming_call` and `incoming_conversation_message` start executions that come here",
        "read what they bring: `trigger.call` or `trigger.conversation`",
        "trigger.message.From",
    );
    says(
        r#"send_message a { body: "{{flow.data.name}}" _ => end }"#,
        "`flow.data.name` is never set here: only `incoming_message` starts an execution that comes here",
        "only a request or a parent flow brings data; leave it out",
        "flow.data.name",
    );
    says(
        r#"trigger { incoming_request => a } send_message a { body: "{{flow.channel.sid}}" _ => end }"#,
        "`flow.channel.sid` is never set here: no conversation was started or resumed on any path here",
        "only `flow.channel.address` is there before; read it after `start_conversation`",
        "flow.channel.sid",
    );
}

#[test]
fn what_may_be_unset_is_told_the_shortest_path() {
    says(
        r#"trigger { incoming_call => hello }
           say_play hello { say: "x" audio_complete => gather_intent }
           gather_input_on_call gather_intent { say: "x" keypress => http_intent speech => gather_speech timeout => long }
           say_play long { say: "x" audio_complete => longer }
           say_play longer { say: "x" audio_complete => http_intent }
           set_variables gather_speech { variables: { x: 1 } next => http_intent }
           make_http_request http_intent { method: "GET" url: "x" parameters: { digits: "{{widgets.gather_intent.Digits}}" } _ => end }"#,
        "`widgets.gather_intent.Digits` may be unset here: nothing sets it on the path `… gather_intent -speech-> gather_speech -next-> http_intent`",
        "set it on that path, or say what stands for it: `{{widgets.gather_intent.Digits | default: \"\"}}`",
        "widgets.gather_intent.Digits",
    );
    says(
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b contains("a long text that nobody wants to read") => c _ => end }
           send_message b { body: "x" _ => c }
           send_message c { body: "{{widgets.b.outbound.Sid}}" _ => end }"#,
        "`widgets.b.outbound.Sid` may be unset here: nothing sets it on the path `trigger -incoming_message-> a -contains(…)-> c`",
        "set it on that path, or say what stands for it: `{{widgets.b.outbound.Sid | default: \"\"}}`",
        "widgets.b.outbound.Sid",
    );
}

#[test]
fn a_long_path_is_drawn_without_its_middle() {
    let mut text =
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b _ => w1 }
        send_message b { body: "x" _ => w1 }"#
            .to_owned();
    for n in 1..12 {
        let next = n + 1;
        text += &format!(r#" send_message w{n} {{ body: "x" _ => w{next} }}"#);
    }
    text += r#" send_message w12 { body: "{{widgets.b.outbound.Sid}}" _ => end }"#;
    let (message, ..) = said(&text);
    assert_eq!(
        message,
        "`widgets.b.outbound.Sid` may be unset here: nothing sets it on the path `trigger -incoming_message-> a -_-> w1 -sent-> … w8 -sent-> w9 -sent-> w10 -sent-> w11 -sent-> w12`"
    );
}

#[test]
fn an_arm_that_is_never_taken_names_who_decided() {
    let message = |text: &str| {
        let found = check(&read(text).flow);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].message.clone()
    };
    assert_eq!(
        message(
            r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => b _ => end }
               split_based_on b { input: "{{ trigger.message.Body | strip }}" equal_to("no") => end _ => end }"#
        ),
        "no execution takes `equal_to(\"no\")` here: `a` has already decided `trigger.message.Body`"
    );
    assert_eq!(
        message(
            r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => b _ => c }
               set_variables b { variables: { mode: "x" } next => d }
               set_variables c { variables: { mode: "y" } next => d }
               split_based_on d { input: "{{flow.variables.mode}}" equal_to("z") => end _ => end }"#
        ),
        "no execution takes `equal_to(\"z\")` here: on every path `flow.variables.mode` is `\"x\"` or `\"y\"`"
    );
}
