//! Sheets: pages as they lie in the file, measured in points from the bottom left.

use crate::book::AnchorId;
use crate::length::{Length, Size};
use crate::typeset::Composition;
use crate::typeset::page::{Binding, Destination, ElementId};

/// Where the trimmed page lies on its sheet. At the spine nothing bleeds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    trim: Size,
    bleed: Length,
    /// Whether the spine is at its left.
    spine_at_left: bool,
    binding: Binding,
    /// What is left around the page for marks, in place of all else.
    margin: Option<Length>,
    /// What is added at the spine, for printers who want all pages alike.
    spine: Length,
}

impl Frame {
    /// The frame of page number `index`, from 0.
    pub(super) fn of(composition: &Composition, index: usize) -> Self {
        let bleed = composition.bleed.max(Length::ZERO);
        let press = composition.press.as_ref();
        let spine = if press.is_some_and(|press| press.limits().bleeds_at_spine) { bleed } else { Length::ZERO };
        let margin = press.and_then(|press| press.sheet_margin(bleed));
        let (trim, binding) = (composition.trim, composition.binding);
        Self { trim, bleed, spine_at_left: binding.spine_at_left(is_recto(index)), binding, margin, spine }
    }

    /// The same for page number `index`.
    pub(super) fn at(self, index: usize) -> Self {
        Self { spine_at_left: self.binding.spine_at_left(is_recto(index)), ..self }
    }

    fn left(&self) -> Length {
        self.margin.unwrap_or(if self.spine_at_left { self.spine } else { self.bleed })
    }

    fn right(&self) -> Length {
        self.margin.unwrap_or(if self.spine_at_left { self.bleed } else { self.spine })
    }

    /// Above and below.
    fn above(&self) -> Length {
        self.margin.unwrap_or(self.bleed)
    }

    /// A distance from the trimmed page's left edge.
    pub(super) fn x(&self, x: Length) -> f32 {
        points(self.left() + x)
    }

    /// A distance down from the trimmed page's top edge.
    pub(super) fn y(&self, y: Length) -> f32 {
        points(self.above() + self.trim.height - y)
    }

    /// The whole sheet: `[left, bottom, right, top]`.
    pub(super) fn media(&self) -> [f32; 4] {
        let width = self.left() + self.trim.width + self.right();
        [0.0, 0.0, points(width), points(self.trim.height + self.above() * 2)]
    }

    /// What is printed, the page and what bleeds.
    pub(super) fn bleed(&self) -> [f32; 4] {
        let (left, right) = if self.spine_at_left { (self.spine, self.bleed) } else { (self.bleed, self.spine) };
        let (height, bleed) = (self.trim.height, self.bleed);
        [self.x(-left), self.y(height + bleed), self.x(self.trim.width + right), self.y(-bleed)]
    }

    /// The page the binder leaves.
    pub(super) fn trim(&self) -> [f32; 4] {
        [self.x(Length::ZERO), self.y(self.trim.height), self.x(self.trim.width), self.y(Length::ZERO)]
    }
}

/// Whether the page of this number, from 0, is a recto: the first is.
pub(super) const fn is_recto(index: usize) -> bool {
    index.is_multiple_of(2)
}

/// A length in points, to a thousandth.
#[allow(clippy::cast_possible_truncation, reason = "a length is small; the file holds single precision")]
pub(super) fn points(length: Length) -> f32 {
    ((length.to_pt() * 1000.0).round() / 1000.0) as f32
}

/// A painted page.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its content stream, deflated.
    pub(super) content: Vec<u8>,
    /// The element of each marked sequence in it, by its number.
    pub(super) marks: Vec<ElementId>,
    /// The boxes of its pictures, by their elements: left, bottom, right, top.
    pub(super) figures: Vec<(ElementId, [f32; 4])>,
    /// Its links, in reading order.
    pub(super) links: Vec<Link>,
    /// The places on it that something may point to: left and top.
    pub(super) anchors: Vec<(AnchorId, f32, f32)>,
}

/// A box that leads somewhere.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// `[left, bottom, right, top]`.
    pub(super) rect: [f32; 4],
    /// Where to.
    pub(super) to: Destination,
    /// What is linked.
    pub(super) element: Option<ElementId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole points are exact")]
    fn bleed_is_left_out_at_the_spine() {
        let trim = Size { width: Length::pt(100.0), height: Length::pt(200.0) };
        let frame = |verso: bool| {
            let binding = Binding::Left;
            let spine_at_left = binding.spine_at_left(!verso);
            Frame { trim, bleed: Length::pt(9.0), spine_at_left, binding, margin: None, spine: Length::ZERO }
        };
        assert_eq!(frame(false).media(), [0.0, 0.0, 109.0, 218.0]);
        assert_eq!(frame(false).trim(), [0.0, 9.0, 100.0, 209.0]);
        assert_eq!(frame(true).trim(), [9.0, 9.0, 109.0, 209.0]);
        assert_eq!(frame(true).y(Length::pt(10.0)).to_string(), "199");
        assert_eq!(frame(true).bleed(), frame(true).media());
        // Room for marks is all around; what bleeds stays where it is.
        let marked = Frame { margin: Some(Length::pt(36.0)), ..frame(false) };
        assert_eq!(marked.media(), [0.0, 0.0, 172.0, 272.0]);
        assert_eq!(marked.trim(), [36.0, 36.0, 136.0, 236.0]);
        assert_eq!(marked.bleed(), [36.0, 27.0, 145.0, 245.0]);
        // A book bound at the right is the mirror of one bound at the left.
        let backwards = Frame { binding: Binding::Right, ..frame(false) };
        assert_eq!([0, 1].map(|index| backwards.at(index).trim()), [frame(true).trim(), frame(false).trim()]);
        let alike = |verso| Frame { spine: Length::pt(9.0), ..frame(verso) };
        assert_eq!([false, true].map(|verso| alike(verso).media()), [[0.0, 0.0, 118.0, 218.0]; 2]);
    }
}
