//! What of a page is its text, and what the page puts around it.
//!
//! Elements say what they are by name (`nav`, `aside`), role, or class and id, which are divided into words
//! (`postFooter` is *post*, *footer*). What holds much of the page's prose is its text whatever it is called. Then the
//! text is looked for where most prose stands, from the outside in; what stands beside it and reads like prose is kept.
//! Rather too much is kept than too little: an editor can cut.

mod said;
mod told;
mod ways;

use super::token;
use super::tree::{NodeId, Tree, What, is_inline};

pub(super) use said::class_words;
use said::named;
pub use told::LeftOut;

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
        story.mark_permalinks(tree);
        let ways = story.weights(tree);
        story.mark_ways(tree, &ways);
        story.mark_time(tree, &ways);
        let whole = story.weights(tree)[0];
        let weights = story.weights(tree);
        for (node, weight) in weights.iter().enumerate().skip(1) {
            let What::Element(name, _) = &tree.nodes[node].what else { continue };
            // A fragment, or a page of a few words, has no frame.
            let Some((why, sure)) = named(tree, node, name).filter(|_| story.fates[node].is_none()) else { continue };
            if Self::may_go(why, sure, *weight, whole) {
                story.fates[node] = Some(why);
            }
        }
        let weights = story.weights(tree);
        story.root = story.entrance(tree, &weights);
        story.descend(tree, &weights);
        story.mark_tail(tree, &weights);
        story
    }

    /// Of a page that nobody put anything around, as word processors' documents and chapters of e-books are, all is its
    /// text but what no browser shows and ways to other chapters.
    pub(super) fn whole(tree: &Tree<'_>) -> Self {
        let mut story = Self { root: 0, fates: vec![None; tree.nodes.len()] };
        story.mark_unseen(tree);
        for node in (1..tree.nodes.len()).filter(|node| tree.name(*node) == "nav") {
            story.fates[node].get_or_insert(Why::Navigation);
        }
        story.root = (1..tree.nodes.len()).find(|node| tree.name(*node) == "body").unwrap_or(0);
        story
    }

    /// Whether what says of itself that it is not the text can be believed: by how much it holds, and of what.
    fn may_go(why: Why, sure: bool, own: Weight, whole: Weight) -> bool {
        /// So many letters outside links are no bar of buttons.
        const MUCH: usize = 500;
        let rest = whole.prose.saturating_sub(own.prose);
        match why {
            Why::Byline => true,
            // More may be written below a text than in it.
            Why::Comments => own.prose * 100 <= whole.prose * 35 || rest >= MUCH && rest * 10 >= own.prose,
            Why::Navigation | Why::Advertising | Why::Buttons | Why::Hidden if !sure => {
                own.prose * 100 <= whole.prose * 35 && (own.prose < MUCH || own.linked * 2 > own.prose)
            }
            _ => own.prose * 100 <= whole.prose * if sure { 60 } else { 35 },
        }
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
        let found = tests.into_iter().find_map(|(test, share)| find(test).filter(|node| enough(node, share)));
        // What is called the body of an article leaves its lead outside.
        let whole = |node: NodeId| {
            let article = tree.above(node).find(|outer| tree.name(*outer) == "article")?;
            (weights[article].prose * 2 <= weights[node].prose * 3).then_some(article)
        };
        found.map_or(body, |node| whole(node).unwrap_or(node))
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
                let paragraphs = tree.name(heavy) == "p"
                    && matches!(tree.name(child), "p" | "blockquote" | "ul" | "ol" | "dl" | "table" | "pre");
                if seen
                    && matches!(tree.nodes[child].what, What::Element(..))
                    && !(paragraphs && is_prose(tree, child, weights[child]))
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

/// Whether what stands beside a paragraph of the text is the text's too, however short it is.
fn is_prose(tree: &Tree<'_>, node: NodeId, weight: Weight) -> bool {
    weight.prose > weight.linked && !is_imprint(&tree.words(node))
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
