//! Typographic punctuation for straight quotes, hyphens and dots, where the editor's own prose is read.
//!
//! Quotes become those of the language ([`Quotes`]), `"` its first pair and `'` its second; in a quotation `"` takes
//! the other pair. An apostrophe is ’ everywhere. `--` becomes an en dash, `---` an em dash, `...` an ellipsis; in
//! French the space before a high sign of punctuation becomes one that neither breaks nor stretches. Code, addresses
//! and citations are left as they are. A character written with a backslash stays straight; the reader hands it over
//! in disguise (see [`disguise`]).

use std::ops::Range;

use super::quotes::Quotes;
use crate::document::{Inline, Inlines, Style, Target, plain_text};

/// Straight characters and the noncharacters (Unicode 16, §23.7) that stand for them while quotes are paired.
const DISGUISES: [(char, char); 4] = [('"', '\u{FDD0}'), ('\'', '\u{FDD1}'), ('-', '\u{FDD2}'), ('.', '\u{FDD3}')];

/// `text` with its first character safe from [`punctuate`], if it is one that would change.
pub(super) fn disguise(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    let (_, disguise) = DISGUISES.iter().find(|(plain, _)| *plain == first)?;
    Some(format!("{disguise}{}", &text[first.len_utf8()..]))
}

/// Sets the punctuation of one block's inlines, in the marks of its language.
pub(super) fn punctuate(inlines: &mut Inlines, quotes: &'static Quotes) {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let straight = flat.contains(['"', '\'', '-', '.', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}']);
    if !(straight || quotes.spaced && flat.contains(HIGH)) {
        return;
    }
    let changes = Writer::new(&flat, quotes).changes();
    let mut cursor = Cursor { at: 0, changes: &changes };
    apply(inlines, &mut cursor);
}

/// What stands for something that is no word: it counts as a letter.
const OBJECT: char = '\u{FFFC}';

/// Whether punctuation inside stays as it is.
fn is_verbatim(inline: &Inline) -> bool {
    match inline {
        Inline::Styled(Style::Code, _) => true,
        Inline::Link { target: Target::Url(url), content, .. } => {
            let words = plain_text(content);
            words == *url || url.strip_prefix("mailto:") == Some(&words)
        }
        _ => false,
    }
}

fn flatten(inlines: &[Inline], flat: &mut String) {
    for inline in inlines {
        match inline {
            inline if is_verbatim(inline) => flat.push(OBJECT),
            Inline::Text(run) => flat.push_str(&run.text),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                flatten(content, flat);
            }
            Inline::Picture(_) => flat.push(OBJECT),
            Inline::LineBreak => flat.push('\n'),
            Inline::NoteCall(_)
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_) => {}
        }
    }
}

/// What is to stand for which bytes of the flat text, in order.
type Change = (Range<usize>, &'static str);

/// Signs that French sets off by a space.
const HIGH: [char; 7] = [';', ':', '!', '?', '»', '«', '›'];

/// A straight quote that opened, and the change made of it.
struct Open {
    sign: char,
    change: usize,
}

/// Two straight quotes that belong together, by the changes made of them.
struct Pair {
    sign: char,
    from: usize,
    to: usize,
}

/// Finds the changes of a flat text.
struct Writer<'f> {
    flat: &'f str,
    quotes: &'static Quotes,
    changes: Vec<Change>,
    /// Quotes not yet closed, the outer first.
    open: Vec<Open>,
    pairs: Vec<Pair>,
}

impl<'f> Writer<'f> {
    fn new(flat: &'f str, quotes: &'static Quotes) -> Self {
        Self { flat, quotes, changes: Vec::new(), open: Vec::new(), pairs: Vec::new() }
    }

    fn changes(mut self) -> Vec<Change> {
        let mut before = None;
        let mut at = 0;
        while let Some(c) = self.flat[at..].chars().next() {
            let rest = &self.flat[at..];
            at += match c {
                'h' | 'w' if !before.is_some_and(char::is_alphanumeric) && is_address(rest) => address(rest),
                '-' | '.' => self.repeated(at, c),
                '"' | '\'' => self.quote(at, c, before),
                ' ' if self.quotes.spaced => self.space(at, before),
                _ => c.len_utf8(),
            };
            before = self.flat[..at].chars().next_back();
        }
        self.settle();
        self.changes
    }

    /// Dashes of hyphens, an ellipsis of dots; how many bytes they take.
    fn repeated(&mut self, at: usize, sign: char) -> usize {
        let count = self.flat[at..].chars().take_while(|c| *c == sign).count();
        match (sign, count) {
            ('-', 2) => self.changes.push((at..at + 2, "–")),
            ('-', 3) => self.changes.push((at..at + 3, "—")),
            ('.', 3 | 4) => self.changes.push((at..at + 3, "…")),
            _ => {}
        }
        count
    }

    /// The space before or after a sign that French sets off.
    fn space(&mut self, at: usize, before: Option<char>) -> usize {
        let after = self.flat[at + 1..].chars().next();
        match (before, after) {
            (Some('«' | '‹'), _) | (_, Some(';' | '!' | '?' | '»' | '›')) => {
                self.changes.push((at..at + 1, "\u{202F}"));
            }
            (_, Some(':')) => self.changes.push((at..at + 1, "\u{A0}")),
            _ => {}
        }
        1
    }

    /// A straight quote with what stands before it. Which mark it becomes is settled when all pairs are known.
    fn quote(&mut self, at: usize, sign: char, before: Option<char>) -> usize {
        let rest = &self.flat[at + 1..];
        let change = self.changes.len();
        let space = |c: Option<char>| c.filter(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}')).map_or(0, char::len_utf8);
        let (ahead, behind) = (space(rest.chars().next()), space(before));
        // Spaces inside the marks, as French writers type them, give way to the marks' own.
        let loose = match (self.quotes.spaced && sign == '"', self.is_open('"')) {
            (true, true) => behind > 0 && rest.chars().next().is_none_or(|c| c.is_whitespace() || is_closing(c)),
            (true, false) => ahead > 0 && (behind > 0 || before.is_none()),
            _ => false,
        };
        let opening = if loose { !self.is_open('"') } else { self.opens(sign, before, rest) };
        let range = match (loose, opening) {
            (true, true) => at..at + 1 + ahead,
            (true, false) => at - behind..at + 1,
            (false, _) => at..at + 1,
        };
        let end = range.end;
        let [[outer_open, outer_close], [inner_open, _]] = [self.quotes.outer, self.quotes.inner];
        let mark = match (sign, opening) {
            ('"', true) => outer_open,
            ('"', false) => outer_close,
            (_, true) => inner_open,
            (_, false) => APOSTROPHE,
        };
        self.changes.push((range, mark));
        if opening {
            // No writing nests deeper; what was never closed is forgotten.
            if self.open.len() == 8 {
                self.open.remove(0);
            }
            self.open.push(Open { sign, change });
        } else if !(sign == '\'' && is_inside_a_word(before, rest)) {
            self.close(sign, change);
        }
        end - at
    }

    fn is_open(&self, sign: char) -> bool {
        self.open.iter().any(|open| open.sign == sign)
    }

    /// Whether a quote between `before` and `rest` opens.
    fn opens(&self, sign: char, before: Option<char>, rest: &str) -> bool {
        let opens_here = before.is_none_or(|b| b.is_whitespace() || OPENERS.contains(&b));
        // Quotes beside each other open or close together.
        let beyond = rest.trim_start_matches(['"', '\'']).chars().next();
        let closes_here = beyond.is_none_or(|a| a.is_whitespace() || is_closing(a));
        match (sign, before) {
            // A quote right after a quote opens if that one opened.
            (_, Some('"' | '\'')) if !closes_here => {
                self.open.last().is_some_and(|last| Some(last.sign) == before) && !(sign == '\'' && self.elides(rest))
            }
            ('\'', _) => opens_here && !closes_here && !self.elides(rest),
            _ => opens_here && !closes_here,
        }
    }

    /// Whether an apostrophe belongs before `rest`.
    fn elides(&self, rest: &str) -> bool {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        rest.starts_with(|c: char| c.is_ascii_digit()) || self.quotes.elisions.contains(&word.as_str())
    }

    /// Closes the last quote of its kind.
    fn close(&mut self, sign: char, to: usize) {
        let Some(last) = self.open.last() else { return };
        if last.sign != sign && (sign == '\'' || !self.is_open(sign)) {
            return;
        }
        while let Some(open) = self.open.pop() {
            if open.sign == sign {
                self.pairs.push(Pair { sign, from: open.change, to });
                return;
            }
            // An apostrophe was taken for a quote that opens.
            if let Some((_, mark)) = self.changes.get_mut(open.change) {
                *mark = APOSTROPHE;
            }
        }
    }

    /// Gives each pair its marks: `"` in a quotation set in the first ones takes the second, and the other way round.
    fn settle(&mut self) {
        self.pairs.sort_by_key(|pair| pair.from);
        let mut around: Vec<(usize, bool)> = Vec::new();
        for pair in &self.pairs {
            while around.last().is_some_and(|(to, _)| *to < pair.from) {
                around.pop();
            }
            let inner = pair.sign == '\'' || around.last().is_some_and(|(_, inner)| !inner);
            around.push((pair.to, inner));
            let marks = if inner { self.quotes.inner } else { self.quotes.outer };
            for (at, new) in [pair.from, pair.to].into_iter().zip(marks) {
                if let Some((_, mark)) = self.changes.get_mut(at) {
                    *mark = new;
                }
            }
        }
    }
}

const APOSTROPHE: &str = "’";

/// What a quote that opens may follow, beside white space.
const OPENERS: [char; 18] = ['(', '[', '{', '—', '–', '-', '/', '“', '‘', '„', '‚', '«', '‹', '»', '"', '\'', '¿', '¡'];

/// Whether letters stand on both sides.
fn is_inside_a_word(before: Option<char>, rest: &str) -> bool {
    before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}

fn is_address(rest: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start))
}

/// How long an address is: up to white space or a sign that never stands in one.
fn address(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | OBJECT)).unwrap_or(rest.len())
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '…')
}

struct Cursor<'a> {
    /// How much of the flat text is behind.
    at: usize,
    changes: &'a [Change],
}

fn apply(inlines: &mut Inlines, cursor: &mut Cursor<'_>) {
    for inline in inlines {
        match inline {
            inline if is_verbatim(inline) => cursor.at += OBJECT.len_utf8(),
            Inline::Text(run) => {
                let text = rewrite(&run.text, cursor);
                if let Some(text) = text {
                    run.text = text;
                }
            }
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                apply(content, cursor);
            }
            Inline::Picture(_) => cursor.at += OBJECT.len_utf8(),
            Inline::LineBreak => cursor.at += 1,
            Inline::NoteCall(_)
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_) => {}
        }
    }
}

/// The run's new text; `None` if it stays.
fn rewrite(text: &str, cursor: &mut Cursor<'_>) -> Option<String> {
    let start = cursor.at;
    cursor.at += text.len();
    let here = cursor.changes.iter().take_while(|(range, _)| range.start < cursor.at).count();
    let (mine, rest) = cursor.changes.split_at(here);
    cursor.changes = rest;
    let disguised = text.chars().any(|c| DISGUISES.iter().any(|(_, disguise)| *disguise == c));
    if mine.is_empty() && !disguised {
        return None;
    }
    let mut new = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for (range, mark) in mine {
        // Signs divided between two runs (`-*-*`) stay as they are.
        let Some(from) = range.start.checked_sub(start).filter(|_| range.end <= cursor.at) else { continue };
        new.push_str(&text[done..from]);
        new.push_str(mark);
        done = range.end - start;
    }
    new.push_str(&text[done..]);
    if disguised {
        for (plain, disguise) in DISGUISES {
            new = new.replace(disguise, plain.encode_utf8(&mut [0; 4]));
        }
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Origin, Run};
    use crate::metadata::Language;

    fn smart_in(tag: &str, text: &str) -> String {
        let mut inlines = vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })];
        punctuate(&mut inlines, Quotes::of(&Language::parse(tag).unwrap()));
        plain_text(&inlines)
    }

    fn smart(text: &str) -> String {
        smart_in("en", text)
    }

    #[test]
    fn each_language_has_its_marks() {
        let straight = r#""He didn't say 'no' here," it's said."#;
        for (tag, curly) in [
            ("en", "“He didn’t say ‘no’ here,” it’s said."),
            ("de-AT", "„He didn’t say ‚no‘ here,“ it’s said."),
            ("de-CH", "«He didn’t say ‹no› here,» it’s said."),
            ("fr", "«\u{202F}He didn’t say “no” here,\u{202F}» it’s said."),
            ("es", "«He didn’t say “no” here,» it’s said."),
            ("es-MX", "“He didn’t say ‘no’ here,” it’s said."),
            ("it", "«He didn’t say “no” here,» it’s said."),
            ("pt-PT", "«He didn’t say “no” here,» it’s said."),
            ("pt-BR", "“He didn’t say ‘no’ here,” it’s said."),
            ("ru", "«He didn’t say „no“ here,» it’s said."),
            ("pl", "„He didn’t say «no» here,” it’s said."),
            ("sv", "”He didn’t say ’no’ here,” it’s said."),
        ] {
            assert_eq!(smart_in(tag, straight), curly, "{tag}");
        }
    }

    #[test]
    fn a_quotation_in_a_quotation_takes_the_other_marks() {
        for (tag, straight, curly) in [
            ("ru", r#""Я в "Правде" читал""#, "«Я в „Правде“ читал»"),
            ("de", r#""Er sagt "nein" und 'ja'", "neu""#, "„Er sagt ‚nein‘ und ‚ja‘“, „neu“"),
            ("en", r#"He wrote "a "b 'c "d" e' f" g""#, "He wrote “a ‘b ‘c “d” e’ f’ g”"),
            ("en", r#""never closed, "closed" and on"#, "“never closed, “closed” and on"),
        ] {
            assert_eq!(smart_in(tag, straight), curly, "{tag}");
        }
    }

    #[test]
    fn an_apostrophe_is_no_quote_that_closes() {
        for (tag, straight, curly) in [
            ("de", "'Hans' ist's', wer's sah", "‚Hans‘ ist’s’, wer’s sah"),
            ("de", "'s ist 'ne Frage: 'Wie geht's dir?'", "’s ist ’ne Frage: ‚Wie geht’s dir?‘"),
            ("it", r#""l'altro 'sto libro""#, "«l’altro ’sto libro»"),
            ("de", r#""'Kein Ende", sagte er"#, "„’Kein Ende“, sagte er"),
            ("nl", "'s morgens in 't huis", "’s morgens in ’t huis"),
        ] {
            assert_eq!(smart_in(tag, straight), curly, "{tag}");
        }
    }

    #[test]
    fn french_spaces_neither_break_nor_stretch() {
        for (straight, curly) in [
            (r#"Il dit : "Où ?" -- ah !"#, "Il dit\u{A0}: «\u{202F}Où\u{202F}?\u{202F}» – ah\u{202F}!"),
            (r#"un " mot " seul"#, "un «\u{202F}mot\u{202F}» seul"),
            ("un « mot » ; seul", "un «\u{202F}mot\u{202F}»\u{202F}; seul"),
            (r#"" Voilà ", dit-il"#, "«\u{202F}Voilà\u{202F}», dit-il"),
        ] {
            assert_eq!(smart_in("fr", straight), curly);
        }
        assert_eq!(smart("a « b » : c ; d"), "a « b » : c ; d");
    }

    #[test]
    fn quotes_pair_and_apostrophes_do_not() {
        for (straight, curly) in [
            (r#""Don't," she said."#, "“Don’t,” she said."),
            (r#"He wrote: "They call it 'the binder's knot'.""#, "He wrote: “They call it ‘the binder’s knot’.”"),
            (r#""'Tis so," rock 'n' roll of the '90s"#, "“’Tis so,” rock ’n’ roll of the ’90s"),
            (r#"the readers' books ("all of 'em")"#, "the readers’ books (“all of ’em”)"),
            (r#""'Yes,' he said," she said"#, "“‘Yes,’ he said,” she said"),
            (r#"a dash--"quoted"--ends"#, "a dash–“quoted”–ends"),
        ] {
            assert_eq!(smart(straight), curly);
        }
    }

    #[test]
    fn dashes_and_dots() {
        assert_eq!(smart("pp. 3--5 --- and so on... ----- ...."), "pp. 3–5 — and so on… ----- ….");
    }

    #[test]
    fn addresses_stay() {
        assert_eq!(smart("see http://example.org/a--b...c -- it's"), "see http://example.org/a--b...c – it’s");
    }

    #[test]
    fn a_disguised_sign_stays_straight() {
        let text = format!("6{} wide", disguise("\"").unwrap());
        assert_eq!(smart(&text), "6\" wide");
    }
}
