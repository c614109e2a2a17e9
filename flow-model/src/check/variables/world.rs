//! What may hold at a widget: worlds, each for the executions that are alike in what started them and
//! in what their splits have decided.

/// So many worlds are told apart at one widget.
const MOST: usize = 64;

/// Which executions a world is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// What started them, by its place in the list of starts.
    pub(super) start: usize,
    /// Worlds were thrown together on the way: what is unset in some of them and set in others may
    /// be set.
    pub(super) blurred: bool,
    /// The text of each variable that is followed, by its number.
    pub(super) constants: Vec<Option<usize>>,
    /// What is known of each condition that is followed.
    pub(super) facts: Vec<Option<bool>>,
}

/// The executions of one key, and what each cell may be in them.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) key: Key,
    pub(super) cells: Cells,
    /// Whether something was added since its widget was left for the last time.
    pub(super) changed: bool,
}

/// Each cell as a set of *unset*, *set* and *may be set*: three rows of bits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cells {
    bits: Vec<u64>,
    /// The words of one row.
    row: usize,
}

/// What one cell is in some executions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) unset: bool,
    pub(super) set: bool,
    pub(super) may: bool,
}

impl Cells {
    /// So many cells, all of them unset.
    pub(super) fn unset(count: usize) -> Self {
        let row = count.div_ceil(64);
        let mut bits = vec![0; 3 * row];
        bits[..row].fill(u64::MAX);
        Cells { bits, row }
    }

    pub(super) fn get(&self, cell: usize) -> Value {
        let has = |row: usize| self.bits[row * self.row + cell / 64] >> (cell % 64) & 1 == 1;
        Value {
            unset: has(0),
            set: has(1),
            may: has(2),
        }
    }

    fn put(&mut self, row: usize, cell: usize, on: bool) {
        let bit = 1 << (cell % 64);
        let word = &mut self.bits[row * self.row + cell / 64];
        match on {
            true => *word |= bit,
            false => *word &= !bit,
        }
    }

    /// The cell is set.
    pub(super) fn set(&mut self, cell: usize) {
        self.put(0, cell, false);
        self.put(1, cell, true);
        self.put(2, cell, false);
    }

    /// The cell is unset.
    pub(super) fn clear(&mut self, cell: usize) {
        self.put(0, cell, true);
        self.put(1, cell, false);
        self.put(2, cell, false);
    }

    /// The cell may be set now: it is no longer surely unset.
    pub(super) fn may(&mut self, cell: usize) {
        self.put(0, cell, false);
        self.put(2, cell, true);
    }

    /// The cell is not unset. Whether anything is left of it.
    pub(super) fn not_unset(&mut self, cell: usize) -> bool {
        self.put(0, cell, false);
        let Value { set, may, .. } = self.get(cell);
        set || may
    }

    /// Adds what the cells may be in other executions. Whether that was news.
    fn join(&mut self, other: &Cells) -> bool {
        let mut news = false;
        for (own, other) in self.bits.iter_mut().zip(&other.bits) {
            news |= *other & !*own != 0;
            *own |= other;
        }
        news
    }
}

impl World {
    /// What a cell is here.
    pub(super) fn value(&self, cell: usize) -> Value {
        let value = self.cells.get(cell);
        match value {
            Value {
                unset: true,
                set,
                may,
            } if self.key.blurred && (set || may) => Value {
                unset: false,
                set,
                may: true,
            },
            _ => value,
        }
    }
}

/// The worlds at one widget.
#[derive(Clone, Debug, Default)]
pub(super) struct Worlds {
    pub(super) list: Vec<World>,
    /// There were too many: they are told apart by their start alone.
    thrown_together: bool,
}

impl Worlds {
    /// Where the world of a key is to be found.
    pub(super) fn position(&self, key: &Key) -> Option<usize> {
        let blunt = self.thrown_together.then(|| blunt(key));
        let key = blunt.as_ref().unwrap_or(key);
        self.list.iter().position(|world| world.key == *key)
    }

    /// Adds executions. Whether that was news.
    pub(super) fn add(&mut self, key: &Key, cells: &Cells) -> bool {
        if let Some(place) = self.position(key) {
            let world = &mut self.list[place];
            let news = world.cells.join(cells);
            world.changed |= news;
            return news;
        }
        if self.list.len() == MOST && !self.thrown_together {
            self.throw_together();
            self.add(key, cells);
            return true;
        }
        self.list.push(World {
            key: match self.thrown_together {
                true => blunt(key),
                false => key.clone(),
            },
            cells: cells.clone(),
            changed: true,
        });
        true
    }

    fn throw_together(&mut self) {
        self.thrown_together = true;
        for world in std::mem::take(&mut self.list) {
            self.add(&world.key, &world.cells);
        }
    }
}

/// A key without constants and facts.
fn blunt(key: &Key) -> Key {
    Key {
        start: key.start,
        blurred: true,
        constants: vec![None; key.constants.len()],
        facts: vec![None; key.facts.len()],
    }
}
