#!/usr/bin/env python3
"""Writes the golden files: what Pandoc's citeproc makes of each cite, one note per line.

Needs Pandoc 3.9, as the Python package `pypandoc_binary` 1.17 brings it:

    python3 -m venv /tmp/pandoc && /tmp/pandoc/bin/pip install pypandoc_binary==1.17
    /tmp/pandoc/bin/python tests/citations/pandoc.py

Each `*.md` here is set in the style that its `*.toml` names. Stars stand around italics, tags around small
capitals and raised letters. `cargo test --test citations` sets the same cites and compares.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def pandoc():
    """The program: on the path given, or that of pypandoc."""
    if len(sys.argv) > 1:
        return sys.argv[1]
    import pypandoc

    return pypandoc.get_pandoc_path()


def runs(inlines, italic=False, quotes=0):
    """Inlines as stretches of text, each in italics or not. Italics in italics are none."""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            yield content, italic
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " ", italic
        elif kind == "Emph":
            yield from runs(content, not italic, quotes)
        elif kind in ("Strong", "SmallCaps", "Superscript", "Subscript"):
            yield f"<{kind} ", italic
            yield from runs(content, italic, quotes)
            yield ">", italic
        elif kind == "Quoted":
            double = (content[0]["t"] == "DoubleQuote") == (quotes % 2 == 0)
            marks = "“”" if double else "‘’"
            yield marks[0], italic
            yield from runs(content[1], italic, quotes + 1)
            yield marks[1], italic
        elif kind in ("Span", "Link", "Cite"):
            yield from runs(content[1], italic, quotes)
        else:
            raise SystemExit(f"an inline of an unknown kind: {inline}")


def text(inlines):
    """Inlines as plain text with stars around what is in italics."""
    out, italic = "", False
    for words, emphasis in [*runs(inlines), ("", False)]:
        if emphasis != italic:
            out, italic = out + "*", emphasis
        out += words
    return out


def notes(node, found):
    """The notes of a document, in order; what stands in the text where a style has no notes."""
    if isinstance(node, list):
        for child in node:
            notes(child, found)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            found.append(" ".join(text(block["c"]) for block in node["c"]))
        elif node.get("t") == "Cite" and not any(inline["t"] == "Note" for inline in node["c"][1]):
            found.append(text(node["c"][1]))
        else:
            notes(node.get("c"), found)


def asked(source):
    """The cites of a Markdown file, as they are written: those of the text, then whole notes."""
    texts = re.findall(r"^Cited[^\[]*(\[.*\])$", source, re.M)
    return texts + re.findall(r"^\[\^\w+\]: (.*)$", source, re.M)


def listed(document):
    """The entries of the bibliography that Pandoc could make, and their keys."""
    for block in document["blocks"]:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            entries = [(entry["c"][0][0].removeprefix("ref-"), entry["c"][1]) for entry in block["c"][1]]
            return [(key, " ".join(text(b["c"]) for b in blocks)) for key, blocks in entries]
    return []


def main():
    program = pandoc()
    for manifest in sorted(HERE.glob("*.toml")):
        book = tomllib.loads(manifest.read_text())
        source = book["chapter"][0]["introduction"]
        command = [program, source, "--from", "markdown", "--to", "json", "--citeproc"]
        command += ["--metadata", f"lang={book['book']['language']}", "--csl", book["style"]["citations"]]
        for file in book["bibliography"]["files"]:
            command += ["--bibliography", file]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
        sys.stderr.write(done.stderr)
        document = json.loads(done.stdout)
        found = []
        notes(document["blocks"], found)
        cites = asked((HERE / source).read_text())
        if len(cites) != len(found):
            raise SystemExit(f"{source}: {len(cites)} cites, {len(found)} notes")
        lines = [f"{cite}\n    {note}" for cite, note in zip(cites, found)]
        lines += [f"{key}\n    {entry}".rstrip() for key, entry in listed(document)]
        (HERE / f"{manifest.stem}.golden").write_text("\n".join(lines) + "\n")


main()
