//! Words as they were written: escaped once, in their language, without harm.

use super::*;
use crate::document::{Note, NoteId};
use crate::metadata::Language;

#[test]
fn titles_are_escaped_once_everywhere() {
    let files = opened(&made(&sample::book()));
    assert!(
        files["OEBPS/content.opf"].contains("<dc:title id=\"title\">A Harbour &amp; Its &lt;Papers&gt;</dc:title>")
    );
    assert!(files["OEBPS/toc.ncx"].contains("<text>Lamps &amp; Oil</text>"));
    assert!(files["OEBPS/nav.xhtml"].contains(">Lamps &amp; Oil</a>"));
    assert!(files["OEBPS/text/lamps.xhtml"].contains("<title>Lamps &amp; Oil</title>"));
    assert!(files["OEBPS/text/title-page.xhtml"].contains("A Harbour &amp; <em>Its &lt;Papers&gt;</em>"));
}

#[test]
fn languages_stand_both_ways_with_their_direction() {
    let files = opened(&made(&sample::book()));
    let tide = &files["OEBPS/text/tide-tables.xhtml"];
    assert!(tide.contains("<span lang=\"he\" xml:lang=\"he\" dir=\"rtl\">ספר</span>"));
    let candles = &files["OEBPS/text/candles.xhtml"];
    assert!(candles.contains("<div lang=\"de\" xml:lang=\"de\">"));
    assert!(
        candles.contains("id=\"note_6\" role=\"doc-footnote\" lang=\"de\""),
        "an author's note speaks his language\n{candles}"
    );
}

#[test]
fn titles_speak_their_own_language() {
    let mut book = sample::book();
    let selection = &mut book.parts[0].chapters[0].selections[0];
    selection.text.language = Language::parse("he").unwrap();
    selection.title = vec![text("ספר הלילה")];
    selection.subtitle = Some(vec![text("לוח")]);
    let files = opened(&made(&book));
    sound(&files);
    let spoken = "lang=\"he\" xml:lang=\"he\" dir=\"rtl\">";
    let page = files.values().find(|text| text.contains("<title>ספר הלילה")).unwrap();
    assert!(page.contains(&format!("<hgroup {spoken}")), "{page}");
    assert!(files["OEBPS/nav.xhtml"].contains(&format!("<span {spoken}ספר הלילה</span> (Anne Harker, 1848)</a>")));
    assert!(
        files["OEBPS/text/contents.xhtml"].contains(&format!("{spoken}ספר הלילה</a>")),
        "{}",
        files["OEBPS/text/contents.xhtml"]
    );
}

#[test]
fn hostile_words_do_no_harm() {
    let mut book = sample::book();
    let evil = "\u{0}\u{8}<script>&\"']]>\u{ffff}--";
    let selection = &mut book.parts[0].chapters[0].selections[0];
    selection.title = vec![text(evil)];
    selection.byline = evil.to_owned();
    selection.slug = "../../etc/<x>".to_owned();
    book.metadata.publisher = None;
    book.metadata.description = Some(evil.to_owned());
    book.metadata.sources = vec![evil.to_owned(); 3];
    book.notes.push(Note { mark: String::new(), ..book.notes[0].clone() });
    let missing = [Inline::NoteCall(NoteId(999)), Inline::Anchor(AnchorId(999)), Inline::NoteCall(NoteId(8))];
    selection.text.blocks.insert(0, selection.text.blocks[0].with(Block::Paragraph(missing.to_vec())));
    let files = opened(&made(&book));
    sound(&files);
    assert!(!files.values().any(|text| text.contains("<script")));
    assert!(files["OEBPS/content.opf"].matches("<dc:source>").count() == 1, "a source is named once");
}
