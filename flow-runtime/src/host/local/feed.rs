//! Who listens to an address.

use std::sync::{Arc, OnceLock};

use tokio::sync::broadcast;

use super::Activity;

/// How far a subscriber may fall behind.
const CAPACITY: usize = 1024;

/// What happens at an address, for those who listen.
///
/// Its channel has room for all of [`CAPACITY`] from the beginning, so it is made for the first who
/// listens: most addresses never have one.
#[derive(Clone, Debug, Default)]
pub(super) struct Feed(Arc<OnceLock<broadcast::Sender<Activity>>>);

impl Feed {
    /// What happens from now on.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Activity> {
        let sender = self.0.get_or_init(|| broadcast::channel(CAPACITY).0);
        sender.subscribe()
    }

    /// Tells whoever listens.
    pub(super) fn publish(&self, activity: &Activity) {
        if let Some(sender) = self.0.get() {
            let _ = sender.send(activity.clone()); // they may all be gone
        }
    }

    /// Whether anybody listens.
    pub(super) fn is_heard(&self) -> bool {
        self.0
            .get()
            .is_some_and(|sender| sender.receiver_count() > 0)
    }
}
