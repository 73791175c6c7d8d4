//! Signs of a source made uniform, where the manifest asks for it: silently, and never a word.
//!
//! Straight quotes become those of the language, hyphens that stand for dashes become dashes, dots an ellipsis, and
//! runs of white space one space. What is typographic already stays as it is, for it may be evidence: so do signs of
//! feet, inches and minutes after a number, a minus between numbers, and `[...]`, which is the writer's and must not
//! look like the editor's `[…]`. Chicago (17th ed., 13.7–13.8) has such changes among those that may be made without a
//! mark. Corrections that stand in the text are set alike; what the program put there is not touched.

use super::flat::{Cursor, OBJECT, flatten, is_object};
use super::writer::{Change, HIGH, Hand, Writer, address, is_address};
use crate::diagnostic::Span;
use crate::document::{Inline, Inlines, Origin, Run};
use crate::metadata::Language;
use crate::source::quotes::Quotes;

/// Which signs are made uniform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Signs {
    /// Straight quotes and apostrophes.
    pub quotes: bool,
    /// Hyphens that stand for dashes.
    pub dashes: bool,
    /// White space: in verse it is the poet's and stays.
    pub spaces: bool,
    /// Three dots, together or apart.
    pub ellipses: bool,
}

/// The habits of a language.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    quotes: &'static Quotes,
    /// The dash between spaces.
    dash: &'static str,
}

impl Habits {
    /// Those of books in `language`.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        let long = matches!(language.primary(), "ru" | "uk" | "be" | "bg" | "es" | "pl" | "sr" | "mk");
        Self { quotes: Quotes::of(language), dash: if long { "—" } else { "–" } }
    }
}

/// Makes the `signs` of one block's inlines uniform.
pub fn regularize(inlines: &mut Inlines, signs: Signs, habits: Habits) {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let mut changes = Finder { flat: &flat, signs, habits, changes: Vec::new() }.changes();
    if signs.quotes && flat.contains(['"', '\'']) {
        let quotes = Writer::new(&flat, habits.quotes, Hand::Source).changes();
        changes = merged(quotes, changes);
    }
    if !changes.is_empty() {
        apply(inlines, &mut Cursor { at: 0, changes: &changes });
    }
}

/// Two lists of changes in the order of the text; of two that meet, the one of `first`.
fn merged(first: Vec<Change>, second: Vec<Change>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::with_capacity(first.len() + second.len());
    let mut second = second.into_iter().peekable();
    for change in first {
        while let Some(other) = second.next_if(|other| other.0.end <= change.0.start) {
            all.push(other);
        }
        while second.next_if(|other| other.0.start < change.0.end).is_some() {}
        all.push(change);
    }
    all.extend(second);
    all
}

/// Finds dashes, dots, spaces and what stands for an apostrophe.
struct Finder<'f> {
    flat: &'f str,
    signs: Signs,
    habits: Habits,
    changes: Vec<Change>,
}

impl Finder<'_> {
    fn changes(mut self) -> Vec<Change> {
        let mut before = None;
        let mut at = 0;
        while let Some(c) = self.flat[at..].chars().next() {
            let rest = &self.flat[at..];
            at += match c {
                'h' | 'w' if !before.is_some_and(char::is_alphanumeric) && is_address(rest) => address(rest),
                '-' if self.signs.dashes => self.dash(at, before),
                '.' if self.signs.ellipses => self.dots(at, before),
                '`' | '´' if self.signs.quotes => self.apostrophe(at, before),
                c if self.signs.spaces && is_space(c) => self.spaces(at, before),
                _ => c.len_utf8(),
            };
            before = self.flat[..at].chars().next_back();
        }
        self.changes
    }

    /// Hyphens: how many bytes they take.
    fn dash(&mut self, at: usize, before: Option<char>) -> usize {
        let count = self.flat[at..].bytes().take_while(|byte| *byte == b'-').count();
        let after = self.flat[at + count..].chars().next();
        let spaced = before.is_some_and(is_space) && after.is_some_and(is_space);
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let mark = match count {
            1 if spaced => self.beyond(at, count).map(|()| self.habits.dash),
            1 if digits(before) && digits(after) => self.is_range(at).then_some("–"),
            2 if spaced => Some(self.habits.dash),
            2 if digits(before) && digits(after) => Some("–"),
            // `--option` is no dash.
            2 if before.is_some_and(is_space) && after.is_some_and(char::is_alphanumeric) => None,
            2 | 3 if before.is_some() || after.is_some() => Some("—"),
            _ => None,
        };
        self.changes.extend(mark.map(|mark| (at..at + count, mark)));
        count
    }

    /// Whether words stand on both sides of a spaced hyphen, and not two numbers, which it subtracts.
    fn beyond(&self, at: usize, count: usize) -> Option<()> {
        let left = self.flat[..at].trim_end_matches(is_space).chars().next_back()?;
        let right = self.flat[at + count..].trim_start_matches(is_space).chars().next()?;
        let numbers = left.is_ascii_digit() && right.is_ascii_digit();
        (left != '\n' && right != '\n' && !numbers).then_some(())
    }

    /// Whether the hyphen stands between two years, and is no part of a date or a number.
    fn is_range(&self, at: usize) -> bool {
        let digit = |c: &char| c.is_ascii_digit();
        let left: String = self.flat[..at].chars().rev().take_while(digit).collect::<Vec<_>>().iter().rev().collect();
        let right: String = self.flat[at + 1..].chars().take_while(digit).collect();
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'));
        let outside = self.flat[..at - left.len()].chars().next_back();
        // A full stop ends a sentence unless something goes on behind it.
        let tail = self.flat[at + 1 + right.len()..].trim_start_matches('.').chars().next();
        let year = |digits: &str| digits.len() == 4 && (1000..2100).contains(&digits.parse().unwrap_or(0_u32));
        year(&left) && year(&right) && left < right && !joined(outside) && !joined(tail)
    }

    /// Dots, together or one space apart: how many bytes they take.
    fn dots(&mut self, at: usize, before: Option<char>) -> usize {
        let rest = &self.flat[at..];
        let apart = [" .", "\u{A0}.", "\u{202F}."].into_iter().find(|step| rest[1..].starts_with(step));
        let step = apart.unwrap_or(".");
        let (mut count, mut taken) = (1, 1);
        while rest[taken..].starts_with(step) {
            count += 1;
            taken += step.len();
        }
        let after = rest[taken..].chars().next();
        let bracketed = before == Some('[') && after == Some(']');
        match count {
            3 if !bracketed => self.changes.push((at..at + taken, "…")),
            4 if !bracketed => self.changes.push((at..at + taken - 1, "…")),
            _ => {}
        }
        taken
    }

    /// A grave or acute accent that stands alone between letters.
    fn apostrophe(&mut self, at: usize, before: Option<char>) -> usize {
        let sign = self.flat[at..].chars().next().map_or(1, char::len_utf8);
        let after = self.flat[at + sign..].chars().next();
        if before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic) {
            self.changes.push((at..at + sign, "’"));
        }
        sign
    }

    /// White space between words: how many bytes it takes.
    fn spaces(&mut self, at: usize, before: Option<char>) -> usize {
        let rest = &self.flat[at..];
        let words = rest.trim_start_matches(is_space);
        let taken = rest.len() - words.len();
        let (Some(before), Some(after)) = (before, words.chars().next()) else { return taken };
        if before == '\n' || after == '\n' {
            return taken;
        }
        let space = self.space(&rest[..taken], (before, after), words);
        if let Some(space) = space.filter(|space| *space != &rest[..taken]) {
            self.changes.push((at..at + taken, space));
        }
        taken
    }

    /// What stands for white space between two signs.
    fn space(&self, written: &str, (before, after): (char, char), words: &str) -> Option<&'static str> {
        if self.habits.quotes.spaced && (HIGH.contains(&after) || before == '«') {
            return Some(if after == ':' { "\u{A0}" } else { "\u{202F}" });
        }
        let follows = |stop: char| words[stop.len_utf8()..].chars().next();
        let stops = matches!(after, ',' | '.' | ';' | ':' | '!' | '?') && follows(after).is_none_or(is_space);
        let dotted = after == '.' && words[1..].trim_start_matches(is_space).starts_with('.');
        if !self.habits.quotes.spaced && stops && !dotted && before.is_alphanumeric() {
            return Some("");
        }
        let mut signs = written.chars();
        match (signs.next(), signs.next()) {
            (Some('\t'), None) => Some(" "),
            // Kept where typesetters put one: beside figures and dashes, after abbreviations and words of one letter.
            (Some('\u{A0}'), None) => {
                let beside = |c: char| c.is_ascii_digit() || matches!(c, '–' | '—');
                let kept = beside(before) || beside(after) || before == '.' || self.is_letter_before(written, words);
                (!kept).then_some(" ")
            }
            (_, None) => None,
            _ => Some(" "),
        }
    }

    /// Whether the word before the white space is one letter.
    fn is_letter_before(&self, written: &str, words: &str) -> bool {
        let end = self.flat.len() - words.len() - written.len();
        let mut back = self.flat[..end].chars().rev();
        back.next().is_some_and(char::is_alphabetic) && !back.next().is_some_and(|c| c.is_alphanumeric() || c == OBJECT)
    }
}

/// White space inside a line.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Makes the changes; what a run says unchanged keeps its place in the source.
fn apply(inlines: &mut Inlines, cursor: &mut Cursor<'_>) {
    for inline in std::mem::take(inlines) {
        match inline {
            inline if is_object(&inline) => {
                cursor.at += OBJECT.len_utf8();
                inlines.push(inline);
            }
            Inline::Text(run) => split(run, cursor, inlines),
            Inline::Styled(style, mut content) => {
                apply(&mut content, cursor);
                inlines.push(Inline::Styled(style, content));
            }
            Inline::Foreign(language, mut content) => {
                apply(&mut content, cursor);
                inlines.push(Inline::Foreign(language, content));
            }
            Inline::Link { target, mut content, span } => {
                apply(&mut content, cursor);
                inlines.push(Inline::Link { target, content, span });
            }
            Inline::LineBreak => {
                cursor.at += 1;
                inlines.push(inline);
            }
            inline => inlines.push(inline),
        }
    }
}

fn split(run: Run, cursor: &mut Cursor<'_>, kept: &mut Inlines) {
    let (start, end) = (cursor.at, cursor.at + run.text.len());
    cursor.at = end;
    let here = cursor.changes.iter().take_while(|(range, _)| range.start < end).count();
    let (mine, rest) = cursor.changes.split_at(here);
    cursor.changes = rest;
    if mine.is_empty() || run.origin == Origin::Program {
        kept.push(Inline::Text(run));
        return;
    }
    let mut push = |run: Run| kept.extend((!run.text.is_empty()).then_some(Inline::Text(run)));
    let mut done = 0;
    for (range, mark) in mine {
        // Signs divided between two runs (`-*-*`) stay as they are.
        let Some(from) = range.start.checked_sub(start).filter(|_| range.end <= end) else { continue };
        push(run.part(done..from));
        push(sign(&run.part(from..range.end - start), mark));
        done = range.end - start;
    }
    push(run.part(done..run.text.len()));
}

/// A sign in the place of what was written. Where their lengths agree it has the place alone, for it is not the
/// source's bytes (see [`Origin::Source`]).
fn sign(written: &Run, mark: &str) -> Run {
    let origin = match written.origin {
        Origin::Source(span) if span.range().len() == mark.len() => Origin::Source(Span { end: span.start, ..span }),
        Origin::Editor(span) if span.range().len() == mark.len() => Origin::Editor(Span { end: span.start, ..span }),
        origin => origin,
    };
    Run { text: mark.to_owned(), origin }
}
