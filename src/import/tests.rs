//! Files of word processors and e-books in, texts out: archives made here, as small as their standards allow.

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
    assert_eq!(imported("a.docx", b"PK\x03\x04nonsense").1, ["import-format"]);
    assert_eq!(imported("a.docx", &archive(&[("word/document.xml", "<w:document")])).1.len(), 1);
}
