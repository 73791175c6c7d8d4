//! Turns that answer each other: each says whom it answers, and leads there.

use std::collections::BTreeMap;

use super::desk::{Desk, said};
use crate::book::AnchorId;
use crate::document::{Block, Entry, Inline, Lead, LeadKind, Located, Target, plain_text};

/// Puts a link to the turn that is answered behind the name and the day of each that answers one. It shows the
/// name, and the number where turns are counted.
pub(super) fn link(desk: &mut Desk<'_>, turns: &mut [Entry], division: AnchorId) {
    let named: BTreeMap<String, usize> =
        turns.iter().enumerate().filter_map(|(at, turn)| Some((turn.id.clone()?, at))).collect();
    let mut anchors: BTreeMap<usize, AnchorId> = BTreeMap::new();
    for at in 0..turns.len() {
        let Some(answered) = turns[at].answers.and_then(|number| named.get(&format!("comment-{number}")).copied())
        else {
            continue;
        };
        let paragraph = turns[answered].body.first().map_or(0, |block| block.number);
        let anchor = *anchors.entry(answered).or_insert_with(|| desk.anchors.within(division, paragraph));
        let Some(words) = shown(&turns[answered]) else { continue };
        let link = Inline::Link { target: Target::Anchor(anchor), content: vec![said(words)], span: None };
        let words = vec![said(format!("{} ", desk.words.in_reply_to)), link];
        change(&mut turns[at], |leads| leads.push(Lead { kind: LeadKind::Answers, words }));
    }
    for (at, anchor) in anchors {
        change(&mut turns[at], |leads| match leads.first_mut() {
            Some(lead) => lead.words.insert(0, Inline::Anchor(anchor)),
            None => leads.push(Lead { kind: LeadKind::Name, words: vec![Inline::Anchor(anchor)] }),
        });
    }
}

/// What the turn is called where another answers it.
fn shown(turn: &Entry) -> Option<String> {
    let name = match turn.body.first().map(|block| &block.node) {
        Some(Block::Lead(leads)) => leads.iter().find(|lead| lead.kind == LeadKind::Name),
        _ => None,
    };
    let name = name.map(|lead| plain_text(&lead.words));
    match (name, turn.number) {
        (Some(name), Some(number)) => Some(format!("{name} ({number})")),
        (Some(name), None) => Some(name),
        (None, Some(number)) => Some(number.to_string()),
        (None, None) => None,
    }
}

/// Changes what the turn opens with, made where it has nothing.
fn change(turn: &mut Entry, change: impl FnOnce(&mut Vec<Lead>)) {
    match turn.body.first_mut() {
        Some(Located { node: Block::Lead(leads), .. }) => change(leads),
        Some(block) => {
            let mut leads = Vec::new();
            change(&mut leads);
            let lead = Located::new(Block::Lead(leads), block.span, 0);
            turn.body.insert(0, lead);
        }
        None => {}
    }
}
