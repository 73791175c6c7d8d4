//! One XHTML file: its frame, the openings of parts, chapters and documents, and what stands in them.
//!
//! A [`Sheet`] remembers, while it writes, what depends on what was written before: the last heading's
//! level (levels never skip), the notes called (they follow at the end), ids given. Markup is in
//! [`super::markup`]; blocks, inlines, notes, matter and index are in files of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::faces::Faces;
use super::markup::{Markup, Tag};
use super::picture::Pictures;
use super::plan::{File, Home, Label, Piece, Plan, Third, What};
use crate::book::{AnchorId, Book, Chapter, ContentsEntry, Part, PrintedPages, Prose, Selection};
use crate::document::{Inlines, NoteId};
use crate::metadata::{Contributor, Language};

/// What every file is written from.
#[derive(Clone, Copy)]
pub(super) struct Press<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// Which files, and where everything is.
    pub(super) plan: &'a Plan<'a>,
    /// The pictures, as they will lie in the package.
    pub(super) pictures: &'a Pictures<'a>,
    /// The pages of the printed edition.
    pub(super) pages: Option<&'a PrintedPages>,
    /// Whether the editor adds a style sheet.
    pub(super) styled: bool,
    /// The contents, as they are printed.
    pub(super) contents: &'a [ContentsEntry],
    /// The faces of words that devices have no letters for.
    pub(super) faces: Option<&'a Arc<Faces>>,
    /// The section of the glossary.
    pub(super) glossary: Option<AnchorId>,
}

/// A note that was called in this file.
#[derive(Clone, Copy)]
pub(super) struct Called {
    pub(super) note: NoteId,
    /// How often.
    pub(super) calls: usize,
    /// The division that called it first.
    pub(super) division: Option<AnchorId>,
    /// Whether it is written.
    pub(super) written: bool,
}

/// A file being written.
pub(super) struct Sheet<'a> {
    pub(super) press: Press<'a>,
    pub(super) file: usize,
    /// The division being written.
    pub(super) division: Option<AnchorId>,
    /// The language of the element being written.
    pub(super) language: &'a Language,
    /// The id of the division being written.
    pub(super) root: &'a str,
    /// The level of the heading over what is being written.
    pub(super) level: u8,
    /// Whether titles are repeated: without notes, places and links.
    pub(super) quiet: bool,
    /// Whether a title is being written: links lead to it from before.
    pub(super) titling: bool,
    /// The id of a place that waits for its word.
    pub(super) place: Option<String>,
    /// How many sections the division has so far.
    pub(super) sections: usize,
    /// Calls that wait for a link to end: links are not nested.
    pub(super) link: Option<Vec<NoteId>>,
    pub(super) called: Vec<Called>,
    pub(super) called_at: BTreeMap<NoteId, usize>,
    /// Where the last call ends, and its mark: the next one may stand right behind it.
    pub(super) last_call: Option<(usize, &'a str)>,
    /// The document whose text is written, by its slug: its paragraphs may show their numbers.
    pub(super) numbered: Option<&'a str>,
    /// The number that waits for its paragraph.
    pub(super) number: Option<u32>,
    /// Places that have their id.
    pub(super) placed: BTreeSet<String>,
}

/// `h1` to `h6` by level.
pub(super) fn heading_tag(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// A language on an element, both ways that XHTML asks for, with a direction where it changes.
pub(super) fn in_language<'m>(tag: Tag<'m>, language: &Language, around: &Language) -> Tag<'m> {
    if language == around {
        return tag;
    }
    let tag = tag.attr("lang", language.as_str()).attr("xml:lang", language.as_str());
    if language.direction() == around.direction() { tag } else { tag.attr("dir", direction(language)) }
}

/// Writes a label, its title in its own language.
pub(super) fn labelled(m: &mut Markup, label: &Label<'_>, around: &Language) {
    let title = label.foreign.and_then(|(end, language)| Some((label.words.split_at_checked(end)?, language)));
    match title {
        Some(((title, rest), language)) => {
            in_language(m.inline("span"), language, around).text(title);
            m.text(rest);
        }
        None => m.text(&label.words),
    }
}

/// `ltr` or `rtl`.
pub(super) fn direction(language: &Language) -> &'static str {
    match language.direction() {
        crate::metadata::Direction::Ltr => "ltr",
        crate::metadata::Direction::Rtl => "rtl",
    }
}

impl<'a> Press<'a> {
    /// The XHTML of file `at`.
    pub(super) fn file(self, at: usize, file: &'a File<'a>) -> String {
        let language = &self.book.metadata.language;
        let mut sheet = Sheet {
            press: self,
            file: at,
            division: None,
            language,
            root: &file.top.id,
            level: file.top.level,
            quiet: false,
            titling: false,
            place: None,
            sections: 0,
            link: None,
            called: Vec::new(),
            called_at: BTreeMap::new(),
            last_call: None,
            numbered: None,
            number: None,
            placed: BTreeSet::new(),
        };
        let matter = match file.third {
            Third::Front => "frontmatter",
            Third::Body => "bodymatter",
            Third::Back => "backmatter",
        };
        let mut m = Markup::with_capacity(file.weight + file.weight / 8);
        frame(&mut m, language, &file.title, Some(self.styled), |m| {
            m.wear(self.faces.cloned());
            m.block("body").attr("epub:type", matter).with(|m| sheet.top(m, file));
        });
        m.finish()
    }
}

/// The frame of an XHTML file. `styled`: in the folder of texts, with style sheets, also the editor's.
pub(super) fn frame(
    m: &mut Markup,
    language: &Language,
    title: &str,
    styled: Option<bool>,
    body: impl FnOnce(&mut Markup),
) {
    m.html5();
    let html = m
        .block("html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops")
        .attr("dir", direction(language))
        .attr("lang", language.as_str())
        .attr("xml:lang", language.as_str());
    html.with(|m| {
        m.block("head").with(|m| {
            m.line("title").text(title);
            let sheets = match styled {
                None => &[][..],
                Some(false) => &["../stylesheet.css"],
                Some(true) => &["../stylesheet.css", "../edition.css"],
            };
            for href in sheets {
                m.line("link").attr("href", href).attr("rel", "stylesheet").attr("type", "text/css").empty();
            }
        });
        body(m);
    });
}

impl<'a> Sheet<'a> {
    fn top(&mut self, m: &mut Markup, file: &'a File<'a>) {
        self.division = file.top.anchor;
        match file.top.what {
            What::Cover => self.cover(m, &file.top),
            What::Matter(matter) => self.matter(m, file, matter),
            What::Part(part) => self.part(m, file, part),
            What::Chapter(chapter) => self.chapter(m, file, chapter),
            What::Document { selection, chapter } => {
                self.document(m, &file.top, file.continued.as_ref(), (selection, chapter));
            }
        }
    }

    fn part(&mut self, m: &mut Markup, file: &'a File<'a>, part: &'a Part) {
        let titles = Titles { title: part.title.as_ref(), subtitle: part.subtitle.as_ref(), file };
        self.opening(m, ("part", "doc-part"), &titles, part.introduction.as_ref());
    }

    fn chapter(&mut self, m: &mut Markup, file: &'a File<'a>, chapter: &'a Chapter) {
        let titles = Titles { title: chapter.title.as_ref(), subtitle: chapter.subtitle.as_ref(), file };
        self.opening(m, ("chapter", "doc-chapter"), &titles, chapter.introduction.as_ref());
    }

    fn opening(
        &mut self,
        m: &mut Markup,
        (kind, role): (&str, &str),
        titles: &Titles<'a>,
        introduction: Option<&'a Prose>,
    ) {
        let Titles { title, subtitle, file } = *titles;
        let piece = &file.top;
        let labelled = file.continued.is_some() || title.is_some();
        let section = m
            .block("section")
            .attr_if("aria-labelledby", labelled.then(|| format!("{}_title", piece.id)))
            .attr("class", kind)
            .attr_if("data-parent", piece.parent.as_ref())
            .attr("epub:type", kind)
            .attr("id", &piece.id)
            .attr_if("role", labelled.then_some(role));
        section.with(|m| {
            self.opening_pages(m, piece);
            self.heading(m, piece, file.continued.as_ref(), (title, subtitle));
            if let Some(prose) = introduction.filter(|_| !piece.units.is_empty() || piece.first) {
                m.block("div").attr("class", "introduction").with(|m| self.stretch(m, piece, prose));
            }
            for nested in &file.nested {
                if let What::Document { selection, chapter } = nested.what {
                    self.division = nested.anchor;
                    self.document(m, nested, None, (selection, chapter));
                }
            }
            self.notes(m, &file.top);
        });
    }

    fn document(
        &mut self,
        m: &mut Markup,
        piece: &'a Piece<'a>,
        continued: Option<&Label<'a>>,
        (selection, chapter): (&'a Selection, Option<&'a Chapter>),
    ) {
        self.root = &piece.id;
        self.level = piece.level;
        let nested = self.press.plan.files.get(self.file).is_none_or(|file| file.top.id != piece.id);
        let article = m
            .block("article")
            .attr("aria-labelledby", format!("{}_title", piece.id))
            .attr("class", "document")
            .attr_if("data-parent", piece.parent.as_ref().filter(|_| !nested))
            .attr_if("id", (!nested).then_some(&piece.id));
        if nested {
            // Links lead to the title's first word; the element's id would put its heading a level down.
            self.place = Some(piece.id.clone());
        }
        article.with(|m| {
            self.opening_pages(m, piece);
            if piece.first {
                self.document_head(m, piece, selection, chapter);
            } else {
                self.heading(m, piece, continued, (None, None));
            }
            self.numbered = Some(&selection.slug);
            self.stretch(m, piece, &selection.text);
            self.numbered = None;
            if piece.last && !selection.source_note.is_empty() {
                m.block("footer").attr("class", "source").with(|m| {
                    for words in &selection.source_note {
                        m.line("p").with(|m| self.inlines(m, words));
                    }
                });
            }
            // Documents that run on share the notes' section at their file's end.
            if !nested {
                self.notes(m, piece);
            }
        });
    }

    fn document_head(
        &mut self,
        m: &mut Markup,
        piece: &'a Piece<'a>,
        selection: &'a Selection,
        chapter: Option<&'a Chapter>,
    ) {
        let subtitle = selection.subtitle.as_ref().or_else(|| chapter.and_then(|c| c.subtitle.as_ref()));
        let date = selection.date_line.as_deref().unwrap_or_default();
        let credits = selection.credits.iter().map(|line| ("credit", line.as_str()));
        let lines = std::iter::once(("byline", selection.byline.as_str())).chain(credits).chain([("date", date)]);
        let lines = lines.filter(|(_, words)| !words.trim().is_empty());
        // A header is for more than a title.
        let tag = if lines.clone().next().is_some() { "header" } else { "div" };
        m.block(tag).attr("class", "opening").with(|m| {
            m.block("div").with(|m| {
                let around = std::mem::replace(&mut self.language, &selection.text.language);
                self.heading(m, piece, None, (Some(&selection.title), subtitle));
                self.language = around;
            });
            for (class, words) in lines {
                m.line("p").attr("class", class).text(words);
            }
        });
        let introduction = chapter.and_then(|c| c.introduction.as_ref());
        for (class, prose) in [("introduction", introduction), ("headnote", selection.headnote.as_ref())] {
            if let Some(prose) = prose {
                m.block("div").attr("class", class).with(|m| self.whole(m, prose));
            }
        }
    }

    /// The heading of a division, or of the file that goes on with it.
    pub(super) fn heading(
        &mut self,
        m: &mut Markup,
        piece: &Piece<'_>,
        continued: Option<&Label<'a>>,
        (title, subtitle): (Option<&'a Inlines>, Option<&'a Inlines>),
    ) {
        let tag = heading_tag(piece.level);
        let (around, language) = (&self.press.book.metadata.language, self.language);
        self.level = piece.level;
        self.titling = true;
        let id = format!("{}_title", piece.id);
        match (continued, title, subtitle) {
            (Some(label), _, _) => {
                m.line(tag).attr("class", "continued").attr("id", id).with(|m| labelled(m, label, around));
            }
            (None, Some(title), Some(subtitle)) => in_language(m.block("hgroup"), language, around).with(|m| {
                m.line(tag).attr("epub:type", "title").attr("id", id).with(|m| self.inlines(m, title));
                let p = m.line("p").attr("epub:type", "subtitle").attr("role", "doc-subtitle");
                p.with(|m| self.inlines(m, subtitle));
            }),
            (None, Some(title), None) => {
                let tag = m.line(tag).attr("epub:type", "title").attr("id", id);
                in_language(tag, language, around).with(|m| self.inlines(m, title));
            }
            (None, None, _) => {}
        }
        self.titling = false;
    }

    /// What of a prose stands in this piece, with its signature at its end.
    pub(super) fn stretch(&mut self, m: &mut Markup, piece: &Piece<'_>, prose: &'a Prose) {
        let blocks = prose.blocks.get(piece.units.clone()).unwrap_or_default();
        let signed = if piece.last { prose.signed.as_slice() } else { &[] };
        self.spoken(m, prose, |sheet, m| {
            sheet.text(m, blocks);
            signature(m, signed);
        });
    }

    fn whole(&mut self, m: &mut Markup, prose: &'a Prose) {
        self.spoken(m, prose, |sheet, m| {
            sheet.text(m, &prose.blocks);
            signature(m, &prose.signed);
        });
    }

    /// Writes in the language of `prose`, in an element of its own where it is another than around it.
    fn spoken(&mut self, m: &mut Markup, prose: &'a Prose, write: impl FnOnce(&mut Self, &mut Markup)) {
        let around = self.language;
        if &prose.language == self.language {
            write(self, m);
        } else {
            let div = in_language(m.block("div"), &prose.language, self.language);
            self.language = &prose.language;
            div.with(|m| write(self, m));
        }
        self.language = around;
    }

    /// A link's address, seen from this file.
    pub(super) fn href(&self, file: usize, id: &str) -> String {
        match self.press.plan.files.get(file) {
            Some(to) if file != self.file && to.stem == id => format!("{}.xhtml", to.stem),
            Some(to) if file != self.file => format!("{}.xhtml#{id}", to.stem),
            _ => format!("#{id}"),
        }
    }

    /// The address of an anchor; `None` where the book does not hold it.
    pub(super) fn anchor_href(&self, anchor: AnchorId) -> Option<String> {
        let home = self.press.plan.home(anchor)?;
        Some(self.href(home.file, &home_id(home)))
    }
}

/// A signature under a text.
fn signature(m: &mut Markup, people: &[Contributor]) {
    for line in people.iter().map(|person| &person.name).filter(|line| !line.trim().is_empty()) {
        m.line("p").attr("class", "signature").text(line);
    }
}

/// The id of an anchor.
pub(super) fn home_id(home: &Home) -> String {
    home.division.clone().unwrap_or_else(|| Plan::place_id(home.place))
}

/// What an opening says.
struct Titles<'a> {
    title: Option<&'a Inlines>,
    subtitle: Option<&'a Inlines>,
    file: &'a File<'a>,
}
