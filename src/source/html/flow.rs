//! Blocks and inlines of a page's text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::inlines::{Composer, Frame};
use super::super::offsets::Offsets;
use super::lines;
use super::notes::{Notes, fragment};
use super::story::{Story, class_words};
use super::token;
use super::tree::{NodeId, Tree, What, is_inline};
use super::{Change, Wanted};
use crate::diagnostic::{FileId, Span};
use crate::document::{
    Block, Document, Figure, Inline, Inlines, List, ListKind, Located, Note, NoteId, Picture, Run, Style, Target, Voice,
};
use crate::id::slug;
use crate::metadata::Language;

/// How deep blocks may nest, as in Markdown.
const DEEPEST: usize = 30;

/// What became of a page, by kind.
pub(super) type Changes = BTreeMap<Change, (usize, Range<usize>)>;

/// Reads the text of a page.
pub(super) fn read(
    tree: &Tree<'_>,
    story: &Story,
    notes: Notes,
    file: FileId,
    wanted: Wanted<'_>,
) -> (Document, Changes) {
    let offsets = Offsets::of_file(file);
    let bodies = notes.bodies.clone();
    let raw = notes.raw.clone();
    let mut flow = Flow {
        tree,
        story,
        headings: heading_ids(tree, story, &notes),
        notes,
        offsets: &offsets,
        wanted,
        language: page_language(tree, story).or_else(|| wanted.language.cloned()),
        around: Vec::new(),
        leaf: None,
        heading: None,
        breaks: 0,
        stack: Vec::new(),
        changes: Changes::new(),
    };
    if let Some(at) = tree.too_deep {
        flow.change(Change::TooDeep, at..at);
    }
    let blocks = flow.inside(|flow| flow.children(story.root));
    let mut read_notes = Vec::new();
    for ((mark, nodes), raw) in bodies.into_iter().zip(raw) {
        let body = flow.inside(|flow| nodes.iter().for_each(|node| flow.content(*node)));
        let mut body = flow.finished(body);
        lines::strip_mark(&mut body, &raw);
        let at = nodes.first().map_or(0..0, |node| tree.nodes[*node].range.clone());
        let span = Span::new(file, at.start..at.start);
        if body.is_empty() {
            let empty = Run { text: "—".to_owned(), origin: crate::document::Origin::Source(span) };
            body.push(Located::new(Block::Paragraph(vec![Inline::Text(empty)]), span, 1));
        }
        lines::number(&mut body, &mut 0);
        read_notes.push(Note { voice: Voice::Author, mark, language: None, signature: None, body, span });
    }
    let mut blocks = flow.finished(blocks);
    lines::raise_headings(&mut blocks);
    lines::number(&mut blocks, &mut 0);
    (Document { file, front_matter: None, blocks, notes: read_notes }, flow.changes)
}

/// The language that the text's element, or one around it, is in.
fn page_language(tree: &Tree<'_>, story: &Story) -> Option<Language> {
    std::iter::once(story.root).chain(tree.above(story.root)).find_map(|node| language_of(tree, node))
}

fn language_of(tree: &Tree<'_>, node: NodeId) -> Option<Language> {
    let said = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"))?;
    Language::parse(&said.replace('_', "-"))
}

/// The id that each wanted place has as a heading.
fn heading_ids(tree: &Tree<'_>, story: &Story, notes: &Notes) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for node in tree.below(story.root).filter(|node| heading_level(tree.name(*node)).is_some()) {
        if story.is_out(tree, node) || notes.out.contains(&node) {
            continue;
        }
        let parent = tree.nodes[node].parent;
        let first =
            tree.nodes[parent].children.iter().find(|child| matches!(tree.nodes[**child].what, What::Element(..)));
        let parent = (first == Some(&node) && parent != story.root).then_some(parent);
        let named = |inner: NodeId| [tree.attribute(inner, "id"), tree.attribute(inner, "name")];
        let own: Vec<&str> = tree.below(node).chain(parent).flat_map(named).flatten().collect();
        let wanted: Vec<&str> = own.into_iter().filter(|id| notes.wanted.contains(*id)).collect();
        if let Some(first) = wanted.first() {
            let id = slug(first);
            for name in wanted {
                ids.entry(name.to_owned()).or_insert_with(|| id.clone());
            }
        }
    }
    ids
}

pub(super) fn heading_level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.as_bytes();
    matches!(digit, [b'1'..=b'6']).then(|| digit[0] - b'0')
}

/// A leaf that is open.
struct Leaf<'a> {
    composer: Composer<'a>,
    range: Range<usize>,
}

pub(super) struct Flow<'a, 't> {
    pub(super) tree: &'a Tree<'t>,
    pub(super) story: &'a Story,
    notes: Notes,
    /// What places that are linked to are called as headings.
    headings: BTreeMap<String, String>,
    pub(super) offsets: &'a Offsets,
    wanted: Wanted<'a>,
    /// The language of what is around.
    language: Option<Language>,
    /// Markup that is open around the words: every leaf begins with it.
    around: Vec<Frame>,
    leaf: Option<Leaf<'a>>,
    /// The level and id of the heading that is open.
    heading: Option<(u8, Option<String>)>,
    /// So many line ends wait for words.
    breaks: usize,
    /// The blocks of every container that is open.
    stack: Vec<Vec<Located<Block>>>,
    changes: Changes,
}

impl Flow<'_, '_> {
    pub(super) fn change(&mut self, change: Change, range: Range<usize>) {
        self.changes.entry(change).or_insert((0, range)).0 += 1;
    }

    /// The blocks that `fill` makes.
    pub(super) fn inside(&mut self, fill: impl FnOnce(&mut Self)) -> Vec<Located<Block>> {
        self.close_leaf();
        let heading = self.heading.take();
        self.stack.push(Vec::new());
        fill(self);
        self.close_leaf();
        self.heading = heading;
        self.stack.pop().unwrap_or_default()
    }

    /// Blocks with what can be told only when all are there.
    pub(super) fn finished(&mut self, blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
        let (blocks, guessed) = lines::finished(blocks);
        for range in guessed {
            self.change(Change::GuessedVerse, range);
        }
        blocks
    }

    pub(super) fn push(&mut self, block: Block, range: Range<usize>) {
        let span = self.offsets.span(range);
        if let Some(blocks) = self.stack.last_mut() {
            blocks.push(Located::new(block, span, 0));
        }
    }

    pub(super) fn children(&mut self, node: NodeId) {
        for child in &self.tree.nodes[node].children {
            self.node(*child);
        }
    }

    fn node(&mut self, node: NodeId) {
        if self.story.fates[node].is_none() && !self.notes.out.contains(&node) {
            self.content(node);
        }
    }

    /// A node, also where it is a note's.
    fn content(&mut self, node: NodeId) {
        let range = self.tree.nodes[node].range.clone();
        match &self.tree.nodes[node].what {
            What::Text => {
                let text = self.tree.text;
                token::pieces(&text[range.clone()], range.start, &mut |words, at| self.words(words, at));
            }
            What::Raw => self.words(&self.tree.text[range.clone()], range),
            What::Element(name, _) => self.element(node, name, range),
            What::Root => self.children(node),
            What::Comment => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let blank = words.bytes().all(|b| b.is_ascii_whitespace());
        if blank && (self.leaf.is_none() || self.breaks > 0) {
            return;
        }
        self.open_leaf(range.start);
        if let Some(leaf) = &mut self.leaf {
            leaf.range.end = range.end;
            leaf.composer.text(words, range);
        }
    }

    /// The leaf that words at `at` go into; line ends that waited are settled.
    fn open_leaf(&mut self, at: usize) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks > 1 && self.heading.is_none() {
            self.close_leaf();
        } else if let Some(leaf) = self.leaf.as_mut().filter(|_| breaks > 0) {
            leaf.composer.line_break();
        }
        if self.leaf.is_none() {
            let mut composer = Composer::new(self.offsets, false);
            self.around.iter().for_each(|frame| composer.open(frame.clone(), None));
            self.leaf = Some(Leaf { composer, range: at..at });
        }
    }

    fn put(&mut self, inline: Inline, range: &Range<usize>) {
        self.open_leaf(range.start);
        if let Some(leaf) = &mut self.leaf {
            leaf.range.end = leaf.range.end.max(range.end);
            leaf.composer.push(inline);
        }
    }

    /// Puts a character that the page does not have in so many bytes.
    fn put_sign(&mut self, sign: &str, at: usize) {
        let origin = crate::document::Origin::Source(self.offsets.span(at..at));
        self.put(Inline::Text(Run { text: sign.to_owned(), origin }), &(at..at));
    }

    pub(super) fn close_leaf(&mut self) {
        self.breaks = 0;
        let Some(leaf) = self.leaf.take() else { return };
        if leaf.composer.too_deep {
            self.change(Change::TooDeep, leaf.range.clone());
        }
        let content = lines::tidied(leaf.composer.finish().0);
        if lines::is_blank(&content) {
            return;
        }
        if let Some((level, id)) = self.heading.clone() {
            self.push(Block::Heading { level, content, id, classes: Vec::new() }, leaf.range);
        } else if content.iter().all(|inline| matches!(inline, Inline::Picture(_)) || lines::is_space(inline)) {
            for inline in content {
                if let Inline::Picture(picture) = inline {
                    let range = picture.span.range();
                    self.push(Block::Figure(Figure { picture, caption: Inlines::new() }), range);
                }
            }
        } else if lines::is_ornament(&content) {
            self.push(Block::SectionBreak, leaf.range);
        } else {
            self.push(Block::Paragraph(content), leaf.range);
        }
    }

    fn element(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        if let Some(note) = self.notes.calls.get(&node) {
            let id = NoteId(u32::try_from(*note).unwrap_or(u32::MAX));
            self.put(Inline::NoteCall(id), &range);
            return;
        }
        if self.notes.back.contains(&node) {
            return;
        }
        match name {
            "br" => self.breaks += usize::from(self.leaf.is_some()),
            "hr" => {
                self.close_leaf();
                self.push(Block::SectionBreak, range);
            }
            "img" | "image" => self.picture(node, &range),
            "wbr" | "annotation" | "annotation-xml" | "rp" => {}
            "rt" => {
                self.change(Change::Ruby, range.clone());
                self.put_sign("(", range.start);
                self.children(node);
                self.put_sign(")", range.end);
            }
            "q" => {
                self.put_sign("“", range.start);
                self.children(node);
                self.put_sign("”", range.end);
            }
            "sup" | "span" | "small" if self.only_calls(node) => {
                let calls: Vec<NodeId> =
                    self.tree.below(node).filter(|inner| self.notes.calls.contains_key(inner)).collect();
                for call in calls {
                    self.content(call);
                }
            }
            name if is_inline(name)
                || matches!(name, "picture" | "math" | "semantics" | "mrow" | "mi" | "mn" | "mo") =>
            {
                self.inline(node, name, &range);
            }
            name => {
                self.close_leaf();
                let (around, language) = (self.around.len(), self.language.clone());
                self.enter_language(node);
                self.block(node, name, range);
                self.close_leaf();
                self.around.truncate(around);
                self.language = language;
            }
        }
    }

    /// Whether an element holds nothing but calls of notes and what stands between them.
    fn only_calls(&self, node: NodeId) -> bool {
        let mut at = node + 1;
        let mut any = false;
        while at < self.tree.end(node) {
            if self.notes.calls.contains_key(&at) {
                any = true;
                at = self.tree.end(at);
                continue;
            }
            let range = self.tree.nodes[at].range.clone();
            let text = matches!(self.tree.nodes[at].what, What::Text);
            if text
                && self.tree.text[range]
                    .chars()
                    .any(|c| !matches!(c, '[' | ']' | '(' | ')' | ',' | ' ' | '\n' | '\u{A0}'))
            {
                return false;
            }
            at += 1;
        }
        any
    }

    /// Words from here on are in the language that the element says, if it is another one.
    fn enter_language(&mut self, node: NodeId) {
        let Some(said) = language_of(self.tree, node) else { return };
        let same = self.language.as_ref().is_some_and(|around| {
            around.primary() == said.primary()
                && (around.as_str().len() <= 2 || said.as_str().len() <= 2 || *around == said)
        });
        if !same {
            self.around.push(Frame::Foreign(said.clone()));
            self.language = Some(said);
        }
    }

    fn inline(&mut self, node: NodeId, name: &str, range: &Range<usize>) {
        let (before, language) = (self.around.len(), self.language.clone());
        if let Some(style) = self.style(node, name, range)
            && !self
                .around
                .iter()
                .any(|frame| matches!(frame, Frame::Style(known) if *known == style || *known == Style::Code))
        {
            self.around.push(Frame::Style(style));
        }
        if name == "a" {
            self.link(node, range);
        }
        self.enter_language(node);
        if let Some(leaf) = &mut self.leaf
            && self.around.len() > before
        {
            // A line's end that waits stands before what opens here.
            let breaks = std::mem::take(&mut self.breaks);
            if breaks == 1 {
                leaf.composer.line_break();
            }
            if breaks > 1 {
                let frames = self.around.split_off(before);
                self.close_leaf();
                self.around.extend(frames);
            }
        }
        if let Some(leaf) = &mut self.leaf {
            self.around[before..].iter().for_each(|frame| leaf.composer.open(frame.clone(), None));
        }
        self.children(node);
        while self.around.len() > before {
            self.around.pop();
            if let Some(leaf) = &mut self.leaf {
                leaf.composer.close();
            }
        }
        self.language = language;
    }

    fn style(&mut self, node: NodeId, name: &str, range: &Range<usize>) -> Option<Style> {
        let says = |words: &[&str]| {
            let style = self.tree.attribute(node, "style").unwrap_or_default().to_lowercase().replace(' ', "");
            words.iter().any(|word| style.contains(word))
        };
        Some(match name {
            "em" | "i" | "cite" | "dfn" | "var" => Style::Emphasis,
            "strong" | "b" => Style::Strong,
            "s" | "strike" | "del" => Style::Struck,
            "sub" => Style::Subscript,
            "sup" => Style::Superscript,
            "code" | "kbd" | "samp" | "tt" => Style::Code,
            "u" => {
                self.change(Change::Underline, range.clone());
                return None;
            }
            "span" | "font" => {
                let class = self.tree.attribute(node, "class").unwrap_or_default();
                let small = ["smallcaps", "small-caps", "smcap"].iter().any(|word| class.contains(word));
                if small || says(&["font-variant:small-caps"]) {
                    Style::SmallCaps
                } else if says(&["font-style:italic"]) {
                    Style::Emphasis
                } else if says(&["font-weight:bold", "font-weight:700"]) {
                    Style::Strong
                } else {
                    return None;
                }
            }
            _ => return None,
        })
    }

    fn link(&mut self, node: NodeId, range: &Range<usize>) {
        let Some(href) = self.tree.attribute(node, "href") else { return };
        let inside = self.around.iter().any(|frame| matches!(frame, Frame::Link(..)));
        // A picture that leads to a larger one is a picture.
        if inside || self.tree.words(node).is_empty() {
            return;
        }
        let target = match fragment(href, self.wanted.base) {
            Some(name) => self.headings.get(name).cloned().map(Target::Heading),
            None => lines::address(href, self.wanted.base).map(Target::Url),
        };
        match target {
            Some(target) => self.around.push(Frame::Link(target, self.offsets.span(range.clone()))),
            None => self.change(Change::LostLink, range.clone()),
        }
    }

    /// Where a picture's file is: many pages put it where only their scripts look.
    fn picture_of(&self, node: NodeId) -> Option<Picture> {
        let get = |key| self.tree.attribute(node, key).map(str::trim).filter(|value| !value.is_empty());
        let tiny = |key| get(key).is_some_and(|value| matches!(value, "0" | "1" | "2" | "1px"));
        if tiny("width") || tiny("height") {
            return None;
        }
        let own = get("src")
            .or_else(|| get("xlink:href"))
            .filter(|src| !src.starts_with("data:image/gif") && !src.starts_with("data:image/svg"));
        let lazy = ["data-src", "data-lazy-src", "data-original"].iter().find_map(|key| get(key));
        let set = get("srcset").or_else(|| get("data-srcset"));
        let key = own.or(lazy).or_else(|| set.and_then(|set| set.split([' ', ',']).find(|part| !part.is_empty())))?;
        let span = self.offsets.span(self.tree.nodes[node].range.clone());
        let alt: Vec<&str> = get("alt").unwrap_or_default().split_whitespace().collect();
        Some(Picture { key: key.to_owned(), alt: alt.join(" "), span })
    }

    fn picture(&mut self, node: NodeId, range: &Range<usize>) {
        if let Some(picture) = self.picture_of(node) {
            self.put(Inline::Picture(picture), range);
        }
    }

    fn block(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        if self.stack.len() > DEEPEST && !matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.change(Change::TooDeep, range);
            self.children(node);
            return;
        }
        if !matches!(name, "article" | "main" | "body" | "table" | "figure")
            && class_words(self.tree, node).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "poem" | "poetry" | "verse" | "verses" | "lyrics" | "stanza" | "strophe" | "gedicht"
                )
            })
            && self.verse(node, &range)
        {
            return;
        }
        match name {
            name if heading_level(name).is_some() => self.heading(node, name),
            "blockquote" => {
                let inner = self.inside(|flow| flow.children(node));
                if !inner.is_empty() {
                    self.push(Block::Quotation(inner), range);
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, name, range),
            "dl" => self.definitions(node, range),
            "pre" | "xmp" | "listing" => self.listing(node, range),
            "table" => self.table(node, range),
            "figure" => self.figure(node),
            "div" | "p" | "center" if self.is_captioned(node) => self.figure(node),
            _ => self.children(node),
        }
    }

    fn heading(&mut self, node: NodeId, name: &str) {
        let Some(level) = heading_level(name) else { return };
        let ids = self
            .tree
            .below(node)
            .flat_map(|inner| [self.tree.attribute(inner, "id"), self.tree.attribute(inner, "name")]);
        let parent = self.tree.attribute(self.tree.nodes[node].parent, "id");
        let id = ids.flatten().chain(parent).find_map(|id| self.headings.get(id)).cloned();
        let outer = self.heading.replace((level, id));
        self.children(node);
        self.close_leaf();
        self.heading = outer;
    }

    fn list(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        let first = self.tree.attribute(node, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let kind = if name == "ol" { ListKind::Numbered(first) } else { ListKind::Bulleted };
        let mut items: Vec<Vec<Located<Block>>> = Vec::new();
        for child in &self.tree.nodes[node].children {
            let inner = self.inside(|flow| flow.node(*child));
            let inner = self.finished(inner);
            if inner.is_empty() {
                continue;
            }
            // A list right in a list belongs to the item before it.
            match items.last_mut().filter(|_| self.tree.name(*child) != "li") {
                Some(item) => item.extend(inner),
                None => items.push(inner),
            }
        }
        self.push_list(kind, items, range);
    }

    fn push_list(&mut self, kind: ListKind, mut items: Vec<Vec<Located<Block>>>, range: Range<usize>) {
        // Markdown has no picture with a caption that is all of a list; nor has a book.
        if let [item] = items.as_mut_slice()
            && matches!(item.as_slice(), [Located { node: Block::Figure(_), .. }])
        {
            let figure = item.remove(0);
            self.push_again(figure);
        } else if !items.is_empty() {
            let tight = lines::is_tight(&items);
            self.push(Block::List(List { kind, tight, items }), range);
        }
    }

    /// Terms and what they mean: an item each, the term strong.
    fn definitions(&mut self, node: NodeId, range: Range<usize>) {
        let mut items: Vec<Vec<Located<Block>>> = Vec::new();
        let mut terms = 0;
        // Terms may be grouped in `div`s.
        let tree = self.tree;
        let parts: Vec<NodeId> = tree.nodes[node]
            .children
            .iter()
            .flat_map(
                |child| if tree.name(*child) == "div" { tree.nodes[*child].children.clone() } else { vec![*child] },
            )
            .collect();
        for part in parts {
            let term = tree.name(part) == "dt";
            if term {
                self.around.push(Frame::Style(Style::Strong));
            }
            let inner = self.inside(|flow| flow.node(part));
            if term {
                self.around.pop();
            }
            if inner.is_empty() {
                continue;
            }
            terms += usize::from(term);
            match items.last_mut().filter(|_| !term) {
                Some(item) => item.extend(inner),
                None => items.push(inner),
            }
        }
        if terms == 0 {
            // Old pages set in with these.
            items.into_iter().flatten().for_each(|block| self.push_again(block));
            return;
        }
        self.change(Change::Definitions, range.clone());
        self.push_list(ListKind::Bulleted, items, range);
    }

    pub(super) fn push_again(&mut self, block: Located<Block>) {
        if let Some(blocks) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    fn listing(&mut self, node: NodeId, range: Range<usize>) {
        let text = self.literal(node);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
        let text = text.trim_start_matches('\n');
        if text.trim().is_empty() {
            self.children(node);
            return;
        }
        let class = |node| self.tree.attribute(node, "class").unwrap_or_default();
        let inner = self.tree.below(node).find(|inner| self.tree.name(*inner) == "code");
        let language = [Some(node), inner].into_iter().flatten().flat_map(|node| class(node).split_whitespace());
        let language =
            language.filter_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")));
        let mut language = language.map(|name| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
        let language = language.rfind(|name| !name.is_empty());
        if inner.is_none()
            && let Some(paragraphs) = lines::wrapped(text)
        {
            // Prose that was typed with line ends.
            for words in paragraphs {
                let origin = crate::document::Origin::Source(self.offsets.span(range.clone()));
                self.push(Block::Paragraph(vec![Inline::Text(Run { text: words, origin })]), range.clone());
            }
            return;
        }
        let text = text.replace('\t', "    ").lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let origin = crate::document::Origin::Source(self.offsets.span(range.clone()));
        self.push(Block::Listing { language, text: Run { text, origin }, places: Vec::new() }, range);
    }

    /// The text of a node with every space.
    pub(super) fn literal(&self, node: NodeId) -> String {
        let mut text = String::new();
        for inner in self.tree.below(node) {
            let range = self.tree.nodes[inner].range.clone();
            match &self.tree.nodes[inner].what {
                What::Text => text += &token::decoded(&self.tree.text[range]),
                What::Raw => text += &self.tree.text[range],
                What::Element(name, _) if name == "br" => text.push('\n'),
                _ => {}
            }
        }
        text
    }

    /// Whether a division holds one picture and a few words that are its caption.
    fn is_captioned(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let says = class_words(tree, node).iter().any(|word| {
            matches!(
                word.as_str(),
                "caption"
                    | "thumb"
                    | "thumbinner"
                    | "figure"
                    | "wpcaption"
                    | "photo"
                    | "picture"
                    | "illustration"
                    | "imagebox"
            )
        });
        says && {
            let inner = || tree.below(node).skip(1);
            inner().filter(|inner| tree.name(*inner) == "img").count() == 1
                && !inner().any(|inner| heading_level(tree.name(inner)).is_some() || tree.name(inner) == "figure")
                && tree.words(node).chars().count() < 500
        }
    }

    /// A picture with its caption; a figure of something else is what it holds.
    fn figure(&mut self, node: NodeId) {
        let tree = self.tree;
        let pictures: Vec<Picture> = tree
            .below(node)
            .filter(|inner| matches!(tree.name(*inner), "img" | "image"))
            .filter_map(|inner| self.picture_of(inner))
            .collect();
        if pictures.is_empty()
            || tree.below(node).any(|inner| matches!(tree.name(inner), "table" | "pre" | "blockquote"))
        {
            self.children(node);
            return;
        }
        let words = self.inside(|flow| flow.children(node));
        let caption = without_pictures(lines::joined(words));
        let (calls, mut caption): (Inlines, Inlines) =
            lines::trimmed(caption).into_iter().partition(|inline| matches!(inline, Inline::NoteCall(_)));
        caption.extend(calls);
        let last = pictures.len() - 1;
        for (at, picture) in pictures.into_iter().enumerate() {
            let range = picture.span.range();
            let caption = if at == last { std::mem::take(&mut caption) } else { Inlines::new() };
            self.push(Block::Figure(Figure { picture, caption }), range);
        }
    }
}

/// Words without the pictures among them, one space where two are left.
fn without_pictures(words: Inlines) -> Inlines {
    let mut kept = Inlines::with_capacity(words.len());
    for mut inline in words.into_iter().filter(|inline| !matches!(inline, Inline::Picture(_))) {
        let spaced = matches!(kept.last(), Some(Inline::Text(run)) if run.text.ends_with(' '));
        if let Inline::Text(run) = &mut inline
            && spaced
        {
            *run = run.part(run.text.len() - run.text.trim_start_matches(' ').len()..run.text.len());
        }
        kept.push(inline);
    }
    kept
}
