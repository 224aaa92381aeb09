"""Writes Tests/WeightsTests/Fixtures.swift: one tiny Vision Transformer in every format.

    python Scripts/goldens/checkpoints.py Tests/WeightsTests/Fixtures.swift

The model: width 4, 2 blocks, 2 heads, patches of 2 pixels, a 2 x 2 grid, feed-forward width 6, 3
classes. Every weight is a multiple of 1/64 between -2 and 2: exact in float16 and bfloat16, so
that all files hold exactly the same numbers. What this script converts by its own rules it checks
against the field's own code: the Google names by timm's loader, the Hugging Face names by the
logits of both libraries' models. Packages: Scripts/requirements.txt.
"""

import argparse
import base64
import io
import json
import os
import pathlib
import sys
import tempfile
import warnings
import zipfile
import zlib

import numpy as np
import safetensors.torch
import torch
from timm.models import vision_transformer
from transformers import ViTConfig, ViTForImageClassification

WIDTH, DEPTH, HEADS, PATCH, IMAGE, MLP, CLASSES = 4, 2, 2, 2, 4, 6, 3


def blank_timm():
    return vision_transformer.VisionTransformer(
        img_size=IMAGE, patch_size=PATCH, embed_dim=WIDTH, depth=DEPTH, num_heads=HEADS,
        mlp_ratio=MLP / WIDTH, num_classes=CLASSES).eval()


def tiny_state():
    random = np.random.default_rng(20261121)
    return {
        name: torch.from_numpy(
            random.integers(-128, 128, size=tuple(value.shape)).astype(np.float32) / 64)
        for name, value in blank_timm().state_dict().items()}


def google(state):
    """By this script's own rules, from the other side than the Swift tables."""
    heads = (HEADS, WIDTH // HEADS)
    out = {
        "cls": state["cls_token"],
        "Transformer/posembed_input/pos_embedding": state["pos_embed"],
        "embedding/kernel": torch.einsum("oihw->hwio", state["patch_embed.proj.weight"]),
        "embedding/bias": state["patch_embed.proj.bias"],
        "Transformer/encoder_norm/scale": state["norm.weight"],
        "Transformer/encoder_norm/bias": state["norm.bias"],
        "head/kernel": state["head.weight"].T,
        "head/bias": state["head.bias"],
    }
    for n in range(DEPTH):
        theirs, ours = f"Transformer/encoderblock_{n}/", f"blocks.{n}."
        attention = theirs + "MultiHeadDotProductAttention_1/"
        for norm, norm_ours in (("LayerNorm_0", "norm1"), ("LayerNorm_2", "norm2")):
            out[f"{theirs}{norm}/scale"] = state[f"{ours}{norm_ours}.weight"]
            out[f"{theirs}{norm}/bias"] = state[f"{ours}{norm_ours}.bias"]
        weights = state[ours + "attn.qkv.weight"].reshape(3, *heads, WIDTH)
        biases = state[ours + "attn.qkv.bias"].reshape(3, *heads)
        for part, name in enumerate(("query", "key", "value")):
            out[f"{attention}{name}/kernel"] = torch.einsum("hdc->chd", weights[part])
            out[f"{attention}{name}/bias"] = biases[part]
        projection = state[ours + "attn.proj.weight"].reshape(WIDTH, *heads)
        out[attention + "out/kernel"] = torch.einsum("chd->hdc", projection)
        out[attention + "out/bias"] = state[ours + "attn.proj.bias"]
        for number in (0, 1):
            dense = f"{theirs}MlpBlock_3/Dense_{number}/"
            out[dense + "kernel"] = state[f"{ours}mlp.fc{number + 1}.weight"].T
            out[dense + "bias"] = state[f"{ours}mlp.fc{number + 1}.bias"]
    return {name: np.ascontiguousarray(value.numpy()) for name, value in out.items()}


def hugging_face(state):
    outer = {
        "vit.embeddings.cls_token": "cls_token",
        "vit.embeddings.position_embeddings": "pos_embed",
        "vit.embeddings.patch_embeddings.projection.weight": "patch_embed.proj.weight",
        "vit.embeddings.patch_embeddings.projection.bias": "patch_embed.proj.bias",
        "vit.layernorm.weight": "norm.weight",
        "vit.layernorm.bias": "norm.bias",
        "classifier.weight": "head.weight",
        "classifier.bias": "head.bias",
    }
    out = {theirs: state[ours] for theirs, ours in outer.items()}
    for n in range(DEPTH):
        theirs, ours = f"vit.encoder.layer.{n}.", f"blocks.{n}."
        for kind in ("weight", "bias"):
            for part, name in enumerate(("query", "key", "value")):
                rows = slice(part * WIDTH, (part + 1) * WIDTH)
                out[f"{theirs}attention.attention.{name}.{kind}"] = (
                    state[f"{ours}attn.qkv.{kind}"][rows].clone())
            out[f"{theirs}attention.output.dense.{kind}"] = state[f"{ours}attn.proj.{kind}"]
            out[f"{theirs}layernorm_before.{kind}"] = state[f"{ours}norm1.{kind}"]
            out[f"{theirs}layernorm_after.{kind}"] = state[f"{ours}norm2.{kind}"]
            out[f"{theirs}intermediate.dense.{kind}"] = state[f"{ours}mlp.fc1.{kind}"]
            out[f"{theirs}output.dense.{kind}"] = state[f"{ours}mlp.fc2.{kind}"]
    return out


def check_google(npz, state):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tiny.npz")
        with open(path, "wb") as file:
            file.write(npz)
        model = blank_timm()
        vision_transformer._load_weights(model, path)
    for name, value in model.state_dict().items():
        assert torch.equal(value, state[name]), name


def check_hugging_face(named, state):
    """The file that transformers itself writes must bear the names, and give timm's logits."""
    config = ViTConfig(
        hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=HEADS,
        intermediate_size=MLP, image_size=IMAGE, patch_size=PATCH, num_labels=CLASSES,
        layer_norm_eps=1e-6)
    with tempfile.TemporaryDirectory() as folder:
        ViTForImageClassification(config).save_pretrained(folder)
        path = os.path.join(folder, "model.safetensors")
        written = safetensors.torch.load_file(path)
        assert sorted(written) == sorted(named), set(written) ^ set(named)
        safetensors.torch.save_file(named, path, metadata={"format": "pt"})
        theirs = ViTForImageClassification.from_pretrained(folder).eval()
    ours = blank_timm()
    ours.load_state_dict(state)
    pictures = torch.from_numpy(
        np.random.default_rng(7).normal(size=(3, 3, IMAGE, IMAGE)).astype(np.float32))
    with torch.no_grad():
        logits = ours(pictures)
        error = (theirs(pictures).logits - logits).abs().max().item()
    assert error < 1e-5 < logits.std(dim=0).min().item(), (error, logits)
    print(f"Hugging Face and timm: logits differ by at most {error:.1e}")


def saved(save, *arguments, **options):
    buffer = io.BytesIO()
    save(buffer, *arguments, **options)
    return buffer.getvalue()


def torch_saved(value, **options):
    return saved(lambda buffer: torch.save(value, buffer, **options))


def with_views(state):
    """The same tensors as transposed and offset views of shared storages."""
    out = dict(state)
    for n in range(DEPTH):
        name = f"blocks.{n}.attn.qkv.weight"
        out[name] = state[name].t().contiguous().t()
        norms = torch.cat([state[f"blocks.{n}.norm1.weight"], state[f"blocks.{n}.norm1.bias"]])
        out[f"blocks.{n}.norm1.weight"] = norms[:WIDTH]
        out[f"blocks.{n}.norm1.bias"] = norms[WIDTH:]
    every_other = torch.zeros(2 * CLASSES)
    every_other[::2] = state["head.bias"]
    out["head.bias"] = every_other[::2]
    return out


def training_checkpoint(state):
    """As DINO's training writes it: the backbone in wrappers beside a projection head."""
    teacher = {
        "module.backbone." + name: torch.nn.Parameter(value.half())
        for name, value in state.items() if not name.startswith("head.")}
    teacher["module.head.mlp.0.weight"] = torch.ones(2, WIDTH)
    return {
        "student": {}, "teacher": teacher, "epoch": 3, "loss": 0.25, "best": None,
        "optimizer": {
            "state": {0: {"step": 12}}, "param_groups": [{"lr": 1e-3, "betas": (0.9, 0.95)}]},
        "seed": -5, "big": 1 << 40, "size": torch.Size([2, 3]),
        # What training scripts save beside: objects of classes that a reader does not have.
        "args": argparse.Namespace(
            arch="vit_small", lr=5e-4, local_crops_scale=(0.05, 0.4),
            output_dir=pathlib.PurePosixPath("out"), seen={1, 2}, scalar=np.float64(0.5)),
        "random": np.arange(3), "device": torch.device("cpu")}


class Attention(torch.nn.Module):
    """The names of OpenAI's attention; what it computes is of no interest here."""

    def __init__(self, state, n):
        super().__init__()
        self.in_proj_weight = parameter(state[f"blocks.{n}.attn.qkv.weight"])
        self.in_proj_bias = parameter(state[f"blocks.{n}.attn.qkv.bias"])
        self.out_proj = linear(state, f"blocks.{n}.attn.proj")

    def forward(self, x):
        joined = torch.nn.functional.linear(x, self.in_proj_weight, self.in_proj_bias)
        return self.out_proj(joined[..., :WIDTH])


class ResBlock(torch.nn.Module):
    def __init__(self, state, n):
        super().__init__()
        self.attn = Attention(state, n)
        self.ln_1 = norm(state, f"blocks.{n}.norm1")
        self.mlp = torch.nn.Sequential()
        self.mlp.add_module("c_fc", linear(state, f"blocks.{n}.mlp.fc1"))
        self.mlp.add_module("c_proj", linear(state, f"blocks.{n}.mlp.fc2"))
        self.ln_2 = norm(state, f"blocks.{n}.norm2")

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Tower(torch.nn.Module):
    def __init__(self, state):
        super().__init__()
        self.resblocks = torch.nn.Sequential(*(ResBlock(state, n) for n in range(DEPTH)))

    def forward(self, x):
        return self.resblocks(x)


class Visual(torch.nn.Module):
    def __init__(self, state):
        super().__init__()
        self.class_embedding = parameter(state["cls_token"][0, 0])
        self.positional_embedding = parameter(state["pos_embed"][0])
        self.conv1 = torch.nn.Conv2d(3, WIDTH, PATCH, PATCH, bias=False)
        self.conv1.weight = parameter(state["patch_embed.proj.weight"])
        self.ln_pre = norm(state, "norm")
        self.transformer = Tower(state)
        self.ln_post = norm(state, "norm")
        self.proj = torch.nn.Parameter(torch.ones(WIDTH, 2))

    def forward(self, pixels):
        x = self.conv1(pixels).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_embedding.expand(1, 1, -1), x], 1) + self.positional_embedding
        return self.ln_post(self.transformer(self.ln_pre(x)))[:, 0] @ self.proj


class CLIP(torch.nn.Module):
    def __init__(self, state):
        super().__init__()
        self.visual = Visual(state)
        self.logit_scale = torch.nn.Parameter(torch.ones([]))
        self.register_buffer("input_resolution", torch.tensor(IMAGE))

    def forward(self, pixels):
        return self.logit_scale * self.visual(pixels) + self.input_resolution


def parameter(value):
    return torch.nn.Parameter(value.clone())


def linear(state, name):
    outputs, inputs = state[name + ".weight"].shape
    layer = torch.nn.Linear(inputs, outputs)
    layer.weight, layer.bias = parameter(state[name + ".weight"]), parameter(state[name + ".bias"])
    return layer


def norm(state, name):
    layer = torch.nn.LayerNorm(WIDTH)
    layer.weight, layer.bias = parameter(state[name + ".weight"]), parameter(state[name + ".bias"])
    return layer


def torchscript(state):
    """A TorchScript archive with the names of OpenAI's, in half precision, less the sources."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(CLIP(state).eval(), torch.zeros(1, 3, IMAGE, IMAGE)).half()
        whole = saved(lambda buffer: torch.jit.save(traced, buffer))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as theirs, zipfile.ZipFile(buffer, "w") as ours:
        for name in theirs.namelist():
            if not name.endswith(".debug_pkl"):
                ours.writestr(zipfile.ZipInfo(name), theirs.read(name))
    return buffer.getvalue()


class Attack:
    def __reduce__(self):
        return (os.system, ("echo attacked",))


def literal(name, data, comment):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    text = base64.b64encode(packed).decode()
    lines = [text[i:i + 88] for i in range(0, len(text), 88)]
    body = "\n".join("        " + line for line in lines)
    return (f"    /// {comment}\n    static let {name} = Fixture(\n"
            f"        byteCount: {len(data)},\n        packed: \"\"\"\n{body}\n        \"\"\")\n")


def golden(state):
    rows = []
    for name in sorted(state):
        values = (state[name] * 64).to(torch.int64).flatten().tolist()
        rows.append(f"        (\"{name}\", {list(state[name].shape)},")
        line = "            ["
        for index, value in enumerate(values):
            word = f"{value}" + (", " if index + 1 < len(values) else "]),")
            if len(line) + len(word) > 99:
                rows.append(line.rstrip())
                line = "            "
            line += word
        rows.append(line)
    return "\n".join(rows)


def main():
    state = tiny_state()
    google_arrays = google(state)
    npz = saved(np.savez, **google_arrays)
    packed_npz = saved(np.savez_compressed, **google_arrays)
    check_google(npz, state)
    check_google(packed_npz, state)
    hf = hugging_face(state)
    check_hugging_face(hf, state)

    counting = np.arange(6, dtype=np.float32).reshape(2, 3)
    odd = saved(
        np.savez_compressed, fortran=np.asfortranarray(counting), f8=counting.astype("<f8") / 3,
        f2=counting.astype("<f2"), i8=counting.astype("<i8") - 3, u1=counting.astype("u1"),
        b1=counting > 2, scalar=np.float32(7), empty=np.zeros((0, 3), "<f4"),
        bf16=(counting.view("<u4") >> 16).astype("<u2").view("V2"))
    fixtures = [
        ("safetensors32", safetensors.torch.save(state, {"heads": "2", "note": "tiny"}),
         "timm names, float32, with metadata."),
        ("safetensors16", safetensors.torch.save({k: v.half() for k, v in state.items()}),
         "timm names, float16."),
        ("safetensorsBrain", safetensors.torch.save({k: v.bfloat16() for k, v in state.items()}),
         "timm names, bfloat16."),
        ("safetensors64", safetensors.torch.save({k: v.double() for k, v in state.items()}),
         "timm names, float64."),
        ("huggingFace", safetensors.torch.save(hf), "Hugging Face names with `vit.`."),
        ("npz", npz, "Google names, stored."),
        ("packedNpz", packed_npz, "Google names, deflated."),
        ("pytorch", torch_saved(with_views(state)), "timm names; transposed and offset views."),
        ("pytorchTraining", torch_saved(training_checkpoint(state)),
         "DINO's training checkpoint with the objects it holds, without a head, float16."),
        ("torchScript", torchscript(state),
         "A TorchScript archive with OpenAI's CLIP names, float16."),
        # What follows names storages by their addresses, another at every run.
        ("legacy", torch_saved({"a": torch.ones(1)}, _use_new_zipfile_serialization=False)[:64],
         "The beginning of the form before zip."),
        ("attack", torch_saved({"a": torch.ones(1), "b": Attack()}),
         "A pickle that runs a program when it is loaded."),
        ("oddNpz", odd, "Element types, orders and shapes."),
        ("objectNpz", saved(np.savez, fine=counting, bad=np.array([{}, []], dtype=object)),
         "An array of Python objects."),
    ]
    parts = [
        "// Made by Scripts/goldens/checkpoints.py; do not edit.\n",
        "/// Files made by torch, NumPy and safetensors, packed by raw deflate and base64.",
        "enum Fixtures {",
        "    /// The tensors of every one of them, in 64ths, by name: `(name, shape, elements)`.",
        "    static let golden: [(name: String, shape: [Int], elements: [Int])] = [",
        golden(state), "    ]\n",
        "\n".join(literal(*fixture) for fixture in fixtures) + "}\n"]
    with open(sys.argv[1], "w") as file:
        file.write("\n".join(parts))
    print(json.dumps({name: len(data) for name, data, _ in fixtures}))


main()
