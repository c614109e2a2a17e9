//! `flow explain`

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};

use flow_model::Code;
use flow_model::check::{CODES, index};

use crate::args::Explain;
use crate::error::{Error, Outcome};
use crate::terminal::Terminal;

/// The families of codes, by their hundreds.
const FAMILIES: &[(&str, &str)] = &[
    ("F00", "Syntax"),
    ("F01", "Names"),
    ("F02", "Transitions"),
    ("F03", "Reach"),
    ("F04", "Progress"),
    ("F05", "Values"),
    ("F06", "Templates"),
    ("F07", "Variables"),
    ("F08", "Functions"),
    ("F09", "Studio's limits"),
];

const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();

pub(crate) fn run(args: &Explain, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let text = match &args.code {
        Some(asked) => page(index::find(asked).map_err(Error::NoPage)?, terminal),
        None => list(terminal),
    };
    terminal.print(&text)?;
    Ok(Outcome::Clean)
}

/// A page as it is read in a terminal: code is indented, and has no fences.
fn page(code: &Code, terminal: &Terminal) -> String {
    let mut page = String::new();
    let mut is_code = false;
    for line in code.page().lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if let Some(heading) = line.strip_prefix("# ") {
            let lint = if code.lint { " (lint)" } else { "" };
            page += &styled(HEADING, &format!("{heading}{lint}"), terminal);
            page.push('\n');
        } else if is_code && !line.is_empty() {
            page += &format!("    {}\n", styled(CODE, line, terminal));
        } else {
            page += line;
            page.push('\n');
        }
    }
    page
}

/// Every code by its family.
fn list(terminal: &Terminal) -> String {
    let mut list = String::new();
    let width = CODES.iter().map(|code| code.name.len()).max().unwrap_or(0);
    for (hundreds, family) in FAMILIES {
        let mut codes = CODES
            .iter()
            .filter(|code| code.id.starts_with(hundreds))
            .peekable();
        if codes.peek().is_none() {
            continue;
        }
        list += &styled(HEADING, family, terminal);
        list.push('\n');
        for code in codes {
            let lint = if code.lint { "  lint" } else { "" };
            let id = styled(CODE, code.id, terminal);
            let name = code.name;
            // Writing into a string does not fail.
            let _ = match lint {
                "" => writeln!(list, "  {id}  {name}"),
                lint => writeln!(list, "  {id}  {name:width$}{lint}"),
            };
        }
        list.push('\n');
    }
    list += "A lint can be accepted: `#[allow(…)]` in a flow, `--allow` for `flow check`.\n";
    list
}

fn styled(style: Style, text: &str, terminal: &Terminal) -> String {
    match terminal.out_is_coloured {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}
