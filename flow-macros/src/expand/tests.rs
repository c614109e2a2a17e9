//! What `flow!` makes of tokens, whatever they are.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use super::flow;

const DESK: &str = r#"
    /// Adds an agent.
    #[name = "Desk"]
    pub flow Desk {
        trigger { incoming_message | incoming_conversation_message => check, }

        #[at(10, -20)]
        split_based_on check {
            input: "{{trigger.message.Body}}",

            /// Support
            equal_to("support") => add,
            matches_any_of("a", "b") | is_blank => ask,
            _ => end,
        }

        run_function add {
            function: AddParticipant { address: "+1", proxy_address: "{{flow.channel.address}}" },

            success => count,
            fail => ask,
        }

        send_and_wait_for_reply ask {
            body: "Who are you?\n\
                   Say it.",
            timeout: 120,

            incoming_message => check,
            timeout | delivery_failure => end,
        }

        set_variables count {
            variables: { tries: 1, cart: json("{}"), on: true, "x y": -1.5 },

            next => notify,
        }

        #[name = "notify-them"]
        "create-task" notify { "list": [1, "2"], "done" => end, }
    }
"#;

/// Numbers that look random and are the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn token(&mut self) -> TokenTree {
        let words = [
            "flow",
            "end",
            "_",
            "trigger",
            "send_message",
            "self",
            "json",
            "check",
            "body",
        ];
        let puncts = ['#', ':', '=', '>', '|', ',', ';', '-', '!', '<', '.'];
        match self.below(4) {
            0 => Ident::new(words[self.below(words.len())], Span::call_site()).into(),
            1 => Punct::new(puncts[self.below(puncts.len())], Spacing::Joint).into(),
            2 => match self.below(5) {
                0 => Literal::byte_string(b"x").into(),
                1 => Literal::character('x').into(),
                2 => Literal::u8_suffixed(7).into(),
                3 => Literal::f64_unsuffixed(0.5).into(),
                _ => Literal::string("{{ x | nope }}").into(),
            },
            _ => {
                let delimiters = [
                    Delimiter::Parenthesis,
                    Delimiter::Bracket,
                    Delimiter::Brace,
                    Delimiter::None,
                ];
                let inside = (0..self.below(4)).map(|_| self.token()).collect();
                Group::new(delimiters[self.below(4)], inside).into()
            }
        }
    }

    /// Changes the tokens in one place, on some level.
    fn change(&mut self, tokens: TokenStream) -> TokenStream {
        let mut tokens: Vec<_> = tokens.into_iter().collect();
        let at = self.below(tokens.len());
        match tokens.get(at) {
            Some(TokenTree::Group(group)) if self.below(8) > 0 => {
                let inside = self.change(group.stream());
                tokens[at] = Group::new(group.delimiter(), inside).into();
            }
            Some(token) => match self.below(5) {
                0 => drop(tokens.remove(at)),
                1 => tokens.insert(at, token.clone()),
                2 => tokens[at] = self.token(),
                3 => tokens.insert(at, self.token()),
                _ => tokens.truncate(at),
            },
            None => tokens.push(self.token()),
        }
        tokens.into_iter().collect()
    }
}

fn expand(tokens: TokenStream) -> syn::File {
    let expansion = flow(tokens.clone());
    let file = syn::parse2(expansion.clone());
    file.unwrap_or_else(|error| panic!("{error}\nof {tokens}\nin {expansion}"))
}

#[test]
fn whatever_the_tokens_are_the_expansion_is_items() {
    let mut random = Random(0x5EED);
    let desk: TokenStream = DESK.parse().unwrap();
    for _ in 0..2_000 {
        let mut tokens = desk.clone();
        for _ in 0..1 + random.below(4) {
            tokens = random.change(tokens);
        }
        expand(tokens);
    }
    for _ in 0..1_000 {
        expand((0..random.below(12)).map(|_| random.token()).collect());
    }
}

#[test]
fn the_same_tokens_expand_to_the_same_text() {
    let tokens = || DESK.parse().unwrap();
    assert_eq!(flow(tokens()).to_string(), flow(tokens()).to_string());
}

#[test]
fn a_flow_in_error_still_leaves_its_type_and_its_handles() {
    let text = DESK.replace("body:", "boddy:").replace("end,", "nowhere,");
    let text = flow(text.parse().unwrap()).to_string();
    assert!(text.contains("compile_error"), "{text}");
    assert!(text.contains("pub struct Desk ;"), "{text}");
    for handle in ["check", "add", "ask", "count", "notify"] {
        assert!(text.contains(&format!("pub const {handle} :")), "{handle}");
    }
    assert!(text.contains(":: flow_runtime :: Flow for Desk"), "{text}");
}

/// As it is pretty-printed.
#[test]
fn an_expansion_has_at_most_a_line_for_each_word_and_two_for_each_widget() {
    let (head, widgets) = DESK.split_once("split_based_on").unwrap();
    let (widgets, tail) = widgets.split_once("#[name = \"notify").unwrap();
    let mut text = head.to_owned();
    for copy in 0..20 {
        let widgets = format!("split_based_on{widgets}");
        let renamed = ["check", "add", "ask", "count"]
            .into_iter()
            .fold(widgets, |widgets, name| {
                widgets.replace(&format!(" {name}"), &format!(" {name}_{copy}"))
            });
        let next = format!("delivery_failure => check_{}", (copy + 1) % 20);
        text.push_str(&renamed.replace("delivery_failure => end", &next));
    }
    text.push_str(&format!("#[name = \"notify{tail}"));
    let text = text.replace("=> check,", "=> check_0,");
    let source: TokenStream = text.parse().unwrap();
    let printed = prettyplease::unparse(&expand(source.clone()));
    let lines = printed.lines().count();
    let allowed = words(source) + 2 * (4 * 20 + 2);
    assert!(!printed.contains("compile_error"), "{printed}");
    assert!(
        lines <= allowed,
        "{lines} lines, {allowed} allowed\n{printed}"
    );
}

fn words(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Ident(_) | TokenTree::Literal(_) => 1,
        TokenTree::Group(group) => words(group.stream()),
        TokenTree::Punct(_) => 0,
    };
    tokens.into_iter().map(count).sum()
}
