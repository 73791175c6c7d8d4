//! `anthology watch`: the book is made again whenever something it was made of changes, and shown on a page.

mod seen;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anthology::compile::disc::tidy;
use anthology::typeset::Kept;

use self::seen::Noting;
use super::preview::server::{self, Stage};
use super::preview::shown::Shown;
use super::{FAULTY, Place, complain};
use crate::args::Watch;

/// How often it is looked whether something has changed.
const BEAT: Duration = Duration::from_millis(80);

/// Shows the book, and goes on until it is stopped.
pub fn watch(wanted: &Watch) -> io::Result<ExitCode> {
    let place = Place::of(&wanted.manifest);
    let manifest = place.disc.root().join(&place.name);
    if !manifest.is_file() {
        complain(&format!("error: there is no {}", tidy(&manifest).display()));
        complain("  `anthology new` begins a book");
        return Ok(ExitCode::from(FAULTY));
    }
    let listener = server::listen(wanted.port)?;
    let stage = Arc::new(Stage::default());
    let address = server::serve(listener, &stage)?;
    complain(&format!("http://{address}/ shows the book; Ctrl-C ends it"));
    let (mut version, kept) = (0, Arc::new(Kept::empty()));
    loop {
        version += 1;
        let begun = Instant::now();
        let noting = Noting::new(&place.disc);
        kept.begin();
        let shown = Shown::make((&noting, &place.name), (version, stage.now()), &kept, wanted.edition.as_deref());
        complain(&format!("{} in {:.2} s", shown.summary(), begun.elapsed().as_secs_f64()));
        stage.show(shown);
        while !noting.changed() {
            thread::sleep(BEAT);
        }
    }
}
