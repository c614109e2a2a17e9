//! `flow diagram`

use crate::args::{self, Picture};
use crate::commands::check::Count;
use crate::error::{Error, Outcome};
use crate::input;
use crate::output::{self, Over};
use crate::studio::{self, Lints, Medium};
use crate::terminal::Terminal;

use flow_model::diagram::Diagram;

pub(crate) fn run(args: &args::Diagram, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let lints = Lints::new(&args.allow, &[])?;
    let output = args.output.as_deref().filter(|path| !input::is_stdin(path));
    let picture = match (args.picture, output) {
        (Some(picture), _) => picture,
        (None, Some(path)) => Picture::of(path)?,
        (None, None) => Picture::Mermaid,
    };
    let studio = studio::read(&args.file, &studio::stem(&args.file))?;
    let found = studio.diagnostics(&lints, Medium::Picture);
    let diagram = Diagram::new(&studio.import.flow).with_findings(&found);
    let text = picture.draw(&diagram);
    match output {
        None => terminal.print(&text)?,
        Some(path) => output::write(path, &text, Over::Any)?,
    }
    if let Some(found) = Count::of(&studio.findings(&found, &lints)).found() {
        terminal.tell(&format!(
            "marked in it: {found}; `flow check` says what they are\n"
        ));
    }
    Ok(Outcome::Clean)
}
