//! The world around a host: it does what a scenario says, repeats what was not acknowledged, starts
//! the program again when it dies, and waits until all is quiet.

use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::fault::Armed;
use flow_runtime::host::Clock;
use flow_runtime::host::local::{HostError, Limits, NewMessage, NewRequest};
use flow_runtime::store::check;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::asked;
use crate::plan::{Plan, Signal, Strike};
use crate::record::Record;
use crate::script::{Scenario, Step, who};

/// When every run begins.
pub(crate) const START: i64 = 1_700_000_000_000;

/// Longer than the host waits before it tries again what it could not do.
const SETTLED: Duration = Duration::from_secs(5);

/// After how long the world asks again.
const AGAIN: Duration = Duration::from_millis(10);

/// How long a call may take: longer than any of them is delayed.
const CALL: Duration = Duration::from_secs(60);

/// How long the log is kept: longer than all scenarios last but the one about it.
const RETENTION: Duration = Duration::from_secs(3600);

const ADDRESS: &str = "test:fault";

/// What a run came to.
pub(crate) struct Run {
    pub(crate) record: Record,
    pub(crate) plan: Arc<Plan>,
}

struct World {
    scenario: &'static Scenario,
    plan: Arc<Plan>,
    _folder: TempDir,
    began: Instant,
    host: Option<(Arc<Runtime>, Armed)>,
    /// Those who bring an event once more.
    twins: JoinSet<()>,
    /// The last event that is the same when it comes again.
    last: Option<Event>,
    /// How often each step was told that it is the first of its kind.
    fresh: Arc<Mutex<Vec<usize>>>,
}

/// A step that may be repeated.
#[derive(Clone, Copy)]
struct Event {
    flows: &'static [&'static str],
    id: usize,
    step: Step,
    sent: i64,
}

/// What became of a step, as whoever did it is told.
pub(crate) type Answer = Result<(), HostError>;

/// Runs a scenario under those faults.
pub(crate) async fn run(scenario: &'static Scenario, strikes: &[Strike], seed: u64) -> Run {
    asked::take();
    let folder = folder();
    let mut world = World {
        scenario,
        plan: Plan::new(strikes, seed, folder.path().join("flow.db")),
        _folder: folder,
        began: Instant::now(),
        host: None,
        twins: JoinSet::new(),
        last: None,
        fresh: Arc::new(Mutex::new(vec![0; scenario.steps.len()])),
    };
    let mut answers = Vec::new();
    for (id, &step) in scenario.steps.iter().enumerate() {
        answers.push(world.take(id, step).await);
    }
    world.settle().await;
    world.finish(&answers)
}

/// A folder in memory, where there is one: it is not the disk that is tried here.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

impl World {
    /// Takes a step until it is acknowledged, or refused for good.
    async fn take(&mut self, id: usize, step: Step) -> Answer {
        let event = Event {
            flows: self.scenario.flows,
            id,
            step,
            sent: self.now(),
        };
        let same_again = matches!(
            step,
            Step::Says(..) | Step::SaysInHaste(..) | Step::Starts(_)
        );
        if same_again {
            self.last = Some(event);
        }
        let answer = match step {
            Step::Passes(seconds) => {
                self.rest(Duration::from_secs(seconds)).await;
                Ok(())
            }
            Step::Takes(worker) => self.take_hand_over(worker).await,
            _ => {
                let fresh = self.fresh.clone();
                self.endure(async move |runtime: &Runtime| {
                    let is_fresh = event.happens(runtime).await?;
                    fresh.lock().unwrap()[id] += usize::from(is_fresh);
                    Ok(())
                })
                .await
            }
        };
        if !matches!(step, Step::SaysInHaste(..)) {
            self.settle().await;
        }
        answer
    }

    async fn take_hand_over(&mut self, worker: &'static str) -> Answer {
        let waiting = async |runtime: &Runtime| runtime.hand_overs().waiting().await;
        let first = self.endure(waiting).await?.remove(0).sid;
        self.endure(async move |runtime: &Runtime| {
            let taken = runtime.hand_overs().claim(&first, worker).await?;
            assert!(taken.is_some(), "nobody else takes it");
            Ok(())
        })
        .await
    }

    /// Waits until nothing is under way; whatever is tried again has had its time.
    async fn settle(&mut self) {
        for pause in [SETTLED, Duration::ZERO] {
            let flow = self.scenario.flows[0];
            let quiet = async move |runtime: &Runtime| {
                let chat = runtime.conversation_with(flow, ADDRESS).await?;
                chat.quiet().await
            };
            self.endure(quiet).await.unwrap();
            self.rest(pause).await;
        }
    }

    async fn rest(&mut self, time: Duration) {
        let until = Instant::now() + time;
        loop {
            let failed = self.host().await.failed();
            let plan = self.plan.clone();
            tokio::select! {
                biased;
                signal = plan.signal() => self.heed(signal).await,
                _ = failed => self.die().await,
                () = sleep_until(until) => return,
            }
        }
    }

    /// Does something with the host, again as long as it is no answer.
    async fn endure<T>(
        &mut self,
        work: impl AsyncFn(&Runtime) -> Result<T, HostError>,
    ) -> Result<T, HostError> {
        let plan = self.plan.clone();
        loop {
            let runtime = self.host().await;
            let mut working = pin!(work(&runtime));
            loop {
                tokio::select! {
                    biased;
                    signal = plan.signal() => {
                        self.heed(signal).await;
                        if signal != Signal::Twice {
                            break;
                        }
                    }
                    _ = runtime.failed() => {
                        self.die().await;
                        break;
                    }
                    answer = &mut working => match heard(answer).await {
                        Some(answer) => return answer,
                        None => break,
                    },
                }
            }
        }
    }

    /// Does what is to be done about a fault.
    async fn heed(&mut self, signal: Signal) {
        match signal {
            Signal::Lost | Signal::Twice => self.twin(),
            Signal::Crashed => self.stop().await,
        }
    }

    /// The program ends, as nothing can be written any more.
    async fn die(&mut self) {
        self.plan.kill();
        self.stop().await;
    }

    /// The last event once more, by somebody who does not wait for an answer.
    fn twin(&mut self) {
        let (Some(event), Some((runtime, _))) = (self.last, &self.host) else {
            return;
        };
        let (runtime, fresh) = (runtime.clone(), self.fresh.clone());
        self.twins.spawn(async move {
            if let Ok(true) = event.happens(&runtime).await {
                fresh.lock().unwrap()[event.id] += 1;
            }
        });
    }

    async fn stop(&mut self) {
        self.twins.shutdown().await;
        self.host = None;
    }

    /// The program, started where it does not run.
    async fn host(&mut self) -> Arc<Runtime> {
        loop {
            if let Some((runtime, _)) = &self.host {
                return runtime.clone();
            }
            let (file, armed) = self.plan.arm();
            let mut limits = Limits::default();
            limits.call = CALL;
            limits.retention = RETENTION;
            let builder = (self.scenario.builder)().limits(limits);
            let builder = builder.clock(Clock::starting_at(self.now()));
            let opened = tokio::select! {
                biased;
                _ = self.plan.signal() => continue,
                opened = builder.open(file) => opened.ok(),
            };
            match opened {
                Some(runtime) => self.host = Some((Arc::new(runtime), armed)),
                None => sleep(AGAIN).await,
            }
        }
    }

    fn now(&self) -> i64 {
        START + i64::try_from(self.began.elapsed().as_millis()).unwrap()
    }

    /// Stops the program as a kill does, and judges what it leaves.
    fn finish(mut self, answers: &[Answer]) -> Run {
        drop(std::mem::take(&mut self.twins));
        drop(self.host.take());
        let fresh = self.fresh.lock().unwrap();
        assert!(
            fresh.iter().all(|&times| times <= 1),
            "a step is told twice that it is the first of its kind: {fresh:?}"
        );
        let file = self.plan.file();
        let report = check(&file).unwrap();
        assert!(report.is_quiet() && report.turns > 0, "{report:?}");
        Run {
            record: Record::of(&file, answers, asked::take()),
            plan: self.plan.clone(),
        }
    }
}

/// The answer, where it is one: else the same is to be asked again.
async fn heard<T>(answer: Result<T, HostError>) -> Option<Result<T, HostError>> {
    if let Err(HostError::Store(_) | HostError::Interrupted) = answer {
        sleep(AGAIN).await;
        return None;
    }
    Some(answer)
}

impl Event {
    /// Whether it is told to be the first of its kind.
    async fn happens(self, runtime: &Runtime) -> Result<bool, HostError> {
        let Event { id, step, sent, .. } = self;
        if id == 0 {
            for flow in self.flows {
                runtime.conversation_with(flow, ADDRESS).await?;
            }
        }
        let flow = match step {
            Step::HandsOver => self.flows.last(),
            _ => self.flows.first(),
        };
        let chat = runtime.conversation_with(flow.unwrap(), ADDRESS).await?;
        match step {
            Step::Joins(name) => chat.add_participant(who(name)).await.map(|_| false),
            Step::Leaves(name) => chat.remove_participant(name).await.map(|()| false),
            Step::Says(name, body) | Step::SaysInHaste(name, body) => {
                let message = NewMessage::new(name, body).id(id.to_string());
                let delivered = chat.deliver(message.sent(sent)).await?;
                Ok(!delivered.duplicate)
            }
            Step::Starts(name) => {
                let request = NewRequest::new(name).id(id.to_string());
                Ok(!chat.start(request.sent(sent)).await?.duplicate)
            }
            Step::HandsOver => chat.hand_over().await.map(|()| false),
            Step::Closes => chat.close().await.map(|()| false),
            Step::Passes(_) | Step::Takes(_) => unreachable!("the world does it by itself"),
        }
    }
}
