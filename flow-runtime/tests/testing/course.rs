//! The course of a conversation: people, time, requests, a program that stops.

use std::time::Duration;

use flow_runtime::host::local::{NewRequest, Standing};
use flow_runtime::machine;
use flow_runtime::model::Map;
use flow_runtime::program::Definition;
use flow_runtime::testing::{Simulation, block_on, simulate};

use crate::flows::{Address, Front, Outsourced, Parcel, Stranger, parcel};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn time_passes_without_being_waited_for() {
    let mut chat = parcel();
    let began = chat.now();
    chat.customer("hi").await.expect_waiting_at(Address::ask);
    chat.advance(Duration::from_secs(4 * 3600 - 1))
        .await
        .expect_no_message();
    chat.advance(Duration::from_secs(1))
        .await
        .expect_message("Still there?");
    assert_eq!(chat.now() - began, 4 * 3_600_000);
}

/// An execution lasts 30 days: each question of the flow is answered so late that there is no other
/// end.
#[tokio::test]
async fn a_month_passes_timer_by_timer() {
    let mut chat = simulate(crate::flows::Patient);
    chat.customer("hi").await;
    let chat = chat.advance(31 * DAY).await;
    let still = chat
        .messages()
        .filter(|message| message.body == "Still there?")
        .count();
    assert_eq!(still, 8);
    chat.expect_ended();
}

#[test]
fn a_test_needs_no_tokio_of_its_own() {
    block_on(async {
        let mut chat = parcel();
        chat.customer("hi").await;
        chat.nobody_answers()
            .await
            .expect_left(Address::ask, "timeout");
    });
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_does_not_matter() {
    let mut chat = parcel();
    chat.customer("hi").await;
    tokio::time::sleep(DAY).await;
    chat.advance(Duration::from_secs(60))
        .await
        .expect_waiting_at(Address::ask);
    chat.nobody_answers()
        .await
        .expect_left(Address::ask, "timeout");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_conversations_go_on_at_once() {
    let tests: Vec<_> = (0..20)
        .map(|n| {
            tokio::spawn(async move {
                let mut chat = parcel();
                chat.customer("hi").await;
                chat.advance(Duration::from_secs(n)).await;
                chat.restart().await;
                chat.customer("Main Street").await.expect_ended();
            })
        })
        .collect();
    for test in tests {
        test.await.unwrap();
    }
}

#[tokio::test]
async fn a_program_that_stops_goes_on_where_it_stood() {
    let mut chat = parcel();
    chat.customer("hi").await;
    chat.restart()
        .await
        .expect_waiting_at(Address::ask)
        .expect_no_message();
    chat.advance(Duration::from_secs(3600)).await;
    chat.restart().await;
    chat.customer("Main Street").await.expect_ended();
    let mut chat = parcel();
    chat.customer("hi").await;
    chat.restart().await;
    chat.nobody_answers()
        .await
        .expect_left(Address::ask, "timeout");
}

#[tokio::test]
async fn the_last_address_of_somebody_counts() {
    let mut chat = parcel()
        .participant("customer", "+15557770123")
        .participant("partner", "ada")
        .alias("partner", "eve");
    chat.customer("hi").await.expect_people(["customer"]);
    chat.expect_message("Where to, +15557770123?");
    chat.joins("partner")
        .await
        .expect_people(["customer", "partner"]);
    chat.says("partner", "Main Street").await;
    assert!(chat.messages().any(|message| message.author == "eve"));
}

#[tokio::test]
async fn what_people_say_may_be_borrowed() {
    let said = ["hi".to_owned(), "Main Street".to_owned()];
    let mut chat = parcel();
    for body in &said {
        chat.customer(body).await;
    }
    chat.expect_message("Ours brings 11 g on Monday.");
}

#[tokio::test]
async fn people_come_and_go() {
    let mut chat = parcel()
        .customer_address("+15557770123")
        .our_address("+15557770100")
        .participant("partner", "ada")
        .alias("eve", "whatsapp:+15557770125");
    chat.customer("hi").await;
    chat.expect_message("Where to, +15557770123?")
        .expect_reached(["customer", "partner"]);
    chat.joins("eve")
        .await
        .expect_people(["customer", "partner", "eve"]);
    chat.leaves("partner")
        .await
        .expect_people(["customer", "eve"]);
    chat.says("eve", "Main Street").await;
    chat.expect_message_containing("11 g")
        .expect_reached(["customer", "eve"]);
    chat.expect_variable("contact.channel.address", "+15557770123");
    chat.expect_variable("flow.channel.address", "+15557770100");
}

#[tokio::test]
async fn messages_carry_attributes_and_media() {
    let mut chat = simulate(Stranger);
    let body = "look";
    chat.customer(body)
        .attribute("mood", "good")
        .media("https://example.com/a.png", "image/png")
        .id("first")
        .await;
    chat.expect_variable("trigger.conversation.Attributes", r#"{"mood":"good"}"#);
    chat.expect_message("Hello").expect_ended();
    let before = chat.messages().len();
    chat.customer(body).id("first").await.expect_no_message();
    assert_eq!(chat.messages().len(), before);
    assert_eq!(
        chat.messages().next().unwrap().media[0].url,
        "https://example.com/a.png"
    );
}

#[tokio::test]
async fn a_request_starts_the_flow() {
    let parameters: Map = [("weight", "heavy")].into_iter().collect();
    let request = NewRequest::new("+15557770123").parameters(parameters);
    let mut chat: Simulation = parcel();
    chat.request(request).await.expect_visited(Parcel::weigh);
    chat.expect_variable("flow.data.weight", "heavy")
        .expect_handed_over();
    assert_eq!(chat.standing(), &Standing::HandedOver);
    chat.customer("hello?").await.expect_no_message();
    chat.closes().await.expect_closed();
}

#[tokio::test]
async fn what_people_are_left_with_can_be_looked_at() {
    let mut chat = simulate(Front);
    chat.customer("hi").await.expect_handed_over();
    let hand_over = chat.hand_over().unwrap();
    assert_eq!(hand_over.attributes.get("about"), Some(&"hi".into()));
    let told = chat.transcript();
    assert!(told.contains(r#"handed over to people: workflow WW00000000000000000000000000000001, channel TC00000000000000000000000000000001, {"about":"hi"}"#), "{told}");
}

#[tokio::test]
async fn a_flow_that_is_no_rust_type_is_simulated_as_well() {
    let mut chat = Simulation::of(machine::<Outsourced>().clone()).subflow(
        "FW00000000000000000000000000000001",
        Definition::of::<Address>(),
    );
    chat.customer("hi").await.expect_waiting_at(Address::ask);
    chat.expect_message("Where to, hi?");
    chat.customer("Main Street")
        .await
        .expect_left("address", "completed");
    assert_eq!(
        chat.variable("widgets.address.street | upcase"),
        "MAIN STREET"
    );
}

#[tokio::test]
async fn a_simulation_begins_when_it_is_told_to() {
    let mut chat = simulate(Stranger).starting_at(1_000);
    chat.customer("hi").await;
    assert_eq!(chat.messages().last().unwrap().at, 1_000);
    assert_eq!(chat.transcript().lines().next(), Some("customer: hi"));
}
