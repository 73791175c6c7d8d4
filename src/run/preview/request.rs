//! A request as the page's own scripts and the browser's address bar make it; any other is refused.
//!
//! The page is for whoever sits at this machine, and for nobody else. A page of another site may make a browser ask
//! here (by its own name for this address, which is called DNS rebinding, or across sites): then `Host`, `Origin` or
//! `Sec-Fetch-Site` (RFC 9110 §7.2, RFC 6454, Fetch Metadata) say so, and nothing is told.

use std::collections::BTreeMap;

/// More than this no request of ours needs.
pub const LONGEST: usize = 16 * 1024;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path, decoded: `/sheet/3`.
    pub path: String,
    /// What stands after its question mark.
    pub query: BTreeMap<String, String>,
}

/// Why a request is refused, as a status of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no request.
    Malformed,
    /// It is for another host, or from another site.
    Foreign,
    /// It is no question.
    Method,
}

impl Refusal {
    /// The status and its name.
    pub const fn status(self) -> &'static str {
        match self {
            Self::Malformed => "400 Bad Request",
            Self::Foreign => "403 Forbidden",
            Self::Method => "405 Method Not Allowed",
        }
    }
}

/// Reads the head of a request that came to `port`.
pub fn read(head: &str, port: u16) -> Result<Request, Refusal> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Refusal::Malformed);
    };
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") || !target.starts_with('/') {
        return Err(Refusal::Malformed);
    }
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(Refusal::Malformed)?;
        let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        // Two hosts are one too many.
        if !good
            || fields.insert(name.to_ascii_lowercase(), value.trim()).is_some_and(|_| name.eq_ignore_ascii_case("host"))
        {
            return Err(Refusal::Malformed);
        }
    }
    if !is_ours(&fields, port) {
        return Err(Refusal::Foreign);
    }
    if method != "GET" {
        return Err(Refusal::Method);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decoded(name)?, decoded(value)?))
    });
    Ok(Request {
        path: decoded(path).ok_or(Refusal::Malformed)?,
        query: query.collect::<Option<_>>().ok_or(Refusal::Malformed)?,
    })
}

/// Whether a request is for this machine by its own name, and from our own page or from nowhere.
fn is_ours(fields: &BTreeMap<String, &str>, port: u16) -> bool {
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = fields.get("host").is_some_and(|host| hosts.iter().any(|own| own == host));
    let origin = fields.get("origin").is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|origin| hosts.iter().any(|own| own == origin))
    });
    let site = fields.get("sec-fetch-site").is_none_or(|site| matches!(*site, "same-origin" | "none"));
    host && origin && site
}

/// Without percent signs; `None` where they are none.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            // Two digits and nothing else: a number of Rust's may have a sign.
            let digits = rest.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lines: &[&str]) -> Result<Request, Refusal> {
        read(&(lines.join("\r\n") + "\r\n\r\n"), 7340)
    }

    #[test]
    fn our_own_page_is_answered() {
        let request = asked(&["GET /source?page=3&x=1.5&w=a%20b HTTP/1.1", "Host: 127.0.0.1:7340", "Accept: */*"]);
        let query =
            [("page", "3"), ("w", "a b"), ("x", "1.5")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(request, Ok(Request { path: "/source".to_owned(), query: query.into() }));
        let same = ["GET / HTTP/1.1", "host: localhost:7340", "Origin: http://localhost:7340", "Sec-Fetch-Site: none"];
        assert!(asked(&same).is_ok());
    }

    #[test]
    fn other_sites_are_refused() {
        let own = "Host: 127.0.0.1:7340";
        for lines in [
            &["GET / HTTP/1.1"][..],
            &["GET / HTTP/1.1", "Host: evil.example"],
            &["GET / HTTP/1.1", "Host: evil.example:7340"],
            &["GET / HTTP/1.1", "Host: 127.0.0.1"],
            &["GET / HTTP/1.1", "Host: 127.0.0.1:7341"],
            &["GET / HTTP/1.1", "Host: 127.0.0.1.evil.example:7340"],
            &["GET / HTTP/1.1", own, "Origin: http://evil.example"],
            &["GET / HTTP/1.1", own, "Origin: null"],
            &["GET / HTTP/1.1", own, "Origin: https://127.0.0.1:7340"],
            &["GET / HTTP/1.1", own, "Sec-Fetch-Site: cross-site"],
            &["GET / HTTP/1.1", own, "Sec-Fetch-Site: same-site"],
        ] {
            assert_eq!(asked(lines), Err(Refusal::Foreign), "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let own = "Host: 127.0.0.1:7340";
        for lines in [
            &["GET"][..],
            &["GET / HTTP/2.0", own],
            &["GET http://evil.example/ HTTP/1.1", own],
            &["GET / x HTTP/1.1", own],
            &["GET / HTTP/1.1", own, own],
            &["GET / HTTP/1.1", own, " folded: x"],
            &["GET / HTTP/1.1", own, "no colon"],
            &["GET /%zz HTTP/1.1", own],
            &["GET /% HTTP/1.1", own],
            &["GET /%+f HTTP/1.1", own],
            &["GET /?a=%-1 HTTP/1.1", own],
            &["GET /%ff HTTP/1.1", own],
        ] {
            assert_eq!(asked(lines), Err(Refusal::Malformed), "{lines:?}");
        }
        assert_eq!(asked(&["POST / HTTP/1.1", own]), Err(Refusal::Method));
    }
}
