//! A conversation as a virtual object: one writer a conversation, its state kept by Restate.

use restate_sdk::prelude::*;
use serde::{Deserialize, Serialize};

/// Where Restate finds it.
const ADDRESS: &str = "127.0.0.1:19080";

/// What is remembered between turns; as many bytes of JSON as the host keeps for the same flow.
#[derive(Default, Serialize, Deserialize)]
struct State {
    turns: u64,
    widget: String,
    wanted: String,
    inbound: String,
    outbound: String,
    context: String,
}

/// What there is in a state besides: trigger, addresses, SIDs.
const CONTEXT: usize = 1300;

const QUESTION: &str = "What would you like to order today?";

struct Conversation;

#[object]
impl Conversation {
    /// One turn: a split, a variable, a split, a message, and the wait for the next.
    #[handler]
    async fn turn(
        &self,
        context: ObjectContext<'_>,
        message: String,
    ) -> Result<String, TerminalError> {
        let state = context.get::<Json<State>>("state").await?;
        let state = moved(state.map(Json::into_inner), message);
        let said = state.outbound.clone();
        context.set("state", Json(state));
        let channel = context.service_client::<ChannelClient>();
        channel.say(said.clone()).send();
        Ok(said)
    }

    /// The same without a message that is sent: it is only answered.
    #[handler]
    async fn silent_turn(
        &self,
        context: ObjectContext<'_>,
        message: String,
    ) -> Result<String, TerminalError> {
        let state = context.get::<Json<State>>("state").await?;
        let state = moved(state.map(Json::into_inner), message);
        let said = state.outbound.clone();
        context.set("state", Json(state));
        Ok(said)
    }
}

fn moved(state: Option<State>, message: String) -> State {
    let mut state = state.unwrap_or_else(|| State {
        context: "x".repeat(CONTEXT),
        ..State::default()
    });
    if message.to_lowercase().contains("flowers") {
        state.wanted = "flowers".to_owned();
    }
    if state.wanted == "flowers" {
        state.outbound = QUESTION.to_owned();
    }
    state.inbound = message;
    state.widget = "order".to_owned();
    state.turns += 1;
    state
}

/// Where messages go to.
struct Channel;

#[service]
impl Channel {
    #[handler]
    async fn say(&self, _: Context<'_>, message: String) -> Result<(), TerminalError> {
        std::hint::black_box(message);
        Ok(())
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let endpoint = Endpoint::builder().bind(Conversation).bind(Channel).build();
    let listener = tokio::net::TcpListener::bind(ADDRESS).await;
    let listener = listener.expect("the port is free");
    // The SDK's server leaves it off, and a lone turn then waits 40 ms for an acknowledgement.
    // Connections have it from their listener, on Linux.
    let nodelay = socket2::SockRef::from(&listener).set_tcp_nodelay(true);
    nodelay.expect("an option of every TCP socket");
    HttpServer::new(endpoint).serve(listener).await;
}
