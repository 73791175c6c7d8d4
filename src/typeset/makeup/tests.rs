//! Laws of the makeup, tried on galleys of numbers.

use proptest::prelude::*;

use super::fill::Filler;
use super::search::searched;
use super::*;
use crate::typeset::tests::cases;

const LEADING: i64 = 13;
const NOTE: i64 = 11;
const RULE: i64 = 10;

fn paragraph(lines: &[usize], first_call: u32, calls: &[usize]) -> Shape {
    let setting = |(number, &lines): (usize, &usize)| SettingShape {
        cost: if number == 0 { 0.0 } else { 60.0 },
        cuts: (1..=lines)
            .map(|line| Cut {
                rows: u32::try_from(line).unwrap(),
                called: first_call
                    + u32::try_from(calls.iter().filter(|at| (**at).min(lines - 1) < line).count()).unwrap(),
                ending: if line != lines && (line == 1 || line + 1 == lines) { Ending::Never } else { Ending::Free },
            })
            .collect(),
    };
    Shape { before: 0, flexible: false, head: 0, settings: lines.iter().enumerate().map(setting).collect() }
}

fn heights(shapes: Vec<Shape>, notes: &[u32], rows: u32) -> Heights {
    let notes = notes.iter().map(|rows| (1..=*rows).collect()).collect();
    Heights { shapes, notes, page: PageShape { rows, leading: LEADING, note_leading: NOTE, separation: RULE } }
}

/// The pages of a galley that begins on one side.
fn paged(heights: &Heights, recto: bool) -> Vec<PagePlan> {
    searched(&mut Filler::new(heights), recto).0
}

/// Rows of text on a page, as the binder would place them.
fn rows(heights: &Heights, plan: &PagePlan) -> u32 {
    let mut rows = 0;
    for (unit, shape) in heights.shapes.iter().enumerate().skip(plan.start.unit as usize) {
        let from = if unit == plan.start.unit as usize { plan.start.slice as usize } else { 0 };
        if unit > plan.end.unit as usize || (unit == plan.end.unit as usize && plan.end.slice == 0) {
            break;
        }
        let choice = plan.choices[unit - plan.start.unit as usize];
        let cuts = &shape.settings[usize::from(choice.setting)].cuts;
        let to = if unit == plan.end.unit as usize { plan.end.slice as usize } else { cuts.len() };
        let done = from.checked_sub(1).map_or(0, |at| cuts[at].rows);
        rows += if from > 0 {
            shape.head
        } else if rows > 0 {
            shape.before.saturating_add_signed(i32::from(choice.white))
        } else {
            0
        };
        rows += cuts[to - 1].rows - done;
    }
    rows
}

fn note_rows(heights: &Heights, at: NotePosition) -> i64 {
    let before: u32 = heights.notes[..at.note as usize].iter().map(|note| *note.last().unwrap()).sum();
    let within = if at.slice > 0 { heights.notes[at.note as usize][at.slice as usize - 1] } else { 0 };
    i64::from(before + within)
}

fn check(heights: &Heights, plans: &[PagePlan], recto: bool) -> Result<(), TestCaseError> {
    for spread in plans[usize::from(recto).min(plans.len())..].chunks_exact(2) {
        prop_assert_eq!(spread[0].depth, spread[1].depth, "facing pages are equally deep");
    }
    let mut at = Position::default();
    let mut notes = NotePosition::default();
    for plan in plans {
        prop_assert_eq!((plan.start, plan.notes_start), (at, notes), "nothing is lost or set twice");
        let high = i64::from(rows(heights, plan)) * LEADING;
        let due = note_rows(heights, plan.notes_end) - note_rows(heights, plan.notes_start);
        let foot = if due > 0 { RULE + due * NOTE } else { 0 };
        let room = (i64::from(heights.page.rows) + i64::from(plan.depth)) * LEADING;
        prop_assert!(high + foot <= room || plan.forced, "overfull: {:?}", plan);
        if !plan.forced && plan.end.slice > 0 && plan.end != plan.start {
            let setting = &heights.shapes[plan.end.unit as usize].settings[plan.end.setting as usize];
            let cut = setting.cuts[plan.end.slice as usize - 1];
            prop_assert_ne!(cut.ending, Ending::Never);
            let begun = NotePosition { note: cut.called.saturating_sub(1), slice: 1 };
            prop_assert!(cut.called == 0 || plan.notes_end >= begun, "a note starts on its call's page");
        }
        prop_assert!((plan.end, plan.notes_end) > (at, notes), "every page brings us on");
        (at, notes) = (plan.end, plan.notes_end);
    }
    prop_assert_eq!((at.unit as usize, at.slice), (heights.shapes.len(), 0));
    prop_assert_eq!((notes.note as usize, notes.slice), (heights.notes.len(), 0));
    Ok(())
}

/// Paragraphs: their lines, and at which of them notes of how many rows are called.
type Paragraphs = Vec<(usize, Vec<(usize, u32)>)>;

fn book() -> impl Strategy<Value = (Paragraphs, u32, bool)> {
    let paragraph = (1usize..40, proptest::collection::vec((0usize..40, 1u32..30), 0..3));
    (proptest::collection::vec(paragraph, 1..40), 1u32..40, any::<bool>())
}

fn made(paragraphs: &[(usize, Vec<(usize, u32)>)], rows: u32) -> Heights {
    let mut notes = Vec::new();
    let mut shapes = Vec::new();
    for (lines, calls) in paragraphs {
        let first = u32::try_from(notes.len()).unwrap();
        let mut at: Vec<usize> = calls.iter().map(|call| call.0 % lines).collect();
        at.sort_unstable();
        notes.extend(calls.iter().map(|call| call.1));
        let settings = if *lines > 3 { vec![*lines, lines - 1, lines + 1] } else { vec![*lines] };
        shapes.push(paragraph(&settings, first, &at));
    }
    heights(shapes, &notes, rows)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn nothing_is_lost_and_no_page_is_overfull((paragraphs, rows, recto) in book()) {
        let heights = made(&paragraphs, rows);
        check(&heights, &paged(&heights, recto), recto)?;
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn what_one_side_learns_does_not_change_the_other((paragraphs, rows, _) in book()) {
        let heights = made(&paragraphs, rows);
        let alone = [paged(&heights, false), paged(&heights, true)];
        prop_assert_eq!(make_up(&heights, [true, true]), alone);
    }
}

#[test]
fn an_empty_galley_has_one_page() {
    assert_eq!(paged(&heights(Vec::new(), &[], 30), true).len(), 1);
}

#[test]
fn a_paragraph_that_would_leave_a_widow_is_set_longer() {
    // Ten rows: seven and two would leave a row empty, seven and three a widow.
    let heights =
        heights(vec![paragraph(&[7, 8], 0, &[]), paragraph(&[4, 5], 0, &[]), paragraph(&[4], 0, &[])], &[], 10);
    let plans = paged(&heights, true);
    assert_eq!(plans.len(), 2);
    assert_eq!(
        plans[0].choices.iter().map(|choice| choice.setting).collect::<Vec<_>>(),
        [1, 0],
        "eight lines and two fill the page"
    );
    assert_eq!((plans[0].end.unit, plans[0].end.slice), (1, 2));
}

#[test]
fn a_heading_goes_with_what_follows() {
    let mut heading = paragraph(&[1], 0, &[]);
    heading.settings[0].cuts[0].ending = Ending::Never;
    let heights = heights(vec![paragraph(&[9], 0, &[]), heading, paragraph(&[6], 0, &[])], &[], 10);
    let plans = paged(&heights, true);
    assert_eq!((plans[0].end.unit, plans[0].end.slice), (1, 0));
}

#[test]
fn a_long_note_runs_on_and_begins_under_its_call() {
    let heights = heights(vec![paragraph(&[20], 0, &[2]), paragraph(&[20], 1, &[])], &[30], 20);
    let plans = paged(&heights, true);
    assert_eq!(plans[0].notes_start, NotePosition::default());
    assert!(plans[0].notes_end.slice >= 2, "it begins on the page of its call: {plans:?}");
    assert!(plans.iter().all(|plan| !plan.forced), "{plans:?}");
}

#[test]
fn a_very_long_note_leaves_half_of_each_page_to_the_text() {
    let heights = heights(vec![paragraph(&[200], 0, &[2])], &[100], 40);
    let plans = paged(&heights, true);
    let text: Vec<u32> = plans.iter().map(|plan| rows(&heights, plan)).collect();
    assert!(text[..plans.len() - 1].iter().all(|rows| *rows >= 18), "{text:?}");
    assert!(plans.iter().all(|plan| !plan.forced), "{plans:?}");
    // Where another note is called soon, the little text before it stands together.
    let close = self::heights(vec![paragraph(&[60], 0, &[2, 10])], &[150, 2], 40);
    let few: Vec<u32> = paged(&close, true).iter().map(|plan| rows(&close, plan)).filter(|rows| *rows < 5).collect();
    assert!(few.iter().all(|rows| *rows == 0), "{few:?}");
    // Where no text is left the note has the page: all of it takes three.
    let heights = self::heights(vec![paragraph(&[30], 0, &[2])], &[100], 40);
    assert_eq!(paged(&heights, true).len(), 3);
}

#[test]
fn what_is_taller_than_a_page_is_placed_all_the_same() {
    let mut tall = paragraph(&[1], 0, &[]);
    tall.settings[0].cuts[0].rows = 50;
    let heights = heights(vec![paragraph(&[3], 0, &[]), tall, paragraph(&[3], 0, &[])], &[], 20);
    let plans = paged(&heights, true);
    assert_eq!(plans.len(), 3);
    assert!(plans[1].forced);
}

#[test]
fn facing_pages_are_equally_deep() {
    // Unbreakable threes do not fill 20 rows; 21 rows they do.
    let three = || paragraph(&[3], 0, &[]);
    let heights = heights((0..40).map(|_| three()).collect(), &[], 20);
    let plans = paged(&heights, false);
    for spread in plans[..plans.len() - 1].chunks_exact(2) {
        assert_eq!(rows(&heights, &spread[0]), rows(&heights, &spread[1]));
    }
    let depths: Vec<i8> = plans[..plans.len() - 1].iter().map(|plan| plan.depth).collect();
    assert_eq!(depths, [1, 1, 1, 1, 1]);
}

#[test]
fn growth_is_linear() {
    let galley = |paragraphs: u32| {
        let shapes =
            (0..paragraphs).map(|n| paragraph(&[(n as usize * 7) % 11 + 2, (n as usize * 7) % 11 + 3], n, &[1]));
        let notes: Vec<u32> = (0..paragraphs).map(|n| n * 5 % 6 + 1).collect();
        heights(shapes.collect(), &notes, 37)
    };
    let work = |heights: &Heights| {
        let (plans, tried) = searched(&mut Filler::new(heights), true);
        assert!(plans.len() > 20);
        tried
    };
    let (small, large) = (work(&galley(100)), work(&galley(800)));
    assert!(large < small * 8 * 3 / 2, "{small} lines and units tried, then {large}");
}
