//! Lines of words that are nothing but widths.

use super::*;

/// Words of these widths with spaces of 3 between them.
fn words(widths: &[i64]) -> Vec<Candidate> {
    let mut sums = Sums::default();
    let mut candidates = vec![Candidate::default()];
    for (at, width) in widths.iter().enumerate() {
        sums.width += width;
        sums.ink += width;
        let mut candidate = Candidate { before: sums, atom: at + 1, ..Candidate::default() };
        sums.width += 3;
        sums.space += 3;
        candidate.after = sums;
        candidates.push(candidate);
    }
    candidates.last_mut().unwrap().forced = true;
    candidates
}

const FRAME: Frame =
    Frame { first: 30, first_lines: 1, rest: 30, rag: None, expansion: 20, balanced: false, stub: 0, looseness: 0 };
const PASS: Pass = Pass { tolerance: 200.0, letterspacing: 0, emergency: 0, adds: Added::Rules };

fn ends(candidates: &[Candidate], frame: &Frame, pass: &Pass) -> Option<Vec<Vec<usize>>> {
    let breakings = Breaker::default().run(candidates, frame, pass)?;
    Some(breakings.into_iter().map(|breaking| breaking.ends).collect())
}

#[test]
fn a_loose_line_is_taken_for_a_better_next_one() {
    // First fit would put three words of 8 on the first line and leave 20 alone.
    let candidates = words(&[8, 8, 8, 12, 14, 9, 9]);
    assert_eq!(ends(&candidates, &FRAME, &PASS), Some(vec![vec![3, 5, 7]]));
}

#[test]
fn what_is_too_loose_or_too_tight_is_left_to_a_later_pass() {
    let candidates = words(&[10, 29, 10]);
    assert_eq!(ends(&candidates, &FRAME, &PASS), None);
    let last = Pass { tolerance: f64::INFINITY, ..PASS };
    assert_eq!(ends(&candidates, &FRAME, &last), Some(vec![vec![1, 2, 3]]));
    // And a word that no line can hold stands on one alone.
    assert_eq!(ends(&words(&[10, 50, 10]), &FRAME, &last), Some(vec![vec![1, 2, 3]]));
}

#[test]
fn variants_have_a_line_less_and_more() {
    let candidates = words(&[10; 40]);
    let frame = Frame { looseness: 1, first: 400, rest: 400, ..FRAME };
    let pass = Pass { tolerance: f64::INFINITY, ..PASS };
    let counts: Vec<usize> = ends(&candidates, &frame, &pass).unwrap().iter().map(Vec::len).collect();
    assert_eq!(counts, [2, 3]);
}

#[test]
fn a_third_hyphen_in_succession_is_worse_than_loose_lines() {
    // Every line may end in a hyphen and fit, or a little sooner without one.
    let mut candidates = vec![Candidate::default()];
    for at in 1..=6_i64 {
        let sums = |width: i64| Sums { width, space: at * 6, ink: width - at * 6 };
        let place = |width: i64, flagged| {
            let (before, after) = (sums(width), sums(width));
            let penalty = if flagged { 50 } else { 0 };
            Candidate { before, after, penalty, flagged, hyphen: flagged, ..Candidate::default() }
        };
        candidates.extend([place(at * 30 - 2, false), place(at * 30, true)]);
    }
    candidates.last_mut().unwrap().forced = true;
    let pass = Pass { tolerance: f64::INFINITY, ..PASS };
    let broken = Breaker::default().run(&candidates, &FRAME, &pass).unwrap();
    let flags: String = broken[0].ends.iter().map(|end| if candidates[*end].flagged { '-' } else { '.' }).collect();
    assert!(flags.contains('-') && !flags[..flags.len() - 1].contains("---"), "{flags}");
}

#[test]
fn a_word_stands_under_itself_only_if_nothing_else_does() {
    let mut candidates = words(&[8, 8, 8, 8, 8, 8, 8, 8, 8, 8]);
    let wide = Frame { first: 41, rest: 41, rag: Some(20), ..FRAME };
    let pass = Pass { tolerance: 10_000.0, ..PASS };
    assert_eq!(ends(&candidates, &wide, &pass).unwrap()[0], [4, 8, 10]);
    (candidates[4].opens, candidates[8].opens) = (7, 7);
    assert_ne!(ends(&candidates, &wide, &pass).unwrap()[0], [4, 8, 10]);
    (candidates[4].opens, candidates[8].opens) = (0, 0);
    assert_eq!(ends(&candidates, &wide, &pass).unwrap()[0], [4, 8, 10], "no word");
    (candidates[4].closes, candidates[8].closes) = (7, 7);
    assert_ne!(ends(&candidates, &wide, &pass).unwrap()[0], [4, 8, 10]);
}

#[test]
fn a_last_line_is_no_stub_if_the_others_can_help_it() {
    let candidates = words(&[8, 8, 8, 8, 8, 8, 8]);
    let wide = Frame { rag: Some(20), ..FRAME };
    let pass = Pass { tolerance: 10_000.0, ..PASS };
    assert_eq!(ends(&candidates, &wide, &pass).unwrap()[0], [3, 6, 7]);
    let minding = Frame { stub: 12, ..wide };
    let broken = Breaker::default().run(&candidates, &minding, &pass).unwrap();
    assert_eq!((broken[0].ends.as_slice(), broken[0].stub), (&[3, 5, 7][..], false));
    let alone = Breaker::default().run(&words(&[8]), &minding, &pass).unwrap();
    assert!(alone[0].stub);
}

#[test]
fn letters_give_way_only_if_they_may() {
    // 36 of letters and 3 of space: 1 more is 2 % of the letters and a tenth of the space's stretch.
    let candidates = words(&[180, 180, 180]);
    let frame = Frame { first: 366, rest: 366, ..FRAME };
    let strict = Pass { tolerance: 30.0, ..PASS };
    assert_eq!(ends(&candidates, &frame, &strict), Some(vec![vec![2, 3]]));
    assert_eq!(ends(&candidates, &Frame { expansion: 0, ..frame }, &strict), None);
}

#[test]
fn work_grows_with_length_and_no_faster() {
    let widths: Vec<i64> = (0..20_000_i64).map(|n| 5 + n * 7919 % 13).collect();
    let frame = Frame { looseness: 1, first: 100, rest: 100, ..FRAME };
    let mut breaker = Breaker::default();
    assert!(breaker.run(&words(&widths), &frame, &Pass { tolerance: f64::INFINITY, ..PASS }).is_some());
    assert!(breaker.nodes.len() < 20_000 * 12, "{}", breaker.nodes.len());
}
