"""Golden values of texts: tokens by transformers' CLIPTokenizer, text towers by transformers.

    python Scripts/goldens/texts.py Tests/LanguageTests/Golden

The vocabulary is small and trained on this repository's own pages; the texts are made of their
words and of characters from many scripts. SentencePiece's vocabularies are trained as SigLIP's
(unigram, tokens by transformers' SiglipTokenizer) and as Gemma's (byte pairs with bytes for what is
unknown, tokens by the sentencepiece package). The towers have drawn weights, as those of
families.py. Packages: Scripts/requirements.txt, and tokenizers, which transformers brings.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
import open_clip
import sentencepiece
import tokenizers
import torch
import transformers

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from family_models import fill  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
MERGES = 700
ODD = [
    "don't", "I'll", "they'VE", "it's", "'s", "''s", "3'4", "2026", "١٢٣", "Ⅻ", "½", "n°5",
    "naïve", "nai\u0308ve", "ÅNGSTRÖM", "ΟΔΟΣ", "İstanbul", "ﬁne", "東京の夜", "红色汽车",
    "שלום עולם", "مرحبا بالعالم", "สวัสดี", "नमस्ते", "🐈", "👩\u200d🚀", "🏳️\u200d🌈", "🇩🇪!",
    "\u00a0", "\u2003", "\t", "\n\n", "a\u200bb", "x^2+y_1", "<b>", "&amp;", "#hash@tag", "...",
    "—", "“quoted”", "C++/C#", "e\u0301", "\u0301", "ß", "ẞ", "ǅ", "\u1e9b\u0323", "𝒳", "100%",
    "<|endoftext|>", "<|startoftext|>", "",
]


def symbols():
    """The symbol of each byte in the order of the first tokens."""
    order = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    rest = [b for b in range(256) if b not in order]
    return [chr(b) for b in order] + [chr(256 + n) for n in range(len(rest))]


def vocabulary(merges):
    tokens = symbols()
    tokens = tokens + [s + "</w>" for s in tokens] + ["".join(pair) for pair in merges]
    return {token: number for number, token in enumerate(
        tokens + ["<|startoftext|>", "<|endoftext|>"])}


def train(texts):
    """Merges of byte pairs in CLIP's form."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    split = tokenizers.Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""")
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.Split(split, "removed", invert=True),
        tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.train_from_iterator(texts, tokenizers.trainers.BpeTrainer(
        vocab_size=512 + MERGES, end_of_word_suffix="</w>", initial_alphabet=symbols(),
        show_progress=False))
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [tuple(pair) for pair in merges][:MERGES]


def sentences(words, count, seed=0):
    """Sentences of words and of odd pieces; the last ones have 1,000 words."""
    draw = random.Random(seed)
    found = list(ODD)
    while len(found) < count - 3:
        size = draw.choice([1, 2, 3, 5, 8, 13, 40])
        pieces = [draw.choice(ODD) if draw.random() < 0.15 else draw.choice(words)
                  for _ in range(size)]
        pieces = [p.upper() if draw.random() < 0.1 else p for p in pieces]
        found.append(draw.choice([" ", " ", "  ", ""]).join(pieces))
    return found + [" ".join(draw.choice(words) for _ in range(1000)) for _ in range(3)]


def tokens(tokenizer, texts, context=77):
    return [tokenizer(text, truncation=True, max_length=context)["input_ids"] for text in texts]


def train_pieces(pages, folder):
    """The vocabularies of SentencePiece in the forms of SigLIP and Gemma."""
    lines = [line for page in pages for line in page.split("\n") if line.strip()]
    common = dict(sentence_iterator=None, vocab_size=500, character_coverage=0.99,
                  minloglevel=2, max_sentence_length=10000)
    for name, more in [
            ("spiece.model", dict(
                model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
                pad_piece="<pad>", normalization_rule_name="identity")),
            ("tokenizer.model", dict(
                model_type="bpe", byte_fallback=True, pad_id=0, eos_id=1, bos_id=2, unk_id=3,
                add_dummy_prefix=False, remove_extra_whitespaces=False,
                normalization_rule_name="identity"))]:
        options = {**common, **more, "sentence_iterator": iter(lines)}
        with open(folder / name, "wb") as file:
            sentencepiece.SentencePieceTrainer.train(model_writer=file, **options)


def piece_tokens(folder, texts, context):
    """The tokens of SigLIP by transformers, and of SigLIP 2 as its training has them."""
    siglip = transformers.SiglipTokenizer(str(folder / "spiece.model"))
    gemma = sentencepiece.SentencePieceProcessor(str(folder / "tokenizer.model"))
    found = []
    for text in texts:
        own = gemma.encode(text.lower())[:context - 1] + [1]
        found.append({
            "siglip": siglip(text, padding="max_length", truncation=True,
                             max_length=context)["input_ids"],
            "gemma": own + [0] * (context - len(own))})
    return {name: [row[name] for row in found] for name in ("siglip", "gemma")}


def open_clip_tower():
    """A text tower of OpenCLIP as Perception Encoders have it, under `text.`."""
    model = open_clip.transformer.TextTransformer(
        context_length=12, vocab_size=40, width=48, heads=3, layers=3, output_dim=20)
    shapes = {"text." + key: value.shape for key, value in model.state_dict().items()
              if value.is_floating_point() and key != "attn_mask"}
    state, listed = fill(shapes)
    model.load_state_dict({key[5:]: value for key, value in state.items()}, strict=False)
    ids = [38, 3, 17, 5, 5, 22, 39]
    with torch.no_grad():
        values = model.double().eval()(torch.tensor([ids + [0] * 5]))[0]
    return {"tensors": listed, "tokens": ids, "embedding": [float(v) for v in values],
            "activation": "gelu", "isCausal": True}


def tower(name):
    """A text tower: its names and shapes, its tokens and their embedding in float64."""
    sizes = dict(hidden_size=48, num_hidden_layers=3, num_attention_heads=3, intermediate_size=96,
                 vocab_size=40, bos_token_id=38, eos_token_id=39)
    if name == "clip":
        model = transformers.CLIPTextModelWithProjection(transformers.CLIPTextConfig(
            projection_dim=20, max_position_embeddings=12, **sizes))
        ids = [38, 3, 17, 5, 5, 22, 39]
    else:
        model = transformers.SiglipTextModel(transformers.SiglipTextConfig(
            projection_size=48, max_position_embeddings=8, **sizes))
        ids = [3, 17, 5, 22, 1, 1, 1, 1]
    shapes = {key: value.shape for key, value in model.state_dict().items()
              if value.is_floating_point()}
    state, listed = fill(shapes)
    model.load_state_dict(state, strict=False)
    with torch.no_grad():
        out = model.double().eval()(input_ids=torch.tensor([ids]))
    values = out.text_embeds[0] if name == "clip" else out.pooler_output[0]
    return {"tensors": listed, "tokens": ids, "embedding": [float(v) for v in values],
            "activation": model.config.hidden_act, "isCausal": name == "clip"}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pages = [(ROOT / "README.md").read_text()] + [
        path.read_text() for path in sorted((ROOT / "Documentation").glob("*.md"))]
    merges = train(pages)
    (folder / "merges.txt").write_text(
        "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    tokenizer = transformers.CLIPTokenizer(vocab=vocabulary(merges), merges=merges)
    words = sorted({word.strip(".,;:()`|*") for page in pages for word in page.split()} - {""})
    words = random.Random(1).sample(words, 400)
    texts = sentences(words, 400)
    (folder / "texts.json").write_text(json.dumps(
        {"texts": texts, "tokens": tokens(tokenizer, texts), "context": 77,
         "vocabulary": 514 + len(merges)}) + "\n")
    train_pieces(pages, folder)
    # Python lowers a sigma at the end of a word in its own way, and transformers gives white space
    # at the start a token of its own, which SigLIP's training took away.
    texts = [text.strip() for text in texts if "Σ" not in text and "<|" not in text][:150]
    (folder / "pieces.json").write_text(json.dumps(
        {"texts": texts, "context": 16, "vocabulary": 500,
         **piece_tokens(folder, texts, 16)}) + "\n")
    (folder / "towers.json").write_text(json.dumps(
        {"clip": tower("clip"), "siglip": tower("siglip"), "open-clip": open_clip_tower()}) + "\n")
    assert np.isfinite(json.loads((folder / "towers.json").read_text())["clip"]["embedding"]).all()


if __name__ == "__main__":
    main()
