//! Flows that run other flows, in whole conversations.

use std::path::Path;
use std::time::Duration;

use flow_runtime::host::Clock;
use flow_runtime::host::local::{Builder, Conversation, NewRequest, Standing};
use flow_runtime::model::Map;
use flow_runtime::prelude::*;
use flow_runtime::program::Definition;
use flow_runtime::{Program, Runtime};
use serde::Serialize;
use tokio::time::sleep;

use crate::crash::Store;
use crate::flows::{START, identity, say, transcript, write};
use crate::replay::is_the_same;

/// Which flow a SID means.
const SID: &str = "FW0123456789abcdef0123456789abcdef";

flow! {
    /// Asks for an account and books on it.
    pub flow Billing {
        trigger {
            incoming_parent => ask,
        }

        send_and_wait_for_reply ask {
            body: "Which account, {{trigger.parent.parameters.name}}?{{trigger.parent.parameters.note | default: \"\"}}",
            timeout: 60,

            incoming_message => book,
            timeout => give_up,
            delivery_failure => end,
        }

        run_function book {
            function: Book { account: "{{widgets.ask.inbound.Body}}" },

            success => keep,
            fail => give_up,
        }

        set_variables keep {
            variables: { number: "{{widgets.book.parsed.number}}", paid: "yes" },

            next => end,
        }

        set_variables give_up {
            variables: { paid: "no" },

            next => end,
        }
    }
}

flow! {
    /// Lets another flow do the billing.
    pub flow Shop {
        trigger {
            incoming_conversation_message => bill,
        }

        run_subflow bill {
            flow: Billing { name: "{{trigger.conversation.Author}}" },

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "paid: {{widgets.bill.paid}} {{widgets.bill.number}}",

            _ => end,
        }
    }
}

flow! {
    /// Lets a flow elsewhere do the billing, wherever that is.
    pub flow Kiosk {
        trigger {
            incoming_request => bill,
        }

        run_subflow bill {
            flow_sid: "FW0123456789abcdef0123456789abcdef",
            parameters: { name: "{{flow.data.name}}" },

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "paid: {{widgets.bill.paid}}",

            _ => end,
        }
    }
}

/// Books on an account; the account `slow` takes its time.
#[derive(FunctionParameters)]
struct Book {
    account: String,
}

#[derive(Serialize, FunctionOutput)]
struct Booked {
    number: String,
}

impl Function for Book {
    type Output = Booked;

    async fn call(self, _cx: &FunctionContext) -> Result<Booked, FunctionError> {
        match self.account.as_str() {
            "none" => return Err(FunctionError::new("no such account")),
            "slow" => sleep(Duration::from_secs(9)).await,
            _ => {}
        }
        let number = format!("B-{}", self.account);
        Ok(Booked { number })
    }
}

pub(crate) fn builder() -> Builder {
    Runtime::builder()
        .flow::<Shop>()
        .flow::<Kiosk>()
        .subflow(SID, Definition::of::<Billing>())
        .clock(Clock::starting_at(START))
}

/// The digest of the flow that the others run.
pub(crate) fn billing() -> String {
    Program::of::<Billing>().unwrap().digest().to_string()
}

async fn open(file: &Path) -> Runtime {
    builder().open(file).await.unwrap()
}

async fn shop(runtime: &Runtime) -> Conversation {
    let chat = runtime.conversation::<Shop>("test:shop").await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    chat
}

#[tokio::test(start_paused = true)]
async fn a_subflow_asks_calls_and_gives_back() {
    let runtime = builder().in_memory().await.unwrap();
    let chat = shop(&runtime).await;
    say(&chat, "hi").await;
    let Standing::Active { widget, .. } = chat.standing().await.unwrap() else {
        panic!("nothing waits")
    };
    assert_eq!(widget, "ask");
    say(&chat, "17").await;
    say(&chat, "again").await;
    say(&chat, "none").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: hi",
            "Shop: Which account, customer?",
            "customer: 17",
            "Shop: paid: yes B-17",
            "customer: again",
            "Shop: Which account, customer?",
            "customer: none",
            "Shop: paid: no ",
        ]
    );
    let turns = chat.turns().await.unwrap();
    let executions: Vec<_> = turns.iter().map(|turn| turn.execution.clone()).collect();
    assert_eq!(executions[0], executions[2]);
    let numbers: Vec<_> = turns[..3]
        .iter()
        .flat_map(|turn| turn.steps.iter().map(|step| step.n))
        .collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6]);
    is_the_same(&runtime, &chat).await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_of_a_subflow_fires() {
    let runtime = builder().in_memory().await.unwrap();
    let chat = shop(&runtime).await;
    say(&chat, "hi").await;
    sleep(Duration::from_secs(61)).await;
    assert_eq!(transcript(&chat).await[2..], ["Shop: paid: no "]);
}

#[tokio::test(start_paused = true)]
async fn a_kill_in_a_subflow_changes_nothing() {
    let mut store = Store::new();
    let mut runtime = open(&store.file).await;
    for body in ["hi", "17"] {
        let chat = shop(&runtime).await;
        write(&chat, body).await;
        chat.quiet().await.unwrap();
        store.as_killed();
        drop(runtime);
        runtime = open(&store.file).await;
    }
    let chat = shop(&runtime).await;
    assert_eq!(
        transcript(&chat).await[1..],
        [
            "Shop: Which account, customer?",
            "customer: 17",
            "Shop: paid: yes B-17",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_of_a_subflow_that_is_interrupted_is_made_again() {
    let mut store = Store::new();
    let runtime = open(&store.file).await;
    let chat = shop(&runtime).await;
    say(&chat, "hi").await;
    write(&chat, "slow").await;
    sleep(Duration::from_secs(3)).await;
    store.as_killed();
    drop(runtime);
    let runtime = open(&store.file).await;
    sleep(Duration::from_secs(10)).await;
    let chat = shop(&runtime).await;
    assert_eq!(transcript(&chat).await[3], "Shop: paid: yes B-slow");
}

#[tokio::test(start_paused = true)]
async fn a_request_starts_a_flow_once() {
    let runtime = builder().in_memory().await.unwrap();
    let chat = runtime.conversation::<Kiosk>("test:kiosk").await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    let mut parameters = Map::new();
    parameters.insert("name", "Ann");
    let request = NewRequest::new("customer").parameters(parameters);
    let started = runtime
        .start::<Kiosk>("test:kiosk", request.clone().id("1"))
        .await
        .unwrap();
    assert!(!started.duplicate);
    let again = chat.start(request.clone().id("1")).await.unwrap();
    assert_eq!(
        (again.duplicate, &again.execution),
        (true, &started.execution)
    );
    let active = chat.start(request.clone()).await.unwrap_err();
    assert_eq!(
        active.to_string(),
        format!(
            "the execution {} is active in the conversation `test:kiosk`: end it first, or let it end",
            started.execution
        )
    );
    say(&chat, "17").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "Kiosk: Which account, Ann?",
            "customer: 17",
            "Kiosk: paid: yes",
        ]
    );
    // It has ended: what came before still gets its answer, and what is new starts anew.
    assert!(chat.start(request.clone().id("1")).await.unwrap().duplicate);
    let other = chat.start(request.from("+15557770199")).await.unwrap();
    assert!(!other.duplicate && other.execution != started.execution);
    let last = transcript(&chat).await.pop().unwrap();
    assert_eq!(last, "+15557770199: Which account, Ann?");
    is_the_same(&runtime, &chat).await;
    // A message of a conversation starts nothing where the trigger connects requests alone.
    let shop = shop(&runtime).await;
    let deaf = shop.start(NewRequest::new("customer")).await.unwrap_err();
    assert_eq!(
        deaf.to_string(),
        "no request can start `Shop`: let its trigger connect `incoming_request`"
    );
}

flow! {
    /// Another flow than [`Billing`], for the same SID.
    pub flow Cash {
        trigger {
            incoming_parent => ask,
        }

        send_and_wait_for_reply ask {
            body: "How much, {{trigger.parent.parameters.name}}?",

            _ => end,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn f16_an_execution_in_a_subflow_that_is_another_is_held_until_its_own_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = open(&store).await;
    let chat = runtime.conversation::<Kiosk>("test:held").await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    chat.start(NewRequest::new("customer")).await.unwrap();
    runtime.close().await;

    let other = builder().subflow(SID, Definition::of::<Cash>());
    let runtime = other.open(&store).await.unwrap();
    let chat = runtime.conversation::<Kiosk>("test:held").await.unwrap();
    let Standing::Held { why, .. } = chat.standing().await.unwrap() else {
        panic!("it goes on")
    };
    assert!(
        why.ends_with(
            "it is in the flow `Billing`, and `Cash` is another: give the program the one that it \
             is in until nobody waits there"
        ),
        "{why}"
    );
    say(&chat, "17").await;
    runtime.close().await;

    let runtime = open(&store).await;
    let chat = runtime.conversation::<Kiosk>("test:held").await.unwrap();
    chat.quiet().await.unwrap();
    assert_eq!(
        transcript(&chat).await[1..],
        ["customer: 17", "Kiosk: paid: yes"]
    );
}
