//! A page, as a text with front matter.

use super::facts::{self, Facts, Licence};
use super::{Imported, Incoming, Remark, RemarkKind, Resources, front, id_of, markdown, stem};
use crate::diagnostic::{Files, Span};
use crate::document::{Block, Document, Inline, Inlines, Located, Picture, walk};
use crate::images;
use crate::source::html::{Page, ReadPage, Wanted, Why};
use crate::source::{self, Kind};

/// The page whose text is `article`, in HTML.
pub(super) fn page_of(article: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<html><body><article>{article}</article></body></html>")
}

/// A page on its way.
pub(super) struct Leaf<'a> {
    /// What its file is called, without the ending.
    pub(super) stem: &'a str,
    /// Its text.
    pub(super) text: &'a str,
    /// Whether that is all text, and nothing stands around it.
    pub(super) whole: bool,
    /// Where it was read from: lines of it are told.
    pub(super) path: Option<&'a std::path::Path>,
    /// What is known of it that it does not say itself.
    pub(super) known: Facts,
    /// The files that came with it.
    pub(super) resources: &'a Resources,
    /// Gives a file beside it.
    pub(super) beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// What is to be told of it already.
    pub(super) report: Vec<Remark>,
}

/// A file that is a page.
pub(super) fn import(file: &Incoming<'_>, files: &mut Files) -> Imported {
    let decoded = source::decode(file.bytes, Kind::Html);
    let mut report = Vec::new();
    if decoded.encoding != "UTF-8" {
        report.push(Remark::new(RemarkKind::Guessed, format!("read as {}", decoded.encoding)));
    }
    if decoded.text.contains('\u{FFFD}') {
        report.push(Remark::new(RemarkKind::Lost, "bytes that are no letters in that encoding, written \u{FFFD}"));
    }
    let leaf = Leaf {
        stem: &stem(file.path),
        text: &decoded.text,
        whole: false,
        path: Some(file.path),
        known: Facts::default(),
        resources: &Resources::new(),
        beside: file.beside,
        report,
    };
    leaf.import(files)
}

impl<'a> Leaf<'a> {
    /// A page made of a word processor's file, which brings its pictures along.
    pub(super) fn made(
        stem: &'a str,
        text: &'a str,
        known: Facts,
        resources: &'a Resources,
        report: Vec<Remark>,
    ) -> Self {
        Self { stem, text, whole: true, path: None, known, resources, beside: &|_| None, report }
    }

    /// Reads the page and writes it as Markdown.
    pub(super) fn import(self, files: &mut Files) -> Imported {
        let page = if self.whole { Page::whole(self.text) } else { Page::of(self.text) };
        let (facts, mut remarks) = facts::of_page(&page, self.known);
        let file = files.add(self.path.unwrap_or(std::path::Path::new("page")), self.text);
        let wanted =
            Wanted { title: facts.title.as_deref(), base: facts.url.as_deref(), language: facts.language.as_ref() };
        let read = page.read(file, wanted);
        let mut report = self.report;
        let lines = |range: std::ops::Range<usize>| self.path.map(|_| files.line_column(Span::new(file, range)).0);
        remarks.extend(told(&read, &lines));
        let mut document = read.document;
        super::plain::without_facts(&mut document.blocks, &facts, &mut remarks);
        let hyphens = without_soft_hyphens(&mut document);
        if hyphens > 0 {
            let told = format!("{hyphens} places marked for dividing words: the book divides them by their language");
            remarks.push(Remark::new(RemarkKind::Lost, told));
        }
        let id = id_of(self.stem, facts.title.as_deref());
        let mut pictures = Pictures {
            id: &id,
            resources: self.resources,
            beside: self.beside,
            saved: Vec::new(),
            known: Vec::new(),
            lost: Vec::new(),
        };
        pictures.take(&mut document);
        let (saved, lost) = (pictures.saved, pictures.lost);
        report.append(&mut remarks);
        report.extend(lost.into_iter().map(|lost| Remark::new(RemarkKind::Lost, lost)));
        if let Some(Licence::Other(licence)) = &facts.licence {
            report.push(Remark::new(RemarkKind::Seen, format!("its licence, which is none that is known: {licence}")));
        }
        report.sort_by_key(|remark| remark.kind);
        let words = walk::count_words(&document.blocks)
            + document.notes.iter().map(|note| walk::count_words(&note.body)).sum::<usize>();
        let text = front::front(&facts) + &markdown::markdown(&document);
        Imported { id, text, pictures: saved, facts, words, report }
    }
}

/// Takes the soft hyphens out that some systems put into every word; how many.
fn without_soft_hyphens(document: &mut Document) -> usize {
    fn inlines(content: &mut Inlines, count: &mut usize) {
        for inline in content {
            match inline {
                Inline::Text(run) if run.text.contains('\u{AD}') => {
                    *count += run.text.matches('\u{AD}').count();
                    run.text.retain(|c| c != '\u{AD}');
                }
                Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                    inlines(inner, count);
                }
                _ => {}
            }
        }
    }
    fn blocks(all: &mut [Located<Block>], count: &mut usize) {
        for block in all {
            walk::block_texts_mut(&mut block.node, &mut |content| inlines(content, count));
            walk::inner_mut(block, &mut |inner| blocks(inner, count));
        }
    }
    let mut count = 0;
    blocks(&mut document.blocks, &mut count);
    document.notes.iter_mut().for_each(|note| blocks(&mut note.body, &mut count));
    count
}

/// What reading a page left out and changed.
fn told(read: &ReadPage, line: &dyn Fn(std::ops::Range<usize>) -> Option<usize>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut kinds: Vec<Why> = read.left_out.iter().map(|one| one.why).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for why in kinds {
        let all: Vec<_> = read.left_out.iter().filter(|one| one.why == why).collect();
        let words: usize = all.iter().map(|one| one.words).sum();
        let first = all.iter().find(|one| one.words > 0).or(all.first());
        let shown =
            first.filter(|one| !one.first.is_empty()).map_or(String::new(), |one| format!(": “{} …”", one.first));
        let count = if words == 0 {
            format!("{} of {}", all.len(), why.name())
        } else {
            format!("{}, {words} word{}", why.name(), if words == 1 { "" } else { "s" })
        };
        let kind = if why == Why::Media { RemarkKind::Lost } else { RemarkKind::Dropped };
        remarks.push(Remark {
            kind,
            text: format!("{count}{shown}"),
            line: first.and_then(|one| line(one.range.clone())),
        });
    }
    for (change, (count, range)) in &read.changes {
        let kind = if change.is_guess() { RemarkKind::Guessed } else { RemarkKind::Lost };
        remarks.push(Remark { kind, text: format!("{count} {}", change.name()), line: line(range.clone()) });
    }
    remarks
}

/// The pictures of a text, on their way beside it.
struct Pictures<'a> {
    id: &'a str,
    resources: &'a Resources,
    beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    saved: Vec<(String, Vec<u8>)>,
    /// What each picture was called for by, and what it is called now.
    known: Vec<(String, String)>,
    lost: Vec<String>,
}

impl Pictures<'_> {
    /// Gives every picture its file; those that have none leave the text, their captions stay.
    fn take(&mut self, document: &mut Document) {
        self.blocks(&mut document.blocks);
        for note in &mut document.notes {
            self.blocks(&mut note.body);
        }
        source::html::number(&mut document.blocks);
        document.notes.iter_mut().for_each(|note| source::html::number(&mut note.body));
    }

    fn blocks(&mut self, blocks: &mut Vec<Located<Block>>) {
        for block in blocks.iter_mut() {
            walk::block_texts_mut(&mut block.node, &mut |content| self.inlines(content));
            walk::inner_mut(block, &mut |inner| self.blocks(inner));
            if let Block::Figure(figure) = &mut block.node
                && !self.settle(&mut figure.picture)
            {
                block.node = Block::Paragraph(std::mem::take(&mut figure.caption));
            }
        }
        let holds = |block: &Located<Block>| match &block.node {
            Block::Paragraph(content) => !content.is_empty(),
            Block::Quotation(inner) => !inner.is_empty(),
            Block::List(list) => !list.items.is_empty(),
            _ => true,
        };
        for block in blocks.iter_mut() {
            if let Block::List(list) = &mut block.node {
                list.items.retain(|item| !item.is_empty());
                list.tight = source::html::is_tight(&list.items);
            }
        }
        blocks.retain(holds);
    }

    fn inlines(&mut self, content: &mut Inlines) {
        let mut at = 0;
        while at < content.len() {
            let keep = match &mut content[at] {
                Inline::Picture(picture) => self.settle(picture),
                Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                    self.inlines(inner);
                    !inner.is_empty()
                }
                _ => true,
            };
            if keep { at += 1 } else { drop(content.remove(at)) }
        }
    }

    /// Finds a picture's file and gives it a name; whether there is one.
    fn settle(&mut self, picture: &mut Picture) -> bool {
        if let Some((_, name)) = self.known.iter().find(|(key, _)| *key == picture.key) {
            name.clone_into(&mut picture.key);
            return !picture.key.is_empty();
        }
        let key = picture.key.clone();
        let name = self.file(&key, &picture.alt);
        self.known.push((key, name.clone().unwrap_or_default()));
        let found = name.is_some();
        picture.key = name.unwrap_or_default();
        found
    }

    fn file(&mut self, key: &str, alt: &str) -> Option<String> {
        let shown = if key.starts_with("data:") { "a picture in the page" } else { key };
        let shown = if alt.is_empty() { format!("`{shown}`") } else { format!("`{shown}` ({alt})") };
        let plain = percent_decoded(key.split(['?', '#']).next().unwrap_or(key));
        let bytes = match key.strip_prefix("data:") {
            Some(data) => data_of(data),
            None => self
                .resources
                .get(key)
                .or_else(|| self.resources.get(&plain))
                .cloned()
                .or_else(|| (!key.contains("://")).then(|| (self.beside)(&plain)).flatten()),
        };
        let Some(bytes) = bytes else {
            let why =
                if key.contains("//") { "it lies on the web; save the page complete" } else { "its file is not there" };
            self.lost.push(format!("the picture {shown}: {why}"));
            return None;
        };
        let Some((format, _)) = images::identify(&bytes) else {
            self.lost.push(format!("the picture {shown}: it is of no kind that is read (PNG, JPEG, WebP, GIF, SVG)"));
            return None;
        };
        let name = format!("images/{}-{}.{}", self.id, self.saved.len() + 1, ending(format));
        self.saved.push((name.clone(), bytes));
        Some(name)
    }
}

/// `a%20b` as `a b`.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The bytes of `data:image/png;base64,…`, the scheme taken off.
fn data_of(data: &str) -> Option<Vec<u8>> {
    let (kind, body) = data.split_once(',')?;
    if kind.ends_with(";base64") { base64(body.as_bytes()) } else { Some(percent_decoded(body).into_bytes()) }
}

/// Bytes that are written in letters (RFC 4648); white space does not count.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap_or(0));
        }
    }
    Some(bytes)
}

/// The ending of a picture's file.
const fn ending(format: crate::book::ImageFormat) -> &'static str {
    match format {
        crate::book::ImageFormat::Jpeg => "jpg",
        crate::book::ImageFormat::Png => "png",
        crate::book::ImageFormat::Gif => "gif",
        crate::book::ImageFormat::Webp => "webp",
        crate::book::ImageFormat::Svg => "svg",
    }
}
