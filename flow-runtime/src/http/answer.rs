//! From a response to what a flow is told of it.

use std::error::Error;

use flow_model::{Map, Text};
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};

use super::address::Refused;
use crate::driver::MAX_BODY;
use crate::function::FunctionError;
use crate::host::local::RemoteAnswer;

const CONCURRENCY: &str = "x-twilio-function-concurrency";

/// Reads a response as far as a flow may have it.
pub(super) async fn read(mut response: Response) -> Result<RemoteAnswer, FunctionError> {
    let header = |name| value(response.headers(), name);
    // Nothing of ours says that it may be; and a little of it can become very much.
    if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| encoding != "identity") {
        return Err(FunctionError::new(format!(
            "its answer is compressed (`{encoding}`), and nothing asked for that"
        )));
    }
    let mut headers = Map::new();
    if let Some(concurrency) = header(HeaderName::from_static(CONCURRENCY)) {
        headers.insert(CONCURRENCY, concurrency);
    }
    let status = response.status().as_u16();
    let content_type = header(CONTENT_TYPE).unwrap_or_default();
    let too_large = || FunctionError::new("its answer is over 64 kB");
    if response
        .content_length()
        .is_some_and(|length| length > MAX_BODY as u64)
    {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(RemoteAnswer {
        status,
        content_type,
        body: String::from_utf8_lossy(&body).into_owned().into(),
        headers,
    })
}

fn value(headers: &HeaderMap, name: HeaderName) -> Option<Text> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned();
    Some(value.into())
}

/// Why there was no answer. The URL is left out: a password may stand in it.
pub(super) fn failed(error: reqwest::Error) -> FunctionError {
    let error = error.without_url();
    let mut cause: &(dyn Error + 'static) = &error;
    while let Some(deeper) = cause.source() {
        if let Some(refused) = deeper.downcast_ref::<Refused>() {
            return FunctionError::new(refused.to_string());
        }
        cause = deeper;
    }
    let what = if error.is_connect() {
        "nobody could be reached"
    } else if error.is_body() || error.is_decode() {
        "its answer broke off"
    } else {
        "there was no answer"
    };
    FunctionError::new(format!("{what}: {cause}"))
}
