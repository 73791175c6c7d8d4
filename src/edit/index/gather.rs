//! Goes through the book once and gathers where each heading is treated.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;

use super::fold::Folded;
use super::headings::{HeadingId, Headings};
use super::leads::{Globs, Leads};
use super::longest;
use super::passage::{Anchoring, Passage};
use super::pattern::{Hit, Matcher, Purpose};
use super::quoted::Ends;
use super::ranges::Ranges;
use super::uncorrected::Uncorrected;
use crate::book::{AnchorId, Book, Matter, MatterBody, Part, Place, Prose, Reference};
use crate::document::{Block, Located, MarkKind, Note, NoteId};
use crate::id::Id;
use crate::manifest::heading_path;

/// Gathers references.
pub(super) struct Gatherer<'a> {
    pub(super) headings: &'a mut Headings,
    pub(super) leads: &'a mut Leads,
    pub(super) matcher: &'a Matcher,
    pub(super) places: &'a mut Vec<Place>,
    /// Whether notes are read.
    pub(super) include_notes: bool,
    /// What the source has where words are corrected.
    pub(super) emended: &'a BTreeMap<AnchorId, &'a str>,
    pub(super) ranges: Ranges,
    globs: Globs,
    /// The division, its document, and the note that is read.
    division: AnchorId,
    document: Option<Id>,
    note: Option<NoteId>,
    /// Whether the caption of a picture is read.
    figure: bool,
    /// How many leaves of the text, or of the note, were read.
    leaf: usize,
    /// Where quoted places begin and end in this text and its notes.
    ends: Ends,
    /// Per lead: whether it counts here, and whether here is its chief treatment.
    counts: Vec<(bool, bool)>,
    /// The last passage each lead's neighbours were met in.
    near: Vec<usize>,
    passages: usize,
    read: BTreeSet<NoteId>,
    pub(super) passage: Passage,
    pub(super) folded: Folded,
    pub(super) hits: Vec<Hit>,
    /// The passage that was folded, if that is not the one that is printed.
    pub(super) uncorrected: Option<Uncorrected>,
}

/// What one passage adds to a heading: where, and whether it is the chief treatment.
pub(super) type Found = BTreeMap<HeadingId, (usize, bool)>;

impl<'a> Gatherer<'a> {
    pub(super) fn new(
        headings: &'a mut Headings,
        leads: &'a mut Leads,
        matcher: &'a Matcher,
        places: &'a mut Vec<Place>,
        (include_notes, emended): (bool, &'a BTreeMap<AnchorId, &'a str>),
    ) -> Self {
        let near = vec![0; leads.leads.len()];
        let counts = vec![(true, false); leads.leads.len()];
        Self {
            headings,
            leads,
            matcher,
            places,
            include_notes,
            emended,
            ranges: Ranges::default(),
            globs: Globs::default(),
            division: AnchorId(0),
            document: None,
            note: None,
            figure: false,
            leaf: 0,
            ends: Ends::default(),
            counts,
            near,
            passages: 0,
            read: BTreeSet::new(),
            passage: Passage::default(),
            folded: Folded::default(),
            hits: Vec::new(),
            uncorrected: None,
        }
    }

    /// Reads the sections, parts and notes of a book in reading order (its places are elsewhere).
    pub(super) fn book(&mut self, book: &mut Book) {
        let Book { front, parts, back, notes, .. } = book;
        self.matter(front, notes);
        for part in parts {
            self.part(part, notes);
        }
        self.matter(back, notes);
    }

    fn matter(&mut self, sections: &mut [Matter], notes: &mut [Note]) {
        for section in sections {
            if let MatterBody::Prose(prose) = &mut section.body
                && !section.made
            {
                self.prose(prose, (section.anchor, None), notes);
            }
        }
    }

    fn part(&mut self, part: &mut Part, notes: &mut [Note]) {
        if let Some(prose) = &mut part.introduction {
            self.prose(prose, (part.anchor, None), notes);
        }
        for chapter in &mut part.chapters {
            if let Some(prose) = &mut chapter.introduction {
                self.prose(prose, (chapter.anchor, None), notes);
            }
            for selection in &mut chapter.selections {
                let id = selection.id.clone();
                let (in_headnote, in_text) = self.leads.find_quoted(selection, notes, self.include_notes);
                self.ends = in_headnote;
                if let Some(prose) = &mut selection.headnote {
                    self.prose(prose, (selection.anchor, Some(&id)), notes);
                }
                self.ends = in_text;
                self.prose(&mut selection.text, (selection.anchor, Some(&id)), notes);
            }
        }
    }

    fn prose(&mut self, prose: &mut Prose, (division, document): (AnchorId, Option<&Id>), notes: &mut [Note]) {
        self.division = division;
        if self.document.as_ref() != document || self.passages == 0 {
            self.counts = self.leads.in_document(document, &mut self.globs);
            self.document = document.cloned();
        }
        self.leaf = 0;
        self.blocks(&mut prose.blocks, None, notes);
        self.ends = Ends::default();
    }

    /// `paragraph` is the number of the paragraph that called the note these blocks are of.
    fn blocks(&mut self, blocks: &mut [Located<Block>], paragraph: Option<u32>, notes: &mut [Note]) {
        for block in blocks {
            let number = paragraph.unwrap_or(block.number);
            match &mut block.node {
                Block::Quotation(inner) | Block::Letter(inner) => self.blocks(inner, paragraph, notes),
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(item, paragraph, notes)),
                Block::Entries(entries) => {
                    entries.items.iter_mut().for_each(|entry| self.blocks(&mut entry.body, paragraph, notes));
                }
                leaf => {
                    self.passage(leaf, number);
                    self.leaf += 1;
                    let calls = std::mem::take(&mut self.passage.calls);
                    for call in calls {
                        self.note(call, number, notes);
                    }
                }
            }
        }
    }

    fn note(&mut self, id: NoteId, paragraph: u32, notes: &mut [Note]) {
        let Some(note) = notes.get_mut(id.0 as usize) else { return };
        if !self.read.insert(id) {
            return;
        }
        let mut body = std::mem::take(&mut note.body);
        let outer = self.note.replace(id);
        let leaf = std::mem::take(&mut self.leaf);
        self.blocks(&mut body, Some(paragraph), notes);
        self.note = outer;
        self.leaf = leaf;
        if let Some(note) = notes.get_mut(id.0 as usize) {
            note.body = body;
        }
    }

    /// Counts what stands in a listing: to say so where a pattern is met nowhere else.
    fn listing(&mut self, text: &str) {
        self.folded.read(text);
        let mut hits = std::mem::take(&mut self.hits);
        self.matcher.find(&self.folded, &mut hits);
        for hit in &hits {
            if let Purpose::Lead(lead) = hit.purpose {
                self.leads.leads[lead].listed += 1;
            }
        }
        self.hits = hits;
    }

    /// One paragraph: finds, keeps what counts, and puts the anchors in.
    fn passage(&mut self, block: &mut Block, number: u32) {
        if let Block::Listing { text, .. } = block {
            self.listing(&text.text);
        }
        self.figure = matches!(block, Block::Figure(_));
        self.passage.read(block, self.emended);
        self.passages += 1;
        let silent = self.note.is_some() && !self.include_notes;
        let mut found = Found::new();
        if !silent && !self.passage.text.is_empty() && !self.matcher.is_empty() {
            self.folded.read(&self.passage.text);
            let mut hits = std::mem::take(&mut self.hits);
            self.matcher.find(&self.folded, &mut hits);
            if !hits.is_empty() {
                self.weigh(&hits, block, &mut found);
            }
            self.hits = hits;
            self.uncorrected(block, &mut found);
        }
        let marks = self.marks(number, &mut found);
        let mut words: BTreeMap<usize, AnchorId> = BTreeMap::new();
        for (heading, (at, principal)) in found {
            let from = *words.entry(at).or_insert_with(|| anchor(self.places, self.division, number));
            let reference = Reference { from, to: None, principal, note: self.note, figure: self.figure };
            self.headings.get_mut(heading).references.push(reference);
        }
        self.quotations(number, &mut words);
        if !marks.is_empty() || !words.is_empty() {
            let words: Vec<(usize, AnchorId)> = words.into_iter().collect();
            Anchoring::new(&words, &marks).apply(block);
        }
    }

    /// Keeps the hits that count, and of these the longest.
    pub(super) fn weigh(&mut self, hits: &[Hit], block: &Block, found: &mut Found) {
        for hit in hits {
            if let Purpose::Near(lead) = hit.purpose {
                self.near[lead] = self.passages;
            }
        }
        let suppressed = self.suppressed();
        let mut leading: Vec<longest::Candidate> = Vec::new();
        for hit in hits {
            let Purpose::Lead(number) = hit.purpose else { continue };
            let lead = &mut self.leads.leads[number];
            lead.met += 1;
            let near = !lead.near || self.near[number] == self.passages;
            if self.counts[number].0 && near && !suppressed.contains(&lead.heading) {
                let root = self.headings.get(lead.heading).root;
                leading.push(longest::Candidate { lead: number, root, start: hit.start, end: hit.end });
            }
        }
        // Per lead: how often it is mentioned, where first, and where the last mention ends.
        let mut mentions: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
        for candidate in longest::longest(leading) {
            let (count, _, end) = mentions.entry(candidate.lead).or_insert((0, candidate.start, 0));
            *count += usize::from(candidate.start >= *end);
            *end = candidate.end.max(*end);
        }
        let first_sentence = std::cell::OnceCell::new();
        for (number, (count, start, _)) in mentions {
            let at = self.place(start);
            let lead = &mut self.leads.leads[number];
            let substantial = !lead.substantive
                || count > 1
                || matches!(block, Block::Heading { .. })
                || start < *first_sentence.get_or_init(|| first_sentence_end(&self.folded.cased));
            if substantial {
                lead.kept += 1;
                let (first, principal) = found.entry(lead.heading).or_insert((at, false));
                *first = (*first).min(at);
                *principal |= self.counts[number].1;
            }
        }
        self.drop_repeated(found);
    }

    /// A subheading's locator is not repeated at the headings above it.
    fn drop_repeated(&self, found: &mut Found) {
        let above: BTreeSet<HeadingId> = found
            .keys()
            .flat_map(|id| std::iter::successors(self.headings.get(*id).parent, |id| self.headings.get(*id).parent))
            .collect();
        found.retain(|id, _| !above.contains(id));
    }

    fn suppressed(&self) -> BTreeSet<HeadingId> {
        let suppress = self.passage.marks.iter().filter(|mark| mark.kind == MarkKind::Suppress);
        suppress.filter_map(|mark| self.headings.find(&heading_path(&mark.path), mark.span)).collect()
    }

    /// What the passage's marks become; a heading that is marked needs no pattern here.
    fn marks(&mut self, number: u32, found: &mut Found) -> Vec<Option<AnchorId>> {
        let marks = std::mem::take(&mut self.passage.marks);
        let mut anchors = Vec::with_capacity(marks.len());
        for mark in &marks {
            if mark.kind == MarkKind::Suppress {
                anchors.push(None);
                continue;
            }
            let heading = self.headings.at(&heading_path(&mark.path), mark.span);
            let from = anchor(self.places, self.division, number);
            let principal = mark.kind == MarkKind::Principal;
            let reference = Reference { from, to: None, principal, note: self.note, figure: self.figure };
            match mark.kind {
                MarkKind::Start => self.ranges.start(heading, reference, mark.span),
                MarkKind::End => {
                    let stretch = self.ranges.end(heading, from, mark.span);
                    self.headings.get_mut(heading).references.extend(stretch);
                }
                _ => self.headings.get_mut(heading).references.push(reference),
            }
            found.remove(&heading);
            anchors.push(Some(from));
        }
        anchors
    }

    /// Notes where quoted places begin and end.
    fn quotations(&mut self, number: u32, words: &mut BTreeMap<usize, AnchorId>) {
        for end in self.ends.take(self.note, self.leaf) {
            let at = if end.last { self.passage.last_word(end.at) } else { self.passage.offset(end.at) };
            if at >= self.passage.text.len() {
                continue;
            }
            let anchor = *words.entry(at).or_insert_with(|| anchor(self.places, self.division, number));
            let place = &mut self.leads.quoted[end.quoted];
            if end.last {
                place.to = Some(anchor);
            } else {
                place.from = Some((anchor, self.note));
                place.figure = self.figure;
            }
        }
    }
}

/// A new anchor in `division`, in the paragraph `number`.
pub(super) fn anchor(places: &mut Vec<Place>, division: AnchorId, number: u32) -> AnchorId {
    let id = AnchorId(u32::try_from(places.len()).unwrap_or(u32::MAX));
    places.push(Place { division, paragraph: number });
    id
}

/// Where the first sentence ends (Unicode Standard Annex 29).
fn first_sentence_end(text: &str) -> usize {
    text.split_sentence_bounds().next().map_or(0, str::len)
}
