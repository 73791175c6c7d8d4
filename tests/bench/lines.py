#!/usr/bin/env python3
"""Sets one text with anthology, LuaLaTeX + microtype and Typst, and measures the lines of each PDF the same way.

usage: lines.py BOOK_DIR [--anthology PATH] [--fonts DIR] [--measure PATH] [--documents N] [--keep DIR]

BOOK_DIR is a folder as ../shared/corpus/sotu.py writes it: anthology.toml and sources/*.md. Of it the first N
documents are taken (all by default). All three set 6 x 9 in, Alegreya 10.5/13.5 on the same measure and depth, with
footnotes, first-line indents of 13.5 pt, each in its own best manner: LuaLaTeX with microtype's protrusion and
expansion of 2 %, Typst with justification and its own optimiser. Prints a table of ../shared/checks/measure_pdf.py's
figures per 1,000 justified lines. Needs lualatex (Debian texlive-luatex, texlive-latex-extra), PyPI's typst and
pymupdf in the Pythons that run this and the measure.
"""
import argparse, json, pathlib, re, shutil, subprocess, sys, tempfile, tomllib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import peers

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
    args = args.parse_args()
    fonts, table = args.fonts.resolve(), {}
    with tempfile.TemporaryDirectory() as folder:
        tmp = pathlib.Path(folder)
        (tmp / "book").mkdir()
        book = shortened(args.book, args.documents, tmp / "book")
        spent = {}
        command = [args.anthology, "build", book, "--quiet", "--format", "pdf", "--out", tmp / "ours"]
        spent["anthology"], _ = peers.measured(command)
        shutil.copy(next((tmp / "ours").glob("*.pdf")), tmp / "anthology.pdf")
        (tmp / "lualatex.tex").write_text(latex(book, fonts), encoding="utf-8")
        if shutil.which("lualatex"):
            command = ["lualatex", "-interaction=batchmode", "lualatex.tex"]
            spent["lualatex"] = 0
            for _ in range(2):
                seconds, _ = peers.measured(command, cwd=tmp, stdout=subprocess.DEVNULL)
                spent["lualatex"] = seconds
        (tmp / "typst.typ").write_text(peers.typst_markup(book), encoding="utf-8")
        code = f"import typst; typst.compile('typst.typ', output='typst.pdf', font_paths=[{str(fonts)!r}])"
        spent["typst"], _ = peers.measured([sys.executable, "-c", code], cwd=tmp)
        for name, seconds in spent.items():
            table[name] = measured(tmp / f"{name}.pdf", args.measure.split()) | {"seconds": round(seconds, 1)}
            if args.keep:
                args.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(tmp / f"{name}.pdf", args.keep)
    print(f"{'':<18}" + "".join(f"{name:>12}" for name in table))
    for row in ROWS:
        print(f"{row:<18}" + "".join(f"{str(figures.get(row)):>12}" for figures in table.values()))


if __name__ == "__main__":
    main()
