//! What differs between two readings, by whole words and signs.
//!
//! Enters: the words of a source and those of an editor. Leaves: the stretches in which they differ, each as small as
//! whole words and signs of punctuation allow. Words are the same if they read alike ([`crate::quote::key`]): then the
//! source's stand, kinds of quotation marks and spaces included; unless nothing else differs.

use std::collections::BTreeMap;
use std::ops::Range;

use super::leaf::GAP;
use super::rebuild::Side;
use crate::quote::key;

/// Longer readings are compared at their ends only: the table of all pairs has this many fields at most.
const PAIRS: usize = 1 << 20;

/// A stretch in which two readings differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Bytes of the one.
    pub(super) old: Range<usize>,
    /// Bytes of the other, white that goes with them included.
    pub(super) new: Range<usize>,
    /// Where words are only added: to which side they belong.
    pub(super) clings: Side,
}

/// Two readings, in words and signs.
struct Readings<'r> {
    was: &'r str,
    old: Vec<Atom>,
    new: Vec<Atom>,
}

/// A word or a sign.
struct Atom {
    place: Range<usize>,
    /// Whether white stands before it.
    apart: bool,
    /// The same for all that are alike.
    id: usize,
    /// That of the word as it was quoted: accents may be left out there.
    quoted: usize,
}

/// Where `was`, quoted as `quoted`, and `now` differ, in order. In `was`, [`GAP`] stands where a line ends that is kept: no
/// stretch runs over it; `None`, if one would have to. At `borders` the markup changes: stretches keep to one side where
/// as many words come as go.
pub(super) fn hunks((was, quoted): (&str, &str), now: &str, borders: &[usize]) -> Option<Vec<Hunk>> {
    let hunks = Readings::of((was, quoted), now, &key).hunks(borders)?;
    let told = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if !hunks.is_empty() || told(was) == told(now) {
        return Some(hunks);
    }
    Readings::of((was, quoted), now, &|word| (word.to_owned(), Vec::new())).hunks(borders)
}

/// A word as it is compared.
type Key = (String, Vec<(u32, char)>);

impl<'r> Readings<'r> {
    fn of((was, quoted): (&'r str, &str), now: &str, key: &dyn Fn(&str) -> Key) -> Self {
        let mut ids = BTreeMap::new();
        let mut read = |text: &str| {
            let mut atoms = atoms(text);
            for atom in &mut atoms {
                let next = ids.len();
                atom.id = *ids.entry(key(&text[atom.place.clone()])).or_insert(next);
                atom.quoted = atom.id;
            }
            atoms
        };
        let (mut old, quoted, new) = (read(was), read(quoted), read(now));
        if old.len() == quoted.len() {
            old.iter_mut().zip(quoted).for_each(|(old, quoted)| old.quoted = quoted.id);
        }
        Self { was, old, new }
    }

    fn same(&self, old: usize, new: usize) -> bool {
        let (one, other) = (&self.old[old], &self.new[new]);
        (one.id == other.id || one.quoted == other.id) && (one.apart == other.apart || old == 0 || new == 0)
    }

    fn hunks(&self, borders: &[usize]) -> Option<Vec<Hunk>> {
        let mut hunks = Vec::new();
        for (old, new) in self.differing() {
            self.hunk(old, new, borders, &mut hunks)?;
        }
        Some(hunks)
    }

    /// The stretches of atoms that differ: what is left when the longest common row of atoms is taken away.
    fn differing(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let most = self.old.len().min(self.new.len());
        let head = (0..most).take_while(|at| self.same(*at, *at)).count();
        let (olds, news) = (self.old.len(), self.new.len());
        let tail = (1..=most - head).take_while(|at| self.same(olds - at, news - at)).count();
        let (old, new) = (head..olds - tail, head..news - tail);
        if old.is_empty() && new.is_empty() {
            return Vec::new();
        }
        if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > PAIRS {
            return vec![(old, new)];
        }
        let width = new.len() + 1;
        // How long a common row is from this pair on.
        let mut rows = vec![0_u32; (old.len() + 1) * width];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                rows[i * width + j] = if self.same(old.start + i, new.start + j) {
                    rows[(i + 1) * width + j + 1] + 1
                } else {
                    rows[(i + 1) * width + j].max(rows[i * width + j + 1])
                };
            }
        }
        let mut found = Vec::new();
        let (mut i, mut j) = (0, 0);
        while i < old.len() || j < new.len() {
            let (from, to) = (i, j);
            while i < old.len() || j < new.len() {
                let both = i < old.len() && j < new.len();
                if both && self.same(old.start + i, new.start + j) {
                    break;
                }
                let skip_old = j == new.len() || i < old.len() && rows[(i + 1) * width + j] >= rows[i * width + j + 1];
                if skip_old { i += 1 } else { j += 1 }
            }
            if (from, to) != (i, j) {
                found.push((old.start + from..old.start + i, new.start + to..new.start + j));
            }
            while i < old.len() && j < new.len() && self.same(old.start + i, new.start + j) {
                (i, j) = (i + 1, j + 1);
            }
        }
        found
    }

    /// What atoms that differ come to in bytes; `None` where that would run over a gap.
    fn hunk(&self, old: Range<usize>, new: Range<usize>, borders: &[usize], hunks: &mut Vec<Hunk>) -> Option<()> {
        let over = |stretch: Range<usize>| self.was[stretch].contains(GAP);
        if old.is_empty() {
            hunks.push(self.added(old.start, new));
            return Some(());
        }
        // Atoms on both sides of a gap: as many each way are paired, and what only goes, goes line by line.
        let between = |at: usize| self.old[at - 1].place.end..self.old[at].place.start;
        let lines = (old.start + 1..old.end).find(|at| over(between(*at)));
        let paired = new.is_empty() || new.len() == old.len();
        if lines.is_some() && !paired {
            return None;
        }
        let marked = |at: &usize| {
            let Range { start, end } = between(*at);
            borders.get(borders.partition_point(|border| *border < start)).is_some_and(|border| *border <= end)
        };
        let markup = (old.start + 1..old.end).find(marked).filter(|_| paired);
        if let Some(at) = lines.into_iter().chain(markup).min() {
            let to = if new.is_empty() { new.start } else { new.start + (at - old.start) };
            self.hunk(old.start..at, new.start..to, borders, hunks)?;
            return self.hunk(at..old.end, to..new.end, borders, hunks);
        }
        if new.is_empty() {
            hunks.push(self.removed(old, new.start));
            return Some(());
        }
        let (first, other) = (&self.old[old.start], &self.new[new.start]);
        if first.apart == other.apart || old.start == 0 || new.start == 0 {
            let old = first.place.start..self.old[old.end - 1].place.end;
            let new = other.place.start..self.new[new.end - 1].place.end;
            hunks.push(Hunk { old, new, clings: Side::Left });
            return Some(());
        }
        // Signs that close up to the word before.
        let closing = new.start + self.new[new.clone()].iter().take_while(|atom| !atom.apart).count();
        let gapped = over(self.old[old.start - 1].place.end..first.place.start);
        if closing > new.start && (closing < new.end || gapped) {
            hunks.push(self.added(old.start, new.start..closing));
            return self.hunk(old, closing..new.end, borders, hunks);
        }
        let old = self.old[old.start - 1].place.end..self.old[old.end - 1].place.end;
        let new = self.new[new.start - 1].place.end..self.new[new.end - 1].place.end;
        hunks.push(Hunk { old, new, clings: Side::Left });
        Some(())
    }

    /// Words that are only added, before the old atom `at`, with the space that goes with them.
    fn added(&self, at: usize, new: Range<usize>) -> Hunk {
        let follows = self.old.get(at).zip(self.new.get(new.end));
        let first = self.new.get(new.start).is_some_and(|atom| atom.apart);
        match follows {
            Some((old, next)) if at == 0 || first && old.apart && next.apart => {
                let place = old.place.start;
                let new = self.new[new.start].place.start..next.place.start;
                Hunk { old: place..place, new, clings: Side::Right }
            }
            _ => {
                let end = |atoms: &[Atom], before: usize| before.checked_sub(1).map_or(0, |last| atoms[last].place.end);
                let place = end(&self.old, at);
                let new = end(&self.new, new.start)..end(&self.new, new.end);
                Hunk { old: place..place, new, clings: Side::Left }
            }
        }
    }

    /// Words that only go, with the space that goes with them: on their line.
    fn removed(&self, old: Range<usize>, at: usize) -> Hunk {
        let (start, end) = (self.old[old.start].place.start, self.old[old.end - 1].place.end);
        let apart = old.start == 0 || self.old[old.start].apart;
        let white = |stretch: &Range<usize>| !self.was[stretch.clone()].contains(GAP);
        let after = self.old.get(old.end).filter(|next| apart && next.apart).map(|next| end..next.place.start);
        let before = old.start.checked_sub(1).map(|last| self.old[last].place.end..start);
        let last = at.checked_sub(1).map_or(0, |last| self.new[last].place.end);
        let next = self.new.get(at).map_or(last, |next| next.place.start);
        let (old, at) = match (after.filter(white), before.filter(white)) {
            (Some(after), _) => (start..after.end, next),
            (None, Some(before)) => (before.start..end, last),
            (None, None) => (start..end, last),
        };
        Hunk { old, new: at..at, clings: Side::Left }
    }
}

/// The words and signs of a text.
fn atoms(text: &str) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut apart = false;
    // What the last atom is made of: letters, or one sign again and again.
    let mut last: Option<Option<char>> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            (apart, last) = (true, None);
            continue;
        }
        if let Some(length) = emphasis(&text[at..], text[..at].chars().next_back()) {
            // Words that the editor emphasises are one.
            atoms.push(Atom { place: at..at + length, apart, id: 0, quoted: 0 });
            (apart, last) = (false, None);
            while chars.next_if(|(next, _)| *next < at + length).is_some() {}
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        let inside = last == Some(None) && next.is_some_and(char::is_alphanumeric) && joins(c);
        let kind = (is_sign(c) && !inside).then_some(c);
        let end = at + c.len_utf8();
        match atoms.last_mut() {
            Some(atom) if last == Some(kind) && !(kind.is_none() && alone(c)) => atom.place.end = end,
            _ => {
                atoms.push(Atom { place: at..end, apart, id: 0, quoted: 0 });
                apart = false;
            }
        }
        last = if alone(c) { None } else { Some(kind) };
    }
    atoms
}

/// How long the words between stars, or lines under them, are that `text` begins with, signs included.
fn emphasis(text: &str, before: Option<char>) -> Option<usize> {
    let sign = text.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let inner = text.trim_start_matches(sign);
    let signs = text.len() - inner.len();
    let opens = !before.is_some_and(char::is_alphanumeric) && inner.starts_with(|c: char| !c.is_whitespace());
    let end =
        inner.find(&text[..signs]).filter(|end| opens && *end > 0 && !inner[..*end].ends_with(char::is_whitespace))?;
    Some(signs + end + signs)
}

/// Signs that join letters to a word: an apostrophe, a hyphen; points and commas of numbers too.
const fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '-' | '\u{2010}' | '\u{2011}' | '.' | ',' | '·')
}

/// Signs of punctuation.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '«' | '»' | '¿' | '¡' | '§' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '،' | '؛' | '؟' | '।')
}

/// Letters of scripts that put no space between words: each is taken for one.
const fn alone(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What goes and what comes, `-old+new`, each in its place.
    fn differ(was: &str, now: &str) -> String {
        let Some(hunks) = hunks((was, was), now, &[]) else { return "over a gap".to_owned() };
        let mut shown = String::new();
        let mut at = 0;
        for Hunk { old, new, .. } in hunks {
            shown += &was[at..old.start];
            at = old.end;
            shown.extend(["{-", &was[old], "+", &now[new], "}"]);
        }
        shown + &was[at..]
    }

    #[test]
    fn words_and_signs_that_differ() {
        assert_eq!(differ("met in Teh Hague", "met in The Hague"), "met in {-Teh+The} Hague");
        assert_eq!(differ("reely want to see Teh", "really want to see The"), "{-reely+really} want to see {-Teh+The}");
        assert_eq!(differ("two, three", "two; three"), "two{-,+;} three");
        assert_eq!(differ("“Teh Hague", "“The Hague"), "“{-Teh+The} Hague");
        assert_eq!(differ("don’t know Teh", "don't know The"), "don’t know {-Teh+The}");
        assert_eq!(differ("cafe", "café"), "{-cafe+café}");
        assert_eq!(differ("3.5 km", "3.6\u{a0}km"), "{-3.5+3.6} km");
        assert_eq!(differ("don’t", "don't"), "{-don’t+don't}", "nothing else differs");
        assert_eq!(differ("10 km", "10\u{a0}km"), "10 km", "a space is a space");
        assert_eq!(differ("東京大學", "東京大学"), "東京大{-學+学}");
    }

    #[test]
    fn words_that_are_added_or_go_bring_their_space() {
        assert_eq!(differ("the old mill", "the very old mill"), "the {-+very }old mill");
        assert_eq!(differ("the mill", "the mill house"), "the mill{-+ house}");
        assert_eq!(differ("the mill, empty", "the mill house, empty"), "the mill{-+ house}, empty");
        assert_eq!(differ("the mill which", "the mill, which"), "the mill{-+,} which");
        assert_eq!(differ("old mill", "the old mill"), "{-+the }old mill");
        assert_eq!(differ("the old mill", "the mill"), "the {-old +}mill");
        assert_eq!(differ("the old mill", "the old"), "the old{- mill+}");
        assert_eq!(differ("the mill , empty", "the mill, empty"), "the mill{- ,+,} empty");
        assert_eq!(differ("Teh Hague", "“Teh Hague”"), "{-+“}Teh Hague{-+”}");
    }

    #[test]
    fn no_stretch_runs_over_the_end_of_a_line() {
        assert_eq!(differ("river\nold mill we", "river, the mill we"), "river{-+,}\n{-old+the} mill we");
        assert_eq!(differ("comitee\nmett", "committee met"), "{-comitee+committee}\n{-mett+met}");
        assert_eq!(differ("the old\nmill", "the mill"), "the{- old+}\nmill");
        assert_eq!(differ("one two\nthree four", "one four"), "one{- two+}\n{-three +}four");
        assert_eq!(differ("one two\nthree four", "one five six seven four"), "over a gap");
    }

    proptest! {
        #[test]
        fn what_differs_makes_the_one_of_the_other(was in "[ab,]{1,3}( [ab,.“]{1,3}){0,6}", now in "[ab,]{1,3}( [ab,.“]{1,3}){0,6}") {
            let mut made = String::new();
            let mut at = 0;
            for Hunk { old, new, .. } in hunks((&was, &was), &now, &[]).unwrap() {
                prop_assert!(at <= old.start && old.start <= old.end);
                made += &was[at..old.start];
                made += &now[new];
                at = old.end;
            }
            made += &was[at..];
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&made), words(&now), "{} {}", was, now);
        }
    }
}
