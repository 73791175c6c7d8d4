//! What an editor reads: notes and lists of `refs.bib`, checked by eye and against Pandoc's citeproc.

pub(super) const FIRST: &[(&str, &str)] = &[
    (
        "@beauvoir2010",
        "Simone de Beauvoir, *The Second Sex*, trans. Constance Borde and Sheila Malovany-Chevallier (1949; Alfred A. Knopf, 2010).",
    ),
    (
        "@benjamin1923",
        "Walter Benjamin, “The Task of the Translator,” in *Illuminations*, ed. Hannah Arendt, trans. Harry Zohn (1923; Schocken Books, 1968).",
    ),
    (
        "@blair2010",
        "Ann M. Blair, *Too Much to Know: Managing Scholarly Information before the Modern Age* (Yale University Press, 2010).",
    ),
    ("@burton1621", "Robert Burton, *The Anatomy of Melancholy* (1621; New York Review Books, 2001)."),
    ("@bush1945", "Vannevar Bush, “As We May Think,” *Atlantic Monthly*, July 1945."),
    ("@cmos18", "*The Chicago Manual of Style*, 18th ed. (University of Chicago Press, 2024)."),
    ("@darnton1982", "Robert Darnton, “What Is the History of Books?,” *Daedalus* 111, no. 3 (1982): 65–83."),
    ("@eco2009", "Umberto Eco, *The Infinity of Lists*, trans. Alastair McEwen (Rizzoli, 2009)."),
    (
        "@fish1976",
        "Stanley E. Fish, “Interpreting the ‘Variorum,’” *Critical Inquiry* 2, no. 3 (1976): 465–85, https://doi.org/10.1086/447852.",
    ),
    ("@foner2002", "Eric Foner, *Who Owns History? Rethinking the Past in a Changing World* (Hill and Wang, 2002)."),
    ("@grafton1997", "Anthony Grafton, *The Footnote: A Curious History* (Harvard University Press, 1997)."),
    (
        "@gutenberg",
        "“About Project Gutenberg,” Project Gutenberg, accessed May 6, 2024, https://www.gutenberg.org/about/.",
    ),
    ("@illuminations", "Hannah Arendt, ed., *Illuminations*, trans. Harry Zohn (Schocken Books, 1968)."),
    ("@king1964", "Martin Luther King Jr., *Why We Can’t Wait* (Harper and Row, 1964)."),
    (
        "@levin2014",
        "Harry Levin, “The Title as a Literary Genre,” *Modern Language Review* 72, no. 4 (1977): xxiii–xxxvi.",
    ),
    (
        "@oedanthology",
        "“Anthology,” in *Encyclopaedia Britannica*, 11th ed., vol. 2 (Cambridge University Press, 1910).",
    ),
    ("@orwell1946", "George Orwell, “A Nice Cup of Tea,” *Evening Standard*, January 12, 1946."),
    (
        "@palgrave1861",
        "Francis Turner Palgrave, ed., *The Golden Treasury of the Best Songs and Lyrical Poems in the English Language* (Macmillan, 1861).",
    ),
    ("@paton1916", "W. R. Paton, trans., *The Greek Anthology*, vol. 1, Loeb Classical Library 67 (Heinemann, 1916)."),
    (
        "@pepys",
        "Samuel Pepys, *The Diary of Samuel Pepys*, ed. Robert Latham and William Matthews, 11 vols. (G. Bell and Sons, 1970–83).",
    ),
    (
        "@shannon1940",
        "Claude E. Shannon, “A Symbolic Analysis of Relay and Switching Circuits” (master’s thesis, Massachusetts Institute of Technology, 1940).",
    ),
    ("@vertov1929", "*Man with a Movie Camera*, directed by Dziga Vertov (VUFKU, 1929)."),
];

pub(super) const SHORT: &[(&str, &str)] = &[
    ("@beauvoir2010", "Beauvoir, *The Second Sex*."),
    ("@benjamin1923", "Benjamin, “The Task of the Translator.”"),
    ("@blair2010", "Blair, *Too Much to Know*."),
    ("@burton1621", "Burton, *The Anatomy of Melancholy*."),
    ("@bush1945", "Bush, “As We May Think.”"),
    ("@cmos18", "*The Chicago Manual of Style*."),
    ("@darnton1982", "Darnton, “What Is the History of Books?”"),
    ("@eco2009", "Eco, *The Infinity of Lists*."),
    ("@fish1976", "Fish, “Interpreting the ‘Variorum.’”"),
    ("@foner2002", "Foner, *Who Owns History?*"),
    ("@grafton1997", "Grafton, *Footnote*."),
    ("@gutenberg", "Project Gutenberg, “About Project Gutenberg.”"),
    ("@illuminations", "Arendt, *Illuminations*."),
    ("@king1964", "King, *Why We Can’t Wait*."),
    ("@levin2014", "Levin, “The Title as a Literary Genre.”"),
    ("@oedanthology", "“Anthology.”"),
    ("@orwell1946", "Orwell, “A Nice Cup of Tea.”"),
    ("@palgrave1861", "Palgrave, *Golden Treasury*."),
    ("@paton1916", "Paton, *The Greek Anthology*, vol. 1."),
    ("@pepys", "Pepys, *The Diary of Samuel Pepys*."),
    ("@shannon1940", "Shannon, “A Symbolic Analysis of Relay and Switching Circuits.”"),
    ("@vertov1929", "*Man with a Movie Camera*."),
];

pub(super) const MORE: &[(&str, &str)] = &[
    (
        "see @blair2010, p. 3; also -@grafton1997, ch. 2, and *passim*",
        "See Blair, *Too Much to Know*, 3; also *Footnote*, chap. 2, and *passim*.",
    ),
    ("@grafton1997, pp. 321-328", "Grafton, *Footnote*, 321–28."),
    ("@grafton1997, pp. 321-328", "Grafton, *Footnote*, 321–28."),
    ("@grafton1997, 12", "Grafton, *Footnote*, 12."),
    ("@burton1621, § 3", "Burton, *The Anatomy of Melancholy*, sec. 3."),
    ("@burton1621, fols. 3r-4v", "Burton, *The Anatomy of Melancholy*, fols. 3r–4v."),
    ("@grafton1997, n. 4", "Grafton, *Footnote*, n. 4."),
    ("@grafton1997, 45n2", "Grafton, *Footnote*, 45n2."),
    ("compare @fish1976, which disagrees", "Compare Fish, “Interpreting the ‘Variorum,’” which disagrees."),
    ("@darnton1982, pp. xi-xiv", "Darnton, “What Is the History of Books?,” xi–xiv."),
];

pub(super) const IBID: &[(&str, &str)] = &[
    (
        "see @blair2010, p. 3; also -@grafton1997, ch. 2, and *passim*",
        "See Blair, *Too Much to Know*, 3; also *Footnote*, chap. 2, and *passim*.",
    ),
    ("@grafton1997, pp. 321-328", "Grafton, *Footnote*, 321–28."),
    ("@grafton1997, pp. 321-328", "Ibid."),
    ("@grafton1997, 12", "Ibid., 12."),
    ("@burton1621, § 3", "Burton, *The Anatomy of Melancholy*, sec. 3."),
    ("@burton1621, fols. 3r-4v", "Ibid., fols. 3r–4v."),
    ("@grafton1997, n. 4", "Grafton, *Footnote*, n. 4."),
    ("@grafton1997, 45n2", "Ibid., 45n2."),
    ("compare @fish1976, which disagrees", "Compare Fish, “Interpreting the ‘Variorum,’” which disagrees."),
    ("@darnton1982, pp. xi-xiv", "Darnton, “What Is the History of Books?,” xi–xiv."),
];

pub(super) const HARTS: &[(&str, &str)] = &[
    (
        "@beauvoir2010",
        "Simone de Beauvoir, *The Second Sex*, trans. by Constance Borde and Sheila Malovany-Chevallier (1949; Alfred A. Knopf, 2010).",
    ),
    (
        "@benjamin1923",
        "Walter Benjamin, ‘The Task of the Translator’, in *Illuminations*, ed. by Hannah Arendt, trans. by Harry Zohn (1923; Schocken Books, 1968), pp. 69–82.",
    ),
    ("@bush1945", "Vannevar Bush, ‘As We May Think’, *Atlantic Monthly*, July 1945, pp. 101–08."),
    ("@cmos18", "*The Chicago Manual of Style*, 18th edn (University of Chicago Press, 2024)."),
    ("@darnton1982", "Robert Darnton, ‘What Is the History of Books?’, *Daedalus*, 111.3 (1982), pp. 65–83."),
    (
        "@gutenberg",
        "‘About Project Gutenberg’, Project Gutenberg, n.d. <https://www.gutenberg.org/about/> [accessed 6 May 2024].",
    ),
    ("@illuminations", "*Illuminations*, ed. by Hannah Arendt, trans. by Harry Zohn (Schocken Books, 1968)."),
    (
        "@levin2014",
        "Harry Levin, ‘The Title as a Literary Genre’, *Modern Language Review*, 72.4 (1977), pp. xxiii–xxxvi.",
    ),
    (
        "@pepys",
        "Samuel Pepys, *The Diary of Samuel Pepys*, ed. by Robert Latham and William Matthews, 11 vols (G. Bell and Sons, 1970–83).",
    ),
    ("@vertov1929", "*Man with a Movie Camera*, dir. by Dziga Vertov (Kyiv, 1929)."),
    (
        "@oedanthology",
        "‘Anthology’, in *Encyclopaedia Britannica*, 11th edn (Cambridge University Press, 1910), <SmallCaps ii>.",
    ),
];

pub(super) const GERMAN: &[(&str, &str)] = &[
    (
        "@beauvoir2010",
        "Simone de Beauvoir, *The Second Sex*, übers. von Constance Borde und Sheila Malovany-Chevallier (1949; Alfred A. Knopf, 2010).",
    ),
    (
        "@benjamin1923",
        "Walter Benjamin, „The Task of the Translator“, in *Illuminations*, hrsg. von Hannah Arendt, übers. von Harry Zohn (1923; Schocken Books, 1968).",
    ),
    ("@bush1945", "Vannevar Bush, „As We May Think“, *Atlantic Monthly*, Juli 1945."),
    ("@cmos18", "*The Chicago Manual of Style*, 18. Aufl. (University of Chicago Press, 2024)."),
    ("@darnton1982", "Robert Darnton, „What Is the History of Books?“, *Daedalus* 111, Nr. 3 (1982): 65–83."),
    (
        "@fish1976",
        "Stanley E. Fish, „Interpreting the ‚Variorum‘“, *Critical Inquiry* 2, Nr. 3 (1976): 465–85, https://doi.org/10.1086/447852.",
    ),
    (
        "@gutenberg",
        "„About Project Gutenberg“, Project Gutenberg, zugegriffen 6. Mai 2024, https://www.gutenberg.org/about/.",
    ),
    ("@illuminations", "Hannah Arendt, Hrsg., *Illuminations*, übers. von Harry Zohn (Schocken Books, 1968)."),
];

pub(super) const LIST: &[&str] = &[
    "“Anthology.” In *Encyclopaedia Britannica*, 11th ed., vol. 2. Cambridge University Press, 1910.",
    "Arendt, Hannah, ed. *Illuminations*. Translated by Harry Zohn. Schocken Books, 1968.",
    "Beauvoir, Simone de. *The Second Sex*. Translated by Constance Borde and Sheila Malovany-Chevallier. 1949; Alfred A. Knopf, 2010.",
    "Benjamin, Walter. “The Task of the Translator.” In *Illuminations*, edited by Hannah Arendt, translated by Harry Zohn. 1923; Schocken Books, 1968.",
    "Blair, Ann M. *Too Much to Know: Managing Scholarly Information before the Modern Age*. Yale University Press, 2010.",
    "Burton, Robert. *The Anatomy of Melancholy*. 1621; New York Review Books, 2001.",
    "Bush, Vannevar. “As We May Think.” *Atlantic Monthly*, July 1945.",
    "*The Chicago Manual of Style*. 18th ed. University of Chicago Press, 2024.",
    "Darnton, Robert. “What Is the History of Books?” *Daedalus* 111, no. 3 (1982): 65–83.",
    "Eco, Umberto. *The Infinity of Lists*. Translated by Alastair McEwen. Rizzoli, 2009.",
    "Fish, Stanley E. “Interpreting the ‘Variorum.’” *Critical Inquiry* 2, no. 3 (1976): 465–85. https://doi.org/10.1086/447852.",
    "Foner, Eric. *Who Owns History? Rethinking the Past in a Changing World*. Hill and Wang, 2002.",
    "Grafton, Anthony. *The Footnote: A Curious History*. Harvard University Press, 1997.",
    "King, Martin Luther, Jr. *Why We Can’t Wait*. Harper and Row, 1964.",
    "Levin, Harry. “The Title as a Literary Genre.” *Modern Language Review* 72, no. 4 (1977): xxiii–xxxvi.",
    "Orwell, George. “A Nice Cup of Tea.” *Evening Standard*, January 12, 1946.",
    "Palgrave, Francis Turner, ed. *The Golden Treasury of the Best Songs and Lyrical Poems in the English Language*. Macmillan, 1861.",
    "Paton, W. R., trans. *The Greek Anthology*. Vol. 1. Loeb Classical Library 67. Heinemann, 1916.",
    "Pepys, Samuel. *The Diary of Samuel Pepys*. Edited by Robert Latham and William Matthews. 11 vols. G. Bell and Sons, 1970–83.",
    "Project Gutenberg. “About Project Gutenberg.” Accessed May 6, 2024. https://www.gutenberg.org/about/.",
    "Shannon, Claude E. “A Symbolic Analysis of Relay and Switching Circuits.” Master’s thesis, Massachusetts Institute of Technology, 1940.",
    "Vertov, Dziga, dir. *Man with a Movie Camera*. VUFKU, 1929.",
];

pub(super) const LIST_HARTS: &[&str] = &[
    "‘About Project Gutenberg’, Project Gutenberg, n.d. <https://www.gutenberg.org/about/> [accessed 6 May 2024].",
    "‘Anthology’, in *Encyclopaedia Britannica*, 11th edn (Cambridge University Press, 1910), <SmallCaps ii>.",
    "Arendt, Hannah (ed.), *Illuminations*, trans. by Harry Zohn (Schocken Books, 1968).",
    "Beauvoir, Simone de, *The Second Sex*, trans. by Constance Borde and Sheila Malovany-Chevallier (1949; Alfred A. Knopf, 2010).",
    "Benjamin, Walter, ‘The Task of the Translator’, in *Illuminations*, ed. by Hannah Arendt, trans. by Harry Zohn (1923; Schocken Books, 1968), pp. 69–82.",
    "Blair, Ann M., *Too Much to Know: Managing Scholarly Information before the Modern Age* (Yale University Press, 2010).",
    "Burton, Robert, *The Anatomy of Melancholy* (1621; New York Review Books, 2001).",
    "Bush, Vannevar, ‘As We May Think’, *Atlantic Monthly*, July 1945, pp. 101–08.",
    "*The Chicago Manual of Style*, 18th edn (University of Chicago Press, 2024).",
    "Darnton, Robert, ‘What Is the History of Books?’, *Daedalus*, 111.3 (1982), pp. 65–83.",
    "Eco, Umberto, *The Infinity of Lists*, trans. by Alastair McEwen (Rizzoli, 2009).",
    "Fish, Stanley E., ‘Interpreting the “Variorum”’, *Critical Inquiry*, 2.3 (1976), pp. 465–85, doi:[10.1086/447852](Url(\"https://doi.org/10.1086/447852\")).",
    "Foner, Eric, *Who Owns History? Rethinking the Past in a Changing World* (Hill and Wang, 2002).",
    "Grafton, Anthony, *The Footnote: A Curious History* (Harvard University Press, 1997).",
    "King, Martin Luther, Jr., *Why We Can’t Wait* (Harper and Row, 1964).",
    "Levin, Harry, ‘The Title as a Literary Genre’, *Modern Language Review*, 72.4 (1977), pp. xxiii–xxxvi.",
    "Orwell, George, ‘A Nice Cup of Tea’, *Evening Standard*, 12 January 1946.",
    "Palgrave, Francis Turner (ed.), *The Golden Treasury of the Best Songs and Lyrical Poems in the English Language* (Macmillan, 1861).",
    "Paton, W. R. (trans.), *The Greek Anthology*, Loeb Classical Library, 67 (Heinemann, 1916), <SmallCaps i>.",
    "Pepys, Samuel, *The Diary of Samuel Pepys*, ed. by Robert Latham and William Matthews, 11 vols (G. Bell and Sons, 1970–83).",
    "Shannon, Claude E., ‘A Symbolic Analysis of Relay and Switching Circuits’ (unpublished master’s thesis, Massachusetts Institute of Technology, 1940).",
    "Vertov, Dziga (dir.), *Man with a Movie Camera* (Kyiv, 1929).",
];
