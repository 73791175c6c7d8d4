//! The way through: manifest, sources, editions. The only place where stages meet.
//!
//! ```text
//! load: manifest ─► Draft ─► sources read (in parallel) ─► Manifest, Sources
//! make: edit ─► Edition ─┬─► typeset ─► pdf ─► bytes
//!                        │      └─► pages
//!                        └─► cover, epub ─► bytes
//! rights: counts of what is printed ─► verdicts ─► draft mark, release, log and letters
//! ```
//!
//! Every stage goes on as far as it can, so one run tells every fault. Nothing here draws a diagnostic,
//! and nothing is written unless the whole book is free of errors.

mod begin;
pub mod disc;
mod faces;
mod impose;
mod index;
mod load;
mod make;
mod only;
mod pages;
mod preflight;
mod provenance;
mod rights;
mod view;

pub use begin::{Beginning, begin};
pub use impose::Imposed;
pub use index::FinishedIndex;
pub use load::{Project, load};
pub use make::{Extent, Made, Purpose};
pub use preflight::ForPress;
pub use provenance::{Locked, lock};
pub use view::View;
