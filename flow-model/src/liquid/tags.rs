//! The tags, and which of them make a block together.

/// What a tag is in a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    /// Stands by itself.
    Single,
    /// Begins a block, which `end` and its name close.
    Opens,
    /// Parts a block: between its branches.
    Parts,
    /// Closes the block of that name.
    Closes(&'static str),
}

/// Every tag. Of Shopify's set of 2014 these are left out: `include`, for which Studio has nothing
/// to include; `tablerow`, which makes HTML; and `ifchanged`.
pub(super) static TAGS: &[(&str, Role)] = &[
    ("assign", Role::Single),
    ("break", Role::Single),
    ("capture", Role::Opens),
    ("case", Role::Opens),
    ("comment", Role::Opens),
    ("continue", Role::Single),
    ("cycle", Role::Single),
    ("decrement", Role::Single),
    ("else", Role::Parts),
    ("elsif", Role::Parts),
    ("endcapture", Role::Closes("capture")),
    ("endcase", Role::Closes("case")),
    ("endcomment", Role::Closes("comment")),
    ("endfor", Role::Closes("for")),
    ("endif", Role::Closes("if")),
    ("endraw", Role::Closes("raw")),
    ("endunless", Role::Closes("unless")),
    ("for", Role::Opens),
    ("if", Role::Opens),
    ("increment", Role::Single),
    ("raw", Role::Opens),
    ("unless", Role::Opens),
    ("when", Role::Parts),
];

/// The tag of that name.
pub(super) fn named(name: &str) -> Option<(&'static str, Role)> {
    TAGS.iter().copied().find(|(known, _)| *known == name)
}

/// Whether that tag parts a block of that name.
pub(super) fn parts(name: &str, block: &str) -> bool {
    match name {
        "else" => matches!(block, "if" | "unless" | "case" | "for"),
        "elsif" => matches!(block, "if" | "unless"),
        "when" => block == "case",
        _ => false,
    }
}

/// Of these names the one nearest to a misspelt one, if any is near.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, known)| known)
}
