//! The parts of a document of Word and what leads from one to another (ECMA-376-2, Open Packaging Conventions).

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use super::super::Resources;
use super::super::archive::{join, text, value, xml};

/// Word's numbering has nine levels (ECMA-376-1, 17.9.6).
pub(super) const LAST_LEVEL: usize = 8;

/// What a part leads to, by the ids its marks use.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The part whose relations they are.
    part: String,
    /// The kind's last word, and the target as it is written.
    all: BTreeMap<String, (String, String)>,
}

impl Relations {
    /// Those of `part`: of `word/document.xml` they stand in `word/_rels/document.xml.rels`.
    pub(super) fn of(files: &Resources, part: &str) -> Self {
        let name = part
            .rsplit_once('/')
            .map_or_else(|| format!("_rels/{part}.rels"), |(folder, name)| format!("{folder}/_rels/{name}.rels"));
        let mut all = BTreeMap::new();
        if let Ok(text) = text(files, &name)
            && let Ok(tree) = xml(&text, &name)
        {
            for node in tree.descendants() {
                if let (Some(id), Some(target)) = (node.attribute("Id"), node.attribute("Target")) {
                    let kind = node.attribute("Type").and_then(|kind| kind.rsplit('/').next()).unwrap_or_default();
                    all.insert(id.to_owned(), (kind.to_owned(), target.to_owned()));
                }
            }
        }
        Self { part: part.to_owned(), all }
    }

    /// Where `id` leads, as it is written there.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.all.get(id).map(|(_, target)| target.as_str())
    }

    /// The path of what `id` leads to; an address outside stays as it is.
    pub(super) fn path(&self, id: &str) -> Option<String> {
        let target = self.target(id)?;
        Some(if target.contains("://") { target.to_owned() } else { join(&self.part, target) })
    }

    /// The parts of a kind: "footnotes", "header".
    pub(super) fn parts<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = String> + 'a {
        self.all.values().filter(move |(one, _)| one == kind).map(|(_, target)| join(&self.part, target))
    }

    /// The part of a kind; where nothing leads to it, the one that Word would have written.
    pub(super) fn part(&self, kind: &str) -> String {
        self.parts(kind).next().unwrap_or_else(|| format!("word/{kind}.xml"))
    }
}

/// The part that holds the text: Word calls it `word/document.xml`, others need not.
pub(super) fn main_part(files: &Resources) -> String {
    Relations::of(files, "").parts("officeDocument").next().unwrap_or_else(|| "word/document.xml".to_owned())
}

/// The first child of that name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The `val` of a child: "Quote" of `<w:pStyle w:val="Quote"/>` for `pStyle`.
pub(super) fn said<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|child| value(child, "val"))
}

/// The one of several ways to say a thing that is read (ECMA-376-3, 10.2): the first choice, which is the newer way.
pub(super) fn chosen<'a, 'i>(alternatives: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    child(alternatives, "Choice").or_else(|| child(alternatives, "Fallback"))
}

/// What in `node` has one of these names and stands in no other of them, in order.
pub(super) fn outermost<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Vec<Node<'a, 'i>> {
    let mut found = Vec::new();
    let mut waiting = vec![node];
    while let Some(at) = waiting.pop() {
        let name = at.tag_name().name();
        if at != node && names.contains(&name) {
            found.push(at);
        } else if name == "AlternateContent" {
            waiting.extend(chosen(at));
        } else if !matches!(name, "del" | "moveFrom") {
            waiting.extend(at.children().rev().filter(Node::is_element));
        }
    }
    found
}

/// Where letters stand (ECMA-376-1, 17.3.2.42).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Height {
    Line,
    Raised,
    Lowered,
}

/// How runs look; what is not said is what the style says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) struck: Option<bool>,
    pub(super) small_capitals: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) height: Option<Height>,
}

impl Face {
    /// What the properties of a run or style say (ECMA-376-1, 17.3.2).
    pub(super) fn of(properties: Node<'_, '_>) -> Self {
        let on = |name: &str| {
            child(properties, name).map(|p| !matches!(value(p, "val"), Some("0" | "false" | "off" | "none")))
        };
        let height = said(properties, "vertAlign").map(|height| match height {
            "superscript" => Height::Raised,
            "subscript" => Height::Lowered,
            _ => Height::Line,
        });
        Self {
            bold: on("b"),
            italic: on("i"),
            struck: on("strike").or_else(|| on("dstrike")),
            small_capitals: on("smallCaps"),
            hidden: on("vanish"),
            height,
        }
    }

    /// This, and what it does not say from `style`.
    pub(super) fn or(self, style: Self) -> Self {
        Self {
            bold: self.bold.or(style.bold),
            italic: self.italic.or(style.italic),
            struck: self.struck.or(style.struck),
            small_capitals: self.small_capitals.or(style.small_capitals),
            hidden: self.hidden.or(style.hidden),
            height: self.height.or(style.height),
        }
    }
}

/// What styles do.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// What they are called, in lower case, by their ids.
    names: BTreeMap<String, String>,
    /// The lists that styles put paragraphs in.
    lists: BTreeMap<String, (String, usize)>,
    /// The faces of the styles of characters.
    faces: BTreeMap<String, Face>,
}

impl Styles {
    /// Those of a file. A file without any has none.
    pub(super) fn of(files: &Resources, part: &str) -> Self {
        let Ok(text) = text(files, part) else { return Self::default() };
        let Ok(tree) = xml(&text, part) else { return Self::default() };
        let mut styles = Self { lists: lists(&tree), ..Self::default() };
        for style in tree.descendants().filter(|node| node.tag_name().name() == "style") {
            let Some(id) = value(style, "styleId") else { continue };
            if let Some(name) = said(style, "name") {
                styles.names.insert(id.to_owned(), name.to_lowercase());
            }
            if value(style, "type") == Some("character")
                && let Some(properties) = child(style, "rPr")
            {
                styles.faces.insert(id.to_owned(), Face::of(properties));
            }
        }
        styles
    }

    /// What a style is called; its id where no name is given.
    pub(super) fn name(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_lowercase())
    }

    /// The list and level of a style's paragraphs.
    pub(super) fn list(&self, id: &str) -> Option<&(String, usize)> {
        self.lists.get(id)
    }

    /// The face of a style of characters. Two are known by their names: each program draws them as it likes.
    pub(super) fn face(&self, id: &str) -> Face {
        let name = self.name(id);
        let known = Face {
            italic: name.contains("emphasis").then_some(true),
            bold: (name == "strong").then_some(true),
            ..Face::default()
        };
        self.faces.get(id).copied().unwrap_or_default().or(known)
    }
}

/// The list and level that properties of a paragraph or style put it in.
pub(super) fn listing(properties: Node<'_, '_>) -> Option<(String, Option<usize>)> {
    let list = child(properties, "numPr")?;
    let level = said(list, "ilvl").and_then(|level| level.parse().ok());
    Some((said(list, "numId").unwrap_or_default().to_owned(), level))
}

/// The lists of styles, those of the styles they are based on included; "list bullet" is one without a number too.
fn lists(tree: &Document<'_>) -> BTreeMap<String, (String, usize)> {
    let mut own = BTreeMap::new();
    for style in tree.descendants().filter(|node| node.tag_name().name() == "style") {
        let Some(id) = value(style, "styleId") else { continue };
        own.insert(id, (child(style, "pPr").and_then(listing), said(style, "basedOn")));
    }
    let mut listed = BTreeMap::new();
    for id in own.keys() {
        let (mut at, mut level) = (Some(*id), None);
        // Styles that are based on each other in a ring end nowhere.
        for _ in 0..20 {
            let Some((list, based)) = at.and_then(|at| own.get(at)) else { break };
            if let Some((list, own_level)) = list {
                level = level.or(*own_level);
                if !list.is_empty() {
                    listed.insert((*id).to_owned(), (list.clone(), level.unwrap_or(0).min(LAST_LEVEL)));
                    break;
                }
            }
            at = *based;
        }
    }
    listed
}

/// Which levels of which lists are counted (ECMA-376-1, 17.9); the others have bullets or nothing.
pub(super) fn counted(files: &Resources, part: &str) -> BTreeSet<(String, usize)> {
    let Ok(text) = text(files, part) else { return BTreeSet::new() };
    let Ok(tree) = xml(&text, part) else { return BTreeSet::new() };
    let levels = |node: Node<'_, '_>| -> BTreeMap<usize, bool> {
        let levels = node.children().filter(|node| node.tag_name().name() == "lvl");
        let told = levels.filter_map(|level| {
            let format = said(level, "numFmt").unwrap_or("decimal");
            Some((value(level, "ilvl")?.parse().ok()?, !matches!(format, "bullet" | "none")))
        });
        told.collect()
    };
    let elements = || tree.root_element().children().filter(Node::is_element);
    let kinds: BTreeMap<&str, BTreeMap<usize, bool>> = elements()
        .filter(|node| node.tag_name().name() == "abstractNum")
        .filter_map(|node| Some((value(node, "abstractNumId")?, levels(node))))
        .collect();
    let mut counted = BTreeSet::new();
    for number in elements().filter(|node| node.tag_name().name() == "num") {
        let Some(id) = value(number, "numId") else { continue };
        let mut own = said(number, "abstractNumId").and_then(|kind| kinds.get(kind)).cloned().unwrap_or_default();
        for other in number.children().filter(|node| node.tag_name().name() == "lvlOverride") {
            own.extend(levels(other));
        }
        counted.extend(own.into_iter().filter(|(_, counts)| *counts).map(|(level, _)| (id.to_owned(), level)));
    }
    counted
}
