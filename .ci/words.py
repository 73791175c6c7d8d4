#!/usr/bin/env python3
"""Whether the text of a book can be taken out of its PDF again: every paragraph of the EPUB, word for word, in pdftotext.

usage: words.py BOOK.epub BOOK.pdf

Both are made of the same book, by different code. pdftotext reads the pages as they lie, so a paragraph may be
interrupted by the foot of one page and the head of the next; between two words of it nothing else may stand or be
missing, small capitals, ligatures and old-style figures are the letters they were, words that lines divide are whole,
and words at the ends of lines are apart. Cells of tables, which lie side by side, need only have their words on a page.

Left out are numbers of fewer than four figures (of notes and of pages: each edition has its own) and the copyright page
(each edition names its own faces). Notes told by letters are not told apart from the words they stand at. Addresses and
code are divided without a hyphen, and pdftotext takes a hyphen that was written for one of division: a paragraph that
stands there but for spaces is counted apart; in a cell of a table it cannot be told.

Prints the paragraphs that are not found; exit code 1 if they are more than one in five hundred. Needs pdftotext
(poppler).
"""
import pathlib, re, subprocess, sys, unicodedata, zipfile
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "figcaption", "div", "blockquote",
          "section", "aside", "nav", "header", "footer", "ol", "ul", "dl", "table", "tr", "figure", "body", "pre"}
VOID = {"br", "hr", "img", "link", "meta", "input", "col", "source", "wbr"}
# What only an e-book has: calls of notes and ways back, marks of pages, the letters that lead into an index.
SILENT = ("noteref", "backlink", "pagebreak", "index-group-list", "letters")
# What lies side by side, or has a number beside it.
BESIDE = {"td", "th", "dt", "dd", "pre"}


class Paragraphs(HTMLParser):
    """The texts of a section's blocks, without what only links: calls of notes and ways back from them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.words, self.stack = [], "", []

    def end(self):
        if self.words.strip():
            beside = any(tag in BESIDE for tag, _ in self.stack)
            self.found.append((self.words, beside))
        self.words = ""

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag in BLOCKS:
            self.end()
        if tag == "br":
            self.words += " "
        if tag not in VOID:
            role = told.get("role", "") + " " + told.get("epub:type", "") + " " + told.get("class", "")
            silent = any(word in role for word in SILENT) or tag in ("title", "style", "script", "svg")
            self.stack.append((tag, silent))

    def handle_startendtag(self, tag, attributes):
        if tag == "br":
            self.words += " "

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end()
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(silent for _, silent in self.stack):
            self.words += data


def plain(text):
    """Letters and the spaces between words."""
    # Only print says on which page lies what a link leads to.
    text = re.sub(r"\(p\.\s\d+\)", "", text)
    # A hyphen that is written parts words here, so that it may stand at a line's end.
    text = re.sub(r"[-\u2010\u2011]", " ", unicodedata.normalize("NFKC", text).casefold())
    text = re.sub(r"[\u00ad\u2060\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    text = re.sub(r"(?<!\d)\d{1,3}(?!\d)", "", text)
    text = re.sub(r"[^\w\s]|_", "", text)
    return " ".join(text.split())


def sections(epub):
    with zipfile.ZipFile(epub) as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        opf = book.read(package).decode()
        hrefs = dict(re.findall(r'<item [^>]*?href="([^"]+)"[^>]*?id="([^"]+)"', opf))
        hrefs = {key: href for href, key in hrefs.items()}
        hrefs |= dict(re.findall(r'<item [^>]*?id="([^"]+)"[^>]*?href="([^"]+)"', opf))
        folder = pathlib.PurePosixPath(package).parent
        for key in re.findall(r'<itemref [^>]*?idref="([^"]+)"', opf):
            yield hrefs[key], book.read(str(folder / hrefs[key])).decode()


def pages(pdf):
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    # A word that a line divides goes on in the next.
    text = re.sub(r"\u00ad\n", "", text)
    return [plain(page) for page in text.split("\f")]


def lies_on_a_page(words, pages):
    """Whether all words are on one page, or on two that follow, in whatever order; a line may divide a word."""
    wanted = set(words.split())
    known = [set(page.split()) for page in pages]

    def there(word, page):
        return word in page or any(word[:at] in page and word[at:] in page for at in range(2, len(word) - 1))

    return any(all(there(word, one | other) for word in wanted) for one, other in zip(known, known[1:] + [set()]))


def longest(parts, page, glue):
    """How many of the parts stand on the page one after the other."""
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        if glue + glue.join(parts[:middle]) + glue in page:
            low = middle
        else:
            high = middle - 1
    return low


def stands(parts, pages, glue=" "):
    """Whether a paragraph is there: whole on a page, or in parts on pages that follow each other."""
    pages = [glue + page + glue for page in pages]
    least = min(len(parts), 2 if glue else 12)
    for number, page in enumerate(pages):
        taken = longest(parts, page, glue)
        if taken < least:
            continue
        # A page may have nothing of it: a plate, or notes that fill it.
        for following in pages[number + 1:number + 5]:
            if taken == len(parts):
                break
            taken += longest(parts[taken:], following, glue)
        if taken == len(parts):
            return True
    return False


def main():
    epub, pdf = sys.argv[1:3]
    printed = pages(pdf)
    joined = [page.replace(" ", "") for page in printed]
    told = lost = divided = 0
    for name, section in sections(epub):
        if "copyright" in name:
            continue
        reader = Paragraphs()
        reader.feed(section)
        reader.end()
        for paragraph, beside in reader.found:
            words = plain(paragraph)
            if not words:
                continue
            told += 1
            if lies_on_a_page(words, printed) if beside else stands(words.split(" "), printed):
                continue
            if stands(words.replace(" ", ""), joined, ""):
                divided += 1
            else:
                lost += 1
                print(f"{name}: not in the PDF: {words[:300]}")
    print(f"{told} paragraphs, {divided} but for a space, {lost} not found")
    sys.exit(lost * 500 > told)


main()
