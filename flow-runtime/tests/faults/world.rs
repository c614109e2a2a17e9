//! The world around a host: it does what a scenario says, repeats what was not acknowledged, starts
//! the program again when it dies, and waits until all is quiet.

use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::fault::Armed;
use flow_runtime::host::Clock;
use flow_runtime::host::local::{HostError, NewMessage, NewRequest};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::asked;
use crate::invariants;
use crate::plan::{Plan, Signal, Strike};
use crate::record::Record;
use crate::script::{Scenario, Step, who};

/// When every run begins.
pub(crate) const START: i64 = 1_700_000_000_000;

/// Longer than the host waits before it tries again what it could not do.
const SETTLED: Duration = Duration::from_secs(5);

/// After how long the world asks again.
const AGAIN: Duration = Duration::from_millis(10);

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
    last: Option<(usize, Step)>,
    /// How often each step was told that it is the first of its kind.
    fresh: Arc<Mutex<Vec<usize>>>,
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
        let same_again = matches!(
            step,
            Step::Says(..) | Step::SaysInHaste(..) | Step::Starts(_)
        );
        if same_again {
            self.last = Some((id, step));
        }
        let answer = match step {
            Step::Passes(seconds) => {
                self.rest(Duration::from_secs(seconds)).await;
                Ok(())
            }
            Step::Takes(worker) => self.take_hand_over(worker).await,
            _ => {
                let (flows, fresh) = (self.scenario.flows, self.fresh.clone());
                self.endure(async move |runtime: &Runtime| {
                    let is_fresh = event(runtime, flows, id, step).await?;
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
            self.host().await;
            let plan = self.plan.clone();
            tokio::select! {
                biased;
                signal = plan.signal() => self.heed(&signal).await,
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
            let signal = loop {
                let signal = tokio::select! {
                    biased;
                    signal = plan.signal() => signal,
                    answer = &mut working => match heard(answer).await {
                        Some(answer) => return answer,
                        None => break None,
                    },
                };
                match signal {
                    Signal::Twice => self.heed(&signal).await,
                    Signal::Failed => {
                        // The host still says so before it stops.
                        let last = timeout(AGAIN, &mut working).await;
                        self.heed(&signal).await;
                        if let Ok(answer @ Ok(_)) = last {
                            return answer;
                        }
                        break None;
                    }
                    Signal::Lost => break None,
                    Signal::Crashed => break Some(signal),
                }
            };
            if let Some(signal) = signal {
                self.heed(&signal).await;
            }
        }
    }

    /// Does what is to be done about a fault while nothing is asked for.
    async fn heed(&mut self, signal: &Signal) {
        match signal {
            Signal::Lost | Signal::Twice => self.twin(),
            Signal::Crashed => self.stop().await,
            Signal::Failed => {
                self.plan.kill();
                self.stop().await;
            }
        }
    }

    /// The last event once more, by somebody who does not wait for an answer.
    fn twin(&mut self) {
        let (Some((id, step)), Some((runtime, _))) = (self.last, &self.host) else {
            return;
        };
        let (runtime, flows, fresh) = (runtime.clone(), self.scenario.flows, self.fresh.clone());
        self.twins.spawn(async move {
            if let Ok(true) = event(&runtime, flows, id, step).await {
                fresh.lock().unwrap()[id] += 1;
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
            let past = i64::try_from(self.began.elapsed().as_millis()).unwrap();
            let builder = (self.scenario.builder)().clock(Clock::starting_at(START + past));
            let opened = tokio::select! {
                biased;
                signal = self.plan.signal() => match signal {
                    Signal::Failed => None, // it says so, and is started again
                    _ => continue,
                },
                opened = builder.open(file) => opened.ok(),
            };
            match opened {
                Some(runtime) => self.host = Some((Arc::new(runtime), armed)),
                None => sleep(AGAIN).await,
            }
        }
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
        invariants::hold(&file);
        Run {
            record: Record::of(&file, answers, asked::take()),
            plan: self.plan.clone(),
        }
    }
}

/// The answer, where it is one: else the same is to be asked again.
async fn heard<T>(answer: Result<T, HostError>) -> Option<Result<T, HostError>> {
    if let Err(HostError::Store(_) | HostError::Stopping) = answer {
        sleep(AGAIN).await;
        return None;
    }
    Some(answer)
}

/// What happens; whether it is told to be the first of its kind.
async fn event(
    runtime: &Runtime,
    flows: &'static [&'static str],
    id: usize,
    step: Step,
) -> Result<bool, HostError> {
    if id == 0 {
        for flow in flows {
            runtime.conversation_with(flow, ADDRESS).await?;
        }
    }
    let first = runtime.conversation_with(flows[0], ADDRESS).await?;
    match step {
        Step::Joins(name) => first.add_participant(who(name)).await.map(|_| false),
        Step::Leaves(name) => first.remove_participant(name).await.map(|()| false),
        Step::Says(name, body) | Step::SaysInHaste(name, body) => {
            let message = NewMessage::new(name, body).id(id.to_string());
            Ok(!first.deliver(message).await?.duplicate)
        }
        Step::Starts(name) => {
            let request = NewRequest::new(name).id(id.to_string());
            Ok(!first.start(request).await?.duplicate)
        }
        Step::HandsOver => {
            let last = runtime.conversation_with(flows[flows.len() - 1], ADDRESS);
            last.await?.hand_over().await.map(|()| false)
        }
        Step::Closes => first.close().await.map(|()| false),
        Step::Passes(_) | Step::Takes(_) => unreachable!("the world does it by itself"),
    }
}
