//! How long a test's work takes, whatever else the machine is doing.

use std::time::{Duration, Instant};

/// Seconds that `work` takes on its thread: the fastest of three.
pub(in crate::typeset) fn seconds(work: impl Fn()) -> f64 {
    let once = || {
        let (start, before) = (Instant::now(), on_processor());
        work();
        let spent = on_processor().zip(before).map(|(after, before)| after.saturating_sub(before));
        spent.unwrap_or_else(|| start.elapsed()).as_secs_f64()
    };
    // Nothing takes less than the system can count.
    [once(), once(), once()].into_iter().fold(f64::INFINITY, f64::min).max(0.002)
}

/// How long this thread was at work so far; `None` where the system does not tell.
fn on_processor() -> Option<Duration> {
    // Where the thread stays, the system has not counted yet.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
