//! Notes, source notes and bibliographies as an editor reads them: `*` stands around italics.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::diagnostic::{FileId, Files, Span};
use crate::document::{Cite, Inline, Style, Target};
use crate::manifest::{Credit, House, Rights, SectionSpec, Spanned};
use crate::metadata::{Date, Language, Role};

fn shown(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(Style::Emphasis, inside) => text += &format!("*{}*", shown(inside)),
            Inline::Styled(style, inside) => text += &format!("<{style:?} {}>", shown(inside)),
            Inline::Link { target: Target::Url(url), content, .. } if *url == shown(content) => text += url,
            Inline::Link { target, content, .. } => text += &format!("[{}]({target:?})", shown(content)),
            other => text += &format!("{other:?}"),
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
        let setup = Setup { style: &style, file: None, language: &language, house: self.house, ibid: self.ibid };
        let citations = Citations::new(&setup, &library, documents, &mut diagnostics);
        let done = use_it(&citations, &mut diagnostics);
        assert_eq!(diagnostics.as_slice(), [], "no faults");
        done
    }

    /// The notes that cites make in one document.
    fn notes(&self, bib: &str, cites: &[&str]) -> Vec<String> {
        self.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let (_, file) = file();
            let mut citer = citations.citer();
            for text in cites {
                let cite = Cite { text: (*text).to_owned(), span: Span::new(file, 0..text.len() + 2) };
                citer.cite(&cite, Setting::Note, diagnostics);
            }
            citer.finish(&mut Cited::default()).iter().map(|note| shown(note)).collect()
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
    }
}

fn text(value: &str) -> Option<Spanned<String>> {
    let (_, file) = file();
    Some(Spanned::new(value.to_owned(), Span::new(file, 0..0)))
}

fn date(value: &str) -> Option<Spanned<Date>> {
    let (_, file) = file();
    Some(Spanned::new(Date::parse(value).unwrap(), Span::new(file, 0..0)))
}

fn credit(name: &str, role: Option<&str>) -> Credit {
    let (_, file) = file();
    let role = role.and_then(Role::parse);
    Credit { name: name.to_owned(), file_as: None, role, person: None, span: Span::new(file, 0..0) }
}

/// The five documents of the manifest that must build (`shared/october`).
fn october() -> BTreeMap<Id, DocumentSpec> {
    let mut dores = document("dores-voices");
    dores.title = text("Voices from Russia in Defense of Socialism");
    dores.authors = vec![credit("Bill Dores", Some("director"))];
    dores.kind = text("motion-picture");
    dores.publisher = text("Peoples Video Network");
    dores.date = date("1994");
    let mut vltchek = document("vltchek-october");
    vltchek.title =
        text("Great October Socialist Revolution: Impact on the World and the Birth of Internationalism");
    vltchek.short_title = text("Great October");
    vltchek.authors = vec![credit("Andre Vltchek", None)];
    vltchek.container = text("ThinkLeft 3 (The Workers' Party)");
    vltchek.date = date("2017");
    vltchek.written = date("2017-02/2017-03");
    vltchek.written_place = text("Beirut – Kabul – Beirut");
    let mut spins = document("jbspins-soviet-story");
    spins.title = text("The Soviet Story: A Review and Seventeen Comments");
    spins.authors = vec![credit("JB Spins", None)];
    spins.container = text("(unidentified weblog)");
    spins.date = date("2008-10~");
    spins.kind = text("post-weblog");
    let mut fiimg = document("fiimg-russian-federation");
    fiimg.title = text("Russian Federation");
    fiimg.authors = vec![credit("FIIMG", None)];
    fiimg.series = text("Socialisms");
    fiimg.date = date("2020");
    let mut wsws = document("wsws-topic");
    wsws.title = text("History of Russia and the Former Soviet Union: A Topic Page");
    wsws.kind = text("webpage");
    wsws.container = text("World Socialist Web Site");
    wsws.url = text("https://www.wsws.org/en/topics/historyCategory/his-russia");
    wsws.retrieved = date("2024-05-06");
    wsws.archive_url = text("https://web.archive.org/web/2024/https://www.wsws.org/");
    [dores, vltchek, spins, fiimg, wsws].into_iter().map(|d| (d.id.value.clone(), d)).collect()
}

#[test]
fn look() {
    let bib = std::fs::read_to_string("/work/shared/october/refs.bib").unwrap();
    let documents = october();
    for book in [CHICAGO, Book { style: "harts", house: House::Harts, language: "en-GB", ..CHICAGO }] {
        let keys: Vec<String> = book.with(&bib, &documents, |citations, diagnostics| {
            for id in documents.keys() {
                println!("{id}: {}", shown(&citations.source_note(id)));
            }
            let spec = BibliographySpec { files: vec![], all: true, sections: vec![] };
            let ids: Vec<Id> = documents.keys().cloned().collect();
            let cited = Cited::default();
            let list = List { documents: &ids, cited: &cited, sources: "Sources", works_cited: "Works Cited" };
            for section in citations.bibliography(&spec, &list, diagnostics) {
                println!("== {:?}", section.title.map(|t| shown(&t)));
                for entry in section.entries {
                    println!("{}", shown(&entry));
                }
            }
            citations.library.keys().map(|k| format!("@{k}, p. 12")).collect()
        });
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let twice: Vec<&str> = keys.iter().chain(&keys).copied().collect();
        for (cite, note) in twice.iter().zip(book.notes(&bib, &twice)) {
            println!("{cite}: {note}");
        }
    }
}

#[test]
fn dump() {
    let bib = std::fs::read_to_string("/work/shared/october/refs.bib").unwrap();
    CHICAGO.with(&bib, &october(), |citations, _| {
        let mut items: Vec<&Item> = citations.library.iter().map(|(_, e)| &e.item).collect();
        items.extend(citations.documents.values().map(|d| &d.item));
        let json = serde_json::to_string_pretty(&items).unwrap();
        std::fs::write("/tmp/citevenv/items.json", json).unwrap();
        let style = hayagriva::archive::ArchivedStyle::ChicagoNotes.get();
        std::fs::write("/tmp/citevenv/chicago.csl", style.to_xml().unwrap()).unwrap();
        let one = citations.documents.get(&Id::new("fiimg-russian-federation").unwrap()).unwrap();
        println!("{:?}", one.item);
    });
}

#[test]
fn blank() {
    CHICAGO.with("", &october(), |citations, _| {
        let one = citations.documents.get(&Id::new("fiimg-russian-federation").unwrap()).unwrap();
        let mut driver = BibliographyDriver::new();
        let s = &citations.style;
        driver.citation(CitationRequest::new(vec![CitationItem::with_entry(&one.item)], &s.list, Some(s.locale.clone()), &s.locales, Some(1)));
        let done = driver.finish(BibliographyRequest { style: &s.list, locale: Some(s.locale.clone()), locale_files: &s.locales });
        println!("{:#?}", done.bibliography.unwrap().items);
    });
}
