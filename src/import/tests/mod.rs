//! Files of word processors and e-books in, texts out: archives made here, as small as their standards allow.

mod pages;
mod word;

use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;

use super::{Imported, Incoming, import};
use crate::diagnostic::{Diagnostics, Files};

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn imported(name: &str, bytes: &[u8]) -> (Vec<Imported>, Vec<&'static str>) {
    let mut faults = Diagnostics::default();
    let file = Incoming { path: Path::new(name), bytes, beside: &|_| None, clean: false };
    let made = import(&file, &mut Files::default(), &mut faults);
    (made, faults.as_slice().iter().map(|fault| fault.code).collect())
}

/// The only text that comes of a file without a fault.
fn only(name: &str, files: &[(&str, &str)]) -> String {
    let (made, faults) = imported(name, &archive(files));
    assert!(faults.is_empty(), "{faults:?}");
    let [one] = made.as_slice() else { panic!("{made:?}") };
    one.text.clone()
}

/// A paragraph of Word in a style.
fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

const CORE: &str = "<cp:coreProperties xmlns:cp='cp' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
                    <dc:creator>Ada Byrne</dc:creator></cp:coreProperties>";

fn of_word(styles: &[(&str, &str)], body: &str) -> String {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='2'><w:p><w:r><w:t>As the log says.</w:t></w:r></w:p>\
                 </w:footnote></w:footnotes>";
    let mut files =
        vec![("word/document.xml", document.as_str()), ("word/footnotes.xml", notes), ("docProps/core.xml", CORE)];
    files.extend(styles);
    only("ferry.docx", &files)
}

const BODY: &str = "<w:p><w:r><w:t xml:space='preserve'>It was </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>very</w:t></w:r>\
                    <w:r><w:t xml:space='preserve'> cold.</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
                    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Tide</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Hour</w:t></w:r></w:p></w:tc></w:tr>\
                    <w:tr><w:tc><w:p><w:r><w:t>high</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>six</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";

#[test]
fn a_document_of_word() {
    let body = styled("Title", "The Ferry") + &styled("Heading1", "Morning") + BODY;
    let text = of_word(&[], &body);
    assert_eq!(
        text,
        "+++\ntitle = \"The Ferry\"\nauthors = [\"Ada Byrne\"]\n+++\n\n# Morning\n\nIt was *very* cold.[^2]\n\n\
         | Tide | Hour |\n|---|---|\n| high | six |\n\n[^2]: As the log says.\n"
    );
}

#[test]
fn styles_of_word_go_by_their_names() {
    let style = |id: &str, name: &str| format!("<w:style w:styleId='{id}'><w:name w:val='{name}'/></w:style>");
    let styles = format!("<w:styles xmlns:w='w'>{}{}</w:styles>", style("S6", "heading 1"), style("S7", "heading 2"));
    let body = styled("Title", "The Ferry") + &styled("S6", "Morning") + &styled("S7", "The first boat") + BODY;
    let text = of_word(&[("word/styles.xml", &styles)], &body);
    assert!(text.contains("# Morning\n\n## The first boat\n"), "{text}");
}

#[test]
fn a_document_of_libreoffice() {
    let names = "xmlns:office='o' xmlns:text='t' xmlns:dc='http://purl.org/dc/elements/1.1/'";
    let content = format!(
        "<office:document-content {names}><office:body><office:text><text:h text:outline-level='1'>The Walk</text:h>\
         <text:p>We walked.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Slowly.</text:p>\
         </text:note-body></text:note> And on.</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item>\
         <text:list-item><text:p>two</text:p></text:list-item></text:list></office:text></office:body>\
         </office:document-content>"
    );
    let meta = format!(
        "<office:document-meta {names}><office:meta><dc:creator>Ben Frame</dc:creator><dc:title>The Walk</dc:title>\
         </office:meta></office:document-meta>"
    );
    assert_eq!(
        only("walk.odt", &[("content.xml", &content), ("meta.xml", &meta)]),
        "+++\ntitle = \"The Walk\"\nauthors = [\"Ben Frame\"]\n+++\n\nWe walked.[^1] And on.\n\n- one\n- two\n\n\
         [^1]: Slowly.\n"
    );
}

#[test]
fn an_archive_that_is_none_of_these_is_refused() {
    assert_eq!(imported("a.zip", &archive(&[("a.txt", "words")])).1, ["import-format"]);
}

#[test]
fn lists_of_word_may_be_said_by_styles() {
    let style = |id: &str, inner: &str| format!("<w:style w:styleId='{id}'><w:name w:val='{id}'/>{inner}</w:style>");
    let list = |number: u8| format!("<w:pPr><w:numPr><w:numId w:val='{number}'/></w:numPr></w:pPr>");
    let styles = format!(
        "<w:styles xmlns:w='w'>{}{}</w:styles>",
        style("Bulleted", &list(1)),
        style("Inner", "<w:basedOn w:val='Bulleted'/><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr>")
    );
    let none = "<w:p><w:pPr><w:pStyle w:val='Bulleted'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>out</w:t></w:r></w:p>";
    let body = styled("Bulleted", "one") + &styled("Inner", "inside") + &styled("Bulleted", "two") + none + BODY;
    let text = of_word(&[("word/styles.xml", &styles)], &body);
    assert!(text.contains("- one\n  - inside\n- two\n\nout\n"), "{text}");
}

#[test]
fn what_a_program_signs_is_no_fact() {
    let core = "<cp:coreProperties xmlns:cp='cp' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='t'>\
                <dc:creator>python-docx</dc:creator><dcterms:created>2013-12-23T23:15:00Z</dcterms:created></cp:coreProperties>";
    let document = format!("<w:document xmlns:w='w'><w:body>{BODY}</w:body></w:document>");
    let (made, faults) =
        imported("ferry.docx", &archive(&[("word/document.xml", &document), ("docProps/core.xml", core)]));
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!((made[0].facts.authors.len(), &made[0].facts.date), (0, &None));
    assert!(made[0].report.iter().any(|remark| remark.text.contains("2013-12-23")), "{:?}", made[0].report);
}

#[test]
fn a_document_of_word_that_calls_its_parts_otherwise() {
    let relations = "<Relationships><Relationship Id='r' Type='http://x/relationships/officeDocument' \
                     Target='/word/document2.xml'/></Relationships>";
    let document =
        format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", styled("Normal", "It was cold."));
    let files = [
        ("[Content_Types].xml", ""),
        ("word/styles.xml", ""),
        ("_rels/.rels", relations),
        ("word/document2.xml", &document),
    ];
    assert!(only("ferry.docx", &files).ends_with("It was cold.\n"));
}

/// A book of chapters: name and body of each.
fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";
    let (mut items, mut spine) = (String::new(), String::new());
    for (name, _) in chapters {
        items += "<item id='NAME' href='NAME.xhtml'/>".replace("NAME", name).as_str();
        spine += "<itemref idref='NAME'/>".replace("NAME", name).as_str();
    }
    let opf = format!(
        "<package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>Two Boats</dc:title>\
         <dc:creator>Ada Byrne</dc:creator><dc:date>1911</dc:date><dc:language>en</dc:language></metadata>\
         <manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let pages: Vec<(String, String)> = chapters
        .iter()
        .map(|(name, body)| (format!("OPS/{name}.xhtml"), format!("<html><body>{body}</body></html>")))
        .collect();
    let mut files = vec![("META-INF/container.xml", container), ("OPS/book.opf", &opf)];
    files.extend(pages.iter().map(|(name, page)| (name.as_str(), page.as_str())));
    archive(&files)
}

#[test]
fn chapters_of_an_e_book() {
    let words = "The ferry left at six with eleven men and a horse on board, and the tide was with it all the way down \
                 to the lower pier, where nobody stood.";
    let first = format!(
        "<h1>The First Boat</h1><p>{words}<a epub:type='noteref' href='#n1'>1</a></p><aside epub:type='footnote' id='n1'><p>As the log says.</p></aside>"
    );
    let second = format!("<h1>The Second Boat</h1><p><em>Late</em>. {words}</p>");
    let (made, faults) =
        imported("two-boats.epub", &book(&[("cover", "<p>Two Boats</p>"), ("c1", &first), ("c2", &second)]));
    assert!(faults.is_empty(), "{faults:?}");
    let [one, two] = made.as_slice() else { panic!("{made:?}") };
    assert_eq!([one.id.as_str(), two.id.as_str()], ["two-boats-01-c1", "two-boats-02-c2"]);
    assert_eq!(
        one.text,
        format!(
            "+++\ntitle = \"The First Boat\"\nauthors = [\"Ada Byrne\"]\ndate = \"1911\"\ncontainer = \"Two Boats\"\n\
             language = \"en\"\n+++\n\n{words}[^1]\n\n[^1]: As the log says.\n"
        )
    );
    assert!(two.text.ends_with(&format!("*Late*. {words}\n")), "{}", two.text);
    assert!(one.report.iter().any(|remark| remark.text.contains("cover")), "{:?}", one.report);
}

#[test]
fn a_book_of_short_chapters_is_kept() {
    let (made, faults) = imported("b.epub", &book(&[("c1", "<p>It rained.</p>"), ("c2", "<p>It stopped.</p>")]));
    assert_eq!((made.len(), faults.len()), (2, 0));
}

#[test]
fn what_is_broken_is_called_so() {
    let whole = archive(&[("word/document.xml", "<w:document xmlns:w='w'><w:body/></w:document>")]);
    for (name, bytes) in [
        ("a.docx", &whole[..whole.len() / 2]),
        ("a.docx", b"PK\x03\x04nonsense".as_slice()),
        ("a.odt", b"not a zip"),
        ("a.epub", b""),
    ] {
        assert_eq!(imported(name, bytes).1, ["import-damaged"], "{name}");
    }
}

#[test]
fn first_lines_that_are_facts_are_moved_and_no_others() {
    let text = |words: &str| imported("a.txt", words.as_bytes()).0.remove(0).text;
    let body =
        "It rained on the harbour all week, and the boats stayed in. Nobody went down to the water, and nobody spoke.";
    let whole = text(&format!("The Third Book\n\nBy Mira Dunlop\n9 March 2014\n\n{body}\n"));
    assert_eq!(
        whole,
        format!(
            "+++\ntitle = \"The Third Book\"\nauthors = [\"Mira Dunlop\"]\ndate = 2014-03-09\nlanguage = \"en\"\n+++\n\n{body}\n"
        )
    );
    let place = text(&format!("The Third Book\n\nVarn Head, 9 March 2014\n\n{body}\n"));
    assert!(place.contains(&format!("+++\n\nVarn Head, 9 March 2014\n\n{body}")), "{place}");
}

#[test]
fn soft_hyphens_of_a_page_go() {
    let page = "<html><body><article><h1>Rain</h1><p>It rai&shy;ned on the har\u{AD}bour.</p></article></body></html>";
    let (made, _) = imported("rain.html", page.as_bytes());
    assert!(made[0].text.ends_with("It rained on the harbour.\n"), "{}", made[0].text);
}

fn guessed(name: &str, text: &str) -> (Option<String>, Vec<String>, Option<String>, Vec<String>) {
    let guess = super::guessed(Path::new(name), text.as_bytes());
    (guess.facts.title, guess.facts.authors, guess.facts.date, guess.said)
}

#[test]
fn what_stands_above_a_text_in_its_own_folder() {
    let body = "It rained on the harbour all week, and the boats stayed in the bay, and nobody spoke.";
    let mira = || vec!["Mira Dunlop".to_owned()];
    let title = "THE LAMP OF VARN HEAD".to_owned();
    assert_eq!(
        guessed("a.txt", &format!("{title}\nby Mira Dunlop\n\n{body}\n")),
        (Some(title.clone()), mira(), None, vec![title.clone()])
    );
    // A first line alone may be anything.
    assert_eq!(guessed("a.txt", &format!("{title}\n\n{body}\n")), (None, vec![], None, vec![]));
    assert_eq!(
        guessed("a.md", &format!("# Lamps\n\n*Mira Dunlop, 12 June 1912*\n\n{body}\n")),
        (None, mira(), Some("1912-06-12".to_owned()), vec![])
    );
    assert_eq!(
        guessed("a.md", &format!("# Lamps\n\nBy Mira Dunlop\n\n{body}\n")),
        (None, mira(), None, vec!["By Mira Dunlop".to_owned()])
    );
    for text in [
        format!("# Lamps\n\nVarn Head, 12 June 1912\n\n{body}\n"),
        "+++\ntitle = \"A\"\n+++\n# Lamps\n\nBy Mira Dunlop\n".to_owned(),
    ] {
        assert_eq!(guessed("a.md", &text), (None, vec![], None, vec![]), "{text}");
    }
}
