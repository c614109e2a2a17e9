//! The pages of the error index: the first example of each earns its code and no other, and the
//! second is built without a word.
//!
//! All examples of a sort are one crate, a file each, so that they are built at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use flow_model::check::{CODES, Code};
use serde_json::Value;

/// Codes whose first example is not built, and why.
const ELSEWHERE: &[&str] = &[
    // Takes 65,535 widgets: the tests of flow-model have it.
    "too_many_widgets",
];

/// The examples of one sort, by the codes of their pages.
type Examples = BTreeMap<&'static str, String>;

/// What rustc says of each example: a code and the whole message.
type Said = BTreeMap<String, Vec<(String, String)>>;

#[test]
fn each_page_has_a_flow_that_earns_its_code_and_no_other() {
    let mut examples = examples(0);
    examples.retain(|id, _| !ELSEWHERE.iter().any(|name| code(id).name == *name));
    let mut said = check("refused", &examples);
    // What only a type or a constant shows is not looked at while something before it is wrong.
    examples.retain(|id, _| !said.contains_key(*id));
    if !examples.is_empty() {
        said.extend(check("refused_late", &examples));
    }
    let wrong: Vec<_> = CODES
        .iter()
        .filter(|code| !ELSEWHERE.contains(&code.name))
        .filter_map(|code| wrong(code, said.remove(code.id).unwrap_or_default()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(said, Said::new(), "outside of the pages");
}

#[test]
fn what_each_page_has_instead_is_built_without_a_word() {
    assert_eq!(check("built", &examples(1)), Said::new());
}

/// How an example fails its page: by another code than the page's, or by none.
fn wrong(code: &Code, said: Vec<(String, String)>) -> Option<String> {
    let is_earned = !said.is_empty() && said.iter().all(|(earned, _)| earned == code.id);
    let said: Vec<_> = said.into_iter().map(|(_, message)| message).collect();
    (!is_earned).then(|| format!("{} {}:\n{}", code.id, code.name, said.join("\n")))
}

fn code(id: &str) -> &'static Code {
    CODES.iter().find(|code| code.id == id).unwrap()
}

/// The first or the second example of every page.
fn examples(place: usize) -> Examples {
    let of_page = |code: &&'static Code| {
        let blocks = blocks(code.page());
        let [("rust,compile_fail", _), ("rust", _)] = blocks[..] else {
            panic!(
                "{} is to have a flow that fails and one that is built",
                code.id
            );
        };
        (code.id, in_full(blocks[place].1))
    };
    CODES.iter().map(of_page).collect()
}

/// The blocks of code in a page, each with what its fence says of it.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, fenced)) = rest.split_once("\n```") {
        let (block, after) = fenced.split_once("\n```\n").expect("a fence is closed");
        blocks.push(block.split_once('\n').expect("a block has lines"));
        rest = after;
    }
    blocks
}

/// An example with the lines that `// …` stands for: those of the line above it, counted on to the
/// line below it.
fn in_full(example: &str) -> String {
    let mut full = String::new();
    let lines: Vec<_> = example.lines().collect();
    for (place, line) in lines.iter().enumerate() {
        if !line.trim_start().starts_with("// …") {
            full.push_str(line);
            full.push('\n');
            continue;
        }
        let (above, below) = (lines[place - 1], lines[place + 1]);
        let (first, last) = (first_number(above), first_number(below));
        assert!(
            first + 1 < last,
            "nothing stands between {above} and {below}"
        );
        for number in first + 1..last {
            full += &counted_on(above, first, number - first);
            full.push('\n');
        }
    }
    full
}

fn first_number(line: &str) -> usize {
    let digits = line.trim_start_matches(|first: char| !first.is_ascii_digit());
    let end = digits.find(|next: char| !next.is_ascii_digit());
    digits[..end.unwrap_or(digits.len())].parse().unwrap()
}

/// A line with its first number, and the one after that, increased; their width is kept.
fn counted_on(line: &str, first: usize, by: usize) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|next: char| next.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|next: char| !next.is_ascii_digit());
        let (digits, after) = digits.split_at(end.unwrap_or(digits.len()));
        out.push_str(before);
        match digits.parse::<usize>() {
            Ok(number) if number == first || number == first + 1 => {
                out += &format!("{:0width$}", number + by, width = digits.len());
            }
            _ => out.push_str(digits),
        }
        rest = after;
    }
    out + rest
}

/// Writes the examples as a crate and checks it: what is said of each.
fn check(name: &str, examples: &Examples) -> Said {
    let target = target_dir();
    let folder = target.join("tests/error_index").join(name);
    write(&folder, name, examples);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--message-format=json"])
        .current_dir(&folder)
        // What other tests were built into serves here too.
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let messages = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let mut said = Said::new();
    for (file, code, text) in messages.filter_map(|message: Value| message_of(&message["message"]))
    {
        said.entry(file).or_default().push((code, text));
    }
    assert!(
        output.status.success() || !said.is_empty(),
        "cargo failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// A crate of the examples, built with the versions of the workspace.
fn write(folder: &Path, name: &str, examples: &Examples) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"error-index-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nflow-runtime = {{ path = {:?} }}\n\n[workspace]\n",
        root.join("flow-runtime")
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut library = "#![allow(non_snake_case)]\n".to_owned();
    for (id, example) in examples {
        library += &format!("pub mod {id};\n");
        let source = format!("use flow_runtime::prelude::*;\n\n{example}");
        fs::write(folder.join("src").join(id).with_extension("rs"), source).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), library).unwrap();
}

/// The example that a message is about, its code, and all of it as it is printed; none for what is
/// no error and no warning.
fn message_of(message: &Value) -> Option<(String, String, String)> {
    let said = message["message"].as_str()?;
    if !matches!(message["level"].as_str()?, "error" | "warning") || is_count(said) {
        return None;
    }
    let heading = said.lines().next().unwrap_or_default();
    let ours = heading
        .strip_suffix(']')
        .and_then(|heading| heading.rsplit_once('['));
    let theirs = message["code"]["code"].as_str();
    let code = ours.map(|(_, code)| code).or(theirs).unwrap_or("none");
    let rendered = message["rendered"].as_str().unwrap_or(said);
    Some((file(message), code.to_owned(), rendered.to_owned()))
}

/// "aborting due to 60 previous errors; 2 warnings emitted"
fn is_count(said: &str) -> bool {
    said.starts_with("aborting due to") || said.ends_with("emitted")
}

/// The file that a message points at, by its name.
fn file(message: &Value) -> String {
    let spans = message["spans"].as_array().into_iter().flatten();
    let mut primary = spans.filter(|span| span["is_primary"] == true);
    let file = primary.next().and_then(|span| span["file_name"].as_str());
    let file = Path::new(file.unwrap_or_default()).file_stem();
    file.unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder that this test was built into: `target/debug/deps/…`.
fn target_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_owned()
}
