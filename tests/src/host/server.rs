//! The host itself: what the binary runs.

use std::sync::Arc;

use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::{
    self, Conversation, HostError, Limits, Mutant, NewMessage, NewRequest,
};
use flow_runtime::http::Client;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::flows::{Bomb, Echo, Elsewhere, Ledger};
use super::{Answer, Ask, Config, Mistake, Seen, Standing, Turn};

/// Why a host ends before it is asked to.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Opens the store and answers until it is asked to stop, or killed.
pub async fn run(config: Config) -> Result<(), Failure> {
    let runtime = Arc::new(open(config).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?.port());
    let stop = Arc::new(Notify::new());
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                stream.set_nodelay(true)?;
                tokio::spawn(serve(runtime.clone(), stream, stop.clone()));
            }
            () = stop.notified() => break,
        }
    }
    // The connections that are left hold it too.
    match Arc::try_unwrap(runtime) {
        Ok(runtime) => runtime.close().await,
        Err(_) => return Err("it is still asked for something".into()),
    }
    Ok(())
}

async fn open(config: Config) -> Result<Runtime, Failure> {
    let client = Client::builder().allow_network("127.0.0.1").build()?;
    let mut limits = Limits::default();
    limits.attempts = config.attempts.unwrap_or(limits.attempts);
    let elsewhere = Elsewhere {
        recorder: config.recorder,
    };
    let mut builder = Runtime::builder()
        .flow::<Ledger>()
        .flow::<Echo>()
        .flow::<Bomb>()
        .settings(elsewhere)
        .limits(limits)
        .http(client);
    if let Some(mistake) = config.mistake {
        builder = builder.mutant(match mistake {
            Mistake::AnswerBeforeCommit => Mutant::AnswerBeforeCommit,
            Mistake::EffectBeforeCommit => Mutant::EffectBeforeCommit,
            Mistake::RowDeletedBeforeSend => Mutant::RowDeletedBeforeSend,
            Mistake::Aborts(address) => Mutant::Aborts(address.into()),
        });
    }
    Ok(builder.open(config.store).await?)
}

async fn serve(runtime: Arc<Runtime>, stream: TcpStream, stop: Arc<Notify>) {
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match serde_json::from_str(&line) {
            Ok(Ask::Stop) => {
                drop(runtime);
                return stop.notify_one();
            }
            Ok(ask) => answer(&runtime, ask).await,
            Err(error) => Answer::Refused {
                why: format!("it is no question: {error}"),
            },
        };
        let mut line = serde_json::to_vec(&answer).unwrap_or_default();
        line.push(b'\n');
        if lines.get_mut().write_all(&line).await.is_err() {
            return; // whoever asked has gone
        }
    }
}

async fn answer(runtime: &Runtime, ask: Ask) -> Answer {
    let answered = match ask {
        Ask::Join {
            flow,
            address,
            author,
        } => join(runtime, &flow, &address, author).await,
        Ask::Deliver {
            flow,
            address,
            author,
            body,
            id,
        } => {
            let message = NewMessage::new(author, body).id(id);
            deliver(runtime, &flow, &address, message).await
        }
        Ask::Start {
            flow,
            address,
            to,
            id,
        } => start(runtime, &flow, &address, NewRequest::new(to).id(id)).await,
        Ask::Inspect { flow, address } => inspect(runtime, &flow, &address).await,
        Ask::Quiet { flow, address } => quiet(runtime, &flow, &address).await,
        Ask::Stop => Ok(Answer::Done),
    };
    answered.unwrap_or_else(|error| Answer::Refused {
        why: error.to_string(),
    })
}

async fn join(
    runtime: &Runtime,
    flow: &str,
    address: &str,
    author: String,
) -> Result<Answer, HostError> {
    let chat = runtime.conversation_with(flow, address).await?;
    chat.add_participant(Who::Identity(author.into())).await?;
    Ok(Answer::Done)
}

async fn deliver(
    runtime: &Runtime,
    flow: &str,
    address: &str,
    message: NewMessage,
) -> Result<Answer, HostError> {
    let chat = runtime.conversation_with(flow, address).await?;
    let delivered = chat.deliver(message).await?;
    Ok(Answer::Delivered {
        index: delivered.message.index,
        duplicate: delivered.duplicate,
    })
}

async fn start(
    runtime: &Runtime,
    flow: &str,
    address: &str,
    request: NewRequest,
) -> Result<Answer, HostError> {
    let chat = runtime.conversation_with(flow, address).await?;
    let started = chat.start(request).await?;
    Ok(Answer::Started {
        execution: started.execution.to_string(),
        duplicate: started.duplicate,
    })
}

async fn quiet(runtime: &Runtime, flow: &str, address: &str) -> Result<Answer, HostError> {
    let chat = runtime.conversation_with(flow, address).await?;
    chat.quiet().await?;
    Ok(Answer::Done)
}

async fn inspect(runtime: &Runtime, flow: &str, address: &str) -> Result<Answer, HostError> {
    let chat = runtime.conversation_with(flow, address).await?;
    Ok(Answer::Seen(Seen {
        messages: messages(&chat).await?,
        turns: turns(&chat).await?,
        standing: standing(chat.standing().await?),
    }))
}

async fn messages(chat: &Conversation) -> Result<Vec<String>, HostError> {
    let messages = chat.messages().await?.into_iter();
    Ok(messages
        .map(|message| format!("{}: {}", message.author, message.body))
        .collect())
}

async fn turns(chat: &Conversation) -> Result<Vec<Turn>, HostError> {
    let turns = chat.turns().await?.into_iter();
    Ok(turns
        .map(|turn| Turn {
            identity: turn.identity.to_string(),
            outcome: turn.outcome.to_string(),
        })
        .collect())
}

fn standing(standing: local::Standing) -> Standing {
    match standing {
        local::Standing::Active { widget, .. } => Standing::Active {
            widget: widget.to_string(),
        },
        local::Standing::Held { why, .. } => Standing::Held {
            why: why.to_string(),
        },
        local::Standing::HandedOver => Standing::HandedOver,
        local::Standing::Closed => Standing::Closed,
        _ => Standing::Idle,
    }
}
