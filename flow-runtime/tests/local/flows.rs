//! The flows that the tests run, and how they are opened.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use flow_runtime::conversation::Who;
use flow_runtime::function::{
    Function, FunctionContext, FunctionEntry, FunctionError, FunctionOutput, FunctionParameters,
};
use flow_runtime::host::Clock;
use flow_runtime::host::local::{Builder, Conversation, Delivered, NewMessage, Runtime};
use flow_runtime::model::flow::{
    Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind, Widget, Word,
};
use flow_runtime::model::machine::{Machine, lower};
use serde::Serialize;

/// When every test begins.
pub(crate) const START: i64 = 1_700_000_000_000;

/// Asks for a name, greets; after a minute without an answer it says so.
pub(crate) const GREETER: &str = "Greeter";
/// Does what a message says, by a function.
pub(crate) const WORKER: &str = "Worker";

/// Asks a function that lives elsewhere.
pub(crate) const REMOTE: &str = "Remote";

pub(crate) fn builder() -> Builder {
    others().register(greeter("Who is there?"), &[])
}

/// The same without [`GREETER`].
pub(crate) fn others() -> Builder {
    Runtime::builder()
        .register(worker(), &FUNCTIONS)
        .register(remote(), &[])
        .clock(Clock::starting_at(START))
}

pub(crate) async fn memory() -> Runtime {
    builder().in_memory().await.unwrap()
}

pub(crate) async fn file(file: &Path) -> Runtime {
    builder().open(file).await.unwrap()
}

/// A conversation with a customer in it.
pub(crate) async fn chat(runtime: &Runtime, flow: &str, address: &str) -> Conversation {
    let chat = runtime.conversation_with(flow, address).await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    chat
}

pub(crate) fn identity(name: &'static str) -> Who {
    Who::Identity(name.into())
}

pub(crate) fn phone(address: &'static str) -> Who {
    Who::Address {
        address: address.into(),
        proxy_address: None,
    }
}

/// The customer writes.
pub(crate) async fn write(chat: &Conversation, body: &'static str) -> Delivered {
    let message = NewMessage::new("customer", body);
    chat.deliver(message).await.unwrap()
}

/// The customer writes, and what follows is done.
pub(crate) async fn say(chat: &Conversation, body: &'static str) {
    write(chat, body).await;
    chat.quiet().await.unwrap();
}

/// `author: body` of every message.
pub(crate) async fn transcript(chat: &Conversation) -> Vec<String> {
    let messages = chat.messages().await.unwrap();
    messages
        .iter()
        .map(|message| format!("{}: {}", message.author, message.body))
        .collect()
}

/// What became of each event.
pub(crate) async fn outcomes(chat: &Conversation) -> Vec<String> {
    let turns = chat.turns().await.unwrap();
    turns.iter().map(|turn| turn.outcome.to_string()).collect()
}

pub(crate) fn greeter(question: &str) -> Cow<'static, Machine> {
    greeter_at("ask", question)
}

/// One that cannot go on where the other waits.
pub(crate) fn stranger() -> Cow<'static, Machine> {
    greeter_at("who", "And who are you?")
}

fn greeter_at(name: &str, question: &str) -> Cow<'static, Machine> {
    let ask = widget("send_and_wait_for_reply", name)
        .property("body", text(question))
        .property("timeout", ValueKind::Number("60".to_owned()))
        .arm("incoming_message", "greet")
        .arm("timeout", "give_up")
        .arm("delivery_failure", "end");
    let greet = widget("send_message", "greet")
        .property(
            "body",
            text(&format!("Hello {{{{widgets.{name}.inbound.Body}}}}")),
        )
        .rest("end");
    let give_up = widget("send_message", "give_up")
        .property("body", text("Nobody, it seems"))
        .rest("end");
    let trigger = widget("trigger", "trigger").arm("incoming_conversation_message", name);
    machine(GREETER, [trigger, ask, greet, give_up])
}

pub(crate) fn worker() -> Cow<'static, Machine> {
    let task = ValueKind::Callee {
        path: "Work".to_owned(),
        fields: vec![property("task", text("{{trigger.conversation.Body}}"))],
    };
    let work = widget("run_function", "work")
        .property("function", task)
        .arm("success", "done")
        .arm("fail", "failed");
    let done = widget("send_message", "done")
        .property("body", text("done: {{widgets.work.parsed.said}}"))
        .rest("end");
    let failed = widget("send_message", "failed")
        .property("body", text("failed: {{widgets.work.body}}"))
        .rest("end");
    let trigger = widget("trigger", "trigger").arm("incoming_conversation_message", "work");
    machine(WORKER, [trigger, work, done, failed])
}

fn remote() -> Cow<'static, Machine> {
    let word = property("word", text("{{trigger.conversation.Body}}"));
    let ask = widget("run_function", "ask")
        .property("url", text("https://example.test/echo"))
        .property("parameters", ValueKind::Map(vec![word]))
        .arm("success", "done")
        .arm("fail", "failed");
    let done = widget("send_message", "done")
        .property("body", text("done: {{widgets.ask.parsed.word}}"))
        .rest("end");
    let failed = widget("send_message", "failed")
        .property("body", text("failed: {{widgets.ask.body}}"))
        .rest("end");
    let trigger = widget("trigger", "trigger").arm("incoming_conversation_message", "ask");
    machine(REMOTE, [trigger, ask, done, failed])
}

static FUNCTIONS: [FunctionEntry; 1] = [FunctionEntry::of::<Work>()];

/// Does what its parameter says.
#[derive(FunctionParameters)]
struct Work {
    task: String,
}

#[derive(Serialize, FunctionOutput)]
struct Worked {
    said: String,
}

impl Function for Work {
    type Output = Worked;

    async fn call(self, cx: &FunctionContext) -> Result<Worked, FunctionError> {
        let (verb, object) = self.task.split_once(' ').unwrap_or((&self.task, ""));
        let object = object.to_owned();
        let said = match verb {
            "fail" => return Err(FunctionError::new("no luck").with_code(42)),
            "panic" => panic!("out of order"),
            "panic-when-cut" => {
                let _grumbler = Grumbler;
                tokio::time::sleep(Duration::from_secs(60)).await;
                object
            }
            "sleep" => {
                let seconds = object.parse().unwrap();
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                object
            }
            "add" => {
                let who = Who::Address {
                    address: object.into(),
                    proxy_address: None,
                };
                cx.add_participant(who).await?.sid.to_string()
            }
            // The second operation must not hide that the first is done.
            "add-then-sleep" => {
                let who = Who::Address {
                    address: object.into(),
                    proxy_address: None,
                };
                let added = cx.add_participant(who).await?;
                let sent = cx.send("Worker", format!("added {}", added.sid)).await?;
                tokio::time::sleep(Duration::from_secs(5)).await;
                sent.sid.to_string()
            }
            "remove" => {
                cx.remove_participant(object).await?;
                cx.participants().await?.len().to_string()
            }
            "say" => cx.send("Worker", object).await?.index.to_string(),
            "close" => {
                cx.close().await?;
                "closed".to_owned()
            }
            "leave" => {
                cx.hand_over().await?;
                "left".to_owned()
            }
            "leave-slowly" => {
                tokio::time::sleep(Duration::from_secs(5)).await;
                cx.hand_over().await?;
                "left".to_owned()
            }
            _ => object,
        };
        Ok(Worked { said })
    }
}

/// Panics when it is dropped.
struct Grumbler;

impl Drop for Grumbler {
    fn drop(&mut self) {
        panic!("out of order");
    }
}

fn machine<const N: usize>(name: &str, widgets: [Widget; N]) -> Cow<'static, Machine> {
    let flow = Flow {
        name: named(name),
        widgets: widgets.into(),
        ..Flow::default()
    };
    Cow::Owned(lower(&flow))
}

fn widget(kind: &str, name: &str) -> Widget {
    Widget {
        kind: word(kind),
        ident: named(name),
        name: None,
        docs: String::new(),
        place: None,
        allows: Vec::new(),
        properties: Vec::new(),
        arms: Vec::new(),
    }
}

trait Build {
    fn property(self, key: &str, value: ValueKind) -> Self;
    fn arm(self, event: &str, target: &str) -> Self;
    fn rest(self, target: &str) -> Self;
}

impl Build for Widget {
    fn property(mut self, key: &str, value: ValueKind) -> Self {
        self.properties.push(property(key, value));
        self
    }

    fn arm(mut self, event: &str, target: &str) -> Self {
        let event = Event::Named {
            word: word(event),
            arguments: None,
        };
        self.arms.push(arm(event, target));
        self
    }

    fn rest(mut self, target: &str) -> Self {
        self.arms.push(arm(Event::Rest(Location(0)), target));
        self
    }
}

fn arm(event: Event, target: &str) -> Arm {
    Arm {
        event,
        target: match target {
            "end" => Target::End(Location(0)),
            widget => Target::Widget(named(widget)),
        },
        label: None,
        subject: None,
    }
}

fn property(key: &str, value: ValueKind) -> Property {
    Property {
        key: word(key),
        value: Value {
            kind: value,
            at: Location(0),
        },
        docs: String::new(),
    }
}

fn text(text: &str) -> ValueKind {
    ValueKind::Text(text.to_owned())
}

fn named(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        at: Location(0),
    }
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        quoted: false,
        at: Location(0),
    }
}
