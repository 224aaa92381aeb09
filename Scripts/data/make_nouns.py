"""Write Sources/CNouns: nouns for things that one can see, from WordNet.

    python Scripts/data/make_nouns.py /usr/share/wordnet /usr/share/doc/wordnet-base/copyright

The folder is that of Debian's package wordnet-base. A noun is taken if its most frequent sense is
a thing of one of the kinds below and WordNet's tagged texts use it in that sense, and the name of
each ImageNet class that WordNet has as such a thing, since the tagged texts have few animals, and a
few everyday things. Names of one place, person or brand are left out, and what WordNet calls
offensive. Of people there are the eight words of PEOPLE alone: what somebody does or is worth is
not to be read off a picture.
"""

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# WordNet's lexicographer files.
KINDS = {5: "animal", 6: "artifact", 8: "body", 13: "food", 17: "object", 19: "phenomenon",
         20: "plant", 27: "substance"}
PEOPLE = {"baby", "boy", "child", "crowd", "girl", "man", "person", "woman"}
# The names of COCO's objects that neither has.
EVERYDAY = {"backpack", "broccoli", "carrot", "donut", "fork", "frisbee", "giraffe", "handbag",
            "hot dog", "kite", "laptop", "microwave", "oven", "pizza", "sandwich", "scissors",
            "skateboard", "skis", "snowboard", "stop sign", "surfboard", "teddy bear",
            "toothbrush", "traffic light", "wine glass", "zebra"}
AMBIGUOUS = {"ass", "butt", "cock", "tit"}
OFFENSIVE = ("offensive", "slur", "obscene", "disparag", "derogat", "vulgar", "abusive")


def read(folder):
    """Senses of each lemma, the most frequent first, as (kind, spellings); uses of the first."""
    senses = {}
    for line in (folder / "data.noun").read_text().splitlines():
        if not line.startswith("  "):
            parts = line.split(" ")
            count = int(parts[3], 16)
            isKept = not any(word in line.split("|")[1] for word in OFFENSIVE)
            senses[parts[0]] = int(parts[1]) if isKept else 0, parts[4:4 + 2 * count:2]
    lemmas = {}
    for line in (folder / "index.noun").read_text().splitlines():
        if not line.startswith("  "):
            parts = line.split()
            lemmas[parts[0]] = [senses[place] for place in parts[6 + int(parts[3]):]]
    uses = Counter()
    for line in (folder / "cntlist.rev").read_text().splitlines():
        key, number, count = line.split()
        lemma, rest = key.split("%")
        if rest.startswith("1:") and number == "1":
            uses[lemma] = int(count)
    return lemmas, uses


def spelling(lemma, words):
    """The lemma as its sense writes it."""
    return next((word for word in words if word.lower() == lemma), lemma)


def main():
    folder, licence = Path(sys.argv[1]), Path(sys.argv[2])
    lemmas, uses = read(folder)
    nouns = set(PEOPLE)
    for lemma, senses in lemmas.items():
        kind, words = senses[0]
        if kind in KINDS and uses[lemma] > 0 and spelling(lemma, words).islower():
            nouns.add(lemma)
    text = (ROOT / "Sources/ModelLoading/ImageNetNames.swift").read_text()
    classes = re.sub(r"\\\n\s*", "", text.split('"""')[1]).strip().split(";")
    known = 0
    for name in classes:
        lemma = name.lower().replace(" ", "_")
        if any(kind in KINDS for kind, _ in lemmas.get(lemma, [])):
            nouns.add(lemma)
            known += 1
    nouns = {noun.replace("_", " ") for noun in nouns if len(noun) > 1}
    words = sorted((nouns | EVERYDAY) - AMBIGUOUS)
    (ROOT / "Sources/CNouns/nouns.txt").write_text("".join(f"{word}\n" for word in words))
    text = licence.read_text()
    terms = text[text.index("License: WordNet3.0"):text.index("Files: debian/*")]
    lines = ["nouns.txt is made from WordNet 3.0 by Scripts/data/make_nouns.py.", ""]
    lines += [line.strip() if line.strip() != "." else "" for line in terms.splitlines()[1:]]
    (ROOT / "Sources/CNouns/LICENSE.txt").write_text("\n".join(lines).rstrip() + "\n")
    print(f"{len(words)} nouns, among them {known} of {len(classes)} names of ImageNet")


if __name__ == "__main__":
    main()
