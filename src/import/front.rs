//! What is known of a text, as the front matter of its file.

use super::facts::{Facts, Licence};
use crate::quote::pasted;

/// The front matter, fences and all; nothing where nothing is known.
pub(super) fn front(facts: &Facts) -> String {
    let mut lines = Vec::new();
    let mut line = |key: &str, value: String| lines.push(format!("{key} = {value}"));
    let text = |value: &str| pasted(&value.split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some(title) = &facts.title {
        // A title is inline Markdown.
        line(
            "title",
            text(
                &title
                    .replace('\\', "\\\\")
                    .replace('*', "\\*")
                    .replace('_', "\\_")
                    .replace('`', "\\`")
                    .replace('[', "\\[")
                    .replace('<', "\\<"),
            ),
        );
    }
    if !facts.authors.is_empty() {
        let names: Vec<String> = facts.authors.iter().map(|name| text(name)).collect();
        line("authors", format!("[{}]", names.join(", ")));
    }
    if let Some(date) = &facts.date {
        let day = date.len() == 10 && date.bytes().filter(u8::is_ascii_digit).count() == 8;
        line("date", if day { date.clone() } else { text(date) });
    }
    if let Some(site) = &facts.site {
        line("container", text(site));
    }
    if let Some(url) = &facts.url {
        line("url", text(url));
    }
    if let Some(day) = &facts.retrieved {
        line("retrieved", day.clone());
    }
    if let Some(language) = &facts.language {
        line("language", text(language.as_str()));
    }
    match &facts.licence {
        Some(Licence::Spdx(id)) => line("rights", format!("{{ status = \"licensed\", licence = {} }}", text(id))),
        Some(Licence::PublicDomain(reason)) => {
            line("rights", format!("{{ status = \"public-domain\", reason = {} }}", text(reason)));
        }
        Some(Licence::Other(_)) | None => {}
    }
    if lines.is_empty() { String::new() } else { format!("+++\n{}\n+++\n\n", lines.join("\n")) }
}
