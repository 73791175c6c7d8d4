"""Judges manifests by the schema that `anthology schema` prints, with the jsonschema of PyPI.

Usage: schema.py ANTHOLOGY MANIFEST…   (ANTHOLOGY: the program)
Prints a line for each, and fails if one is bad, or if a mistake that is put into the first is not found.
"""
import datetime
import json
import subprocess
import sys
import tomllib

import jsonschema


def plain(value):
    """As taplo hands TOML to a schema: a date is text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


program, manifests = sys.argv[1], sys.argv[2:]
schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
jsonschema.Draft7Validator.check_schema(schema)
judge = jsonschema.Draft7Validator(schema)
bad = 0
for path in manifests:
    with open(path, "rb") as file:
        manifest = plain(tomllib.load(file))
    faults = [f"{'.'.join(map(str, fault.absolute_path))}: {fault.message[:200]}" for fault in judge.iter_errors(manifest)]
    print(f"{path}: {len(faults)} faults", *faults, sep="\n  ")
    bad += len(faults)
    for spoil in (lambda m: m["book"].update(titel="x"), lambda m: m["book"].pop("title"), lambda m: m.update(style={"house": "x"})):
        spoilt = json.loads(json.dumps(manifest))
        spoil(spoilt)
        if judge.is_valid(spoilt):
            sys.exit(f"{path}: a planted fault is not found")
sys.exit(bool(bad))
