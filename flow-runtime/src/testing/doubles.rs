//! What stands in for functions, for whoever is asked elsewhere, and for the channel.

use std::any::TypeId;
use std::collections::HashMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use flow_model::Text;
use tokio::sync::{Notify, oneshot};

use super::place::{Spot, flow_of, list};
use super::seen::milliseconds;
use crate::conversation::Timestamp;
use crate::driver::Outcome;
use crate::function::{
    BoxFuture, Cut, Function, FunctionContext, FunctionEntry, FunctionError, Parameters,
    TIME_LIMIT, message, outcome, returned, too_long, within,
};
use crate::host::local::{RemoteAnswer, RemoteCall, Stage};
use crate::model::Value;
use crate::program::{Definition, Program};

/// Twilio's code for a message that cannot be delivered.
const UNDELIVERED: u32 = 30008;

/// Everything that stands in for something, shared with the runtime.
pub(super) struct Backstage {
    /// What time it is.
    pub(super) time: Arc<AtomicI64>,
    functions: Mutex<HashMap<TypeId, Double>>,
    elsewhere: Mutex<Vec<(Spot, Answering)>>,
    refused: Mutex<Vec<Spot>>,
    holding: Mutex<Vec<Spot>>,
    held: Mutex<Option<Held>>,
    /// A call came to be held.
    holds: Notify,
    /// What went wrong where no test could be told at once.
    problems: Arc<Mutex<Vec<String>>>,
}

type Call = Arc<dyn Fn(Parameters, FunctionContext) -> Calling + Send + Sync>;
type Calling = BoxFuture<'static, Result<Value, FunctionError>>;
type Answering = Box<dyn FnMut(RemoteCall) -> Result<RemoteAnswer, FunctionError> + Send>;

/// A call that is not made yet: a conversation has one at a time.
struct Held {
    widget: Text,
    /// When its time is over.
    until: Timestamp,
    /// Its outcome, where it is not to be made any more.
    goes_on: oneshot::Sender<Option<Outcome>>,
}

/// What stands in for one function.
#[derive(Clone)]
struct Double {
    name: &'static str,
    takes: Duration,
    call: Call,
    is_called: bool,
}

impl Backstage {
    pub(super) fn new(time: i64) -> Self {
        Backstage {
            time: Arc::new(AtomicI64::new(time)),
            functions: Mutex::default(),
            elsewhere: Mutex::default(),
            refused: Mutex::default(),
            holding: Mutex::default(),
            held: Mutex::default(),
            holds: Notify::new(),
            problems: Arc::default(),
        }
    }

    /// Lets something stand in for the function `P`.
    pub(super) fn double<P, D, A>(&self, takes: Duration, double: D)
    where
        P: Function,
        D: FnMut(P, FunctionContext) -> A + Send + 'static,
        A: Future<Output = Result<P::Output, FunctionError>> + Send + 'static,
    {
        let double = Arc::new(Mutex::new(double));
        let call: Call = Arc::new(move |given, cx| {
            let double = double.clone();
            Box::pin(async move {
                let parameters = P::parse(&given)?;
                let answer = locked(&double)(parameters, cx);
                returned(&answer.await?)
            })
        });
        let name = short(std::any::type_name::<P>());
        let double = Double {
            name,
            takes,
            call,
            is_called: false,
        };
        locked(&self.functions).insert(TypeId::of::<P>(), double);
    }

    pub(super) fn elsewhere(&self, spot: Spot, answer: Answering) {
        let mut elsewhere = locked(&self.elsewhere);
        elsewhere.retain(|(other, _)| *other != spot);
        elsewhere.push((spot, answer));
    }

    pub(super) fn refusing(&self, spot: Spot) {
        locked(&self.refused).push(spot);
    }

    pub(super) fn holding(&self, spot: Spot) {
        locked(&self.holding).push(spot);
    }

    /// Once a call is held.
    pub(super) async fn holds(&self) {
        while locked(&self.held).is_none() {
            self.holds.notified().await;
        }
    }

    /// The widget whose call is held, and when its time is over.
    pub(super) fn held(&self) -> Option<(Text, Timestamp)> {
        let held = locked(&self.held);
        held.as_ref().map(|held| (held.widget.clone(), held.until))
    }

    /// Lets the call that is held be made, or come to an outcome without; whether there is one.
    pub(super) fn go_on(&self, outcome: Option<Outcome>) -> bool {
        let held = locked(&self.held).take();
        held.is_some_and(|held| held.goes_on.send(outcome).is_ok())
    }

    /// The program stopped, and the call with it.
    pub(super) fn forget_held(&self) {
        locked(&self.held).take();
    }

    /// The functions that have doubles.
    pub(super) fn doubled(&self) -> Vec<(TypeId, &'static str)> {
        let doubles = locked(&self.functions);
        let doubled = doubles.iter();
        doubled.map(|(id, double)| (*id, double.name)).collect()
    }

    /// The doubles of functions that were never called.
    pub(super) fn uncalled(&self) -> Vec<&'static str> {
        let doubles = locked(&self.functions);
        let uncalled = doubles.values().filter(|double| !double.is_called);
        let mut names: Vec<_> = uncalled.map(|double| double.name).collect();
        names.sort_unstable();
        names
    }

    /// Answers what is asked of elsewhere.
    pub(super) fn answer(&self, call: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        let (url, widget) = (call.url.clone(), call.widget.clone());
        let mut elsewhere = locked(&self.elsewhere);
        let asked = |spot: &Spot| spot.flow == call.flow && spot.widget == widget;
        if let Some((_, answer)) = elsewhere.iter_mut().find(|(spot, _)| asked(spot)) {
            let answered = catch_unwind(AssertUnwindSafe(|| answer(call)));
            return answered.unwrap_or_else(|panic| {
                let text = message(&*panic);
                self.problem(format!("the answer to `{widget}` panicked: {text}"));
                Err(FunctionError::new("the answer panicked"))
            });
        }
        self.problem(format!(
            "`{widget}` asks {url}, and nothing answers it: give the simulation an answer with \
             `.elsewhere(\"{widget}\", |call| Ok(RemoteAnswer::json(…)))`"
        ));
        Err(FunctionError::new("no answer was given in the test"))
    }

    pub(super) fn problem(&self, problem: String) {
        locked(&self.problems).push(problem);
    }

    /// What went wrong since it was last asked.
    pub(super) fn problems(&self) -> Vec<String> {
        std::mem::take(&mut *locked(&self.problems))
    }
}

impl Stage for Backstage {
    fn hold(&self, flow: &Text, widget: &Text) -> Option<BoxFuture<'static, Option<Outcome>>> {
        let is = |spot: &Spot| spot.flow == *flow && spot.widget == *widget;
        if !locked(&self.holding).iter().any(is) {
            return None;
        }
        let (goes_on, gone_on) = oneshot::channel();
        *locked(&self.held) = Some(Held {
            widget: widget.clone(),
            until: self
                .time
                .load(Ordering::Acquire)
                .saturating_add(milliseconds(TIME_LIMIT)),
            goes_on,
        });
        self.holds.notify_one();
        Some(Box::pin(async move {
            match gone_on.await {
                Ok(outcome) => outcome,
                Err(_) => std::future::pending().await, // its program is about to be gone
            }
        }))
    }

    fn call(
        &self,
        function: &FunctionEntry,
        parameters: &Parameters,
        cx: &FunctionContext,
    ) -> Option<BoxFuture<'static, Outcome>> {
        let double = {
            let mut doubles = locked(&self.functions);
            let double = doubles.get_mut(&(function.identity)().0)?;
            double.is_called = true;
            double.clone()
        };
        let passed = milliseconds(double.takes.min(TIME_LIMIT));
        self.time.fetch_add(passed, Ordering::AcqRel);
        if double.takes > TIME_LIMIT {
            return Some(Box::pin(std::future::ready(too_long(TIME_LIMIT))));
        }
        let (parameters, cx) = (parameters.clone(), cx.clone());
        let problems = self.problems.clone();
        Some(Box::pin(async move {
            let call = async move { (double.call)(parameters, cx).await };
            match within(TIME_LIMIT, call).await {
                Ok(result) => outcome(result),
                Err(Cut::Late) => too_long(TIME_LIMIT),
                Err(Cut::Panic(text)) => {
                    let problem = format!("the double of `{}` panicked: {text}", double.name);
                    locked(&problems).push(problem);
                    outcome(Err(FunctionError::new("the double panicked")))
                }
            }
        }))
    }

    fn refuse(&self, program: &Program, within: Option<&Text>, widget: &Text) -> Option<Outcome> {
        let flow = flow_of(program, within).name();
        let refused = locked(&self.refused);
        let is = |spot: &Spot| spot.flow == *flow && spot.widget == *widget;
        refused.iter().any(is).then(|| Outcome::Refused {
            code: UNDELIVERED,
            reason: "it is refused in the test".into(),
        })
    }
}

/// What is wrong where a function has a double, or an outcome, and no widget of these flows runs it.
pub(super) fn stranger(flows: &[Definition], doubled: &[(TypeId, &str)]) -> Option<String> {
    let functions = || flows.iter().flat_map(|flow| flow.functions);
    let runs = |id: &TypeId| functions().any(|entry| (entry.identity)().0 == *id);
    let (_, stranger) = doubled.iter().find(|(id, _)| !runs(id))?;
    let mut known: Vec<&str> = Vec::new();
    for entry in functions() {
        let name = short((entry.identity)().1);
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let runs = match known.as_slice() {
        [] => "it runs no functions".to_owned(),
        known => format!("it runs {}", list(known)),
    };
    let flow = flows.first().map_or("", |flow| flow.machine.name());
    Some(format!(
        "no widget of `{flow}` runs the function `{stranger}`: {runs}"
    ))
}

/// A type without the modules it is in.
pub(super) fn short(name: &'static str) -> &'static str {
    let path = name.split('<').next().unwrap_or(name);
    let start = path.rfind("::").map_or(0, |at| at + 2);
    &name[start..]
}

/// Nothing that is done under these locks can be left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
