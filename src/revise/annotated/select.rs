//! Which entries are printed, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Item, Listed, body_words, folded};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::plain_text;
use crate::manifest::Select;
use crate::metadata::{Date, Moment};

/// Drops slugs, takes what holds a wanted word and lies between the days, drops doubles, and puts it in order.
pub(super) fn select(
    mut items: Vec<Item>,
    select: &Select,
    listed: &mut Listed,
    diagnostics: &mut Diagnostics,
) -> Vec<Item> {
    items.retain(|item| {
        let slug = select.drop_slugs && is_slug(item);
        listed.slugs.extend(slug.then_some(item.span));
        !slug
    });
    let mut kept = matching(items, select, listed, diagnostics);
    let (from, until) = (select.from.as_ref(), select.until.as_ref());
    let count = kept.len();
    kept.retain(|item| {
        let day = day(&item.moment, 1);
        from.is_none_or(|from| day >= first(&from.value)) && until.is_none_or(|until| day <= last(&until.value))
    });
    listed.outside = count - kept.len();
    let mut kept = once(kept, listed, diagnostics);
    if select.order.as_ref().is_some_and(|order| order.value == "date") {
        kept.sort_by_key(|item| day(&item.moment, 1));
    }
    kept
}

/// What an entry says, to compare.
struct Said {
    text: String,
    words: BTreeSet<String>,
    span: Span,
}

impl Said {
    fn of(item: &Item) -> Self {
        let body: Vec<String> = item.body.iter().map(body_words).collect();
        let text = folded(&body.join(" ")).trim_end_matches(['.', '…', ' ']).to_owned();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self { words: words.map(str::to_owned).collect(), text, span: item.span }
    }

    /// Whether two say the same: four of five words are in both, or one is the other cut short. What says nothing is
    /// like nothing but what says nothing.
    fn is_like(&self, other: &Self) -> bool {
        if self.text.is_empty() || other.text.is_empty() {
            return self.text == other.text;
        }
        let common = self.words.intersection(&other.words).count();
        self.text.starts_with(&other.text)
            || other.text.starts_with(&self.text)
            || common * 5 >= self.words.len().max(other.words.len()) * 4
    }
}

/// Year, month, day.
type Day = (i32, u8, u8);

/// Entries of one head that were printed under several days.
struct Again {
    last: Said,
    spans: Vec<Span>,
}

/// An abstract of so many words is not written twice: what has it again is the same entry, though its day differs.
const OWN_WORDS: usize = 12;

/// Drops what is there twice: of one head and one day, and saying the same; or under two days, and saying it at length.
/// Each is told, and so is what has the same head and says the same in a few words under another day, which is printed.
fn once(items: Vec<Item>, listed: &mut Listed, diagnostics: &mut Diagnostics) -> Vec<Item> {
    /// Entries of a day that one is compared with, at most: a page repeats what stands near.
    const NEAR: usize = 16;
    let mut kept = Vec::with_capacity(items.len());
    let mut days: BTreeMap<(String, Day), Vec<Said>> = BTreeMap::new();
    let mut again: BTreeMap<String, Again> = BTreeMap::new();
    for item in items {
        let (head, said) = (head_words(&item), Said::of(&item));
        let of_day = days.entry((head.clone(), day(&item.moment, 0))).or_default();
        if let Some(other) = of_day.iter().rev().take(NEAR).find(|other| other.is_like(&said)) {
            let fault = Diagnostic::warning("repeated-entry", "an entry is there twice, and printed once");
            let fault = fault.at(item.span, "not printed").also(other.span, "the same head, day and words");
            diagnostics.push(fault.hint("`omit` this one to go without the warning"));
            listed.doubles.push(item.span);
            continue;
        }
        let (text, words, span) = (said.text.clone(), said.words.clone(), said.span);
        let now = Said { text, words, span };
        match again.get_mut(&head) {
            None => drop(again.insert(head, Again { last: now, spans: vec![span] })),
            Some(before) => {
                if !said.text.is_empty() && before.last.is_like(&said) {
                    before.spans.push(span);
                }
                before.last = now;
            }
        }
        of_day.push(said);
        kept.push(item);
    }
    // More than two are a series, as of every week.
    let repeated = again.into_values().filter_map(|again| <[Span; 2]>::try_from(again.spans).ok());
    let mut repeated: Vec<[Span; 2]> = repeated.collect();
    repeated.sort_by_key(|[first, _]| first.range().start);
    for [first, second] in repeated {
        let at_length = kept.iter().any(|item| item.span == second && Said::of(item).words.len() >= OWN_WORDS);
        if at_length {
            let fault = Diagnostic::warning("repeated-entry", "an entry is there twice, and printed once");
            let fault = fault.at(second, "not printed").also(first, "the same head and words, on another day");
            diagnostics.push(fault.hint("`omit` the one that is not to be printed"));
            kept.retain(|item| item.span != second);
            listed.doubles.push(second);
            continue;
        }
        let fault = Diagnostic::warning("entry-again", "an entry is printed twice, under two days");
        let fault = fault.at(second, "this one again").also(first, "the same head and words");
        diagnostics.push(fault.hint("if they are one, `omit` one of them"));
    }
    kept
}

/// Kicker, title, subtitle and byline.
fn head_words(item: &Item) -> String {
    let head = [item.kicker.as_ref(), Some(&item.title), item.subtitle.as_ref(), item.byline.as_ref()];
    let head: Vec<String> = head.into_iter().flatten().map(|words| folded(&plain_text(words))).collect();
    head.join("\n")
}

/// Takes the entries that hold one of the wanted words; a word that none holds is probably misspelt.
fn matching(items: Vec<Item>, select: &Select, listed: &mut Listed, diagnostics: &mut Diagnostics) -> Vec<Item> {
    if select.matching.is_empty() {
        return items;
    }
    let wanted: Vec<String> = select.matching.iter().map(|word| search_form(&word.value)).collect();
    let mut hits = vec![false; wanted.len()];
    let mut kept = Vec::new();
    for item in items {
        let words = search_form(&item.words());
        let mut any = false;
        for (hit, word) in hits.iter_mut().zip(&wanted) {
            let found = holds(&words, word);
            *hit |= found;
            any |= found;
        }
        if any { kept.push(item) } else { listed.unmatched += 1 }
    }
    for (word, _) in select.matching.iter().zip(&hits).filter(|(_, hit)| !**hit) {
        let fault = Diagnostic::warning("no-match", format!("no entry holds `{}`", word.value));
        diagnostics.push(fault.at(word.span, "case and accents do not matter, spelling does"));
    }
    kept
}

/// Without case and accents.
fn search_form(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let bare: String = words.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    folded(&bare)
}

/// Whether a word of `words` begins with `wanted`.
fn holds(words: &str, wanted: &str) -> bool {
    !wanted.is_empty()
        && words.match_indices(wanted).any(|(at, _)| !words[..at].ends_with(|c: char| c.is_alphanumeric()))
}

/// A title that a publisher's system made: "230 Ibsen", "zzz999 John Doe", "my-article-slug".
fn is_slug(item: &Item) -> bool {
    const COUNTED: [&str; 12] =
        ["years", "days", "weeks", "months", "hours", "million", "people", "workers", "dead", "jahre", "ans", "años"];
    if item.byline.is_some() || !item.body.is_empty() || item.kicker.is_some() || item.subtitle.is_some() {
        return false;
    }
    let title = plain_text(&item.title);
    let mut words = title.split_whitespace();
    let (Some(first), second) = (words.next(), words.next()) else { return false };
    let Some(second) = second else {
        let joined = first.split(['-', '_']).filter(|part| !part.is_empty()).count();
        return joined > 2 && first.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    };
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let letters = first.chars().filter(char::is_ascii_lowercase).count();
    let coded = digits >= 2 && letters >= 2 && digits + letters == first.len();
    // "150 years since …" is a title.
    let numbered = digits == 3 && first.len() == 3 && !COUNTED.contains(&second.to_lowercase().as_str());
    coded || numbered
}

/// A day to compare; what is not known of it is `rest`.
fn day(moment: &Moment, rest: u8) -> (i32, u8, u8) {
    (moment.year, moment.month.unwrap_or(rest), moment.day.unwrap_or(rest))
}

/// The first day of `from`: of a season, that of its first month.
fn first(date: &Date) -> (i32, u8, u8) {
    let Some(start) = &date.start else { return (i32::MIN, 1, 1) };
    let season = start.season.map(|season| 3 * (season as u8 + 1));
    (start.year, start.month.or(season).unwrap_or(1), start.day.unwrap_or(1))
}

fn last(date: &Date) -> (i32, u8, u8) {
    date.last_day().unwrap_or((i32::MAX, u8::MAX, u8::MAX))
}
