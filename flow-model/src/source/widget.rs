//! The flow, its widgets and their lines.

use super::literal;
use super::notes::Notes;
use super::plain::same_target;
use super::value::Printed;
use super::writer::Writer;
use crate::flow::{Allow, Arm, Event, Flow, Location, Property, Target, Widget, Word};

impl Writer<'_> {
    pub(super) fn flow(&mut self, flow: &Flow) {
        let widgets = self.aside(|writer| writer.within(|writer| writer.items(flow)));
        let name = flow.friendly_name.as_ref();
        self.notes(&[Location(0), flow.name.at]);
        // What no node was found for.
        let rest = self.notes.rest();
        self.comments(&rest);
        if !flow.description.is_empty() {
            self.docs(&flow.description);
        }
        if let Some(name) = name {
            self.name(&name.text);
        }
        if let Some(allowed) = flow.allow_concurrent_calls {
            self.line(&format!("#[allow_concurrent_calls({allowed})]"));
        }
        if let Some(settings) = &flow.settings {
            self.line(&format!("#[settings({})]", settings.text));
        }
        self.allows(None, &flow.allows);
        self.line(&format!("pub flow {} {{", flow.name.text));
        self.push(&widgets);
        self.line("}");
    }

    fn items(&mut self, flow: &Flow) {
        for (index, widget) in flow.widgets.iter().enumerate() {
            if index > 0 {
                self.blank();
            }
            self.widget(index, widget);
        }
        if !flow.migrations.is_empty() {
            if !flow.widgets.is_empty() {
                self.blank();
            }
            self.line("migrate {");
            self.within(|writer| {
                for migration in &flow.migrations {
                    writer.notes(&[migration.from.at, migration.to.at()]);
                    let (from, to) = (word(&migration.from), name(&migration.to));
                    writer.line(&format!("{from} => {to},"));
                }
            });
            self.line("}");
        }
    }

    fn widget(&mut self, index: usize, widget: &Widget) {
        self.notes(&[widget.kind.at, widget.ident.at]);
        if let Some(name) = &widget.name {
            self.notes(&[name.at]);
        }
        if !widget.docs.is_empty() {
            self.docs(&widget.docs);
        }
        if let Some(name) = &widget.name {
            self.name(&name.text);
        }
        if let Some((x, y)) = widget.place {
            self.line(&format!("#[at({x}, {y})]"));
        }
        self.allows(Some(index), &widget.allows);
        let mut head = word(&widget.kind);
        if !widget.is_trigger() {
            head = format!("{head} {}", widget.ident.text);
        }
        if widget.properties.is_empty() && widget.arms.is_empty() {
            self.line(&format!("{head} {{}}"));
            return;
        }
        self.line(&format!("{head} {{"));
        self.within(|writer| writer.lines(widget));
        self.line("}");
    }

    fn lines(&mut self, widget: &Widget) {
        for property in &widget.properties {
            self.property(property);
        }
        if !widget.properties.is_empty() && !widget.arms.is_empty() {
            self.blank();
        }
        let arms = widget
            .arms
            .chunk_by(|one, next| self.notes.are_one(one, next));
        for arms in arms.collect::<Vec<_>>() {
            self.arms(arms);
        }
    }

    /// `#[name = "…"]`
    fn name(&mut self, name: &str) {
        self.line(&format!("#[name = {}]", literal::quoted(name)));
    }

    fn allows(&mut self, place: Option<usize>, allows: &[Allow]) {
        for Allow { code } in allows {
            if let Some((reason, more)) = self.lints.reason(place, &code.text) {
                let reason = reason.to_owned();
                let more = match more {
                    0 => String::new(),
                    more => format!(" (and {more} more)"),
                };
                self.reason(&reason, &more);
            }
            self.line(&format!("#[allow({})]", code.text));
        }
    }

    pub(super) fn property(&mut self, property: &Property) {
        self.notes(&[property.key.at, property.value.at]);
        if !property.docs.is_empty() {
            self.docs(&property.docs);
        }
        self.begin();
        self.push(&format!("{}: ", word(&property.key)));
        self.value(&Printed::of(&property.value, &self.notes), ",");
        self.end();
    }

    /// Arms with one target, as one.
    fn arms(&mut self, arms: &[Arm]) {
        let Some(Arm {
            target,
            label,
            subject,
            ..
        }) = arms.first()
        else {
            return;
        };
        for arm in arms {
            self.notes(&places(arm));
        }
        if let Some(label) = label {
            self.docs(label);
        }
        if let Some(subject) = subject {
            self.begin();
            self.push("#[subject(");
            self.value(&Printed::of(subject, &self.notes), ")]");
            self.end();
        }
        let end = format!(" => {},", name(target));
        let events: Vec<_> = arms.iter().map(|arm| event(arm, &self.notes)).collect();
        self.begin();
        self.events(&events, &end);
        self.end();
    }

    /// `event | event`, broken before each `|` where they are too long.
    fn events(&mut self, events: &[Printed<'_>], end: &str) {
        let flat: Option<Vec<_>> = events.iter().map(Printed::flat).collect();
        if let Some(line) = flat.map(|events| events.join(" | "))
            && self.fits(literal::columns(&line) + literal::columns(end))
        {
            self.push(&line);
            self.push(end);
            return;
        }
        for (index, event) in events.iter().enumerate() {
            if index > 0 {
                self.end();
                self.begin();
                self.push("| ");
            }
            let is_last = index + 1 == events.len();
            self.value(event, if is_last { end } else { "" });
        }
    }
}

impl Notes<'_> {
    /// Whether the second of two arms is written as one with the first, by `|`.
    fn are_one(&self, one: &Arm, next: &Arm) -> bool {
        let alone = |arm: &Arm| {
            arm.label.is_some()
                || arm.subject.is_some()
                || matches!(arm.event, Event::Rest(_))
                || self.about(&places(arm))
        };
        same_target(one, next) && !alone(one) && !alone(next)
    }
}

/// Where an arm and what it holds stand.
fn places(arm: &Arm) -> Vec<Location> {
    let arguments = match &arm.event {
        Event::Named { arguments, .. } => arguments.as_deref().unwrap_or_default(),
        Event::Rest(_) => &[],
    };
    let values = arm.subject.iter().chain(arguments).map(|value| value.at);
    values.chain([arm.event.at(), arm.target.at()]).collect()
}

fn name(target: &Target) -> &str {
    match target {
        Target::Widget(name) => &name.text,
        Target::End(_) => "end",
        // What is reported already is reported again where it is read.
        Target::Error(_) => "_",
    }
}

fn event<'f>(arm: &'f Arm, notes: &Notes<'_>) -> Printed<'f> {
    match &arm.event {
        Event::Rest(_) => Printed::Plain("_".to_owned()),
        Event::Named {
            word: name,
            arguments: None,
        } => Printed::Plain(word(name)),
        Event::Named {
            word: name,
            arguments: Some(arguments),
        } => Printed::call(word(name), arguments, notes),
    }
}

/// A word of Studio's, or a key.
pub(super) fn word(word: &Word) -> String {
    if word.quoted {
        literal::quoted(&word.text)
    } else {
        word.text.clone()
    }
}
