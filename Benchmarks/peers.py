"""One peer's run over a folder of images; `Benchmarks/extract` starts it, once for each run.

    python Benchmarks/peers.py make MODEL OUT.safetensors
    python Benchmarks/peers.py script PRECISION MODEL WEIGHTS IMAGES OUT.h5 THREADS tokens|rollout|class
    python Benchmarks/peers.py torch|openvino PRECISION MODEL WEIGHTS IMAGES OUT.h5 THREADS -

`script` is what people write: DataLoader, timm and h5py, every block's tokens in f16 to one file; `rollout`
computes attention rollout too, `class` keeps class tokens only. `torch` and `openvino` are the bare forward
pass on one batch in memory. Prints a line of JSON: images, seconds and seconds of processor time, from the
first image on: not of importing, loading or compiling.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

BATCH = 16


def clock():
    """Wall and processor seconds, of this process and of the loaders that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(u.ru_utime + u.ru_stime for u in used)


def make(name, path):
    """Random weights of fan-in size, so that activations are of ordinary size in every layer."""
    import timm
    import torch
    from safetensors.torch import save_file
    torch.manual_seed(0)
    tensors = timm.create_model(name, pretrained=False).state_dict()
    for key, value in tensors.items():
        if value.ndim in (2, 4):
            torch.nn.init.normal_(value, std=(1.5 if "qkv" in key else 1) / value[0].numel() ** 0.5)
        elif key.endswith("bias"):
            torch.nn.init.normal_(value, std=0.1)
    save_file(tensors, path)


def load(name, weights):
    import timm
    from safetensors.torch import load_file
    tensors = load_file(weights)
    model = timm.create_model(name, num_classes=tensors["head.weight"].shape[0] if "head.weight" in tensors else 0)
    model.load_state_dict({key: value.float() for key, value in tensors.items()})
    return model.eval()


class Folder:
    """A data set: the pictures of a folder as DeiT's evaluation prepares them."""

    def __init__(self, folder):
        from torchvision import transforms
        from torchvision.transforms import InterpolationMode
        suffixes = {".jpg", ".jpeg", ".png", ".webp"}
        self.paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in suffixes)
        self.prepare = transforms.Compose([
            transforms.Resize(256, InterpolationMode.BICUBIC), transforms.CenterCrop(224),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))])

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        from PIL import Image
        return self.prepare(Image.open(self.paths[index]).convert("RGB"))


def script(precision, model, folder, output, threads, kind):
    import h5py
    import torch
    if precision == "bf16":
        model = model.to(torch.bfloat16)
    kept, attention = [], []
    for block in model.blocks:
        block.register_forward_hook(lambda m, i, o: kept.append(o))
        if kind == "rollout":
            block.attn.fused_attn = False
            block.attn.attn_drop.register_forward_hook(lambda m, i, o: attention.append(o.float().mean(1)))
    images = Folder(folder)
    loader = torch.utils.data.DataLoader(images, batch_size=BATCH, num_workers=min(2, threads))
    start = clock()
    with h5py.File(output, "w") as file, torch.inference_mode():
        sets, rollout, row = [], None, 0
        for pixels in loader:
            kept.clear(), attention.clear()
            model(pixels.to(next(model.parameters()).dtype))
            count = len(pixels)
            if not sets:
                shape = kept[0].shape[1:] if kind != "class" else kept[0].shape[2:]
                chunks = (1, *shape) if kind != "class" else (min(512, len(images)), *shape)
                sets = [file.create_dataset(f"layers/{k:02d}", (len(images), *shape), "f2", chunks=chunks)
                        for k in range(len(kept))]
            for target, tokens in zip(sets, kept):
                values = tokens if kind != "class" else tokens[:, 0]
                target[row:row + count] = values.half().numpy()
            if kind == "rollout":
                joint = None
                if rollout is None:
                    n = attention[0].shape[-1]
                    rollout = file.create_dataset("rollout", (len(images), len(kept), n - 1), "f4")
                for k, heads in enumerate(attention):
                    step = heads + torch.eye(heads.shape[-1])
                    step = step / step.sum(-1, keepdim=True)
                    joint = step if joint is None else step @ joint
                    rollout[row:row + count, k] = joint[:, 0, 1:].numpy()
            row += count
    del loader
    return row, start


def bare_torch(precision, model, threads):
    import torch
    if precision == "bf16":
        model = model.to(torch.bfloat16)
    pixels = torch.randn(BATCH, 3, 224, 224, dtype=next(model.parameters()).dtype)
    with torch.inference_mode():
        model(pixels)
        return timed(lambda: model(pixels))


def bare_openvino(precision, model, threads):
    import openvino
    import torch
    pixels = torch.randn(BATCH, 3, 224, 224)
    converted = openvino.convert_model(model, example_input=pixels, input=[pixels.shape])
    compiled = openvino.compile_model(converted, "CPU", {
        "INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": 1})
    request = compiled.create_infer_request()
    values = pixels.numpy()
    request.infer([values])
    return timed(lambda: request.infer([values]))


def timed(body):
    start = clock()
    count = 0
    while count < 2 or clock()[0] - start[0] < 6:
        body()
        count += 1
    return count * BATCH, start


def main():
    kind, *rest = sys.argv[1:]
    if kind == "make":
        return make(*rest)
    precision, name, weights, folder, output, threads, what = rest
    import torch
    torch.set_num_threads(int(threads))
    model = load(name, weights)
    if kind == "script":
        images, start = script(precision, model, folder, output, int(threads), what)
    elif kind == "torch":
        images, start = bare_torch(precision, model, int(threads))
    else:
        images, start = bare_openvino(precision, model, int(threads))
    end = clock()
    print(json.dumps({"images": images, "seconds": end[0] - start[0], "processor": end[1] - start[1]}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
