//! Which edges tests took.

use std::process::Command;

use expect_test::expect;
use flow_runtime::Runtime;
use flow_runtime::prelude::*;
use flow_runtime::testing::coverage::CoverageError;
use flow_runtime::testing::{Coverage, block_on, explore, locked, simulate};

flow! {
    /// Runs another flow.
    pub flow Outer {
        trigger {
            incoming_conversation_message | incoming_message => check,
            incoming_call => end,
        }

        split_based_on check {
            input: "{{trigger.conversation.Body}}",

            // Two that lead to one place are told apart.
            equal_to("in") | contains("inside") => inner,
            _ => end,
        }

        run_subflow inner {
            flow: Inner { },

            completed => end,
            failed => end,
        }
    }
}

flow! {
    /// Says something, and asks nothing.
    pub flow Inner {
        trigger {
            incoming_parent => say,
        }

        send_message say {
            body: "Inside",

            _ => end,
        }
    }
}

flow! {
    /// That nobody talks with.
    pub flow Other {
        trigger { incoming_conversation_message => say }

        send_message say { body: "Hello", _ => end }
    }
}

flow! {
    /// And another one.
    pub flow Another {
        trigger { incoming_conversation_message => say }

        send_message say { body: "Hello", _ => end }
    }
}

fn talks(bodies: &[&'static str]) -> Coverage {
    let mut coverage = Coverage::of::<Outer>();
    for body in bodies {
        let mut chat = simulate(Outer);
        block_on(async {
            chat.customer(*body).await;
        });
        coverage.add(&chat);
    }
    coverage
}

fn shown(coverage: &Coverage) -> String {
    coverage.to_string().replace(file!(), "outer.rs")
}

#[test]
fn arms_are_told_apart_and_what_cannot_happen_is_none() {
    expect![[r#"
        Inner    2 of 2 edges   100.0 %   outer.rs
        Outer    4 of 6 edges    66.6 %   outer.rs
        in all   6 of 8 edges    75.0 %

        never taken:
          outer.rs:23: check —contains("inside")→ inner
          outer.rs:31: inner —failed→ end
    "#]]
    .assert_eq(&shown(&talks(&["in", "hello"])));
    expect![[r#"
        Inner    0 of 2 edges   0.0 %   outer.rs
        Outer    0 of 6 edges   0.0 %   outer.rs
        in all   0 of 8 edges   0.0 %

        never taken:
          outer.rs:40: Trigger —incoming_parent→ say
          outer.rs:46: say —_→ end
          outer.rs:15: Trigger —incoming_conversation_message→ check
          outer.rs:23: check —equal_to("in")→ inner
          outer.rs:23: check —contains("inside")→ inner
          outer.rs:24: check —_→ end
          outer.rs:30: inner —completed→ end
          outer.rs:31: inner —failed→ end
    "#]]
    .assert_eq(&shown(&talks(&[])));
}

#[test]
fn edges_stand_where_they_are_written() {
    let text: Vec<_> = include_str!("coverage.rs").lines().collect();
    let coverage = talks(&[]);
    for (edge, _) in coverage.edges() {
        assert_eq!(edge.file.as_str(), file!());
        let line = text[edge.line as usize - 1].trim();
        let to = edge.to.as_deref().unwrap_or("end");
        let (arm, target) = line.split_once(" => ").unwrap();
        assert!(arm.contains(edge.event.as_str()), "{edge} {line}");
        assert_eq!(target.trim_end_matches(','), to, "{edge} {line}");
    }
    for flow in coverage.flows() {
        for widget in &flow.outline().widgets {
            let line = text[widget.line as usize - 1].trim();
            let name = widget.name.replace("Trigger", "trigger");
            assert!(
                line.ends_with('{') && line.contains(&name),
                "{widget:?} {line}"
            );
        }
    }
}

#[test]
fn a_test_can_ask_for_every_edge() {
    let coverage = talks(&["in", "come inside", "hello"]);
    let untaken: Vec<_> = coverage.untaken().map(ToString::to_string).collect();
    assert_eq!(untaken, ["inner —failed→ end"]);
    let failed = std::panic::catch_unwind(|| coverage.expect_every_edge().percent());
    let failed = failed.unwrap_err();
    let message = failed.downcast_ref::<String>().unwrap();
    assert!(message.contains(": inner —failed→ end"), "{message}");
    coverage.expect_every_edge_but(["inner —failed→ end"]);
}

#[test]
fn a_line_that_holds_a_widget_and_its_arm_is_counted_once() {
    let mut coverage = Coverage::of::<Other>();
    let mut chat = simulate(Other);
    block_on(async {
        chat.customer("hi").await;
        chat.customer("hi").await;
    });
    coverage.add(&chat);
    let lcov = coverage.lcov();
    let lines: Vec<_> = lcov.lines().filter(|it| it.starts_with("DA:")).collect();
    let lines: Vec<_> = lines
        .iter()
        .map(|it| it.split_once(',').unwrap().1)
        .collect();
    assert_eq!(lines, ["2", "2"], "{lcov}");
}

/// What the test below runs in processes of their own.
#[test]
fn one_talk() {
    let inside = std::env::var_os("INSIDE").is_some();
    talks(&[if inside { "in" } else { "hello" }]);
}

#[test]
fn processes_note_what_they_take_and_it_is_added_up() {
    let folder = tempfile::tempdir().unwrap();
    let covered = folder.path().join("made/for/it");
    for inside in [None, Some("INSIDE"), Some("INSIDE")] {
        let mut test = Command::new(std::env::current_exe().unwrap());
        test.args(["--exact", "coverage::one_talk"])
            .envs(inside.map(|it| (it, "1")));
        let done = test.env("FLOW_COVERAGE", &covered).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let coverage = Coverage::read(&covered).unwrap();
    let of = |edge: &str| {
        let mut edges = coverage.edges();
        edges.find(|(it, _)| it.to_string() == edge).unwrap().1
    };
    assert_eq!(of("check —equal_to(\"in\")→ inner"), 2);
    assert_eq!(of("check —_→ end"), 1);
    assert_eq!(of("say —_→ end"), 2);
    assert_eq!(of("check —contains(\"inside\")→ inner"), 0);
    assert!(matches!(
        Coverage::read(folder.path()),
        Err(CoverageError::Nothing(_))
    ));
}

/// What the test below runs in a process of its own.
#[test]
fn one_that_names_flows() {
    let folder = tempfile::tempdir().unwrap();
    let lock = folder.path().join("flow.lock");
    std::fs::write(&lock, "").unwrap();
    let _ = locked(lock).flow::<Outer>();
    let _ = explore(Other).run();
    let registered = Runtime::builder().flow::<Another>().in_memory();
    block_on(registered).unwrap();
}

#[test]
fn flows_that_tests_only_name_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut test = Command::new(std::env::current_exe().unwrap());
    test.args(["--exact", "coverage::one_that_names_flows"]);
    let done = test.env("FLOW_COVERAGE", folder.path()).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let coverage = Coverage::read(folder.path()).unwrap();
    let rows: Vec<_> = coverage
        .flows()
        .map(|flow| (flow.outline().flow.as_str(), flow.percent()))
        .collect();
    let untaken = ["Another", "Inner", "Other", "Outer"].map(|flow| (flow, 0.0));
    assert_eq!(rows, untaken);
}

#[test]
fn a_file_that_was_cut_off_counts_and_one_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("1.flow-coverage");
    let begun = format!(
        "{{\"begun\":{{\"version\":\"{}\",\"at\":1}}}}\n",
        env!("CARGO_PKG_VERSION")
    );
    std::fs::write(&file, format!("{begun}{{\"took\":[[0")).unwrap();
    assert_eq!(Coverage::read(folder.path()).unwrap().flows().len(), 0);
    for (text, says) in [
        ("nonsense\n", "line 1: it is no line of coverage"),
        (
            "{\"took\":[[0,0,0]]}\n",
            "there is no flow number 0 before it",
        ),
        (
            "{\"begun\":{\"version\":\"0.0.1\",\"at\":1}}\n",
            "version 0.0.1 wrote it",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let error = Coverage::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
