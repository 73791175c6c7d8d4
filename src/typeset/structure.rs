//! What the placed things are to a reader who does not see the page: the tree of a book's elements, in reading order.
//!
//! Each [`super::page::Placed`] names the element it is a part of; what names none is furniture of the page (heads,
//! folios, rules, leaders). A paragraph or note that pages divide is one element, named from all of them. Elements
//! stand in the order of the book, a parent before its children, a note after the block that calls it. This module
//! knows words' roles; how a file says them is the matter of whoever writes it (for PDF: ISO 32000-1, 14.7 and 14.8).

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::page::{Page, Placed};
use crate::book::AnchorId;
use crate::metadata::Language;

/// Which element: counts into [`Structure::elements`]. The first, the book itself, holds nothing directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(NonZeroU32);

impl ElementId {
    /// As a number into [`Structure::elements`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize
    }

    fn of(index: usize) -> Option<Self> {
        u32::try_from(index).ok().and_then(NonZeroU32::new).map(Self)
    }
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The book.
    Book,
    /// A part with a title.
    Part,
    /// A chapter, a document, a section of front or back matter.
    Section,
    /// The title of a division, or a heading in a text: how deep, from 1.
    Heading(u8),
    /// A paragraph, and whatever has no other role.
    Paragraph,
    /// A quotation.
    Quotation,
    /// A letter in a text.
    Letter,
    /// Verse; its stanzas; their lines.
    Verse,
    /// A stanza.
    Stanza,
    /// A line of verse.
    VerseLine,
    /// A turn of a dialogue, or another entry of an annotated list.
    Turn,
    /// A list, with whether its items are numbered.
    List(bool),
    /// An item: a label and a body.
    Item,
    /// What stands before an item or a note: a bullet, number or mark.
    Label,
    /// What an item says.
    Body,
    /// A line of a listing.
    Code,
    /// A table of rows of cells.
    Table,
    /// A row.
    Row,
    /// A cell that heads a column.
    HeadCell,
    /// Any other cell.
    Cell,
    /// A picture; its description is [`Element::alt`].
    Figure,
    /// What stands under a picture.
    Caption,
    /// A note.
    Note,
    /// A table of contents.
    Contents,
    /// An entry of it.
    ContentsEntry,
    /// An index.
    Index,
    /// Linked words.
    Link,
    /// Words of another language.
    Phrase,
}

impl Role {
    /// Whether it holds blocks and no words.
    #[must_use]
    pub const fn groups(self) -> bool {
        matches!(
            self,
            Self::Book
                | Self::Part
                | Self::Section
                | Self::Quotation
                | Self::Letter
                | Self::Verse
                | Self::Stanza
                | Self::Turn
                | Self::List(_)
                | Self::Item
                | Self::Body
                | Self::Table
                | Self::Row
                | Self::Note
                | Self::Contents
                | Self::ContentsEntry
                | Self::Index
        )
    }

    /// Whether it stands among words.
    #[must_use]
    pub const fn is_inline(self) -> bool {
        matches!(self, Self::Link | Self::Phrase)
    }
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Which element it is of; that of the book is its own.
    pub parent: u32,
    /// What it is.
    pub role: Role,
    /// Its language.
    pub language: Language,
    /// What a picture shows.
    pub alt: Option<Box<str>>,
    /// Where a division begins: pieces of a division that are set apart are one element again by it.
    place: Option<AnchorId>,
}

/// The elements of a book, parents before children; none if nothing was set.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// The elements; the first is the book.
    pub elements: Vec<Element>,
    divisions: BTreeMap<AnchorId, u32>,
}

impl Structure {
    fn push(&mut self, element: Element) -> u32 {
        let number = u32::try_from(self.elements.len()).unwrap_or(u32::MAX);
        self.elements.push(element);
        number
    }

    /// Adds an element at the end of `parent`, in the same language.
    #[cfg(test)]
    pub(crate) fn add(&mut self, parent: usize, role: Role) -> Option<ElementId> {
        if self.elements.is_empty() {
            self.elements.push(book(&Language::english()));
        }
        let language = self.elements[parent].language.clone();
        let parent = u32::try_from(parent).ok()?;
        let number = self.push(Element { parent, role, language, alt: None, place: None });
        ElementId::of(number as usize)
    }

    /// Adds what was set after it, and makes the pages it was set into name the elements as they are numbered now.
    pub(super) fn append(&mut self, other: Self, pages: &mut [Page]) {
        if self.elements.is_empty() {
            *self = other;
            return;
        }
        let mut numbers: Vec<u32> = Vec::with_capacity(other.elements.len());
        for element in other.elements {
            let parent = numbers.get(element.parent as usize).copied().unwrap_or(0);
            let known = element.place.and_then(|place| self.divisions.get(&place)).copied();
            let number = match known {
                _ if numbers.is_empty() => 0,
                Some(known) => known,
                None => {
                    let place = element.place;
                    let number = self.push(Element { parent, ..element });
                    self.divisions.extend(place.map(|place| (place, number)));
                    number
                }
            };
            numbers.push(number);
        }
        for placed in pages.iter_mut().flat_map(|page| &mut page.items) {
            let number = placed.element.and_then(|element| numbers.get(element.index()));
            placed.element = number.and_then(|number| ElementId::of(*number as usize));
        }
    }

    /// How many elements there are, to return to.
    pub(super) fn mark(&self) -> usize {
        self.elements.len()
    }

    /// Forgets elements added since `mark`.
    pub(super) fn return_to(&mut self, mark: usize) {
        self.elements.truncate(mark);
        self.divisions.retain(|_, number| (*number as usize) < mark);
    }
}

fn book(language: &Language) -> Element {
    Element { parent: 0, role: Role::Book, language: language.clone(), alt: None, place: None }
}

/// Says of what is being set which element it is of. At rest it says nothing, and what is set then is furniture.
#[derive(Debug, Default)]
pub(super) struct Tagger {
    structure: Structure,
    /// The element that what is set now stands in.
    at: u32,
    /// How many divisions stand around it.
    depth: u8,
    /// The label that the first link set next is: a note's mark, which leads back to its call.
    label: Option<u32>,
}

/// Where a [`Tagger`] was, to return to.
#[must_use]
pub(super) struct Outer(u32, u8);

impl Tagger {
    /// For a stretch of a book in this language.
    pub(super) fn new(language: &Language) -> Self {
        let structure = Structure { elements: vec![book(language)], divisions: BTreeMap::new() };
        Self { structure, ..Self::default() }
    }

    /// What was set; at rest from here on.
    pub(super) fn finish(&mut self) -> Structure {
        std::mem::take(self).structure
    }

    /// Goes on with what was set before.
    pub(super) fn resume(&mut self, structure: Structure) {
        *self = Self { structure, ..Self::default() };
    }

    fn current(&self) -> Option<&Element> {
        self.structure.elements.get(self.at as usize)
    }

    fn child(&mut self, parent: u32, role: Role, place: Option<AnchorId>) -> u32 {
        let Some(language) = self.structure.elements.get(parent as usize).map(|e| e.language.clone()) else { return 0 };
        self.structure.push(Element { parent, role, language, alt: None, place })
    }

    /// What is set from here on is of a new element, up to [`Tagger::leave`].
    pub(super) fn enter(&mut self, role: Role) -> Outer {
        let outer = Outer(self.at, self.depth);
        self.at = self.child(self.at, role, None);
        outer
    }

    /// The same for a division with a title.
    pub(super) fn enter_division(&mut self, role: Role, place: AnchorId) -> Outer {
        let outer = Outer(self.at, self.depth);
        let known = self.structure.divisions.get(&place).copied();
        self.at = known.unwrap_or_else(|| self.child(self.at, role, Some(place)));
        if !self.structure.elements.is_empty() {
            self.structure.divisions.insert(place, self.at);
        }
        self.depth = self.depth.saturating_add(1);
        outer
    }

    /// Back to where it was.
    #[allow(clippy::needless_pass_by_value, reason = "whoever enters leaves once")]
    pub(super) fn leave(&mut self, outer: Outer) {
        (self.at, self.depth) = (outer.0, outer.1);
    }

    /// A heading in a text, or with 0 the title of the division it stands in.
    pub(super) fn heading(&self, level: u8) -> Role {
        Role::Heading(self.depth.saturating_add(level).max(1))
    }

    /// A note, outside of the words that call it: a block, or a cell, is what may hold one.
    pub(super) fn enter_note(&mut self) -> Outer {
        let outer = Outer(self.at, self.depth);
        while let Some(element) =
            self.current().filter(|e| !e.role.groups() && !matches!(e.role, Role::Cell | Role::HeadCell))
        {
            self.at = element.parent;
        }
        self.at = self.child(self.at, Role::Note, None);
        outer
    }

    /// The first link that is set next is a label of the element that is set now.
    pub(super) fn expect_label(&mut self) {
        if self.current().is_some() {
            self.label = Some(self.child(self.at, Role::Label, None));
        }
    }

    /// What a picture shows that is set now.
    pub(super) fn describe(&mut self, alt: &str) {
        if let Some(element) = self.structure.elements.get_mut(self.at as usize) {
            element.alt = Some(alt.into());
        }
    }

    /// The element that is set now.
    pub(super) fn this(&self) -> Option<ElementId> {
        self.current().and(ElementId::of(self.at as usize))
    }

    /// The element that words set now are of: where that can hold none, a new paragraph in it.
    pub(super) fn words(&mut self, language: &Language) -> Option<ElementId> {
        let role = self.current()?.role;
        let at = if role.groups() { self.child(self.at, Role::Paragraph, None) } else { self.at };
        let element = self.structure.elements.get_mut(at as usize)?;
        element.language.clone_from(language);
        ElementId::of(at as usize)
    }

    /// A link among words; the first after [`Tagger::expect_label`] stands in the label.
    pub(super) fn link(&mut self, words: ElementId) -> Option<ElementId> {
        let parent = self.label.take().unwrap_or(words.0.get());
        ElementId::of(self.child(parent, Role::Link, None) as usize)
    }

    /// Words of another language among words.
    pub(super) fn phrase(&mut self, words: ElementId, language: &Language) -> Option<ElementId> {
        let phrase = self.child(words.0.get(), Role::Phrase, None);
        self.structure.elements.get_mut(phrase as usize)?.language.clone_from(language);
        ElementId::of(phrase as usize)
    }

    /// A picture among words.
    pub(super) fn figure(&mut self, words: ElementId, alt: &str) -> Option<ElementId> {
        let figure = self.child(words.0.get(), Role::Figure, None);
        self.structure.elements.get_mut(figure as usize)?.alt = Some(alt.into());
        ElementId::of(figure as usize)
    }
}

/// Makes placed things furniture of the page.
pub(super) fn as_artifacts<'p>(items: impl IntoIterator<Item = &'p mut Placed>) {
    for placed in items {
        placed.element = None;
    }
}
