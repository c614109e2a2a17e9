//! The program dies, and its store is opened again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_runtime::host::local::{Builder, HostError, NewMessage, RemoteAnswer, Runtime};
use flow_runtime::model::Text;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::flows::{GREETER, REMOTE, WORKER, builder, chat, file, outcomes, transcript, write};

pub(crate) struct Store {
    folder: TempDir,
    copies: usize,
    original: PathBuf,
    pub(crate) file: PathBuf,
}

impl Store {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("flow.db");
        Store {
            folder,
            copies: 0,
            original: file.clone(),
            file,
        }
    }

    /// The file that was opened first.
    pub(crate) fn original(&self) -> &Path {
        &self.original
    }

    /// What a kill leaves behind: the files as they lie at this moment.
    pub(crate) fn as_killed(&mut self) -> &Path {
        self.copies += 1;
        let copy = self.folder.path().join(format!("copy-{}.db", self.copies));
        fs::copy(&self.file, &copy).unwrap();
        let log = |file: &Path| file.with_extension("db-wal");
        if log(&self.file).exists() {
            fs::copy(log(&self.file), log(&copy)).unwrap();
        }
        self.file = copy;
        &self.file
    }

    /// The program is killed, and started again.
    async fn kill(&mut self, runtime: Runtime) -> Runtime {
        self.as_killed();
        drop(runtime);
        file(&self.file).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_kill_between_any_two_lines_changes_nothing() {
    let mut store = Store::new();
    let mut runtime = file(&store.file).await;
    for body in ["hi", "Ada", "hello", "Bob"] {
        let chat = chat(&runtime, GREETER, "test:kill").await;
        write(&chat, body).await;
        chat.quiet().await.unwrap();
        runtime = store.kill(runtime).await;
    }
    let chat = chat(&runtime, GREETER, "test:kill").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: hi",
            "Greeter: Who is there?",
            "customer: Ada",
            "Greeter: Hello Ada",
            "customer: hello",
            "Greeter: Who is there?",
            "customer: Bob",
            "Greeter: Hello Bob",
        ]
    );
    assert_eq!(chat.participants().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_interrupted_is_made_again_three_times_in_all() {
    let mut store = Store::new();
    let mut runtime = file(&store.file).await;
    write(&chat(&runtime, WORKER, "test:again").await, "sleep 9").await;
    for _ in 0..2 {
        sleep(Duration::from_secs(3)).await;
        runtime = store.kill(runtime).await;
    }
    sleep(Duration::from_secs(3)).await;
    runtime = store.kill(runtime).await;
    let chat = chat(&runtime, WORKER, "test:again").await;
    chat.quiet().await.unwrap();
    assert_eq!(
        transcript(&chat).await,
        ["customer: sleep 9", "Worker: failed: interrupted"]
    );
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_made_again_may_succeed() {
    let mut store = Store::new();
    let runtime = file(&store.file).await;
    write(&chat(&runtime, WORKER, "test:succeeds").await, "sleep 9").await;
    let runtime = store.kill(runtime).await;
    // Nobody asks for the conversation: it goes on by itself.
    sleep(Duration::from_secs(10)).await;
    let chat = chat(&runtime, WORKER, "test:succeeds").await;
    assert_eq!(transcript(&chat).await[1], "Worker: done: 9");
}

#[tokio::test(start_paused = true)]
async fn what_a_function_did_before_the_kill_is_done_once() {
    let mut store = Store::new();
    let runtime = file(&store.file).await;
    let first = chat(&runtime, WORKER, "test:once").await;
    write(&first, "add-then-sleep +1").await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(transcript(&first).await.len(), 2);
    let runtime = store.kill(runtime).await;
    let chat = chat(&runtime, WORKER, "test:once").await;
    chat.quiet().await.unwrap();
    let messages = chat.messages().await.unwrap();
    let participant = &chat.participants().await.unwrap()[1];
    assert_eq!(messages.len(), 3);
    assert_eq!(
        messages[1].body,
        format!("added {}", participant.sid).as_str()
    );
    assert_eq!(
        messages[2].body,
        format!("done: {}", messages[1].sid).as_str()
    );
    assert_eq!(outcomes(&chat).await, ["moved", "done", "done", "moved"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_queued_is_delivered_after_a_kill() {
    let mut store = Store::new();
    let runtime = file(&store.file).await;
    let first = chat(&runtime, WORKER, "test:queue").await;
    write(&first, "sleep 5").await;
    write(&first, "echo later").await;
    let runtime = store.kill(runtime).await;
    let chat = chat(&runtime, WORKER, "test:queue").await;
    chat.quiet().await.unwrap();
    assert_eq!(
        transcript(&chat).await[2..],
        ["Worker: done: 5", "Worker: done: later"]
    );
}

#[tokio::test(start_paused = true)]
async fn dropping_it_lets_go_of_the_file_at_once() {
    let store = Store::new();
    let runtime = file(&store.file).await;
    let old = chat(&runtime, WORKER, "test:drop").await;
    write(&old, "sleep 5").await;
    drop(runtime);
    let runtime = file(&store.file).await;
    let gone = old.deliver(NewMessage::new("customer", "hi")).await;
    assert_eq!(gone.unwrap_err(), HostError::Stopping);
    let chat = chat(&runtime, WORKER, "test:drop").await;
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[1], "Worker: done: 5");
}

/// A client that answers the second time it is asked; the first time it hangs.
fn hangs_once() -> (Builder, Arc<Mutex<Vec<Text>>>) {
    let keys: Arc<Mutex<Vec<Text>>> = Arc::default();
    let asked = keys.clone();
    let builder = builder().fetch(move |call| {
        assert_eq!((call.flow.as_str(), call.widget.as_str()), (REMOTE, "ask"));
        let mut keys = asked.lock().unwrap();
        keys.push(call.key);
        let first = keys.len() == 1;
        async move {
            if first {
                sleep(Duration::from_secs(60)).await;
            }
            Ok(RemoteAnswer {
                status: 200,
                content_type: "application/json".into(),
                body: r#"{"word": "late"}"#.into(),
                ..RemoteAnswer::default()
            })
        }
    });
    (builder, keys)
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_interrupted_is_made_again_under_its_key() {
    let mut store = Store::new();
    let (hanging, keys) = hangs_once();
    let runtime = hanging.open(&store.file).await.unwrap();
    write(&chat(&runtime, REMOTE, "test:request").await, "hi").await;
    sleep(Duration::from_secs(3)).await;
    store.as_killed();
    drop(runtime);
    let key = keys.lock().unwrap()[0].clone();
    let (answering, keys) = hangs_once();
    keys.lock().unwrap().push(key.clone()); // it was asked once
    let runtime = answering.open(&store.file).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    let chat = chat(&runtime, REMOTE, "test:request").await;
    assert_eq!(transcript(&chat).await[1], "Remote: done: late");
    assert_eq!(*keys.lock().unwrap(), [key.clone(), key]);
}

/// F9. The process ended twice before while this flow ran, and now again.
#[tokio::test(start_paused = true)]
async fn a_flow_that_takes_the_process_with_it_three_times_is_ended() {
    let store = Store::new();
    let runtime = file(&store.file).await;
    let chats = [
        chat(&runtime, GREETER, "test:in-hand").await,
        chat(&runtime, GREETER, "test:beside").await,
    ];
    for chat in &chats {
        write(chat, "hi").await;
    }
    drop(runtime);
    let (conversation, found) = (1_u64, 2_u64);
    let note = found << 56 | conversation;
    fs::write(store.file.with_extension("db.hand"), note.to_le_bytes()).unwrap();

    let runtime = file(&store.file).await;
    let accused = chat(&runtime, GREETER, "test:in-hand").await;
    write(&accused, "Ada").await;
    let beside = chat(&runtime, GREETER, "test:beside").await;
    write(&beside, "Bob").await;
    let why = "the process ended while it ran, 3 times running";
    assert_eq!(
        outcomes(&accused).await,
        ["moved".to_owned(), format!("ended: {why}")]
    );
    assert_eq!(accused.turns().await.unwrap()[1].steps[0].notes, [why]);
    assert_eq!(outcomes(&beside).await, ["moved", "moved"]);
    // The event is consumed, and the conversation goes on with the next.
    write(&accused, "hello").await;
    assert_eq!(
        transcript(&accused).await[3..],
        ["customer: hello", "Greeter: Who is there?"]
    );
}
