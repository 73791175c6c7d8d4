#!/usr/bin/env python3
"""Times anthology beside Typst (PDF) and pandoc (EPUB) on the same text, in one run.

usage: peers.py BOOK_DIR [--anthology PATH] [--fonts DIR] [--skip typst,pandoc]

BOOK_DIR is a folder as ../shared/corpus/sotu.py writes it: anthology.toml and sources/*.md. The same text is
written as Typst markup (6 x 9 in, Alegreya 10.5/13.5, justified, footnotes, outline; no index, which favours
Typst) and as one Markdown file. Prints wall time, processor time, peak memory, size and pages, and the ratios of
both times: on a machine that does other things too only that of processor time says anything.
Needs PyPI's typst and pypandoc_binary in the Python that runs it, and pdfinfo.
"""
import argparse, os, pathlib, re, resource, subprocess, sys, tempfile, time, tomllib


def measured(command, **options):
    """Wall seconds, processor seconds and peak resident MiB of a command, which runs in a fork of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def documents(book):
    manifest = tomllib.loads((book / "anthology.toml").read_text(encoding="utf-8"))
    for part in manifest["part"]:
        yield part["title"], None, None
        for chapter in part["chapter"]:
            for key in chapter["documents"]:
                text = (book / "sources" / f"{key}.md").read_text(encoding="utf-8")
                yield None, chapter["title"], text.split("+++\n", 2)[2].strip()


def typst_markup(book):
    out = ['#set page(width: 6in, height: 9in, margin: (inside: 58.5pt, outside: 69pt, top: 67.5pt, bottom: 81pt), numbering: "1")',
           '#set text(font: "Alegreya", size: 10.5pt, lang: "en", hyphenate: true)',
           '#set par(justify: true, first-line-indent: 13.5pt, leading: 5.1pt, spacing: 5.1pt)',
           '#show heading.where(level: 1): it => { pagebreak(weak: true, to: "odd"); it }',
           '#show heading.where(level: 2): it => { pagebreak(weak: true); it }', '#outline()']
    escape = lambda s: re.sub(r'([\\#$*_`<>@\[\]~/"\'=+-])', r'\\\1', s)
    for part, chapter, text in documents(book):
        if part:
            out.append(f"= {escape(part)}\n")
            continue
        out.append(f"== {escape(chapter)}\n")
        notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.M))
        body = re.sub(r"^\[\^\d+\]: .*$", "", text, flags=re.M)
        body = re.sub(r"\\([\\`*_\[\]<>#|])", r"\1", body)
        pieces = re.split(r"\[\^(\d+)\]", body)
        line = [escape(pieces[0])]
        for number, rest in zip(pieces[1::2], pieces[2::2]):
            line.append(f"#footnote[{escape(notes[number])}]{escape(rest)}")
        out.append("".join(line) + "\n")
    return "\n".join(out)


def markdown(book):
    out = []
    for index, (part, chapter, text) in enumerate(documents(book)):
        if part:
            out.append(f"# {part}\n")
        else:
            out.append(f"## {chapter}\n\n" + re.sub(r"\[\^(\d+)\]", rf"[^d{index}-\1]", text) + "\n")
    return "\n".join(out)


def pages(pdf):
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
    return re.search(r"Pages:\s+(\d+)", info).group(1)


def row(name, seconds, processor, memory, file, extra=""):
    print(f"{name:<28} {seconds:8.2f} s {processor:8.2f} s CPU {memory:8.0f} MiB {file.stat().st_size / 2**20:8.2f} MiB  {extra}", flush=True)
    return seconds, processor


def compare(name, theirs, ours):
    print(f"  {name} takes {theirs[0] / ours[0]:.1f} times as long, {theirs[1] / ours[1]:.1f} times the processor's time")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("book", type=pathlib.Path)
    args.add_argument("--anthology", default="target/release/anthology")
    args.add_argument("--fonts", default="fonts")
    args.add_argument("--skip", default="")
    args = args.parse_args()
    skip = args.skip.split(",")
    with tempfile.TemporaryDirectory() as folder:
        tmp = pathlib.Path(folder)
        ours = {}
        for kind in ("pdf", "epub"):
            spent = measured([args.anthology, "build", args.book, "--quiet", "--format", kind, "--out", tmp / kind])
            file = next((tmp / kind).glob(f"*.{kind}"))
            ours[kind] = row(f"anthology {kind}", *spent, file, f"{pages(file)} pages" if kind == "pdf" else "")
        if "typst" not in skip:
            source, pdf = tmp / "book.typ", tmp / "book.pdf"
            source.write_text(typst_markup(args.book), encoding="utf-8")
            code = f"import typst; typst.compile({str(source)!r}, output={str(pdf)!r}, font_paths=[{os.path.abspath(args.fonts)!r}])"
            spent = row("typst pdf", *measured([sys.executable, "-c", code]), pdf, f"{pages(pdf)} pages")
            compare("typst", spent, ours["pdf"])
        if "pandoc" not in skip:
            source, epub = tmp / "book.md", tmp / "book.epub"
            source.write_text(markdown(args.book), encoding="utf-8")
            import pypandoc
            command = [pypandoc.get_pandoc_path(), "-f", "markdown", source, "-o", epub, "--metadata", "title=Book", "--toc"]
            spent = row("pandoc epub", *measured(command, stderr=subprocess.DEVNULL), epub)
            compare("pandoc", spent, ours["epub"])


if __name__ == "__main__":
    main()
