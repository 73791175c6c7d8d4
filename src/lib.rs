//! **anthology** makes a book out of documents: one manifest, an EPUB and a PDF edition.

pub mod book;
pub mod cover;
pub mod design;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod epub;
pub mod fonts;
pub mod id;
pub mod images;
pub mod length;
pub mod manifest;
pub mod metadata;
pub mod pdf;
pub mod shelf;
pub mod source;
pub mod typeset;
