//! Which entries are printed, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Item, Listed, folded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::plain_text;
use crate::manifest::Select;
use crate::metadata::{Date, Moment, Until};

/// Drops slugs and doubles, takes what holds a wanted word and lies between the days, and puts it in order.
pub(super) fn select(
    items: Vec<Item>,
    select: &Select,
    listed: &mut Listed,
    diagnostics: &mut Diagnostics,
) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in items {
        let (title, body) = identity(&item);
        let before = seen.entry(title).or_default();
        if select.drop_slugs && is_slug(&item) {
            listed.slugs.push(item.span);
        } else if before.iter().any(|other| alike(other, &body)) {
            listed.doubles.push(item.span);
        } else {
            before.push(body);
            kept.push(item);
        }
    }
    let mut kept = matching(kept, select, listed, diagnostics);
    let (from, until) = (select.from.as_ref(), select.until.as_ref());
    let count = kept.len();
    kept.retain(|item| {
        let day = day(&item.moment, 1);
        from.is_none_or(|from| day >= first(&from.value)) && until.is_none_or(|until| day <= last(&until.value))
    });
    listed.outside = count - kept.len();
    if select.order.as_ref().is_some_and(|order| order.value == "date") {
        kept.sort_by_key(|item| day(&item.moment, 1));
    }
    kept
}

/// What makes two entries one: head and byline, and the beginning of what is said.
fn identity(item: &Item) -> (String, String) {
    let head = [item.kicker.as_ref(), Some(&item.title), item.subtitle.as_ref(), item.byline.as_ref()];
    let head: Vec<String> = head.into_iter().flatten().map(|words| folded(&plain_text(words))).collect();
    let words = item.words();
    let body = folded(words.lines().last().filter(|_| !item.body.is_empty()).unwrap_or_default());
    // Of two that say nothing the day decides.
    let body = if body.is_empty() { plain_text(&item.date) } else { body };
    (head.join("\n"), body.trim_end_matches(['.', '…', ' ']).to_owned())
}

/// Whether two abstracts say the same: four of five words are in both, or one is the other cut short.
fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (first, second) = (words(one), words(other));
    let common = first.intersection(&second).count();
    one.starts_with(other) || other.starts_with(one) || common * 5 >= first.len().max(second.len()) * 4
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

fn first(date: &Date) -> (i32, u8, u8) {
    date.start.as_ref().map_or((i32::MIN, 1, 1), |moment| day(moment, 1))
}

fn last(date: &Date) -> (i32, u8, u8) {
    match (&date.end, &date.start) {
        (Some(Until::Moment(moment)), _) | (None, Some(moment)) => day(moment, u8::MAX),
        _ => (i32::MAX, u8::MAX, u8::MAX),
    }
}
