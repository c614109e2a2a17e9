//! What flows asked of elsewhere: each test works on one thread, which remembers it.

use std::cell::RefCell;

use flow_runtime::function::FunctionError;
use flow_runtime::host::local::{RemoteAnswer, RemoteCall};

/// A call that was made: under which key, of whom, with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) what: String,
}

thread_local! {
    static ASKED: RefCell<Vec<Asked>> = const { RefCell::new(Vec::new()) };
}

/// A function or a client was called.
pub(crate) fn note(key: &str, what: impl Into<String>) {
    let asked = Asked {
        key: key.to_owned(),
        what: what.into(),
    };
    ASKED.with_borrow_mut(|all| all.push(asked));
}

/// All that was noted since it was last asked for.
pub(crate) fn take() -> Vec<Asked> {
    ASKED.take()
}

/// A client that knows a number for everything it is asked.
pub(crate) async fn fetch(call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
    note(&call.key, format!("{} {:?}", call.url, call.parameters.0));
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(RemoteAnswer {
        status: 200,
        content_type: "application/json".into(),
        body: r#"{"number": 42}"#.into(),
        ..RemoteAnswer::default()
    })
}
