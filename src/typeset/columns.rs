//! Divides an index into columns and pages. Knows heights, no words.

use std::ops::Range;

/// A line as the columns see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strip {
    /// Its rows.
    pub(super) rows: u32,
    /// Empty rows before it, except at the head of a column.
    pub(super) before: u32,
    /// Whether it must not end a column: a letter over its entries.
    pub(super) leads: bool,
}

/// The strips that fill one column of `rows` from `from` on; at least one, if there is one.
pub(super) fn fill(strips: &[Strip], from: usize, rows: u32) -> Range<usize> {
    let mut used = 0;
    let mut end = from;
    for (at, strip) in strips.iter().enumerate().skip(from) {
        let before = if at == from { 0 } else { strip.before };
        if at > from && used + before + strip.rows > rows {
            break;
        }
        used += before + strip.rows;
        end = at + 1;
    }
    if end < strips.len() {
        let kept = strips[from..end].iter().rposition(|strip| !strip.leads).map_or(end, |at| from + at + 1);
        return from..kept;
    }
    from..end
}

/// The columns of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many.
    pub(super) count: usize,
    /// Rows of each.
    pub(super) rows: u32,
    /// Rows of the first that are taken already.
    pub(super) taken: u32,
}

/// What stands in the columns of one page.
pub(super) fn page(strips: &[Strip], from: usize, columns: Columns) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(columns.count);
    let mut at = from;
    for number in 0..columns.count {
        let taken = if number == 0 { columns.taken } else { 0 };
        let range = fill(strips, at, columns.rows.saturating_sub(taken));
        at = range.end;
        ranges.push(range);
    }
    ranges
}

/// What stands in the columns of a last page: as short as holds the rest, so that they are even.
pub(super) fn balanced(strips: &[Strip], from: usize, columns: Columns) -> Vec<Range<usize>> {
    let set = |rows| page(strips, from, Columns { rows, ..columns });
    // In columns too short for what is kept together it would be parted.
    let kept = |range: &Range<usize>| range.end == strips.len() || range.is_empty() || !strips[range.end - 1].leads;
    let ends = |rows| {
        let set = set(rows);
        set.last().is_some_and(|range| range.end == strips.len()) && set.iter().all(kept)
    };
    let (mut low, mut high) = (1, columns.rows);
    while low < high {
        let middle = low.midpoint(high);
        if ends(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    set(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(count: usize) -> Vec<Strip> {
        vec![Strip { rows: 1, before: 0, leads: false }; count]
    }

    #[test]
    fn the_last_page_is_even() {
        let columns = Columns { count: 2, rows: 30, taken: 0 };
        assert_eq!(balanced(&lines(11), 0, columns), [0..6, 6..11]);
        assert_eq!(balanced(&lines(11), 0, Columns { count: 3, ..columns }), [0..4, 4..8, 8..11]);
        assert_eq!(balanced(&lines(11), 0, Columns { taken: 1, ..columns }), [0..5, 5..11]);
    }

    #[test]
    fn a_letter_goes_with_its_entries() {
        let mut strips = lines(6);
        strips[3] = Strip { rows: 1, before: 1, leads: true };
        assert_eq!(fill(&strips, 0, 5), 0..3);
        assert_eq!(fill(&strips, 3, 5), 3..6);
    }

    #[test]
    fn a_letter_and_its_only_entry_stand_in_one_column() {
        let strips = [Strip { rows: 1, before: 0, leads: true }, Strip { rows: 1, before: 0, leads: false }];
        assert_eq!(balanced(&strips, 0, Columns { count: 2, rows: 30, taken: 0 })[0], 0..2);
    }

    #[test]
    fn a_last_subentry_stands_at_no_columns_head_alone() {
        // A heading with three subentries, the last two kept together: four rows hold all but the last.
        let mut strips = lines(8);
        for kept in [3, 5] {
            strips[kept].leads = true;
        }
        assert_eq!(page(&strips, 0, Columns { count: 2, rows: 6, taken: 0 }), [0..5, 5..8]);
    }

    proptest! {
        #[test]
        fn no_column_ends_in_what_leads_while_it_holds_anything_else(
            kinds in proptest::collection::vec(any::<bool>(), 1..120),
            (count, rows) in (1usize..4, 1u32..20),
        ) {
            let strips: Vec<Strip> = kinds.iter().map(|leads| Strip { rows: 1, before: 0, leads: *leads }).collect();
            for range in page(&strips, 0, Columns { count, rows, taken: 0 }) {
                let within = strips.get(range.clone()).unwrap_or_default();
                let other = within.iter().any(|strip| !strip.leads);
                let last = within.last().is_some_and(|strip| strip.leads);
                prop_assert!(!(other && last && range.end < strips.len()), "{range:?} of {kinds:?}");
            }
        }

        #[test]
        fn every_strip_is_placed_once(
            kinds in proptest::collection::vec((1u32..4, 0u32..2, any::<bool>()), 0..200),
            (count, rows, taken) in (1usize..4, 1u32..20, 0u32..3),
        ) {
            let strips: Vec<Strip> =
                kinds.iter().map(|&(rows, before, leads)| Strip { rows, before, leads }).collect();
            let mut at = 0;
            let mut pages = 0;
            while at < strips.len() {
                let page = page(&strips, at, Columns { count, rows, taken });
                for range in &page {
                    prop_assert_eq!(range.start, at);
                    at = range.end;
                }
                pages += 1;
                prop_assert!(pages <= strips.len());
            }
        }
    }
}
