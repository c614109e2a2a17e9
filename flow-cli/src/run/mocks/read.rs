//! Mocks from TOML: a table for each widget, or a list of tables.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Mock, Mocks, What};
use crate::draw::{Finding, Level};
use crate::run::{Call, Kind, listed};

type Key<'t> = Spanned<Cow<'t, str>>;

/// What an answer may say.
const KEYS: [&str; 5] = ["status", "body", "content_type", "fail", "when"];

/// Reads the answers for these calls, or says all that is wrong with them.
pub(crate) fn read(text: &str, calls: &[Call]) -> Result<Mocks, Vec<Finding>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::default();
    // What follows the first is often its doing.
    for error in errors.into_iter().take(1) {
        let range = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message());
        reader.found(range, message, None);
    }
    let mut mocks = Mocks::default();
    if reader.findings.is_empty() {
        for (name, value) in table.into_inner() {
            if let Some(kind) = reader.kind(&name, calls) {
                let answers = reader.widget(kind, &name, value);
                mocks.0.insert(name.into_inner().into_owned(), answers);
            }
        }
    }
    match reader.findings.is_empty() {
        true => Ok(mocks),
        false => {
            reader.findings.sort_by_key(|finding| finding.range.start);
            Err(reader.findings)
        }
    }
}

#[derive(Default)]
struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    fn found(&mut self, range: Range<usize>, message: impl Into<String>, help: Option<&str>) {
        self.findings.push(Finding {
            level: Level::Error,
            code: None,
            message: message.into(),
            help: help.map(str::to_owned),
            range,
        });
    }

    fn kind(&mut self, name: &Key<'_>, calls: &[Call]) -> Option<Kind> {
        let call = calls.iter().find(|call| call.widget == **name.get_ref());
        if call.is_none() {
            let help = match calls.is_empty() {
                true => "no widget that runs does, so none needs a mock".to_owned(),
                false => format!("these do: {}", listed(calls.iter().map(|it| &it.widget))),
            };
            let message = format!("no widget `{}` asks anything of elsewhere", name.get_ref());
            self.found(name.span(), message, Some(&help));
        }
        call.map(|call| call.kind)
    }

    fn widget(&mut self, kind: Kind, name: &Key<'_>, value: Spanned<DeValue<'_>>) -> Vec<Mock> {
        let range = value.span();
        match value.into_inner() {
            DeValue::Table(table) => self.mock(kind, name.span(), table).into_iter().collect(),
            DeValue::Array(items) if items.is_empty() => {
                self.found(range, "there is no answer in this list", None);
                Vec::new()
            }
            DeValue::Array(items) => {
                let mut mocks = Vec::new();
                for item in items {
                    let range = item.span();
                    match item.into_inner() {
                        DeValue::Table(table) => mocks.extend(self.mock(kind, range, table)),
                        _ => self.no_answer(range),
                    }
                }
                mocks
            }
            _ => {
                self.no_answer(range);
                Vec::new()
            }
        }
    }

    fn no_answer(&mut self, range: Range<usize>) {
        let help = "an answer is a table, for instance `{ body = { day = \"Monday\" } }`";
        self.found(range, "this is no answer", Some(help));
    }

    fn mock(&mut self, kind: Kind, range: Range<usize>, table: DeTable<'_>) -> Option<Mock> {
        let before = self.findings.len();
        let (mut status, mut body, mut content_type, mut fail) = (None, None, None, None);
        let mut when = Vec::new();
        for (key, value) in table {
            match (&**key.get_ref(), kind) {
                (key_of_http @ ("status" | "content_type"), Kind::Subflow) => {
                    let help = "say what it sets, `body = { … }`, or `fail = \"why\"`";
                    let message = format!("a flow answers with no `{key_of_http}`");
                    self.found(key.span(), message, Some(help));
                }
                ("status", _) => status = self.status(&value),
                ("content_type", _) => content_type = self.text(&value),
                ("fail", _) => fail = self.text(&value),
                ("body", Kind::Subflow) if !value.get_ref().is_table() => {
                    let help = "write a table: `body = { answer = \"yes\" }`";
                    self.found(value.span(), "what a flow sets has names", Some(help));
                }
                ("body", _) => body = self.json(value),
                ("when", _) => when = self.when(value),
                (other, _) => {
                    let help = format!("an answer has {}", listed(KEYS));
                    let message = format!("an answer has no `{other}`");
                    self.found(key.span(), message, Some(&help));
                }
            }
        }
        if fail.is_some() && (status.is_some() || body.is_some() || content_type.is_some()) {
            let help = "with `fail` nothing answers; one that fails by its status goes without it";
            self.found(range, "this both fails and answers", Some(help));
        }
        let what = match fail {
            Some(reason) => What::Failure(reason),
            None => answer(status, content_type, body),
        };
        (self.findings.len() == before).then_some(Mock {
            when,
            what,
            given: false,
        })
    }

    fn status(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u16> {
        let number = value.get_ref().as_integer();
        let status = number.and_then(|it| u16::from_str_radix(it.as_str(), it.radix()).ok());
        let status = status.filter(|status| (100..600).contains(status));
        if status.is_none() {
            let message = "a status is a number from 100 to 599";
            self.found(value.span(), message, None);
        }
        status
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.found(value.span(), "this must be a text, in quotes", None);
        }
        text
    }

    fn when(&mut self, value: Spanned<DeValue<'_>>) -> Vec<(String, String)> {
        let range = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            let help = "write the parameters that it answers: `when = { day = \"Monday\" }`";
            self.found(range, "this must be a table", Some(help));
            return Vec::new();
        };
        let mut when = Vec::new();
        for (key, value) in table {
            let range = value.span();
            match self.json(value) {
                Some(Value::Object(_) | Value::Array(_)) => {
                    self.found(range, "a parameter is compared as text", None);
                }
                Some(Value::String(text)) => when.push((key.into_inner().into_owned(), text)),
                Some(other) => when.push((key.into_inner().into_owned(), other.to_string())),
                None => {}
            }
        }
        when
    }

    fn json(&mut self, value: Spanned<DeValue<'_>>) -> Option<Value> {
        let range = value.span();
        let json = match value.into_inner() {
            DeValue::String(text) => Some(text.into_owned().into()),
            DeValue::Boolean(flag) => Some(flag.into()),
            DeValue::Datetime(time) => Some(time.to_string().into()),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                read.ok().map(Value::from)
            }
            DeValue::Float(number) => {
                let read = number.as_str().parse().ok();
                read.and_then(Number::from_f64).map(Value::from)
            }
            DeValue::Array(items) => {
                let items = items.into_iter().filter_map(|item| self.json(item));
                Some(items.collect::<Vec<_>>().into())
            }
            DeValue::Table(table) => {
                let mut object = Map::new();
                for (key, value) in table {
                    if let Some(value) = self.json(value) {
                        object.insert(key.into_inner().into_owned(), value);
                    }
                }
                Some(object.into())
            }
        };
        if json.is_none() {
            self.found(range, "JSON has no such number", None);
        }
        json
    }
}

fn answer(status: Option<u16>, content_type: Option<String>, body: Option<Value>) -> What {
    let (body, is_json) = match body {
        None => (String::new(), false),
        Some(Value::String(text)) => {
            let json = serde_json::from_str(&text);
            let is_json = matches!(json, Ok(Value::Object(_) | Value::Array(_)));
            (text, is_json)
        }
        Some(value) => (value.to_string(), true),
    };
    let usual = match is_json {
        true => "application/json",
        false => "text/plain",
    };
    What::Answer {
        status: status.unwrap_or(200),
        content_type: content_type.unwrap_or_else(|| usual.to_owned()),
        body,
    }
}
