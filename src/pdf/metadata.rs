//! What the file says of the book: the Info dictionary (§14.3.3) and the XMP packet (§14.3.2), which agree.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, StringFormat, dictionary};

use crate::book::BookMetadata;
use crate::document::plain_text;
use crate::metadata::Contributor;
use crate::xml;

/// What made the file.
const PRODUCER: &str = concat!("anthology ", env!("CARGO_PKG_VERSION"), " with printpdf");

/// PDF/A-2a (ISO 19005-2, 6.6.4) and PDF/UA-1 (ISO 14289-1, 5). The first does not know the properties of the second,
/// so they are described to it (ISO 19005-2, 6.6.2.3.2).
const CONFORMANCE: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"#;

/// PDF/X-4 (ISO 15930-7).
const FOR_PRESS: &str = r#"<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description>
"#;

/// What a file claims to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claims {
    /// Nothing.
    None,
    /// What archives and screen readers want.
    Reading,
    /// PDF/X-4.
    Press,
}

/// What both say, each on one line, so that they say the same.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    book: &'a BookMetadata,
    title: String,
    /// The editors, or whoever comes first where there are none.
    authors: Vec<String>,
    others: Vec<String>,
    description: Option<String>,
    subjects: Vec<String>,
}

impl<'a> Facts<'a> {
    /// Of a book.
    pub(super) fn of(book: &'a BookMetadata) -> Self {
        let mut title = plain_text(&book.title);
        if let Some(subtitle) = &book.subtitle {
            title.push_str(if title.ends_with(['?', '!', ':', '.']) { " " } else { ": " });
            title.push_str(&plain_text(subtitle));
        }
        let (editors, contributors) = (&book.editors, &book.contributors);
        let names = |people: &[Contributor]| people.iter().map(|one| one_line(&one.name)).collect();
        let (authors, others) =
            if editors.is_empty() { (names(contributors), Vec::new()) } else { (names(editors), names(contributors)) };
        let description = book.description.as_deref().map(one_line);
        let subjects = book.subjects.iter().map(|subject| one_line(subject)).collect();
        Self { book, title: one_line(&title), authors, others, description, subjects }
    }

    /// The Info dictionary.
    pub(super) fn info(&self) -> Dictionary {
        let mut info = dictionary! {
            "Title" => text(&self.title),
            "Creator" => text(PRODUCER),
            "Producer" => text(PRODUCER),
        };
        if !self.authors.is_empty() {
            // As the list of `dc:creator` is told in one line; a name may hold a comma.
            info.set("Author", text(&self.authors.join("; ")));
        }
        if let Some(description) = &self.description {
            info.set("Subject", text(description));
        }
        if !self.subjects.is_empty() {
            info.set("Keywords", text(&self.subjects.join(", ")));
        }
        if let Some(date) = self.modified() {
            let digits: String = date.chars().filter(char::is_ascii_digit).collect();
            info.set("CreationDate", Object::string_literal(format!("D:{digits}Z")));
            info.set("ModDate", Object::string_literal(format!("D:{digits}Z")));
        }
        info
    }

    /// The last change, if it is written as `YYYY-MM-DDThh:mm:ssZ`.
    fn modified(&self) -> Option<&str> {
        let shape = b"0000-00-00T00:00:00Z";
        let date = self.book.modified.as_bytes();
        let fits = |(is, wanted): (&u8, &u8)| if *wanted == b'0' { is.is_ascii_digit() } else { is == wanted };
        (date.len() == shape.len() && date.iter().zip(shape).all(fits)).then_some(self.book.modified.as_str())
    }

    /// The XMP packet of a file that `claims` to keep to something.
    pub(super) fn xmp(&self, claims: Claims) -> Vec<u8> {
        let mut x = String::from(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
             <dc:format>application/pdf</dc:format>\n",
        );
        let book = self.book;
        alternative(&mut x, "dc:title", &self.title);
        list(&mut x, "dc:creator", "Seq", &self.authors);
        list(&mut x, "dc:contributor", "Bag", &self.others);
        if let Some(publisher) = &book.publisher {
            list(&mut x, "dc:publisher", "Bag", &[publisher.name.as_str()]);
        }
        list(&mut x, "dc:language", "Bag", &[book.language.as_str()]);
        if let Some(description) = &self.description {
            alternative(&mut x, "dc:description", description);
        }
        list(&mut x, "dc:subject", "Bag", &self.subjects);
        if let Some(copyright) = &book.copyright {
            alternative(&mut x, "dc:rights", copyright);
        }
        element(&mut x, "dc:identifier", &book.identifier);
        if !self.subjects.is_empty() {
            element(&mut x, "pdf:Keywords", &self.subjects.join(", "));
        }
        if let Some(date) = self.modified() {
            for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
                element(&mut x, name, date);
            }
        }
        element(&mut x, "xmp:CreatorTool", PRODUCER);
        element(&mut x, "pdf:Producer", PRODUCER);
        if claims == Claims::Press {
            element(&mut x, "pdf:Trapped", "False");
        }
        x.push_str("</rdf:Description>\n");
        match claims {
            Claims::None => {}
            Claims::Reading => x.push_str(CONFORMANCE),
            Claims::Press => {
                self.lineage(&mut x);
                x.push_str(FOR_PRESS);
            }
        }
        x.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
        x.into_bytes()
    }
}

impl Facts<'_> {
    /// Which document this is a version of.
    fn lineage(&self, x: &mut String) {
        x.push_str("<rdf:Description rdf:about=\"\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n");
        element(x, "xmpMM:DocumentID", &self.book.identifier);
        element(x, "xmpMM:VersionID", self.modified().unwrap_or("1"));
        element(x, "xmpMM:RenditionClass", "default");
        x.push_str("</rdf:Description>\n");
    }
}

fn element(x: &mut String, name: &str, value: &str) {
    let _ = writeln!(x, "<{name}>{}</{name}>", escaped(value));
}

fn alternative(x: &mut String, name: &str, value: &str) {
    let value = escaped(value);
    let _ = writeln!(x, "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{name}>");
}

fn list(x: &mut String, name: &str, kind: &str, values: &[impl AsRef<str>]) {
    if values.is_empty() {
        return;
    }
    let _ = write!(x, "<{name}><rdf:{kind}>");
    for value in values {
        let _ = write!(x, "<rdf:li>{}</rdf:li>", escaped(value.as_ref()));
    }
    let _ = writeln!(x, "</rdf:{kind}></{name}>");
}

/// Words with a space between them, and nothing that XML has no sign for (XML 1.0, 2.2).
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), "")
}

/// As XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    xml::line(&mut out, text);
    out
}

/// A text string (§7.9.2.2): ASCII as it is, all else as UTF-16.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xFE, 0xFF].into_iter().chain(units).collect(), StringFormat::Hexadecimal)
}
