#!/usr/bin/env python3
"""Draws pages of PDFs with Ghostscript, MuPDF and poppler and says how far the pictures differ.

usage: render.py FILE.pdf... [--pages 12] [--limit 4.0]

Of each file so many pages, evenly spread, are drawn in gray at 100 dots to the inch. Printed are, of every pair of
programs, the mean difference of a pixel (in per cent of black to white) over all pages, and the page where it is most;
and the share of pixels that differ by more than half. Letters are smoothed differently by each, so nothing is ever 0.
Exit code 1 if the mean of a page is over the limit. Needs gs, mutool and pdftoppm.
"""
import argparse, itertools, pathlib, re, subprocess, sys, tempfile


def gray(path):
    """Width, height and samples of a PGM."""
    data = path.read_bytes()
    header = re.match(rb"P5\s+(?:#[^\n]*\s+)*(\d+)\s+(\d+)\s+(\d+)\s", data)
    return int(header[1]), int(header[2]), data[header.end():]


def draw(program, pdf, page, folder):
    out = folder / f"{program}.pgm"
    subprocess.run({
        "gs": ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", "-r100", "-dUseCropBox",
               "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", f"-dFirstPage={page}", f"-dLastPage={page}",
               f"-sOutputFile={out}", pdf],
        "mutool": ["mutool", "draw", "-q", "-r", "100", "-c", "gray", "-F", "pgm", "-o", out, pdf, str(page)],
        "poppler": ["pdftoppm", "-gray", "-r", "100", "-f", str(page), "-l", str(page), "-singlefile", pdf,
                    folder / program],
    }[program], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return gray(out)


def difference(one, other):
    """Mean difference in per cent, and the share of pixels that differ by more than half, in per cent."""
    width, height = min(one[0], other[0]), min(one[1], other[1])
    if abs(one[0] - other[0]) > 1 or abs(one[1] - other[1]) > 1:
        return 100.0, 100.0
    total = far = 0
    for row in range(height):
        a, b = one[2][row * one[0]:row * one[0] + width], other[2][row * other[0]:row * other[0] + width]
        if a == b:
            continue
        for x, y in zip(a, b):
            apart = x - y if x > y else y - x
            total += apart
            far += apart > 127
    return total / (width * height) / 2.55, far * 100 / (width * height)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=pathlib.Path)
    options.add_argument("--pages", type=int, default=12)
    options.add_argument("--limit", type=float, default=4.0)
    options = options.parse_args()
    over = False
    for pdf in options.files:
        info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
        count = int(re.search(r"^Pages:\s+(\d+)", info, re.M)[1])
        pages = sorted({1 + i * count // options.pages for i in range(options.pages)})
        found = {pair: [] for pair in itertools.combinations(("gs", "mutool", "poppler"), 2)}
        with tempfile.TemporaryDirectory() as folder:
            for page in pages:
                drawn = {program: draw(program, pdf, page, pathlib.Path(folder)) for program in ("gs", "mutool", "poppler")}
                for one, other in found:
                    found[one, other].append((*difference(drawn[one], drawn[other]), page))
        for (one, other), differences in found.items():
            mean = sum(d[0] for d in differences) / len(differences)
            far = sum(d[1] for d in differences) / len(differences)
            most, _, page = max(differences)
            print(f"{pdf.name}: {one}-{other}: mean {mean:.2f} %, most {most:.2f} % (page {page}), "
                  f"{far:.3f} % of pixels by more than half, {len(pages)} pages")
            over |= most > options.limit
    sys.exit(over)


main()
