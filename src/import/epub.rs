//! An e-book: each chapter a text (EPUB 3.3; 2.0 alike).

use super::archive::{join, text, unpacked, xml};
use super::facts::{Facts, edtf};
use super::page::Leaf;
use super::{Imported, Incoming, Remark, RemarkKind, Resources, stem};
use crate::diagnostic::Files;
use crate::id::slug;
use crate::metadata::Language;

/// Fewer words make no chapter: a cover, a half title.
const LEAST: usize = 25;

#[allow(clippy::too_many_lines, reason = "one walk along the spine")]
pub(super) fn import(file: &Incoming<'_>, files: &mut Files) -> Result<Vec<Imported>, String> {
    let unpacked = unpacked(file.bytes)?;
    if unpacked.contains_key("META-INF/encryption.xml") && unpacked.contains_key("META-INF/rights.xml") {
        return Err("it is locked (DRM)".to_owned());
    }
    let container = text(&unpacked, "META-INF/container.xml")?;
    let container = xml(&container, "META-INF/container.xml")?;
    let package = container
        .descendants()
        .find_map(|node| node.attribute("full-path"))
        .ok_or("its container names no package")?
        .to_owned();
    let opf = text(&unpacked, &package)?;
    let opf = xml(&opf, &package)?;
    let facts = facts(&opf);
    let items: Vec<(&str, String, &str)> = opf
        .descendants()
        .filter(|node| node.tag_name().name() == "item")
        .filter_map(|node| {
            Some((
                node.attribute("id")?,
                join(&package, node.attribute("href")?),
                node.attribute("properties").unwrap_or_default(),
            ))
        })
        .collect();
    let spine =
        opf.descendants().filter(|node| node.tag_name().name() == "itemref" && node.attribute("linear") != Some("no"));
    let book = slug(&stem(file.path));
    let mut made: Vec<Imported> = Vec::new();
    let mut short: Vec<(String, Imported)> = Vec::new();
    let mut skipped = Vec::new();
    for reference in spine {
        let Some((_, path, properties)) = items.iter().find(|(id, ..)| Some(*id) == reference.attribute("idref"))
        else {
            continue;
        };
        if properties.split(' ').any(|property| property == "nav") {
            continue;
        }
        let Ok(page) = text(&unpacked, path) else {
            skipped.push(format!("`{path}` is not in the book"));
            continue;
        };
        let resources = relative(&unpacked, path);
        let number = made.len() + 1;
        let chapter = format!("{book}-{number:02}-{}", stem(std::path::Path::new(path)));
        // The chapter's own title, not the book's.
        let known = Facts { title: heading(&page), site: facts.title.clone(), ..facts.clone() };
        let leaf = Leaf {
            stem: &chapter,
            text: &page,
            whole: true,
            path: None,
            known,
            resources: &resources,
            beside: &|_| None,
            report: Vec::new(),
        };
        let one = leaf.import(files);
        if one.words < LEAST {
            short.push((format!("`{path}`, {} words", one.words), one));
        } else {
            made.push(one);
        }
    }
    // A book of short chapters has no others.
    if made.is_empty() {
        made.extend(short.into_iter().map(|(_, one)| one));
    } else {
        skipped.extend(short.into_iter().map(|(told, _)| told));
    }
    if let Some(first) = made.first_mut() {
        first
            .report
            .extend(skipped.into_iter().map(|what| Remark::new(RemarkKind::Dropped, format!("of the book: {what}"))));
    }
    Ok(made)
}

/// The first heading of a chapter.
fn heading(page: &str) -> Option<String> {
    let page = crate::source::html::Page::of(page);
    let found = page.elements().find(|one| matches!(one.name(), "h1" | "h2" | "h3")).map(|one| one.words());
    found.filter(|words| !words.is_empty())
}

/// The book's files by the names that a chapter calls them by.
fn relative(files: &Resources, chapter: &str) -> Resources {
    let folder = chapter.rsplit_once('/').map_or("", |(folder, _)| folder);
    let depth = folder.split('/').filter(|part| !part.is_empty()).count();
    let pictures = files.iter().filter(|(name, _)| !name.ends_with("html"));
    let mut named = Resources::new();
    for (name, bytes) in pictures.filter(|(_, bytes)| crate::images::begins_as_picture(bytes)) {
        if let Some(inner) = name.strip_prefix(folder).filter(|_| !folder.is_empty()) {
            named.insert(inner.trim_start_matches('/').to_owned(), bytes.clone());
        }
        for up in 0..=depth {
            let above: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).take(depth - up).collect();
            let above = above.join("/");
            let rest = if above.is_empty() {
                Some(name.as_str())
            } else {
                name.strip_prefix(&above).and_then(|rest| rest.strip_prefix('/'))
            };
            named.extend(rest.map(|rest| (format!("{}{rest}", "../".repeat(up)), bytes.clone())));
        }
    }
    named
}

fn facts(opf: &roxmltree::Document<'_>) -> Facts {
    let all = |name: &'static str| {
        let found = opf.descendants().filter(move |node| {
            node.tag_name().name() == name && node.tag_name().namespace().is_some_and(|ns| ns.contains("purl.org/dc"))
        });
        found
            .filter_map(|node| node.text())
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|text| !text.is_empty())
    };
    Facts {
        title: all("title").next(),
        authors: all("creator").collect(),
        date: all("date").find_map(|date| edtf(&date)),
        language: all("language").find_map(|tag| Language::parse(&tag)),
        ..Facts::default()
    }
}
