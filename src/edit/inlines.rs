//! Brings inlines into the book: what runs on in the lines of one text.

use super::desk::{Desk, said};
use super::images::image_key;
use super::prose::Text;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Cite, Inline, Inlines, Origin, Picture, Place, Run, Target, plain_text};
use crate::id::Id;
use crate::manifest::{EditionKind, LinkPlace};

/// What may stand between a citation and the place its note is called from: a call follows the stop.
const STOPS: [char; 15] = ['.', ',', ';', ':', '!', '?', '…', '’', '”', '“', '‘', '»', '›', '\'', '"'];

impl Text<'_> {
    /// Brings `content` in.
    pub(super) fn inlines(&mut self, desk: &mut Desk<'_>, content: &[Inline]) -> Inlines {
        let mut placed = Inlines::with_capacity(content.len());
        // How much of the next run of words was taken before a call, in bytes.
        let mut taken = 0;
        for (at, inline) in content.iter().enumerate() {
            match inline {
                Inline::Text(run) => {
                    let rest = part(run, std::mem::take(&mut taken), run.text.len());
                    if !rest.text.is_empty() {
                        placed.push(Inline::Text(rest));
                    }
                }
                Inline::Cite(cite) if !self.in_note && !desk.cites_in_text() => {
                    taken = self.cite(desk, cite, content.get(at + 1), &mut placed);
                }
                Inline::Link { target: Target::Url(url), content: words, span: Some(span) }
                    if desk.spells_out(url, words) =>
                {
                    self.inline(desk, inline, &mut placed);
                    taken = self.address(desk, (url, *span), content.get(at + 1), &mut placed);
                }
                other => self.inline(desk, other, &mut placed),
            }
        }
        placed
    }

    fn inline(&mut self, desk: &mut Desk<'_>, inline: &Inline, placed: &mut Inlines) {
        match inline {
            Inline::Styled(style, inner) => placed.push(Inline::Styled(*style, self.inlines(desk, inner))),
            Inline::Foreign(language, inner) => {
                placed.push(Inline::Foreign(language.clone(), self.inlines(desk, inner)));
            }
            Inline::Link { target, content, span } => {
                let content = self.inlines(desk, content);
                let place = Spot { span: *span, placed };
                self.link(desk, target, content, place);
            }
            Inline::Picture(picture) => placed.extend(self.picture(desk, picture).map(Inline::Picture)),
            Inline::NoteCall(local) => placed.extend(self.call(desk, *local).map(Inline::NoteCall)),
            Inline::Mark(_) if !desk.indexed => {}
            Inline::Point(number) => {
                let anchor = desk.anchors.point(self.hand.division, *number, self.paragraph);
                placed.push(Inline::Anchor(anchor));
            }
            Inline::Text(_)
            | Inline::LineBreak
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {
                placed.push(inline.clone());
            }
        }
    }

    /// A citation in the text becomes a note; the space before it goes, and a stop after it comes before
    /// the call (*Chicago* 13.29). Returns how much of the `next` inline was taken so.
    fn cite(&mut self, desk: &mut Desk<'_>, cite: &Cite, next: Option<&Inline>, placed: &mut Inlines) -> usize {
        if let Some(Inline::Text(before)) = placed.last_mut() {
            let kept = before.text.trim_end_matches([' ', '\u{a0}']).len();
            *before = part(before, 0, kept);
            if before.text.is_empty() {
                placed.pop();
            }
        }
        let taken = stops(next, placed);
        let note = self.made_note(desk, Inline::Cite(cite.clone()), cite.span);
        placed.push(Inline::NoteCall(note));
        taken
    }

    /// The address of a link for paper: in a note, whose call comes after a stop; in a note in parentheses. Returns
    /// how much of the `next` inline was taken.
    fn address(&self, desk: &mut Desk<'_>, to: (&str, Span), next: Option<&Inline>, placed: &mut Inlines) -> usize {
        let (url, span) = to;
        let shown = vec![said(url.strip_prefix("mailto:").unwrap_or(url))];
        let link = Inline::Link { target: Target::Url(url.to_owned()), content: shown, span: Some(span) };
        if self.in_note {
            placed.extend([said(" ("), link, said(")")]);
            return 0;
        }
        let taken = stops(next, placed);
        let note = self.made_note(desk, link, span);
        placed.push(Inline::NoteCall(note));
        taken
    }

    /// A link inside the book leads to an anchor; where it leads nowhere, its words stay. One without words has those
    /// of what it leads to: a heading's, a document's title, the address.
    fn link(&mut self, desk: &mut Desk<'_>, target: &Target, content: Inlines, at: Spot<'_>) {
        let Spot { span, placed } = at;
        match target {
            Target::Url(url) => {
                let shown = || vec![said(url.strip_prefix("mailto:").unwrap_or(url))];
                let content = if content.is_empty() { shown() } else { content };
                placed.push(Inline::Link { target: target.clone(), content, span });
            }
            Target::Anchor(_) | Target::Page { .. } => {
                placed.push(Inline::Link { target: target.clone(), content, span });
            }
            Target::Document(id) => document_link(desk, id, None, content, Spot { span, placed }),
            Target::Place(place) => {
                document_link(desk, &place.document, Some(place), content, Spot { span, placed });
            }
            Target::Heading(name) => {
                if let Some(heading) = self.heading(name) {
                    let content = if content.is_empty() { heading.words.clone() } else { content };
                    placed.push(Inline::Link { target: Target::Anchor(heading.anchor), content, span });
                    return;
                }
                let fault =
                    Diagnostic::warning("unknown-heading", format!("no heading of this text is called `{name}`"));
                let none = "it has no words of its own: nothing is printed";
                let label = if content.is_empty() { none } else { "its words stay, without a link" };
                let names = self.heading_names();
                desk.report(fault.at(span, label).choices(name, names.iter().map(String::as_str)));
                placed.extend(content);
            }
        }
    }

    /// The picture with the key it has in the book, which has it from now on; `None` if there is none.
    pub(super) fn picture(&self, desk: &mut Desk<'_>, picture: &Picture) -> Option<Picture> {
        let Some(key) = image_key(self.hand.file, &picture.key) else {
            let written = picture.key.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
            let (message, label) = if written {
                ("a picture that is written out in the text cannot be printed", String::new())
            } else {
                ("a picture on the network cannot be printed", picture.key.clone())
            };
            let fault = Diagnostic::error("remote-image", message).at(picture.span, label);
            desk.report(fault.hint("save it beside the text and name that file"));
            return None;
        };
        let Some(image) = desk.sources.images.get(&key) else {
            let fault = desk.sources.no_image(desk.manifest, &key).at(picture.span, "called for here");
            desk.diagnostics.push(fault);
            return None;
        };
        let given = desk.manifest.images.get(&key).and_then(|image| image.alt.as_ref());
        let alt = given.map_or(&picture.alt, |alt| &alt.value).clone();
        if alt.trim().is_empty() {
            desk.diagnostics.push(
                Diagnostic::warning("missing-alt", "this picture says nothing to those who do not see it")
                    .at(picture.span, "")
                    .hint("say what it shows: ![a ship in the harbour](ship.png)"),
            );
        }
        desk.images.entry(key.clone()).or_insert_with(|| image.clone());
        Some(Picture { key, alt, ..picture.clone() })
    }
}

/// Where a link is written, and where it goes.
struct Spot<'p> {
    span: Option<Span>,
    placed: &'p mut Inlines,
}

/// Puts the stops with which `next` begins in place; how many bytes they are.
fn stops(next: Option<&Inline>, placed: &mut Inlines) -> usize {
    let Some(Inline::Text(after)) = next else { return 0 };
    let taken = after.text.len() - after.text.trim_start_matches(STOPS).len();
    if taken > 0 {
        placed.push(Inline::Text(part(after, 0, taken)));
    }
    taken
}

impl Desk<'_> {
    /// Whether the address `url` of a link is to be printed beside its `words`: on paper, if these do not say it.
    fn spells_out(&self, url: &str, words: &[Inline]) -> bool {
        let wanted = self.spec.format == EditionKind::Pdf && self.manifest.style.links == LinkPlace::Notes;
        let bare = |address: &str| {
            let address = ["https://", "http://", "mailto:"]
                .iter()
                .find_map(|start| address.strip_prefix(start))
                .unwrap_or(address);
            address.trim_start_matches("www.").trim_end_matches('/').to_owned()
        };
        // Without words it says nothing but its address.
        wanted && !words.is_empty() && bare(plain_text(words).trim()) != bare(url)
    }
}

/// A link to a document of the book or to a place in it; without words it has the document's title.
fn document_link(desk: &mut Desk<'_>, id: &Id, place: Option<&Place>, content: Inlines, at: Spot<'_>) {
    let Spot { span, placed } = at;
    let Some(planned) = desk.plan.get(id) else {
        let ids: Vec<&str> = desk.plan.keys().map(Id::as_str).collect();
        desk.diagnostics.push(
            Diagnostic::error("unknown-document", format!("the book has no document `{id}`"))
                .at(span, "linked to here")
                .choices(id.as_str(), ids),
        );
        placed.extend(content);
        return;
    };
    let alone = content.is_empty();
    let content = if alone { planned.title.bare() } else { content };
    if let Some((division, _)) = planned.place {
        let words = place.and_then(|place| place.words.as_ref());
        let point = words.and_then(|words| desk.sources.revisions.get(id)?.places.get(words));
        let anchor = point.map_or(division, |point| desk.anchors.point(division, point.number, point.paragraph));
        let target = match place {
            Some(Place { page: true, .. }) => Target::Page { place: anchor, alone },
            _ => Target::Anchor(anchor),
        };
        placed.push(Inline::Link { target, content, span });
        return;
    }
    let edition = &desk.spec.name.value;
    desk.diagnostics.push(
        Diagnostic::warning("link-to-omitted", format!("the edition `{edition}` leaves the document `{id}` out"))
            .at(span, "the words stay, without a link"),
    );
    placed.extend(content);
}

/// The bytes `from..to` of a run (on character boundaries, else all of it), with their own place where
/// the run's words are the text's unchanged.
pub(super) fn part(run: &Run, from: usize, to: usize) -> Run {
    let Some(text) = run.text.get(from..to) else { return run.clone() };
    let within = |span: Span| {
        let range = span.range();
        if range.len() == run.text.len() { Span::new(span.file, range.start + from..range.start + to) } else { span }
    };
    let origin = match run.origin {
        Origin::Source(span) => Origin::Source(within(span)),
        Origin::Editor(span) => Origin::Editor(within(span)),
        Origin::Program => Origin::Program,
    };
    Run { text: text.to_owned(), origin }
}
