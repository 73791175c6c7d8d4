//! Addresses that a book can keep.

use std::fmt::Write as _;

/// The address a link leads to, if it is one a book can keep: absolute, written as an address must be.
pub(in crate::source::html) fn address(href: &str, base: Option<&str>) -> Option<String> {
    let href = href.trim();
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let whole = match scheme.as_deref() {
        Some("http" | "https" | "mailto") => href.to_owned(),
        Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+') => return None,
        _ => resolved(href, base?)?,
    };
    let mut address = String::new();
    for c in whole.chars() {
        if c.is_control()
            || matches!(c, ' ' | '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' | '\u{A0}')
        {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(address, "%{byte:02X}");
            }
        } else {
            address.push(c);
        }
    }
    (address.split_once(':')?.1.len() > 2).then_some(address)
}

/// An address relative to another (RFC 3986, 5.2).
fn resolved(href: &str, base: &str) -> Option<String> {
    let base = base.split(['#', '?']).next()?;
    let (scheme, rest) = base.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    if let Some(other) = href.strip_prefix("//") {
        return Some(format!("{scheme}://{other}"));
    }
    if let Some(absolute) = href.strip_prefix('/') {
        return Some(format!("{scheme}://{host}/{absolute}"));
    }
    if href.is_empty() || href.starts_with('?') {
        return Some(format!("{base}{href}"));
    }
    let mut parts: Vec<&str> = path.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}", parts.join("/")))
}
