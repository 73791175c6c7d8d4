//! A page as a tree (WHATWG HTML, 13.2.6, as far as documents need it): elements that need no end tag are ended, stray
//! end tags do nothing, and nesting is bounded.

use std::ops::Range;

use super::token::{self, Token};

/// How deep elements may nest; what is deeper stands at this depth.
const DEEPEST: usize = 200;

/// A node's number.
pub(super) type NodeId = usize;

/// A node of a page.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub(super) what: What,
    /// What it stands in; the root in itself.
    pub(super) parent: NodeId,
    /// What stands in it.
    pub(super) children: Vec<NodeId>,
    /// Its bytes, tags and all.
    pub(super) range: Range<usize>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The page.
    Root,
    /// An element: name, attributes.
    Element(String, Vec<(String, String)>),
    /// Text.
    Text,
    /// Text as it stands.
    Raw,
    /// A comment.
    Comment,
}

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Tree<'t> {
    /// Its text.
    pub(super) text: &'t str,
    /// Its nodes, parents before children; the first is the root.
    pub(super) nodes: Vec<Node>,
    /// Where something was first nested too deep.
    pub(super) too_deep: Option<usize>,
}

/// Elements that end a paragraph that is open.
const ENDS_PARAGRAPH: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
    "listing",
];

/// What an element ends that is still open, and what keeps it open.
fn ended_by(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu", "dir", "table"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
        "tr" => (&["tr", "td", "th"], &["table"]),
        "td" | "th" => (&["td", "th"], &["table", "tr"]),
        "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "tr", "td", "th"], &["table"]),
        "option" | "optgroup" => (&["option"], &["select"]),
        "a" => (&["a"], &["table", "td", "th", "body"]),
        "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
        name if name.len() == 2 && name.starts_with('h') && name != "hr" => {
            (&["h1", "h2", "h3", "h4", "h5", "h6"], &["div", "td", "section", "article", "body"])
        }
        _ => (&[], &[]),
    }
}

impl<'t> Tree<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let xml = text.trim_start().starts_with("<?xml");
        let root = Node { what: What::Root, parent: 0, children: Vec::new(), range: 0..text.len() };
        let mut builder = Builder { tree: Self { text, nodes: vec![root], too_deep: None }, open: vec![0], beyond: 0 };
        for (token, range) in token::tokens(text, xml) {
            match token {
                Token::Text => builder.leaf(What::Text, range),
                Token::Raw => builder.leaf(What::Raw, range),
                Token::Comment => builder.leaf(What::Comment, range),
                Token::Open { name, attributes, empty } => builder.open(name, attributes, empty, range),
                Token::Close(name) => builder.close(&name, &range),
            }
        }
        builder.tree
    }

    /// The element's name; "" of what is none.
    pub(super) fn name(&self, node: NodeId) -> &str {
        match &self.nodes[node].what {
            What::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute, if the element has it.
    pub(super) fn attribute(&self, node: NodeId, key: &str) -> Option<&str> {
        let What::Element(_, attributes) = &self.nodes[node].what else { return None };
        attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Every node below `node` and itself, in the order written.
    pub(super) fn below(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        // Nodes are numbered as they begin: what is in a node follows it without a gap.
        let end = self.end(node);
        node..end
    }

    /// The number after the last node in `node`.
    pub(super) fn end(&self, node: NodeId) -> NodeId {
        let mut last = node;
        while let Some(child) = self.nodes[last].children.last() {
            last = *child;
        }
        last + 1
    }

    /// Whether `node` stands in `outer`, or is it.
    pub(super) fn within(&self, node: NodeId, outer: NodeId) -> bool {
        (outer..self.end(outer)).contains(&node)
    }

    /// What `node` stands in, from the inside out.
    pub(super) fn above(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(node), |node| (*node != 0).then(|| self.nodes[*node].parent)).skip(1)
    }

    /// The words in a node, white space folded.
    pub(super) fn words(&self, node: NodeId) -> String {
        self.words_but(node, |_| false)
    }

    /// The words in a node, without those in nodes below it that are `left`.
    pub(super) fn words_but(&self, node: NodeId, left: impl Fn(NodeId) -> bool) -> String {
        let mut words = String::new();
        let mut next = node;
        while next < self.end(node) {
            let inner = next;
            if inner != node && left(inner) {
                next = self.end(inner);
                continue;
            }
            next += 1;
            match self.nodes[inner].what {
                What::Text => {
                    let text = token::decoded(&self.text[self.nodes[inner].range.clone()]);
                    for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
                        if at > 0 && !words.is_empty() && !words.ends_with(' ') {
                            words.push(' ');
                        }
                        words.push_str(word);
                    }
                }
                What::Element(ref name, _) if !is_inline(name) && !words.is_empty() && !words.ends_with(' ') => {
                    words.push(' ');
                }
                _ => {}
            }
        }
        words.truncate(words.trim_end().len());
        words
    }
}

/// Whether an element runs on in lines.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "rb"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "blink"
    )
}

struct Builder<'t> {
    tree: Tree<'t>,
    /// The elements that are open, the root first.
    open: Vec<NodeId>,
    /// Whether elements were opened that are deeper than may be.
    beyond: usize,
}

impl Builder<'_> {
    fn leaf(&mut self, what: What, range: Range<usize>) {
        let parent = self.open.last().copied().unwrap_or(0);
        let node = self.tree.nodes.len();
        self.tree.nodes.push(Node { what, parent, children: Vec::new(), range });
        self.tree.nodes[parent].children.push(node);
    }

    fn open(&mut self, name: String, attributes: Vec<(String, String)>, empty: bool, range: Range<usize>) {
        if ENDS_PARAGRAPH.contains(&name.as_str()) {
            self.end_of(&["p"], &["table", "td", "th", "caption", "button", "object"], range.start);
        }
        let (ends, keeps) = ended_by(&name);
        if !ends.is_empty() {
            while self.end_of(ends, keeps, range.start) {}
        }
        let deep = self.open.len() > DEEPEST;
        self.leaf(What::Element(name, attributes), range.clone());
        if deep && !empty {
            self.beyond += 1;
            self.tree.too_deep.get_or_insert(range.start);
        } else if !empty {
            self.open.push(self.tree.nodes.len() - 1);
        }
    }

    /// Ends the innermost open element of these names, and all in it, unless one that keeps it open is further in.
    fn end_of(&mut self, names: &[&str], keeps: &[&str], at: usize) -> bool {
        for depth in (1..self.open.len()).rev() {
            let name = self.tree.name(self.open[depth]);
            if names.contains(&name) {
                self.pop_to(depth, at);
                return true;
            }
            if keeps.contains(&name) {
                return false;
            }
        }
        false
    }

    fn pop_to(&mut self, depth: usize, at: usize) {
        for node in self.open.drain(depth..) {
            self.tree.nodes[node].range.end = at;
        }
    }

    fn close(&mut self, name: &str, range: &Range<usize>) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // What stands in a cell ends no table around it.
        let walls: &[&str] = match name {
            "table" | "body" | "html" => &[],
            "tr" | "thead" | "tbody" | "tfoot" | "td" | "th" | "caption" => &["table"],
            "li" => &["ul", "ol", "table", "td", "th"],
            _ => &["table", "td", "th", "caption"],
        };
        if !self.end_of(&[name], walls, range.end) && name == "br" {
            self.leaf(What::Element("br".to_owned(), Vec::new()), range.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn node(tree: &Tree<'_>, at: NodeId, shown: &mut String) {
            match &tree.nodes[at].what {
                What::Text => shown.push_str(&tree.text[tree.nodes[at].range.clone()]),
                What::Element(name, _) => {
                    shown.extend([name.as_str(), "("]);
                    tree.nodes[at].children.iter().for_each(|child| node(tree, *child, shown));
                    shown.push(')');
                }
                What::Root => tree.nodes[at].children.iter().for_each(|child| node(tree, *child, shown)),
                _ => {}
            }
        }
        let mut shown = String::new();
        node(&Tree::of(text), 0, &mut shown);
        shown
    }

    #[test]
    fn elements_that_need_no_end_tag_are_ended() {
        assert_eq!(shown("<p>a<p>b<div>c</div>d"), "p(a)p(b)div(c)d");
        assert_eq!(shown("<ul><li>a<ul><li>b</ul><li>c</ul>"), "ul(li(aul(li(b)))li(c))");
        assert_eq!(shown("<table><tr><td>a<td><p>b<tr><td>c</table>d"), "table(tr(td(a)td(p(b)))tr(td(c)))d");
        assert_eq!(shown("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a)dd(b)dt(c))");
        assert_eq!(shown("<a name=x>a<a href=y>b</a>c"), "a(a)a(b)c");
    }

    #[test]
    fn stray_end_tags_do_nothing() {
        assert_eq!(shown("<div>a</span></p>b</div>c</div>d"), "div(ab)cd");
        assert_eq!(shown("<b>a<i>b</b>c</i>d"), "b(ai(b))cd");
        assert_eq!(shown("<table><td><div>a</table>b"), "table(td(div(a)))b");
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "<div>".repeat(10_000) + "x" + &"</div>".repeat(10_000);
        let tree = Tree::of(&deep);
        assert!(tree.too_deep.is_some());
        assert!(tree.nodes.iter().any(|node| matches!(node.what, What::Text)));
    }
}
