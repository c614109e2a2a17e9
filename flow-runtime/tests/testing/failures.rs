//! What a test that fails prints.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use flow_runtime::function::FunctionError;
use flow_runtime::host::local::NewRequest;
use flow_runtime::testing::{Simulation, block_on, simulate};

use crate::flows::{Address, Other, Parcel, Stranger, Weigh, parcel, unanswered, unset};

/// A test that is to fail, of a conversation in which the street is asked for; and the first that it
/// prints.
macro_rules! fails {
    ($chat:ident => $test:expr, $printed:literal) => {
        fails(
            asked(),
            async |$chat: &mut Simulation| {
                $test;
            },
            $printed,
        )
    };
    ($begin:expr, $chat:ident => $test:expr, $printed:literal) => {
        fails(
            $begin,
            async |$chat: &mut Simulation| {
                $test;
            },
            $printed,
        )
    };
}

#[track_caller]
fn fails(chat: Simulation, test: impl AsyncFnOnce(&mut Simulation), printed: &str) {
    let message = failure(chat, test);
    let first = message.split("\n\n").next();
    assert_eq!(first.unwrap_or_default(), printed);
}

/// Runs a test that is to fail; gives what it prints.
#[track_caller]
fn failure(mut chat: Simulation, test: impl AsyncFnOnce(&mut Simulation)) -> String {
    let test = AssertUnwindSafe(|| block_on(test(&mut chat)));
    let panic = std::panic::catch_unwind(test).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    // What is awaited has no line to fail at, so it says it.
    match message.strip_prefix(file!()) {
        Some(rest) => rest.splitn(4, ':').last().unwrap_or(rest).trim().to_owned(),
        None => message.clone(),
    }
}

/// A conversation in which the street is asked for.
fn asked() -> Simulation {
    let mut chat = parcel();
    block_on(async {
        chat.customer("hi").await;
    });
    chat
}

#[test]
fn a_failure_tells_the_whole_conversation() {
    let chat = parcel().participant("partner", "+15557770124");
    let message = failure(chat, async |chat| {
        chat.customer("hi").await;
        chat.advance(Duration::from_secs(5400)).await;
        chat.says("partner", "Main Street")
            .await
            .expect_message("Soon.");
    });
    assert_eq!(
        message,
        "\
the flow should have written this message:
    Soon.
and it wrote
    Ours brings 11 g on Monday.

`Parcel` has ended:
customer: hi
  · Trigger —incomingConversationMessage→ address
  · address: Trigger —incomingParent→ ask
Parcel → customer, partner: Where to, customer?
  · 1 h 30 min passes
partner: Main Street
  · address: ask —incomingMessage→ keep
  · address: keep —next→ end
  · address —completed→ weigh
  · weigh —success→ order
  · order —success→ promise
Parcel → customer, partner: Ours brings 11 g on Monday.
  · promise —sent→ end
  · the flow ended"
    );
}

#[test]
fn a_failure_says_where_the_flow_stands_and_which_doubles_were_not_called() {
    let chat = parcel().function(|_: Weigh| Err(FunctionError::new("no")));
    let message = failure(chat, async |chat| {
        chat.customer("hi").await;
        chat.advance(Duration::from_secs(90)).await.expect_ended();
    });
    assert_eq!(
        message,
        "\
the flow should have ended

`Parcel` waits at `ask`, in the subflow of `address`, up to 3 h 58 min 30 s for an answer:
customer: hi
  · Trigger —incomingConversationMessage→ address
  · address: Trigger —incomingParent→ ask
Parcel: Where to, customer?
  · 1 min 30 s passes
the double of `Weigh` was not called"
    );
}

#[test]
fn a_failure_says_what_is_held() {
    let message = failure(parcel().holding(Parcel::weigh), async |chat| {
        chat.customer("hi").await;
        chat.customer("Main Street").await.expect_ended();
    });
    assert!(
        message.ends_with("\nthe call of `weigh` is held until `goes_on()`"),
        "{message}"
    );
}

#[test]
fn a_failure_before_anybody_wrote_says_how_to_begin() {
    let message = failure(parcel(), async |chat| {
        let _ = chat.customer("hi"); // not awaited
        chat.expect_message("Where to, customer?");
    });
    assert_eq!(
        message,
        "\
the flow should have written this message:
    Where to, customer?
and it wrote nothing

nothing has happened in the conversation yet: it begins with `chat.customer(\"hi\").await`"
    );
}

#[test]
fn a_failure_stands_at_the_line_of_the_test() {
    use std::sync::Mutex;
    static PLACES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string);
        PLACES.lock().unwrap().extend(place);
        before(panic);
    }));
    let line = line!() + 1;
    fails!(chat => chat.expect_closed(), "the conversation should be closed");
    let place = format!("{}:{line}:", file!());
    let places = PLACES.lock().unwrap();
    assert!(
        places.iter().any(|other| other.starts_with(&place)),
        "{places:?}"
    );
}

#[test]
fn messages() {
    fails!(chat => chat.expect_message_containing("Who"), "the flow should have written a message that contains this:\n    Who\nand it wrote\n    Where to, customer?");
    fails!(chat => chat.expect_messages(["Where to?", "Hm?"]), "the flow should have written\n    Where to?\n    Hm?\nand it wrote\n    Where to, customer?");
    fails!(chat => chat.expect_messages([]), "the flow should have written nothing\nand it wrote\n    Where to, customer?");
    fails!(chat => chat.expect_no_message(), "the flow should have written nothing, and it wrote\n    Where to, customer?");
    let again = "Where to, customer?";
    fails!(chat => chat.expect_message(again).expect_message(again), "the flow should have written this message:\n    Where to, customer?\nand after that it wrote nothing");
    fails!(chat => chat.expect_reached(["customer"]), "whom it reached is asked of a message: expect that first, with `expect_message`");
    fails!(chat => chat.expect_message(again).expect_reached(["customer", "agent"]), "this message should have reached `customer` and `agent`, and it reached `customer`:\n    Where to, customer?");
    fails!(chat => chat.expect_message(again).expect_author("Desk"), "this message should be from `Desk`, and it is from `Parcel`:\n    Where to, customer?");
}

#[test]
fn widgets() {
    fails!(chat => chat.expect_waiting_at(Parcel::order), "the flow should wait at `order`");
    fails!(chat => chat.expect_waiting_at("ordr"), "the flow `Parcel` has no widget `ordr`: did you mean `order`?");
    fails!(chat => chat.expect_visited("receipt"), "the flow `Parcel` has no widget `receipt`: it has `address`, `weigh`, `order`, `promise`, `say-sorry`, `people`, `ask`, `remind` and `keep`");
    fails!(chat => chat.expect_visited(Stranger::greet), "`greet` is a widget of the flow `Stranger`, which `Parcel` does not run");
    fails!(chat => chat.expect_visited(Parcel::apologise), "the flow should have come to `say-sorry`, and it went to `address` and `ask`");
    fails!(chat => chat.expect_not_visited(Address::ask), "the flow should not have come to `ask`");
    fails!(chat => chat.expect_left(Parcel::address, "completed"), "the flow should have left `address` by `completed`, and it did not leave that");
    fails!(chat => chat.nobody_answers().await.expect_left(Address::ask, "incoming_message"), "the flow should have left `ask` by `incoming_message`, and it left that by `timeout`");
}

#[test]
fn variables() {
    fails!(parcel(), chat => chat.expect_variable("flow.variables.a", 1), "there are no variables yet, as the flow has not started");
    fails!(chat => chat.expect_variable("day", "monday"), "`day` is no path of a template: those begin with `trigger`, `flow`, `widgets` or `contact`, such as `flow.variables.day`");
    fails!(chat => chat.expect_variable("flow.variables.", "x"), "`flow.variables.` is no path of a template: expected a name after the dot");
    fails!(chat => chat.expect_variable("flow.variables.a", 1), "`flow.variables.a` should be \"1\", and it is blank: `flow.variables` has none");
    fails!(chat => chat.customer("Main Street").await.expect_variable("widgets.weigh.parsed.gramms", 11), "`widgets.weigh.parsed.gramms` should be \"11\", and it is blank: did you mean `grams`?");
    fails!(chat => chat.customer("Main Street").await.expect_variable("widgets.confirm.inbound.Body", "yes"), "`widgets.confirm.inbound.Body` should be \"yes\", and it is blank: `widgets` has `address`, `weigh`, `order` and `promise`");
    fails!(chat => chat.customer("Main Street").await.expect_variable("widgets.weigh.parsed.grams", 12), "`widgets.weigh.parsed.grams` should be \"12\", and it is \"11\"");
}

#[test]
fn how_it_stands() {
    fails!(parcel(), chat => chat.expect_ended(), "the flow should have ended");
    fails!(chat => chat.expect_ended(), "the flow should have ended");
    fails!(chat => chat.expect_handed_over(), "the conversation should be handed over to people");
    fails!(chat => chat.expect_people(["customer", "agent"]), "those in the conversation should be `customer` and `agent`, and there is `customer`");
}

#[test]
fn people_and_time() {
    fails!(chat => chat.says("agent", "hi").await, "`agent` cannot write, as they are not in the conversation: there is `customer`; `joins(\"agent\")` puts them in");
    let partner = || parcel().participant("partner", "ada");
    fails!(partner(), chat => chat.says("partnr", "hi").await, "`partnr` cannot write, as they are not in the conversation: there are `customer` and `partner`\n`partnr` is nobody: did you mean `partner`?");
    fails!(partner(), chat => chat.leaves("partnr").await, "`partnr` cannot leave, as they are not in the conversation: there are `customer` and `partner`\n`partnr` is nobody: did you mean `partner`?");
    fails!(partner(), chat => chat.customer("hi").await.expect_people(["custmer", "partner"]), "those in the conversation should be `custmer` and `partner`, and there are `customer` and `partner`\n`custmer` is nobody: did you mean `customer`?");
    fails!(partner(), chat => chat.customer("hi").await.expect_message("Where to, customer?").expect_reached(["custmer"]), "this message should have reached `custmer`, and it reached `customer` and `partner`:\n    Where to, customer?\n`custmer` is nobody: did you mean `customer`?");
    fails!(parcel(), chat => chat.leaves("agent").await, "`agent` cannot leave, as they are not in the conversation: there is `customer`");
    fails!(chat => { chat.closes().await; chat.customer("hello?").await }, "the conversation is closed, so nobody can write or join");
    fails!(parcel(), chat => chat.nobody_answers().await, "the flow waits for no answer");
    fails!(parcel().holding(Parcel::weigh), chat => { chat.customer("hi").await; chat.goes_on().await }, "no call is held: `.holding(…)` holds those of a widget, and then something has to lead to it");
    fails!(asked(), chat => std::mem::replace(chat, parcel()).our_address("+1"), "`our_address` is for the beginning, and the conversation has begun: say it before anybody writes");
}

#[test]
fn functions_and_requests() {
    fails!(unset(), chat => chat.customer("hi").await, "the flow `Parcel` cannot run here:\n  `company` is missing: `body` of `promise` reads it\ngive it its settings with `.settings(…)`");
    let double = |weigh: Weigh| {
        assert_eq!(weigh.street, "Side Street");
        Err(FunctionError::new("no"))
    };
    fails!(simulate(Stranger).function(double), chat => chat.customer("hi").await, "a double stands in for nothing: no widget of `Stranger` runs the function `Weigh`: it runs no functions");
    fails!(parcel().function(|_: Other| Ok(())), chat => chat.customer("hi").await, "a double stands in for nothing: no widget of `Parcel` runs the function `Other`: it runs `Weigh` and `HandOver`");
    fails!(asked(), chat => { let mut chat = std::mem::replace(chat, parcel()).function(|_: Other| Ok(())); chat.customer("Main Street").await }, "a double stands in for nothing: no widget of `Parcel` runs the function `Other`: it runs `Weigh` and `HandOver`");
    fails!(parcel().function(double), chat => { chat.customer("hi").await; chat.customer("Main Street").await }, "the double of `Weigh` panicked: assertion `left == right` failed\n  left: \"Main Street\"\n right: \"Side Street\"");
    let panics = |_| panic!("what is asked?");
    fails!(unanswered().elsewhere(Parcel::order, panics), chat => { chat.customer("hi").await; chat.customer("Main Street").await }, "the answer to `order` panicked: what is asked?");
    fails!(unanswered(), chat => { chat.customer("hi").await; chat.customer("Main Street").await }, "`order` asks https://parcels.example.com/orders, and nothing answers it: give the simulation an answer with `.elsewhere(\"order\", |call| Ok(RemoteAnswer::json(…)))`");
    fails!(asked(), chat => std::mem::replace(chat, parcel()).elsewhere(Parcel::weigh, |_| Err(FunctionError::new("no"))), "`weigh` asks nothing of elsewhere, as a `make_http_request` or a `run_function` with a `url` does: for a function of the program there is `.function(…)`");
    fails!(asked(), chat => std::mem::replace(chat, parcel()).refusing(Parcel::weigh), "`weigh` sends no message that could be refused");
    fails!(asked(), chat => std::mem::replace(chat, parcel()).holding(Address::ask), "`ask` makes no call that could be held");
    fails!(simulate(Stranger), chat => chat.request(NewRequest::new("+15557770123")).await, "no request can start `Stranger`: let its trigger connect `incoming_request`");
}

#[test]
fn a_test_outside_of_tokio_is_told_what_to_do() {
    let mut chat = parcel();
    let customer = std::pin::pin!(chat.customer("hi").into_future());
    let poll = AssertUnwindSafe(|| {
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        let mut customer = customer;
        let _ = customer.as_mut().poll(&mut cx);
    });
    let panic = std::panic::catch_unwind(poll).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("a simulation runs in tokio: put `#[tokio::test]` over the test, or call `flow_runtime::testing::block_on` in it"), "{message}");
}

#[tokio::test]
#[should_panic(expected = "the test runs in tokio already: `.await` there instead of `block_on`")]
async fn a_test_that_blocks_tokio_is_told_what_to_do() {
    block_on(async {});
}
