//! What a licence asks for, as far as a name of SPDX tells it.
//!
//! Of licences joined by OR one may choose, and what is done must be allowed by the one that is chosen, all of it;
//! those joined by AND hold all together. An expression that cannot be read allows nothing.

use spdx::{Expression, LicenseReq};

/// What is done with a piece that a licence may forbid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deeds {
    /// It is abridged or corrected.
    pub(super) changed: bool,
    /// The book is sold.
    pub(super) sold: bool,
}

/// Whether `licence` allows all of `deeds`: Creative Commons' ND forbids changes, NC sale.
pub(super) fn allows(licence: &str, deeds: Deeds) -> bool {
    satisfied(licence, &|one| one_allows(one, deeds))
}

/// Whether the author has to be named, under every choice that allows `deeds`: not by dedications to the public.
pub(super) fn asks_credit(licence: &str, deeds: Deeds) -> bool {
    const FREE: [&str; 5] = ["CC0-1.0", "PDDL-1.0", "Unlicense", "0BSD", "CC-PDDC"];
    !satisfied(licence, &|one| FREE.contains(&one) && one_allows(one, deeds))
}

fn satisfied(licence: &str, suits: &dyn Fn(&str) -> bool) -> bool {
    let expression = Expression::parse(licence.trim());
    expression.is_ok_and(|expression| expression.evaluate(|one: &LicenseReq| suits(&one.license.to_string())))
}

fn one_allows(licence: &str, deeds: Deeds) -> bool {
    !(deeds.changed && has_term(licence, "ND") || deeds.sold && has_term(licence, "NC"))
}

/// Of Creative Commons' licences, those under a name of one's own too: `LicenseRef-CC-BY-ND`.
fn has_term(licence: &str, term: &str) -> bool {
    let mut parts = licence.split('-').skip_while(|part| *part != "CC");
    parts.any(|part| part == term)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGED: Deeds = Deeds { changed: true, sold: false };
    const SOLD: Deeds = Deeds { changed: false, sold: true };
    const BOTH: Deeds = Deeds { changed: true, sold: true };

    #[test]
    fn terms_of_licences() {
        for (licence, changes, sale) in [
            ("CC-BY-ND-4.0", false, true),
            ("CC-BY-NC-ND-3.0-DE", false, false),
            ("CC-BY-NC-4.0", true, false),
            ("CC-BY-4.0", true, true),
            ("NCSA", true, true),
            ("LicenseRef-CC-BY-ND", false, true),
            ("CC-BY-ND-4.0 OR CC-BY-4.0", true, true),
            ("MIT AND CC-BY-NC-4.0", true, false),
            ("CC-BY-ND-4.0 AND (MIT OR CC-BY-4.0)", false, true),
            ("(CC-BY-NC-4.0 AND MIT) OR (CC-BY-ND-4.0 AND MIT)", true, true),
            ("no licence", false, false),
        ] {
            assert_eq!((allows(licence, CHANGED), allows(licence, SOLD)), (changes, sale), "{licence}");
        }
    }

    #[test]
    fn one_choice_has_to_allow_everything() {
        assert!(!allows("CC-BY-ND-4.0 OR CC-BY-NC-4.0", BOTH) && allows("CC-BY-ND-4.0 OR MIT", BOTH));
    }

    #[test]
    fn credit_is_owed_where_any_licence_that_holds_asks_for_it() {
        assert!(!asks_credit("CC0-1.0", BOTH) && asks_credit("CC-BY-4.0", BOTH));
        assert!(!asks_credit("CC0-1.0 OR CC-BY-4.0", BOTH) && asks_credit("CC0-1.0 AND CC-BY-4.0", BOTH));
    }
}
