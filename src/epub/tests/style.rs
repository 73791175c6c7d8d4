//! The style sheet and the faces.

use super::*;

#[test]
fn words_that_devices_lack_wear_a_face_of_the_book() {
    let book = sample::book();
    let mut asked = BTreeSet::new();
    let give = |wanted: &Wanted| {
        assert!(wanted.all.is_empty(), "no family was asked for");
        asked.clone_from(&wanted.rare);
        vec![Face {
            family: "Noto Serif Hebrew".to_owned(),
            italic: false,
            bold: false,
            bytes: vec![0, 1, 0, 0],
            truetype: true,
            characters: wanted.rare.clone(),
            licence: Some("The SIL Open Font License.".to_owned()),
        }]
    };
    let files = opened(&write(&book, &EpubDesign::default(), no_matter, give, None).unwrap());
    sound(&files);
    assert_eq!(asked, "ספר".chars().collect());
    let worn = "dir=\"rtl\"><span class=\"face_1\">ספר</span></span>";
    assert!(files["OEBPS/text/tide-tables.xhtml"].contains(worn), "{}", files["OEBPS/text/tide-tables.xhtml"]);
    assert!(files["OEBPS/stylesheet.css"].contains("src: url(fonts/noto-serif-hebrew.ttf);"));
    assert!(files["OEBPS/content.opf"].contains("href=\"fonts/noto-serif-hebrew.ttf\""));
    assert!(files.contains_key("OEBPS/fonts/noto-serif-hebrew.ttf"));
    let imprint = &files["OEBPS/text/copyright-page.xhtml"];
    assert!(imprint.contains("The SIL Open Font License.</span>"), "{imprint}");
    assert!(!opened(&made(&book)).keys().any(|name| name.contains("/fonts/")), "none where there is none");
}

#[test]
fn the_style_sheet_leaves_the_readers_choices_alone() {
    let css = crate::epub::STYLESHEET;
    let mut selector = "";
    for line in css.lines().map(str::trim) {
        if let Some(opens) = line.strip_suffix('{') {
            selector = opens;
        }
        let Some((property, value)) = line.strip_suffix([';', '}']).and_then(|line| line.split_once(':')) else {
            continue;
        };
        assert!(!matches!(property, "color" | "font-family"), "E37: {line}");
        assert!(!property.starts_with("background") || selector.contains("img"), "E37: {selector} {line}");
        assert!(!value.contains("px") && !value.contains("rem"), "E37: {line}");
        if selector == "body" {
            assert!(!property.starts_with("font") && !property.starts_with("margin"), "E37: {line}");
        }
    }
    let count = |words: &str| css.matches(words).count();
    for (new, old) in [
        ("\n\tbreak-after", "page-break-after"),
        ("\n\tbreak-inside", "page-break-inside"),
        ("\n\thyphens", "-epub-hyphens"),
    ] {
        assert!(count(new) > 0 && count(new) == count(old), "E38: {new} has no twin");
    }
    assert!(!css.contains("[epub|type"), "E38");
    let figure = css.split("figure img{").nth(1).and_then(|rule| rule.split('}').next()).unwrap_or_default();
    assert!(figure.contains("background: #fff"), "E40: line art on nothing has a ground in the dark");
    assert!(css.contains(".noteref{") && css.contains("line-height: 0"), "E38: calls do not drive lines apart");
}

#[test]
fn a_family_that_is_asked_for_comes_along_with_its_licence() {
    let fonts = EpubFonts { text: Some("Alegreya".to_owned()), heading: None, code: Some("Fira Mono".to_owned()) };
    let design = EpubDesign { fonts, ..EpubDesign::default() };
    let give = |wanted: &Wanted| {
        assert!("Ht0-•ספר".chars().all(|c| wanted.all.contains(&c)), "every letter of the book: {:?}", wanted.all);
        let face = |family: &str, italic| Face {
            family: family.to_owned(),
            italic,
            bold: false,
            bytes: b"OTTO".to_vec(),
            truetype: false,
            characters: BTreeSet::new(),
            licence: Some("The SIL Open Font License.".to_owned()),
        };
        vec![face("Alegreya", false), face("Alegreya", true), face("Fira Mono", false)]
    };
    let files = opened(&write(&sample::book(), &design, no_matter, give, None).unwrap());
    sound(&files);
    for name in ["alegreya", "alegreya-italic", "fira-mono"] {
        assert!(files.contains_key(&format!("OEBPS/fonts/{name}.otf")), "{name}");
        let item = format!("href=\"fonts/{name}.otf\"");
        assert!(files["OEBPS/content.opf"].contains(&item), "{name}");
    }
    let css = &files["OEBPS/stylesheet.css"];
    assert_eq!(css.matches("@font-face").count(), 3);
    assert!(css.contains("\nbody{\n\tfont-family: \"Alegreya\", serif;\n}"), "{css}");
    assert!(css.contains("\ncode, pre{\n\tfont-family: \"Fira Mono\", monospace;\n}"), "{css}");
    let imprint = &files["OEBPS/text/copyright-page.xhtml"];
    let line = "Set in Alegreya, Fira Mono. <span lang=\"en-US\" xml:lang=\"en-US\">The SIL Open Font License.</span>";
    assert!(imprint.contains(line), "each family once\n{imprint}");
    let plain = opened(&made(&sample::book()));
    assert!(!plain["OEBPS/stylesheet.css"].contains("@font-face"), "none unless they are asked for");
}
