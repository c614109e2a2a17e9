//! `flow explore`

use flow_runtime::testing::explore::Bound;

use crate::args::explore::Explore;
use crate::commands::run;
use crate::error::{Error, Outcome};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Explore, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let staged = run::staged(&args.file, args.trigger, &args.subflow, terminal)?;
    let Some((studio, stage)) = staged else {
        return Ok(Outcome::Found);
    };
    run::tell_left_out(&stage, terminal);
    let mut explore = stage
        .explore(|flow| studio.source_of(flow))
        .settings(run::values(args.settings.as_deref())?);
    for text in &args.say {
        explore = explore.say(text.clone());
    }
    let default = Bound::default();
    let bound = Bound {
        turns: args.turns.unwrap_or(default.turns),
        tries: args.tries.unwrap_or(default.tries),
    };
    let explored = explore
        .bound(bound)
        .try_run()
        .map_err(|error| Error::CannotRun(run::own(error)))?;
    let report = if args.all {
        format!("{explored:#}")
    } else {
        explored.to_string()
    };
    terminal.print(&report)?;
    let is_good = explored.unreached_edges().next().is_none() && explored.ends_well();
    Ok(if is_good {
        Outcome::Clean
    } else {
        Outcome::Found
    })
}
