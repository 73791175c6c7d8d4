//! Citations in books: what *ibid.* refers to, stops and capitals beside cites, letters, lists and titles.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Book, MatterBody};
use crate::document::{Block, Inline, Inlines, Note, plain_text};

const WORKS: &str = "@book{pine, author={Pine, Ada}, title={On Bark}, date={1970}}\n\
                     @book{oak, author={Oak, Ben}, title={On Leaves}, date={1971}}\n\
                     @book{elm, author={Elm, Cid}, title={Who Fells a Tree?}, date={1972}}\n\
                     @misc{leaflet, author={Fir, Dan}, title={To All Foresters}, date={1973}}\n";

/// A book of one document.
fn project(manifest: &str, text: &str) -> Project {
    let manifest = format!(
        "[book]\ntitle = \"T\"\nlanguage = \"en-US\"\n[bibliography]\nfiles = [\"w.bib\"]\n{manifest}\n\
         [matter]\nback = [\"bibliography\"]\n[[chapter]]\ntitle = \"C\"\ndocuments = [\"d\"]\n"
    );
    Project::read(&manifest, &[("sources/d.md", &format!("# D\n\n{text}")), ("w.bib", WORKS)])
}

fn words(note: &Note) -> String {
    note.body
        .iter()
        .map(|block| if let Block::Paragraph(content) = &block.node { plain_text(content) } else { String::new() })
        .collect()
}

/// The notes of a book by their marks, the author's before the editor's.
fn notes(book: &Book) -> Vec<String> {
    let mut notes: Vec<&Note> = book.notes.iter().collect();
    notes.sort_by_key(|note| (note.mark.parse().unwrap_or(u32::MAX), note.mark.clone()));
    notes.iter().map(|note| format!("{} {}", note.mark, words(note))).collect()
}

fn printed(project: &mut Project) -> Book {
    project.edition("epub").unwrap().book
}

fn entries(book: &Book) -> Vec<(Option<String>, Vec<String>)> {
    let lists = book.back.iter().find_map(|matter| match &matter.body {
        MatterBody::Bibliography(lists) => Some(lists),
        _ => None,
    });
    let plain = |words: &Inlines| plain_text(words);
    lists
        .unwrap()
        .iter()
        .map(|list| (list.title.as_ref().map(plain), list.entries.iter().map(plain).collect()))
        .collect()
}

const IBID: &str = "[style]\nibid = true\n";

#[test]
fn ibid_refers_to_the_one_work_of_the_note_before() {
    let text = "A.[^1] B.[^2] C.[^3] D.[^4] E.[^5] F.[^6] G.[^7]\n\n\
                [^1]: See [@pine] and then [@oak].\n\n[^2]: [@oak]\n\n[^3]: Only words of mine.\n\n[^4]: [@oak]\n\n\
                [^5]: [@oak, 3].\n\n[^6]: As [@oak, 3] has it, and again [@oak, 4].\n\n[^7]: [@oak, 4]\n";
    let mut project = project(IBID, text);
    assert_eq!(
        notes(&printed(&mut project)),
        [
            "1 See Ada Pine, On Bark (1970) and then Ben Oak, On Leaves (1971).",
            "2 Oak, On Leaves.",
            "3 Only words of mine.",
            "4 Oak, On Leaves.",
            "5 Ibid., 3.",
            "6 As ibid. has it, and again ibid., 4.",
            "7 Oak, On Leaves, 4.",
        ]
    );
    assert_data_eq!(project.faults(), str![[""]]);
}

#[test]
fn ibid_keeps_to_one_series() {
    let series = "[style]\nibid = true\nnote-series = { author = \"numbers\", editor = \"letters\" }\n\
                  [document.d]\nheadnote = \"Head.[@pine]\"\nnote = [{ at = \"thing\", text = \"[@oak]\" }]\n";
    let text = "A.[^1] A thing. B.[^2]\n\n[^1]: [@pine]\n\n[^2]: [@pine]\n";
    // Between the author's notes stands one of the editor's, in another series.
    assert_eq!(
        notes(&printed(&mut project(series, text))),
        ["1 Pine, On Bark.", "2 Ibid.", "a Ada Pine, On Bark (1970).", "b Ben Oak, On Leaves (1971)."]
    );
}

#[test]
fn what_a_note_calls_is_cited_after_it() {
    let text = "A.[^1] B.[^2]\n\n[^1]: Words.[^3]\n\n[^2]: [@pine]\n\n[^3]: [@pine]\n";
    assert_eq!(
        notes(&printed(&mut project("", text))),
        ["1 Words.", "2 Ada Pine, On Bark (1970).", "3 Pine, On Bark."]
    );
    assert_eq!(notes(&printed(&mut project(IBID, text)))[2], "3 Ibid.");
}

#[test]
fn stops_and_capitals_beside_cites() {
    let text = "A.[^1] B.[^2] C.[^3] D.[^4] E.[^5]\n\n[^1]: [@pine].\n\n[^2]: [@pine].\n\n\
                [^3]: [see @oak].\n\n[^4]: [see @oak] for more.\n\n[^5]: So says [@pine; @elm].\n";
    assert_eq!(
        notes(&printed(&mut project(IBID, text))),
        [
            "1 Ada Pine, On Bark (1970).",
            "2 Ibid.",
            "3 See Ben Oak, On Leaves (1971).",
            "4 See ibid. for more.",
            "5 So says Pine, On Bark; Cid Elm, Who Fells a Tree? (1972).",
        ]
    );
    let short = "A [@elm]. B.[^1]\n\n[^1]: So asks [@elm].\n";
    assert_eq!(notes(&printed(&mut project("", short)))[1], "2 So asks Elm, Who Fells a Tree?");
}

#[test]
fn a_style_of_the_text_has_no_ibid() {
    let mut project =
        project("[style]\nibid = true\ncitations = \"chicago-author-date\"\n", "A [@pine]. B [@pine]. C [@pine, 4].\n");
    let book = printed(&mut project);
    let text = &book.parts[0].chapters[0].selections[0].text.blocks;
    let Block::Paragraph(content) = &text[0].node else { panic!("{text:?}") };
    assert_eq!(plain_text(content), "A (Pine 1970). B (Pine 1970). C (Pine 1970, 4).");
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[no-effect]: `ibid = true` has no effect: `chicago-author-date` cites in the text
  anthology.toml:8:13: `"chicago-author-date"` a style without notes
  = take it out of [style], or choose a style that cites in notes

"#]]
    );
}

/// A key in an address or in a document that is left out gives no work its letter.
#[test]
fn only_what_is_cited_counts() {
    let works = "@book{one, author={Ash, Eve}, title={Alder}, date={1980}}\n\
                 @book{two, author={Ash, Eve}, title={Birch}, date={1980}}\n";
    let manifest = "[book]\ntitle = \"T\"\nlanguage = \"en-US\"\n[style]\ncitations = \"chicago-author-date\"\n\
                    [bibliography]\nfiles = [\"w.bib\"]\n[edition.epub]\nomit-documents = [\"e\"]\n[edition.all]\nformat = \"epub\"\n\
                    [[chapter]]\ndocuments = [\"d\", \"e\"]\n";
    let texts = [
        ("sources/d.md", "# D\n\nSo [@two]. Write to \\@one.\n"),
        ("sources/e.md", "# E\n\nSo [@one].\n"),
        ("w.bib", works),
    ];
    let mut project = Project::read(manifest, &texts);
    let cite = |book: &Book| {
        let Block::Paragraph(content) = &book.parts[0].chapters[0].selections[0].text.blocks[0].node else { panic!() };
        plain_text(content)
    };
    assert_eq!(cite(&project.edition("epub").unwrap().book), "So (Ash 1980). Write to @one.");
    assert_eq!(cite(&project.edition("all").unwrap().book), "So (Ash 1980b). Write to @one.");
}

#[test]
fn no_cited_work_is_lost_from_a_list() {
    let text = "A [@pine]. B [@leaflet].\n";
    let own = "sections = [{ title = \"Books\", types = [\"book\"] }, { title = \"Own\", types = [\"document\"] }]";
    let mut lost = project(own, text);
    let lists = entries(&printed(&mut lost));
    let titles: Vec<Option<&str>> = lists.iter().map(|(title, _)| title.as_deref()).collect();
    assert_eq!(titles, [Some("Books"), Some("Own"), Some("Works Cited")]);
    assert_eq!(lists[2].1, ["Fir, Dan. “To All Foresters.” 1973."]);
    assert_data_eq!(
        lost.faults(),
        str![[r#"
warning[unlisted-works]: no section of the bibliography takes `leaflet` (misc)
  anthology.toml:6:62: `"Own"` a list without a title of yours comes after this one
  = name their types in a section, or add one without `types`, which takes all the others

"#]]
    );
    let named = "sections = [{ title = \"Books\", types = [\"book\"] }, { title = \"Leaflets\", types = [\"misc\"] }]";
    let mut kept = project(named, text);
    let lists = entries(&printed(&mut kept));
    assert_eq!(
        lists.last(),
        Some(&(Some("Leaflets".to_owned()), vec!["Fir, Dan. “To All Foresters.” 1973.".to_owned()]))
    );
    assert_data_eq!(kept.faults(), str![[""]]);
}

#[test]
fn a_document_of_any_type_is_listed() {
    let manifest = "[document.d]\ntype = \"entry-encyclopedia\"\nauthor = \"Jo Ivy\"\ncontainer = \"The Forester’s Book\"\n\
                    url = \"https://example.org/d\"\ndate = 1960\n";
    let lists = entries(&printed(&mut project(manifest, "A [@pine].\n")));
    assert_eq!(lists[0].0.as_deref(), Some("Sources"));
    assert!(lists[0].1[0].contains("The Forester’s Book"), "{lists:?}");
}

#[test]
fn titles_cite_nothing() {
    let manifest = "[book]\ntitle = \"T\"\n[bibliography]\nfiles = [\"w.bib\"]\n[[chapter]]\ntitle = \"A chapter [@pine]\"\n\
                    documents = [\"d\"]\n[document.d]\ntitle = \"Dee [@oak, 3]\"\n";
    let mut project = Project::read(manifest, &[("sources/d.md", "Text.\n"), ("w.bib", WORKS)]);
    project.edition("epub");
    assert_data_eq!(
        project.faults(),
        str![[r#"
error[cite-in-title]: a title cites a work
  anthology.toml:6:20: `[@pine]` printed as typed in the contents
  = cite it where the text begins, or in its introduction
error[cite-in-title]: a title cites a work
  anthology.toml:9:14: `[@oak, 3]` printed as typed in the contents
  = cite it where the text begins, or in its introduction

"#]]
    );
}

#[test]
fn a_key_that_is_not_cited_is_told() {
    let mut project = project("", "A [@pine, @oak].\n");
    let book = printed(&mut project);
    assert!(book.notes.iter().any(|note| note.body.iter().any(|block| matches!(&block.node, Block::Paragraph(words) if words.iter().all(|inline| !matches!(inline, Inline::Cite(_)))))));
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[uncited-key]: `@oak` stands among the words after `@pine`
  sources/d.md:3:11: `@oak` not cited
  = works are divided by semicolons: `[@one; @other]`; a backslash stands before an `@` that names none

"#]]
    );
}
