//! `anthology import`.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anthology::compile::disc::{Disc, tidy, write_whole};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::id::{Id, slug};
use anthology::import::{self, Imported, Incoming};
use anthology::manifest::sources_of;

use super::{FAULTY, Teller, complain, grouped, one, unwritable};
use crate::args::{Import, MessageFormat};

/// Brings files in: all are read, and if nothing is wrong with any of them they are written, one after the other. Where
/// a disc fails, what was told as written is there whole, and the rest is not.
pub fn import(wanted: &Import) -> io::Result<ExitCode> {
    let into = wanted.into.clone().unwrap_or_else(own_folder);
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let mut made = Vec::new();
    for path in &wanted.files {
        match std::fs::read(path) {
            Ok(bytes) => {
                let beside = |name: &str| beside(path, name);
                let incoming = Incoming { path, bytes: &bytes, beside: &beside, clean: wanted.clean };
                let read = import::import(&incoming, &mut files, &mut faults);
                made.extend(read.into_iter().map(|text| (path.clone(), text)));
            }
            Err(_) if path.is_dir() => {
                let shown = tidy(path);
                let fault = Diagnostic::error("unreadable", format!("`{}` is a folder", shown.display()));
                faults.push(fault.hint(format!("name the files in it: `anthology import {}/*`", shown.display())));
            }
            Err(fault) => {
                let fault = Diagnostic::error("unreadable", format!("cannot read `{}`: {fault}", tidy(path).display()));
                faults.push(fault);
            }
        }
    }
    name(&mut made, wanted, &mut faults);
    if !wanted.force {
        for (_, text) in &made {
            in_the_way(text, &into, &mut faults);
        }
    }
    let mut teller = Teller::new(&wanted.messages);
    teller.tell(&faults, &files)?;
    if !teller.good() {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    }
    for (path, text) in &made {
        if let Err((target, fault)) = write(text, &into) {
            teller.tell(&one(unwritable(&target, &fault)), &files)?;
            return Ok(ExitCode::from(FAULTY));
        }
        match wanted.messages.message_format {
            MessageFormat::Human => tell(path, text, &into),
            MessageFormat::Json => super::say(json(path, text, &into)?.as_bytes()).map(|_| ())?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the texts of the book lie whose folder this is.
fn own_folder() -> PathBuf {
    let folder = sources_of(&Disc::new(Path::new(".")), Path::new("anthology.toml"));
    PathBuf::from(folder.unwrap_or_else(|| "sources".to_owned()))
}

/// A file beside a page, and nowhere else: a page must not fetch what it likes.
fn beside(page: &Path, name: &str) -> Option<Vec<u8>> {
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let folder = page.parent().unwrap_or(Path::new("."));
    if inside { std::fs::read(folder.join(name)).ok() } else { None }
}

/// Gives each text the name that was asked for, and no two the same.
fn name(made: &mut [(PathBuf, Imported)], wanted: &Import, faults: &mut Diagnostics) {
    if let Some(id) = &wanted.id {
        match made {
            [(_, text)] if Id::new(id).is_some() => rename(text, id),
            [_] => {
                let fault = Diagnostic::error("bad-value", format!("`{id}` is no name for a text"));
                faults.push(fault.hint(format!("letters, digits and hyphens make one: `{}`", slug(id))));
            }
            _ => {
                let fault = Diagnostic::error(
                    "import-name",
                    format!("`--id {id}` names one text, and there are {}", made.len()),
                );
                faults.push(fault.hint("import that file by itself, or leave `--id` out"));
            }
        }
    }
    // A disc may not tell capitals from small letters.
    let key = |id: &str| id.to_lowercase();
    let wanted: BTreeSet<String> = made.iter().map(|(_, text)| key(&text.id)).collect();
    let mut taken = BTreeSet::new();
    for (_, text) in made.iter_mut() {
        if taken.insert(key(&text.id)) {
            continue;
        }
        let mut others = (2_u32..).map(|count| format!("{}-{count}", text.id));
        let free = others.find(|id| !wanted.contains(&key(id)) && !taken.contains(&key(id)));
        if let Some(id) = free {
            taken.insert(key(&id));
            rename(text, &id);
        }
    }
}

/// Calls a text otherwise, its pictures too.
fn rename(text: &mut Imported, id: &str) {
    let old = std::mem::replace(&mut text.id, id.to_owned());
    for (picture, _) in &mut text.pictures {
        let new = picture.replacen(&format!("images/{old}-"), &format!("images/{}-", slug(id)), 1);
        text.text = text.text.replace(&format!("]({picture}"), &format!("]({new}"));
        *picture = new;
    }
}

/// Says which files are there already.
fn in_the_way(text: &Imported, into: &Path, faults: &mut Diagnostics) {
    let names = std::iter::once(format!("{}.md", text.id)).chain(text.pictures.iter().map(|(name, _)| name.clone()));
    let there: Vec<String> = names
        .map(|name| tidy(&into.join(name)))
        .filter(|path| path.exists())
        .map(|path| path.display().to_string())
        .collect();
    if let Some(first) = there.first() {
        let more = if there.len() > 1 { format!(" and {} more", there.len() - 1) } else { String::new() };
        let fault = Diagnostic::error("import-exists", format!("`{first}`{more} is there already"));
        faults.push(fault.hint(
            "choose another name with `--id NAME`, another folder with `--into DIR`, or write over it with `--force`",
        ));
    }
}

/// Writes a text's pictures, then the text: one that is there has all it calls for.
fn write(text: &Imported, into: &Path) -> Result<(), (PathBuf, io::Error)> {
    let put = |name: &str, bytes: &[u8]| {
        let target = into.join(name);
        write_whole(&target, bytes).map_err(|fault| (target, fault))
    };
    for (name, bytes) in &text.pictures {
        put(name, bytes)?;
    }
    put(&format!("{}.md", text.id), text.text.as_bytes())
}

fn tell(path: &Path, text: &Imported, into: &Path) {
    let target = tidy(&into.join(format!("{}.md", text.id)));
    let facts = &text.facts;
    let title = facts.title.as_ref().map(|title| format!("“{title}”"));
    let authors = (!facts.authors.is_empty()).then(|| facts.authors.join(", "));
    let known: Vec<String> = [title, authors, facts.date.clone(), facts.site.clone()].into_iter().flatten().collect();
    let known = if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) };
    complain(&format!("wrote {}, {} words{known}", target.display(), grouped(text.words)));
    let pictures = text.pictures.len();
    if pictures > 0 {
        let folder = tidy(&into.join("images"));
        complain(&format!("  {pictures} picture{} in {}", if pictures == 1 { "" } else { "s" }, folder.display()));
    }
    for remark in &text.report {
        let line = remark.line.map_or(String::new(), |line| format!(" ({}:{line})", tidy(path).display()));
        complain(&format!("  {}: {}{line}", remark.kind.name(), remark.text));
    }
}

fn json(path: &Path, text: &Imported, into: &Path) -> io::Result<String> {
    let facts = &text.facts;
    let remark = |remark: &import::Remark| serde_json::json!({ "kind": remark.kind.name(), "text": remark.text, "line": remark.line });
    let object = serde_json::json!({
        "reason": "imported",
        "from": path.display().to_string(),
        "file": tidy(&into.join(format!("{}.md", text.id))).display().to_string(),
        "id": text.id,
        "words": text.words,
        "title": facts.title,
        "authors": facts.authors,
        "date": facts.date,
        "site": facts.site,
        "url": facts.url,
        "language": facts.language.as_ref().map(ToString::to_string),
        "pictures": text.pictures.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "report": text.report.iter().map(remark).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string(&object)? + "\n")
}
