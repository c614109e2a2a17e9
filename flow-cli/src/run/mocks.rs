//! Answers from a file, for what a flow asks of elsewhere.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use flow_runtime::function::{FunctionError, Parameters};
use flow_runtime::host::local::RemoteAnswer;
use serde_json::Value;

pub(crate) use self::read::read;

/// The answers for each widget, by its name in Studio.
#[derive(Debug, Default)]
pub(crate) struct Mocks(BTreeMap<String, Vec<Mock>>);

/// One answer.
#[derive(Debug)]
struct Mock {
    /// The parameters that it answers; none: any.
    when: Vec<(String, String)>,
    what: What,
    given: bool,
}

#[derive(Debug)]
enum What {
    Answer {
        status: u16,
        content_type: String,
        body: String,
    },
    /// There is no answer.
    Failure(String),
}

impl Mock {
    fn fits(&self, parameters: &Parameters) -> bool {
        let is = |(key, value): &(String, String)| parameters.text(key) == value;
        self.when.iter().all(is)
    }
}

impl Mocks {
    /// The answer whose turn it is: of those that fit, each is given once and the last again and again.
    pub(crate) fn answer(
        &mut self,
        widget: &str,
        parameters: &Parameters,
    ) -> Option<Result<RemoteAnswer, FunctionError>> {
        let mocks = self.0.get_mut(widget)?;
        let fit = mocks.iter_mut().filter(|mock| mock.fits(parameters));
        let mut chosen = None;
        for mock in fit {
            let is_new = !mock.given;
            chosen = Some(mock);
            if is_new {
                break;
            }
        }
        let mock = chosen?;
        mock.given = true;
        Some(match &mock.what {
            What::Failure(reason) => Err(FunctionError::new(reason)),
            What::Answer {
                status,
                content_type,
                body,
            } => Ok(RemoteAnswer {
                status: *status,
                content_type: content_type.clone().into(),
                body: body.clone().into(),
                ..RemoteAnswer::default()
            }),
        })
    }

    /// The names of all that the answers for a widget hold.
    pub(crate) fn keys(&self, widget: &str) -> BTreeSet<String> {
        let mocks = self.0.get(widget).into_iter().flatten();
        let objects = mocks.filter_map(|mock| match &mock.what {
            What::Answer { body, .. } => match serde_json::from_str(body) {
                Ok(Value::Object(object)) => Some(object),
                _ => None,
            },
            What::Failure(_) => None,
        });
        objects
            .flat_map(|object| object.into_iter().map(|(key, _)| key))
            .collect()
    }
}
