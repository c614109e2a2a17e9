//! How a client is made: what it may ask, and how names are looked up.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

use super::address::{Allowed, Refused};
use super::{Account, Client};
use crate::function::BoxFuture;

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// How a client is made.
#[derive(Debug, Default)]
pub struct ClientBuilder {
    hosts: Vec<String>,
    networks: Vec<String>,
    account: Option<Account>,
    lookup: Option<Lookup>,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// What is allowed is no network.
    #[error("`{0}` is no network: write it like `10.0.0.0/8`, or give a single address")]
    Network(String),
    /// The certificates that this machine trusts cannot be read.
    #[error("the certificates that this machine trusts cannot be read: {0}")]
    Certificates(String),
    /// Something else.
    #[error("the client cannot be made: {0}")]
    Other(String),
}

type Found = BoxFuture<'static, io::Result<Vec<IpAddr>>>;

/// Finds the addresses of a name.
#[derive(Clone)]
struct Lookup(Arc<dyn Fn(String) -> Found + Send + Sync>);

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

impl ClientBuilder {
    /// Allows a host by its name, wherever that leads.
    pub fn allow_host(mut self, host: &str) -> Self {
        self.hosts
            .push(host.trim_end_matches('.').to_ascii_lowercase());
        self
    }

    /// Allows a network, `10.0.0.0/8`, or an address, `127.0.0.1`.
    pub fn allow_network(mut self, network: &str) -> Self {
        self.networks.push(network.to_owned());
        self
    }

    /// Gives the account for `add_twilio_auth`, and to sign the calls of functions with its token.
    pub fn twilio(mut self, account_sid: impl Into<String>, auth_token: impl Into<String>) -> Self {
        self.account = Some(Account {
            sid: account_sid.into(),
            token: auth_token.into(),
        });
        self
    }

    /// Looks names up by this instead of by the system. What it finds is checked all the same.
    pub fn lookup<L, F>(mut self, lookup: L) -> Self
    where
        L: Fn(String) -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
    {
        self.lookup = Some(Lookup(Arc::new(move |name| Box::pin(lookup(name)))));
        self
    }

    /// Makes the client.
    pub fn build(self) -> Result<Client, ClientError> {
        let networks: Result<_, _> = self.networks.iter().map(|given| network(given)).collect();
        let allowed = Arc::new(Allowed {
            hosts: self.hosts,
            networks: networks?,
        });
        let lookup = self.lookup.unwrap_or_else(system);
        let resolver = Resolver {
            allowed: allowed.clone(),
            lookup,
        };
        let redirects = allowed.clone();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .dns_resolver(resolver)
            .redirect(Policy::custom(move |attempt| follow(&redirects, attempt)))
            .no_proxy()
            .referer(false)
            .user_agent(concat!("flow-runtime/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| ClientError::Other(error.to_string()))?;
        Ok(Client {
            client,
            allowed,
            account: self.account,
        })
    }
}

fn network(given: &str) -> Result<IpNet, ClientError> {
    let address = given.parse::<IpAddr>().map(IpNet::from);
    address
        .or_else(|_| given.parse())
        .map_err(|_| ClientError::Network(given.to_owned()))
}

/// With a provider of its own: a library does not choose the one of the process.
fn tls() -> Result<ClientConfig, ClientError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| ClientError::Certificates(error.to_string()))?;
    Ok(config.with_no_client_auth())
}

fn follow(allowed: &Allowed, attempt: Attempt<'_>) -> reqwest::redirect::Action {
    // The first of them is what was asked for.
    if attempt.previous().len() > REDIRECTS {
        return attempt.error(Refused::TooManyRedirects);
    }
    match allowed.url(attempt.url()) {
        Ok(()) => attempt.follow(),
        Err(refused) => attempt.error(refused),
    }
}

/// Gives the addresses of a name that may be asked, so that no other is connected to.
struct Resolver {
    allowed: Arc<Allowed>,
    lookup: Lookup,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, Lookup(lookup)) = (self.allowed.clone(), self.lookup.clone());
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let found = lookup(name.clone()).await?;
            let addresses = allowed.addresses(&name, found)?.into_iter();
            // The port is the URL's.
            Ok(Box::new(addresses.map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

fn system() -> Lookup {
    Lookup(Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }))
}
