//! The index of an EPUB, and the words its links lead to.

use regex::Regex;

use super::fold;
use super::unzipped::{self, spine};

/// A heading of an e-book's index: its path, folded, and of each locator its text and where it leads.
pub type Linked = (Vec<String>, Vec<(String, String)>);

/// Every entry of the indexes of an EPUB.
pub fn linked(epub: &[u8]) -> Vec<Linked> {
    let mut found: Vec<Linked> = Vec::new();
    for name in spine(epub) {
        let text = unzipped::text(epub, &format!("OEBPS/text/{name}.xhtml"));
        if !text.contains("epub:type=\"index\"") {
            continue;
        }
        let mut open: Vec<usize> = Vec::new();
        let mut rest = text.as_str();
        while let Some((tag, after)) = rest.split_once('<').and_then(|(_, tag)| tag.split_once('>')) {
            rest = after;
            let element = |name: &str| after.split_once(name).unwrap().0;
            if tag.starts_with("li ") && tag.contains("\"index-entry\"") {
                let own = after.split_once("\"index-term\">").unwrap().1;
                let words = fold(&without_tags(own.split_once("</span>").unwrap().0));
                let above = open.last().map(|at| found[*at].0.clone()).unwrap_or_default();
                open.push(found.len());
                found.push(([above, vec![words]].concat(), Vec::new()));
            } else if tag == "li" || tag.starts_with("li ") {
                panic!("a list item that is no entry: {tag}");
            } else if tag == "/li" {
                open.pop();
            } else if tag.contains("\"index-locator\"") {
                let href = attribute(tag, "href").unwrap();
                found[*open.last().unwrap()].1.push((without_tags(element("</a>")), href.to_owned()));
            }
        }
    }
    found
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    Some(tag.split_once(&format!("{name}=\""))?.1.split_once('"')?.0)
}

/// The words of a piece of HTML.
pub fn without_tags(html: &str) -> String {
    // A place takes in a word, in titles a letter of it.
    let html = &Regex::new(r#"<span id="[^"]*">(\w)</span>"#).unwrap().replace_all(html, "$1");
    let mut words = String::new();
    for piece in html.split('<') {
        // Lines are apart.
        let ends_line = piece.split_once('>').is_some_and(|(tag, next)| {
            tag.starts_with("br") || tag == "/span" && next.starts_with(char::is_alphabetic)
        });
        if ends_line {
            words.push(' ');
        }
        words.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#160;", " "), ("&amp;", "&")] {
        words = words.replace(entity, sign);
    }
    words
}

/// The words of the innermost block in which the element `id` stands; for a note's call those of the note.
pub fn paragraph(file: &str, id: &str) -> Option<String> {
    const BLOCKS: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "figcaption", "li"];
    let at = file.find(&format!("id=\"{id}\""))?;
    let tag = &file[file[..at].rfind('<')?..];
    let tag = &tag[..tag.find('>')?];
    if tag.contains("\"noteref\"") {
        let note = attribute(tag, "href")?.split_once('#')?.1;
        let from = file.find(&format!("id=\"{note}\""))?;
        let rest = &file[from..];
        // Notes follow each other, and then the file ends.
        let end = rest[4..].find("id=\"note_").map_or(rest.len(), |end| end + 4);
        return Some(without_tags(rest[..end].split_once('>')?.1));
    }
    // A division is known by its title: all of it counts.
    if tag.starts_with("<section") || tag.starts_with("<article") || tag.starts_with("<body") {
        return Some(without_tags(&file[at..]));
    }
    let opens = |block: &&str| {
        let plain = file[..at].rfind(&format!("<{block}>"));
        plain.max(file[..at].rfind(&format!("<{block} "))).map(|from| (from, (*block).to_owned()))
    };
    let (from, block) = BLOCKS.iter().filter_map(opens).max()?;
    let rest = &file[from..];
    Some(without_tags(&rest[..rest.find(&format!("</{block}>"))?]))
}
