//! Answers the page: on this machine's own address, one thread a request, each connection for one answer.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::request::{self, LONGEST, Refusal};
use super::shown::{Answer, Shown};

/// Where it is served unless another port is asked for: the page keeps its address from day to day.
const PORT: u16 = 7340;
/// So many requests are answered at a time.
const MOST: usize = 64;
/// Who is slower than this is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// A page that waits hears something at least so often, so that a lost one is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What is shown now; whoever waits for the next is woken.
#[derive(Debug, Default)]
pub struct Stage {
    shown: Mutex<Option<Arc<Shown>>>,
    changed: Condvar,
    busy: AtomicUsize,
}

impl Stage {
    /// What is shown now.
    pub fn now(&self) -> Option<Arc<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows something else.
    pub fn show(&self, shown: Shown) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(shown));
        self.changed.notify_all();
    }

    /// The version shown, as soon as it is another than `than`, or when the heart has beaten.
    fn next(&self, than: u64) -> Option<u64> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let old = |shown: &mut Option<Arc<Shown>>| shown.as_ref().is_none_or(|shown| shown.version == than);
        let waited = self.changed.wait_timeout_while(shown, HEARTBEAT, old);
        let (shown, _) = waited.unwrap_or_else(PoisonError::into_inner);
        shown.as_ref().map(|shown| shown.version).filter(|version| *version != than)
    }
}

/// Listens on this machine's own address: at `port`, or where that is not said at the usual one or any that is free.
pub fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => at(port).map_err(|fault| io::Error::new(fault.kind(), format!("port {port}: {fault}"))),
        None => at(PORT).or_else(|_| at(0)),
    }
}

/// Answers from now on, on threads of its own; the address it is reached by.
pub fn serve(listener: TcpListener, stage: &Arc<Stage>) -> io::Result<SocketAddr> {
    let address = listener.local_addr()?;
    let stage = Arc::clone(stage);
    thread::spawn(move || {
        for stream in listener.incoming().filter_map(Result::ok) {
            let stage = Arc::clone(&stage);
            if stage.busy.fetch_add(1, Ordering::SeqCst) >= MOST {
                stage.busy.fetch_sub(1, Ordering::SeqCst);
                // Who is turned away is told so; who does not listen is not waited for.
                let _ = turned_away(stream);
                continue;
            }
            thread::spawn(move || {
                // A browser that went away is no fault.
                let _ = answer(stream, address.port(), &stage);
                stage.busy.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    Ok(address)
}

fn turned_away(mut stream: TcpStream) -> io::Result<()> {
    stream.set_write_timeout(Some(Duration::from_millis(100)))?;
    reply(&mut stream, "503 Service Unavailable", &Answer::text("too many ask at a time"))
}

fn answer(mut stream: TcpStream, port: u16, stage: &Stage) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let request =
        match head(&mut stream, PATIENCE)?.ok_or(Refusal::Malformed).and_then(|head| request::read(&head, port)) {
            Ok(request) => request,
            Err(refusal) => return reply(&mut stream, refusal.status(), &Answer::text("no")),
        };
    if request.path == "/events" {
        return events(stream, stage);
    }
    match Shown::answer(stage.now().as_deref(), &request) {
        Some(answer) => reply(&mut stream, "200 OK", &answer),
        None => reply(&mut stream, "404 Not Found", &Answer::text("there is nothing here")),
    }
}

/// The head of a request, all of it within `patience`; `None` if it is none, or too long.
fn head(stream: &mut TcpStream, patience: Duration) -> io::Result<Option<String>> {
    let begun = Instant::now();
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let left = patience.checked_sub(begun.elapsed()).filter(|left| !left.is_zero());
        stream.set_read_timeout(Some(left.ok_or(io::ErrorKind::TimedOut)?))?;
        let read = stream.read(&mut piece)?;
        head.extend_from_slice(&piece[..read]);
        if read == 0 || head.len() > LONGEST {
            return Ok(None);
        }
    }
    Ok(String::from_utf8(head).ok())
}

/// What every answer says besides its type: nothing is kept, nothing is loaded from elsewhere, nobody else may look.
const HEADERS: &str = "Cache-Control: no-store\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\
    Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: SAMEORIGIN\r\n\
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; media-src 'self'; connect-src 'self'; frame-src 'self'; \
    frame-ancestors 'self'; base-uri 'none'; form-action 'none'\r\n";

fn reply(stream: &mut TcpStream, status: &str, answer: &Answer) -> io::Result<()> {
    let (media, length) = (answer.media, answer.bytes.len());
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n{HEADERS}\r\n")?;
    stream.write_all(&answer.bytes)?;
    stream.flush()
}

/// Tells each new version as it comes (server-sent events).
fn events(mut stream: TcpStream, stage: &Stage) -> io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{HEADERS}\r\nretry: 500\n\n")?;
    let mut told = 0;
    loop {
        match stage.next(told) {
            Some(version) => {
                told = version;
                write!(stream, "data: {version}\n\n")?;
            }
            None => stream.write_all(b": still here\n\n")?,
        }
        stream.flush()?;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    /// A server without a book, and its stage.
    fn served() -> (SocketAddr, Arc<Stage>) {
        let stage = Arc::new(Stage::default());
        (serve(listen(Some(0)).unwrap(), &stage).unwrap(), stage)
    }

    #[test]
    fn one_too_many_is_told_so() {
        let (address, stage) = served();
        stage.busy.store(MOST, Ordering::SeqCst);
        let mut said = String::new();
        TcpStream::connect(address).unwrap().read_to_string(&mut said).unwrap();
        assert!(said.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{said}");
        assert_eq!(stage.busy.load(Ordering::SeqCst), MOST);
    }

    #[test]
    fn who_sends_a_head_by_drops_is_not_waited_for() {
        let listener = listen(Some(0)).unwrap();
        let address = listener.local_addr().unwrap();
        let sender = thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            // Each drop comes in time; all of them do not.
            while stream.write_all(b"G").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        });
        let (mut stream, _) = listener.accept().unwrap();
        let begun = Instant::now();
        let fault = head(&mut stream, Duration::from_millis(200)).unwrap_err();
        assert!(matches!(fault.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock), "{fault}");
        assert!(begun.elapsed() < Duration::from_secs(5));
        drop(stream);
        sender.join().unwrap();
    }
}
