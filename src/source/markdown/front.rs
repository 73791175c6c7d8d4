//! Finds the block of metadata in front of a text.

use super::super::offsets::Offsets;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{FrontMatter, FrontMatterFormat};

/// The front matter of `text`, if it has any, and where the text proper begins.
///
/// TOML stands between `+++` lines, YAML between `---` lines (or ends with `...`). A `---` line that a blank line
/// follows is a rule.
pub(super) fn split(text: &str, offsets: &Offsets, diagnostics: &mut Diagnostics) -> (Option<FrontMatter>, usize) {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next() else { return (None, 0) };
    let (format, fence) = match first.trim_end() {
        "+++" => (FrontMatterFormat::Toml, "+++"),
        "---" if lines.clone().next().is_some_and(|line| !line.trim().is_empty()) => (FrontMatterFormat::Yaml, "---"),
        _ => return (None, 0),
    };
    let start = first.len();
    let mut end = start;
    for line in lines {
        let bare = line.trim_end();
        if bare == fence || (format == FrontMatterFormat::Yaml && bare == "...") {
            let front = FrontMatter { format, span: offsets.span(start..end) };
            return (Some(front), end + line.len());
        }
        end += line.len();
    }
    diagnostics.push(
        Diagnostic::error("unterminated-front-matter", "the front matter has no end")
            .at(offsets.span(0..fence.len()), "begins here")
            .hint(format!("close it with a line `{fence}`")),
    );
    (None, text.len())
}
