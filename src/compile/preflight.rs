//! What a printer would object to, told to the editor: a warning for each kind, with its pages and objects.

use std::fmt::Write as _;

use crate::design::Press;
use crate::design::press::READ;
use crate::diagnostic::{Diagnostic, Span};
use crate::length::Length;
use crate::pdf::preflight::{Finding, Flaw};

/// What an edition for the press has to say of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ForPress {
    /// How thick the book is, where its paper is known.
    pub spine: Option<Length>,
    /// What the printer would object to, in the order of the pages.
    pub findings: Vec<Finding>,
}

impl ForPress {
    /// What was found of a book of so many pages.
    pub(super) fn of(press: &Press, pages: usize, findings: Vec<Finding>) -> Self {
        Self { spine: press.spine(pages), findings }
    }

    /// As the report has it: the spine, and a line for each finding.
    #[must_use]
    pub fn report(&self) -> String {
        let mut out = String::from("\nfor the press\n\n");
        if let Some(spine) = self.spine {
            let _ = writeln!(out, "spine {} ({})", spine.written("mm"), spine.written("in"));
        }
        for finding in &self.findings {
            let _ = writeln!(out, "{finding}");
        }
        if self.findings.is_empty() {
            out.push_str("nothing that a printer would object to\n");
        }
        out
    }

    /// A warning for each kind of objection.
    pub(super) fn warnings(&self, press: &Press, edition: Span) -> Vec<Diagnostic> {
        let mut codes: Vec<&'static str> = Vec::new();
        for finding in &self.findings {
            if !codes.contains(&finding.flaw.code()) {
                codes.push(finding.flaw.code());
            }
        }
        let printer = press.limits().printer;
        codes.into_iter().map(|code| warning(code, &self.findings, printer).at(edition, "this edition")).collect()
    }
}

/// One warning for all findings of a kind.
fn warning(code: &'static str, findings: &[Finding], printer: &str) -> Diagnostic {
    /// Named one by one; more are counted.
    const TOLD: usize = 5;
    let of_kind: Vec<&Finding> = findings.iter().filter(|finding| finding.flaw.code() == code).collect();
    let told: Vec<String> = of_kind.iter().take(TOLD).map(ToString::to_string).collect();
    let more = of_kind.len().saturating_sub(TOLD);
    let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
    let (what, hint) = said(&of_kind[0].flaw, printer);
    let message = match told.as_slice() {
        [one] => format!("{what}: {one}"),
        all => format!("{what}:\n{}{more}", all.join("\n")),
    };
    Diagnostic::warning(code, message).hint(hint)
}

/// What a kind of objection is, and what to do.
fn said(flaw: &Flaw, printer: &str) -> (String, String) {
    let limits = || format!("its limits are those read on {READ}: look at its own pages too");
    match flaw {
        Flaw::Resolution(..) => (
            "pictures will print coarsely".into(),
            "find a larger original, or print it smaller; enlarging the file does not help".into(),
        ),
        Flaw::Paled => (
            "coloured pictures are printed in black ink".into(),
            "make them gray yourself and look at them, or name the press's profile: output-profile = \"….icc\"".into(),
        ),
        Flaw::Ink(..) => (
            format!("more ink than {printer} takes"),
            "lighten the picture's shadows, or use a profile for less ink".into(),
        ),
        Flaw::ThinLine(..) => ("lines may not print".into(), "draw them thicker, or print the drawing larger".into()),
        Flaw::SmallType(..) => {
            ("type is too small to print well".into(), "raise `size`, or the one of `sizes` it is set in".into())
        }
        Flaw::NearEdge(..) => (
            format!("something stands nearer to the edge than {printer} takes"),
            "give wider `margins`, or `margins = \"trade\"`".into(),
        ),
        Flaw::NoBleed(..) => (
            "pictures end where the page is cut".into(),
            "let them reach beyond it and say `bleed`, or keep them away from the edge".into(),
        ),
        Flaw::BlankPages(..) => (
            format!("more blank pages in a row than {printer} takes"),
            "let chapters begin on any page: chapters-start = \"page\"".into(),
        ),
        Flaw::PageCount(..) | Flaw::Bleed(..) | Flaw::Marks | Flaw::Standard => {
            (format!("{printer} does not take this"), limits())
        }
    }
}
