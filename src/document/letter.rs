//! The parts of a letter: what stands before its first words, and who signs.

use super::{Block, Located, plain_text};

/// Letters of a line that is no paragraph of its own: a date, a salutation, a name.
const SHORT: usize = 60;

/// Most lines before the first words: place and day, whom it is to, and how they are addressed.
const GREETING: usize = 4;

/// How many blocks at the beginning are place, day and salutation.
#[must_use]
pub fn greeting(blocks: &[Located<Block>]) -> usize {
    let short = blocks.iter().take_while(|block| is_short(block)).count();
    // A letter of short lines alone has none that could be told apart.
    if short < blocks.len() && short <= GREETING { short } else { 0 }
}

/// Which block is the signature: the last, if it is short, or the last before a postscript.
#[must_use]
pub fn signature(blocks: &[Located<Block>]) -> Option<usize> {
    let end = blocks.iter().position(is_postscript).unwrap_or(blocks.len());
    let last = end.checked_sub(1).filter(|last| *last > 0)?;
    is_short(&blocks[last]).then_some(last)
}

fn is_short(block: &Located<Block>) -> bool {
    matches!(&block.node, Block::Paragraph(words) if plain_text(words).chars().take(SHORT).count() < SHORT)
}

/// "P.S.", "P. S.", "PS:", "N.B.", in Russian "P. S." too.
fn is_postscript(block: &Located<Block>) -> bool {
    let Block::Paragraph(words) = &block.node else { return false };
    let text = plain_text(words);
    let mut letters = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
    let head: String = letters.by_ref().take(3).collect();
    ["P.S", "PS.", "PS:", "P.P", "PPS", "N.B", "NB:", "NB."].contains(&head.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Files, Span};
    use crate::document::{Inline, Origin, Run};

    fn letter(paragraphs: &[&str]) -> Vec<Located<Block>> {
        let run = |text: &str| Inline::Text(Run { text: text.to_owned(), origin: Origin::Program });
        let span = Span::new(Files::default().add("letter.md", String::new()), 0..0);
        paragraphs.iter().map(|text| Located::new(Block::Paragraph(vec![run(text)]), span, 0)).collect()
    }

    #[test]
    fn who_signs_stands_before_the_postscript() {
        let body = "You ask how the winter went; it went as winters go here, slowly, and with the door shut.";
        let plain = letter(&["Sandhaven, 19 June 1893", "Dear Marthe,", body, "Your Ilse"]);
        assert_eq!((greeting(&plain), signature(&plain)), (2, Some(3)));
        let more = letter(&["Dear Marthe,", body, "Ilse", "P. S. The blue cloth came.", body]);
        assert_eq!((greeting(&more), signature(&more)), (1, Some(2)));
        assert_eq!(signature(&letter(&[body, body])), None);
        assert_eq!(greeting(&letter(&["So.", "And so."])), 0);
    }
}
