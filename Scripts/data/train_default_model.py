"""Train the default model: a small ViT that learns from DeiT-Ti what is in photographs.

    S=Scripts/data/train_default_model.py
    python $S prepare --work WORK --photographs PHOTOS --teacher TEACHER --evaluation FOLDER ... \\
        --catdog FOLDER --drawings data/images          # choose the pictures; look for near copies
    python $S sets --work WORK --photographs PHOTOS --teacher TEACHER    # crops, teacher's outputs
    python $S train --work WORK                         # train; goes on if it was killed
    python $S train --work WORK --cool 500000 --checkpoint cooled.pt --start checkpoint.pt
    python $S check --work WORK                         # nothing evaluated is trained on
    python $S evaluate --work WORK --teacher TEACHER    # nearest neighbours, beside the teacher
    python $S export --work WORK --file FILE            # write the safetensors
    python $S keep --work WORK --file FILE              # enough to go on elsewhere (--start)

The student starts from random numbers. It learns the teacher's class tokens at three depths, the
patch tokens at two, its opinion on the 1000 classes, and which pictures of a batch it finds
similar. The teacher's outputs for fixed random crops are kept on disk (default_model_data.py), so
that training costs the student's part only. Most of it runs at 112 pixels; --size 224 ends it.
The rate stays constant until --cool brings it to 0. Packages: Scripts/requirements.txt.
"""

import argparse
import csv
import itertools
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import draw_scenes
import train_demo_model
from default_model_data import keep, locked, make_sets, prepare, save_statistics, state_of
from default_model_teacher import (
    DEPTHS, EPS, GRID, MEAN, PATCH_DEPTHS, POOLED, STD, TEACHER_WIDTH, ViT, load_teacher, pooled,
    to_input)

WIDTH, HEADS = 128, 4
SIZE = 224                           # of the exported model
TEMPERATURE = 0.1                    # of the similarities of a batch
WARMUP = 25_000                      # views
EMA = 0.9995                         # a step
NEIGHBOURS = {"catdog": 5, "held_back": 5, "drawings": 20}
LOSSES = {"class": 1.0, "patch": 1.0, "logits": 0.5, "relation": 1.0, "drawing": 0.3}   # weights
COLUMNS = ["views", "size", *NEIGHBOURS, "loss", *LOSSES, "minutes", "checkpoint"]


class Student(nn.Module):
    """The model and, for the training only, a linear map to each of the teacher's outputs."""

    def __init__(self):
        super().__init__()
        self.vit = ViT(WIDTH, HEADS)
        self.to_class = nn.ModuleDict({str(d): nn.Linear(WIDTH, TEACHER_WIDTH)
                                       for d in (*DEPTHS, "final")})
        self.to_patches = nn.ModuleDict({str(d): nn.Linear(WIDTH, TEACHER_WIDTH)
                                         for d in PATCH_DEPTHS})
        self.to_label = nn.Linear(WIDTH, len(draw_scenes.LABELS))
        self.initialise()

    @property
    def blocks(self):                # what the optimiser of the demo model looks for
        return self.vit.blocks

    def initialise(self):
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)
        for block in self.blocks:    # quiet branches at first: the residual stream stays small
            for layer in (block.attn.proj, block.mlp.fc2):
                layer.weight.data.mul_(1.5 / (2 * len(self.blocks)) ** 0.5)
        nn.init.trunc_normal_(self.vit.patch_embed.proj.weight, std=0.02)
        nn.init.zeros_(self.vit.patch_embed.proj.bias)
        nn.init.normal_(self.vit.cls_token, std=0.02)
        # Sines and cosines of the grid place are a good start for learned positions.
        rates = 1 / 30 ** (torch.arange(WIDTH // 4) / (WIDTH // 4))
        angle = torch.arange(GRID)[:, None] * rates
        wave = torch.cat([torch.sin(angle), torch.cos(angle)], 1)
        table = torch.cat([wave.repeat_interleave(GRID, 0), wave.repeat(GRID, 1)], 1)
        self.vit.pos_embed.data[0, 1:] = 0.3 * table

    def losses(self, x, targets):
        """The losses by name; `targets` are standardised, except logits and labels."""
        of_picture, of_patches, logits, labels = targets
        with torch.autocast("cpu", torch.bfloat16):
            tokens = self.vit(x)
            plain = {d: t if d == "final" else F.layer_norm(t, t.shape[-1:])
                     for d, t in tokens.items()}
            classes = [self.to_class[str(d)](plain[d][:, 0]) for d in (*DEPTHS, "final")]
            patches = [self.to_patches[str(d)](pooled(plain[d][:, 1:])) for d in PATCH_DEPTHS]
            opinion = self.vit.head(plain["final"][:, 0])
            drawn = self.to_label(plain["final"][:, 0])
        final = plain["final"][:, 0].float()
        return {
            "class": sum(F.smooth_l1_loss(c.float(), of_picture[:, i])
                         for i, c in enumerate(classes)),
            "patch": sum(F.smooth_l1_loss(p.float(), of_patches[:, i])
                         for i, p in enumerate(patches)),
            "logits": F.kl_div(opinion.float().log_softmax(1), logits.softmax(1),
                               reduction="batchmean"),
            "relation": relation(final, of_picture[:, -1]),
            "drawing": F.cross_entropy(drawn.float(), labels, ignore_index=-1, reduction="sum")
            / (labels >= 0).sum().clamp(min=1)}


def relation(student, teacher):
    """How differently the two see the similarities within a batch: which are near, and how near.

    No maps are needed: only cosines are compared, each picture's with all others.
    """
    ours, theirs = (F.normalize(t, dim=1) @ F.normalize(t, dim=1).T for t in (student, teacher))
    others = ~torch.eye(len(ours), dtype=torch.bool)
    ours, theirs = (t[others].view(len(t), -1) for t in (ours, theirs))
    ranks = F.kl_div((ours / TEMPERATURE).log_softmax(1), (theirs / TEMPERATURE).softmax(1),
                     reduction="batchmean")
    return ranks + F.mse_loss(ours, theirs)


class Optimiser(train_demo_model.Optimiser):
    """Muon and AdamW; orthogonal matrices need not be exact, so bf16 is enough for them."""

    @staticmethod
    def orthogonal(x):
        return train_demo_model.Optimiser.orthogonal(x.bfloat16()).float()


class Views:
    """Random batches from all complete sets of a size, through memory maps."""

    def __init__(self, work, size):
        self.work, self.size = work, size
        self.refresh()
        file = work / "statistics.npz"
        if not file.exists():
            save_statistics(self.sets[0], file)
        self.statistics = {k: torch.from_numpy(v) for k, v in np.load(file).items()}

    def refresh(self):
        folders = [f for f in sorted(self.work.glob(f"set-{self.size}-*")) if not f.suffix]
        if not folders:
            raise SystemExit(f"no set of {self.size} pixels in {self.work}: run `sets` first")
        self.sets = [[np.load(f / f"{name}.npy", mmap_mode="r") for name in
                      ("pixels", "class", "patches", "logits", "labels")] for f in folders]
        self.starts = np.cumsum([0] + [len(s[0]) for s in self.sets])

    def batch(self, step, count):
        """Input and targets; half of the views are mirrored, with their patches."""
        rng = np.random.default_rng(step)
        rows = np.sort(rng.integers(self.starts[-1], size=count))
        of_set = np.searchsorted(self.starts, rows, side="right") - 1
        pixels, of_picture, of_patches, logits, labels = (
            torch.from_numpy(np.concatenate([
                self.sets[k][part][rows[of_set == k] - self.starts[k]] for k in np.unique(of_set)]))
            for part in range(5))
        mirrored = torch.from_numpy(rng.random(count) < 0.5)
        x = to_input(pixels.numpy())
        x[mirrored] = x[mirrored].flip(3)
        s = self.statistics
        of_picture = (of_picture.float() - s["class_mean"]) / s["class_std"]
        of_patches = (of_patches.float() - s["patches_mean"]) / s["patches_std"]
        grid = of_patches.unflatten(2, (POOLED, POOLED))
        grid[mirrored] = grid[mirrored].flip(3)
        return x, (of_picture, grid.flatten(2, 3), logits.float(), labels)


# ---------------------------------------------------------------- training

def rate_at(seen, cool_from, options):
    """Learning rate after so many views: warm-up, constant, and down to 0 while cooling."""
    rate = options.rate * min(1, (seen + options.batch) / WARMUP)
    return rate * max(0, 1 - (seen - cool_from) / options.cool) if options.cool else rate


def train(options):
    """Train until stopped, or until the rate is 0 with --cool; goes on at the checkpoint."""
    torch.set_num_threads(options.threads)
    lock = locked(options.work / "train.lock")
    torch.manual_seed(0)
    views, student, ema = Views(options.work, options.size), Student(), Student()
    optimiser = Optimiser(student, decay=options.decay)
    ema.load_state_dict(student.state_dict())
    checkpoint, curve = options.work / options.checkpoint, options.work / "curve.csv"
    step = seen = 0
    spent, cool_from = 0.0, None
    source = checkpoint if checkpoint.exists() else options.start and options.work / options.start
    if source:
        state = state_of(source)
        student.load_state_dict(state["student"])
        ema.load_state_dict(state["ema"])
        if state["optimiser"]:
            optimiser.load_state_dict(state["optimiser"])
        step, seen, spent = state["step"], state["seen"], state["spent"]
        cool_from = state["cool_from"] if source == checkpoint else None
        print(f"going on from {source.name} after {seen} views", flush=True)
    cool_from = seen if options.cool and cool_from is None else cool_from
    trim(curve, options.checkpoint, seen)
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))   # save, then end
    started = last_save = last_line = time.time()
    sums, count, first = dict.fromkeys(LOSSES, 0.0), 0, seen
    while True:
        ended = bool(stop) or options.cool and seen - cool_from >= options.cool
        if ended or time.time() - last_save > options.minutes * 60:
            torch.save({"student": student.state_dict(), "ema": ema.state_dict(),
                        "optimiser": optimiser.state_dict(), "step": step, "seen": seen,
                        "spent": spent + time.time() - started, "cool_from": cool_from},
                       checkpoint.with_suffix(".partial"))
            os.replace(checkpoint.with_suffix(".partial"), checkpoint)
            views.refresh()
            last_save = time.time()
        if ended:
            break
        x, targets = views.batch(step, options.batch)
        found = student.losses(x, targets)
        student.zero_grad(set_to_none=True)
        sum(LOSSES[name] * value for name, value in found.items()).backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step(rate_at(seen, cool_from, options))
        step, seen, count = step + 1, seen + len(x), count + 1
        follow(ema, student, step)
        for name, value in found.items():
            sums[name] += value.item()
        if seen // options.every > (seen - len(x)) // options.every or step == 1:
            means = {name: value / count for name, value in sums.items()}
            loss = sum(LOSSES[name] * value for name, value in means.items())
            accuracy = judge(ema.vit, options.work, options.size)
            minutes = (spent + time.time() - started) / 60
            write_row(curve, [seen, options.size, *(f"{accuracy[g]:.4f}" for g in NEIGHBOURS),
                              f"{loss:.4f}", *(f"{means[name]:.4f}" for name in LOSSES),
                              f"{minutes:.1f}", options.checkpoint])
            sums, count = dict.fromkeys(LOSSES, 0.0), 0
        if time.time() - last_line > 60:
            last_line = time.time()
            print(f"{seen} views, {len(views.sets)} sets, "
                  f"{(seen - first) / (last_line - started):.0f} views a second", flush=True)
    lock.close()


@torch.no_grad()
def follow(ema, student, step):
    """Move the averaged weights towards the current ones, faster in the first steps."""
    share = 1 - min(EMA, (1 + step) / (10 + step))
    torch._foreach_lerp_(list(ema.parameters()), list(student.parameters()), share)


def trim(curve, checkpoint, seen):
    """Take rows out of the curve that are ahead of the checkpoint: they will be made again."""
    if curve.exists():
        with open(curve, newline="") as file:
            rows = list(csv.DictReader(file))
        with open(curve, "w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(row for row in rows if int(row["views"]) <= seen
                             or row["checkpoint"] != checkpoint)


def write_row(curve, row):
    rows = [row] if curve.exists() else [COLUMNS, row]
    with open(curve, "a", newline="") as file:
        csv.writer(file).writerows(rows)
    print("curve: " + "  ".join(f"{name} {value}" for name, value in zip(COLUMNS, row)), flush=True)


# ---------------------------------------------------------------- judgement and export

@torch.inference_mode()
def judge(vit, work, size):
    """Leave-one-out accuracies of the nearest neighbours by the final class token's cosine."""
    data, found = np.load(work / f"evaluation-{size}.npz"), {}
    for group, k in NEIGHBOURS.items():
        pixels, labels = data[f"{group}_pixels"], torch.from_numpy(data[f"{group}_labels"])
        tokens = torch.cat([vit(to_input(part))["final"][:, 0]
                            for part in np.array_split(pixels, len(pixels) // 32)])
        same = torch.eye(len(labels), dtype=torch.bool)
        votes = train_demo_model.nearest_vote(tokens, tokens, labels, same, k)
        found[group] = (votes == labels).float().mean().item()
    return found


def student_of(options):
    """The averaged weights of the checkpoint, or those of a file."""
    vit = ViT(WIDTH, HEADS)
    if options.file and options.file.exists():
        from safetensors.torch import load_file
        weights = {k: v.float() for k, v in load_file(options.file).items()}
        missing, unexpected = vit.load_state_dict(weights, strict=False)
        assert not unexpected and all(name.startswith("head") for name in missing)
        return vit.eval(), options.file.name
    state = torch.load(options.work / options.checkpoint)
    vit.load_state_dict({k[4:]: v for k, v in state["ema"].items() if k.startswith("vit.")})
    return vit.eval(), f"{options.checkpoint} after {state['seen']} views"


def evaluate(options):
    """The table of accuracies, the student's beside the teacher's."""
    torch.set_num_threads(options.threads)
    student, name = student_of(options)
    models = [(name, student)]
    if options.teacher:
        models.append(("teacher", load_teacher(options.teacher)))
    print(f"{'':36s} size  " + "  ".join(f"{g} ({k} nearest)" for g, k in NEIGHBOURS.items()))
    for (name, model), size in itertools.product(models, (224, 112)):
        found = judge(model, options.work, size)
        print(f"{name:36s} {size:4d}  "
              + "  ".join(f"{found[g]:{len(g) + 12}.4f}" for g in NEIGHBOURS), flush=True)


def check(options):
    """Show that nothing evaluated is trained on."""
    held_back = set((options.work / "held_back.txt").read_text().split())
    categories = {name.split("/")[0] for name in held_back}
    with open(options.work / "nearest.csv", newline="") as file:
        nearest = {row["name"]: row for row in csv.DictReader(file)}
    used = set()
    for folder in sorted(options.work.glob("set-*-*")):
        if (folder / "names.txt").exists():
            names = (folder / "names.txt").read_text().splitlines()
            photos = {name for name in names if not name.startswith("drawing ")}
            used |= photos
            print(f"{folder.name}: {len(photos)} photographs, {len(names) - len(photos)} drawings")
    in_categories = sum(name.split("/")[0] in categories for name in used)
    print(f"{len(used)} different photographs; held back {len(held_back)} of {len(categories)} "
          f"categories; in both: {len(used & held_back)} pictures, {in_categories} by category")
    rms = min(float(nearest[name]["rms"]) for name in used)
    cosine = max(float(nearest[name]["cosine"]) for name in used)
    dropped = {name for name, row in nearest.items() if row["dropped"] == "1"}
    print(f"nearest to an evaluated picture: {rms} grey levels RMS, cosine {cosine}; "
          f"{len(dropped)} near copies dropped, {len(dropped & used)} of them used")
    if in_categories or dropped & used:
        raise SystemExit("evaluated pictures were trained on")


def export(options):
    """Write the averaged weights as f16 safetensors with the recipe in the metadata."""
    from safetensors.torch import save_file
    target, options.file = options.file, None
    vit, name = student_of(options)
    tensors = {name: value.half().contiguous() for name, value in vit.state_dict().items()
               if options.head or not name.startswith("head")}
    metadata = {"name": options.name, "family": "timm", "heads": str(HEADS), "eps": str(EPS),
                "recipe": "crop", "crop_ratio": "0.875", "interpolation": "bicubic",
                "mean": ",".join(map(str, MEAN)), "std": ",".join(map(str, STD)),
                "image_size": str(SIZE), "patch": "16", "note": options.note}
    target.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, target, metadata)
    print(f"{target}: {name}, {target.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    made = {}
    for name, function in (("prepare", prepare), ("sets", make_sets), ("train", train),
                           ("check", check), ("evaluate", evaluate), ("export", export),
                           ("keep", keep)):
        made[name] = command = commands.add_parser(name, help=function.__doc__.splitlines()[0])
        command.set_defaults(run=function)
        command.add_argument("--work", type=Path, required=True)
        command.add_argument("--threads", type=int, default=2)

    def add(names, option, **settings):
        for name in names.split():
            made[name].add_argument(option, **settings)

    add("prepare sets", "--photographs", type=Path, required=True, help="shards and index.csv.gz")
    add("prepare sets", "--teacher", type=Path, required=True, help="safetensors, timm's names")
    add("evaluate", "--teacher", type=Path, help="judge it too")
    add("prepare", "--evaluation", type=Path, nargs="+", required=True,
        help="folders of pictures that are not trained on")
    add("prepare", "--catdog", type=Path, required=True, help="a folder of each")
    add("prepare", "--drawings", type=Path, required=True, help="a folder of each kind")
    add("prepare", "--keep-non-commercial", action="store_true")
    add("sets", "--sets", type=int, default=10, help="how many there shall be")
    add("sets", "--drawings-share", type=float, default=0.1)
    add("sets", "--extract", type=Path, help="ask the teacher by this program: faster")
    add("sets train", "--size", type=int, default=112, choices=(112, 224))
    add("train evaluate export keep", "--checkpoint", default="checkpoint.pt", help="within WORK")
    add("train", "--start", help="checkpoint, or file of keep, if there is no own one yet")
    add("train", "--cool", type=int, default=0, help="views in which the rate falls to 0")
    add("train", "--batch", type=int, default=128)
    add("train", "--rate", type=float, default=2e-3)
    add("train", "--decay", type=float, default=0.05, help="of the matrices of the blocks")
    add("train", "--every", type=int, default=50_000, help="views between judgements")
    add("train", "--minutes", type=float, default=10, help="between checkpoints")
    add("evaluate", "--file", type=Path, help="judge this file, not the checkpoint")
    add("export keep", "--file", type=Path, required=True)
    add("export", "--head", action="store_true", help="with the 1000 classes")
    add("export", "--name", default="vitrine-default")
    add("export", "--note", default="distilled from DeiT-Ti on photographs and drawings")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
