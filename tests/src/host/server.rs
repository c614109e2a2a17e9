//! The host itself: what the binary runs.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::{
    self, Builder, Conversation, HostError, Limits, Mutant, NewMessage, NewRequest,
};
use flow_runtime::http::Client;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::clerk::{Clerk, Greeter};
use super::flows::{Bomb, Echo, Elsewhere, Ledger};
use super::{Answer, Ask, Config, Mistake, Seen, Standing, Turn};

/// Why a host ends before it is asked to.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Opens the store and answers until it is asked to stop, or killed, or its store fails.
pub async fn run(config: Config) -> Result<(), Failure> {
    let runtime = Arc::new(builder(&config)?.open(&config.store).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut stops = Stops::listen()?;
    println!("listening on {}", listener.local_addr()?.port());
    let asked = Arc::new(Notify::new());
    let mut failed = pin!(runtime.failed());
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                stream.set_nodelay(true)?;
                tokio::spawn(serve(runtime.clone(), stream, asked.clone()));
            }
            () = asked.notified() => break,
            () = stops.next() => break,
            error = &mut failed => return Err(error.into()),
        }
    }
    tokio::select! {
        () = runtime.close() => Ok(()),
        () = stops.next() => Err("it was told twice to stop".into()),
    }
}

/// The system's requests to stop.
struct Stops {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stops {
    fn listen() -> io::Result<Self> {
        Ok(Stops {
            #[cfg(unix)]
            terminate: {
                use tokio::signal::unix::{SignalKind, signal};
                signal(SignalKind::terminate())?
            },
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        self.terminate.recv().await;
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending::<()>().await;
    }
}

/// What a host with that configuration is opened by.
pub fn builder(config: &Config) -> Result<Builder, Failure> {
    let client = Client::builder().allow_network("127.0.0.1").build()?;
    let mut limits = Limits::default();
    limits.attempts = config.attempts.unwrap_or(limits.attempts);
    limits.queue = config.queue.unwrap_or(limits.queue);
    limits.call = config.call.map_or(limits.call, Duration::from_millis);
    let elsewhere = Elsewhere {
        recorder: config.recorder.clone(),
    };
    let builder = Runtime::builder()
        .flow::<Ledger>()
        .flow::<Echo>()
        .flow::<Bomb>()
        .flow::<Greeter>()
        .flow::<Clerk>()
        .settings(elsewhere)
        .limits(limits)
        .http(client);
    let builder = config.release.register(builder);
    let mistake = config.mistake.as_ref().map(|mistake| match mistake {
        Mistake::AnswerBeforeCommit => Mutant::AnswerBeforeCommit,
        Mistake::EffectBeforeCommit => Mutant::EffectBeforeCommit,
        Mistake::RowDeletedBeforeSend => Mutant::RowDeletedBeforeSend,
        Mistake::Aborts(address) => Mutant::Aborts(address.clone().into()),
    });
    Ok(match mistake {
        Some(mistake) => builder.mutant(mistake),
        None => builder,
    })
}

async fn serve(runtime: Arc<Runtime>, stream: TcpStream, asked: Arc<Notify>) {
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match serde_json::from_str(&line) {
            Ok(Ask::Stop) => return asked.notify_one(),
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

/// What a runtime answers. To [`Ask::Stop`] it answers and no more: whoever has it closes it.
pub async fn answer(runtime: &Runtime, ask: Ask) -> Answer {
    let answered = answered(runtime, ask).await;
    answered.unwrap_or_else(|error| Answer::Refused {
        why: error.to_string(),
    })
}

async fn answered(runtime: &Runtime, ask: Ask) -> Result<Answer, HostError> {
    let chat = async |flow: &str, address: &str| runtime.conversation_with(flow, address).await;
    match ask {
        Ask::Join {
            flow,
            address,
            author,
        } => {
            let who = Who::Identity(author.into());
            chat(&flow, &address).await?.add_participant(who).await?;
        }
        Ask::Leave {
            flow,
            address,
            author,
        } => {
            chat(&flow, &address)
                .await?
                .remove_participant(author)
                .await?
        }
        Ask::Deliver {
            flow,
            address,
            author,
            body,
            id,
        } => {
            let message = NewMessage::new(author, body).id(id);
            let delivered = chat(&flow, &address).await?.deliver(message).await?;
            return Ok(Answer::Delivered {
                index: delivered.message.index,
                duplicate: delivered.duplicate,
            });
        }
        Ask::Start {
            flow,
            address,
            to,
            id,
        } => {
            let request = NewRequest::new(to).id(id);
            let started = chat(&flow, &address).await?.start(request).await?;
            return Ok(Answer::Started {
                execution: started.execution.to_string(),
                duplicate: started.duplicate,
            });
        }
        Ask::HandOver { flow, address } => chat(&flow, &address).await?.hand_over().await?,
        Ask::Close { flow, address } => chat(&flow, &address).await?.close().await?,
        Ask::Quiet { flow, address } => chat(&flow, &address).await?.quiet().await?,
        Ask::Inspect { flow, address } => {
            let chat = chat(&flow, &address).await?;
            return Ok(Answer::Seen(Seen {
                messages: messages(&chat).await?,
                turns: turns(&chat).await?,
                standing: standing(chat.standing().await?),
            }));
        }
        Ask::Replay { execution } => return replay(runtime, &execution).await,
        Ask::Stop => {}
    }
    Ok(Answer::Done)
}

async fn replay(runtime: &Runtime, execution: &str) -> Result<Answer, HostError> {
    let Some(recording) = runtime.recording(execution).await? else {
        let why = format!("there is no execution {execution}");
        return Ok(Answer::Refused { why });
    };
    let replay = runtime.replay(&recording)?;
    Ok(Answer::Replayed {
        turns: replay.turns.len(),
        difference: replay.difference.map(|difference| difference.to_string()),
    })
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
            at: turn.at,
            execution: turn.execution.map(|sid| sid.to_string()),
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
