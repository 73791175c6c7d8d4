//! Tests of the stage as a whole, and what they share.

mod division;
mod engine;
mod faces;
mod laws;
mod opentype;
mod scripts;

/// How many cases a law is tried on: `PROPTEST_CASES`, or else so many.
#[allow(clippy::disallowed_methods, reason = "a test may ask how hard it is to try")]
pub(super) fn cases(usual: u32) -> proptest::test_runner::Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    proptest::test_runner::Config::with_cases(asked.unwrap_or(usual))
}
