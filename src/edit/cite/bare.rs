//! Takes out of a style what prints nothing for any of the works it sets.
//!
//! hayagriva asks each group and macro what it will print before it sets it, and again at each level above: what is
//! empty for sure costs as much as what is not. A group whose variables are all missing is not printed (CSL 1.0.2,
//! "Group"), and that it has variables counts in the groups around it: so of several such elements one stays.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{NumberOrPageVariable, StandardVariable, Variable};
use hayagriva::citationberg::{Choose, IndependentStyle, LayoutRenderingElement as Element, Text, TextTarget};

/// How deep macros call each other, as far as it is followed.
const DEEPEST: usize = 12;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    /// It holds nothing at all.
    Nothing,
    /// It prints nothing, for its variables are missing.
    Missing,
    /// It prints words of the style's.
    Constant,
    /// It may print something.
    Some,
}

/// Takes out what prints nothing, where `missing` says which variables no work has.
pub(super) fn strip(style: &mut IndependentStyle, missing: &dyn Fn(Variable) -> bool) {
    let mut bare = Bare { missing, macros: BTreeMap::new() };
    for _ in 0..DEEPEST {
        let mut changed = false;
        for part in &mut style.macros {
            bare.list(&mut part.children);
            let worth = bare.all(&part.children);
            changed |= bare.macros.insert(part.name.clone(), worth) != Some(worth);
        }
        if !changed {
            break;
        }
    }
    bare.list(&mut style.citation.layout.elements);
    if let Some(bibliography) = &mut style.bibliography {
        bare.list(&mut bibliography.layout.elements);
    }
}

struct Bare<'s> {
    missing: &'s dyn Fn(Variable) -> bool,
    macros: BTreeMap<String, Worth>,
}

impl Bare<'_> {
    fn list(&self, elements: &mut Vec<Element>) {
        for element in elements.iter_mut() {
            match element {
                Element::Group(group) => self.list(&mut group.children),
                Element::Choose(choose) => self.branches(choose),
                // Of what stands for a name the first that prints counts.
                _ => {}
            }
        }
        elements.retain(|element| self.worth(element) != Worth::Nothing);
        let is_missing = |element: &Element| self.worth(element) == Worth::Missing;
        // The simplest stays.
        let leaf = elements.iter().position(|element| is_missing(element) && is_leaf(element));
        let Some(kept) = leaf.or_else(|| elements.iter().position(is_missing)) else { return };
        let mut at = 0;
        elements.retain(|element| {
            at += 1;
            at - 1 == kept || !is_missing(element)
        });
    }

    fn branches(&self, choose: &mut Choose) {
        self.list(&mut choose.if_.children);
        choose.else_if.iter_mut().for_each(|branch| self.list(&mut branch.children));
        if let Some(otherwise) = &mut choose.otherwise {
            self.list(&mut otherwise.children);
        }
    }

    /// What a group or macro of `elements` is worth.
    fn all(&self, elements: &[Element]) -> Worth {
        let mut all = Worth::Nothing;
        for element in elements {
            all = match (all, self.worth(element)) {
                (_, Worth::Some) => return Worth::Some,
                (Worth::Missing, _) | (_, Worth::Missing) => Worth::Missing,
                (Worth::Constant, _) | (_, Worth::Constant) => Worth::Constant,
                _ => Worth::Nothing,
            };
        }
        all
    }

    fn worth(&self, element: &Element) -> Worth {
        match element {
            // A group inside that prints lets the one around it print.
            Element::Group(group) => match self.all(&group.children) {
                Worth::Constant => Worth::Some,
                worth => worth,
            },
            Element::Text(text) => self.text(text),
            Element::Number(number) => {
                let variable = match number.variable {
                    NumberOrPageVariable::Number(number) => Variable::Number(number),
                    NumberOrPageVariable::Page(page) => Variable::Page(page),
                };
                if (self.missing)(variable) { Worth::Missing } else { Worth::Some }
            }
            Element::Label(_) | Element::Date(_) | Element::Names(_) | Element::Choose(_) => Worth::Some,
        }
    }

    fn text(&self, text: &Text) -> Worth {
        match &text.target {
            TextTarget::Variable { var, .. } => {
                let missing = |var| (self.missing)(var);
                let title = Variable::Standard(StandardVariable::Title);
                let short = Variable::Standard(StandardVariable::TitleShort);
                let missing = if *var == title { missing(title) && missing(short) } else { missing(*var) };
                if missing { Worth::Missing } else { Worth::Some }
            }
            TextTarget::Macro { name } => match self.macros.get(name) {
                // What a macro prints without a variable counts as a variable that is there.
                Some(worth @ (Worth::Nothing | Worth::Missing)) => *worth,
                _ => Worth::Some,
            },
            TextTarget::Term { .. } | TextTarget::Value { .. } => Worth::Constant,
        }
    }
}

/// Whether there is nothing inside an element.
fn is_leaf(element: &Element) -> bool {
    match element {
        Element::Text(text) => !matches!(text.target, TextTarget::Macro { .. }),
        Element::Group(_) => false,
        _ => true,
    }
}
