//! Inlines made flat.

use super::*;

fn run(text: &str) -> Inline {
    Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })
}

fn flat(inlines: &[Inline]) -> String {
    let style = TextStyle {
        family: Family::Text,
        size: Length::pt(10.0),
        italic: false,
        bold: false,
        capitals: Capitals::Ordinary,
        figures: Figures::OldStyle,
        tracking: 0,
    };
    let marks = Marks::new();
    let mut collector =
        Collector { notes: &[], marks: &marks, languages: &mut |_| 0, preformatted: false, line_ends: true };
    let flat = collector.collect(inlines, &Language::parse("en").unwrap(), &style);
    let mut out = String::new();
    for (at, piece) in flat.pieces.iter().enumerate() {
        let looks = [(piece.look.kind.italic, "i"), (piece.look.kind.bold, "b"), (piece.look.code, "c")];
        let looks: String = looks.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        out += &looks;
        out += &["[", &flat.text[flat.range(at)].replace(LINE_END, "/"), "]"].concat();
    }
    out
}

#[test]
fn white_space_collapses_over_styles_and_emphasis_toggles() {
    let emphasis = |content| Inline::Styled(Style::Emphasis, content);
    let inlines = [run("  a \n b "), emphasis(vec![run(" c"), emphasis(vec![run(" d")]), run("e ")]), run(" ")];
    assert_eq!(flat(&inlines), "[a b ]i[c][ d]i[e]");
    let code = Inline::Styled(Style::Strong, vec![Inline::Styled(Style::Code, vec![run("x\u{ad}y")])]);
    assert_eq!(flat(&[code, run(" "), Inline::LineBreak, run(" z")]), "bc[xy][/][z]");
}

#[test]
fn a_space_that_goes_takes_along_what_was_noted_behind_it() {
    let style = crate::design::Design::default();
    let style = crate::typeset::measures::Measures::new(&style, crate::typeset::page::Binding::Left).text_type();
    let marks = Marks::new();
    let mut collector =
        Collector { notes: &[], marks: &marks, languages: &mut |_| 0, preformatted: false, line_ends: true };
    let inlines = [
        run("a \u{200b}\u{ad}\u{2060}"),
        Inline::Anchor(AnchorId(1)),
        Inline::NoteCall(NoteId(0)),
        Inline::LineBreak,
        run("b \u{200b}"),
    ];
    let flat = collector.collect(&inlines, &Language::parse("en").unwrap(), &style);
    assert_eq!(flat.text, "a\u{2028}b");
    assert_eq!((&*flat.allowed, &*flat.soft_hyphens, &*flat.forbidden), (&[1, 5][..], &[1][..], &[1][..]));
    assert_eq!((&*flat.anchors, &*flat.calls), (&[(1, AnchorId(1))][..], &[(1, NoteId(0))][..]));
}

#[test]
fn nesting_of_any_depth() {
    let deep = (0..20_000).fold(vec![run("deep")], |content, _| vec![Inline::Styled(Style::Strong, content)]);
    assert_eq!(flat(&deep), "b[deep]");
    // Dropping it by recursion is not this module's matter.
    std::mem::forget(deep);
}
