//! Faces to set with: bundled in the binary, brought along by the book, installed on the machine.

/// Every face that can be had, by family name.
#[derive(Debug, Default)]
pub struct FontLibrary {}
