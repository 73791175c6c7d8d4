//! What pages for the press have and others have not: an even number of them, lines that print, and for proofs crop
//! marks and a slug line outside the page.

use super::line::{Capitals, Family, Figures, TextStyle};
use super::page::{Item, Page, Placed};
use super::setter::Setter;
use super::unit::{as_furniture, shift};
use crate::book::{Edition, Folio};
use crate::design::{Design, Press};
use crate::document::plain_text;
use crate::fonts::FontLibrary;
use crate::length::{Length, Size};

/// How long crop marks are.
const MARK: Length = Length::from_raw(18 * Length::POINT.raw());

/// How thick they are: a quarter of a point.
const STROKE: Length = Length::from_raw(Length::POINT.raw() / 4);

/// The type of the slug line.
const SLUG: TextStyle = TextStyle {
    family: Family::Text,
    size: Length::from_raw(7 * Length::POINT.raw()),
    italic: false,
    bold: false,
    capitals: Capitals::Ordinary,
    figures: Figures::LiningTabular,
    tracking: 0,
};

/// Makes the pages of an edition fit for the press.
pub(super) fn dress(pages: &mut Vec<Page>, (press, design): (&Press, &Design), edition: &Edition, fonts: &FontLibrary) {
    let least = press.limits().line;
    for placed in pages.iter_mut().flat_map(|page| &mut page.items) {
        thicken(placed, least);
    }
    // A leaf has two sides.
    if pages.len() % 2 == 1
        && let Some(last) = pages.last()
    {
        pages.push(Page { folio: next(last.folio), items: Vec::new() });
    }
    if press.marks {
        let book = &edition.book;
        let mut setter = Setter::new(fonts, &design.fonts, &book.notes, &book.images);
        let title = plain_text(&book.metadata.title);
        let day = book.metadata.modified.split('T').next().unwrap_or_default();
        for (number, page) in (1_usize..).zip(pages) {
            let folio = page.folio.to_string();
            let page_said = if folio == number.to_string() { folio } else { format!("{folio} ({number})") };
            let words = format!("{title}  ·  {}  ·  page {page_said}  ·  {day}", edition.name);
            let line = setter.words(&words, &book.metadata.language, &SLUG);
            let mut slug = as_furniture(line.items);
            shift(&mut slug, MARK, design.trim.height + press.mark_offset(design.bleed) + MARK / 2);
            page.items.append(&mut slug);
            page.items.extend(crop_marks(design.trim, press.mark_offset(design.bleed)));
        }
    }
}

/// The page after this one.
const fn next(folio: Folio) -> Folio {
    match folio {
        Folio::Roman(number) => Folio::Roman(number + 1),
        Folio::Arabic(number) => Folio::Arabic(number + 1),
    }
}

/// A rule thinner than what prints becomes as thick as that, about its middle.
fn thicken(placed: &mut Placed, least: Length) {
    let Item::Rule(size) = &mut placed.item else { return };
    if size.height < least && size.height <= size.width {
        placed.y -= (least - size.height) / 2;
        size.height = least;
    } else if size.width < least && size.width < size.height {
        placed.x -= (least - size.width) / 2;
        size.width = least;
    }
}

/// Two lines at each corner, in line with the edges of the page and `offset` away from it.
fn crop_marks(trim: Size, offset: Length) -> impl Iterator<Item = Placed> {
    let (across, down) = (Size { width: MARK, height: STROKE }, Size { width: STROKE, height: MARK });
    let corners = [(false, false), (true, false), (false, true), (true, true)];
    corners.into_iter().flat_map(move |(right, bottom)| {
        let (x, y) = (
            if right { trim.width } else { Length::ZERO } - STROKE / 2,
            if bottom { trim.height } else { Length::ZERO } - STROKE / 2,
        );
        let beside = if right { trim.width + offset } else { -offset - MARK };
        let beyond = if bottom { trim.height + offset } else { -offset - MARK };
        [Placed::artifact(beside, y, Item::Rule(across)), Placed::artifact(x, beyond, Item::Rule(down))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_outside_what_bleeds() {
        let trim = Size { width: Length::pt(300.0), height: Length::pt(400.0) };
        let marks: Vec<Placed> = crop_marks(trim, Length::pt(9.0)).collect();
        assert_eq!(marks.len(), 8);
        for mark in marks {
            let Item::Rule(size) = mark.item else { panic!("no rule") };
            let clear = |from: Length, length: Length, side: Length| {
                from + length <= Length::pt(-9.0) || from >= side + Length::pt(9.0)
            };
            assert!(clear(mark.x, size.width, trim.width) || clear(mark.y, size.height, trim.height), "{mark:?}");
        }
    }

    #[test]
    fn thin_rules_grow_about_their_middle() {
        let rule = |width, height| Item::Rule(Size { width: Length::pt(width), height: Length::pt(height) });
        let mut thin = Placed::artifact(Length::pt(10.0), Length::pt(20.0), rule(50.0, 0.25));
        thicken(&mut thin, Length::pt(0.75));
        assert_eq!(thin, Placed::artifact(Length::pt(10.0), Length::pt(19.75), rule(50.0, 0.75)));
        let before = Placed::artifact(Length::ZERO, Length::ZERO, rule(50.0, 1.0));
        let mut thick = before.clone();
        thicken(&mut thick, Length::pt(0.75));
        assert_eq!(thick, before);
    }
}
