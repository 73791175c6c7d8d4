//! Words on a cover: measured with their real widths, broken into even lines, made as large as they fit.

use std::fmt::Write as _;
use std::sync::Arc;

use usvg::fontdb;

use crate::images;

/// Size at which words are measured.
const UNIT: f32 = 100.0;
/// Words measured and broken at most; what comes after is left out and an ellipsis says so.
const MOST_WORDS: usize = 300;
/// From a block's top to its first baseline, in its size.
const RISE: f32 = 0.78;

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Roman,
    Italic,
    Bold,
}

impl Style {
    fn attributes(self) -> &'static str {
        match self {
            Self::Roman => "",
            Self::Italic => " font-style=\"italic\"",
            Self::Bold => " font-weight=\"bold\"",
        }
    }

    fn leading(self) -> f32 {
        if self == Self::Bold { 1.06 } else { 1.24 }
    }
}

/// Lines, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    /// In pixels.
    pub(super) size: f32,
    style: Style,
}

impl Block {
    /// From the first line's capitals to below the last line.
    pub(super) fn height(&self) -> f32 {
        match self.lines.len() {
            0 => 0.0,
            lines => (lines as f32 - 1.0) * self.size * self.style.leading() + self.size,
        }
    }

    /// Writes the lines from `top` down, flush at `x`: on its right, or for scripts from right to left on its left.
    pub(super) fn draw(&self, svg: &mut String, (x, top): (f32, f32), color: &str, rtl: bool) {
        let anchor = if rtl { "end" } else { "start" };
        for (line, text) in self.lines.iter().enumerate() {
            let y = top + self.size * (RISE + line as f32 * self.style.leading());
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"Alegreya\" font-size=\"{:.1}\" fill=\"{color}\" \
                 text-anchor=\"{anchor}\"{}>{}</text>",
                self.size,
                self.style.attributes(),
                escaped(text)
            );
        }
    }
}

/// The faces a cover is lettered in.
pub(super) struct Letters(Arc<fontdb::Database>);

impl Letters {
    /// The bundled faces, and those the book brings.
    pub(super) fn new(faces: &[Arc<[u8]>]) -> Self {
        let mut fonts = images::bundled_fonts();
        if !faces.is_empty() {
            let fonts = Arc::make_mut(&mut fonts);
            for face in faces {
                fonts.load_font_source(fontdb::Source::Binary(Arc::new(face.clone())));
            }
        }
        Self(fonts)
    }

    /// A drawing, its words set.
    pub(super) fn tree(&self, svg: &str) -> Result<usvg::Tree, String> {
        let options = usvg::Options { fontdb: self.0.clone(), ..usvg::Options::default() };
        usvg::Tree::from_str(svg, &options).map_err(|e| e.to_string())
    }

    /// `text` as large as it fits into (measure, room), between the sizes (most, least); lines of their own stay so.
    ///
    /// At the least size it may stand taller than its room, and only then; no line is ever longer than the measure.
    pub(super) fn fit(
        &self,
        text: &str,
        style: Style,
        (most, least): (f32, f32),
        (measure, room): (f32, f32),
    ) -> Block {
        let paragraphs = self.measured(text, style);
        let mut size = most;
        loop {
            let at = measure * UNIT / size;
            let fits = paragraphs.iter().flatten().all(|word| word.width <= at);
            let lines = || paragraphs.iter().flat_map(|words| broken(words, at)).collect();
            let last = size <= least;
            if fits || last {
                let block = Block { lines: lines(), size, style };
                if block.height() <= room || last {
                    return self.squeezed(block, measure);
                }
            }
            size = (size * 0.96).max(least);
        }
    }

    /// Makes a block smaller until its longest line, measured as a whole, fits.
    fn squeezed(&self, mut block: Block, measure: f32) -> Block {
        let widths = self.widths(block.lines.iter().map(String::as_str), block.style);
        let longest = widths.into_iter().fold(0.0, f32::max) * block.size / UNIT;
        if longest > measure {
            block.size *= measure / longest;
        }
        block
    }

    fn measured<'a>(&self, text: &'a str, style: Style) -> Vec<Vec<Word<'a>>> {
        let paragraphs: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        let widths = self.widths(paragraphs.iter().flatten().take(MOST_WORDS).copied(), style);
        let mut widths = widths.into_iter();
        let mut left = MOST_WORDS;
        let mut measured = Vec::new();
        for words in paragraphs {
            let more = words.len() > left;
            let mut words: Vec<Word<'_>> =
                words.into_iter().zip(widths.by_ref()).map(|(text, width)| Word { text, width }).collect();
            left = left.saturating_sub(words.len());
            if more {
                words.push(Word { text: "…", width: UNIT });
            }
            measured.push(words);
        }
        measured
    }

    /// Widths at [`UNIT`], by one drawing that holds all the texts.
    fn widths<'a>(&self, texts: impl Iterator<Item = &'a str>, style: Style) -> Vec<f32> {
        let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">".to_owned();
        let mut count = 0usize;
        for text in texts {
            let (style, text) = (style.attributes(), escaped(text));
            let _ = write!(
                svg,
                "<text id=\"w{count}\" font-family=\"Alegreya\" font-size=\"{UNIT}\" y=\"{UNIT}\"{style}>{text}</text>"
            );
            count += 1;
        }
        svg.push_str("</svg>");
        let Ok(tree) = self.tree(&svg) else { return vec![UNIT; count] };
        let width = |node: &usvg::Node| node.abs_bounding_box().right().max(0.0);
        (0..count).map(|word| tree.node_by_id(&format!("w{word}")).map_or(0.0, width)).collect()
    }
}

struct Word<'a> {
    text: &'a str,
    width: f32,
}

/// Breaks words into lines no wider than `measure` at [`UNIT`]: as few as can be, and these as even as can be.
/// A word wider than the measure has a line to itself.
fn broken(words: &[Word<'_>], measure: f32) -> Vec<String> {
    let space = UNIT * 0.24;
    // From the end: for each word the best way to set it and what follows: (lines, unevenness, next line's start).
    let mut best: Vec<(usize, f32, usize)> = vec![(0, 0.0, words.len()); words.len() + 1];
    for first in (0..words.len()).rev() {
        let mut width = -space;
        best[first] = (usize::MAX, f32::INFINITY, words.len());
        for next in first + 1..=words.len() {
            width += space + words[next - 1].width;
            if width > measure && next > first + 1 {
                break;
            }
            let slack = (measure - width).max(0.0);
            let (lines, uneven) = (best[next].0 + 1, best[next].1 + slack * slack);
            if lines < best[first].0 || (lines == best[first].0 && uneven < best[first].1) {
                best[first] = (lines, uneven, next);
            }
        }
    }
    let mut lines = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let next = best[first].2.max(first + 1);
        lines.push(words[first..next].iter().map(|word| word.text).collect::<Vec<_>>().join(" "));
        first = next;
    }
    lines
}

/// As XML text, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_few_and_even() {
        let words: Vec<Word<'_>> = ["aa", "bb", "cc", "dd"].iter().map(|text| Word { text, width: 100.0 }).collect();
        assert_eq!(broken(&words, 400.0), ["aa bb", "cc dd"]);
        assert_eq!(broken(&words, 500.0), ["aa bb cc dd"]);
        assert_eq!(broken(&words, 50.0), ["aa", "bb", "cc", "dd"]);
        assert!(broken(&[], 50.0).is_empty());
    }

    #[test]
    fn words_have_their_real_widths() {
        let letters = Letters::new(&[]);
        let widths = letters.widths(["i", "m", "mm", "שלום", "Книга", "سلام"].into_iter(), Style::Roman);
        assert!(widths[0] < widths[1] && (widths[1] * 2.0 - widths[2]).abs() < 6.0, "{widths:?}");
        assert!(widths.iter().all(|&width| width > 10.0), "{widths:?}");
    }

    #[test]
    fn what_is_long_is_set_small() {
        let letters = Letters::new(&[]);
        let fit = |text: &str| letters.fit(text, Style::Bold, (168.0, 20.0), (1164.0, 600.0));
        let short = fit("Leaves");
        assert_eq!((short.lines.len(), short.size.to_string().as_str()), (1, "168"));
        let long = fit(&"Leaves gathered in the fields ".repeat(12));
        assert!(long.size < 80.0 && long.height() <= 600.0, "{long:?}");
        let word = fit(&"Donaudampfschiff".repeat(9));
        assert!(word.lines.len() == 1 && word.size < 30.0, "{word:?}");
        let endless = fit(&"leaf ".repeat(4000));
        assert!(endless.lines.last().unwrap().ends_with('…'));
    }
}
