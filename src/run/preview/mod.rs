//! The page on which `anthology watch` shows a book: print and EPUB side by side, faults, words, rights.

pub mod request;
pub mod server;
pub mod shown;
