//! Writes the file (§7.5): streams as they stand, every other object in object streams (§7.5.7), and the
//! cross-reference stream that tells where each is (§7.5.8). A file of a version before 1.5, which knows neither, has
//! each object by itself and a table (§7.5.4).
//!
//! The structure of a long book is some hundred thousand objects, each of which takes a kilobyte until it is written and a
//! few bytes then. So those that nothing changes any more are packed as they are made ([`Packs`]), and the others are let
//! go as they are written; lopdf's own writer would copy every one of them first, and hold them all until the end.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::Fault;
use super::deflate::Deflater;

/// Objects in one object stream. More compress better and take longer to open.
const PACKED: usize = 200;

/// The first version that knows object streams.
const PACKS_SINCE: &str = "1.5";

/// The highest place that a table of ten figures can tell.
const LAST_IN_TABLE: u64 = 9_999_999_999;

/// The file's bytes, of what is packed already and of the rest. Its identifier (§14.4) is a digest of all it holds, in
/// place of chance. A version before 1.5 must have nothing packed.
///
/// # Errors
/// When the file is longer than its version can tell.
pub(super) fn write(file: Document, packs: Packs) -> Result<Vec<u8>, Fault> {
    let Document { version, binary_mark, mut trailer, objects, .. } = file;
    let packs_objects = *version >= *PACKS_SINCE;
    debug_assert!(packs_objects || packs.most == 0, "PDF {version} knows no object streams");
    let most = objects.last_key_value().map_or(0, |(id, _)| id.0).max(packs.most);
    let mut out = Out { bytes: Vec::new(), places: vec![None; most as usize + 1], deflater: Deflater::new() };
    tell(&mut out.bytes, format_args!("%PDF-{version}\n%"));
    out.bytes.extend_from_slice(&binary_mark);
    out.bytes.push(b'\n');
    packs.full.into_iter().for_each(|full| out.packed(full));
    let mut pack = packs.open;
    for (id, mut object) in objects {
        if let Object::Stream(stream) = &mut object {
            end_clearly(stream);
        }
        if matches!(object, Object::Stream(_)) || id.1 > 0 || !packs_objects {
            out.object(id, &object);
        } else {
            pack.add(id.0, &object);
            if pack.objects.len() == PACKED {
                let full = pack.take(&mut out.deflater);
                out.packed(full);
            }
        }
    }
    if !pack.objects.is_empty() {
        let rest = pack.take(&mut out.deflater);
        out.packed(rest);
    }
    let half = Sha256::digest(&out.bytes).iter().take(16).copied().collect::<Vec<u8>>();
    let half = Object::String(half, StringFormat::Hexadecimal);
    trailer.set("ID", vec![half.clone(), half]);
    if packs_objects { Ok(out.finish(trailer)) } else { out.finish_plainly(trailer) }
}

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At a byte of the file, of a generation.
    At(u64, u16),
    /// In an object stream, the so-manieth.
    In(u32, u16),
}

/// Objects that are as they will be, in object streams.
pub(super) struct Packs {
    full: Vec<Packed>,
    open: Pack,
    /// The highest number of any.
    most: u32,
    deflater: Deflater,
}

impl Packs {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { full: Vec::new(), open: Pack::default(), most: 0, deflater: Deflater::new() }
    }

    /// Adds an object that nothing changes any more: no stream, and of the first generation.
    pub(super) fn add(&mut self, (number, _): ObjectId, object: &Object) {
        self.most = self.most.max(number);
        self.open.add(number, object);
        if self.open.objects.len() == PACKED {
            self.full.push(self.open.take(&mut self.deflater));
        }
    }
}

/// An object stream that has no number yet.
struct Packed {
    /// Which objects, in their order.
    numbers: Vec<u32>,
    /// Where in the content the first begins.
    first: usize,
    /// Deflated.
    content: Vec<u8>,
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

    /// What was added, as an object stream; nothing is left.
    fn take(&mut self, deflater: &mut Deflater) -> Packed {
        let Self { objects, bytes } = std::mem::take(self);
        let mut content = Vec::new();
        for (number, at) in &objects {
            tell(&mut content, format_args!("{number} {at} "));
        }
        let first = content.len();
        content.extend_from_slice(&bytes);
        let numbers = objects.into_iter().map(|(number, _)| number).collect();
        Packed { numbers, first, content: deflater.deflate(&content) }
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
        self.place(number, Place::At(self.at(), generation));
        tell(&mut self.bytes, format_args!("{number} {generation} obj\n"));
        put(object, &mut self.bytes);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Where the next byte will be.
    fn at(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)
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

    /// Writes an object stream.
    fn packed(&mut self, Packed { numbers, first, content }: Packed) {
        let stream = self.new_number();
        for (index, number) in (0_u16..).zip(&numbers) {
            self.place(*number, Place::In(stream, index));
        }
        let (first, count) = (whole(first), whole(numbers.len()));
        self.stream(stream, dictionary! { "Type" => "ObjStm", "N" => count, "First" => first }, content);
    }

    /// Writes a stream that is deflated.
    fn stream(&mut self, number: u32, mut dictionary: Dictionary, content: Vec<u8>) {
        dictionary.set("Filter", "FlateDecode");
        let mut stream = Stream::new(dictionary, content);
        end_clearly(&mut stream);
        self.object((number, 0), &stream.into());
    }

    /// Writes the cross-reference stream, in which what is no object is left out, and the end.
    fn finish(mut self, mut trailer: Dictionary) -> Vec<u8> {
        let own = self.new_number();
        let start = self.at();
        self.place(own, Place::At(start, 0));
        let (fields, index, table) = table(&self.places, start);
        trailer.set("Type", "XRef");
        trailer.set("Size", whole(self.places.len()));
        trailer.set("W", fields.map(whole).to_vec());
        trailer.set("Index", index);
        let table = self.deflater.deflate(&table);
        self.stream(own, trailer, table);
        tell(&mut self.bytes, format_args!("startxref\n{start}\n%%EOF\n"));
        self.bytes
    }

    /// Writes the table of all objects, and the end.
    fn finish_plainly(mut self, mut trailer: Dictionary) -> Result<Vec<u8>, Fault> {
        let start = self.at();
        if start > LAST_IN_TABLE {
            return Err(Fault::File(format!("{start} bytes are more than PDF 1.3 can tell")));
        }
        // Numbers that are no object's are free ones, each of which names the next.
        tell(&mut self.bytes, format_args!("xref\n0 {}\n", self.places.len()));
        let free: Vec<usize> =
            self.places.iter().enumerate().filter(|(_, place)| place.is_none()).map(|(number, _)| number).collect();
        let mut after = free.iter().skip(1).copied();
        for (number, place) in self.places.iter().enumerate() {
            match *place {
                Some(Place::At(at, generation)) => tell(&mut self.bytes, format_args!("{at:010} {generation:05} n \n")),
                Some(Place::In(..)) | None => {
                    let generation = if number == 0 { u16::MAX } else { 0 };
                    let next = after.next().unwrap_or_default();
                    tell(&mut self.bytes, format_args!("{next:010} {generation:05} f \n"));
                }
            }
        }
        trailer.set("Size", whole(self.places.len()));
        self.bytes.extend_from_slice(b"trailer\n");
        put_dictionary(&trailer, &mut self.bytes);
        tell(&mut self.bytes, format_args!("\nstartxref\n{start}\n%%EOF\n"));
        Ok(self.bytes)
    }
}

/// A cross-reference stream of `places`, the last of which is at `last`: how many bytes its fields have, of which
/// numbers it tells, and what (§7.5.8.3).
fn table(places: &[Option<Place>], last: u64) -> ([usize; 3], Vec<Object>, Vec<u8>) {
    // As many as the last place needs, and no fewer than a number of an object stream.
    let width = (u64::BITS - last.leading_zeros()).div_ceil(8).max(4) as usize;
    let mut table = Vec::with_capacity(places.len() * (width + 3));
    let mut put = |kind: u8, first: u64, second: u16| {
        table.push(kind);
        table.extend_from_slice(&first.to_be_bytes()[8 - width..]);
        table.extend_from_slice(&second.to_be_bytes());
    };
    // The head of the list of free objects, of which there are none (§7.5.4).
    put(0, 0, u16::MAX);
    let mut ranges: Vec<(usize, usize)> = vec![(0, 1)];
    for (number, place) in places.iter().enumerate().skip(1) {
        match *place {
            Some(Place::At(at, generation)) => put(1, at, generation),
            Some(Place::In(stream, index)) => put(2, stream.into(), index),
            None => continue,
        }
        match ranges.last_mut() {
            Some((begin, count)) if *begin + *count == number => *count += 1,
            _ => ranges.push((number, 1)),
        }
    }
    let index = ranges.into_iter().flat_map(|(begin, count)| [begin, count]).map(whole).collect();
    ([1, width, 2], index, table)
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
        let bytes = write(file.clone(), Packs::new()).unwrap();
        assert_eq!(write(file, Packs::new()).unwrap(), bytes, "the same file, the same bytes");
        let read = Document::load_mem(&bytes).unwrap();
        for (number, id) in ids.iter().enumerate().filter(|(number, _)| *number != 3) {
            assert_eq!(read.get_dictionary(*id).unwrap().get(b"Number").unwrap(), &whole(number));
        }
        assert!(read.get_object(ids[3]).is_err());
        assert_eq!(read.get_object(content).unwrap().as_stream().unwrap().content, b"q Q");
        assert!(read.trailer.has(b"ID"));
    }

    /// What is packed as it is made is found beside the rest.
    #[test]
    fn what_was_packed_before_is_read_again() {
        let mut file = Document::with_version("1.7");
        let mut packs = Packs::new();
        let ids: Vec<ObjectId> = (0..PACKED * 2 + 30)
            .map(|number| {
                let object = dictionary! { "Number" => whole(number) };
                if number % 3 == 0 {
                    return file.add_object(object);
                }
                let id = file.new_object_id();
                packs.add(id, &object.into());
                id
            })
            .collect();
        file.trailer.set("Root", ids[0]);
        let read = Document::load_mem(&write(file, packs).unwrap()).unwrap();
        for (number, id) in ids.iter().enumerate() {
            assert_eq!(read.get_dictionary(*id).unwrap().get(b"Number").unwrap(), &whole(number));
        }
    }

    /// A version before object streams has a table, gaps and all.
    #[test]
    fn an_old_version_has_a_table() {
        let mut file = Document::with_version("1.3");
        let ids = [0, 1, 2, 3].map(|number: i64| file.add_object(dictionary! { "Number" => number }));
        file.objects.remove(&ids[2]);
        file.trailer.set("Root", ids[0]);
        let bytes = write(file, Packs::new()).unwrap();
        let read = Document::load_mem(&bytes).unwrap();
        for (number, id) in [(0, ids[0]), (1, ids[1]), (3, ids[3])] {
            assert_eq!(read.get_dictionary(id).unwrap().get(b"Number").unwrap(), &Object::Integer(number));
        }
        assert_eq!(read.objects.len(), 3);
        let text = String::from_utf8_lossy(&bytes);
        let table: Vec<&str> = text.lines().skip_while(|line| *line != "xref").skip(1).take(6).collect();
        assert_eq!(table[0], "0 5");
        assert_eq!((table[1], table[4]), ("0000000003 65535 f ", "0000000000 00000 f "));
        assert!(table[2].ends_with(" 00000 n ") && !text.contains("ObjStm"), "{text}");
        assert_eq!(read.trailer.get(b"Size").unwrap(), &Object::Integer(5));
    }

    /// What lies beyond four gigabytes is told by more bytes.
    #[test]
    fn places_have_the_bytes_they_need() {
        let far = 0x1_2345_6789;
        let places = [None, Some(Place::At(15, 0)), None, Some(Place::In(1, 7)), Some(Place::At(far, 0))];
        let (fields, index, table) = table(&places, far);
        assert_eq!(fields, [1, 5, 2]);
        assert_eq!(index, [0, 2, 3, 2].map(Object::Integer));
        assert_eq!(table[..16], [0, 0, 0, 0, 0, 0, 0xff, 0xff, 1, 0, 0, 0, 0, 15, 0, 0]);
        assert_eq!(table[24..], [1, 1, 0x23, 0x45, 0x67, 0x89, 0, 0]);
        assert_eq!(super::table(&places[..2], 15).0, [1, 4, 2]);
    }
}
