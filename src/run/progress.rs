//! One line that says what is being done, for builds that take longer than a second on a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Before this nothing is shown: most books are done.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two drawings.
const BEAT: Duration = Duration::from_millis(200);

/// A progress line; it goes away when dropped.
pub struct Progress {
    doing: Arc<Mutex<String>>,
    stop: Option<mpsc::Sender<()>>,
    drawer: Option<thread::JoinHandle<()>>,
}

impl Progress {
    /// Starts one, unless it is not `wanted` or standard error is no terminal.
    pub fn start(wanted: bool) -> Self {
        let doing = Arc::new(Mutex::new(String::new()));
        if !wanted || !io::stderr().is_terminal() {
            return Self { doing, stop: None, drawer: None };
        }
        let (stop, stopped) = mpsc::channel();
        let shown = Arc::clone(&doing);
        let begun = Instant::now();
        let drawer = thread::spawn(move || {
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = BEAT;
                let doing = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let _ = write!(io::stderr().lock(), "\r\x1b[K{doing} … {} s", begun.elapsed().as_secs());
            }
            if wait == BEAT {
                let _ = write!(io::stderr().lock(), "\r\x1b[K");
            }
        });
        Self { doing, stop: Some(stop), drawer: Some(drawer) }
    }

    /// Says what is being done now.
    pub fn doing(&self, what: &str) {
        what.clone_into(&mut self.doing.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(drawer) = self.drawer.take() {
            let _ = drawer.join();
        }
    }
}
