//! What an edition for the press says of its printing.

use crate::design::{PdfKind, Standard, press};
use crate::diagnostic::Diagnostic;
use crate::length::Length;
use crate::manifest::design::{PRINTERS, STANDARDS};
use crate::manifest::table::{Desk, Fields, text};
use crate::manifest::tree::Node;
use crate::manifest::value::length_within;
use crate::manifest::{EditionSpec, PressSpec, path};

/// Reads the keys of [`PressSpec`].
pub(super) fn press(fields: &mut Fields<'_>) -> PressSpec {
    PressSpec {
        standard: fields.choice("standard", STANDARDS).unwrap_or_default(),
        printer: fields.choice("preset", PRINTERS),
        marks: fields.flag("marks").unwrap_or_default(),
        leaf: fields.read("paper", paper),
        condition: fields.read("output-condition", text),
        profile: fields.read("output-profile", path::file),
    }
}

/// A paper by its name or by the thickness of a leaf.
fn paper(node: &Node, desk: &Desk<'_>) -> Option<Length> {
    let written = text(node, desk)?;
    if let Some(leaf) = press::paper(&written.value) {
        return Some(leaf);
    }
    if written.value.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return length_within(node, desk, Length::mm(0.02), Length::mm(2.0));
    }
    let names = press::PAPERS.iter().map(|(name, _)| *name);
    let fault = Diagnostic::error("bad-value", format!("`{}` is no paper that is known", written.value));
    let fault = fault.at(node.span, "neither a paper nor the thickness of a leaf").choices(&written.value, names);
    desk.note(fault.hint("or the thickness of one leaf, as the maker of the paper gives it: paper = \"0.11mm\""));
    None
}

/// PDF/X-4 has the profile of its printing condition in the file (ISO 15930-7): a name is not enough.
pub(super) fn check(spec: &EditionSpec, desk: &Desk<'_>) {
    let said = &spec.press;
    if spec.kind == PdfKind::Press
        && said.standard == Standard::X4
        && said.profile.is_none()
        && let Some(condition) = &said.condition
    {
        let fault = Diagnostic::error("no-profile", "PDF/X-4 holds the profile of its printing condition itself");
        let fault = fault.at(condition.span, "named, but its profile is not given");
        desk.note(
            fault.hint("give its file, `output-profile = \"….icc\"`, or leave the condition out and print in black"),
        );
    }
}
