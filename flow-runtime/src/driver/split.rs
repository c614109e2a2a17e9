//! `split_based_on`.

use flow_model::Text;
use flow_model::condition::{Condition, Subject};

use super::walk::{Reading, Walk};
use crate::program::{Branch, Exit, Split, Test};

impl<'p> Walk<'p> {
    pub(super) fn split(&mut self, split: &'p Split) -> Option<&'p Exit> {
        let scope = self.scope();
        let input = split.input.render(&scope);
        let subject = Subject::new(&input);
        let taken = split
            .branches
            .iter()
            .find(|branch| is_taken(branch, &subject, &scope));
        let exit = taken
            .map(|branch| &branch.exit)
            .or(split.otherwise.as_ref());
        exit.or_else(|| self.stop("noMatch", "81005: the split has no way for this input"))
    }
}

fn is_taken(branch: &Branch, input: &Subject<'_>, scope: &Reading<'_>) -> bool {
    match &branch.subject {
        None => holds(&branch.test, input, scope),
        Some(own) => holds(&branch.test, &Subject::new(&own.render(scope)), scope),
    }
}

fn holds(test: &Test, subject: &Subject<'_>, scope: &Reading<'_>) -> bool {
    match test {
        Test::Constant(condition) => condition.holds(subject),
        Test::Rendered(operator, arguments) => {
            let arguments: Vec<Text> = arguments.iter().map(|text| text.render(scope)).collect();
            Condition::new(operator, &arguments).is_some_and(|condition| condition.holds(subject))
        }
    }
}
