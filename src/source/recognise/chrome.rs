//! Words of the page that are no part of the text: buttons, forms, notices, titles said twice.

use super::heads::folded;
use super::rows::{Row, stops};
use super::{Desk, Likeness, counts_comments, ends_thread};

/// Paragraphs that begin so and are short belong to the page.
const BEGINNINGS: [&str; 33] = [
    "share this",
    "share on",
    "click to share",
    "click to email",
    "like this:",
    "related posts",
    "related articles",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "connecting to %s",
    "you are commenting using",
    "fill in your details below",
    "we use cookies",
    "this website uses cookies",
    "this site uses cookies",
    "accept all cookies",
    "skip to content",
    "skip to main content",
    "posted in ",
    "filed under",
    "tagged with",
    "your email address will not be published",
    "required fields are marked",
    "notify me of",
    "powered by ",
    "comments are closed",
    "view all posts by",
    "follow us on",
    "subscribe to our",
    "sign up for our",
    "continue reading",
    "email (address never made public)",
];

/// Paragraphs that are nothing else belong to the page.
const WHOLE: [&str; 24] = [
    "tweet",
    "share",
    "related",
    "loading...",
    "loading…",
    "menu",
    "search",
    "advertisement",
    "read more",
    "back to top",
    "print",
    "email",
    "facebook",
    "twitter",
    "whatsapp",
    "log in",
    "log out",
    "home",
    "subscribe",
    "newsletter",
    "previous",
    "next",
    "cookie policy",
    "privacy policy",
];

/// Beginnings of captions.
const CAPTIONS: [&str; 14] = [
    "front cover of",
    "back cover of",
    "cover of",
    "still from",
    "still of",
    "photo:",
    "photo by",
    "photograph:",
    "photograph by",
    "image:",
    "picture:",
    "illustration:",
    "caption:",
    "photo credit",
];

/// Finds words of the page; a form at the end takes all that follows it.
pub(super) fn chrome(desk: &mut Desk<'_>) {
    let mut at = 0;
    while at < desk.rows.len() {
        let end = (at..desk.rows.len()).take_while(|row| desk.free(*row) && is_chrome(desk, *row)).count() + at;
        let end = if end > at { form_end(desk, at, end) } else { end };
        if end > at {
            // One line alone may be the text's own: a title "Home", a sentence that opens with "Powered by".
            let sure = end - at > 1 || is_form(&desk.rows[at]);
            let confidence = if sure { 95 } else { 80 };
            desk.take((at, end), Likeness::Chrome, confidence, "words that pages have around their texts");
            at = end;
            continue;
        }
        let row = &desk.rows[at];
        let words = folded(&row.words);
        if desk.free(at) && row.length <= 120 && CAPTIONS.iter().any(|caption| words.starts_with(caption)) {
            desk.take((at, at + 1), Likeness::Caption, 85, "a line that says what a picture shows");
        }
        at += 1;
    }
}

fn is_chrome(desk: &Desk<'_>, at: usize) -> bool {
    let row = &desk.rows[at];
    let words = folded(&row.words);
    let series = words.starts_with("this is one of the ") && words.contains("series");
    let form_follows = || desk.rows.get(at + 1).is_some_and(|next| ends_thread(&next.words));
    row.length <= 160
        && (WHOLE.contains(&words.as_str())
            || BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
            || words.contains("%s")
            || series
            || counts_comments(&row.words) && form_follows())
}

/// Whether a line is one that no text has: of a form, of a notice on the page's own working.
fn is_form(row: &Row) -> bool {
    const FORMS: [&str; 13] = [
        "skip to ",
        "you are commenting",
        "connecting to %s",
        "fill in your details",
        "your email address will not",
        "required fields are marked",
        "notify me of",
        "click to share",
        "click to email",
        "this website uses cookies",
        "this site uses cookies",
        "accept all cookies",
        "email (address never",
    ];
    let words = folded(&row.words);
    words.contains("%s") || ends_thread(&row.words) || FORMS.iter().any(|form| words.starts_with(form))
}

/// Where a form that stands at the end of the page ends: all that follows is short.
fn form_end(desk: &Desk<'_>, first: usize, end: usize) -> usize {
    let form = desk.rows[first..end].iter().any(|row| ends_thread(&row.words));
    let short = desk.rows[end..].iter().all(|row| row.length <= 100);
    if form && short && (end..desk.rows.len()).all(|at| desk.free(at)) { desk.rows.len() } else { end }
}

/// Finds the title of the document in the text's first line, the page's menu before it, where the page says something
/// beside it: a column, a year, its own name. A line that is nothing but the title is the text's own.
pub(super) fn titled(desk: &mut Desk<'_>, title: &str) {
    let Some(at) = (0..desk.rows.len().min(4)).find(|at| desk.free(*at)) else { return };
    let said = desk.rows[at].line().is_some_and(|line| says_beside(line, title));
    if said && at + 1 < desk.rows.len() {
        desk.take((at, at + 1), Likeness::RepeatedTitle, 95, "the title, and what the page says beside it");
    }
}

/// "From our files: The Harbour Bell (1921)", "The Harbour Bell | Skerry News": the title, marked off from a few words.
fn says_beside(line: &str, title: &str) -> bool {
    const LEAST: usize = 10;
    const MOST: usize = 6;
    let (line, title) = (folded(line), folded(title));
    let Some((before, after)) = line.split_once(&title).filter(|_| title.chars().count() >= LEAST) else {
        return false;
    };
    let (before, after) = (before.trim(), after.trim());
    let words = |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let signs = ['|', '–', '—', '-', '·', '•', '»', '«', ':', '/'];
    (1..=MOST).contains(&(words(before) + words(after)))
        && (before.is_empty() || before.ends_with(signs))
        && (after.is_empty() || after.starts_with('(') && after.ends_with(')') || after.starts_with(signs))
        && !stops(&line)
}

/// Finds the title where it is said again near the top.
pub(super) fn repeated_title(desk: &mut Desk<'_>) {
    const NEAR: usize = 12;
    let is_title = |row: &&Row| row.length <= 200 && !(stops(&row.words) || row.words.ends_with([':', ';', ',']));
    let Some(title) = desk.rows.first().filter(is_title).map(|row| folded(&row.words)) else { return };
    let again: Vec<usize> =
        (1..desk.rows.len().min(NEAR)).filter(|at| desk.free(*at) && folded(&desk.rows[*at].words) == title).collect();
    for at in again {
        desk.take((at, at + 1), Likeness::RepeatedTitle, 95, "the words of the first line");
    }
}
