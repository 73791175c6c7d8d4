//! Tests of the stage as a whole, and what they share.

mod engine;
mod opentype;
mod scripts;
