//! How a comment under a page begins and ends: a number, who wrote it, when; what the page puts below.

use std::ops::Range;

use super::dates::find_date;

/// "12. words", "12) words", "#12".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What it is counted as.
    pub number: u32,
    /// Where the words begin.
    pub words: usize,
}

/// A line that says who wrote a comment, or when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Who wrote it.
    pub name: Option<Range<usize>>,
    /// When, with the time of the day.
    pub date: Option<Range<usize>>,
    /// Whether it says so in words: "said", "wrote on".
    pub said: bool,
}

impl Head {
    /// What of `line` is neither name nor date: words and signs of the page's. With these nothing of the line is lost.
    #[must_use]
    pub fn signs(&self, line: &str) -> Vec<Range<usize>> {
        let mut signs = Vec::new();
        let mut at = 0;
        let known = [self.name.clone(), self.date.clone()];
        for part in known.into_iter().flatten().chain(std::iter::once(line.len()..line.len())) {
            let between = line.get(at..part.start).unwrap_or_default();
            let start = at + between.len() - between.trim_start().len();
            if !between.trim().is_empty() {
                signs.push(start..start + between.trim().len());
            }
            at = part.end;
        }
        signs
    }
}

/// The number that a comment opens with.
#[must_use]
pub fn counted(words: &str) -> Option<Counted> {
    let hash = words.starts_with('#');
    let rest = &words[usize::from(hash)..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits).filter(|_| (1..=5).contains(&digits))?.parse().ok()?;
    let after = &rest[digits..];
    let sign = if hash { 0 } else { usize::from(after.starts_with(['.', ')'])) };
    if !hash && sign == 0 {
        return None;
    }
    let follows = &after[sign..];
    let spaces = follows.len() - follows.trim_start().len();
    if !follows.is_empty() && spaces == 0 {
        return None;
    }
    Some(Counted { number, words: words.len() - follows.len() + spaces })
}

/// Words between a name and what it says.
const SAID: [&str; 14] = [
    "said",
    "says",
    "wrote",
    "writes",
    "commented",
    "replied",
    "responded",
    "sagte",
    "sagt",
    "schrieb",
    "dijo",
    "disse",
    "napisał",
    "пишет",
];

/// Reads a whole line as a comment's head.
#[must_use]
pub fn head(line: &str) -> Option<Head> {
    if line.chars().count() > 120 || line.is_empty() {
        return None;
    }
    let dated = find_date(line).filter(|found| found.moment.day.is_some());
    let (before, date) = match &dated {
        None => (line, None),
        Some(found) => {
            let after = &line[found.range.end..];
            let end = found.range.end + time(after)?;
            (&line[..found.range.start], Some(found.range.start..end))
        }
    };
    let bare = without_signs(before);
    let bare = ["on", "at", "am", "le", "posted", "posted by"].iter().fold(bare, |bare, word| {
        let cut = bare.len().saturating_sub(word.len());
        // "Jean Le" is a name.
        let ends = bare
            .get(cut..)
            .is_some_and(|end| end == *word || (cut == 0 || word.len() > 2) && end.eq_ignore_ascii_case(word));
        let before = bare.get(..cut).filter(|before| ends && (before.is_empty() || before.ends_with(' ')));
        before.map_or(bare, str::trim_end)
    });
    let bare = without_signs(bare);
    let said = SAID.iter().find(|said| bare.strip_suffix(**said).is_some_and(|name| name.ends_with(' ')));
    let name = bare[..bare.len() - said.map_or(0, |said| said.len())].trim_end();
    let closes = before.trim_end().ends_with([':', '…']) || before.trim_end().ends_with("...");
    let said_so = said.is_some() && (closes || date.is_some());
    if name.is_empty() {
        return date.map(|date| Head { date: Some(date), ..Head::default() });
    }
    let named = is_handle(name) && (said_so || date.is_some());
    named.then_some(Head { name: Some(0..name.len()), date, said: said_so })
}

/// What stands before a date, or is a line, without the signs at its end; the stop of "Per Q." is the name's.
fn without_signs(words: &str) -> &str {
    let bare = words.trim_end_matches([' ', ',', '(', '|', '–', '—', '-', '·', ':', '…', '•']);
    let Some(stopless) = bare.strip_suffix('.') else { return bare };
    let last = stopless.split_whitespace().next_back().unwrap_or_default();
    let initial = last.starts_with(char::is_uppercase) && !last.contains('.') && last.chars().count() < 3;
    if initial { bare } else { without_signs(stopless) }
}

/// How many bytes of what follows a date tell the time; `None` if anything else follows.
fn time(after: &str) -> Option<usize> {
    let known = |word: &str| {
        let word = word.trim_matches([',', '.', ':', '(', ')', '|']).to_lowercase();
        let clock = word.chars().all(|c| c.is_ascii_digit() || c == ':') && !word.is_empty() && word.len() <= 8;
        clock
            || matches!(
                word.as_str(),
                "" | "at"
                    | "am"
                    | "pm"
                    | "a.m"
                    | "p.m"
                    | "um"
                    | "uhr"
                    | "à"
                    | "h"
                    | "gmt"
                    | "utc"
                    | "est"
                    | "pst"
                    | "-"
                    | "–"
            )
    };
    let said = |word: &str| SAID.contains(&word.trim_matches(['.', ':', '…']).to_lowercase().as_str());
    let mut end = 0;
    let mut at = 0;
    for word in after.split(' ') {
        if said(word) {
            // What it says on the same line is the comment's.
            let rest = after.get(at + word.len()..).unwrap_or_default();
            return (!rest.contains(char::is_alphanumeric)).then_some(end);
        }
        if !known(word) {
            return None;
        }
        at += word.len();
        end = at - (word.len() - word.trim_end_matches([':', ')', ',', '|']).len());
        at += 1;
    }
    Some(end.min(after.len()))
}

/// Whether words can be the name that a comment is signed with: short, no sentence, no greeting.
#[must_use]
pub fn is_handle(words: &str) -> bool {
    const SAID_ALONE: [&str; 22] = [
        "yes",
        "no",
        "thanks",
        "agreed",
        "indeed",
        "wow",
        "lol",
        "hello",
        "hi",
        "ok",
        "okay",
        "exactly",
        "true",
        "great",
        "amen",
        "sorry",
        "well said",
        "good post",
        "great post",
        "thank you",
        "nonsense",
        "correction",
    ];
    let count = words.split_whitespace().count();
    let plain =
        words.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '\'' | '’' | '@' | '&'));
    let ends = words.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        || words.ends_with('.') && words.split_whitespace().next_back().is_some_and(|last| last.chars().count() <= 3);
    let capitals = words.split_whitespace().enumerate().all(|(at, word)| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || at > 0 && matches!(word, "de" | "von" | "van" | "of" | "the" | "la" | "da" | "del" | "&" | "and")
    });
    let letters = words.chars().any(char::is_alphabetic);
    let shape = count == 1 || capitals;
    letters
        && plain
        && ends
        && shape
        && (1..=4).contains(&count)
        && words.chars().count() <= 40
        && !SAID_ALONE.contains(&folded(words).as_str())
}

/// Whom a comment says it answers: a number, or a name that follows.
#[must_use]
pub fn addressed(words: &str) -> Option<&str> {
    let rest = words.trim_start();
    if let Some(rest) = rest.strip_prefix('@') {
        return Some(rest);
    }
    ["in reply to ", "in response to ", "replying to ", "reply to ", "antwort auf ", "en réponse à "].iter().find_map(
        |opening| {
            rest.get(..opening.len()).filter(|start| start.to_lowercase() == *opening).map(|_| &rest[opening.len()..])
        },
    )
}

/// Words of the page, not of a comment.
#[must_use]
pub fn is_button(words: &str) -> bool {
    const BUTTONS: [&str; 16] = [
        "reply",
        "like",
        "permalink",
        "report",
        "delete",
        "edit",
        "share",
        "quote",
        "reply ↓",
        "antworten",
        "répondre",
        "responder",
        "rispondi",
        "ответить",
        "log in to reply",
        "like reply",
    ];
    let words = folded(words.trim_end_matches([':', '.']));
    BUTTONS.contains(&words.as_str())
}

/// Whether a line opens the form in which comments are written, or what a page puts below them.
#[must_use]
pub fn ends_thread(words: &str) -> bool {
    const FORMS: [&str; 12] = [
        "leave a reply",
        "leave a comment",
        "post a comment",
        "add a comment",
        "write a comment",
        "add comment",
        "comments are closed",
        "schreibe einen kommentar",
        "laisser un commentaire",
        "deja una respuesta",
        "fill in your details below",
        "your email address will not be published",
    ];
    let words = folded(words);
    words.chars().count() < 120 && FORMS.iter().any(|form| words.starts_with(form))
}

/// "17 comments", "2 thoughts on …", "3 responses to …".
#[must_use]
pub fn counts_comments(words: &str) -> bool {
    const COUNTED: [&str; 13] = [
        "comment",
        "comments",
        "thought",
        "thoughts",
        "response",
        "responses",
        "reply",
        "replies",
        "kommentare",
        "commentaires",
        "comentarios",
        "commenti",
        "комментариев",
    ];
    let mut parts = words.split_whitespace();
    let number = parts.next().is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()));
    let what = parts.next().map(|what| what.trim_end_matches([':', '.']).to_lowercase());
    number && words.chars().count() < 160 && what.is_some_and(|what| COUNTED.contains(&what.as_str()))
}

/// Words to compare: in small letters, with single spaces, an apostrophe straight.
#[must_use]
pub fn folded(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(&str, &str)> {
        head(line).map(|head| (head.name.map_or("", |range| &line[range]), head.date.map_or("", |range| &line[range])))
    }

    #[test]
    fn heads_of_comments() {
        for (line, name, date) in [
            ("Ada Byron said...", "Ada Byron", ""),
            ("night_owl says:", "night_owl", ""),
            ("Ada Byron on March 5, 2012 at 3:04 pm said:", "Ada Byron", "March 5, 2012 at 3:04 pm"),
            ("Ada Byron, 5 March 2012", "Ada Byron", "5 March 2012"),
            ("Ada Byron (5 March 2012)", "Ada Byron", "5 March 2012"),
            ("October 24, 2008 10:02 AM", "", "October 24, 2008 10:02 AM"),
            ("Posted on October 24, 2008", "", "October 24, 2008"),
            ("Per Q. - 4 March 2004", "Per Q.", "4 March 2004"),
            ("Jean Le, 4 March 2004", "Jean Le", "4 March 2004"),
            ("Ada Byron. Posted on 4 March 2004 said...", "Ada Byron", "4 March 2004"),
        ] {
            assert_eq!(parts(line), Some((name, date)), "{line}");
        }
        for line in [
            "Ben, 5 March 2012 wrote a letter to the keeper",
            "Ben, 5 March 2012 said: fog",
            "He said...no",
            "The keeper said nothing:",
            "Ada Byron",
            "We left on 5 March 2012 for good",
            "",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }

    #[test]
    fn nothing_of_a_head_is_lost() {
        let signs = |line: &str| -> Vec<String> {
            head(line)
                .map(|head| head.signs(line))
                .unwrap_or_default()
                .into_iter()
                .map(|at| line[at].to_owned())
                .collect()
        };
        assert_eq!(signs("Ada Byron posted on 5 March 2012 at 3:04 pm said:"), ["posted on", "said:"]);
        assert_eq!(signs("Posted on October 24, 2008"), ["Posted on"]);
        assert_eq!(signs("Ada Byron said..."), ["said..."]);
        assert_eq!(signs("Ada Byron (5 March 2012)"), ["(", ")"]);
    }

    #[test]
    fn names_are_not_what_is_said() {
        for name in ["Harbour Bell", "night_owl", "J. K.", "ada", "Anonymous"] {
            assert!(is_handle(name), "{name}");
        }
        for words in ["Hey Tower,", "Thanks", "the boat came", "Who knows?", "It is over.", "(Oh)", "Well said"] {
            assert!(!is_handle(words), "{words}");
        }
    }

    #[test]
    fn numbers_of_comments() {
        assert_eq!(counted("12. Words"), Some(Counted { number: 12, words: 4 }));
        assert_eq!(counted("3)  Words"), Some(Counted { number: 3, words: 4 }));
        assert_eq!(counted("#7 Words"), Some(Counted { number: 7, words: 3 }));
        assert_eq!(counted("1917. "), Some(Counted { number: 1917, words: 6 }));
        for words in ["12 boats", "1.5 miles", "7-10. no", "", "x"] {
            assert_eq!(counted(words), None, "{words}");
        }
    }
}
