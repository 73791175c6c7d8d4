//! Finds what is ours in Markdown before pulldown-cmark reads it, and covers it.
//!
//! Index comments, citations, note calls and callout tags are no part of CommonMark: a comment that opens a
//! paragraph turns its line into raw HTML, smart punctuation splits `pp. 3--5` inside a citation, a call of a note
//! that is not defined is plain text. So they are found in the source first, outside code, and covered by as many
//! bytes of something inert: every offset the parser then gives is an offset of the source.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::listings;
use crate::document::{MarkKind, scan};

/// What was covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    /// A comment that says nothing to us.
    Comment,
    /// `<!--` without an end; only these four bytes are covered.
    Unterminated,
    /// An index mark: its kind, its path trimmed.
    Mark(MarkKind, String),
    /// What stands between the brackets of a citation.
    Cite(String),
    /// `[@` where a citation begins that has no end; only these bytes are covered.
    OpenCite,
    /// The label of a note that is called.
    Call(String),
    /// The word of a callout's tag, in lower case: `verse`.
    Callout(String),
    /// The first bar of verse as Pandoc has it, whose every line begins with a bar; where these stand. To the parser
    /// they are the signs of a quotation.
    Bars(Vec<usize>),
    /// A tag that no callout begins with: unknown, not in the first line, or with words beside it.
    Tag,
}

/// One thing that was covered.
#[derive(Clone, Debug)]
pub(super) struct Mask {
    /// Where it stands in the source.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) what: Covered,
    /// Whether it is a comment on lines of its own: these became blank lines.
    pub(super) alone: bool,
}

/// The callouts that are known.
pub(super) const CALLOUTS: [&str; 9] =
    ["verse", "letter", "extract", "quote", "note", "tip", "important", "warning", "caution"];

/// The longest citation, in bytes; bounds the search for its end.
const LONGEST_CITE: usize = 1000;

/// Covers what is ours in `text` from byte `from` on, outside its `listings`. `editorial` prose may put words before
/// a citation's key.
pub(super) fn cover(text: &str, from: usize, listings: Vec<Range<usize>>, editorial: bool) -> (String, Vec<Mask>) {
    let mut masks = Scanner::new(text, from, listings, editorial).scan();
    stand_alone(text, &mut masks);
    let mut bytes = text.as_bytes().to_vec();
    for mask in &masks {
        if let Covered::Bars(places) = &mask.what {
            for at in places {
                bytes[*at] = b'>';
            }
            continue;
        }
        let cover = &mut bytes[mask.range.clone()];
        if mask.alone || matches!(mask.what, Covered::Callout(_)) {
            cover.iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        } else {
            // Punctuation at both ends, as the original has: emphasis beside it must not change.
            cover.fill(1);
            if let [first, .., last] = cover {
                (*first, *last) = (b',', b',');
            }
        }
    }
    // Whole characters were replaced by ASCII, so this is still UTF-8.
    (String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()), masks)
}

/// Marks the comments that have their lines to themselves.
fn stand_alone(text: &str, masks: &mut [Mask]) {
    let is_comment = |mask: &Mask| matches!(mask.what, Covered::Comment | Covered::Mark(..));
    let mut first = 0;
    while first < masks.len() {
        let mut last = first;
        while last + 1 < masks.len()
            && text[masks[last].range.end..masks[last + 1].range.start].bytes().all(|b| matches!(b, b' ' | b'\t'))
        {
            last += 1;
        }
        // No further than to the next word either way: a line may be the whole text.
        let before = &text[..masks[first].range.start];
        let prefix = &before[before.trim_end_matches([' ', '\t', '>']).len()..];
        let opens = before.len() == prefix.len() || before[..before.len() - prefix.len()].ends_with('\n');
        let rest = text[masks[last].range.end..].trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
        let deep = prefix.bytes().take_while(|b| *b == b' ').count() >= 4 || prefix.starts_with('\t');
        let alone =
            !deep && opens && (rest.is_empty() || rest.starts_with('\n')) && masks[first..=last].iter().all(is_comment);
        masks[first..=last].iter_mut().for_each(|mask| mask.alone = alone);
        first = last + 1;
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    editorial: bool,
    /// Where the text begins.
    from: usize,
    at: usize,
    /// Where the current line begins.
    line: usize,
    /// Runs of backticks by place: where a code span that begins there ends.
    code: BTreeMap<usize, usize>,
    /// Where what may be a citation begins and ends, brackets included.
    cites: BTreeMap<usize, usize>,
    /// The labels of links that the text defines, in lower case: `[@roe]: https://…` makes `[@roe]` a link.
    links: BTreeSet<String>,
    /// Blocks of code that are still to come.
    listings: Peekable<IntoIter<Range<usize>>>,
    masks: Vec<Mask>,
    /// Whether no comment ends any more.
    no_end: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, from: usize, listings: Vec<Range<usize>>, editorial: bool) -> Self {
        let cites = bracketed(text, from);
        Self {
            text,
            bytes: text.as_bytes(),
            editorial,
            from,
            at: from,
            line: from,
            code: listings::code_spans(text, from),
            links: defined(text, &cites),
            cites,
            listings: listings.into_iter().peekable(),
            masks: Vec::new(),
            no_end: false,
        }
    }

    fn scan(mut self) -> Vec<Mask> {
        while self.at < self.bytes.len() {
            if self.skip_listing() {
                continue;
            }
            match self.bytes[self.at] {
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                }
                b'\\' => self.at += 1 + usize::from(self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_punctuation)),
                b'`' => self.skip_code(),
                b'<' => self.comment(),
                b'[' => self.bracket(),
                b'|' if self.at == self.line => self.bars(),
                _ => self.at = self.plain(),
            }
        }
        self.masks
    }

    /// Where the plain words end that stand here: most of a text is looked at here only.
    #[expect(clippy::needless_bitwise_bool, reason = "branches keep the compiler from looking at many bytes together")]
    fn plain(&mut self) -> usize {
        let next = self.at + 1;
        let listing = self.listings.peek().map_or(self.bytes.len(), |listing| listing.start);
        let rest = self.bytes.get(next..listing).unwrap_or_default();
        // Without branches: many are looked at together.
        next + scan::before(rest, |b| (b == b'\n') | (b == b'\\') | (b == b'`') | (b == b'<') | (b == b'['))
    }

    fn cover(&mut self, end: usize, what: Covered) {
        self.masks.push(Mask { range: self.at..end, what, alone: false });
        if let Some(newline) = self.text[self.at..end].rfind('\n') {
            self.line = self.at + newline + 1;
        }
        self.at = end;
    }

    fn skip_code(&mut self) {
        let run = self.bytes[self.at..].iter().take_while(|b| **b == b'`').count();
        // Blocks come before what stands in lines: no span reaches into a listing.
        let listing = self.listings.peek().map_or(self.bytes.len(), |listing| listing.start);
        let end = self.code.get(&self.at).copied().filter(|end| *end <= listing);
        self.at = end.unwrap_or(self.at + run);
    }

    /// Passes over a listing that begins here.
    /// Verse whose every line begins with a bar and a space (Pandoc's line blocks); what has a second bar in a line, or
    /// a line of dashes, would be a table.
    fn bars(&mut self) {
        let is_line = |line: &&str| {
            let words = line.strip_prefix('|').map(str::trim_end);
            words.is_some_and(|words| {
                (words.is_empty() || words.starts_with([' ', '\t']))
                    && !words.contains('|')
                    && (words.is_empty() || words.bytes().any(|b| !matches!(b, b' ' | b'\t' | b'-' | b':')))
            })
        };
        let (mut at, mut places) = (self.at, Vec::new());
        let mut after = "";
        if self.text[self.from..self.at].lines().next_back().is_none_or(|before| before.trim().is_empty()) {
            for line in self.text[self.at..].split_inclusive('\n') {
                after = line;
                if !is_line(&line) {
                    break;
                }
                places.push(at);
                at += line.len();
                after = "";
            }
        }
        if places.len() > 1 && after.trim().is_empty() {
            self.masks.push(Mask { range: self.at..self.at + 1, what: Covered::Bars(places), alone: false });
        }
        self.at += 1;
    }

    fn skip_listing(&mut self) -> bool {
        // One that began in a comment was never one.
        while self.listings.peek().is_some_and(|listing| listing.start < self.at) {
            self.listings.next();
        }
        let Some(listing) = self.listings.next_if(|listing| listing.start == self.at && !listing.is_empty()) else {
            return false;
        };
        self.at = listing.end;
        self.line = line_start(self.text, self.at).max(self.line);
        true
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at..];
        if !rest.starts_with("<!--") {
            self.at += 1;
            return;
        }
        let end = if self.no_end { None } else { rest[4..].find("-->") };
        if let Some(length) = end {
            let what = index_mark(&rest[4..4 + length]);
            self.cover(self.at + 4 + length + 3, what);
        } else {
            self.no_end = true;
            self.cover(self.at + 4, Covered::Unterminated);
        }
    }

    fn bracket(&mut self) {
        let prefix = &self.text[self.line..self.at];
        // From its end: most brackets come after a word.
        let opens_line = prefix.bytes().rev().all(|b| matches!(b, b' ' | b'\t' | b'>'));
        let found = match self.bytes.get(self.at + 1) {
            Some(b'^') => self.call(opens_line),
            // Also a quotation that an item or a note begins with.
            Some(b'!') if prefix.trim_end().ends_with('>') && in_container(in_note(prefix)).is_empty() => {
                self.callout(prefix)
            }
            _ => self.cite(opens_line).or_else(|| self.open_cite()),
        };
        match found {
            Some((end, what)) => self.cover(end, what),
            None => self.at += 1,
        }
    }

    fn call(&self, opens_line: bool) -> Option<(usize, Covered)> {
        let rest = &self.text[self.at + 2..];
        let length = rest.bytes().take(LONGEST_CITE).position(|b| matches!(b, b']' | b'[' | b'\n'))?;
        let end = self.at + 2 + length + 1;
        let label = rest[..length].trim();
        let defines = opens_line && self.bytes.get(end) == Some(&b':');
        (self.bytes[end - 1] == b']' && !label.is_empty() && !defines)
            .then(|| (end, Covered::Call(label.to_lowercase())))
    }

    fn callout(&self, prefix: &str) -> Option<(usize, Covered)> {
        let rest = &self.text[self.at + 2..];
        let length = rest.bytes().take(20).position(|b| !b.is_ascii_alphabetic())?;
        let word = rest[..length].to_ascii_lowercase();
        let depth = |line: &str| line.bytes().filter(|b| *b == b'>').count();
        let before = &self.text[line_start(self.text, self.line.saturating_sub(1))..self.line];
        let opens = self.line == 0 || depth(&before[..before.len() - in_container(before).len()]) < depth(prefix);
        let after = rest[length..].strip_prefix(']').filter(|_| length > 0)?;
        let alone = line_at(after, 0).trim().is_empty();
        let known = opens && alone && CALLOUTS.contains(&word.as_str());
        Some((self.at + 2 + length + 1, if known { Covered::Callout(word) } else { Covered::Tag }))
    }

    /// `[@key, p. 3]`, `[see @key; @other]`, but no link: nothing that makes one may follow.
    fn cite(&self, opens_line: bool) -> Option<(usize, Covered)> {
        let end = *self.cites.get(&self.at)?;
        let words = &self.text[self.at + 1..end - 1];
        let key = key_at(words)?;
        let lead = words[..key].trim_end_matches('-').trim();
        let follows = |byte| self.bytes.get(end) == Some(&byte);
        let labels = self.bytes[..self.at].ends_with(b"]") && self.masks.last().is_none_or(|m| m.range.end != self.at);
        let linked = follows(b'(')
            || labels
            || (opens_line && follows(b':'))
            || (!self.links.is_empty() && self.links.contains(&label(words)));
        let cites = !linked && (self.editorial || lead.is_empty() || leads_to_work(lead));
        cites.then(|| (end, Covered::Cite(words.split_whitespace().collect::<Vec<_>>().join(" "))))
    }

    /// `[@key`, `[-@key` without a bracket that closes it.
    fn open_cite(&self) -> Option<(usize, Covered)> {
        let rest = self.text[self.at + 1..].trim_start_matches('-');
        let key = rest.strip_prefix('@')?.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let open = key && !self.cites.contains_key(&self.at);
        open.then(|| (self.text.len() - rest.len() + 1, Covered::OpenCite))
    }
}

/// Where the first `@key` of a citation stands: after nothing, white space, `-`, `(` or `;`.
fn key_at(words: &str) -> Option<usize> {
    words.match_indices('@').map(|(at, _)| at).find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '-' | '(' | ';'))
            && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '{'))
    })
}

/// Whether scholars put `lead` before a work: in a source, which may speak of other things with an `@`, only that
/// makes a citation.
fn leads_to_work(lead: &str) -> bool {
    // English, German, French, Spanish, Portuguese, Italian, Polish and Russian.
    const LEADS: &[&str] = &[
        "see",
        "but see",
        "cf.",
        "cf",
        "compare",
        "e.g.",
        "quoted in",
        "cited in",
        "after",
        "siehe",
        "s.",
        "vgl.",
        "vgl",
        "zit. nach",
        "zitiert nach",
        "voir",
        "véase",
        "véanse",
        "ver",
        "vedi",
        "zob.",
        "por.",
        "см.",
        "ср.",
    ];
    let lead = lead.trim_end_matches([',', ':']).to_lowercase();
    let first =
        |known: &&str| lead.strip_prefix(*known).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']));
    lead.split_whitespace().count() <= 6 && LEADS.iter().any(first)
}

fn index_mark(comment: &str) -> Covered {
    let Some(rest) = comment.trim().strip_prefix("ix") else { return Covered::Comment };
    let (kind, path) = match rest.chars().next() {
        Some('+') => (MarkKind::Start, &rest[1..]),
        Some('-') => (MarkKind::End, &rest[1..]),
        Some('!') => (MarkKind::Principal, &rest[1..]),
        Some('~') => (MarkKind::Suppress, &rest[1..]),
        Some(c) if c.is_whitespace() => (MarkKind::Point, rest),
        None => (MarkKind::Point, rest),
        Some(_) => return Covered::Comment,
    };
    Covered::Mark(kind, path.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a comment, its signs with it, was probably meant for an index mark: `<!--ix: Lenin-->`, `<!--IX Lenin-->`.
pub(super) fn is_mistyped_mark(comment: &str) -> bool {
    let inner = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
    let Some(head) = inner.get(..2).filter(|head| head.eq_ignore_ascii_case("ix")) else {
        return inner.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("idx"))
            && inner[3..].starts_with([' ', ':', '+', '-', '!', '~']);
    };
    let after = inner[2..].chars().next();
    let signed = after.is_some_and(|c| matches!(c, ':' | '.' | '=' | '>') || head == "ix" && c.is_uppercase());
    let capital = head != "ix" && after.is_some_and(|c| matches!(c, ' ' | '+' | '-' | '!' | '~'));
    signed || capital
}

/// The line that begins at `at`, its end included.
fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)]
}

/// A line without the label of the note that it begins: `[^1]: `.
fn in_note(line: &str) -> &str {
    let label = line.trim_start_matches([' ', '>']).strip_prefix("[^");
    label
        .and_then(|rest| rest.split_once("]:"))
        .filter(|(label, _)| !label.contains(['[', ']']))
        .map_or(line, |(_, rest)| rest)
}

/// A line without the signs of the quotations and list items it stands in.
fn in_container(line: &str) -> &str {
    let mut body = line.trim_start_matches([' ', '\t', '>']);
    loop {
        let digits = body.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let sign = &body[digits..];
        let listed = if digits == 0 { sign.starts_with(['-', '*', '+']) } else { sign.starts_with(['.', ')']) };
        let after = sign.get(1..).unwrap_or_default();
        if !listed || !after.starts_with([' ', '\t']) {
            return body;
        }
        body = after.trim_start_matches([' ', '\t', '>']);
    }
}

/// The labels of links that are defined among `brackets` (CommonMark 0.31.2, 4.7), as [`label`] has them.
fn defined(text: &str, brackets: &BTreeMap<usize, usize>) -> BTreeSet<String> {
    let defines = |(start, end): &(&usize, &usize)| {
        let before = || text[..**start].trim_end_matches([' ', '>']);
        text[**end..].starts_with(':') && (before().is_empty() || before().ends_with('\n'))
    };
    brackets.iter().filter(defines).map(|(start, end)| label(&text[start + 1..end - 1])).collect()
}

/// A link's label as CommonMark compares them: letters of one case, white space as one space.
fn label(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Where brackets with an `@` between them stand in one paragraph, without code and short enough for a citation.
fn bracketed(text: &str, from: usize) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    // Each bracket that is open, and the signs there were before it.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut signs = 0;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'[' => open.push((at, signs)),
            b']' => {
                let pair = open.pop().filter(|(start, before)| *before < signs && at - start <= LONGEST_CITE);
                pairs.extend(pair.map(|(start, _)| (start, at + 1)));
            }
            b'@' => signs += 1,
            b'`' => open.clear(),
            b'\n' if text[at + 1..].trim_start_matches([' ', '\t', '>']).starts_with('\n') => open.clear(),
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Covered)> {
        let (covered, masks) = cover(text, 0, listings::find(text, 0), true);
        assert_eq!(covered.len(), text.len());
        masks.into_iter().map(|mask| (&text[mask.range], mask.what)).collect()
    }

    #[test]
    fn marks_cites_and_calls_are_found() {
        let text = "A<!--ix! Leaf > of gold--> b [see @roe, pp. 3--5] c[^N].\n\n[^N]: d";
        assert_eq!(
            found(text),
            [
                ("<!--ix! Leaf > of gold-->", Covered::Mark(MarkKind::Principal, "Leaf > of gold".into())),
                ("[see @roe, pp. 3--5]", Covered::Cite("see @roe, pp. 3--5".into())),
                ("[^N]", Covered::Call("n".into())),
            ]
        );
    }

    #[test]
    fn bars_before_lines_are_verse_and_no_tables() {
        let places = |text: &str| -> Vec<usize> {
            let (covered, masks) = cover(text, 0, listings::find(text, 0), true);
            assert_eq!(covered.len(), text.len());
            let all = masks.into_iter().filter_map(|mask| match mask.what {
                Covered::Bars(places) => Some(places),
                _ => None,
            });
            all.flatten().collect()
        };
        assert_eq!(places("| One,\n|   two,\n|\n| three.\n"), [0, 7, 16, 18]);
        assert_eq!(places("Words:\n\n| one\n| two\n\nMore."), [8, 14]);
        for none in [
            "Words:\n| one\n| two\n",
            "| one\n",
            "| one\n| two\nthree\n",
            "| a | b |\n|---|---|\n| c | d |\n",
            "| a\n| ---\n| b\n",
            "|one\n|two\n",
            "    | one\n    | two\n",
            "```\n\n| one\n| two\n```\n",
        ] {
            assert!(places(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn words_lead_to_works_in_several_languages() {
        let text = "Eins [siehe „Die rote Mappe“ @roe; @doe]. Zwei [vgl. @roe]. Drei [см. @roe]. Vier [danke @roe].";
        let (_, masks) = cover(text, 0, listings::find(text, 0), false);
        let found: Vec<&str> = masks.into_iter().map(|mask| &text[mask.range]).collect();
        assert_eq!(found, ["[siehe „Die rote Mappe“ @roe; @doe]", "[vgl. @roe]", "[см. @roe]"]);
    }

    #[test]
    fn code_and_escapes_are_left_alone() {
        for text in [
            "`<!--ix a-->` and `` `[@b]` ``",
            "```\n<!--ix a-->\n[^1]\n```\n",
            "> ~~~\n> [@b]\n> ~~~\n",
            "- ```md\n  [^1]\n  ```\n",
            "\\[@b] \\<!-- a",
            "[@b](http://example.org) [a@b] [words][@b]",
            "By [@b] and [@B][].\n\n[@b]: https://example.org",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn listings_end_where_their_blocks_do() {
        let call = [("[^1]", Covered::Call("1".into()))];
        for text in
            ["    ```\n\n[^1]", "- ```\n  [^2]\n\nAfter[^1]", "> ~~~\n> [^2]\n\nAfter[^1]", "a ` b\n```\n`\n```\n[^1]"]
        {
            assert_eq!(found(text), call, "{text}");
        }
        assert_eq!(found("a\n\n    [^1] <!-- code\n\nb"), []);
        // What is set in is no code in verse.
        assert_eq!(found("> [!verse]\n> a\n>\n>     b[^1]")[1..], call);
    }

    /// A look back or ahead from every bracket would keep this test for hours.
    #[test]
    fn a_heap_of_brackets_ends() {
        for (text, calls) in [
            ("[".repeat(1 << 20), 0),
            (" ".repeat(1 << 19) + &"[".repeat(1 << 19), 0),
            ("[@a]b".repeat(1 << 18), 1 << 18),
        ] {
            assert_eq!(cover(&text, 0, Vec::new(), true).1.len(), calls);
        }
    }

    #[test]
    fn openers_and_closers_named_in_code_do_not_pair() {
        assert_eq!(found("Between `<!--` and `-->` it stands."), []);
    }
}
