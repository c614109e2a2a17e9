//! F15 and F16: the program changes under a waiting conversation.

use std::path::PathBuf;
use std::time::Duration;

use flow_runtime::driver::Step;
use flow_runtime::host::Clock;
use flow_runtime::host::local::{Builder, Conversation, Standing};
use flow_runtime::prelude::*;
use flow_runtime::{Program, Runtime};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;

mod bookings;
mod orders;
mod parcels;

use crate::flows::{START, identity, outcomes, say, transcript, write};

struct Store {
    folder: TempDir,
}

impl Store {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Store { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("flow.db")
    }

    async fn open(&self, builder: Builder) -> Runtime {
        let builder = builder.clock(Clock::starting_at(START));
        builder.open(self.file()).await.unwrap()
    }

    /// The digest of the version that the store has of the only execution.
    fn version(&self) -> String {
        let sql = "SELECT digest FROM flow_version JOIN execution ON flow_version.id = version";
        let db = Connection::open(self.file()).unwrap();
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

async fn chat<F: Flow>(runtime: &Runtime, address: &str) -> Conversation {
    let chat = runtime.conversation::<F>(address).await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    chat
}

async fn begun<F: Flow>(store: &Store, builder: Builder, words: &[&'static str]) {
    let runtime = store.open(builder).await;
    let chat = chat::<F>(&runtime, "test:1").await;
    for word in words {
        say(&chat, word).await;
    }
    runtime.close().await;
}

fn orders() -> Builder {
    Runtime::builder().flow::<orders::first::Orders>()
}

async fn steps(chat: &Conversation) -> Vec<Step> {
    let turns = chat.turns().await.unwrap();
    turns.into_iter().flat_map(|turn| turn.steps).collect()
}

/// Every note on a step, with the widget that it left.
async fn notes(chat: &Conversation) -> Vec<String> {
    let mut notes = Vec::new();
    for step in steps(chat).await {
        notes.extend(
            step.notes
                .iter()
                .map(|note| format!("{}: {note}", step.from)),
        );
    }
    notes
}

fn digest<F: Flow>() -> String {
    Program::of::<F>().unwrap().digest().to_string()
}

fn between<A: Flow, B: Flow>() -> String {
    let name = A::machine().name();
    let (was, is) = (digest::<A>(), digest::<B>());
    format!("version {} → {} of `{name}`", &was[..8], &is[..8])
}

async fn why_held(chat: &Conversation) -> String {
    match chat.standing().await.unwrap() {
        Standing::Held { why, .. } => why.to_string(),
        standing => format!("it is not held: {standing:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn f15_the_same_version_goes_on_and_says_nothing_of_it() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let runtime = store.open(orders()).await;
    let chat = chat::<orders::first::Orders>(&runtime, "test:1").await;
    say(&chat, "tea").await;
    say(&chat, "yes").await;
    assert_eq!(
        transcript(&chat).await.last().unwrap(),
        "Orders: tea it is."
    );
    assert_eq!(notes(&chat).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn f15_an_execution_that_can_go_on_is_carried_over() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let reworded = || Runtime::builder().flow::<orders::reworded::Orders>();
    let runtime = store.open(reworded()).await;
    let chat = chat::<orders::reworded::Orders>(&runtime, "test:1").await;
    // Before its next turn nothing has changed.
    assert_eq!(store.version(), digest::<orders::first::Orders>());
    say(&chat, "tea").await;
    assert_eq!(store.version(), digest::<orders::reworded::Orders>());
    say(&chat, "yes").await;
    let said = transcript(&chat).await;
    assert_eq!(
        said[3..],
        [
            "Orders: Really TEA?",
            "customer: yes",
            "Orders: Right, TEA."
        ]
    );
    let note = between::<orders::first::Orders, orders::reworded::Orders>();
    assert_eq!(notes(&chat).await, [format!("ask: {note}")]);
}

#[tokio::test(start_paused = true)]
async fn f15_the_timer_of_an_execution_that_is_carried_over_is_kept() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    // Nobody asks for the conversation.
    let runtime = store
        .open(Runtime::builder().flow::<orders::reworded::Orders>())
        .await;
    sleep(Duration::from_secs(61)).await;
    let chat = chat::<orders::reworded::Orders>(&runtime, "test:1").await;
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[2], "Orders: Another time.");
    let note = between::<orders::first::Orders, orders::reworded::Orders>();
    assert_eq!(notes(&chat).await, [format!("ask: {note}")]);
}

#[tokio::test(start_paused = true)]
async fn f15_an_older_program_is_judged_by_the_same_rule() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let reworded = Runtime::builder().flow::<orders::reworded::Orders>();
    begun::<orders::reworded::Orders>(&store, reworded, &["tea"]).await;
    let runtime = store.open(orders()).await;
    let chat = chat::<orders::first::Orders>(&runtime, "test:1").await;
    say(&chat, "yes").await;
    assert_eq!(
        transcript(&chat).await.last().unwrap(),
        "Orders: TEA it is."
    );
    let there = between::<orders::first::Orders, orders::reworded::Orders>();
    let back = between::<orders::reworded::Orders, orders::first::Orders>();
    assert_eq!(
        notes(&chat).await,
        [format!("ask: {there}"), format!("confirm: {back}")]
    );
    assert_eq!(store.version(), digest::<orders::first::Orders>());
}

#[tokio::test(start_paused = true)]
async fn f15_an_execution_that_cannot_go_on_is_held_until_a_program_can_carry_it() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let runtime = store
        .open(Runtime::builder().flow::<orders::accounts::Orders>())
        .await;
    let held = chat::<orders::accounts::Orders>(&runtime, "test:1").await;
    write(&held, "tea").await;
    let why = why_held(&held).await;
    let (was, is) = (
        digest::<orders::first::Orders>(),
        digest::<orders::accounts::Orders>(),
    );
    assert_eq!(
        why,
        format!(
            "it waits at `ask` in version {} of the flow `Orders`, and version {} cannot go on from \
             there: `flow.variables.account` is read by `confirm` and was never set: set it on the \
             way there, or say what stands for it, `{{{{flow.variables.account | default: \"\"}}}}`",
            &was[..8],
            &is[..8]
        )
    );
    // Its time does not pass, and nothing is lost.
    sleep(Duration::from_secs(120)).await;
    held.quiet().await.unwrap();
    assert_eq!(outcomes(&held).await, ["moved", "queued"]);
    let Standing::Held { execution, .. } = held.standing().await.unwrap() else {
        panic!("it is held");
    };
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!(record.held.as_deref(), Some(&*why));
    runtime.close().await;

    // A third program, which nobody asks for the conversation: it goes on by itself.
    let runtime = store
        .open(Runtime::builder().flow::<orders::reworded::Orders>())
        .await;
    sleep(Duration::from_secs(1)).await;
    let freed = chat::<orders::reworded::Orders>(&runtime, "test:1").await;
    assert_eq!(transcript(&freed).await[3], "Orders: Really TEA?");
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!((record.held, record.active), (None, true));
}

#[tokio::test(start_paused = true)]
async fn f15_a_program_refuses_only_the_executions_that_it_cannot_carry() {
    let store = Store::new();
    let runtime = store.open(orders()).await;
    let (one, two) = (
        chat::<orders::first::Orders>(&runtime, "test:1").await,
        chat::<orders::first::Orders>(&runtime, "test:2").await,
    );
    say(&one, "hi").await;
    say(&two, "hi").await;
    say(&two, "tea").await;
    runtime.close().await;

    let runtime = store
        .open(Runtime::builder().flow::<orders::accounts::Orders>())
        .await;
    let (one, two) = (
        chat::<orders::accounts::Orders>(&runtime, "test:1").await,
        chat::<orders::accounts::Orders>(&runtime, "test:2").await,
    );
    say(&one, "tea").await;
    say(&two, "yes").await;
    let new = chat::<orders::accounts::Orders>(&runtime, "test:3").await;
    say(&new, "hi").await;
    say(&new, "tea").await;
    assert!(why_held(&one).await.contains("`flow.variables.account`"));
    assert_eq!(transcript(&two).await[5], "Orders: tea, as you wish.");
    assert_eq!(transcript(&new).await[3], "Orders: tea, customer?");
}

#[tokio::test(start_paused = true)]
async fn f15_an_execution_whose_flow_is_gone_is_held_when_its_time_comes() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let runtime = store.open(Runtime::builder()).await;
    sleep(Duration::from_secs(62)).await;
    runtime.close().await;
    let db = Connection::open(store.file()).unwrap();
    let sql = "SELECT held, due FROM execution";
    let held: (String, Option<i64>) = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(held, ("this program has no flow `Orders`".to_owned(), None));
}

#[tokio::test(start_paused = true)]
async fn f15_what_a_function_returned_is_not_read_as_something_else() {
    let store = Store::new();
    let first = || Runtime::builder().flow::<bookings::first::Bookings>();
    begun::<bookings::first::Bookings>(&store, first(), &["monday"]).await;
    let runtime = store
        .open(Runtime::builder().flow::<bookings::returning::Bookings>())
        .await;
    let chat = chat::<bookings::returning::Bookings>(&runtime, "test:1").await;
    let why = why_held(&chat).await;
    assert!(
        why.ends_with(
            "`widgets.book.parsed.slot.from` is read by `tell`, and was not there when what holds \
             it was set: set it anew on the way there, or say what stands for it, \
             `{{widgets.book.parsed.slot.from | default: \"\"}}`"
        ),
        "{why}"
    );
    runtime.close().await;

    // One that returns more is no other.
    let runtime = store
        .open(Runtime::builder().flow::<bookings::welcoming::Bookings>())
        .await;
    let chat = self::chat::<bookings::welcoming::Bookings>(&runtime, "test:1").await;
    say(&chat, "yes").await;
    assert_eq!(transcript(&chat).await[3], "Bookings: monday at 1 then.");
}

#[tokio::test(start_paused = true)]
async fn f15_a_call_in_flight_keeps_its_key_and_is_answered_to_its_widget() {
    let store = Store::new();
    let runtime = store
        .open(Runtime::builder().flow::<bookings::first::Bookings>())
        .await;
    let chat = chat::<bookings::first::Bookings>(&runtime, "test:1").await;
    write(&chat, "slow").await;
    drop(runtime); // as a kill would

    let runtime = store
        .open(Runtime::builder().flow::<bookings::welcoming::Bookings>())
        .await;
    let chat = self::chat::<bookings::welcoming::Bookings>(&runtime, "test:1").await;
    chat.quiet().await.unwrap();
    // The first effect of the execution, by the function of that name, whatever its number is now.
    assert_eq!(
        transcript(&chat).await[1],
        "Bookings: Would again slow at 1 do?"
    );
    let note = between::<bookings::first::Bookings, bookings::welcoming::Bookings>();
    assert_eq!(notes(&chat).await, [format!("book: {note}")]);
}

#[tokio::test(start_paused = true)]
async fn f15_a_call_in_flight_is_made_again_with_the_parameters_that_it_was_given() {
    async fn again<F: Flow>() -> String {
        let store = Store::new();
        let runtime = store
            .open(Runtime::builder().flow::<bookings::first::Bookings>())
            .await;
        let chat = chat::<bookings::first::Bookings>(&runtime, "test:1").await;
        write(&chat, "slow").await;
        drop(runtime); // as a kill would

        let runtime = store.open(Runtime::builder().flow::<F>()).await;
        let chat = self::chat::<F>(&runtime, "test:1").await;
        chat.quiet().await.unwrap();
        transcript(&chat).await.remove(1)
    }
    // What the function is told besides now was not given then, and is blank.
    assert_eq!(
        again::<bookings::minutes::Bookings>().await,
        "Bookings: `minutes` takes a whole number from 0 to 4294967295, and was given \"\""
    );
    assert_eq!(
        again::<bookings::perhaps_minutes::Bookings>().await,
        "Bookings: slow for None?"
    );
    assert_eq!(
        again::<bookings::minutes_in_words::Bookings>().await,
        "Bookings: slow for \"\"?"
    );
}

#[tokio::test(start_paused = true)]
async fn f16_an_execution_goes_on_in_another_version_of_its_subflow() {
    use parcels::first::{self, Parcel};
    use parcels::{reworded, towns};

    let store = Store::new();
    begun::<Parcel>(&store, Runtime::builder().flow::<Parcel>(), &["hi"]).await;
    // The parent does what it did: its digest says nothing of the subflow.
    assert_eq!(digest::<Parcel>(), digest::<towns::Parcel>());
    let runtime = store.open(Runtime::builder().flow::<towns::Parcel>()).await;
    let chat = chat::<towns::Parcel>(&runtime, "test:1").await;
    let why = why_held(&chat).await;
    assert!(why.contains("it waits at `street` in version"), "{why}");
    assert!(why.contains("of the flow `Address`"), "{why}");
    assert!(
        why.contains("`widgets.town.inbound.Body` is read by `keep`"),
        "{why}"
    );
    runtime.close().await;

    let runtime = store
        .open(Runtime::builder().flow::<reworded::Parcel>())
        .await;
    let chat = self::chat::<reworded::Parcel>(&runtime, "test:1").await;
    say(&chat, "Mill").await;
    assert_eq!(transcript(&chat).await[3], "Parcel: To Mill Street.");
    let note = between::<first::Address, reworded::Address>();
    assert_eq!(notes(&chat).await, [format!("street: {note}")]);
}

#[tokio::test(start_paused = true)]
async fn f15_an_execution_goes_on_at_the_widget_that_stands_for_its_own() {
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let renamed = || Runtime::builder().flow::<orders::renamed::Orders>();
    begun::<orders::renamed::Orders>(&store, renamed(), &["tea"]).await;
    let note = between::<orders::first::Orders, orders::renamed::Orders>();

    // What the old widget left is read from the one that stands for it.
    let other = Store::new();
    begun::<orders::first::Orders>(&other, orders(), &["hi", "tea"]).await;
    for (store, at) in [(store, "ask_item"), (other, "check")] {
        let runtime = store.open(renamed()).await;
        let chat = chat::<orders::renamed::Orders>(&runtime, "test:1").await;
        say(&chat, "yes").await;
        let said = transcript(&chat).await;
        assert_eq!(
            said[3..],
            ["Orders: tea?", "customer: yes", "Orders: tea at last."]
        );
        assert_eq!(notes(&chat).await, [format!("{at}: {note}")]);
        runtime.close().await;
        // The digest says nothing of it.
        assert_eq!(store.version(), digest::<orders::renamed::Orders>());
    }
}

#[tokio::test(start_paused = true)]
async fn f15_a_program_of_the_same_version_may_say_later_what_stands_for_a_widget() {
    let machine = |migrates: bool| {
        let mut flow = flow_runtime::machine::<orders::renamed::Orders>().flow();
        flow.migrations.retain(|_| migrates);
        flow_runtime::model::machine::lower(&flow)
    };
    let store = Store::new();
    begun::<orders::first::Orders>(&store, orders(), &["hi"]).await;
    let runtime = store.open(Runtime::builder().define(machine(false))).await;
    let held = chat::<orders::renamed::Orders>(&runtime, "test:1").await;
    say(&held, "tea").await;
    let why = why_held(&held).await;
    assert!(
        why.ends_with(
            "the flow has no widget `ask` any more: keep one of that name, or say in `flow!` which one \
             stands for it, `migrate { ask => ask_item }`"
        ),
        "{why}"
    );
    runtime.close().await;

    let runtime = store.open(Runtime::builder().define(machine(true))).await;
    let freed = chat::<orders::renamed::Orders>(&runtime, "test:1").await;
    freed.quiet().await.unwrap();
    assert_eq!(transcript(&freed).await[3], "Orders: tea?");
}

#[tokio::test(start_paused = true)]
async fn f15_what_a_program_would_hold_is_told_beside_the_one_that_runs() {
    let store = Store::new();
    let runtime = store.open(orders()).await;
    let (one, two) = (
        chat::<orders::first::Orders>(&runtime, "test:1").await,
        chat::<orders::first::Orders>(&runtime, "test:2").await,
    );
    say(&one, "hi").await;
    say(&two, "hi").await;
    say(&two, "tea").await;

    let held = |builder: Builder| builder.held(store.file()).unwrap();
    assert_eq!(held(orders()), []);
    let reworded = Runtime::builder().flow::<orders::reworded::Orders>();
    assert_eq!(held(reworded), []);
    let accounts = Runtime::builder().flow::<orders::accounts::Orders>();
    let accounts = held(accounts);
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].place.address, "test:1");
    assert!(accounts[0].why.contains("`flow.variables.account`"));
    let none = held(Runtime::builder());
    let why: Vec<_> = none.iter().map(|held| held.why.as_str()).collect();
    assert_eq!(why, ["this program has no flow `Orders`"; 2]);

    // Nothing has changed.
    say(&one, "coffee").await;
    assert_eq!(transcript(&one).await[3], "Orders: coffee?");
}
