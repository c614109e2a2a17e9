//! One turn as the host writes it: the floors write the same bytes.

use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::NewMessage;

use crate::host::Shop;

/// The texts of a turn.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) event: String,
    pub(crate) steps: String,
    pub(crate) state: String,
    /// The message that comes, and the one that goes: body and author of each.
    pub(crate) messages: [(String, String); 2],
}

/// What a row holds besides its texts: keys, times, SIDs.
const REST: usize = 160;

impl Sample {
    /// Has the host take a turn in memory, and copies what it wrote.
    pub(crate) async fn take() -> Self {
        let runtime = Runtime::builder().flow::<Shop>().in_memory().await;
        let runtime = runtime.expect("it opens");
        let chat = runtime.conversation::<Shop>("bench:0").await;
        let chat = chat.expect("it is made");
        let who = Who::Identity("customer".into());
        chat.add_participant(who).await.expect("they join");
        for _ in 0..2 {
            let message = NewMessage::new("customer", crate::host::BODY);
            chat.deliver(message).await.expect("it is taken");
        }
        let turn = chat.turns().await.expect("a log").pop().expect("a turn");
        let sid = turn.execution.expect("an execution");
        let execution = runtime.execution(&sid).await.expect("a read");
        let said = chat.messages().await.expect("messages");
        let message = |at: usize| (said[at].author.to_string(), said[at].body.to_string());
        Sample {
            event: serde_json::to_string(&turn.event).expect("JSON"),
            steps: serde_json::to_string(&turn.steps).expect("JSON"),
            state: execution.expect("it is there").state.to_string(),
            messages: [message(said.len() - 2), message(said.len() - 1)],
        }
    }

    /// Everything that a turn has to bring to the disk.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = [&*self.event, &*self.steps, &*self.state].concat();
        for (author, body) in &self.messages {
            bytes.push_str(author);
            bytes.push_str(body);
        }
        let mut bytes = bytes.into_bytes();
        bytes.resize(bytes.len() + REST, b'.');
        bytes
    }
}

/// Spreads numbers as digests spread them.
pub(crate) fn spread(number: u64) -> u128 {
    u128::from(number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
}
