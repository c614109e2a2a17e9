//! What a host must be able to do to be tested.

use std::path::Path;
use std::time::Duration;

use flow_tests::host::{Answer, Ask, Config, Seen, Standing};

/// The host closed, or was killed, before it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gone;

/// What not every host can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ability {
    /// What it holds outlives it, in a file.
    Lasting,
    /// A month passes at once.
    Leaping,
    /// It is a process, which ends.
    Process,
}

/// A host under test. It is started before its test, without particulars.
pub(crate) trait HostUnderTest: Sized + 'static {
    /// Why it cannot do that; none: it can.
    fn lack(&self, ability: Ability) -> Option<&'static str>;

    /// Starts it where the last one stood, or says why it does not start. Its store is its own affair.
    async fn start(&mut self, config: Config) -> Result<(), String>;

    /// Closes it: what is under way is finished first.
    async fn stop(&mut self);

    /// Ends it where it stands.
    async fn kill(&mut self);

    /// Starts another one on the same store, or says why it does not start.
    async fn rival(&self) -> Result<Self, String>;

    /// Asks it, and waits for the answer.
    fn ask(
        &self,
        ask: Ask,
    ) -> impl Future<Output = Result<Answer, Gone>> + Send + 'static + use<Self>;

    /// Asks it, and goes away.
    async fn ask_and_leave(&self, ask: Ask);

    /// The file of its store.
    fn store(&self) -> &Path;

    /// Lets time pass.
    async fn advance(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Whether it cannot do that; the test says so.
    fn lacks(&self, ability: Ability) -> bool {
        let lack = self.lack(ability);
        if let Some(reason) = lack {
            println!("skipped: {reason}");
        }
        lack.is_some()
    }

    /// Starts it again after it was stopped or killed.
    async fn again(&mut self) {
        self.start(Config::default()).await.unwrap();
    }

    /// Closes it, and starts it otherwise.
    async fn restart(&mut self, config: Config) {
        self.stop().await;
        self.start(config).await.unwrap();
    }

    /// Somebody writes; answered with the place of the message and whether it was there before.
    async fn deliver(&self, chat: Chat, body: &str, id: &str) -> Result<(u64, bool), String> {
        match self.ask(chat.writes(body, id)).await {
            Ok(Answer::Delivered { index, duplicate }) => Ok((index, duplicate)),
            Ok(Answer::Refused { why }) => Err(why),
            other => Err(format!("{other:?}")),
        }
    }

    /// `author: body` of what was said in the conversation.
    async fn channel(&self, chat: Chat) -> Vec<String> {
        self.inspect(chat).await.messages
    }

    /// What is there.
    async fn inspect(&self, chat: Chat) -> Seen {
        match self.ask(chat.inspects()).await {
            Ok(Answer::Seen(seen)) => seen,
            other => panic!("{other:?}"),
        }
    }

    /// What became of each event.
    async fn outcomes(&self, chat: Chat) -> Vec<String> {
        let turns = self.inspect(chat).await.turns.into_iter();
        turns.map(|turn| turn.outcome).collect()
    }

    /// How the conversation stands with its flow.
    async fn standing(&self, chat: Chat) -> Standing {
        self.inspect(chat).await.standing
    }

    /// Waits until nothing is under way.
    async fn quiet(&self, chat: Chat) {
        self.done(chat.waits()).await;
    }

    /// The customer joins.
    async fn join(&self, chat: Chat) {
        self.done(chat.joins("customer")).await;
    }

    /// The customer writes, once, and whatever follows is done.
    async fn say(&self, chat: Chat, body: &str) {
        self.deliver(chat, body, body).await.unwrap();
        self.quiet(chat).await;
    }

    /// Asks for what is only done.
    async fn done(&self, ask: Ask) {
        let answer = self.ask(ask.clone()).await;
        assert_eq!(answer, Ok(Answer::Done), "{ask:?}");
    }
}

/// A conversation, as one flow sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chat {
    pub(crate) flow: &'static str,
    pub(crate) address: &'static str,
}

impl Chat {
    pub(crate) fn with(flow: &'static str) -> Self {
        Chat {
            flow,
            address: "test:one",
        }
    }

    pub(crate) fn at(self, address: &'static str) -> Self {
        Chat { address, ..self }
    }

    pub(crate) fn joins(self, author: &str) -> Ask {
        let (flow, address) = self.names();
        Ask::Join {
            flow,
            address,
            author: author.to_owned(),
        }
    }

    pub(crate) fn leaves(self, author: &str) -> Ask {
        let (flow, address) = self.names();
        Ask::Leave {
            flow,
            address,
            author: author.to_owned(),
        }
    }

    /// The customer writes.
    pub(crate) fn writes(self, body: &str, id: &str) -> Ask {
        self.writes_as("customer", body, id)
    }

    pub(crate) fn writes_as(self, author: &str, body: &str, id: &str) -> Ask {
        let (flow, address) = self.names();
        Ask::Deliver {
            flow,
            address,
            author: author.to_owned(),
            body: body.to_owned(),
            id: id.to_owned(),
        }
    }

    pub(crate) fn starts(self, id: &str) -> Ask {
        let (flow, address) = self.names();
        Ask::Start {
            flow,
            address,
            to: "customer".to_owned(),
            id: id.to_owned(),
        }
    }

    pub(crate) fn hands_over(self) -> Ask {
        let (flow, address) = self.names();
        Ask::HandOver { flow, address }
    }

    pub(crate) fn closes(self) -> Ask {
        let (flow, address) = self.names();
        Ask::Close { flow, address }
    }

    pub(crate) fn inspects(self) -> Ask {
        let (flow, address) = self.names();
        Ask::Inspect { flow, address }
    }

    pub(crate) fn waits(self) -> Ask {
        let (flow, address) = self.names();
        Ask::Quiet { flow, address }
    }

    fn names(self) -> (String, String) {
        (self.flow.to_owned(), self.address.to_owned())
    }
}
