//! Makes [`Inlines`] of what hayagriva sets, and does what it does not: signs become what they stand for,
//! marks of quotation alternate, stops do not collide, a note begins with a capital and ends with a stop.

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::Citations;
use super::item::{
    CLOSE, CLOSE_INNER, CLOSE_TYPED, EMPHASIS, LOWERED, NAME_SPACE, OPEN, RAISED, SMALL_CAPS, STRONG, is_sign,
};
use super::marks::is_closing;
use super::style::CitationStyle;
use crate::diagnostic::Span;
use crate::document::{Inline, Inlines, Origin, Run, Style, Target};

/// Styles in the order in which they nest, outermost first.
const STYLES: [Style; 6] =
    [Style::Emphasis, Style::Strong, Style::SmallCaps, Style::Superscript, Style::Subscript, Style::Struck];
const ITALIC: u8 = 1;
const BOLD: u8 = 1 << 1;
const SMALL: u8 = 1 << 2;
const UP: u8 = 1 << 3;
const DOWN: u8 = 1 << 4;

/// How a character looks and what it is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Bits in the order of [`STYLES`].
    styles: u8,
    /// Place among the line's links, from 1; 0: none.
    link: u16,
    /// The editor's own words.
    editor: bool,
    /// Part of a work's names, titles or other data, which are never given a capital.
    data: bool,
    /// Part of the first names.
    names: bool,
}

/// Text on its way from hayagriva to inlines, one character at a time: every pass here looks across
/// the borders of formatting.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) chars: Vec<(char, Look)>,
    links: Vec<String>,
    /// Where the last label ("p.") begins.
    label: Option<usize>,
}

/// What the text of one item needs to be set.
pub(super) struct Setting<'a> {
    pub(super) citations: &'a Citations<'a>,
    /// Ranges of pages to shorten where they stand alone: the item's and the locator's.
    pub(super) ranges: Vec<String>,
    /// Titles that stand in marks of quotation, never in italics ([`quoted`]).
    pub(super) quoted: Vec<String>,
}

/// Whether a work is listed by the name of somebody who made it.
pub(super) fn has_names(item: &Item) -> bool {
    super::names(item).is_some()
}

/// The titles of an unsigned piece of a periodical or site. Where a style puts the periodical's name for
/// the author's, hayagriva forgets that there is one and sets the piece's title as if it stood alone.
pub(super) fn quoted(item: &Item) -> Vec<String> {
    let kind = super::text_of(item, "type").unwrap_or_default();
    let piece = kind.starts_with("article-") || matches!(kind, "webpage" | "post" | "post-weblog" | "review");
    if has_names(item) || !piece || !item.0.contains_key("container-title") {
        return Vec::new();
    }
    let titles = ["title", "title-short"].iter().filter_map(|v| super::text_of(item, v));
    titles.map(|title| title.replace(is_sign, "")).collect()
}

impl Line {
    /// Adds what hayagriva set.
    pub(super) fn push(&mut self, children: &ElemChildren, setting: &Setting<'_>) {
        let start = self.chars.len();
        self.elements(children, Look::default(), setting);
        self.resolve(start);
    }

    /// Adds words of the editor's.
    pub(super) fn push_editor(&mut self, words: &str) {
        let start = self.chars.len();
        self.text(words, Look { editor: true, ..Look::default() });
        self.resolve(start);
    }

    /// Adds what the editor wrote and nobody understood.
    pub(super) fn push_as_is(&mut self, words: &str) {
        self.text(words, Look { editor: true, data: true, ..Look::default() });
    }

    /// Adds words of the program's.
    pub(super) fn push_program(&mut self, words: &str) {
        self.text(words, Look::default());
    }

    /// Adds an address that leads where it says.
    pub(super) fn push_link(&mut self, url: &str) {
        let link = self.link(url);
        self.text(url, Look { link, data: true, ..Look::default() });
    }

    pub(super) fn append(&mut self, mut other: Self) {
        let links = u16::try_from(self.links.len()).unwrap_or(u16::MAX);
        for (_, look) in &mut other.chars {
            look.link = if look.link == 0 { 0 } else { look.link.saturating_add(links) };
        }
        self.chars.append(&mut other.chars);
        self.links.append(&mut other.links);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The words alone.
    pub(super) fn plain(&self) -> String {
        self.chars.iter().map(|(c, _)| *c).collect()
    }

    /// The place of the first link, in characters.
    pub(super) fn first_link(&self) -> Option<usize> {
        self.chars.iter().position(|(_, look)| look.link != 0)
    }

    /// Puts words before the character at `at`.
    pub(super) fn insert(&mut self, at: usize, words: &str) {
        let at = at.min(self.chars.len());
        self.chars.splice(at..at, words.chars().map(|c| (c, Look::default())));
    }

    pub(super) fn text(&mut self, text: &str, look: Look) {
        self.chars.extend(text.chars().map(|c| (if c == NAME_SPACE { ' ' } else { c }, look)));
    }

    fn link(&mut self, url: &str) -> u16 {
        self.links.push(url.to_owned());
        u16::try_from(self.links.len()).unwrap_or(0)
    }

    fn elements(&mut self, children: &ElemChildren, look: Look, setting: &Setting<'_>) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => self.text(&text.text, formatted(look, text.formatting)),
                ElemChild::Link { text, url } => {
                    let link = self.link(url);
                    self.text(&text.text, Look { link, ..formatted(look, text.formatting) });
                }
                ElemChild::Markup(text) => self.text(text, look),
                ElemChild::Transparent { .. } => {}
                ElemChild::Elem(elem) => {
                    let start = self.chars.len();
                    if elem.meta == Some(ElemMeta::Label) {
                        self.label = Some(start);
                    }
                    let names = matches!(elem.meta, Some(ElemMeta::Names(_)));
                    let data = names || matches!(elem.meta, Some(ElemMeta::Text | ElemMeta::Name(..)));
                    let inside = Look { data: look.data || data, names: look.names || names, ..look };
                    self.elements(&elem.children, inside, setting);
                    match elem.meta {
                        Some(ElemMeta::Date) => self.date(start, setting),
                        Some(ElemMeta::Text | ElemMeta::Number) => {
                            self.range(start, setting);
                            self.title(start, setting);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Puts the words of a date for the year that stands for it, and the month and day the style set with it.
    fn date(&mut self, start: usize, setting: &Setting<'_>) {
        let text: String = self.chars[start..].iter().map(|(c, _)| *c).collect();
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 5);
        for year in numbers {
            let part = |c: &(char, Look)| c.0.is_alphanumeric();
            let Some(from) = self.chars[start..].iter().position(part).map(|at| start + at) else { return };
            let to = self.chars.iter().rposition(part).map_or(from, |at| at + 1);
            let whole = to - from > year.len();
            if let Some(words) = setting.citations.date(year, whole) {
                let look = self.chars[from].1;
                self.chars.splice(from..to, words.chars().map(|c| (c, look)).collect::<Vec<_>>());
                return;
            }
        }
        self.month(start, &setting.citations.style);
    }

    /// Gives a month the form it has after a day, or without one, where the language has two.
    fn month(&mut self, start: usize, style: &CitationStyle) {
        let (alone, after_day) = (&style.words.months, &style.words.months_after_day);
        if alone == after_day {
            return;
        }
        let text: String = self.chars[start..].iter().map(|(c, _)| *c).collect();
        for (alone, after_day) in alone.iter().zip(after_day) {
            for form in [alone, after_day] {
                let Some((before, rest)) = text.split_once(form.as_str()) else { continue };
                if rest.starts_with(char::is_alphabetic) {
                    continue;
                }
                let day = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
                let from = start + before.chars().count();
                let look = self.chars[from].1;
                let right = if day { after_day } else { alone };
                self.chars.splice(from..from + form.chars().count(), right.chars().map(|c| (c, look)));
                return;
            }
        }
    }

    /// Shortens a range of pages that is all of an element, and says "pp." before it: of roman numerals
    /// and leaves hayagriva does not know that they are several.
    fn range(&mut self, start: usize, setting: &Setting<'_>) {
        let style = &setting.citations.style;
        let text: String = self.chars[start..].iter().map(|(c, _)| *c).collect();
        let set = style.ranges.set(&text);
        if !setting.ranges.iter().any(|range| style.ranges.set(range) == set) {
            return;
        }
        if set != text {
            let look = self.chars[start].1;
            self.chars.truncate(start);
            self.text(&set, look);
        }
        if let Some(at) = self.label.take().filter(|_| set.contains(['–', ',', '&'])) {
            let label: String = self.chars[at..start].iter().map(|(c, _)| *c).collect();
            if let Some(plural) = style.plural(label.trim_end()) {
                let gap = label.len() - label.trim_end().len();
                let look = self.chars[at].1;
                self.chars.splice(at..start - gap, plural.chars().map(|c| (c, look)).collect::<Vec<_>>());
            }
        }
    }

    /// Puts marks of quotation around a title that hayagriva took for that of a whole.
    fn title(&mut self, start: usize, setting: &Setting<'_>) {
        if setting.quoted.is_empty() || self.chars[start..].iter().any(|(_, look)| look.styles & ITALIC == 0) {
            return;
        }
        let text: String = self.chars[start..].iter().map(|(c, _)| *c).filter(|c| !is_sign(*c)).collect();
        if let (Some((_, look)), true) = (self.chars.get(start).copied(), setting.quoted.contains(&text)) {
            self.chars[start..].iter_mut().for_each(|(_, look)| look.styles &= !ITALIC);
            let look = Look { styles: look.styles & !ITALIC, ..look };
            self.chars.insert(start, (OPEN, look));
            self.chars.push((CLOSE, look));
        }
    }

    /// Turns signs for formatting, from `start` on, into formatting.
    fn resolve(&mut self, start: usize) {
        let mut toggled = 0;
        let added = self.chars.split_off(start);
        for (c, mut look) in added {
            let bit = match c {
                EMPHASIS => ITALIC,
                STRONG => BOLD,
                SMALL_CAPS => SMALL,
                RAISED => UP,
                LOWERED => DOWN,
                _ => {
                    look.styles ^= toggled;
                    self.chars.push((c, look));
                    continue;
                }
            };
            toggled ^= bit;
        }
    }

    /// Leaves out the first names, with the punctuation that divides them from the rest.
    pub(super) fn suppress_names(&mut self) {
        let Some(start) = self.chars.iter().position(|(_, look)| look.names) else { return };
        let end = start + self.chars[start..].iter().take_while(|(_, look)| look.names).count();
        let gap = self.chars[end..].iter().take_while(|(c, _)| matches!(c, ',' | '.' | ':' | ' ')).count();
        self.chars.drain(start..end + gap);
    }

    /// Takes away spaces at the end, and stops where the style's own words end with one: where the layout does it, what
    /// stands at the end is that of an abbreviation.
    pub(super) fn trim_end(&mut self, style: &CitationStyle) {
        let stops = !style.in_text() && !style.wrap.after.contains('.');
        while self.chars.last().is_some_and(|(c, _)| matches!(c, ' ' | ';' | ',') || *c == '.' && stops) {
            self.chars.pop();
        }
        if stops {
            self.trim_quoted();
        }
    }

    /// A stop inside closing marks is one too: it comes again where the sentence ends.
    fn trim_quoted(&mut self) {
        let marks = self.chars.iter().rev().take_while(|(c, _)| is_closing(*c)).count();
        let last = self.chars.len() - marks;
        if marks > 0 && last > 0 && matches!(self.chars[last - 1].0, '.' | ',') {
            self.chars.remove(last - 1);
        }
    }

    /// Ends the sentence, unless it has an end.
    pub(super) fn stop(&mut self, style: &CitationStyle) {
        let marks = self.chars.iter().rev().take_while(|(c, _)| is_closing(*c)).count();
        let last = self.chars.len() - marks;
        let ended = last > 0 && matches!(self.chars[last - 1].0, '.' | '?' | '!' | '…');
        if self.chars.is_empty() || ended {
            return;
        }
        let quoted =
            self.chars.last().is_some_and(|(c, _)| matches!(*c, CLOSE | CLOSE_INNER | CLOSE_TYPED | '”' | '’'));
        let at = if style.stops_inside && quoted { last } else { self.chars.len() };
        self.chars.insert(at, ('.', Look::default()));
    }

    /// Lets the first letter have a capital, though it is part of a name: "Van Gogh" (Chicago 18, 8.5).
    pub(super) fn begins_with_word(&mut self) {
        if let Some((_, look)) = self.chars.first_mut() {
            look.data = false;
        }
    }

    /// Gives the first letter a capital, unless it belongs to a name or title.
    pub(super) fn capital(&mut self) {
        let first = self.chars.iter_mut().find(|(c, _)| c.is_alphanumeric());
        if let Some((c, look)) = first
            && !look.data
        {
            let mut upper = c.to_uppercase();
            if let (Some(one), None) = (upper.next(), upper.next()) {
                *c = one;
            }
        }
    }

    /// Makes links of the addresses that stand in notes and the like as mere words.
    fn find_addresses(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            let end = at + address(&self.chars[at..]);
            let inside = at > 0 && self.chars[at - 1].0.is_alphanumeric();
            if end == at || inside || self.chars[at].1.link != 0 {
                at += 1;
                continue;
            }
            let url: String = self.chars[at..end].iter().map(|(c, _)| *c).collect();
            let link = self.link(&url);
            self.chars[at..end].iter_mut().for_each(|(_, look)| look.link = link);
            at = end;
        }
    }

    /// The inlines; `span` is where the editor asked for them.
    pub(super) fn finish(mut self, style: &CitationStyle, span: Span) -> Inlines {
        self.punctuate(style);
        self.find_addresses();
        let mut inlines = Vec::new();
        for run in self.chars.chunk_by(|a, b| a.1.link == b.1.link) {
            let content = nest(run, &STYLES, 0, span);
            match usize::from(run[0].1.link).checked_sub(1).and_then(|at| self.links.get(at)) {
                Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
                    inlines.push(Inline::Link { target: Target::Url(url.clone()), content, span: Some(span) });
                }
                _ => inlines.extend(content),
            }
        }
        inlines
    }
}

/// How many characters of `chars` are the address they begin with; stops and brackets at its end are the sentence's.
fn address(chars: &[(char, Look)]) -> usize {
    let begins = |scheme: &str| scheme.chars().eq(chars.iter().take(scheme.len()).map(|(c, _)| *c));
    if !begins("http://") && !begins("https://") {
        return 0;
    }
    let last = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’' | '»');
    let length = chars.iter().take_while(|(c, _)| !c.is_whitespace() && !matches!(c, '<' | '>' | '"')).count();
    length - chars[..length].iter().rev().take_while(|(c, _)| last(*c)).count()
}

fn formatted(look: Look, formatting: Formatting) -> Look {
    let mut styles = look.styles;
    let mut set = |on: bool, bit: u8| styles |= if on { bit } else { 0 };
    set(formatting.font_style == FontStyle::Italic, ITALIC);
    set(formatting.font_weight == FontWeight::Bold, BOLD);
    set(formatting.font_variant == FontVariant::SmallCaps, SMALL);
    set(formatting.vertical_align == VerticalAlign::Sup, UP);
    set(formatting.vertical_align == VerticalAlign::Sub, DOWN);
    // Underlining is typewriting for italics.
    set(formatting.text_decoration == TextDecoration::Underline, ITALIC);
    Look { styles, ..look }
}

/// Runs of one look, nested by the styles from `depth` on.
fn nest(chars: &[(char, Look)], styles: &[Style], depth: u8, span: Span) -> Inlines {
    let Some((style, inner)) = styles.split_first() else {
        return chars
            .chunk_by(|a, b| a.1.editor == b.1.editor)
            .map(|run| {
                let origin = if run[0].1.editor { Origin::Editor(span) } else { Origin::Program };
                Inline::Text(Run { text: run.iter().map(|(c, _)| *c).collect(), origin })
            })
            .collect();
    };
    let has = |look: Look| look.styles & (1 << depth) != 0;
    let mut inlines = Vec::new();
    for run in chars.chunk_by(|a, b| has(a.1) == has(b.1)) {
        let content = nest(run, inner, depth + 1, span);
        if has(run[0].1) {
            inlines.push(Inline::Styled(*style, content));
        } else {
            inlines.extend(content);
        }
    }
    inlines
}
