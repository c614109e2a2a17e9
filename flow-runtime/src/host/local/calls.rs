//! Calls: what a flow asks of functions, done after the commit that says so.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use flow_model::Text;
use tokio::sync::oneshot;

use super::inner::Inner;
use super::mail::Mail;
use super::room::{Call, Registered};
use crate::conversation::{ConversationService, Done, Operation, Participant};
use crate::driver::{Outcome, Request};
use crate::function::{
    BoxFuture, Cut, FunctionContext, FunctionError, Parameters, perform, within,
};
use crate::store::chat;

/// A call of a function that lives elsewhere: `run_function { url: "…" }`.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteCall {
    /// The same however often it is tried: to be sent as `Idempotency-Key`.
    pub key: Text,
    /// Where it is.
    pub url: Text,
    /// What it is given, to be sent as a form.
    pub parameters: Parameters,
}

/// What a function that lives elsewhere answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemoteAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`; empty: none.
    pub content_type: Text,
    /// The text.
    pub body: Text,
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
}

/// Makes a call, and brings its result to the conversation.
pub(super) async fn make(caller: Caller, call: Call) {
    let key = call.key.clone();
    let outcome = caller.outcome(call).await;
    let mail = Mail::Result {
        conversation: caller.conversation,
        key,
        outcome,
    };
    caller.inner.post(&caller.address, mail).await;
}

impl Caller {
    async fn outcome(&self, call: Call) -> Outcome {
        let result = match call.request {
            Request::Call {
                function,
                name,
                parameters,
            } => return self.call(call.key, function, &name, parameters).await,
            Request::Fetch { url, parameters } => {
                let key = call.key;
                self.fetch(RemoteCall {
                    key,
                    url,
                    parameters,
                })
                .await
            }
            Request::Send { .. } => Err(FunctionError::new("a message is no call")),
        };
        match result {
            Ok(answer) => Outcome::Answered {
                status: answer.status,
                content_type: answer.content_type,
                body: answer.body,
            },
            Err(error) => failed(error),
        }
    }

    async fn call(&self, key: Text, function: u16, name: &str, parameters: Parameters) -> Outcome {
        let program = self
            .registered
            .as_ref()
            .map(|registered| &registered.program);
        let Some(entry) = program.and_then(|program| program.function(function)) else {
            let reason = format!("this program has no function `{name}`");
            return failed(FunctionError::new(reason));
        };
        let service = Service {
            inner: self.inner.clone(),
            address: self.address.clone(),
            conversation: self.conversation,
        };
        let cx = FunctionContext::new(key, self.conversation_sid.clone(), Arc::new(service));
        perform(entry, parameters, cx, self.inner.limits.call).await
    }

    async fn fetch(&self, call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        let Some(Fetcher(fetch)) = &self.inner.fetcher else {
            let reason = format!(
                "this program cannot call {}: give it a client with `Builder::fetch`",
                call.url
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

impl ConversationService for Service {
    fn perform(
        &self,
        key: String,
        operation: Operation,
    ) -> BoxFuture<'_, Result<Done, FunctionError>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let mail = Mail::Operate {
                conversation: self.conversation,
                key,
                operation,
                answer,
            };
            self.inner.post(&self.address, mail).await;
            let gone = |_| Err(FunctionError::new("the runtime is gone"));
            answered.await.unwrap_or_else(gone)
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
