//! Values that are more than text: dates, languages, lengths, people, texts in place or in a file.

use super::path::file;
use super::table::{Desk, Fields, text};
use super::tree::{Node, Value};
use super::{Credit, Spanned, TextRef};
use crate::diagnostic::Diagnostic;
use crate::id::Id;
use crate::length::Length;
use crate::metadata::{Date, Language, ROLES, Role};

/// A day, month, season, year or interval; in a table with its calendar, or with its Old Style beside it.
pub(super) fn date(node: &Node, desk: &Desk<'_>) -> Option<Spanned<Date>> {
    match node.value {
        Value::Table(_) => desk.fields(node, "date", date_fields).flatten(),
        _ => dated(node, desk, Date::parse),
    }
}

/// `date` of a table, with `calendar` and `old-style` beside it.
pub(super) fn date_fields(fields: &mut Fields<'_>) -> Option<Spanned<Date>> {
    let julian = fields.choice("calendar", &[("gregorian", false), ("julian", true)]).unwrap_or(false);
    let parse = if julian { Date::parse_julian } else { Date::parse };
    let given = fields.read("date", |node, desk| match node.value {
        Value::Table(_) if !julian => date(node, desk),
        _ => dated(node, desk, parse),
    });
    let old = fields.read("old-style", |node, desk| dated(node, desk, Date::parse_julian));
    let mut date = given?;
    let Some(old) = old else { return Some(date) };
    let exact = |date: &Date| date.start.as_ref().is_some_and(|start| start.day.is_some());
    let same = (&date.value.start, &date.value.end) == (&old.value.start, &old.value.end);
    if date.value.julian.is_some() || exact(&date.value) && exact(&old.value) && !same {
        let fault = Diagnostic::error("bad-date", "the Old Style is that of another day");
        let fault = fault.at(old.span, "not the same day by the Julian calendar").also(date.span, "the date itself");
        fields.desk.note(fault.hint("leave it out and write `calendar = \"julian\"` beside a date of the Old Style"));
    } else {
        date.value.julian = old.value.julian;
    }
    Some(date)
}

/// A date as `parse` reads it.
fn dated(node: &Node, desk: &Desk<'_>, parse: impl Fn(&str) -> Option<Date>) -> Option<Spanned<Date>> {
    let written = match &node.value {
        Value::Date(Some(date)) | Value::Text(date) => date.trim().to_owned(),
        Value::Number(year) | Value::Plain(year) => as_year(year.trim()),
        _ => {
            desk.wrong_type(node, "a date");
            return None;
        }
    };
    // Front matter likes to give the hour too.
    let day = match written.as_bytes().get(10) {
        Some(b'T' | b't' | b' ') => written.get(..10).unwrap_or(&written),
        _ => &written,
    };
    match parse(day) {
        Some(date) if date.in_order() => Some(Spanned::new(date, node.span)),
        Some(_) => {
            let fault = Diagnostic::error("bad-date", format!("`{written}` ends before it begins"));
            desk.note(fault.at(node.span, "an interval runs from the earlier to the later"));
            None
        }
        None => {
            desk.note(
                Diagnostic::error("bad-date", format!("`{written}` is no date"))
                    .at(node.span, "not a day, month, year or interval")
                    .hint(
                        "write 1917-11-07, \"1917-11\", 1917, \"1917~\" (about), \"1917?\" (perhaps) or \"1917/1921\"",
                    ),
            );
            None
        }
    }
}

/// A bare number as EDTF writes a year: four digits.
fn as_year(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    if digits.len() < 4 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{sign}{digits:0>4}")
    } else {
        number.to_owned()
    }
}

/// A language tag.
pub(super) fn language(node: &Node, desk: &Desk<'_>) -> Option<Spanned<Language>> {
    let tag = text(node, desk)?;
    let language = Language::parse(&tag.value);
    if language.is_none() {
        desk.note(bad_language(&tag));
    }
    language.map(|language| Spanned::new(language, tag.span))
}

/// The fault of a tag that is none.
pub(super) fn bad_language(tag: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("bad-language", format!("`{}` is no language tag", tag.value))
        .at(tag.span, "not well formed")
        .hint("BCP 47: `en`, `en-GB`, `sr-Latn`, `grc`")
}

/// A length with its unit.
pub(super) fn length(node: &Node, desk: &Desk<'_>) -> Option<Length> {
    let written = match &node.value {
        Value::Number(number) => number.clone(),
        _ => text(node, desk)?.value,
    };
    let length = Length::parse(&written);
    if length.is_none() {
        desk.note(
            Diagnostic::error("bad-length", format!("`{written}` is no length"))
                .at(node.span, "a number and a unit are wanted")
                .hint("units are pt, pc, in, mm and cm: \"22mm\", \"10.5pt\""),
        );
    }
    length
}

/// A length between two bounds.
pub(super) fn length_within(node: &Node, desk: &Desk<'_>, least: Length, most: Length) -> Option<Length> {
    let length = length(node, desk)?;
    if least <= length && length <= most {
        return Some(length);
    }
    desk.note(
        Diagnostic::error("bad-length", format!("{length} is out of bounds"))
            .at(node.span, format!("from {least} to {most}")),
    );
    None
}

/// An id, never a path.
pub(super) fn id(node: &Node, desk: &Desk<'_>) -> Option<Spanned<Id>> {
    let written = text(node, desk)?;
    id_of(&written, desk)
}

/// As [`id`], for a name already read.
pub(super) fn id_of(written: &Spanned<String>, desk: &Desk<'_>) -> Option<Spanned<Id>> {
    if let Some(id) = Id::new(&written.value) {
        return Some(Spanned::new(id, written.span));
    }
    let name = &written.value;
    let fault = if name.contains(['/', '\\']) || name.starts_with("..") {
        Diagnostic::error("path-outside", format!("the id `{name}` is a path"))
            .at(written.span, "ids are names of files in the folder of sources, without folder or ending")
            .hint("for a file elsewhere in the book give the document an id of its own with `file = \"…\"`")
    } else {
        Diagnostic::error("bad-id", format!("`{name}` cannot be an id"))
            .at(written.span, "letters, digits, spaces, `-`, `_`, `.`, `,`, `'` and brackets; not first `.` or `-`")
            .hint("rename the file, or give the document an id of its own with `file = \"…\"`")
    };
    desk.note(fault);
    None
}

/// A person or body: a name, a `[person]` by its id, or a table of name, file-as, role, person.
pub(super) fn credit(node: &Node, desk: &Desk<'_>) -> Option<Credit> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "credit", |fields| credit_table(fields, node)).flatten();
    }
    let name = text(node, desk)?;
    let person = desk.known.person(&name.value);
    Some(Credit {
        name: person.as_ref().map_or_else(|| name.value.trim().to_owned(), |(_, person)| person.name.clone()),
        file_as: person.as_ref().map(|(_, person)| person.file_as.clone()),
        role: None,
        person: person.map(|(id, _)| id),
        span: name.span,
    })
}

fn credit_table(fields: &mut Fields<'_>, node: &Node) -> Option<Credit> {
    let desk = fields.desk;
    let name = fields.text("name");
    let file_as = fields.text("file-as").map(|name| name.value);
    let role = fields.read("role", role);
    let given = fields.text("person");
    let person = given.as_ref().and_then(|id| person(id, desk));
    if let Some((id, record)) = person {
        return Some(Credit {
            name: record.name.clone(),
            file_as: file_as.or_else(|| Some(record.file_as.clone())),
            role,
            person: Some(id),
            span: node.span,
        });
    }
    if given.is_some() && name.is_none() {
        return None;
    }
    let name = fields.required("name", name, "give a `name`, or `person` with the id of a [person.*]")?;
    Some(Credit { name: name.value.trim().to_owned(), file_as, role, person: None, span: node.span })
}

/// The record of a person named by id.
pub(super) fn person<'k>(id: &Spanned<String>, desk: &Desk<'k>) -> Option<(Id, &'k super::known::KnownPerson)> {
    let found = desk.known.people.get(&id.value).zip(Id::new(&id.value));
    if found.is_none() {
        desk.note(
            Diagnostic::error("unknown-id", format!("there is no [person.{}]", id.value))
                .at(id.span, "not known")
                .choices(&id.value, desk.known.people.keys().map(String::as_str)),
        );
    }
    found.map(|(person, id)| (id, person))
}

/// What somebody did, as a MARC code or its English name.
pub(super) fn role(node: &Node, desk: &Desk<'_>) -> Option<Role> {
    let written = text(node, desk)?;
    let role = Role::parse(&written.value);
    if role.is_none() {
        desk.note(
            Diagnostic::error("bad-role", format!("`{}` is no role", written.value))
                .at(written.span, "not known")
                .choices(&written.value, ROLES.iter().map(|(_, name)| *name)),
        );
    }
    role
}

/// A text of the editor's: Markdown in place, a path that ends in `.md`, or `{ file = … }`, `{ text = … }`.
pub(super) fn text_ref(node: &Node, desk: &Desk<'_>) -> Option<TextRef> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "text", text_fields).flatten();
    }
    let written = text(node, desk)?;
    if names_file(&written.value) { file(node, desk).map(TextRef::File) } else { Some(TextRef::Inline(written)) }
}

/// `file` or `text` of a table.
fn text_fields(fields: &mut Fields<'_>) -> Option<TextRef> {
    let given = fields.key_span("file").is_some();
    let from = fields.read("file", file).map(TextRef::File);
    let text = fields.text("text").map(TextRef::Inline);
    if given {
        return from;
    }
    fields.required("text", text, "give the `text` itself or the `file` it stands in")
}

/// An introduction and who signs it.
pub(super) fn introduction(fields: &mut Fields<'_>) -> (Option<TextRef>, Vec<Credit>) {
    let desk = fields.desk;
    match fields.node("introduction") {
        None => (None, Vec::new()),
        Some(node @ Node { value: Value::Table(_), .. }) => {
            let signed = |fields: &mut Fields<'_>| (text_fields(fields), fields.list("by", credit));
            desk.fields(node, "introduction", signed).unwrap_or_default()
        }
        Some(node) => (text_ref(node, desk), Vec::new()),
    }
}

/// Whether a text is the path of a file that holds it.
fn names_file(text: &str) -> bool {
    let text = text.trim();
    !text.contains('\n') && [".md", ".markdown"].iter().any(|ending| text.to_lowercase().ends_with(ending))
}

/// An ISBN of thirteen digits whose check digit is right; hyphens stay as written.
pub(super) fn isbn(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    let digits: String = written.value.chars().filter(|c| !matches!(c, '-' | ' ' | '‐' | '‑' | '–')).collect();
    let prefixed = digits.starts_with("978") || digits.starts_with("979");
    let thirteen = digits.len() == 13 && prefixed && digits.bytes().all(|byte| byte.is_ascii_digit());
    let fault = |message: String| Diagnostic::error("bad-isbn", message);
    if !thirteen {
        let mut fault = fault(format!("`{}` is no ISBN", written.value))
            .at(written.span, "thirteen digits are wanted, beginning with 978 or 979");
        let old = digits.len() == 10 && digits.bytes().take(9).all(|byte| byte.is_ascii_digit());
        if let Some(body) = digits.get(..9).filter(|_| old) {
            let body = format!("978{body}");
            fault = fault.hint(format!("its form of thirteen digits is {body}{}", check_digit(&body)));
        }
        desk.note(fault);
        return None;
    }
    let right = check_digit(&digits);
    if !digits.ends_with(right) {
        desk.note(
            fault(format!("the check digit of `{}` is wrong", written.value))
                .at(written.span, format!("for these numbers it would be {right}"))
                .hint("one of the digits is mistyped"),
        );
        return None;
    }
    Some(written)
}

/// The check digit of an ISBN-13's first twelve digits (weights 1 and 3, to the next ten).
fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .take(12)
        .enumerate()
        .map(|(at, byte)| u32::from(byte.wrapping_sub(b'0')) * if at % 2 == 0 { 1 } else { 3 })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

/// An SPDX licence identifier or expression.
pub(super) fn licence(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    if spdx::Expression::parse(written.value.trim()).is_ok() {
        return Some(written);
    }
    let names = spdx::identifiers::LICENSES.iter().map(|licence| licence.name);
    let near = crate::diagnostic::nearest(&written.value.trim().replace(' ', "-"), names)
        .or_else(|| spdx::imprecise_license_id(&written.value).map(|(licence, _)| licence.name));
    let hint = near.map_or_else(
        || "identifiers stand at spdx.org/licenses: `CC-BY-4.0`, `CC-BY-SA-4.0`, `CC0-1.0`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    desk.note(
        Diagnostic::error("bad-licence", format!("`{}` is no SPDX licence", written.value))
            .at(written.span, "not known")
            .hint(hint),
    );
    None
}
