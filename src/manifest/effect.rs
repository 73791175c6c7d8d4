//! Keys that are read and checked but change nothing yet: one table, from which an issue that puts a key
//! to use deletes the line.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// `table.key`, or `table.key=value` where only that value has no effect.
const NOT_YET: &[&str] = &[];

/// Where keys without effect are used.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses(BTreeMap<&'static str, (Span, usize)>);

impl Uses {
    /// Notes a use of `what`, if it has no effect yet.
    pub(super) fn note(&mut self, what: &str, span: Span) {
        if let Some(row) = NOT_YET.iter().copied().find(|row| *row == what) {
            self.0.entry(row).and_modify(|(_, uses)| *uses += 1).or_insert((span, 1));
        }
    }

    /// One warning for each, in the order of their first uses.
    pub(super) fn warn(self, faults: &mut Diagnostics) {
        let mut rows: Vec<_> = self.0.into_iter().collect();
        rows.sort_by_key(|(row, (span, _))| (*span, *row));
        for (row, (span, uses)) in rows {
            let mut warning = Diagnostic::warning("no-effect", format!("{} has no effect yet", name(row)))
                .at(span, "read and checked, not yet put to use");
            match uses {
                1 => {}
                2 => warning = warning.hint("one more place uses it"),
                _ => warning = warning.hint(format!("{} more places use it", uses - 1)),
            }
            faults.push(warning);
        }
    }
}

/// "`kind = \"press\"` of [edition.*]".
fn name(row: &str) -> String {
    let (key, value) = row.split_once('=').map_or((row, None), |(key, value)| (key, Some(value)));
    let (table, key) = key.split_once('.').map_or((key, None), |(table, key)| (table, Some(key)));
    let (table, key) = if table == "root" { (key.unwrap_or(table), None) } else { (table, key) };
    let table = match table {
        "edition" | "document" | "person" => format!("[{table}.*]"),
        "chapter" | "event" => format!("[[{table}]]"),
        "rights" => "rights".to_owned(),
        "terms" => "a terms file".to_owned(),
        _ => format!("[{table}]"),
    };
    match (key, value) {
        (Some(key), Some(value)) => format!("`{key} = \"{value}\"` in {table}"),
        (Some(key), None) => format!("`{key}` in {table}"),
        (None, Some(value)) => format!("`{value}` in {table}"),
        (None, None) => table,
    }
}
