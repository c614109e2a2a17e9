//! What is known of a text before it is rendered.

/// Whether a text is a template: then nothing is.
pub(crate) fn has_liquid(text: &str) -> bool {
    // A brace is rare, and one byte is found faster than two.
    text.contains('{') && (text.contains("{{") || text.contains("{%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_brace_is_no_liquid() {
        assert!(has_liquid("a {{b}}"));
        assert!(has_liquid("{% if a %}"));
        assert!(!has_liquid("{\"a\": 1}"));
    }
}
