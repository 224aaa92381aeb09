"""Train the small demo ViT from scratch on drawn scenes, and export it.

    python Scripts/data/train_demo_model.py prepare --cache CACHE          # draw the scenes (once)
    python Scripts/data/train_demo_model.py train --cache CACHE --out OUT  # train; go on if killed
    python Scripts/data/train_demo_model.py export --out OUT --file FILE  # write the safetensors
    python Scripts/data/train_demo_model.py evaluate --cache CACHE --file FILE

Besides the class of the picture (from the class token), the network learns for every patch, at
the last block, what it lies on: the teacher is the mask the scene was drawn with. The classifier
for this is dropped at export. Most of the training sees only a random part of the patches, which
is several times faster; the last part sees all of them. Packages: Scripts/requirements.txt.
"""

import argparse
import json
import math
import multiprocessing
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image

import draw_scenes
from demo_vit import CLASSES, DEPTH, GRID, HEADS, PATCH, SIZE, THINGS, WIDTH, DemoViT

TRAIN_SEED, HELD_OUT_SEED = 1_000_003, 2_000_003   # neither is the seed of data/
MICRO_BATCH = 32                          # of pictures with all patches: fits the cache better
PATCH_LOSS = 1.5                          # weight of the patches' loss beside the pictures'
TOGETHER_SHARE = 2                        # scenes of `together` count this many times


# ---------------------------------------------------------------- scenes

def scene(job):
    """One squashed scene and the kind under each patch (0 background, else 1 + index of kind)."""
    seed, i = job
    turn = CLASSES + ["together"] * (TOGETHER_SHARE - 1)
    label = turn[i % len(turn)]
    picture, mask, objects = draw_scenes.draw_scene(f"{seed}/{i}", label)
    pixels = np.asarray(picture.resize((SIZE, SIZE), Image.BILINEAR))
    kinds = np.array([0] + [1 + draw_scenes.KINDS.index(k) for k in objects], np.uint8)
    squashed = np.asarray(Image.fromarray(kinds[mask]).resize((SIZE, SIZE), Image.NEAREST))
    cells = squashed.reshape(GRID, PATCH, GRID, PATCH).transpose(0, 2, 1, 3).reshape(-1, PATCH ** 2)
    counts = (cells[:, :, None] == np.arange(len(THINGS))).sum(1)
    return pixels, counts.argmax(1).astype(np.uint8), CLASSES.index(label)


def prepare(options):
    """Draw training and held-out scenes into memory-mapped arrays."""
    options.cache.mkdir(parents=True, exist_ok=True)
    for name, seed, count in (("held_out", HELD_OUT_SEED, options.held_out),
                              ("train", TRAIN_SEED, options.scenes)):
        folder = options.cache
        if (folder / f"{name}_labels.npy").exists():
            continue
        started = time.time()
        pixels = np.lib.format.open_memmap(folder / f"{name}_pixels.npy", "w+", np.uint8,
                                           (count, SIZE, SIZE, 3))
        patches = np.zeros((count, GRID * GRID), np.uint8)
        labels = np.zeros(count, np.int64)
        jobs = [(seed, i) for i in range(count)]
        with multiprocessing.Pool(options.workers) as pool:
            for i, (p, c, label) in enumerate(pool.imap(scene, jobs, chunksize=32)):
                pixels[i], patches[i], labels[i] = p, c, label
        pixels.flush()
        np.save(folder / f"{name}_patches.npy", patches)
        np.save(folder / f"{name}_labels.npy", labels)
        print(f"{name}: {count} scenes in {time.time() - started:.0f} s", flush=True)


def load(cache, name):
    return (np.load(cache / f"{name}_pixels.npy", mmap_mode="r"),
            np.load(cache / f"{name}_patches.npy"), np.load(cache / f"{name}_labels.npy"))


def to_input(pixels):
    """u8 [N, S, S, 3] to the network's normalised range, [N, 3, S, S]."""
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


# ---------------------------------------------------------------- training

def batch_of(data, rows, generator):
    """A batch with flips, shifts of light and colour, and a little zoom by cropping."""
    pixels, patches, labels = data
    x = to_input(np.stack([pixels[i] for i in rows]))
    things = torch.from_numpy(patches[rows]).long().view(-1, GRID, GRID)
    n = len(rows)
    flip = torch.rand(n, generator=generator) < 0.5
    x = torch.where(flip[:, None, None, None], x.flip(3), x)
    things = torch.where(flip[:, None, None], things.flip(2), things).view(n, -1)
    gain = 1 + 0.2 * (torch.rand(n, 3, 1, 1, generator=generator) - 0.5)
    shift = 0.2 * (torch.rand(n, 1, 1, 1, generator=generator) - 0.5)
    return (x * gain + shift).clamp_(-1, 1), things, torch.from_numpy(labels[rows])


def choose_patches(things, count, generator):
    """Random patches [N, count]; those of objects come in more readily, by 1 to 5 times."""
    weight = 1 + 4 * torch.rand(len(things), 1, generator=generator).to(things.device)
    clock = torch.empty(things.shape).exponential_(generator=generator).to(things.device)
    return (clock / torch.where(things > 0, weight, 1)).argsort(1)[:, :count]


class Optimiser:
    """Muon (Jordan 2024) for the matrices of the blocks, AdamW for all else.

    Muon replaces the averaged gradient of a matrix by the nearest orthogonal one, so that all
    directions learn equally fast.
    """

    def __init__(self, model, momentum=0.95, decay=0.03):
        names = ["attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"]
        self.stacks = [[b.get_submodule(name).weight for b in model.blocks] for name in names]
        matrices = {id(p) for stack in self.stacks for p in stack}
        rest = [p for p in model.parameters() if id(p) not in matrices]
        self.adam = torch.optim.AdamW(rest, lr=0, betas=(0.9, 0.98), weight_decay=0)
        self.momentum, self.decay = momentum, decay
        self.averages = [torch.zeros(len(s), *s[0].shape, device=s[0].device) for s in self.stacks]

    @staticmethod
    def orthogonal(x):
        """Newton-Schulz: singular values of a batch of matrices to about 1."""
        tall = x.shape[-2] > x.shape[-1]
        x = x.transpose(-1, -2) if tall else x
        x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
        for _ in range(5):
            a = x @ x.transpose(-1, -2)
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        return x.transpose(-1, -2) if tall else x

    @torch.no_grad()
    def step(self, rate):
        self.adam.param_groups[0]["lr"] = rate
        self.adam.step()
        for stack, average in zip(self.stacks, self.averages):
            gradient = torch.stack([p.grad for p in stack])
            average.lerp_(gradient, 1 - self.momentum)
            update = self.orthogonal(gradient.lerp(average, self.momentum))
            size = 0.2 * math.sqrt(max(update.shape[-2:]))   # as large as AdamW's steps
            for p, u in zip(stack, update):
                p.mul_(1 - rate * self.decay).add_(u, alpha=-rate * size)

    def state_dict(self):
        return {"adam": self.adam.state_dict(), "averages": self.averages}

    def load_state_dict(self, state):
        self.adam.load_state_dict(state["adam"])
        self.averages = state["averages"]


def schedule(done, options):
    """Learning rate at a share `done` of the run: warm-up, then a cosine."""
    if done < options.warmup:
        return options.rate * done / options.warmup
    angle = math.pi * (done - options.warmup) / (1 - options.warmup)
    return options.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(angle)))


def train(options):
    """Train on the GPU if there is one, else on all cores."""
    workers = 1 if torch.cuda.is_available() else options.workers
    options.out.mkdir(parents=True, exist_ok=True)
    meeting = options.out / "meeting"
    meeting.unlink(missing_ok=True)
    torch.multiprocessing.spawn(train_worker, (workers, meeting, options), nprocs=workers)


def average_gradients(model, workers):
    """The mean of all workers' gradients, in one flat exchange."""
    gradients = [p.grad for p in model.parameters()]
    flat = torch.cat([g.flatten() for g in gradients])
    torch.distributed.all_reduce(flat)
    for gradient, piece in zip(gradients, flat.split([g.numel() for g in gradients])):
        gradient.copy_(piece.view_as(gradient) / workers)


def train_worker(worker, workers, meeting, options):
    """One process on one core (or on the GPU); each takes its share of every batch."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if workers > 1:
        torch.set_num_threads(1)
        torch.distributed.init_process_group("gloo", init_method=f"file://{meeting.resolve()}",
                                             rank=worker, world_size=workers)
    torch.manual_seed(0)
    data = load(options.cache, "train")
    model = DemoViT().to(device)
    optimiser = Optimiser(model)
    checkpoint = options.out / "checkpoint.pt"
    step, seen, spent = 0, 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, seen, spent = state["step"], state["seen"], state["spent"]
        if worker == 0:
            print(f"going on at step {step}", flush=True)
    last_save = started = time.time()
    sums, per_pass = np.zeros(4), len(data[2]) // options.batch
    while True:
        # How far the run is: by the clock if it has a time, else by steps; worker 0 says.
        clock = (spent + time.time() - started) / 60 / options.minutes if options.minutes else 0
        done = torch.tensor(max(clock, step / options.steps))
        if workers > 1:
            torch.distributed.broadcast(done, 0)
        done = done.item()
        if worker == 0 and (time.time() - last_save > 60 or done >= 1):
            now = time.time()
            spent, started, last_save = spent + now - started, now, now
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(),
                        "step": step, "seen": seen, "spent": spent},
                       checkpoint.with_suffix(".tmp"))
            os.replace(checkpoint.with_suffix(".tmp"), checkpoint)
        if done >= 1:
            break
        generator = torch.Generator().manual_seed(step * workers + worker)
        order = np.random.default_rng(step // per_pass).permutation(len(data[2]))
        rows = order[step % per_pass * options.batch:][:options.batch][worker::workers]
        x, things, labels = (t.to(device) for t in batch_of(data, rows, generator))
        kept = None
        if done < 1 - options.full:
            kept = choose_patches(things, options.keep, generator)
            things = things.gather(1, kept)
        model.zero_grad(set_to_none=True)
        size = len(rows) if kept is not None else MICRO_BATCH
        for part in torch.arange(len(rows), device=device).split(size):
            tokens = model.norm(model(x[part], None if kept is None else kept[part]))
            class_scores, patch_scores = model.head(tokens[:, 0]), model.patch_head(tokens[:, 1:])
            class_loss = F.cross_entropy(class_scores, labels[part], label_smoothing=0.05)
            patch_loss = F.cross_entropy(patch_scores.flatten(0, 1), things[part].flatten())
            weight = len(part) / len(rows)
            ((class_loss + PATCH_LOSS * patch_loss) * weight).backward()
            sums += [weight * value.item() for value in
                     (class_loss, patch_loss,
                      (class_scores.argmax(1) == labels[part]).float().mean(),
                      (patch_scores.argmax(2) == things[part]).float().mean())]
        if workers > 1:
            average_gradients(model, workers)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step(schedule(done, options))
        step, seen = step + 1, seen + options.batch
        if step % 50 == 0 and worker == 0:
            print(f"step {step} ({done:.0%}) seen {seen} {spent + time.time() - started:.0f} s  "
                  f"class {sums[0] / 50:.3f} ({sums[2] / 50:.3f})  "
                  f"patch {sums[1] / 50:.3f} ({sums[3] / 50:.3f})", flush=True)
            sums[:] = 0


# ---------------------------------------------------------------- export and judgement

def export(options):
    """Write the weights as f16 safetensors with the recipe in the metadata."""
    from safetensors.torch import save_file
    state = torch.load(options.out / "checkpoint.pt", map_location="cpu")
    tensors = {name: value.half().contiguous() for name, value in state["model"].items()
               if not name.startswith("patch_head")}
    metadata = {"name": "vitrine-demo", "family": "timm", "heads": str(HEADS), "eps": "1e-6",
                "recipe": "squash", "interpolation": "bilinear", "mean": "0.5", "std": "0.5",
                "image_size": str(SIZE), "patch": str(PATCH), "classes": json.dumps(CLASSES),
                "note": "demo model, trained on drawings"}
    options.file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, options.file, metadata)
    print(f"{options.file}: step {state['step']}, {state['seen']} images seen, "
          f"{state['spent']:.0f} s, {options.file.stat().st_size} bytes")


def nearest_vote(queries, bank, labels, forbidden, k=20):
    """The label most of the k nearest rows (cosine) have; `forbidden` pairs are left out."""
    similarity = F.normalize(queries, dim=1) @ F.normalize(bank, dim=1).T
    similarity[forbidden] = -2
    found = labels[similarity.topk(k, dim=1).indices]
    return F.one_hot(found).sum(1).argmax(1)


@torch.no_grad()
def evaluate(options):
    """k-nearest-neighbour accuracies on held-out scenes, as the file holds the weights."""
    from safetensors.torch import load_file
    torch.set_num_threads(options.workers)
    model = DemoViT()
    missing, unexpected = model.load_state_dict(
        {k: v.float() for k, v in load_file(options.file).items()}, strict=False)
    assert not unexpected and all(name.startswith("patch_head") for name in missing)
    model.eval()
    pixels, things, labels = load(options.cache, "held_out")
    things, labels = torch.from_numpy(things).long(), torch.from_numpy(labels)
    raw, biggest, rollouts = [], 0.0, []
    for i in range(0, len(pixels), 50):
        x = model.embed(to_input(np.array(pixels[i:i + 50])))
        joint = None
        for block in model.blocks:
            attention = block.attn.probabilities(block.norm1(x)).mean(1)
            attention = attention + torch.eye(attention.shape[-1])
            attention = attention / attention.sum(-1, keepdim=True)
            joint = attention if joint is None else attention @ joint
            x = block(x)
            biggest = max(biggest, x.abs().max().item())
        raw.append(x)
        rollouts.append(joint[:, 0, 1:])
    raw, rollouts = torch.cat(raw), torch.cat(rollouts)
    final = model.norm(raw)
    self_pairs = torch.eye(len(labels), dtype=torch.bool)
    votes = nearest_vote(final[:, 0], final[:, 0], labels, self_pairs)
    print(f"held-out scenes: {len(labels)}")
    print(f"class token (final), 20-NN leave one out: {(votes == labels).float().mean():.4f}")
    print(f"head: {(model.head(final[:, 0]).argmax(1) == labels).float().mean():.4f}")
    for k, name in enumerate(CLASSES):
        print(f"  {name:10s} {(votes[labels == k] == k).float().mean():.3f}")
    # Patches: cat, dog, another thing, background.
    four = torch.tensor([3] + [{"cat": 0, "dog": 1}.get(kind, 2) for kind in draw_scenes.KINDS])
    tokens, kinds = raw[:, 1:].reshape(-1, WIDTH), four[things.reshape(-1)]
    image = torch.arange(len(labels)).repeat_interleave(GRID * GRID)
    pick = torch.randperm(len(tokens), generator=torch.Generator().manual_seed(0))[:25000]
    query, bank = pick[:5000], pick[5000:]
    same_image = image[query][:, None] == image[bank]
    votes = nearest_vote(tokens[query], tokens[bank], kinds[bank], same_image)
    right = votes == kinds[query]
    print(f"patch tokens (block {DEPTH - 1}), 20-NN cat/dog/other/background: "
          f"{right.float().mean():.4f}")
    for k, name in enumerate(["cat", "dog", "other", "background"]):
        chosen = kinds[query] == k
        print(f"  {name:10s} {right[chosen].float().mean():.3f}  ({chosen.sum()} queries)")
    on, off = rollouts[things > 0].mean(), rollouts[things == 0].mean()
    print(f"rollout at the last block, object patches over background: {on / off:.2f}")
    print(f"largest magnitude in the residual stream: {biggest:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function in (("prepare", prepare), ("train", train), ("export", export),
                           ("evaluate", evaluate)):
        command = commands.add_parser(name, help=(function.__doc__ or "train").splitlines()[0])
        command.set_defaults(run=function)
        command.add_argument("--workers", type=int, default=os.cpu_count())
        if name in ("prepare", "train", "evaluate"):
            command.add_argument("--cache", type=Path, required=True)
        if name == "prepare":
            command.add_argument("--scenes", type=int, default=14400)
            command.add_argument("--held-out", type=int, default=720)
        if name in ("train", "export"):
            command.add_argument("--out", type=Path, required=True)
        if name in ("export", "evaluate"):
            command.add_argument("--file", type=Path, required=True)
        if name == "train":
            command.add_argument("--steps", type=int, default=3000)
            command.add_argument("--minutes", type=float, help="end after so much time, if before")
            command.add_argument("--batch", type=int, default=64)
            command.add_argument("--keep", type=int, default=48, help="patches seen while dropping")
            command.add_argument("--full", type=float, default=0.1,
                                 help="last share with all patches")
            command.add_argument("--rate", type=float, default=1.5e-3)
            command.add_argument("--warmup", type=float, default=0.05)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
