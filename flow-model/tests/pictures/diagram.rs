//! Flows as pictures: what must be on them, and what must not lie on what.

#![expect(clippy::expect_used, reason = "a picture that is none may panic")]

use flow_model::check;
use flow_model::diagram::Diagram;
use flow_model::flow::{Flow, Name, Target};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::random::flows;
use super::source::Source;

const GREET: &str = r#"
    trigger { incoming_message => ask }
    send_and_wait_for_reply ask { body: "Yes or \"no\"?" incoming_message => which _ => end }
    split_based_on which {
        input: "{{widgets.ask.inbound.Body}}"
        equal_to("yes") | equal_to("no") => thank
        _ => ask
    }
    send_message thank { body: "Thanks" _ => end }"#;

fn flow(text: &str) -> Flow {
    Source::read(&text.replace("\\\"", "'")).flow
}

/// All that stands on a picture, in order, without tooltips.
fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("well-formed SVG");
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| {
            let text = node.children().filter(Node::is_text);
            text.filter_map(|text| text.text()).collect()
        })
        .collect()
}

/// The tooltips of all boxes.
fn tooltips(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("well-formed SVG");
    let boxes = document.descendants().filter(|node| node.has_tag_name("g"));
    boxes
        .filter_map(|node| {
            let mut children = node.children();
            let title = children.find(|it| it.has_tag_name("title"))?;
            title.text().map(str::to_owned)
        })
        .collect()
}

/// How many elements of the picture itself have all these classes.
fn count(svg: &str, classes: &str) -> usize {
    let document = Document::parse(svg).expect("well-formed SVG");
    let has_all = |node: &Node<'_, '_>| {
        let given = node.attribute("class").unwrap_or_default();
        let given: Vec<&str> = given.split(' ').collect();
        classes.split(' ').all(|class| given.contains(&class))
    };
    document.descendants().filter(has_all).count()
}

pub(super) type Rect = (f64, f64, f64, f64);

/// The left, upper, right and lower edge of every box.
pub(super) fn boxes(svg: &str) -> Vec<Rect> {
    let document = Document::parse(svg).expect("well-formed SVG");
    let is_box = |node: &Node<'_, '_>| {
        let class = node.attribute("class").unwrap_or_default();
        node.has_tag_name("rect") && class.split(' ').any(|class| class == "box")
    };
    let number = |node: Node<'_, '_>, name: &str| -> f64 {
        let written = node.attribute(name).expect("an attribute");
        written.parse().expect("a number")
    };
    let rect = |node: Node<'_, '_>| {
        let (x, y) = (number(node, "x"), number(node, "y"));
        (x, y, x + number(node, "width"), y + number(node, "height"))
    };
    document.descendants().filter(is_box).map(rect).collect()
}

/// The points of every line between boxes.
fn lines(svg: &str) -> Vec<Vec<(f64, f64)>> {
    let document = Document::parse(svg).expect("well-formed SVG");
    let is_line = |node: &Node<'_, '_>| {
        let class = node.attribute("class").unwrap_or_default();
        class.split(' ').any(|class| class == "way") && node.children().next().is_some()
    };
    let points = |node: Node<'_, '_>| {
        let path = node.attribute("d").expect("a path");
        let numbers: Vec<f64> = path
            .split(|char: char| char.is_ascii_alphabetic() || char == ' ')
            .filter(|number| !number.is_empty())
            .map(|number| number.parse().expect("a number"))
            .collect();
        numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
    };
    document.descendants().filter(is_line).map(points).collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Every box that lies on another, and every line that lies on a box.
pub(super) fn lies_on(svg: &str) -> Vec<String> {
    let boxes = boxes(svg);
    let mut found = Vec::new();
    for (index, &a) in boxes.iter().enumerate() {
        let others = boxes[..index].iter().filter(|&&b| overlap(a, b));
        found.extend(others.map(|b| format!("{a:?} on {b:?}")));
    }
    for line in lines(svg) {
        for pair in line.windows(2) {
            let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
            let line = (x1.min(x2) - 1.0, y1.min(y2), x1.max(x2) + 1.0, y1.max(y2));
            // Lines begin and end at the edges of boxes.
            let inner = |it: Rect| (it.0, it.1 + 0.2, it.2, it.3 - 0.2);
            let under = boxes.iter().filter(|&&it| overlap(line, inner(it)));
            found.extend(under.map(|it| format!("{line:?} on {it:?}")));
        }
    }
    found
}

/// The groups of arms that are drawn as one way each, by their widget.
fn ways(flow: &Flow) -> usize {
    let names = flow.names();
    let targets = |widget: &flow_model::flow::Widget| {
        let mut targets: Vec<String> = widget
            .arms
            .iter()
            .map(|arm| match (&arm.target, names.target(arm)) {
                (_, Some(target)) => target.to_string(),
                (Target::Widget(name), None) => format!("nobody {}", name.text),
                (Target::End(_), None) => "end".to_owned(),
                (Target::Error(_), None) => "?".to_owned(),
            })
            .collect();
        targets.sort();
        targets.dedup();
        targets.len()
    };
    flow.widgets.iter().map(targets).sum()
}

#[test]
fn a_picture_shows_each_widget_with_its_kind_what_matters_and_its_arms() {
    let svg = Diagram::new(&flow(GREET)).svg();
    let key = [
        "F",
        "starts",
        "chooses",
        "does and goes on",
        "waits for somebody",
        "ends",
        "leads back",
    ];
    let expected = [
        &key[..],
        &["trigger", "Trigger", "incoming_message"],
        &[
            "send_and_wait_for_reply",
            "ask",
            "Yes or 'no'?",
            "incoming_message",
            "timeout",
        ],
    ];
    // `_` is written, and so it stands there.
    let mut expected = expected.concat();
    expected.pop();
    expected.extend([
        "_",
        "split_based_on",
        "which",
        "{{widgets.ask.inbound.Body}}",
    ]);
    let texts = texts(&svg);
    assert_eq!(texts[..expected.len()], expected);
    for shown in ["equal_to “yes”", "equal_to “no”", "thank", "Thanks"] {
        assert!(texts.iter().any(|text| text == shown), "{shown}");
    }
}

#[test]
fn an_arm_is_told_by_its_authors_label_but_not_by_studios_own() {
    let mut flow = flow(GREET);
    let arms = &mut flow.widgets[2].arms;
    arms[0].label = Some("Agreed".to_owned());
    arms[1].label = Some("If value equal_to nope".to_owned());
    let texts = texts(&Diagram::new(&flow).svg());
    for (text, shown) in [
        ("Agreed", true),
        ("equal_to “no”", true),
        ("equal_to “yes”", false),
    ] {
        assert_eq!(texts.iter().any(|it| it == text), shown, "{text}");
    }
}

#[test]
fn a_picture_needs_nothing_from_elsewhere() {
    let svg = Diagram::new(&flow(GREET)).svg();
    let svg = svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for outside in ["http", "href", "url(", "@import", "<script", "<image"] {
        assert!(!svg.contains(outside), "{outside}");
    }
}

#[test]
fn nothing_is_marked_where_nothing_was_found_and_nothing_changed() {
    let flow = flow(GREET);
    let svg = Diagram::new(&flow).with_findings(&[]).svg();
    for mark in ["error", "lint", "added", "removed", "changed", "badge"] {
        assert_eq!(count(&svg, mark), 0, "{mark}");
    }
    assert_eq!(Diagram::of_change(&flow, &flow).svg(), svg);
}

/// A target that is not there, a name borne twice, a quoted kind, one that could not be read, and no
/// trigger.
const BROKEN: &str = r#"
    send_message ask { body: "x" sent => thnk failed => ? }
    send_message ask { body: "y" _ => thank }
    "from-the-future" thank { "it": 1 "done" => thnk }
    ? ? { _ => ? }"#;

#[test]
fn a_broken_flow_is_drawn_as_it_is() {
    let flow = flow(BROKEN);
    let svg = Diagram::new(&flow).svg();
    let texts = texts(&svg);
    let shown = |text: &str| texts.iter().filter(|shown| *shown == text).count();
    assert_eq!(boxes(&svg).len(), 5);
    assert_eq!(shown("ask"), 2);
    assert_eq!(shown("thnk"), 1);
    assert_eq!(shown("no such widget"), 2, "on the box and in the key");
    assert_eq!(shown("\"from-the-future\""), 1);
    assert_eq!((shown("(no name)"), shown("(not read)")), (1, 1));
    assert_eq!(lines(&svg).len(), 3);
}

#[test]
fn what_was_found_is_marked_where_it_is() {
    let flow = flow(BROKEN.split("? ?").next().unwrap_or_default());
    let findings = check(&flow);
    let svg = Diagram::new(&flow).with_findings(&findings).svg();
    let found: Vec<_> = findings.iter().map(|found| found.code.name).collect();
    let expected = [
        "no_trigger",
        "unknown_target",
        "duplicate_widget",
        "unknown_target",
    ];
    assert_eq!(found, expected);

    let tooltips = tooltips(&svg);
    let told = [
        "there is no widget `thnk`",
        "`ask`",
        "there is no widget `thnk`",
        "no such widget",
    ];
    for (tooltip, told) in tooltips.iter().zip(told) {
        assert!(tooltip.contains(told), "{tooltip}");
    }
    assert_eq!(tooltips[3], "thnk (no such widget)");
    assert_eq!(count(&svg, "box error"), 3);
    assert_eq!(count(&svg, "arm error"), 2, "the arms that lead nowhere");
    let texts = texts(&svg);
    assert!(texts.iter().any(|text| text == "an error"));
    assert!(
        texts.iter().any(|text| text.contains("trigger")),
        "what is about the whole flow stands above: {texts:?}"
    );
}

#[test]
fn a_lint_is_marked_otherwise_than_an_error() {
    let flow = flow(
        r#"trigger { incoming_message => a } send_message a { body: "x" _ => end }
        send_message b { body: "y" _ => end }"#,
    );
    let diagram = Diagram::new(&flow).with_findings(&check(&flow));
    let svg = diagram.svg();
    assert_eq!((count(&svg, "box lint"), count(&svg, "box error")), (1, 0));
    assert!(
        texts(&svg)
            .iter()
            .any(|text| text == "a lint, which may be accepted")
    );
    assert!(diagram.mermaid().contains("\"]:::lint"));
    assert!(diagram.dot().contains("color=\"#b45309\""));
}

#[test]
fn what_changed_is_coloured_and_what_is_gone_is_drawn_as_well() {
    let old = flow(
        r#"trigger { incoming_message => a } send_message a { body: "x" sent => b failed => end }
        send_message b { body: "y" _ => end } send_message d { body: "w" _ => end }"#,
    );
    let new = flow(
        r#"trigger { incoming_message => a } send_message a { body: "x" sent => c failed => end }
        send_message c { body: "new" _ => end } send_message d { body: "v" _ => end }"#,
    );
    let diagram = Diagram::of_change(&old, &new);
    let svg = diagram.svg();
    let boxes = |class: &str| count(&svg, &format!("box {class}"));
    assert_eq!(
        (boxes("added"), boxes("removed"), boxes("changed")),
        (1, 1, 2)
    );
    // From `a` to `c` and to `b`, and the ends of both.
    assert_eq!(
        (count(&svg, "way added"), count(&svg, "way removed")),
        (2, 2)
    );
    let tooltips = tooltips(&svg);
    assert!(
        tooltips[1].contains("`a`: `sent` leads to `c`, led to `b`"),
        "{}",
        tooltips[1]
    );
    assert!(
        tooltips[3].contains("`body` is “v”, was “w”"),
        "{}",
        tooltips[3]
    );
    let key: Vec<_> = texts(&svg).into_iter().take(10).collect();
    for text in ["added", "removed", "changed"] {
        assert!(key.iter().any(|shown| shown == text), "{text} in {key:?}");
    }
    let mermaid = diagram.mermaid();
    assert!(mermaid.contains("w1 -->|\"+ sent\"| w2\n"), "{mermaid}");
    assert!(mermaid.contains("w1 -.->|\"− sent\"| w4\n"), "{mermaid}");
    assert!(
        diagram
            .dot()
            .contains("w1 -> w4 [label=\"− sent\", color=\"#b91c1c\", style=dashed];")
    );
}

#[test]
fn mermaid_joins_arms_and_draws_ends_as_dots() {
    let text = r#"trigger { incoming_message => a } send_message a { body: "50% <b>" sent | failed => a }
        send_message b { body: "x" _ => end }"#;
    let mermaid = Diagram::new(&flow(text)).mermaid();
    let (graph, _) = mermaid.split_once("    classDef").expect("classes");
    assert_eq!(
        graph,
        "flowchart TD
    w0([\"<b>Trigger</b><br/>trigger\"])
    w1[\"<b>a</b><br/>send_message<br/><i>50#37; #60;b#62;</i>\"]
    w2[\"<b>b</b><br/>send_message<br/><i>x</i>\"]
    e2((( )))
    w0 -->|\"incoming_message\"| w1
    w1 -->|\"sent<br/>failed\"| w1
    w2 -->|\"_\"| e2
"
    );
}

#[test]
fn dot_quotes_what_graphviz_reads_otherwise() {
    let mut flow = flow(r#"send_message a { body: "x" sent => end }"#);
    flow.widgets[0].name = Some(Name {
        text: "\"\\N&lt;\n<b>".to_owned(),
        ..Name::default()
    });
    let dot = Diagram::new(&flow).dot();
    let quoted = r#"w0 [label="\"\\N&amp;lt; <b>\nsend_message\nx", tooltip="\"\\N&amp;lt; <b>"];"#;
    assert!(dot.contains(quoted), "{dot}");
    assert!(dot.contains("    w0 -> e0 [label=\"sent\"];\n"), "{dot}");
}

/// A flow of splits by where each leads.
fn graph(targets: impl Fn(usize) -> Vec<usize>, count: usize) -> Flow {
    let mut flow = Source::read(
        r#"trigger { incoming_message => w0 } split_based_on w { input: "x" equal_to("1") => w }"#,
    )
    .flow;
    let split = flow.widgets.pop().expect("a split");
    for index in 0..count {
        let mut widget = split.clone();
        widget.ident.text = format!("w{index}");
        let arm = widget.arms.pop().expect("an arm");
        widget.arms.extend(targets(index).into_iter().map(|target| {
            let mut arm = arm.clone();
            arm.target = Target::Widget(Name {
                text: format!("w{target}"),
                ..Name::default()
            });
            arm
        }));
        flow.widgets.push(widget);
    }
    flow
}

#[test]
fn a_line_alone_leads_straight_down() {
    let svg = Diagram::new(&graph(|index| vec![index + 1; usize::from(index < 9)], 10)).svg();
    for line in lines(&svg) {
        assert_eq!(line.len(), 2, "{line:?}");
        assert_eq!(line[0].0, line[1].0);
    }
}

#[test]
fn a_tree_is_drawn_without_crossings_of_its_lines() {
    let svg = Diagram::new(&graph(
        |index| {
            [2 * index + 1, 2 * index + 2]
                .into_iter()
                .filter(|&to| to < 31)
                .collect()
        },
        31,
    ))
    .svg();
    let lines = lines(&svg);
    let crossing = |a: &[(f64, f64)], b: &[(f64, f64)]| {
        let segments = |line: &[(f64, f64)]| {
            line.windows(2)
                .map(|pair| (pair[0], pair[1]))
                .collect::<Vec<_>>()
        };
        segments(a).iter().any(|a| {
            segments(b).iter().any(|b| {
                let x = |it: &((f64, f64), (f64, f64))| (it.0.0.min(it.1.0), it.0.0.max(it.1.0));
                let y = |it: &((f64, f64), (f64, f64))| (it.0.1.min(it.1.1), it.0.1.max(it.1.1));
                x(a).0 < x(b).1 && x(b).0 < x(a).1 && y(a).0 < y(b).1 && y(b).0 < y(a).1
                    || (a.0.0 == a.1.0) != (b.0.0 == b.1.0)
                        && x(a).0 <= x(b).1
                        && x(b).0 <= x(a).1
                        && y(a).0 <= y(b).1
                        && y(b).0 <= y(a).1
            })
        })
    };
    for (index, a) in lines.iter().enumerate() {
        for b in &lines[..index] {
            assert!(!crossing(a, b), "{a:?} and {b:?}");
        }
    }
}

#[test]
fn twenty_thousand_widgets_are_drawn_without_recursion() {
    let count = 20_000;
    let chain = graph(
        |index| vec![index + 1; usize::from(index + 1 < count)],
        count,
    );
    let star = graph(
        |index| {
            if index == 0 {
                (1..count).collect()
            } else {
                Vec::new()
            }
        },
        count,
    );
    let loops = graph(|index| vec![(index + 1) % count, index / 2, index], count);
    for flow in [chain, star, loops] {
        assert_eq!(Diagram::new(&flow).svg().matches("<g>").count(), count + 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn each_widget_and_each_arm_is_on_the_picture_and_nothing_lies_on_a_widget(flow in flows()) {
        let diagram = Diagram::new(&flow);
        let svg = diagram.svg();
        let document = Document::parse(&svg).expect("well-formed SVG");
        let known = ["svg", "title", "style", "rect", "g", "text", "path", "circle"];
        for node in document.descendants().filter(Node::is_element) {
            prop_assert!(known.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        }

        let boxes = boxes(&svg);
        prop_assert!(boxes.len() >= flow.widgets.len());
        prop_assert_eq!(lies_on(&svg), <[String; 0]>::default());

        // Ends and what was not read have a line without a tooltip; the key's has one, too.
        let drawn = count(&svg, "way") - usize::from(svg.contains("leads back"));
        prop_assert_eq!(drawn, ways(&flow));
        prop_assert_eq!(diagram.mermaid().matches("->|").count(), ways(&flow));
        prop_assert_eq!(diagram.dot().matches("\n    w").count(), boxes.len() + ways(&flow));
    }

    #[test]
    fn the_same_flow_is_the_same_bytes(flow in flows(), other in flows()) {
        let findings = check(&flow);
        let draw = || {
            let diagram = Diagram::new(&flow).with_findings(&findings);
            let change = Diagram::of_change(&other, &flow).with_findings(&findings);
            [diagram.svg(), diagram.mermaid(), diagram.dot(), change.svg(), change.mermaid()]
        };
        prop_assert_eq!(draw(), draw());
    }

    #[test]
    fn a_change_of_two_flows_is_well_formed_and_shows_both(old in flows(), new in flows()) {
        let svg = Diagram::of_change(&old, &new).svg();
        let boxes = boxes(&svg);
        prop_assert!(boxes.len() >= old.widgets.len().max(new.widgets.len()));
        prop_assert_eq!(lies_on(&svg), <[String; 0]>::default());
    }
}
