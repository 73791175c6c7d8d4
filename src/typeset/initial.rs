//! How a document's first paragraph begins: as it goes on, with its first words in small capitals, or with an initial.
//!
//! The initial is as high as two lines: its head stands level with the capitals of the first, its foot on the baseline of
//! the second (Tschichold). Where letters have no case, or a paragraph has no third line, it begins plainly.

use super::blocks::part;
use super::galley::{Builder, Frame};
use super::line::{Family, ParagraphStyle, TextStyle};
use super::makeup::Ending;
use super::structure::Role;
use super::unit::shift;
use crate::design::Opening;
use crate::document::{Inline, Inlines, Run, Style};
use crate::metadata::Direction;

/// Lines beside an initial.
const LINES: usize = 2;
/// White between an initial and the lines beside it, in 1/1000 of an em of the text.
const GAP: i32 = 120;
/// Small capitals end with the word that brings them to so many letters, or with its clause.
const LETTERS: usize = 14;

impl Builder<'_, '_> {
    /// Sets the paragraph that a document begins with.
    pub(super) fn opening_paragraph(&mut self, words: &[Inline], frame: &Frame) {
        let set = match self.measures.opening {
            Opening::Plain => false,
            Opening::SmallCapitals => self.small_capitals(words, frame),
            Opening::DropCapital => self.within(Role::Paragraph, |builder| builder.initial(words, frame)),
        };
        if !set {
            self.plain(words, frame);
        }
    }

    fn small_capitals(&mut self, words: &[Inline], frame: &Frame) -> bool {
        let Some((at, run)) = first_run(words) else { return false };
        if !run.text.trim_start_matches(is_quotation).starts_with(char::is_uppercase) {
            return false;
        }
        self.plain(&with_capitals(words, at, 0), frame);
        true
    }

    /// Sets a paragraph beside its initial, if it can have one.
    fn initial(&mut self, words: &[Inline], frame: &Frame) -> bool {
        let Some((at, run)) = first_run(words) else { return false };
        let bare = run.text.trim_start_matches(is_quotation);
        let Some(letter) = bare.chars().next().filter(|c| c.is_uppercase()) else { return false };
        // Marks that stand on the letter go with it.
        let marks = bare[letter.len_utf8()..].chars().take_while(|c| matches!(c, '\u{300}'..='\u{36f}'));
        let end = run.text.len() - bare.len() + letter.len_utf8() + marks.map(char::len_utf8).sum::<usize>();
        if frame.language.direction() == Direction::Rtl || words[..at].iter().any(|inline| !is_place(inline)) {
            return false;
        }
        let metrics = self.setter.metrics(&frame.text);
        let high = (frame.grid.leading + metrics.cap_height).to_pt() / metrics.cap_height.to_pt().max(1.0);
        let style = TextStyle { family: Family::Text, size: frame.text.size.scale(high), ..frame.text };
        let head = [Inline::Text(Run { text: run.text[..end].to_owned(), origin: part(run, 0, end) })];
        let initial = self.setter.line(&head, frame.language, &style);
        let by = initial.width + self.measures.em(GAP);
        if by > frame.width() / 3 {
            return false;
        }
        let rest = with_capitals(words, at, end);
        let sketch = self.sketch(&rest, frame, &ParagraphStyle { first_lines: LINES, ..frame.style(by) });
        if sketch.ways.iter().any(|way| way.len() <= LINES) {
            return false;
        }
        self.flush = false;
        let mut unit = self.sketched(sketch, frame, 0);
        let mut items = initial.items;
        shift(&mut items, frame.left, frame.grid.drop + frame.grid.leading);
        for setting in &mut unit.settings {
            if let Some(first) = setting.slices.first_mut() {
                first.items.splice(0..0, items.iter().cloned());
                first.ending = Ending::Never;
            }
        }
        self.push(unit);
        true
    }
}

/// The run that a paragraph begins with and its place, if it begins with plain words.
fn first_run(words: &[Inline]) -> Option<(usize, &Run)> {
    let at = words.iter().position(|inline| !is_place(inline))?;
    match &words[at] {
        Inline::Text(run) => Some((at, run)),
        _ => None,
    }
}

/// What prints nothing.
const fn is_place(inline: &Inline) -> bool {
    matches!(inline, Inline::Anchor(_))
}

const fn is_quotation(c: char) -> bool {
    matches!(c, '“' | '‘' | '„' | '‚' | '«' | '‹' | '»' | '"' | '\'' | '¿' | '¡')
}

/// The words from byte `from` of their first run on, the first clause or few words of them in small capitals.
fn with_capitals(words: &[Inline], at: usize, from: usize) -> Inlines {
    let (mut letters, mut before) = (0, 'x');
    // Where a clause ends, or the words are enough; none if the run ends first.
    let mut enough = |text: &str| {
        for (place, c) in text.char_indices() {
            let ends = letters >= LETTERS || !before.is_alphanumeric();
            if c.is_whitespace() && ends && (place > 0 || letters > 0) {
                return Some(place);
            }
            letters += usize::from(c.is_alphanumeric());
            before = c;
        }
        None
    };
    let mut out = words[..at].to_vec();
    let mut rest = words[at..].iter();
    for (number, inline) in rest.by_ref().enumerate() {
        let Inline::Text(run) = inline else {
            out.push(inline.clone());
            // What prints nothing, as the place an index names, parts no words.
            if is_place(inline) {
                continue;
            }
            break;
        };
        let from = if number == 0 { from } else { 0 };
        let end = enough(&run.text[from..]).map(|end| from + end);
        let cut = |start: usize, end: usize| {
            Inline::Text(Run { text: run.text[start..end].to_owned(), origin: part(run, start, end - start) })
        };
        let until = end.unwrap_or(run.text.len());
        if until > from {
            out.push(Inline::Styled(Style::SmallCaps, vec![cut(from, until)]));
        }
        if until < run.text.len() {
            out.push(cut(until, run.text.len()));
        }
        if end.is_some() {
            break;
        }
    }
    out.extend(rest.cloned());
    out
}
