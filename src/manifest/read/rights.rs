//! `rights` of documents, and `[grant.*]`, which are rights for several.

use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::table::{Desk, Fields, choose, text};
use crate::manifest::tree::{Node, Value};
use crate::manifest::value::{date, id, licence};
use crate::manifest::{Grant, Rights, RightsStatus, Spanned, path};

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
    Some(Rights { status, span: Some(node.span), ..Rights::default() })
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
        grant: None,
        holder: fields.text("holder"),
        contact: fields.text("contact"),
        reason: fields.text("reason"),
        licence: fields.read("licence", licence),
        rationale: fields.text("rationale"),
        max_words: fields.count("max-words"),
        asked: fields.read("asked", date),
        granted: fields.read("granted", date),
        expires: fields.read("expires", date),
        evidence: fields.read("evidence", path::file),
        editions: fields.list("editions", edition),
        print_run: fields.count("print-run"),
        territory: fields.text("territory"),
        fee: fields.text("fee"),
        credit: fields.text("credit"),
    }
}

/// What a document's rights leave open, its grant says.
pub(in crate::manifest) fn filled(own: Rights, grant: &Grant) -> Rights {
    let grant = grant.rights.clone();
    Rights {
        status: if own.status == RightsStatus::Unknown { grant.status } else { own.status },
        span: own.span,
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
