#!/usr/bin/env python3
"""How good `anthology index suggest` is, judged by an indexer's own terms file.

    python3 tests/bench/suggest.py ANTHOLOGY MANIFEST [--list]

MANIFEST is that of a book whose terms file an indexer made. Its terms and people are hidden from the program, which then
proposes headings of its own; these are compared with what was hidden.

  useful    a proposal that leads to a heading of the indexer's: one of its patterns is one of theirs, is covered by a
            prefix of theirs, or it is a person's name of which theirs is the family's
  persons   headings that are a person's: "Family, Given" without a prefix among the patterns
  findable  those of them that have a locator when the book's own index is made (`index list`): the rest stand only in
            what was cut. People of whom the book has a [person] record are left out: they are never proposed
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata


def fold(text):
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    for signs, plain in (("’‘", "'"), ("“”", '"'), ("–—", "-")):
        for sign in signs:
            text = text.replace(sign, plain)
    return text.lower().strip("*_ ")


def listed(value):
    return [value] if isinstance(value, str) else list(value)


def gold(terms):
    """Headings with patterns, by their paths; mere references are left out."""
    headings = {}
    for path, said in terms.items():
        patterns = listed(said.get("match", [])) if isinstance(said, dict) else listed(said)
        if patterns:
            headings[path] = patterns
    return headings


def proposals(text):
    found = []
    for line in text.splitlines():
        met = re.match(r'# (".*") = (.*?)   # (\d+) in (\d+)', line)
        if met:
            pair = tomllib.loads(f"h = {met[1]}\np = {met[2]}")
            found.append((pair["h"], listed(pair["p"]), int(met[3])))
    return found


def leads(proposal, path, patterns):
    heading, own, _ = proposal
    if fold(heading) == fold(path.split(" > ")[-1]):
        return True
    for mine in own + [heading]:
        for theirs in patterns:
            prefix = theirs.endswith("*")
            wanted, mine_folded = fold(theirs.rstrip("*")), fold(mine)
            if mine_folded == wanted or prefix and mine_folded.startswith(wanted):
                return True
            name = ", " in heading and len(wanted) > 3
            if name and re.search(rf"\b{re.escape(wanted)}" + ("" if prefix else r"\b"), mine_folded):
                return True
    return False


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False).stdout


def bare(manifest, without_people):
    """The manifest without what the program is to find by itself; the folder's other files beside it."""
    text = re.sub(r"(?m)^terms\s*=.*$", "", manifest)
    text = re.sub(r"(?m)^people\s*=.*$", "", text) if without_people else text
    return text


def main():
    program, manifest = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    if manifest.is_dir():
        manifest = manifest / "anthology.toml"
    read = tomllib.loads(manifest.read_text())
    files = listed(read.get("index", {}).get("terms", "terms.toml"))
    terms = {}
    for name in files:
        terms |= tomllib.loads((manifest.parent / name).read_text())["terms"]
    headings = gold(terms)
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "book"
        shutil.copytree(manifest.parent, copy)
        # Sources may lie beside the folder.
        sources = read["book"].get("sources", "sources")
        text, beside = manifest.read_text(), pathlib.Path(os.path.normpath(copy / sources))
        if not beside.exists():
            beside.symlink_to((manifest.parent / sources).resolve())
        (copy / "hidden.toml").write_text(bare(text, True))
        (copy / manifest.name).write_text(text)
        found = proposals(run(program, "index", "suggest", str(copy / "hidden.toml"), "--out", "-"))
        rows = run(program, "index", "list", str(copy / manifest.name), "--format", "json").splitlines()
    located = {" > ".join(map(fold, row["path"])) for row in map(json.loads, rows) if row["locators"]}
    useful, met = set(), set()
    for path, patterns in headings.items():
        for number, proposal in enumerate(found):
            if leads(proposal, path, patterns):
                useful.add(number)
                met.add(path)
    person = re.compile(r"^[A-ZÀ-Þ][^ ]*(?: [A-Z][a-z]+)?, [A-Z]")
    persons = [p for p in headings if " > " not in p and person.match(p) and "*" not in p and not any(x.endswith("*") for x in headings[p])]
    recorded = {fold(who.get("file-as", "")) for who in read.get("person", {}).values()}
    findable = [p for p in persons if fold(p) in located and fold(p) not in recorded]
    main_headings = [p for p in headings if " > " not in p]

    def share(part, whole):
        return f"{part} of {whole}, {100 * part / max(1, whole):.0f} %"

    print("useful  ", share(len(useful), len(found)))
    print("headings", share(sum(p in met for p in main_headings), len(main_headings)))
    print("persons ", share(sum(p in met for p in persons), len(persons)))
    print("findable", share(sum(p in met for p in findable), len(findable)))
    print("missed  ", "; ".join(p for p in findable if p not in met))
    if "--list" in sys.argv:
        for number, (heading, patterns, count) in enumerate(found):
            print("+" if number in useful else "-", heading, patterns, count)


main()
