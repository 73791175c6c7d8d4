//! What is done to inlines and blocks when they are complete: spaces, marks of notes, verse that is not called so.

use std::fmt::Write as _;
use std::ops::Range;

use super::flow::Flow;
use super::story::class_words;
use super::tree::{NodeId, What, is_inline};
use crate::document::{Block, Inline, Inlines, Located, Run, Style, Verse, VerseLine, cut, plain_text};

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

/// Blocks with breaks only between texts, and with the verse in them; where that was guessed.
pub(super) fn finished(blocks: Vec<Located<Block>>) -> (Vec<Located<Block>>, Vec<Range<usize>>) {
    let mut done: Vec<Located<Block>> = Vec::new();
    let mut guessed = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        match &mut block.node {
            Block::SectionBreak => {
                if done.last().is_some_and(|last| last.node != Block::SectionBreak) && blocks.peek().is_some() {
                    done.push(block);
                }
                continue;
            }
            Block::Quotation(inner) => {
                let (inner_done, more) = finished(std::mem::take(inner));
                guessed.extend(more);
                *inner = inner_done;
                if !inner.is_empty() {
                    done.push(block);
                }
                continue;
            }
            _ => {}
        }
        if !is_stanza(&block) {
            done.push(block);
            continue;
        }
        let mut stanzas = vec![block];
        while let Some(next) = blocks.next_if(is_stanza) {
            stanzas.push(next);
        }
        if let Some(verse) = verse_of(&stanzas) {
            guessed.push(verse.span.range());
            done.push(verse);
        } else {
            done.extend(stanzas);
        }
    }
    while done.last().is_some_and(|last| last.node == Block::SectionBreak) {
        done.pop();
    }
    (done, guessed)
}

/// Whether a paragraph's lines are all so short that somebody broke them.
fn is_stanza(block: &Located<Block>) -> bool {
    /// Lines of verse are seldom longer, in letters.
    const LONG: usize = 70;
    let Block::Paragraph(content) = &block.node else { return false };
    let lines = cut::lines(content.clone());
    lines.len() >= 2
        && lines.iter().all(|line| {
            let length = plain_text(line).chars().count();
            (1..=LONG).contains(&length) && !line.iter().any(|inline| matches!(inline, Inline::Picture(_)))
        })
}

/// Stanzas as verse, if there are lines enough and they do not look like an address or a list.
fn verse_of(stanzas: &[Located<Block>]) -> Option<Located<Block>> {
    /// Fewer lines may be anything.
    const LEAST: usize = 4;
    let lines: Vec<Vec<Inlines>> = stanzas
        .iter()
        .filter_map(
            |block| if let Block::Paragraph(content) = &block.node { Some(cut::lines(content.clone())) } else { None },
        )
        .collect();
    let all: Vec<String> = lines.iter().flatten().map(|line| plain_text(line)).collect();
    let digits = all.iter().filter(|line| line.chars().any(|c| c.is_ascii_digit())).count();
    let ends =
        all.iter().filter(|line| line.trim_end().ends_with([',', '.', ';', ':', '!', '?', '—', '’', '”'])).count();
    let colons = all.iter().filter(|line| line.contains(": ") || line.contains('@')).count();
    if all.len() < LEAST || digits * 3 > all.len() || colons * 3 > all.len() || ends * 3 < all.len() {
        return None;
    }
    Some(verse(lines, stanzas.first()?.span.to(stanzas.last()?.span)))
}

fn verse(stanzas: Vec<Vec<Inlines>>, span: crate::diagnostic::Span) -> Located<Block> {
    let stanzas = stanzas.into_iter().map(|lines| lines.into_iter().filter_map(verse_line).collect::<Vec<_>>());
    let stanzas = stanzas.filter(|lines| !lines.is_empty()).collect();
    Located::new(Block::Verse(Verse { stanzas }), span, 0)
}

/// A line, the spaces it begins with as its indent.
fn verse_line(content: Inlines) -> Option<VerseLine> {
    let mut content = trimmed(content);
    let mut indent = 0_usize;
    if let Some(Inline::Text(run)) = content.first_mut() {
        let words = run.text.trim_start_matches(['\u{A0}', '\u{2002}', '\u{2003}', ' ']);
        indent = run
            .text
            .chars()
            .take(run.text.chars().count() - words.chars().count())
            .map(|c| if c == '\u{2003}' { 2 } else { 1 })
            .sum();
        *run = run.part(run.text.len() - words.len()..run.text.len());
        if run.text.is_empty() {
            content.remove(0);
        }
    }
    (!is_blank(&content)).then(|| VerseLine { indent: u8::try_from(indent.min(40)).unwrap_or(0), content })
}

impl Flow<'_, '_> {
    /// Reads an element that says it is verse. Where its lines are as long as prose it is not.
    pub(super) fn verse(&mut self, node: NodeId, range: &Range<usize>) -> bool {
        let mut stanzas: Vec<Vec<Inlines>> = Vec::new();
        self.stanzas(node, &mut stanzas);
        let lines = stanzas.iter().map(Vec::len).sum::<usize>();
        let letters: usize = stanzas.iter().flatten().map(|line| plain_text(line).chars().count()).sum();
        // Longer ones are prose under a rubric called poetry.
        if lines == 0 || letters > lines * 90 {
            return false;
        }
        let file = crate::diagnostic::Span::new(self.file(), range.clone());
        let verse = verse(stanzas, file);
        if matches!(&verse.node, Block::Verse(verse) if verse.stanzas.is_empty()) {
            return false;
        }
        self.push_again(verse);
        true
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of element that verse is made of")]
    fn stanzas(&mut self, node: NodeId, stanzas: &mut Vec<Vec<Inlines>>) {
        let tree = self.tree;
        if tree.name(node) == "pre" {
            let blocks = self.literal(node);
            let mut stanza = Vec::new();
            let span = crate::diagnostic::Span::new(self.file(), tree.nodes[node].range.clone());
            for line in blocks.lines().chain([""]) {
                if line.trim().is_empty() {
                    stanzas.push(std::mem::take(&mut stanza));
                    continue;
                }
                let text = line.trim_end().replace('\t', "    ").replace(' ', "\u{1}");
                let indent = text.len() - text.trim_start_matches('\u{1}').len();
                let text = "\u{A0}".repeat(indent)
                    + &text[indent..].split('\u{1}').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
                stanza.push(vec![Inline::Text(Run { text, origin: crate::document::Origin::Source(span) })]);
            }
            stanzas.retain(|stanza| !stanza.is_empty());
            return;
        }
        let elements: Vec<NodeId> = tree.nodes[node]
            .children
            .iter()
            .copied()
            .filter(|child| matches!(&tree.nodes[*child].what, What::Element(name, _) if !is_inline(name) && !matches!(name.as_str(), "br" | "hr" | "img")))
            .collect();
        let holds_blocks = |child: &NodeId| {
            tree.below(*child).skip(1).any(|inner| matches!(tree.name(inner), "br" | "p" | "div" | "blockquote"))
        };
        let is_line = |child: &NodeId| {
            class_words(tree, *child)
                .iter()
                .any(|word| matches!(word.as_str(), "line" | "l" | "v" | "vers" | "verseline"))
        };
        let spans: Vec<NodeId> = tree.nodes[node].children.iter().copied().filter(is_line).collect();
        if elements.is_empty() && spans.len() < 2 {
            let blocks = self.inside(|flow| flow.children(node));
            stanzas.extend(texts(blocks).into_iter().map(cut::lines));
        } else if spans.len() > 1
            || elements.len() > 1
                && !elements.iter().any(holds_blocks)
                && elements.iter().all(|child| tree.name(*child) != "p")
        {
            // Each a line.
            let each = if spans.len() > 1 { spans } else { elements };
            let lines: Vec<Inlines> = each
                .into_iter()
                .filter_map(|line| {
                    let indent = class_words(tree, line)
                        .iter()
                        .any(|word| matches!(word.as_str(), "indent" | "i1" | "i2" | "in"));
                    let blocks = self.inside(|flow| flow.children(line));
                    let mut words = joined(blocks);
                    if indent && let Some(Inline::Text(run)) = words.first_mut() {
                        run.text.insert(0, '\u{2003}');
                    }
                    (!words.is_empty()).then_some(words)
                })
                .collect();
            stanzas.push(lines);
        } else {
            for child in elements {
                self.stanzas(child, stanzas);
            }
        }
        stanzas.retain(|stanza| !stanza.is_empty());
    }
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
    if is_blank(content) {
        body.remove(0);
    }
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

/// The paragraphs of a text that was typed with line ends, if it was.
pub(super) fn wrapped(text: &str) -> Option<Vec<String>> {
    let paragraphs: Vec<Vec<&str>> = text
        .split("\n\n")
        .map(|paragraph| paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>())
        .filter(|lines| !lines.is_empty())
        .collect();
    let inner: Vec<usize> =
        paragraphs.iter().flat_map(|lines| lines[..lines.len() - 1].iter().map(|line| line.chars().count())).collect();
    let full = inner.iter().filter(|columns| (45..=90).contains(*columns)).count();
    let prose = inner.len() >= 6 && full * 10 >= inner.len() * 9 && !text.contains(['{', '}', '|', '\t']);
    let spaced = text.contains("    ") && text.lines().filter(|line| line.trim().contains("   ")).count() > 1;
    (prose && !spaced).then(|| {
        let fold =
            |lines: Vec<&str>| lines.join(" ").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        paragraphs.into_iter().map(fold).collect()
    })
}

/// The address a link leads to, if it is one a book can keep: absolute, written as an address must be.
pub(super) fn address(href: &str, base: Option<&str>) -> Option<String> {
    let href = href.trim();
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let whole = match scheme.as_deref() {
        Some("http" | "https" | "mailto") => href.to_owned(),
        Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+') => return None,
        _ => resolved(href, base?)?,
    };
    let mut address = String::new();
    for c in whole.chars() {
        if c.is_control()
            || matches!(c, ' ' | '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' | '\u{A0}')
        {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(address, "%{byte:02X}");
            }
        } else {
            address.push(c);
        }
    }
    (address.split_once(':')?.1.len() > 2).then_some(address)
}

/// An address relative to another (RFC 3986, 5.2).
pub(super) fn resolved(href: &str, base: &str) -> Option<String> {
    let base = base.split(['#', '?']).next()?;
    let (scheme, rest) = base.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    if let Some(other) = href.strip_prefix("//") {
        return Some(format!("{scheme}://{other}"));
    }
    if let Some(absolute) = href.strip_prefix('/') {
        return Some(format!("{scheme}://{host}/{absolute}"));
    }
    if href.is_empty() || href.starts_with('?') {
        return Some(format!("{base}{href}"));
    }
    let mut parts: Vec<&str> = path.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}", parts.join("/")))
}
