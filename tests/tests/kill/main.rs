//! A host that is killed: what was acknowledged is there, once, and nothing else is.
//!
//! `FLOW_KILLS` says how often it is killed, `FLOW_SEED` makes the same chances again.
#![cfg(unix)]

mod fsync;
mod harness;
mod in_hand;
mod judge;
mod world;

use flow_tests::host::Mistake;
use harness::{Plan, given};
use judge::Verdict;

/// W1, W2, W4 to W9: the kill comes wherever it comes, while the host starts too.
#[test]
fn nothing_is_lost_doubled_invented_or_out_of_order() {
    let kills = given("FLOW_KILLS").unwrap_or(100);
    Plan::of(kills).run().expect_nothing_wrong();
}

/// What the harness says of a host that makes a mistake; it is run again where it says nothing.
fn caught(mistake: Mistake) -> Verdict {
    let mut plan = Plan::of(10);
    plan.mistake = Some(mistake);
    for _ in 0..5 {
        let report = plan.run();
        println!("{report}");
        if report.verdict != Verdict::default() {
            return report.verdict;
        }
        plan.seed += 1;
    }
    panic!("{plan:?} was not caught");
}

#[test]
fn an_answer_before_the_commit_is_caught() {
    let verdict = caught(Mistake::AnswerBeforeCommit);
    assert_ne!(verdict.lost_events, 0, "{verdict}");
}

#[test]
fn an_effect_before_the_commit_is_caught() {
    let verdict = caught(Mistake::EffectBeforeCommit);
    assert_ne!(verdict.phantom_calls, 0, "{verdict}");
    assert_eq!(verdict.lost_events + verdict.lost_calls, 0, "{verdict}");
}

#[test]
fn a_row_that_is_deleted_before_its_call_is_caught() {
    let verdict = caught(Mistake::RowDeletedBeforeSend);
    assert_ne!(verdict.lost_calls + verdict.left, 0, "{verdict}");
    assert_eq!(verdict.phantom_calls, 0, "{verdict}");
}
