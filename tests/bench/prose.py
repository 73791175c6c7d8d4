"""The text of a book, out of the EPUB that anthology makes of it, as LaTeX and as Typst.

Taken are headings, paragraphs, quotations, lists, dialogues and verse with their notes; left out are pictures,
tables, listings, contents and index, which are set otherwise by each program and whose lines no measure compares.
"""
import pathlib, re, xml.etree.ElementTree as ET, zipfile

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}type"
LEFT_OUT = ("cover", "half-title", "title-page", "copyright-page", "contents", "index", "nav")
SKIPPED = {"table", "figure", "pre", "nav", "svg", "img"}


def local(element):
    return element.tag.removeprefix(X) if isinstance(element.tag, str) else ""


def pieces(element, skip=()):
    """Inlines of an element: ("text", words), ("em" or "strong", pieces), ("note", id)."""
    out = [("text", element.text or "")]
    for child in element:
        kind = child.get(OPS) or ""
        if kind == "noteref":
            out.append(("note", child.get("href").rsplit("#", 1)[1]))
        elif kind in skip or kind == "pagebreak" or local(child) in SKIPPED:
            pass
        elif local(child) == "br":
            out.append(("text", " "))
        elif local(child) in ("em", "i", "strong", "b"):
            out.append(("em" if local(child) in ("em", "i") else "strong", pieces(child, skip)))
        else:
            out += pieces(child, skip)
        out.append(("text", child.tail or ""))
    return out


def blocks(element, depth=0):
    """("heading", level, pieces), ("paragraph", depth of quotations, pieces), ("section",)."""
    name, kind = local(element), element.get(OPS) or ""
    if kind in ("footnote", "endnotes", "rearnotes") or name in SKIPPED:
        return
    if re.fullmatch("h[1-6]", name):
        yield "heading", int(name[1]), pieces(element)
    elif name in ("p", "dt", "dd", "figcaption"):
        yield "paragraph", depth, pieces(element)
    elif name == "li" and not any(local(child) in ("p", "ul", "ol") for child in element):
        yield "paragraph", depth, pieces(element)
    else:
        deeper = depth + (name == "blockquote")
        for child in element:
            yield from blocks(child, deeper)


class Prose:
    """Blocks in the order of the book, and its notes by their anchors."""

    def __init__(self, epub):
        self.blocks, self.notes = [], {}
        with zipfile.ZipFile(epub) as archive:
            package = next(name for name in archive.namelist() if name.endswith(".opf"))
            opf = ET.fromstring(archive.read(package))
            O = "{http://www.idpf.org/2007/opf}"
            items = {item.get("id"): item.get("href") for item in opf.iter(f"{O}item")}
            folder = pathlib.PurePosixPath(package).parent
            for ref in opf.iter(f"{O}itemref"):
                href = items[ref.get("idref")]
                if pathlib.PurePosixPath(href).stem.startswith(LEFT_OUT):
                    continue
                body = ET.fromstring(archive.read(str(folder / href))).find(f"{X}body")
                self.blocks.append(("section",))
                self.blocks += blocks(body)
                for note in body.iter():
                    if note.get(OPS) == "footnote":
                        self.notes[note.get("id")] = pieces(note, ("backlink",))

    def inline(self, inlines, write):
        return "".join(write(kind, value) for kind, value in inlines)

    def latex(self):
        escape = lambda s: re.sub(r"([#$%&_{}])", r"\\\1", s.replace("\\", r"\textbackslash "))\
            .replace("~", r"\textasciitilde ").replace("^", r"\textasciicircum ")

        def write(kind, value, noted=True):
            if kind == "text":
                return escape(re.sub(r"\s+", " ", value))
            inner = lambda: "".join(write(*one, noted) for one in value)
            if kind == "note":
                note = "".join(write(*one, False) for one in self.notes.get(value, [])).strip() if noted else ""
                return f"\\footnote{{{note}}}" if note else ""
            return f"\\{'emph' if kind == 'em' else 'textbf'}{{{inner()}}}"

        out = []
        for block in self.blocks:
            if block[0] == "section":
                out.append("\\clearpage\n")
            elif block[0] == "heading":
                name = ("chapter*", "chapter*", "section*", "section*", "subsection*", "subsubsection*")[block[1] - 1]
                # \chapter turns the page itself, and the notes of a heading stand in no running head.
                out.append(f"\\{name.replace('chapter', 'section')}{{{self.inline(block[2], lambda k, v: write(k, v, False))}}}\n")
            else:
                words = self.inline(block[2], write).strip()
                quoted = block[1] > 0
                out.append(f"\\begin{{quotation}}\\noindent {words}\\end{{quotation}}\n" if quoted else f"{words}\n")
        return "\n".join(out)

    def typst(self):
        escape = lambda s: re.sub(r'([\\#$*_`<>@\[\]~/"\'=+-])', r"\\\1", s)

        def write(kind, value, noted=True):
            if kind == "text":
                return escape(re.sub(r"\s+", " ", value))
            if kind == "note":
                note = "".join(write(*one, False) for one in self.notes.get(value, [])).strip() if noted else ""
                return f"#footnote[{note}]" if note else ""
            inner = "".join(write(*one, noted) for one in value)
            return f"#{'emph' if kind == 'em' else 'strong'}[{inner}]"

        out = []
        for block in self.blocks:
            if block[0] == "section":
                out.append("#pagebreak(weak: true)\n")
            elif block[0] == "heading":
                out.append(f"#heading(level: {block[1]})[{self.inline(block[2], lambda k, v: write(k, v, False)).strip()}]\n")
            else:
                words = self.inline(block[2], write).strip()
                if words:
                    out.append(f"#pad(x: 13.5pt)[{words}]\n" if block[1] > 0 else f"{words}\n")
        return "\n".join(out)
