//! Every read of every template: what it means, and whether it reckons with a blank.

use super::cells::{Cell, Meaning, Names, Unknown, variables};
use super::order::Order;
use super::sites::{Site, Template};
use crate::Text;
use crate::liquid;

/// A read that something may be said of.
pub(super) struct Read<'t, 'f> {
    pub(super) template: &'t Template<'f>,
    pub(super) read: &'t liquid::Read,
    pub(super) meaning: Meaning<'f>,
}

/// What a read says of what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It reckons with a blank: there is nothing to say.
    Guarded,
    /// A split tests it, so that a blank is one of its answers; but one that is always blank is not.
    Split,
    /// It stands in a branch that tests something else, or in the place of something else that is
    /// blank: it may be set wherever it is read.
    Conditional,
    /// A blank goes out.
    Plain,
}

/// Every read of these templates, but for Studio's own.
pub(super) fn reads<'t, 'f>(
    names: &Names<'_, 'f>,
    templates: &'t [Template<'f>],
) -> Vec<Read<'t, 'f>> {
    let mut reads = Vec::new();
    for template in templates {
        for read in &template.survey.reads {
            let root = read.path.first().map(Text::as_str);
            if template.site == Site::Boilerplate && root == Some("trigger") {
                continue;
            }
            let meaning = names.meaning(&read.path);
            if meaning != Meaning::Always {
                reads.push(Read {
                    template,
                    read,
                    meaning,
                });
            }
        }
    }
    reads
}

impl<'f> Read<'_, 'f> {
    pub(super) fn cell(&self) -> Option<Cell<'f>> {
        match self.meaning {
            Meaning::Cell(cell) => Some(cell),
            _ => None,
        }
    }

    pub(super) fn unknown(&self) -> Option<Unknown> {
        match self.meaning {
            Meaning::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// What it reads, as it is written without indices.
    pub(super) fn path(&self) -> String {
        written(&self.read.path)
    }

    /// What the template alone says of it: whether it is worth following its cell.
    pub(super) fn standing(&self, names: &Names<'_, 'f>) -> Standing {
        let read = self.read;
        let Some(cell) = self.cell() else {
            return Standing::Guarded;
        };
        let of_variable = matches!(cell, Cell::Variable(_));
        if read.defaulted || read.test || of_variable && read.arithmetic {
            return Standing::Guarded;
        }
        let heads = || {
            read.under
                .iter()
                .map(|&head| &self.template.survey.reads[head])
        };
        if heads().any(|head| self.is_tested_by(names, cell, head)) {
            return Standing::Guarded;
        }
        match self.template.site {
            Site::Input | Site::Arm => Standing::Split,
            _ if !read.under.is_empty() || self.stands_in(names, cell) => Standing::Conditional,
            Site::Entry(place) if self.is_set_above(names, cell, place) => Standing::Guarded,
            _ => Standing::Plain,
        }
    }

    /// Whether it reads a parameter that must be there: it has no `default`, tests nothing, and no tag
    /// around it tests the same.
    pub(super) fn needs_parameter(&self) -> bool {
        let read = self.read;
        let is_test = read.test || matches!(self.template.site, Site::Input | Site::Arm);
        let mut heads = read
            .under
            .iter()
            .map(|&head| &self.template.survey.reads[head]);
        let is_tested = heads.any(|head| read.path.starts_with(&head.path));
        !read.defaulted && !is_test && !is_tested
    }

    /// Whether a head tests the same cell, so that its branch may stand for those that have it.
    fn is_tested_by(&self, names: &Names<'_, 'f>, cell: Cell<'f>, head: &liquid::Read) -> bool {
        match (cell, names.meaning(&head.path)) {
            (Cell::Trigger(_), _) => head
                .path
                .first()
                .is_some_and(|root| root.as_str() == "trigger"),
            (Cell::Output(widget, _) | Cell::Rest(widget), Meaning::Cell(Cell::Ran(tested))) => {
                widget == tested
            }
            (cell, meaning) => meaning == Meaning::Cell(cell),
        }
    }

    /// Whether it is read only where another cell is blank, by `default`.
    fn stands_in(&self, names: &Names<'_, 'f>, cell: Cell<'f>) -> bool {
        let head = self.read.instead_of;
        let head = head.map(|head| names.meaning(&self.template.survey.reads[head].path));
        head.is_some_and(|head| head != Meaning::Cell(cell))
    }

    /// Whether an entry above, of the same `set_variables`, sets it.
    fn is_set_above(&self, names: &Names<'_, 'f>, cell: Cell<'f>, place: usize) -> bool {
        let Cell::Variable(name) = cell else {
            return false;
        };
        let entries = variables(names.cx, self.template.widget);
        let mut above = entries.into_iter().flatten().take(place);
        above.any(|entry| entry.key.text == name)
    }

    /// Whether a variable is only ever set after a first visit here: the first round of a loop reads a
    /// blank by design.
    pub(super) fn is_first_round(&self, names: &Names<'_, 'f>, order: &Order) -> bool {
        let Some(Cell::Variable(name)) = self.cell() else {
            return false;
        };
        let mut setters = names.setters(name).iter();
        setters.all(|&setter| order.dominates(self.template.widget, setter))
    }
}

/// A path as it is written.
pub(super) fn written(path: &[Text]) -> String {
    let names: Vec<_> = path.iter().map(Text::as_str).collect();
    names.join(".")
}
