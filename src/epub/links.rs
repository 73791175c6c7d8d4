//! Addresses on the web, as they may stand in an EPUB.

use std::fmt::Write as _;

/// `url` as an address every reader can follow, what URLs do not allow percent-encoded (RFC 3986 §2.1);
/// `None` unless it is http, https with a plain host, or mailto.
pub(super) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            good_host(host).then(|| format!("{scheme}://{host}{}", encoded(path)))
        }
        "mailto" if rest.contains('@') => Some(format!("mailto:{}", encoded(rest))),
        _ => None,
    }
}

/// A name with dots and perhaps a port, no sign-in, no address in numbers of IPv6.
fn good_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    name.strip_suffix('.').unwrap_or(name).split('.').all(label) && port.parse::<u16>().is_ok()
}

fn encoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut fragment = false;
    for (at, byte) in bytes.iter().copied().enumerate() {
        let hex = |n: usize| bytes.get(at + n).is_some_and(u8::is_ascii_hexdigit);
        let kept = match byte {
            b'%' => hex(1) && hex(2),
            b'#' => !std::mem::replace(&mut fragment, true),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'?' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b','
            | b';' | b'=' | b':' | b'@' => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        if kept {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_fit() {
        for (given, expected) in [
            ("https://example.org/a b|c?x=[1]#y#z", Some("https://example.org/a%20b%7Cc?x=%5B1%5D#y%23z")),
            ("HTTP://example.org", Some("http://example.org")),
            ("https://example.org/100%/%41é", Some("https://example.org/100%25/%41%C3%A9")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("https://a b/", None),
            ("https://user:secret@example.org/", None),
            ("https://example.org:99999/", None),
            ("/relative", None),
            ("file:///etc/passwd", None),
        ] {
            assert_eq!(web_address(given).as_deref(), expected, "{given}");
        }
    }
}
