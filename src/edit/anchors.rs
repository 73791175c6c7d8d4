//! Hands out what must be unique in a book: anchors and slugs.

use std::collections::BTreeMap;

use crate::book::{AnchorId, Place};
use crate::id::{Names, slug};

/// The one source of [`AnchorId`]s; it records where each stands.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    places: Vec<Place>,
    points: BTreeMap<(AnchorId, u32), AnchorId>,
}

impl Anchors {
    /// An anchor that is a division of its own.
    pub(super) fn division(&mut self) -> AnchorId {
        let id = self.next();
        self.places.push(Place { division: id, paragraph: 0 });
        id
    }

    /// An anchor inside a division, in the paragraph of this number (0: none).
    pub(super) fn within(&mut self, division: AnchorId, paragraph: u32) -> AnchorId {
        let id = self.next();
        self.places.push(Place { division, paragraph });
        id
    }

    /// The anchor of the point `number` of a division's text, in the paragraph of this number.
    pub(super) fn point(&mut self, division: AnchorId, number: u32, paragraph: u32) -> AnchorId {
        if let Some(known) = self.points.get(&(division, number)) {
            return *known;
        }
        let anchor = self.within(division, paragraph);
        self.points.insert((division, number), anchor);
        anchor
    }

    /// The anchor of the point `number` of a division's text, if that was met.
    pub(super) fn known(&self, division: AnchorId, number: u32) -> Option<AnchorId> {
        self.points.get(&(division, number)).copied()
    }

    /// Every place, by anchor.
    pub(super) fn into_places(self) -> Vec<Place> {
        self.places
    }

    fn next(&self) -> AnchorId {
        AnchorId(u32::try_from(self.places.len()).unwrap_or(u32::MAX))
    }
}

/// Slugs that were given away.
#[derive(Debug)]
pub(super) struct Slugs(Names);

impl Default for Slugs {
    /// An EPUB's own files keep their names.
    fn default() -> Self {
        Self(Names::without(&["nav", "toc", "cover", "style"]))
    }
}

impl Slugs {
    /// The slug of `name`, with a number from 2 on where it is taken.
    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.take_slug(&slug(name), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.take("Poem"), "poem");
        assert_eq!(slugs.take("poem-2"), "poem-2");
        assert_eq!(slugs.take("Poem"), "poem-3");
        assert_eq!(slugs.take("Nav"), "nav-2");
    }

    #[test]
    fn anchors_know_their_division() {
        let mut anchors = Anchors::default();
        let one = anchors.division();
        let inside = anchors.within(one, 7);
        assert_eq!(inside, AnchorId(1));
        let places = anchors.into_places();
        assert_eq!(places[0], Place { division: one, paragraph: 0 });
        assert_eq!(places[1], Place { division: one, paragraph: 7 });
    }
}
