//! Which text each glyph of a run stands for.
//!
//! A run tells the text of *clusters*; PDF maps *glyphs* (§9.10.3). One glyph for several characters is a
//! ligature and stands for all of them. As many glyphs as characters (a letter and its marks) stand for one
//! each. Else the widest glyph stands for the whole cluster and the others for nothing, so that the text
//! comes out once, and in order.

use crate::typeset::page::{Glyph, GlyphRun};

/// Working space of [`Texts::of`], kept between runs.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    starts: Vec<u16>,
    texts: Vec<&'a str>,
}

impl<'a> Texts<'a> {
    /// The text of each glyph of `run`. A word space of whatever width is a plain space.
    pub(super) fn of(&mut self, run: &'a GlyphRun) -> &[&'a str] {
        self.texts.clear();
        if run.glyphs.windows(2).all(|pair| pair[0].cluster < pair[1].cluster) {
            // As most runs are: every glyph has a cluster of its own, up to the next glyph's.
            let ends = run.glyphs.iter().skip(1).map(|next| usize::from(next.cluster)).chain([run.text.len()]);
            let texts = run.glyphs.iter().zip(ends).map(|(glyph, end)| part(run, usize::from(glyph.cluster)..end));
            self.texts.extend(texts);
            return &self.texts;
        }
        self.starts.clear();
        self.starts.extend(run.glyphs.iter().map(|glyph| glyph.cluster));
        let falling = self.starts.first() > self.starts.last();
        self.starts.sort_unstable();
        self.starts.dedup();
        for cluster in run.glyphs.chunk_by(|a, b| a.cluster == b.cluster) {
            let text = self.slice(run, cluster[0].cluster);
            self.share(cluster, text, falling);
        }
        &self.texts
    }

    /// The text from `start` to where the next cluster begins.
    fn slice(&self, run: &'a GlyphRun, start: u16) -> &'a str {
        let next = self.starts.partition_point(|&s| s <= start);
        let end = self.starts.get(next).map_or(run.text.len(), |&end| usize::from(end));
        part(run, usize::from(start)..end)
    }

    fn share(&mut self, cluster: &[Glyph], text: &'a str, falling: bool) {
        if cluster.len() == 1 {
            return self.texts.push(text);
        }
        let first = self.texts.len();
        if let Some(more) = text.chars().count().checked_sub(cluster.len()) {
            // A letter that was composed of several has these, its marks one each: no glyph may be of no character.
            let marks = text.char_indices().map(|(at, _)| at).skip(more + 1);
            let starts = std::iter::once(0).chain(marks.clone());
            self.texts.extend(starts.zip(marks.chain([text.len()])).map(|(from, to)| &text[from..to]));
            // From right to left marks stand before their letter.
            if falling || (cluster[0].advance.raw() == 0 && cluster[cluster.len() - 1].advance.raw() != 0) {
                self.texts[first..].reverse();
            }
        } else {
            let mut widest = 0;
            for (i, glyph) in cluster.iter().enumerate() {
                if glyph.advance > cluster[widest].advance {
                    widest = i;
                }
            }
            self.texts.extend((0..cluster.len()).map(|i| if i == widest { text } else { "" }));
        }
    }
}

/// A part of a run's text; white is a plain space.
fn part(run: &GlyphRun, range: std::ops::Range<usize>) -> &str {
    let text = run.text.get(range).unwrap_or_default();
    if !text.is_empty() && text.chars().all(char::is_whitespace) { " " } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::length::Length;
    use crate::typeset::page::FaceId;

    /// A run of glyphs of (cluster, advance in pt).
    fn texts(text: &str, glyphs: &[(u16, f64)]) -> Vec<String> {
        let glyph = |&(cluster, advance): &(u16, f64)| Glyph { id: 1, advance: Length::pt(advance), cluster };
        let run = GlyphRun {
            face: FaceId(0),
            size: Length::pt(10.0),
            stretch: 1000,
            furniture: false,
            text: text.into(),
            glyphs: glyphs.iter().map(glyph).collect(),
            shifts: Box::default(),
        };
        Texts::default().of(&run).iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn ligatures_stand_for_all_their_letters() {
        assert_eq!(texts("office", &[(0, 5.0), (1, 9.0), (4, 4.0), (5, 4.0)]), ["o", "ffi", "c", "e"]);
    }

    #[test]
    fn marks_stand_for_themselves() {
        assert_eq!(texts("e\u{301}a", &[(0, 5.0), (0, 0.0), (3, 5.0)]), ["e", "\u{301}", "a"]);
        // Hebrew, from left to right: point, letter, letter.
        assert_eq!(texts("אבּ", &[(2, 0.0), (2, 5.0), (0, 5.0)]), ["\u{5bc}", "ב", "א"]);
        assert_eq!(texts("בּ", &[(0, 0.0), (0, 5.0)]), ["\u{5bc}", "ב"]);
    }

    #[test]
    fn a_composed_letter_leaves_its_marks_theirs() {
        assert_eq!(texts("o\u{308}\u{332}a", &[(0, 5.0), (0, 0.0), (5, 5.0)]), ["o\u{308}", "\u{332}", "a"]);
    }

    #[test]
    fn a_letter_of_several_pieces_is_told_once() {
        assert_eq!(texts("بت", &[(2, 0.0), (2, 5.0), (0, 0.0), (0, 5.0)]), ["", "ت", "", "ب"]);
    }

    #[test]
    fn spaces_are_spaces() {
        assert_eq!(texts("a\u{a0}b\u{2009}", &[(0, 5.0), (1, 2.0), (3, 5.0), (4, 2.0)]), ["a", " ", "b", " "]);
    }

    #[test]
    fn clusters_that_miss_the_text_do_no_harm() {
        assert_eq!(texts("é", &[(1, 5.0), (9, 5.0)]), ["", ""]);
        assert_eq!(texts("", &[(0, 5.0)]), [""]);
    }
}
