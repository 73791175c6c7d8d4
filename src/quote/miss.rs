//! What is wrong with a quotation, told so that it can be mended.

use super::fold::Folded;
use super::lengthen::pasted;
use super::{Range, Text};
use crate::diagnostic::{Diagnostic, Span, nearest};

/// How many bytes of a text are shown.
const SHOWN: usize = 60;
/// For so many places of an ambiguous quotation a longer one is made.
const MENDED: usize = 3;
/// So many headings are named where one is missing.
const HEADINGS: usize = 12;

/// Why a quotation means no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// It has no words.
    Empty,
    /// Its words stand nowhere.
    Missing {
        /// They.
        words: String,
        /// What of it they are.
        part: Part,
        /// Where its first words stand, when its last are missing.
        first: Option<Range>,
    },
    /// Its words stand more than once.
    Ambiguous {
        /// The first of the places.
        places: Vec<Range>,
        /// Whether there are more.
        more: bool,
        /// What of it stands there.
        part: Part,
    },
}

/// A part of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All its words.
    Whole,
    /// The words before its ellipsis.
    First,
    /// The words after it, or those a stretch ends with.
    Last,
    /// A heading.
    Heading,
}

impl Miss {
    /// Tells it of a quotation written at `span` that was looked for in `text`.
    #[must_use]
    pub fn diagnostic(&self, text: &Text<'_>, span: Span) -> Diagnostic {
        match self {
            Self::Empty => Diagnostic::error("anchor-empty", "a quotation without words")
                .at(span, "nothing is quoted here")
                .hint("quote words as they stand in the source"),
            Self::Missing { words, part: Part::Heading, .. } => text.no_heading(words, span),
            Self::Missing { words, part, first } => text.missing(words, (*part, *first), span),
            Self::Ambiguous { places, more, part } => text.ambiguous(places, (*more, *part), span),
        }
    }
}

impl Text<'_> {
    fn no_heading(&self, words: &str, span: Span) -> Diagnostic {
        let fault = Diagnostic::error("anchor-missing", format!("the source has no heading “{}”", shown(words)))
            .at(span, "no such heading");
        let headings: Vec<String> =
            self.headings.iter().take(HEADINGS).map(|s| self.words(self.whole(s.leaf..s.leaf + 1))).collect();
        if headings.is_empty() {
            return fault.hint("it has no headings at all: quote the first and last words instead, `first … last`");
        }
        if let Some(near) = nearest(words, headings.iter().map(String::as_str)) {
            return fault.hint(format!("did you mean `{near}`? Then quote {}", pasted(&format!("## {near}"))));
        }
        fault.choices(words, headings.iter().map(String::as_str))
    }

    fn missing(&self, words: &str, (part, first): (Part, Option<Range>), span: Span) -> Diagnostic {
        let (message, label) = match part {
            Part::First => ("the source does not have the first words", "its first words are not found"),
            Part::Last => ("the source does not go on to the words", "its last words are not found"),
            Part::Whole | Part::Heading => ("the source does not have the words", "not found"),
        };
        let mut fault = Diagnostic::error("anchor-missing", format!("{message} “{}”", shown(words))).at(span, label);
        if let Some(span) = first.and_then(|first| self.span(first)) {
            fault = fault.also(span, "its first words stand here");
        }
        let near = self.near(&Folded::of(words));
        for place in &near {
            if let Some(span) = self.span(place.range) {
                fault = fault.also(span, self.differs(place, words));
            }
        }
        // After first words that are found, only what follows them can be meant.
        let follows = |range: Range| {
            first.is_none_or(|first| {
                range.start >= first.end && self.note(range.start.leaf) == self.note(first.start.leaf)
            })
        };
        let meant = near.iter().map(|place| self.meant(place, words)).find(|range| follows(*range));
        if let Some(anchor) = meant.and_then(|range| self.lengthen(range)) {
            let what = match part {
                Part::First => "begin with",
                Part::Last => "end with",
                Part::Whole | Part::Heading => "quote",
            };
            fault = fault.hint(format!("for the place that comes nearest, {what} {}", pasted(&anchor)));
        }
        fault.hint(match (part, near.is_empty()) {
            (Part::Last, _) => "the last words must come after the first, in the same text or note",
            (_, true) => "nothing in the source comes near; is it another document's?",
            (_, false) => {
                "quote the words as they stand in the source; kinds of quotes, dashes and spaces do not matter"
            }
        })
    }

    /// The place that is probably meant: the words that were found, and as many around them as were quoted.
    fn meant(&self, near: &super::near::Near, words: &str) -> Range {
        let folded = Folded::of(words);
        let count = |part: &str| part.split(' ').filter(|word| !word.is_empty()).count();
        let (before, after) = (count(&folded.text[..near.matched.start]), count(&folded.text[near.matched.end..]));
        let text = &self.folded.text;
        let (start, end) = (self.folded.at(self.raw(near.range.start)), self.folded.at(self.raw(near.range.end)));
        let from = text[..start].rfind(super::BORDER).map_or(0, |at| at + 1);
        let to = text[end..].find(super::BORDER).map_or(text.len(), |at| end + at);
        let start = (0..before).fold(start, |at, _| self.start_of_word(at, from));
        let end = (0..after).fold(end, |at, _| self.end_of_word(at, to));
        self.range(start, end)
    }

    /// Says where source and quotation part.
    fn differs(&self, near: &super::near::Near, words: &str) -> String {
        let folded = Folded::of(words);
        let cut = |at: usize| folded.raw_start(at);
        if near.matched == (0..folded.text.len()) {
            if Folded::of(&self.words(near.range)).text == folded.text {
                return "the words stand here".to_owned();
            }
            return format!("only capitals differ: “{}”", shown(&self.words(near.range)));
        }
        if near.matched.end < folded.text.len() {
            let quoted = words.get(cut(near.matched.end)..).unwrap_or_default().trim();
            let next = self.around(near.range, true);
            return match next.as_str() {
                "" => format!("here the source ends, the quotation goes on “{}”", shown(quoted)),
                next => format!("here the source goes on “{next}”, the quotation “{}”", shown(quoted)),
            };
        }
        let quoted = words.get(..cut(near.matched.start)).unwrap_or_default().trim();
        let before = self.around(near.range, false);
        let quoted = quoted.get(quoted.floor_char_boundary(quoted.len().saturating_sub(SHOWN))..).unwrap_or_default();
        if before.is_empty() {
            return format!("here the source begins, the quotation has “{quoted}” before");
        }
        format!("before this the source has “{before}”, the quotation “{quoted}”")
    }

    /// Some words after a place, or before it.
    pub(super) fn around(&self, range: Range, after: bool) -> String {
        let text = &self.folded.text;
        let (start, end) = (self.folded.at(self.raw(range.start)), self.folded.at(self.raw(range.end)));
        let part = if after {
            let limit = text.ceil_char_boundary((end + SHOWN / 2).min(text.len()));
            let limit = if limit < text.len() {
                text[end..limit].rfind(' ').filter(|at| *at > 0).map_or(limit, |at| end + at)
            } else {
                limit
            };
            let rest = &text[end..limit];
            end..end + rest.find(super::BORDER).unwrap_or(rest.len())
        } else {
            let limit = text.floor_char_boundary(start.saturating_sub(SHOWN / 2));
            let limit = if limit > 0 { text[limit..start].find(' ').map_or(limit, |at| limit + at) } else { limit };
            let rest = &text[limit..start];
            limit + rest.rfind(super::BORDER).map_or(0, |at| at + 1)..start
        };
        if part.is_empty() { String::new() } else { self.words(self.range(part.start, part.end)) }
    }

    fn ambiguous(&self, places: &[Range], (more, part): (bool, Part), span: Span) -> Diagnostic {
        let count = if more { format!("more than {}", places.len()) } else { places.len().to_string() };
        let (message, label) = match part {
            Part::Heading => (format!("the source has {count} headings of these words"), "which of them?"),
            Part::First => (
                format!("the first words of a quotation stand in the source {count} times"),
                "the first words must stand once",
            ),
            Part::Whole | Part::Last => (format!("quoted words stand in the source {count} times"), "must stand once"),
        };
        let mut fault = Diagnostic::error("anchor-ambiguous", message).at(span, label);
        for (number, place) in places.iter().enumerate() {
            if let Some(span) = self.span(*place) {
                fault = fault.also(span, format!("place {}", number + 1));
            }
        }
        if part == Part::Heading {
            for (number, place) in places.iter().take(MENDED).enumerate() {
                if let Some(words) = self.lengthen(*place) {
                    fault = fault.hint(format!("for place {}, quote {}", number + 1, pasted(&words)));
                }
            }
            return fault.hint("quote the first and last words of the one you mean instead, `first … last`");
        }
        for (number, place) in places.iter().take(MENDED).enumerate() {
            let what = if part == Part::First { "begin with" } else { "quote" };
            if let Some(words) = self.lengthen(*place) {
                fault = fault.hint(format!("for place {}, {what} {}", number + 1, pasted(&words)));
            }
        }
        fault
    }
}

/// The beginning of a text.
fn shown(text: &str) -> String {
    let text = text.trim();
    if text.len() <= SHOWN {
        return text.to_owned();
    }
    let cut = &text[..text.floor_char_boundary(SHOWN)];
    format!("{} …", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}
