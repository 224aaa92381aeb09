"""The engine of `extract --engine torch`: attention, borders, structures, memory that runs out."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from files import CHECKS_ALL, PROGRAMS, folder

HAS_TORCH = importlib.util.find_spec("torch") is not None

MODEL = """
import torch
from torch import nn
import torch.nn.functional as F

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm, self.act = nn.LayerNorm(width, eps=1e-6), nn.GELU()
    def forward(self, x):
        b, n, c = x.shape
        q, k, v = self.qkv(self.norm(x)).view(b, n, 3, 2, c // 2).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v)
        return x + self.act(self.proj(y.transpose(1, 2).reshape(b, n, c)))

class Tiny(nn.Module):
    def __init__(self, has_class=True, width=16, depth=2):
        super().__init__()
        self.patch = nn.Conv2d(3, width, 16, 16)
        if has_class:
            self.cls_token = nn.Parameter(torch.randn(1, 1, width))
        self.has_class = has_class
        self.blocks = nn.ModuleList(Block(width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 6)
    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        if self.has_class:
            x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])

def plain():
    torch.manual_seed(0)
    return Tiny(), {"input_size": [3, 64, 64], "classes": list("abcdef")}

def means():
    torch.manual_seed(0)
    return Tiny(has_class=False), {"input_size": [3, 64, 64]}

def stages():
    torch.manual_seed(0)
    made = nn.Sequential()
    made.stem = nn.Conv2d(3, 8, 4, 4)
    made.stages = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.Conv2d(8, 12, 2, 2))
    made.pool = nn.AdaptiveAvgPool2d(1)
    return made, {"input_size": [3, 64, 64]}

def hungry():
    made, settings = plain()
    forward = made.forward
    def limited(x):
        if len(x) > 2 and limited.calls > 0:
            raise torch.OutOfMemoryError("no memory")
        limited.calls += 1
        return forward(x)
    limited.calls = 0
    made.forward = limited
    return made, settings

def fickle():
    made, settings = plain()
    made.blocks[1].register_forward_hook(
        lambda m, a, y: y if y.shape[0] == 3 else y[:, :-1])
    return made, settings

def nothing():
    return 5

class Turned(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 16, 16)
        self.layers = nn.ModuleList(nn.TransformerEncoderLayer(16, 2, 32) for _ in range(2))
    def forward(self, x):
        x = self.patch(x).flatten(2).permute(2, 0, 1)
        for layer in self.layers:
            x = layer(x)
        return x.mean(0)

def sequence_first():
    return Turned(), {"input_size": [3, 64, 64]}

def few_classes():
    return Tiny(), {"input_size": [3, 64, 64], "classes": ["a", "b"]}

def classes_by_number():
    return Tiny(), {"input_size": [3, 64, 64], "classes": {0: "a"}}

def flat():
    return Tiny(), {"input_size": [3, 64]}

def standardised():
    made, settings = plain()
    forward = made.forward
    made.forward = lambda x: forward((x - x.mean()) / x.flatten(1).std(1)[:, None, None, None])
    return made, settings
"""


@unittest.skipIf(not HAS_TORCH and not CHECKS_ALL, "without torch")
class EngineTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        (cls.folder / "model.py").write_text(MODEL)
        cls.photos = folder() / "photos"

    def extract(self, function, *arguments, code=0):
        """Runs `extract` with a function of MODEL; the path of the file, and what it said."""
        out = self.folder / f"{function}{len(os.listdir(self.folder))}.h5"
        done = subprocess.run(
            [PROGRAMS / "extract", self.photos, out, "--engine", "torch", "--python",
             sys.executable, "--weights", f"{self.folder / 'model.py'}:{function}", "--dtype",
             "f32", *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return out, done.stderr

    def reference(self, file, function):
        """Layers and attention by the model itself, from the pixels of images in full."""
        import numpy as np
        import torch
        import torch.nn.functional as F
        space = {}
        exec(MODEL, space)
        model = space[function]()[0].eval()
        layers, shares = [], []
        model.blocks[0].register_forward_pre_hook(lambda m, a: layers.append(a[0]))
        for block in model.blocks:
            block.register_forward_hook(lambda m, a, y: layers.append(y))
        original = F.scaled_dot_product_attention

        def attention(q, k, v):
            shares.append((q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1))
            return original(q, k, v)
        rows = [int(g.attrs["row"]) for g in file["explain"].values()]
        pixels = np.stack([g["pixels"][:] for g in file["explain"].values()])
        try:
            F.scaled_dot_product_attention = attention
            with torch.inference_mode():
                x = ((torch.tensor(pixels).float() / 255 - 0.5) / 0.5).permute(0, 3, 1, 2)
                model(x)
                layers.append(model.norm(layers[-1]))
        finally:
            F.scaled_dot_product_attention = original
        return rows, layers, [s.double() for s in shares]

    def test_tokens_rollout_and_distances_are_those_of_the_definitions(self):
        import h5py
        import numpy as np
        import torch
        for function, prefix in (("plain", 1), ("means", 0)):
            out, _ = self.extract(function, "--batch", "5")
            with h5py.File(out) as file:
                rows, layers, shares = self.reference(file, function)
                for name, layer in zip(("embedding", "00", "01", "final"), layers, strict=True):
                    np.testing.assert_allclose(
                        file[f"layers/{name}/patches"][:][rows], layer[:, prefix:], atol=2e-6)
                    np.testing.assert_allclose(
                        file[f"layers/{name}/mean"][:][rows], layer[:, prefix:].mean(1), atol=2e-6)
                places = np.stack(np.meshgrid(range(4), range(4), indexing="ij"), -1).reshape(-1, 2)
                pixels = 16 * np.linalg.norm(places[:, None] - places[None], axis=-1)
                joint = None
                for block, share in enumerate(shares):
                    step = share.mean(1) + torch.eye(share.shape[-1])
                    step = step / step.sum(-1, keepdim=True)
                    joint = step if joint is None else step @ joint
                    row = joint[:, 0, 1:] if prefix else joint.mean(1)
                    np.testing.assert_allclose(
                        file["attention/rollout"][:][rows, block], row, atol=1e-6)
                    inner = share[:, :, prefix:, prefix:]
                    inner = inner / inner.sum(-1, keepdim=True)
                    np.testing.assert_allclose(
                        file["attention/distance"][:][rows, block],
                        (inner * torch.tensor(pixels)).sum(-1).mean(-1), rtol=1e-5)
                    for place, group in enumerate(file["explain"].values()):
                        np.testing.assert_allclose(group["joint"][block], joint[place], atol=1e-6)
                        heads = share[place, :, 0, 1:] if prefix else share[place].mean(1)
                        np.testing.assert_allclose(group["heads"][block], heads, atol=1e-6)
                self.assertEqual("predictions" in file, bool(prefix))

    def test_a_border_is_left_out(self):
        import h5py
        import numpy as np
        from PIL import Image
        wide = self.folder / "wide"
        wide.mkdir()
        for name, size in (("a", (120, 40)), ("b", (50, 110)), ("c", (64, 64))):
            Image.effect_noise(size, 90).convert("RGB").save(wide / f"{name}.png")
        self.photos, photos = wide, self.photos
        out, _ = self.extract("plain", "--pad")
        self.photos = photos
        with h5py.File(out) as file:
            picture = file["images/picture"][:]
            self.assertTrue((picture[:, 2:] < 4).any())
            for row, (top, left, rows, columns) in enumerate(picture):
                patches = file["layers/01/patches"][row].reshape(4, 4, -1)
                part = patches[top:top + rows, left:left + columns].reshape(rows * columns, -1)
                np.testing.assert_allclose(file["layers/01/mean"][row], part.mean(0), atol=2e-6)

    def test_a_model_that_is_no_vit_has_means_of_its_own_widths(self):
        import h5py
        out, said = self.extract("stages")
        self.assertIn("not those of a plain ViT", said)
        with h5py.File(out) as file:
            self.assertEqual(list(file["model"].attrs["layer_widths"]), [8, 8, 12, 12])
            self.assertEqual(list(file["layers/01"]), ["mean"])
            self.assertNotIn("attention", file)
        subprocess.run([PROGRAMS / "reduce", out, "-o", self.folder / "stages-map.h5", "--quiet"],
                       check=True)

    def test_memory_that_runs_out_halves_the_batch_and_changes_nothing_else(self):
        import h5py
        import numpy as np
        whole, _ = self.extract("plain", "--batch", "8")
        out, said = self.extract("hungry", "--batch", "8")
        self.assertIn("out of memory: 4 images go through", said)
        self.assertIn("out of memory: 2 images go through", said)
        self.assertEqual(said.count("out of memory"), 2, said)
        with h5py.File(whole) as its, h5py.File(out) as ours:
            self.assertEqual(ours.attrs["smaller_batches"], ours.attrs["image_count"])
            np.testing.assert_allclose(
                ours["layers/final/patches"][:], its["layers/final/patches"][:], atol=2e-6)
            for part in ("rollout", "distance"):
                np.testing.assert_allclose(
                    ours[f"attention/{part}"][:], its[f"attention/{part}"][:], atol=1e-5)

    def test_what_cannot_be_run_is_one_sentence(self):
        for function, sentence in (
                ("nothing", "expected a torch.nn.Module"), ("absent", "expected a function absent"),
                ("fickle", "other shapes than in its trial run"),
                ("sequence_first", "expected tensors whose first dimension is the image"),
                ("few_classes", "expected 2 logits, one a class, found 6"),
                ("classes_by_number", "expected classes as a list of names"),
                ("flat", "expected an input_size of 3 channels")):
            code = 2 if function in ("nothing", "absent", "fickle") else 64
            _, said = self.extract(function, "--quiet", code=code)
            self.assertIn(sentence, said)
            self.assertEqual(len(said.strip().splitlines()), 1, said)
        _, said = self.extract("plain", "--quiet", "--blocks", "no.such", code=64)
        self.assertIn("lists of modules are blocks", said)
        _, said = self.extract("plain", "--quiet", "--device", "cuda:77", code=64)
        self.assertIn("--device cuda:77: expected a device of this machine", said)

    def test_the_place_of_a_rejected_file_blames_nobody(self):
        import h5py
        broken = self.folder / "broken"
        broken.mkdir()
        for index, picture in enumerate(sorted((self.photos / "cat").glob("cat*"))[:3]):
            (broken / f"{index}.jpg").write_bytes(
                picture.read_bytes() if index != 1 else b"no picture")
        self.photos, photos = broken, self.photos
        try:
            # The model divides by the deviation of the picture, which empty places do not have.
            out, said = self.extract("standardised", "--batch", "4")
        finally:
            self.photos = photos
        self.assertIn("1 rejected", said)
        with h5py.File(out) as file:
            self.assertEqual(file.attrs["image_count"], 2)

    def test_causal_attention_is_that_of_the_model(self):
        import torch
        from vitrine_vit.engine.capture import Attention, Call
        from vitrine_vit.engine.structure import Grid
        grid = Grid(patch=16, rows=2, columns=2, prefix=1, has_class=True)
        q, k = torch.randn(2, 3, 5, 8), torch.randn(2, 3, 5, 8)
        attention = Attention(grid, None)
        attention.add(Call(q, k, None, None, is_causal=True), torch.tensor([], dtype=torch.long))
        mask = torch.ones(5, 5, dtype=torch.bool).tril()
        masked = Attention(grid, None)
        masked.add(Call(q, k, mask, None), torch.tensor([], dtype=torch.long))
        self.assertTrue(torch.equal(attention.joint, masked.joint))
        self.assertEqual(float(attention.joint[0, 0, 1:].abs().max()), 0)

    def test_bf16_is_near_and_recorded(self):
        import h5py
        import numpy as np
        whole, _ = self.extract("plain")
        out, said = self.extract("plain", "--precision", "bf16")
        self.assertIn("bf16 on cpu, ", said)
        with h5py.File(whole) as its, h5py.File(out) as ours:
            self.assertEqual(str(ours["model"].attrs["precision"], "ascii")
                             if isinstance(ours["model"].attrs["precision"], bytes)
                             else ours["model"].attrs["precision"], "bf16")
            a, b = ours["layers/final/mean"][:], its["layers/final/mean"][:]
            error = np.linalg.norm(a - b) / np.linalg.norm(b)
            self.assertTrue(1e-6 < error < 2e-2, error)
            self.assertIn("rootPath", json.loads(ours.attrs["settings"]))


if __name__ == "__main__":
    unittest.main()
