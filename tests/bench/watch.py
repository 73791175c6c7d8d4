#!/usr/bin/env python3
"""How long `anthology watch` takes to show a change.

    python3 tests/bench/watch.py ANTHOLOGY BOOK FILE WORDS [ROUNDS]

BOOK is a folder with a manifest. In its FILE a word that changes from round to round is put before WORDS, and the time is
taken until the preview says that the book was made again and gives the sheet on which page 17 stands. FILE is put back.
Wall time and the processor's, the median and every round.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

PORT = 7444
PAUSE = 0.02


def get(path):
    return urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{path}").read()


def processor(pid):
    """Seconds of the processor that a process has taken (proc(5), fields 14 and 15)."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(condition):
    while not condition():
        time.sleep(PAUSE)


def shown():
    try:
        return json.loads(get("state")).get("version", 0) > 0
    except (OSError, ValueError):
        return False


def main():
    program, book, name, words = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 7
    changed = pathlib.Path(book, name)
    as_it_was = changed.read_text()
    if words not in as_it_was:
        sys.exit(f"{changed} has no “{words}”")
    watch = subprocess.Popen([program, "watch", book, "--port", str(PORT)], stderr=subprocess.PIPE, text=True)
    told = []
    threading.Thread(target=lambda: told.extend(iter(watch.stderr.readline, "")), daemon=True).start()
    wall, cpu = [], []
    try:
        wait_for(shown)
        time.sleep(0.5)
        print("first:", round(processor(watch.pid), 2), "s of the processor;", told[-1].strip())
        for number in range(rounds):
            lines, before, start = len(told), processor(watch.pid), time.perf_counter()
            changed.write_text(as_it_was.replace(words, "Again " * (1 + number % 5) + words, 1))
            wait_for(lambda: len(told) > lines)
            get("sheet/17")
            wall.append(time.perf_counter() - start)
            time.sleep(0.3)
            cpu.append(processor(watch.pid) - before)
    finally:
        changed.write_text(as_it_was)
        watch.kill()
    for what, times in [("wall", wall), ("cpu", cpu)]:
        print(what, round(statistics.median(times), 2), "of", [round(one, 2) for one in times])


if __name__ == "__main__":
    main()
