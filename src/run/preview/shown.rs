//! A book as it is shown: its pages, the files of its EPUB, its faults, words and rights; and the answers from them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anthology::compile::{self, Project, View};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files, Severity, Span};
use anthology::document::plain_text;
use anthology::edit;
use anthology::length::Length;
use anthology::manifest::{EditionKind, EditionSpec};
use anthology::screen::Screen;
use anthology::screen::words::Words;
use anthology::shelf::Shelf;
use anthology::typeset::Kept;
use rustc_hash::FxHashSet;
use serde_json::{Value as Json, json};

use super::request::Request;
use crate::run::{epoch, grouped, rights};

/// More faults than these nobody reads at once.
const MOST: usize = 500;

/// What is sent back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its media type.
    pub media: &'static str,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl Answer {
    fn new(media: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { media, bytes: bytes.into() }
    }

    /// Plain words.
    pub fn text(words: &str) -> Self {
        Self::new("text/plain; charset=utf-8", words)
    }

    fn json(value: &Json) -> Self {
        Self::new("application/json", value.to_string())
    }
}

/// A book that was made.
#[derive(Debug)]
struct Book {
    files: Files,
    view: Option<View>,
    /// Media types and bytes by name, and the names of the texts in reading order with their titles.
    epub: BTreeMap<String, (&'static str, Vec<u8>)>,
    sections: Vec<(String, String)>,
    /// Where each printed page begins in the EPUB.
    markers: BTreeMap<String, String>,
    words: OnceLock<Words>,
}

/// What is shown.
#[derive(Debug)]
pub struct Shown {
    /// Which making of the book it is, from 1.
    pub version: u64,
    faults: Vec<Diagnostic>,
    /// The texts that the faults speak of, if they are not the book's.
    files: Option<Files>,
    /// The last book that could be made.
    book: Option<Arc<Book>>,
    state: Json,
}

impl Shown {
    /// Makes the book `name` on `shelf`. If it cannot be made, what was shown `before` stays, with the new faults.
    pub fn make(
        (shelf, name): (&dyn Shelf, &Path),
        (version, before): (u64, Option<Arc<Self>>),
        kept: &Arc<Kept>,
        edition: Option<&str>,
    ) -> Self {
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let mut project = compile::load(shelf, name, epoch(), &mut files, &mut faults);
        let mut state = json!({});
        let mut book = None;
        if let Some(project) = &mut project {
            project.kept = Arc::clone(kept);
            state = tables(project, &files);
            book = Book::make(project, edition, &files, &mut faults);
        }
        let faults = once_each(faults);
        let (files, book) = match book {
            Some(book) => (None, Some(Arc::new(Book { files, ..book }))),
            None => (Some(files), before.and_then(|before| before.book.clone())),
        };
        let mut shown = Self { version, faults, files, book, state };
        shown.complete();
        shown
    }

    /// "2 errors and 1 warning; 161 pages", for the terminal.
    pub fn summary(&self) -> String {
        let count = |severity| self.faults.iter().filter(|fault| fault.severity == severity).count();
        let pages =
            self.book.as_ref().and_then(|book| book.view.as_ref()).map_or(0, |view| view.composition.pages.len());
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let stale = if self.files.is_some() { ", as they were" } else { "" };
        format!("{} pages{stale}; errors: {errors}, warnings: {warnings}", grouped(pages))
    }

    /// Puts into the state what the book and its faults say.
    fn complete(&mut self) {
        let faults: Vec<Json> = self.faults.iter().take(MOST).map(|fault| self.fault(fault)).collect();
        let Json::Object(state) = &mut self.state else { return };
        state.insert("version".to_owned(), json!(self.version));
        state.insert("stale".to_owned(), json!(self.files.is_some()));
        state.insert("faults".to_owned(), json!(faults));
        let Some(book) = &self.book else { return };
        state.insert("sections".to_owned(), json!(book.sections));
        state.insert("markers".to_owned(), json!(book.markers));
        let Some(view) = &book.view else { return };
        let composition = &view.composition;
        let folios: Vec<String> = composition.pages.iter().map(|page| page.folio.to_string()).collect();
        let flaws = composition.report.flaws.iter();
        let flaws: Vec<Json> =
            flaws.map(|flaw| json!({ "folio": flaw.folio.to_string(), "text": flaw.to_string() })).collect();
        state.insert("title".to_owned(), json!(plain_text(&view.book.metadata.title)));
        state.insert("edition".to_owned(), json!(view.edition));
        state.insert("width".to_owned(), json!(composition.trim.width.to_pt()));
        state.insert("height".to_owned(), json!(composition.trim.height.to_pt()));
        state.insert("folios".to_owned(), json!(folios));
        state.insert("flaws".to_owned(), json!(flaws));
        state.insert("words".to_owned(), json!(view.words));
    }

    /// The texts that the faults speak of.
    fn texts(&self) -> Option<&Files> {
        self.files.as_ref().or_else(|| self.book.as_ref().map(|book| &book.files))
    }

    fn fault(&self, fault: &Diagnostic) -> Json {
        let place = fault.primary.as_ref().zip(self.texts());
        let place = place.map(|(label, files)| {
            let (line, column) = files.line_column(label.span);
            json!({ "file": files.path(label.span.file), "line": line, "column": column, "text": label.text })
        });
        json!({
            "severity": if fault.severity == Severity::Error { "error" } else { "warning" },
            "code": fault.code,
            "message": fault.message,
            "place": place,
            "hints": fault.hints,
        })
    }

    /// The answer to a request; `None` if there is none.
    pub fn answer(shown: Option<&Self>, request: &Request) -> Option<Answer> {
        match request.path.as_str() {
            "/" => return Some(Answer::new("text/html; charset=utf-8", include_str!("page.html"))),
            "/page.css" => return Some(Answer::new("text/css; charset=utf-8", include_str!("page.css"))),
            "/page.js" => return Some(Answer::new("text/javascript; charset=utf-8", include_str!("page.js"))),
            _ => {}
        }
        let shown = shown?;
        if request.path == "/state" {
            return Some(Answer::json(&shown.state));
        }
        let number = |name: &str| request.query.get(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
        let book = shown.book.as_ref()?;
        if let Some(name) = request.path.strip_prefix("/epub/") {
            let (media, bytes) = book.epub.get(name)?;
            return Some(Answer::new(media, bytes.clone()));
        }
        if let Some(page) = request.path.strip_prefix("/sheet/") {
            let page = page.parse::<usize>().ok()?.checked_sub(1)?;
            let composition = &book.view.as_ref()?.composition;
            composition.pages.get(page)?;
            return Some(Answer::new("image/svg+xml", Screen::new(composition).svg(page)));
        }
        match request.path.as_str() {
            "/source" => {
                let page = request.query.get("page")?.parse::<usize>().ok()?.checked_sub(1)?;
                let point = (Length::pt(number("x")?), Length::pt(number("y")?));
                let span = book.words()?.source(page, point, &book.files)?;
                Some(Answer::json(&source(span, &book.files)))
            }
            "/place" => {
                let fault = shown.faults.get(request.query.get("fault")?.parse::<usize>().ok()?)?;
                // Of an older book it is not known where the words stand now.
                let span = fault.primary.as_ref().filter(|_| shown.files.is_none())?.span;
                let (page, down) = book.words()?.page(span, &book.files)?;
                Some(Answer::json(&json!({ "page": page + 1, "down": down.to_pt() })))
            }
            _ => None,
        }
    }
}

/// A place in a text: the file, the line, and what it says.
fn source(span: Span, files: &Files) -> Json {
    let (line, column) = files.line_column(span);
    let file = files.get(span.file);
    let says = file.text.lines().nth(line - 1).unwrap_or_default();
    json!({ "file": file.path, "line": line, "column": column, "says": says })
}

/// What two editions have in common is told once.
fn once_each(faults: Diagnostics) -> Vec<Diagnostic> {
    let mut told: FxHashSet<Diagnostic> = FxHashSet::default();
    let mut all: Vec<Diagnostic> = faults.into_iter().filter(|fault| told.insert(fault.clone())).collect();
    all.sort_by_key(|fault| std::cmp::Reverse(fault.severity == Severity::Error));
    all
}

/// Words and rights of each document.
fn tables(project: &Project, files: &Files) -> Json {
    let listed = edit::list(&project.manifest, &project.sources, files);
    let documents = listed.iter().map(|one| {
        json!({ "id": one.id.as_str(), "title": one.title, "byline": one.byline, "date": one.date, "words": one.words,
                "share": one.share })
    });
    let documents: Vec<Json> = documents.collect();
    let usage = project.usage(files);
    let rights = rights::json(project, &usage, &project.all_verdicts(&usage)).unwrap_or_default();
    let rights: Vec<Json> = rights.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    json!({ "documents": documents, "rights": rights })
}

impl Book {
    /// The printed edition that is asked for, or the first, and the EPUB that goes with it. The texts are put in later.
    fn make(project: &Project, edition: Option<&str>, files: &Files, faults: &mut Diagnostics) -> Option<Self> {
        let editions = &project.manifest.editions;
        let printed = || editions.iter().filter(|spec| spec.format == EditionKind::Pdf);
        let named = printed().find(|spec| Some(spec.name.value.as_str()) == edition);
        let epub = editions.iter().find(|spec| spec.format == EditionKind::Epub);
        let print: &EditionSpec = named.or_else(|| printed().next()).or(epub)?;
        let (view, made) = project.look(files, print, epub, faults);
        if view.is_none() && made.is_empty() {
            return None;
        }
        let mut book = Self {
            files: Files::default(),
            view,
            epub: BTreeMap::new(),
            sections: Vec::new(),
            markers: BTreeMap::new(),
            words: OnceLock::new(),
        };
        for file in made {
            if file.name.starts_with("text/") {
                let text = String::from_utf8_lossy(&file.bytes);
                book.sections
                    .push((file.name.clone(), between(&text, "<title>", "</title>").unwrap_or(&file.name).to_owned()));
                for marker in text.split("epub:type=\"pagebreak\"").skip(1) {
                    if let Some(id) = between(marker, "id=\"", "\"") {
                        book.markers.insert(id.trim_start_matches("p_").to_owned(), format!("{}#{id}", file.name));
                    }
                }
            }
            book.epub.insert(file.name, (file.media, file.bytes));
        }
        Some(book)
    }

    fn words(&self) -> Option<&Words> {
        let view = self.view.as_ref()?;
        Some(self.words.get_or_init(|| Words::new(&view.book, &view.composition)))
    }
}

/// What stands between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    Some(text.split_once(from)?.1.split_once(to)?.0)
}
