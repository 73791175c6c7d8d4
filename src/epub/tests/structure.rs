//! What is around the words: kinds of files, headings, roles.

use super::*;

const OPS: &str = "http://www.idpf.org/2007/ops";

/// Calls `look` with every file: its stem, its body's element.
fn each(files: &Files, mut look: impl FnMut(&str, roxmltree::Node<'_, '_>)) {
    for (name, words) in texts(files) {
        let document = parsed(words);
        let body = document.descendants().find(|node| node.has_tag_name((XHTML, "body"))).unwrap();
        look(name.trim_end_matches(".xhtml"), body);
    }
}

/// The level of a heading.
fn level(node: &roxmltree::Node<'_, '_>) -> Option<usize> {
    node.tag_name().name().strip_prefix('h')?.parse().ok()
}

fn kind<'a>(node: &roxmltree::Node<'a, '_>) -> Option<&'a str> {
    node.attribute((OPS, "type"))
}

#[test]
fn a_file_is_of_one_kind_and_has_one_top() {
    let mut kinds = BTreeMap::new();
    each(&opened(&made(&sample::book())), |stem, body| {
        let tops: Vec<_> = body.children().filter(roxmltree::Node::is_element).collect();
        assert_eq!(tops.len(), 1, "E22: {stem}");
        assert!(matches!(tops[0].tag_name().name(), "section" | "article"), "E22: {stem}");
        assert_eq!(tops[0].attribute("id"), Some(stem), "E22");
        kinds.insert(stem.to_owned(), kind(&body).map(str::to_owned));
    });
    for (stem, expected) in [
        ("cover", "frontmatter"),
        ("title-page", "frontmatter"),
        ("introduction", "frontmatter"),
        ("the-quay", "bodymatter"),
        ("songs", "bodymatter"),
        ("note-1", "bodymatter"),
        ("bibliography", "backmatter"),
        ("index", "backmatter"),
    ] {
        assert_eq!(kinds[stem].as_deref(), Some(expected), "E22: {stem}");
    }
    assert!(kinds.values().all(Option::is_some), "E22: {kinds:?}");
}

#[test]
fn headings_are_as_deep_as_the_contents_say() {
    let files = opened(&made(&sample::book()));
    each(&files, |stem, body| {
        let levels: Vec<usize> = body.descendants().filter_map(|node| level(&node)).collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "E23: {stem} leaps {levels:?}");
        assert_eq!(levels.contains(&1), stem == "title-page", "E23: {stem} {levels:?}");
        for group in body.descendants().filter(|node| node.has_tag_name((XHTML, "hgroup"))) {
            let inside: Vec<_> = group.children().filter(roxmltree::Node::is_element).collect();
            assert!(level(&inside[0]).is_some() && inside.iter().filter(|node| level(node).is_some()).count() == 1);
            let subtitle = inside[1];
            assert_eq!((subtitle.tag_name().name(), subtitle.attribute("role")), ("p", Some("doc-subtitle")), "E23");
        }
    });
    let nav = parsed(&files["OEBPS/nav.xhtml"]);
    let toc = nav.descendants().find(|node| node.attribute("id") == Some("toc")).unwrap();
    let mut looked = 0;
    for link in toc.descendants().filter(|node| node.has_attribute("href")) {
        let depth = link.ancestors().filter(|node| node.has_tag_name((XHTML, "ol"))).count();
        let (file, id) = link.attribute("href").map(|href| href.split_once('#').unwrap_or((href, ""))).unwrap();
        let document = parsed(&files[&format!("OEBPS/{file}")]);
        let heading = document.descendants().find(|node| {
            let is_there =
                id.is_empty() || node.ancestors().chain(node.descendants()).any(|n| n.attribute("id") == Some(id));
            level(node).is_some_and(|level| level > 1) && is_there
        });
        if let Some(heading) = heading {
            looked += 1;
            assert_eq!(level(&heading), Some(depth + 1), "E23: {file}#{id}");
        }
    }
    assert!(looked >= 8, "{looked}");
}

#[test]
fn roles_stand_where_readers_and_validators_take_them() {
    let mut named = 0;
    each(&opened(&made(&sample::book())), |stem, body| {
        assert!(body.attribute("role").is_none(), "E24: {stem}");
        for node in body.descendants() {
            let Some(role) = node.attribute("role") else { continue };
            let element = node.tag_name().name();
            assert!(!matches!(element, "article" | "li"), "E24: {stem} {element} {role}");
            assert!(role.starts_with("doc-") && !role.contains(' '), "E24: {stem} {role}");
            assert!(!matches!(role, "doc-endnote" | "doc-biblioentry"), "E24: {stem} {role}");
            if let Some(id) = node.attribute("aria-labelledby") {
                assert!(body.descendants().any(|node| node.attribute("id") == Some(id)), "E24: {stem} lacks {id}");
                named += 1;
            } else if matches!(role, "doc-chapter" | "doc-part" | "doc-introduction" | "doc-index" | "doc-endnotes") {
                assert!(node.has_attribute("aria-label"), "E24: {stem}: a {role} has no name");
            }
        }
    });
    assert!(named >= 8, "{named}");
}

#[test]
fn title_page_imprint_and_colophon_are_known_as_such() {
    let files = opened(&made(&sample::book()));
    let mut found = BTreeMap::new();
    each(&files, |stem, body| {
        for node in body.descendants() {
            let types = kind(&node).into_iter().flat_map(str::split_whitespace);
            found.extend(
                types.map(|name| (name.to_owned(), (stem.to_owned(), node.attribute("role").map(str::to_owned)))),
            );
        }
    });
    for (name, file, role) in [
        ("halftitlepage", "half-title", None),
        ("titlepage", "title-page", None),
        ("imprint", "copyright-page", None),
        ("colophon", "copyright-page", Some("doc-colophon")),
    ] {
        let role = role.map(str::to_owned);
        assert_eq!(found.get(name), Some(&(file.to_owned(), role)), "E27: {name} in {:?}", found.keys());
    }
    let page = &files["OEBPS/text/title-page.xhtml"];
    for words in ["Edited by Ada Compiler", "Example &amp; Daughters", "Whitby, 2026"] {
        assert!(page.contains(words), "E27: {words}");
    }
}
