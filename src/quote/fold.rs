//! Folds what typing leaves open, so that a quotation finds its words however it was typed.
//!
//! Quotation marks and dashes are one kind each, `…` is three dots, white space is one space and none before a stop,
//! ligatures are their letters; soft hyphens and what else has no width are gone. Accents leave the letters and stand
//! in a list of their own: a quotation may leave them out. Capitals stay. Folding what is folded changes nothing.

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

use super::offset;

/// What no quotation can hold: it divides a text from its notes, and stands for words of the program's.
pub(super) const BORDER: char = '\n';

/// A folded text and the way back.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text.
    pub(super) text: String,
    /// Accents: behind which byte of `text`, ascending, and which.
    accents: Vec<(u32, char)>,
    /// Where the way back changes, ascending.
    steps: Vec<Step>,
    /// White space that has not been taken yet: where it began, and how wide its first character is.
    space: Option<(usize, usize)>,
}

/// From here on in the folded text.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The place here.
    at: u32,
    /// The place there.
    raw: u32,
    /// So many bytes there are what stands here up to the next step, undivided; without it, byte goes by byte.
    solid: Option<u32>,
}

impl Folded {
    /// Folds words of a quotation.
    pub(super) fn of(words: &str) -> Self {
        let mut folded = Self::default();
        folded.read(words, 0);
        folded
    }

    /// Goes on with `words`, which begin at `raw` in what is folded.
    pub(super) fn read(&mut self, words: &str, raw: usize) {
        let mut at = 0;
        while let Some(rest) = words.get(at..) {
            let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if plain > 0 {
                self.settle();
                self.same(self.text.len(), raw + at);
                self.text.push_str(&rest[..plain]);
                at += plain;
                continue;
            }
            let Some(c) = rest.chars().next() else { return };
            self.take(c, raw + at);
            at += c.len_utf8();
        }
    }

    /// A space that is no byte wide.
    pub(super) fn gap(&mut self, raw: usize) {
        if !self.text.is_empty() && !self.text.ends_with(BORDER) {
            self.space.get_or_insert((raw, 0));
        }
    }

    /// Something no quotation runs over.
    pub(super) fn border(&mut self, raw: usize, width: usize) {
        self.space = None;
        self.solid(raw, width);
        self.text.push(BORDER);
    }

    /// Whether every accent of `words`, found at `at`, stands here too; there may be more.
    pub(super) fn has_accents(&self, words: &Self, at: usize) -> bool {
        words.accents.iter().all(|(behind, accent)| {
            let behind = offset(at).saturating_add(*behind);
            let first = self.accents.partition_point(|(other, _)| *other < behind);
            self.accents[first..].iter().take_while(|(other, _)| *other == behind).any(|(_, other)| other == accent)
        })
    }

    /// A part of the words, without the way back.
    pub(super) fn part(&self, part: std::ops::Range<usize>) -> Self {
        let (start, end) = (offset(part.start), offset(part.end));
        let inside = self.accents.iter().filter(|(behind, _)| (start + 1..=end).contains(behind));
        Self {
            accents: inside.map(|(behind, accent)| (behind - start, *accent)).collect(),
            text: self.text.get(part).unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// Where what is at `at` begins there.
    pub(super) fn raw_start(&self, at: usize) -> usize {
        match self.step(|step| step.at as usize <= at) {
            Some((Step { raw, solid: Some(_), .. }, _)) => *raw as usize,
            Some((step, _)) => step.raw as usize + (at - step.at as usize),
            None => at,
        }
    }

    /// Where what stands before `at` ends there.
    pub(super) fn raw_end(&self, at: usize) -> usize {
        match self.step(|step| (step.at as usize) < at) {
            Some((Step { raw, solid: Some(width), .. }, _)) => *raw as usize + *width as usize,
            Some((step, _)) => step.raw as usize + (at - step.at as usize),
            None => at,
        }
    }

    /// Whether `at` lies inside what is one character there: dots of an ellipsis, letters of a ligature.
    pub(super) fn divides(&self, at: usize) -> bool {
        let inside = |(step, next): (&Step, Option<&Step>)| {
            step.solid.is_some() && at > step.at as usize && next.map_or(self.text.len(), |next| next.at as usize) > at
        };
        self.step(|step| step.at as usize <= at).is_some_and(inside)
    }

    /// Whether `at` stands between two letters of a word, in a script that puts spaces between words.
    pub(super) fn in_word(&self, at: usize) -> bool {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
        let Some((before, after)) = self.text.split_at_checked(at) else { return false };
        letter(before.chars().next_back()) && letter(after.chars().next())
    }

    /// What is compared: the text and its accents.
    pub(super) fn into_key(self) -> (String, Vec<(u32, char)>) {
        (self.text, self.accents)
    }

    /// Where here what begins at `raw` there stands, or the next that stands here.
    pub(super) fn at(&self, raw: usize) -> usize {
        let Some((step, next)) = self.step(|step| step.raw as usize <= raw) else { return 0 };
        let within = match step.solid {
            Some(_) if raw > step.raw as usize => usize::MAX,
            Some(_) => step.at as usize,
            None => step.at as usize + (raw - step.raw as usize),
        };
        within.min(next.map_or(self.text.len(), |next| next.at as usize))
    }

    /// The last step that `before` holds for, and the one after.
    fn step(&self, before: impl Fn(&Step) -> bool) -> Option<(&Step, Option<&Step>)> {
        let next = self.steps.partition_point(before);
        Some((self.steps.get(next.checked_sub(1)?)?, self.steps.get(next)))
    }

    fn take(&mut self, c: char, raw: usize) {
        let open = !self.text.is_empty() && !self.text.ends_with(BORDER);
        if c.is_whitespace() {
            if open {
                self.space.get_or_insert((raw, c.len_utf8()));
            }
            return;
        }
        if is_invisible(c) {
            return;
        }
        if is_accent(c) {
            if open && self.space.is_none() {
                decompose_canonical(c, |part| self.accent(part));
                self.widen(raw + c.len_utf8());
            }
            return;
        }
        if self.syllable(c) {
            return self.widen(raw + c.len_utf8());
        }
        if is_dash(c) && self.space.is_none() && self.text.ends_with('-') {
            return self.widen(raw + c.len_utf8());
        }
        if is_stop(c) {
            self.space = None;
        } else {
            self.settle();
        }
        let here = self.text.len();
        if matches!(c, '\u{FB00}'..='\u{FB06}') {
            decompose_compatible(c, |part| self.push(part));
        } else if is_syllable(c) {
            self.text.push(c);
        } else {
            decompose_canonical(c, |part| self.push(part));
        }
        let mut bytes = [0; 4];
        if self.text[here..] == *c.encode_utf8(&mut bytes) {
            self.same(here, raw);
        } else {
            self.steps.push(Step { at: offset(here), raw: offset(raw), solid: Some(offset(c.len_utf8())) });
        }
    }

    /// Puts a Korean letter that goes on in the syllable before into it, as one character. Whether it does.
    fn syllable(&mut self, c: char) -> bool {
        if !matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}') || self.space.is_some() {
            return false;
        }
        let Some(whole) = self.text.chars().next_back().and_then(|last| compose(last, c)) else { return false };
        // A syllable is as many bytes as its first letter.
        self.text.pop();
        self.text.push(whole);
        true
    }

    /// One character of what a character is made of.
    fn push(&mut self, part: char) {
        match part {
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '`' | '´' => self.text.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => self.text.push('"'),
            '…' => self.text.push_str("..."),
            dash if is_dash(dash) => self.text.push('-'),
            accent if is_accent(accent) => self.accent(accent),
            letter => self.text.push(letter),
        }
    }

    /// An accent of the letter before; but short i is a letter of its own, not an accented one.
    fn accent(&mut self, accent: char) {
        let short = match self.text.chars().next_back() {
            Some('и') => 'й',
            Some('И') => 'Й',
            _ => accent,
        };
        if accent == '\u{306}' && short != accent {
            self.text.pop();
            self.text.push(short);
        } else {
            self.accents.push((offset(self.text.len()), accent));
        }
    }

    /// Takes the white space that was met.
    fn settle(&mut self) {
        let Some((raw, width)) = self.space.take() else { return };
        if width == 1 {
            self.same(self.text.len(), raw);
        } else {
            self.solid(raw, width);
        }
        self.text.push(' ');
    }

    /// From `here` on byte goes by byte.
    fn same(&mut self, here: usize, raw: usize) {
        let goes_on = self
            .steps
            .last()
            .is_some_and(|step| step.solid.is_none() && step.raw as usize + (here - step.at as usize) == raw);
        if !goes_on {
            self.steps.push(Step { at: offset(here), raw: offset(raw), solid: None });
        }
    }

    /// What comes next stands for `width` bytes.
    fn solid(&mut self, raw: usize, width: usize) {
        self.steps.push(Step { at: offset(self.text.len()), raw: offset(raw), solid: Some(offset(width)) });
    }

    /// What was taken last reaches to `end` there.
    fn widen(&mut self, end: usize) {
        let last = self.text.chars().next_back().map_or(0, char::len_utf8);
        let Some(step) = self.steps.last_mut() else { return };
        if step.solid.is_none() {
            let here = offset(self.text.len() - last);
            let raw = step.raw + (here - step.at);
            if here > step.at {
                self.steps.push(Step { at: here, raw, solid: Some(offset(end) - raw) });
                return;
            }
        }
        step.solid = Some(offset(end) - step.raw);
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

/// Before these no space counts: a citation that became a note leaves one, French typing puts one. (U+037E is the
/// Greek question mark, which is a semicolon.)
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '\u{37E}')
}

/// Controls, and what nobody sees (Unicode: `Default_Ignorable_Code_Point`).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Syllables of Korean: letters on their own are other words.
const fn is_syllable(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// Letters of scripts that put no spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Marks over and under letters that typing may leave out, and Hebrew and Arabic points; not the vowel signs of
/// scripts that cannot be read without them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}'
        | '\u{5C5}' | '\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}
