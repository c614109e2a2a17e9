//! The addresses that are active, or listened to.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use flow_model::Text;
use tokio::sync::{broadcast, mpsc};

use super::Activity;
use super::mail::Mail;

/// How many mails may wait for one task.
const MAILBOX: usize = 64;

/// How far a subscriber may fall behind.
const FEED: usize = 1024;

/// From how many slots on those that nobody uses are looked for.
const FEW: usize = 64;

/// Where it is told what happens at an address, once somebody listened: a channel takes the memory
/// for all that it may hold when it is made.
pub(super) type Feed = Arc<OnceLock<broadcast::Sender<Activity>>>;

/// The addresses that are active, or listened to.
#[derive(Debug)]
pub(super) struct Slots {
    slots: HashMap<Text, Slot>,
    /// How many there are when those go to which nobody listens any more. Who does so says nothing.
    sweep_at: usize,
}

#[derive(Debug, Default)]
struct Slot {
    mailbox: Option<mpsc::Sender<Mail>>,
    feed: Feed,
}

impl Default for Slots {
    fn default() -> Self {
        Slots {
            slots: HashMap::new(),
            sweep_at: FEW,
        }
    }
}

impl Slots {
    /// The mailbox of an address; where no task has it, `start` starts one.
    pub(super) fn mailbox(
        &mut self,
        address: &Text,
        start: impl FnOnce(mpsc::Receiver<Mail>, Feed),
    ) -> mpsc::Sender<Mail> {
        let slot = self.slots.entry(address.clone()).or_default();
        match &slot.mailbox {
            Some(mailbox) if !mailbox.is_closed() => mailbox.clone(),
            _ => {
                let (mailbox, receiver) = mpsc::channel(MAILBOX);
                slot.mailbox = Some(mailbox.clone());
                start(receiver, slot.feed.clone());
                mailbox
            }
        }
    }

    /// What happens at an address from now on.
    pub(super) fn subscribe(&mut self, address: &Text) -> broadcast::Receiver<Activity> {
        if self.slots.len() >= self.sweep_at {
            self.slots.retain(|_, slot| slot.is_used());
            self.sweep_at = FEW.max(2 * self.slots.len());
        }
        let slot = self.slots.entry(address.clone()).or_default();
        let feed = slot.feed.get_or_init(|| broadcast::channel(FEED).0);
        feed.subscribe()
    }

    /// Lets a task go that nobody can be about to write to; whether it may.
    pub(super) fn retire(&mut self, address: &Text, mailbox: &mpsc::Receiver<Mail>) -> bool {
        let only_ours = mailbox.sender_strong_count() <= 1;
        if !only_ours || !mailbox.is_empty() {
            return false;
        }
        if let Some(slot) = self.slots.get_mut(address) {
            slot.mailbox = None;
            if !slot.is_used() {
                self.slots.remove(address);
            }
        }
        true
    }

    /// The addresses whose tasks run.
    pub(super) fn active(&self) -> Vec<Text> {
        let active = self.slots.iter().filter(|(_, slot)| slot.mailbox.is_some());
        active.map(|(address, _)| address.clone()).collect()
    }

    /// Lets go of every mailbox and every feed.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }
}

impl Slot {
    fn is_used(&self) -> bool {
        let feed = self.feed.get();
        self.mailbox.is_some() || feed.is_some_and(|feed| feed.receiver_count() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who listens may do so long after the task is gone, and leaves without a word.
    #[test]
    fn a_feed_that_nobody_hears_any_more_goes() {
        let mut slots = Slots::default();
        let address = |n: usize| Text::from(format!("test:{n}"));
        let _mailbox = slots.mailbox(&address(0), |_, _| {});
        let mut heard = slots.subscribe(&address(1));
        for n in 2..1000 {
            drop(slots.subscribe(&address(n)));
        }
        assert!(slots.slots.len() <= FEW, "{}", slots.slots.len());
        assert_eq!(slots.active(), [address(0)]);
        let mut again = None;
        drop(slots.mailbox(&address(1), |_, feed| again = feed.get().cloned()));
        again.unwrap().send(Activity::Closed).unwrap();
        assert_eq!(heard.try_recv(), Ok(Activity::Closed));
    }
}
