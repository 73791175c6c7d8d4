//! What is done to inlines and blocks when they are complete: spaces, marks of notes, verse that is not called so.

mod address;
mod verse;

use crate::document::{Block, Inline, Inlines, Located, Run, Style, plain_text};

pub(super) use address::address;
pub(super) use verse::finished;

/// Inlines without what only typing left: spaces at the ends of markup stand outside it, like markup that follows
/// itself is one, brackets and spaces around a note's mark go.
pub(super) fn tidied(content: Inlines) -> Inlines {
    trimmed(inner(content))
}

fn inner(content: Inlines) -> Inlines {
    let mut tidy = Inlines::new();
    for inline in content {
        match inline {
            Inline::Styled(Style::Code, content) => code(&mut tidy, content),
            Inline::Styled(style, content) => {
                let (before, content, after) = freed(inner(content));
                if let Some(space) = before {
                    push(&mut tidy, space);
                }
                match tidy.last_mut() {
                    Some(Inline::Styled(last, words)) if *last == style && !content.is_empty() => words.extend(content),
                    _ if content.is_empty() => {}
                    _ => tidy.push(Inline::Styled(style, content)),
                }
                if let Some(space) = after {
                    push(&mut tidy, space);
                }
            }
            Inline::Foreign(language, content) => {
                let (before, content, after) = freed(inner(content));
                if let Some(space) = before {
                    push(&mut tidy, space);
                }
                if !content.is_empty() {
                    tidy.push(Inline::Foreign(language, content));
                }
                if let Some(space) = after {
                    push(&mut tidy, space);
                }
            }
            Inline::Link { target, content, span } => {
                let (before, content, after) = freed(inner(content));
                if let Some(space) = before {
                    push(&mut tidy, space);
                }
                if !content.is_empty() {
                    tidy.push(Inline::Link { target, content, span });
                }
                if let Some(space) = after {
                    push(&mut tidy, space);
                }
            }
            other => push(&mut tidy, other),
        }
    }
    tidy
}

/// Code holds nothing but text; what else stood in it stands behind it.
fn code(tidy: &mut Inlines, content: Inlines) {
    let words = plain_text(&content);
    let bare = words.trim();
    if !bare.is_empty() {
        let origin =
            content.iter().find_map(|inline| if let Inline::Text(run) = inline { Some(run.origin) } else { None });
        let run = Run { text: bare.to_owned(), origin: origin.unwrap_or(crate::document::Origin::Program) };
        tidy.push(Inline::Styled(Style::Code, vec![Inline::Text(run)]));
    }
    tidy.extend(content.into_iter().filter(|inline| matches!(inline, Inline::NoteCall(_) | Inline::Picture(_))));
}

/// Adds an inline; no two spaces follow each other, none stands before a line's end or a note's mark.
fn push(tidy: &mut Inlines, inline: Inline) {
    match &inline {
        Inline::Text(run) if run.text.is_empty() => return,
        Inline::Text(run) if run.text.starts_with(' ') && ends_in_space(tidy) => {
            let rest = run.part(1..run.text.len());
            return push(tidy, Inline::Text(rest));
        }
        Inline::Text(run) if run.text.starts_with([']', ')']) && tidy.len() > 1 => {
            // `[` note `]`: the brackets were the mark's.
            let open = if run.text.starts_with(']') { '[' } else { '(' };
            let before = tidy.len() - 2;
            if matches!(tidy.last(), Some(Inline::NoteCall(_)))
                && let Some(Inline::Text(last)) = tidy.get_mut(before)
                && last.text.ends_with(open)
            {
                *last = last.part(0..last.text.len() - 1);
                let rest = run.part(1..run.text.len());
                drop_space(tidy, before);
                return push(tidy, Inline::Text(rest));
            }
        }
        Inline::NoteCall(_) | Inline::LineBreak if !tidy.is_empty() => {
            let last = tidy.len() - 1;
            drop_space(tidy, last);
            if tidy.is_empty() && matches!(inline, Inline::LineBreak) {
                return;
            }
        }
        _ => {}
    }
    tidy.push(inline);
}

/// Takes the space at the end of the text at `at` away, and the text if nothing is left.
fn drop_space(tidy: &mut Inlines, at: usize) {
    if let Some(Inline::Text(run)) = tidy.get_mut(at) {
        let bare = run.text.trim_end_matches(' ').len();
        *run = run.part(0..bare);
        if run.text.is_empty() {
            tidy.remove(at);
        }
    }
}

fn ends_in_space(content: &[Inline]) -> bool {
    match content.last() {
        Some(Inline::Text(run)) => run.text.ends_with(' '),
        Some(Inline::LineBreak) => true,
        _ => false,
    }
}

/// Content without the spaces and line ends at its ends, and these.
fn freed(mut content: Inlines) -> (Option<Inline>, Inlines, Option<Inline>) {
    let space = |inline: &Inline| match inline {
        Inline::Text(run) if run.text == " " => Some(run.clone()),
        _ => None,
    };
    let (mut before, mut after) = (None, None);
    while let Some(Inline::Text(run)) =
        content.first_mut().filter(|one| matches!(one, Inline::Text(run) if run.text.starts_with(' ')))
    {
        before = Some(Inline::Text(run.part(0..1)));
        *run = run.part(1..run.text.len());
        if run.text.is_empty() {
            content.remove(0);
        }
    }
    while let Some(Inline::Text(run)) =
        content.last_mut().filter(|one| matches!(one, Inline::Text(run) if run.text.ends_with(' ')))
    {
        let end = run.text.len();
        after = Some(Inline::Text(run.part(end - 1..end)));
        *run = run.part(0..end - 1);
        if run.text.is_empty() {
            content.pop();
        }
    }
    while content.last().is_some_and(|one| matches!(one, Inline::LineBreak)) {
        content.pop();
        after = Some(Inline::LineBreak);
    }
    while content.first().is_some_and(|one| matches!(one, Inline::LineBreak)) {
        content.remove(0);
        before = Some(Inline::LineBreak);
    }
    if content.iter().all(|inline| space(inline).is_some()) && !content.is_empty() {
        return (content.pop(), Inlines::new(), None);
    }
    (before, content, after)
}

/// Inlines without spaces and line ends at their ends.
pub(super) fn trimmed(content: Inlines) -> Inlines {
    let (_, mut content, _) = freed(content);
    // What markup lets go may be at the end in its turn.
    while content.last().is_some_and(|inline| is_space(inline) || matches!(inline, Inline::LineBreak)) {
        content.pop();
    }
    if let Some(Inline::Text(run)) = content.last_mut() {
        *run = run.part(0..run.text.trim_end_matches(' ').len());
    }
    content
}

pub(super) fn is_space(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(run) if run.text.chars().all(char::is_whitespace))
        || matches!(inline, Inline::LineBreak)
}

/// Whether nothing is there to be seen.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => is_blank(inner),
        other => is_space(other),
    })
}

/// Whether a paragraph is a break between sections: three stars and the like.
pub(super) fn is_ornament(content: &[Inline]) -> bool {
    if content.iter().any(|inline| !matches!(inline, Inline::Text(_) | Inline::Styled(..))) {
        return false;
    }
    let words: Vec<char> = plain_text(content).chars().filter(|c| !c.is_whitespace()).collect();
    match words.as_slice() {
        ['⁂' | '❦' | '❧' | '☙'] => true,
        [first @ ('*' | '-' | '_' | '~' | '—' | '–' | '•' | '·' | '#' | '✻'), rest @ ..] if rest.len() >= 2 => {
            rest.len() < 40 && rest.iter().all(|c| c == first)
        }
        _ => false,
    }
}

/// Whether items stand without space between in Markdown too: each is a paragraph, perhaps with a tight list.
pub(super) fn is_tight(items: &[Vec<Located<Block>>]) -> bool {
    let paragraph = |block: &Located<Block>| matches!(block.node, Block::Paragraph(_));
    let inner = |block: &Located<Block>| match &block.node {
        Block::List(list) => {
            list.tight
                && matches!(list.kind, crate::document::ListKind::Bulleted | crate::document::ListKind::Numbered(1))
        }
        _ => false,
    };
    let plain = |item: &Vec<Located<Block>>| match item.as_slice() {
        [one] => paragraph(one),
        [one, list] => paragraph(one) && inner(list),
        _ => false,
    };
    items.iter().all(plain)
        || !items.iter().flatten().any(|block| paragraph(block) || matches!(block.node, Block::Figure(_)))
}

/// The text of each block that holds any.
fn texts(blocks: Vec<Located<Block>>) -> Vec<Inlines> {
    let mut texts = Vec::new();
    for block in blocks {
        match block.node {
            Block::Paragraph(content) | Block::Heading { content, .. } => texts.push(content),
            Block::Quotation(inner) | Block::Letter(inner) => texts.extend(self::texts(inner)),
            Block::List(list) => texts.extend(list.items.into_iter().flat_map(self::texts)),
            Block::Verse(verse) => texts.extend(verse.stanzas.into_iter().flatten().map(|line| line.content)),
            Block::Figure(figure) => {
                let mut content = vec![Inline::Picture(figure.picture)];
                content.extend(figure.caption);
                texts.push(content);
            }
            Block::Listing { text, .. } => {
                let run = |line: &str| Inline::Text(Run { text: line.to_owned(), origin: text.origin });
                texts.extend(text.text.lines().map(|line| vec![Inline::Styled(Style::Code, vec![run(line)])]));
            }
            Block::Table(table) => {
                texts.extend(std::iter::once(table.head).chain(table.rows).flatten().filter(|cell| !cell.is_empty()));
            }
            Block::Entries(entries) => {
                texts.extend(entries.items.into_iter().flat_map(|entry| self::texts(entry.body)));
            }
            Block::Lead(leads) => texts.extend(leads.into_iter().map(|lead| lead.words)),
            Block::SectionBreak | Block::Omission => {}
        }
    }
    texts
}

/// The text of blocks as one, line ends between them.
pub(super) fn joined(blocks: Vec<Located<Block>>) -> Inlines {
    let mut joined = Inlines::new();
    for text in texts(blocks) {
        if !joined.is_empty() {
            joined.push(Inline::LineBreak);
        }
        joined.extend(text);
    }
    joined
}

/// Takes the mark that a note opens with away.
pub(super) fn strip_mark(body: &mut Vec<Located<Block>>, mark: &str) {
    let Some(first) = body.first_mut() else { return };
    let Block::Paragraph(content) = &mut first.node else { return };
    let is_mark = |words: &str| words.trim_matches(['[', ']', '(', ')', '.', ':', ' ', '\u{A0}']) == mark;
    if let [first, _, ..] = content.as_slice()
        && matches!(first, Inline::Styled(..) | Inline::Link { .. })
        && is_mark(&plain_text(std::slice::from_ref(first)))
    {
        content.remove(0);
        if let Some(Inline::Text(run)) = content.first_mut() {
            let words = run.text.trim_start_matches([']', ')', '.', ':', ' ', '\u{A0}']).len();
            *run = run.part(run.text.len() - words..run.text.len());
        }
    } else if let Some(Inline::Text(run)) = content.first_mut() {
        let bare = run.text.trim_start_matches(['[', '(', '^', '↑', ' ', '\u{A0}']);
        if let Some(rest) = bare.strip_prefix(mark) {
            let words = rest.trim_start_matches([']', ')', '.', ':', ' ', '\u{A0}', '\t']);
            // "1917 was …" does not open with mark 1.
            if words.len() < rest.len() || rest.is_empty() {
                *run = run.part(run.text.len() - words.len()..run.text.len());
            }
        } else if let Some(words) = run.text.strip_prefix(['.', ']', ')', '^', '↑']) {
            // What stood around a mark that was a link back.
            let words = words.trim_start_matches([' ', '\u{A0}', ']', ')', '.']).len();
            *run = run.part(run.text.len() - words..run.text.len());
        }
    }
    let left = trimmed(
        std::mem::take(content)
            .into_iter()
            .filter(|inline| !matches!(inline, Inline::Text(run) if run.text.is_empty()))
            .collect(),
    );
    *content = left;
    // Brackets around a mark that was a link back are all that is left of it.
    let signs = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '.' | ':' | '^' | '↑');
    if is_blank(content) || body.len() > 1 && is_only(&body[0], signs) {
        body.remove(0);
    }
}

/// Whether a paragraph holds words of no other characters.
fn is_only(block: &Located<Block>, signs: impl Fn(char) -> bool) -> bool {
    let Block::Paragraph(content) = &block.node else { return false };
    let bare = |inline: &Inline| matches!(inline, Inline::Text(_) | Inline::Styled(..));
    content.iter().all(bare) && plain_text(content).chars().all(signs)
}

/// Numbers blocks as readers do: those that hold no others are counted.
pub(super) fn number(blocks: &mut [Located<Block>], last: &mut u32) {
    for block in blocks {
        let first = *last + 1;
        match &mut block.node {
            Block::Quotation(inner) | Block::Letter(inner) => number(inner, last),
            Block::List(items) => items.items.iter_mut().for_each(|item| number(item, last)),
            Block::Entries(entries) => entries.items.iter_mut().for_each(|entry| number(&mut entry.body, last)),
            _ => *last += 1,
        }
        block.number = first;
    }
}

/// Makes the highest heading's level 1, and no other more than one below the one it stands under.
pub(super) fn raise_headings(blocks: &mut [Located<Block>]) {
    fn levels(blocks: &mut [Located<Block>], see: &mut dyn FnMut(&mut u8)) {
        for block in blocks {
            match &mut block.node {
                Block::Heading { level, .. } => see(level),
                Block::Quotation(inner) | Block::Letter(inner) => levels(inner, see),
                Block::List(list) => list.items.iter_mut().for_each(|item| levels(item, see)),
                _ => {}
            }
        }
    }
    let mut least = u8::MAX;
    levels(blocks, &mut |level| least = least.min(*level));
    if least > 1 && least < u8::MAX {
        levels(blocks, &mut |level| *level -= least - 1);
    }
}
