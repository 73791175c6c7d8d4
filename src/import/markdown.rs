//! Writes a document as the Markdown that reads back as the same blocks.
//!
//! Enters: blocks and notes as readers make them. Leaves: CommonMark with what is ours: notes, verse, `lang`. Never:
//! a sign that a reader would take for markup where the text has it; where Markdown's own marks would not be read
//! (emphasis inside a word), the elements that readers keep stand for them. `src/import/laws.rs` holds it to that.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::document::{
    Alignment, Block, Document, Figure, Inline, List, ListKind, Located, Note, Run, Style, Table, Target, Verse, Voice,
};

/// The text of a document, front matter not included; ends with a line's end.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let writer = Writer { labels: labels(&document.notes) };
    let mut lines = writer.blocks(&document.blocks);
    for (number, note) in document.notes.iter().enumerate() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(indented(writer.blocks(&note.body), &format!("[^{}]: ", writer.label(number)), "    "));
    }
    lines.join("\n") + "\n"
}

/// What each note is called: by its mark, where that can be a label, else by its number.
fn labels(notes: &[Note]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut labels = Vec::new();
    for (number, note) in notes.iter().enumerate() {
        let prefix = match note.voice {
            Voice::Translator => "translator-",
            Voice::SourceEditor => "editor-",
            Voice::Author | Voice::Editor => "",
        };
        let own = !note.mark.is_empty() && note.mark.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let mark = if own { note.mark.clone() } else { format!("{prefix}{}", number + 1) };
        let mut label = mark.clone();
        for n in 2.. {
            if taken.insert(label.to_lowercase()) {
                break;
            }
            label = format!("{mark}-{n}");
        }
        labels.push(label);
    }
    labels
}

struct Writer {
    labels: Vec<String>,
}

/// Where words stand, as far as it decides what must be escaped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a paragraph: a line may end.
    Paragraph,
    /// In a heading, the title of a picture: one line.
    Line,
    /// In a table's cell.
    Cell,
    /// In a line of verse.
    Verse,
}

impl Writer {
    fn label(&self, note: usize) -> &str {
        self.labels.get(note).map_or("?", String::as_str)
    }

    /// The lines of blocks, blank ones between.
    fn blocks(&self, blocks: &[Located<Block>]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut other_mark = false;
        for (at, block) in blocks.iter().enumerate() {
            // A list right after a list is another one by its mark.
            let follows = at > 0
                && matches!((&blocks[at - 1].node, &block.node), (Block::List(a), Block::List(b)) if alike(a, b));
            other_mark = follows && !other_mark;
            let own = self.block(&block.node, other_mark);
            if own.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(own);
        }
        lines
    }

    fn block(&self, block: &Block, other_mark: bool) -> Vec<String> {
        match block {
            Block::Heading { level, content, id, classes } => {
                let mut line =
                    format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), self.words(content, Place::Line));
                if id.is_some() || !classes.is_empty() {
                    let id = id.iter().map(|id| format!("#{id}"));
                    let all: Vec<String> = id.chain(classes.iter().map(|class| format!(".{class}"))).collect();
                    let _ = write!(line, " {{{}}}", all.join(" "));
                }
                vec![line]
            }
            Block::Paragraph(content) => split(&self.words(content, Place::Paragraph)),
            Block::Quotation(inner) => prefixed(self.blocks(inner), ">"),
            Block::Letter(inner) => {
                let mut lines = vec!["[!letter]".to_owned()];
                lines.extend(self.blocks(inner));
                prefixed(lines, ">")
            }
            Block::Verse(verse) => self.verse(verse),
            Block::List(list) => self.list(list, other_mark),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => vec![self.figure(figure)],
            Block::Listing { language, text, .. } => listing(language.as_deref(), &text.text),
            // No reader of pages makes these; their words stay.
            Block::Entries(entries) => {
                let bodies: Vec<Located<Block>> = entries.items.iter().flat_map(|entry| entry.body.clone()).collect();
                self.blocks(&bodies)
            }
            Block::Lead(leads) => {
                let words: Vec<String> = leads.iter().map(|lead| self.words(&lead.words, Place::Line)).collect();
                vec![words.join(", ")]
            }
            // With underscores, no list's mark can be mistaken for a part of it.
            Block::SectionBreak => vec!["___".to_owned()],
            Block::Omission => vec!["[…]".to_owned()],
        }
    }

    fn verse(&self, verse: &Verse) -> Vec<String> {
        let mut lines = vec!["[!verse]".to_owned()];
        for (number, stanza) in verse.stanzas.iter().enumerate() {
            if number > 0 {
                lines.push(String::new());
            }
            for line in stanza {
                lines.push(format!(
                    "{}{}",
                    " ".repeat(usize::from(line.indent)),
                    self.words(&line.content, Place::Verse)
                ));
            }
        }
        prefixed(lines, ">")
    }

    fn list(&self, list: &List, other_mark: bool) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (number, item) in list.items.iter().enumerate() {
            let mark = match (list.kind, other_mark) {
                (ListKind::Bulleted, false) => "- ".to_owned(),
                (ListKind::Bulleted, true) => "* ".to_owned(),
                (ListKind::Numbered(first), other) => {
                    let number = first.saturating_add(u64::try_from(number).unwrap_or(0));
                    format!("{number}{} ", if other { ')' } else { '.' })
                }
            };
            let tight = list.tight
                && list.items.iter().all(|item| matches!(item.first().map(|b| &b.node), Some(Block::Paragraph(_))));
            let inner = if tight { self.tight(item) } else { self.blocks(item) };
            if number > 0 && !tight {
                lines.push(String::new());
            }
            let indent = " ".repeat(mark.len());
            lines.extend(indented(inner, &mark, &indent));
        }
        lines
    }

    /// The blocks of an item without lines between.
    fn tight(&self, item: &[Located<Block>]) -> Vec<String> {
        item.iter().flat_map(|block| self.block(&block.node, false)).collect()
    }

    fn table(&self, table: &Table) -> Vec<String> {
        let row = |cells: &[Vec<Inline>]| {
            let cells: Vec<String> = cells.iter().map(|cell| self.words(cell, Place::Cell)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let column = |column: &Alignment| match column {
            Alignment::Start => "---",
            Alignment::Centre => ":-:",
            Alignment::End => "--:",
        };
        let columns: Vec<&str> = table.columns.iter().map(column).collect();
        let mut lines = vec![row(&table.head), format!("|{}|", columns.join("|"))];
        lines.extend(table.rows.iter().map(|cells| row(cells)));
        lines
    }

    fn figure(&self, figure: &Figure) -> String {
        // Calls of notes stand behind the picture: a title has none.
        let (calls, caption): (Vec<Inline>, Vec<Inline>) =
            figure.caption.iter().cloned().partition(|inline| matches!(inline, Inline::NoteCall(_)));
        let alt = escaped(&figure.picture.alt, Place::Line, true);
        let mut line = format!("![{alt}]({}", file(&figure.picture.key));
        if !caption.is_empty() {
            let title = self.words(&caption, Place::Line).replace('"', "&quot;");
            let _ = write!(line, " \"{title}\"");
        }
        line.push(')');
        line + &self.words(&calls, Place::Line)
    }

    /// A run of inlines; its lines are divided by line ends.
    fn words(&self, content: &[Inline], place: Place) -> String {
        let mut text = String::new();
        self.inlines(content, place, &mut text, None);
        if matches!(place, Place::Verse) && text.ends_with('\\') {
            text.truncate(text.len() - 1);
            if text.ends_with('\\') {
                text.truncate(text.len() - 1);
            }
            text += "&#92;";
        }
        if place == Place::Line && text.ends_with("\\}") {
            text.truncate(text.len() - 2);
            text += "&#125;";
        }
        text
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of inline")]
    fn inlines(&self, content: &[Inline], place: Place, text: &mut String, around: Option<Style>) {
        let mut done = 0;
        for (at, inline) in content.iter().enumerate() {
            if at < done {
                continue;
            }
            let first = text.is_empty() || text.ends_with('\n');
            match inline {
                Inline::Text(_) => {
                    // Runs that follow each other are one text: of two a number and its stop may be.
                    let runs = content[at..]
                        .iter()
                        .map_while(|one| if let Inline::Text(run) = one { Some(run) } else { None });
                    let (mut whole, mut count) = (String::new(), 0);
                    for run in runs {
                        whole.push_str(&run.text);
                        count += 1;
                    }
                    done = at + count;
                    let last = matches!(content.get(done), Some(Inline::Link { .. } | Inline::NoteCall(_)));
                    let mut words = escaped(&whole, place, first);
                    if last && whole.len() > 1 && words.ends_with('!') {
                        words.insert(words.len() - 1, '\\');
                    }
                    // A mark with a colon at a line's beginning would define a note.
                    if words.starts_with(':') && text.ends_with(']') {
                        text.push('\\');
                    }
                    text.push_str(&words);
                }
                Inline::Styled(Style::Code, inner) => text.push_str(&code(&crate::document::plain_text(inner), place)),
                Inline::Styled(style, inner) => {
                    let after = content.get(at + 1);
                    self.styled(*style, inner, (place, around), text, after);
                }
                Inline::Foreign(language, inner) => {
                    let _ = write!(text, "<span lang={language}>");
                    self.inlines(inner, place, text, Some(Style::Code));
                    text.push_str("</span>");
                }
                Inline::Link { target, content: inner, .. } => {
                    text.push('[');
                    self.inlines(inner, place, text, Some(Style::Code));
                    let _ = write!(text, "]({})", address(target));
                }
                Inline::Picture(picture) => {
                    let _ = write!(text, "![{}]({})", escaped(&picture.alt, place, true), file(&picture.key));
                }
                Inline::LineBreak if place == Place::Paragraph => text.push_str("\\\n"),
                Inline::LineBreak => text.push_str("<br>"),
                Inline::NoteCall(id) => {
                    let _ = write!(text, "[^{}]", self.label(id.0 as usize));
                }
                Inline::Cite(cite) => {
                    let _ = write!(text, "[{}]", cite.text);
                }
                Inline::Mark(_)
                | Inline::Point(_)
                | Inline::Anchor(_)
                | Inline::PageOf(_)
                | Inline::LineOf(_)
                | Inline::PageStart(_) => {}
            }
        }
    }

    /// Words set apart: by Markdown's marks where these are surely read so, else by an element.
    #[allow(clippy::too_many_arguments, reason = "what stands around decides how a style is written")]
    fn styled(
        &self,
        style: Style,
        inner: &[Inline],
        (place, around): (Place, Option<Style>),
        text: &mut String,
        after: Option<&Inline>,
    ) {
        let element = match style {
            Style::Emphasis => ("<em>", "</em>"),
            Style::Strong => ("<strong>", "</strong>"),
            Style::SmallCaps => ("<span class=smallcaps>", "</span>"),
            Style::Superscript => ("<sup>", "</sup>"),
            Style::Subscript => ("<sub>", "</sub>"),
            Style::Struck | Style::Code => ("<s>", "</s>"),
        };
        let sign = match style {
            Style::Emphasis => Some("*"),
            Style::Strong => Some("**"),
            _ => None,
        };
        let letter = |run: Option<&Inline>, last: bool| match run {
            Some(Inline::Text(Run { text, .. })) => {
                let c = if last { text.chars().next_back() } else { text.chars().next() };
                c.is_some_and(char::is_alphanumeric)
            }
            _ => false,
        };
        let alone = |c: Option<char>| {
            c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '“' | '„' | '‘' | '«' | '—' | '–'))
        };
        let before = alone(text.chars().next_back());
        let after = match after {
            None => true,
            Some(Inline::Text(run)) => run.text.starts_with(|c: char| {
                c.is_ascii_whitespace()
                    || matches!(c, '.' | ',' | ';' | ':' | ')' | '”' | '“' | '’' | '»' | '?' | '—' | '–')
            }),
            _ => false,
        };
        let whole = inner.iter().all(|inline| matches!(inline, Inline::Text(_)));
        if let Some(sign) = sign.filter(|_| {
            around.is_none() && whole && before && after && letter(inner.first(), false) && letter(inner.last(), true)
        }) {
            text.push_str(sign);
            self.inlines(inner, place, text, Some(style));
            text.push_str(sign);
        } else {
            text.push_str(element.0);
            self.inlines(inner, place, text, Some(style));
            text.push_str(element.1);
        }
    }
}

fn alike(one: &List, other: &List) -> bool {
    matches!(one.kind, ListKind::Bulleted) == matches!(other.kind, ListKind::Bulleted)
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

/// Lines with `sign` before each.
fn prefixed(lines: Vec<String>, sign: &str) -> Vec<String> {
    lines.into_iter().map(|line| if line.is_empty() { sign.to_owned() } else { format!("{sign} {line}") }).collect()
}

/// Lines of which the first begins with a mark, and all others as far in.
fn indented(lines: Vec<String>, mark: &str, indent: &str) -> Vec<String> {
    let one = |(at, line): (usize, String)| match (at, line.is_empty()) {
        (0, _) => format!("{mark}{line}").trim_end_matches(' ').to_owned(),
        (_, true) => line,
        (_, false) => format!("{indent}{line}"),
    };
    lines.into_iter().enumerate().map(one).collect()
}

fn listing(language: Option<&str>, text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}{}", language.unwrap_or_default())];
    lines.extend(split(text));
    lines.push(fence);
    lines
}

/// Words between as many backticks as it takes.
fn code(words: &str, place: Place) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    let words = if place == Place::Cell { words.replace('|', "\\|") } else { words.to_owned() };
    format!("{fence}{pad}{words}{pad}{fence}")
}

/// A picture's file as an address.
fn file(key: &str) -> String {
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '%'));
    if plain {
        key.to_owned()
    } else {
        format!("<{}>", key.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('&', "&amp;"))
    }
}

fn address(target: &Target) -> String {
    match target {
        Target::Url(url) => format!("<{}>", url.replace('&', "&amp;")),
        Target::Document(id) => format!("<doc:{id}>"),
        Target::Place(place) => {
            let scheme = if place.page { "page" } else { "doc" };
            let words =
                place.words.as_ref().map(|words| format!(" \"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")));
            format!("<{scheme}:{}>{}", place.document, words.unwrap_or_default())
        }
        Target::Heading(id) => format!("#{id}"),
        Target::Anchor(_) | Target::Page { .. } => String::new(),
    }
}

/// Words in which nothing is read as markup. `first`: they begin a line.
fn escaped(text: &str, place: Place, first: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let sign = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '|' => place == Place::Cell || place == Place::Paragraph && first,
            '&' => next.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '#' => first && at == 0 || place == Place::Line,
            '>' | '+' | '-' | '=' | ':' => first && at == 0,
            // A number that a space follows would open a list.
            '.' | ')' => {
                first
                    && place != Place::Line
                    && (1..10).contains(&at)
                    && next.is_none_or(char::is_whitespace)
                    && text[..at].bytes().all(|b| b.is_ascii_digit())
            }
            // In brackets these would call a note or cite.
            '^' | '!' => before.is_none(),
            '@' => !before.is_some_and(char::is_alphanumeric),
            '{' | '}' => place == Place::Line,
            _ => false,
        };
        if sign {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}
