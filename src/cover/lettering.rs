//! Words on a cover: measured with their real widths, broken into even lines, made as large as they fit.

use std::fmt::Write as _;
use std::sync::Arc;

use unicode_script::{Script, UnicodeScript};
use usvg::fontdb;

use crate::{images, xml};

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
    family: &'static str,
    style: Style,
}

impl Block {
    /// From the first line's capitals to below the last line.
    pub(super) fn height(&self) -> f32 {
        self.lines.iter().skip(1).fold(if self.lines.is_empty() { 0.0 } else { self.size }, |height, _| {
            height + self.size * self.style.leading()
        })
    }

    /// Writes the lines from `top` down, flush at `x`: on its right, or for scripts from right to left on its left.
    pub(super) fn draw(&self, svg: &mut String, (x, top): (f32, f32), color: &str, rtl: bool) {
        let anchor = if rtl { "end" } else { "start" };
        let mut y = top + self.size * RISE;
        for text in &self.lines {
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{}\" font-size=\"{:.1}\" fill=\"{color}\" \
                 text-anchor=\"{anchor}\"{}>{}</text>",
                self.family,
                self.size,
                self.style.attributes(),
                escaped(text)
            );
            y += self.size * self.style.leading();
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

    /// Measures a text; lines of its own stay so.
    pub(super) fn text(&self, text: &str, style: Style) -> Text<'_> {
        let family = family(text);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        let widths = self.widths(lines.iter().flatten().take(MOST_WORDS).copied(), (family, style));
        let (mut widths, mut left) = (widths.into_iter(), MOST_WORDS);
        let mut paragraphs = Vec::new();
        for words in lines {
            let more = words.len() > left;
            left = left.saturating_sub(words.len());
            let words = words.into_iter().map(str::to_owned).zip(widths.by_ref());
            let mut words: Vec<Word> = words.map(|(text, width)| Word { text, width }).collect();
            if more {
                words.push(Word { text: "…".to_owned(), width: UNIT });
            }
            paragraphs.push(words);
        }
        Text { letters: self, paragraphs, family, style }
    }

    /// Widths at [`UNIT`], by one drawing that holds all the texts.
    fn widths<'a>(&self, texts: impl Iterator<Item = &'a str>, (family, style): (&str, Style)) -> Vec<f32> {
        let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\">".to_owned();
        let mut count = 0usize;
        for text in texts {
            let (style, text) = (style.attributes(), escaped(text));
            let _ = write!(
                svg,
                "<text id=\"w{count}\" font-family=\"{family}\" font-size=\"{UNIT}\" y=\"{UNIT}\"{style}>{text}</text>"
            );
            count += 1;
        }
        svg.push_str("</svg>");
        let Ok(tree) = self.tree(&svg) else { return vec![UNIT; count] };
        let width = |node: &usvg::Node| node.abs_bounding_box().right().max(0.0);
        (0..count).map(|word| tree.node_by_id(&format!("w{word}")).map_or(0.0, width)).collect()
    }
}

struct Word {
    text: String,
    width: f32,
}

/// A text, measured.
pub(super) struct Text<'a> {
    letters: &'a Letters,
    paragraphs: Vec<Vec<Word>>,
    family: &'static str,
    style: Style,
}

impl Text<'_> {
    /// Its lines at this size; a word wider than the measure has one to itself.
    pub(super) fn at(&self, size: f32, measure: f32) -> Block {
        let lines = self.paragraphs.iter().flat_map(|words| broken(words, measure * UNIT / size)).collect();
        Block { lines, size, family: self.family, style: self.style }
    }

    /// As large as it fits: between the sizes (most, least), every word within the measure, and the block such as
    /// `fits` says. At the least size nothing is asked but that the lines are no longer than the measure.
    pub(super) fn fit(&self, (most, least): (f32, f32), measure: f32, fits: impl Fn(&Block) -> bool) -> Block {
        let widest = self.paragraphs.iter().flatten().map(|word| word.width).fold(1.0, f32::max);
        let mut size = most.min(measure * UNIT / widest).max(least);
        loop {
            let block = self.at(size, measure);
            if size <= least || fits(&block) {
                return self.squeezed(block, measure);
            }
            size = (size * 0.96).max(least);
        }
    }

    /// Makes a block smaller until its longest line, measured as a whole, fits.
    fn squeezed(&self, mut block: Block, measure: f32) -> Block {
        let widths = self.letters.widths(block.lines.iter().map(String::as_str), (self.family, self.style));
        let longest = widths.into_iter().fold(0.0, f32::max) * block.size / UNIT;
        if longest > measure {
            block.size *= measure / longest;
        }
        block
    }
}

/// The family whose bold and italic a text's script has; letters it lacks come from the others.
fn family(text: &str) -> &'static str {
    let scripts = text.chars().map(|c| c.script());
    match scripts.into_iter().find(|script| !matches!(script, Script::Common | Script::Inherited)) {
        Some(Script::Hebrew) => "Noto Serif Hebrew",
        Some(Script::Arabic) => "Noto Naskh Arabic",
        _ => "Alegreya",
    }
}

/// Breaks words into lines no wider than `measure` at [`UNIT`]: as few as can be, and these as even as can be.
/// A word wider than the measure has a line to itself.
fn broken(words: &[Word], measure: f32) -> Vec<String> {
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
        lines.push(words[first..next].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
        first = next;
    }
    lines
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    xml::line(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_few_and_even() {
        let words: Vec<Word> = ["aa", "bb", "cc", "dd"].map(|text| Word { text: text.to_owned(), width: 100.0 }).into();
        assert_eq!(broken(&words, 400.0), ["aa bb", "cc dd"]);
        assert_eq!(broken(&words, 500.0), ["aa bb cc dd"]);
        assert_eq!(broken(&words, 50.0), ["aa", "bb", "cc", "dd"]);
        assert!(broken(&[], 50.0).is_empty());
    }

    #[test]
    fn words_have_their_real_widths() {
        let letters = Letters::new(&[]);
        let widths = letters.widths(["i", "m", "mm", "שלום", "Книга", "سلام"].into_iter(), ("Alegreya", Style::Roman));
        assert!(widths[0] < widths[1] && (widths[1] * 2.0 - widths[2]).abs() < 6.0, "{widths:?}");
        assert!(widths.iter().all(|&width| width > 10.0), "{widths:?}");
    }

    #[test]
    fn what_is_long_is_set_small() {
        let letters = Letters::new(&[]);
        let fit =
            |text: &str| letters.text(text, Style::Bold).fit((168.0, 20.0), 1164.0, |block| block.height() <= 600.0);
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
