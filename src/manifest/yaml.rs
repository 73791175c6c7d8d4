//! Front matter in YAML, as a [`Table`]: the same walk and the same checks as for TOML.
//!
//! Only what front matter is made of: mappings, sequences and scalars of one YAML 1.2 document. Anchors
//! and aliases are refused (they can blow a page up to gigabytes), as is nesting beyond [`DEEPEST`].

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::tree::{DEEPEST, Entry, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Files, Span};

/// Reads what lies between the fences. At a syntax fault it stops and keeps what came before.
pub(super) fn read_yaml(span: Span, files: &Files, faults: &mut Diagnostics) -> Table {
    let text = files.slice(span);
    let mut reader = Reader { lines: Lines::of(text, span), open: Vec::new(), done: None };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, at) = match event {
            Ok(event) => event,
            Err(fault) => {
                let at = reader.lines.fault(fault.marker());
                let fault = Diagnostic::error("syntax", fault.info().to_owned()).at(at, "here");
                faults.push(fault.hint(
                    "each line is `key: value`; a value with a colon, a quotation mark or a bracket in it stands in quotes",
                ));
                break;
            }
        };
        if matches!(event, Event::StreamEnd) {
            break;
        }
        let at = reader.lines.span(&at.start, &at.end);
        if let Err(message) = reader.take(event, at) {
            faults.push(Diagnostic::error("syntax", message).at(at, "here"));
            break;
        }
    }
    reader.finish(Table::empty(Span { end: span.start, ..span }), faults)
}

/// A mapping or sequence whose end is not yet met.
enum Open {
    Mapping { table: Table, key: Option<(String, Span)> },
    Sequence { items: Vec<Node>, span: Span },
}

struct Reader<'t> {
    lines: Lines<'t>,
    open: Vec<Open>,
    done: Option<Node>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, at: Span) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                no_anchor(anchor)?;
                let value = match style {
                    ScalarStyle::Plain => Value::Plain(text.into_owned()),
                    _ => Value::Text(text.into_owned()),
                };
                self.put(Node { value, span: at })
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, Open::Sequence { items: Vec::new(), span: at }),
            Event::MappingStart(anchor, _) => self.begin(anchor, Open::Mapping { table: Table::empty(at), key: None }),
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.open.pop() {
                    Some(Open::Sequence { items, span }) => Node { value: Value::List(items), span: span.to(at) },
                    Some(Open::Mapping { mut table, .. }) => {
                        table.span = table.span.to(at);
                        Node { span: table.span, value: Value::Table(table) }
                    }
                    None => return Ok(()),
                };
                self.put(node)
            }
            Event::Alias(_) => Err("an alias has no place in front matter: write the value out".to_owned()),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, open: Open) -> Result<(), String> {
        no_anchor(anchor)?;
        if self.open.len() >= DEEPEST {
            return Err(format!("front matter nests deeper than {DEEPEST}"));
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node) -> Result<(), String> {
        match self.open.last_mut() {
            None => self.done = self.done.take().or(Some(node)),
            Some(Open::Sequence { items, .. }) => {
                if !is_null(&node.value) {
                    items.push(node);
                }
            }
            Some(Open::Mapping { table, key }) => match key.take() {
                None => {
                    let (Value::Plain(text) | Value::Text(text)) = node.value else {
                        return Err("a key must be text".to_owned());
                    };
                    *key = Some((text, node.span));
                }
                Some((name, _)) if table.get(&name).is_some() => {
                    return Err(format!("the key `{name}` is set twice"));
                }
                // A key without a value says nothing.
                Some(_) if is_null(&node.value) => {}
                Some((key, at)) => table.entries.push(Entry { key, at, node }),
            },
        }
        Ok(())
    }

    fn finish(mut self, empty: Table, faults: &mut Diagnostics) -> Table {
        // After a fault the outermost mapping is still open: what it holds so far is good.
        let outermost = if self.open.is_empty() { None } else { Some(self.open.swap_remove(0)) };
        match (outermost, self.done) {
            (Some(Open::Mapping { table, .. }), _) | (None, Some(Node { value: Value::Table(table), .. })) => table,
            (None, Some(node)) if !is_null(&node.value) => {
                let fault = Diagnostic::error("syntax", "front matter is made of `key: value` lines");
                faults.push(fault.at(node.span, "this is none"));
                empty
            }
            _ => empty,
        }
    }
}

fn no_anchor(anchor: usize) -> Result<(), String> {
    if anchor == 0 { Ok(()) } else { Err("an anchor has no place in front matter".to_owned()) }
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::Plain(text) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
}

/// Columns beyond this are not told apart: finding one is linear.
const WIDEST: usize = 4096;

/// Turns the parser's lines and columns (in characters) into spans. (Its running index counts bytes in
/// some places and characters in others, so it is of no use.)
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    span: Span,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, span: Span) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, span }
    }

    fn offset(&self, mark: &Marker) -> usize {
        let Some(start) = self.starts.get(mark.line().saturating_sub(1)).copied() else {
            return self.text.len();
        };
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices().nth(mark.col().min(WIDEST)).map_or(self.text.len(), |(at, _)| start + at)
    }

    fn span(&self, from: &Marker, to: &Marker) -> Span {
        let (start, end) = (self.offset(from), self.offset(to));
        let base = self.span.start as usize;
        Span::new(self.span.file, base + start..base + end.max(start))
    }

    /// Where a fault is. A line that does not go on as it should is told at the beginning of the next: then it is that
    /// line that is meant.
    fn fault(&self, mark: &Marker) -> Span {
        let before = self.text.get(..self.offset(mark)).unwrap_or_default();
        let line_begins = before.rfind('\n').map_or(0, |end| end + 1);
        let meant = before.trim_end();
        if meant.is_empty() || meant.len() > line_begins {
            return self.point(mark);
        }
        let start = meant.rfind('\n').map_or(0, |end| end + 1);
        let base = self.span.start as usize;
        Span::new(self.span.file, base + start..base + meant.len())
    }

    fn point(&self, mark: &Marker) -> Span {
        let start = self.offset(mark);
        let step = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let base = self.span.start as usize;
        Span::new(self.span.file, base + start..base + start + step)
    }
}
