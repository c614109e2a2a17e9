//! Who answers what a flow asks of elsewhere: a mock, a function at a URL, the network, or nobody.

use std::collections::HashMap;
use std::io::{self, Write};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use flow_runtime::function::FunctionError;
use flow_runtime::host::local::{RemoteAnswer, RemoteCall, RemoteKind};
use flow_runtime::http::Client;
use url::Url;

use super::{Call, Kind, Mocks, key, listed};
use crate::error::Error;

/// The longest value that is shown whole, in characters.
const SHOWN: usize = 60;

/// `--function NAME=URL`
#[derive(Clone, Debug)]
pub(crate) struct Function {
    widget: String,
    url: Url,
}

impl FromStr for Function {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "write it like `look-up=http://localhost:3000/look-up`";
        let (widget, url) = text
            .split_once('=')
            .ok_or_else(|| format!("there is no `=` in it: {form}"))?;
        let url =
            Url::parse(url).map_err(|error| format!("`{url}` is no URL ({error}): {form}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{url}` is neither `http:` nor `https:`: {form}"));
        }
        Ok(Function {
            widget: widget.to_owned(),
            url,
        })
    }
}

/// Who answers.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    calls: Vec<Call>,
    mocks: Mutex<Mocks>,
    functions: HashMap<String, Url>,
    client: Option<Client>,
    /// Whether what has neither a mock nor a URL goes where the flow says.
    network: bool,
    /// Whether it was said how a widget gets an answer.
    told: AtomicBool,
}

impl Elsewhere {
    pub(crate) fn new(
        calls: Vec<Call>,
        mocks: Mocks,
        functions: &[Function],
        network: bool,
    ) -> Result<Self, Error> {
        for Function { widget, .. } in functions {
            let asks = |call: &Call| call.widget == *widget && call.kind != Kind::Subflow;
            if !calls.iter().any(asks) {
                let asking = calls.iter().filter(|call| call.kind != Kind::Subflow);
                return Err(Error::NoCall {
                    widget: widget.clone(),
                    calls: listed(asking.map(|call| &call.widget)),
                });
            }
        }
        let client = match network || !functions.is_empty() {
            true => Some(client(functions)?),
            false => None,
        };
        Ok(Elsewhere {
            calls,
            mocks: Mutex::new(mocks),
            functions: functions
                .iter()
                .map(|function| (function.widget.clone(), function.url.clone()))
                .collect(),
            client,
            network,
            told: AtomicBool::new(false),
        })
    }

    pub(crate) async fn answer(&self, mut call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        let widget = call.widget.to_string();
        let mocked = {
            let mut mocks = self.mocks.lock().unwrap_or_else(PoisonError::into_inner);
            mocks.answer(&widget, &call.parameters)
        };
        if let Some(answer) = mocked {
            return answer;
        }
        let function = self.functions.get(&widget);
        if let Some(url) = function {
            call.url = url.to_string().into();
        }
        let kind = self.kind(&widget, &call.kind);
        let goes = function.is_some() || (self.network && kind != Kind::Subflow);
        let Some(client) = self.client.as_ref().filter(|_| goes) else {
            self.tell_of_nobody(&call, kind);
            return Err(FunctionError::new("nothing answers it here"));
        };
        let url = call.url.clone();
        let answered = client.fetch(call).await;
        match &answered {
            Err(error) => {
                let (why, help) = in_words(&error.message, &widget);
                note(&format!("`{widget}` got no answer of {url}: {why}{help}"));
            }
            Ok(answer) if !(200..400).contains(&answer.status) => {
                note(&format!(
                    "`{widget}` got the status {} of {url}",
                    answer.status
                ));
            }
            Ok(_) => {}
        }
        answered
    }

    fn kind(&self, widget: &str, asked: &RemoteKind) -> Kind {
        let call = self.calls.iter().find(|call| call.widget == widget);
        call.map_or(
            match asked {
                RemoteKind::Function => Kind::Function,
                RemoteKind::Request { .. } => Kind::Request,
            },
            |call| call.kind,
        )
    }

    fn tell_of_nobody(&self, call: &RemoteCall, kind: Kind) {
        let widget = &call.widget;
        let given = call.parameters.0.iter();
        let given: Vec<_> = given
            .map(|(key, value)| format!("{key}={}", shown(value)))
            .collect();
        let given = match given.is_empty() {
            true => String::new(),
            false => format!(" with {}", given.join(", ")),
        };
        let (failure, asks) = (kind.failure(), asks(call, kind));
        note(&format!(
            "`{widget}` {asks}{given}; nothing answers it, so it takes `{failure}`"
        ));
        if !self.told.swap(true, Ordering::Relaxed) {
            let others = match kind {
                Kind::Subflow => "`--subflow FW…=FILE` runs the flow".to_owned(),
                _ => format!("`--function {widget}=URL` or `--network` asks somebody"),
            };
            let key = key(widget);
            note(&format!(
                "a mock answers it: `--mock FILE`, under `[{key}]`; {others}"
            ));
        }
    }
}

/// A value in quotes, cut where it is long.
fn shown(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{:?}…", &value[..at]),
        None => format!("{value:?}"),
    }
}

/// Why there was no answer, and what to do about it where a program would allow the address.
fn in_words<'m>(message: &'m str, widget: &str) -> (&'m str, String) {
    match message.split_once(", which is asked only where `ClientBuilder") {
        Some((why, _)) => {
            let help = format!("; `--function {widget}=URL` may ask any address");
            (why, help)
        }
        None => (message, String::new()),
    }
}

/// What a widget does that asks.
fn asks(call: &RemoteCall, kind: Kind) -> String {
    match (kind, &call.kind) {
        (Kind::Subflow, _) => "runs a flow that is not here".to_owned(),
        (_, RemoteKind::Function) => format!("calls {}", call.url),
        (_, RemoteKind::Request { method, .. }) => {
            let method = format!("{method:?}").to_ascii_uppercase();
            format!("asks {method} {}", call.url)
        }
    }
}

/// For who talks with the flow, beside the transcript.
fn note(text: &str) {
    // Where even that fails there is nobody to tell.
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// A client that may ask the hosts of these functions, wherever they are. With an account in the
/// environment it signs as Studio does.
fn client(functions: &[Function]) -> Result<Client, Error> {
    let mut builder = Client::builder();
    for function in functions {
        let host = function.url.host_str().unwrap_or_default();
        builder = builder.allow_host(host.trim_start_matches('[').trim_end_matches(']'));
    }
    let account = std::env::var("TWILIO_ACCOUNT_SID").ok();
    if let Some((sid, token)) = account.zip(std::env::var("TWILIO_AUTH_TOKEN").ok()) {
        builder = builder.twilio(sid, token);
    }
    builder
        .build()
        .map_err(|error| Error::Run(error.to_string()))
}
