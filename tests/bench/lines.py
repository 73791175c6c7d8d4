#!/usr/bin/env python3
"""Sets one text with anthology, LuaLaTeX + microtype and Typst, and measures the lines of each PDF the same way.

usage: lines.py BOOK_DIR [--documents N | --edition NAME] [--anthology PATH] [--fonts DIR] [--measure PATH]
                [--skip lualatex,typst] [--keep DIR]

With --edition, BOOK_DIR is any book: its PDF edition of that name is built as it is, and the peers set the text of its
EPUB (see prose.py) on the trim, measure, depth, size and leading that are measured from our PDF. Without, BOOK_DIR is a
folder as ../shared/corpus/sotu.py writes it, anthology.toml and sources/*.md; of its documents N are taken, evenly
spread (all by default), and set 6 x 9 in, Alegreya 10.5/13.5. All three have footnotes and first-line indents of
13.5 pt, each in its own best manner: LuaLaTeX with microtype's protrusion and expansion of 2 %, Typst with
justification and its own optimiser. Prints a table of ../shared/checks/measure_pdf.py's figures per 1,000 justified
lines. Needs lualatex (Debian texlive-luatex, texlive-latex-extra), PyPI's typst and pymupdf in the Pythons that run
this and the measure.
"""
import argparse, json, pathlib, re, shutil, subprocess, sys, tempfile, tomllib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import peers, prose

ROWS = ("pages", "lines_just", "ws_mean", "ws_sd", "cv", "ws_p95", "ws_max", "loose_per_1000", "loose20_per_1000",
        "tight", "hyph_per_1000", "stack2", "stack3", "river", "runt", "stutter", "overfull", "widow", "orphan",
        "uneven", "offgrid_pct", "seconds")

PREAMBLE = r"""\documentclass[10pt,twoside]{book}
\usepackage[paperwidth=6in,paperheight=9in,inner=58.5pt,outer=69pt,top=67.5pt,bottom=81pt,headsep=12pt]{geometry}
\usepackage{fontspec}
\setmainfont{Alegreya}[Path=FONTS/,Extension=.otf,UprightFont=*-Regular,ItalicFont=*-Italic,BoldFont=*-Bold,
  BoldItalicFont=*-BoldItalic,Numbers=OldStyle]
\usepackage[protrusion=true,expansion=true,stretch=20,shrink=20]{microtype}
\usepackage[english]{babel}
\AtBeginDocument{\fontsize{10.5pt}{13.5pt}\selectfont\setlength{\parindent}{13.5pt}}
\renewcommand{\normalsize}{\fontsize{10.5pt}{13.5pt}\selectfont}
\setlength{\parskip}{0pt}\widowpenalty=10000 \clubpenalty=10000 \flushbottom
\begin{document}
"""


def latex(book, fonts):
    escape = lambda s: re.sub(r"([#$%&_{}])", r"\\\1", s.replace("\\", r"\textbackslash "))\
        .replace("~", r"\textasciitilde ").replace("^", r"\textasciicircum ")
    out = [PREAMBLE.replace("FONTS", str(fonts))]
    for part, chapter, text in peers.documents(book):
        if part:
            out.append(f"\\part*{{{escape(part)}}}\n")
            continue
        notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.M))
        body = re.sub(r"^\[\^\d+\]: .*$", "", text, flags=re.M)
        body = re.sub(r"\\([\\`*_\[\]<>#|])", r"\1", body)
        out.append(f"\\chapter*{{{escape(chapter)}}}\n")
        pieces = re.split(r"\[\^(\d+)\]", body)
        line = [escape(pieces[0])]
        for number, rest in zip(pieces[1::2], pieces[2::2]):
            line.append(f"\\footnote{{{escape(notes[number])}}}{escape(rest)}")
        out.append("".join(line) + "\n")
    return "\n".join(out) + "\\end{document}\n"


def geometry(pdf, figures):
    """Where the text stands on the pages of a PDF: trim, measure, depth, in points."""
    info = subprocess.run(["pdfinfo", "-box", str(pdf)], capture_output=True, text=True).stdout
    x0, y0, x1, y1 = map(float, re.search(r"^TrimBox:" + r"\s+(-?[\d.]+)" * 4, info, re.M).groups())
    width, height, leading = x1 - x0, y1 - y0, figures["leading_pt"]
    measure, rows = figures["measure_pt"], round(figures["lines_per_page"])
    inner = (width - measure) * 0.45
    return {"width": width, "height": height, "inner": inner, "outer": width - measure - inner, "top": 67.5,
            "bottom": height - 67.5 - rows * leading, "size": figures["body_pt"], "leading": leading}


def latex_of(text, page, fonts):
    """A text on such pages as LaTeX."""
    preamble = PREAMBLE.replace("FONTS", str(fonts)).replace("10.5pt", f"{page['size']}pt")
    preamble = preamble.replace("{13.5pt}\\selectfont", f"{{{page['leading']}pt}}\\selectfont")
    box = ",".join(f"{key}={page[name]}pt" for key, name in (
        ("paperwidth", "width"), ("paperheight", "height"), ("inner", "inner"), ("outer", "outer"), ("top", "top"),
        ("bottom", "bottom")))
    preamble = re.sub(r"\[paperwidth=.*?,headsep", lambda _: f"[{box},headsep", preamble)
    return preamble + text + "\\end{document}\n"


def typst_of(text, page):
    """A text on such pages as Typst."""
    points = lambda name: f"{page[name]}pt"
    gap = f"{page['leading'] - 0.8 * page['size']}pt"
    return "\n".join([
        f'#set page(width: {points("width")}, height: {points("height")}, margin: (inside: {points("inner")}, '
        f'outside: {points("outer")}, top: {points("top")}, bottom: {points("bottom")}), numbering: "1")',
        f'#set text(font: "Alegreya", size: {points("size")}, lang: "en", hyphenate: true)',
        f'#set par(justify: true, first-line-indent: 13.5pt, leading: {gap}, spacing: {gap})', ""]) + text


def shortened(book, count, folder):
    """A book of the first documents only, without index and terms."""
    manifest = (book / "anthology.toml").read_text(encoding="utf-8")
    table = tomllib.loads(manifest)
    names = [key for part in table["part"] for chapter in part["chapter"] for key in chapter["documents"]]
    names = names[:: max(1, len(names) // count)][:count] if count else names
    (folder / "sources").mkdir()
    lines = ['[book]', 'title = "One Text"', 'editors = ["The Bench"]', 'language = "en-US"', '[[part]]', 'title = "Text"']
    for key in names:
        shutil.copy(book / "sources" / f"{key}.md", folder / "sources")
        lines += ["[[part.chapter]]", f'title = "{key}"', f'documents = ["{key}"]']
    (folder / "anthology.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def measured(pdf, measure):
    # The spaces of every line, for the 95th percentile, which the measure itself does not print.
    run = subprocess.run([*measure, "--json", "--list", "loose", "--loose", "0", str(pdf)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    figures = json.loads(next(line for line in run.stdout.splitlines() if line.startswith("{")))
    spaces = sorted(float(m) for m in re.findall(r"^  \[loose\] p\.\d+ y-?\d+: (\d+\.\d+)", run.stdout, re.M))
    figures["ws_p95"] = spaces[int(0.95 * len(spaces))] if spaces else None
    per = lambda count: round(1000 * count / max(1, figures["lines_just"]), 1)
    figures["loose_per_1000"] = per(sum(space > 1.5 for space in spaces))
    figures["loose20_per_1000"] = per(sum(space > 2 for space in spaces))
    figures["cv"] = round(figures["ws_sd"] / figures["ws_mean"], 3)
    return figures


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("book", type=pathlib.Path)
    args.add_argument("--anthology", default="target/release/anthology")
    args.add_argument("--fonts", type=pathlib.Path, default=pathlib.Path("fonts"))
    home = pathlib.Path.home() / ".cache/anthology-checks"
    args.add_argument("--measure", default=f"{home}/py/bin/python {home}/measure_pdf.py")
    args.add_argument("--documents", type=int, default=0)
    args.add_argument("--keep", type=pathlib.Path, help="where the PDFs go")
    args.add_argument("--edition", help="a PDF edition of any book")
    args.add_argument("--skip", default="", help="peers that are left out")
    args = args.parse_args()
    fonts, table, skip = args.fonts.resolve(), {}, args.skip.split(",")
    measure = args.measure.split()
    with tempfile.TemporaryDirectory() as folder:
        tmp = pathlib.Path(folder)
        ours = tmp / "anthology.pdf"
        build = lambda book, *options: peers.measured([args.anthology, "build", book, "--quiet", *options], stderr=subprocess.DEVNULL)[0]
        spent = {}
        if args.edition:
            spent["anthology"] = build(args.book, "--edition", args.edition, "--out", tmp / "pdf")
            build(args.book, "--format", "epub", "--out", tmp / "epub")
            shutil.copy(next((tmp / "pdf").glob("*.pdf")), ours)
            table["anthology"] = measured(ours, measure)
            page, text = geometry(ours, table["anthology"]), prose.Prose(next((tmp / "epub").glob("*.epub")))
            tex, markup = latex_of(text.latex(), page, fonts), typst_of(text.typst(), page)
        else:
            (tmp / "book").mkdir()
            book = shortened(args.book, args.documents, tmp / "book")
            spent["anthology"] = build(book, "--format", "pdf", "--out", tmp / "pdf")
            shutil.copy(next((tmp / "pdf").glob("*.pdf")), ours)
            tex, markup = latex(book, fonts), peers.typst_markup(book)
        (tmp / "lualatex.tex").write_text(tex, encoding="utf-8")
        if shutil.which("lualatex") and "lualatex" not in skip:
            command = ["lualatex", "-interaction=batchmode", "lualatex.tex"]
            for _ in range(2):
                spent["lualatex"], _ = peers.measured(command, cwd=tmp, stdout=subprocess.DEVNULL)
        (tmp / "typst.typ").write_text(markup, encoding="utf-8")
        if "typst" not in skip:
            code = f"import typst; typst.compile('typst.typ', output='typst.pdf', font_paths=[{str(fonts)!r}])"
            spent["typst"], _ = peers.measured([sys.executable, "-c", code], cwd=tmp)
        for name, seconds in spent.items():
            figures = table.get(name) or measured(tmp / f"{name}.pdf", measure)
            table[name] = figures | {"seconds": round(seconds, 1)}
            if args.keep:
                args.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(tmp / f"{name}.pdf", args.keep)
    print(f"{'':<18}" + "".join(f"{name:>12}" for name in table))
    for row in ROWS:
        print(f"{row:<18}" + "".join(f"{str(figures.get(row)):>12}" for figures in table.values()))


if __name__ == "__main__":
    main()
