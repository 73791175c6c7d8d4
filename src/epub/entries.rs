//! Entries as XHTML: dialogues and annotated lists as lists, definitions as `dl`.

use super::markup::Markup;
use super::sheet::{Sheet, in_language};
use crate::document::{Block, Entries, EntriesKind, Entry, Inline, Lead, LeadKind, Located};
use crate::metadata::Language;

impl<'a> Sheet<'a> {
    pub(super) fn entry_list(&mut self, m: &mut Markup, entries: &'a Entries, around: &Language) {
        let termed = entries.items.iter().all(|entry| !opening(entry).0.is_empty());
        let (tag, class) = match entries.kind {
            EntriesKind::Dialogue if entries.run_on() => ("ol", Some("dialogue spoken")),
            EntriesKind::Dialogue => ("ol", Some("dialogue")),
            EntriesKind::Annotated => ("ul", Some("annotated")),
            // Every `dd` needs its `dt`: credits among which a line says no role are no `dl`.
            EntriesKind::Definitions if !termed => ("ul", Some("dialogue credits")),
            EntriesKind::Definitions => ("dl", None),
        };
        let list = m.block(tag).attr_if("class", class);
        in_language(list, self.language, around).with(|m| {
            for entry in &entries.items {
                match entries.kind {
                    EntriesKind::Definitions if termed => self.definition(m, entry),
                    EntriesKind::Definitions => self.turn(m, entry),
                    EntriesKind::Dialogue if entries.run_on() => self.turn(m, entry),
                    EntriesKind::Dialogue | EntriesKind::Annotated => self.list_entry(m, entry),
                }
            }
        });
    }

    fn list_entry(&mut self, m: &mut Markup, entry: &'a Entry) {
        let (lead, body) = opening(entry);
        m.block("li").with(|m| {
            if !lead.is_empty() || entry.number.is_some() {
                self.lead(m, lead, entry.number);
            }
            self.blocks(m, body);
        });
    }

    /// A turn that runs on after who speaks.
    fn turn(&mut self, m: &mut Markup, entry: &'a Entry) {
        let (lead, body) = opening(entry);
        let Some((Located { node: Block::Paragraph(words), language: None, .. }, rest)) = body.split_first() else {
            self.list_entry(m, entry);
            return;
        };
        m.block("li").with(|m| {
            m.line("p").attr("class", "turn").with(|m| {
                self.parts(m, lead);
                m.text(if lead.is_empty() { "" } else { " " });
                self.inlines(m, words);
            });
            self.blocks(m, rest);
        });
    }

    fn definition(&mut self, m: &mut Markup, entry: &'a Entry) {
        let (lead, body) = opening(entry);
        let term = self.press.glossary.is_some() && self.press.glossary == self.division;
        let (place, words) = alone(lead);
        if let Some(place) = place {
            self.inline(m, place);
        }
        let id = place.and_then(|_| self.place.take());
        let tag = m.line("dt").attr_if("epub:type", term.then_some("glossterm")).attr_if("id", id);
        tag.with(|m| match words {
            Some(words) if term => m.inline("dfn").with(|m| self.inlines(m, words)),
            Some(words) => self.inlines(m, words),
            None => self.parts(m, lead),
        });
        let meaning = term.then_some("glossdef");
        match body {
            [Located { node: Block::Paragraph(words), language: None, .. }] => {
                m.line("dd").attr_if("epub:type", meaning).with(|m| self.inlines(m, words));
            }
            blocks => m.block("dd").attr_if("epub:type", meaning).with(|m| self.blocks(m, blocks)),
        }
    }

    /// What an entry opens with, each part by its class. The printed number is the source's own, so it stands in
    /// the text.
    pub(super) fn lead(&mut self, m: &mut Markup, leads: &'a [Lead], number: Option<u32>) {
        m.line("p").attr("class", "lead").with(|m| {
            if let Some(number) = number {
                m.inline("span").attr("class", "number").text(&format!("{number}."));
                m.text(" ");
            }
            self.parts(m, leads);
        });
    }

    fn parts(&mut self, m: &mut Markup, leads: &'a [Lead]) {
        let mut before = None;
        for lead in leads.iter().filter(|lead| !lead.words.is_empty()) {
            m.text(match (before.replace(lead.kind), lead.kind) {
                (None, _) => "",
                // A day follows who wrote or spoke; titles end their lines themselves.
                (Some(LeadKind::Name | LeadKind::Byline), LeadKind::Date) => ", ",
                (_, LeadKind::Answers) => " · ",
                _ => " ",
            });
            m.inline("span").attr("class", class(lead.kind)).with(|m| self.inlines(m, &lead.words));
        }
    }
}

/// The words of a lead that is a term and no more, which need no element of their own; a place before them is apart.
fn alone(lead: &[Lead]) -> (Option<&Inline>, Option<&[Inline]>) {
    let [Lead { kind: LeadKind::Term, words }] = lead else { return (None, None) };
    match words.split_first() {
        Some((place @ Inline::Anchor(_), rest)) if !matches!(rest.first(), Some(Inline::Anchor(_))) => {
            (Some(place), Some(rest))
        }
        _ => (None, Some(words)),
    }
}

/// What an entry opens with, and the rest of it.
fn opening(entry: &Entry) -> (&[Lead], &[Located<Block>]) {
    match entry.body.split_first() {
        Some((Located { node: Block::Lead(leads), .. }, rest)) => (leads, rest),
        _ => (&[], &entry.body),
    }
}

const fn class(kind: LeadKind) -> &'static str {
    match kind {
        LeadKind::Name => "name",
        LeadKind::Term => "term",
        LeadKind::Kicker => "kicker",
        LeadKind::Title => "title",
        LeadKind::Subtitle => "subtitle",
        LeadKind::Byline => "author",
        LeadKind::Date => "when",
        LeadKind::Answers => "answers",
    }
}
