//! What happens in the middle of a call.

use std::time::Duration;

use flow_runtime::function::FunctionError;
use flow_runtime::host::local::RemoteAnswer;

use crate::flows::{Parcel, Weigh, Weighed, parcel, unanswered};

#[tokio::test]
async fn a_message_in_the_middle_of_a_call_waits_for_its_end() {
    let mut chat = parcel().holding(Parcel::weigh);
    chat.customer("hi").await;
    chat.customer("Main Street")
        .await
        .expect_waiting_at(Parcel::weigh);
    chat.customer("are you there?")
        .await
        .expect_waiting_at(Parcel::weigh)
        .expect_no_message();
    chat.goes_on()
        .await
        .expect_messages(["Ours brings 11 g on Monday.", "Where to, customer?"]);
}

#[tokio::test]
async fn a_call_that_the_program_stopped_in_is_made_again_and_knows_it() {
    let mut chat = parcel()
        .holding(Parcel::weigh)
        .function_with(async |_: Weigh, cx| {
            Ok(Weighed {
                grams: cx.attempt(),
            })
        });
    for restarts in 0..3 {
        chat.customer("hi").await;
        chat.customer("Main Street").await;
        for _ in 0..restarts {
            chat.restart().await.expect_waiting_at(Parcel::weigh);
        }
        let body = format!("Ours brings {} g on Monday.", restarts + 1);
        chat.goes_on().await.expect_message(&body);
    }
}

#[tokio::test]
async fn a_call_that_the_program_stopped_in_three_times_fails() {
    let mut chat = parcel().holding(Parcel::weigh);
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    for _ in 0..2 {
        chat.restart().await.expect_waiting_at(Parcel::weigh);
    }
    chat.restart().await.expect_message("Sorry: interrupted");
}

#[tokio::test]
async fn a_request_is_held_as_a_function_is() {
    let mut chat = unanswered()
        .holding(Parcel::order)
        .elsewhere(Parcel::order, |call| match call.attempt {
            1 => Err(FunctionError::new("too early")),
            attempt => Ok(RemoteAnswer::json(format!(
                r#"{{ "day": "day {attempt}" }}"#
            ))),
        });
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    chat.restart().await;
    chat.goes_on()
        .await
        .expect_message("Ours brings 11 g on day 2.");
}

#[tokio::test]
async fn a_call_that_is_held_over_its_limit_fails() {
    let mut chat = parcel().holding(Parcel::weigh);
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    chat.advance(Duration::from_millis(9_999))
        .await
        .expect_waiting_at(Parcel::weigh);
    chat.advance(Duration::from_millis(1))
        .await
        .expect_message("Sorry: the function took longer than 10 s");
}

/// The question's time is over, and what it leads to is a call.
#[tokio::test]
async fn a_call_that_time_leads_to_is_held() {
    let mut chat = parcel().holding(Parcel::weigh).refusing("remind");
    chat.customer("hi").await;
    chat.nobody_answers().await.expect_waiting_at(Parcel::weigh);
    chat.goes_on().await.expect_handed_over();
}
