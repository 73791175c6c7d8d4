//! German.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    and: "und",
    thousands: '.',
    quoted: ('„', '“'),
    subject: "Bitte um Abdruckgenehmigung für {book}",
    salutation: "Sehr geehrte Damen und Herren,",
    book: "wir bereiten eine Anthologie vor: {book}",
    edited: ", herausgegeben von {editors}",
    request: (
        "Wir möchten gern den folgenden Beitrag aufnehmen; soweit wir wissen, liegen die Rechte bei Ihnen:",
        "Wir möchten gern die folgenden Beiträge aufnehmen; soweit wir wissen, liegen die Rechte bei Ihnen:",
    ),
    whole: "{words} Wörter, der ganze Text",
    excerpt: "{words} von {source} Wörtern ({share} %), gekürzt",
    corrected: ", mit Berichtigungen, die gekennzeichnet oder aufgeführt sind",
    ends: "Anfang: {first}. Ende: {last}",
    picture: "ein Bild ({file})",
    sum: "Das sind zusammen {words} Wörter.",
    editions: "Das Buch erscheint als",
    epub: "E-Book (EPUB)",
    pdf: "PDF",
    printed: "gedrucktes Buch",
    copies: ", {copies} Exemplare",
    leave: "Dafür bitten wir um Ihre Genehmigung; sie muss nicht ausschließlich sein.",
    questions: "Bitte teilen Sie uns mit,",
    whose: "ob die Rechte bei Ihnen liegen und, wenn nicht, bei wem;",
    terms: "ob Sie ein Honorar wünschen und ob die Genehmigung nach Auflage, Gebiet oder Zeit begrenzt ist;",
    credit: "mit welchen Worten Sie genannt werden möchten. Genau diese Worte werden gedruckt.",
    noted: "Bisher haben wir: {credit}",
    thanks: "Einige Zeilen genügen. Auch für eine Absage wären wir dankbar.",
    regards: "Mit freundlichen Grüßen\n",
};
