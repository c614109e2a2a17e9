//! What an editor offers inside and around `flow!`, asked of rust-analyzer itself.
//!
//! Skipped, saying so, where rust-analyzer is not installed: `rustup component add rust-analyzer`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long rust-analyzer may take for anything: the first answer waits for a build.
const PATIENCE: Duration = Duration::from_secs(600);

/// The protocol's word for a question that an edit has overtaken.
const CONTENT_MODIFIED: i64 = -32801;

/// A flow with a place to type in; `‸` is the cursor.
struct Typed {
    widget: &'static str,
    split: &'static str,
    field: &'static str,
    arms: &'static str,
    code: &'static str,
}

impl Default for Typed {
    fn default() -> Self {
        Typed {
            widget: "",
            split: "",
            field: "",
            arms: "sent | failed => end,",
            code: "Desk::bye",
        }
    }
}

impl Typed {
    fn text(&self) -> String {
        let Typed {
            widget,
            split,
            field,
            arms,
            code,
        } = self;
        format!(
            r#"use flow_runtime::prelude::*;

flow! {{
    pub flow Desk {{
        trigger {{ incoming_conversation_message => check }}
        {widget}
        split_based_on check {{
            input: "{{{{trigger.conversation.Body}}}}",
            equal_to("support") => add,
            {split}
            _ => bye,
        }}
        run_function add {{
            function: AddParticipant {{
                conversation_sid: "{{{{trigger.conversation.ConversationSid}}}}",
                address: "+15557770199",
                {field}
            }},
            _ => bye,
        }}
        send_message bye {{
            body: "Bye",
            {arms}
        }}
    }}
}}

pub fn handle() -> flow_runtime::Handle<Desk> {{
    {code}
}}
"#
        )
    }
}

#[test]
fn completes_explains_and_renames() {
    let Some(mut editor) = Editor::start() else {
        eprintln!("skipped: rust-analyzer is not installed (`rustup component add rust-analyzer`)");
        return;
    };
    let cases = [
        (
            "a handle",
            Typed {
                code: "Desk::by‸",
                ..Typed::default()
            },
            "bye",
        ),
        (
            "a handle, with a half-typed widget in the flow",
            Typed {
                widget: "send_message hello { body: \"Hello\", se }",
                code: "Desk::by‸",
                ..Typed::default()
            },
            "bye",
        ),
        (
            "a kind",
            Typed {
                widget: "s‸",
                ..Typed::default()
            },
            "send_message",
        ),
        (
            "a property",
            Typed {
                arms: "f‸",
                ..Typed::default()
            },
            "from",
        ),
        (
            "an event",
            Typed {
                arms: "f‸ => end, _ => end,",
                ..Typed::default()
            },
            "failed",
        ),
        (
            "an operator",
            Typed {
                split: "c‸(\"x\") => bye,",
                ..Typed::default()
            },
            "contains",
        ),
        (
            "a target",
            Typed {
                split: "contains(\"x\") => b‸,",
                ..Typed::default()
            },
            "bye",
        ),
        (
            "a target that is not begun",
            Typed {
                arms: "sent => end, failed => ‸",
                ..Typed::default()
            },
            "bye",
        ),
        (
            "a target in a flow without findings",
            Typed {
                split: "contains(\"x\") => b‸ye,",
                ..Typed::default()
            },
            "add",
        ),
        (
            "a widget that stands for an old one",
            Typed {
                widget: "migrate { old => b‸, }",
                ..Typed::default()
            },
            "bye",
        ),
        (
            "a function's field",
            Typed {
                field: "p‸: \"x\",",
                ..Typed::default()
            },
            "proxy_address",
        ),
    ];
    for (what, typed, expected) in cases {
        let offered = editor.completions(&typed.text());
        assert!(
            offered.iter().any(|label| label == expected),
            "{what}: {expected} in {offered:?}"
        );
    }

    let valid = Typed::default().text();
    for (word, pointed, docs) in [
        (
            "send_message",
            "send‸_message",
            "Sends a message to everybody",
        ),
        ("body:", "bo‸dy:", "1,600 characters"),
        ("equal_to", "equal‸_to", "The input is this text"),
    ] {
        let hover = editor.hover(&valid.replacen(word, pointed, 1));
        assert!(hover.contains(docs), "hover on {word}: {hover}");
    }

    assert_eq!(editor.diagnostics(&valid), Vec::<String>::new());
    // rust-analyzer adds nothing of its own to a finding.
    let unknown_target = editor.diagnostics(&valid.replacen("_ => bye,", "_ => by,", 1));
    assert_eq!(unknown_target.len(), 1, "{unknown_target:?}");

    let at_target = valid.replace("_ => bye,", "_ => b‸ye,");
    let (line, _) = position(&valid.replace("send_message bye", "send_message ‸bye"));
    assert_eq!(
        editor.definition(&at_target.replacen("b‸ye", "bye", 1)),
        Some(line)
    );

    let at_first = valid.replacen("_ => bye,", "_ => b‸ye,", 1);
    let edits = editor.rename(&at_first, "farewell");
    // Its name, two targets and the handle in the code.
    assert_eq!(edits, 4, "edits of a rename from a target");
}

/// The line and the column of the cursor.
fn position(text: &str) -> (u64, u64) {
    let before = text.split('‸').next().unwrap();
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (line as u64, column as u64)
}

/// rust-analyzer on a crate of its own, over its standard input and output.
struct Editor {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    file: PathBuf,
    requests: u64,
    version: u64,
    _folder: tempfile::TempDir,
}

impl Editor {
    /// None where rust-analyzer is not installed.
    fn start() -> Option<Self> {
        let version = Command::new("rust-analyzer")
            .arg("--version")
            .output()
            .ok()?;
        if !version.status.success() {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let file = fixture(folder.path());
        let mut server = Command::new("rust-analyzer")
            .current_dir(folder.path())
            // What the examples were built into serves here too.
            .env("CARGO_TARGET_DIR", target_dir())
            // What it leaves there goes with the folder.
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (requests, version) = (0, 0);
        let mut editor = Editor {
            server,
            input,
            messages,
            file,
            requests,
            version,
            _folder: folder,
        };
        editor.initialize();
        Some(editor)
    }

    fn initialize(&mut self) {
        let root = uri(self.file.parent().unwrap().parent().unwrap());
        self.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": root,
                "capabilities": {
                    "textDocument": {
                        "diagnostic": {},
                        "hover": { "contentFormat": ["plaintext"] },
                    },
                    "experimental": { "serverStatusNotification": true },
                },
                "initializationOptions": {
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                },
            }),
        );
        self.notify("initialized", json!({}));
        let document = json!({
            "uri": uri(&self.file),
            "languageId": "rust",
            "version": 0,
            "text": Typed::default().text(),
        });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.wait(|message| {
            message["method"] == "experimental/serverStatus"
                && message["params"]["quiescent"] == true
        });
    }

    fn completions(&mut self, text: &str) -> Vec<String> {
        let answer = self.ask("textDocument/completion", text, json!({}));
        let items = answer
            .get("items")
            .unwrap_or(&answer)
            .as_array()
            .cloned()
            .unwrap_or_default();
        let label =
            |item: &Value| Some(item["label"].as_str()?.split(['(', ':']).next()?.to_owned());
        items.iter().filter_map(label).collect()
    }

    fn hover(&mut self, text: &str) -> String {
        self.ask("textDocument/hover", text, json!({}))["contents"].to_string()
    }

    fn diagnostics(&mut self, text: &str) -> Vec<String> {
        let answer = self.ask("textDocument/diagnostic", text, json!({}));
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|item| item["message"].to_string())
            .collect()
    }

    /// The line of the definition.
    fn definition(&mut self, text: &str) -> Option<u64> {
        let answer = self.ask("textDocument/definition", text, json!({}));
        let place = answer.get(0)?;
        let range = place.get("targetSelectionRange").or(place.get("range"))?;
        range["start"]["line"].as_u64()
    }

    /// How many places a rename changes.
    fn rename(&mut self, text: &str, name: &str) -> usize {
        let answer = self.ask("textDocument/rename", text, json!({ "newName": name }));
        let in_file = |changes: &Value| changes["edits"].as_array().map_or(0, Vec::len);
        match answer["documentChanges"].as_array() {
            Some(files) => files.iter().map(in_file).sum(),
            None => answer["changes"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(_, edits)| edits.as_array().map_or(0, Vec::len))
                .sum(),
        }
    }

    /// Asks about the place of the cursor in a text.
    fn ask(&mut self, method: &str, text: &str, extra: Value) -> Value {
        let (line, character) = position(text);
        self.version += 1;
        let document = json!({ "uri": uri(&self.file), "version": self.version });
        let change = json!({ "text": text.replace('‸', "") });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
        let mut params = json!({
            "textDocument": { "uri": uri(&self.file) },
            "position": { "line": line, "character": character },
        });
        for (key, value) in extra.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.request(method, params)
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        loop {
            self.requests += 1;
            let id = self.requests;
            self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
            let answer =
                self.wait(|message| message["id"] == id && message.get("method").is_none());
            match answer.get("error") {
                None => return answer["result"].clone(),
                // The text moved on under the question.
                Some(error) if error["code"] == CONTENT_MODIFIED => {}
                Some(error) => panic!("{method}: {error}"),
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads until a message comes that is the one; answers what the server asks meanwhile.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            match self
                .messages
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(message) if wanted(&message) => return message,
                Ok(message) => {
                    if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
                        self.send(json!({ "jsonrpc": "2.0", "id": id, "result": null }));
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("rust-analyzer gave no answer in time"),
                Err(RecvTimeoutError::Disconnected) => panic!("rust-analyzer went away"),
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// A crate that depends on flow-runtime and nothing else; gives its one file.
fn fixture(folder: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"editor-fixture\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nflow-runtime = {{ path = {:?} }}\n\n[workspace]\n",
        root.join("flow-runtime")
    );
    let file = folder.join("src/lib.rs");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    std::fs::write(&file, Typed::default().text()).unwrap();
    file
}

/// The folder that this test was built into: `target/debug/deps/…`.
fn target_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_owned()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn read_message(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        input.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(("Content-Length", value)) = line.split_once(": ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
