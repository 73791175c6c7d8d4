//! What programs write into documents of Word besides paragraphs and runs.

use super::{archive, imported, only, styled};

/// A document whose body is between words that no page would have at its edges.
fn document(body: &str) -> String {
    let first =
        styled("Normal", "The ferry left at six, when the tide had turned, and nobody on the quay looked up at it.");
    let last =
        styled("Normal", "By noon the wind had gone round to the north, and the boats that were out came home early.");
    format!("<w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='s'><w:body>{first}{body}{last}</w:body></w:document>")
}

/// What lies between these words in the text that comes of it.
fn between(body: &str, parts: &[(&str, &str)]) -> String {
    let document = document(body);
    let mut files = vec![("word/document.xml", document.as_str())];
    files.extend(parts);
    let text = only("ferry.docx", &files);
    let after = text.split("looked up at it.").nth(1).expect("the first paragraph");
    after.split("By noon").next().expect("the last paragraph").trim().to_owned()
}

fn run(inner: &str) -> String {
    format!("<w:r>{inner}</w:r>")
}

fn words(text: &str) -> String {
    run(&format!("<w:t xml:space='preserve'>{text}</w:t>"))
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

#[test]
fn boxes_follow_the_paragraph_they_are_tied_to_once() {
    let text_box = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", styled("Normal", words));
    let drawing = format!(
        "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent>",
        text_box("Boats may not be left here overnight.")
    );
    let body = paragraph(&(words("On the wall was a board. ") + &run(&drawing) + &words("Nobody read it.")));
    assert_eq!(
        between(&body, &[]),
        "On the wall was a board. Nobody read it.\n\nBoats may not be left here overnight."
    );
}

#[test]
fn one_of_several_ways_is_read() {
    let way = |words: &str| styled("Normal", words);
    let block = format!(
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        way("The newer way of saying it."),
        way("The older way of saying it.")
    );
    let inside = format!(
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        words("once"),
        words("twice")
    );
    let body = block + &paragraph(&(words("It was said ") + &inside + &words(" only.")));
    assert_eq!(between(&body, &[]), "The newer way of saying it.\n\nIt was said once only.");
}

#[test]
fn what_was_moved_is_where_it_was_moved_to() {
    let body = format!(
        "<w:moveFrom>{}</w:moveFrom>{}<w:moveTo>{}</w:moveTo>",
        styled("Normal", "The lamp was lit at dusk."),
        styled("Normal", "The keeper went home."),
        styled("Normal", "The lamp was lit at dusk.")
    );
    assert_eq!(between(&body, &[]), "The keeper went home.\n\nThe lamp was lit at dusk.");
}

#[test]
fn quotations_end_at_tables_and_in_cells() {
    let cell = |paragraph: &str| format!("<w:tc>{paragraph}</w:tc>");
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let plain = |words: &str| styled("Normal", words);
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[&plain("Day"), &plain("Tide"), &plain("Hour")]),
        row(&[&plain("Monday"), &styled("Quote", "high"), &plain("six")])
    );
    let body = styled("Quote", "Look at the table.") + &table + &plain("After the table.");
    assert_eq!(
        between(&body, &[]),
        "> Look at the table.\n\n| Day | Tide | Hour |\n|---|---|---|\n| Monday | high | six |\n\nAfter the table."
    );
}

#[test]
fn breaks_of_pages_part_words_and_signs_are_read() {
    let body =
        paragraph(&run("<w:t>one</w:t><w:br w:type='page'/><w:t>two</w:t><w:sym w:font='Symbol' w:char='F061'/>\
              <w:sym w:font='Private' w:char='F061'/>"));
    assert_eq!(between(&body, &[]), "one twoα\u{FFFD}");
}

#[test]
fn styles_of_characters_hidden_words_and_fields() {
    let styles = "<w:styles xmlns:w='w'><w:style w:type='character' w:styleId='S'><w:name w:val='Ship name'/>\
                  <w:rPr><w:i/></w:rPr></w:style></w:styles>";
    let field = |kind: &str| run(&format!("<w:fldChar w:fldCharType='{kind}'/>"));
    let asks = |words: &str| run(&format!("<w:instrText>{words}</w:instrText>"));
    let body = paragraph(
        &(words("The ")
            + &run("<w:rPr><w:rStyle w:val='S'/></w:rPr><w:t>Ark</w:t>")
            + &run("<w:rPr><w:rStyle w:val='Emphasis'/></w:rPr><w:t xml:space='preserve'> never</w:t>")
            + &run("<w:rPr><w:rStyle w:val='S'/><w:i w:val='0'/></w:rPr><w:t xml:space='preserve'> came.</w:t>")
            + &run("<w:rPr><w:vanish/></w:rPr><w:t>secret</w:t>")
            + &words(" See ")
            + &field("begin")
            + &asks(" HYPERLINK &quot;https://example.org/log&quot; ")
            + &field("separate")
            + &words("the log")
            + &field("end")
            + &words(".")),
    );
    assert_eq!(
        between(&body, &[("word/styles.xml", styles)]),
        "The *Ark never* came. See [the log](<https://example.org/log>)."
    );
    let document = document(&body);
    let (made, _) = imported("ferry.docx", &archive(&[("word/document.xml", &document)]));
    let told: Vec<&str> = made[0].report.iter().map(|remark| remark.text.as_str()).collect();
    assert!(told.contains(&"1 passage(s) that Word hides"), "{told:?}");
}

#[test]
fn notes_stand_where_the_document_says() {
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='r1' Type='http://x/relationships/{kind}' Target='{target}'/></Relationships>"
        )
    };
    let document = document(&paragraph(&(words("It rained.") + &run("<w:footnoteReference w:id='2'/>"))));
    let notes = format!(
        "<w:footnotes xmlns:w='w'><w:footnote w:id='2'>{}</w:footnote></w:footnotes>",
        styled("Normal", "For three days.")
    );
    let text = only(
        "ferry.docx",
        &[
            ("[Content_Types].xml", ""),
            ("word/styles.xml", ""),
            ("_rels/.rels", &relations("officeDocument", "/text/main.xml")),
            ("text/main.xml", &document),
            ("text/_rels/main.xml.rels", &relations("footnotes", "under.xml")),
            ("text/under.xml", &notes),
        ],
    );
    assert!(text.contains("It rained.[^2]") && text.contains("[^2]: For three days."), "{text}");
}

#[test]
fn levels_of_lists_are_what_their_numbers_say() {
    let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='7'>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl>\
        </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
        <w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'>\
        <w:numFmt w:val='bullet'/></w:lvl></w:lvlOverride></w:num></w:numbering>";
    let item = |list: u8, level: u8, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>\
             <w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = item(1, 0, "counted") + &item(1, 1, "not counted") + &item(2, 0, "a point");
    assert_eq!(between(&body, &[("word/numbering.xml", numbering)]), "1. counted\n   - not counted\n\n- a point");
}

#[test]
fn tables_of_contents_are_left_out_and_told() {
    let contents = styled("TOC1", "Morning 3") + &styled("TOC1", "Evening 9");
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='TOC1'><w:name w:val='toc 1'/></w:style></w:styles>";
    assert_eq!(between(&contents, &[("word/styles.xml", styles)]), "");
}

#[test]
fn nothing_of_a_short_document_is_taken_for_the_frame_of_a_page() {
    let link = "<w:hyperlink r:id='r1'><w:r><w:t>the log</w:t></w:r></w:hyperlink>";
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Top left</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Top right\
                 </w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Below</w:t></w:r></w:p></w:tc><w:tc>\
                 <w:p><w:r><w:t>right</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = styled("Normal", "Above") + table + &styled("Normal", "Ouch") + &paragraph(link);
    let document = format!("<w:document xmlns:w='w' xmlns:r='r'><w:body>{body}</w:body></w:document>");
    let relations =
        "<Relationships><Relationship Id='r1' Type='x/hyperlink' Target='https://example.org/'/></Relationships>";
    let text = only("ferry.docx", &[("word/document.xml", &document), ("word/_rels/document.xml.rels", relations)]);
    assert_eq!(
        text,
        "Above\n\n| Top left | Top right |\n|---|---|\n| Below | right |\n\nOuch\n\n[the log](<https://example.org/>)\n"
    );
}

#[test]
fn what_is_nested_without_end_is_refused() {
    let nested = |open: &str, close: &str| open.repeat(20_000) + close.repeat(20_000).as_str();
    for body in [
        nested("<w:sdt>", "</w:sdt>"),
        format!("<w:p>{}</w:p>", nested("<w:ins>", "</w:ins>")),
        nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ] {
        let document = document(&body);
        assert_eq!(imported("ferry.docx", &archive(&[("word/document.xml", &document)])).1, ["import-damaged"]);
    }
    for body in [
        nested("<t:section>", "</t:section>"),
        format!("<t:p>{}</t:p>", nested("<t:a>", "</t:a>")),
        nested("<t:list><t:list-item>", "</t:list-item></t:list>"),
    ] {
        let content = format!(
            "<o:document-content xmlns:o='o' xmlns:t='t'><o:body><o:text>{body}</o:text></o:body></o:document-content>"
        );
        assert_eq!(imported("walk.odt", &archive(&[("content.xml", &content)])).1, ["import-damaged"]);
    }
}
