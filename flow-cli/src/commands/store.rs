//! `flow store` and `flow execution`

use std::collections::BTreeSet;
use std::time::SystemTime;

use flow_model::Map;
use flow_model::printable::{self, counted};
use flow_runtime::store::{self, Held, Left, Report};

use crate::args::store::{
    Backup, CheckStore, Compact, End, Execution, ExecutionCommand, HeldIn, Restore, Resume, Store,
    StoreCommand,
};
use crate::commands::replay::{Given, builder, refused};
use crate::error::{Error, Outcome};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Store, terminal: &mut Terminal) -> Result<Outcome, Error> {
    match &args.command {
        StoreCommand::Backup(args) => backup(args, terminal),
        StoreCommand::Check(args) => check(args, terminal),
        StoreCommand::Restore(args) => restore(args, terminal),
        StoreCommand::Resume(args) => resume(args, terminal),
        StoreCommand::Held(args) => held(args, terminal),
        StoreCommand::Compact(args) => compact(args, terminal),
    }
}

pub(crate) fn execution(args: &Execution, terminal: &mut Terminal) -> Result<Outcome, Error> {
    match &args.command {
        ExecutionCommand::End(args) => end(args, terminal),
    }
}

fn backup(args: &Backup, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let (file, copy) = (args.file.display(), args.output.display());
    let copied = store::backup(&args.file, &args.output)?;
    terminal.print(&format!(
        "{file}: copied to `{copy}`, {}\n",
        bytes(copied.to)
    ))?;
    Ok(Outcome::Clean)
}

fn check(args: &CheckStore, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let report = store::check(&args.file).map_err(store::ToolError::from)?;
    for finding in &report.findings {
        terminal.print(&format!("{}\n", printable::line(&finding.to_string())))?;
    }
    for left in &report.unfinished {
        terminal.print(&format!(
            "left to do: {}\n",
            printable::line(&left.to_string())
        ))?;
    }
    let Report {
        executions,
        turns,
        paused,
        ..
    } = report;
    let file = args.file.display();
    let what = match report.findings.len() {
        0 => "nothing is wrong".to_owned(),
        found => counted(found, "finding"),
    };
    terminal.print(&format!(
        "{file}: {what} in {} and {}\n",
        counted(executions, "execution"),
        counted(turns, "turn"),
    ))?;
    if paused {
        terminal.print(&format!(
            "it is paused, as it was restored from a copy: `flow store resume {file}` lets it go on\n"
        ))?;
    }
    Ok(match report.is_well() {
        true => Outcome::Clean,
        false => Outcome::Found,
    })
}

fn restore(args: &Restore, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let (file, copy) = (args.file.display(), args.copy.display());
    let copied = store::restore(&args.copy, &args.file)?;
    let mut text = format!("{file}: restored from `{copy}`, {}\n", bytes(copied.to));
    if let Some(replaced) = copied.replaced {
        text += &format!("what was there is kept as `{}`\n", replaced.display());
    }
    text += &format!(
        "it is paused: look at it (`flow store check {file}`), and let it go on with \
         `flow store resume {file}`\n"
    );
    terminal.print(&text)?;
    Ok(Outcome::Clean)
}

fn resume(args: &Resume, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let left = in_words(&store::resume(&args.file, now())?);
    let file = args.file.display();
    terminal.print(&format!(
        "{file}: it goes on when a program opens it: {left}\n"
    ))?;
    Ok(Outcome::Clean)
}

/// `1 call is made again, 2 messages wait`
fn in_words(left: &Left) -> String {
    let words = [
        (left.calls, "call is made again", "calls are made again"),
        (left.queued, "message waits", "messages wait"),
        (left.timers, "timer is over", "timers are over"),
    ];
    let words = words
        .into_iter()
        .filter_map(|(count, one, many)| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {many}")),
        });
    let words: Vec<_> = words.collect();
    match words.is_empty() {
        true => "nothing is left from before".to_owned(),
        false => words.join(", "),
    }
}

fn held(args: &HeldIn, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let Some((held, of)) = held_in(args, terminal)? else {
        return Ok(Outcome::Failed);
    };
    for held in &held {
        terminal.print(&line(held))?;
    }
    let file = args.file.display();
    terminal.print(&match held.len() {
        0 => format!("{file}: no execution{of} is held\n"),
        1 => format!("{file}: 1 execution{of} is held\n"),
        many => format!("{file}: {many} executions{of} are held\n"),
    })?;
    Ok(match held.is_empty() {
        true => Outcome::Clean,
        false => Outcome::Found,
    })
}

/// What is held, as the program that ran last saw it, or as a flow would, and then of which; none where
/// something is wrong with that flow, which is drawn.
fn held_in(args: &HeldIn, terminal: &mut Terminal) -> Result<Option<(Vec<Held>, String)>, Error> {
    let Some(flow) = &args.flow else {
        let held = store::held(&args.file).map_err(store::ToolError::from)?;
        return Ok(Some((held, String::new())));
    };
    let given = Given {
        flow,
        name: args.name.as_deref(),
        subflows: &args.subflow,
        trigger: None,
        parameters: Map::new(),
        mock: None,
        settings: args.settings.as_deref(),
    };
    let Some((name, builder)) = builder(given, terminal)? else {
        return Ok(None);
    };
    let held = builder.held(&args.file).map_err(refused)?;
    let (held, others): (Vec<_>, Vec<_>) =
        held.into_iter().partition(|held| held.place.flow == *name);
    let others: BTreeSet<_> = others.into_iter().map(|held| held.place.flow).collect();
    for other in others {
        terminal.tell(&format!(
            "note: executions of `{other}` are active, and only `{name}` is judged: `--name {other}` \
             judges it as that\n"
        ));
    }
    Ok(Some((held, format!(" of `{name}`"))))
}

fn line(held: &Held) -> String {
    let Held {
        execution,
        place,
        why,
        queued,
        ..
    } = held;
    let queued = match queued {
        0 => String::new(),
        1 => "; 1 message waits".to_owned(),
        many => format!("; {many} messages wait"),
    };
    let line = format!("{execution} of {place}: {why}{queued}");
    format!("{}\n", printable::line(&line))
}

fn compact(args: &Compact, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let copied = store::compact(&args.file)?;
    terminal.print(&format!(
        "{}: {}, was {}\n",
        args.file.display(),
        bytes(copied.to),
        bytes(copied.from),
    ))?;
    Ok(Outcome::Clean)
}

fn end(args: &End, terminal: &mut Terminal) -> Result<Outcome, Error> {
    store::end(&args.file, &args.sid, now())?;
    terminal.print(&format!(
        "{}: the execution {} has ended\n",
        args.file.display(),
        args.sid
    ))?;
    Ok(Outcome::Clean)
}

/// A size for people.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn now() -> i64 {
    let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_by_its_number() {
        let mut left = Left::default();
        assert_eq!(in_words(&left), "nothing is left from before");
        (left.calls, left.timers) = (1, 2);
        assert_eq!(in_words(&left), "1 call is made again, 2 timers are over");
        left.queued = 1;
        assert_eq!(
            in_words(&left),
            "1 call is made again, 1 message waits, 2 timers are over"
        );
    }

    #[test]
    fn a_size_is_told_in_kilobytes_or_megabytes() {
        let sizes = [1, 1_000, 1_001, 1_999_999].map(bytes);
        assert_eq!(sizes, ["1 kB", "1 kB", "2 kB", "1.9 MB"]);
    }
}
