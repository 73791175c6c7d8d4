//! anthology
fn main() {}
