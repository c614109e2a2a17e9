//! What a flow asserts of the outputs that its texts read: that a subflow sets them, that a function
//! returns them.

use std::collections::BTreeMap;

use flow_model::Location;
use flow_model::check::output_reads;
use proc_macro2::Literal;

use super::Expansion;
use super::functions::Callee;
use super::subflows::{call, path, reference};
use crate::tokens::Tokens;

/// What a function returns, among its widget's outputs.
const PARSED: &str = "parsed";

/// What is read of a callee in one text.
type Reads = BTreeMap<(Location, usize), Vec<Vec<String>>>;

impl Expansion<'_> {
    /// Of each text that reads an output of a typed function or subflow, that there is such a one.
    pub(super) fn outputs(
        &self,
        functions: &[Callee<'_>],
        subflows: &[(usize, Callee<'_>)],
        out: &mut Tokens,
    ) {
        if functions.is_empty() && subflows.is_empty() {
            return;
        }
        let flow = &self.parsed.flow;
        let of_widget = |widget: usize, callee: &Callee<'_>| {
            let mut properties = flow.widgets[widget].properties.iter();
            properties.any(|property| property.value.at == callee.at)
        };
        let (mut returned, mut set) = (Reads::new(), Reads::new());
        for read in output_reads(flow) {
            if self.reported.contains(&read.at) {
                continue;
            }
            let subflow = subflows
                .iter()
                .position(|(widget, _)| *widget == read.widget);
            let function = || {
                functions
                    .iter()
                    .position(|callee| of_widget(read.widget, callee))
            };
            let (reads, callee, names) = match (subflow, read.path.as_slice()) {
                (Some(subflow), [key, ..]) => (&mut set, subflow, std::slice::from_ref(key)),
                (None, [key, fields @ ..]) if key == PARSED && !fields.is_empty() => {
                    let Some(function) = function() else { continue };
                    (&mut returned, function, fields)
                }
                _ => continue,
            };
            let known = reads.entry((read.at, callee)).or_default();
            if !known.iter().any(|known| known == names) {
                known.push(names.to_vec());
            }
        }
        let widget_of = |callee| (0..flow.widgets.len()).find(|&widget| of_widget(widget, callee));
        for ((at, function), paths) in returned {
            let callee = &functions[function];
            let Some(widget) = widget_of(callee) else {
                continue;
            };
            let mut list = Tokens::default();
            for fields in paths {
                list.append(reference(texts(fields))).punct(',');
            }
            self.assert_outputs("fields", callee, widget, list, at, out);
        }
        for ((at, subflow), keys) in set {
            let (widget, callee) = &subflows[subflow];
            let keys = texts(keys.concat());
            self.assert_outputs("outputs", callee, *widget, keys, at, out);
        }
    }

    /// `outputs::<__Flow0>("Billing", "bill", &[…])`
    fn assert_outputs(
        &self,
        function: &str,
        callee: &Callee<'_>,
        widget: usize,
        list: Tokens,
        at: Location,
        out: &mut Tokens,
    ) {
        let name = self.parsed.flow.widgets[widget].studio_name();
        let mut arguments = path(callee);
        arguments
            .token(Literal::string(name))
            .punct(',')
            .append(reference(list));
        self.assert(call(function, callee, arguments), at, out);
    }
}

fn texts(texts: Vec<String>) -> Tokens {
    let mut list = Tokens::default();
    for text in texts {
        list.token(Literal::string(&text)).punct(',');
    }
    list
}
