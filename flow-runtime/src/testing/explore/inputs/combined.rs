//! Values of several fields at once.

use std::collections::BTreeSet;

use flow_model::{Text, Value};

/// Of how many combinations all are tried.
const COMBINED: usize = 96;

/// Each value of each field with each of the others; where that is too much, of each two fields, the
/// others as in the first of all, in the second and in the last. At most so many of each of these.
pub(super) fn combined(fields: &[(Vec<Text>, Vec<Value>)], most: usize) -> Vec<Vec<Value>> {
    let sizes: Vec<usize> = fields
        .iter()
        .map(|(_, values)| values.len().max(1))
        .collect();
    let values = |row: &[usize]| -> Vec<Value> {
        let chosen = fields.iter().zip(row);
        chosen
            .map(|((_, values), n)| values.get(*n).cloned().unwrap_or_default())
            .collect()
    };
    if let Some(product @ ..=COMBINED) = sizes.iter().copied().try_fold(1, usize::checked_mul) {
        let one = |mut n: usize| {
            let row = sizes.iter().map(|size| {
                let value = n % size;
                n /= size;
                value
            });
            values(&row.collect::<Vec<_>>())
        };
        return (0..product).map(one).collect();
    }
    let mut rows = BTreeSet::new();
    let mut all = Vec::new();
    for base in [0, 1, usize::MAX] {
        let base: Vec<usize> = sizes.iter().map(|size| base.min(size - 1)).collect();
        let end = all.len() + most;
        let mut add = |changes: &[(usize, usize)]| {
            let mut row = base.clone();
            for (field, value) in changes {
                row[*field] = *value;
            }
            if all.len() < end && rows.insert(row.clone()) {
                all.push(values(&row));
            }
        };
        for (field, size) in sizes.iter().enumerate() {
            (0..*size).for_each(|value| add(&[(field, value)]));
        }
        for first in 0..sizes.len() {
            for second in first + 1..sizes.len() {
                for value in 0..sizes[first] {
                    let others = 0..sizes[second];
                    others.for_each(|other| add(&[(first, value), (second, other)]));
                }
            }
        }
    }
    all
}
