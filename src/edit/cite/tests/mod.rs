//! Notes, source notes and bibliographies as an editor reads them: `*` stands around italics.

mod golden;
mod library;
mod notes;
mod works;

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::book::Words;
use crate::diagnostic::{FileId, Files, Span};
use crate::document::{Cite, Inline, Style, Target};
use crate::manifest::{Credit, House, Rights, SectionSpec, Spanned};
use crate::metadata::{Date, Language, Role};

fn shown(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(Style::Emphasis, inside) => text.extend(["*", &shown(inside), "*"]),
            Inline::Styled(style, inside) => text.extend([format!("<{style:?} "), shown(inside), ">".to_owned()]),
            Inline::Link { target: Target::Url(url), content, .. } if *url == shown(content) => text += url,
            Inline::Link { target, content, .. } => {
                text.extend(["[".to_owned(), shown(content), format!("]({target:?})")]);
            }
            other => text.extend([format!("{other:?}")]),
        }
    }
    text
}

struct Book {
    style: &'static str,
    language: &'static str,
    house: House,
    ibid: bool,
}

const CHICAGO: Book = Book { style: "chicago-notes", language: "en-US", house: House::Chicago, ibid: false };

const HARTS: Book = Book { style: "harts", language: "en-GB", house: House::Harts, ibid: false };
const GERMAN: Book = Book { language: "de-DE", ..CHICAGO };

fn file() -> (Files, FileId) {
    let mut files = Files::default();
    let id = files.add("refs.bib", "");
    (files, id)
}

impl Book {
    fn with<T>(
        &self,
        bib: &str,
        documents: &BTreeMap<Id, DocumentSpec>,
        use_it: impl FnOnce(&Citations<'_>, &mut Diagnostics) -> T,
    ) -> T {
        let (_, file) = file();
        let mut diagnostics = Diagnostics::default();
        let library = Library::read(&[(Path::new("refs.bib"), file, bib)], &mut diagnostics);
        let language = Language::parse(self.language).unwrap();
        let style = Spanned::new(self.style.to_owned(), Span::new(file, 0..0));
        let words = Words::of(&language, self.house == House::Harts).unwrap();
        let (house, ibid) = (self.house, self.ibid);
        let setup = Setup { style: &style, file: None, language: &language, house, ibid, words: &words };
        let citations = Citations::new(&setup, &library, documents, &mut diagnostics);
        let done = use_it(&citations, &mut diagnostics);
        assert_eq!(diagnostics.as_slice(), [], "no faults");
        done
    }

    /// The bibliography of all works.
    fn list(&self, bib: &str) -> Vec<String> {
        self.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let spec = BibliographySpec { files: Vec::new(), all: true, sections: Vec::new() };
            let cited = Cited::default();
            let list = List { documents: &[], cited: &cited, sources: "Sources", works_cited: "Works Cited" };
            let sections = citations.bibliography(&spec, &list, diagnostics);
            sections.iter().flat_map(|section| &section.entries).map(|entry| shown(entry)).collect()
        })
    }

    /// The notes that cites make in one document.
    fn notes(&self, bib: &str, cites: &[&str]) -> Vec<String> {
        self.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let (_, file) = file();
            let mut asked = citations.citer();
            for (text, number) in cites.iter().zip(1..) {
                let cite = Cite { text: (*text).to_owned(), span: Span::new(file, 0..text.len() + 2) };
                asked.note(Series::Author, number);
                asked.cite(&cite, Setting::Note, diagnostics);
            }
            asked.finish(&mut Cited::default(), diagnostics).iter().map(|note| shown(note)).collect()
        })
    }
}

fn document(id: &str) -> DocumentSpec {
    let (_, file) = file();
    let span = Span::new(file, 0..0);
    DocumentSpec {
        id: Spanned::new(Id::new(id).unwrap(), span),
        file: Spanned::new(String::new(), span),
        title: None,
        subtitle: None,
        short_title: None,
        authors: Vec::new(),
        kind: None,
        container: None,
        series: None,
        publisher: None,
        publisher_place: None,
        volume: None,
        issue: None,
        pages: None,
        edition: None,
        date: None,
        written: None,
        written_place: None,
        url: None,
        archive_url: None,
        retrieved: None,
        language: None,
        headnote: None,
        notes_file: None,
        tags: Vec::new(),
        sha256: None,
        rights: Rights::default(),
        pick: Vec::new(),
        omit: Vec::new(),
        correct: Vec::new(),
        note: Vec::new(),
        block: Vec::new(),
        thread: None,
        set_as: None,
        select: None,
        recognise: true,
        clean: None,
        line_numbers: None,
    }
}

fn text(value: &str) -> Spanned<String> {
    let (_, file) = file();
    Spanned::new(value.to_owned(), Span::new(file, 0..0))
}

fn date(value: &str) -> Spanned<Date> {
    let (_, file) = file();
    Spanned::new(Date::parse(value).unwrap(), Span::new(file, 0..0))
}

fn credit(name: &str, role: Option<&str>) -> Credit {
    let (_, file) = file();
    let role = role.and_then(Role::parse);
    Credit { name: name.to_owned(), file_as: None, role, person: None, span: Span::new(file, 0..0) }
}

/// The five documents of the manifest that must build (`shared/october`).
fn october() -> BTreeMap<Id, DocumentSpec> {
    let mut dores = document("dores-voices");
    dores.title = Some(text("Voices from Russia in Defense of Socialism"));
    dores.authors = vec![credit("Bill Dores", Some("director"))];
    dores.kind = Some(text("motion-picture"));
    dores.publisher = Some(text("Peoples Video Network"));
    dores.date = Some(date("1994"));
    let mut vltchek = document("vltchek-october");
    vltchek.title =
        Some(text("Great October Socialist Revolution: Impact on the World and the Birth of Internationalism"));
    vltchek.short_title = Some(text("Great October"));
    vltchek.authors = vec![credit("Andre Vltchek", None)];
    vltchek.container = Some(text("ThinkLeft 3 (The Workers' Party)"));
    vltchek.date = Some(date("2017"));
    vltchek.written = Some(date("2017-02/2017-03"));
    vltchek.written_place = Some(text("Beirut – Kabul – Beirut"));
    let mut spins = document("jbspins-soviet-story");
    spins.title = Some(text("The Soviet Story: A Review and Seventeen Comments"));
    spins.authors = vec![credit("JB Spins", None)];
    spins.container = Some(text("(unidentified weblog)"));
    spins.date = Some(date("2008-10~"));
    spins.kind = Some(text("post-weblog"));
    let mut fiimg = document("fiimg-russian-federation");
    fiimg.title = Some(text("Russian Federation"));
    fiimg.authors = vec![credit("FIIMG", None)];
    fiimg.series = Some(text("Socialisms"));
    fiimg.date = Some(date("2020"));
    let mut wsws = document("wsws-topic");
    wsws.title = Some(text("History of Russia and the Former Soviet Union: A Topic Page"));
    wsws.kind = Some(text("webpage"));
    wsws.container = Some(text("World Socialist Web Site"));
    wsws.url = Some(text("https://www.wsws.org/en/topics/historyCategory/his-russia"));
    wsws.retrieved = Some(date("2024-05-06"));
    wsws.archive_url = Some(text("https://web.archive.org/web/2024/https://www.wsws.org/"));
    [dores, vltchek, spins, fiimg, wsws].into_iter().map(|d| (d.id.value.clone(), d)).collect()
}

const REFS: &str = include_str!("refs.bib");

fn check(book: &Book, before: &[(&str, &str)], expected: &[(&str, &str)]) {
    let cites: Vec<&str> = before.iter().chain(expected).map(|(cite, _)| *cite).collect();
    let notes = book.notes(REFS, &cites);
    for ((cite, note), set) in expected.iter().zip(&notes[before.len()..]) {
        assert_eq!(set, note, "{cite}");
    }
}
