//! An exploration as it is printed.

use std::fmt::{self, Write as _};

use flow_model::printable::{self, counted};

use super::{Exploration, Stop};
use crate::testing::explore::search::Found;
use crate::testing::explore::talk::Talk;
use crate::testing::outline::{Edge, placed};

impl Exploration {
    /// Why nothing took an edge, where that is known.
    fn why(&self, edge: &Edge) -> Option<&str> {
        let at = self.from(edge)?;
        if !self.is_reached(at) {
            return Some("nothing came to it");
        }
        let subflow = (at.0 == 0).then(|| self.program.subflow(&edge.from));
        if subflow.flatten().is_some() && edge.event == "failed" {
            return Some("its subflow never failed");
        }
        self.found.troubles.get(&at)?.as_deref()
    }

    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (edges, reached) = (self.edges().count(), self.reached_edges().count());
        let widgets = self.widgets().count();
        let unreached = self.unreached_widgets().count();
        writeln!(
            f,
            "{}: {reached} of {} taken, {} of {} reached",
            self.name(),
            counted(edges, "edge"),
            widgets - unreached,
            counted(widgets, "widget"),
        )?;
        let Found {
            states,
            tries,
            turns,
            ..
        } = self.found;
        let bound = self.bound;
        let (states, tries) = (counted(states, "state"), counted(tries, "try"));
        let turns = counted(turns, "turn");
        match self.found.is_cut {
            false => writeln!(
                f,
                "  all that matters was tried: {tries} in {states}, {turns} at most"
            ),
            true => writeln!(
                f,
                "  stopped at the bound of {bound}, after {turns} and {tries} in {states}: \
                 a larger bound lets it go further"
            ),
        }
    }
}

impl fmt::Display for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        let unreached: Vec<_> = self.unreached_edges().collect();
        if !unreached.is_empty() {
            writeln!(f, "\nnever taken:")?;
        }
        for edge in unreached {
            match self.why(edge) {
                Some(why) => writeln!(f, "  {edge:#} ({})", printable::line(why))?,
                None => writeln!(f, "  {edge:#}")?,
            }
        }
        told(f, "dead ends", &self.dead_ends())?;
        told(f, "ended, though the flow says otherwise", &self.stops())?;
        if f.alternate() {
            for (at, _, widget) in self.widgets() {
                if let Some(way) = self.found.widgets.get(&at) {
                    writeln!(f, "\nto `{}`:", widget.name)?;
                    f.write_str(&indented(&self.talk(*way)))?;
                }
            }
        }
        Ok(())
    }
}

fn told(f: &mut fmt::Formatter<'_>, title: &str, stops: &[Stop]) -> fmt::Result {
    if !stops.is_empty() {
        writeln!(f, "\n{title}:")?;
    }
    for stop in stops {
        let Stop {
            widget,
            file,
            line,
            why,
            talk,
            ..
        } = stop;
        let place = placed(file, *line);
        writeln!(f, "  {place}`{widget}`: {}", printable::line(why))?;
        f.write_str(&indented(talk))?;
    }
    Ok(())
}

fn indented(talk: &Talk) -> String {
    let mut text = String::new();
    for line in talk.to_string().lines() {
        let _ = writeln!(text, "    {line}");
    }
    text
}
