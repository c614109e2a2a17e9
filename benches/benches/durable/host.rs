//! The host: what is measured.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flow_runtime::conversation::Who;
use flow_runtime::host::local::{Conversation, NewMessage};
use flow_runtime::{Runtime, flow};
use tokio::task::JoinSet;

use crate::load::Engine;

flow! {
    /// Each order goes through four widgets and back to where it came in.
    pub flow Shop {
        trigger {
            incoming_conversation_message => order,
        }

        send_and_wait_for_reply order {
            body: "What would you like to order today?",

            incoming_message => check,
            _ => end,
        }

        split_based_on check {
            input: "{{widgets.order.inbound.Body}}",

            contains("flowers") => remember,
            _ => end,
        }

        set_variables remember {
            variables: { wanted: "flowers" },

            next => route,
        }

        split_based_on route {
            input: "{{flow.variables.wanted}}",

            equal_to("flowers") => order,
            _ => end,
        }
    }
}

/// What the customer writes.
pub(crate) const BODY: &str = "I would like to have some flowers, please";

pub(crate) struct Host {
    runtime: Runtime,
    chats: Vec<Conversation>,
    /// The number of the next message, which makes the channel's id of it.
    next: AtomicU64,
}

impl Host {
    /// Opens a store there, with that many conversations that wait for an order.
    pub(crate) async fn open(folder: &Path, conversations: usize) -> Arc<Self> {
        let file = folder.join("host.db");
        let runtime = Runtime::builder().flow::<Shop>().open(file).await;
        let runtime = runtime.expect("it opens");
        let mut begun = JoinSet::new();
        for conversation in 0..conversations {
            let address = format!("bench:{conversation}");
            let chat = runtime.conversation::<Shop>(&address).await;
            begun.spawn(begin(conversation, chat.expect("it is made")));
        }
        let mut chats = begun.join_all().await;
        chats.sort_by_key(|(conversation, _)| *conversation);
        let chats = chats.into_iter().map(|(_, chat)| chat).collect();
        Arc::new(Host {
            runtime,
            chats,
            next: AtomicU64::new(0),
        })
    }

    pub(crate) async fn close(self: Arc<Self>) {
        if let Some(host) = Arc::into_inner(self) {
            host.runtime.close().await;
        }
    }
}

async fn begin(conversation: usize, chat: Conversation) -> (usize, Conversation) {
    let who = Who::Identity("customer".into());
    chat.add_participant(who).await.expect("they join");
    let message = NewMessage::new("customer", "hello");
    chat.deliver(message).await.expect("it is taken");
    (conversation, chat)
}

impl Engine for Host {
    async fn turn(&self, conversation: usize) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let id = format!("IM{:032x}", crate::sample::spread(number));
        let message = NewMessage::new("customer", BODY).id(id);
        let delivered = self.chats[conversation].deliver(message).await;
        delivered.expect("it is taken");
    }
}
