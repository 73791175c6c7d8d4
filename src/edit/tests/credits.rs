//! Credits: under pictures, and grouped on the pages of permissions.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::dump;

/// Two documents by one grant, one of them with a picture; an edition leaves it out.
fn project() -> Project {
    let manifest = "[book]\ntitle = \"Small\"\n[matter]\nfront = []\nback = [\"permissions\"]\n\
        [[chapter]]\ndocuments = [\"a\", \"b\"]\n[edition.epub]\n\
        [edition.less]\nformat = \"epub\"\nomit-documents = [\"b\"]\n\
        [grant.reed]\ncredit = \"By leave of *Reed*.\"\n\
        [document.a]\nrights = { grant = \"reed\" }\n[document.b]\nrights = { grant = \"reed\" }\n\
        [image.\"art/pier.png\"]\nalt = \"Men unload a barge.\"\ncredit = \"Photograph: J. Novak.\"\n";
    let texts = [
        ("sources/a.md", "# One\n\nWords.\n"),
        ("sources/b.md", "# Two\n\nWords.\n\n![A pier](../art/pier.png \"The pier.\")\n"),
        ("art/pier.png", ""),
    ];
    Project::read(manifest, &texts)
}

#[test]
fn a_credit_stands_under_its_picture_and_once_for_all_it_is_for() {
    let mut project = project();
    let whole = dump(&project.edition("epub").unwrap());
    assert_data_eq!(
        whole.split_once("  part @").unwrap().1,
        str![[r#"
2 part (untitled)
    chapter @3 chapter (untitled)
      documents start Page
      document @0 a One
        source By leave of ⟨em Reed⟩.
        text en-US
          2 paragraph
              Words.
      document @1 b Two
        source By leave of ⟨em Reed⟩.
        text en-US
          2 paragraph
              Words.
          3 figure art/pier.png | Men unload a barge.
              The pier. Photograph: J. Novak.
  back
    prose @4 permissions Permissions
      text en-US
        0 entries, annotated
            entry
                0 lead
                    title: ⟨to anchor 0 One⟩; ⟨to anchor 1 Two⟩
                0 paragraph
                    By leave of ⟨em Reed⟩.
            entry
                0 paragraph
                    Photograph: J. Novak.
  image art/pier.png Svg 3×2

"#]]
    );
    assert_eq!(project.faults(), "");
}

#[test]
fn an_edition_names_only_what_it_prints() {
    let mut project = project();
    let less = dump(&project.edition("less").unwrap());
    assert_data_eq!(
        less.split_once("  back\n").unwrap().1,
        str![[r#"
    prose @3 permissions Permissions
      text en-US
        0 entries, annotated
            entry
                0 lead
                    title: ⟨to anchor 0 One⟩
                0 paragraph
                    By leave of ⟨em Reed⟩.

"#]]
    );
    assert_eq!(project.faults(), "");
}
