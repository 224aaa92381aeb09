#!/usr/bin/env python3
"""Writes the names of ImageNet-1k's classes, in head order, as
Sources/ModelLoading/ImageNetNames.swift.

    python3 Scripts/data/make_imagenet_names.py SYNSETS

SYNSETS has a line a class in the order of the classifiers' outputs: the WordNet id, a space, and
the synonyms with commas between, as ILSVRC 2012's published list of synsets has them. A class is
called by its first synonym; of two classes with the same one, each gets what tells them apart.
Needs Python alone.
"""
import sys

OUTPUT = "Sources/ModelLoading/ImageNetNames.swift"
# Two pairs share their first synonym.
OTHERWISE = {134: "crane (bird)", 517: "crane (machine)", 638: "maillot", 639: "maillot, tank suit"}

with open(sys.argv[1], encoding="utf-8") as file:
    lines = [line.split(" ", 1)[1] for line in file if line.strip()]
assert len(lines) == 1000, f"{len(lines)} classes"
names = [OTHERWISE.get(i, line.split(",")[0].strip()) for i, line in enumerate(lines)]
assert len(set(names)) == 1000
assert all(";" not in name and "\\" not in name and '"' not in name for name in names)

rows, row = [], ""
for index, name in enumerate(names):
    piece = name + (";" if index < 999 else "")
    if len(row) + len(piece) > 94:
        rows.append(row + "\\")
        row = ""
    row += piece
rows.append(row)
text = "\n".join("    " + row for row in rows)
with open(OUTPUT, "w", encoding="utf-8") as file:
    file.write(f'''// Written by Scripts/data/make_imagenet_names.py; do not edit.

/// The classes of ImageNet-1k (ILSVRC 2012) in the order of its classifiers' outputs, each by
/// WordNet's first synonym.
let imageNetNames: [String] = imageNetText.split(separator: ";").map(String.init)

private let imageNetText = """
{text}
    """
''')
