//! From checked tables to the types of the manifest: one file per group of tables.

pub(super) mod apparatus;
pub(super) mod book;
pub(super) mod document;
pub(super) mod edition;
pub(super) mod parts;
pub(super) mod press;
pub(super) mod rights;
pub(super) mod style;
pub(super) mod terms;
