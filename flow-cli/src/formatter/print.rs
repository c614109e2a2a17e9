//! The tree of a flow to text.

use super::lex::Comment;
use super::tree::{Above, Attribute, Block, Entry, Flow, Group, Item, Line, Own, Value, Widget};

/// How many columns a line may have that can be broken.
const WIDTH: usize = 100;

/// One level of indentation.
const INDENT: &str = "    ";

/// Writes a flow, each line behind the prefix.
pub(super) struct Printer<'p> {
    out: String,
    prefix: &'p str,
    depth: usize,
}

impl<'p> Printer<'p> {
    pub(super) fn new(prefix: &'p str) -> Self {
        Printer {
            out: String::new(),
            prefix,
            depth: 0,
        }
    }

    /// `{ … }` of a `flow!`, its delimiters included.
    pub(super) fn delimited(
        mut self,
        open: &str,
        flow: &Block<'_, Flow<'_>>,
        close: &str,
    ) -> String {
        self.out += open;
        self.block(flow, |_, _| false, Self::flow);
        self.out += close;
        self.out
    }

    fn flow(&mut self, flow: &Flow<'_>) {
        self.out += &flow.head;
        self.out += " {";
        self.block(&flow.widgets, |_, _| true, Self::widget);
        self.out.push('}');
    }

    fn widget(&mut self, widget: &Widget<'_>) {
        self.out += &widget.head;
        self.out += " {";
        let to_arms = |before: &Line<'_>, line: &Line<'_>| {
            matches!((before, line), (Line::Property(_), Line::Arm { .. }))
        };
        self.block(&widget.lines, to_arms, Self::line);
        self.out.push('}');
    }

    fn line(&mut self, line: &Line<'_>) {
        match line {
            Line::Property(entry) => self.entry(entry, ","),
            Line::Arm { events, target } => self.arm(events, target),
        }
    }

    /// Items a line, one level deeper than the delimiters around them. `apart` says whether a blank
    /// line must stand between two of them.
    fn block<T>(
        &mut self,
        block: &Block<'_, T>,
        apart: impl Fn(&T, &T) -> bool,
        print: impl Fn(&mut Self, &T),
    ) {
        self.behind(&block.after_open);
        if block.items.is_empty() && block.before_close.is_empty() {
            if !block.after_open.is_empty() {
                self.new_line();
            }
            return;
        }
        self.depth += 1;
        let mut before: Option<&T> = None;
        for item in &block.items {
            let blank = match before {
                None => Blank::Never,
                Some(before) if apart(before, &item.node) => Blank::Once,
                Some(_) => Blank::AsWritten,
            };
            self.above(item, blank);
            print(self, &item.node);
            self.behind(&item.behind);
            before = Some(&item.node);
        }
        for (index, own) in block.before_close.iter().enumerate() {
            self.own(own, own.blank && (index > 0 || before.is_some()));
        }
        self.depth -= 1;
        self.new_line();
    }

    /// What stands above an item, and the beginning of its own line.
    fn above<T>(&mut self, item: &Item<'_, T>, blank: Blank) {
        let first_attribute = item
            .above
            .iter()
            .position(|above| matches!(above, Above::Attribute { .. }))
            .unwrap_or(item.above.len());
        // Nothing parts an attribute from what it is about.
        let parts = item.above.iter().map(Above::blank).chain([item.blank]);
        let mut blanks: Vec<bool> = parts
            .enumerate()
            .map(|(index, blank)| blank && index <= first_attribute)
            .collect();
        match blank {
            Blank::Never => blanks[0] = false,
            Blank::Once if !blanks.contains(&true) => blanks[0] = true,
            Blank::Once | Blank::AsWritten => {}
        }
        for (above, blank) in item.above.iter().zip(&blanks) {
            match above {
                Above::Comment(own) => self.own(own, *blank),
                Above::Attribute { text, behind, .. } => {
                    self.begin(*blank);
                    self.attribute(text);
                    self.behind(behind);
                }
            }
        }
        self.begin(blanks[item.above.len()]);
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) {
        match attribute {
            Attribute::Doc(text) => self.out += text,
            Attribute::Meta(meta) => {
                self.out += "#[";
                self.entry(meta, "]");
            }
        }
    }

    /// Comments at the end of a line.
    fn behind(&mut self, comments: &[Comment<'_>]) {
        for comment in comments {
            self.out.push(' ');
            self.out += comment.text;
        }
    }

    fn own(&mut self, own: &Own<'_>, blank: bool) {
        self.begin(blank);
        self.out += own.comment.text;
    }

    /// Begins a line, after a blank one if need be.
    fn begin(&mut self, blank: bool) {
        if blank {
            self.out.push('\n');
        }
        self.new_line();
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out += self.prefix;
        self.out += &INDENT.repeat(self.depth);
    }

    /// `event | event => target,`, broken before each `|` where it is too long.
    fn arm(&mut self, events: &[Value<'_>], target: &str) {
        let end = format!(" => {target},");
        let flat: Option<Vec<_>> = events.iter().map(flat).collect();
        if let Some(line) = flat.map(|events| events.join(" | "))
            && self.fits(&line, &end)
        {
            self.out += &line;
            self.out += &end;
            return;
        }
        for (index, event) in events.iter().enumerate() {
            if index > 0 {
                self.new_line();
                self.out += "| ";
            }
            let is_last = index + 1 == events.len();
            self.value(event, if is_last { &end } else { "" });
        }
    }

    fn entry(&mut self, entry: &Entry<'_>, end: &str) {
        self.out += &entry.key;
        self.value(&entry.value, end);
    }

    /// A value, and what stands right behind it.
    fn value(&mut self, value: &Value<'_>, end: &str) {
        match (value, flat(value)) {
            (_, Some(line)) if self.fits(&line, end) => self.out += &line,
            (Value::Text(text), _) => self.out += text,
            (Value::Group(group), _) => self.broken(group),
        }
        self.out += end;
    }

    /// A group with its entries one a line.
    fn broken(&mut self, group: &Group<'_>) {
        self.out += &opening(group);
        match &group.entries.items[..] {
            [only] if group.open == '(' => self.entry(&only.node, ""),
            _ => self.block(
                &group.entries,
                |_, _| false,
                |printer, entry| printer.entry(entry, ","),
            ),
        }
        self.out.push(group.close);
    }

    /// Whether the text and what follows it fit on the line that was begun.
    fn fits(&self, text: &str, end: &str) -> bool {
        let begun = self.out.rsplit('\n').next().unwrap_or_default();
        let columns = |text: &str| -> usize {
            let width = |c| if c == '\t' { INDENT.len() } else { 1 };
            text.chars().map(width).sum()
        };
        columns(begun) + columns(text) + columns(end) <= WIDTH
    }
}

/// Whether a blank line stands before an item.
#[derive(Clone, Copy)]
enum Blank {
    Never,
    AsWritten,
    /// One at least, wherever it was written.
    Once,
}

impl Above<'_> {
    fn blank(&self) -> bool {
        match self {
            Above::Comment(own) => own.blank,
            Above::Attribute { blank, .. } => *blank,
        }
    }
}

/// What stands up to the opening delimiter, this included.
fn opening(group: &Group<'_>) -> String {
    let space = if group.open == '{' && !group.head.is_empty() {
        " "
    } else {
        ""
    };
    format!("{}{space}{}", group.head, group.open)
}

/// A value on one line, if it may stand on one.
fn flat(value: &Value<'_>) -> Option<String> {
    let group = match value {
        Value::Text(text) => return (!text.contains('\n')).then(|| text.clone()),
        Value::Group(group) => group,
    };
    let items = &group.entries.items;
    if group.entries.has_comments() || (group.open == '{' && items.len() > 1) {
        return None;
    }
    let entries: Option<Vec<_>> = items
        .iter()
        .map(|item| Some(item.node.key.clone() + &flat(&item.node.value)?))
        .collect();
    let space = if group.open == '{' && !items.is_empty() {
        " "
    } else {
        ""
    };
    let entries = entries?.join(", ");
    Some(format!(
        "{}{space}{entries}{space}{}",
        opening(group),
        group.close
    ))
}
