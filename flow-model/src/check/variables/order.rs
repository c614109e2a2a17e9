//! The order in which widgets are walked, and which of them every path to another goes through.

/// The widgets that are reached, ordered so that each comes before those it leads to, but for loops.
pub(super) struct Order {
    /// The widgets in that order.
    pub(super) widgets: Vec<usize>,
    /// The place of each widget in it.
    place: Vec<usize>,
    /// Of each place the one through which every path to it goes last; the beginnings have none.
    dominator: Vec<Option<usize>>,
}

const NOWHERE: usize = usize::MAX;

impl Order {
    pub(super) fn new(edges: &[Vec<usize>], starts: impl IntoIterator<Item = usize>) -> Self {
        let widgets = reverse_postorder(edges, starts);
        let mut place = vec![NOWHERE; edges.len()];
        for (at, &widget) in widgets.iter().enumerate() {
            place[widget] = at;
        }
        let dominator = dominators(edges, &widgets, &place);
        Order {
            widgets,
            place,
            dominator,
        }
    }

    /// Whether every path to a widget goes through another, or it is that one. Of what no path
    /// reaches it is true.
    pub(super) fn dominates(&self, widget: usize, other: usize) -> bool {
        let (above, mut below) = (self.place[widget], self.place[other]);
        if below == NOWHERE {
            return true;
        }
        // A dominator comes earlier in the order.
        while below > above {
            match self.dominator[below] {
                Some(next) => below = next,
                None => return false,
            }
        }
        below == above
    }
}

fn reverse_postorder(edges: &[Vec<usize>], starts: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut order = Vec::new();
    for start in starts {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        // Of each widget on the way, which of its edges is to be followed next. The last is followed
        // first, so that in the reverse order the first comes first.
        let mut way = vec![(start, edges[start].len())];
        while let Some((widget, left)) = way.last_mut() {
            if *left == 0 {
                order.push(*widget);
                way.pop();
                continue;
            }
            *left -= 1;
            let target = edges[*widget][*left];
            if !std::mem::replace(&mut seen[target], true) {
                way.push((target, edges[target].len()));
            }
        }
    }
    order.reverse();
    order
}

/// Cooper, Harvey and Kennedy's: the common dominator of all that lead to a widget, until nothing
/// changes. Places in the order stand for widgets, and one before all for whatever starts them.
fn dominators(edges: &[Vec<usize>], order: &[usize], place: &[usize]) -> Vec<Option<usize>> {
    let mut before = vec![Vec::new(); order.len()];
    for (at, &widget) in order.iter().enumerate() {
        for &target in &edges[widget] {
            before[place[target]].push(at);
        }
    }
    let mut dominator: Vec<Option<Option<usize>>> = vec![None; order.len()];
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for at in 0..order.len() {
            let new = match before[at].is_empty() {
                true => None,
                false => {
                    let mut known = before[at].iter().filter(|from| dominator[**from].is_some());
                    let first = known.next().map(|from| Some(*from));
                    let Some(first) = first else { continue };
                    known.fold(first, |common, from| meet(&dominator, common, Some(*from)))
                }
            };
            if dominator[at] != Some(new) {
                dominator[at] = Some(new);
                changed = true;
            }
        }
    }
    dominator.into_iter().map(Option::flatten).collect()
}

/// The nearest that dominates both.
fn meet(
    dominator: &[Option<Option<usize>>],
    mut one: Option<usize>,
    mut other: Option<usize>,
) -> Option<usize> {
    while one != other {
        let up = |at: Option<usize>| at.and_then(|at| dominator[at].flatten());
        match one > other {
            true => one = up(one),
            false => other = up(other),
        }
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_widget_comes_before_those_it_leads_to() {
        // 0 → 1 → 3, 0 → 2 → 3 → 1
        let order = Order::new(&[vec![1, 2], vec![3], vec![3], vec![1]], [0]);
        assert_eq!(order.widgets[0], 0);
        assert_eq!(order.widgets.len(), 4);
    }

    #[test]
    fn every_path_goes_through_a_dominator() {
        // 0 → 1 → {2, 3} → 4 → 1; 5 is not reached, and leads to 4.
        let edges = [vec![1], vec![2, 3], vec![4], vec![4], vec![1], vec![4]];
        let order = Order::new(&edges, [0]);
        for (widget, other, dominates) in [
            (0, 4, true),
            (1, 4, true),
            (4, 4, true),
            (2, 4, false),
            (4, 1, false),
            (4, 5, true),
        ] {
            assert_eq!(
                order.dominates(widget, other),
                dominates,
                "{widget} {other}"
            );
        }
    }

    #[test]
    fn two_beginnings_have_nothing_in_common() {
        let order = Order::new(&[vec![2], vec![2], vec![3], vec![]], [0, 1]);
        assert!(!order.dominates(0, 2) && !order.dominates(1, 3));
        assert!(order.dominates(2, 3));
    }
}
