//! The citation style that a manifest names: one of hayagriva's archive, or a `.csl` file.
//!
//! CSL 1.0.2 is asked of a file, and besides what hayagriva takes on trust: that every macro called is there, and that
//! none leads back to itself, too deep or to too much.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style};

use super::broken::{self, Broken};
use super::calls::{Endless, endless};
use super::mend::depth;
use super::style::Setup;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// Names the manifest may use besides those of hayagriva's archive: what the houses call their own.
const NAMES: &[(&str, &str)] = &[
    ("chicago", "chicago-notes"),
    ("harts", "modern-humanities-research-association"),
    ("mhra", "modern-humanities-research-association"),
];

/// How deep a style's elements may stand in each other: the deepest published styles have about 20.
const DEEPEST: usize = 100;

/// The style that is named; `None` and errors where there is none, or none that can be used.
pub(super) fn named(setup: &Setup<'_>, diagnostics: &mut Diagnostics) -> Option<IndependentStyle> {
    if let Some((file, text)) = setup.file {
        let faults = match read(text) {
            Ok(style) => return Some(style),
            Err(faults) => faults,
        };
        for fault in faults {
            diagnostics.push(fault.told(file, setup.style.span));
        }
        return None;
    }
    let name = setup.style.value.trim();
    let lower = name.to_ascii_lowercase();
    let known = NAMES.iter().find(|(ours, _)| *ours == lower).map_or(lower.as_str(), |(_, theirs)| theirs);
    let style = ArchivedStyle::by_name(known).map(archived);
    if style.is_none() {
        let archive = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
        let valid: Vec<&str> = NAMES.iter().map(|(ours, _)| *ours).chain(archive).collect();
        let fault = Diagnostic::error("unknown-citation-style", format!("no citation style is called `{name}`"))
            .at(setup.style.span, "not a bundled style")
            .choices(name, valid);
        diagnostics.push(fault.hint("or the path of a `.csl` file, relative to the manifest"));
    }
    style
}

/// A style of the archive.
pub(super) fn archived(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        Style::Independent(style) => style,
        // The archive holds no dependent styles; were there one, its parent is what it means.
        Style::Dependent(_) => archived(ArchivedStyle::ChicagoNotes),
    }
}

/// What keeps a file from being used, with its place and the way out.
#[derive(Debug)]
struct Fault {
    broken: Broken,
    label: &'static str,
    /// The name that is not there, and those that are.
    choices: Option<(String, Vec<String>)>,
    hint: Option<&'static str>,
}

impl Fault {
    fn new(broken: Broken, label: &'static str) -> Self {
        Self { broken, label, choices: None, hint: None }
    }

    fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    fn told(self, file: FileId, named: Span) -> Diagnostic {
        let mut fault = Diagnostic::error("bad-citation-style", self.broken.message)
            .at(Span::new(file, self.broken.at), self.label)
            .also(named, "named here");
        if let Some((name, known)) = self.choices {
            fault = fault.choices(&name, known.iter().map(String::as_str));
        }
        match self.hint {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    }
}

fn read(text: &str) -> Result<IndependentStyle, Vec<Fault>> {
    if depth(text) > DEEPEST {
        let message = "the citation style's elements stand too deep in each other".to_owned();
        return Err(vec![Fault::new(Broken { message, at: broken::first_line(text) }, "this style")]);
    }
    // The older spelling of this locator reads as a list of two. It keeps its length, so that places hold.
    let text = &text.replace("locator=\"sub verbo\"", "locator=\"sub-verbo\"");
    let style = match Style::from_xml(text) {
        Ok(Style::Independent(style)) => style,
        Ok(Style::Dependent(style)) => return parent(text, &style.parent_link.href).map_err(|fault| vec![fault]),
        Err(error) => {
            let fault = Fault::new(broken::find(text, &error.to_string()), "here");
            return Err(vec![fault.hint("a CSL 1.0 style is meant, as at https://www.zotero.org/styles")]);
        }
    };
    let mut faults = missing_macros(text, &style);
    faults.extend(endless(&style).map(|what| without_end(text, &what)));
    if faults.is_empty() { Ok(style) } else { Err(faults) }
}

/// What keeps the macros of a style from being set.
fn without_end(text: &str, what: &Endless) -> Fault {
    let (name, does, label, hint) = match what {
        Endless::Circle(name) => (
            name,
            "leads back to itself",
            "without end",
            "take out one of the calls between this macro and those it calls",
        ),
        Endless::Deep(name) => {
            (name, "calls others too deep", "a hundred and more, each called by the one before", "call fewer in a row")
        }
        Endless::Large(name) => (
            name,
            "calls others too often",
            "they come to hundreds of thousands of elements",
            "call each of these macros less often",
        ),
    };
    let message = format!("the citation style's macro `{name}` {does}");
    Fault::new(Broken { message, at: broken::macro_called(text, name) }, label).hint(hint)
}

/// The style that a dependent one stands for.
fn parent(text: &str, address: &str) -> Result<IndependentStyle, Fault> {
    ArchivedStyle::by_id(address).map(archived).ok_or_else(|| {
        let message = format!("the citation style only names another, `{address}`, which is not bundled");
        let fault = Fault::new(Broken { message, at: broken::link_to(text, address) }, "the style that it names");
        fault.hint("save the style it names and use that")
    })
}

/// Calls of macros that the style has not: each would print nothing, without a word.
fn missing_macros(text: &str, style: &IndependentStyle) -> Vec<Fault> {
    let known: Vec<String> = style.macros.iter().map(|part| part.name.clone()).collect();
    let calls = broken::calls(text).filter(|(name, _)| !known.iter().any(|known| known == name));
    calls
        .map(|(name, at)| {
            let message = format!("the citation style has no macro `{name}`");
            let fault = Fault::new(Broken { message, at }, "called here");
            Fault { choices: Some((name.to_owned(), known.clone())), ..fault }
        })
        .collect()
}
