//! What was done to the texts: the note on the text as far as the program knows it, and the list of emendations.

use super::{definition, definitions};
use crate::book::AnchorId;
use crate::document::{Block, Entry, Inline, Inlines, Located, Target, Voice};
use crate::edit::desk::{Desk, said};
use crate::edit::parts::prints;
use crate::edit::walk;
use crate::manifest::{ChapterSpec, CorrectionKind, EditionKind, MatterEntry, NoteMarks, Signs, TextRef};
use crate::revise::Emendation;

/// Every correction of the edition: document by document, in the order of the text.
pub(in crate::edit) fn emendations(desk: &mut Desk<'_>) -> Vec<Located<Block>> {
    let entries = corrected(desk, None);
    if entries.is_empty() {
        return Vec::new();
    }
    let mut blocks = paragraphs(desk, [lines(desk)]);
    blocks.extend(definitions(desk, entries));
    blocks
}

/// What "45.12" means, where there are pages.
fn lines(desk: &Desk<'_>) -> Option<String> {
    (desk.spec.format == EditionKind::Pdf).then(|| desk.words.text_lines.clone())
}

/// The sentences that can be made of what the edition does: how many documents are abridged, what marks an omission,
/// which signs were made uniform, the corrections by kind and the silent ones one by one, whose notes are whose, which
/// calendar dates are of.
pub(in crate::edit) fn note_on_the_text(desk: &mut Desk<'_>) -> Vec<Located<Block>> {
    let mut blocks = paragraphs(desk, [Some(extent(desk)), regularized(desk), corrections(desk)]);
    let silent = corrected(desk, Some(CorrectionKind::Silent));
    if !silent.is_empty() {
        blocks.extend(paragraphs(desk, [lines(desk), Some(desk.words.text_silently.clone())]));
        blocks.extend(definitions(desk, silent));
    }
    blocks.extend(paragraphs(desk, [notes(desk), calendars(desk)]));
    blocks
}

fn paragraphs<const N: usize>(desk: &Desk<'_>, lines: [Option<String>; N]) -> Vec<Located<Block>> {
    let lines = lines.into_iter().flatten();
    lines.map(|line| Located::new(Block::Paragraph(vec![said(line)]), desk.nowhere(), 0)).collect()
}

/// How much of the documents is here.
fn extent(desk: &Desk<'_>) -> String {
    let total = desk.printed().count();
    let abridged = desk.printed().filter(|planned| desk.is_abridged(&planned.spec.id.value)).count();
    let words = &desk.words;
    let count = words.text_documents.replace("{total}", &total.to_string());
    let count = count.replace("{abridged}", &abridged.to_string());
    let mark = &desk.manifest.style.omission.value;
    if abridged > 0 { format!("{count} {}", words.text_omissions.replace("{mark}", mark)) } else { count }
}

/// "Made uniform throughout without a mark: quotation marks, dashes."
fn regularized(desk: &Desk<'_>) -> Option<String> {
    let words = &desk.words;
    let name = |signs: &Signs| match signs {
        Signs::Quotes => words.text_quotes.as_str(),
        Signs::Dashes => &words.text_dashes,
        Signs::Spaces => &words.text_spaces,
        Signs::Ellipses => &words.text_ellipses,
    };
    let names: Vec<&str> = desk.manifest.style.regularize.iter().map(name).collect();
    (!names.is_empty()).then(|| words.text_regularized.replace("{list}", &names.join(", ")))
}

/// "Corrections: silent: 4; in notes: 1."
fn corrections(desk: &Desk<'_>) -> Option<String> {
    const KINDS: [CorrectionKind; 4] =
        [CorrectionKind::Silent, CorrectionKind::Bracket, CorrectionKind::Sic, CorrectionKind::Note];
    let all = || desk.printed().flat_map(|planned| desk.emended(&planned.spec.id.value));
    let counted = KINDS.iter().filter_map(|kind| {
        let count = all().filter(|emendation| emendation.kind == *kind).count();
        (count > 0).then(|| format!("{}: {count}", name(desk, *kind)))
    });
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| desk.words.text_corrections.replace("{list}", &counted.join("; ")))
}

fn name<'d>(desk: &'d Desk<'_>, kind: CorrectionKind) -> &'d str {
    match kind {
        CorrectionKind::Silent => &desk.words.text_silent,
        CorrectionKind::Bracket => &desk.words.text_bracketed,
        CorrectionKind::Sic => &desk.words.text_sic,
        CorrectionKind::Note => &desk.words.text_noted,
    }
}

/// Whose notes are whose, where the marks tell.
fn notes(desk: &Desk<'_>) -> Option<String> {
    let style = &desk.manifest.style;
    let sample = |marks: NoteMarks| match marks {
        NoteMarks::Numbers | NoteMarks::Signed => "1, 2, 3",
        NoteMarks::Symbols => "*, †, ‡",
        NoteMarks::Letters => "a, b, c",
    };
    let has = |of_editor: bool| {
        let mut own = desk.printed().flat_map(|planned| &planned.document.notes);
        own.any(|note| (note.voice == Voice::Editor) == of_editor)
    };
    let both = has(false) && (has(true) || annotates(desk));
    let (author, editor) = (sample(style.author_notes), sample(style.editor_notes));
    let words = &desk.words;
    if !both {
        return None;
    }
    if style.editor_notes == NoteMarks::Signed {
        return Some(words.text_signed_notes.replace("{mark}", &format!("—{}", words.editor_signature)));
    }
    let of = |words: &str, mark: &str| words.replace("{mark}", mark);
    (author != editor)
        .then(|| format!("{} {}", of(&words.text_author_notes, author), of(&words.text_editor_notes, editor)))
}

/// Whether a headnote or another text of the editor's that this edition prints has notes.
fn annotates(desk: &Desk<'_>) -> bool {
    let printed = |chapter: &&ChapterSpec| prints(desk, chapter);
    let parts = desk.manifest.parts.iter().filter(|part| part.chapters.iter().any(|chapter| prints(desk, chapter)));
    let of_parts = parts.clone().filter_map(|part| part.introduction.as_ref());
    let of_chapters =
        parts.flat_map(|part| part.chapters.iter().filter(printed)).filter_map(|c| c.introduction.as_ref());
    let of_documents = desk.printed().filter_map(|planned| planned.spec.headnote.as_ref());
    let spans = of_parts.chain(of_chapters).chain(of_documents).map(TextRef::span);
    let matter = desk.manifest.matter.front.iter().chain(&desk.manifest.matter.back);
    let files = matter.filter_map(|entry| match entry {
        MatterEntry::File(file) | MatterEntry::Appended(file, _) => Some(file.span),
        MatterEntry::Generated(..) => None,
    });
    let mut texts = spans.chain(files).filter_map(|span| desk.sources.texts.get(&span));
    texts.any(|text| {
        let mut cited = false;
        walk::all_inlines(&text.blocks, &mut |inline| cited |= matches!(inline, Inline::Cite(_)));
        !text.notes.is_empty() || cited && !desk.cites_in_text()
    })
}

/// Said where a date of the Old Style is.
fn calendars(desk: &Desk<'_>) -> Option<String> {
    let documents = desk.printed().flat_map(|planned| [&planned.spec.date, &planned.spec.written]).flatten();
    let events = desk.manifest.events.iter().map(|event| &event.date);
    let julian = documents.chain(events).any(|date| date.value.julian.is_some());
    julian.then(|| desk.words.text_old_style.clone())
}

/// The corrections of one kind, or of all, each with its kind; an entry for each document that has any.
fn corrected(desk: &mut Desk<'_>, only: Option<CorrectionKind>) -> Vec<Entry> {
    let counts = |emendation: &&Emendation| only.is_none_or(|kind| kind == emendation.kind);
    let documents: Vec<(AnchorId, Inlines, Vec<Emendation>)> = desk
        .printed()
        .filter_map(|planned| {
            let (anchor, _) = planned.place.as_ref()?;
            let made: Vec<Emendation> = desk.emended(&planned.spec.id.value).filter(counts).cloned().collect();
            (!made.is_empty()).then(|| (*anchor, planned.title.bare(), made))
        })
        .collect();
    let mut entries = Vec::new();
    for (anchor, title, made) in documents {
        let lines = made.iter().map(|emendation| line(desk, anchor, (emendation, only.is_none()))).collect();
        let title = vec![Inline::Link { target: Target::Anchor(anchor), content: title, span: None }];
        entries.push(definition(desk, title, lines));
    }
    entries
}

/// "45.12 labelled → labeled (in brackets)": page and line in print, else the paragraph; both lead there.
fn line(desk: &mut Desk<'_>, division: AnchorId, (emendation, named): (&Emendation, bool)) -> Inlines {
    let place = desk.anchors.point(division, emendation.point, emendation.paragraph);
    let locator = match desk.spec.format {
        EditionKind::Pdf => vec![Inline::PageOf(place), said("."), Inline::LineOf(place)],
        EditionKind::Epub if emendation.paragraph == 0 => vec![said(desk.words.note.clone())],
        EditionKind::Epub => vec![said(format!("{}\u{a0}{}", desk.words.paragraph, emendation.paragraph))],
    };
    let kind = if named { format!(" ({})", name(desk, emendation.kind)) } else { String::new() };
    let mut line = vec![Inline::Link { target: Target::Anchor(place), content: locator, span: None }];
    line.push(said(format!("\u{2002}{} → ", emendation.was)));
    line.extend(emendation.now.iter().cloned());
    line.push(said(kind));
    line
}
