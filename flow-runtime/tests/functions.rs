//! Functions: whatever they do comes out as an outcome.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_runtime::conversation::{ConversationService, Done, Message, Operation, Participant, Who};
use flow_runtime::driver::Outcome;
use flow_runtime::function::{
    BoxFuture, Field, Function, FunctionContext, FunctionEntry, FunctionError, FunctionParameters,
    ParameterError, Parameters, perform,
};
use flow_runtime::functions::{AddParticipant, CloseConversation, HandOver, RemoveParticipant};
use flow_runtime::model::{Map, Text, Value};

const SID: &str = "CH0123456789abcdef0123456789abcdef";
const LIMIT: Duration = Duration::from_secs(10);

/// Remembers what it was asked for, and by which key.
#[derive(Default)]
struct Service {
    done: Mutex<Vec<(String, Operation)>>,
}

impl ConversationService for Service {
    fn perform(
        &self,
        key: String,
        operation: Operation,
    ) -> BoxFuture<'_, Result<Done, FunctionError>> {
        let done = match &operation {
            Operation::AddParticipant { who } => Done::Added(participant(who)),
            Operation::Send { author, body, .. } => Done::Sent(message(author, body)),
            _ => Done::Done,
        };
        self.done.lock().unwrap().push((key, operation));
        Box::pin(async move { Ok(done) })
    }

    fn participants(&self) -> BoxFuture<'_, Result<Vec<Participant>, FunctionError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

fn participant(who: &Who) -> Participant {
    Participant {
        sid: "MB0123456789abcdef0123456789abcdef".into(),
        who: who.clone(),
        joined: 0,
        since: 0,
    }
}

fn message(author: &Text, body: &Text) -> Message {
    Message {
        sid: "IM0".into(),
        index: 0,
        author: author.clone(),
        body: body.clone(),
        attributes: Map::new(),
        media: Vec::new(),
        at: 0,
    }
}

fn given(parameters: &[(&'static str, &'static str)]) -> Parameters {
    let texts = |(key, text): &(&'static str, &'static str)| ((*key).into(), (*text).into());
    Parameters(parameters.iter().map(texts).collect())
}

async fn run<F: Function>(parameters: &[(&'static str, &'static str)]) -> (Outcome, Arc<Service>) {
    let service = Arc::new(Service::default());
    let cx = FunctionContext::new("FN1.2", SID, service.clone());
    let entry = FunctionEntry::of::<F>();
    let outcome = perform(&entry, given(parameters), cx, LIMIT).await;
    (outcome, service)
}

fn failure(outcome: &Outcome) -> (&str, Option<u32>) {
    match outcome {
        Outcome::Failed { reason, code } => (reason, *code),
        other => panic!("it did not fail: {other:?}"),
    }
}

#[tokio::test]
async fn a_participant_is_added_under_the_key_of_the_call() {
    let (outcome, service) = run::<AddParticipant>(&[
        ("conversation_sid", SID),
        ("address", "+15557770100"),
        ("proxy_address", " "),
    ])
    .await;
    let Outcome::Returned { value } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        value.to_string(),
        format!(
            r#"{{"participant_sid":"MB0123456789abcdef0123456789abcdef","conversation_sid":"{SID}","address":"+15557770100"}}"#
        )
    );
    let who = Who::Address {
        address: "+15557770100".into(),
        proxy_address: None,
    };
    let done = service.done.lock().unwrap();
    let expected = ("FN1.2.1".to_owned(), Operation::AddParticipant { who });
    assert_eq!(*done, [expected]);
}

#[tokio::test]
async fn the_others_do_one_operation_and_return_an_empty_object() {
    let address = ("address", "+1");
    let remove = run::<RemoveParticipant>(&[("conversation_sid", SID), address]).await;
    let author = "+1".into();
    for ((outcome, service), operation) in [
        (remove, Operation::RemoveParticipant { author }),
        (run::<HandOver>(&[]).await, Operation::HandOver),
        (run::<CloseConversation>(&[]).await, Operation::Close),
    ] {
        let value = Value::from(Map::new());
        assert_eq!(outcome, Outcome::Returned { value });
        assert_eq!(service.done.lock().unwrap()[0].1, operation);
    }
}

#[tokio::test]
async fn another_conversation_is_out_of_reach() {
    let other = "CH00000000000000000000000000000000";
    let (outcome, service) =
        run::<AddParticipant>(&[("conversation_sid", other), ("address", "+1")]).await;
    let (reason, code) = failure(&outcome);
    assert_eq!(code, Some(20404));
    assert!(reason.contains(other) && reason.contains(SID), "{reason}");
    assert!(service.done.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_parameter_that_does_not_parse_is_a_failure() {
    let (outcome, _) = run::<AddParticipant>(&[("conversation_sid", SID), ("address", "")]).await;
    assert_eq!(
        failure(&outcome).0,
        r#"`address` takes an address such as `+15557770100`, and was given """#
    );
}

/// Does what it is told.
struct Misbehave(String);

impl FunctionParameters for Misbehave {
    const FIELDS: &'static [Field] = &[];

    fn parse(given: &Parameters) -> Result<Self, ParameterError> {
        given.get("how").map(Misbehave)
    }
}

impl Function for Misbehave {
    type Output = ();

    async fn call(self, cx: &FunctionContext) -> Result<(), FunctionError> {
        match self.0.as_str() {
            "panic" => panic!("out of {}", "paper"),
            "fail" => Err(FunctionError::new("no paper").with_code(50433)),
            "hang" => std::future::pending().await,
            _ => {
                cx.send("bot", "one").await?;
                cx.send("bot", "two").await?;
                Ok(())
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn errors_panics_and_silence_are_failures() {
    for (how, expected) in [
        ("panic", ("the function panicked: out of paper", None)),
        ("fail", ("no paper", Some(50433))),
        ("hang", ("the function took longer than 10 s", None)),
    ] {
        let (outcome, _) = run::<Misbehave>(&[("how", how)]).await;
        assert_eq!(failure(&outcome), expected);
    }
}

#[tokio::test]
async fn operations_are_counted_in_order() {
    let (_, service) = run::<Misbehave>(&[("how", "send")]).await;
    let done = service.done.lock().unwrap();
    let keys: Vec<&str> = done.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["FN1.2.1", "FN1.2.2"]);
}

#[tokio::test]
async fn a_call_can_be_spawned() {
    let entry = FunctionEntry::of::<HandOver>();
    let cx = FunctionContext::new("FN1.1", SID, Arc::new(Service::default()));
    let call = async move { perform(&entry, Parameters::default(), cx, LIMIT).await };
    let outcome = tokio::spawn(call).await.unwrap();
    assert!(matches!(outcome, Outcome::Returned { .. }));
}
