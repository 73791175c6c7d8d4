//! No input panics, and every fault's span can be drawn.

use proptest::prelude::*;

use super::{Run, run};

/// Pieces of the language, to be put together in any order.
const PIECES: &[&str] = &[
    "[book]\n",
    "title = ",
    "[[chapter]]\n",
    "documents = [\"one\", \"t*\"]\n",
    "[edition.print]\n",
    "format = \"pdf\"\n",
    "inherit = \"print\"\n",
    "[document.one]\n",
    "[[document.one.note]]\n",
    "at = \"ä … б\"\n",
    "rights = { grant = \"g\" }\n",
    "[grant.g]\n",
    "[person.é]\n",
    "name = \"„Ä“\"\n",
    "date = 1917-11-07\n",
    "\"\"\"",
    "'",
    "=",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\n",
    "\u{feff}",
    "é",
    "include = [\"sources/*\"]\n",
    "[index]\n",
    "terms = [\"sources/one.md\"]\n",
    "lived = \"1/2\"\n",
    "a.b.c = 1\n",
    "isbn = \"éééééééééé\"\n",
    "trim = \"éx\"\n",
    "sources = \"..\"\n",
    "file = \"..\"\n",
    "- ",
    "---\n",
    "authors: [a, {name: b}]\n",
    "title: |\n  x\n",
    "? ",
    ": ",
    "&a ",
    "*a ",
    "%TAG ! x\n",
    "\t",
    "\r\n",
    "\0",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,3}"];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check(run: &Run) -> Result<(), TestCaseError> {
    prop_assert!(run.manifest.is_some() || run.faults.has_errors());
    for fault in run.faults.as_slice() {
        for label in fault.primary.iter().chain(&fault.related) {
            prop_assert!(run.files.get(label.span.file).text.get(label.span.range()).is_some(), "{fault:?}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn manifests(text in pieces()) {
        check(&run(&text, &[]))?;
    }

    #[test]
    fn terms_sidecars_and_front_matter(terms in pieces(), sidecar in pieces(), front in pieces(), toml in pieces()) {
        let front = format!("---\n{front}\n---\nText");
        let toml = format!("+++\n{toml}\n+++\nText");
        let text = "[book]\ntitle = \"T\"\n[index]\nterms = \"t.toml\"\n";
        let more = [
            ("t.toml", terms.as_str()),
            ("sources/one.toml", &sidecar),
            ("sources/one.md", &front),
            ("sources/two.md", &toml),
        ];
        check(&run(text, &more))?;
    }
}

#[test]
fn deep_nesting_is_a_fault_and_no_overflow() {
    let dotted = format!("{}a = 1\n", "a.".repeat(200_000));
    let header = format!("[{}a]\n", "a.".repeat(200_000));
    let lists = format!("a = {}", "[".repeat(200_000));
    for text in [dotted, header, lists] {
        assert!(run(&text, &[]).faults.has_errors());
    }
    let stairs: String = (0..1_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    for yaml in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), stairs + "x"] {
        let front = format!("---\n{yaml}\n---\n");
        let run = run("[book]\ntitle = \"T\"\n", &[("sources/one.md", &front)]);
        assert!(run.faults.has_errors());
    }
}
