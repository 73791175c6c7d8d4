//! Writes the file (§7.5): streams as they stand, every other object in object streams (§7.5.7), and the
//! cross-reference stream that tells where each is (§7.5.8).
//!
//! The structure of a long book is some hundred thousand objects. They are let go as they are written; lopdf's own
//! writer would copy every one of them first, and hold them all until the end.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::deflate::Deflater;

/// Objects in one object stream. More compress better and take longer to open.
const PACKED: usize = 200;

/// Width of the fields of a cross-reference entry, in bytes.
const FIELDS: [usize; 3] = [1, 4, 2];

/// The file's bytes. Its identifier (§14.4) is a digest of all it holds, in place of chance.
pub(super) fn write(file: Document) -> Vec<u8> {
    let Document { version, binary_mark, mut trailer, objects, max_id, .. } = file;
    let mut out = Out { bytes: Vec::new(), places: vec![None; max_id as usize + 1], deflater: Deflater::new() };
    tell(&mut out.bytes, format_args!("%PDF-{version}\n%"));
    out.bytes.extend_from_slice(&binary_mark);
    out.bytes.push(b'\n');
    let mut pack = Pack::default();
    for (id, mut object) in objects {
        if let Object::Stream(stream) = &mut object {
            end_clearly(stream);
        }
        if matches!(object, Object::Stream(_)) || id.1 > 0 {
            out.object(id, &object);
        } else {
            pack.add(id.0, &object);
            if pack.objects.len() == PACKED {
                out.pack(&mut pack);
            }
        }
    }
    out.pack(&mut pack);
    let half = Sha256::digest(&out.bytes).iter().take(16).copied().collect::<Vec<u8>>();
    let half = Object::String(half, StringFormat::Hexadecimal);
    trailer.set("ID", vec![half.clone(), half]);
    out.finish(trailer)
}

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At a byte of the file, of a generation.
    At(u32, u16),
    /// In an object stream, the so-manieth.
    In(u32, u16),
}

/// Objects on their way into an object stream.
#[derive(Default)]
struct Pack {
    /// Which, and where each begins.
    objects: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

impl Pack {
    fn add(&mut self, number: u32, object: &Object) {
        self.objects.push((number, self.bytes.len()));
        put(object, &mut self.bytes);
        self.bytes.push(b' ');
    }
}

/// A file in the making.
struct Out {
    bytes: Vec<u8>,
    /// Of every object by its number.
    places: Vec<Option<Place>>,
    deflater: Deflater,
}

impl Out {
    fn object(&mut self, (number, generation): ObjectId, object: &Object) {
        // Offsets are of four bytes: a file of four gigabytes is none that a reader opens.
        let at = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.place(number, Place::At(at, generation));
        tell(&mut self.bytes, format_args!("{number} {generation} obj\n"));
        put(object, &mut self.bytes);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    fn place(&mut self, number: u32, place: Place) {
        if let Some(known) = self.places.get_mut(number as usize) {
            *known = Some(place);
        }
    }

    /// A number that no object has.
    fn new_number(&mut self) -> u32 {
        self.places.push(None);
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    /// Writes the objects as a stream; none are left.
    fn pack(&mut self, pack: &mut Pack) {
        let Pack { objects, bytes } = std::mem::take(pack);
        if objects.is_empty() {
            return;
        }
        let stream = self.new_number();
        let mut content = Vec::new();
        for (index, (number, at)) in (0_u16..).zip(&objects) {
            self.place(*number, Place::In(stream, index));
            tell(&mut content, format_args!("{number} {at} "));
        }
        let (first, count) = (whole(content.len()), whole(objects.len()));
        content.extend_from_slice(&bytes);
        self.stream(stream, dictionary! { "Type" => "ObjStm", "N" => count, "First" => first }, &content);
    }

    /// Writes a stream, compressed.
    fn stream(&mut self, number: u32, mut dictionary: Dictionary, content: &[u8]) {
        let content = self.deflater.deflate(content);
        dictionary.set("Filter", "FlateDecode");
        let mut stream = Stream::new(dictionary, content);
        end_clearly(&mut stream);
        self.object((number, 0), &stream.into());
    }

    /// Writes the cross-reference stream, in which what is no object is left out, and the end.
    fn finish(mut self, mut trailer: Dictionary) -> Vec<u8> {
        let own = self.new_number();
        let start = self.bytes.len();
        self.place(own, Place::At(u32::try_from(start).unwrap_or(u32::MAX), 0));
        // The head of the list of free objects, of which there are none (§7.5.4).
        let mut table = vec![0, 0, 0, 0, 0, 0xff, 0xff];
        let mut ranges: Vec<(usize, usize)> = vec![(0, 1)];
        for (number, place) in self.places.iter().enumerate().skip(1) {
            let Some(place) = place else { continue };
            let (kind, first, second) = match *place {
                Place::At(at, generation) => (1, at, generation),
                Place::In(stream, index) => (2, stream, index),
            };
            table.push(kind);
            table.extend_from_slice(&first.to_be_bytes());
            table.extend_from_slice(&second.to_be_bytes());
            match ranges.last_mut() {
                Some((begin, count)) if *begin + *count == number => *count += 1,
                _ => ranges.push((number, 1)),
            }
        }
        let index: Vec<Object> = ranges.into_iter().flat_map(|(begin, count)| [begin, count]).map(whole).collect();
        trailer.set("Type", "XRef");
        trailer.set("Size", whole(self.places.len()));
        trailer.set("W", FIELDS.map(whole).to_vec());
        trailer.set("Index", index);
        self.stream(own, trailer, &table);
        tell(&mut self.bytes, format_args!("startxref\n{start}\n%%EOF\n"));
        self.bytes
    }
}

/// Readers that look for `endstream` take a last byte that happens to be an end of line for no part of the stream
/// (§7.3.8.1). A deflated stream ends with a sum of what it holds, so one in 128 would: such a one is told in
/// letters.
fn end_clearly(stream: &mut Stream) {
    let deflated = stream.dict.get(b"Filter").and_then(Object::as_name).is_ok_and(|filter| filter == b"FlateDecode");
    if !deflated || !matches!(stream.content.last(), Some(b'\r' | b'\n')) {
        return;
    }
    if let Some(parameters) = stream.dict.remove(b"DecodeParms") {
        stream.dict.set("DecodeParms", vec![Object::Null, parameters]);
    }
    stream.dict.set("Filter", vec![Object::Name(b"ASCII85Decode".to_vec()), Object::Name(b"FlateDecode".to_vec())]);
    let told = base_85(&stream.content);
    stream.set_content(told);
}

/// Four bytes as five figures to the base of 85, the last ones as one figure more than they are (§7.4.3).
fn base_85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 5 + 7);
    for part in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..part.len()].copy_from_slice(part);
        let number = u32::from_be_bytes(four);
        if number == 0 && part.len() == 4 {
            out.push(b'z');
            continue;
        }
        let figures = [4, 3, 2, 1, 0].map(|place| b'!' + (number / 85_u32.pow(place) % 85).to_le_bytes()[0]);
        out.extend_from_slice(&figures[..=part.len()]);
    }
    out.extend_from_slice(b"~>");
    out
}

fn tell(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    // Writing into memory cannot fail.
    let _ = out.write_fmt(words);
}

fn whole(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Writes an object (§7.3).
fn put(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => tell(out, format_args!("{value}")),
        Object::Real(value) => tell(out, format_args!("{value}")),
        Object::Name(name) => put_name(name, out),
        Object::String(text, StringFormat::Literal) => put_string(text, out),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in text {
                tell(out, format_args!("{byte:02X}"));
            }
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 && is_regular(item) {
                    out.push(b' ');
                }
                put(item, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => put_dictionary(dictionary, out),
        Object::Stream(stream) => {
            put_dictionary(&stream.dict, out);
            out.extend_from_slice(b"stream\n");
            out.extend_from_slice(&stream.content);
            out.extend_from_slice(b"\nendstream");
        }
        Object::Reference((number, generation)) => {
            tell(out, format_args!("{number} {generation} R"));
        }
    }
}

/// Whether an object begins with a regular character (§7.2.3), which must not follow another.
const fn is_regular(object: &Object) -> bool {
    use Object::{Boolean, Integer, Null, Real, Reference};
    matches!(object, Null | Boolean(_) | Integer(_) | Real(_) | Reference(_))
}

fn put_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        put_name(key, out);
        if is_regular(value) {
            out.push(b' ');
        }
        put(value, out);
    }
    out.extend_from_slice(b">>");
}

/// A name (§7.3.5): what is no regular character is told by its number.
fn put_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        match byte {
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | b'#' => {
                tell(out, format_args!("#{byte:02X}"));
            }
            33..=126 => out.push(*byte),
            _ => tell(out, format_args!("#{byte:02X}")),
        }
    }
}

/// A literal string (§7.3.4.2). A carriage return as it stands would be read as a line feed.
fn put_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        put(&object.into(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_are_written_as_the_standard_has_them() {
        assert_eq!(told(Object::string_literal("a (b) \\ c\r")), r"(a \(b\) \\ c\r)");
        assert_eq!(told(Object::Name(b"A B#(\xe4)".to_vec())), "/A#20B#23#28#E4#29");
        assert_eq!(told(Object::String(vec![0xfe, 7], StringFormat::Hexadecimal)), "<FE07>");
        let kids: Vec<Object> = vec![1.into(), (7, 0).into(), "N".into(), Object::Null, true.into(), 0.5_f32.into()];
        let told = told(dictionary! { "Kids" => kids, "At" => -3, "In" => dictionary! {} });
        assert_eq!(told, "<</Kids[1 7 0 R/N null true 0.5]/At -3/In<<>>>>");
    }

    #[test]
    fn no_deflated_stream_ends_as_a_line_does() {
        let mut told = 0;
        for number in 0..400_u32 {
            let content = number.to_le_bytes().to_vec();
            let dictionary =
                dictionary! { "Filter" => "FlateDecode", "DecodeParms" => dictionary! { "Predictor" => 1 } };
            let mut stream = Stream::new(dictionary, super::super::deflate::deflate(&content));
            end_clearly(&mut stream);
            assert!(!matches!(stream.content.last(), Some(b'\r' | b'\n')));
            assert_eq!(stream.decompressed_content().unwrap(), content);
            if stream.content.ends_with(b"~>") {
                told += 1;
                // To each filter its parameters.
                assert_eq!(stream.dict.get(b"DecodeParms").unwrap().as_array().unwrap().len(), 2);
            }
        }
        assert!(told > 0, "none would have");
    }

    /// More objects than one stream of them holds, and one that is gone.
    #[test]
    fn what_was_written_is_read_again() {
        let mut file = Document::with_version("1.7");
        let ids: Vec<ObjectId> =
            (0..PACKED + 50).map(|number| file.add_object(dictionary! { "Number" => whole(number) })).collect();
        let content = file.add_object(lopdf::Stream::new(Dictionary::new(), b"q Q".to_vec()));
        file.objects.remove(&ids[3]);
        file.trailer.set("Root", ids[0]);
        let bytes = write(file.clone());
        assert_eq!(write(file), bytes, "the same file, the same bytes");
        let read = Document::load_mem(&bytes).unwrap();
        for (number, id) in ids.iter().enumerate().filter(|(number, _)| *number != 3) {
            assert_eq!(read.get_dictionary(*id).unwrap().get(b"Number").unwrap(), &whole(number));
        }
        assert!(read.get_object(ids[3]).is_err());
        assert_eq!(read.get_object(content).unwrap().as_stream().unwrap().content, b"q Q");
        assert!(read.trailer.has(b"ID"));
    }
}
