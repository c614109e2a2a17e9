//! `make_http_request`.

use flow_model::Text;

use super::event::{Outcome, Request};
use super::walk::Walk;
use crate::function::Parameters;
use crate::program::{Exit, MakeRequest};

/// The name that Studio keeps for itself among parameters.
const RESERVED: &str = "method";

impl<'p> Walk<'p> {
    /// Emits a request; where it is none, the way out.
    pub(super) fn make_request(&mut self, request: &'p MakeRequest) -> Option<&'p Exit> {
        if request.parameters.iter().any(|(key, _)| key == RESERVED) {
            self.note("81014: no parameter may be called `method`, which Studio keeps for itself");
            return Some(&request.failed);
        }
        let scope = self.scope();
        let parameters = request
            .parameters
            .iter()
            .map(|(key, content)| (key.clone(), content.render(&scope)));
        let request = Request::Http {
            method: request.method,
            url: request.url.render(&scope),
            content_type: request.content_type.render(&scope),
            body: request.body.as_ref().map(|body| body.render(&scope)),
            parameters: Parameters(parameters.collect()),
            twilio_auth: request.twilio_auth,
        };
        self.emit(request);
        None
    }

    /// What became of a `make_http_request`. Where nothing was answered nothing is set, so that what
    /// an earlier answer set stays.
    pub(super) fn requested(&mut self, request: &'p MakeRequest, outcome: &Outcome) -> &'p Exit {
        let failure: Result<(), Text> = match outcome {
            Outcome::Answered {
                status,
                content_type,
                body,
                ..
            } => self.answered(*status, content_type, body),
            Outcome::Failed { reason, .. } | Outcome::Refused { reason, .. } => Err(reason.clone()),
            Outcome::Accepted { .. } | Outcome::Returned { .. } | Outcome::HandedOver { .. } => {
                Err("the result is not that of a request".into())
            }
        };
        match failure {
            Ok(()) => &request.success,
            Err(reason) => {
                self.note(format!("81016: the request failed: {reason}"));
                &request.failed
            }
        }
    }
}
