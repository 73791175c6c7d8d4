//! Fits a style to the works it has to set, so that it does not ask again and again what is known.
//!
//! A style such as Chicago's asks for each piece of a citation which of forty types the work is and
//! which of a hundred variables it has, and hayagriva goes through all of it at every level. Where all
//! works of a book give the same answer, the question is taken out, and so is what then prints nothing ([`bare`]).
//!
//! This also mends what hayagriva gets wrong: a variable that stood for another (a periodical's name for the
//! author's) is not set again, but to questions it is still there (CSL 1.0.2, "Substitute").

use std::collections::BTreeSet;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement as Element, NamesChild,
};

use super::{bare, text_of};

/// What is known of the works.
#[derive(Debug, Default)]
pub(super) struct Works {
    kinds: Vec<Kind>,
    /// Variables that some of them have.
    variables: BTreeSet<String>,
    /// Variables that all of them have.
    shared: Option<BTreeSet<String>>,
    /// Dates that may be wrong in some of them.
    guessed: BTreeSet<String>,
}

/// What a question comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Open,
}

impl Works {
    /// What is known of `items`.
    pub(super) fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Self {
        let mut works = Self::default();
        for item in items {
            let kind = text_of(item, "type").and_then(|kind| kind.parse().ok());
            if let Some(kind) = kind.filter(|kind| !works.kinds.contains(kind)) {
                works.kinds.push(kind);
            }
            for variable in item.0.keys() {
                if !works.variables.contains(variable) {
                    works.variables.insert(variable.clone());
                }
            }
            let guessed = item.0.iter().filter(|(_, value)| matches!(value, Value::Date(date) if date.is_approx()));
            works.guessed.extend(guessed.map(|(variable, _)| variable.clone()));
            match &mut works.shared {
                Some(shared) => shared.retain(|variable| item.0.contains_key(variable)),
                None => works.shared = Some(works.variables.clone()),
            }
        }
        works
    }

    /// Lets the works be of one more kind.
    pub(super) fn or(mut self, kind: Kind) -> Self {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        self
    }

    /// `style` without the questions that these works answer, and without what it never prints of them.
    pub(super) fn fit(&self, style: &IndependentStyle) -> IndependentStyle {
        let mut style = self.answer(style);
        bare::strip(&mut style, &|variable| self.is_missing(variable));
        style
    }

    /// `style` without the questions that these works answer.
    pub(super) fn answer(&self, style: &IndependentStyle) -> IndependentStyle {
        let mut style = style.clone();
        self.elements(&mut style.citation.layout.elements);
        if let Some(bibliography) = &mut style.bibliography {
            self.elements(&mut bibliography.layout.elements);
        }
        for part in &mut style.macros {
            self.elements(&mut part.children);
        }
        style
    }

    fn elements(&self, elements: &mut Vec<Element>) {
        let mut fitted = Vec::with_capacity(elements.len());
        for mut element in std::mem::take(elements) {
            match &mut element {
                Element::Group(group) => self.elements(&mut group.children),
                Element::Names(names) => {
                    for child in &mut names.children {
                        if let NamesChild::Substitute(substitute) = child {
                            // The first of its children that sets something counts: a question must stay one child.
                            substitute.children.iter_mut().for_each(|child| self.inside(child));
                        }
                    }
                }
                _ => {}
            }
            match element {
                Element::Choose(choose) => self.choose(choose, &mut fitted),
                other => fitted.push(other),
            }
        }
        *elements = fitted;
    }

    /// Fits what is inside a child of a substitute, but not the child itself.
    fn inside(&self, element: &mut Element) {
        match element {
            Element::Group(group) => self.elements(&mut group.children),
            Element::Choose(choose) => {
                self.elements(&mut choose.if_.children);
                choose.else_if.iter_mut().for_each(|branch| self.elements(&mut branch.children));
                if let Some(otherwise) = &mut choose.otherwise {
                    self.elements(&mut otherwise.children);
                }
            }
            _ => {}
        }
    }

    /// Puts what is left of a question into `fitted`.
    fn choose(&self, choose: Choose, fitted: &mut Vec<Element>) {
        let mut open = Vec::new();
        let mut otherwise = choose.otherwise;
        for mut branch in std::iter::once(choose.if_).chain(choose.else_if) {
            match self.branch(&mut branch) {
                Answer::No => {}
                Answer::Open => {
                    self.elements(&mut branch.children);
                    open.push(branch);
                }
                Answer::Yes => {
                    otherwise = Some(hayagriva::citationberg::ElseBranch { children: branch.children });
                    break;
                }
            }
        }
        if let Some(otherwise) = &mut otherwise {
            self.elements(&mut otherwise.children);
        }
        let mut open = open.into_iter();
        match open.next() {
            Some(first) => {
                fitted.push(Element::Choose(Choose { if_: first, else_if: open.collect(), otherwise }));
            }
            None => fitted.extend(otherwise.into_iter().flat_map(|otherwise| otherwise.children)),
        }
    }

    /// Answers a branch as far as it can be, and takes answered questions out of it.
    fn branch(&self, branch: &mut ChooseBranch) -> Answer {
        let mut answers = Vec::new();
        let asks_else = branch.disambiguate.is_some() || branch.locator.is_some() || branch.position.is_some();
        if let Some(kinds) = branch.type_.take() {
            let (open, mut known) = split(kinds, |kind| self.is(*kind));
            answers.append(&mut known);
            branch.type_ = open;
        }
        if let Some(variables) = branch.variable.take() {
            let (open, mut known) = split(variables, |variable| self.has(*variable));
            answers.append(&mut known);
            branch.variable = open;
        }
        if let Some(variables) = branch.is_numeric.take() {
            let (open, mut known) = split(variables, |variable| self.counts(*variable));
            answers.append(&mut known);
            branch.is_numeric = open;
        }
        if let Some(dates) = branch.is_uncertain_date.take() {
            let (open, mut known) =
                split(dates, |date| if self.guessed.contains(&date.to_string()) { Answer::Open } else { Answer::No });
            answers.append(&mut known);
            branch.is_uncertain_date = open;
        }
        let open = asks_else
            || branch.type_.is_some()
            || branch.variable.is_some()
            || branch.is_numeric.is_some()
            || branch.is_uncertain_date.is_some();
        let (yes, no) = (answers.contains(&Answer::Yes), answers.contains(&Answer::No));
        match branch.match_ {
            ChooseMatch::Any if yes => Answer::Yes,
            ChooseMatch::All if no => Answer::No,
            ChooseMatch::None if yes => Answer::No,
            _ if open => Answer::Open,
            ChooseMatch::Any => Answer::No,
            ChooseMatch::All | ChooseMatch::None => Answer::Yes,
        }
    }

    fn is(&self, kind: Kind) -> Answer {
        match (self.kinds.contains(&kind), self.kinds.len()) {
            (false, _) => Answer::No,
            (true, 1) => Answer::Yes,
            (true, _) => Answer::Open,
        }
    }

    /// Whether a variable is a number; only where it is missing that is known.
    fn counts(&self, variable: Variable) -> Answer {
        match self.has(variable) {
            Answer::No => Answer::No,
            Answer::Yes | Answer::Open => Answer::Open,
        }
    }

    /// Whether no work has a variable, and none gets it where it is cited.
    fn is_missing(&self, variable: Variable) -> bool {
        let given = [StandardVariable::YearSuffix, StandardVariable::CitationLabel];
        !given.iter().any(|given| variable == Variable::Standard(*given)) && self.has(variable) == Answer::No
    }

    /// Whether the works have a variable.
    fn has(&self, variable: Variable) -> Answer {
        let given = matches!(
            variable,
            Variable::Number(
                NumberVariable::Locator
                    | NumberVariable::CitationNumber
                    | NumberVariable::FirstReferenceNoteNumber
                    | NumberVariable::PageFirst
            )
        );
        let name = variable.to_string();
        match &self.shared {
            _ if given => Answer::Open,
            Some(shared) if shared.contains(&name) => Answer::Yes,
            _ if self.variables.contains(&name) => Answer::Open,
            _ => Answer::No,
        }
    }
}

/// The questions of a list that stay open, and the answers to the others.
fn split<T>(list: Vec<T>, answer: impl Fn(&T) -> Answer) -> (Option<Vec<T>>, Vec<Answer>) {
    let mut answers = Vec::new();
    let open: Vec<T> = list
        .into_iter()
        .filter(|question| match answer(question) {
            Answer::Open => true,
            known => {
                answers.push(known);
                false
            }
        })
        .collect();
    ((!open.is_empty()).then_some(open), answers)
}
