"""Compares the tokens of texts with those of transformers and OpenCLIP, with CLIP's vocabulary.

    python Scripts/checks/texts.py FOLDER [--count 2000]

The vocabulary is the one that OpenCLIP's package brings; it is written to FOLDER as merges.txt,
beside the texts and the tokens that transformers gives them. A test of the package compares its own
(`swift build --build-tests -c release` first). OpenCLIP's own differ where it mends a text before.
Packages: Scripts/requirements.txt.
"""

import argparse
import gzip
import json
import sys
from pathlib import Path

import open_clip
import transformers

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "goldens"))
from common.swift_tests import run_test  # noqa: E402
from texts import ROOT, sentences, tokens, vocabulary  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    arguments = parser.parse_args()
    packed = Path(open_clip.__file__).parent / "bpe_simple_vocab_16e6.txt.gz"
    lines = gzip.open(packed).read().decode().split("\n")[1:48894 + 1]
    merges = [tuple(line.split()) for line in lines]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    (arguments.folder / "merges.txt").write_text(
        "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    tokenizer = transformers.CLIPTokenizer(vocab=vocabulary(merges), merges=merges)
    pages = [path.read_text() for path in sorted((ROOT / "Documentation").glob("*.md"))]
    words = sorted({word.strip(".,;:()`|*") for page in pages for word in page.split()} - {""})
    texts = sentences(words, arguments.count, seed=2)
    found = tokens(tokenizer, texts)
    (arguments.folder / "texts.json").write_text(json.dumps(
        {"texts": texts, "tokens": found, "context": 77, "vocabulary": 49408}))
    other = open_clip.tokenize(texts).tolist()
    same = sum(row[:len(own)] == own for row, own in zip(other, found))
    print(f"{len(texts)} texts; OpenCLIP gives {same} of them the tokens of transformers")
    run_test("LanguageTests.TokenizerTests", {"VITRINE_TEXTS": str(arguments.folder.resolve())},
             skip_build=True)


if __name__ == "__main__":
    main()
