//! From what a flow asks for to a request.

use form_urlencoded::Serializer;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Request, RequestBuilder, Url};

use super::{Client, signature};
use crate::driver;
use crate::function::{FunctionError, Parameters};
use crate::host::local::{RemoteCall, RemoteKind};

const FORM: &str = "application/x-www-form-urlencoded;charset=utf-8";

impl Client {
    pub(super) fn request(&self, call: &RemoteCall) -> Result<Request, FunctionError> {
        let mut url = Url::parse(call.url.trim())
            .map_err(|error| FunctionError::new(format!("the URL cannot be read: {error}")))?;
        url.set_fragment(None);
        self.allowed
            .url(&url)
            .map_err(|refused| FunctionError::new(refused.to_string()))?;
        let request = match &call.kind {
            RemoteKind::Function => self.function(url, &call.parameters),
            RemoteKind::Request {
                method,
                content_type,
                body,
                twilio_auth,
            } => {
                let is_twilios = is_twilios(&url);
                let request = match method {
                    driver::Method::Get => self.get(url, &call.parameters),
                    driver::Method::Post => {
                        self.post(url, content_type, body.as_deref(), &call.parameters)?
                    }
                };
                match twilio_auth {
                    true => self.authenticated(request, is_twilios)?,
                    false => request,
                }
            }
        };
        request
            .header("Idempotency-Key", call.key.as_str())
            .build()
            .map_err(|error| {
                let error = error.without_url();
                FunctionError::new(format!("the request cannot be made: {error}"))
            })
    }

    /// A function is posted to as a form, as Twilio's own are.
    fn function(&self, url: Url, parameters: &Parameters) -> RequestBuilder {
        let signature = self
            .account
            .as_ref()
            .map(|account| signature::sign(&account.token, url.as_str(), &parameters.0));
        let request = self
            .client
            .request(Method::POST, url)
            .header(CONTENT_TYPE, FORM)
            .body(form(parameters));
        match signature {
            Some(signature) => request.header(signature::HEADER, signature),
            None => request,
        }
    }

    fn get(&self, mut url: Url, parameters: &Parameters) -> RequestBuilder {
        if !parameters.0.is_empty() {
            let pairs = parameters.0.iter().map(|(name, value)| (&**name, &**value));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        self.client.request(Method::GET, url)
    }

    /// Parameters are sent as the content type says: as a JSON object of texts, else as a form.
    /// Beside a body they are what counts in a form, and the body elsewhere (*unconfirmed*).
    fn post(
        &self,
        url: Url,
        content_type: &str,
        body: Option<&str>,
        parameters: &Parameters,
    ) -> Result<RequestBuilder, FunctionError> {
        let content_type = match content_type.trim() {
            "" => FORM,
            given => given,
        };
        // Studio's editor leaves a blank body beside the parameters of a form.
        let body = match body.filter(|body| !body.is_empty()) {
            _ if is_form(content_type) && !parameters.0.is_empty() => form(parameters),
            Some(body) => body.to_owned(),
            None if parameters.0.is_empty() => String::new(),
            None if is_json(content_type) => json(parameters)?,
            None => form(parameters),
        };
        let request = self.client.request(Method::POST, url);
        Ok(request.header(CONTENT_TYPE, content_type).body(body))
    }

    /// The account's credentials go to Twilio alone.
    fn authenticated(
        &self,
        request: RequestBuilder,
        is_twilios: bool,
    ) -> Result<RequestBuilder, FunctionError> {
        if !is_twilios {
            return Err(FunctionError::new(
                "`add_twilio_auth` is for `https://` URLs of `twilio.com` alone, and this is none",
            ));
        }
        let Some(account) = &self.account else {
            return Err(FunctionError::new(
                "`add_twilio_auth` needs an account: give it to `ClientBuilder::twilio`",
            ));
        };
        Ok(request.basic_auth(&account.sid, Some(&account.token)))
    }
}

fn is_twilios(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https" && (host == "twilio.com" || host.ends_with(".twilio.com"))
}

fn is_json(content_type: &str) -> bool {
    is(content_type, "application/json")
}

fn is_form(content_type: &str) -> bool {
    is(content_type, "application/x-www-form-urlencoded")
}

fn is(content_type: &str, wanted: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(wanted)
}

fn form(parameters: &Parameters) -> String {
    let pairs = parameters.0.iter().map(|(name, value)| (&**name, &**value));
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn json(parameters: &Parameters) -> Result<String, FunctionError> {
    let mut object = flow_model::Map::new();
    for (name, value) in &parameters.0 {
        object.insert(name.clone(), value.clone());
    }
    Ok(serde_json::to_string(&object)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twilios_hosts_are_under_its_name() {
        for (url, expected) in [
            ("https://api.twilio.com/2010", true),
            ("https://twilio.com/", true),
            ("https://API.Twilio.COM/", true),
            ("http://api.twilio.com/", false),
            ("https://eviltwilio.com/", false),
            ("https://twilio.com.evil.com/", false),
            ("https://api.twilio.com@evil.com/", false),
            ("https://evil.com/api.twilio.com", false),
        ] {
            assert_eq!(is_twilios(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
