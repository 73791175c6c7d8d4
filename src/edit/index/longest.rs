//! The longest match wins: where one heading's words lie inside another's, only the longer ones count.

use super::headings::HeadingId;

/// Words that would lead to a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The lead's number.
    pub(super) lead: usize,
    /// The main heading it is under: heading and subheading do not compete.
    pub(super) root: HeadingId,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The candidates that lie inside no longer one of another main heading, in order. One sort and one pass.
pub(super) fn longest(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|c| (c.start, std::cmp::Reverse(c.end), c.lead));
    // Of all that began earlier, the one that reaches farthest, and the farthest of another main heading.
    let mut farthest: Option<Candidate> = None;
    let mut other: Option<Candidate> = None;
    candidates.retain(|candidate| {
        let covers = |wide: &Option<Candidate>| {
            wide.is_some_and(|wide| {
                wide.root != candidate.root
                    && wide.end >= candidate.end
                    && (wide.start, wide.end) != (candidate.start, candidate.end)
            })
        };
        let covered = covers(&farthest) || covers(&other);
        match farthest {
            Some(far) if far.end >= candidate.end => {
                if far.root != candidate.root && other.is_none_or(|other| other.end < candidate.end) {
                    other = Some(*candidate);
                }
            }
            far => {
                if far.is_some_and(|far| far.root != candidate.root) {
                    other = far;
                }
                farthest = Some(*candidate);
            }
        }
        !covered
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slowly(candidates: &[Candidate]) -> Vec<Candidate> {
        let longer = |a: &Candidate, b: &Candidate| {
            a.root != b.root && a.start <= b.start && a.end >= b.end && (a.start, a.end) != (b.start, b.end)
        };
        candidates.iter().filter(|c| !candidates.iter().any(|wide| longer(wide, c))).copied().collect()
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_comparing_all_finds(raw in prop::collection::vec((0..4_usize, 0..12_usize, 1..8_usize), 0..12)) {
            let make = |(lead, (root, start, length)): (usize, (usize, usize, usize))| {
                Candidate { lead, root, start, end: start + length }
            };
            let candidates: Vec<Candidate> = raw.into_iter().enumerate().map(make).collect();
            let mut expected = slowly(&candidates);
            expected.sort_by_key(|c| (c.start, std::cmp::Reverse(c.end), c.lead));
            prop_assert_eq!(longest(candidates), expected);
        }
    }
}
