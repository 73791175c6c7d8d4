//! What of a drawing is finest: its thinnest line and its smallest letters, which a press may not print.
//!
//! In: a tree as it was read. Out: measures in the drawing's own units, whether it stays paths or becomes pixels.

use usvg::{Group, Node, Path, Text, Transform, Tree};

/// A filled shape this many times as long as it is thick is a line.
const SLENDER: f32 = 20.0;

/// The finest things of a drawing, in its units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Finest {
    /// How thick its thinnest line is.
    pub(super) line: Option<f32>,
    /// The size of its smallest type.
    pub(super) letters: Option<f32>,
}

impl Finest {
    /// Of a whole drawing. What clips or masks is not looked at: nothing of it is printed.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut finest = Self::default();
        let mut groups: Vec<&Group> = vec![tree.root()];
        while let Some(group) = groups.pop() {
            for child in group.children() {
                match child {
                    Node::Group(group) => groups.push(group),
                    Node::Path(path) => finest.path(path),
                    Node::Text(text) => finest.text(text),
                    Node::Image(_) => {}
                }
            }
        }
        finest
    }

    fn path(&mut self, path: &Path) {
        if !path.is_visible() {
            return;
        }
        if let Some(stroke) = path.stroke() {
            least(&mut self.line, stroke.width().get() * scale(path.abs_transform()));
        } else {
            let bounds = path.abs_bounding_box();
            let (thin, long) = (bounds.width().min(bounds.height()), bounds.width().max(bounds.height()));
            if thin * SLENDER <= long {
                least(&mut self.line, thin);
            }
        }
    }

    fn text(&mut self, text: &Text) {
        for span in text.layouted().iter().filter(|span| span.visible && !span.positioned_glyphs.is_empty()) {
            least(&mut self.letters, span.font_size.get() * scale(text.abs_transform()));
            for line in [&span.underline, &span.overline, &span.line_through].into_iter().flatten() {
                self.path(line);
            }
        }
    }
}

fn least(known: &mut Option<f32>, measure: f32) {
    // What has no thickness is not painted.
    if measure > 0.0 {
        *known = Some(known.map_or(measure, |known| known.min(measure)));
    }
}

/// How many times as large something becomes, on the average of its directions.
fn scale(transform: Transform) -> f32 {
    let Transform { sx, ky, kx, sy, .. } = transform;
    (sx * sy - kx * ky).abs().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images;

    fn finest(drawing: &str) -> Finest {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>{drawing}</svg>");
        Finest::of(&images::svg(svg.as_bytes()).unwrap())
    }

    #[test]
    fn the_thinnest_line_counts_wherever_it_is() {
        let line = "<path d='M0 0L50 40' stroke='#000' stroke-width='2'/>";
        assert_eq!(finest(line).line, Some(2.0));
        assert_eq!(finest(&format!("{line}<g transform='scale(.25)'>{line}</g>")).line, Some(0.5));
        // A filter makes pixels of it; it is as thin as before.
        let filtered = format!(
            "<filter id='f'><feGaussianBlur stdDeviation='1'/></filter><g filter='url(#f)' transform='scale(.5)'>{line}</g>"
        );
        assert_eq!(finest(&filtered).line, Some(1.0));
    }

    #[test]
    fn a_slender_shape_is_a_line_and_a_dot_is_none() {
        assert_eq!(finest("<rect x='5' y='5' width='80' height='.5'/>").line, Some(0.5));
        assert_eq!(finest("<rect x='5' y='5' width='.5' height='.5'/>"), Finest::default());
        assert_eq!(finest("<rect x='5' y='5' width='80' height='.5' fill='none'/>"), Finest::default());
    }

    #[test]
    fn letters_are_as_large_as_they_are_shown() {
        let words = "<text x='5' y='50' font-size='12'>Reed <tspan font-size='8'>mace</tspan></text>";
        assert_eq!(finest(words).letters, Some(8.0));
        assert_eq!(finest(&format!("<g transform='scale(.5)'>{words}</g>")).letters, Some(4.0));
        // Letters with an outline are painted as paths.
        let outlined = "<text x='5' y='50' font-size='12' stroke='#000' stroke-width='3'>Reed</text>";
        assert_eq!(finest(outlined).letters, Some(12.0));
    }
}
