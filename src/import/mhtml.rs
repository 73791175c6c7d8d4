//! A page with all its files in one, as browsers archive it (RFC 2557).

use super::facts::{Facts, edtf};
use super::page::{Leaf, base64};
use super::{Imported, Incoming, Remark, RemarkKind, Resources, stem};
use crate::diagnostic::Files;
use crate::source::{self, Kind};

/// A part of the archive.
struct Part {
    kind: String,
    location: Option<String>,
    id: Option<String>,
    body: Vec<u8>,
}

pub(super) fn import(file: &Incoming<'_>, files: &mut Files) -> Result<Imported, String> {
    let (head, body) = divided(file.bytes);
    let head = fields(head);
    let mut parts = Vec::new();
    match parameter(get(&head, "content-type").unwrap_or_default(), "boundary") {
        Some(boundary) => parts_of(body, &boundary, &mut parts, 0),
        None => parts.push(part(&head, body)),
    }
    let page = parts.iter().position(|part| part.kind.starts_with("text/html") || part.kind.contains("xhtml"));
    let page = parts.swap_remove(page.ok_or("it holds no page")?);
    let url = get(&head, "snapshot-content-location")
        .map(str::to_owned)
        .or(page.location)
        .filter(|url| url.starts_with("http"));
    let retrieved = get(&head, "date").and_then(|date| edtf(date.split_once(", ").map_or(date, |(_, date)| date)));
    let mut resources = Resources::new();
    for part in parts {
        if let Some(id) = &part.id {
            resources.insert(format!("cid:{id}"), part.body.clone());
        }
        if let Some(location) = part.location {
            // A page names its pictures as they are, or from where it lies itself.
            let relative = url
                .as_deref()
                .and_then(|url| location.strip_prefix(url.rsplit_once('/')?.0))
                .map(|rest| rest.trim_start_matches('/').to_owned());
            resources.extend(relative.map(|name| (name, part.body.clone())));
            resources.insert(location, part.body);
        }
    }
    // What the part says of its letters is not in the page any more.
    let charset = parameter(&page.kind, "charset").unwrap_or_default();
    let declared = format!("<meta charset=\"{charset}\">");
    let mut bytes = if charset.is_empty() { Vec::new() } else { declared.into_bytes() };
    bytes.extend(&page.body);
    let decoded = source::decode(&bytes, Kind::Html);
    let mut report = Vec::new();
    if decoded.encoding != "UTF-8" {
        report.push(Remark::new(RemarkKind::Guessed, format!("read as {}", decoded.encoding)));
    }
    let known = Facts { url, retrieved: retrieved.filter(|day| day.len() == 10), ..Facts::default() };
    let leaf = Leaf {
        stem: &stem(file.path),
        text: &decoded.text,
        whole: false,
        path: None,
        known,
        resources: &resources,
        beside: file.beside,
        report,
    };
    Ok(leaf.import(files))
}

/// Head and body, divided by the first empty line.
fn divided(bytes: &[u8]) -> (&[u8], &[u8]) {
    let find = |sign: &[u8]| bytes.windows(sign.len()).position(|at| at == sign).map(|at| (at, sign.len()));
    let at = [find(b"\r\n\r\n"), find(b"\n\n")].into_iter().flatten().min();
    at.map_or((bytes, &[][..]), |(at, length)| (&bytes[..at], &bytes[at + length..]))
}

/// The fields of a head, names in small letters; continued lines joined.
fn fields(head: &[u8]) -> Vec<(String, String)> {
    let head = String::from_utf8_lossy(head).replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ");
    let field =
        |line: &str| line.split_once(':').map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()));
    head.lines().filter_map(field).collect()
}

fn get<'h>(head: &'h [(String, String)], name: &str) -> Option<&'h str> {
    head.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// `boundary="…"` of a field.
fn parameter(field: &str, name: &str) -> Option<String> {
    let lower = field.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let rest = &field[at..];
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([';', ' ']).next()?,
    };
    Some(value.to_owned())
}

fn parts_of(body: &[u8], boundary: &str, parts: &mut Vec<Part>, depth: usize) {
    let mark = format!("--{boundary}");
    let mark = mark.as_bytes();
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| rest.windows(mark.len()).position(|here| here == mark)) {
        starts.push(at + found);
        at += found + mark.len();
    }
    for (number, start) in starts.iter().enumerate() {
        let from = start + mark.len();
        let end = starts.get(number + 1).copied().unwrap_or(body.len());
        let Some(inner) = body.get(from..end).filter(|inner| !inner.starts_with(b"--")) else { continue };
        let inner = inner.strip_prefix(b"\r\n").or_else(|| inner.strip_prefix(b"\n")).unwrap_or(inner);
        let (head, content) = divided(inner);
        let head = fields(head);
        match parameter(get(&head, "content-type").unwrap_or_default(), "boundary").filter(|_| depth < 4) {
            Some(boundary) => parts_of(content, &boundary, parts, depth + 1),
            None => parts.push(part(&head, content)),
        }
    }
}

fn part(head: &[(String, String)], content: &[u8]) -> Part {
    let body = match get(head, "content-transfer-encoding").unwrap_or_default().to_lowercase().as_str() {
        "base64" => base64(content).unwrap_or_default(),
        "quoted-printable" => quoted_printable(content),
        _ => content.to_vec(),
    };
    Part {
        kind: get(head, "content-type").unwrap_or_default().to_lowercase(),
        location: get(head, "content-location").map(str::to_owned),
        id: get(head, "content-id").map(|id| id.trim_matches(['<', '>']).to_owned()),
        body,
    }
}

/// Bytes written as `=C3=A9` (RFC 2045, 6.7).
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        if *first != b'=' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        if let Some(after) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
            rest = after;
            continue;
        }
        let hex = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(b'=');
            rest = after;
        }
    }
    bytes
}
