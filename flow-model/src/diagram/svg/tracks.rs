//! Which track of a gap each net runs along, so that no two lines lie on each other and few cross.

/// What a net joins in one gap.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    /// Where lines come to it from above.
    pub(super) above: Vec<f64>,
    /// Where lines lead from it downwards.
    pub(super) below: Vec<f64>,
}

/// Lines nearer than this cannot be told apart.
const APART: f64 = 5.0;
/// Between two nets on one track.
const BETWEEN: f64 = 20.0;
/// Lines that lie on each other are as bad as so many crossings.
const OVERLAP: i64 = 20;
/// In a gap of more nets each has a track of its own, in order: to compare all pairs takes too long.
const COMPARED: usize = 300;
/// Passes over all pairs of neighbouring nets.
const PASSES: usize = 40;

impl Net {
    /// Sorts the pins, each once.
    pub(super) fn tidy(&mut self) {
        for pins in [&mut self.above, &mut self.below] {
            pins.sort_by(f64::total_cmp);
            pins.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        }
    }

    /// From its leftmost to its rightmost pin.
    fn span(&self) -> (f64, f64) {
        let pins = self.above.iter().chain(&self.below);
        pins.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), &pin| {
            (least.min(pin), most.max(pin))
        })
    }
}

/// The track of every net, from the top, and how many there are.
pub(super) fn tracks(nets: &[&Net]) -> (Vec<usize>, usize) {
    let spans: Vec<_> = nets.iter().map(|net| net.span()).collect();
    let mut order: Vec<usize> = (0..nets.len()).collect();
    order.sort_by(|&a, &b| spans[a].0.total_cmp(&spans[b].0).then(a.cmp(&b)));
    let mut tracks = vec![0; nets.len()];
    if nets.len() > COMPARED {
        for (track, &net) in order.iter().enumerate() {
            tracks[net] = track;
        }
        return (tracks, nets.len());
    }
    improve(nets, &spans, &mut order);
    let mut count = 0;
    for (place, &net) in order.iter().enumerate() {
        let before = order[..place].iter();
        let touching = before.filter(|&&other| touch(spans[other], spans[net]));
        tracks[net] = touching.map(|&other| tracks[other] + 1).max().unwrap_or(0);
        count = count.max(tracks[net] + 1);
    }
    (tracks, count)
}

/// Whether two tracks may not stand at one height.
fn touch(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 < b.1 + BETWEEN && b.0 < a.1 + BETWEEN
}

/// Moves every net to where it crosses least, as long as that helps.
fn improve(nets: &[&Net], spans: &[(f64, f64)], order: &mut [usize]) {
    let count = nets.len();
    let mut costs = vec![0; count * count];
    for a in 0..count {
        for b in 0..count {
            costs[a * count + b] = cost(nets[a], spans[a], nets[b], spans[b]);
        }
    }
    for _ in 0..PASSES {
        let mut improved = false;
        for from in 0..count {
            // How much is won by moving this net past its neighbours, one after the other.
            let net = order[from];
            let mut best = (0, from);
            let mut won = 0;
            for to in (0..from).rev() {
                won += costs[order[to] * count + net] - costs[net * count + order[to]];
                if won > best.0 {
                    best = (won, to);
                }
            }
            won = 0;
            for to in from + 1..count {
                won += costs[net * count + order[to]] - costs[order[to] * count + net];
                if won > best.0 {
                    best = (won, to);
                }
            }
            if best.0 > 0 {
                improved = true;
                if best.1 < from {
                    order[best.1..=from].rotate_right(1);
                } else {
                    order[from..=best.1].rotate_left(1);
                }
            }
        }
        if !improved {
            break;
        }
    }
}

/// What it costs that the first net runs above the second.
fn cost(upper: &Net, upper_span: (f64, f64), lower: &Net, lower_span: (f64, f64)) -> i64 {
    let within = |pins: &[f64], (least, most): (f64, f64)| {
        let crossing = pins.iter().filter(|&&pin| least < pin && pin < most);
        crossing.count() as i64
    };
    let overlaps = upper.below.iter().map(|&pin| {
        let near = |other: &&f64| (pin - **other).abs() < APART;
        lower.above.iter().filter(near).count() as i64
    });
    let crossings = within(&lower.above, upper_span) + within(&upper.below, lower_span);
    crossings + OVERLAP * overlaps.sum::<i64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(above: &[f64], below: &[f64]) -> Net {
        Net {
            above: above.to_vec(),
            below: below.to_vec(),
        }
    }

    fn tracks_of(nets: &[Net]) -> Vec<usize> {
        tracks(&nets.iter().collect::<Vec<_>>()).0
    }

    #[test]
    fn nets_beside_each_other_share_a_track() {
        let nets = [net(&[0.0], &[50.0]), net(&[100.0], &[150.0])];
        assert_eq!(tracks_of(&nets), [0, 0]);
    }

    #[test]
    fn nets_that_would_touch_have_tracks_of_their_own() {
        let nets = [net(&[0.0], &[50.0]), net(&[60.0], &[150.0])];
        assert_ne!(tracks_of(&nets)[0], tracks_of(&nets)[1]);
    }

    #[test]
    fn a_net_runs_below_one_that_comes_down_where_it_leaves() {
        // The first leaves downwards at 100, where the second comes from above.
        let nets = [net(&[0.0], &[100.0]), net(&[100.0], &[200.0])];
        assert_eq!(tracks_of(&nets), [1, 0]);
        let nets = [net(&[100.0], &[200.0]), net(&[0.0], &[100.0])];
        assert_eq!(tracks_of(&nets), [0, 1]);
    }

    #[test]
    fn nets_side_by_side_are_put_so_that_they_do_not_cross() {
        // Two lines to the right: the right one turns first.
        let nets = [net(&[0.0], &[200.0]), net(&[50.0], &[250.0])];
        assert_eq!(tracks_of(&nets), [1, 0]);
    }

    #[test]
    fn very_many_nets_have_a_track_each() {
        let nets: Vec<Net> = (0..2_000).map(|_| net(&[0.0], &[10.0])).collect();
        let mut tracks = tracks_of(&nets);
        tracks.sort_unstable();
        assert_eq!(tracks, (0..2_000).collect::<Vec<_>>());
    }
}
