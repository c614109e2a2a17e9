//! `flow coverage`

use flow_model::diagram::Diagram;
use flow_runtime::testing::Coverage;
use flow_runtime::testing::coverage::Covered;

use crate::args::{Picture, coverage};
use crate::error::{Error, Outcome};
use crate::output::{self, Over};
use crate::run::listed;
use crate::terminal::Terminal;

pub(crate) fn run(args: &coverage::Coverage, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let picture = args.diagram.as_deref().map(Picture::of).transpose()?;
    let mut coverage = Coverage::read(&args.directory)?;
    let names = names(&coverage);
    if let Some(unknown) = args.flow.iter().find(|flow| !names.contains(flow)) {
        return Err(Error::NoFlow {
            flow: unknown.clone(),
            known: listed(&names),
        });
    }
    if !args.flow.is_empty() {
        let asked = |flow: &Covered| {
            args.flow
                .iter()
                .any(|it| flow.outline().flow == it.as_str())
        };
        coverage.retain(asked);
    }
    terminal.print(&coverage.to_string())?;
    if let Some(path) = &args.lcov {
        output::write(path, &coverage.lcov(), Over::Any)?;
    }
    if let (Some(picture), Some(path)) = (picture, &args.diagram) {
        let mut flows = coverage.flows();
        let (Some(covered), None) = (flows.next(), flows.next()) else {
            return Err(Error::SeveralFlows(listed(&names)));
        };
        let flow = covered.flow();
        let diagram =
            Diagram::new(&flow).with_coverage(|widget, arm| covered.is_taken(widget, arm));
        output::write(path, &picture.draw(&diagram), Over::Any)?;
    }
    match args.fail_under {
        Some(least) if coverage.percent() < least => {
            terminal.tell(&format!(
                "{:.1} % of the edges were taken, and {least} % are asked for\n",
                (coverage.percent() * 10.0).floor() / 10.0
            ));
            Ok(Outcome::Found)
        }
        _ => Ok(Outcome::Clean),
    }
}

fn names(coverage: &Coverage) -> Vec<String> {
    let flows = coverage.flows();
    flows.map(|flow| flow.outline().flow.to_string()).collect()
}
