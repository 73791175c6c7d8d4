//! What a licence asks for, as far as a name of SPDX tells it.

/// Whether it forbids changes: Creative Commons' ND.
pub(super) fn forbids_changes(licence: &str) -> bool {
    all_alternatives(licence, &|one| has_term(one, "ND"))
}

/// Whether it forbids sale: Creative Commons' NC.
pub(super) fn forbids_sale(licence: &str) -> bool {
    all_alternatives(licence, &|one| has_term(one, "NC"))
}

/// Whether the author need not be named: dedications to the public.
pub(super) fn asks_no_credit(licence: &str) -> bool {
    const FREE: [&str; 5] = ["CC0-1.0", "PDDL-1.0", "Unlicense", "0BSD", "CC-PDDC"];
    licence.split(" OR ").any(|one| FREE.contains(&bare(one)))
}

/// Of licences joined by OR one may choose: something is forbidden if all of them forbid it.
fn all_alternatives(licence: &str, forbids: &dyn Fn(&str) -> bool) -> bool {
    licence.split(" OR ").all(|one| one.split(" AND ").any(|part| forbids(bare(part))))
}

fn bare(licence: &str) -> &str {
    licence.trim().trim_matches(['(', ')']).trim()
}

fn has_term(licence: &str, term: &str) -> bool {
    licence.starts_with("CC-") && licence.split('-').any(|part| part == term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_licences() {
        assert!(forbids_changes("CC-BY-ND-4.0") && forbids_changes("CC-BY-NC-ND-3.0-DE"));
        assert!(!forbids_changes("CC-BY-NC-4.0") && !forbids_changes("CC-BY-ND-4.0 OR CC-BY-4.0"));
        assert!(forbids_sale("CC-BY-NC-SA-4.0") && forbids_sale("MIT AND CC-BY-NC-4.0"));
        assert!(!forbids_sale("CC-BY-4.0") && !forbids_sale("NCSA"));
        assert!(asks_no_credit("CC0-1.0") && !asks_no_credit("CC-BY-4.0"));
    }
}
