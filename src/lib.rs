//! **anthology** makes a book out of documents: one manifest, an EPUB and a PDF edition.
//!
//! There is one way through, and every stage has types of its own:
//!
//! ```text
//! anthology.toml ─► Manifest ──┐
//! sources/*      ─► Documents ─┴─► revise ─► edit ─► Edition ─┬─► epub ─► .epub
//!                                                             └─► typeset ─► Composition ─► pdf ─► .pdf
//! ```
//!
//! | stage | takes | gives | never |
//! |---|---|---|---|
//! | [`manifest`] | TOML text | a [`manifest::Manifest`], every value checked and with its span | reads a source's text |
//! | [`source`] | a text | a [`document::Document`] of neutral blocks and inlines | knows the manifest |
//! | [`import`] | a saved page, a word processor's file | a text with front matter, and what became of the rest | writes a file |
//! | [`revise`] | a document, and what the manifest decides about it | the document as it is printed, and what was done to it | knows another document |
//! | [`edit`] | manifest and documents | one [`book::Edition`] for each `[edition.*]` | knows a format or a page |
//! | [`rights`] | manifest, and counts of what is printed | a verdict on each piece, log and letters | knows a text |
//! | [`typeset`] | an edition | a [`typeset::Composition`]: placed glyphs, and the tree of what is read; the [`book::PageMap`] | knows PDF |
//! | [`epub`] | an edition | the bytes of an EPUB | lays out |
//! | [`pdf`] | a composition | the bytes of a PDF | decides layout |
//! | [`screen`] | a composition | drawings of its pages, and the proof | decides layout |
//! | [`compile`] | a folder | editions, written | draws a diagnostic |
//!
//! [`diagnostic`], [`id`], [`length`], [`metadata`], [`design`], [`shelf`], [`xml`] are the vocabulary they share;
//! [`quote`] finds an editor's quoted words in a document; [`fonts`], [`images`] and [`cover`] serve the
//! writers. `tests/layers.rs` reads the sources and fails on an import against the arrows. The program itself (`main`, `args`, `run`, `report`) only calls
//! [`compile`], draws diagnostics and sets the exit code.
//!
//! # What holds everywhere
//!
//! - **Faults are data.** A stage pushes a [`diagnostic::Diagnostic`] and goes on, so that one run tells
//!   every fault. Nothing a user can write makes a stage panic.
//! - **Words know where they come from** ([`document::Origin`]): a source, the editor, or the program.
//! - **What can be pointed at is an anchor** ([`book::AnchorId`]). Typesetting tells the page of each, the
//!   EPUB gives each an id; so one index and one table of contents serve both formats. The body is set
//!   first, then the index, then contents and front matter: no page number is guessed.
//! - **Outputs are a function of inputs.** No clock, no random id, no hash order; two processes give the
//!   same bytes. An edition is written beside its target and renamed over it.
//! - **Text is never dropped silently.** What a stage cannot set, it says.
//!
//! # Where to begin reading
//!
//! [`document`], then [`book`], then [`compile`]; then the stage you came for.

pub mod book;
pub mod compile;
pub mod cover;
pub mod design;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod epub;
pub mod fonts;
pub mod id;
pub mod images;
pub mod import;
pub mod length;
pub mod manifest;
pub mod metadata;
pub mod pdf;
pub mod quote;
pub mod revise;
pub mod rights;
pub mod screen;
pub mod shelf;
pub mod source;
pub mod typeset;
pub mod xml;
