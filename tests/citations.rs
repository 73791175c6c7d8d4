//! Citations beside Pandoc's: the same cites of the same works in the same CSL files.
//!
//! `tests/citations/pandoc.py` wrote the golden files: each note that Pandoc's citeproc makes, then its bibliography.
//! Where ours differ, the difference is listed here with its reason and with who is right by the *Chicago Manual of
//! Style*, 18th edition. A difference that is not listed fails, and so does a listed one that is gone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::path::{Path, PathBuf};

use anthology::book::{Book, MatterBody};
use anthology::compile::disc::Disc;
use anthology::compile::load;
use anthology::diagnostic::{Diagnostics, Files};
use anthology::document::{Block, Inline, Located, Style};
use anthology::edit;

/// Differences of one kind.
struct Because {
    reason: &'static str,
    /// The cite as it is written, or the key of an entry, and what we print.
    ours: &'static [(&'static str, &'static str)],
}

const NOTES: &[Because] = &[
    Because {
        reason: "`ch.` and `vol. 3, p. 21` are no locators to Pandoc, which prints them as typed, even after `vol. \
                 3`. The Manual has “chap.” and 3:21.",
        ours: &[
            (
                "[@pepys, vol. 3, p. 21]",
                "Samuel Pepys, *The Diary of Samuel Pepys*, ed. Robert Latham and William Matthews, 11 vols. (G. Bell and Sons, 1970–83), 3:21.",
            ),
            (
                "[@gibbon, ch. 15]",
                "Edward Gibbon, *The History of the Decline and Fall of the Roman Empire*, vol. 3 (Strahan and Cadell, 1781), chap. 15.",
            ),
            ("[-@grafton, ch. 2]", "*Footnote*, chap. 2."),
            (
                "[see @blair, 3; also -@grafton, ch. 2, and *passim*]",
                "See Blair, *Too Much to Know: Managing Scholarly Information Before the Modern Age*, 3; also *Footnote*, chap. 2, and *passim*.",
            ),
            ("[@febvre, chs. 3-4]", "Febvre and Martin, *Coming of the Book*, chaps. 3–4."),
            ("[@gibbon, vol. 3, p. 21]", "Gibbon, *Decline and Fall*, 3:21."),
        ],
    },
    Because {
        reason: "“About then” and “perhaps then” are one to Pandoc, [1484?], and two to us (EDTF `~` and `?`), as \
                 in the whole book. The Manual has both (14.44).",
        ours: &[
            ("[@caxton]", "Aesop, *The Fables of Aesop*, trans. William Caxton (William Caxton, ca. 1484)."),
            ("[@painting]", "Giuseppe Arcimboldo, *The Librarian*, ca. 1566, oil on canvas, Skokloster Castle."),
            ("[@about]", "Anna Berg, *Early Verses* (Valley Press, ca. 1890)."),
        ],
    },
    Because {
        reason: "A comma that the sentence wants stays after a question mark or an abbreviation that ends a title \
                 in quotation marks; Pandoc drops it. We are right.",
        ours: &[
            ("[@darnton, 70]", "Robert Darnton, “What Is the History of Books?,” *Daedalus* 111, no. 3 (1982): 70."),
            (
                "[@abbreviated]",
                "Miriam Hoyt, “The Ledgers of Hoyt & Co.,” *Business Archives*, no. 44 (1982): 1496–504.",
            ),
            (
                "[see also @blair, p. 62; compare @darnton, pp. 65-66]",
                "See also Blair, *Too Much to Know: Managing Scholarly Information Before the Modern Age*, 62; compare Darnton, “What Is the History of Books?,” 65–66.",
            ),
            ("[@darnton, fig. 4]", "Darnton, “What Is the History of Books?,” fig. 4."),
            ("[@abbreviated, 1500]", "Hoyt, “The Ledgers of Hoyt & Co.,” 1500."),
        ],
    },
    Because {
        reason: "A title is printed as it is typed. Pandoc puts capitals where its rules want them, which spoils \
                 Latin and coined words; of titles that are English and typed in small letters it is right (from \
                 the 18th edition on prepositions of five letters have capitals).",
        ours: &[
            (
                "[@onlinearticle]",
                "Lena Voss, “Marginalia after Print,” *Reading Online* 4, no. 2 (2015), https://example.org/reading/4/2/voss.",
            ),
            (
                "[@liang]",
                "Franklin Mark Liang, “Word Hy-phen-a-tion by Com-put-er” (PhD diss., Stanford University, 1983).",
            ),
            (
                "[@rouse, p. 201]",
                "Richard H. Rouse and Mary A. Rouse, “*Statim invenire*: Schools, Preachers, and New Attitudes to the Page,” in *Renaissance and Renewal in the Twelfth Century*, ed. Robert L. Benson and Giles Constable (Harvard University Press, 1982), 201.",
            ),
            (
                "[@dictionary]",
                "“anthology, n.,” *Oxford English Dictionary*, accessed May 6, 2024, https://www.oed.com/dictionary/anthology_n.",
            ),
            ("[@onlinearticle]", "Voss, “Marginalia after Print.”"),
            ("[@liang]", "Liang, “Word Hy-phen-a-tion by Com-put-er.”"),
            ("[@rouse]", "Rouse and Rouse, “*Statim invenire*.”"),
        ],
    },
    Because {
        reason: "Years are shortened as pages are (9.66); ours are the same in notes, dates and lists.",
        ours: &[
            (
                "[@diary, fol. 3r]",
                "Josiah Ames, “Diary of a Compositor,” 1811–14, MS Eng. misc. d. 177, fol. 3r, Bodleian Library.",
            ),
            ("[@toynbee]", "Arnold J. Toynbee, *A Study of History*, 12 vols. (Oxford University Press, 1934–61)."),
        ],
    },
    Because {
        reason: "Of an unsigned entry Pandoc prints the year twice. The Manual begins with the work, “under” the \
                 entry (14.130); ours, begun with the entry, is whole but not that.",
        ours: &[
            (
                "[@unsignedentry]",
                "“Anthology,” in *Encyclopaedia Britannica*, 11th ed., vol. 2 (Cambridge University Press, 1910).",
            ),
            ("[@unsignedentry]", "“Anthology.”"),
        ],
    },
    Because {
        reason: "A range has an en dash in whatever field. We are right.",
        ours: &[("[@span]", "Eli Frost, “Winter Presses,” *Presswork* 20–21 (December 2003–January 2004): xi–xiv.")],
    },
    Because {
        reason: "A full stop goes inside both marks of quotation. We are right.",
        ours: &[("[@endquote]", "Lund, “On Reading ‘The Raven.’”")],
    },
    Because {
        reason: "A thesis is a “PhD diss.” or a “master’s thesis” (14.113). We are right.",
        ours: &[
            ("[@thesis]", "Jane Roe, “Catchwords” (PhD diss., University of Leiden, 2011)."),
            ("[@mathesis]", "Jill Roe, “Signatures” (master’s thesis, University of Ghent, 2012)."),
        ],
    },
    Because {
        reason: "`s.v.` is no locator to Pandoc. We say “under” with the style (14.130).",
        ours: &[(
            "[@dictionary, s.v. \"anthology\"]",
            "*Oxford English Dictionary*, “anthology, n.,” under “anthology.”",
        )],
    },
    Because {
        reason: "Inside a note Pandoc puts cites in parentheses. Ours stand where the author put them: parentheses \
                 are typed. The Manual has both.",
        ours: &[
            (
                "The first is told elsewhere [see @grafton, p. 3], the second here.",
                "The first is told elsewhere see Grafton, *Footnote*, 3, the second here.",
            ),
            (
                "As in [@blair, 12; @fish].",
                "As in Blair, *Too Much to Know: Managing Scholarly Information Before the Modern Age*, 12; Fish, “Interpreting the *Variorum*.”",
            ),
            ("Compare Darnton [-@darnton, 70].", "Compare Darnton “What Is the History of Books?,” 70."),
            ("[@onlinearticle] is short.", "Voss, “Marginalia after Print” is short."),
            (
                "See [@orwell]. And then [@who, 7].",
                "See Orwell, “A Nice Cup of Tea.” And then World Health Organization, *International Classification of Functioning, Disability and Health*, 7.",
            ),
        ],
    },
];

const ENTRIES: &[Because] = &[
    Because {
        reason: "“About then” and “perhaps then” are one to Pandoc, [1484?], and two to us (EDTF `~` and `?`), as \
                 in the whole book. The Manual has both (14.44).",
        ours: &[
            ("caxton", "Aesop. *The Fables of Aesop*. Translated by William Caxton. William Caxton, ca. 1484."),
            ("painting", "Arcimboldo, Giuseppe. *The Librarian*. ca. 1566. Oil on canvas. Skokloster Castle."),
            ("about", "Berg, Anna. *Early Verses*. Valley Press, ca. 1890."),
        ],
    },
    Because {
        reason: "A comma stands before “et al.” after an inverted name. We are right.",
        ours: &[("others", "Ames, A., et al. *Many Hands*. Reed Press, 1950.")],
    },
    Because {
        reason: "Years are shortened as pages are (9.66); ours are the same in notes, dates and lists.",
        ours: &[
            ("diary", "Ames, Josiah. “Diary of a Compositor.” 1811–14. MS Eng. misc. d. 177. Bodleian Library."),
            (
                "pepys",
                "Pepys, Samuel. *The Diary of Samuel Pepys*. Edited by Robert Latham and William Matthews. 11 vols. G. Bell and Sons, 1970–83.",
            ),
            ("toynbee", "Toynbee, Arnold J. *A Study of History*. 12 vols. Oxford University Press, 1934–61."),
        ],
    },
    Because {
        reason: "A range has an en dash in whatever field. We are right.",
        ours: &[("span", "Frost, Eli. “Winter Presses.” *Presswork* 20–21 (December 2003–January 2004): xi–xiv.")],
    },
    Because {
        reason: "A title is printed as it is typed. Pandoc puts capitals where its rules want them, which spoils \
                 Latin and coined words; of titles that are English and typed in small letters it is right (from \
                 the 18th edition on prepositions of five letters have capitals).",
        ours: &[
            (
                "liang",
                "Liang, Franklin Mark. “Word Hy-phen-a-tion by Com-put-er.” PhD diss., Stanford University, 1983.",
            ),
            (
                "rouse",
                "Rouse, Richard H., and Mary A. Rouse. “*Statim invenire*: Schools, Preachers, and New Attitudes to the Page.” In *Renaissance and Renewal in the Twelfth Century*, edited by Robert L. Benson and Giles Constable. Harvard University Press, 1982.",
            ),
            (
                "onlinearticle",
                "Voss, Lena. “Marginalia after Print.” *Reading Online* 4, no. 2 (2015). https://example.org/reading/4/2/voss.",
            ),
        ],
    },
    Because {
        reason: "A thesis is a “PhD diss.” or a “master’s thesis” (14.113). We are right.",
        ours: &[("thesis", "Roe, Jane. “Catchwords.” PhD diss., University of Leiden, 2011.")],
    },
    Because {
        reason: "Pandoc prints nothing. The Manual lists what readers may look for, so we name author and title.",
        ours: &[
            (
                "unsignedentry",
                "“Anthology.” In *Encyclopaedia Britannica*, 11th ed., vol. 2. Cambridge University Press, 1910.",
            ),
            ("lecture", "Bell, Agnes. “The Typographer’s Ear.” Lecture. October 5, 1961."),
            ("paper", "Ito, Kenji. “Sorting Slips by Hand.” September 19, 2009."),
            ("manuscript", "Lind, Mara. “Notes on a Press.” 1952."),
        ],
    },
];

const AUTHOR_DATE_NOTES: &[Because] = &[
    Because {
        reason: "`vol. 3, p. 21` is 3:21 in the Manual; Pandoc prints it as typed, and says “ibid., p. 21” of the \
                 same page. We are right.",
        ours: &[
            ("[@pepys, vol. 3, p. 21]", "(Pepys 1970–83, 3:21)"),
            ("[@pepys, vol. 2]", "(Pepys 1970–83, vol. 2)"),
            ("[@gibbon, vol. 3, p. 21]", "(Gibbon 1781, 3:21)"),
        ],
    },
    Because {
        reason: "`ch.` and `vol. 3, p. 21` are no locators to Pandoc, which prints them as typed, even after `vol. \
                 3`. The Manual has “chap.” and 3:21.",
        ours: &[
            ("[@gibbon, ch. 15]", "(Gibbon 1781, chap. 15)"),
            ("[-@grafton, ch. 2]", "(1997, chap. 2)"),
            (
                "[see @blair, 3; also -@grafton, ch. 2, and *passim*]",
                "(see Blair 2010, 3; also 1997, chap. 2, and *passim*)",
            ),
            ("[@febvre, chs. 3-4]", "(Febvre and Martin [1958] 1976, chaps. 3–4)"),
        ],
    },
    Because {
        reason: "“About then” and “perhaps then” are one to Pandoc, [1484?], and two to us (EDTF `~` and `?`), as \
                 in the whole book. The Manual has both (14.44).",
        ours: &[
            ("[@caxton]", "(Aesop ca. 1484)"),
            ("[@painting]", "(Arcimboldo ca. 1566)"),
            ("[@about]", "(Berg ca. 1890)"),
            ("[@caxton, bk. 2]", "(Aesop ca. 1484, bk. 2)"),
        ],
    },
    Because {
        reason: "Years are shortened as pages are (9.66); ours are the same in notes, dates and lists.",
        ours: &[
            ("[@diary, fol. 3r]", "(Ames 1811–14, fol. 3r)"),
            ("[@span]", "(Frost 2003–4)"),
            ("[@toynbee]", "(Toynbee 1934–61)"),
            ("[@diary, fols. 3r-4v]", "(Ames 1811–14, fols. 3r–4v)"),
        ],
    },
    Because {
        reason: "An unsigned entry is cited by its work, “under” the entry (14.130); ours begins with the entry. \
                 Pandoc is right.",
        ours: &[("[@unsignedentry]", "(“Anthology” 1910)")],
    },
    Because {
        reason: "`s.v.` is no locator to Pandoc. We say “under” with the style (14.130).",
        ours: &[("[@dictionary, s.v. \"anthology\"]", "(*Oxford English Dictionary*, under “anthology”)")],
    },
    Because {
        reason: "Two works of one author in one cite are each given in full, since words may stand between them; \
                 Pandoc drops the second name. The Manual does so too.",
        ours: &[("[@smithj, 9; @smithm, 9; @smithm2, 9]", "(Smith 1990, 9; Smith 1991a, 9; Smith 1991b, 9)")],
    },
];

const AUTHOR_DATE_ENTRIES: &[Because] = &[
    Because {
        reason: "“About then” and “perhaps then” are one to Pandoc, [1484?], and two to us (EDTF `~` and `?`), as \
                 in the whole book. The Manual has both (14.44).",
        ours: &[
            ("caxton", "Aesop. ca. 1484. *The Fables of Aesop*. Translated by William Caxton. William Caxton."),
            ("painting", "Arcimboldo, Giuseppe. ca. 1566. *The Librarian*. Oil on canvas. Skokloster Castle."),
            ("about", "Berg, Anna. ca. 1890. *Early Verses*. Valley Press."),
        ],
    },
    Because {
        reason: "A comma stands before “et al.” after an inverted name. We are right.",
        ours: &[("others", "Ames, A., et al. 1950. *Many Hands*. Reed Press.")],
    },
    Because {
        reason: "Years are shortened as pages are (9.66); ours are the same in notes, dates and lists.",
        ours: &[
            ("diary", "Ames, Josiah. 1811–14. “Diary of a Compositor.” MS Eng. misc. d. 177. Bodleian Library."),
            (
                "pepys",
                "Pepys, Samuel. 1970–83. *The Diary of Samuel Pepys*. Edited by Robert Latham and William Matthews. 11 vols. G. Bell and Sons.",
            ),
            ("toynbee", "Toynbee, Arnold J. 1934–61. *A Study of History*. 12 vols. Oxford University Press."),
        ],
    },
    Because {
        reason: "Pandoc prints nothing. The Manual lists what readers may look for, so we name author and title.",
        ours: &[(
            "unsignedentry",
            "“Anthology.” 1910. In *Encyclopaedia Britannica*, 11th ed., vol. 2. Cambridge University Press.",
        )],
    },
    Because {
        reason: "Of months alone we print the first of an interval. Pandoc is right.",
        ours: &[("span", "Frost, Eli. 2003–4. “Winter Presses.” *Presswork* 20–21 (December): xi–xiv.")],
    },
    Because {
        reason: "A title is printed as it is typed. Pandoc puts capitals where its rules want them, which spoils \
                 Latin and coined words; of titles that are English and typed in small letters it is right (from \
                 the 18th edition on prepositions of five letters have capitals).",
        ours: &[
            (
                "liang",
                "Liang, Franklin Mark. 1983. “Word Hy-phen-a-tion by Com-put-er.” PhD diss., Stanford University.",
            ),
            (
                "rouse",
                "Rouse, Richard H., and Mary A. Rouse. 1982. “*Statim invenire*: Schools, Preachers, and New Attitudes to the Page.” In *Renaissance and Renewal in the Twelfth Century*, edited by Robert L. Benson and Giles Constable. Harvard University Press.",
            ),
            (
                "onlinearticle",
                "Voss, Lena. 2015. “Marginalia after Print.” *Reading Online* 4 (2). https://example.org/reading/4/2/voss.",
            ),
        ],
    },
    Because {
        reason: "A thesis is a “PhD diss.” or a “master’s thesis” (14.113). We are right.",
        ours: &[("thesis", "Roe, Jane. 2011. “Catchwords.” PhD diss., University of Leiden.")],
    },
];

const IBID_NOTES: &[Because] = &[
    Because {
        reason: "`vol. 3, p. 21` is 3:21 in the Manual; Pandoc prints it as typed, and says “ibid., p. 21” of the \
                 same page. We are right.",
        ours: &[
            ("[@pepys, vol. 3, p. 21]", "Samuel Pepys, *The Diary of Samuel Pepys* (G. Bell and Sons, 1970–83), 3:21."),
            ("[@pepys, vol. 3, p. 21]", "Ibid."),
            ("[@pepys, vol. 4, p. 2]", "Ibid., 4:2."),
        ],
    },
    Because {
        reason: "A comma that the sentence wants stays after a question mark or an abbreviation that ends a title \
                 in quotation marks; Pandoc drops it. We are right.",
        ours: &[("[@darnton, 70]", "Darnton, “What Is the History of Books?,” 70.")],
    },
];

const IBID_ENTRIES: &[Because] = &[Because {
    reason: "Years are shortened as pages are (9.66); ours are the same in notes, dates and lists.",
    ours: &[("pepys", "Samuel Pepys. *The Diary of Samuel Pepys*. 1970–83.")],
}];

/// Entries that stand elsewhere than in Pandoc's list: a title is listed under its first word that is no article
/// (13.111), and so are names of bodies; the entry without an author is under its own title.
const MOVED: &[&str] = &["anonymous", "company", "manual", "song", "unsignedentry"];

#[test]
fn notes_and_lists_of_chicago() {
    let golden = Golden::read("chicago");
    let ours = Ours::set("chicago");
    assert_eq!(ours.warnings, ["the work `leaflet`, which is cited, has no date"]);
    assert_eq!(golden.compare_notes(&ours.notes, NOTES), (220, 256));
    golden.compare_entries(&ours.entries, ENTRIES, MOVED);
}

#[test]
fn the_same_by_author_and_date() {
    let golden = Golden::read("author-date");
    let ours = Ours::set("author-date");
    assert_eq!(golden.compare_notes(&ours.notes, AUTHOR_DATE_NOTES), (132, 150));
    golden.compare_entries(&ours.entries, AUTHOR_DATE_ENTRIES, MOVED);
}

#[test]
fn repetitions_are_ibid() {
    let golden = Golden::read("ibid");
    let ours = Ours::set("ibid");
    assert_eq!(golden.compare_notes(&ours.notes, IBID_NOTES), (18, 22));
    golden.compare_entries(&ours.entries, IBID_ENTRIES, &[]);
}

/// What Pandoc makes: cites and notes, keys and entries.
struct Golden {
    notes: Vec<(String, String)>,
    entries: Vec<(String, String)>,
}

impl Golden {
    fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(folder().join(format!("{name}.golden"))).unwrap();
        let mut records: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            match line.strip_prefix("    ") {
                Some(printed) => printed.clone_into(&mut records.last_mut().unwrap().1),
                None => records.push((line.to_owned(), String::new())),
            }
        }
        let (notes, entries) = records.into_iter().partition(|(asked, _)| asked.contains('@'));
        Self { notes, entries }
    }

    /// Compares each note; how many are the same, of how many.
    fn compare_notes(&self, ours: &[String], listed: &[Because]) -> (usize, usize) {
        assert_eq!(self.notes.len(), ours.len());
        let mut listed = Listed::new(listed);
        for ((cite, theirs), ours) in self.notes.iter().zip(ours) {
            listed.check(cite, theirs, ours);
        }
        listed.done();
        let same = self.notes.iter().zip(ours).filter(|((_, theirs), ours)| theirs == *ours);
        (same.count(), ours.len())
    }

    fn compare_entries(&self, ours: &[String], listed: &[Because], moved: &[&str]) {
        let mut listed = Listed::new(listed);
        let mut found = Vec::new();
        for (key, theirs) in &self.entries {
            let known = listed.of(key).map(str::to_owned);
            let wanted = known.as_deref().unwrap_or(theirs);
            let place = ours.iter().position(|entry| entry == wanted);
            assert!(place.is_some() || wanted.is_empty(), "no entry of ours is {wanted}");
            if known.is_some() {
                listed.check(key, theirs, wanted);
            }
            found.extend(place.map(|place| (key.as_str(), place)));
        }
        listed.done();
        assert_eq!(found.len(), ours.len(), "{ours:#?}");
        for one in moved {
            let rest = |all: bool| found.iter().filter(move |(key, _)| !moved.contains(key) || all && key == one);
            assert!(rest(false).is_sorted_by_key(|(_, place)| place), "entries stand in another order: {found:?}");
            assert!(!rest(true).is_sorted_by_key(|(_, place)| place), "{one} stands where Pandoc has it");
        }
    }
}

/// The differences that are known, and which were met.
struct Listed<'a> {
    known: Vec<(&'a str, &'a str, bool)>,
}

impl<'a> Listed<'a> {
    fn new(groups: &'a [Because]) -> Self {
        assert!(groups.iter().all(|group| !group.reason.is_empty()));
        Self { known: groups.iter().flat_map(|group| group.ours).map(|(asked, ours)| (*asked, *ours, false)).collect() }
    }

    fn of(&self, asked: &str) -> Option<&'a str> {
        self.known.iter().find(|(known, ..)| *known == asked).map(|(_, ours, _)| *ours)
    }

    fn check(&mut self, asked: &str, theirs: &str, ours: &str) {
        if ours == theirs {
            return;
        }
        let known = self.known.iter_mut().find(|(cite, printed, _)| *cite == asked && *printed == ours);
        let known = known.unwrap_or_else(|| panic!("{asked}\nPandoc: {theirs}\n  ours: {ours}\nis not listed"));
        known.2 = true;
    }

    fn done(self) {
        let gone: Vec<_> = self.known.iter().filter(|(.., met)| !met).collect();
        assert!(gone.is_empty(), "listed, but no difference: {gone:#?}");
    }
}

/// What we make.
struct Ours {
    notes: Vec<String>,
    entries: Vec<String>,
    warnings: Vec<String>,
}

impl Ours {
    fn set(name: &str) -> Self {
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let manifest = format!("{name}.toml");
        let project = load(&Disc::new(folder()), Path::new(&manifest), None, &mut files, &mut faults).unwrap();
        let spec = &project.manifest.editions[0];
        let edition = edit::edit(&project.manifest, &project.sources, &files, spec, &mut faults).unwrap();
        assert!(!faults.has_errors(), "{faults:?}");
        let warnings = faults.as_slice().iter().map(|fault| fault.message.clone()).collect();
        let mut notes = notes(&edition.book);
        if notes.is_empty() {
            notes = in_text(&edition.book);
        }
        Self { notes, entries: entries(&edition.book), warnings }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/citations")
}

fn notes(book: &Book) -> Vec<String> {
    let mut notes: Vec<_> = book.notes.iter().collect();
    notes.sort_by_key(|note| note.mark.parse::<u32>().unwrap());
    notes.iter().map(|note| blocks(&note.body)).collect()
}

/// What stands in the introduction's paragraphs after the word "Cited.", of a style that has no notes.
fn in_text(book: &Book) -> Vec<String> {
    let introductions =
        book.parts.iter().flat_map(|part| &part.chapters).filter_map(|chapter| chapter.introduction.as_ref());
    let paragraphs =
        introductions.flat_map(|introduction| &introduction.blocks).map(|block| blocks(std::slice::from_ref(block)));
    paragraphs.filter_map(|words| words.strip_prefix("Cited.").map(|words| words.trim_start().to_owned())).collect()
}

/// The works cited; the book's own documents are not Pandoc's.
fn entries(book: &Book) -> Vec<String> {
    let lists = book.back.iter().filter_map(|matter| match &matter.body {
        MatterBody::Bibliography(lists) => Some(lists),
        _ => None,
    });
    let works = lists.flatten().filter(|list| list.title.as_deref().map(shown).as_deref() == Some("Works Cited"));
    works.flat_map(|list| &list.entries).map(|entry| shown(entry)).collect()
}

fn blocks(blocks: &[Located<Block>]) -> String {
    let words = blocks.iter().map(|block| match &block.node {
        Block::Paragraph(content) => shown(content),
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Text with stars around what is in italics, as in the golden files.
fn shown(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(Style::Emphasis, inside) => text.extend(["*", &shown(inside), "*"]),
            Inline::Styled(style, inside) => text.extend([format!("<{style:?} {}>", shown(inside))]),
            Inline::Link { content, .. } => text.push_str(&shown(content)),
            other => text.extend([format!("{other:?}")]),
        }
    }
    text
}
