//! `rights` of documents and pictures, and `[grant.*]`, which are rights for several.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::table::{Desk, Fields, choose, text};
use crate::manifest::tree::{Node, Value};
use crate::manifest::value::{date, id, licence};
use crate::manifest::{Grant, ImageSpec, Rights, RightsStatus, Spanned, path};

/// How rights may stand.
pub(in crate::manifest) const STATUS: &[(&str, RightsStatus)] = &[
    ("public-domain", RightsStatus::PublicDomain),
    ("own", RightsStatus::Own),
    ("licensed", RightsStatus::Licensed),
    ("permission", RightsStatus::Permission),
    ("fair-use", RightsStatus::FairUse),
    ("requested", RightsStatus::Requested),
    ("denied", RightsStatus::Denied),
    ("unknown", RightsStatus::Unknown),
];

/// Reads `rights`: a table, or the bare word of a status.
pub(in crate::manifest) fn rights(node: &Node, desk: &Desk<'_>) -> Option<Rights> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "rights", |fields| {
            let rights = terms(fields, node.span);
            let grant = fields.read("grant", id).filter(|grant| {
                let known = desk.known.grants.contains(grant.value.as_str());
                if !known {
                    desk.note(
                        Diagnostic::error("unknown-id", format!("there is no [grant.{}]", grant.value))
                            .at(grant.span, "not known")
                            .choices(grant.value.as_str(), desk.known.grants.iter().map(String::as_str)),
                    );
                }
                known
            });
            Rights { grant, ..rights }
        });
    }
    let status = choose(node, desk, "rights.status", STATUS)?;
    let span = Some(node.span);
    Some(Rights { status, span, status_span: span, ..Rights::default() })
}

/// Reads `[grant.*]`; without a status it is a permission.
pub(in crate::manifest) fn grant(fields: &mut Fields<'_>) -> Grant {
    let stated = fields.table.get("status").is_some();
    let rights = terms(fields, fields.table.span);
    let status = if stated { rights.status } else { RightsStatus::Permission };
    Grant { rights: Rights { status, ..rights } }
}

/// An edition by its name.
fn edition(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let name = text(node, desk)?;
    if desk.known.editions.contains(&name.value) {
        return Some(name);
    }
    desk.note(
        Diagnostic::error("unknown-id", format!("there is no [edition.{}]", name.value))
            .at(name.span, "not known")
            .choices(&name.value, desk.known.editions.iter().map(String::as_str)),
    );
    None
}

fn terms(fields: &mut Fields<'_>, span: Span) -> Rights {
    Rights {
        status: fields.choice("status", STATUS).unwrap_or_default(),
        span: Some(span),
        status_span: fields.table.get("status").map(|entry| entry.node.span),
        grant: None,
        holder: fields.text("holder"),
        contact: fields.text("contact"),
        reason: fields.text("reason"),
        licence: fields.read("licence", licence),
        rationale: fields.text("rationale"),
        max_words: fields.spanned_count("max-words"),
        asked: fields.read("asked", date),
        granted: fields.read("granted", date),
        expires: fields.read("expires", date),
        // A letter that is not there stops a release, not a draft.
        evidence: fields.read("evidence", |node, desk| path::inside(&text(node, desk)?, desk)),
        editions: fields.list("editions", edition),
        print_run: fields.spanned_count("print-run"),
        territory: fields.text("territory"),
        fee: fields.text("fee"),
        credit: fields.text("credit"),
    }
}

/// Reads `[image.*]`, each under its file. Where rights and table both name a credit, the rights' holds.
pub(in crate::manifest) fn images(node: &Node, desk: &Desk<'_>) -> BTreeMap<String, ImageSpec> {
    let all = |fields: &mut Fields<'_>| {
        let mut images: BTreeMap<String, ImageSpec> = BTreeMap::new();
        for entry in fields.entries() {
            let file = path::check_file(&Spanned::new(entry.key.clone(), entry.at), desk);
            let spec = desk.fields(&entry.node, "image", image);
            let (Some(file), Some(spec)) = (file, spec) else { continue };
            let spec = ImageSpec { span: Some(entry.at), ..spec };
            if let Some(first) = images.get(&file.value).and_then(|first| first.span) {
                desk.note(
                    Diagnostic::error("key-set-twice", format!("the picture `{}` has two tables", file.value))
                        .at(entry.at, "set again here")
                        .also(first, "first set here")
                        .hint("put all of it into one table"),
                );
                continue;
            }
            images.insert(file.value, spec);
        }
        images
    };
    desk.fields(node, "images", all).unwrap_or_default()
}

fn image(fields: &mut Fields<'_>) -> ImageSpec {
    let (title, alt, credit) = (fields.text("title"), fields.text("alt"), fields.text("credit"));
    let rights = fields.read("rights", rights).unwrap_or_default();
    let rights = Rights { credit: rights.credit.or(credit), ..rights };
    ImageSpec { span: None, title, alt, rights }
}

/// What a document's rights leave open, its grant says.
pub(in crate::manifest) fn filled(own: Rights, grant: &Grant) -> Rights {
    let grant = grant.rights.clone();
    Rights {
        status: if own.status_span.is_none() { grant.status } else { own.status },
        span: own.span,
        status_span: own.status_span.or(grant.status_span),
        grant: own.grant,
        holder: own.holder.or(grant.holder),
        contact: own.contact.or(grant.contact),
        reason: own.reason.or(grant.reason),
        licence: own.licence.or(grant.licence),
        rationale: own.rationale.or(grant.rationale),
        max_words: own.max_words.or(grant.max_words),
        asked: own.asked.or(grant.asked),
        granted: own.granted.or(grant.granted),
        expires: own.expires.or(grant.expires),
        evidence: own.evidence.or(grant.evidence),
        editions: if own.editions.is_empty() { grant.editions } else { own.editions },
        print_run: own.print_run.or(grant.print_run),
        territory: own.territory.or(grant.territory),
        fee: own.fee.or(grant.fee),
        credit: own.credit.or(grant.credit),
    }
}
