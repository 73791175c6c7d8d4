//! Walks blocks and inlines, each kind named: what a new kind holds cannot be passed over by oversight.

use super::{Block, Inline, Inlines, Located};

/// Calls `$see` with every list of blocks that `$block` holds, to read them, or with `mut` to change them. Whether it
/// is of a kind that holds any.
macro_rules! inner_blocks {
    ($block:expr, $see:expr, $iter:ident $($mut:tt)?) => {
        match & $($mut)? $block.node {
            Block::Quotation(inner) | Block::Letter(inner) => {
                $see(inner);
                true
            }
            Block::List(list) => {
                list.items.$iter().for_each(|item| $see(item));
                true
            }
            Block::Entries(entries) => {
                entries.items.$iter().for_each(|entry| $see(& $($mut)? entry.body));
                true
            }
            Block::Heading { .. }
            | Block::Lead(_)
            | Block::Paragraph(_)
            | Block::Verse(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Listing { .. }
            | Block::SectionBreak
            | Block::Omission => false,
        }
    };
}

/// Calls `$see` with every run of inlines that `$block` holds itself, in reading order, likewise.
macro_rules! own_texts {
    ($block:expr, $see:expr, $iter:ident $($mut:tt)?) => {
        match $block {
            Block::Heading { content, .. } | Block::Paragraph(content) => $see(content),
            Block::Verse(verse) => verse.stanzas.$iter().flatten().for_each(|line| $see(& $($mut)? line.content)),
            Block::Table(table) => {
                table.head.$iter().for_each(&mut *$see);
                table.rows.$iter().flatten().for_each($see);
            }
            Block::Figure(figure) => $see(& $($mut)? figure.caption),
            Block::Lead(leads) => leads.$iter().for_each(|lead| $see(& $($mut)? lead.words)),
            Block::Quotation(_)
            | Block::Entries(_)
            | Block::Letter(_)
            | Block::List(_)
            | Block::Listing { .. }
            | Block::SectionBreak
            | Block::Omission => {}
        }
    };
}

/// Calls `see` with every list of blocks that `block` holds: of a quotation, of each item. Whether it is of a kind that
/// holds any.
pub fn inner<'d>(block: &'d Located<Block>, see: &mut dyn FnMut(&'d [Located<Block>])) -> bool {
    inner_blocks!(block, |inner: &'d Vec<_>| see(inner), iter)
}

/// As [`inner`], to change them.
pub fn inner_mut(block: &mut Located<Block>, see: &mut dyn FnMut(&mut Vec<Located<Block>>)) -> bool {
    inner_blocks!(block, |inner: &mut Vec<_>| see(inner), iter_mut mut)
}

/// Calls `see` with every block, the outer before the inner, in reading order.
pub fn blocks<'d>(blocks: &'d [Located<Block>], see: &mut dyn FnMut(&'d Located<Block>)) {
    for block in blocks {
        see(block);
        inner_blocks!(block, |inner| self::blocks(inner, see), iter);
    }
}

/// Calls `see` with every run of inlines that a block holds itself, in reading order.
pub fn texts<'d>(block: &'d Block, see: &mut dyn FnMut(&'d Inlines)) {
    own_texts!(block, see, iter);
}

/// Calls `see` with every inline, the outer before the inner.
pub fn inlines<'d>(content: &'d [Inline], see: &mut dyn FnMut(&'d Inline)) {
    for inline in content {
        see(inline);
        match inline {
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                inlines(inner, see);
            }
            Inline::Text(_)
            | Inline::LineBreak
            | Inline::Picture(_)
            | Inline::NoteCall(_)
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
}

/// Calls `see` with every inline of `content`, through all its blocks.
pub fn all_inlines<'d>(content: &'d [Located<Block>], see: &mut dyn FnMut(&'d Inline)) {
    blocks(content, &mut |block| texts(&block.node, &mut |text| inlines(text, see)));
}

/// How many words stand in `content`: between white space, as word processors count.
#[must_use]
pub fn count_words(content: &[Located<Block>]) -> usize {
    let mut count = 0;
    blocks(content, &mut |block| {
        texts(&block.node, &mut |text| {
            let mut words = Words::default();
            words.read(text);
            count += words.count;
        });
        if let Block::Listing { text, .. } = &block.node {
            count += words_in(&text.text);
        }
    });
    count
}

/// Counts words piece by piece: one that goes on in the next piece is one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    /// Those that have begun.
    pub count: usize,
    inside: bool,
}

impl Words {
    /// Reads on in `inlines`.
    pub fn read(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(run) => self.go_on(&run.text),
                Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                    self.read(content);
                }
                Inline::LineBreak => self.pause(),
                Inline::Picture(_)
                | Inline::NoteCall(_)
                | Inline::Cite(_)
                | Inline::Mark(_)
                | Inline::Point(_)
                | Inline::Anchor(_)
                | Inline::PageOf(_)
                | Inline::LineOf(_)
                | Inline::PageStart(_) => {}
            }
        }
    }

    /// Here a word would end.
    pub fn pause(&mut self) {
        self.inside = false;
    }

    /// Reads on in `text`.
    pub fn go_on(&mut self, text: &str) {
        let within = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        self.count += words_in(text) - usize::from(self.inside && within(text.chars().next()));
        if !text.is_empty() {
            self.inside = within(text.chars().next_back());
        }
    }
}

/// How many words stand in `text`, between white space. Every text is counted more than once: this takes a tenth of the
/// time that its words take to be told apart.
#[must_use]
pub fn words_in(text: &str) -> usize {
    let bytes = text.as_bytes();
    if has_wide_space(bytes) {
        let (mut count, mut inside) = (0, false);
        for c in text.chars() {
            let within = !c.is_whitespace();
            count += usize::from(within && !inside);
            inside = within;
        }
        return count;
    }
    let space = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') < 5;
    let first = bytes.first().is_some_and(|byte| !space(*byte));
    // A word begins where no space follows a space. They are counted by chunks that a byte can count, so that many are
    // looked at together.
    let begins = |(before, after): (&u8, &u8)| u8::from(space(*before) & !space(*after));
    let rest = bytes.get(1..).unwrap_or_default().chunks(usize::from(u8::MAX));
    let chunks = bytes.chunks(usize::from(u8::MAX)).zip(rest);
    usize::from(first)
        + chunks.map(|(one, next)| usize::from(one.iter().zip(next).map(begins).sum::<u8>())).sum::<usize>()
}

/// Whether a text may hold white space that is not ASCII: in UTF-8 all of it begins with one of these pairs of bytes, and
/// of what begins with the third only some is (U+2000 to U+200A, U+2028, U+2029, U+202F; the quotes are not).
#[allow(clippy::needless_bitwise_bool, reason = "so that many bytes are looked at together")]
fn has_wide_space(bytes: &[u8]) -> bool {
    let next = |by: usize| bytes.get(by..).unwrap_or_default();
    // Without branches: many are looked at together.
    let wide = |((one, two), three): ((&u8, &u8), &u8)| {
        let general = (0x80..=0x8a).contains(three) | (*three == 0xa8) | (*three == 0xa9) | (*three == 0xaf);
        (*one == 0xc2) & ((*two == 0x85) | (*two == 0xa0))
            | (*one == 0xe1) & (*two == 0x9a)
            | (*one == 0xe2) & ((*two == 0x81) | (*two == 0x80) & general)
            | (*one == 0xe3) & (*two == 0x80)
    };
    // The last two bytes of a text have no third.
    let end = bytes.ends_with(&[0xc2, 0x85]) || bytes.ends_with(&[0xc2, 0xa0]);
    end || !bytes.is_ascii() && bytes.iter().zip(next(1)).zip(next(2)).fold(false, |any, at| any | wide(at))
}

/// As [`blocks`], to change them.
pub fn blocks_mut(content: &mut [Located<Block>], see: &mut dyn FnMut(&mut Block)) {
    for block in content {
        see(&mut block.node);
        inner_blocks!(block, |inner| blocks_mut(inner, see), iter_mut mut);
    }
}

/// As [`texts`], to change them.
pub fn block_texts_mut(block: &mut Block, see: &mut dyn FnMut(&mut Inlines)) {
    own_texts!(block, see, iter_mut mut);
}

/// Calls `see` with every run of inlines in `content`, in reading order, to change it.
pub fn texts_mut(content: &mut [Located<Block>], see: &mut dyn FnMut(&mut Inlines)) {
    for block in content {
        block_texts_mut(&mut block.node, see);
        inner_blocks!(block, |inner| texts_mut(inner, see), iter_mut mut);
    }
}

/// Puts what `change` gives in the place of an inline, at every depth; `None` leaves it.
pub fn replace(content: &mut Inlines, change: &mut dyn FnMut(&Inline) -> Option<Inlines>) {
    let mut at = 0;
    while let Some(inline) = content.get_mut(at) {
        if let Some(new) = change(inline) {
            let count = new.len();
            content.splice(at..=at, new);
            at += count;
            continue;
        }
        if let Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } = inline {
            replace(inner, change);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Words, words_in};

    proptest! {
        #[test]
        fn words_are_what_white_space_divides(text in "[ab’ \\t\\n\\r\\x0b\\x0c\\x1c\\x1f\u{85}\u{a0}\u{2003}\u{3000}]{0,40}") {
            prop_assert_eq!(words_in(&text), text.split_whitespace().count());
            let plain: String = text.chars().filter(char::is_ascii).collect();
            prop_assert_eq!(words_in(&plain), plain.split_whitespace().count());
        }

        #[test]
        fn a_word_that_goes_on_is_one(pieces in prop::collection::vec("[ab’ \u{a0}\n]{0,5}", 0..9)) {
            let mut words = Words::default();
            for piece in &pieces {
                words.go_on(piece);
            }
            prop_assert_eq!(words.count, pieces.concat().split_whitespace().count());
        }
    }
}
