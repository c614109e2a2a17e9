//! `#[allow(…)]`: takes away the lints that a flow accepts, and reports those that accept nothing.

use std::collections::HashSet;

use super::codes::{
    self, ARM_NEVER_TAKEN, CODES, SPINNING_CYCLE, UNKNOWN_LINT, UNREACHABLE_WIDGET, UNUSED_ALLOW,
};
use super::context::is_unread;
use super::findings::{Finding, Findings};
use super::near;
use super::{Code, Diagnostic};
use crate::flow::{Allow, Flow, ValueKind, Widget};

/// What was found and is not accepted, in order of location.
pub(super) fn accept(flow: &Flow, mut findings: Findings) -> Vec<Diagnostic> {
    let mut used = HashSet::new();
    findings.list.retain(|finding| {
        let accepting = accepting(flow, finding);
        used.extend(accepting);
        accepting.is_none()
    });
    report(flow, &used, &mut findings);
    in_order(findings)
}

/// What was found, in order of location.
pub(super) fn in_order(findings: Findings) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<_> = findings
        .list
        .into_iter()
        .map(|finding| finding.diagnostic)
        .collect();
    diagnostics.sort_by_key(|found| {
        let start = found.range.as_ref().map_or(0, |range| range.start);
        (found.location, found.code.id, start)
    });
    diagnostics
}

/// One `#[allow]`: the widget that it stands on (none: the flow), and its place there.
type Place = (Option<usize>, usize);

/// The `#[allow]` that accepts a finding: on a widget that it is about, else on the flow.
fn accepting(flow: &Flow, finding: &Finding) -> Option<Place> {
    let code = finding.diagnostic.code;
    if !code.lint {
        return None;
    }
    let within = |allows: &[Allow]| allows.iter().position(|allow| allow.code.text == code.name);
    let on_widget = finding
        .widgets
        .iter()
        .find_map(|&widget| Some((Some(widget), within(&flow.widgets.get(widget)?.allows)?)));
    on_widget.or_else(|| Some((None, within(&flow.allows)?)))
}

fn report(flow: &Flow, used: &HashSet<Place>, findings: &mut Findings) {
    let doubt = Doubt::new(flow, findings);
    let on_flow = flow.allows.iter().enumerate();
    let on_flow = on_flow.map(|(place, allow)| ((None, place), allow));
    let on_widgets = flow.widgets.iter().enumerate().flat_map(|(index, widget)| {
        let allows = widget.allows.iter().enumerate();
        allows.map(move |(place, allow)| ((Some(index), place), allow))
    });
    for (place, allow) in on_flow.chain(on_widgets) {
        let name = allow.code.text.as_str();
        if name.is_empty() {
            continue;
        }
        match codes::code(name).filter(|code| code.lint) {
            Some(code) if !used.contains(&place) && !doubt.about(place.0, code) => {
                findings
                    .report(
                        &UNUSED_ALLOW,
                        allow.code.at,
                        format!("there is no `{name}` here to allow"),
                    )
                    .help("leave the `#[allow]` out");
            }
            Some(_) => {}
            None => unknown_lint(allow, findings),
        }
    }
}

fn unknown_lint(allow: &Allow, findings: &mut Findings) {
    let name = allow.code.text.as_str();
    let lints = CODES.iter().filter(|code| code.lint).map(|code| code.name);
    let lints: Vec<_> = lints.collect();
    let (message, help) = match codes::code(name) {
        Some(_) => (
            format!("`{name}` is no lint, and cannot be allowed"),
            Some("mend what it reports, and leave the `#[allow]` out".to_owned()),
        ),
        None => (
            format!("there is no lint `{name}`"),
            near::help(&near::near(name, lints.iter().copied()), "", [])
                .or_else(|| Some(format!("the lints are {}", near::list(lints, "and")))),
        ),
    };
    let report = findings.report(&UNKNOWN_LINT, allow.code.at, message);
    if let Some(help) = help {
        report.help(help);
    }
}

/// Where a lint may be missing only because of another finding, so that nobody can say that an
/// `#[allow]` of it is of no use.
struct Doubt {
    /// About the whole flow.
    anything: bool,
    /// About who is reached, and what goes round.
    paths: bool,
    /// About what is set where.
    variables: bool,
    /// About these widgets.
    widgets: HashSet<usize>,
}

impl Doubt {
    fn new(flow: &Flow, findings: &Findings) -> Self {
        let unread = (0..flow.widgets.len()).filter(|&index| is_half_read(&flow.widgets[index]));
        let unread: HashSet<_> = unread.collect();
        let of_paths = |finding: &Finding| finding.diagnostic.code.id < UNREACHABLE_WIDGET.id;
        let paths =
            findings.paths_unclear || !unread.is_empty() || findings.list.iter().any(of_paths);
        let of_variables = |finding: &Finding| {
            let code = finding.diagnostic.code;
            !code.lint || *code == UNREACHABLE_WIDGET
        };
        let variables = paths || findings.list.iter().any(of_variables);
        let found = findings.list.iter().flat_map(|finding| &finding.widgets);
        Doubt {
            anything: paths || !findings.list.is_empty(),
            paths,
            variables,
            widgets: found.copied().chain(unread).collect(),
        }
    }

    fn about(&self, widget: Option<usize>, code: &Code) -> bool {
        let is_of_paths = *code == UNREACHABLE_WIDGET || *code == SPINNING_CYCLE;
        let is_of_variables = code.id.starts_with("F07") || *code == ARM_NEVER_TAKEN;
        match widget {
            None => self.anything,
            Some(widget) => {
                self.widgets.contains(&widget)
                    || is_of_paths && self.paths
                    || is_of_variables && self.variables
            }
        }
    }
}

/// Whether some of a widget could not be read.
pub(super) fn is_half_read(widget: &Widget) -> bool {
    let arms = || widget.arms.iter();
    let properties = || widget.properties.iter();
    widget.kind.text.is_empty()
        || arms().any(|arm| is_unread(&arm.event, &arm.target))
        || properties().any(|property| property.value.kind == ValueKind::Error)
}
