//! What elements say they are: by name, role, class and id.

use super::super::tree::{NodeId, Tree};
use super::Why;

/// What an element says it is, and whether by its name or role.
pub(super) fn named(tree: &Tree<'_>, node: NodeId, name: &str) -> Option<(Why, bool)> {
    let by_role = match tree.attribute(node, "role").unwrap_or_default() {
        "navigation" | "menu" | "menubar" => Some(Why::Navigation),
        "complementary" => Some(Why::Aside),
        "banner" | "contentinfo" => Some(Why::Frame),
        "search" | "dialog" | "alertdialog" | "toolbar" | "button" => Some(Why::Buttons),
        "doc-endnotes" | "doc-footnote" | "doc-noteref" | "doc-epigraph" | "note" => return None,
        _ => None,
    };
    let by_name = match name {
        "nav" => Some(Why::Navigation),
        "form" => Some(Why::Buttons),
        "aside" if !is_note(tree, node) => Some(Why::Aside),
        "footer" if !in_text(tree, node) => Some(Why::Frame),
        _ => None,
    };
    if let Some(why) = by_role.or(by_name) {
        return Some((why, true));
    }
    if matches!(
        name,
        "html" | "body" | "article" | "main" | "p" | "blockquote" | "tr" | "tbody" | "head" | "h1" | "h2" | "h3" | "h4"
    ) {
        return by_class(tree, node).filter(|why| *why == Why::Byline && name == "p").map(|why| (why, false));
    }
    by_class(tree, node).map(|why| (why, false))
}

fn is_note(tree: &Tree<'_>, node: NodeId) -> bool {
    let says = |key, word: &str| tree.attribute(node, key).is_some_and(|value| value.contains(word));
    says("epub:type", "note") || says("class", "footnote") || says("class", "endnote") || says("role", "doc-")
}

/// A footer inside a quotation says whose words it is.
fn in_text(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.above(node).any(|outer| matches!(tree.name(outer), "blockquote" | "figure"))
}

/// The words of an element's class and id, in small letters.
pub(in crate::source::html) fn class_words(tree: &Tree<'_>, node: NodeId) -> Vec<String> {
    let mut words = Vec::new();
    for value in ["class", "id"].iter().filter_map(|key| tree.attribute(node, key)) {
        let mut small = false;
        let mut word = String::new();
        for c in value.chars().take(300) {
            if !c.is_alphanumeric() || small && c.is_uppercase() {
                words.push(std::mem::take(&mut word));
            }
            small = c.is_lowercase();
            word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Words of classes and ids that say what an element is.
const SAID: [(Why, &[&str]); 6] = [
    (
        Why::Navigation,
        &[
            "nav",
            "navbar",
            "navigation",
            "navbox",
            "menu",
            "topmenu",
            "submenu",
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "pager",
            "toc",
            "tableofcontents",
            "skip",
            "catlinks",
            "editsection",
            "jump",
            "printfooter",
            "noprint",
            "hatnote",
            "sitesub",
            "contentsub",
            "metadata",
        ],
    ),
    (
        Why::Advertising,
        &[
            "ad",
            "ads",
            "advert",
            "adverts",
            "advertisement",
            "adsense",
            "sponsor",
            "sponsored",
            "promo",
            "promotion",
            "banner",
            "donate",
            "donation",
            "taboola",
            "outbrain",
        ],
    ),
    (
        Why::Buttons,
        &[
            "share",
            "sharing",
            "sharebar",
            "social",
            "sharedaddy",
            "addthis",
            "addtoany",
            "newsletter",
            "subscribe",
            "subscription",
            "signup",
            "login",
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "popup",
            "modal",
            "paywall",
            "toolbar",
            "buttons",
            "likes",
            "ratings",
            "postrating",
        ],
    ),
    (
        Why::Related,
        &[
            "related",
            "relatedposts",
            "recommended",
            "popular",
            "trending",
            "yarpp",
            "mostread",
            "readnext",
            "tags",
            "tagcloud",
            "taglinks",
            "categories",
            "postmetadata",
        ],
    ),
    (Why::Aside, &["sidebar", "rail", "infobox"]),
    (Why::Frame, &["masthead", "colophon", "copyright", "siteheader", "sitefooter", "pagefooter", "letterhead"]),
];

/// Words for what readers write below a text, and for what holds all of that.
const COMMENT: [&str; 6] = ["comment", "comments", "kommentar", "kommentare", "commentaires", "comentarios"];
const HOLDER: [&str; 16] = [
    "list",
    "thread",
    "threads",
    "section",
    "area",
    "wrapper",
    "wrap",
    "holder",
    "container",
    "box",
    "main",
    "form",
    "block",
    "feed",
    "template",
    "respond",
];

/// What an element's class and id say it is.
fn by_class(tree: &Tree<'_>, node: NodeId) -> Option<Why> {
    let words = class_words(tree, node);
    if words.is_empty() {
        return None;
    }
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let both = |first: &[&str], second: &[&str]| has(first) && has(second);
    if is_note(tree, node) || has(&["footnotes", "footnote", "endnotes", "references", "reflist"]) {
        return None;
    }
    if is_byline(tree, node, &words) && tree.words(node).chars().count() < 200 {
        return Some(Why::Byline);
    }
    let comments = has(&["comments", "commentlist", "commentarea", "respond", "disqus", "livefyre"])
        || both(&COMMENT, &HOLDER) && !has(&["author", "count", "link"]);
    if comments && !has(&["no"]) {
        return Some(Why::Comments);
    }
    let why = SAID.iter().find(|(_, names)| has(names)).map(|(why, _)| *why);
    // The order of the table is that of the tests below: what is nearer the text is named first.
    match why {
        Some(why @ (Why::Navigation | Why::Advertising | Why::Buttons)) => Some(why),
        why => by_two_words(tree, node, &words, why),
    }
}

/// What two words together say, or `single`, what one does.
fn by_two_words(tree: &Tree<'_>, node: NodeId, words: &[String], single: Option<Why>) -> Option<Why> {
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let both = |first: &[&str], second: &[&str]| has(first) && has(second);
    if both(&["more", "read", "also"], &["stories", "articles", "posts", "next"])
        || both(&["author", "about"], &["bio", "box", "author"]) && !has(&["meta"])
    {
        return Some(Why::Related);
    }
    // "widget", "widget-area", "widget_text"; what ends in the word is a part that a page was put together of.
    let widget = tree.attribute(node, "class").unwrap_or_default().split_whitespace();
    let mut widget = widget.chain(tree.attribute(node, "id"));
    if single.is_none() && widget.any(|name| name.to_ascii_lowercase().starts_with("widget")) {
        return Some(Why::Aside);
    }
    let frame = both(&["site", "page", "global", "main"], &["header", "footer", "title", "branding", "logo"])
        || words.iter().any(|word| word == "footer") && words.len() <= 2
        || words.iter().any(|word| word == "header") && words.len() == 1 && tree.name(node) == "div";
    if single.is_none() && frame {
        return Some(Why::Frame);
    }
    single.or_else(|| is_for_readers_aloud(tree, node).then_some(Why::Hidden))
}

/// Names that hide words from eyes, and leave them to machines that read aloud.
fn is_for_readers_aloud(tree: &Tree<'_>, node: NodeId) -> bool {
    const NAMES: [&str; 6] =
        ["visuallyhidden", "visually-hidden", "screen-reader-text", "screenreader", "sr-only", "screen-reader-only"];
    tree.attribute(node, "class")
        .is_some_and(|class| class.split_whitespace().any(|name| NAMES.contains(&name.to_ascii_lowercase().as_str())))
}

/// Whether an element tells who wrote the text, or when.
fn is_byline(tree: &Tree<'_>, node: NodeId, words: &[String]) -> bool {
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let prop = tree.attribute(node, "itemprop").unwrap_or_default();
    matches!(prop, "author" | "datePublished" | "dateModified")
        || has(&["byline", "dateline", "timestamp", "postmeta", "entrymeta", "articlemeta", "bylines", "pubdate"])
        || has(&["meta", "author", "date", "info", "published"]) && has(&["post", "entry", "article", "story", "text"])
        || words.iter().all(|word| matches!(word.as_str(), "author" | "authors" | "names"))
        || words == ["date"]
        || words == ["meta"]
}
