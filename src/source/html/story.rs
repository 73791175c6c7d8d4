//! What of a page is its text, and what the page puts around it.
//!
//! Elements say what they are by name (`nav`, `aside`), role, or class and id, which are divided into words
//! (`postFooter` is *post*, *footer*). What holds much of the page's prose is its text whatever it is called. Then the
//! text is looked for where most prose stands, from the outside in; what stands beside it and reads like prose is kept.
//! Rather too much is kept than too little: an editor can cut.

use std::ops::Range;

use super::token;
use super::tree::{NodeId, Tree, What, is_inline};

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Ways to other pages.
    Navigation,
    /// What stands beside the text.
    Aside,
    /// Head and foot of the page.
    Frame,
    /// Comments of readers.
    Comments,
    /// Buttons to share, subscribe, sign in.
    Buttons,
    /// Other texts, proposed.
    Related,
    /// What advertises.
    Advertising,
    /// What a browser does not show.
    Hidden,
    /// Who wrote it and when, told elsewhere.
    Byline,
    /// Films, sounds, embedded pages, forms.
    Media,
    /// The title, told elsewhere.
    Title,
}

impl Why {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Aside => "what stands beside the text",
            Self::Frame => "head and foot of the page",
            Self::Comments => "readers' comments",
            Self::Buttons => "buttons and forms",
            Self::Related => "other texts proposed",
            Self::Advertising => "advertising",
            Self::Hidden => "what a browser does not show",
            Self::Byline => "byline and date, which are in the front matter",
            Self::Media => "films, sounds and embedded pages",
            Self::Title => "the title, which is in the front matter",
        }
    }
}

/// What is left out of a page.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// Where the text stands.
    pub(super) root: NodeId,
    /// Why each node is left out, if it is.
    pub(super) fates: Vec<Option<Why>>,
}

/// How much stands in a node: letters outside links, letters in links.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    prose: usize,
    linked: usize,
}

impl Story {
    /// Looks for the text of `tree`.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut story = Self { root: 0, fates: vec![None; tree.nodes.len()] };
        story.mark_unseen(tree);
        let whole = story.weights(tree)[0];
        let weights = story.weights(tree);
        for (node, weight) in weights.iter().enumerate().skip(1) {
            let What::Element(name, _) = &tree.nodes[node].what else { continue };
            // A fragment, or a page of a few words, has no frame.
            let Some((why, sure)) = named(tree, node, name).filter(|_| story.fates[node].is_none()) else { continue };
            let share = if sure { 60 } else { 35 };
            if weight.prose * 100 <= whole.prose * share || matches!(why, Why::Byline) {
                story.fates[node] = Some(why);
            }
        }
        let weights = story.weights(tree);
        story.root = story.entrance(tree, &weights);
        story.descend(tree, &weights);
        story
    }

    /// Whether a node, or what it stands in, is left out.
    pub(super) fn is_out(&self, tree: &Tree<'_>, node: NodeId) -> bool {
        std::iter::once(node).chain(tree.above(node)).any(|node| self.fates[node].is_some())
    }

    /// What no browser shows.
    fn mark_unseen(&mut self, tree: &Tree<'_>) {
        for node in 1..tree.nodes.len() {
            let What::Element(name, _) = &tree.nodes[node].what else { continue };
            let style: String =
                tree.attribute(node, "style").unwrap_or_default().split_whitespace().collect::<String>().to_lowercase();
            let hidden = tree.attribute(node, "hidden").is_some()
                || style.contains("display:none")
                || style.contains("visibility:hidden")
                || tree.attribute(node, "aria-hidden") == Some("true") && !matches!(name.as_str(), "img" | "svg");
            self.fates[node] = match name.as_str() {
                "head" | "script" | "style" | "template" | "noscript" | "title" | "link" | "meta" => Some(Why::Hidden),
                "iframe" | "video" | "audio" | "object" | "embed" | "applet" | "canvas" | "svg" | "map" => {
                    Some(Why::Media)
                }
                "button" | "select" | "input" | "textarea" | "datalist" | "option" => Some(Why::Buttons),
                _ if hidden => Some(Why::Hidden),
                _ => None,
            };
        }
    }

    fn weights(&self, tree: &Tree<'_>) -> Vec<Weight> {
        let mut weights = vec![Weight::default(); tree.nodes.len()];
        for node in (1..tree.nodes.len()).rev() {
            if self.fates[node].is_some() {
                weights[node] = Weight::default();
                continue;
            }
            match &tree.nodes[node].what {
                What::Text => {
                    let text = token::decoded(&tree.text[tree.nodes[node].range.clone()]);
                    weights[node].prose = text.chars().filter(|c| c.is_alphanumeric()).count();
                }
                What::Element(name, _) if name == "a" && tree.attribute(node, "href").is_some() => {
                    let own = &mut weights[node];
                    (own.linked, own.prose) = (own.linked + own.prose, 0);
                }
                _ => {}
            }
            let own = weights[node];
            let parent = &mut weights[tree.nodes[node].parent];
            parent.prose += own.prose;
            parent.linked += own.linked;
        }
        weights
    }

    /// The element that says it holds the text, or the body.
    fn entrance(&self, tree: &Tree<'_>, weights: &[Weight]) -> NodeId {
        let seen = |node: &NodeId| !self.is_out(tree, *node);
        let find = |test: &dyn Fn(NodeId) -> bool| -> Option<NodeId> {
            let found = (1..tree.nodes.len()).filter(|node| test(*node) && seen(node));
            found.max_by_key(|node| (weights[*node].prose, std::cmp::Reverse(*node)))
        };
        let body = find(&|node| tree.name(node) == "body").unwrap_or(0);
        let has = |key: &'static str, value: &'static str| {
            move |node: NodeId| tree.attribute(node, key).is_some_and(|v| v.split_whitespace().any(|v| v == value))
        };
        let tests: [(&dyn Fn(NodeId) -> bool, usize); 5] = [
            (&has("itemprop", "articleBody"), 50),
            (&has("id", "mw-content-text"), 50),
            (&|node| tree.name(node) == "article", 60),
            (&|node| tree.name(node) == "main" || tree.attribute(node, "role") == Some("main"), 50),
            (&|node| is_text_class(tree, node), 60),
        ];
        let enough = |node: &NodeId, share: usize| weights[*node].prose * 100 >= weights[body].prose * share;
        tests.into_iter().find_map(|(test, share)| find(test).filter(|node| enough(node, share))).unwrap_or(body)
    }

    /// Goes in where most prose stands, and leaves out what stands beside it and is no prose.
    fn descend(&mut self, tree: &Tree<'_>, weights: &[Weight]) {
        let mut at = self.root;
        loop {
            let children = &tree.nodes[at].children;
            let Some(heavy) = children.iter().copied().find(|child| {
                weights[*child].prose * 100 >= weights[at].prose.max(1) * 60 && self.fates[*child].is_none()
            }) else {
                return;
            };
            for child in children.iter().copied().filter(|child| *child != heavy) {
                let seen = self.fates[child].is_none();
                if seen
                    && matches!(tree.nodes[child].what, What::Element(..))
                    && !reads_as_text(tree, child, weights[child])
                {
                    self.fates[child] = Some(around(tree, child, weights[child], child < heavy));
                }
            }
            let name = tree.name(heavy);
            if is_inline(name) || matches!(name, "" | "p" | "pre" | "ul" | "ol" | "dl" | "blockquote") {
                return;
            }
            at = heavy;
        }
    }
}

/// Whether what stands beside the text belongs to it.
fn reads_as_text(tree: &Tree<'_>, node: NodeId, weight: Weight) -> bool {
    let name = tree.name(node);
    let all = weight.prose + weight.linked;
    if is_inline(name) {
        return weight.prose > 0;
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => weight.prose > weight.linked,
        "img" | "figure" | "hr" | "br" | "picture" => true,
        _ if all == 0 => tree.below(node).any(|inner| matches!(tree.name(inner), "img" | "hr" | "h1" | "h2")),
        _ => weight.prose >= 20 && weight.linked * 3 <= weight.prose * 2 && !is_imprint(&tree.words(node)),
    }
}

/// "© 1999 The Lantern. All rights reserved."
fn is_imprint(words: &str) -> bool {
    let low = words.to_lowercase();
    words.chars().count() < 400
        && ["©", "(c) ", "copyright", "all rights reserved", "alle rechte", "tous droits", "все права", "כל הזכויות"]
            .iter()
            .any(|sign| low.contains(sign))
}

fn around(tree: &Tree<'_>, node: NodeId, weight: Weight, before: bool) -> Why {
    if weight.linked > weight.prose {
        return Why::Navigation;
    }
    if tree.name(node) == "td" || !before && !is_imprint(&tree.words(node)) { Why::Aside } else { Why::Frame }
}

/// Classes and ids by which common systems name the text itself.
fn is_text_class(tree: &Tree<'_>, node: NodeId) -> bool {
    const NAMES: [&str; 14] = [
        "entry-content",
        "post-content",
        "article-content",
        "article-body",
        "articlebody",
        "story-body",
        "post-body",
        "page-content",
        "td-post-content",
        "field-name-body",
        "article-text",
        "articletext",
        "entrytext",
        "storytext",
    ];
    let is = |key| {
        tree.attribute(node, key).is_some_and(|value| {
            value.split_whitespace().any(|name| NAMES.contains(&name.to_ascii_lowercase().as_str()))
        })
    };
    is("class") || is("id")
}

/// What an element says it is, and whether by its name or role.
fn named(tree: &Tree<'_>, node: NodeId, name: &str) -> Option<(Why, bool)> {
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
    if matches!(name, "html" | "body" | "article" | "main" | "h1" | "p" | "blockquote" | "tr" | "tbody" | "head") {
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
pub(super) fn class_words(tree: &Tree<'_>, node: NodeId) -> Vec<String> {
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

#[allow(clippy::too_many_lines, reason = "one table of what classes say")]
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
    let short = || tree.words(node).chars().count() < 200;
    let rules: [(Why, &dyn Fn() -> bool); 9] = [
        (Why::Byline, &|| is_byline(tree, node, &words) && short()),
        (Why::Comments, &|| {
            has(&["comments", "commentlist", "commentarea", "respond", "disqus", "livefyre"]) && !has(&["no"])
        }),
        (Why::Navigation, &|| {
            has(&[
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
                "siteSub",
                "sitesub",
                "contentsub",
                "metadata",
            ])
        }),
        (Why::Advertising, &|| {
            has(&[
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
            ])
        }),
        (Why::Buttons, &|| {
            has(&[
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
            ])
        }),
        (Why::Related, &|| {
            has(&["related", "relatedposts", "recommended", "popular", "trending", "yarpp", "mostread", "readnext"])
                || both(&["more", "read", "also"], &["stories", "articles", "posts", "next"])
                || both(&["author", "about"], &["bio", "box", "author"]) && !has(&["meta"])
                || has(&["tags", "tagcloud", "taglinks", "categories", "postmetadata"])
        }),
        (Why::Aside, &|| has(&["sidebar", "widget", "widgets", "rail", "infobox"])),
        (Why::Frame, &|| {
            has(&["masthead", "colophon", "copyright", "siteheader", "sitefooter", "pagefooter", "letterhead"])
                || both(&["site", "page", "global", "main"], &["header", "footer", "title", "branding", "logo"])
                || words.iter().any(|word| word == "footer") && words.len() <= 2
                || words.iter().any(|word| word == "header") && words.len() == 1 && tree.name(node) == "div"
        }),
        (Why::Hidden, &|| {
            has(&["hidden", "visuallyhidden", "screen"]) && (has(&["reader", "text"]) || has(&["visuallyhidden"]))
        }),
    ];
    rules.iter().find(|(_, test)| test()).map(|(why, _)| *why)
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

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub why: Why,
    /// How many words.
    pub words: usize,
    /// The first of them.
    pub first: String,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Story {
    /// What was left out, and held words a reader of the page would see.
    pub(super) fn left_out(&self, tree: &Tree<'_>) -> Vec<LeftOut> {
        let mut all = Vec::new();
        let mut add = |node: NodeId, why: Why| {
            let text = tree.words(node);
            let words = text.split_whitespace().count();
            if words > 0 || why == Why::Media {
                let first: Vec<&str> = text.split_whitespace().take(8).collect();
                all.push(LeftOut { why, words, first: first.join(" "), range: tree.nodes[node].range.clone() });
            }
        };
        let mut node = 1;
        while node < tree.nodes.len() {
            let unseen =
                matches!(tree.name(node), "head" | "script" | "style" | "template" | "link" | "meta" | "title");
            let outside = !tree.within(self.root, node) && !tree.within(node, self.root);
            match self.fates[node] {
                _ if unseen => node = tree.end(node),
                Some(why) => {
                    add(node, why);
                    node = tree.end(node);
                }
                None if outside && self.root != 0 => {
                    if matches!(tree.nodes[node].what, What::Element(..) | What::Text) {
                        add(node, Why::Frame);
                    }
                    node = tree.end(node);
                }
                None => node += 1,
            }
        }
        all
    }
}
