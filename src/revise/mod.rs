//! What the manifest decides about a document is done to the document as it was read.

pub mod annotated;
pub mod recover;
pub mod thread;
pub mod unasked;
