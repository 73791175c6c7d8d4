//! What the keys mean, in a sentence each: an editor shows it beside a key.

use crate::manifest::design;

/// What `key` means in the table that the reader calls `place`.
pub(super) fn of(place: &str, key: &str) -> Option<&'static str> {
    let of_edition = || design::meaning(key).filter(|_| place == "edition");
    let said = |(table, rows): &(&str, &'static [(&str, &'static str)])| {
        (*table == place).then(|| rows.iter().find(|(name, _)| *name == key).map(|(_, says)| *says)).flatten()
    };
    MEANINGS.iter().find_map(said).or_else(of_edition)
}

/// Tables as the reader calls them, with their keys.
const MEANINGS: &[(&str, &[(&str, &str)])] = &[
    ("root", ROOT),
    ("book", BOOK),
    ("publisher", &[("name", "The publisher’s name."), ("place", "Where the publisher is.")]),
    (
        "series",
        &[("title", "The series’ title."), ("number", "The volume in it, as printed."), ("issn", "The series’ ISSN.")],
    ),
    ("cover", &[("image", "The picture’s file."), ("alt", "What it shows, for those who do not see it.")]),
    ("credit", CREDIT),
    ("part", PART),
    ("chapter", CHAPTER),
    ("introduction", TEXT),
    ("text", TEXT),
    ("document", DOCUMENT),
    ("date", DATE),
    ("written", DATE),
    ("rights", RIGHTS),
    ("omit", STRETCH),
    ("block", STRETCH),
    ("correct", CORRECT),
    ("note", NOTE),
    ("thread", THREAD),
    ("select", SELECT),
    ("edition", EDITION),
    ("margins", MARGINS),
    ("fonts", FONTS),
    ("sizes", SIZES),
    ("running-heads", &[("verso", "On left-hand pages."), ("recto", "On right-hand pages.")]),
    ("style", STYLE),
    ("note-series", &[("author", "Notes of the sources."), ("editor", "Notes of the book’s editors.")]),
    ("matter", MATTER),
    (
        "section",
        &[("file", "The file, in Markdown."), ("append", "The section of the program’s that goes on after it.")],
    ),
    ("person", PERSON),
    ("image", IMAGE),
    ("event", EVENT),
    ("glossary", &[("text", "What it means."), ("match", "Other forms of it that texts use.")]),
    ("index", INDEX),
    ("terms", TERMS),
    ("term", TERM),
    ("bibliography", BIBLIOGRAPHY),
    (
        "sections",
        &[("title", "The section’s title."), ("types", "Types of works it takes; without them, what no other takes.")],
    ),
    ("release", RELEASE),
    (
        "fair-use",
        &[
            ("max-words", "So many words of a source may be printed as fair use."),
            ("max-share", "Such a share of a source may be, from 0 to 1."),
        ],
    ),
];

const ROOT: &[(&str, &str)] = &[
    ("abbreviations", "What is abbreviated, and what it stands for."),
    ("bibliography", "Works that texts and notes cite."),
    ("book", "The book itself: its title, its editors, its language."),
    ("chapter", "Chapters of a book without parts, in order."),
    ("document", "What is known of each document, by its id."),
    ("edition", "What is written: an EPUB or a PDF, and how it looks. Without any, one of each."),
    ("event", "Rows of the chronology."),
    ("glossary", "Terms and what they mean."),
    ("grant", "Leave that several documents share, by its id."),
    ("image", "Pictures, by their files: their words and their rights."),
    ("include", "Further files to read as if they stood here; `*` may stand in their names."),
    ("index", "The index."),
    ("matter", "What stands before and after the texts."),
    ("part", "Parts of the book, each with its chapters, in order."),
    ("person", "People who turn up in several places, by their ids."),
    ("release", "What must be so before the book is published."),
    ("style", "How texts, notes, citations and dates are printed."),
];

const BOOK: &[(&str, &str)] = &[
    ("title", "The book’s title. The one thing a book cannot do without."),
    ("subtitle", "Its subtitle."),
    ("language", "Its language, such as `en-GB` or `de`: how words are divided, what the program itself says."),
    ("editors", "Who has made it."),
    ("contributors", "Who else had a part in the whole, with their roles."),
    ("publisher", "Who publishes it."),
    ("date", "When it is published."),
    ("series", "The series it belongs to."),
    ("identifier", "Its name among machines, a URN or an address. Without one it is computed from title and editors."),
    ("copyright", "The line of copyright."),
    ("description", "A few sentences for booksellers."),
    ("subjects", "What it is about: BISAC codes or words."),
    ("cover", "A picture for the cover. Without one a cover is drawn."),
    ("sources", "The folder of the texts, relative to this file. `sources`, if not said."),
];

const CREDIT: &[(&str, &str)] = &[
    ("name", "The name as printed."),
    ("file-as", "The name as sorted: `Berg, Anna`."),
    ("person", "The id of a [person.*], instead of a name."),
    ("role", "What they did: author, translator, photographer …, or a MARC code."),
];

const PART: &[(&str, &str)] = &[
    ("title", "Its title."),
    ("subtitle", "Its subtitle."),
    ("display", "Whether it has a page of its own."),
    ("introduction", "Markdown, or the name of a file that ends in `.md`."),
    ("chapter", "Its chapters, in order."),
];

const CHAPTER: &[(&str, &str)] = &[
    ("title", "Its title."),
    ("subtitle", "Its subtitle."),
    ("person", "The person it is about, by id; a note on the person opens it."),
    ("introduction", "Markdown, or the name of a file that ends in `.md`."),
    ("documents", "Ids of its documents, in order; `minutes-*` takes all of such names."),
    ("documents-start", "How its documents begin: on a page, a recto, or run on."),
    ("further-reading", "What to read next, at the chapter’s end: Markdown, or files of it."),
];

const TEXT: &[(&str, &str)] =
    &[("file", "The file it stands in, in Markdown."), ("text", "The words, in Markdown."), ("by", "Who signs it.")];

const DOCUMENT: &[(&str, &str)] = &[
    ("archive-url", "A copy of the page in a web archive."),
    ("authors", "Who wrote it; the first that says so counts: manifest, companion file, front matter."),
    ("block", "What paragraphs are that the source does not mark: verse, extract, letter, heading …"),
    ("clean", "Whether menus, forms and notices of a captured page are left out."),
    ("container", "The journal, newspaper, book or site it appeared in."),
    ("correct", "Corrections, each of words quoted from the source."),
    ("date", "When it was published: `1917-11-07`, `\"1917-11\"`, `1917`, `\"1917~\"` (about), `\"1917/1921\"`."),
    ("edition", "Which edition of the work."),
    ("file", "Its file, where the id is not the file’s name."),
    ("headnote", "What stands before the text: Markdown, or the name of a file that ends in `.md`."),
    ("issue", "Issue of the journal."),
    ("language", "Its language, where it is not the book’s."),
    ("line-numbers", "Whether lines of verse are numbered: true for every one, a number for every so-manieth."),
    ("note", "Notes of the editors’, each called at words quoted from the source."),
    ("notes", "A file of notes of the editors’, for longer ones."),
    ("omit", "Cuts: words quoted, or stretches from some words to others."),
    ("pages", "Pages in the container."),
    ("pick", "Only these passages are printed: their first and last words, with ` … ` between."),
    ("publisher", "Who published it."),
    ("publisher-place", "Where."),
    ("recognise", "Whether a plain text is looked over for verse, headings, letters."),
    ("retrieved", "When the page was captured."),
    ("rights", "By what right it is printed: a status, or a table."),
    ("select", "Which entries of an annotated list are printed."),
    ("series", "The series it belongs to."),
    ("set-as", "What the whole document is: an annotated list."),
    ("sha256", "The source’s digest, so that a change is noticed; `auto` for `anthology lock` to record it."),
    ("short-title", "The title where room is short: running heads, lists."),
    ("subtitle", "Its subtitle."),
    ("tags", "What it is about: contents by theme are made of them."),
    ("thread", "The comments below it."),
    ("title", "Its title."),
    ("type", "What kind of work it is: letter, article, interview …"),
    ("url", "Where it stands on the web."),
    ("volume", "Volume of the journal or work."),
    ("written", "When, and where, it was written, if not when it was published."),
];

const DATE: &[(&str, &str)] = &[
    ("date", "The date itself."),
    ("calendar", "The calendar that the date is given in."),
    ("old-style", "The same day in the Julian calendar, to print beside it."),
    ("place", "Where."),
];

const RIGHTS: &[(&str, &str)] = &[
    ("status", "How they stand."),
    ("grant", "The [grant.*] whose terms hold, by its id."),
    ("holder", "Whose they are."),
    ("contact", "How to reach the holder."),
    ("reason", "Why it is in the public domain."),
    ("licence", "An SPDX name, such as `CC-BY-4.0`."),
    ("rationale", "Why it is fair use."),
    ("max-words", "So many words may be printed."),
    ("asked", "When leave was asked."),
    ("granted", "When it was given."),
    ("expires", "When it ends."),
    ("evidence", "The file that shows it."),
    ("editions", "The editions it is given for."),
    ("print-run", "How many copies it is given for."),
    ("territory", "Where it holds."),
    ("fee", "What it costs."),
    ("credit", "The words that must be printed."),
];

const STRETCH: &[(&str, &str)] = &[
    ("at", "The words themselves, or the first and the last with ` … ` between."),
    ("from", "The first words of the stretch."),
    ("before", "The words it ends before."),
    ("through", "The words it ends with."),
    ("mark", "How the cut is marked: in the line, on a line of its own, not at all."),
    ("as", "What the paragraphs are."),
    ("level", "The level of a heading, from 1."),
];

const CORRECT: &[(&str, &str)] = &[
    ("at", "The words of the source."),
    ("to", "The words to print."),
    ("as", "Whether that is said: in brackets if nothing is said here."),
];

const NOTE: &[(&str, &str)] = &[
    ("at", "The words of the source that the note is called after."),
    ("text", "The note, in Markdown."),
    ("by", "Who signs it."),
];

const THREAD: &[(&str, &str)] = &[
    ("heading", "The words of the source that comments begin after."),
    ("set-as", "How comments are set."),
    ("number", "Whether they are numbered."),
    ("keep", "Which of them are printed: `1-13, 15`."),
    ("unnamed", "What a comment without a name is signed."),
];

const SELECT: &[(&str, &str)] = &[
    ("match", "Entries that hold one of these words."),
    ("from", "Entries from this day on."),
    ("until", "Entries up to this day."),
    ("drop-slugs", "Whether the words before the colon of an entry are left out."),
    ("order", "By date, or as in the source."),
];

const EDITION: &[(&str, &str)] = &[
    ("format", "EPUB or PDF."),
    ("inherit", "The edition whose values hold where nothing is said here."),
    ("isbn", "Its ISBN, of thirteen digits."),
    ("marks", "For the press: whether crop marks and a slug line stand around the page."),
    ("omit-documents", "Ids of documents that this edition leaves out."),
    ("output-condition", "For the press: the registered name of the printing condition the colours are meant for."),
    ("output-profile", "For the press: the ICC profile by which pictures become CMYK."),
    ("pages", "Of an EPUB: the PDF edition whose pages it marks; false for none."),
    ("paper", "For the press: how thick a leaf is, or a printer’s paper; the width of the spine follows."),
    ("paragraph-numbers", "Whether paragraphs are numbered: true for every one, a number for every so-manieth."),
    ("preset", "A printer, whose published limits the pages are checked against; makes the edition one for the press."),
    ("print-run", "How many copies are printed."),
    ("standard", "For the press: the PDF/X standard the file follows."),
    ("stylesheet", "Of an EPUB: a style sheet to add."),
];

const MARGINS: &[(&str, &str)] =
    &[("inner", "At the spine."), ("outer", "At the edge."), ("top", "Above the text."), ("bottom", "Below the text.")];

const FONTS: &[(&str, &str)] = &[
    ("text", "Of the text; in an EPUB, of what has no other."),
    ("heading", "Of titles and headings."),
    ("code", "Of listings."),
];

const SIZES: &[(&str, &str)] = &[
    ("notes", "Type of the notes."),
    ("notes-leading", "Their leading."),
    ("index", "Type of the index."),
    ("index-leading", "Its leading."),
    ("headnotes", "Type of headnotes."),
    ("quotations", "Type of quotations set off."),
    ("code", "Type of listings."),
    ("part", "Titles of parts."),
    ("chapter", "Titles of chapters."),
    ("document", "Titles of documents."),
];

const STYLE: &[(&str, &str)] = &[
    ("house", "Whose rules hold where nothing is said: Chicago, or New Hart’s Rules."),
    ("citations", "The style of citations: a name, or a `.csl` file."),
    ("dates", "Where the dates of documents are printed."),
    ("documents-start", "How documents begin: on a page, a recto, or run on."),
    ("glossary-marks", "Whether terms of the glossary are marked in the texts."),
    ("ibid", "Whether a work cited twice running is cited by “ibid.”."),
    ("line-numbers", "Whether lines of verse are numbered: true for every one, a number for every so-manieth."),
    ("links", "Where the addresses of links are printed in a PDF."),
    ("missing-glyphs", "Whether a character that no font has is an error."),
    ("note-numbering", "Where the numbers of notes begin anew."),
    ("note-series", "How notes are marked: those of the sources, and those of the editors."),
    ("notes", "Where notes stand."),
    ("omission", "The sign that stands for words cut."),
    ("paragraph-numbers", "Whether paragraphs are numbered: true for every one, a number for every so-manieth."),
    ("regularize", "Signs of the sources that are made uniform."),
    ("smart", "Whether straight quotation marks and hyphens of the editors’ texts become typographic ones."),
    ("words", "The program’s own words, where others are wanted."),
];

const MATTER: &[(&str, &str)] = &[
    ("front", "What stands before the texts, in order: names of sections, or files of Markdown."),
    ("back", "What stands after them."),
    ("dedication", "The dedication, in Markdown."),
    ("epigraph", "The epigraph, in Markdown."),
];

const PERSON: &[(&str, &str)] = &[
    ("name", "The name as printed."),
    ("file-as", "The name as sorted: `Berg, Anna`."),
    ("aka", "Other names, which the index looks for too."),
    ("original", "The name in other scripts or languages, by their tags."),
    ("lived", "Years of birth and death: `\"1889/1942\"`."),
    ("bio", "Who it was, in a sentence of Markdown."),
];

const IMAGE: &[(&str, &str)] = &[
    ("title", "What it is called in the list of illustrations."),
    ("alt", "What it shows, for those who do not see it."),
    ("credit", "Whom to thank for it."),
    ("rights", "By what right it is printed: a status, or a table."),
];

const EVENT: &[(&str, &str)] = &[
    ("date", "When it happened."),
    ("calendar", "The calendar that the date is given in."),
    ("old-style", "The same day in the Julian calendar, to print beside it."),
    ("text", "What happened, in a few words."),
    ("document", "The document that tells of it, by its id."),
];

const INDEX: &[(&str, &str)] = &[
    ("terms", "Files of terms."),
    ("people", "Whether every [person.*] becomes a heading."),
    ("order", "How headings are sorted."),
    ("max-locators", "A heading with more locators wants subheadings."),
    ("include-notes", "Whether notes are indexed."),
    ("columns", "How many columns the index has, from 1 to 4."),
    ("style", "Whether subheadings stand under their heading, `\"indented\"`, or follow it, `\"run-in\"`."),
];

const TERMS: &[(&str, &str)] = &[
    ("index", "The index that the terms belong to: `\"names\"`, `\"places\"`, `\"subjects\"`."),
    ("terms", "Headings, and what leads to them."),
    ("ignore", "What `anthology index suggest` does not propose."),
];

const TERM: &[(&str, &str)] = &[
    ("match", "Words that lead here; between slashes a regular expression."),
    ("in", "Only in these documents."),
    ("near", "Only in paragraphs that have one of these words too."),
    ("at", "Places: words quoted from a document."),
    ("see", "The heading to look under instead."),
    ("see-also", "Headings to look under too."),
    ("index", "The index it stands in, if the book has several."),
    ("sort", "What it is sorted as."),
    ("principal", "Documents that are above all about it."),
    ("mentions", "Whether bare mentions count."),
];

const BIBLIOGRAPHY: &[(&str, &str)] = &[
    ("files", "Files of works: BibLaTeX, CSL-JSON or hayagriva’s YAML."),
    ("include", "Only works that are cited, or all."),
    ("sections", "Sections of the bibliography, by type of work."),
];

const RELEASE: &[(&str, &str)] = &[
    ("rights", "Statuses that may be published."),
    ("fair-use", "How much may be printed as fair use."),
    ("for-sale", "Whether the book is sold."),
    ("draft-mark", "Whether a draft says on its title page that it is one."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_said_twice() {
        for (table, rows) in MEANINGS {
            for (at, (key, says)) in rows.iter().enumerate() {
                assert!(rows.iter().skip(at + 1).all(|(other, _)| other != key), "[{table}] {key}");
                assert!(says.ends_with(['.', '…', ')', '`', '”']), "[{table}] {key}: {says}");
            }
        }
    }
}
