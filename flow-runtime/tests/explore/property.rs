//! Conversations for property tests.

use flow_runtime::testing::{block_on, conversations, simulate};
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
