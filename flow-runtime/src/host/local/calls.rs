//! Calls: what a flow asks of functions, done after the commit that says so.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use flow_model::{Map, Text};
use tokio::time::sleep;
use tracing::Instrument;

use super::HostError;
use super::follow_up::AGAIN;
use super::inner::Inner;
use super::mail::Mail;
use super::room::{Call, Registered};
use super::survive::survived;
use super::transact::{Failure, host_error};
use crate::conversation::{ConversationService, Done, Operation, Participant};
use crate::driver::{Method, Outcome, Request};
use crate::fault::Point;
use crate::function::{
    BoxFuture, Cut, FunctionContext, FunctionEntry, FunctionError, Parameters, perform, within,
};
use crate::program::Program;
use crate::store::{StoreError, chat};
use crate::telemetry::Calling;

/// What a flow asks of elsewhere: `run_function { url: "…" }`, or `make_http_request`.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteCall {
    /// The same however often it is tried: to be sent as `Idempotency-Key`.
    pub key: Text,
    /// Which attempt it is: 1, and more where the program stopped in the middle of those before.
    pub attempt: u32,
    /// The flow that asks; a subflow has its own name.
    pub flow: Text,
    /// The widget that asks, in Studio's name.
    pub widget: Text,
    /// Where it goes.
    pub url: Text,
    /// What is sent, by name.
    pub parameters: Parameters,
    /// What it is.
    pub kind: RemoteKind,
}

/// What a flow asks of elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteKind {
    /// A call of a function: the parameters are posted as a form, signed as Twilio signs.
    Function,
    /// A request.
    Request {
        /// How it is made: the parameters stand in the URL, or are the body.
        method: Method,
        /// Of what kind the body is.
        content_type: Text,
        /// The body; none: the parameters are it.
        body: Option<Text>,
        /// Whether the account's credentials go along, to Twilio's own hosts.
        twilio_auth: bool,
    },
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemoteAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`; empty: none.
    pub content_type: Text,
    /// The text.
    pub body: Text,
    /// What the `headers` of a `run_function` hold: Studio keeps none but
    /// `x-twilio-function-concurrency`.
    pub headers: Map,
}

impl RemoteAnswer {
    /// A text, with status 200.
    pub fn text(body: impl Into<Text>) -> Self {
        RemoteAnswer {
            status: 200,
            content_type: "text/plain".into(),
            body: body.into(),
            headers: Map::new(),
        }
    }

    /// JSON, with status 200: `RemoteAnswer::json(r#"{ "day": "Monday" }"#)`, or a `serde_json::Value`.
    pub fn json(body: impl fmt::Display) -> Self {
        RemoteAnswer {
            content_type: "application/json".into(),
            ..RemoteAnswer::text(body.to_string())
        }
    }

    /// The same with another status.
    pub fn with_status(self, status: u16) -> Self {
        RemoteAnswer { status, ..self }
    }
}

type Fetching = BoxFuture<'static, Result<RemoteAnswer, FunctionError>>;

/// Calls functions that live elsewhere.
pub(super) struct Fetcher(Box<dyn Fn(RemoteCall) -> Fetching + Send + Sync>);

impl Fetcher {
    pub(super) fn new<F, A>(fetch: F) -> Self
    where
        F: Fn(RemoteCall) -> A + Send + Sync + 'static,
        A: Future<Output = Result<RemoteAnswer, FunctionError>> + Send + 'static,
    {
        // Called inside the future, so that a panic of it is the future's too.
        let fetch = Arc::new(fetch);
        Fetcher(Box::new(move |call| {
            let fetch = fetch.clone();
            Box::pin(async move { fetch(call).await })
        }))
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetcher")
    }
}

/// What a call needs to know of where it comes from.
pub(super) struct Caller {
    pub(super) inner: Arc<Inner>,
    pub(super) address: Text,
    pub(super) conversation: i64,
    pub(super) conversation_sid: Text,
    pub(super) registered: Option<Arc<Registered>>,
    /// In a subflow: the widget that runs it.
    pub(super) within: Option<Text>,
    /// The widget that calls.
    pub(super) widget: Text,
}

/// Makes a call, and brings its result to the conversation.
pub(super) async fn make(caller: Caller, call: Call) {
    let key = call.key.clone();
    let faults = &caller.inner.store.faults;
    let called = survived("a call", async {
        faults.pass(Point::Requested).await;
        let calling = Calling::begin(caller.place(), &key, call.attempts);
        let outcome = caller.outcome(call).instrument(calling.span()).await;
        let outcome = outcome.bounded();
        calling.done(&outcome, &caller.inner.meters);
        faults.pass(Point::Replied).await;
        outcome
    });
    let mail = match called.await {
        Some(outcome) => Mail::Result {
            conversation: caller.conversation,
            key,
            outcome,
        },
        None => Mail::Cut { key },
    };
    caller.inner.post(&caller.address, mail).await;
}

impl Caller {
    /// The conversation, the flow and the widget.
    fn place(&self) -> (&Text, &Text, &Text) {
        let flow = self.program(None).map_or(&Text::EMPTY, Program::name);
        (&self.conversation_sid, flow, &self.widget)
    }

    async fn outcome(&self, call: Call) -> Outcome {
        let program = self.program(self.within.as_ref());
        let flow = program.map_or(Text::EMPTY, |program| program.name().clone());
        let staged = self.inner.stage.as_ref();
        if let Some(held) = staged.and_then(|stage| stage.0.hold(&flow, &self.widget))
            && let Some(outcome) = held.await
        {
            return outcome;
        }
        let (url, parameters, kind) = match call.request {
            // The number of the function is that of the version that emitted the call.
            Request::Call {
                name, parameters, ..
            } => {
                let entry = program.and_then(|program| program.called_by(&self.widget));
                return match entry {
                    Some(entry) => self.call(call.key, call.attempts, entry, parameters).await,
                    None => {
                        let reason = format!("this program has no function `{name}`");
                        failed(FunctionError::new(reason))
                    }
                };
            }
            Request::Fetch { url, parameters } => (url, parameters, RemoteKind::Function),
            Request::Http {
                method,
                url,
                content_type,
                body,
                parameters,
                twilio_auth,
            } => {
                let kind = RemoteKind::Request {
                    method,
                    content_type,
                    body,
                    twilio_auth,
                };
                (url, parameters, kind)
            }
            Request::Send { .. } | Request::HandOver(_) => {
                return failed(FunctionError::new("it is no call"));
            }
        };
        let call = RemoteCall {
            key: call.key,
            attempt: call.attempts,
            flow,
            widget: self.widget.clone(),
            url,
            parameters,
            kind,
        };
        match self.fetch(call).await {
            Ok(answer) => Outcome::Answered {
                status: answer.status,
                content_type: answer.content_type,
                body: answer.body,
                headers: answer.headers,
            },
            Err(error) => failed(error),
        }
    }

    /// The flow's program, or that of its subflow.
    fn program(&self, within: Option<&Text>) -> Option<&Program> {
        let program = &self.registered.as_ref()?.program;
        match within {
            Some(widget) => program.subflow(widget),
            None => Some(program),
        }
    }

    async fn call(
        &self,
        key: Text,
        attempt: u32,
        entry: &FunctionEntry,
        parameters: Parameters,
    ) -> Outcome {
        let service = Service {
            inner: self.inner.clone(),
            address: self.address.clone(),
            conversation: self.conversation,
        };
        let cx = FunctionContext::new(key, self.conversation_sid.clone(), Arc::new(service))
            .with_attempt(attempt);
        let staged = self.inner.stage.as_ref();
        if let Some(call) = staged.and_then(|stage| stage.0.call(entry, &parameters, &cx)) {
            return call.await;
        }
        perform(entry, parameters, cx, self.inner.limits.call).await
    }

    async fn fetch(&self, call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        let Some(Fetcher(fetch)) = &self.inner.fetcher else {
            let reason = format!(
                "this program cannot call {}: give it a client with `Builder::fetch`",
                without_password(&call.url)
            );
            return Err(FunctionError::new(reason));
        };
        let limit = self.inner.limits.call;
        within(limit, fetch(call)).await.unwrap_or_else(|cut| {
            Err(FunctionError::new(match cut {
                Cut::Panic(text) => format!("the client panicked: {text}"),
                Cut::Late => format!("no answer within {} s", limit.as_secs_f64()),
            }))
        })
    }
}

/// A URL as it may be shown: Basic authentication stands before the host.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

fn failed(error: FunctionError) -> Outcome {
    Outcome::Failed {
        reason: error.message.into(),
        code: error.code,
    }
}

/// The handle of a function to its conversation.
struct Service {
    inner: Arc<Inner>,
    address: Text,
    conversation: i64,
}

impl Service {
    async fn operate(&self, key: String, operation: Operation) -> Result<Done, Failure> {
        let mail = |answer| Mail::Operate {
            conversation: self.conversation,
            key,
            operation,
            answer,
        };
        self.inner.ask_still(&self.address, mail).await
    }
}

impl ConversationService for Service {
    fn perform(
        &self,
        key: String,
        operation: Operation,
    ) -> BoxFuture<'_, Result<Done, FunctionError>> {
        Box::pin(async move {
            // A store that is full or busy is none of the function's concern: its time may run out
            // meanwhile. By its key the operation is done once however often it is asked for.
            loop {
                let operated = self.operate(key.clone(), operation.clone()).await;
                match operated {
                    Ok(done) => return Ok(done),
                    Err(Failure::Function(error)) => return Err(error),
                    Err(Failure::Host(
                        HostError::Store(StoreError::Full | StoreError::Busy)
                        | HostError::Interrupted,
                    )) => sleep(AGAIN).await,
                    Err(failure) => {
                        return Err(FunctionError::new(host_error(failure).to_string()));
                    }
                }
            }
        })
    }

    fn participants(&self) -> BoxFuture<'_, Result<Vec<Participant>, FunctionError>> {
        Box::pin(async move {
            let address = self.address.clone();
            let read = self.inner.store.read(move |db| chat::chat(db, &address));
            Ok(read.await?.map_or(Vec::new(), |chat| chat.participants))
        })
    }
}
