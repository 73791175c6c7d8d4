//! Where the lines of a paragraph end: Knuth and Plass, *Breaking Paragraphs into Lines* (1981), as TeX has it.
//!
//! Enter the places where lines may end, each with sums from the paragraph's beginning: how wide what stands
//! before it is, how much of that is word space, how much is letters. So the width of the line between any two
//! places is one subtraction. Leave the breaking of least demerits and, where wanted, the best ones a line shorter
//! and longer.
//!
//! Of the ways to reach a place only the best of each fitness class is kept (and of each number of lines, where
//! variants are wanted, within a window about the best one's): the work grows with the paragraph's length, not with
//! its square.
//!
//! Where TeX has no answer we add: letters stretch and shrink by up to [`EXPANSION`], what stands at a margin may
//! hang out (its overhang is in the sums already), letterspacing helps in the last passes, and two lines in succession
//! that begin or end with the same word cost something (Bringhurst 2.4.9).

/// How much wider or narrower letters may be drawn, in 1/1000 (microtype's default; Thành 2000).
pub(super) const EXPANSION: i64 = 20;
/// How much letterspacing may widen letters in the last passes, in 1/1000 of their width: about 2 % of an em each.
pub(super) const LETTERSPACING: i64 = 40;

/// Demerits of every line: fewer lines are better.
const LINE: f64 = 10.0;
/// Two lines in succession that end in hyphens; three or more, which nothing but a line that sticks out is worse than.
const LADDER: [f64; 2] = [10_000.0, 10_000_000.0];
/// A hyphen at the end of the last line but one.
const FINAL: f64 = 5_000.0;
/// A tight line beside a loose one.
const ADJACENT: f64 = 10_000.0;
/// A last line that hardly reaches beyond an indent.
const STUB: f64 = 100_000.0;
/// Two lines in succession that begin, or end, with the same word.
const STUTTER: f64 = 20_000.0;
/// Worst badness there is.
const WORST: f64 = 10_000.0;

/// A place where a line may end and the next begin; widths in 1/65536 pt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is asked for by itself, and there are millions of them")]
pub(super) struct Candidate {
    /// Sums up to the line's end: hyphen counted, overhang not.
    pub(super) before: Sums,
    /// Sums up to the next line's beginning.
    pub(super) after: Sums,
    /// How bad it is to break here, as badness.
    pub(super) penalty: i32,
    /// Whether the line ends in a hyphen or dash.
    pub(super) flagged: bool,
    /// Whether a line must end here.
    pub(super) forced: bool,
    /// What the next line begins with: an atom and a byte of it.
    pub(super) atom: usize,
    pub(super) byte: usize,
    /// Whether a hyphen is added.
    pub(super) hyphen: bool,
    /// What it is owed to.
    pub(super) added: Added,
    /// The words that the line ends and the next begins with, as [`super::word::Word::name`] has them; 0 for none.
    pub(super) closes: u32,
    pub(super) opens: u32,
}

/// What a place where lines may end is owed to; of two, the greater is allowed only where the less does not help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Added {
    /// The text, or its script.
    #[default]
    No,
    /// What a language's rules divide, and what no line can hold.
    Rules,
    /// What is better left whole: see [`super::strain`].
    Strain,
}

/// A place where a line ends and the next begins, without what it was weighed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct End {
    /// What the next line begins with: an atom and a byte of it.
    pub(super) atom: usize,
    pub(super) byte: usize,
    /// Whether a hyphen is added.
    pub(super) hyphen: bool,
    /// Whether a line must end here.
    pub(super) forced: bool,
}

impl From<&Candidate> for End {
    fn from(candidate: &Candidate) -> Self {
        let Candidate { atom, byte, hyphen, forced, .. } = *candidate;
        Self { atom, byte, hyphen, forced }
    }
}

/// Sums from a paragraph's beginning, in 1/65536 pt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) width: i64,
    /// Of it, word space and what gives way as that does: may grow by half and shrink by a third, as in TeX's fonts.
    pub(super) space: i64,
    /// Of it, letters.
    pub(super) ink: i64,
}

/// What lines are to be like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Width of the first lines, how many they are, and the width of the others.
    pub(super) first: i64,
    pub(super) first_lines: u32,
    pub(super) rest: i64,
    /// How far lines may fall short before they are bad; `None` for justified ones.
    pub(super) rag: Option<i64>,
    /// How much letters may be drawn wider or narrower, in 1/1000.
    pub(super) expansion: i64,
    /// Whether the last line counts as the others do.
    pub(super) balanced: bool,
    /// Shortest good last line.
    pub(super) stub: i64,
    /// How many lines more or fewer are wanted too.
    pub(super) looseness: u32,
}

/// How much badness a pass allows, and what it may stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub(super) tolerance: f64,
    /// In 1/1000 of the letters.
    pub(super) letterspacing: i64,
    /// Stretch out of nothing: only for comparing bad lines with worse.
    pub(super) emergency: i64,
    /// Which places that were added lines may end at.
    pub(super) adds: Added,
}

/// One way to break: indices of the candidates at which lines end, the last one included.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Breaking {
    pub(super) ends: Vec<usize>,
    pub(super) demerits: f64,
    /// Whether its last line is shorter than a good one.
    pub(super) stub: bool,
}

impl Breaking {
    /// Whether three lines in succession end in hyphens; of a pass that allows no lines as bad as that.
    pub(super) fn has_ladder(&self) -> bool {
        self.demerits >= LADDER[1]
    }
}

#[derive(Clone, Copy)]
struct Node {
    candidate: u32,
    previous: u32,
    line: u32,
    fitness: i8,
    /// Lines in succession that end in hyphens.
    ladder: u8,
    stub: bool,
    demerits: f64,
}

/// A paragraph to break, and how.
struct Given<'g> {
    candidates: &'g [Candidate],
    frame: &'g Frame,
    pass: &'g Pass,
}

/// Active nodes of one candidate, which stand together: lines that begin there are equally long, so that one is
/// measured for all of them.
#[derive(Clone, Copy)]
struct Group {
    candidate: u32,
    /// Whether the next line is among the first ones.
    first: bool,
    /// Its nodes, from one to before another.
    begin: u32,
    end: u32,
}

/// The work space of line breaking, kept from paragraph to paragraph.
#[derive(Default)]
pub(super) struct Breaker {
    nodes: Vec<Node>,
    active: Vec<Group>,
    arrived: Vec<Node>,
}

impl Breaker {
    /// Breaks a paragraph: the best way first, then those of other numbers of lines. `None` if this pass allows
    /// none. The first candidate is the paragraph's beginning, the last its end.
    pub(super) fn run(&mut self, candidates: &[Candidate], frame: &Frame, pass: &Pass) -> Option<Vec<Breaking>> {
        let given = Given { candidates, frame, pass };
        self.nodes.clear();
        self.active.clear();
        let beginning =
            Node { candidate: 0, previous: u32::MAX, line: 0, fitness: 1, ladder: 0, stub: false, demerits: 0.0 };
        self.nodes.push(beginning);
        self.active.push(Group { candidate: 0, first: frame.first_lines > 0, begin: 0, end: 1 });
        for (at, candidate) in (0_u32..).zip(candidates).skip(1) {
            if candidate.added > pass.adds {
                continue;
            }
            self.arrive(at, candidate, &given);
            if candidate.forced {
                self.active.clear();
            }
            self.keep(frame);
            if self.active.is_empty() {
                return None;
            }
        }
        Some(self.breakings(frame))
    }

    /// Tries every active node as the beginning of a line that ends here; those from which none can any more are
    /// active no longer.
    fn arrive(&mut self, at: u32, here: &Candidate, given: &Given<'_>) {
        let Given { candidates, frame, pass } = *given;
        self.arrived.clear();
        let mut kept = 0;
        for slot in 0..self.active.len() {
            let group = self.active[slot];
            let from = &candidates[group.candidate as usize];
            let target = if group.first { frame.first } else { frame.rest };
            let mut ratio = ratio(&from.after, here, target, frame, pass);
            if ratio < -1.0 {
                // With its hyphen a word may be wider than whole.
                let bare = Candidate { before: here.after, ..*here };
                let hopeless = !here.hyphen || self::ratio(&from.after, &bare, target, frame, pass) < -1.0;
                let others = kept > 0 || slot + 1 < self.active.len() || !self.arrived.is_empty();
                if !hopeless {
                    self.active[kept] = group;
                    kept += 1;
                }
                if !hopeless || others || pass.tolerance < WORST {
                    continue;
                }
                // Nothing fits: the line sticks out rather than that the paragraph is not set.
                ratio = -1.0;
            } else {
                self.active[kept] = group;
                kept += 1;
            }
            let badness = (100.0 * (ratio * ratio * ratio).abs()).min(WORST);
            if badness <= pass.tolerance {
                let line = Line { from, here, target, ratio, badness };
                self.arrived_by(at, group, &line, frame);
            } else if ratio > 0.0 && self.active[slot..].iter().all(|later| later.first == group.first) {
                // Those that begin later are shorter still.
                self.active.copy_within(slot + 1.., kept);
                kept += self.active.len() - slot - 1;
                break;
            }
        }
        self.active.truncate(kept);
    }

    /// Notes the ways that come here by a line from the nodes of a group.
    fn arrived_by(&mut self, at: u32, group: Group, line: &Line<'_>, frame: &Frame) {
        let (fitness, own, stub) = (line.fitness(frame), line.demerits(frame), line.is_stub(frame));
        for (previous, from) in (group.begin..).zip(&self.nodes[group.begin as usize..group.end as usize]) {
            let (ladder, joint) = line.after(from, fitness);
            let (demerits, count) = (from.demerits + own + joint, from.line + 1);
            let node = Node { candidate: at, previous, line: count, fitness, ladder, stub, demerits };
            // What a third hyphen would cost depends on how many there were: ladders of other lengths are no rivals.
            let rival = |known: &&mut Node| {
                // Beside an initial and below it lines are not equally wide.
                let counts = frame.looseness > 0 || count.min(known.line) < frame.first_lines;
                (known.fitness, known.ladder) == (fitness, ladder) && (!counts || known.line == count)
            };
            match self.arrived.iter_mut().find(rival) {
                // Of equal ways the later, as in TeX.
                Some(known) if demerits <= known.demerits => *known = node,
                Some(_) => {}
                None => self.arrived.push(node),
            }
        }
    }

    /// Makes the nodes that arrived active, those near the best one's number of lines only.
    fn keep(&mut self, frame: &Frame) {
        let Some(best) = self.arrived.iter().min_by(|a, b| a.demerits.total_cmp(&b.demerits)).copied() else { return };
        let number = |nodes: &Vec<Node>| u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        for first in [true, false] {
            let begin = number(&self.nodes);
            let near = |node: &&Node| node.line.abs_diff(best.line) <= frame.looseness + 1;
            let arrived = self.arrived.iter().filter(near).filter(|node| (node.line < frame.first_lines) == first);
            self.nodes.extend(arrived);
            let end = number(&self.nodes);
            if end > begin {
                self.active.push(Group { candidate: best.candidate, first, begin, end });
            }
        }
    }

    /// The breakings that end at the active nodes, the best first.
    fn breakings(&self, frame: &Frame) -> Vec<Breaking> {
        let nodes = |group: &Group| &self.nodes[group.begin as usize..group.end as usize];
        let mut ends: Vec<&Node> = self.active.iter().flat_map(nodes).collect();
        ends.sort_by(|a, b| a.demerits.total_cmp(&b.demerits));
        let Some(best) = ends.first().map(|node| node.line) else { return Vec::new() };
        let mut found: Vec<u32> = Vec::new();
        ends.retain(|node| {
            let wanted = node.line.abs_diff(best) <= frame.looseness && !found.contains(&node.line);
            found.push(node.line);
            wanted
        });
        ends.into_iter().map(|node| self.trace(node)).collect()
    }

    /// How many beginnings of lines the last run weighed.
    #[cfg(test)]
    pub(super) fn weighed(&self) -> usize {
        self.nodes.len()
    }

    fn trace(&self, end: &Node) -> Breaking {
        let mut ends = Vec::with_capacity(end.line as usize);
        let mut node = end;
        while node.previous != u32::MAX {
            ends.push(node.candidate as usize);
            node = &self.nodes[node.previous as usize];
        }
        ends.reverse();
        Breaking { ends, demerits: end.demerits, stub: end.stub }
    }
}

/// How much of the stretch (positive) or shrink (negative) a line uses: 1 is all that is good.
fn ratio(from: &Sums, here: &Candidate, target: i64, frame: &Frame, pass: &Pass) -> f64 {
    let lacking = target - (here.before.width - from.width);
    if here.forced && lacking >= 0 && !frame.balanced {
        return 0.0;
    }
    if let Some(rag) = frame.rag {
        return if lacking < 0 { -2.0 } else { quotient(lacking, rag) };
    }
    let space = here.before.space - from.space;
    let ink = here.before.ink - from.ink;
    if lacking >= 0 {
        quotient(lacking, space / 2 + ink * (frame.expansion + pass.letterspacing) / 1000 + pass.emergency)
    } else {
        quotient(lacking, space / 3 + ink * frame.expansion / 1000)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a line's width has far fewer than 52 bits")]
fn quotient(wanted: i64, available: i64) -> f64 {
    if wanted == 0 {
        0.0
    } else if available <= 0 {
        if wanted > 0 { 100.0 } else { -100.0 }
    } else {
        wanted as f64 / available as f64
    }
}

/// A line that is being judged.
struct Line<'l> {
    from: &'l Candidate,
    here: &'l Candidate,
    target: i64,
    ratio: f64,
    badness: f64,
}

impl Line<'_> {
    /// Its class: tight, decent, loose, very loose.
    fn fitness(&self, frame: &Frame) -> i8 {
        match self.ratio {
            r if frame.rag.is_some() || (-0.5..=0.5).contains(&r) => 1,
            r if r < -0.5 => 0,
            r if r <= 1.0 => 2,
            _ => 3,
        }
    }

    /// What it costs whatever stands before it.
    fn demerits(&self, frame: &Frame) -> f64 {
        let penalty = f64::from(self.here.penalty);
        let badness = LINE + self.badness;
        let mut demerits = badness * badness + penalty * penalty.abs();
        let same = |one: u32, other: u32| f64::from(u8::from(one != 0 && one == other));
        demerits += STUTTER * (same(self.from.opens, self.here.opens) + same(self.from.closes, self.here.closes));
        if self.here.forced && self.from.flagged {
            demerits += FINAL;
        }
        if self.is_stub(frame) {
            demerits += STUB;
        }
        demerits
    }

    /// How long the ladder of hyphens is that it ends, and what it costs beside the line that ends at `node`.
    fn after(&self, node: &Node, fitness: i8) -> (u8, f64) {
        let ladder = match (self.here.flagged, self.from.flagged) {
            (true, true) => (node.ladder + 1).min(3),
            (true, false) => 1,
            (false, _) => 0,
        };
        let rungs = match ladder {
            0 | 1 => 0.0,
            2 => LADDER[0],
            _ => LADDER[1],
        };
        (ladder, rungs + if (fitness - node.fitness).abs() > 1 { ADJACENT } else { 0.0 })
    }

    /// Whether it is a last line that is too short.
    fn is_stub(&self, frame: &Frame) -> bool {
        self.here.forced && self.here.before.width - self.from.after.width < frame.stub.min(self.target)
    }
}

#[cfg(test)]
mod tests;
