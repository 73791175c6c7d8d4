//! Headings and what is below them.

use super::anchor::Heading;
use super::fold::{BORDER, Folded};
use super::miss::{Miss, Part};
use super::{PLACES, Range, Text};

/// A heading and what is below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    pub(super) level: u8,
    /// The heading.
    pub(super) leaf: usize,
    /// The leaf after the last below it.
    pub(super) end: usize,
}

impl Text<'_> {
    /// Ends the sections of `open` from `outer` on that are not above a heading of `level`.
    pub(super) fn close(&mut self, open: &mut Vec<usize>, outer: usize, level: u8) {
        while open.len() > outer
            && let Some(section) = open.pop_if(|open| self.headings[*open].level >= level)
        {
            self.headings[section].end = self.leaves.len();
        }
    }

    pub(super) fn heading(&self, heading: &Heading) -> Result<Range, Miss> {
        if Folded::of(&heading.words).text.is_empty() {
            return Err(Miss::Empty);
        }
        let sections = self.sections(heading);
        match sections.as_slice() {
            [] => Err(Miss::Missing { words: heading.words.clone(), part: Part::Heading, first: None }),
            [section] => Ok(self.section(*section)),
            [..] => {
                let places = sections.iter().take(PLACES).map(|section| self.whole(section.leaf..section.leaf + 1));
                let more = sections.len() > PLACES;
                Err(Miss::Ambiguous { places: places.collect(), more, part: Part::Heading })
            }
        }
    }

    /// The sections under headings of these words; only those of the heading's level, if there are any.
    pub(super) fn sections(&self, heading: &Heading) -> Vec<Section> {
        let fits = |section: &Section, words: &Folded| {
            let (start, end) = self.leaf_folded(section.leaf);
            self.folded.text[start..end] == words.text && self.folded.has_accents(words, start)
        };
        let with = |words: &String| -> Vec<Section> {
            let words = Folded::of(words);
            self.headings.iter().filter(|section| fits(section, &words)).copied().collect()
        };
        let mut sections = with(&heading.words);
        if sections.is_empty() {
            sections = with(&heading.unmarked);
        }
        if sections.iter().any(|section| section.level == heading.level) {
            sections.retain(|section| section.level == heading.level);
        }
        sections
    }

    pub(super) fn section(&self, section: Section) -> Range {
        self.whole(section.leaf..section.end)
    }

    /// Where a leaf's words stand in the folded text, without the space before them.
    fn leaf_folded(&self, leaf: usize) -> (usize, usize) {
        let at = |leaf: usize| self.leaves.get(leaf).map_or(self.folded.text.len(), |leaf| leaf.at);
        let words = &self.folded.text[at(leaf)..at(leaf + 1)];
        let kept = words.trim_matches([' ', BORDER]);
        let start = at(leaf) + (words.len() - words.trim_start_matches([' ', BORDER]).len());
        (start, start + kept.len())
    }
}
