//! Sheets: pages as they lie in the file, measured in points from the bottom left.

use crate::book::AnchorId;
use crate::length::{Length, Size};
use crate::typeset::Composition;
use crate::typeset::page::{Destination, ElementId};

/// Where the trimmed page lies on its sheet. The first page is a recto; at the spine nothing bleeds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    trim: Size,
    bleed: Length,
    verso: bool,
}

impl Frame {
    /// The frame of page number `index`, from 0.
    pub(super) fn of(composition: &Composition, index: usize) -> Self {
        Self { trim: composition.trim, bleed: composition.bleed.max(Length::ZERO), verso: index % 2 == 1 }
    }

    /// The same for page number `index`.
    pub(super) fn at(self, index: usize) -> Self {
        Self { verso: index % 2 == 1, ..self }
    }

    fn left(&self) -> Length {
        if self.verso { self.bleed } else { Length::ZERO }
    }

    /// A distance from the trimmed page's left edge.
    pub(super) fn x(&self, x: Length) -> f32 {
        points(self.left() + x)
    }

    /// A distance down from the trimmed page's top edge.
    pub(super) fn y(&self, y: Length) -> f32 {
        points(self.bleed + self.trim.height - y)
    }

    /// The whole sheet: `[left, bottom, right, top]`.
    pub(super) fn media(&self) -> [f32; 4] {
        let width = self.trim.width + self.bleed;
        [0.0, 0.0, points(width), points(self.trim.height + self.bleed * 2)]
    }

    /// The page the binder leaves.
    pub(super) fn trim(&self) -> [f32; 4] {
        [self.x(Length::ZERO), self.y(self.trim.height), self.x(self.trim.width), self.y(Length::ZERO)]
    }
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
        let frame = |verso| Frame { trim, bleed: Length::pt(9.0), verso };
        assert_eq!(frame(false).media(), [0.0, 0.0, 109.0, 218.0]);
        assert_eq!(frame(false).trim(), [0.0, 9.0, 100.0, 209.0]);
        assert_eq!(frame(true).trim(), [9.0, 9.0, 109.0, 209.0]);
        assert_eq!(frame(true).y(Length::pt(10.0)).to_string(), "199");
    }
}
