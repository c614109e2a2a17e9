//! `run_function`.

use flow_model::{Map, Text, Value};

use super::cast;
use super::event::{Outcome, Request};
use super::walk::Walk;
use crate::function::Parameters;
use crate::program::{Callee, Exit, RunFunction};

/// The longest answer of a function or a request, in bytes: Studio's 64 kB.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// Why a value is no result.
const TOO_LARGE: &str = "what the function returned is over 64 kB or nested too deeply";

const HEADERS: Text = Text::Static("headers");
const PARSED: Text = Text::Static("parsed");

impl Outcome {
    /// The same to whatever takes it, without what is too large to be kept: a host writes it down
    /// before the driver has seen it.
    pub(crate) fn bounded(self) -> Self {
        match self {
            Outcome::Returned { value }
                if !cast::is_shallow(&value) || value.to_string().len() > MAX_BODY =>
            {
                Outcome::Failed {
                    reason: Text::Static(TOO_LARGE),
                    code: None,
                }
            }
            Outcome::Answered {
                status,
                content_type,
                body,
                headers,
            } if body.len() > MAX_BODY => {
                let mut ends = MAX_BODY + 1..;
                let end = ends.find(|&end| body.is_char_boundary(end));
                let body = end.and_then(|end| body.get(..end)).unwrap_or_default();
                Outcome::Answered {
                    status,
                    content_type,
                    body: body.to_owned().into(),
                    headers,
                }
            }
            outcome => outcome,
        }
    }
}

impl<'p> Walk<'p> {
    pub(super) fn call(&mut self, run: &RunFunction) {
        let scope = self.scope();
        let parameters = run
            .parameters
            .iter()
            .map(|(key, content)| (key.clone(), content.render(&scope)));
        let parameters = Parameters(parameters.collect());
        let request = match &run.callee {
            Callee::Typed { function, name } => Request::Call {
                within: self.within(),
                function: *function,
                name: name.clone(),
                parameters,
            },
            Callee::Url(url) => Request::Fetch {
                url: url.render(&scope),
                parameters,
            },
        };
        self.emit(request);
    }

    /// What became of a `run_function`.
    pub(super) fn ran(&mut self, run: &'p RunFunction, outcome: &Outcome) -> &'p Exit {
        let failure = match outcome {
            Outcome::Returned { value } => self.returned(value),
            Outcome::Answered {
                status,
                content_type,
                body,
                headers,
            } => {
                let answered = self.answered(*status, content_type, body);
                if body.len() <= MAX_BODY {
                    self.output(HEADERS, headers.clone());
                }
                answered
            }
            Outcome::Failed { reason, .. } | Outcome::Refused { reason, .. } => {
                self.failed(reason.clone());
                Err(reason.clone())
            }
            Outcome::Accepted { .. } | Outcome::HandedOver { .. } => {
                Err("the result is not that of a function".into())
            }
        };
        match failure {
            Ok(()) => &run.success,
            Err(reason) => {
                self.note(format!("81017: the function failed: {reason}"));
                &run.fail
            }
        }
    }

    fn returned(&mut self, value: &Value) -> Result<(), Text> {
        let body = value.to_string();
        if body.len() > MAX_BODY || !cast::is_shallow(value) {
            let reason = Text::Static(TOO_LARGE);
            self.failed(reason.clone());
            return Err(reason);
        }
        self.outcome(200, "application/json".into(), body.into());
        self.output(HEADERS, Map::new());
        if let Value::Map(fields) = value {
            self.merge(fields);
        }
        Ok(())
    }

    /// Of an answer over 64 kB nothing is kept, as in Studio.
    pub(super) fn answered(
        &mut self,
        status: u16,
        content_type: &Text,
        body: &Text,
    ) -> Result<(), Text> {
        if body.len() > MAX_BODY {
            return Err("its answer is over 64 kB".into());
        }
        self.outcome(status, content_type.clone(), body.clone());
        let media_type = content_type.split(';').next().unwrap_or_default();
        if media_type.trim().eq_ignore_ascii_case("application/json")
            && let Some(Value::Map(fields)) = cast::json(body)
        {
            self.merge(&fields);
        }
        match status {
            200..400 => Ok(()),
            _ => Err(format!("it answered with status {status}").into()),
        }
    }

    /// Sets the outputs of a call that had no answer; an earlier `parsed` stays.
    fn failed(&mut self, reason: Text) {
        self.outcome(500, "text/plain".into(), reason);
        self.output(HEADERS, Map::new());
    }

    fn outcome(&mut self, status: u16, content_type: Text, body: Text) {
        let outputs = self.outputs();
        outputs.insert("body", body);
        outputs.insert("content_type", content_type);
        outputs.insert("status_code", i64::from(status));
    }

    /// A widget that runs again keeps the fields it had, as Studio's does.
    fn merge(&mut self, fields: &Map) {
        let parsed = self.outputs().map_mut(&PARSED);
        for (key, value) in fields.iter() {
            parsed.insert(key.clone(), value.clone());
        }
    }
}
