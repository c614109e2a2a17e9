//! Settings: read from TOML and the environment into structs, and put into flows that run.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic")]

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use flow_runtime::conversation::Who;
use flow_runtime::host::local::{NewMessage, OpenError};
use flow_runtime::model::machine::lower;
use flow_runtime::prelude::*;
use flow_runtime::settings::{Setting, SettingsError, Values, from_env, from_toml};
use flow_runtime::{Program, Runtime};

/// A type of one's own.
#[derive(Debug, PartialEq, Parameter)]
enum Level {
    Low,
    High,
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "low" => Ok(Level::Low),
            "high" => Ok(Level::High),
            _ => Err("low or high".to_owned()),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Low => "low",
            Level::High => "high",
        })
    }
}

impl Setting for Level {
    fn text(&self) -> String {
        self.to_string()
    }
}

#[derive(Debug, PartialEq, Settings)]
struct Production {
    company: String,
    patience: u32,
    level: Level,
    /// Called as the expansion of the derive might call something.
    values: Option<String>,
}

#[derive(Debug, PartialEq, Settings)]
struct Nothing {}

flow! {
    #[settings(Production)]
    flow Greeter {
        trigger {
            incoming_conversation_message => greet,
        }

        send_and_wait_for_reply greet {
            body: "{{settings.company}}: {{ settings.level | upcase }}\
                   {% if settings.values %}, {{settings.values}}{% endif %}",
            timeout: "{{settings.patience}}",

            _ => end,
        }
    }
}

// Without a type any name may be read.
flow! {
    flow Free {
        trigger {
            incoming_conversation_message => greet,
        }

        send_message greet {
            body: "{{settings.greeting}} from {{settings.company}}",

            _ => end,
        }
    }
}

fn production() -> Production {
    Production {
        company: "ACME".to_owned(),
        patience: 600,
        level: Level::High,
        values: None,
    }
}

const TOML: &str = "company = \"ACME\"\npatience = 6_00\nlevel = 'high'\n";

/// The lines of what is said of settings that cannot be read.
fn refused<S: Settings + fmt::Debug>(read: Result<S, SettingsError>) -> Vec<String> {
    let said = read.unwrap_err().to_string();
    said.lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_struct_is_read_from_toml_and_gives_its_values_back() {
    assert_eq!(Production::from_toml(TOML), Ok(production()));
    let values: Values = production().into();
    assert_eq!(values.get("patience"), Some("600"));
    assert_eq!(values.get("values"), Some(""));
    assert_eq!(Production::from_values(&values), Ok(production()));
    assert_eq!(Nothing::from_toml(""), Ok(Nothing {}));
}

#[test]
fn all_that_is_wrong_with_settings_is_said_at_once() {
    let toml = "company = \"ACME\"\nlevel = \"middle\"\nwalues = 1\npatience = -5";
    assert_eq!(
        refused(Production::from_toml(toml)),
        [
            "the settings `Production` cannot be read:",
            "there is no setting `walues`: its settings are `company`, `patience`, `level`, `values`",
            "`patience` takes a whole number from 0 to 4294967295, and was given \"-5\"",
            "`level` takes a `Level` (low or high), and was given \"middle\"",
        ]
    );
    assert_eq!(
        refused(Production::from_toml("")),
        [
            "the settings `Production` cannot be read:",
            "`company` is missing",
            "`patience` is missing",
            "`level` is missing",
        ]
    );
}

#[test]
fn what_is_no_toml_is_drawn_and_what_is_no_text_is_named() {
    let said = from_toml("a = 1\nb = x").unwrap_err().to_string();
    assert!(
        said.starts_with("the settings cannot be read: TOML parse error at line 2, column 5\n"),
        "{said}"
    );
    for (toml, found) in [("a = 1\n[b]", "a table"), ("a = 1\nb = []", "a list")] {
        assert_eq!(
            from_toml(toml).unwrap_err().to_string(),
            format!(
                "the settings cannot be read: `b` in line 2 is {found}, and a setting is one text: `b = \"…\"`"
            )
        );
    }
}

#[test]
fn scalars_of_toml_are_texts() {
    let toml = "text = 'a'\nhex = 0x10\nwhole = 1_000\nlarge = 99999999999999999999\n\
                part = 0.5\nflag = true\nday = 2026-01-31";
    let values = from_toml(toml).unwrap();
    for (name, text) in [
        ("text", "a"),
        ("hex", "16"),
        ("whole", "1000"),
        ("large", "99999999999999999999"),
        ("part", "0.5"),
        ("flag", "true"),
        ("day", "2026-01-31"),
    ] {
        assert_eq!(values.get(name), Some(text), "{name}");
    }
}

#[test]
fn the_environment_is_read_by_its_prefix() {
    // Cargo says this of every test that it runs.
    let values = from_env("CARGO_PKG_");
    assert_eq!(values.get("name"), Some("flow-runtime"));
    assert_eq!(
        refused(Production::from_env("FLOW_SETTINGS_TEST_")),
        [
            "the settings `Production` cannot be read:",
            "`company` is missing: set `FLOW_SETTINGS_TEST_COMPANY`",
            "`patience` is missing: set `FLOW_SETTINGS_TEST_PATIENCE`",
            "`level` is missing: set `FLOW_SETTINGS_TEST_LEVEL`",
        ]
    );
}

async fn first_answer<F: Flow>(runtime: &Runtime) -> String {
    let address = format!("web:{}", machine::<F>().name());
    let chat = runtime.conversation::<F>(&address).await.unwrap();
    chat.add_participant(Who::Identity("ann".into()))
        .await
        .unwrap();
    chat.deliver(NewMessage::new("ann", "hello")).await.unwrap();
    chat.quiet().await.unwrap();
    chat.messages().await.unwrap()[1].body.to_string()
}

#[tokio::test]
async fn a_flow_speaks_with_its_settings_filled() {
    let runtime = Runtime::builder()
        .settings(production())
        .settings(Values::from([("greeting", "Hello")]))
        .flow::<Greeter>()
        .flow::<Free>()
        .in_memory()
        .await
        .unwrap();
    assert_eq!(first_answer::<Greeter>(&runtime).await, "ACME: HIGH");
    assert_eq!(first_answer::<Free>(&runtime).await, "Hello from ACME");
    runtime.close().await;
}

#[tokio::test]
async fn tables_from_elsewhere_are_filled_as_well() {
    let tables = lower(&machine::<Free>().flow());
    let runtime = Runtime::builder()
        .register(Cow::Owned(tables), &[])
        .settings(Values::from([("greeting", "Hi"), ("company", "ACME")]))
        .in_memory()
        .await
        .unwrap();
    assert_eq!(first_answer::<Free>(&runtime).await, "Hi from ACME");
    runtime.close().await;
}

#[tokio::test]
async fn a_runtime_does_not_open_while_a_setting_of_any_flow_is_missing() {
    let opened = Runtime::builder()
        .settings(Values::from([("level", "low"), ("patience", "0")]))
        .flow::<Greeter>()
        .flow::<Free>()
        .in_memory()
        .await;
    let Err(OpenError::Settings(errors)) = &opened else {
        panic!("{opened:?}")
    };
    let missing = |flow: usize| errors[flow].missing().collect::<Vec<_>>();
    assert_eq!(missing(0), ["company", "values"]);
    assert_eq!(missing(1), ["greeting", "company"]);
    assert_eq!(
        opened.unwrap_err().to_string(),
        "\
the flow `Greeter` cannot be filled with its settings:
  `company` is missing: `body` of `greet` reads it
  `values` is missing: `body` of `greet` reads it
the flow `Free` cannot be filled with its settings:
  `greeting` is missing: `body` of `greet` reads it
  `company` is missing: `body` of `greet` reads it
give their values to `Builder::settings`"
    );
}

#[tokio::test]
async fn a_value_that_the_checks_refuse_keeps_a_runtime_from_opening() {
    let patience = 0;
    let opened = Runtime::builder()
        .settings(Production {
            patience,
            ..production()
        })
        .flow::<Greeter>()
        .in_memory()
        .await;
    assert_eq!(
        opened.unwrap_err().to_string(),
        "\
the flow `Greeter` cannot be filled with its settings:
  `timeout` of `greet`, filled to \"0\": `timeout` is 0, which is out of range [F0503]; give a number from 1 to 2592000
give their values to `Builder::settings`"
    );
}

#[test]
fn a_digest_does_not_depend_on_settings() {
    let program = |settings: Production| {
        let machine = Cow::Borrowed(machine::<Greeter>());
        Program::with_settings(machine, <Greeter as Flow>::functions(), &settings.into()).unwrap()
    };
    let other = Production {
        company: "Other".to_owned(),
        ..production()
    };
    assert_eq!(program(production()).digest(), program(other).digest());
}

#[test]
fn a_program_without_its_settings_is_refused() {
    let error = Program::of::<Free>().unwrap_err();
    let problems: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "`greeting` is missing: `body` of `greet` reads it",
            "`company` is missing: `body` of `greet` reads it",
        ]
    );
}
