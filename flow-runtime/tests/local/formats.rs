//! States that older programs wrote, and how stores that hold them go on.

use std::path::PathBuf;

use flow_runtime::host::local::{Builder, Conversation, Runtime};
use flow_runtime::store;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::flows::{self, GREETER, START, identity, say, transcript};
use crate::replay::is_the_same;
use crate::subflows;

/// One that waits for a name, as a program wrote it in format 2; in format 1 it was the same but for
/// that number. The customer said `$CH`, which is no reference there.
const GREETING: &str = include_str!("formats/greeting.json");

/// One that waits in a subflow, as a program wrote it in format 2. `BILLING` is the subflow's version.
const BILLING: &str = include_str!("formats/billing.json");

/// A store in which one execution of a flow waits, with a state of its own.
struct Old {
    _folder: TempDir,
    file: PathBuf,
    builder: fn() -> Builder,
    flow: &'static str,
    sid: String,
}

impl Old {
    async fn new(builder: fn() -> Builder, flow: &'static str, state: &str) -> Old {
        let folder = tempfile::tempdir().unwrap();
        let mut old = Old {
            file: folder.path().join("flow.db"),
            _folder: folder,
            builder,
            flow,
            sid: String::new(),
        };
        let (runtime, chat) = old.open().await;
        say(&chat, "$CH").await;
        runtime.close().await;
        let db = Connection::open(&old.file).unwrap();
        let sql = "UPDATE execution SET state = ? RETURNING sid";
        old.sid = db.query_row(sql, [state], |row| row.get(0)).unwrap();
        old
    }

    async fn open(&self) -> (Runtime, Conversation) {
        let runtime = (self.builder)().open(&self.file).await.unwrap();
        let chat = runtime
            .conversation_with(self.flow, "test:old")
            .await
            .unwrap();
        chat.add_participant(identity("customer")).await.unwrap();
        (runtime, chat)
    }

    /// Tools and a runtime find in it what they would find in a state of this program.
    async fn goes_on(&self, said: &str) {
        assert_eq!((self.builder)().held(&self.file).unwrap(), []);
        assert!(store::check(&self.file).unwrap().is_quiet());
        let (runtime, chat) = self.open().await;
        say(&chat, "17").await;
        assert_eq!(transcript(&chat).await.last().unwrap(), said);
        is_the_same(&runtime, &chat).await;
        runtime.close().await;
        assert!(store::check(&self.file).unwrap().is_quiet());
    }
}

#[tokio::test(start_paused = true)]
async fn a_state_of_an_older_format_goes_on() {
    for format in [r#""format":1"#, r#""format":2"#] {
        let state = GREETING.replacen(r#""format":2"#, format, 1);
        let old = Old::new(flows::builder, GREETER, &state).await;
        old.goes_on("Greeter: Hello 17").await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_state_of_an_older_format_goes_on_in_a_subflow() {
    let digest = subflows::billing();
    let state = BILLING.replacen("BILLING", &digest, 1);
    let old = Old::new(subflows::builder, "Shop", &state).await;
    old.goes_on("Shop: paid: yes B-17").await;
}

#[tokio::test(start_paused = true)]
async fn an_execution_of_an_older_format_is_ended() {
    let old = Old::new(flows::builder, GREETER, GREETING).await;
    store::end(&old.file, &old.sid, START).unwrap();
    assert!(store::check(&old.file).unwrap().is_quiet());
    let (runtime, chat) = old.open().await;
    is_the_same(&runtime, &chat).await;
    say(&chat, "again").await;
    assert_eq!(transcript(&chat).await[3], "Greeter: Who is there?");
}
