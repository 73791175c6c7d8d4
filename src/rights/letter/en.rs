//! English.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    and: "and",
    thousands: ',',
    quoted: ('“', '”'),
    subject: "Permission to reprint in {book}",
    salutation: "Dear Sir or Madam,",
    book: "We are preparing an anthology, {book}",
    edited: ", edited by {editors}",
    request: (
        "We should like to include the following piece, to which as far as we know you hold the rights:",
        "We should like to include the following pieces, to which as far as we know you hold the rights:",
    ),
    whole: "{words} words, the whole text",
    excerpt: "{words} of {source} words ({share} %), abridged",
    corrected: ", with corrections that are marked or listed",
    ends: "It begins {first} and ends {last}",
    picture: "a picture ({file})",
    sum: "That is {words} words in all.",
    editions: "The book will appear as",
    epub: "an e-book (EPUB)",
    pdf: "a PDF",
    printed: "a printed book",
    copies: ", {copies} copies",
    leave: "For this we ask your leave, which would not have to be exclusive.",
    questions: "Would you please tell us",
    whose: "whether the rights are yours, and if they are not, whose they are;",
    terms: "whether you ask a fee, and whether your leave is limited in copies, territory or time;",
    credit: "in which words you wish to be acknowledged. These very words will be printed.",
    noted: "So far we have {credit}",
    thanks: "A few lines in writing will do. If you would rather not give leave, we should be grateful to know that too.",
    regards: "With kind regards\n",
};
