//! Calls, notes and the ways between them.

use super::*;
use crate::document::NoteId;

#[test]
fn every_call_has_its_note_and_every_note_its_way_back() {
    let files = opened(&made(&sample::book()));
    let (mut calls, mut backs) = (Vec::new(), Vec::new());
    for (name, text) in texts(&files) {
        let document = parsed(text);
        let named = |id: &str| document.descendants().find(|node| node.attribute("id") == Some(id));
        for node in document.descendants() {
            let Some(href) = node.attribute("href").and_then(|href| href.strip_prefix('#')) else { continue };
            match node.attribute("role") {
                Some("doc-noteref") => {
                    let note = named(href).unwrap();
                    assert_eq!(note.attribute("role"), Some("doc-footnote"));
                    assert!(note.range().start > node.range().start, "a note follows its call");
                    let words: String = note.descendants().filter_map(|n| n.text()).collect();
                    assert!(words.trim().chars().count() >= 9, "Kobo needs nine characters: {words}");
                    calls.push((name, node.attribute("id").unwrap().to_owned()));
                }
                Some("doc-backlink") => {
                    assert_eq!(named(href).unwrap().attribute("role"), Some("doc-noteref"));
                    backs.push((name, href.to_owned()));
                }
                _ => {}
            }
        }
    }
    assert_eq!(calls.len(), 9, "{calls:?}");
    calls.sort_unstable();
    backs.sort_unstable();
    assert_eq!(calls, backs);
}

#[test]
fn a_note_called_from_within_a_link_stands_after_it() {
    let mut book = sample::book();
    let note = NoteId(0);
    let target = crate::document::Target::Url("https://example.org".to_owned());
    let link = Inline::Link { target, content: vec![text("word"), Inline::NoteCall(note)], span: None };
    book.parts[1].chapters[0].selections[0].text.blocks[0].node = Block::Paragraph(vec![link]);
    let files = opened(&made(&book));
    assert!(files["OEBPS/text/note-1.xhtml"].contains("<a href=\"https://example.org\">word</a><a class=\"noteref\""));
    sound(&files);
}

#[test]
fn a_note_called_from_two_files_stands_in_both() {
    let mut book = long(800, 0);
    let last = book.parts[0].chapters[0].selections[0].text.blocks.last_mut().unwrap();
    if let Block::Paragraph(words) = &mut last.node {
        words.push(Inline::NoteCall(NoteId(0)));
    }
    let files = opened(&made(&book));
    sound(&files);
    let notes: usize = texts(&files).map(|(_, text)| text.matches("A note on this very paragraph.").count()).sum();
    assert_eq!(notes, 81);
}

/// Kobo's readers take a link forward to a few words for a note and pop these up.
#[test]
fn no_link_but_a_call_looks_like_one() {
    let mut book = sample::book();
    // A short document, and a link to it from before.
    let short = book.parts[1].chapters[0].selections[0].anchor;
    book.parts[1].chapters[0].selections[0].text.blocks[0].node =
        Block::Paragraph(vec![text("It ended at low water.")]);
    let target = crate::document::Target::Anchor(short);
    let link = Inline::Link { target, content: vec![text("the end")], span: None };
    let first = &mut book.parts[0].chapters[0].selections[0].text.blocks;
    first.insert(0, first[0].with(Block::Paragraph(vec![link])));
    let files = opened(&made(&book));
    let package = parsed(&files["OEBPS/content.opf"]);
    let hrefs: BTreeMap<&str, &str> = package
        .descendants()
        .filter(|node| node.tag_name().name() == "item")
        .map(|node| (node.attribute("id").unwrap(), node.attribute("href").unwrap()))
        .collect();
    let spine: Vec<&str> = package
        .descendants()
        .filter_map(|node| node.attribute("idref"))
        .filter_map(|id| hrefs[id].strip_prefix("text/"))
        .collect();
    let place = |file: &str| spine.iter().position(|name| *name == file).unwrap();
    let (mut forward, mut looked) = (Vec::new(), 0);
    for (name, words) in texts(&files) {
        for link in parsed(words).descendants().filter(|node| node.has_tag_name((XHTML, "a"))) {
            let Some((file, id)) =
                link.attribute("href").filter(|href| !href.contains(':')).and_then(|h| h.split_once('#'))
            else {
                continue;
            };
            let file = if file.is_empty() { name } else { file };
            let there = parsed(&files[&format!("OEBPS/text/{file}")]);
            let target = there.descendants().find(|node| node.attribute("id") == Some(id)).unwrap();
            let is_after = (place(file), target.range().start) > (place(name), link.range().start);
            if link.attribute("role") == Some("doc-noteref") || !is_after {
                continue;
            }
            let of_index = |node: &roxmltree::Node<'_, '_>| {
                node.attributes().any(|a| a.name() == "type" && a.value().starts_with("index"))
            };
            let letters = target.descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
            let letters: usize = letters.map(|text| text.trim().chars().count()).sum();
            looked += 1;
            if (9..=5000).contains(&letters) && !of_index(&target) {
                forward.push(format!("{name} to {file}#{id}, {letters} letters"));
            }
        }
    }
    assert!(looked > 5, "links forward were looked at: {looked}");
    assert!(forward.is_empty(), "E33: {forward:#?}");
}

#[test]
fn a_note_that_names_one_above_it_or_itself_calls_none() {
    let mut book = sample::book();
    let call = |id| Inline::NoteCall(NoteId(id));
    let first = &mut book.parts[1].chapters[0].selections[0].text.blocks[0];
    first.node = Block::Paragraph(vec![text("one"), call(0), text(" two"), call(1)]);
    book.notes[0].body[0].node = Block::Paragraph(vec![text("See below"), call(1), text(" and here"), call(0)]);
    book.notes[1].body[0].node = Block::Paragraph(vec![text("See above"), call(0)]);
    let files = opened(&made(&book));
    sound(&files);
    let text = &files["OEBPS/text/note-1.xhtml"];
    let after = |words: &str| text.split_once(words).unwrap().1.split_once('>').unwrap().0;
    for words in ["and here", "See above"] {
        assert!(after(words).starts_with("<a class=\"noteref\" href=\"#note_1"), "{}", after(words));
    }
    let (calls, backs) = (text.matches("\"doc-noteref\"").count(), text.matches("\"doc-backlink\"").count());
    assert_eq!(calls, backs, "{text}");
}
