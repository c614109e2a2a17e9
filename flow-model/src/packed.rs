//! A machine as `flow!` writes it down: a text, the words of Studio's in it, and numbers.
//!
//! Rows as Rust expressions cost the compiler several times what they say. So the macro emits each
//! table as two flat arrays, and constant functions here make the rows of them: a word for each
//! kind, property and event that the catalogue has, in the order of the rows, and for each row a
//! *form*, which says what is special about it, and what that form holds.

use crate::Machine;
use crate::machine::{ArmRow, EntryRow, Head, MigrationRow, Range, ValueRow, WidgetRow, Word};

/// The numbers of a machine's tables; the words are known to who packs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// The ranges of the name, the FriendlyName and the description; 1 for concurrent calls.
    pub head: Vec<u32>,
    /// Widgets: their form, name, properties and number of arms, and what the form adds.
    pub widgets: Vec<u32>,
    /// Entries: their form, and what it says the key and the value hold.
    pub entries: Vec<u32>,
    /// Arms: their form, their target, and what the form adds.
    pub arms: Vec<u32>,
    /// Migrations: the range of the old name, and the widget that stands for it.
    pub migrations: Vec<u32>,
}

/// A word that the catalogue does not have: its text follows.
const VERBATIM: u32 = 1;
/// No word: an item of a list, or `_`.
const NO_WORD: u32 = 2;

/// The name in Studio follows, for a widget.
const NAMED: u32 = 4;
/// The place on the canvas follows, for a widget.
const PLACED: u32 = 8;
/// Arguments, label and subject follow, for an arm.
const BRANCH: u32 = 4;

/// The least difference between the values of entries' forms.
const VALUE: u32 = 4;
const TEXT: u32 = 0;
const JSON: u32 = 1;
const NUMBER: u32 = 2;
const FALSE: u32 = 3;
const TRUE: u32 = 4;
const LIST: u32 = 5;
const MAP: u32 = 6;
const CALLEE: u32 = 7;

/// The numbers of a machine.
pub fn pack(machine: &Machine) -> Packed {
    let mut packed = Packed::default();
    let head = &machine.head;
    for range in [head.name, head.friendly_name, head.description] {
        push(&mut packed.head, range);
    }
    packed.head.push(head.allow_concurrent_calls.into());
    for row in machine.widgets.iter() {
        pack_widget(row, &mut packed.widgets);
    }
    for row in machine.entries.iter() {
        pack_entry(row, &mut packed.entries);
    }
    for row in machine.arms.iter() {
        pack_arm(row, &mut packed.arms);
    }
    for row in machine.migrations.iter() {
        pack_migration(*row, &mut packed.migrations);
    }
    packed
}

fn push(numbers: &mut Vec<u32>, range: Range) {
    numbers.extend([range.at, range.len]);
}

fn push_word(numbers: &mut Vec<u32>, word: Word) {
    if let Word::Text(range) = word {
        push(numbers, range);
    }
}

fn word_form(word: Word) -> u32 {
    match word {
        Word::Known(_) => 0,
        Word::Text(_) => VERBATIM,
        Word::None => NO_WORD,
    }
}

fn pack_widget(row: &WidgetRow, numbers: &mut Vec<u32>) {
    let named = if row.name.len > 0 { NAMED } else { 0 };
    let placed = if row.place.is_some() { PLACED } else { 0 };
    numbers.push(word_form(row.kind) + named + placed);
    push_word(numbers, row.kind);
    push(numbers, row.ident);
    push(numbers, row.properties);
    numbers.push(row.arms.len);
    if named > 0 {
        push(numbers, row.name);
    }
    if let Some((x, y)) = row.place {
        numbers.extend([x.cast_unsigned(), y.cast_unsigned()]);
    }
}

fn pack_entry(row: &EntryRow, numbers: &mut Vec<u32>) {
    let value = match row.value {
        ValueRow::Text(_) => TEXT,
        ValueRow::Json(_) => JSON,
        ValueRow::Number(_) => NUMBER,
        ValueRow::Flag(false) => FALSE,
        ValueRow::Flag(true) => TRUE,
        ValueRow::List(_) => LIST,
        ValueRow::Map(_) => MAP,
        ValueRow::Callee(..) => CALLEE,
    };
    numbers.push(word_form(row.key) + VALUE * value);
    push_word(numbers, row.key);
    match row.value {
        ValueRow::Text(range)
        | ValueRow::Json(range)
        | ValueRow::Number(range)
        | ValueRow::List(range)
        | ValueRow::Map(range) => push(numbers, range),
        ValueRow::Flag(_) => {}
        ValueRow::Callee(index, path, fields) => {
            numbers.push(index.into());
            push(numbers, path);
            push(numbers, fields);
        }
    }
}

fn pack_arm(row: &ArmRow, numbers: &mut Vec<u32>) {
    let more = [row.arguments, row.label, row.subject];
    let branch = more.iter().any(|range| range.len > 0);
    numbers.push(word_form(row.event) + if branch { BRANCH } else { 0 });
    push_word(numbers, row.event);
    numbers.push(row.target.into());
    if branch {
        more.into_iter().for_each(|range| push(numbers, range));
    }
}

fn pack_migration(row: MigrationRow, numbers: &mut Vec<u32>) {
    push(numbers, row.from);
    numbers.push(row.to.into());
}

/// Reads words and numbers one after the other.
struct Reader<'p> {
    words: &'p [Word],
    word: usize,
    numbers: &'p [u32],
    number: usize,
}

impl<'p> Reader<'p> {
    const fn new(words: &'p [Word], numbers: &'p [u32]) -> Self {
        Reader {
            words,
            word: 0,
            numbers,
            number: 0,
        }
    }

    const fn number(&mut self) -> u32 {
        let number = self.numbers[self.number];
        self.number += 1;
        number
    }

    const fn range(&mut self) -> Range {
        let at = self.number();
        let len = self.number();
        Range { at, len }
    }

    const fn word(&mut self, form: u32) -> Word {
        match form % 4 {
            VERBATIM => Word::Text(self.range()),
            NO_WORD => Word::None,
            _ => {
                let word = self.words[self.word];
                self.word += 1;
                word
            }
        }
    }
}

const EMPTY: Range = Range { at: 0, len: 0 };

/// The head of a machine.
pub const fn head(numbers: &[u32]) -> Head {
    let mut reader = Reader::new(&[], numbers);
    Head {
        name: reader.range(),
        friendly_name: reader.range(),
        description: reader.range(),
        allow_concurrent_calls: reader.number() == 1,
    }
}

/// The widgets of a machine; `kinds` are those that the catalogue has.
pub const fn widgets<const N: usize>(kinds: &[Word], numbers: &[u32]) -> [WidgetRow; N] {
    let mut rows = [WidgetRow {
        kind: Word::None,
        ident: EMPTY,
        name: EMPTY,
        properties: EMPTY,
        arms: EMPTY,
        place: None,
    }; N];
    let mut reader = Reader::new(kinds, numbers);
    let mut arms = 0;
    let mut n = 0;
    while n < N {
        let form = reader.number();
        rows[n].kind = reader.word(form);
        rows[n].ident = reader.range();
        rows[n].properties = reader.range();
        let len = reader.number();
        rows[n].arms = Range { at: arms, len };
        arms += len;
        if form & NAMED != 0 {
            rows[n].name = reader.range();
        }
        if form & PLACED != 0 {
            let x = reader.number().cast_signed();
            rows[n].place = Some((x, reader.number().cast_signed()));
        }
        n += 1;
    }
    rows
}

/// The entries of a machine; `properties` are the keys that the catalogue has.
pub const fn entries<const N: usize>(properties: &[Word], numbers: &[u32]) -> [EntryRow; N] {
    let mut rows = [EntryRow {
        key: Word::None,
        value: ValueRow::Flag(false),
    }; N];
    let mut reader = Reader::new(properties, numbers);
    let mut n = 0;
    while n < N {
        let form = reader.number();
        rows[n].key = reader.word(form);
        rows[n].value = match form / VALUE {
            TEXT => ValueRow::Text(reader.range()),
            JSON => ValueRow::Json(reader.range()),
            NUMBER => ValueRow::Number(reader.range()),
            LIST => ValueRow::List(reader.range()),
            MAP => ValueRow::Map(reader.range()),
            CALLEE => {
                let index = reader.number() as u16;
                let path = reader.range();
                ValueRow::Callee(index, path, reader.range())
            }
            flag => ValueRow::Flag(flag == TRUE),
        };
        n += 1;
    }
    rows
}

/// The arms of a machine; `events` are those that the catalogue has.
pub const fn arms<const N: usize>(events: &[Word], numbers: &[u32]) -> [ArmRow; N] {
    let mut rows = [ArmRow {
        event: Word::None,
        arguments: EMPTY,
        target: ArmRow::END,
        label: EMPTY,
        subject: EMPTY,
    }; N];
    let mut reader = Reader::new(events, numbers);
    let mut n = 0;
    while n < N {
        let form = reader.number();
        rows[n].event = reader.word(form);
        rows[n].target = reader.number() as u16;
        if form & BRANCH != 0 {
            rows[n].arguments = reader.range();
            rows[n].label = reader.range();
            rows[n].subject = reader.range();
        }
        n += 1;
    }
    rows
}

/// What stands for the widgets of earlier versions.
pub const fn migrations<const N: usize>(numbers: &[u32]) -> [MigrationRow; N] {
    let mut rows = [MigrationRow { from: EMPTY, to: 0 }; N];
    let mut reader = Reader::new(&[], numbers);
    let mut n = 0;
    while n < N {
        rows[n].from = reader.range();
        rows[n].to = reader.number() as u16;
        n += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(at: u32, len: u32) -> Range {
        Range { at, len }
    }

    fn known<T>(rows: &[T], word: fn(&T) -> Word) -> Vec<Word> {
        let words = rows.iter().map(word);
        words
            .filter(|word| matches!(word, Word::Known(_)))
            .collect()
    }

    #[test]
    fn widgets_come_back_as_they_were_packed() {
        let row = |kind, name, place, at, len| WidgetRow {
            kind,
            ident: range(1, 2),
            name,
            properties: range(3, 4),
            arms: range(at, len),
            place,
        };
        let rows = [
            row(Word::Known(3), EMPTY, None, 0, 2),
            row(Word::Text(range(9, 9)), range(7, 8), Some((-5, 6)), 2, 0),
            row(Word::Known(4), range(7, 8), None, 2, 1),
            row(Word::Known(5), EMPTY, Some((i32::MIN, i32::MAX)), 3, 0),
        ];
        let mut numbers = Vec::new();
        rows.iter().for_each(|row| pack_widget(row, &mut numbers));
        assert_eq!(widgets(&known(&rows, |row| row.kind), &numbers), rows);
    }

    #[test]
    fn entries_come_back_as_they_were_packed() {
        let values = [
            ValueRow::Text(range(1, 2)),
            ValueRow::Json(range(3, 4)),
            ValueRow::Number(range(5, 6)),
            ValueRow::Flag(true),
            ValueRow::Flag(false),
            ValueRow::List(range(7, 8)),
            ValueRow::Map(EMPTY),
            ValueRow::Callee(2, range(9, 1), range(2, 3)),
        ];
        let keys = [Word::Known(1), Word::Text(range(4, 4)), Word::None];
        let rows: Vec<_> = keys
            .into_iter()
            .flat_map(|key| values.map(|value| EntryRow { key, value }))
            .collect();
        let mut numbers = Vec::new();
        rows.iter().for_each(|row| pack_entry(row, &mut numbers));
        let unpacked: [EntryRow; 24] = entries(&known(&rows, |row| row.key), &numbers);
        assert_eq!(unpacked[..], rows);
    }

    #[test]
    fn migrations_come_back_as_they_were_packed() {
        let row = |at, to| MigrationRow {
            from: range(at, 3),
            to,
        };
        let rows = [row(1, 2), row(9, u16::MAX)];
        let mut numbers = Vec::new();
        rows.iter()
            .for_each(|row| pack_migration(*row, &mut numbers));
        assert_eq!(migrations(&numbers), rows);
    }

    #[test]
    fn arms_come_back_as_they_were_packed() {
        let row = |event, arguments, target, label| ArmRow {
            event,
            arguments,
            target,
            label,
            subject: EMPTY,
        };
        let rows = [
            row(Word::Known(1), EMPTY, 4, EMPTY),
            row(Word::Known(2), range(1, 2), 5, EMPTY),
            row(Word::Text(range(3, 4)), EMPTY, 0, range(5, 6)),
            row(Word::None, EMPTY, ArmRow::END, EMPTY),
        ];
        let mut numbers = Vec::new();
        rows.iter().for_each(|row| pack_arm(row, &mut numbers));
        assert_eq!(arms(&known(&rows, |row| row.event), &numbers), rows);
    }
}
