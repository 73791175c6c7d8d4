//! Books of odd content, each made from files as an editor would have them and looked at as an EPUB.
//!
//! What is asked of them: [issue 5, point 7](epub-checklist.md). Every EPUB here is well formed, its ids are unique in the
//! whole book, and no link in it leads nowhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read};
use std::path::Path;

use anthology::compile::disc::Disc;
use anthology::compile::{Purpose, load};
use anthology::diagnostic::{Diagnostics, Files};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use roxmltree::{Document, Node, ParsingOptions};

/// What became of a book.
struct Made {
    /// Every file of its EPUB, seen from the package; none if it was not made.
    files: BTreeMap<String, Vec<u8>>,
    /// The codes of all that was told, and the words.
    told: Vec<(&'static str, String)>,
}

const EDITION: &str = "\n[edition.epub]\npages = false\n";

/// A book of one chapter: documents by id, with a title and a text.
fn of(head: &str, documents: &[(&str, &str, &str)]) -> (String, Vec<(String, Vec<u8>)>) {
    let ids: Vec<String> = documents.iter().map(|(id, ..)| format!("{id:?}")).collect();
    let mut manifest = format!("[book]\n{head}\n{EDITION}\n[[chapter]]\ndocuments = [{}]\n", ids.join(", "));
    let mut sources = Vec::new();
    for (id, title, text) in documents {
        let _ = write!(manifest, "\n[document.{id}]\ntitle = '''{title}'''\nrights = \"own\"\n");
        sources.push((format!("sources/{id}.md"), text.as_bytes().to_vec()));
    }
    (manifest, sources)
}

fn made((manifest, sources): (String, Vec<(String, Vec<u8>)>)) -> Made {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in sources.into_iter().chain([("anthology.toml".to_owned(), manifest.into_bytes())]) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let (mut texts, mut faults) = (Files::default(), Diagnostics::default());
    let shelf = Disc::new(folder.path().to_owned());
    let mut files = BTreeMap::new();
    if let Some(project) = load(&shelf, Path::new("anthology.toml"), None, &mut texts, &mut faults) {
        let made = project.make(&texts, &project.manifest.editions[0], Purpose::Draft, &mut faults);
        if let Some(made) = made.filter(|_| !faults.has_errors()) {
            let mut archive = zip::ZipArchive::new(Cursor::new(made.bytes)).unwrap();
            for at in 0..archive.len() {
                let mut file = archive.by_index(at).unwrap();
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).unwrap();
                files.insert(file.name().trim_start_matches("OEBPS/").to_owned(), bytes);
            }
        }
    }
    let told = faults.into_iter().map(|fault| (fault.code, fault.message)).collect();
    let made = Made { files, told };
    if !made.files.is_empty() {
        made.check();
    }
    made
}

fn parsed(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

impl Made {
    fn text(&self, name: &str) -> &str {
        let bytes =
            self.files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}\n{:?}", self.files.keys(), self.told));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The XHTML of a document.
    fn document(&self, id: &str) -> &str {
        self.text(&format!("text/{id}.xhtml"))
    }

    /// How often a code was told.
    fn told(&self, code: &str) -> usize {
        self.told.iter().filter(|(told, _)| *told == code).count()
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.files.keys().filter_map(|name| name.strip_prefix("text/"));
        names.map(|name| (name, self.text(&format!("text/{name}"))))
    }

    /// Well formed, ids unique, no dead link, nothing of another place.
    fn check(&self) {
        let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
        let mut all = BTreeSet::new();
        for name in ["content.opf", "nav.xhtml", "toc.ncx"] {
            parsed(self.text(name));
        }
        for (name, text) in self.texts() {
            for node in parsed(text).descendants() {
                if let Some(id) = node.attribute("id") {
                    assert!(all.insert(id.to_owned()), "{id} stands twice");
                    ids.insert((name.to_owned(), id.to_owned()));
                }
                for link in node.attribute("href").into_iter().chain(node.attribute("src")) {
                    assert!(!node.has_tag_name("script") && !link.starts_with("//"), "{link}");
                    if !link.contains(':') && node.tag_name().name() == "a" {
                        let (file, id) = link.split_once('#').unwrap_or((link, ""));
                        let file = if file.is_empty() { name } else { file };
                        links.push((file.to_owned(), id.to_owned()));
                    }
                }
            }
        }
        for (file, id) in links {
            assert!(self.files.contains_key(&format!("text/{file}")), "no {file}");
            assert!(id.is_empty() || ids.contains(&(file.clone(), id.clone())), "no {file}#{id}");
        }
    }
}

fn tone(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

fn encoded(pixels: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn a_line_of_verse_that_turns_over_hangs() {
    let long = "I sing the long line that walks and walks over the hills and never once sits down to rest";
    let poem = format!("> {long},\\\n> \u{a0}\u{a0}and another,\\\n> short.\n");
    let (mut manifest, sources) = of("title = \"Verse\"", &[("poem", "A Poem", &poem)]);
    manifest.push_str("block = [{ at = \"I sing the long line\", as = \"verse\" }]\n");
    let made = made((manifest, sources));
    let page = made.document("poem");
    assert!(page.contains(&format!("<span>{long},</span>")), "each line by itself: {page}\n{:?}", made.told);
    let css = made.text("stylesheet.css");
    let rule = css.split(".verse p > span{").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
    assert!(rule.contains("padding-left: 2em") && rule.contains("text-indent: -2em"), "turned over, it hangs: {rule}");
}

#[test]
fn every_common_picture_is_shown_or_refused_by_name() {
    let gradient = RgbaImage::from_fn(40, 30, |x, y| Rgba([tone(x * 6), tone(y * 8), 90, 255]));
    let opaque = DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(gradient).to_rgb8());
    let line =
        DynamicImage::ImageRgba8(RgbaImage::from_fn(40, 30, |x, y| Rgba([0, 0, 0, if x == y { 255 } else { 0 }])));
    let fine = DynamicImage::ImageRgb16(opaque.to_rgb16());
    let huge = DynamicImage::new_luma8(2600, 2400);
    let mut names = Vec::new();
    let mut pictures = Vec::new();
    for (name, pixels, format, shown) in [
        ("a.png", &opaque, ImageFormat::Png, "png"),
        ("b.jpg", &opaque, ImageFormat::Jpeg, "jpg"),
        ("c.gif", &opaque, ImageFormat::Gif, "png"),
        ("d.webp", &opaque, ImageFormat::WebP, "jpg"),
        ("e.bmp", &opaque, ImageFormat::Bmp, "png"),
        ("f.tif", &opaque, ImageFormat::Tiff, "png"),
        ("g.tiff", &fine, ImageFormat::Tiff, "png"),
        ("h.png", &fine, ImageFormat::Png, "png"),
        ("line.png", &line, ImageFormat::Png, "png"),
        ("huge.png", &huge, ImageFormat::Png, "png"),
    ] {
        pictures.push((format!("sources/{name}"), encoded(pixels, format)));
        names.push((name, shown));
    }
    let text = names.iter().map(|(name, _)| format!("![A picture]({name})\n\n")).collect::<Vec<_>>().concat();
    let (manifest, mut sources) = of("title = \"Pictures\"", &[("show", "A Show", &format!("Words.\n\n{text}"))]);
    sources.extend(pictures);
    let made = made((manifest, sources));
    assert!(made.told.is_empty(), "{:?}", made.told);
    for (name, ending) in names {
        let stem = name.split('.').next().unwrap();
        let bytes = &made.files[&format!("images/{stem}.{ending}")];
        let format = if ending == "png" { ImageFormat::Png } else { ImageFormat::Jpeg };
        let shown = image::load_from_memory_with_format(bytes, format).unwrap();
        let wide = if stem == "huge" { 2000 } else { 40 };
        assert_eq!(shown.width(), wide, "{name}");
        if stem == "line" {
            assert_eq!(shown.to_rgba8().get_pixel(3, 4).0[3], 0, "line art keeps its clear ground");
        }
    }
    let ground = made.text("stylesheet.css").split("figure img{").nth(1).unwrap().split('}').next().unwrap();
    assert!(ground.contains("background: #fff"), "and has one of paper in the dark");
}

#[test]
fn a_picture_that_no_reader_shows_is_refused_with_a_way_round() {
    for (bytes, kind) in [
        (&b"\0\0\0\x1cftypavif\0\0\0\0"[..], "an AVIF picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC picture"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 picture"),
    ] {
        let (manifest, mut sources) = of("title = \"P\"", &[("show", "A Show", "Words.\n\n![A picture](photo.bin)\n")]);
        sources.push(("sources/photo.bin".to_owned(), bytes.to_vec()));
        let made = made((manifest, sources));
        let message = format!("`sources/photo.bin` is {kind}, which is not read");
        assert_eq!(made.told, [("not-an-image", message)]);
        assert!(made.files.is_empty());
    }
}

#[test]
fn titles_hold_any_sign() {
    let head =
        "title = '''Odd & <Strange> \"quoted\" 🎈'''\nsubtitle = \"שלום & others\"\neditors = [\"Zoë <Q> & Co\"]";
    let title = "Claims & \"quotes\" 'so' 🎈 > 3 < 4";
    let made = made(of(head, &[("odd", title, "A paragraph with 🎈 and a family 👨‍👩‍👧.\n")]));
    let package = parsed(made.text("content.opf"));
    let main = package.descendants().find(|node| node.attribute("id") == Some("title")).unwrap();
    assert_eq!(words(main), "Odd & <Strange> “quoted” 🎈");
    for (file, element) in
        [("nav.xhtml", "a"), ("toc.ncx", "text"), ("text/odd.xhtml", "h2"), ("text/odd.xhtml", "title")]
    {
        let document = parsed(made.text(file));
        let found = document.descendants().filter(|node| node.tag_name().name() == element).map(words);
        let found: Vec<String> = found.filter(|words| words.contains('🎈')).collect();
        assert!(found.iter().any(|words| words.contains("Claims & “quotes” ‘so’ 🎈 > 3 < 4")), "{file}: {found:?}");
    }
    assert!(made.document("odd").contains("a family 👨‍👩‍👧."), "joined signs stay joined");
}

#[test]
fn a_book_that_runs_from_right_to_left_does_so_everywhere() {
    let text = "هذا نص باللغة العربية مع كلمة English في الوسط ورقم 1923 أيضا.\n";
    let made = made(of("title = \"كتاب الليل\"\nlanguage = \"ar\"", &[("night", "الليل", text)]));
    assert!(made.text("content.opf").contains("page-progression-direction=\"rtl\""));
    for (name, text) in made.texts().chain([("nav", made.text("nav.xhtml"))]) {
        let document = parsed(text);
        assert_eq!(document.root_element().attribute("dir"), Some("rtl"), "{name}");
    }
    let css = made.text("stylesheet.css");
    assert!(!css.contains("text-align: left"), "ends and starts, not left and right, or right with its twin");
    assert!(made.files.keys().any(|name| name.starts_with("fonts/")), "with letters for those who have none");
}

#[test]
fn one_document_is_a_book() {
    let made = made((
        "[book]\ntitle = \"One\"\n".to_owned() + EDITION,
        vec![("sources/one.md".to_owned(), b"# One\n\nWords.\n".to_vec())],
    ));
    assert!(made.document("one").contains("<p>Words.</p>"), "{:?}", made.told);
    let nav = parsed(made.text("nav.xhtml"));
    let toc = nav.descendants().find(|node| node.attribute("id") == Some("toc")).unwrap();
    assert!(toc.descendants().any(|node| node.attribute("href") == Some("text/one.xhtml")));
}

#[test]
fn a_thousand_documents_are_each_a_file() {
    let ids: Vec<String> = (0..1000).map(|at| format!("leaf-{at:04}")).collect();
    let texts: Vec<String> = (0..1000).map(|at| format!("Leaf {at} fell.\n")).collect();
    let documents: Vec<(&str, &str, &str)> =
        ids.iter().zip(&texts).map(|(id, text)| (id.as_str(), id.as_str(), text.as_str())).collect();
    let made = made(of("title = \"Leaves\"", &documents));
    assert_eq!(made.texts().filter(|(name, _)| name.starts_with("leaf-")).count(), 1000);
    assert!(made.text("content.opf").len() < 300 * 1024, "E5: {} bytes", made.text("content.opf").len());
    assert!(made.text("nav.xhtml").contains("text/leaf-0999.xhtml"));
}

#[test]
fn two_megabytes_are_divided_before_headings() {
    let paragraph = "The river came down between its banks and the boats went with it to the sea. ".repeat(12);
    let section = |at: usize| format!("## Section {at}\n\n{}", format!("{paragraph}\n\n").repeat(20));
    let text: String = (0..120).map(section).collect();
    assert!(text.len() > 2_000_000);
    let made = made(of("title = \"Big\"", &[("big", "Big", &text)]));
    let parts: Vec<(&str, &str)> = made.texts().filter(|(name, _)| name.starts_with("big")).collect();
    assert!(parts.len() >= 8, "{} files", parts.len());
    for (name, text) in parts {
        assert!(text.len() <= 250 * 1024, "E5: {name} has {} bytes", text.len());
        assert!(text.find(">Section ").unwrap() < text.find("<p>The river").unwrap(), "{name} begins with a heading");
    }
}

#[test]
fn ids_of_sources_are_theirs_and_ours_are_ours() {
    let text = "# Notes {#note_1}\n\nA word.[^1] See [the other](#index) and [this](doc:cover).\n\n# Notes {#note_1}\n\n# Index {#index}\n\n[^1]: A note.\n";
    let made = made(of(
        "title = \"Ids\"",
        &[
            ("cover", "Cover", text),
            ("note-1", "Note", text),
            ("title-page", "Title", "Words.\n"),
            ("nav", "Nav", "Words.\n"),
        ],
    ));
    assert!(!made.files.is_empty(), "{:?}", made.told);
    let stems: Vec<&str> = made.texts().map(|(name, _)| name).collect();
    let lower: BTreeSet<String> = stems.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), stems.len(), "no two files differ by the case of letters alone: {stems:?}");
}

#[test]
fn links_lead_there_or_are_told() {
    let first = "See [the second](doc:second), [its words](doc:second \"the very place\"), [a heading](#there), \
                 [a file](second.md), [nothing](#nowhere) and [the net](https://example.org/a?b=1&c=2).\n\n## There {#there}\n\nWords.\n";
    let made =
        made(of("title = \"Links\"", &[("first", "First", first), ("second", "Second", "It is the very place.\n")]));
    let page = made.document("first");
    for link in
        ["href=\"second.xhtml", "href=\"https://example.org/a?b=1&amp;c=2\"", ">its words</a>", ">a heading</a>"]
    {
        assert!(page.contains(link), "{link} in {page}\n{:?}", made.told);
    }
    assert!(page.contains(", a file, nothing and "), "what leads nowhere is words: {page}");
    assert_eq!((made.told("file-link"), made.told("unknown-heading")), (1, 1), "{:?}", made.told);
}

#[test]
fn a_picture_without_a_description_is_told_and_claims_nothing() {
    let (manifest, mut sources) = of("title = \"Alt\"", &[("show", "Show", "Words.\n\n![](a.png)\n")]);
    sources.push(("sources/a.png".to_owned(), encoded(&DynamicImage::new_rgb8(9, 9), ImageFormat::Png)));
    let made = made((manifest, sources));
    assert_eq!(made.told("missing-alt"), 1);
    assert!(made.document("show").contains("alt=\"\""));
    assert!(!made.text("content.opf").contains("alternativeText"));
}

#[test]
fn a_remote_picture_is_never_fetched() {
    let made = made(of("title = \"Far\"", &[("far", "Far", "Words.\n\n![A tower](https://example.org/tower.png)\n")]));
    assert_eq!(made.told("remote-image"), 1, "{:?}", made.told);
    assert!(made.files.is_empty());
}

#[test]
fn formulas_and_code_keep_their_words() {
    let text = "Inline `let x = <T>::new() && \"y\";` and a block:\n\n```rust\nfn main() {\n\tprintln!(\"<b>{}</b>\", a && b);\n}\n```\n\n\
                A formula $a^2 + b^2 < c^2$.\n\n<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi><mo>=</mo><mn>2</mn></math>\n\nH<sub>2</sub>O.\n";
    let made = made(of("title = \"Code\"", &[("code", "Code", text)]));
    let page = parsed(made.document("code"));
    let all = words(page.root_element());
    for kept in ["let x = <T>::new() && \"y\";", "\tprintln!(\"<b>{}</b>\", a && b);\n", "a^2 + b^2 < c^2", "x=2"] {
        assert!(all.contains(kept), "{kept} in {all}");
    }
    assert!(made.document("code").contains("H<sub>2</sub>O"));
    assert!(made.told("raw-html") > 0, "the formula’s setting is lost, and told");
}

#[test]
fn a_table_of_thirty_columns_can_be_read_on_a_phone() {
    let cells = |what: &str| (0..30).map(|column| format!("{what} number {column} |")).collect::<Vec<_>>().concat();
    let text = format!("|{}\n|{}\n|{}\n", cells("Heading"), "---|".repeat(30), cells("Value"));
    let made = made(of("title = \"Wide\"", &[("wide", "Wide", &text)]));
    let page = made.document("wide");
    assert!(!page.contains("<table") && page.contains("class=\"records\""), "{page}");
    let all = words(parsed(page).root_element());
    for column in 0..30 {
        assert!(all.contains(&format!("Heading number {column}")) && all.contains(&format!("Value number {column}")));
    }
}

#[test]
fn control_characters_are_left_out_and_told() {
    let made =
        made(of("title = \"Control\"", &[("control", "Control", "a\u{1}b\u{8}c\u{b}d\u{1b}e\u{7f}f\u{fffe}g.\n")]));
    let page = made.document("control");
    assert!(page.chars().all(|c| matches!(c, '\t' | '\n') || (!c.is_control() && c != '\u{fffe}')), "{page:?}");
    assert_eq!(made.told("control-characters"), 1, "{:?}", made.told);
}

#[test]
fn links_that_would_run_a_program_are_words() {
    let addresses = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example/x",
    ];
    let text = addresses.iter().map(|address| format!("A [word]({address}) here.\n\n")).collect::<Vec<_>>().concat();
    let made = made(of("title = \"Links\"", &[("links", "Links", &text)]));
    let page = parsed(made.document("links"));
    assert!(
        !page.descendants().any(|node| node.tag_name().name() == "a" && node.has_attribute("href")),
        "{:?}",
        made.told
    );
    assert_eq!(words(page.root_element()).matches("A word here.").count(), addresses.len());
    assert_eq!(made.told("unsafe-link") + made.told("file-link"), addresses.len(), "{:?}", made.told);
}

#[test]
fn hostile_html_is_gone_and_its_words_stay() {
    let text = "<script>alert(\"x\")</script>\n\n<style>body{display:none}</style>\n\n<iframe src=\"https://example.com\"></iframe>\n\n\
                <p onclick=\"alert(1)\" style=\"color:red\">Styled <font color=\"red\">words</font> <b onmouseover=x>bold</b></p>\n\n\
                <svg onload=alert(1)><text>svg words</text></svg>\n\n<object data=x>fallback</object> <embed src=x>\n\n\
                <div><p>unclosed <b>bold <i>italic</b> wrong</i>\n\n</div></div></section>\n\n]]> &nbsp; &bogus; &#0; &#x1F388; &#xD800;\n\nEnd.\n";
    let made = made(of("title = \"Hostile\"", &[("hostile", "Hostile", text)]));
    let page = made.document("hostile");
    let document = parsed(page);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let bad = ["script", "style", "iframe", "svg", "object", "embed", "font", "form"];
        assert!(!bad.contains(&name), "{name}");
        assert!(node.attributes().all(|a| !a.name().starts_with("on") && a.name() != "style"), "{node:?}");
    }
    let all = words(document.root_element());
    for kept in ["Styled words bold", "svg words", "fallback", "unclosed bold italic wrong", "🎈", "End."] {
        assert!(all.contains(kept), "{kept} in {all}");
    }
    assert!(!all.contains("alert") && made.told("raw-html") > 5, "{:?}", made.told);
}

/// The small face of the sample: the three characters of two Chinese titles.
const CHINESE: &[u8] = include_bytes!("../fonts/NotoSerifCJKtc-GatheredLeaves.ttf");

#[test]
fn a_few_words_of_chinese_wear_the_light_face_that_the_book_brings() {
    let book = || of("title = \"East\"", &[("east", "East", "They call it 文選 there.\n")]);
    let (manifest, mut sources) = book();
    sources.push(("fonts/few.ttf".to_owned(), CHINESE.to_vec()));
    let brought = made((manifest, sources));
    assert_eq!(brought.files.keys().filter(|name| name.starts_with("fonts/")).count(), 2, "{:?}", brought.told);
    assert!(brought.document("east").contains("<span class=\"face_1\">文選</span>"));
    let left = made(book());
    assert!(left.document("east").contains("They call it 文選 there."), "without one it is the device’s");
    assert!(!left.files.keys().any(|name| name.starts_with("fonts/")));
}

/// The offset of a table in an OpenType file.
fn table(font: &[u8], tag: [u8; 4]) -> usize {
    let record = font[12..].chunks_exact(16).find(|record| record.starts_with(&tag)).unwrap();
    u32::from_be_bytes(record[8..12].try_into().unwrap()) as usize
}

#[test]
fn families_are_embedded_on_request_in_every_style_and_emptied() {
    let (manifest, sources) = of("title = \"Faces\"", &[("one", "One", "*Some* **words**.\n")]);
    let asked = |fonts: &str| manifest.replace("pages = false\n", &format!("pages = false\nfonts = {fonts}\n"));
    let dressed = made((asked("{ text = \"Alegreya\", code = \"fira mono\" }"), sources.clone()));
    let fonts: Vec<&str> = dressed.files.keys().filter_map(|name| name.strip_prefix("fonts/")).collect();
    assert_eq!(
        fonts,
        [
            "alegreya-bold-italic.otf",
            "alegreya-bold.otf",
            "alegreya-italic.otf",
            "alegreya.otf",
            "fira-mono.otf",
            "licences.txt"
        ],
        "{:?}",
        dressed.told
    );
    for (name, whole) in [
        ("alegreya.otf", &include_bytes!("../fonts/Alegreya-Regular.otf")[..]),
        ("fira-mono.otf", include_bytes!("../fonts/FiraMono-Regular.otf")),
    ] {
        let packed = |bytes: &[u8]| {
            let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packer, bytes).unwrap();
            packer.finish().unwrap().len()
        };
        let (subset, whole) = (packed(&dressed.files[&format!("fonts/{name}")]), packed(whole));
        assert!(subset * 10 < whole * 8, "{name}: {subset} of {whole} bytes");
    }
    let css = dressed.text("stylesheet.css");
    assert!(
        css.contains("body{\n\tfont-family: \"Alegreya\", serif;") && css.contains("\"Fira Mono\", monospace"),
        "{css}"
    );
    assert!(dressed.told.is_empty(), "an EPUB has a use for `fonts`: {:?}", dressed.told);

    let mut kept = CHINESE.to_vec();
    let rights = table(&kept, *b"OS/2") + 8;
    kept[rights..rights + 2].copy_from_slice(&2_u16.to_be_bytes());
    let mut with_file = sources.clone();
    with_file.push(("kept.ttf".to_owned(), kept));
    let refused = made((asked("\"kept.ttf\""), with_file));
    assert_eq!(refused.told, [("bad-font", "`kept.ttf` may not be put into an e-book".to_owned())]);
    let unknown = made((asked("\"No Such Family\""), sources));
    assert_eq!(unknown.told("unknown-font"), 1);
}
