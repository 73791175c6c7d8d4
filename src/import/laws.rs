//! What is written reads back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;

use super::markdown::markdown;
use crate::diagnostic::{Diagnostics, FileId, Files, Span};
use crate::document::{
    Alignment, Block, Document, Figure, Inline, Inlines, List, ListKind, Located, Note, NoteId, Origin, Picture, Run,
    Style, Table, Target, Verse, VerseLine, Voice, dump,
};
use crate::metadata::Language;
use crate::source::{self, Kind, Reading};

fn place() -> (FileId, Span) {
    let file = Files::default().add("a.md", "");
    (file, Span::new(file, 0..0))
}

fn text(words: &str) -> Inline {
    Inline::Text(Run { text: words.to_owned(), origin: Origin::Source(place().1) })
}

fn located(block: Block) -> Located<Block> {
    Located::new(block, place().1, 0)
}

/// A word of the letters and signs that Markdown, HTML and this program make something of.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zé]{1,6}",
        2 => "[-*_`~#>+=|&<>!.:;(){}'\"\\[\\]\\\\@^0-9a-c…“]{1,5}",
        1 => prop::sample::select(vec![
            "1.", "2)", "#", "##", "-", "---", "***", "___", "+++", "===", "```", "~~~", "&amp;", "&#38;", "[^1]:", "[^a]",
            "[@key]", "<!--ix", "-->", "<em>", "</em>", "<br>", "[!verse]", ">", "{#id}", "\\", "\\\\", "http://a.b", "|",
            ":--", "a*b*c", "_a_", "![", "](", "<div>", "[a](b)", "{.c}", "doc:x", "\u{a0}",
        ]).prop_map(str::to_owned),
    ]
}

/// Words with single spaces between, never blank.
fn run() -> impl Strategy<Value = Inline> {
    prop::collection::vec(word(), 1..4)
        .prop_map(|words| text(words.join(" ").trim_matches(['\u{a0}', ' '])))
        .prop_filter("words", |inline| !matches!(inline, Inline::Text(run) if run.text.is_empty()))
}

fn styled() -> impl Strategy<Value = Inline> {
    let style = prop::sample::select(vec![
        Style::Emphasis,
        Style::Strong,
        Style::SmallCaps,
        Style::Superscript,
        Style::Subscript,
        Style::Struck,
    ]);
    let inner = prop_oneof![
        3 => run().prop_map(|run| vec![run]),
        1 => (run(), run()).prop_map(|(a, b)| vec![a, Inline::Styled(Style::Superscript, vec![b])]),
    ];
    let code = "[a-z`|*\\\\]{1,5}".prop_map(|words| Inline::Styled(Style::Code, vec![text(&words)]));
    prop_oneof![
        4 => (style, inner).prop_map(|(style, inner)| Inline::Styled(style, inner)),
        1 => code,
        1 => run().prop_map(|run| Inline::Foreign(Language::parse("ru").unwrap(), vec![run])),
        1 => (run(), "[a-z&*_()=]{0,5}").prop_map(|(run, path)| {
            Inline::Link { target: Target::Url(format!("https://a.example/x{path}")), content: vec![run], span: None }
        }),
        1 => run().prop_map(|alt| Inline::Picture(Picture {
            key: "images/a b.png".to_owned(), alt: crate::document::plain_text(&[alt]), span: place().1,
        })),
    ]
}

/// Text and markup in turns, with or without spaces between; begins with text.
fn inlines(breaks: bool) -> impl Strategy<Value = Inlines> {
    let joint = prop::sample::select(if breaks { vec![" ", "", "\n"] } else { vec![" ", ""] });
    (run(), prop::collection::vec((joint, styled(), run()), 0..3)).prop_map(|(first, more)| {
        let mut all = vec![first];
        for (joint, styled, words) in more {
            match joint {
                "" => {}
                "\n" => all.push(Inline::LineBreak),
                space => all.push(text(space)),
            }
            all.push(styled);
            if joint == " " {
                all.push(text(" "));
            }
            all.push(words);
        }
        all
    })
}

fn leaf() -> impl Strategy<Value = Block> {
    let line = (0_u8..6, inlines(false)).prop_map(|(indent, content)| VerseLine { indent, content });
    let table = (1_usize..4, 0_usize..3).prop_flat_map(|(columns, rows)| {
        let cells = || prop::collection::vec(inlines(false), columns);
        let alignments = prop::collection::vec(
            prop::sample::select(vec![Alignment::Start, Alignment::Centre, Alignment::End]),
            columns,
        );
        (alignments, cells(), prop::collection::vec(cells(), rows))
            .prop_map(|(columns, head, rows)| Block::Table(Table { columns, head, rows }))
    });
    prop_oneof![
        6 => inlines(true).prop_map(Block::Paragraph),
        1 => (1_u8..=6, inlines(false)).prop_map(|(level, content)| Block::Heading { level, content, id: None, classes: vec![] }),
        1 => inlines(false).prop_map(|content| Block::Heading { level: 1, content, id: Some("here".to_owned()), classes: vec![] }),
        2 => prop::collection::vec(prop::collection::vec(line, 1..4), 1..3).prop_map(|stanzas| Block::Verse(Verse { stanzas })),
        2 => table,
        1 => Just(Block::SectionBreak),
        1 => (run(), prop::option::of(inlines(false))).prop_map(|(alt, caption)| Block::Figure(Figure {
            picture: Picture { key: "images/a.png".to_owned(), alt: crate::document::plain_text(&[alt]), span: place().1 },
            // A picture in a caption is none that a page can have.
            caption: caption.filter(|all| !all.iter().any(|one| matches!(one, Inline::Picture(_)))).unwrap_or_default(),
        })),
        1 => "([a-z`~>#*-]{1,6}\n?){1,4}".prop_map(|code| Block::Listing {
            language: None, text: Run { text: code.trim_end().to_owned(), origin: Origin::Source(place().1) }, places: vec![],
        }),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let blocks = prop::collection::vec(inner.prop_map(located), 1..3);
        let kind = prop::sample::select(vec![ListKind::Bulleted, ListKind::Numbered(1), ListKind::Numbered(7)]);
        prop_oneof![
            blocks.clone().prop_map(Block::Quotation),
            (kind, prop::collection::vec(blocks, 1..3)).prop_map(|(kind, items)| {
                let mut items = items;
                if let [item] = items.as_mut_slice()
                    && matches!(item.as_slice(), [Located { node: Block::Figure(_), .. }])
                {
                    return item.remove(0).node;
                }
                let tight = crate::source::html::is_tight(&items);
                Block::List(List { kind, tight, items })
            }),
        ]
    })
}

/// A document, shown short where it fails.
struct Sample(Document);

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

fn document() -> impl Strategy<Value = Sample> {
    let blocks = prop::collection::vec(block().prop_map(located), 1..5);
    let notes = prop::collection::vec(prop::collection::vec(block().prop_map(located), 1..3), 0..3);
    (blocks, notes).prop_map(|(mut blocks, bodies)| {
        let (file, span) = place();
        let calls: Inlines = std::iter::once(text("Calls"))
            .chain((0..bodies.len()).map(|n| Inline::NoteCall(NoteId(u32::try_from(n).unwrap()))))
            .collect();
        blocks.insert(0, located(Block::Paragraph(calls)));
        let note = |(n, mut body): (usize, Vec<Located<Block>>)| {
            crate::source::html::number(&mut body);
            Note { voice: Voice::Author, mark: (n + 1).to_string(), language: None, signature: None, body, span }
        };
        crate::source::html::number(&mut blocks);
        Sample(Document { file, front_matter: None, blocks, notes: bodies.into_iter().enumerate().map(note).collect() })
    })
}

/// Blocks as they are dumped, levels of headings as they are raised.
fn shown(document: &Document) -> String {
    let mut document = document.clone();
    crate::source::html::raise_headings(&mut document.blocks);
    dump::document(&document)
}

fn read_back(markdown: &str) -> (Document, Diagnostics) {
    let file = Files::default().add("a.md", markdown);
    let mut diagnostics = Diagnostics::default();
    let document = source::read(markdown, file, Kind::Markdown, Reading::SOURCE, &mut diagnostics);
    (document, diagnostics)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(document in document()) {
        let written = markdown(&document.0);
        let (back, _) = read_back(&written);
        prop_assert_eq!(shown(&back), shown(&document.0), "{}", written);
    }

    #[test]
    fn no_page_can_be_misread(page in "(<(p|div|b|i|table|tr|td|ul|li|a href=\"#x\"|h2|blockquote|pre|br|dl|dt|dd|sup|span lang=ru|figure|img src=a[.]png|q)>|</(p|div|b|i|table|td|ul|li|a|h2|blockquote|pre|dl|sup|span|figure)>|[a-z*_#>\\[\\]&;1. \n\\-]{1,8}|<p id=x>|<a id=\"x\">1[.] |<!--|-->|<|&nbsp;){0,40}") {
        let file = Files::default().add("a.html", page.as_str());
        let document = source::read(&page, file, Kind::Html, Reading::SOURCE, &mut Diagnostics::default());
        let written = markdown(&document);
        let (back, _) = read_back(&written);
        prop_assert_eq!(shown(&back), shown(&document), "{}", written);
    }
}
