//! Marks of quotation, and stops beside them.

use super::item::{AND, CLOSE, CLOSE_INNER, CLOSE_TYPED, OPEN, OPEN_INNER, OPEN_TYPED, OTHERS, is_sign};
use super::render::{Line, Look};
use super::style::{CitationStyle, Quotes};

impl Line {
    /// Chooses the marks, and takes out what two rules put.
    pub(super) fn punctuate(&mut self, style: &CitationStyle) {
        if style.stops_inside {
            self.pull();
        }
        self.quote(style);
        self.collide(style.language() == "fr");
    }

    /// Puts stops and commas inside the closing marks they follow, as Americans do.
    fn pull(&mut self) {
        for at in 1..self.chars.len() {
            if matches!(self.chars[at].0, '.' | ',')
                && matches!(self.chars[at - 1].0, CLOSE | CLOSE_INNER | CLOSE_TYPED)
            {
                let before = self.chars[..at].iter().rev();
                let marks = before.take_while(|(c, _)| matches!(*c, CLOSE | CLOSE_INNER | CLOSE_TYPED)).count();
                self.chars[at - marks..=at].rotate_right(1);
            }
        }
    }

    /// Chooses marks of quotation: inside marks of a kind stand those of the other kind.
    fn quote(&mut self, style: &CitationStyle) {
        let quotes = &style.quotes;
        let chars = std::mem::take(&mut self.chars);
        let mut open: Vec<Mark> = Vec::new();
        for (at, (c, look)) in chars.iter().enumerate() {
            let next = chars.get(at + 1).map_or(' ', |(c, _)| *c);
            let last = at.checked_sub(1).map_or(' ', |at| chars[at].0);
            match *c {
                AND => self.text(&style.and, *look),
                OTHERS => self.others(style, *look),
                OPEN | OPEN_INNER | OPEN_TYPED => {
                    let mark = Mark::inside(open.last(), quotes);
                    self.text(&mark.open, *look);
                    open.push(mark);
                }
                CLOSE | CLOSE_INNER | CLOSE_TYPED => {
                    let mark = open.pop().unwrap_or_else(|| Mark::inside(None, quotes));
                    self.text(&mark.close, *look);
                }
                c if open.last().is_some_and(|mark| mark.closes(c, next)) => {
                    let mark = open.pop().unwrap_or_else(|| Mark::inside(None, quotes));
                    self.text(&mark.close, *look);
                }
                '“' | '‘' | '«' | '„' | '‹' | '‚' if !last.is_alphanumeric() => {
                    let mark = Mark::typed(*c, open.last(), quotes);
                    self.text(&mark.open, *look);
                    open.push(mark);
                }
                c if is_sign(c) => {}
                c => self.chars.push((c, *look)),
            }
        }
    }

    /// Says *et al.* for the "and" that stands already and the others it leads to. A comma before it stays: "Ames, A.,
    /// et al."
    fn others(&mut self, style: &CitationStyle, look: Look) {
        let trim = |chars: &mut Vec<(char, Look)>| {
            while chars.last().is_some_and(|(c, _)| *c == ' ') {
                chars.pop();
            }
        };
        trim(&mut self.chars);
        for and in [style.and.as_str(), "&"] {
            let before = self.chars.len().saturating_sub(and.chars().count());
            if self.chars[before..].iter().map(|(c, _)| *c).eq(and.chars()) && before > 0 {
                self.chars.truncate(before);
                trim(&mut self.chars);
                break;
            }
        }
        self.text(" ", look);
        self.text(&style.others, look);
    }

    /// Takes out what two rules put: "?." and "..", also with closing marks between, ",,", "  " and " :" where colons have
    /// no space before them.
    fn collide(&mut self, spaced: bool) {
        let chars = std::mem::take(&mut self.chars);
        for (at, (c, look)) in chars.iter().enumerate() {
            let dots = c == &'.' && (chars.get(at + 1).is_some_and(|(c, _)| *c == '.') || dots_before(&chars, at) > 1);
            let end = self.chars.iter().rev().skip_while(|(c, _)| is_closing(*c)).map(|(c, _)| *c).next();
            let marks = self.chars.iter().rev().take_while(|(c, _)| is_closing(*c)).count();
            match (c, end) {
                ('.', Some('.')) if marks == 0 && dots && dots_run(&chars, at) > 2 => self.chars.push((*c, *look)),
                ('.', Some('.' | '?' | '!' | '…')) => {}
                ('.' | ',', Some(',')) => {
                    let comma = self.chars.len() - marks - 1;
                    self.chars[comma] = (*c, *look);
                }
                (' ', Some(' ')) if marks == 0 => {}
                (':', Some(' ')) if marks == 0 && !spaced => {
                    self.chars.pop();
                    self.chars.push((*c, *look));
                }
                _ => self.chars.push((*c, *look)),
            }
        }
    }
}

/// How many full stops stand right before `at`.
fn dots_before(chars: &[(char, Look)], at: usize) -> usize {
    chars[..at].iter().rev().take_while(|(c, _)| *c == '.').count()
}

/// How long the run of full stops around `at` is.
fn dots_run(chars: &[(char, Look)], at: usize) -> usize {
    dots_before(chars, at) + chars[at..].iter().take_while(|(c, _)| *c == '.').count()
}

/// Whether `c` closes a quotation: a stop inside it ends the sentence outside, which one in parentheses does not.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '›' | CLOSE | CLOSE_INNER | CLOSE_TYPED)
}

/// A pair of marks that is open: what was printed for it, and what was typed.
struct Mark {
    open: String,
    close: String,
    typed: Option<char>,
}

impl Mark {
    /// The language's marks that go inside `around`.
    fn inside(around: Option<&Self>, quotes: &Quotes) -> Self {
        let (open, close) = match around {
            Some(mark) if mark.open == quotes.outer.0 => &quotes.inner,
            _ => &quotes.outer,
        };
        Self { open: open.clone(), close: close.clone(), typed: None }
    }

    /// Marks as typed, unless those around are the same.
    fn typed(c: char, around: Option<&Self>, quotes: &Quotes) -> Self {
        if around.is_some_and(|mark| mark.open.trim() == c.to_string()) {
            return Self { typed: Some(c), ..Self::inside(around, quotes) };
        }
        let close = match c {
            '“' => "”",
            '‘' => "’",
            '«' => "»",
            '„' => "“",
            '‹' => "›",
            _ => "‘",
        };
        Self { open: c.to_string(), close: close.to_owned(), typed: Some(c) }
    }

    /// Whether `c` closes them; an apostrophe is told from a mark by the letter that follows.
    fn closes(&self, c: char, next: char) -> bool {
        match self.typed {
            Some('“') => c == '”',
            Some('‘') => c == '’' && !next.is_alphanumeric(),
            Some('«') => c == '»',
            Some('„') => matches!(c, '“' | '”'),
            Some('‹') => c == '›',
            Some('‚') => c == '‘',
            _ => false,
        }
    }
}
