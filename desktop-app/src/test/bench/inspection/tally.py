"""Counts what `natsuin --json inspect FILE...` found: tally.py FINDINGS.jsonl > TABLE.md

One row for each folder (a program that made the files), then one for each kind of warning, then every file with one.
"""
import collections, json, os, sys

rows = collections.OrderedDict()
kinds = collections.Counter()
told = []
for line in open(sys.argv[1]):
    found = json.loads(line)
    folder = os.path.basename(os.path.dirname(found["file"]))
    row = rows.setdefault(folder, collections.Counter())
    row["files"] += 1
    if "error" in found:
        row["refused"] += 1
        told.append(f"{found['file']}: refused, {found['error']['code']}")
        continue
    severities = {f["severity"] for f in found["findings"]}
    row["block"] += "block" in severities
    row["warn"] += "warn" in severities and "block" not in severities
    row["note"] += severities == {"note"}
    for code in sorted({f["code"] for f in found["findings"] if f["severity"] != "note"}):
        kinds[code] += 1
        told.append(f"{found['file']}: {code}")
total = sum(rows.values(), collections.Counter())
print("| made by | files | notes only | warn | block |\n|---|---|---|---|---|")
for name, row in [*sorted(rows.items()), ("**all**", total)]:
    print(f"| {name} | {row['files']} | {row['note']} | {row['warn']} | {row['block']} |")
print(f"\nWarned: {100 * total['warn'] / total['files']:.1f} %; blocked: {100 * total['block'] / total['files']:.1f} %.\n")
for code, count in kinds.most_common():
    print(f"- `{code}`: {count} files")
print()
for line in told:
    print(f"- {line}")
