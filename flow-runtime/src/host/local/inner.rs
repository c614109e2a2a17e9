//! What the handles, the tasks and the timer of a runtime share.

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flow_model::Text;
use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{Notify, broadcast, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::calls::Fetcher;
use super::follow_up::AGAIN;
use super::mail::{Answer, Mail};
use super::past::Versions;
use super::room::Programs;
use super::round::Looked;
use super::slots::Slots;
use super::stage::Staged;
use super::survive::survived;
use super::task::Task;
use super::timer::Alarm;
use super::{Activity, HostError, Limits};
use crate::conversation::Timestamp;
use crate::host::Clock;
use crate::store::Store;
use crate::telemetry::Meters;

pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) programs: Programs,
    pub(super) versions: Versions,
    pub(super) meters: Meters,
    pub(super) fetcher: Option<Fetcher>,
    /// None but in tests.
    pub(super) stage: Option<Staged>,
    pub(super) alarm: Alarm,
    /// Told whenever people are handed something.
    pub(super) handed_over: Notify,
    slots: Mutex<Slots>,
    /// Where tasks run that are asked for from outside of tokio.
    tokio: Handle,
    /// None: the runtime is gone.
    tasks: Mutex<Option<JoinSet<()>>>,
    stopping: AtomicBool,
    #[cfg(feature = "mutants")]
    pub(super) mutant: Option<super::Mutant>,
}

impl Inner {
    pub(super) fn new(
        store: Store,
        clock: Clock,
        limits: Limits,
        programs: Programs,
        fetcher: Option<Fetcher>,
    ) -> Self {
        Inner {
            store,
            clock,
            limits,
            versions: Versions::new(&programs),
            meters: Meters::new(programs.keys()),
            programs,
            fetcher,
            stage: None,
            alarm: Alarm::default(),
            handed_over: Notify::new(),
            slots: Mutex::default(),
            tokio: Handle::current(),
            tasks: Mutex::new(Some(JoinSet::new())),
            stopping: AtomicBool::new(false),
            #[cfg(feature = "mutants")]
            mutant: None,
        }
    }

    /// Asks the task of an address, from outside.
    pub(super) async fn ask<T>(
        self: &Arc<Self>,
        address: &Text,
        mail: impl FnOnce(Answer<T>) -> Mail,
    ) -> Result<T, HostError> {
        if self.is_stopping() {
            return Err(HostError::Stopping);
        }
        self.ask_still(address, mail).await
    }

    /// Reads for whoever is outside.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, HostError> {
        self.store.read(read).await.map_err(|error| {
            // It may be no error of the store that it is closed.
            match self.is_stopping() {
                true => HostError::Stopping,
                false => error.into(),
            }
        })
    }

    /// Asks the task of an address while the runtime closes, too.
    pub(super) async fn ask_still<T, E: From<HostError>>(
        self: &Arc<Self>,
        address: &Text,
        mail: impl FnOnce(Answer<T, E>) -> Mail,
    ) -> Result<T, E> {
        let (answer, answered) = oneshot::channel();
        self.post(address, mail(answer)).await;
        answered.await.unwrap_or_else(|_| {
            let lost = match self.is_stopping() {
                true => HostError::Stopping,
                false => HostError::Interrupted,
            };
            Err(lost.into())
        })
    }

    /// Puts something into the mailbox of an address, whose task is started where there is none.
    pub(super) async fn post(self: &Arc<Self>, address: &Text, mail: Mail) {
        let mailbox = self.mailbox(address);
        let _ = mailbox.send(mail).await; // the runtime may be gone
    }

    /// The same where there is room for it; else it is gone.
    pub(super) fn try_post(self: &Arc<Self>, address: &Text, mail: Mail) {
        let _ = self.mailbox(address).try_send(mail); // what it holds tells that it was dropped
    }

    fn mailbox(self: &Arc<Self>, address: &Text) -> mpsc::Sender<Mail> {
        lock(&self.slots).mailbox(address, |mailbox, feed| {
            let task = Task::new(self.clone(), address.clone(), mailbox, feed);
            self.spawn(self.clone().keep(address.clone(), task));
        })
    }

    /// Runs the task of an address. Of one that panics the next does what it left.
    async fn keep(self: Arc<Self>, address: Text, task: Task) {
        if survived("the task of a conversation", task.run())
            .await
            .is_none()
        {
            sleep(AGAIN).await;
            self.post(&address, Mail::Look(Looked::alone())).await;
        }
    }

    /// What happens at an address from now on.
    pub(super) fn subscribe(&self, address: &Text) -> broadcast::Receiver<Activity> {
        lock(&self.slots).subscribe(address)
    }

    /// Lets a task go that nobody can be about to write to; whether it may.
    pub(super) fn retire(&self, address: &Text, mailbox: &mpsc::Receiver<Mail>) -> bool {
        lock(&self.slots).retire(address, mailbox)
    }

    /// The addresses whose tasks run.
    pub(super) fn active(&self) -> Vec<Text> {
        lock(&self.slots).active()
    }

    /// Runs something that ends with the runtime.
    pub(super) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        if let Some(tasks) = lock(&self.tasks).as_mut() {
            while tasks.try_join_next().is_some() {}
            let here = Handle::try_current();
            tasks.spawn_on(future, here.as_ref().unwrap_or(&self.tokio));
        }
    }

    /// A timer was armed.
    pub(super) fn arm(&self, due: Timestamp) {
        self.alarm.arm(due);
    }

    /// Takes nothing new from here on.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.handed_over.notify_waiters();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Ends every task where it stands.
    pub(super) fn abort(&self) {
        self.stop();
        drop(lock(&self.tasks).take());
        lock(&self.slots).clear();
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner")
            .field("store", &self.store)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Nothing that is done under these locks can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
