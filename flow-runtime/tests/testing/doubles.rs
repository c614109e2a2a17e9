//! What stands in for functions, for whoever is asked elsewhere, and for the channel.

use std::time::Duration;

use flow_runtime::conversation::Who;
use flow_runtime::driver::Method;
use flow_runtime::function::FunctionError;
use flow_runtime::host::local::{RemoteAnswer, RemoteKind};

use crate::flows::{Address, Parcel, Weigh, Weighed, parcel, unanswered};

#[tokio::test]
async fn a_function_without_a_double_runs() {
    let mut chat = parcel();
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    chat.expect_message("Ours brings 11 g on Monday.");
}

#[tokio::test]
async fn a_double_is_given_the_parameters_and_answers_for_the_function() {
    let mut chat = parcel().function(|weigh: Weigh| match weigh.street.as_str() {
        "Main Street" => Ok(Weighed { grams: 7 }),
        street => Err(FunctionError::new(format!("what is {street}?"))),
    });
    chat.customer("hi").await;
    let chat = chat.customer("Main Street").await;
    chat.expect_message("Ours brings 7 g on Monday.");
    chat.customer("hi").await;
    let chat = chat.customer("Side Street").await;
    chat.expect_left(Parcel::weigh, "fail");
    chat.expect_message("Sorry: what is Side Street?");
}

#[tokio::test]
async fn a_double_may_count_and_a_later_one_takes_its_place() {
    let mut calls = 0;
    let mut chat = parcel().function(move |_: Weigh| {
        calls += 1;
        Ok(Weighed { grams: calls })
    });
    for grams in 1..3 {
        chat.customer("hi").await;
        chat.customer("Main Street").await;
        chat.expect_variable("widgets.weigh.parsed.grams", grams);
    }
    let mut chat = chat.function(|_: Weigh| Err(FunctionError::new("broken")));
    chat.customer("hi").await;
    chat.customer("Main Street")
        .await
        .expect_message("Sorry: broken");
}

#[tokio::test]
async fn a_double_reaches_its_conversation() {
    let mut chat =
        parcel()
            .alias("driver", "+15557770124")
            .function_with(async |weigh: Weigh, cx| {
                let address = "+15557770124".into();
                cx.add_participant(Who::Address {
                    address,
                    proxy_address: None,
                })
                .await?;
                cx.send("Scales", format!("To {}", weigh.street)).await?;
                Ok(Weighed { grams: 3 })
            });
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    chat.expect_message("To Main Street")
        .expect_author("Scales");
    chat.expect_message("Ours brings 3 g on Monday.");
    chat.expect_reached(["customer", "driver"]);
    chat.expect_people(["driver", "customer"]);
    chat.says("driver", "On my way").await;
}

#[tokio::test]
async fn a_function_takes_its_time_and_over_its_limit_it_fails() {
    let weighed = |_: Weigh| Ok(Weighed { grams: 1 });
    let mut chat = parcel().function_after(Duration::from_secs(9), weighed);
    let began = chat.now();
    chat.customer("hi").await;
    chat.customer("Main Street")
        .await
        .expect_left(Parcel::weigh, "success");
    assert_eq!(chat.now() - began, 9_000);
    let mut chat = chat.function_after(Duration::from_secs(60), weighed);
    chat.customer("hi").await;
    chat.customer("Main Street").await;
    chat.expect_message("Sorry: the function took longer than 10 s");
    assert_eq!(chat.now() - began, 19_000);
}

#[tokio::test]
async fn what_is_asked_of_elsewhere_is_answered_by_widget() {
    let mut chat = unanswered().elsewhere("order", |call| {
        assert_eq!(call.url, "https://parcels.example.com/orders");
        assert_eq!(call.parameters.text("street"), "Main Street");
        let is_posted = matches!(
            call.kind,
            RemoteKind::Request {
                method: Method::Post,
                ..
            }
        );
        assert!(is_posted);
        Ok(RemoteAnswer::text("later").with_status(503))
    });
    chat.customer("hi").await;
    chat.customer("Main Street")
        .await
        .expect_left(Parcel::order, "failed");
    chat.expect_variable("widgets.order.status_code", 503);
}

#[tokio::test]
async fn a_message_that_is_refused_takes_the_way_of_failure() {
    let mut chat = parcel()
        .refusing(Parcel::promise)
        .refusing(Parcel::apologise);
    chat.customer("hi").await;
    chat.customer("Main Street")
        .await
        .expect_left(Parcel::promise, "failed");
    chat.expect_no_message().expect_handed_over();
    let mut chat = parcel().refusing(Address::ask);
    chat.customer("hi")
        .await
        .expect_left(Address::ask, "delivery_failure");
}
