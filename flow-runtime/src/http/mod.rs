//! A client for what flows ask of elsewhere: `make_http_request`, and `run_function` by URL. With the
//! feature `http`.
//!
//! ```no_run
//! # async fn example<Orders: flow_runtime::Flow>() -> Result<(), Box<dyn std::error::Error>> {
//! use flow_runtime::Runtime;
//! use flow_runtime::http::Client;
//!
//! let client = Client::builder()
//!     .twilio("AC0123456789abcdef0123456789abcdef", "the account's auth token")
//!     .allow_host("functions.internal")
//!     .build()?;
//! let runtime = Runtime::builder().flow::<Orders>().http(client).open("orders.db").await?;
//! # Ok(())
//! # }
//! ```
//!
//! - **A URL may come from a customer's text**, so loopback, private and other addresses that are not
//!   of the public network are refused unless the program allows them: in the URL in whatever
//!   spelling, in what a name is looked up to, and again at each redirect. It is connected to the very
//!   address that was checked.
//! - Only `http` and `https`; up to 10 redirects; 64 kB of an answer, whatever it says of its length;
//!   nothing compressed. The time limit is the runtime's ([`Limits::call`]).
//! - No proxy, whatever the environment says: behind one no address can be checked. A program that
//!   needs one gives a client of its own to [`Builder::fetch`].
//! - Basic authentication may stand in the URL. The account's credentials go to `*.twilio.com` alone,
//!   over `https`.
//!
//! [`Limits::call`]: crate::host::local::Limits::call
//! [`Builder::fetch`]: crate::host::local::Builder::fetch

mod address;
mod answer;
mod builder;
mod request;
mod signature;

use std::fmt;
use std::sync::Arc;

use crate::function::FunctionError;
use crate::host::local::{RemoteAnswer, RemoteCall};
use address::Allowed;
pub use builder::{ClientBuilder, ClientError};

/// A client, to be cloned where it is needed: the connections are shared.
#[derive(Clone, Debug)]
pub struct Client {
    client: reqwest::Client,
    allowed: Arc<Allowed>,
    account: Option<Account>,
}

/// An account of Twilio's.
#[derive(Clone)]
struct Account {
    sid: String,
    token: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.sid)
    }
}

impl Client {
    /// A builder of clients that ask the public network alone.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Asks what a flow asks for. An error is that there was no answer.
    pub async fn fetch(&self, call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        let request = self.request(&call)?;
        let response = self.client.execute(request).await.map_err(answer::failed)?;
        answer::read(response).await
    }
}
