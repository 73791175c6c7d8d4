//! Threads of all shapes that pages have, as dumps.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{FileId, Files};
use crate::document::{dump, walk};
use crate::source::{Kind, Reading, read};

fn spanned(words: &str, file: FileId) -> Spanned<String> {
    Spanned { value: words.to_owned(), span: Span::new(file, 0..0) }
}

/// What became of `text`, faults first.
fn threaded(text: &str, kind: Kind, (heading, keep): (Option<&str>, Option<&str>)) -> (String, Threaded) {
    let mut files = Files::default();
    let file = files.add("a", text);
    let mut diagnostics = Diagnostics::default();
    let mut document = read(text, file, kind, Reading::SOURCE, &mut diagnostics);
    let spec = Thread {
        heading: heading.map(|heading| spanned(heading, file)),
        set_as: None,
        number: true,
        keep: keep.map(|keep| spanned(keep, file)),
        unnamed: Some(spanned("[unsigned]", file)),
    };
    let done = thread(&mut document, &spec, Span::new(file, 0..0), &mut diagnostics);
    let mut shown = String::new();
    for fault in diagnostics.as_slice() {
        let _ = writeln!(shown, "{}: {}", fault.code, fault.message);
    }
    shown.push_str(&dump::blocks(&document.blocks));
    if !done.signs.is_empty() {
        let words: Vec<&str> = done.signs.iter().map(|span| files.slice(*span)).collect();
        let _ = writeln!(shown, "signs: {}", words.join(" | "));
    }
    (shown, done)
}

const NUMBERED: &str = "The keeper has written a good review of the film.

  1. Harbour Bell

    I saw it, and it is a load of fog.

    I can tell you this much: there are no 2. bells.

  2. the film mounts a lantern on the mast…

    how interesting…

  3. Hey Bell,
    i was there.

  4. night_owl

    @Harbour Bell: you were not.
";

#[test]
fn numbers_alone_show_comments() {
    let (shown, done) = threaded(NUMBERED, Kind::Plain, (Some("Comments"), None));
    let expected = "1 paragraph
    The keeper has written a good review of the film.
0 heading 2 .thread
    [Comments]
2 entries, dialogue
    entry 1 #comment-1
        2 lead
            name: Harbour Bell
        3 paragraph
            I saw it, and it is a load of fog.
        4 paragraph
            I can tell you this much: there are no 2. bells.
    entry 2 #comment-2
        0 lead
            name: [unsigned]
        5 paragraph
            the film mounts a lantern on the mast…
        6 paragraph
            how interesting…
    entry 3 #comment-3
        0 lead
            name: [unsigned]
        7 paragraph
            Hey Bell,⟨br⟩
            i was there.
    entry 4 #comment-4, answers 1
        8 lead
            name: night_owl
        9 paragraph
            @Harbour Bell: you were not.
signs: 1. | 2. | 3. | 4.
";
    assert_eq!(shown, expected);
    assert_eq!((done.comments, done.named, done.left_out), (4, 2, vec![]));
}

#[test]
fn what_is_left_out_leaves_a_mark_and_its_number() {
    let (shown, done) = threaded(NUMBERED, Kind::Plain, (Some("Comments"), Some("2, 4")));
    let entries: Vec<&str> = shown.lines().filter(|line| line.contains("entry") || line.contains("omission")).collect();
    let expected = [
        "    entry",
        "        0 omission",
        "    entry 2 #comment-2",
        "    entry",
        "        0 omission",
        "    entry 4 #comment-4",
    ];
    assert_eq!(entries, expected);
    assert_eq!(done.left_out, [1, 3]);
    let (shown, _) = threaded(NUMBERED, Kind::Plain, (Some("Comments"), Some("1-3, 7")));
    assert!(shown.starts_with("no-comment: there is no comment 7\n"), "{shown}");
}

#[test]
fn what_a_page_says_around_a_comment_is_not_the_comments() {
    let text = "A tale.\n\n2 thoughts on “A tale”\n\nAda Byron says:\n\nMarch 5, 2012 at 3:04 pm\n\nGood.\n\nReply\n\nAnonymous said...\n\nIn reply to Ada Byron: no.\n\nOctober 24, 2012 10:02 AM\n\nLeave a Reply\n\nName\n";
    let expected = "1 paragraph
    A tale.
2 heading 2 .thread
    2 thoughts on “A tale”
3 entries, dialogue
    entry 1 #comment-1
        3 lead
            name: Ada Byron
            date: March 5, 2012 at 3:04 pm
        5 paragraph
            Good.
    entry 2 #comment-2, answers 1
        7 lead
            name: Anonymous
            date: October 24, 2012 10:02 AM
        8 paragraph
            In reply to Ada Byron: no.
10 paragraph
    Leave a Reply
11 paragraph
    Name
signs: says: | Reply | said...
";
    let (shown, done) = threaded(text, Kind::Plain, (Some("Comments"), None));
    assert_eq!(shown, expected);
    assert_eq!((done.comments, done.named), (2, 2));
}

#[test]
fn names_before_days() {
    let text = "A tale.\n\nComments:\n\nAda Byron\nMarch 5, 2012\nGood.\n\nYes\n\nBen Frame, 6 March 2012\n\nBad.\n";
    let (shown, _) = threaded(text, Kind::Plain, (Some("Comments"), None));
    let expected = "3 entries, dialogue
    entry 1 #comment-1
        0 lead
            name: Ada Byron
            date: March 5, 2012
        3 paragraph
            Good.
        4 paragraph
            Yes
    entry 2 #comment-2
        5 lead
            name: Ben Frame
            date: 6 March 2012
        6 paragraph
            Bad.
";
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn markdown_marks_its_threads() {
    let text = "# A tale\n\nText.\n\n## Said below {.thread}\n\n### Ada Byron, 5 March 2012\n\nGood.[^1]\n\n### Ben\n\n@Ada Byron\n\nBad.\n\n## Notes\n\nEnd.\n\n[^1]: Note.\n";
    let (shown, _) = threaded(text, Kind::Markdown, (None, None));
    let expected = "3 heading 2 .thread
    Said below
4 entries, dialogue
    entry 1 #comment-1
        4 lead
            name: Ada Byron
            date: 5 March 2012
        5 paragraph
            Good.⟨note 1⟩
    entry 2 #comment-2, answers 1
        6 lead
            name: Ben
        7 paragraph
            @Ada Byron
        8 paragraph
            Bad.
9 heading 2
    Notes
";
    assert!(shown.contains(expected), "{shown}");
    let list = "## Said {.thread}\n\n1. **Ada**: Good.\n2. Bad.\n\n   Very.\n";
    let (shown, _) = threaded(list, Kind::Markdown, (None, None));
    let expected = "2 entries, dialogue
    entry 1 #comment-1
        0 lead
            name: Ada
        2 paragraph
            Good.
    entry 2 #comment-2
        0 lead
            name: [unsigned]
        3 paragraph
            Bad.
        4 paragraph
            Very.
";
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn where_there_is_no_thread_nothing_changes() {
    for (text, code) in
        [("Only text.\n\nAnd more.\n", "no-thread"), ("A.\n\nComments\n\nNobody wrote.\n", "no-comments")]
    {
        let (shown, done) = threaded(text, Kind::Plain, (Some("Comments"), None));
        assert!(shown.starts_with(code) && !shown.contains("entries"), "{shown}");
        assert_eq!(done.comments, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_thread_is_lost(
        picked in prop::collection::vec(0..LINES.len(), 1..14),
        heading in any::<bool>(),
        markdown in any::<bool>(),
    ) {
        let mut text = "A tale.\n\n".to_owned();
        text.push_str(if heading { "## Comments\n\n" } else { "" });
        text.extend(picked.iter().flat_map(|at| [LINES[*at], "\n\n"]));
        let mut files = Files::default();
        let file = files.add("a", text.as_str());
        let kind = if markdown { Kind::Markdown } else { Kind::Plain };
        let mut document = read(&text, file, kind, Reading::SOURCE, &mut Diagnostics::default());
        let before = words_of_source(&document.blocks, &[], &files);
        let spec = Thread { heading: None, set_as: None, number: false, keep: None, unnamed: None };
        let done = thread(&mut document, &spec, Span::new(file, 0..0), &mut Diagnostics::default());
        prop_assert_eq!(words_of_source(&document.blocks, &done.signs, &files), before);
    }
}

/// All words of the source that `blocks` and `signs` have, in any order: a day that stands below a comment is printed
/// above it.
fn words_of_source(blocks: &[Located<Block>], signs: &[Span], files: &Files) -> Vec<String> {
    let mut text = String::new();
    walk::all_inlines(blocks, &mut |inline| {
        if let Inline::Text(Run { text: words, origin: Origin::Source(_) }) = inline {
            text.push_str(words);
            text.push(' ');
        }
    });
    text.extend(signs.iter().flat_map(|span| [files.slice(*span), " "]));
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

#[test]
fn what_follows_said_is_the_comments() {
    let text = "A tale.\n\nComments\n\nAda says:\n\nGood.\n\nBen, 5 March 2012 wrote a letter to the keeper\n";
    let (shown, _) = threaded(text, Kind::Plain, (Some("Comments"), None));
    assert!(shown.contains("Ben, 5 March 2012 wrote a letter to the keeper"), "{shown}");
}

#[test]
fn names_with_days_begin_comments_among_those_who_said() {
    let text =
        "A tale.\n\nComments\n\nAda Byron says:\n\nGood.\n\nPer Q. - 5 March 2012\n\nA lie.\n\nCyd said:\n\nNo.\n";
    let (shown, done) = threaded(text, Kind::Plain, (Some("Comments"), None));
    let names: Vec<&str> = shown.lines().filter_map(|line| line.trim().strip_prefix("name: ")).collect();
    assert_eq!(names, ["Ada Byron", "Per Q.", "Cyd"]);
    assert_eq!(done.comments, 3);
}

#[test]
fn a_head_inside_a_comment_is_told() {
    let text = "A tale.\n\n1. Ada\n\nGood.\n\nBen Frame, 5 March 2012\n\nA lie.\n\n2. Cyd\n\nNo.\n\n3. Dot\n\nYes.\n";
    let (shown, _) = threaded(text, Kind::Plain, (None, None));
    assert!(shown.starts_with("comment-in-comment: a line in comment 1 reads as the head of another\n"), "{shown}");
    let (shown, _) = threaded(NUMBERED, Kind::Plain, (None, None));
    assert!(!shown.contains("comment-in-comment"), "{shown}");
}

#[test]
fn an_editors_marks_do_not_hide_a_head() {
    let text = "A tale.\n\nComments\n\nAda Birne said:\n\nGood.\n\nCyd said:\n\nNo.\n";
    let mut files = Files::default();
    let file = files.add("a", text);
    let mut document = read(text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
    let span = Span::new(file, 0..0);
    let run = |words: &str, origin| Inline::Text(Run { text: words.to_owned(), origin });
    let call = Inline::NoteCall(crate::document::NoteId(0));
    document.blocks[2].node = Block::Paragraph(vec![
        run("Ada ", Origin::Source(span)),
        run("[Byrne]", Origin::Editor(span)),
        run(" said", Origin::Source(span)),
        call,
        run(":", Origin::Source(span)),
    ]);
    let spec = Thread { heading: Some(spanned("Comments", file)), ..Thread::default() };
    let mut diagnostics = Diagnostics::default();
    let done = thread(&mut document, &spec, span, &mut diagnostics);
    assert_eq!((done.comments, diagnostics.is_empty()), (2, true));
    let shown = dump::blocks(&document.blocks);
    assert!(shown.contains("name: Ada [Byrne]⟨note 1⟩\n"), "{shown}");
}

/// Lines of the shapes that threads have.
const LINES: [&str; 17] = [
    "1. Quill Bell",
    "2. quill lamp",
    "3. quay quoin,\nquire",
    "Quill Bell said...",
    "Quill Bell says:",
    "Quoin, 6 March 2012",
    "March 5, 2012 at 3:04 pm",
    "@Quill Bell: quire",
    "**Quill**: quire",
    "- quill\n- **Quoin** quire",
    "Reply",
    "### Quill Bell, 6 March 2012",
    "Ben, 5 March 2012 wrote a letter to the keeper",
    "Ada posted on 7 March 2012",
    "Posted on 8 March 2012 by nobody",
    "Posted on 8 March 2012",
    "Cyd\n9 March 2012",
];
