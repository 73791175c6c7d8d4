//! Sets entries: the turns of a dialogue, annotated lists, terms with what is said of them.

use super::galley::{Builder, Frame, program};
use super::line::{ParagraphStyle, TextAlignment};
use super::structure::Role;
use super::unit::Unit;
use crate::document::{Block, Entries, EntriesKind, Entry, Inline, Inlines, Lead, LeadKind, Located, Style};
use crate::length::Length;

impl Builder<'_, '_> {
    /// Sets entries with a row of white around each; definitions and turns that run on follow each other without.
    pub(super) fn entry_list(&mut self, entries: &Entries, frame: &Frame) {
        let runs_on = entries.kind == EntriesKind::Definitions || entries.run_on();
        let between = u16::from(!runs_on);
        self.space = self.space.max(1);
        for entry in &entries.items {
            self.flush = true;
            self.within(Role::Turn, |builder| {
                if runs_on {
                    builder.definition(entry, frame);
                } else {
                    builder.list_entry(entry, frame);
                }
            });
            self.space = self.space.max(between);
        }
        self.space = self.space.max(1);
        self.flush = false;
    }

    fn list_entry(&mut self, entry: &Entry, frame: &Frame) {
        let (leads, body) = opening(entry);
        self.lead(leads, entry.number, frame);
        self.flush = true;
        // The entries of a series stand in from its name.
        let series = matches!(body, [Located { node: Block::Entries(_), .. }]);
        let frame = if series { &frame.indented(frame.text.size) } else { frame };
        self.blocks(body, frame);
    }

    /// A definition runs on after its term, a turn after who speaks; further lines hang.
    fn definition(&mut self, entry: &Entry, frame: &Frame) {
        let (leads, body) = opening(entry);
        let term: Inlines = lead_lines(leads, entry.number).into_iter().flatten().collect();
        let hanging = frame.indented(frame.text.size);
        let (first, rest) = match body.split_first() {
            Some((Located { node: Block::Paragraph(words), language: None, .. }, rest)) => (words.as_slice(), rest),
            _ => (&[][..], body),
        };
        let mut words = term;
        if !first.is_empty() && !words.is_empty() {
            words.push(program("\u{2002}"));
        }
        words.extend(first.iter().cloned());
        if !words.is_empty() {
            let by = hanging.left + hanging.right - frame.left - frame.right;
            let unit = self.unit(&words, &hanging, &hanging.style(-by));
            self.push(unit);
        }
        self.flush = false;
        self.blocks(rest, &hanging);
    }

    /// The lines an entry opens with, kept with what follows.
    pub(super) fn lead(&mut self, leads: &[Lead], number: Option<u32>, frame: &Frame) {
        let ragged = Frame { alignment: TextAlignment::Start, variants: false, ..frame.clone() };
        let style = ParagraphStyle { hyphenate: false, ..ragged.style(Length::ZERO) };
        let mut slices = Vec::new();
        for words in lead_lines(leads, number) {
            let lines = self.lines(&words, &ragged, &style);
            slices.extend(self.slices(lines, ragged.grid));
        }
        if slices.is_empty() {
            return;
        }
        let mut unit = Unit::new(0, slices);
        unit.keep_whole();
        unit.keep_with_next();
        self.push(unit);
        self.flush = true;
    }
}

/// What an entry opens with, and the rest of it.
fn opening(entry: &Entry) -> (&[Lead], &[Located<Block>]) {
    match entry.body.split_first() {
        Some((Located { node: Block::Lead(leads), .. }, rest)) => (leads, rest),
        _ => (&[], &entry.body),
    }
}

/// The lines of a lead: its number before the first; a date follows the name or the byline it belongs to.
fn lead_lines(leads: &[Lead], number: Option<u32>) -> Vec<Inlines> {
    let mut lines: Vec<Inlines> = Vec::new();
    let mut dated = false;
    for lead in leads.iter().filter(|lead| !lead.words.is_empty()) {
        let words = match lead.kind {
            LeadKind::Name | LeadKind::Kicker => styled(Style::SmallCaps, &lead.words),
            LeadKind::Term | LeadKind::Title => styled(Style::Strong, &lead.words),
            LeadKind::Subtitle | LeadKind::Answers => styled(Style::Emphasis, &lead.words),
            LeadKind::Byline | LeadKind::Date => lead.words.clone(),
        };
        match lines.last_mut() {
            Some(line) if matches!(lead.kind, LeadKind::Date | LeadKind::Answers) && dated => {
                line.push(program(if lead.kind == LeadKind::Date { ", " } else { " · " }));
                line.extend(words);
            }
            _ => lines.push(words),
        }
        dated = matches!(lead.kind, LeadKind::Name | LeadKind::Byline) || dated && lead.kind == LeadKind::Date;
    }
    if let Some(number) = number {
        let mark = program(&format!("{number}.\u{2002}"));
        match lines.first_mut() {
            Some(line) => line.insert(0, mark),
            None => lines.push(vec![mark]),
        }
    }
    lines
}

fn styled(style: Style, words: &[Inline]) -> Inlines {
    vec![Inline::Styled(style, words.to_vec())]
}
