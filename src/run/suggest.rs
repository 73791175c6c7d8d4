//! `anthology index suggest`.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::compile;
use anthology::compile::disc::{tidy, write_whole};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files, Severity, nearest};
use anthology::edit::index::{Passage, Proposal, Suggestion};

use super::{FAULTY, Place, Teller, complain, epoch, one, say, unwritable};
use crate::args::IndexSuggest;

/// What the proposals begin with: `# "heading" = …`. An editor's own comments may begin so too, but with no such line.
const PROPOSED: &str = "# \"";
/// What all that is made anew begins with.
const MADE: &str = "#:";

/// Writes the proposals.
pub fn suggest(suggest: &IndexSuggest) -> io::Result<ExitCode> {
    let place = Place::of(&suggest.manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut diagnostics);
    let found = project.as_ref().and_then(|project| project.suggest_headings(&files, &mut diagnostics));
    let mut teller = Teller::new(&suggest.messages);
    let mut errors = Diagnostics::default();
    diagnostics.into_iter().filter(|d| d.severity == Severity::Error).for_each(|fault| errors.push(fault));
    teller.tell(&errors, &files)?;
    let Some(found) = found.filter(|_| teller.good()) else {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    };
    if suggest.out.as_deref() == Some(Path::new("-")) {
        return match decide(&file("", &found), &found, suggest) {
            Ok(text) => say(text.as_bytes()),
            Err(fault) => {
                teller.tell(&one(*fault), &files)?;
                Ok(ExitCode::from(FAULTY))
            }
        };
    }
    let target = suggest.out.clone().unwrap_or_else(|| place.disc.root().join("index/suggested.toml"));
    match write(&target, &found, suggest) {
        Ok(()) => {
            complain(&format!("wrote {}", tidy(&target).display()));
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            teller.tell(&one(*fault), &files)?;
            Ok(ExitCode::from(FAULTY))
        }
    }
}

/// Writes the proposals, and keeps what an editor has made of earlier ones.
fn write(target: &Path, found: &[Suggestion], suggest: &IndexSuggest) -> Result<(), Box<Diagnostic>> {
    let before = match std::fs::read_to_string(target) {
        Ok(text) => text,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
        Err(fault) => return Err(Box::new(unwritable(target, &fault))),
    };
    let text = decide(&file(&before, found), found, suggest)?;
    write_whole(target, text.as_bytes()).map_err(|fault| Box::new(unwritable(target, &fault)))
}

/// The file `text` with what was taken in it and what was refused out of it.
fn decide(text: &str, found: &[Suggestion], suggest: &IndexSuggest) -> Result<String, Box<Diagnostic>> {
    let mut text = text.to_owned();
    for (heading, taken) in suggest
        .accept
        .iter()
        .map(|heading| (heading, true))
        .chain(suggest.ignore.iter().map(|heading| (heading, false)))
    {
        let proposed = format!("# {} = ", quoted(heading));
        let Some(line) = text.lines().find(|line| line.starts_with(&proposed)).map(str::to_owned) else {
            let fault = Diagnostic::error("not-proposed", format!("`{heading}` is not proposed"));
            let all = found.iter().map(|one| one.heading.as_str());
            return Err(Box::new(match nearest(heading, all) {
                Some(near) => fault.hint(format!("did you mean `{near}`?")),
                None => fault.hint("name it as it is written before the sign `=`"),
            }));
        };
        if taken {
            text = text.replacen(&line, line.trim_start_matches("# "), 1);
        } else {
            // A pattern of its own is enough for it not to be proposed again.
            let pattern = found.iter().find(|one| one.heading == *heading).and_then(|one| one.patterns.first());
            text = refuse(&text.replacen(&format!("{line}\n"), "", 1), pattern.unwrap_or(heading));
        }
    }
    Ok(if suggest.accept.is_empty() && suggest.ignore.is_empty() { text } else { file(&text, found) })
}

/// Adds a pattern to what is not to be proposed.
fn refuse(text: &str, pattern: &str) -> String {
    // One pattern alone may stand without brackets.
    let whole = text.lines().find(|line| line.starts_with("ignore = \""));
    let listed = whole.map(|line| text.replacen(line, &format!("ignore = [{}]", &line["ignore = ".len()..]), 1));
    let text = listed.as_deref().unwrap_or(text);
    let Some((before, rest)) = text.split_once("ignore = [") else {
        return format!("ignore = [{}]\n{text}", quoted(pattern));
    };
    let divider = if rest.trim_start().starts_with(']') { "" } else { ", " };
    format!("{before}ignore = [{}{divider}{rest}", quoted(pattern))
}

/// The file: what an editor has in it already, then the proposals.
fn file(before: &str, found: &[Suggestion]) -> String {
    let kept: Vec<&str> =
        before.lines().filter(|line| !line.starts_with(MADE) && !line.starts_with(PROPOSED)).collect();
    let kept = kept.join("\n");
    // What was taken or refused is not proposed again, also while no manifest names the file.
    let found = found.iter().filter(|one| !one.patterns.iter().any(|pattern| kept.contains(&quoted(pattern))));
    let found: Vec<&Suggestion> = found.collect();
    let (above, terms) = kept.split_once("[terms]\n").unwrap_or((kept.strip_suffix("[terms]").unwrap_or(&kept), ""));
    let above = if above.trim().is_empty() { "ignore = []" } else { above.trim() };
    let mut file = format!(
        "{MADE} Headings that `anthology index suggest` proposes. Uncomment what you want; put what you do not want to see\n\
         {MADE} again into `ignore`, by its pattern. Both stay when the file is written anew. It counts once [index] names it:\n\
         {MADE} terms = [\"terms.toml\", \"index/suggested.toml\"]\n\
         {above}\n\n[terms]\n"
    );
    if !terms.trim().is_empty() {
        let _ = writeln!(file, "{}\n", terms.trim());
    }
    for (kind, title) in [(Proposal::Name, "Names"), (Proposal::Phrase, "Phrases")] {
        let of_kind: Vec<&Suggestion> = found.iter().copied().filter(|one| one.kind == kind).collect();
        if !of_kind.is_empty() {
            let _ = writeln!(file, "{MADE} {title}: heading = patterns, paragraphs, documents");
        }
        for one in of_kind {
            let _ = writeln!(file, "{}", line(one));
        }
    }
    file
}

/// `# "Lenin, Vladimir" = ["Vladimir Lenin", "Lenin"]   # 12 in 3: letter 4, 7; diary 1, …`
fn line(one: &Suggestion) -> String {
    let patterns: Vec<String> = one.patterns.iter().map(|pattern| quoted(pattern)).collect();
    let patterns = match patterns.as_slice() {
        [only] => only.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    let documents = one.places.chunk_by(|a, b| a.document == b.document).count();
    let heading = quoted(&one.heading);
    format!("# {heading} = {patterns}   # {} in {documents}: {}", one.places.len(), places(&one.places))
}

/// How many paragraphs are named.
const NAMED: usize = 6;

/// "letter 4, 7; diary 1 …"
fn places(places: &[Passage]) -> String {
    let mut text = String::new();
    let mut last = None;
    for place in places.iter().take(NAMED) {
        if last == Some(&place.document) {
            let _ = write!(text, ", {}", place.paragraph);
        } else {
            let _ = write!(text, "{}{} {}", if last.is_some() { "; " } else { "" }, place.document, place.paragraph);
        }
        last = Some(&place.document);
    }
    if places.len() > NAMED {
        text.push_str(" …");
    }
    text
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(heading: &str) -> Suggestion {
        Suggestion {
            heading: heading.to_owned(),
            patterns: vec![heading.to_owned()],
            kind: Proposal::Name,
            places: vec![],
        }
    }

    #[test]
    fn what_is_taken_and_what_is_refused() {
        let found = [proposal("Kazan"), proposal("Perm"), proposal("Oslo")];
        let decide = |text: &str, accept: &[&str], ignore: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
            let (accept, ignore) = (owned(accept), owned(ignore));
            let messages = crate::args::Messages { message_format: crate::args::MessageFormat::Human, deny: None };
            let suggest = IndexSuggest { manifest: ".".into(), out: None, accept, ignore, messages };
            super::decide(&file(text, &found), &found, &suggest)
        };
        let first = decide("", &["Kazan"], &["Perm"]).unwrap();
        assert!(first.contains("\nignore = [\"Perm\"]\n\n[terms]\n\"Kazan\" = \"Kazan\"   # 0 in 0:\n"), "{first}");
        assert!(first.contains("\n# \"Oslo\"") && !first.contains("# \"Perm\""), "{first}");
        let second = decide(&first, &[], &["Oslo"]).unwrap();
        assert!(second.contains("ignore = [\"Oslo\", \"Perm\"]"), "{second}");
        let fault = decide(&second, &["Kazam"], &[]).unwrap_err();
        assert_eq!(fault.hints, ["did you mean `Kazan`?"]);
        assert_eq!(refuse("ignore = \"a\"\n", "b"), "ignore = [\"b\", \"a\"]\n");
    }

    #[test]
    fn what_an_editor_made_of_it_stays() {
        let first = file("", &[proposal("Kazan"), proposal("the \"Bell\"")]);
        assert!(first.contains("\n# \"Kazan\" = \"Kazan\"   # 0 in 0: \n"), "{first}");
        assert!(first.contains("# \"the \\\"Bell\\\"\""), "{first}");
        let edited =
            first.replace("ignore = []", "ignore = [\n  \"Bell\",\n]").replace("# \"Kazan\"", "# my own\n\"Kazan\"");
        let second = file(&edited, &[proposal("Perm")]);
        let kept = "ignore = [\n  \"Bell\",\n]\n\n[terms]\n# my own\n\"Kazan\" = \"Kazan\"   # 0 in 0:\n\n#: Names";
        assert!(second.contains(kept), "{second}");
        assert!(second.contains("# \"Perm\"") && !second.contains("the \\\"Bell"), "{second}");
        assert_eq!(file(&second, &[proposal("Perm")]), second);
    }
}
