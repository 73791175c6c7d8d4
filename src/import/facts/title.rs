//! What a page is called.

use super::folded;
use super::said::Said;
use crate::source::html::{Element, Page};

/// The title of a page: the heading above its text that the page's head calls its title too, else what the head says.
pub(super) fn title(page: &Page<'_>, said: &Said, site: Option<&str>) -> Option<String> {
    let keys = ["ld:headline", "citation_title", "og:title", "dc.title", "item:headline", "twitter:title"];
    let own: Vec<&str> = keys.iter().filter_map(|key| said.first(&[key])).filter(|title| !is_slug(title)).collect();
    let whole = said.first(&["title"]);
    let heads = heads(page);
    let is_site = |head: &str| site.is_some_and(|site| is_name_of(&folded(head), &folded(site)));
    // What the page prints above the text is best written. Where it prints the site's name too, the longer one is meant.
    let printed = own.iter().copied().chain(whole).find_map(|said| {
        let said = folded(said);
        let repeats = |head: &&Head| {
            let head = folded(&head.words);
            head.chars().count() > 2
                && (said.contains(&head) || own.is_empty() && !said.is_empty() && head.starts_with(&said))
        };
        let found = heads.iter().filter(repeats).filter(|head| !is_site(&head.words));
        // Of two as long the first.
        found.max_by_key(|head| (head.first, head.words.chars().count().min(200)))
    });
    if let Some(head) = printed.filter(|head| !is_host(&head.words)) {
        return Some(head.words.clone());
    }
    let alone = heads.iter().filter(|head| head.first).count() == 1;
    if let Some(head) = heads.iter().find(|head| head.first).filter(|_| alone && own.is_empty() && whole.is_none()) {
        return Some(head.words.clone());
    }
    let first =
        || page.elements().find(|one| matches!(one.name(), "h1" | "h2") && one.in_text()).map(|one| one.words());
    let given = own.first().copied().or(whole).map(|title| without_site(title, site, own.is_empty()));
    given.or_else(first).filter(|title| !title.is_empty())
}

/// A heading that may be the title.
struct Head {
    words: String,
    /// Whether it is one of the highest rank.
    first: bool,
}

/// The headings that may be the title: the highest, wherever they stand, and the next in the text or over it. What leads
/// to the site's first page is the site's name.
fn heads(page: &Page<'_>) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    for one in page.elements() {
        let leads_home = |one: &Element<'_>| one.name() == "a" && one.attribute("href").is_some_and(is_root);
        let first = match one.name() {
            // The title of a page may stand above what holds its text.
            "h1" => true,
            "h2" | "h3" if heads.len() < 12 && one.near_text() => false,
            "a" if leads_home(&one) && one.above().any(|outer| outer.name() == "h1") => {
                // The heading that was met last is the one it stands in.
                if let Some(last) = heads.last_mut().filter(|last| last.first && last.words == one.words()) {
                    last.words.clear();
                }
                continue;
            }
            _ => continue,
        };
        let words = if one.above().any(|outer| leads_home(&outer)) { String::new() } else { one.words() };
        if !words.is_empty() {
            heads.push(Head { words, first });
        }
    }
    heads.retain(|head| !head.words.is_empty());
    heads
}

/// Whether an address is that of a site's first page.
fn is_root(href: &str) -> bool {
    let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    matches!(path.trim_start_matches(['.', '/']), "" | "index.html" | "index.php" | "index.htm") && !href.is_empty()
}

/// `kindersitztest-herbst-2018`, `page_4`: a name that a system gave.
fn is_slug(title: &str) -> bool {
    !title.contains(char::is_whitespace)
        && title.is_ascii()
        && title.split(['-', '_']).count() > 2
        && title.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// "example.org".
pub(super) fn is_host(words: &str) -> bool {
    let low = words.trim().to_lowercase();
    let Some((name, ending)) = low.rsplit_once('.') else { return false };
    !name.is_empty()
        && !low.contains(char::is_whitespace)
        && matches!(ending.len(), 2..=4)
        && low.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// Whether two folded names are of one site: one begins with the other ("modepilot", "modepilotde").
fn is_name_of(one: &str, other: &str) -> bool {
    one == other
        || one.chars().count().min(other.chars().count()) > 4
            && (one.starts_with(other) || other.starts_with(one))
            && one.chars().count().abs_diff(other.chars().count()) <= 4
}

/// A title without the name of the site that pages put behind it, or before it. `bare`: it is the one for the browser,
/// where something stands behind a mark more often than not.
fn without_site(title: &str, site: Option<&str>, bare: bool) -> String {
    let site = site.map(folded);
    let is_site = |part: &str| site.as_ref().is_some_and(|site| is_name_of(site, &folded(part))) || is_host(part);
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " « "] {
        if let Some((before, after)) = title.split_once(mark)
            && is_site(before)
        {
            return after.trim().to_owned();
        }
        if let Some((before, after)) = title.rsplit_once(mark) {
            let short = bare && after.split_whitespace().count() <= 4 && before.split_whitespace().count() > 1;
            if is_site(after) || short && (site.is_none() || matches!(mark, " | " | " » " | " :: ")) {
                return before.trim().to_owned();
            }
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_slugs() {
        assert!(is_slug("seat-test-autumn-2018") && !is_slug("Vis-à-vis") && !is_slug("The mill-race"));
        assert!(is_host("lantern.example") || is_host("lantern.org"));
        assert_eq!(without_site("The Mill | LANTERN.org", Some("Lantern"), false), "The Mill");
        assert_eq!(without_site("The Lantern » The Mill", Some("The Lantern"), true), "The Mill");
        assert_eq!(without_site("War – and Peace", None, false), "War – and Peace");
    }

    fn of(page: &str) -> Option<String> {
        let page = Page::of(page);
        let said = super::super::said::said(&page);
        title(&page, &said, said.first(&["og:site_name"]))
    }

    #[test]
    fn the_heading_of_the_site_is_not_the_title() {
        let page = "<title>The Lantern » On Keeping Bees in Winter</title><meta property=og:site_name content='The Lantern'>\
                    <body><h1>The Lantern</h1><div class=post><h2>On Keeping Bees in Winter</h2><p>It was cold, and the \
                    bees kept to their hives all the long week.</p></div>";
        assert_eq!(of(page).as_deref(), Some("On Keeping Bees in Winter"));
    }

    #[test]
    fn what_leads_home_is_the_name_of_the_site() {
        let page = "<title>Bees and Men: On Hives</title><body><h1><a href='https://bees.example/'>Bees and Men</a></h1>\
                    <div class=post><h3>On Hives</h3><p>They are made of straw, and last for seven years.</p></div>";
        assert_eq!(of(page).as_deref(), Some("On Hives"));
    }

    #[test]
    fn a_description_is_not_the_title() {
        let page = "<script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"insects that make honey\"}\
                    </script><title>Bee - The Open Lantern</title><body><h1>Bee</h1><p>Bees make honey, and men take it.</p>";
        assert_eq!(of(page).as_deref(), Some("Bee"));
    }
}
