//! What places in a work are called where they are cited: "p.", "chap.", "Bd.".

use hayagriva::citationberg::taxonomy::Locator;

/// What a kind of place is called; singular and plural, each with or without its stop.
pub(super) type Labels = &'static [(Locator, &'static [&'static str])];

/// Labels of locators, as they are typed in English.
pub(super) const LABELS: Labels = &[
    (Locator::Page, &["pages", "page", "pp", "p", "S"]),
    (Locator::Volume, &["volumes", "volume", "vols", "vol"]),
    (Locator::Chapter, &["chapters", "chapter", "chaps", "chap", "chs", "ch"]),
    (Locator::Folio, &["folios", "folio", "fols", "fol", "ff"]),
    (Locator::Section, &["sections", "section", "secs", "sec", "§§", "§"]),
    (Locator::Paragraph, &["paragraphs", "paragraph", "paras", "para", "¶¶", "¶"]),
    (Locator::Note, &["notes", "note", "nn", "n"]),
    (Locator::Line, &["lines", "line", "ll", "l"]),
    (Locator::Verse, &["verses", "verse", "vv", "v"]),
    (Locator::Column, &["columns", "column", "cols", "col"]),
    (Locator::Book, &["books", "book", "bks", "bk"]),
    (Locator::Part, &["parts", "part", "pts", "pt"]),
    (Locator::Figure, &["figures", "figure", "figs", "fig"]),
    (Locator::Table, &["tables", "table"]),
    (Locator::Appendix, &["appendix", "app"]),
    (Locator::Act, &["acts", "act"]),
    (Locator::Scene, &["scenes", "scene"]),
    (Locator::Issue, &["issues", "issue", "nos", "no"]),
    (Locator::Opus, &["opp", "op"]),
    (Locator::ArticleLocator, &["arts", "art"]),
    (Locator::SubVerbo, &["sub verbo", "s.vv", "s.v"]),
];

/// "And" between numbers, in the languages of books.
pub(super) const ANDS: &[&str] = &["and ", "und ", "et ", "y ", "e ", "i ", "и "];

/// Labels in the other languages of books.
pub(super) const LOCAL: &[(&str, Labels)] = &[
    (
        "de",
        &[
            (Locator::Page, &["Seiten", "Seite"]),
            (Locator::Volume, &["Bde", "Bd", "Band"]),
            (Locator::Chapter, &["Kapitel", "Kap"]),
            (Locator::Folio, &["Blatt", "Bl"]),
            (Locator::Section, &["Abschnitt", "Abschn"]),
            (Locator::Paragraph, &["Absatz", "Abs"]),
            (Locator::Note, &["Anm"]),
            (Locator::Line, &["Zeile", "Z"]),
            (Locator::Verse, &["Vers"]),
            (Locator::Column, &["Sp"]),
            (Locator::Book, &["Buch"]),
            (Locator::Part, &["Teil"]),
            (Locator::Figure, &["Abb"]),
            (Locator::Table, &["Tab"]),
            (Locator::Issue, &["Nr"]),
        ],
    ),
    (
        "fr",
        &[
            (Locator::Volume, &["tome", "t"]),
            (Locator::Chapter, &["chapitre"]),
            (Locator::Folio, &["fos", "fo", "f"]),
            (Locator::Book, &["livre", "liv"]),
            (Locator::Verse, &["vers"]),
            (Locator::Part, &["partie"]),
            (Locator::Table, &["tabl"]),
        ],
    ),
    (
        "es",
        &[
            (Locator::Page, &["págs", "pág"]),
            (Locator::Volume, &["tomo", "t"]),
            (Locator::Chapter, &["caps", "cap"]),
            (Locator::Paragraph, &["párr"]),
            (Locator::Section, &["sec"]),
            (Locator::Line, &["lín"]),
            (Locator::Book, &["libro", "lib"]),
            (Locator::Part, &["parte"]),
            (Locator::Issue, &["núms", "núm"]),
        ],
    ),
    (
        "it",
        &[
            (Locator::Page, &["pagg", "pag"]),
            (Locator::Volume, &["tomo", "voll", "t"]),
            (Locator::Chapter, &["capp", "cap"]),
            (Locator::Folio, &["cc", "c"]),
            (Locator::Section, &["sez"]),
            (Locator::Paragraph, &["par"]),
            (Locator::Line, &["righe", "riga", "r"]),
            (Locator::Book, &["libro"]),
            (Locator::Part, &["parte"]),
            (Locator::Table, &["tav"]),
        ],
    ),
    (
        "pt",
        &[
            (Locator::Page, &["págs", "pág"]),
            (Locator::Volume, &["tomo", "t"]),
            (Locator::Chapter, &["caps", "cap"]),
            (Locator::Folio, &["fls", "fl"]),
            (Locator::Section, &["seç"]),
            (Locator::Paragraph, &["par"]),
            (Locator::Book, &["livro"]),
            (Locator::Part, &["parte"]),
            (Locator::Issue, &["n.º"]),
        ],
    ),
    (
        "pl",
        &[
            (Locator::Page, &["s"]),
            (Locator::Volume, &["tom", "t"]),
            (Locator::Chapter, &["rozdz"]),
            (Locator::Folio, &["k"]),
            (Locator::Note, &["przyp"]),
            (Locator::Line, &["w"]),
            (Locator::Book, &["ks"]),
            (Locator::Part, &["cz"]),
            (Locator::Figure, &["ryc"]),
            (Locator::Issue, &["nr"]),
        ],
    ),
    (
        "ru",
        &[
            (Locator::Page, &["с"]),
            (Locator::Volume, &["том", "т"]),
            (Locator::Chapter, &["гл"]),
            (Locator::Folio, &["лл", "л"]),
            (Locator::Section, &["разд"]),
            (Locator::Note, &["примеч", "прим"]),
            (Locator::Line, &["стк"]),
            (Locator::Column, &["стб"]),
            (Locator::ArticleLocator, &["ст"]),
            (Locator::Book, &["кн"]),
            (Locator::Part, &["ч"]),
            (Locator::Figure, &["рис"]),
            (Locator::Table, &["табл"]),
            (Locator::Issue, &["№"]),
        ],
    ),
];
