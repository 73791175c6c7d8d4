//! What lies in an archive: the documents of word processors and e-books are ZIP files.

use std::io::{Cursor, Read};

use super::{Remark, RemarkKind, Resources};

/// So many bytes of one file are unpacked; a file that claims more is a trap or a film.
const LARGEST: u64 = 200 << 20;
/// An archive of more files than this is no document.
const MOST: usize = 20_000;

/// What kind of document an archive is.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("word/document.xml") || has("[Content_Types].xml") && has("word/styles.xml") {
        Some("docx")
    } else if has("META-INF/container.xml") {
        Some("epub")
    } else if has("content.xml") {
        Some("odt")
    } else {
        None
    }
}

/// Every file of an archive.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Resources, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())?;
    let mut files = Resources::new();
    let mut left = LARGEST;
    if archive.len() > MOST {
        return Err(format!("it holds {} files, more than {MOST}", archive.len()));
    }
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|fault| fault.to_string())?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.take(left).read_to_end(&mut content).map_err(|fault| format!("`{name}`: {fault}"))?;
        left = left.saturating_sub(content.len() as u64);
        if left == 0 {
            return Err("it unpacks to more than 200 MB".to_owned());
        }
        files.insert(name, content);
    }
    Ok(files)
}

/// A file that must be text.
pub(super) fn text(files: &Resources, name: &str) -> Result<String, String> {
    let bytes = files.get(name).ok_or_else(|| format!("it has no `{name}`"))?;
    Ok(crate::source::decode(bytes, crate::source::Kind::Html).text)
}

/// A file of XML as a tree.
pub(super) fn xml<'t>(text: &'t str, name: &str) -> Result<roxmltree::Document<'t>, String> {
    let options =
        roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 4_000_000, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).map_err(|fault| format!("`{name}`: {fault}"))
}

/// An attribute by its local name: "val" for `w:val`.
pub(super) fn value<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The path that `relative` means in a file at `from`.
pub(super) fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    if let Some(absolute) = relative.strip_prefix('/') {
        return absolute.to_owned();
    }
    for part in relative.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Text that no reader of pages takes for markup.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a file's author may be a person: programs sign too, and so do those who never set their name.
pub(super) fn is_person(name: &str) -> bool {
    const NOBODY: [&str; 14] = [
        "python-docx",
        "openpyxl",
        "pandoc",
        "libreoffice",
        "openoffice.org",
        "microsoft office user",
        "microsoft word",
        "windows user",
        "user",
        "admin",
        "administrator",
        "owner",
        "author",
        "unknown",
    ];
    name.chars().any(char::is_alphabetic) && !NOBODY.contains(&name.trim().to_lowercase().as_str())
}

/// Tells the day a file was made: its text may be a hundred years older.
pub(super) fn stamped(day: Option<String>, report: &mut Vec<Remark>) {
    if let Some(day) = day {
        let told = format!("the stamp {day} of the file, which is not the date of its text");
        report.push(Remark::new(RemarkKind::Seen, told));
    }
}
