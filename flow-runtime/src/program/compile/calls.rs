//! What a flow calls: functions, requests, people.

use flow_model::Text;
use flow_model::machine::{self, Entries};

use super::Compiler;
use crate::driver::Method;
use crate::program::{Callee, Content, MakeRequest, RunFunction, SendToFlex};

impl<'m> Compiler<'m, '_> {
    pub(super) fn function(&mut self, widget: &machine::Widget<'m>) -> RunFunction {
        let (callee, parameters) = match widget.property("function") {
            Some(machine::Value::Callee {
                index,
                path,
                fields,
            }) => (self.callee(index, path), self.parameters(fields)),
            _ => {
                let parameters = match widget.property("parameters") {
                    Some(machine::Value::Map(entries)) => self.parameters(entries),
                    _ => Vec::new(),
                };
                (Callee::Url(self.required(widget, "url")), parameters)
            }
        };
        RunFunction {
            callee,
            parameters,
            success: self.exit(widget, "success"),
            fail: self.exit(widget, "fail"),
        }
    }

    fn callee(&mut self, index: usize, path: &'m str) -> Callee {
        let functions = self.linker.functions;
        if index >= functions {
            self.problem(&format!(
                "`{path}` is typed function number {index}, and the program has {functions}"
            ));
        }
        Callee::Typed {
            function: u16::try_from(index).unwrap_or(u16::MAX),
            name: (self.text)(path),
        }
    }

    pub(super) fn parameters(&mut self, entries: Entries<'m>) -> Vec<(Text, Content)> {
        entries
            .iter()
            .map(|entry| ((self.text)(entry.key), self.content(entry.value, entry.key)))
            .collect()
    }

    pub(super) fn request(&mut self, widget: &machine::Widget<'m>) -> MakeRequest {
        const FORM: Content = Content::Constant(Text::Static(
            "application/x-www-form-urlencoded;charset=utf-8",
        ));
        let method = match self.required(widget, "method") {
            Content::Constant(text) if text == "GET" => Method::Get,
            Content::Constant(text) if text == "POST" => Method::Post,
            _ => {
                self.problem("`method` is neither `GET` nor `POST`");
                Method::Get
            }
        };
        MakeRequest {
            method,
            url: self.required(widget, "url"),
            content_type: self.optional(widget, "content_type").unwrap_or(FORM),
            body: self.optional(widget, "body"),
            parameters: match widget.property("parameters") {
                Some(machine::Value::Map(entries)) => self.parameters(entries),
                _ => Vec::new(),
            },
            twilio_auth: matches!(
                self.optional(widget, "add_twilio_auth"),
                Some(Content::Constant(text)) if text == "true"
            ),
            success: self.exit(widget, "success"),
            failed: self.exit(widget, "failed"),
        }
    }

    pub(super) fn flex(&mut self, widget: &machine::Widget<'m>) -> SendToFlex {
        SendToFlex {
            workflow: self.required(widget, "workflow"),
            channel: self.required(widget, "channel"),
            attributes: self.optional(widget, "attributes"),
            priority: self.optional(widget, "priority"),
            timeout: self.optional(widget, "timeout"),
            complete: self.exit(widget, "call_complete"),
            failed: self.exit(widget, "failed_to_enqueue"),
        }
    }
}
