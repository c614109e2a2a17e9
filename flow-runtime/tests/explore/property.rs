//! Conversations for property tests.

use flow_runtime::prelude::*;
use flow_runtime::testing::{block_on, conversations, simulate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};

use crate::ends::Trap;

/// With the same cases at every run.
fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..Config::default()
    })
}

#[test]
fn a_conversation_that_fails_becomes_the_smallest_that_does() {
    let failed = runner().run(&conversations::<Trap>(), |script| {
        block_on(async {
            let mut chat = simulate(Trap);
            let snapped = chat
                .play(&script)
                .await
                .messages()
                .any(|it| it.body == "Snap.");
            proptest::prop_assert!(!snapped);
            Ok(())
        })
    });
    let Err(TestError::Fail(_, script)) = failed else {
        panic!("{failed:?}")
    };
    let told = "
    customer: \"hello\"
    customer: \"trap\"";
    assert_eq!(format!("{script:?}"), told);
}

flow! {
    /// Asks for something within an hour.
    pub(crate) flow Brief {
        trigger { incoming_parent => ask }

        send_and_wait_for_reply ask {
            body: "What is it?",
            timeout: 3000,

            _ => end,
        }
    }
}

flow! {
    /// Lets another flow ask, and asks for as long as it is set to.
    #[settings(Patience)]
    pub(crate) flow Patient {
        trigger { incoming_conversation_message => brief }

        run_subflow brief {
            flow: Brief { },

            _ => ask,
        }

        send_and_wait_for_reply ask {
            body: "What else?",
            timeout: "{{settings.patience}}",

            _ => end,
        }
    }
}

#[derive(Settings)]
pub(crate) struct Patience {
    patience: u32,
}

#[test]
fn exactly_as_long_passes_as_each_question_waits_in_subflows_too() {
    let conversations = conversations::<Patient>().settings(Patience { patience: 7000 });
    let mut runner = runner();
    let told: String = (0..100)
        .map(|_| conversations.new_tree(&mut runner).unwrap())
        .map(|tree| tree.current().to_string())
        .collect();
    for span in [
        "50 min",
        "49 min 59 s",
        "1 h 56 min 40 s",
        "1 h 56 min 39 s",
    ] {
        assert!(told.contains(&format!("({span} pass)")), "{span}");
    }
}

#[test]
fn limits_are_found_by_whoever_asks_for_them() {
    let failed = runner().run(&conversations::<Trap>().length(40), |script| {
        let kept = std::panic::catch_unwind(|| {
            block_on(async {
                simulate(Trap).play(&script).await.expect_within_limits();
            });
        });
        proptest::prop_assert!(kept.is_ok());
        Ok(())
    });
    // Ten time-outs in a row.
    let Err(TestError::Fail(_, script)) = failed else {
        panic!("{failed:?}")
    };
    assert!(script.len() <= 11, "{script}");
}
